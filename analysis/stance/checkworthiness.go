package stance

import (
	"math"
	"slices"
	"strings"
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

// Reasons lists the reasons of check-worthiness, as published in claims.checkworthy_reasons:
// first those that raise it, then those that lower it.
func Reasons() []string {
	return []string{
		"number", "named_event", "causal", "comparison", "superlative", "accusation", "disputed", "measurable", "many_affected", "harm", "past_fact",
		"opinion", "prediction", "personal", "vague", "demand",
	}
}

// DefaultChecks returns the weights of configs/default.yaml.
func DefaultChecks() Checks {
	return Checks{Base: 0.3, Reasons: map[string]float64{
		"number": 0.06, "named_event": 0.02, "causal": 0.1, "comparison": 0.06, "superlative": 0.04, "accusation": 0.1, "disputed": 0.1,
		"measurable": 0.1, "many_affected": 0.08, "harm": 0.15, "past_fact": 0.03,
		"opinion": -0.06, "prediction": -0.04, "personal": -0.12, "vague": -0.3, "demand": -0.06,
	}}
}

// A claim of so many content words is specific; one of fewer is vague to the degree that it
// lacks them, and is called so from the second number down.
const (
	specific = 14
	vague    = 5
)

// Doubt returns score and reasons of a claim that another one contradicts.
func (t *Tagger) Doubt(score float64, reasons []string) (float64, []string) {
	at, found := slices.BinarySearch(reasons, disputed)
	if found {
		return score, reasons
	}
	return within01(score + t.checks.Reasons[disputed]), slices.Insert(slices.Clone(reasons), at, disputed)
}

// disputed is the reason of claims that contradict somebody or are contradicted.
const disputed = "disputed"

// within01 rounds a score and keeps it from 0 to 1.
func within01(score float64) float64 {
	return math.Round(math.Max(0, math.Min(1, score))*100) / 100
}

// checkworthiness tells how much a claim deserves a check, from 0 to 1, and why. It depends
// on nothing but the claim and its cue, so that the same claim always scores the same.
func (r *Reader) checkworthiness(c *Claim, parts []stretch, done Commitment) (float64, []string) {
	why := map[string]bool{}
	if r.checks.Reasons[c.Kind] != 0 {
		why[c.Kind] = true
	}
	words := 0
	for _, p := range parts {
		for i := p.from; i < p.to; i++ {
			if p.counts(i) {
				words++
			}
			p.reasons(i, why)
		}
		p.judgements(why)
	}
	why["accusation"] = why["accusation"] || c.Attribution != nil && c.Attribution.CueClass == "accuse"
	why[disputed] = why[disputed] || done.Polarity != "affirmed" || done.Distance == "distancing"
	why["past_fact"] = !why["prediction"] && !why["demand"] && mainClause(parts).past()
	lack := max(0, 1-float64(words)/specific)
	if asked(parts) {
		lack = 1
	}
	why["vague"] = why["vague"] || words < vague || lack == 1
	return r.checks.score(why, lack)
}

// score sums the weights of reasons and lists them, sorted. Vagueness counts by its degree.
func (c Checks) score(why map[string]bool, lack float64) (float64, []string) {
	score := c.Base + c.Reasons["vague"]*lack
	var reasons []string
	for _, reason := range Reasons() {
		if !why[reason] {
			continue
		}
		reasons = append(reasons, reason)
		if reason != "vague" {
			score += c.Reasons[reason]
		}
	}
	slices.Sort(reasons)
	return within01(score), reasons
}

// counts tells whether token i is a content word.
func (v *view) counts(i int) bool {
	switch v.tokens[i].UPOS {
	case "NOUN", "PROPN", "VERB", "ADJ", "NUM":
		return !v.foreign(i)
	}
	return false
}

// foreign tells whether token i is an address, a handle or a tag, and no word.
func (v *view) foreign(i int) bool {
	w := v.tokens[i].In(v.doc)
	return strings.ContainsAny(w[:1], "@#") || strings.Contains(w, "://") || strings.HasPrefix(w, "www.")
}

// asked tells whether the claim ends in a question mark.
func asked(parts []stretch) bool {
	if len(parts) == 0 {
		return false
	}
	p := parts[len(parts)-1]
	return p.mark(p.to-1, "?") || p.mark(p.to, "?")
}

func (v *view) mark(i int, mark string) bool {
	return i < len(v.tokens) && v.tokens[i].In(v.doc) == mark
}

// past tells whether the clause reports what has happened: a past tense or a perfect.
func (c clause) past() bool {
	if c.top < 0 {
		return false
	}
	v := c.parts[0].view
	if v.has(c.top, "Tense=Past") {
		return true
	}
	for _, k := range v.tree.Children(c.top) {
		if rel := v.rel(int(k)); (rel == "aux" || rel == "cop") && (v.has(int(k), "Tense=Past") || v.forms[k].Is(lexicon.Have)) {
			return true
		}
	}
	return false
}

// reasons notes what token i gives.
func (p stretch) reasons(i int, why map[string]bool) {
	w := p.forms[i]
	if p.foreign(i) {
		return
	}
	if c, _ := utf8.DecodeRuneInString(p.tokens[i].In(p.doc)); unicode.IsDigit(c) || w.Is(lexicon.Numeral) && i+1 < p.to && p.forms[i+1].Is(lexicon.Unit) {
		why["number"] = true
	}
	if p.upper(i) && i > 0 && p.tokens[i].UPOS == "PROPN" {
		why["named_event"] = true
	}
	switch {
	case w.Is(lexicon.Negator):
		why[disputed] = true
	case w.Head != nil && w.Head.Kind == "group":
		why["many_affected"] = true
	case p.has(i, "Degree=Cmp"):
		why["comparison"] = true
	case p.has(i, "Degree=Sup"):
		why["superlative"] = true
	}
	for _, pr := range w.Pronouns {
		if pr.Person == 1 && pr.Number != "plur" || pr.Person == 2 {
			why["personal"] = true
		}
	}
	for _, ph := range w.Phrases {
		reason := reasonOf(ph)
		if reason != "" && !why[reason] && p.matches(ph, i) {
			why[reason] = true
		}
	}
}

// judgements notes harm, and who is said to do it: a bad deed with a subject is an accusation.
func (p stretch) judgements(why map[string]bool) {
	for i := range p.units {
		u := &p.units[i]
		if u.from < p.from || u.to > p.to {
			continue
		}
		if u.value < -0.25 {
			why["harm"] = true
		}
		if u.verb && u.agent < -0.4 && p.tree.Child(u.head, "nsubj", "obl:agent") >= 0 {
			why["accusation"] = true
		}
	}
}

// reasonOf is the reason that a phrase gives, "" for none.
func reasonOf(ph *lexicon.Phrase) string {
	switch ph.Kind {
	case lexicon.CheckPhrase:
		return ph.Value
	case lexicon.OpinionPhrase:
		return "opinion"
	case lexicon.PredictionPhrase:
		return "prediction"
	case lexicon.DemandPhrase:
		return "demand"
	}
	return ""
}
