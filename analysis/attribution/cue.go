package attribution

import (
	"cmp"
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/lexicon"
)

// Reach of the parts of a cue, in items.
const (
	reachParticle = 20
	reachWith     = 12
	reachPrep     = 8
	reachAux      = 14
	reachClause   = 16

	reachInfinitive = 12
)

// reading is a verb or noun that attributes, with the items that belong to it.
type reading struct {
	*lexicon.Cue
	at    int
	parts pieces
	prep  int // item behind the fixed preposition, 0 for none
	end   int // item behind the parts that stand together with the verb
	score int
}

// readings returns the readings of item i that are possible here, the most specific first.
func (u *unit) readings(i int) []reading {
	it := u.at(i)
	if !it.isWord() || len(it.word.Verbs) == 0 || u.lured[i] || u.used[i] || u.nounHere(i) || u.lex.VerbSecond && it.is(lexicon.Preposition_|lexicon.Article|lexicon.Coordinator) {
		return nil
	}
	if u.partOfCue(i) {
		return nil
	}
	if n, ok := u.node(i); ok && u.lex.VerbSecond && n.pos("NOUN") && n.child("nummod").ok() {
		return nil // "twee getuigen"
	}
	var out []reading
	for _, v := range it.word.Verbs {
		if r, ok := u.read(i, v); ok {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b reading) int { return cmp.Compare(b.score, a.score) })
	return out
}

// partOfCue tells whether the infinitive at item i completes the cue of the verb that governs
// it: "laat in een brief [weten]".
func (u *unit) partOfCue(i int) bool {
	n, ok := u.node(i)
	if !ok || !u.lex.VerbSecond || !n.rel("xcomp", "compound") || !n.feature("VerbForm=Inf") || !n.head().inside() {
		return false
	}
	return slices.ContainsFunc(n.head().word().Verbs, func(v *lexicon.Cue) bool {
		w := v.WithPhrase()
		return w != nil && len(w.Words) == 1 && w.Words[0] == u.at(i).word
	})
}

func (u *unit) read(i int, v *lexicon.Cue) (reading, bool) {
	r := reading{Cue: v, at: i, end: i + 1}
	if u.otherParticle(i, v) {
		return r, false
	}
	if v.PrepPhrase() != nil && !u.set.MayMatch(v.PrepPhrase()) {
		return r, false
	}
	if w := v.ParticleWord(); w != nil && !u.set.MayHold(w) && !strings.HasPrefix(it(u, i), w.Form) {
		return r, false
	}
	if w := v.WithPhrase(); w != nil {
		if !u.set.MayMatch(w) {
			return r, false
		}
		from, to := u.findWith(i, w)
		if from < 0 {
			return r, false
		}
		r.parts = pieces{{i, i + 1}}
		r.parts = append(r.parts, [2]int{from, to})
		r.score += 8
		if from == r.end {
			r.end = to
		}
	}
	if r.parts == nil {
		r.parts = pieces{{i, i + 1}}
	}
	if v.Reflexive {
		k := u.findReflexive(i)
		if k < 0 {
			return r, false
		}
		r.parts = append(r.parts, [2]int{k, k + 1})
		r.score += 4
		if k == r.end {
			r.end = k + 1
		}
	}
	if v.ParticleWord() != nil && !strings.HasPrefix(it(u, i), v.ParticleWord().Form) {
		k := u.findParticle(i, v)
		if k < 0 {
			return r, false
		}
		r.parts = append(r.parts, [2]int{k, k + 1})
		r.score += 6
		if k == r.end {
			r.end = k + 1
		}
	} else if v.ParticleWord() != nil {
		r.score += 6
	}
	if v.PrepPhrase() != nil {
		from, to := u.findPrep(i, v.PrepPhrase())
		if from < 0 {
			return r, false
		}
		r.prep = to
		if prepInCue[v.Class] {
			r.parts = append(r.parts, [2]int{from, to})
		} else {
			r.prep = from
		}
		r.score += 2
	}
	return r, true
}

