package coref

import (
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/lexicon"
)

// describers ties the nouns that describe a name in the same phrase to it: "hoogleraar
// Jansen", "Jansen, hoogleraar", "persbureau Zon", "het waterlaboratorium (WLN)".
func (d *document) describers() {
	for _, r := range d.runs {
		top := d.topOf(r.from, r.to)
		tie := func(noun int) {
			if noun >= 0 && d.runAt(noun) == nil && d.refs[noun].entity == nil {
				d.refs[noun] = reference{entity: r.entity, link: LinkPhrase, kind: Name, sure: true}
			}
		}
		if r.entity.kind == Person {
			continue // describe has done it
		}
		if noun := d.roleBefore(r, top); noun >= 0 && r.kind != "" && r.kind != Government && noun == r.from-1 {
			tie(noun) // "coalitiepartner N-VA"
		}
		if noun := d.bracketedFor(r); noun >= 0 {
			d.expand(r, noun)
			tie(noun)
		} else if noun := d.bodyNoun(r, top); noun >= 0 {
			d.addNoun(r.entity, noun)
			tie(noun)
		}
	}
}

// bodyNoun returns the noun that describes a body in the same phrase, -1 for none.
func (d *document) bodyNoun(r *run, top int) int {
	h := d.tokens[top].head
	if h >= 0 && h < r.from && d.rel(top, "appos", "flat") && d.tag(h, "NOUN") && !d.plural(h) && d.child(top, "case") < 0 && !d.personNoun(h) {
		if k := r.from - 1; k > h && d.tag(k, "NOUN") && d.headNoun(k) != nil {
			return k // "a study in the journal Nature"
		}
		return h
	}
	if k := r.from - 1; k >= 0 && d.near(r.from) && d.tag(k, "NOUN") && d.body(k) && !d.plural(k) && d.child(top, "case") < 0 {
		return k
	}
	for c := range d.children(top) {
		if c >= r.to && d.rel(c, "appos") && d.tag(c, "NOUN") && d.body(c) && !d.plural(c) {
			return c
		}
	}
	return -1
}

// bracketedFor returns the noun of which a name in brackets is the acronym, -1 for none.
func (d *document) bracketedFor(r *run) int {
	k := r.from - 2
	if k < 0 || r.to != r.from+1 || d.form(k+1) != "(" || r.to >= len(d.tokens) || d.form(r.to) != ")" || !acronymLike(d.form(r.from)) {
		return -1
	}
	for ; k >= 0 && k > r.from-8 && d.near(k+1); k-- {
		if d.runAt(k) != nil || !d.tag(k, "NOUN", "ADJ", "ADP", "DET") {
			return -1
		}
		if d.tag(k, "NOUN") && (d.body(k) || d.headKind(k) == "" && k == r.from-2) {
			return k
		}
	}
	return -1
}

// expand gives an acronym the words before its brackets for a name.
func (d *document) expand(r *run, noun int) {
	from, to := d.nounPhrase(noun, noun, r.from-1)
	if from < to && len(r.entity.words) == 1 {
		r.entity.aliases = append(r.entity.aliases, r.entity.name)
		r.entity.name = d.phrase(from, to) + " (" + r.entity.name + ")"
	}
}

// nominal resolves the noun phrase with its head at token i: to the named source it
// describes, to the same description before, or to a source of its own.
func (d *document) nominal(i int) (*entity, Link) {
	if r := d.refs[i]; r.entity != nil {
		if len(d.seen) == 0 || r.kind == Name {
			d.see(i, r.entity)
		}
		return r.entity, r.link
	}
	e, link, sure := d.resolveNominal(i)
	d.refs[i] = reference{entity: e, link: link, kind: Nominal, sure: sure}
	d.see(i, e)
	return e, link
}

