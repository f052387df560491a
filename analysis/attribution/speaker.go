package attribution

import (
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/lexicon"
)

// This file finds in the tree who does what a verb says.

// maxControl bounds the verbs above a verb whose subject may be its own.
const maxControl = 5

// speaker returns who does what the predicate n says: its subject, the agent of a passive, or
// the subject of a verb above that it shares. without is the clause that must be left out of
// the source, none for nothing. implicit tells that nobody is named at all.
//
// Source: the full noun phrase; of a relative clause that attributes, the relative pronoun.
// Marwick laughed and refused to say who had paid.
func (n node) speaker() (s, without node, implicit bool) {
	if n.passive() {
		by := n.child("obl:agent")
		return by, none, !by.ok()
	}
	return n.subject(maxControl)
}

// subject returns the subject of the predicate n, be it that of a verb above.
func (n node) subject(depth int) (s, without node, implicit bool) {
	if s := n.nearestSubject(); s.ok() {
		return s, none, false
	}
	if e := n.child("expl"); e.ok() {
		if n.declares() && e.index < n.index && !n.child("cop").ok() {
			return e, none, false // "It insisted that …": a body does
		}
		return none, none, true
	}
	h := n.head()
	if depth == 0 || !h.ok() || !h.inside() {
		return none, none, false
	}
	switch {
	case n.rel("xcomp") && h.pos("VERB", "ADJ", "AUX", "NOUN"):
		if o := h.child("obj", "iobj"); o.ok() && o.index < n.index && h.pos("VERB") && !h.asserting() {
			return o, none, false
		}
		return h.subject(depth - 1)
	case n.rel("advcl") && n.quotedAs() && h.child("obj").ok():
		return h.child("obj"), none, false // “quoted the mayor as saying”
	case n.rel("conj") && h.pos("VERB", "ADJ", "AUX", "NOUN"), n.rel("advcl") && (n.feature("VerbForm=Part") || n.feature("VerbForm=Ger") || n.child("mark").ok()) && h.pos("VERB", "ADJ", "AUX", "NOUN"):
		s, without, implicit = h.subject(depth - 1)
		idle := s.thing() || n.rel("advcl") && s.ok() && s.document()
		if o := h.head(); o.ok() && o.inside() && (idle && n.cue() && h.rel("ccomp") || n.rel("conj") && n.sharesFrame()) {
			if t, w, _ := o.subject(depth - 1); t.ok() && !t.thing() {
				return t, w, false // “she said the plan was dead and blamed the treasury”
			}
		}
		return s, without, implicit
	case n.rel("acl:relcl"):
		return n.relativePronoun(), none, false
	case n.rel("acl") && n.index > h.index && h.pos("NOUN", "PROPN", "PRON") && !n.child("mark").ok():
		return h, n, false
	}
	return none, none, false
}

// asserting tells whether the Dutch verb n says of its subject what the infinitive below it tells. An object
// before that belongs to the infinitive: “zegt de Kamer te hebben gewaarschuwd”.
func (n node) asserting() bool {
	return n.unit.lex.VerbSecond && slices.ContainsFunc(n.word().Verbs, func(v *lexicon.Cue) bool {
		return !v.Weak && asserts[v.Class] && v.ParticleWord() == nil && v.WithPhrase() == nil
	})
}

// declares tells whether the verb n takes somebody who speaks, and a clause.
func (n node) declares() bool {
	return !n.unit.lex.VerbSecond && slices.ContainsFunc(n.word().Verbs, func(v *lexicon.Cue) bool {
		return !v.Weak && speechClasses[v.Class] && v.Governs(lexicon.TakesThat) && v.Class != "reveal" && v.Class != "report"
	})
}

// thing tells whether the node is a noun for nothing that speaks.
func (n node) thing() bool {
	return n.ok() && n.pos("NOUN") && n.unit.head(n.item()) == nil
}

// sharesFrame tells whether the verb n, beside the verb of a clause that is said, goes on with
// the frame: n attributes, and the subject of the clause is a thing, or its verb is no finite
// form as n is.
//
// She said the plan was dead and blamed the treasury.
// He said the firm had broken the law, and urged ministers to act.
func (n node) sharesFrame() bool {
	if !n.cue() || n.child("nsubj").ok() || n.child("aux").ok() {
		return false
	}
	h := n.head()
	if !h.ok() || !h.rel("ccomp") {
		return false
	}
	if !n.feature("VerbForm=Fin") {
		return !h.pos("VERB") && h.child("nsubj").thing() && strings.HasSuffix(n.words(), "ed") && !n.passive()
	}
	return h.child("nsubj").thing() || n.voices() && h.child("aux").ok() && (h.feature("VerbForm=Part") || h.feature("VerbForm=Inf"))
}

// voices tells whether the verb n is one of speech and not of thought.
func (n node) voices() bool {
	return slices.ContainsFunc(n.word().Verbs, func(v *lexicon.Cue) bool {
		return !v.Weak && v.Class != "think" && v.Class != "believe" && v.Class != "hope" && v.Class != "fear" && v.Class != "predict" && v.Class != "intend"
	})
}