// otherParticle tells whether the verb at item i has a separated particle that the reading v
// knows nothing of: "vindt … terug" is no "vindt".
func (u *unit) otherParticle(i int, v *lexicon.Cue) bool {
	n, ok := u.node(i)
	if !ok || v.WithPhrase() != nil {
		return false
	}
	p := n.tree.Particle(n.index)
	if p < 0 {
		return false
	}
	part := n.to(p)
	if !part.inside() || u.at(part.item()).isQuote() {
		return false
	}
	w := part.word()
	if k := part.item(); u.at(k+1).is(lexicon.That|lexicon.ForTo) && u.expletive(k-1, k+1) {
		return false // “vindt het terecht dat …”
	}
	return w != v.ParticleWord() && (v.PrepPhrase() == nil || w != v.PrepPhrase().Words[0])
}

// prepInCue are the classes of cues to which a fixed preposition belongs: "wijst op",
// "spreekt van". With all others it opens the content: "pleit [voor een verbod]".
var prepInCue = map[string]bool{"say": true, "emphasise": true, "report": true, "call": true, "suggest": true, "explain": true, "write": true, "think": true}

func it(u *unit, i int) string { return u.at(i).word.Form }

func (u *unit) findWith(i int, p *lexicon.Phrase) (int, int) {
	for k := i + 1; k < len(u.items) && k <= i+reachWith; k++ {
		if u.at(k).mark == ';' || u.at(k).is(lexicon.That) || u.at(k).mark == ',' && u.at(k+1).is(lexicon.Relative|lexicon.QuestionWord|lexicon.Subordinator) {
			break
		}
		if n := p.Match(func(j int) *lexicon.Word { return u.at(k + j).word }); n > 0 {
			return k, k + n
		}
	}
	for k := i - 1; k >= 0 && k >= i-6; k-- {
		if n := p.Match(func(j int) *lexicon.Word { return u.at(k + j).word }); n > 0 && k+n <= i {
			return k, k + n
		}
	}
	return -1, -1
}

func (u *unit) findReflexive(i int) int {
	const reach = 12 // “vroeg bakker Kees Mol (56) uit Ede [zich] af”
	for d := 1; d <= reach && !u.at(i+d).isQuote() && u.at(i+d).mark != ',' && u.at(i+d).mark != ':'; d++ {
		if u.pronoun(i+d, "refl") != nil {
			return i + d
		}
	}
	for d := 1; d <= 8 && d <= i; d++ {
		if u.pronoun(i-d, "refl") != nil {
			return i - d
		}
	}
	return -1
}

// findParticle looks for the separable particle behind the finite verb: it closes the
// verb's part of the clause, be it before an infinitive: “raadt bewoners [aan] hun ramen te sluiten”.
func (u *unit) findParticle(i int, v *lexicon.Cue) int {
	w := v.ParticleWord()
	if n, ok := u.node(i); ok {
		if p := n.to(n.tree.Particle(n.index)); p.ok() && p.inside() && p.word() == w && !u.at(p.item()).isQuote() {
			return p.item()
		}
		if !u.lex.VerbSecond && u.at(i+1).word != w {
			return -1
		}
	}
	for k := i + 1; k < len(u.items) && k <= i+reachParticle; k++ {
		it := u.at(k)
		if it.mark == ';' || it.is(lexicon.That) {
			return -1
		}
		if it.word != w {
			continue
		}
		next := u.at(k + 1)
		if k == i+1 || next.mark != 0 || next.isQuote() || next.is(stopsPhrase|lexicon.ForTo) || !u.lex.VerbSecond {
			return k
		}
		if (v.Governs(lexicon.TakesInfinitive) || asserts[v.Class]) && u.toWithin(k+1, reachInfinitive) {
			return k
		}
	}
	return -1
}

// findPrep looks for the fixed preposition behind the verb. One before a clause is that of an
// “er” and opens no phrase: “is er boos over dat …”.
func (u *unit) findPrep(i int, p *lexicon.Phrase) (int, int) {
	passedFrom, passedTo := -1, -1
	for k := i + 1; k < len(u.items) && k <= i+reachPrep; k++ {
		it := u.at(k)
		if it.mark != 0 && it.mark != ',' || it.is(lexicon.That) {
			break
		}
		if n := p.Match(func(j int) *lexicon.Word { return u.at(k + j).word }); n > 0 {
			if next, ok := u.node(k + n); ok && next.pos("SCONJ") && u.at(k+n).is(lexicon.That) || u.timeBefore(i, k+n) {
				break
			}
			if x, ok := u.node(k); ok && x.rel("fixed") {
				continue // “na afloop van”
			}
			if u.fixedBefore(i, k) {
				passedFrom, passedTo = k, k+n
				continue
			}
			return k, k + n
		}
	}
	if passedFrom >= 0 || !u.closesClause(i) {
		return passedFrom, passedTo
	}
	for k := i - 1; k >= 0 && k >= i-reachPrep; k-- { // “heeft [voor] stakingen gewaarschuwd”
		if u.at(k).mark != 0 || u.at(k).is(lexicon.Auxiliary) {
			break
		}
		if n := p.Match(func(j int) *lexicon.Word { return u.at(k + j).word }); n > 0 && k+n < i {
			return k, k + n
		}
	}
	return -1, -1
}

