package evaluation

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// outcome is what became of a prediction that speaks of itself.
type outcome struct {
	rule       string
	confidence float64 // NaN where none is stated
	found      bool    // it is in a pair
	right      bool    // and its source agrees
}

// outcomes returns what became of the predictions that name a rule or a confidence.
func (c *comparison) outcomes() []outcome {
	var out []outcome
	at := map[*entry]pair{}
	for _, p := range c.pairs {
		at[p.pred] = p
	}
	for _, e := range c.pred {
		o := outcome{rule: e.from.Attrs["rule"], confidence: confidence(e.from.Attrs["confidence"])}
		if o.rule == "" && math.IsNaN(o.confidence) {
			continue
		}
		p, found := at[e]
		o.found, o.right = found, found && p.sameSource()
		out = append(out, o)
	}
	return out
}

// confidence reads a number from 0 to 1; NaN where value is none.
func confidence(value string) float64 {
	x, err := strconv.ParseFloat(value, 64)
	if err != nil || x < 0 || x > 1 {
		return math.NaN()
	}
	return x
}

// Reliability compares the confidence that predictions state with how often they are
// right. Found means that their content fits a gold attribution, Right that the source
// agrees too (the measures detection and tuple).
type Reliability struct {
	N        int     `json:"n"`
	ECEFound float64 `json:"ece_found"` // expected calibration error: mean gap between confidence and share found, 0 best
	ECERight float64 `json:"ece_right"`
	Bins     []Bin   `json:"bins"` // those that hold predictions, by confidence
}

// Bin holds the predictions with a confidence in [From, To), 1 in the last.
type Bin struct {
	From       float64 `json:"from"`
	To         float64 `json:"to"`
	N          int     `json:"n"`
	Confidence float64 `json:"confidence"` // mean
	Found      float64 `json:"found"`      // share
	Right      float64 `json:"right"`      // share
}

const bins = 10

// reliability sorts the stated confidences into ten bins of equal width.
func reliability(outcomes []outcome) *Reliability {
	var sorted [bins][]outcome
	n := 0
	for _, o := range outcomes {
		if !math.IsNaN(o.confidence) {
			i := min(bins-1, int(o.confidence*bins))
			sorted[i] = append(sorted[i], o)
			n++
		}
	}
	if n == 0 {
		return nil
	}
	r := &Reliability{N: n}
	for i, list := range sorted {
		if len(list) == 0 {
			continue
		}
		b := newBin(i, list)
		weight := float64(b.N) / float64(n)
		r.ECEFound += weight * math.Abs(b.Found-b.Confidence)
		r.ECERight += weight * math.Abs(b.Right-b.Confidence)
		r.Bins = append(r.Bins, b)
	}
	return r
}

func newBin(i int, list []outcome) Bin {
	sum, found, right := 0.0, 0, 0
	for _, o := range list {
		sum += o.confidence
		found += oneIf(o.found).predHits
		right += oneIf(o.right).predHits
	}
	n := len(list)
	return Bin{
		From: float64(i) / bins, To: float64(i+1) / bins, N: n,
		Confidence: sum / float64(n), Found: ratio(found, n), Right: ratio(right, n),
	}
}

// Rule is how the predictions of one rule fared.
type Rule struct {
	Name      string `json:"-"`
	Predicted int    `json:"predicted"`
	Found     int    `json:"found"` // content fits a gold attribution
	Right     int    `json:"right"` // and the source agrees
}

// rules counts outcomes by rule, most used first.
func rules(outcomes []outcome) []Rule {
	byName := map[string]*Rule{}
	for _, o := range outcomes {
		if o.rule == "" {
			continue
		}
		r := byName[o.rule]
		if r == nil {
			r = &Rule{Name: o.rule}
			byName[o.rule] = r
		}
		r.Predicted++
		r.Found += oneIf(o.found).predHits
		r.Right += oneIf(o.right).predHits
	}
	var out []Rule
	for _, name := range sortedKeys(byName) {
		out = append(out, *byName[name])
	}
	slices.SortStableFunc(out, func(a, b Rule) int { return cmp.Compare(b.Predicted, a.Predicted) })
	return out
}
