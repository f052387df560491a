package dispute

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// setting is how two claims stand to each other in their texts.
type setting struct {
	within   bool   // in one article
	apart    int    // sentences between them, within an article
	contrast string // the word that sets one against the other, "" for none
	blame    bool   // the claims accuse each other's sources
	same     bool   // one source
}

// least is the score of a pair that is reported.
const least = 0.5

// Compare compares claims of two articles, neither of them its author's.
func (f *Finder) Compare(a, b *Key) (Verdict, bool) {
	if a.Author || b.Author || !near(a, b) {
		return Verdict{}, false
	}
	return f.compare(a, b, setting{same: a.Source != "" && a.Source[0] != Unnamed && a.Source == b.Source})
}

// compare returns the strongest verdict that any two clauses of the claims give.
func (f *Finder) compare(a, b *Key, s setting) (Verdict, bool) {
	var top Verdict
	found := false
	for i := range a.Clauses {
		for j := range b.Clauses {
			v, ok := f.pair(a, b, &a.Clauses[i], &b.Clauses[j], s)
			if ok && (!found || better(v, top)) {
				top, found = v, true
			}
		}
	}
	if !found || top.Score < least {
		return Verdict{}, false
	}
	if s.same {
		if top.Relation == Supports {
			return Verdict{}, false
		}
		top.Relation = SelfContradiction
	}
	return top, true
}

// finding is what a rule says of two clauses.
type finding struct {
	relation Relation
	score    float64
	signal   string
}

// pair compares two clauses.
func (f *Finder) pair(a, b *Key, p, q *Clause, s setting) (Verdict, bool) {
	if a.Mood != Statement || b.Mood != Statement || (p.Flags^q.Flags)&Norm != 0 || p.Has(Norm) || p.Has(Conditional) || q.Has(Conditional) {
		return Verdict{}, false
	}
	if p.Has(Speaker) && q.Has(Speaker) {
		return Verdict{}, false // "I do", says one; "I do not", says another; "I lost fights, but never one like this"
	}
	m := f.compareTerms(p, q)
	if s.within && m.subject == unknown && (refers(a, p, q) || refers(b, q, p)) {
		m.subject, m.shared = same, m.shared+1
	}
	if !s.within && m.placed(f, p, b.Places)+m.placed(f, q, a.Places) > 0 {
		m.rest = max(0, m.rest-1)
	}
	x := &comparison{Finder: f, a: a, b: b, p: p, q: q, match: m, setting: s}
	x.relate()
	var found []finding
	for _, rule := range []func(*comparison) (finding, bool){
		(*comparison).polarity, (*comparison).antonym, (*comparison).modifiers, (*comparison).numbers, (*comparison).descriptions,
		(*comparison).exclusive, (*comparison).reversed, (*comparison).agents, (*comparison).dates, (*comparison).whereabouts,
	} {
		if r, ok := rule(x); ok {
			found = append(found, r)
		}
	}
	if len(found) == 0 {
		r, ok := x.support()
		if !ok {
			return Verdict{}, false
		}
		found = append(found, r)
	}
	return x.verdict(found), true
}

// placed counts the names of a clause that the words for the other's source have.
func (m *match) placed(f *Finder, c *Clause, places []Term) int {
	n := 0
	for i := range c.Terms {
		for j := range places {
			if c.Terms[i].Kind == Name && f.like(&c.Terms[i], &places[j]) >= sameConcept {
				m.common = append(m.common, c.Terms[i].Word)
				n++
			}
		}
	}
	m.names, m.shared = m.names+n, m.shared+float64(n)
	return n
}

// refers tells whether the pronoun of a clause stands for its source, and the other clause
// is about that source by name: "he resigned", says Dern; "Dern was fired".
func refers(a *Key, p, q *Clause) bool {
	_, name, _ := strings.Cut(a.Source, " ")
	if p.Pronoun == "" || name == "" {
		return false
	}
	for i := range q.Terms {
		t := &q.Terms[i]
		if t.Kind == Name && t.Prep == "" && (fold(name) == t.Lemma || likeNames(fold(name), t.Lemma) > 0) {
			return true
		}
	}
	return false
}