func (d *document) resolveNominal(i int) (*entity, Link, bool) {
	kind, plural := d.headKind(i), d.plural(i)
	person := (kind == Person || kind == Anonymous || d.aged(i)) && !plural
	owner := d.possessor(i)
	if person {
		_, end := d.bounds(i)
		if r := d.apposed(i, end); r != nil {
			d.role(r.entity, i, d.opening(r.from)-1)
			return r.entity, LinkPhrase, true
		}
	}
	if owner == nil && !d.indefinite(i) {
		if e := d.memberOf(i); e != nil {
			return e, LinkRole, true
		}
		if e, sure := d.countryman(i); e != nil && sure { // else it is better unnamed than another
			return e, LinkNearest, true
		}
		if person && (d.definite(i) || d.headline(i)) {
			if e, link := d.described(i); e != nil {
				if s := d.undescribed(i); s != nil && !slices.Contains(e.lemmas, d.lemma(i)) {
					d.addNoun(s, i)
					return s, LinkNearest, false
				}
				return e, link, true
			}
		}
		if person && d.definite(i) && (d.agedNoun(i) || d.former(i)) {
			if e, sure := d.somebody(i); e != nil {
				return e, LinkNearest, sure
			}
		}
		if person && d.definite(i) && d.lex.Accused(d.lemma(i)) {
			if e := d.suspect(i); e != nil {
				return e, LinkRole, true
			}
		}
		if d.definite(i) && d.body(i) {
			if e := d.partly(i); e != nil {
				return e, LinkPart, true
			}
		}
		if d.definite(i) && d.general(i) && kind != Person {
			if e, sure := d.generic(i, kind); e != nil {
				return e, LinkNearest, sure
			}
		}
		if person && d.definite(i) && (d.bareNoun(i) || d.general(i) && d.premodified(i)) {
			if e, sure := d.roleless(i); e != nil {
				return e, LinkNearest, sure
			}
		}
	}
	return d.byWords(i, owner)
}

// possessor returns whose the noun at token i is: "zijn woordvoerder", "Jansens advocaat";
// nil for nobody's.
func (d *document) possessor(i int) *entity {
	for c := range d.children(i) {
		if c > i || !d.rel(c, "nmod:poss") && !(d.rel(c, "det", "nmod") && strings.ContainsAny(d.form(c), "'’") && d.tokens[c].upper) && !(d.rel(c, "det", "nmod") && d.thirdPerson(c) != nil) {
			continue
		}
		if r := d.runAt(c); r != nil {
			return r.entity
		}
		if e := d.firstPerson(c); e != nil {
			return e
		}
		if d.thirdPerson(c) != nil {
			if e, _ := d.pronoun(c); e != nil && d.refs[c].link != LinkUnknown {
				return e
			}
			return nil
		}
		if d.tag(c, "NOUN") && d.headKind(c) != "" && c < i {
			e, _ := d.nominal(c)
			return e
		}
		if name := trimGenitive(d.form(c)); name != d.form(c) { // one token: "Cuba’s"
			if e := d.entities[lexicon.Fold(name)]; e != nil {
				return e
			}
			if list := d.byGiven[lexicon.Fold(name)]; len(list) == 1 {
				return list[0]
			}
		}
	}
	return nil
}

// marksOf returns the folded words that tell a description from others with the same noun:
// adjectives with a capital, complements.
func (d *document) marksOf(i int) []string {
	var out []string
	for c := range d.children(i) {
		switch {
		case d.rel(c, "amod") && d.tokens[c].upper && (!d.tokens[c].initial || d.tag(c, "ADJ")):
			out = append(out, lexicon.Fold(d.form(c)))
		case c < i && d.rel(c, "compound"):
			out = append(out, lexicon.Fold(d.form(c)))
		case c > i && d.rel(c, "nmod") && d.child(c, "case") >= 0 && !d.comma(c-1):
			out = append(out, d.lemma(c))
		}
	}
	return out
}

// clash tells whether the marks of a description speak of somebody else than e: both have
// some and share none.
func clash(marks []string, e *entity) bool {
	if len(marks) == 0 || len(e.marks) == 0 {
		return false
	}
	return !shares(marks, e)
}

func shares(marks []string, e *entity) bool {
	return slices.ContainsFunc(marks, func(m string) bool { return slices.Contains(e.marks, m) })
}

// maxDescribed is how many sightings a description looks through for its role.
const maxDescribed = 400