// nearestSubject returns the subject that stands nearest to the predicate n: what a frame in
// the middle of a clause parts from its verb may hang on the frame too.
func (n node) nearestSubject() node {
	best := none
	for _, c := range n.children() {
		if c.rel("nsubj") && (!best.ok() || c.index < n.index || best.index > n.index) && !(best.ok() && c.index > n.index) {
			best = c
		}
	}
	return best
}

// relativePronoun returns the pronoun right before the verb group of a relative clause.
func (n node) relativePronoun() node {
	for k := n.index - 1; k >= 0 && k > n.index-4; k-- {
		if p := n.to(k); p.word().Is(lexicon.Relative) {
			return p
		}
	}
	return none
}

// phraseOf returns the items of the source s of the verb n, what follows the clause without
// left out.
func (n node) phraseOf(s, without node) (from, to int, ok bool) {
	from, to = s.subtree()
	if c := s.child("case"); c.ok() && c.index < s.index && s.rel("obl") {
		from = max(from, c.item()+1)
	}
	if without.ok() {
		first, _ := without.subtree()
		to = min(to, first)
	}
	if i := n.item(); s.index < n.index {
		to = min(to, i)
	} else {
		from = max(from, i+1)
	}
	for _, o := range n.predicate().children() { // “Director of Affairs | Phil Smith said”
		first, last := o.subtree()
		switch {
		case o.index == s.index || !o.rel("nsubj"):
		case last == from && n.unit.at(last-1).mark == 0:
			from = first
		case first == to && n.unit.at(to-1).mark == 0:
			to = last
		}
	}
	for _, c := range s.children() {
		if first, _ := c.subtree(); s.word().People != "" && c.index == s.index+1 && c.rel("flat", "appos") && first > from {
			to = min(to, first) // "hebben de Britten Jansen verzekerd dat"
		}
		if first, _ := c.subtree(); c.index > s.index && first > from && n.outside(c, s) {
			to = min(to, first)
		}
	}
	if u := n.unit; s.index > n.index && u.at(to).mark == ',' && u.at(to+1).is(lexicon.Relative) {
		p := phrase{from: from, to: to, core: to}
		u.relative(&p)
		to = p.to
	}
	for from < to && n.unit.at(from).mark != 0 && n.unit.at(from).mark != '(' {
		from++
	}
	for from < to && (n.unit.at(to-1).mark == ',' || n.unit.at(to-1).mark == ':' || n.unit.at(to-1).is(lexicon.Coordinator)) {
		to--
	}
	return from, to, from < to && to-from <= maxPhrase
}

// outside tells whether c, which the tree has below the speaker s of the verb n, is none of the words
// for who speaks: a clause that reports, or that is what was said, and a time.
func (n node) outside(c, s node) bool {
	switch {
	case c.rel("acl:relcl", "parataxis", "conj") && c.reports(), c.complement(), c.announced():
		return true
	case c.rel("nmod"):
		return c.word().Is(lexicon.Month) || c.word().Is(lexicon.Unit) && n.index > s.index || c.word().Is(lexicon.AdverbWord) && c.child("case").ok()
	}
	return s.index > n.index && !c.rel("acl:relcl") && c.mark(lexicon.That)
}

// quotedAs tells whether "as" opens the clause of the verb n, without a subject: “as saying”.
func (n node) quotedAs() bool {
	m := n.child("mark", "case")
	return m.ok() && m.index == n.index-1 && n.unit.lex.As(m.word().Form) && (n.feature("VerbForm=Part") || n.feature("VerbForm=Ger")) && !n.child("nsubj").ok()
}

// reports tells whether the verb n attributes something: it is a cue with a clause.
func (n node) reports() bool {
	for _, v := range n.word().Verbs {
		if v.Governs(lexicon.TakesThat|lexicon.TakesQuote) && v.WithPhrase() == nil && n.child("ccomp").ok() {
			return true
		}
	}
	return false
}

// subjectTree is subject by the tree; known is false where the tree does not tell.
func (u *unit) subjectTree(r *reading) (source pieces, behind int, ok, known bool) {
	n, ok := u.node(r.at)
	if !ok || !n.pos("VERB", "AUX") {
		return nil, r.end, false, false
	}
	p := n.predicate()
	s, without, implicit := p.speaker()
	if implicit {
		return nil, r.end, false, true
	}
	if !s.ok() {
		return nil, r.end, false, false
	}
	if !s.speaks() {
		return nil, r.end, false, true
	}
	from, to, ok := n.phraseOf(s, without)
	if !ok {
		return nil, r.end, false, false
	}
	behind = r.end
	if from >= r.end {
		behind = to
	}
	return pieces{{from, to}}, behind, true, true
}

// speaks tells whether a subject may be a source: no "I" and "you" of the author, no "this".
func (n node) speaks() bool {
	w := n.word()
	for _, p := range w.Pronouns {
		if p.Person < 3 && !acronym(n.words()) {
			return false
		}
	}
	return !n.pos("PRON", "DET") || !w.Is(lexicon.Demonstrative|lexicon.Interrogative) || w.Is(lexicon.Relative) || n.feature("Number=Plur")
}