// comparison is two clauses and how far they agree.
type comparison struct {
	*Finder
	a, b *Key
	p, q *Clause
	match
	setting

	predicate float64 // how alike the predicates are
	contrary  bool    // the predicates mean the contrary
	odd       bool    // one of the clauses is negated, the other is not
	negation  string
	other     bool // they speak of different times
}

func (x *comparison) relate() {
	x.predicate = x.like(&x.p.Predicate, &x.q.Predicate)
	if x.p.Predicate.entry.is(light) && x.predicate == sameLemma {
		x.predicate = 0
	}
	x.contrary = x.opposite(&x.p.Predicate, &x.q.Predicate)
	x.odd = (x.p.Negation != "") != x.a.Denied != ((x.q.Negation != "") != x.b.Denied)
	if x.p.Has(Existential) && x.q.Has(Existential) && x.predicate >= sameConcept {
		x.shared += x.p.Predicate.weight()
	}
	x.negation = x.p.Negation + x.q.Negation
	_, _, x.other = otherTime(x.p, x.q)
}

// echoed tells whether the later clause says little more than the contrary of the one just
// before it, with a pronoun for what it is about: "We were not consulted".
func (x *comparison) echoed() bool {
	if !x.within || x.apart > 1 || x.predicate < sameLemma || x.subject == different || x.object == different || x.other || x.strange ||
		x.p.Content || x.q.Content || x.a.Author || x.b.Author || x.p.Predicate.Kind == Noun {
		return false
	}
	return x.p.Has(Anaphoric) && len(x.p.Terms) <= 1 || x.q.Has(Anaphoric) && len(x.q.Terms) <= 1
}

// anchored tells whether the clauses are about one thing: they share enough, and nothing
// sets them apart.
func (x *comparison) anchored() bool {
	if x.subject == different || x.object == different || x.strange || x.other || x.p.Content || x.q.Content || x.otherNames(x.p, x.q) {
		return false
	}
	if x.p.Predicate.Kind == Noun && x.subject != same && (x.p.Flags|x.q.Flags)&(Existential|Presents) == 0 {
		return false // a noun that two claims share is no event
	}
	return x.enough(1)
}

// enough tells whether the clauses share words of such a weight. Between articles a name is
// one of them; in one article the heads must agree, unless they stand side by side, and all
// the more the farther they are apart. What only the author says must agree in more than one head.
func (x *comparison) enough(weight float64) bool {
	heads := x.subject == same || x.object == same || x.adjunct && x.predicate >= sameConcept
	if x.a.Author || x.b.Author {
		full := x.subject == same && (x.object == same || x.p.Predicate.Kind == Adjective && x.shared >= weight)
		return full && x.rest == 0 && (x.within || x.names > 0)
	}
	if !x.within {
		return x.names > 0 && x.shared >= weight+1 && x.rest == 0
	}
	switch {
	case x.apart <= 1:
		return x.rest <= 1 && x.shared >= weight || x.contrast != "" && x.shared >= weight-0.5 && (x.p.Has(Anaphoric) || x.q.Has(Anaphoric))
	case x.apart <= 3:
		return x.shared >= weight && heads
	}
	return x.shared >= weight+1 && heads && x.rest == 0
}

// polarity: one says it, the other says not.
func (x *comparison) polarity() (finding, bool) {
	if !x.odd || x.predicate < alike || !x.anchored() && !x.echoed() {
		return finding{}, false
	}
	if x.predicate == sameClass && x.shared < 1.5 {
		return finding{}, false
	}
	what := x.negation
	if what == "" {
		return finding{Contradicts, 0.75, "denial: " + x.predicates()}, true
	}
	return finding{Contradicts, 0.75, fmt.Sprintf("polarity: %s %s", what, x.predicates())}, true
}

