package attribution

import (
	"slices"

	"github.com/volgens/volgens/analysis/lexicon"
)

// nouns finds nouns that attribute.
//
// Cue: a noun head: kritiek, oproep, conclusie.
// De bewering van de directeur dat niemand het wist, wekte verbazing.
func (u *unit) nouns() {
	for i := range u.items {
		it := &u.items[i]
		if it.isQuote() || len(it.word.Nouns) == 0 || u.used[i] || u.lured[i] || it.upper && i > 0 && u.lex.VerbSecond {
			continue
		}
		if n, ok := u.node(i); ok && !u.lex.VerbSecond {
			n.nominal()
			continue
		}
		for _, n := range it.word.Nouns {
			if u.noun(i, n) {
				break
			}
		}
	}
}

// nominal finds the attribution of the noun n in the tree.
//
// Cue: a noun head.
// Halloran's claim that nobody knew was false.
func (n node) nominal() {
	if !n.pos("NOUN", "PROPN") {
		return
	}
	source, ok := n.holder()
	i := n.item()
	if from, to, cue := n.equated(); ok && cue != nil {
		n.add("noun", 0.7, cue, source, pieces{{i, i + 1}}, pieces{{from, to}})
		return
	}
	for _, cue := range n.word().Nouns {
		if !ok && !n.unowned(cue) {
			continue
		}
		if from, to := n.matter(cue); from > i && to > from && !(ok && source[0][0] <= from+1 && source[0][1] == to) {
			n.add("noun", 0.7, cue, source, pieces{{i, i + 1}}, pieces{{from, to}})
			return
		}
	}
}

// equated returns the clause that the noun n is said to be, and the reading that takes it: “her
// point was [that the plan would cost jobs]”.
func (n node) equated() (from, to int, cue *lexicon.Cue) {
	v := n.head()
	if !n.rel("nsubj") || !v.ok() || !v.inside() || v.index < n.index || !v.child("cop").ok() || !v.mark(lexicon.That|lexicon.To) {
		return 0, 0, nil
	}
	if from, _ = v.child("mark").subtree(); from < v.child("cop").item() {
		return 0, 0, nil
	}
	for _, c := range n.word().Nouns {
		if c.Governs(lexicon.TakesThat | lexicon.TakesInfinitive) {
			_, to = v.subtree()
			return from, to, c
		}
	}
	return 0, 0, nil
}

// unowned tells whether the noun n attributes without words for who speaks: “accusations of
// fraud”, “fears that the dam will burst”; neither “no fear that …” nor “the support of many”.
func (n node) unowned(cue *lexicon.Cue) bool {
	if n.child("nmod:poss").ok() || slices.ContainsFunc(n.children(), func(c node) bool { return c.rel("det") && c.word().Is(lexicon.Negator) }) {
		return false
	}
	if cue.PrepPhrase() == nil {
		return unownedThat[cue.Class]
	}
	return unownedPhrase[cue.Class] && !(cue.Class == "support" && cue.PrepPhrase().Words[0].Is(lexicon.Of))
}

// unownedThat and unownedPhrase are the classes of nouns that attribute without a source with a
// clause, and with the phrase of their preposition.
var (
	unownedThat   = map[string]bool{"accuse": true, "criticise": true, "fear": true, "oppose": true, "demand": true, "report": true, "wonder": true, "complain": true, "warn": true, "claim": true, "believe": true, "think": true, "predict": true}
	unownedPhrase = map[string]bool{"accuse": true, "criticise": true, "fear": true, "oppose": true, "demand": true, "report": true, "wonder": true, "complain": true, "support": true}
)

