package attribution

import (
	"strings"

	"github.com/volgens/volgens/analysis/lexicon"
)

// This file finds noun phrases and clause boundaries on the surface, from closed classes,
// capitals and the nouns of the lexicon. It is all that a parser would replace.

// Limits of the surface grammar, in items: what is longer is no phrase of news prose.
const (
	maxPhrase   = 40
	maxRelative = 30
)

// stopsPhrase are the classes that no noun phrase runs through.
const stopsPhrase = lexicon.Auxiliary | lexicon.Modal | lexicon.Coordinator | lexicon.Subordinator | lexicon.Preposition_ |
	lexicon.Relative | lexicon.AdverbWord | lexicon.Negator | lexicon.That | lexicon.Whether | lexicon.To | lexicon.QuestionWord

// opensPhrase are the classes with which a noun phrase may begin.
const opensPhrase = lexicon.Article | lexicon.Determiner | lexicon.Numeral | lexicon.Demonstrative

func (u *unit) at(i int) *item {
	if i < 0 || i >= len(u.items) {
		return &end
	}
	return &u.items[i]
}

// end stands for whatever lies outside a unit.
var end = item{quote: -1, mark: '*', word: lexicon.Nothing()}

func (u *unit) text(i int) string { return u.items[i].In(u.Text) }

// pronoun returns a reading of item i as a personal pronoun in one of the cases.
func (u *unit) pronoun(i int, cases string) *lexicon.Pronoun {
	it := u.at(i)
	if it.quote >= 0 || it.upper && acronym(u.text(i)) {
		return nil
	}
	for _, p := range it.word.Pronouns {
		if strings.Contains(cases, p.Case) {
			return p
		}
	}
	return nil
}

// acronym tells whether w is one: "US" is no pronoun.
func acronym(w string) bool {
	return len(w) > 1 && strings.ToUpper(w) == w && strings.ToLower(w) != w
}

// head returns the source noun that item i is, nil for none.
func (u *unit) head(i int) *lexicon.Head {
	it := u.at(i)
	if !it.isWord() {
		return nil
	}
	if it.word.Head != nil {
		return it.word.Head
	}
	if it.word.Known() && !it.upper {
		return nil
	}
	if n, ok := u.node(i); ok && n.pos("ADJ") && n.rel("amod") {
		return nil // “de 47-jarige man”
	}
	return u.lex.Compound(u.text(i))
}

// name tells whether item i looks like a part of a name.
func (u *unit) name(i int) bool {
	it := u.at(i)
	if !it.isWord() || !it.upper {
		return false
	}
	if i > 0 && !u.items[i-1].isQuote() && u.items[i-1].mark != ':' || len(it.word.Pronouns) > 0 && acronym(u.text(i)) {
		return true
	}
	// at the start of a sentence every word has a capital
	if n, ok := u.node(i); ok && u.lex.VerbSecond && n.pos("ADV", "ADJ") && n.rel("advmod") {
		return false // "Hardop"
	}
	return it.word.Flags&(stopsPhrase|opensPhrase|lexicon.Anaphor) == 0 && len(it.word.Pronouns) == 0
}

// phrase is a noun phrase on the surface.
type phrase struct {
	from, to int // items
	core     int // end of the phrase without what follows its noun and name
	head     *lexicon.Head
	named    bool
	pronoun  *lexicon.Pronoun
	relative int // a relative clause that was left out begins here, 0 for none
}

// nounPhrase reads the noun phrase that begins at item i; ok is false where none does.
func (u *unit) nounPhrase(i int) (p phrase, ok bool) {
	p, ok = u.nounCore(i)
	if !ok {
		return p, false
	}
	u.postmodify(&p)
	return p, true
}