// predicates shows the two predicates.
func (x *comparison) predicates() string { return shown(&x.p.Predicate, &x.q.Predicate) }

// antonym: the predicates are contraries of each other.
func (x *comparison) antonym() (finding, bool) {
	if !x.contrary || x.odd || !x.anchored() && !x.judged() {
		return finding{}, false
	}
	return finding{Contradicts, 0.75, fmt.Sprintf("antonym: %s – %s", x.p.Predicate.Word, x.q.Predicate.Word)}, true
}

// judged tells whether one claim is no more than a noun for what the other, just before or
// after it, judges: "noemt het een succes", "spreken van een mislukking".
func (x *comparison) judged() bool {
	if !x.within || x.apart > 1 || x.strange || x.other {
		return false
	}
	return bare(x.p) && bare(x.q)
}

// bare tells whether a clause has no words besides a noun that presents something.
func bare(c *Clause) bool {
	return c.Has(Presents) && !slices.ContainsFunc(c.Terms, func(t Term) bool { return t.weight() >= 0.5 && t.Role != Subject })
}

// modifiers: the predicates agree, and what is said with them is contrary: "maakt het
// zwaarder", "maakt het lichter".
func (x *comparison) modifiers() (finding, bool) {
	if x.odd || !x.anchored() {
		return finding{}, false
	}
	if a, b := x.completed(); a != nil {
		return finding{Contradicts, 0.65, fmt.Sprintf("antonym: %s – %s", a.Word, b.Word)}, true
	}
	if x.predicate < alike {
		return finding{}, false
	}
	for i := range x.p.Terms {
		for j := range x.q.Terms {
			a, b := &x.p.Terms[i], &x.q.Terms[j]
			if free(a.Role) && free(b.Role) && x.opposite(a, b) {
				return finding{Contradicts, 0.7, fmt.Sprintf("antonym: %s – %s", a.Word, b.Word)}, true
			}
		}
	}
	return finding{}, false
}

// completed returns a predicate and the object of the other's that is its contrary: "ligt
// op schema", "loopt vertraging op".
func (x *comparison) completed() (a, b *Term) {
	if x.subject != same || x.rest > 0 {
		return nil, nil
	}
	for _, c := range [][2]*Clause{{x.p, x.q}, {x.q, x.p}} {
		if o := head(c[1], Object); o != nil && o.Kind == Noun && x.opposite(&c[0].Predicate, o) && head(c[0], Object) == nil {
			return &c[0].Predicate, o
		}
	}
	return nil, nil
}

// free tells whether a term in this role says how it is, rather than who and what.
func free(r Role) bool { return r == Complement || r == Modifier || r == Adjunct }

// numbers: they count the same and do not agree.
func (x *comparison) numbers() (finding, bool) {
	if x.strange || x.other || x.odd || x.otherNames(x.p, x.q) {
		return finding{}, false
	}
	for i := range x.p.Quantities {
		for j := range x.q.Quantities {
			a, b := &x.p.Quantities[i], &x.q.Quantities[j]
			ratio := a.apart(b)
			if ratio < 1.1 || !x.counted(a, b) {
				continue
			}
			score := 0.6 + 0.1*math.Min(2, math.Log2(ratio))
			return finding{Contradicts, score, fmt.Sprintf("number: %s – %s", a.Words, b.Words)}, true
		}
	}
	return finding{}, false
}

// counted tells whether two quantities are of the same thing.
func (x *comparison) counted(a, b *Quantity) bool {
	if x.like(&a.Unit, &b.Unit) < sameConcept {
		return false
	}
	if a.Unit.entry.is(measure) { // euros, percents: of what?
		return x.rest == 0 && (a.Role == Subject) == (b.Role == Subject) && x.subject == same && x.predicate >= alike && x.enough(1)
	}
	if x.object == different && x.subject == different {
		return false
	}
	loose := x.p.Predicate.entry.is(counting) || x.q.Predicate.entry.is(counting)
	if x.predicate < alike && !(loose && x.within && x.apart <= 3) {
		return false
	}
	if x.within {
		return true
	}
	return x.names > 0 && x.shared >= 2
}