// described finds the person whose role a description repeats: "de hoogleraar".
func (d *document) described(i int) (*entity, Link) {
	marks := d.marksOf(i)
	h := d.headNoun(i)
	speaksFor := d.represented(i)
	fits := func(e *entity) bool {
		if speaksFor != "" && d.spokesCompound(i) && e.affiliation != "" && !strings.Contains(e.affiliation, speaksFor) {
			return false
		}
		if e.owner != nil && len(marks) > 0 && !shares(marks, e) {
			return false // "zijn moeder", "de moeder van het slachtoffer"
		}
		return e.single() && d.called(e, i) && !clash(marks, e) && !e.otherGender(h)
	}
	var best *entity
	for k, n := len(d.seen)-1, 0; k >= 0 && n < maxDescribed; k, n = k-1, n+1 {
		e := d.seen[k].entity
		if d.seen[k].token >= i || !fits(e) {
			continue
		}
		if shares(marks, e) || speaksFor != "" && (strings.Contains(e.affiliation, speaksFor) || !e.named && strings.Contains(e.name, speaksFor)) {
			best = e
			break
		}
		if best == nil {
			best = e
		}
	}
	if best == nil && (d.headline(i) || len(marks) > 0) { // named further down
		for _, r := range d.runs[:min(len(d.runs), 60)] {
			if r.from > i && fits(r.entity) && (d.headline(i) || shares(marks, r.entity)) {
				best = r.entity
				break
			}
		}
	}
	if best == nil {
		return nil, ""
	}
	if !best.named {
		return best, LinkNoun
	}
	return best, LinkRole
}

// former tells whether the noun at token i says what somebody was: "de oud-minister", "the former minister".
func (d *document) former(i int) bool {
	if prefix, _, ok := strings.Cut(d.form(i), "-"); ok && d.lex.Former(prefix) {
		return true
	}
	for c := range d.children(i) {
		if c < i && (d.lex.Former(d.form(c)) || d.lex.Former(d.lemma(c))) {
			return true
		}
	}
	return false
}

// somebody finds the named person in view for whom "de 47-jarige" or "de oud-minister" stands.
func (d *document) somebody(i int) (*entity, bool) {
	h := d.headNoun(i)
	return d.salient(i, func(e *entity) float64 {
		if !e.single() || !e.named || e.otherGender(h) {
			return 0
		}
		return 1
	})
}

// salient finds the entity that fits and that a description at token i means, and tells whether no other comes near:
// the one most in view, or, where the paragraph has none, the one of whom the text has spoken by far the most.
func (d *document) salient(i int, fits func(*entity) float64) (*entity, bool) {
	list := d.view(i, viewSentences, fits)
	counts, last := map[*entity]float64{}, map[*entity]int{} // sentences that speak of each, as they fit
	var named []*entity                                      // in order, so that the answer is the same each time
	for k, n := len(d.seen)-1, 0; k >= 0 && n < maxDescribed; k, n = k-1, n+1 {
		s := d.seen[k]
		fit := 0.0
		if s.token < i {
			fit = fits(s.entity)
		}
		if fit == 0 {
			continue
		}
		if d.blockOf(s.token) == d.blockOf(i) {
			return clear(list)
		}
		if counts[s.entity] == 0 {
			named = append(named, s.entity)
		}
		if at := d.tokens[s.token].sentence; counts[s.entity] == 0 || last[s.entity] != at {
			counts[s.entity], last[s.entity] = counts[s.entity]+fit, at
		}
	}
	var best *entity
	second := 0.0
	for _, e := range named {
		switch n := counts[e]; {
		case best == nil || n > counts[best]:
			if best != nil {
				second = counts[best]
			}
			best = e
		default:
			second = max(second, n)
		}
	}
	if best != nil && counts[best] >= 2*max(second, 0.75) {
		return best, true
	}
	return clear(list)
}

// undescribed returns the named person who is the subject before token i in its sentence and of whom the text
// has not said what he does; nil for none: "Van Dam was milder: hij ziet groei, zei de oud-international".
func (d *document) undescribed(i int) *entity {
	for k := d.first[d.tokens[i].sentence]; k < i; k++ {
		if r := d.runAt(k); r != nil && r.from == k && d.tokens[k].quoted < 0 && d.rel(d.topOf(r.from, r.to), "nsubj") && r.entity.single() && len(r.words) > 1 && len(r.entity.lemmas) == 0 {
			return r.entity
		}
	}
	return nil
}

