package dispute

import (
	"slices"
	"strings"
)

// How alike two words are.
const (
	sameLemma   = 1.0
	sameConcept = 0.9
	sameClass   = 0.7
	alike       = sameClass // the least that is a match
)

// like tells how alike two terms are, 0 for not.
func (f *Finder) like(a, b *Term) float64 {
	if a.Lemma == b.Lemma || a.Kind == b.Kind && fold(a.Word) == fold(b.Word) {
		return sameLemma
	}
	if a.Kind == Name && b.Kind == Name {
		return likeNames(a.Lemma, b.Lemma)
	}
	if f.compounds && a.Kind == Noun && b.Kind == Noun && compounded(a.Lemma, b.Lemma) {
		return sameConcept
	}
	if a.entry == nil || b.entry == nil {
		return 0
	}
	if meet(a.entry.concepts, b.entry.concepts) {
		return sameConcept
	}
	if meet(a.entry.classes, b.entry.classes) {
		return sameClass
	}
	return 0
}

// likeNames takes a name for a part of another: "Bakker" and "Sanne Bakker".
func likeNames(a, b string) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) > 2 && (strings.HasSuffix(b, " "+a) || strings.HasPrefix(b, a+" ")) {
		return sameConcept
	}
	return 0
}

// compounded tells whether one noun takes up the other, of which it is the last part:
// "treinongeluk", "ongeluk".
func compounded(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(a) >= minSuffix && len(b) >= len(a)+3 && strings.HasSuffix(b, a)
}

func meet(a, b []int) bool {
	for _, x := range a {
		if slices.Contains(b, x) {
			return true
		}
	}
	return false
}

// opposite tells whether two terms mean the contrary of each other.
func (f *Finder) opposite(a, b *Term) bool {
	if a.Lemma == b.Lemma {
		return false
	}
	if a.Kind == Adjective && b.Kind == Adjective && f.affixed(a.Lemma, b.Lemma) {
		return true
	}
	if a.entry == nil || b.entry == nil {
		return false
	}
	for _, x := range a.entry.concepts {
		for _, y := range b.entry.concepts {
			if f.opposed[[2]int{x, y}] {
				return !meet(a.entry.concepts, b.entry.concepts)
			}
		}
	}
	return false
}

// affixed tells whether one word is the other with a negative prefix: "eens", "oneens".
func (f *Finder) affixed(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	for _, p := range f.prefixes {
		if len(a) > 3 && len(b) == len(p)+len(a) && strings.HasPrefix(b, p) && b[len(p):] == a {
			return true
		}
	}
	return false
}

// described tells whether two terms cannot describe one event: a battle is no execution.
func (f *Finder) clash(a, b *Term) bool {
	if a.entry == nil || b.entry == nil || meet(a.entry.classes, b.entry.classes) {
		return false
	}
	for _, x := range a.entry.classes {
		for _, y := range b.entry.classes {
			if f.described[[2]int{x, y}] {
				return true
			}
		}
	}
	return false
}

// weight is how much it says that two clauses share a term.
func (t *Term) weight() float64 {
	switch {
	case t.entry.is(light|measure|norm) || t.Kind == Verb && t.entry.is(counting):
		return 0
	case t.Kind == Name:
		return 1.5
	case t.Kind == Noun:
		return 1
	case t.Kind == Verb:
		return 0.8
	case t.Kind == Adjective:
		return 0.5
	}
	return 0.1
}

// fit tells whether the words in one role of two clauses are the same.
type fit int8

const (
	unknown fit = iota
	same
	different
)

// match is how far the terms of two clauses agree, their predicates aside.
type match struct {
	shared  float64  // weight of the terms that both have
	names   int      // names that both have
	common  []string // the weightier of them
	subject fit
	object  fit
	adjunct bool // both have a like word after the same preposition
	strange bool // they speak of other places, things or people
	rest    int  // nouns and names that only one has: of the clause that has fewer
}

// compareTerms matches the terms of two clauses.
func (f *Finder) compareTerms(p, q *Clause) match {
	var m match
	for i := range p.Terms {
		a := &p.Terms[i]
		w := a.weight()
		if w == 0 || repeats(p.Terms[:i], a) {
			continue
		}
		if b, l := f.best(a, q); l >= alike {
			if l >= sameConcept {
				l = 1 // a synonym shares as much as the word: the thresholds count words
			}
			m.shared += w * l
			if a.Kind == Name {
				m.names++
			}
			if a.Kind <= Noun || w >= 0.5 {
				m.common = append(m.common, shown(a, b))
			}
		}
	}
	m.subject, m.object = f.role(p, q, Subject), f.role(p, q, Object)
	m.strange, m.adjunct = f.strangers(p, q), f.adjuncts(p, q)
	m.rest = min(f.alone(p, q), f.alone(q, p))
	return m
}