// descriptions: what one calls a battle, the other calls an execution.
func (x *comparison) descriptions() (finding, bool) {
	if x.odd || x.other || x.strange || !told(x.a, x.p) || !told(x.b, x.q) {
		return finding{}, false
	}
	a, b := x.clashing()
	if a == nil || !x.oneEvent() {
		return finding{}, false
	}
	score := 0.65
	signal := fmt.Sprintf("description: %s – %s", a.Word, b.Word)
	if c, d := x.people(); c != nil {
		score += 0.1
		signal += fmt.Sprintf(", %s – %s", c.Word, d.Word)
	}
	return finding{Contradicts, score, signal}, true
}

// told tells whether somebody tells what a clause says: the source of its claim, or the subject of
// "spreekt van", "houdt het op" where no attribution was made of it.
func told(k *Key, c *Clause) bool {
	return !k.Author || c.Has(Presents) && c.Predicate.Prep != "" && head(c, Subject) != nil
}

// oneEvent tells whether the clauses describe one event.
func (x *comparison) oneEvent() bool {
	if !x.within {
		return x.names > 0 && x.shared >= 2 && x.subject != different
	}
	switch {
	case x.contrast != "" && x.apart <= 1 && !x.otherNames(x.p, x.q):
		return true
	case x.otherNames(x.p, x.q):
		return false
	case x.apart <= 2 && (x.p.Has(Presents) || x.q.Has(Presents)):
		return true
	case x.apart <= 2 && x.shared >= 1:
		return true
	case x.apart <= 1 && (happens(x.p) || happens(x.q)):
		return true // "they were shot", says one; "there was a gun battle", says the other
	case x.apart <= 1 && x.p.Pronoun != "" && x.p.Pronoun == x.q.Pronoun:
		return true // "hij is opgestapt", "hij is ontslagen"
	}
	return x.shared >= 1.5 && x.subject != different
}

// happens tells whether a clause says that something happened without saying to whom: "er
// was een vuurgevecht", "er werd gevochten".
func happens(c *Clause) bool {
	return c.Has(Existential) || head(c, Subject) == nil && head(c, Object) == nil && !c.Has(Anaphoric)
}

// clashing returns words of the two clauses that cannot describe one event.
func (x *comparison) clashing() (a, b *Term) {
	framed := x.within && x.apart <= 2 && (x.contrast != "" || x.p.Has(Presents) || x.q.Has(Presents))
	for _, c := range events(x.p, framed) {
		for _, d := range events(x.q, framed) {
			if x.clash(c, d) && !x.mentions(x.q, c) && !x.mentions(x.p, d) {
				return c, d
			}
		}
	}
	return nil, nil
}

// mentions tells whether a clause itself has a word of the class of t.
func (x *comparison) mentions(c *Clause, t *Term) bool {
	if t.Kind == Name {
		return false
	}
	for _, e := range events(c, true) {
		if e.Role != Adjunct && e.Role != Below && e.entry != nil && meet(e.entry.classes, t.entry.classes) {
			return true
		}
	}
	return false
}

// events are the words of a clause that may say what happened: the predicate and what
// completes it, and in a frame that sets two descriptions side by side the nouns as well.
func events(c *Clause, framed bool) []*Term {
	out := []*Term{&c.Predicate}
	for i := range c.Terms {
		t := &c.Terms[i]
		if (c.Has(Existential) || c.Predicate.entry.is(light)) && t.Role != Below && t.Kind == Noun {
			out = append(out, t) // "ontstond door kortsluiting"
			continue
		}
		if !framed && t.Role != Complement && !(t.Role == Modifier && t.Kind >= Adjective) {
			continue
		}
		if t.Role == Modifier && !framed || t.Role != Modifier && (t.Kind == Noun || t.Role == Complement || t.Kind == Adjective && t.Role == Adjunct) {
			out = append(out, t)
		}
	}
	return out
}