// nounCore reads determiners, adjectives, nouns and names.
func (u *unit) nounCore(i int) (phrase, bool) {
	p := phrase{from: i, to: i}
	if !u.lex.VerbSecond && u.at(i).is(lexicon.Indefinite|lexicon.Numeral) && u.at(i+1).is(lexicon.Of) {
		if q, ok := u.nounPhraseShort(i + 2); ok {
			p.to, p.core, p.head = q.to, q.core, q.head // "one of the residents"
			return p, true
		}
	}
	if pr := u.pronoun(i, "nom obj"); pr != nil && !u.at(i).is(lexicon.Article) && !u.determines(i) {
		p.to, p.core, p.pronoun = i+1, i+1, pr
		return p, true
	}
	if u.at(i).is(lexicon.Indefinite|lexicon.Relative) && !u.at(i).is(lexicon.Article) && !u.determines(i) {
		p.to, p.core = i+1, i+1
		return p, true
	}
	j := i
	for j < len(u.items) && j-i < 6 && u.opens(j) {
		j++
	}
	opened := j
	lower := 0 // lower-case words without known sense
	last := -1 // the last one that may be the noun
	for ; j < len(u.items) && j-i < maxPhrase; j++ {
		it := u.at(j)
		switch {
		case !it.isWord() && it.is(lexicon.Possess) && j > opened && !u.lex.VerbSecond: // "the tenants' association"
			p.named, p.head = false, nil
			continue
		case !it.isWord() && !(p.named && u.joins(j)):
			return u.closeCore(p, i, opened, j)
		case !it.isWord():
			continue
		case u.name(j) && u.capitalAdjective(j, i, opened, p.named):
			lower, last = lower+1, j
			continue
		case j > opened && u.lex.VerbSecond && u.name(j) && u.at(j-1).word.People != "":
			return u.closeCore(p, i, opened, j) // "hebben de Britten | Jansen verzekerd dat"
		case u.name(j) && (j > opened || !u.finite(j)):
			p.named = true
			if h := u.head(j); h != nil && p.head == nil {
				p.head = h
			}
			j += max(u.body(j), 1) - 1
			continue
		case it.is(lexicon.NameParticle) && it.upper && (u.name(j+1) || u.at(j+1).is(lexicon.NameParticle) && u.name(j+2)) && j == i && u.surnameAlone(j):
			p.named = true
			continue
		case it.is(lexicon.NameParticle) && (u.name(j+1) || u.at(j+1).is(lexicon.NameParticle) && u.name(j+2)) && (p.named || j == i) && !it.is(lexicon.Of|lexicon.Preposition_):
			continue
		case it.is(lexicon.NameParticle) && it.is(lexicon.Of) && p.named && (u.name(j+1) || u.at(j+1).is(lexicon.NameParticle) && u.name(j+2)) && u.oneName(i, j):
			continue
		case it.is(lexicon.Possess):
			p.named = p.named && !u.lex.VerbSecond
			continue
		case p.named && u.joins(j):
			continue
		case it.is(lexicon.Title) && u.name(j+1):
			continue
		case it.digit && (j == opened || p.head != nil) && u.head(j) == nil:
			continue
		}
		h := u.head(j)
		if p.named && j > i && h == nil && !u.finite(j) && u.genitive(j) {
			p.named = false
			lower, last = lower+1, j
			continue
		}
		switch {
		case h != nil:
			if p.named && u.lex.VerbSecond && !strings.Contains(u.text(j-1), "-") && !u.name(j+1) && j > i && u.name(j-1) && !u.determines(i) {
				return u.closeCore(p, i, opened, j)
			}
			if p.head != nil && !u.chained(j) {
				return u.closeCore(p, i, opened, j)
			}
			p.head, last = h, j
			continue
		case it.word.Flags&stopsPhrase != 0 || len(it.word.Pronouns) > 0 || it.is(opensPhrase):
			return u.closeCore(p, i, opened, j)
		case u.finite(j) && (j > opened || j == i):
			return u.closeCore(p, i, opened, j)
		case p.named && (u.lex.VerbSecond || !u.chained(j)):
			return u.closeCore(p, i, opened, j)
		case p.head != nil && u.fieldOf(p.head, j):
			continue
		case p.head != nil && !u.chained(j):
			return u.closeCore(p, i, opened, j)
		case u.lex.VerbSecond && lower > 0 && last >= 0 && p.head == nil && u.name(j+1) && !adjective(u.text(last)) && inflected(u.text(j)):
			return u.closeCore(p, i, opened, j)
		case u.lex.VerbSecond && lower > 0 && last >= 0 && p.head == nil && !u.name(j+1):
			if !adjective(u.text(last)) || u.phraseFollows(j+1) && u.verbLike(j) {
				return u.closeCore(p, i, opened, j)
			}
		}
		lower++
		last = j
	}
	return u.closeCore(p, i, opened, j)
}