// suspect finds the one person before token i whose surname is an initial: "de verdachte" for
// "Ruud B."; nil where there are two among the last names.
func (d *document) suspect(i int) *entity {
	var found *entity
	k, _ := slices.BinarySearchFunc(d.runs, i, func(r *run, i int) int { return r.from - i })
	for _, r := range d.runs[max(0, k-maxDescribed):k] {
		e := r.entity
		if e == found || len(r.words) < 2 || !e.single() || !initials(d.form(r.to-1)) {
			continue
		}
		if found != nil {
			return nil
		}
		found = e
	}
	return found
}

// memberOf finds the person in view who belongs to the party in the noun at token i: "de
// CDA'er"; nil for another noun, or where there are two.
func (d *document) memberOf(i int) *entity {
	if !d.member(i) || d.plural(i) || !d.definite(i) {
		return nil
	}
	party, _, _ := strings.Cut(strings.ReplaceAll(d.form(i), "’", "'"), "'")
	list := d.view(i, viewSentences, func(e *entity) float64 {
		if e.single() && e.named && lexicon.Fold(e.affiliation) == lexicon.Fold(party) {
			return 1
		}
		return 0
	})
	if len(list) != 1 {
		return nil
	}
	return list[0].entity
}

// native tells whether token i says where a person comes from and is nobody's surname here: "de
// Spanjaard", "the 38-year-old Spaniard". The feminine form in Dutch is the adjective, too.
func (d *document) native(i int) bool {
	gender, ok := d.lex.Native(d.form(i))
	if gender == "fem" && d.lex.VerbSecond && i+1 < len(d.tokens) && d.near(i+1) && d.rel(i+1, "flat", "appos") && d.tokens[i+1].head == i && !d.is(i+1, lexicon.GivenMasc|lexicon.GivenFem) {
		return false
	}
	f := lexicon.Fold(d.form(i))
	return ok && d.tokens[i].upper && d.runAt(i) == nil && !d.plural(i) && len(d.bySurname[f]) == 0 && !d.surnames[f]
}

// countryman finds the named person in view for whom "de Spanjaard" stands; nil for another noun.
func (d *document) countryman(i int) (*entity, bool) {
	if !d.native(i) || !d.definite(i) || len(d.complements(i, len(d.tokens))) > 0 {
		return nil, false
	}
	gender, _ := d.lex.Native(d.form(i))
	from := lexicon.Fold(d.form(i))
	return d.salient(i, func(e *entity) float64 {
		if !e.single() || !e.named || gender != "" && e.gender != "" && e.gender != gender {
			return 0
		}
		if slices.Contains(e.marks, from) {
			return 10 // "de Spanjaard Iker Lozano", before
		}
		if slices.ContainsFunc(e.marks, func(m string) bool { _, ok := d.lex.Native(m); return ok }) {
			return 0 // the Tukker is not the Spaniard
		}
		if slices.ContainsFunc(e.lemmas, func(l string) bool { return d.lex.Word(l).Head != nil }) {
			return 0.3 // who has an office goes by that
		}
		return 1
	})
}

// represented returns the name of the body for which the spokesman at token i speaks: that in
// the noun ("de Vattum-woordvoerder"), else the one that has spoken last; "" for none or for
// another noun.
func (d *document) represented(i int) string {
	if !d.spokesCompound(i) {
		return ""
	}
	if name, _, ok := strings.Cut(d.form(i), "-"); ok && d.tokens[i].upper {
		return name
	}
	e, sure := clear(d.view(i, 2, func(e *entity) float64 {
		if e.named && e.body() && e.spoke {
			return 1
		}
		return 0
	}))
	if e == nil || !sure {
		return ""
	}
	return e.name
}

