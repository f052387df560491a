package evaluation

import (
	"slices"

	"github.com/volgens/volgens/analysis/interchange"
)

// Dropped counts what DropOptional left out.
type Dropped struct {
	Gold      int `json:"gold"`
	Predicted int `json:"predicted"`
}

// DropOptional returns both sides without the gold attributions that are defensible either
// way (attrs.optional is yes) and without the predictions of them, so that neither their
// presence nor their absence counts.
//
// A prediction goes with an optional attribution when their contents fit (Jaccard index of
// characters at least 0.5) and it fits no other gold attribution better; each takes at most
// one prediction with it, the best. Where an optional attribution has the content of
// another one, a prediction is spare only when more predictions fit than gold attributions
// have that content. The arguments are left as they are.
func DropOptional(gold, pred []interchange.Document) ([]interchange.Document, []interchange.Document, Dropped) {
	gold, pred = slices.Clone(gold), slices.Clone(pred)
	byID := make(map[string]int, len(pred))
	for i, d := range pred {
		byID[d.ID] = i
	}
	var dropped Dropped
	for i := range gold {
		core, optional := splitOptional(gold[i].Attributions)
		dropped.Gold += len(optional)
		if j, ok := byID[gold[i].ID]; ok && len(optional) > 0 {
			left := withoutOptional(pred[j].Attributions, core, optional)
			dropped.Predicted += len(pred[j].Attributions) - len(left)
			pred[j].Attributions = left
		}
		gold[i].Attributions = core
	}
	return gold, pred, dropped
}

func splitOptional(list []interchange.Attribution) (core, optional []interchange.Attribution) {
	for _, a := range list {
		if a.Attrs["optional"] == "yes" {
			optional = append(optional, a)
		} else {
			core = append(core, a)
		}
	}
	return core, optional
}

// withoutOptional returns the predictions that stay when the optional attributions go.
func withoutOptional(preds, core, optional []interchange.Attribution) []interchange.Attribution {
	d := dropper{core: areas(core), preds: areas(preds), gone: make([]bool, len(preds))}
	for _, a := range areas(optional) {
		if i := d.follower(a); i >= 0 {
			d.gone[i] = true
		}
	}
	var left []interchange.Attribution
	for i, a := range preds {
		if !d.gone[i] {
			left = append(left, a)
		}
	}
	return left
}

// dropper knows the contents of a document's attributions and which predictions are gone.
type dropper struct {
	core, preds []area
	gone        []bool
}

// follower returns the prediction that goes with an optional attribution, -1 for none.
func (d *dropper) follower(optional area) int {
	best, bestFit := -1, 0.0
	spare, spareFit, ties := -1, 0.0, 0
	for i, p := range d.preds {
		fit := p.jaccard(optional)
		if d.gone[i] || fit < 0.5 {
			continue
		}
		switch served := d.coreFit(p); {
		case fit > served && (best < 0 || fit > bestFit):
			best, bestFit = i, fit
		case fit == served:
			ties++
			if spare < 0 || fit <= spareFit {
				spare, spareFit = i, fit
			}
		}
	}
	if best < 0 && ties > d.coresAt(optional) {
		return spare
	}
	return best
}

// coreFit tells how well p fits the gold attribution that it fits best.
func (d *dropper) coreFit(p area) float64 {
	best := 0.0
	for _, c := range d.core {
		best = max(best, p.jaccard(c))
	}
	return best
}

// coresAt counts the gold attributions with exactly that content.
func (d *dropper) coresAt(content area) int {
	n := 0
	for _, c := range d.core {
		if slices.Equal(c, content) {
			n++
		}
	}
	return n
}

// area is a set of characters as ranges that neither touch nor overlap, in order.
type area []span

func areas(list []interchange.Attribution) []area {
	out := make([]area, len(list))
	for i, a := range list {
		out[i] = areaOf(a.Content)
	}
	return out
}

func areaOf(pairs [][2]int) area {
	var out area
	for _, p := range slices.SortedFunc(slices.Values(pairs), comparePairs) {
		switch last := len(out) - 1; {
		case p[1] <= p[0]:
		case last >= 0 && p[0] <= out[last].end:
			out[last].end = max(out[last].end, p[1])
		default:
			out = append(out, span{p[0], p[1]})
		}
	}
	return out
}

func comparePairs(a, b [2]int) int { return slices.Compare(a[:], b[:]) }

func (a area) size() int {
	n := 0
	for _, s := range a {
		n += s.end - s.start
	}
	return n
}

func (a area) jaccard(b area) float64 {
	both := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		both += max(0, min(a[i].end, b[j].end)-max(a[i].start, b[j].start))
		if a[i].end < b[j].end {
			i++
		} else {
			j++
		}
	}
	return ratio(both, a.size()+b.size()-both)
}