// fixedBefore tells whether the preposition at item k hangs on a noun with a preposition behind the verb at item i:
// “sprak na afloop [van] de raad van een ramp”.
func (u *unit) fixedBefore(i, k int) bool {
	n, ok := u.node(k)
	if !ok || !u.lex.VerbSecond || !n.rel("case") || !n.head().ok() || !n.head().rel("nmod") {
		return false
	}
	h := n.head().head()
	verb, _ := u.node(i)
	return h.ok() && h.rel("obl") && h.index > verb.index && h.index < n.index && h.child("case").ok()
}

// timeBefore tells whether the verb at item i has a clause with a conjunction behind the noun
// phrase at item k: that is a time then, and no object: “insisted on Monday that …”.
func (u *unit) timeBefore(i, k int) bool {
	n, ok := u.node(i)
	if !ok {
		return false
	}
	c := n.predicate().child("ccomp")
	if !c.ok() || !c.mark(lexicon.That) {
		return false
	}
	from, _ := c.subtree()
	p, ok := u.nounPhraseShort(k)
	return ok && p.to == from
}

// best returns the most specific reading of item i that governs one of the complements.
func (u *unit) best(i int, t lexicon.Takes) (reading, bool) {
	for _, r := range u.readings(i) {
		if r.Governs(t) {
			return r, true
		}
	}
	return reading{}, false
}

// subject finds who does what the verb of r says; ok is false where nobody can be told.
// behind is the item behind a source that follows the verb, else the item behind the cue.
func (u *unit) subject(r *reading) (source pieces, behind int, ok bool) {
	source, behind, ok = u.subjectWhole(r)
	for i, piece := range source {
		for _, part := range r.parts {
			if piece[0] < part[0] && part[1] == piece[1] {
				source[i][1] = part[0] // “is de bond | van mening”
			}
		}
	}
	return source, behind, ok
}

// subjectWhole does so with all words that tree and chunks give the source.
func (u *unit) subjectWhole(r *reading) (source pieces, behind int, ok bool) {
	if u.lex.VerbSecond {
		src, behind, ok := u.subjectV2(r)
		t, tb, tok, known := u.subjectTree(r)
		if !known || !tok {
			return src, behind, ok
		}
		if n, _ := u.node(r.at); n.predicate().rel("xcomp") && n.predicate().mark(lexicon.To) && n.predicate().head().asserting() {
			return t, tb, true // “zegt de Kamer te hebben gewaarschuwd”
		}
		p, named := u.nounPhrase(t[0][0])
		if !ok && (!named || !u.isSource(p)) {
			return src, behind, ok
		}
		if !ok || u.at(r.at-1).is(lexicon.Coordinator) || u.oblique(src[0]) || t[0][0] == src[0][0] && t[0][1] < src[0][1] && u.objectIn(src[0], r.at) || named && u.speaks(p) && src[0][0] > r.at && t[0][1] <= r.at && u.objectIn(src[0], r.at) || len(src) == 1 && t[0][0] <= src[0][0] && src[0][1] <= t[0][1] {
			return t, tb, true
		}
		return src, behind, ok
	}
	if src, behind, ok, known := u.subjectTree(r); known {
		return src, behind, ok
	}
	return u.subjectSVO(r)
}

// objectIn tells whether the tree has the object of the verb at item at in a phrase: “het fonds, een van
// de grootste, noemt [het plan] onzin”.
func (u *unit) objectIn(phrase [2]int, at int) bool {
	v, ok := u.node(at)
	if !ok {
		return false
	}
	for k := phrase[0]; k < phrase[1]; k++ {
		if n, ok := u.node(k); ok && n.rel("obj", "iobj") && n.head().ok() && n.head().index == v.predicate().index {
			return true
		}
	}
	return false
}

