package stance

import (
	"math"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/lexicon"
)

// Checks are the weights of check-worthiness: where a claim starts, and by how much each
// reason raises or lowers it.
type Checks struct {
	Base    float64
	Reasons map[string]float64
}

// DefaultChecks returns the weights of configs/default.yaml.
func DefaultChecks() Checks {
	return Checks{Base: 0.35, Reasons: map[string]float64{
		"number": 0.2, "named_event": 0.1, "causal": 0.12, "comparison": 0.08, "superlative": 0.08, "accusation": 0.2,
		"measurable": 0.12, "many_affected": 0.08, "past_fact": 0.05,
		"opinion": -0.2, "prediction": -0.15, "personal": -0.12, "vague": -0.08, "demand": -0.2,
	}}
}

// checkworthiness tells how much a claim deserves a check, from 0 to 1, and why.
func (r *Reader) checkworthiness(c *Claim, parts []stretch, _ Commitment) (float64, []string) {
	why := map[string]bool{}
	if r.checks.Reasons[c.Kind] < 0 {
		why[c.Kind] = true
	}
	n := 0
	for _, p := range parts {
		n += p.to - p.from
		for i := p.from; i < p.to; i++ {
			r.reasons(p, i, why)
		}
	}
	if c.Attribution != nil && c.Attribution.CueClass == "accuse" {
		why["accusation"] = true
	}
	score := r.checks.Base
	var reasons []string
	for reason := range why {
		reasons = append(reasons, reason)
	}
	slices.Sort(reasons)
	for _, reason := range reasons {
		score += r.checks.Reasons[reason]
	}
	if n < 5 {
		score -= 0.1
	}
	return math.Round(math.Max(0, math.Min(1, score))*100) / 100, reasons
}

func (r *Reader) reasons(p stretch, i int, why map[string]bool) {
	w := p.forms[i]
	if c, _ := utf8.DecodeRuneInString(p.tokens[i].In(p.doc)); unicode.IsDigit(c) || w.Is(lexicon.Numeral) && i+1 < p.to && p.forms[i+1].Is(lexicon.Unit) {
		why["number"] = true
	}
	if p.upper(i) && i > 0 && !w.Known() {
		why["named_event"] = true
	}
	for _, ph := range w.Phrases {
		if ph.Kind == lexicon.CheckPhrase && !why[ph.Value] && p.matches(ph, i) {
			why[ph.Value] = true
		}
	}
}