// body tells how many items the longest name of a body in the lexicon covers that begins at item j, 0 for none:
// "Follow the Money".
func (u *unit) body(j int) int {
	n := 0
	for _, ph := range u.at(j).word.Phrases {
		if ph.Kind == lexicon.BodyName {
			n = max(n, ph.Match(func(k int) *lexicon.Word { return u.at(j + k).word }))
		}
	}
	return n
}

// fieldOf tells whether the word at item j is the field of a role with a name behind it:
// “hoogleraar [staatsrecht] Wim Smit”, “docent [klinische psychologie] Anna Vos”.
func (u *unit) fieldOf(role *lexicon.Head, j int) bool {
	if !u.lex.VerbSecond || role.Kind != "person" {
		return false
	}
	for k := j; k < j+3; k++ {
		if u.name(k) {
			return k > j
		}
		if n, ok := u.node(k); !ok || !n.pos("NOUN", "ADJ") {
			return false
		}
	}
	return false
}

// surnameAlone tells whether "Van" at item j begins a surname: in the middle of a sentence
// its capital shows it, at the start the verb that follows the name.
func (u *unit) surnameAlone(j int) bool {
	if j > 0 && u.at(j-1).isWord() {
		return true
	}
	k := j + 1
	for u.at(k).is(lexicon.NameParticle) || u.name(k) {
		k++
	}
	return u.at(j+1).word.Place == "" && (u.finite(k) && len(u.at(k).word.Verbs) > 0 || u.at(k).mark == ',')
}

// genitive tells whether the name before item j is a Dutch genitive with its noun behind:
// "Jansens advocaat".
func (u *unit) genitive(j int) bool {
	return u.lex.VerbSecond && strings.HasSuffix(u.text(j-1), "s") && u.name(j-1) &&
		(u.head(j) != nil || u.head(j+1) != nil && !u.finite(j) && !u.at(j).is(stopsPhrase))
}

// capitalAdjective tells whether the word at j only describes the noun behind it: "de Franse
// minister", "Iraanse media".
func (u *unit) capitalAdjective(j, from, opened int, named bool) bool {
	next := u.at(j + 1)
	if !u.lex.VerbSecond || named || !next.isWord() || next.upper && u.head(j+1) == nil || next.is(stopsPhrase|lexicon.NameParticle) {
		return false
	}
	w := u.text(j)
	if u.at(j).is(lexicon.GivenMasc|lexicon.GivenFem) || !strings.HasSuffix(w, "e") && !strings.HasSuffix(w, "s") {
		return false
	}
	if u.head(j+1) != nil || strings.HasSuffix(w, "se") && !u.finite(j+1) {
		return true
	}
	return opened > from && strings.HasSuffix(w, "e") && !u.finite(j+1)
}

// joins tells whether the word at j holds the name of an organisation together: "Center for
// Studies".
func (u *unit) joins(j int) bool {
	switch u.text(j) {
	case "for", "and":
		return u.name(j+1) && u.name(j-1) && (u.lex.VerbSecond || u.text(j) == "for")
	case "of":
		return u.lex.VerbSecond && u.name(j+1) && u.name(j-1) && u.head(j-1) == nil && !u.at(j-1).is(lexicon.GivenMasc|lexicon.GivenFem)
	case "the":
		return u.name(j+1) && u.text(j-1) == "of"
	}
	return u.at(j).mark == '*' && u.text(j) == "&" && u.name(j+1)
}

