package coref

import (
	"strings"

	"github.com/volgens/volgens/analysis/lexicon"
)

// agreement is what a pronoun asks of the one it stands for.
type agreement struct {
	plural  bool
	either  bool // "their": one may be meant
	genders []string
	neuter  bool
}

// agreementOf reads number and gender of the pronoun at token i; where the form leaves the
// number open ("ze"), from the verb.
func (d *document) agreementOf(i int) agreement {
	var a agreement
	sing, plur := false, false
	for _, p := range d.tokens[i].word.Pronouns {
		if p.Person != 3 || p.Case == "refl" {
			continue
		}
		switch {
		case p.Number == "plur":
			plur = true
		case p.Gender == "neut":
			sing, a.neuter = true, true
		default:
			sing = true
			a.genders = append(a.genders, p.Gender)
		}
	}
	a.plural = plur && !sing
	if plur && sing {
		a.plural = d.verbPlural(i)
	}
	a.either = a.plural && !d.lex.VerbSecond
	if a.neuter && len(a.genders) > 0 { // "zijn", "its": a person before a thing
		a.neuter = false
	}
	return a
}

// verbPlural tells whether the finite verb of the clause of the pronoun at token i is a
// plural.
func (d *document) verbPlural(i int) bool {
	h := d.tokens[i].head
	if n := d.feat(i, "Number"); n != "" && d.rel(i, "nmod:poss") {
		return n == "Plur"
	}
	if h < 0 || !d.rel(i, "nsubj") {
		return false
	}
	for hops := 0; h >= 0 && hops < 3; hops++ {
		if n := d.finiteNumber(h); n != "" {
			return n == "Plur"
		}
		if !d.rel(h, "xcomp", "conj", "ccomp") {
			break
		}
		h = d.tokens[h].head
	}
	return false
}

// finiteNumber returns the number of the finite verb of the clause with its head at token h.
func (d *document) finiteNumber(h int) string {
	if d.feat(h, "VerbForm") == "Fin" {
		return d.feat(h, "Number")
	}
	for c := range d.children(h) {
		if d.rel(c, "aux", "cop") && d.feat(c, "VerbForm") == "Fin" {
			return d.feat(c, "Number")
		}
	}
	return ""
}

// fits tells how well an entity agrees with a pronoun, 0 for not at all.
func (a agreement) fits(e *entity) float64 {
	if a.plural {
		switch {
		case e.plural || e.kind == Group:
			return 1
		case e.kind == Organisation || e.kind == Government || e.kind == Media:
			return 0.45
		}
		return 0
	}
	if a.neuter {
		switch e.kind {
		case Organisation, Government, Media, DocumentKind:
			return 1
		}
		return 0
	}
	if !e.single() {
		return 0
	}
	if len(a.genders) == 0 {
		return 0.8
	}
	if e.gender == "" {
		if len(a.genders) == 1 && a.genders[0] == "fem" {
			return 0.5 // most names that say nothing are of men
		}
		return 0.75
	}
	for _, g := range a.genders {
		if g == e.gender || g == "common" {
			return 1
		}
	}
	return 0
}

// pronoun resolves the personal or possessive pronoun of the third person at token i.
func (d *document) pronoun(i int) (*entity, Link) {
	if r := d.refs[i]; r.entity != nil {
		return r.entity, r.link
	}
	a := d.agreementOf(i)
	apart := d.coarguments(i)
	d.reported(i, apart)
	speaker := d.speaker(i)
	list := d.view(i, viewSentences, func(e *entity) float64 {
		if e == speaker || apart[e] || e.owner != nil && a.fits(e.owner) > 0 && d.possessedHere(e, i) || a.plural && !e.plural && d.rel(i, "nmod:poss") && (!e.named && !e.spoke || d.blockOf(d.sighted(e, i)) != d.blockOf(i)) {
			return 0 // "hun advocaat" is not that of a school in passing, or of a firm in another paragraph
		}
		return a.fits(e)
	})
	e, sure := clear(list)
	if e == nil && a.either { // singular "they"
		list = d.view(i, 1, func(e *entity) float64 {
			if e == speaker || apart[e] || !e.single() || e.gender != "" {
				return 0
			}
			return 1
		})
		e, sure = clear(list)
	}
	if (e == nil || e.kind == Anonymous && e.gender == "") && len(a.genders) > 0 && d.lex.VerbSecond && !a.plural && (d.speaks[i] || !d.rel(i, "nsubj")) { // "De bond … Zij eist": a body has a gender in Dutch
		list = d.view(i, 1, func(e *entity) float64 {
			if e == speaker || apart[e] || !e.body() {
				return 0
			}
			return 1
		})
		if body, clearly := clear(list); e == nil || body != nil && len(a.genders) == 1 && a.genders[0] == "fem" && d.sighted(body, i) > d.sighted(e, i) {
			e, sure = body, clearly
		}
	}
	if a.plural && (e == nil || a.fits(e) < 1) {
		if k := d.peopleBefore(i); k >= 0 {
			if e, sure = d.thing(k), false; e != nil && e.kind == Person {
				e.kind, e.plural = Group, true
			}
		}
	}
	if e == nil {
		return d.unknown(i, a), LinkUnknown
	}
	if len(a.genders) == 1 && e.gender == "" && e.single() && !a.plural && (a.genders[0] == "masc" || a.genders[0] == "fem") {
		e.gender = a.genders[0]
	}
	d.refs[i] = reference{entity: e, link: LinkGender, kind: Pronoun, sure: sure}
	d.see(i, e)
	return e, LinkGender
}

