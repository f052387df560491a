package stance

import (
	"github.com/volgens/volgens/analysis/lexicon"
)

// unit is a word or phrase that judges, as it is meant where it stands: turned by negation,
// raised or lowered by what modifies it.
type unit struct {
	from, to int // tokens
	head     int
	verb     bool
	value    float64 // what it says of the thing it is said of
	agent    float64 // of a verb: what it says of who does it
	patient  float64 // and of the one it is done to
	turn     []int   // tokens that turned it
}

// wordTags are the parts of speech that judge, by the parts of speech of the lexicon.
var wordTags = map[string]string{"VERB": "verb", "NOUN": "noun", "ADJ": "adj", "ADV": "adv", "AUX": "verb", "INTJ": "adj"}

// units finds the words that judge in a sentence, in order.
func (t *Tagger) units(v *view) []unit {
	var out []unit
	for i := 0; i < len(v.tokens); {
		u, ok := t.unitAt(v, i)
		if !ok {
			i++
			continue
		}
		out = append(out, u)
		i = u.to
	}
	for k := range out {
		t.bend(v, &out[k])
	}
	return out
}

// unitAt returns the longest unit that begins at token i.
func (t *Tagger) unitAt(v *view, i int) (unit, bool) {
	for _, words := range [][]*lexicon.Word{v.forms, v.lemmas} {
		for _, ph := range words[i].Phrases {
			if ph.Kind != lexicon.ColourPhrase {
				continue
			}
			if n := ph.Match(at(words, i)); n > 0 {
				return t.unit(v, ph.Entry.(*lexicon.Colour), i, i+n), true
			}
		}
	}
	if v.inName(i) {
		return unit{}, false
	}
	pos := wordTags[v.tokens[i].UPOS]
	if pos == "" && v.tokens[i].UPOS != "" {
		return unit{}, false
	}
	words := []*lexicon.Word{v.forms[i], v.lemmas[i]}
	if p := v.tree.Particle(i); p >= 0 {
		words = []*lexicon.Word{t.lex.Word(v.tree.VerbLemma(v.doc, i))}
	}
	if c := colourOf(words, pos); c != nil {
		return t.unit(v, c, i, i+1), true
	}
	return unit{}, false
}

// colourOf picks the entry for a part of speech. A participle may stand for an adjective
// and the reverse; any other part of speech is another word.
func colourOf(words []*lexicon.Word, pos string) *lexicon.Colour {
	var other *lexicon.Colour
	for _, w := range words {
		for _, c := range w.Colours {
			if c.POS == pos || pos == "" {
				return c
			}
			if other == nil && (pos == "verb" && c.POS == "adj" || pos == "adj" && c.POS == "verb" || pos == "adv" && c.POS == "adj" && len(w.Form) > 5) {
				other = c
			}
		}
	}
	return other
}

func (t *Tagger) unit(v *view, c *lexicon.Colour, from, to int) unit {
	u := unit{from: from, to: to, head: v.top(from, to), value: c.Polarity, agent: c.Effect.Agent, patient: c.Effect.Patient}
	u.verb = v.verbal(u.head) && (c.POS == "verb" || c.POS == "phrase")
	if u.verb && u.agent == 0 && u.patient == 0 {
		u.agent = u.value
	}
	return u
}

// bend turns a unit by the negation and the shifters over it and scales it by what
// modifies it.
func (t *Tagger) bend(v *view, u *unit) {
	f := 1.0
	for _, c := range v.tree.Children(u.head) {
		f *= t.factorOf(v, int(c))
	}
	for _, k := range t.turners(v, u) {
		u.turn = append(u.turn, k)
		f *= -0.8
	}
	u.value, u.agent, u.patient = u.value*f, u.agent*f, u.patient*f
}

// factorOf is by how much an intensifier or diminisher at token c scales its head.
func (t *Tagger) factorOf(v *view, c int) float64 {
	for _, ph := range v.forms[c].Phrases {
		if (ph.Kind == lexicon.Intensifier || ph.Kind == lexicon.Diminisher) && ph.Factor != 0 && ph.Match(at(v.forms, c)) > 0 {
			return ph.Factor
		}
	}
	return 1
}

// turners returns the tokens that turn a unit: negation of it, of the verb it belongs to,
// and shifters that govern it: "gebrek aan respect".
func (t *Tagger) turners(v *view, u *unit) []int {
	var out []int
	seen := func(k int) bool { return k >= u.from && k < u.to }
	at := u.head
	for steps := 0; steps < 4 && at >= 0; steps++ {
		for _, c := range v.tree.Children(at) {
			k := int(c)
			if !seen(k) && v.forms[k].Is(lexicon.Negator) && v.rel(k) != "conj" && v.rel(k) != "nsubj" {
				out = append(out, k)
			}
		}
		if at != u.head && !seen(at) && t.shifts(v, at) {
			out = append(out, at)
		}
		rel := v.rel(at)
		if rel == "nsubj" || rel == "conj" || rel == "ccomp" || rel == "advcl" || rel == "acl" || rel == "parataxis" || rel == "root" {
			break
		}
		at = v.head(at)
	}
	return out
}

// shifts tells whether a shifter begins at or just before token k, which governs what it turns.
func (t *Tagger) shifts(v *view, k int) bool {
	for _, words := range [][]*lexicon.Word{v.forms, v.lemmas} {
		for i := max(0, k-2); i <= k; i++ {
			for _, ph := range words[i].Phrases {
				if ph.Kind != lexicon.Shifter {
					continue
				}
				if n := ph.Match(at(words, i)); n > 0 && i+n > k {
					return true
				}
			}
		}
	}
	return false
}

// inName tells whether token i is a word of a name: "Supreme" in "the Supreme Court".
func (v *view) inName(i int) bool {
	if i == 0 || !v.upper(i) || v.verbal(i) {
		return false
	}
	name := func(k int) bool { return k > 0 && k < len(v.tokens) && v.upper(k) && v.tokens[k].UPOS == "PROPN" }
	return name(i-1) || name(i+1)
}

func (v *view) upper(i int) bool { return startsUpper(v.tokens[i].In(v.doc)) }