func (u *unit) closeCore(p phrase, i, opened, j int) (phrase, bool) {
	p.to, p.core = j, j
	switch {
	case j == opened && opened > i:
		// "die", "dit", "enkele": a determiner alone may stand for a noun
		it := u.at(i)
		if opened-i == 1 && u.at(j).is(lexicon.Of) && (it.is(lexicon.Numeral|lexicon.Indefinite) || u.lex.VerbSecond && it.word.Form == "een") {
			return p, true // "een van de buren"
		}
		if opened-i == 1 && it.is(lexicon.Demonstrative|lexicon.Indefinite) && !it.is(lexicon.Article) {
			return p, true
		}
		return p, false
	case j == i:
		return p, false
	}
	return p, true
}

// opens tells whether item j may stand before the noun of a phrase.
func (u *unit) opens(j int) bool {
	it := u.at(j)
	if !it.isWord() {
		return false
	}
	if it.is(lexicon.That) && j > 0 && !(u.lex.VerbSecond && u.at(j-1).is(lexicon.Preposition_)) {
		return false
	}
	return it.is(opensPhrase) || u.pronoun(j, "poss") != nil && u.determines(j) || it.is(lexicon.Degree) && !it.is(lexicon.Article) && !u.at(j+1).is(stopsPhrase)
}

// determines tells whether item j, if it may be a determiner, has a noun behind it.
func (u *unit) determines(j int) bool {
	it, next := u.at(j), u.at(j+1)
	if !it.is(opensPhrase) && u.pronoun(j, "poss") == nil || !next.isWord() {
		return false
	}
	if next.is(stopsPhrase) || len(next.word.Pronouns) > 0 && !next.upper || next.is(lexicon.Article) {
		return false
	}
	if n, ok := u.node(j); ok && it.is(lexicon.That) && n.pos("SCONJ") {
		return false // "dat Jansen …"
	}
	if v, ok := u.node(j + 1); ok && u.lex.VerbSecond && v.pos("VERB", "AUX") && v.feature("VerbForm=Fin") && u.pronoun(j, "nom obj") != nil {
		return false // "volgens haar berust de krimp op …"
	}
	return !u.finite(j+1) || u.head(j+1) != nil || next.upper
}

// chained tells whether the noun at j carries on the noun phrase before it: "press
// secretary", "hoogleraar politicologie Jansen".
func (u *unit) chained(j int) bool {
	if !u.lex.VerbSecond {
		return u.head(j) != nil
	}
	return u.name(j+1) && !inflected(u.text(j))
}

// oneName tells whether the items from i to j are one name: all have capitals.
func (u *unit) oneName(i, j int) bool {
	for k := i; k < j; k++ {
		if !u.at(k).upper && !u.at(k).is(lexicon.NameParticle|lexicon.Title) || u.head(k) != nil {
			return false
		}
	}
	return true
}

// adjective tells whether a Dutch word before a noun has the shape of an adjective.
func adjective(word string) bool {
	return strings.HasSuffix(word, "e") || strings.HasSuffix(word, "en") && len(word) > 6
}

// inflected tells whether a Dutch word has the shape of a finite verb in the third person.
func inflected(word string) bool {
	return strings.HasSuffix(word, "t") || strings.HasSuffix(word, "de") || strings.HasSuffix(word, "te")
}

// finite tells whether item j is a form of a verb that the lexicon knows.
func (u *unit) finite(j int) bool {
	it := u.at(j)
	if !it.isWord() || it.upper && j > 0 {
		return false
	}
	if it.is(lexicon.Auxiliary | lexicon.Modal) {
		return true
	}
	n, ok := u.node(j)
	if len(it.word.Verbs) == 0 || it.word.Head != nil && !(ok && n.pos("VERB") && n.feature("VerbForm=Fin")) {
		return false // "de staat", but not "hij staat"
	}
	if ok && n.pos("NOUN") && n.child("det", "nmod:poss", "amod", "nummod").ok() {
		return false // "hun ramen", "de prijzen", "schrijnende gevallen"
	}
	return len(it.word.Nouns) == 0 || !u.at(j-1).is(lexicon.Article|lexicon.Determiner)
}