// possessedHere tells whether the sentence of token i speaks of e by a possessive pronoun: in
// "Haar moeder lag, zei ze, op de gang" the pronouns are of one person.
func (d *document) possessedHere(e *entity, i int) bool {
	k := d.sighted(e, i)
	if k < 0 || d.tokens[k].sentence != d.tokens[i].sentence || d.rel(i, "nmod:poss", "det") {
		return false
	}
	for c := range d.children(k) {
		if c < k && d.rel(c, "nmod:poss") && d.thirdPerson(c) != nil {
			return true
		}
	}
	return false
}

// sighted is the last place before token i where e is in view, -1 for none.
func (d *document) sighted(e *entity, i int) int {
	for k, n := len(d.seen)-1, 0; k >= 0 && n < maxDescribed; k, n = k-1, n+1 {
		if s := d.seen[k]; s.entity == e && s.token < i {
			return s.token
		}
	}
	return -1
}

// blockOf is the paragraph of token i, -1 for no token.
func (d *document) blockOf(i int) int {
	if i < 0 {
		return -1
	}
	return d.Sentences[d.tokens[i].sentence].Block
}

// peopleBefore returns the nearest plural noun for people or bodies, the subject of its clause, in the
// sentence of the pronoun at token i before it or in the sentence above; -1 without one.
//
// Vissers zijn boos. Zij vrezen dat …
func (d *document) peopleBefore(i int) int {
	for k := i - 1; k >= 0 && d.tokens[k].sentence >= d.tokens[i].sentence-1; k-- {
		if !d.rel(k, "nsubj") || d.tokens[k].quoted != d.tokens[i].quoted {
			continue
		}
		plural := d.tag(k, "NOUN") && d.plural(k) || d.tokens[k].initial && d.verbPlural(k) // a surname elsewhere
		if plural && d.runAt(k) == nil && (d.body(k) || d.lex.PersonLike(d.lemma(k)) || d.lex.PersonLike(strings.TrimSuffix(d.lemma(k), "s"))) {
			return k
		}
	}
	return -1
}

// coarguments returns the entities that stand beside token i in its clause: "hij" and "hem"
// of one verb are two.
func (d *document) coarguments(i int) map[*entity]bool {
	h := d.tokens[i].head
	if h < 0 || d.rel(i, "nmod:poss", "det") {
		return nil
	}
	out := map[*entity]bool{}
	for c := range d.children(h) {
		if c == i || !d.rel(c, "nsubj", "obj", "iobj", "obl", "obl:arg", "obl:agent") {
			continue
		}
		if r := d.runAt(c); r != nil {
			out[r.entity] = true
		} else if e := d.refs[c].entity; e != nil {
			out[e] = true
		}
	}
	return out
}

// mostReported is how far into a clause its names are looked for.
const mostReported = 60

// reported adds the entities that the clause names which the source at token i governs: who is named in
// it is not the one who says it (principle C of Chomsky's Lectures on Government and Binding, 1981).
// A frame behind the clause does not govern it.
//
// Hij denkt dat Jansen wint. Dat de trainer opstapt, gelooft hij niet.
func (d *document) reported(i int, apart map[*entity]bool) {
	a, ok := d.says[i]
	if !ok || apart == nil || len(d.Attributions[a].Content) == 0 {
		return
	}
	from, to := d.tokensIn(d.Attributions[a].Content[0])
	if from < i && !d.is(from, lexicon.That|lexicon.Whether) {
		return
	}
	for k := from; k < to && k < from+mostReported; k++ {
		if d.tokens[k].quoted >= 0 || d.thirdPerson(k) != nil {
			continue
		}
		if r := d.runAt(k); r != nil {
			apart[r.entity] = true
		} else if e := d.refs[k].entity; e != nil && d.tag(k, "NOUN") {
			apart[e] = true
		}
	}
}