// matter returns the complement of the noun n as its reading takes it: a that-clause, an
// infinitive, the phrase of its preposition, a quotation behind a colon.
func (n node) matter(cue *lexicon.Cue) (from, to int) {
	for _, c := range n.children() {
		if c.index < n.index {
			continue
		}
		first, end := c.subtree()
		switch {
		case c.rel("acl", "ccomp", "advcl") && c.mark(lexicon.That):
			if cue.Governs(lexicon.TakesThat) {
				return first, end
			}
		case c.rel("acl", "xcomp", "advcl") && c.mark(lexicon.To):
			if cue.Governs(lexicon.TakesInfinitive) {
				return first, end
			}
		case c.rel("nmod", "obl", "acl") && cue.PrepPhrase() != nil && cue.Governs(lexicon.TakesNoun):
			if p := c.child("case", "mark"); p.ok() && p.word() == cue.PrepPhrase().Words[0] && p.item() == first {
				return first, end
			}
		}
	}
	if c := n.strayClause(); c.ok() && cue.Governs(lexicon.TakesThat) {
		return c.subtree()
	}
	u, i := n.unit, n.item()
	if u.at(i+1).mark == ':' && u.at(i+2).isQuote() && cue.Governs(lexicon.TakesThat|lexicon.TakesQuote) && !u.used[i+2] {
		return i + 2, i + 3
	}
	return 0, 0
}

// strayClause returns the clause with a conjunction right behind the phrase of the noun n that the tree has
// hung on the verb of which n is the subject: “The claim by the mayor [that nobody knew] is false”.
func (n node) strayClause() node {
	h := n.head()
	if n.unit.lex.VerbSecond {
		return none
	}
	for _, c := range n.children() {
		for _, g := range c.children() {
			if c.rel("nmod") && c.index > n.index && g.index > c.index && g.rel("acl") && !g.rel("acl:relcl") && g.mark(lexicon.That) {
				return g // hung on the one whose claim it is
			}
		}
	}
	if !n.rel("nsubj") || !h.ok() {
		return none
	}
	_, end := n.subtree()
	for _, c := range h.children() {
		if first, _ := c.subtree(); c.index > n.index && c.index < h.index && c.rel("advcl", "ccomp") && c.mark(lexicon.That) && first == end {
			return c
		}
	}
	return none
}

// holder returns whose words the noun n names: a genitive or possessive, a phrase with "of",
// "by" or "from", the subject of a light verb.
func (n node) holder() (pieces, bool) {
	if s := n.child("nmod:poss"); s.ok() {
		if !s.speaks() {
			return nil, false
		}
		from, to := s.subtree()
		return pieces{{from, to}}, true
	}
	for _, c := range n.children() {
		if p := c.child("case"); c.index > n.index && c.rel("nmod") && p.ok() && p.word().Is(lexicon.Of|lexicon.Means) {
			if from, to := c.subtree(); c.personal() {
				if stray := n.strayClause(); stray.ok() {
					first, _ := stray.subtree()
					to = min(to, first)
				}
				if from = max(from, p.item()+1); from < to {
					return pieces{{from, to}}, true
				}
			}
		}
	}
	v := n.head()
	if !n.rel("obj") || !v.ok() || !v.inside() || !v.word().Is(lexicon.LightVerb) || v.passive() {
		return nil, false
	}
	s, without, _ := v.speaker()
	if !s.ok() || !s.speaks() {
		return nil, false
	}
	from, to, ok := v.phraseOf(s, without)
	return pieces{{from, to}}, ok
}

// personal tells whether the node names somebody: by a name, a pronoun or a known noun.
func (n node) personal() bool {
	return n.pos("PROPN") || n.pos("PRON") && n.speaks() || n.unit.head(n.item()) != nil && n.unit.head(n.item()).Kind != "document"
}

func (u *unit) noun(i int, n *lexicon.Cue) bool {
	src, behind, named := u.holder(i)
	j, end := u.nounContent(i, behind, n)
	if j < 0 {
		return false
	}
	if !named {
		if src, named = u.holderBefore(i); !named {
			return false
		}
	}
	return u.add("noun", 0.7, n, src, pieces{{i, i + 1}}, pieces{{j, end}}) != nil
}