// verbLike tells whether item j may be a finite verb, known or not.
func (u *unit) verbLike(j int) bool {
	it := u.at(j)
	if u.finite(j) {
		return true
	}
	if !it.isWord() || it.word.Flags&(stopsPhrase|opensPhrase) != 0 || it.word.Head != nil || len(it.word.Nouns) > 0 {
		return false
	}
	if !u.lex.VerbSecond || it.upper && j > 0 {
		return false
	}
	w := u.text(j)
	return strings.HasSuffix(w, "t") || strings.HasSuffix(w, "de") || strings.HasSuffix(w, "den") || strings.HasSuffix(w, "te") ||
		strings.HasSuffix(w, "en") || len(w) <= 5
}

// phraseFollows tells whether another phrase begins at item j.
func (u *unit) phraseFollows(j int) bool {
	it := u.at(j)
	return !it.is(lexicon.That) && (it.is(lexicon.Article|lexicon.Determiner|lexicon.Demonstrative) || len(it.word.Pronouns) > 0 || it.word.Form == "er")
}

// postmodify extends a phrase over what follows its noun: brackets, of-phrases, role
// phrases, appositions, relative clauses, further phrases with "en".
func (u *unit) postmodify(p *phrase) {
	for steps := 0; steps < 8; steps++ {
		if !u.extend(p) {
			return
		}
	}
}

func (u *unit) extend(p *phrase) bool {
	if p.to-p.from > maxPhrase {
		return false
	}
	next := u.at(p.to)
	switch {
	case next.mark == '(':
		return u.bracket(p)
	case p.pronoun != nil && next.is(lexicon.Coordinator) && u.pronoun(p.to+1, "poss") != nil:
		return u.coordinate(p) // "hij en zijn collega's"
	case p.pronoun != nil:
		return u.relative(p)
	case next.is(lexicon.Of), next.is(lexicon.Preposition_) && u.roleTakes(p, next),
		next.is(lexicon.Preposition_) && p.core == p.to && p.core == p.from+1 && u.at(p.from).is(lexicon.Indefinite) && !u.at(p.from).is(lexicon.Article):
		return u.prepositional(p)
	case next.is(lexicon.Coordinator):
		return u.coordinate(p)
	case next.mark == ',':
		return u.age(p) || u.relative(p) || u.apposition(p)
	case next.is(lexicon.Relative):
		return u.relative(p)
	case next.mark == '-' && u.at(p.to+1).isWord():
		return u.parenthesis(p)
	}
	return false
}

// bracket takes a short note in brackets: "Jansen (PvdA)".
func (u *unit) bracket(p *phrase) bool {
	for k := p.to + 1; k < len(u.items) && k < p.to+8; k++ {
		if u.at(k).mark == ')' {
			p.to = k + 1
			return true
		}
	}
	return false
}

// parenthesis takes an apposition between dashes: "Jansen – voorzitter sinds mei –".
func (u *unit) parenthesis(p *phrase) bool {
	for k := p.to + 2; k < len(u.items) && k < p.to+20; k++ {
		if u.at(k).mark == '-' {
			p.to = k + 1
			return true
		}
		if u.at(k).isQuote() {
			return false
		}
	}
	return false
}

// roleTakes tells whether a preposition other than "van" belongs to the role or the
// organisation before it: "hoogleraar aan de universiteit", "woordvoerder bij Justitie".
func (u *unit) roleTakes(p *phrase, prep *item) bool {
	if p.head == nil {
		return false
	}
	if p.head.Kind != "person" && u.lex.Told(prep.word.Form) {
		return false // "bevestigt het Planbureau | aan de krant"
	}
	if p.named && p.head.Kind != "person" { // "het Bureau voor de Statistiek"
		nx, ok := u.nounCore(p.to + 1)
		return ok && nx.named && u.lex.VerbSecond && u.lex.RolePrep(prep.word)
	}
	if p.named && p.core == p.to { // "minister Jansen in Gent": the place is that of saying
		return false
	}
	nx, ok := u.nounCore(p.to + 1)
	return ok && (nx.named || nx.head != nil) && u.lex.RolePrep(prep.word) && !u.at(p.to+1).is(lexicon.Month)
}

