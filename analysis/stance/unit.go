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
	prep     string  // the preposition before the one it is done to: "voor" of "pleiten voor"
	turners  []int   // tokens that turned it
	cue      bool    // the cue of the claim
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
			n := ph.Match(at(words, i))
			if n == 0 {
				continue
			}
			u := t.unit(v, ph.Entry.(*lexicon.Colour), i, i+n)
			if ph.Value == "" || v.verbOf(&u, ph.Value) {
				return u, true
			}
		}
	}
	if v.inName(i) {
		return unit{}, false
	}
	if v.modal(i) {
		return unit{}, false
	}
	pos := wordTags[v.tokens[i].UPOS]
	if pos == "" && v.tokens[i].UPOS != "" {
		return unit{}, false
	}
	words := []*lexicon.Word{v.forms[i], v.lemmas[i]}
	if p := v.tree.Particle(i); p >= 0 {
		words = []*lexicon.Word{t.lex.Word(t.verbLemma(v, i, p))}
	}
	if c := v.governing(words, i); c != nil {
		return t.unit(v, c, i, i+1), true
	}
	if c := colourOf(words, pos); c != nil {
		return t.unit(v, c, i, i+1), true
	}
	return unit{}, false
}

// verbLemma is the lemma of verb i with its particle p: "aanvallen", "let down".
func (t *Tagger) verbLemma(v *view, i, p int) string {
	if t.lex.VerbSecond {
		return v.tree.VerbLemma(v.doc, i)
	}
	return v.tokens[i].Lemma + " " + v.forms[p].Form
}

// governing picks the entry of a verb whose preposition stands before one of its objects:
// "pleitte al jaren voor ⟦X⟧".
func (v *view) governing(words []*lexicon.Word, i int) *lexicon.Colour {
	for _, w := range words {
		for _, c := range w.Governs {
			for _, k := range v.tree.Children(i) {
				if v.rel(int(k)) == "obl" && v.cased(int(k), c.Prep) {
					return c
				}
			}
		}
	}
	return nil
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
	u := unit{from: from, to: to, head: v.top(from, to), value: c.Polarity, agent: c.Effect.Agent, patient: c.Effect.Patient, prep: c.Prep}
	u.lead(v, u.head, c.POS)
	return u
}

// lead says which token governs a unit.
func (u *unit) lead(v *view, head int, pos string) {
	u.head = head
	u.verb = v.verbal(head) && (pos == "verb" || pos == "phrase")
	if u.verb && u.agent == 0 && u.patient == 0 {
		u.agent = u.value
	}
}

// verbOf looks for the verb of a phrase over its words, "houdt" over "in het zadel", and
// lets it lead the unit.
func (v *view) verbOf(u *unit, lemma string) bool {
	at := u.head
	for range 3 {
		if v.tokens[at].Lemma == lemma || v.tree.VerbLemma(v.doc, at) == lemma {
			u.lead(v, at, "verb")
			return true
		}
		if at = v.head(at); at < 0 {
			return false
		}
	}
	return false
}

// bend turns a unit by the negation and the shifters over it and scales it by what
// modifies it.
func (t *Tagger) bend(v *view, u *unit) {
	f := t.turn(v, u)
	if u.agent > 0 && v.must(u.head) {
		u.agent = 0 // "de regering moet helpen" does not praise it
	}
	for _, c := range v.tree.Children(u.head) {
		f *= t.factorOf(v, int(c))
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

// turned is what negation leaves of a judgement, on the other side.
const turned = -0.8

// turn is the factor that negation of a unit, of the verb it belongs to, and shifters give
// it: those that govern it ("gebrek aan respect") and those that modify it ("te weinig steun").
func (t *Tagger) turn(v *view, u *unit) float64 {
	f, n := 1.0, 0
	at := u.head
	shift := func(k int) {
		if x := t.shift(v, k); x != 1 {
			f *= x
			u.turners = append(u.turners, k)
		}
	}
	for steps := 0; steps < 4 && at >= 0; steps++ {
		for _, c := range v.tree.Children(at) {
			k := int(c)
			if k >= u.from && k < u.to {
				continue
			}
			if v.forms[k].Is(lexicon.Negator) {
				if rel := v.rel(k); rel != "conj" && !v.deontic(at, u) && !(rel == "nsubj" && at == u.head && u.verb) && !v.merely(k) {
					n++
					u.turners = append(u.turners, k)
				}
			} else if at == u.head || v.rel(k) == "aux" || v.rel(k) == "mark" {
				shift(k)
			}
		}
		if at != u.head && !(at >= u.from && at < u.to) && !v.forms[at].Is(lexicon.Negator) {
			shift(at)
		}
		switch v.rel(at) {
		case "nsubj":
			// "Respect is geen onderdeel van hun beleid": there is none.
			if at = v.head(at); at >= 0 && v.verbal(at) {
				at = -1
			}
		case "conj", "ccomp", "advcl", "acl", "parataxis", "root", "appos":
			at = -1
		default:
			at = v.head(at)
		}
	}
	if n%2 == 1 {
		f *= turned
	}
	return f
}

// merely tells whether a negator says "not only".
func (v *view) merely(k int) bool { return k+1 < len(v.forms) && v.forms[k+1].Is(lexicon.Exclusive) }

// deontic tells whether a bad deed at verb at is forbidden: "zij mogen niet liegen" does not
// praise them.
func (v *view) deontic(at int, u *unit) bool {
	return at == u.head && u.agent < 0 && v.must(at)
}

// must tells whether verb i has an auxiliary of duty.
func (v *view) must(i int) bool {
	for _, c := range v.tree.Children(i) {
		if v.rel(int(c)) != "aux" {
			continue
		}
		for _, ph := range v.forms[c].Phrases {
			if ph.Kind == lexicon.DemandPhrase {
				return true
			}
		}
	}
	return false
}

// shift is the factor of a shifter that begins at or just before token k, 1 for none.
func (t *Tagger) shift(v *view, k int) float64 {
	for i := max(0, k-2); i <= k; i++ {
		for _, words := range [][]*lexicon.Word{v.forms, v.lemmas} {
			for _, ph := range words[i].Phrases {
				if ph.Kind != lexicon.Shifter {
					continue
				}
				if n := ph.Match(at(words, i)); n > 0 && i+n > k {
					if ph.Factor != 0 {
						return ph.Factor
					}
					return turned
				}
			}
		}
	}
	return 1
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

// modal tells whether verb i says how sure something is, and judges nobody: "dreigt te
// mislukken".
func (v *view) modal(i int) bool {
	if !v.verbal(i) || v.tree.Child(i, "xcomp") < 0 {
		return false
	}
	for _, ph := range v.forms[i].Phrases {
		if ph.Kind == lexicon.CertaintyPhrase && len(ph.Words) == 1 {
			return true
		}
	}
	return false
}