// partly finds the body in whose name, or in whose description, a bare noun stands: "het
// ziekenhuis" for "Eemland Ziekenhuis", "de raad" for "de wijkraad".
func (d *document) partly(i int) *entity {
	if !d.bareNoun(i) || d.plural(i) {
		return nil
	}
	noun := d.lemma(i)
	for k, n := len(d.seen)-1, 0; k >= 0 && n < maxDescribed; k, n = k-1, n+1 {
		e := d.seen[k].entity
		if d.seen[k].token >= i || e.plural || e.single() {
			continue
		}
		if e.body() && slices.ContainsFunc(e.lemmas, func(l string) bool { return len(noun) > 3 && len(l) > len(noun)+2 && strings.HasSuffix(l, noun) }) {
			return e
		}
		if !e.named {
			continue
		}
		if slices.Contains(e.lemmas, noun) || slices.ContainsFunc(e.words, func(w string) bool {
			return w == noun || len(noun) > 3 && strings.HasSuffix(w, noun)
		}) {
			return e
		}
	}
	return nil
}

// generic finds the body of which "het bedrijf" or "de krant" speaks: one in view of the
// same kind, best one that the text calls so.
func (d *document) generic(i int, kind Kind) (*entity, bool) {
	if !d.bareNoun(i) && !d.listed(i) {
		return nil, false
	}
	return clear(d.view(i, viewSentences+2, func(e *entity) float64 {
		switch {
		case e.plural:
			return 0
		case kind == Organisation && e.kind == Government && e.named && len(e.words) > 1 && (e.spoke || e.evidence >= 3):
			return 0.5 // "the force" for "West Yorkshire Police"
		case e.kind != kind && !(kind == Organisation && e.kind == Media):
			return 0
		case d.called(e, i) || slices.Contains(e.words, d.lemma(i)):
			return 3
		case e.named && (e.spoke || e.evidence >= 3) && d.blockOf(d.sighted(e, i)) != d.blockOf(i):
			return 0.5
		case e.named && (e.spoke || e.evidence >= 3):
			return 1
		}
		return 0
	}))
}

// listed tells whether the lexicon has the noun at token i with the word before it as one: "the central bank".
func (d *document) listed(i int) bool {
	if i == 0 || !d.near(i) || d.lex.VerbSecond {
		return false
	}
	return slices.ContainsFunc(d.tokens[i-1].word.Phrases, func(p *lexicon.Phrase) bool {
		return p.Kind == lexicon.HeadPhrase && p.Match(func(k int) *lexicon.Word { return d.wordAt(i - 1 + k) }) == 2
	})
}

// general tells whether the noun at token i may take up a name, itself or as the last part of a
// compound: "het bedrijf", "het autobedrijf", "de zakenman".
func (d *document) general(i int) bool {
	if d.is(i, lexicon.Generic) {
		return true
	}
	h := d.headNoun(i)
	return h != nil && d.tokens[i].word.Head == nil && h.Kind != string(Person) && !d.tokens[i].upper && d.lex.Word(h.Lemma).Is(lexicon.Generic)
}

// bareNoun tells whether the noun at token i has nothing but its article.
func (d *document) bareNoun(i int) bool {
	for c := range d.children(i) {
		if c < i && !d.rel(c, "det", "case", "punct", "mark", "cc", "advmod") || c > i && d.rel(c, "nmod", "flat", "appos", "amod", "acl") && !d.is(c, lexicon.AdverbWord) {
			return false
		}
	}
	return true
}

// premodified tells whether the noun at token i has nothing behind it but what says where or how old it is before
// it: "the Labour veteran", "de Franse acteur".
func (d *document) premodified(i int) bool {
	for c := range d.children(i) {
		if c > i && !d.rel(c, "punct") || c < i && !d.rel(c, "det", "amod", "compound", "punct", "case") {
			return false
		}
	}
	return true
}

// roleless finds the person in view of whom the text has not said what he does: "de acteur"
// may tell it. A generic noun ("de man") may mean anybody.
func (d *document) roleless(i int) (*entity, bool) {
	h := d.headNoun(i)
	general := d.general(i)
	view := func(fits func(*entity) float64) (*entity, bool) { return clear(d.view(i, 3, fits)) }
	if general {
		view = func(fits func(*entity) float64) (*entity, bool) { return d.salient(i, fits) }
	}
	e, sure := view(func(e *entity) float64 {
		if !e.single() || !e.named && !general || e.otherGender(h) {
			return 0
		}
		if !general && (len(e.lemmas) > 0 || !e.spoke && e.evidence < 4) {
			return 0
		}
		return 1
	})
	if e != nil && !general {
		d.addNoun(e, i)
	}
	return e, sure && general
}