// prepositional takes a preposition with its noun phrase.
func (u *unit) prepositional(p *phrase) bool {
	inner, ok := u.nounCore(p.to + 1)
	if !ok {
		return false
	}
	p.to = inner.to
	return true
}

// coordinate takes "en" with another noun phrase, if that is a source too.
func (u *unit) coordinate(p *phrase) bool {
	other, ok := u.nounCore(p.to + 1)
	if !ok {
		return false
	}
	if !other.named && other.head == nil && other.pronoun == nil {
		return false
	}
	if v, ok := u.node(other.to); u.finite(other.to) && !(ok && v.feature("VerbForm=Part")) && !u.finite(p.to) && u.clauseBehind(p, other) {
		return false
	}
	p.to = other.to
	return true
}

// clauseBehind tells whether the phrase behind "en" is the subject of a new clause rather
// than a second source: "zegt Jansen en hij lacht".
func (u *unit) clauseBehind(p *phrase, other phrase) bool {
	return p.from > 0 && u.finite(p.from-1)
}

// apposition takes ", voorzitter van de bond," up to the comma that closes it.
func (u *unit) apposition(p *phrase) bool {
	from := p.to + 1
	if n, ok := u.node(from); ok && u.lex.VerbSecond && n.pos("VERB", "AUX") && n.feature("VerbForm=Fin") {
		return false // "Volgens getuigen die alles zagen, schoten soldaten …": the clause begins
	}
	inner, ok := u.nounPhraseShort(from)
	if !ok || inner.pronoun != nil {
		return false
	}
	role := inner.head != nil || u.at(from).is(lexicon.Article) || inner.named && p.head != nil && !p.named || u.at(from).is(lexicon.Possess) || u.pronoun(from, "poss") != nil
	if !role && !(inner.named && u.at(inner.to).is(lexicon.Coordinator) && p.named) {
		if u.at(from).upper || !p.named || !u.prepWithin(from, inner.to-from+4) {
			return false
		}
	}
	// everything to the comma or the end, as long as no verb stands in it
	for k := inner.to; k < len(u.items) && k-from < maxPhrase; k++ {
		it := u.at(k)
		switch {
		case it.mark == ',' && u.at(k+1).is(lexicon.Relative):
			p.to = k
			return true
		case it.mark == ',' && u.listGoesOn(k):
			continue
		case it.mark == ',' || it.mark == ':' || it.mark == '.' || it.isQuote() || it.mark == '-' || it.mark == ';' || it.mark == '?':
			p.to = k
			return true
		case u.finite(k) && !u.at(k).is(lexicon.Relative):
			return false
		case it.is(lexicon.That | lexicon.Subordinator):
			return false
		}
	}
	p.to = min(len(u.items), from+maxPhrase)
	return p.to == len(u.items)
}

// prepWithin tells whether a preposition stands among the n words from item k, before any mark.
func (u *unit) prepWithin(k, n int) bool {
	for j := k; j < k+n && u.at(j).isWord(); j++ {
		if u.at(j).is(lexicon.Of | lexicon.Role) {
			return true
		}
	}
	return false
}

func (u *unit) listGoesOn(k int) bool {
	nx, ok := u.nounPhraseShort(k + 1)
	return ok && u.at(nx.to).is(lexicon.Coordinator) && !u.finite(nx.to)
}

// nounPhraseShort reads a noun phrase with its of-phrases only.
func (u *unit) nounPhraseShort(i int) (phrase, bool) {
	p, ok := u.nounCore(i)
	for ok && u.at(p.to).is(lexicon.Of) && p.to-p.from < maxPhrase {
		if !u.prepositional(&p) {
			break
		}
	}
	return p, ok
}