// oblique tells whether the tree has a preposition before a phrase: “in zijn [boek]”.
func (u *unit) oblique(phrase [2]int) bool {
	if n, ok := u.node(phrase[1] - 1); ok && n.rel("obl", "nmod") && n.child("case").ok() {
		return true
	}
	n, ok := u.node(phrase[0])
	if ok && n.rel("det", "amod", "nmod:poss") && n.head().index > n.index {
		n = n.head() // “Op [de vraag wat er gebeurt]”
	}
	return ok && n.rel("obl") && n.child("case").ok() && n.child("case").item() == phrase[0]-1
}

// subjectV2 knows the verb-second order: "Jansen zegt", "gisteren zei Jansen", "die zegt",
// "omdat Jansen denkt", "heeft Jansen gezegd".
func (u *unit) subjectV2(r *reading) (pieces, int, bool) {
	v := r.at
	if u.at(v - 1).is(lexicon.To) {
		v-- // "te zeggen": the subject is that of the verb above
	}
	fin, opener := u.clauseOf(v)
	if opener >= 0 {
		if src, ok := u.subjectOfClause(opener, v); ok {
			return src, r.end, true
		}
	}
	if fin < 0 {
		fin = r.at
	}
	if p, ok := u.inverted(fin); ok {
		if fin == r.at {
			return pieces{{p.from, p.to}}, max(p.to, r.end), true
		}
		return pieces{{p.from, p.to}}, r.end, true
	}
	if p, ok := u.endingAt(fin); ok {
		return pieces{{p.from, p.to}}, r.end, true
	}
	if p, ok := u.nounPhrase(u.skipAdverbs(fin + 1)); ok && u.isSource(p) && (p.named || p.head != nil) && fin == r.at {
		return pieces{{p.from, p.to}}, max(p.to, r.end), true
	}
	if u.at(fin - 1).is(lexicon.Coordinator) {
		return u.sharedSubject(fin-1, r)
	}
	return nil, r.end, false
}

// clauseOf looks left from a verb for the finite auxiliary of its group and for the word
// that opens a clause with the verb at its end; -1 for what is not there.
func (u *unit) clauseOf(v int) (fin, opener int) {
	fin = -1
	if u.at(v-1).mark == ',' {
		return -1, -1 // an insertion ends before the verb
	}
	for k := v - 1; k >= 0 && k >= v-reachAux; k-- {
		it := u.at(k)
		switch {
		case it.is(lexicon.Subordinator) && it.is(lexicon.Preposition_) && u.determines(k+1): // "sinds de brand"
			continue
		case it.is(lexicon.Relative|lexicon.Subordinator|lexicon.That) && !u.determines(k) && !u.firstDemonstrative(k):
			return fin, k
		case it.is(lexicon.QuestionWord) && k > 0:
			return fin, k
		case it.is(lexicon.Auxiliary|lexicon.Modal) && fin < 0:
			fin = k
		case it.mark == ';' || it.mark == ':' || it.mark == '-' || it.mark == '.':
			return fin, -1
		case it.mark == ',':
			return fin, -1
		}
	}
	return fin, -1
}

// firstDemonstrative tells whether item k, "die" or "dat", opens a main clause.
func (u *unit) firstDemonstrative(k int) bool {
	return (k == 0 || u.at(k-1).is(lexicon.Coordinator)) && u.at(k).is(lexicon.Relative|lexicon.That) && u.finite(k+1)
}

// subjectOfClause finds the subject behind the word that opens a clause.
func (u *unit) subjectOfClause(opener, v int) (pieces, bool) {
	if u.at(opener).is(lexicon.Conditional) {
		return nil, false // “als zij ja zeggen” is no report
	}
	if u.at(opener).is(lexicon.Relative) && !u.at(opener).is(lexicon.That) {
		if u.at(opener).is(lexicon.QuestionWord | lexicon.Interrogative) {
			if p, ok := u.nounPhrase(u.skipAdverbs(opener + 1)); ok && p.to <= v && u.isSource(p) {
				return pieces{{p.from, p.to}}, true
			}
			return nil, false
		}
		if p, ok := u.nounPhrase(opener + 1); ok && p.to <= v && (p.pronoun != nil && p.pronoun.Case == "nom" && p.pronoun.Gender != "neut" || p.to == v && u.isSource(p) && p.head != nil && p.head.Kind != "document") {
			return pieces{{p.from, p.to}}, true
		}
		return pieces{{opener, opener + 1}}, true
	}
	i := u.skipAdverbs(opener + 1)
	if p, ok := u.nounPhrase(i); ok && p.to <= v && u.isSource(p) {
		return pieces{{p.from, p.to}}, true
	}
	if u.at(opener).is(lexicon.That) && u.at(opener).is(lexicon.Relative) && opener > 0 && u.head(opener-1) != nil {
		return pieces{{opener, opener + 1}}, true // "het bedrijf dat zegt"
	}
	return nil, false
}