// people returns words of the two clauses for people who are not the same: fighters, civilians.
func (x *comparison) people() (a, b *Term) {
	for i := range x.p.Terms {
		for j := range x.q.Terms {
			c, d := &x.p.Terms[i], &x.q.Terms[j]
			if c.Kind == Noun && d.Kind == Noun && x.opposite(c, d) {
				return c, d
			}
		}
	}
	return nil, nil
}

// exclusive: only fighters were hit, says one; civilians, says the other.
func (x *comparison) exclusive() (finding, bool) {
	word := x.p.Only + x.q.Only
	if word == "" && x.contrast != "" && violent(&x.p.Predicate) && violent(&x.q.Predicate) {
		word = x.contrast
	}
	if word == "" || x.odd || x.predicate < alike && word != x.contrast || x.strange || x.other || !x.within && x.names == 0 {
		return finding{}, false
	}
	if a, b := x.people(); a != nil {
		return finding{Contradicts, 0.7, fmt.Sprintf("exclusive: %s %s – %s", word, a.Word, b.Word)}, true
	}
	return finding{}, false
}

// violent tells whether a term is something that one side does to the other.
func violent(t *Term) bool { return t.entry.is(oneSided) }

// reversed: A did it to B, or B to A.
func (x *comparison) reversed() (finding, bool) {
	if x.odd || x.other || x.predicate < alike || x.predicate == sameClass {
		return finding{}, false
	}
	a, b := head(x.p, Subject), head(x.q, Subject)
	if a == nil || b == nil || x.subject != different && !x.swapped() {
		return finding{}, false
	}
	signal := fmt.Sprintf("reversed: %s – %s (%s)", a.Word, b.Word, x.predicates())
	if x.swapped() && x.p.Predicate.entry.is(oneSided) {
		return finding{Contradicts, 0.7, signal}, true
	}
	if x.blame && x.object != different && (x.object == same || x.p.Predicate.entry.is(oneSided)) {
		return finding{Contradicts, 0.7, signal}, true
	}
	return finding{}, false
}

// agents: one says it was done by these, the other by those.
func (x *comparison) agents() (finding, bool) {
	if x.odd || x.other || x.strange || x.a.Author || x.b.Author || x.predicate < sameConcept || x.object != same || !x.within && x.names == 0 {
		return finding{}, false
	}
	a, b := head(x.p, Subject), head(x.q, Subject)
	if a == nil || b == nil || a.Prep == "" || b.Prep == "" || x.subject != different {
		return finding{}, false
	}
	return finding{Contradicts, 0.6, fmt.Sprintf("agent: %s – %s (%s)", a.Word, b.Word, x.predicates())}, true
}

// swapped tells whether the subject of one clause is the object of the other, and the
// other way round.
func (x *comparison) swapped() bool {
	s, o := head(x.p, Subject), head(x.p, Object)
	t, u := head(x.q, Subject), head(x.q, Object)
	return s != nil && o != nil && t != nil && u != nil && x.like(s, u) >= sameConcept && x.like(o, t) >= sameConcept && x.like(s, t) < sameConcept
}

// dates: the same happened once, at two times.
func (x *comparison) dates() (finding, bool) {
	if x.odd || !x.within || x.same || x.predicate < sameConcept || x.strange || len(x.p.Quantities)+len(x.q.Quantities) > 0 {
		return finding{}, false
	}
	if x.subject == different || x.object == different || x.shared < 1.5 {
		return finding{}, false
	}
	for i := range x.p.Times {
		for j := range x.q.Times {
			a, b := &x.p.Times[i], &x.q.Times[j]
			if a.Kind == b.Kind && a.Value != b.Value && a.Kind != Era && !has(x.q.Times, a) && !has(x.p.Times, b) {
				return finding{Contradicts, 0.6, fmt.Sprintf("date: %s – %s", a.Word, b.Word)}, true
			}
		}
	}
	return finding{}, false
}