// relative takes a relative clause, unless that attributes by itself: then p.relative
// tells where it begins and the phrase ends before it.
func (u *unit) relative(p *phrase) bool {
	k := p.to
	comma := u.at(k).mark == ','
	if comma {
		k++
	}
	if u.at(k).is(lexicon.Preposition_) && u.at(k+1).is(lexicon.Relative) {
		k++
	}
	if !u.at(k).is(lexicon.Relative) || p.pronoun != nil && u.at(k).is(lexicon.That) {
		return false // "het model veronderstelt, zegt hij, dat …"
	}
	if u.at(k).is(lexicon.That) && (!comma || !u.lex.VerbSecond) && u.at(p.from).word.Form != "het" {
		return false
	}
	if !u.clauseVerb(k) || u.complementThat(k) {
		return false
	}
	p.relative = k
	stop := u.relativeEnd(k, comma)
	if stop < 0 || u.attributes(k+1, stop) {
		return false
	}
	p.to, p.relative = stop, 0
	return true
}

// clauseVerb tells whether item k begins a relative clause rather than being a
// demonstrative: in a verb-second language a finite verb does not follow at once.
func (u *unit) clauseVerb(k int) bool {
	return !u.lex.VerbSecond || k > 0
}

// relativeEnd returns the item at which the relative clause of item k ends, -1 where it
// cannot be told.
func (u *unit) relativeEnd(k int, comma bool) int {
	if v, ok := u.node(k); ok && u.lex.VerbSecond && !comma {
		for v = v.head(); v.ok() && v.rel("xcomp", "aux"); {
			v = v.head()
		}
		if v.ok() && v.rel("acl:relcl") {
			if _, end := v.subtree(); end > k && u.finite(end) {
				return end // "de vrouw die hem moest brengen | was boos"
			}
		}
	}
	for j := k + 1; j < len(u.items) && j-k < maxRelative; j++ {
		it := u.at(j)
		switch {
		case it.mark == '.' || it.mark == ':' || it.mark == ';' || it.mark == '?':
			return j
		case it.mark == ',' && j > k+1 && !u.at(j+1).is(lexicon.Relative) && !u.at(j+1).is(lexicon.Coordinator):
			return j
		case u.lex.VerbSecond && !comma && u.finite(j) && u.finite(j+1) && !u.group(j):
			return j + 1
		case it.isQuote() && u.at(j-1).mark == ',':
			return j
		}
	}
	if len(u.items)-k <= maxRelative {
		return len(u.items)
	}
	return -1
}

// group tells whether items j and j+1 are one verb group: "heeft gezegd", "zou zijn".
func (u *unit) group(j int) bool {
	a, b := u.at(j), u.at(j+1)
	return a.is(lexicon.Modal) && b.is(lexicon.Auxiliary) && !b.is(lexicon.Modal) || a.is(lexicon.Auxiliary) && !b.is(lexicon.Auxiliary) || !a.is(lexicon.Auxiliary) && b.is(lexicon.Auxiliary)
}

// attributes tells whether a cue with a complement stands between items i and j.
func (u *unit) attributes(i, j int) bool {
	for k := i; k < j; k++ {
		for _, v := range u.at(k).word.Verbs {
			if u.at(k).isQuote() || u.lured[k] {
				continue
			}
			if v.Governs(lexicon.TakesThat) && u.complement(k+1, j, lexicon.That) || v.PrepPhrase() != nil && u.complementPrep(k, j, v) {
				return true
			}
		}
	}
	return false
}

func (u *unit) complement(from, to int, f lexicon.Flags) bool {
	for k := from; k < to && k < from+6; k++ {
		if u.at(k).is(f) {
			return true
		}
	}
	return false
}

func (u *unit) complementPrep(k, to int, v *lexicon.Cue) bool {
	w := v.PrepPhrase().Words[0]
	for j := k + 1; j < to && j < k+4; j++ {
		if u.at(j).word == w {
			return true
		}
	}
	return false
}