// inverted reads a subject behind the finite verb where something else stands before it.
func (u *unit) inverted(fin int) (phrase, bool) {
	i := u.skipReflexive(fin + 1)
	if pr := u.pronoun(i, "nom"); pr != nil && u.pronoun(i, "poss") == nil || pr != nil && !u.determines(i) {
		if pr.Gender == "neut" || u.at(i).is(lexicon.Article) {
			return phrase{}, false
		}
		return u.nounPhrase(i)
	}
	if fin > 0 && !u.startsInverted(fin) {
		return phrase{}, false
	}
	if u.at(fin-1).mark == ',' {
		if p, ok := u.endingAt(fin); ok && u.speaks(p) {
			return phrase{}, false // "Jansen, voorzitter van de bond, zegt"
		}
	}
	p, ok := u.nounPhrase(u.skipAdverbs(i))
	if !ok || !u.isSource(p) {
		return phrase{}, false
	}
	return p, true
}

// startsInverted tells whether what stands before the finite verb is no noun phrase: an
// adverb, a phrase with a preposition, a quotation, a clause.
func (u *unit) startsInverted(fin int) bool {
	prev := u.at(fin - 1)
	if prev.mark == ',' || prev.isQuote() || prev.is(lexicon.Coordinator) {
		return true
	}
	k := u.clauseStart(fin)
	first := u.at(k)
	if first.is(lexicon.Preposition_|lexicon.AdverbWord|lexicon.Anaphor|lexicon.OpensInverted|lexicon.OpensComparative) && !u.determines(k) {
		return true
	}
	if p, ok := u.nounPhrase(k); ok && p.to == fin && p.head == nil && p.pronoun == nil && u.timely(p) {
		return true
	}
	return first.is(lexicon.AdverbWord)
}

// timely tells whether a phrase names a time: "vorige week", "woensdag".
func (u *unit) timely(p phrase) bool {
	if p.head != nil {
		return false
	}
	timely := false
	for k := p.from; k < max(p.core, p.from+1); k++ {
		it := u.at(k)
		if it.upper && k > 0 && it.word.Flags&(lexicon.Unit|lexicon.Month|lexicon.AdverbWord|opensPhrase) == 0 {
			return false // "Ilse Kroon" is no coin
		}
		if n, ok := u.node(k); ok && it.upper && it.is(lexicon.Unit) && n.pos("PROPN") {
			return false
		}
		timely = timely || it.is(lexicon.Unit|lexicon.Month)
	}
	return timely
}

// endingAt finds the noun phrase that ends where item end begins, adverbs aside.
func (u *unit) endingAt(end int) (phrase, bool) {
	stop := end
	for stop > 0 && u.between(stop-1) {
		stop--
	}
	last := u.at(stop - 1)
	if stop == 0 || last.mark != 0 && last.mark != ',' && last.mark != ')' && last.mark != '-' {
		return phrase{}, false
	}
	tried := 0
	for _, k := range u.starts(stop) {
		if tried++; tried > 10 {
			break
		}
		p, ok := u.nounPhrase(k)
		if !ok || !u.isSource(p) {
			continue
		}
		if p.to == stop || p.to == stop-1 && last.mark == ',' {
			return p, true
		}
	}
	return phrase{}, false
}

// starts returns the items before end at which a noun phrase may begin, the farthest first.
func (u *unit) starts(end int) []int {
	var out []int
	low := max(0, end-maxPhrase)
	for k := low; k < end; k++ {
		prev := u.at(k - 1)
		it := u.at(k)
		if !it.isWord() || it.is(lexicon.Coordinator) {
			continue
		}
		if k == 0 || prev.mark != 0 && prev.mark != '(' || prev.isQuote() || prev.is(lexicon.Coordinator|lexicon.Subordinator|lexicon.That|lexicon.AdverbWord|lexicon.QuestionWord|lexicon.Whether) {
			out = append(out, k)
		}
	}
	if len(out) > 10 {
		out = out[len(out)-10:]
	}
	return out
}