// byWords finds the source that the text has described in the same words, or makes one.
func (d *document) byWords(i int, owner *entity) (*entity, Link, bool) {
	from, to := d.nounPhrase(i, i, len(d.tokens))
	name := d.describedName(i, from, to, owner)
	if d.someone(i) && d.is(i-1, lexicon.AnArticle|lexicon.Article) {
		name = lowerFirst(d.phrase(i-1, i+1)) // "een ander"
	}
	key := lexicon.Fold(name)
	if !d.someone(i) && (!d.indefinite(i) || d.plural(i)) {
		if e := d.nominals[key]; e != nil {
			return e, LinkNoun, true
		}
		if e := d.sameNoun(i, owner); e != nil {
			if len(name) > len(e.name) && strings.HasSuffix(lexicon.Fold(name), " "+lexicon.Fold(e.name)) {
				e.name = name
			}
			return e, LinkNoun, true
		}
	}
	if e := d.headlined(i, owner); e != nil {
		e.name, e.marks = name, d.marksOf(i)
		d.nominals[key] = e
		return e, LinkNoun, true
	}
	e := d.newNominal(i, from, to, name, owner)
	d.nominals[key] = e
	return e, LinkFirst, true
}

// headlined finds those whom the headline has called by the plural noun of token i and whom the text has not spoken
// of since: "Onderzoekers vinden plastic", above "onderzoekers van twee universiteiten".
func (d *document) headlined(i int, owner *entity) *entity {
	if owner != nil || !d.plural(i) || d.headline(i) || d.counted(i) {
		return nil
	}
	for _, e := range d.byNoun[d.lemma(i)] {
		if e.plural && !e.named && e.owner == nil && len(e.marks) == 0 && len(e.at) > 0 && d.headline(e.at[len(e.at)-1]) {
			return e
		}
	}
	return nil
}

// describedName returns the name of a description: its words without article; whose it is
// stands behind it in full.
func (d *document) describedName(i, from, to int, owner *entity) string {
	if owner == nil {
		name := d.phrase(from, to)
		if d.tokens[from].initial && !d.tag(from, "PROPN") && d.runAt(from) == nil && !acronymLike(d.form(from)) {
			name = d.lowered(from, name)
		}
		return name
	}
	for from < i && d.ownerWord(from) {
		from++
	}
	name := d.phrase(from, to)
	if d.lex.VerbSecond {
		return name + " van " + owner.name
	}
	if strings.HasSuffix(owner.name, "s") && !owner.named {
		return owner.name + "’ " + name // "the drivers’ union"
	}
	return owner.name + "’s " + name
}

// ownerWord tells whether token k before a noun only says whose it is.
func (d *document) ownerWord(k int) bool {
	return d.rel(k, "nmod:poss", "det", "case", "flat") || d.runAt(k) != nil || d.is(k, lexicon.Possess|lexicon.Title)
}

// sameNoun finds the unnamed source that the text called by the noun of token i before and
// that no mark parts from this one.
func (d *document) sameNoun(i int, owner *entity) *entity {
	if !d.definite(i) && owner == nil {
		return nil
	}
	marks, plural := d.marksOf(i), d.plural(i)
	list := d.byNoun[d.lemma(i)]
	for k := len(list) - 1; k >= 0; k-- {
		e := list[k]
		if e.owner == owner && e.plural == plural && !e.quantified && (len(marks) == 0 || shares(marks, e)) {
			return e
		}
	}
	return nil
}