// alone counts the nouns and names of a clause that the other has not.
func (f *Finder) alone(p, q *Clause) int {
	n := 0
	for i := range p.Terms {
		t := &p.Terms[i]
		if t.Kind > Noun || t.weight() == 0 {
			continue
		}
		if _, l := f.best(t, q); l < alike && f.like(t, &q.Predicate) < alike {
			n++
		}
	}
	return n
}

// adjuncts tells whether both clauses have a like word after the same preposition.
func (f *Finder) adjuncts(p, q *Clause) bool {
	for i := range p.Terms {
		for j := range q.Terms {
			a, b := &p.Terms[i], &q.Terms[j]
			if a.Role == Adjunct && b.Role == Adjunct && a.Prep == b.Prep && a.weight() > 0 && f.like(a, b) >= sameConcept {
				return true
			}
		}
	}
	return false
}

func repeats(before []Term, t *Term) bool {
	return slices.ContainsFunc(before, func(b Term) bool { return b.Lemma == t.Lemma })
}

// best returns the term of a clause that is most like a, its predicate included where it is a noun.
func (f *Finder) best(a *Term, c *Clause) (*Term, float64) {
	var found *Term
	most := 0.0
	for i := range c.Terms {
		if l := f.like(a, &c.Terms[i]); l > most {
			found, most = &c.Terms[i], l
		}
	}
	if c.Predicate.Kind == Noun {
		if l := f.like(a, &c.Predicate); l > most {
			found, most = &c.Predicate, l
		}
	}
	return found, most
}

func shown(a, b *Term) string {
	if fold(a.Word) == fold(b.Word) {
		return a.Word
	}
	return a.Word + "/" + b.Word
}

// role compares the heads in a role. A head that stands elsewhere in the other clause is
// the same: the subject of "doden" is not that of "omkomen".
func (f *Finder) role(p, q *Clause, role Role) fit {
	a, b := head(p, role), head(q, role)
	if a == nil || b == nil {
		return unknown
	}
	if f.like(a, b) >= alike {
		return same
	}
	if f.elsewhere(a, q) || f.elsewhere(b, p) {
		return same
	}
	return different
}

// elsewhere tells whether another head of a clause is like t, or what such a head is of: "a
// shipment of grain".
func (f *Finder) elsewhere(t *Term, c *Clause) bool {
	for i := range c.Terms {
		if x := &c.Terms[i]; (x.Role != Below || x.Kind == Noun && f.words[x.Prep].is(of)) && f.like(t, &c.Terms[i]) >= sameConcept {
			return true
		}
	}
	return false
}

func head(c *Clause, role Role) *Term {
	for i := range c.Terms {
		if c.Terms[i].Role == role {
			return &c.Terms[i]
		}
	}
	return nil
}

// strangers tells whether the clauses have the same preposition before words that have
// nothing to do with each other: "bij ouderen", "bij baby's"; or are about different names.
func (f *Finder) strangers(p, q *Clause) bool {
	return f.stranger(p, q) && f.stranger(q, p)
}

// stranger tells whether p has a place or another thing with a preposition that q has not,
// while q has one in its stead.
func (f *Finder) stranger(p, q *Clause) bool {
	for i := range p.Terms {
		a := &p.Terms[i]
		if a.Prep == "" || a.weight() == 0 || a.Role == Modifier || a.Kind > Noun {
			continue
		}
		if _, l := f.best(a, q); l >= alike {
			continue
		}
		for j := range q.Terms {
			b := &q.Terms[j]
			if b.Prep != a.Prep || b.Kind > Noun || b.weight() == 0 || f.opposite(a, b) || f.clash(a, b) || a.Kind != b.Kind && f.words[a.Prep].is(locative) {
				continue
			}
			if _, l := f.best(b, p); l < alike {
				return true
			}
		}
	}
	return false
}

// otherNames tells whether each clause is about a name that the other has not, while they
// share none.
func (f *Finder) otherNames(p, q *Clause) bool {
	return f.foreignName(p, q) && f.foreignName(q, p)
}

func (f *Finder) foreignName(p, q *Clause) bool {
	some := false
	for i := range p.Terms {
		if p.Terms[i].Kind != Name || p.Terms[i].isTime(p) {
			continue
		}
		if _, l := f.best(&p.Terms[i], q); l >= alike {
			return false
		}
		some = true
	}
	return some
}

// isTime tells whether the term is one of the clause's times: "zaterdag" is a name to the tagger.
func (t *Term) isTime(c *Clause) bool {
	return slices.ContainsFunc(c.Times, func(x Time) bool { return containsWord(fold(x.Word), fold(t.Word)) })
}