// between tells whether item k may stand between a subject and its verb.
func (u *unit) between(k int) bool {
	it := u.at(k)
	if !it.isWord() {
		return false
	}
	if u.lex.VerbSecond {
		return it.is(lexicon.AdverbWord) && !it.is(lexicon.Relative|lexicon.That) && len(it.word.Pronouns) == 0
	}
	return it.is(lexicon.Auxiliary|lexicon.Modal|lexicon.AdverbWord|lexicon.Negator) || strings.HasSuffix(it.word.Form, "ly") ||
		!it.upper && strings.HasSuffix(it.In(u.Text), "ly")
}

func (u *unit) skipAdverbs(i int) int {
	for i < len(u.items) && u.at(i).is(lexicon.AdverbWord|lexicon.Negator) && !u.determines(i) && u.pronoun(i, "nom obj") == nil {
		i++
	}
	return i
}

// skipObject passes the one spoken to: "zei ons een getuige".
func (u *unit) skipObject(i int) int {
	if pr := u.pronoun(i, "obj"); pr != nil && u.pronoun(i, "nom") == nil && !u.determines(i) {
		if p, ok := u.nounCore(i + 1); ok && u.isSource(p) {
			return i + 1
		}
	}
	return i
}

func (u *unit) skipReflexive(i int) int {
	if u.pronoun(i, "refl") != nil && u.pronoun(i, "nom") == nil {
		i++
	}
	return i
}

// isSource tells whether a phrase may name one who speaks: a person, a name, a noun that
// is no time and no number.
func (u *unit) isSource(p phrase) bool {
	switch {
	case p.pronoun != nil:
		return p.pronoun.Person == 3 && p.pronoun.Case != "poss" && p.pronoun.Case != "refl"
	case u.timely(p):
		return false
	case p.named || p.head != nil:
		return true
	case p.to-p.from > 1:
		return !u.at(p.to - 1).digit
	}
	it := u.at(p.from)
	if it.is(lexicon.Indefinite|lexicon.Demonstrative|lexicon.Relative) && !it.is(lexicon.Article) {
		return !it.is(lexicon.QuestionWord | lexicon.Anaphor)
	}
	if it.digit || it.word.Known() && !it.upper || it.is(lexicon.Interrogative) {
		return false
	}
	w := u.text(p.from)
	return strings.HasSuffix(w, "en") || strings.HasSuffix(w, "s")
}

// speaks tells whether a phrase surely names somebody: by a name, a known noun, a pronoun,
// or as several people.
func (u *unit) speaks(p phrase) bool {
	return p.named || p.pronoun != nil || p.head != nil && p.head.Kind != "document" ||
		strings.HasSuffix(u.text(p.core-1), "en") || u.at(p.from).is(lexicon.Indefinite|lexicon.Relative)
}

// sharedSubject gives a verb behind "en" the subject of the verb before it: "Jansen
// lachte en zei dat …".
func (u *unit) sharedSubject(conj int, r *reading) (pieces, int, bool) {
	start := u.clauseStart(conj)
	if p, ok := u.nounPhrase(start); ok && u.isSource(p) && p.to < conj {
		return pieces{{p.from, p.to}}, r.end, true
	}
	for k := conj - 1; k > start && k > conj-reachClause; k-- {
		if u.finite(k) {
			if p, ok := u.nounPhrase(k + 1); ok && u.isSource(p) {
				return pieces{{p.from, p.to}}, r.end, true
			}
		}
	}
	return nil, r.end, false
}

// subjectSVO knows the order of English: "Jansen said", "who said", "Jansen left and said".
func (u *unit) subjectSVO(r *reading) (pieces, int, bool) {
	v := r.at
	if u.passive(r) {
		return u.passiveAgent(r)
	}
	if src, ok := u.participleSubject(v); ok {
		return src, r.end, true
	}
	if p, ok := u.endingAt(v); ok {
		return pieces{{p.from, p.to}}, r.end, true
	}
	if !r.Weak && r.Governs(lexicon.TakesQuote|lexicon.TakesThat|lexicon.TakesBare) && !strings.HasSuffix(u.at(v).word.Form, "ing") {
		if src, ok := u.longSubject(v); ok {
			return src, r.end, true
		}
	}
	k := v
	for k > 0 && u.between(k-1) {
		k--
	}
	switch prev := u.at(k - 1); {
	case prev.is(lexicon.Relative):
		return pieces{{k - 1, k}}, r.end, true
	case prev.is(lexicon.Coordinator), prev.mark == ',':
		return u.sharedSubject(k-1, r)
	}
	return nil, r.end, false
}

