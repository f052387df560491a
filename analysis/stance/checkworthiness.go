package stance

import (
	"math"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/lexicon"
)

// weights say how much a reason changes the score of a claim, which starts at base.
var weights = map[string]float64{
	"number": 0.2, "named_event": 0.1, "causal": 0.12, "comparison": 0.08, "superlative": 0.08, "accusation": 0.2,
	"measurable": 0.12, "many_affected": 0.08, "past_fact": 0.05,
	"opinion": -0.2, "prediction": -0.15, "personal": -0.12, "vague": -0.08, "demand": -0.2,
}

const base = 0.35

// checkworthiness tells how much a claim deserves a check, from 0 to 1, and why. kind is
// the kind of the claim.
func (t *Tagger) checkworthiness(in *Input, ws []word, kind string) (float64, []string) {
	why := map[string]bool{}
	if weights[kind] < 0 {
		why[kind] = true
	}
	for i := range ws {
		t.reasons(ws, i, in, why)
	}
	if in.Attribution != nil && in.Attribution.CueClass == "accuse" {
		why["accusation"] = true
	}
	score := base
	var reasons []string
	for r := range why {
		reasons = append(reasons, r)
	}
	slices.Sort(reasons)
	for _, r := range reasons {
		score += weights[r]
	}
	if len(ws) < 5 {
		score -= 0.1
	}
	return math.Round(math.Max(0, math.Min(1, score))*100) / 100, reasons
}

func (t *Tagger) reasons(ws []word, i int, in *Input, why map[string]bool) {
	w := &ws[i]
	if r, _ := utf8.DecodeRuneInString(w.In(in.Text)); unicode.IsDigit(r) || w.Is(lexicon.Numeral) && i+1 < len(ws) && ws[i+1].Is(lexicon.Unit) {
		why["number"] = true
	}
	if w.upper && i > 0 && !w.Known() {
		why["named_event"] = true
	}
	for _, ph := range w.Phrases {
		if ph.Kind == lexicon.CheckPhrase && !why[ph.Value] && matches(ph, ws, i) {
			why[ph.Value] = true
		}
	}
}
