package attribution

import (
	"github.com/volgens/volgens/analysis/lexicon"
)

// This file reads Dutch clauses with their verb at the end: the participle of a perfect, the finite verb of a
// subordinate clause.

// perfect reads a frame in the perfect tense behind a comma: the item of its auxiliary, and the
// source that follows this.
//
// De weg blijft dicht, heeft de politie maandag gemeld.
func (u *unit) perfect(r *reading) (at int, p phrase, ok bool) {
	if !u.lex.VerbSecond || r.Weak || !r.Governs(lexicon.TakesBare|lexicon.TakesQuote|lexicon.TakesThat) {
		return 0, p, false
	}
	for at = r.at - 1; at > 1 && at > r.at-reachAux; at-- {
		if m := u.at(at).mark; m != 0 && m != '(' && m != ')' || u.at(at).isQuote() {
			return 0, p, false
		}
		if u.at(at).is(lexicon.Have) && u.comma(at) {
			break
		}
	}
	if at <= 1 || !u.at(at).is(lexicon.Have) || !u.comma(at) {
		return 0, p, false
	}
	p, ok = u.nounPhrase(u.skipAdverbs(at + 1))
	return at, p, ok && p.to <= r.at && u.isSource(p) && u.speaks(p)
}

// finalObject finds a verb at the end of its clause with the noun phrase that it governs before it.
//
// Content: what stands between source, or auxiliary, and verb, without the adverbs and times in front.
// Het OM heeft maandag twaalf jaar cel geëist.
func (u *unit) finalObject(r *reading) bool {
	if r.Weak || !r.Governs(lexicon.TakesNoun|lexicon.TakesAdjective) {
		return false
	}
	src, _, ok := u.subject(r)
	if !ok {
		return false
	}
	from, to, ok := u.middleField(r, src)
	if !ok {
		return false
	}
	content := pieces{{from, to}}
	switch {
	case r.prep > 0 && r.Class != "accuse":
		if r.prep < from || r.prep >= to {
			return false
		}
		content = pieces{{r.prep, to}}
	case r.prep == 0 && !r.Governs(lexicon.TakesNoun):
		if r.Class != "call" && !u.judges(from, to) && !u.ascribes(r.at) {
			return false
		}
	case r.prep == 0 && r.Class != "call":
		p, ok := u.nounPhrase(from)
		if ok && p.to < to && u.at(p.to).is(lexicon.Preposition_) {
			p, ok = u.nounPhrase(p.to + 1) // “een onderzoek naar de brand”
		}
		if (!ok || p.to != to) && !u.objectTo(r.at, from, to) {
			return false
		}
	}
	if n, ok := u.node(r.end); ok && n.pos("ADP") && n.rel("case") && n.head().rel("nmod") && n.head().head().index < n.index {
		content = append(content, [2]int{r.end, u.objectEnd(r.end)}) // “een onderzoek aangekondigd [naar de brand]”
	}
	rule := "noun-object"
	switch {
	case r.Class == "accuse" && r.prep > 0:
		rule = "accusation"
	case !r.Governs(lexicon.TakesNoun):
		rule = "naming"
	}
	return u.add(rule, 0.65, r.Cue, src, r.parts, content) != nil
}

// middleField returns the items between source, or auxiliary, and the verb of r at the end of its clause, without
// the adverbs, times and places that open them; ok is false where the verb stands elsewhere.
func (u *unit) middleField(r *reading, src pieces) (from, to int, ok bool) {
	if !u.closesClause(r.at) || src[0][0] >= r.at {
		return 0, 0, false
	}
	from, to = src[0][1], r.at
	if n, _ := u.node(r.at); n.haveBefore().ok() {
		from = max(from, n.haveBefore().item()+1)
	}
	for _, p := range r.parts {
		if p[1] == to && p[0] > from {
			to = p[0] // “heeft de kritiek [van de hand] gewezen”
		}
	}
	for before := -1; from < to && from != before; {
		before = from
		if u.at(from).is(lexicon.Negator) && !u.at(from).is(lexicon.Determiner) {
			from++
		}
		if !u.at(from).is(lexicon.Preposition_) {
			from = u.skipAdverbs(from)
		}
		if p, ok := u.nounPhrase(from); ok && u.timeAt(from) && p.to < to {
			from = p.to
		} else if u.at(from).is(lexicon.Preposition_) && from != r.prep {
			if p, ok := u.nounPhrase(from + 1); ok && p.to < to {
				from = p.to
			}
		}
	}
	for from < to-1 && u.at(to-1).is(lexicon.AdverbWord) {
		to-- // “heeft de kritiek [steeds] tegengesproken”
	}
	for k := from; k < to; k++ {
		if m := u.at(k).mark; m != 0 && m != '(' && m != ')' && m != '-' {
			return 0, 0, false
		}
	}
	return from, to, from < to
}

// closesClause tells whether item i is the participle of a perfect or the finite verb of a subordinate clause:
// what it governs stands before it.
func (u *unit) closesClause(i int) bool {
	n, ok := u.node(i)
	if !ok || !u.lex.VerbSecond || n.passive() {
		return false
	}
	if n.feature("VerbForm=Part") {
		return n.haveBefore().ok()
	}
	_, opener := u.clauseOf(i)
	return opener >= 0 && n.feature("VerbForm=Fin")
}

// suffers tells whether the participle at item i is that of a passive: “wordt [verweten]”.
func (u *unit) suffers(i int) bool {
	n, ok := u.node(i)
	if !ok || !u.lex.VerbSecond || !n.feature("VerbForm=Part") {
		return false
	}
	fin, _ := u.clauseOf(i)
	aux, parsed := u.node(fin)
	return n.predicate().passive() || fin >= 0 && parsed && aux.rel("aux:pass")
}

// haveBefore returns the auxiliary of the perfect before the participle n, which the tree may have for the
// verb of the clause; none without one.
func (n node) haveBefore() node {
	for _, c := range n.predicate().children() {
		if c.rel("aux") && c.word().Is(lexicon.Have) && c.index < n.index {
			return c
		}
	}
	if h := n.head(); h.ok() && h.inside() && n.rel("compound:prt", "xcomp", "obj") && h.index < n.index && h.word().Is(lexicon.Have) {
		return h
	}
	return none
}

// objectTo tells whether the tree has the object of the verb at item at in all items up to to.
func (u *unit) objectTo(at, from, to int) bool {
	n, ok := u.node(at)
	if !ok {
		return false
	}
	o := n.predicate().child("obj")
	if !o.ok() || !o.pos("NOUN", "PROPN") {
		return false
	}
	first, end := o.subtree()
	return first >= from && first <= from+1 && end == to
}