// unknown is the source of a pronoun without anybody to stand for: one for each form.
func (d *document) unknown(i int, a agreement) *entity {
	name := lexicon.Fold(d.form(i))
	e := d.nominals["~"+name]
	if e == nil {
		e = &entity{name: name, kind: Person}
		if a.plural {
			e.kind, e.plural = Group, true
		} else if a.neuter {
			e.kind = Organisation
		}
		d.nominals["~"+name] = e
	}
	d.refs[i] = reference{entity: e, link: LinkUnknown, kind: Pronoun}
	return e
}

// firstPerson resolves "ik", "wij" and "mijn" in somebody's own words.
func (d *document) firstPerson(i int) *entity {
	for _, p := range d.tokens[i].word.Pronouns {
		if p.Person == 1 {
			if e := d.speaker(i); e != nil {
				d.refs[i] = reference{entity: e, link: LinkSpeaker, kind: Pronoun, sure: p.Number == "sing"}
				return e
			}
		}
	}
	return nil
}

// relative resolves a relative pronoun at token i to the noun before its clause.
func (d *document) relative(i int) *entity {
	noun := -1
	for h, hops := d.tokens[i].head, 0; h >= 0 && hops < 4; h, hops = d.tokens[h].head, hops+1 {
		if d.rel(h, "acl") && d.tokens[h].head >= 0 && d.tokens[h].head < i {
			noun = d.tokens[h].head
			break
		}
	}
	if noun < 0 {
		noun = d.nounBefore(i)
	}
	if noun < 0 {
		return nil
	}
	e := d.thing(noun)
	if e != nil {
		d.refs[i] = reference{entity: e, link: LinkClause, kind: Pronoun, sure: true}
	}
	return e
}

// nounBefore returns the noun or name right before a clause that opens at token i, -1 for
// none.
func (d *document) nounBefore(i int) int {
	k := i - 1
	if d.comma(k) {
		k--
	}
	if k >= 0 && d.form(k) == ")" {
		for k > 0 && d.form(k) != "(" {
			k--
		}
		k--
	}
	for low := max(0, i-20); k >= low && d.tokens[k].sentence == d.tokens[i].sentence; k-- {
		if d.tag(k, "NOUN", "PROPN") {
			return k
		}
		if d.tag(k, "VERB", "AUX", "PUNCT") {
			break
		}
	}
	return -1
}

// demonstrative resolves "die" and "deze" as a subject: who was named last, not who is in
// view most.
func (d *document) demonstrative(i int) *entity {
	plural := d.rel(i, "nsubj") && d.verbPlural(i)
	limit := d.tokens[i].sentence - 1
	for k := len(d.seen) - 1; k >= 0; k-- {
		s := d.seen[k]
		if s.token >= i || d.tokens[s.token].quoted != d.tokens[i].quoted && d.tokens[s.token].quoted >= 0 {
			continue
		}
		if d.tokens[s.token].sentence < limit {
			break
		}
		if d.rel(s.token, "nmod:poss", "compound") || plural && !s.entity.many() || !plural && s.entity.plural {
			continue
		}
		d.refs[i] = reference{entity: s.entity, link: LinkNearest, kind: Pronoun}
		return s.entity
	}
	return nil
}

// pronominal resolves the pronoun that a source phrase is, nil where it is none.
func (d *document) pronominal(from, to, top int) *entity {
	if !d.tag(top, "PRON", "DET", "SCONJ", "ADV", "X", "PROPN", "NOUN", "") || d.tag(top, "PROPN", "NOUN", "X") && !d.pronounForm(top) {
		return nil
	}
	w := d.tokens[top].word
	if e := d.firstPerson(top); e != nil {
		return e
	}
	if w.Is(lexicon.Relative) && (from > d.first[d.tokens[from].sentence] && d.rel(top, "nsubj", "obl", "obj") && d.relativeClause(top)) {
		if e := d.relative(top); e != nil {
			return e
		}
	}
	if d.thirdPerson(top) != nil {
		e, _ := d.pronoun(top)
		return e
	}
	if w.Is(lexicon.Demonstrative) && to-from == 1 {
		if e := d.demonstrative(top); e != nil {
			return e
		}
	}
	if w.Is(lexicon.Relative) && to-from == 1 && !d.tokens[top].initial {
		return d.relative(top)
	}
	return nil
}

// pronounForm tells whether token i, whatever its tag, is written as a pronoun.
func (d *document) pronounForm(i int) bool {
	w := d.tokens[i].word
	return (len(w.Pronouns) > 0 || w.Is(lexicon.Relative|lexicon.Demonstrative)) && w.Head == nil && (!d.tokens[i].upper || d.tokens[i].initial)
}

// relativeClause tells whether the clause of the pronoun at token i hangs on a noun.
func (d *document) relativeClause(i int) bool {
	for h, hops := d.tokens[i].head, 0; h >= 0 && hops < 4; h, hops = d.tokens[h].head, hops+1 {
		if d.rel(h, "acl") {
			return true
		}
	}
	return strings.HasPrefix(d.tokens[i].Feats, "PronType=Rel")
}