// whereabouts: nobody is at two places at a time.
func (x *comparison) whereabouts() (finding, bool) {
	if x.odd || x.other || !x.within || x.apart > 2 || (x.p.Flags^x.q.Flags)&Past != 0 {
		return finding{}, false
	}
	if x.subject != same && (x.p.Pronoun == "" || x.p.Pronoun != x.q.Pronoun) {
		return finding{}, false
	}
	a, b := x.place(x.p), x.place(x.q)
	if a == nil || b == nil || a.Prep != b.Prep || x.like(a, b) >= alike {
		return finding{}, false
	}
	return finding{Contradicts, 0.6, fmt.Sprintf("place: %s %s – %s %s", a.Prep, a.Word, b.Prep, b.Word)}, true
}

// place returns where a clause says that its subject is.
func (x *comparison) place(c *Clause) *Term {
	if p := &c.Predicate; p.Kind == Name && x.words[p.Prep].is(locative) {
		return p
	}
	if !x.words[c.Predicate.Lemma].is(counting|light) || c.Predicate.Kind == Noun {
		return nil
	}
	for i := range c.Terms {
		if t := &c.Terms[i]; t.Kind == Name && t.Role == Adjunct && x.words[t.Prep].is(locative) {
			return t
		}
	}
	return nil
}

// support: both say the same of the same.
func (x *comparison) support() (finding, bool) {
	if x.predicate < sameConcept && !(x.contrary && x.odd) || x.contrary != x.odd {
		return finding{}, false
	}
	if x.a.Author || x.b.Author || x.same || !x.anchored() || x.disagree() {
		return finding{}, false
	}
	if x.subject != same && (x.object != same || head(x.p, Subject) != nil || head(x.q, Subject) != nil) {
		return finding{}, false
	}
	if x.p.Predicate.Kind != x.q.Predicate.Kind || x.p.Predicate.Kind <= Noun && x.shared < 2 {
		return finding{}, false
	}
	if x.p.Predicate.Kind == Verb && x.object == unknown && x.shared < 1.5 && (head(x.p, Object) != nil || head(x.q, Object) != nil) {
		return finding{}, false
	}
	return finding{Supports, 0.6, "same: " + x.predicates()}, true
}

// disagree tells whether numbers speak against support.
func (x *comparison) disagree() bool {
	for i := range x.p.Quantities {
		for j := range x.q.Quantities {
			if x.p.Quantities[i].apart(&x.q.Quantities[j]) > 1 {
				return true
			}
		}
	}
	return false
}

// verdict sums up what the rules found.
func (x *comparison) verdict(found []finding) Verdict {
	slices.SortStableFunc(found, func(a, b finding) int { return int(math.Copysign(1, b.score-a.score)) })
	v := Verdict{Relation: found[0].relation, Score: found[0].score}
	for i, r := range found {
		if i > 0 {
			v.Score += 0.05
		}
		v.Signals = append(v.Signals, r.signal)
	}
	if x.contrast != "" && v.Relation == Contradicts {
		v.Score += 0.1
		v.Signals = append(v.Signals, "contrast: "+x.contrast)
	}
	if len(x.common) > 0 {
		v.Score += 0.02 * math.Min(4, x.shared)
		v.Signals = append(v.Signals, "shared: "+strings.Join(x.common, ", "))
	}
	if x.a.Author || x.b.Author {
		v.Score -= 0.1
	}
	v.Score = math.Round(100*math.Max(0, math.Min(1, v.Score))) / 100
	return v
}
