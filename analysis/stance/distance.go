package stance

import (
	"strings"

	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/lexicon"
)

// distance tells how the reporter presents the claim by words besides the cue: "" where
// there are none. Whatever stands between quotation marks is not the reporter's.
func (r *Reader) distance(c *Claim, parts []stretch) string {
	if c.Attribution == nil {
		for _, p := range parts {
			if d := p.ownDistance(); d != "" {
				return d
			}
			if p.scareQuotes() {
				return "distancing"
			}
		}
		return ""
	}
	if d := r.frameDistance(c); d != "" {
		return d
	}
	if c.Attribution.Type == attribution.Direct {
		return ""
	}
	for _, p := range parts {
		if d := p.ownDistance(); d != "" {
			return d
		}
	}
	return ""
}

// frameDistance looks at the sentence of the cue without what is attributed.
func (r *Reader) frameDistance(c *Claim) string {
	for _, p := range r.stretches(c.Attribution.Cue) {
		whole := stretch{p.sentence, p.view, 0, len(p.tokens)}
		for i := range whole.tokens {
			if within(c.Attribution.Content, whole.tokens[i].Start) || within(c.Attribution.Source, whole.tokens[i].Start) {
				continue
			}
			if d := whole.distanceAt(i); d != "" {
				return d
			}
		}
	}
	return ""
}

func (p stretch) ownDistance() string {
	for i := p.from; i < p.to; i++ {
		if d := p.distanceAt(i); d != "" {
			return d
		}
		if p.forms[i].Is(lexicon.Hearsay) && p.reported(i) {
			return "distancing"
		}
	}
	return ""
}

func (p stretch) distanceAt(i int) string {
	for _, ph := range p.forms[i].Phrases {
		switch {
		case ph.Kind == lexicon.DistancePhrase && p.matches(ph, i):
			return ph.Value
		case ph.Kind == lexicon.HearsayPhrase && len(ph.Words) > 1 && p.matches(ph, i):
			return "distancing"
		}
	}
	return ""
}

// reported tells whether a word of hearsay is used as one. "Zou" is where the clause is
// neither conditional nor has a further modal: "hij zou zijn gevlucht", not "hij zou willen
// komen als het kon".
func (v *view) reported(i int) bool {
	if !v.forms[i].Is(lexicon.Modal) {
		return true
	}
	h := v.head(i)
	if h < 0 {
		return false
	}
	if rel := v.rel(h); rel == "ccomp" || rel == "advcl" {
		return false // "hij beloofde dat hij zou komen"
	}
	for _, c := range v.tree.Children(h) {
		k := int(c)
		if k != i && v.forms[k].Is(lexicon.Modal) {
			return false
		}
		if m := v.tree.Child(k, "mark"); v.rel(k) == "advcl" && m >= 0 && v.forms[m].Is(lexicon.Conditional) {
			return false
		}
	}
	return true
}

// scare is the most words that the marks of scare quotes hold.
const scare = 3

// scareQuotes tells whether the author puts a word or two at a distance: de "bevrijders".
func (p stretch) scareQuotes() bool {
	for i := p.from; i < p.to; i++ {
		if !p.quote(i) {
			continue
		}
		for k := i + 2; k <= i+scare+1 && k < p.to; k++ {
			if p.quote(k) {
				return true
			}
		}
		return false
	}
	return false
}

func (v *view) quote(i int) bool {
	return strings.ContainsAny(v.tokens[i].In(v.doc), "\"'“”„‘’«»") && v.tokens[i].UPOS == "PUNCT"
}