func (d *document) newNominal(i, from, to int, name string, owner *entity) *entity {
	e := &entity{name: name, owner: owner, plural: d.plural(i), marks: d.marksOf(i), quantified: d.counted(i) && !d.plural(i)}
	d.addNoun(e, i)
	if e.gender == "" {
		e.gender = d.headNoun(i).NaturalGender()
	}
	e.kind = d.nominalKind(i)
	if e.kind == Person || e.kind == Anonymous && !e.plural && d.office(i) {
		from = d.unowned(from, i)
		e.role = d.phrase(from, to)
		if d.tokens[from].initial && !acronymLike(d.form(from)) {
			e.role = d.lowered(from, e.role)
		}
		for _, m := range d.complements(i, to) {
			if d.affiliating(m) {
				d.affiliate(e, m)
				if start, _ := d.bounds(m); start > i {
					e.role = d.phrase(from, start)
					e.role = d.lowered(from, e.role)
				}
				break
			}
		}
		if owner != nil && owner.body() && e.affiliation == "" {
			e.affiliation = owner.name
		}
		d.prefixed(e, i)
	}
	if e.kind == Person && !e.plural && d.unnamedInformant(i, e) {
		e.kind = Anonymous
	}
	d.file(d.byNoun, d.lemma(i), e)
	if h := d.headNoun(i); h != nil {
		d.file(d.byNoun, lexicon.Fold(h.Lemma), e) // "het museum" for "natuurmuseum"
	}
	return e
}

// unnamedInformant tells whether a person is kept unnamed: "een jurist". Who speaks for
// another or for a body is none.
func (d *document) unnamedInformant(i int, e *entity) bool {
	if !d.indefinite(i) || e.affiliation != "" || d.is(i, lexicon.Spokesperson) || d.spokesCompound(i) {
		return false
	}
	for _, m := range d.complements(i, len(d.tokens)) {
		if c := d.child(m, "case"); c >= 0 && d.is(c, lexicon.Of) && d.tokens[m].upper {
			return false
		}
	}
	return true
}

// someone tells whether the word at token i stands for one of several people, by the verb: "one
// said", "een ander vertelt".
func (d *document) someone(i int) bool {
	if !d.tag(i, "NUM", "DET", "PRON", "ADJ") || d.tokens[i].upper && !d.tokens[i].initial {
		return false
	}
	if d.is(i, lexicon.Numeral) && !d.lex.One(d.form(i)) && !d.is(i-1, lexicon.AnArticle) {
		return false
	}
	if d.tag(i, "ADJ") && !d.is(i-1, lexicon.AnArticle) {
		return false
	}
	return d.rel(i, "nsubj") && !d.verbPlural(i) && (d.is(i, lexicon.Numeral|lexicon.Determiner|lexicon.Indefinite) || d.feat(i, "NumType") == "Ord")
}

func (d *document) spokesCompound(i int) bool {
	h := d.headNoun(i)
	return h != nil && d.lex.Word(h.Lemma).Is(lexicon.Spokesperson)
}

// counted tells whether a number or quantity stands before the noun at token i: "veel
// scholen" are no body that speaks.
func (d *document) counted(i int) bool {
	for c := range d.children(i) {
		if c < i && (d.rel(c, "nummod") || d.rel(c, "det") && d.is(c, lexicon.Indefinite|lexicon.Numeral|lexicon.Determiner) && !d.is(c, lexicon.Demonstrative|lexicon.Article)) {
			return true
		}
	}
	return false
}

// nominalKind tells what sort of source a description names.
func (d *document) nominalKind(i int) Kind {
	k := d.headKind(i)
	plural := d.plural(i)
	switch {
	case k == "" && !plural && d.someone(i):
		return Anonymous
	case k == Person && plural, plural && d.counted(i) && k != Anonymous && k != DocumentKind:
		return Group
	case k != "":
		return k
	case d.is(i, lexicon.Indefinite|lexicon.Numeral|lexicon.Determiner) || plural:
		return Group
	case d.lex.VerbSecond && d.tag(i, "ADJ") && strings.HasSuffix(d.form(i), "en"):
		return Group // "de groenen"
	case d.native(i) || d.aged(i) || d.tokens[i].upper && !d.tokens[i].initial && d.tag(i, "NOUN", "PROPN") || d.lex.PersonLike(d.form(i)):
		return Person
	}
	return Organisation
}