// clauseStart returns the first item of the main clause that holds item i: behind a
// semicolon, a colon, or a conjunction.
func (u *unit) clauseStart(i int) int {
	for k := i - 1; k >= 0; k-- {
		it := u.at(k)
		if it.mark == ';' || it.mark == ':' || it.mark == '-' && k > 0 && u.at(k-1).isWord() && false {
			return k + 1
		}
		if it.is(lexicon.Coordinator) && (k == 0 || u.at(k-1).mark == ',') {
			return k + 1
		}
	}
	return 0
}

// sentenceStart returns the first item of the unit that is content before a frame: marks
// and an initial conjunction do not count.
func (u *unit) sentenceStart() int {
	k := 0
	for k < len(u.items)-1 && (u.at(k).mark != 0 && u.at(k).mark != '(' || u.at(k).is(lexicon.Coordinator)) {
		k++
	}
	return u.behindDateline(k)
}

// clauseEnd returns the item behind the content that begins at item i: the end of the
// unit, or the mark before a clause with a frame of its own.
func (u *unit) clauseEnd(i int) int {
	for k := i + 1; k < len(u.items); k++ {
		it := u.at(k)
		if it.mark == ';' || it.mark == ':' && u.at(k+1).isQuote() && k+2 >= len(u.items)-1 && k > i+2 {
			return k
		}
		if it.mark != ',' && it.mark != '-' && !it.is(lexicon.Coordinator) {
			continue
		}
		j := k
		for u.at(j).mark == ',' || u.at(j).mark == '-' {
			j++
		}
		if u.at(j).is(lexicon.Coordinator) {
			j++
		}
		if j > k && (u.framed(j) || u.framedWithin(j) || u.participleFrame(j)) {
			return k
		}
	}
	return len(u.items)
}

// framedWithin tells whether the clause at item j has a frame of its own inside: "het is
// volgens hem …".
func (u *unit) framedWithin(j int) bool {
	for _, ph := range u.list {
		if ph.Kind != lexicon.PrepositionCue || ph.i <= j || ph.i > j+reachClause || u.lured[ph.i] {
			continue
		}
		verb := false
		for k := j; k < ph.i; k++ {
			if u.at(k).mark != 0 && u.at(k).mark != '(' && u.at(k).mark != ')' {
				return false
			}
			verb = verb || u.finite(k)
		}
		if verb {
			return true
		}
	}
	return false
}

// framed tells whether a clause with its own frame begins at item j: "volgens …",
// "aldus …", "zegt Jansen".
func (u *unit) framed(j int) bool {
	for _, ph := range u.list {
		if ph.i == j && ph.Kind == lexicon.PrepositionCue {
			return true
		}
	}
	if u.at(j).is(lexicon.OpensInverted) && len(u.at(j+1).word.Verbs) > 0 {
		return true
	}
	if u.finite(j) && u.strongCue(j) && !u.lured[j] && u.lex.VerbSecond {
		p, ok := u.nounPhrase(u.skipAdverbs(j + 1))
		return ok && u.isSource(p) && (u.at(p.to).mark != 0 || p.to == len(u.items))
	}
	if p, ok := u.nounCore(j); ok && (p.pronoun != nil || p.named || p.head != nil) && u.isSource(p) && p.to < len(u.items) && (u.strongCue(p.to) || u.lex.VerbSecond && u.parted(p.to)) {
		return true
	}
	return false
}

// parted tells whether item i is a verb that attributes with the particle behind it: “zijn
// advocaat [spreekt] dat [tegen]”.
func (u *unit) parted(i int) bool {
	return u.at(i).isWord() && !u.lured[i] && slices.ContainsFunc(u.at(i).word.Verbs, func(v *lexicon.Cue) bool {
		return v.ParticleWord() != nil && !v.Weak && v.WithPhrase() == nil && u.set.MayHold(v.ParticleWord()) && u.findParticle(i, v) > 0
	})
}