// holder reads whose words they are: "zijn bewering", "Jansens bewering", "de bewering van Jansen".
func (u *unit) holder(i int) (pieces, int, bool) {
	behind := i + 1
	if u.at(behind).is(lexicon.Of) {
		if p, ok := u.nounPhrase(behind + 1); ok && u.isSource(p) && (p.named || p.head != nil || p.pronoun != nil) {
			return pieces{{p.from, p.to}}, p.to, true
		}
	}
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		it := u.at(k)
		if it.mark != 0 || it.isQuote() || it.is(stopsPhrase) && u.pronoun(k, "poss") == nil {
			break
		}
		if pr := u.pronoun(k, "poss"); pr != nil && pr.Person == 3 {
			return pieces{{k, k + 1}}, behind, true
		}
		if it.is(lexicon.Possess) && k > 0 {
			from := k - 1
			for from > 0 && u.name(from-1) {
				from--
			}
			if u.at(from - 1).is(opensPhrase) {
				from--
			}
			return pieces{{from, k + 1}}, behind, true
		}
	}
	return nil, behind, false
}

// holderBefore finds the subject of a light verb: "Jansen uitte kritiek op".
func (u *unit) holderBefore(i int) (pieces, bool) {
	for k := i - 1; k > 0 && k >= i-6; k-- {
		it := u.at(k)
		if it.mark != 0 || it.isQuote() {
			return nil, false
		}
		if !u.verbLike(k) || it.is(lexicon.AdverbWord|lexicon.Degree) || it.is(opensPhrase) {
			continue
		}
		if p, ok := u.endingAt(k); ok && (p.named || p.head != nil || p.pronoun != nil) {
			return pieces{{p.from, p.to}}, true
		}
	}
	return nil, false
}

// nounContent finds the complement of the noun at i: a that-clause, an infinitive, the
// phrase of its preposition, or what follows a colon.
func (u *unit) nounContent(i, behind int, n *lexicon.Cue) (int, int) {
	for k := behind; k < len(u.items) && k < behind+8; k++ {
		it := u.at(k)
		switch {
		case it.mark == ':' && k+1 < len(u.items) && n.Governs(lexicon.TakesQuote|lexicon.TakesThat|lexicon.TakesBare):
			return k + 1, u.clauseEnd(k + 1)
		case it.mark == ':' || it.mark == ';' || it.mark == '.' || it.mark == ',' && !u.at(k+1).is(lexicon.That):
			return -1, 0
		case it.is(lexicon.That) && n.Governs(lexicon.TakesThat) && (k == behind || k <= behind+4 && !u.lex.VerbSecond || u.at(k-1).mark == ',' || u.lex.VerbSecond):
			return k, u.nounEnd(k)
		case (it.is(lexicon.ForTo) && u.infinitiveAt(k+1) || !u.lex.VerbSecond && it.is(lexicon.To)) && n.Governs(lexicon.TakesInfinitive) && k <= behind+2:
			return k, u.nounEnd(k)
		case n.PrepPhrase() != nil && it.word == n.PrepPhrase().Words[0] && n.Governs(lexicon.TakesNoun) && k == behind:
			if p, ok := u.nounPhrase(k + 1); ok {
				return k, max(p.to, k+1)
			}
		}
		if u.finite(k) {
			return -1, 0
		}
	}
	return -1, 0
}

// nounEnd returns the end of a clause that belongs to a noun: the comma before the verb of
// the sentence around it, or the end.
func (u *unit) nounEnd(k int) int {
	stop := u.clauseEnd(k)
	for j := k + 2; j < stop; j++ {
		if u.lex.VerbSecond && u.finite(j) && (u.toVerb(j-2) && j > k+2 || u.finite(j-1) && !u.group(j-1)) {
			return j
		}
		if u.at(j).mark == ',' && (u.verbLike(j+1) && !u.at(j+1).is(lexicon.AdverbWord) || u.at(j+1).is(lexicon.Coordinator)) {
			return j
		}
	}
	return stop
}
