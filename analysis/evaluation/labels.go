package evaluation

import (
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/interchange"
)

// label is what the two sides say about one thing.
type label struct{ gold, pred string }

// typeField and stanceField name label lists that are not simply values of attrs.
const (
	typeField   = "type"
	stanceField = "stance label"
	givenField  = "position, target given"
)

// fields are the keys of attrs whose values are compared where both sides give one.
var fields = []string{"kind", "certainty", "polarity", "medium", "de_type"}

func (c *comparison) countLabels() {
	for _, p := range c.pairs {
		c.note(typeField, p.gold.kind, p.pred.kind)
		for _, f := range fields {
			a, b := p.gold.from.Attrs[f], p.pred.from.Attrs[f]
			if a != "" && b != "" {
				c.note(f, fold(a), fold(b))
			}
		}
		c.countStance(p)
		c.countGiven(p)
	}
}

// countGiven compares the positions towards the targets that gold names, where the
// prediction has been told them.
func (c *comparison) countGiven(p pair) {
	got := positions(p.pred.from.Attrs[interchange.GivenKey])
	for _, w := range positions(p.gold.from.Attrs["stance"]) {
		i := slices.IndexFunc(got, func(g position) bool { return g.target == w.target })
		if i >= 0 {
			c.note(givenField, w.label, got[i].label)
		}
	}
}

func (c *comparison) note(field, gold, pred string) {
	c.labels[field] = append(c.labels[field], label{gold, pred})
}

// countStance compares positions where gold takes any. A target is found when the
// prediction names one alike; each predicted target serves once.
func (c *comparison) countStance(p pair) {
	want, got := positions(p.gold.from.Attrs["stance"]), positions(p.pred.from.Attrs["stance"])
	if len(want) == 0 {
		return
	}
	found, right, left := 0, 0, slices.Clone(got)
	for _, w := range want {
		i := slices.IndexFunc(left, func(g position) bool { return sameName(w.target, g.target) != otherName })
		if i < 0 {
			continue
		}
		found++
		if w.label == left[i].label {
			right++
		}
		c.note(stanceField, w.label, left[i].label)
		left = slices.Delete(left, i, i+1)
	}
	c.counts[stanceTarget].add(of(found, len(got), len(want)))
	c.counts[stanceLabel].add(of(right, len(got), len(want)))
}

// countNames compares canonical source names where gold gives one: among the pairs, and
// among all of gold.
func (c *comparison) countNames() {
	preds := make(map[*entry]*entry, len(c.pairs))
	for _, p := range c.pairs {
		preds[p.gold] = p.pred
	}
	for _, g := range c.gold {
		want := g.from.Attrs["source"]
		if strings.TrimSpace(want) == "" {
			continue
		}
		how, pred := otherName, preds[g]
		if pred != nil {
			how = sameName(want, pred.from.Attrs["source"])
			c.counts[canonicalExactPairs].add(oneIf(how == equalName))
			c.counts[canonicalLikePairs].add(oneIf(how != otherName))
		}
		c.counts[canonicalExactGold].add(oneIf(how == equalName))
		c.counts[canonicalLikeGold].add(oneIf(how != otherName))
	}
}

func oneIf(hit bool) count {
	if hit {
		return of(1, 1, 1)
	}
	return of(0, 1, 1)
}

// Agreement says how well the labels of one field agree over the pairs where both sides
// give one.
type Agreement struct {
	Field    string  `json:"-"`
	Accuracy float64 `json:"accuracy"`
	MacroF1  float64 `json:"macro_f1"` // mean over the labels that occur in gold
	Kappa    float64 `json:"kappa"`    // Cohen's, 1 where chance alone would agree always
	N        int     `json:"n"`
}

// agreement sums up labels, of which there is at least one.
func agreement(field string, labels []label) Agreement {
	n := len(labels)
	agreed, gold, pred, hits := 0, map[string]int{}, map[string]int{}, map[string]int{}
	for _, l := range labels {
		gold[l.gold]++
		pred[l.pred]++
		if l.gold == l.pred {
			hits[l.gold]++
			agreed++
		}
	}
	sum, chance := 0.0, 0
	for _, name := range sortedKeys(gold) {
		sum += of(hits[name], pred[name], gold[name]).f1()
		chance += gold[name] * pred[name]
	}
	a := Agreement{Field: field, N: n, Accuracy: ratio(agreed, n), MacroF1: sum / float64(len(gold)), Kappa: 1}
	if expected := ratio(chance, n*n); expected < 1 {
		a.Kappa = (a.Accuracy - expected) / (1 - expected)
	}
	return a
}
