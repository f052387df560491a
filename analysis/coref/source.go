package coref

import (
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/text"
)

// source resolves the words that name a source to an entity. It returns the token that
// decided.
func (d *document) source(s text.Span, x *attribution.Attribution) (*entity, int) {
	from, to := d.tokensIn(s)
	if from >= to {
		return nil, 0
	}
	top := d.headIn(from, to)
	e, kind, link := d.people(from, to, top, x), Nominal, LinkFirst
	if e == nil {
		e, kind, link = d.sourceAt(from, to, top)
	}
	if e == nil {
		return nil, top
	}
	if d.refs[top].entity == nil {
		d.refs[top] = reference{entity: e, link: link, kind: kind, sure: true}
	}
	e.mentions = append(e.mentions, Mention{Span: s, Kind: kind, Link: link})
	return e, top
}

// headIn returns the noun, name or pronoun that heads a source phrase.
func (d *document) headIn(from, to int) int {
	top := d.topOf(from, to)
	if top == from && from+1 < to && d.is(from, lexicon.Article) && d.tag(from, "PRON") && d.tag(from+1, "NOUN") {
		top++ // "het joch", of which the tree makes two subjects
	}
	if d.is(top, lexicon.Title) && d.runAt(top) == nil && top+1 < to { // "mr. Jansen"
		for k := top + 1; k < min(to, top+4); k++ {
			if r := d.runAt(k); r != nil && r.entity.kind == Person && d.is(k-1, lexicon.Title) {
				return k
			}
		}
	}
	if r := d.runAt(top); r != nil && r.to < to && d.near(r.to) && d.hyphenNoun(r.to) && d.tokens[r.to].head >= r.from && d.tokens[r.to].head < r.to {
		return r.to // "Pro Noordland-betogers" are no Pro
	}
	if d.tag(top, "NOUN", "PROPN", "PRON", "X", "") || d.runAt(top) != nil || d.tokens[top].word.Head != nil || d.tag(top, "ADJ", "VERB", "NUM") && d.child(top, "det") >= 0 {
		return top
	}
	if d.tag(top, "NUM", "DET", "ADJ") && d.partOf(top, to) >= 0 {
		return top
	}
	for k := from; k < to; k++ { // the tree has a verb or an adjective for head
		if d.tag(k, "NOUN", "PROPN", "PRON") || d.runAt(k) != nil {
			return d.climb(k, from, to)
		}
	}
	return top
}

// climb returns the highest noun above token k inside the phrase.
func (d *document) climb(k, from, to int) int {
	for hops := 0; hops < 6; hops++ {
		h := d.tokens[k].head
		if h < from || h >= to || !d.tag(h, "NOUN", "PROPN", "PRON") || d.rel(k, "nsubj", "obj", "obl", "acl") {
			return k
		}
		k = h
	}
	return k
}

// sourceAt resolves a source phrase with its head at token top.
func (d *document) sourceAt(from, to, top int) (*entity, MentionKind, Link) {
	if e := d.pronominal(from, to, top); e != nil {
		return e, Pronoun, d.refs[top].link
	}
	if d.partOf(top, to) >= 0 {
		if r := d.refs[top]; r.entity != nil {
			return r.entity, r.kind, LinkFirst
		}
		if r := d.apposed(top, to); r != nil { // "een van hen, Jan Jansen"
			return d.namedBy(top, r)
		}
		return d.partitive(top, to), Nominal, LinkFirst
	}
	if r, role := d.fielded(from, to); r != nil {
		d.role(r.entity, role, r.from)
		return d.namedBy(top, r)
	}
	if r := d.twoOffices(from, to); r != nil {
		d.role(r.entity, from, r.from-1)
		return d.namedBy(top, r)
	}
	if list := d.conjuncts(from, to, top); len(list) > 1 {
		if e := d.together(list); e != nil {
			d.refs[top] = reference{entity: e, link: LinkFirst, kind: Nominal, sure: true}
			d.see(top, e)
			return e, Nominal, LinkFirst
		}
	}
	if e, link := d.viewpoint(top); e != nil {
		return e, Nominal, link
	}
	if r := d.officer(from, to, top); r != nil {
		d.role(r.entity, from, r.from-1)
		return d.namedBy(top, r)
	}
	if r := d.entitled(from, to, top); r != nil {
		if words := d.phrase(top, r.from); !strings.Contains(words, ",") && (r.entity.role == "" || strings.HasSuffix(words, r.entity.role)) {
			r.entity.role = words
		}
		d.addNoun(r.entity, top)
		return d.namedBy(top, r)
	}
	if r := d.runAt(top); r != nil {
		link := LinkPhrase
		if r.from == from && r.to == to {
			link = r.link
		}
		return r.entity, Name, link
	}
	if e := d.bareName(from, to, top); e != nil {
		return e, Name, d.refs[top].link
	}
	if r := d.apposed(top, to); r != nil {
		if r.entity.kind == Person {
			d.role(r.entity, top, d.opening(r.from)-1)
		}
		return d.namedBy(top, r)
	}
	if e := d.placed(from, to, top); e != nil {
		return e, Nominal, LinkRole
	}
	e, link := d.nominal(top)
	kind := d.refs[top].kind
	d.clip(e, top, from, to)
	return e, kind, link
}

// namedBy resolves a source phrase with its head at token top to the name r in it.
func (d *document) namedBy(top int, r *run) (*entity, MentionKind, Link) {
	d.refs[top] = reference{entity: r.entity, link: LinkPhrase, kind: Name, sure: true}
	d.see(top, r.entity)
	return r.entity, Name, LinkPhrase
}

// officer returns the name that ends a source phrase which begins with that of a body or state, with an
// office between them, whichever the tree takes for the head: “US President Jane Doe”; nil for another phrase.
func (d *document) officer(from, to, top int) *run {
	first := d.runAt(top)
	if d.lex.VerbSecond || first == nil || first.from != from || first.entity.kind == Person || first.to >= to-1 {
		return nil
	}
	office := false
	for k := first.to; k < to; k++ {
		if r := d.runAt(k); r != nil {
			if office && r.from == k && r.to <= to && r.entity.kind == Person {
				return r
			}
			return nil
		}
		if !d.near(k) || !d.tag(k, "NOUN", "PROPN", "ADJ") {
			return nil
		}
		office = d.personHead(k) != nil || d.is(k, lexicon.Title)
	}
	return nil
}

// entitled returns the name of a person that ends a source phrase right behind the words of the office at token top,
// which the tree parts from it: “Director-General Jane Doe”, “the bank's owner, Jane Doe”; nil for another phrase.
func (d *document) entitled(from, to, top int) *run {
	if d.lex.VerbSecond || d.personHead(top) == nil || d.runAt(top) != nil || d.plural(top) {
		return nil
	}
	for k := top + 1; k < to && d.near(k); k++ {
		if r := d.runAt(k); r != nil {
			if r.from == k && r.to == to && r.entity.kind == Person {
				return r
			}
			return nil
		}
		if !d.tokens[k].upper && d.form(k) != "-" && !d.comma(k) {
			return nil
		}
	}
	return nil
}

// twoOffices returns the name of one person with two offices before it, which begin the source
// phrase: "onderzoeker en arts Lisa Bos"; nil for another phrase.
func (d *document) twoOffices(from, to int) *run {
	i := from
	if d.tag(i, "DET") {
		i++
	}
	if i+3 >= to || d.personHead(i) == nil || d.plural(i) || d.runAt(i) != nil || !d.is(i+1, lexicon.Coordinator) || d.personHead(i+2) == nil || d.plural(i+2) {
		return nil
	}
	if r := d.runAt(i + 3); r != nil && r.from == i+3 && r.to <= to && r.entity.kind == Person && d.near(i+3) {
		return r
	}
	return nil
}

// fielded returns the name that ends a source phrase behind the noun for an office, the token
// role, and the words for its field, however the tree ties them: “hoogleraar medische ethiek Jan
// Jansen”, “hoogleraar staats- en bestuursrecht Jan Jansen”; nil for another phrase.
func (d *document) fielded(from, to int) (r *run, role int) {
	if !d.lex.VerbSecond {
		return nil, -1
	}
	role = from
	for role < to && d.tag(role, "DET", "ADJ") && d.personHead(role) == nil {
		role++
	}
	if role >= to || d.personHead(role) == nil || d.plural(role) {
		return nil, -1
	}
	k := role + 1
	for k < to && d.runAt(k) == nil {
		k++
	}
	if k >= to || !d.field(role+1, k) {
		return nil, -1
	}
	if r = d.runAt(k); r == nil || r.from != k || r.to != to {
		return nil, -1
	}
	if e := r.entity; e.kind != Person {
		if len(e.words) < 2 || e.evidence >= 3 {
			return nil, -1
		}
		e.kind = Person // a name that says nothing of its kind, behind an office
	}
	return r, role
}

// partOf returns the plural noun of which the number at token i takes a part: "een van de
// aannemers"; -1 for none.
func (d *document) partOf(i, to int) int {
	if !d.is(i, lexicon.Numeral|lexicon.AnArticle|lexicon.Indefinite) && !d.tag(i, "NUM") {
		return -1
	}
	for _, m := range d.complements(i, to) {
		if c := d.child(m, "case"); c >= 0 && d.is(c, lexicon.Of) && (d.plural(m) || d.several(m)) {
			return m
		}
	}
	return -1
}

// several tells whether the pronoun at token i means several people: "hen", "them".
func (d *document) several(i int) bool {
	p := d.thirdPerson(i)
	return p != nil && p.Number == "plur" && d.tag(i, "PRON")
}

// partitive resolves "een van de aannemers": one person, or one body, that stays unnamed.
func (d *document) partitive(i, to int) *entity {
	m := d.partOf(i, to)
	_, end := d.nounPhrase(m, m, to)
	e := &entity{name: lowerFirst(d.phrase(i, end)), kind: Group, plural: true}
	if d.several(m) {
		if all, link := d.pronoun(m); link != LinkUnknown {
			e.name = lowerFirst(d.phrase(i, m)) + " " + all.name
		}
	}
	if d.lex.One(d.form(i)) {
		e.plural = false
		if e.kind = d.headKind(m); e.kind == Person || e.kind == "" || e.kind == Group {
			e.kind = Anonymous
		}
		for c := range d.children(i) { // “een van hen, een man uit Ede”
			if g := d.headNoun(c).NaturalGender(); g != "" && d.rel(c, "appos") {
				e.gender = g
			}
		}
	}
	d.addNoun(e, m)
	d.refs[i] = reference{entity: e, kind: Nominal, sure: true}
	d.see(i, e)
	return e
}

// maxApposed is how many words the complement of an office may have before the name.
const maxApposed = 40

// apposed returns the name behind a comma that an office in the same phrase has, whichever of
// its nouns the tree ties it to: "the head of culture, Els Bakker"; nil for none.
func (d *document) apposed(top, to int) *run {
	if d.refs[top].entity != nil || d.partOf(top, to) < 0 && (d.plural(top) || !d.office(top) || d.headKind(top) != "" && !d.personNoun(top)) {
		return nil
	}
	for k := top + 1; k < min(to, top+maxApposed); k++ {
		if d.is(k, lexicon.Relative) && d.tag(k, "PRON") {
			return nil
		}
		r := d.runAt(k)
		if r == nil || r.from != k || r.to > to || r.entity.kind != Person && !(r.entity.kind == Organisation && d.rel(d.topOf(r.from, r.to), "appos") && d.tokens[d.topOf(r.from, r.to)].head == top) {
			continue
		}
		name, start := d.anchor(r, d.topOf(r.from, r.to)), d.opening(k)
		if noun := k - 1; d.tokens[name].head == noun && d.near(k) && d.rel(name, "appos", "flat") && d.rel(noun, "appos") && d.tag(noun, "NOUN", "PROPN") {
			name, start = noun, d.opening(noun) // "zijn trainer, de Spanjaard Jan Jansen"
		}
		if d.comma(start-1) && (d.rel(name, "appos") || r.to == to && r.entity.kind == Person) {
			return r
		}
	}
	return nil
}

// office tells whether token i is a noun that may say what a person is: "de verdachte", which
// is a participle to the tree, too.
func (d *document) office(i int) bool { return d.tag(i, "NOUN") || d.tokens[i].word.Head != nil }

// opening returns the first token of the titles, articles and adjectives before the name at
// token k: "de 34-jarige Jan Jansen", "de Spanjaard Iker Lozano", "Lt. Col. J. Hays".
func (d *document) opening(k int) int {
	for k > 0 && d.near(k) && (d.is(k-1, lexicon.Title) || d.tag(k-1, "DET", "ADJ", "NUM") || d.tokens[k-1].word.People != "") {
		k--
	}
	return k
}

// placed resolves the office of a headline that has no room for "van": "Premier Italië".
func (d *document) placed(from, to, top int) *entity {
	if d.personHead(top) == nil || !d.headline(top) || top+1 >= to {
		return nil
	}
	if r := d.runAt(top + 1); r == nil || r.entity.kind != Government || r.to != to {
		return nil
	}
	e, _ := d.described(top)
	return e
}

// clip keeps the name of a description within the phrase that names the source, where the
// tree goes beyond it.
func (d *document) clip(e *entity, top, from, to int) {
	if e.named || e.owner != nil || d.refs[top].link != LinkFirst {
		return
	}
	low, high := d.nounPhrase(top, top, len(d.tokens))
	if low >= from && high <= to {
		return
	}
	low, high = max(low, from), min(high, to)
	if low < high && low <= top && top < high {
		e.name = d.describedName(top, low, high, nil)
	}
}

// bareName takes a noun with a capital that the search for names passed over, at the start
// of a sentence: "Versatel verwacht …".
func (d *document) bareName(from, to, top int) *entity {
	t := &d.tokens[top]
	if !t.upper || !t.initial || to-from != 1 || t.word.Known() || d.headNoun(top) != nil || d.plural(top) || d.lex.PersonLike(d.form(top)) && d.mid[lexicon.Fold(d.form(top))] {
		return nil
	}
	r := &run{from: from, to: to, words: d.nameWords(from, to)}
	d.enter(r)
	r.entity.elect()
	k, _ := slices.BinarySearchFunc(d.runs, r.from, func(r *run, k int) int { return r.from - k })
	d.runs = slices.Insert(d.runs, k, r)
	d.sight(r)
	return r.entity
}

// thing resolves whatever the noun or name at token i refers to.
func (d *document) thing(i int) *entity {
	if r := d.runAt(i); r != nil {
		return r.entity
	}
	if e := d.refs[i].entity; e != nil {
		return e
	}
	if d.tag(i, "PRON", "DET") {
		if d.thirdPerson(i) != nil {
			e, _ := d.pronoun(i)
			return e
		}
		if !d.pronounForm(i) || d.is(i, lexicon.Indefinite) {
			e, _ := d.nominal(i)
			return e
		}
		return nil
	}
	e, _ := d.nominal(i)
	return e
}

// conjuncts lists the coordinated sources of a phrase, the first one at token top.
func (d *document) conjuncts(from, to, top int) []int {
	out := []int{top}
	for c := range d.children(top) { // "minister Els Jansen en Jan Smit": the tree ties the second to the first's name
		if r := d.runAt(c); r != nil && c > top && c < to && d.rel(c, "appos", "flat") && !d.commaBetween(top, c) && r.entity.kind == Person {
			for k := range d.children(c) {
				if k > c && k < to && d.rel(k, "conj") && d.runAt(k) != nil && d.runAt(k) != r {
					out = append(out, k)
				}
			}
		}
	}
	for c := range d.children(top) {
		if c > top && c < to && d.rel(c, "conj") && d.tag(c, "NOUN", "PROPN", "PRON", "X") && d.runAt(c) != d.runOf(top) && !d.partyOf(c) && !d.complementToo(top, c) {
			out = append(out, c)
		}
	}
	return out
}

// complementToo tells whether token c, which the tree coordinates with the plural noun at token i, belongs to its
// complement: "onderzoekers van het NIOZ en de Rijksuniversiteit".
func (d *document) complementToo(i, c int) bool {
	if !d.rel(c, "conj") {
		return false
	}
	if d.body(i) && !d.plural(i) && d.plural(c) {
		for _, m := range d.complements(i, c) {
			if k := d.child(m, "case"); k >= 0 && d.is(k, lexicon.Of) && d.plural(m) {
				return true // "Vereniging van Vlaamse Steden en Gemeenten"
			}
		}
	}
	if !d.plural(i) || !d.personNoun(i) && d.headKind(i) != Group || !d.body(c) && (d.runAt(c) == nil || d.runAt(c).entity.kind == Person) {
		return false
	}
	for _, m := range d.complements(i, c) {
		if k := d.child(m, "case"); k >= 0 && d.is(k, lexicon.Of) && (d.body(m) || d.runAt(m) != nil && d.runAt(m).entity.kind != Person) {
			return true
		}
	}
	return false
}

// partyOf tells whether token i is of the party and state of a politician: "Dana Ellis, D-Ore.".
func (d *document) partyOf(i int) bool {
	letter := func(k int) bool { return k >= 0 && k < len(d.tokens) && len(d.form(k)) == 1 && d.tokens[k].upper }
	dash := func(k int) bool { return k >= 0 && k < len(d.tokens) && d.form(k) == "-" }
	return letter(i) && dash(i+1) || dash(i-1) && letter(i-2) || len(d.form(i)) > 2 && d.form(i)[1] == '-' && d.tokens[i].upper
}

// runOf returns the name at token i, or one of its own for a noun without.
func (d *document) runOf(i int) *run {
	if r := d.runAt(i); r != nil {
		return r
	}
	return &run{}
}

// together returns the source that coordinated sources are as one.
func (d *document) together(list []int) *entity {
	var members []*entity
	for _, i := range list {
		e := d.thing(i)
		if e == nil || slices.Contains(members, e) {
			continue
		}
		members = append(members, e)
	}
	if len(members) < 2 {
		return nil
	}
	names := make([]string, len(members))
	kind := members[0].kind
	for i, e := range members {
		names[i] = e.name
		if e.kind != kind {
			kind = Group
		}
	}
	last := len(names) - 1
	name := strings.Join(names[:last], ", ") + " " + d.coordinator(list[1:]) + " " + names[last]
	key := "+" + lexicon.Fold(name)
	e := d.nominals[key]
	if e == nil {
		e = &entity{name: name, kind: kind, plural: true}
		d.nominals[key] = e
	}
	return e
}

// coordinator returns the conjunction before one of the conjuncts, as the text has it.
func (d *document) coordinator(list []int) string {
	for _, i := range list {
		if c := d.child(i, "cc"); c >= 0 {
			return strings.ToLower(d.form(c))
		}
	}
	return "&"
}

// viewpoint resolves a noun for what somebody thinks or says to the one whose it is: "de
// visie van Caïro", "mijn inlichtingen".
func (d *document) viewpoint(i int) (*entity, Link) {
	if d.tag(i, "PROPN") || d.runAt(i) != nil || len(d.tokens[i].word.Nouns) == 0 {
		return nil, ""
	}
	if k := d.headKind(i); k != "" && k != DocumentKind {
		return nil, ""
	}
	own := d.possessor(i)
	if own != nil && (own.single() || d.headKind(i) == "") {
		return own, LinkPhrase
	}
	if d.headKind(i) != "" {
		return nil, ""
	}
	for _, m := range d.complements(i, len(d.tokens)) {
		c := d.child(m, "case")
		if c < 0 || !d.is(c, lexicon.Of) {
			continue
		}
		if e := d.thing(m); e != nil && (e.named || d.headKind(m) != "") {
			return e, LinkPhrase
		}
	}
	return nil, ""
}

// via finds through whom the words of informants came: "ooggetuigen die met de omroep
// spraken", "officials who told the newspaper".
func (d *document) via(s text.Span) *entity {
	from, to := d.tokensIn(s)
	if from >= to {
		return nil
	}
	top := d.headIn(from, to)
	for c := range d.children(top) {
		if c <= top || c >= to || !d.rel(c, "acl") || !d.speech(c) {
			continue
		}
		for x := range d.children(c) {
			if x >= to || !d.rel(x, "obl", "obj", "iobj") || d.rel(x, "obl:agent") && d.child(x, "case") < 0 {
				continue
			}
			if k := d.child(x, "case"); k >= 0 && !d.is(k, lexicon.With|lexicon.Means) {
				continue
			}
			if e := d.outlet(x); e != nil {
				e.mentions = append(e.mentions, Mention{Span: d.mentionSpan(x), Kind: d.refs[x].kind, Link: d.refs[x].link})
				return e
			}
		}
	}
	return nil
}

// speech tells whether the verb at token i is one of speaking.
func (d *document) speech(i int) bool {
	return slices.ContainsFunc(d.tokens[i].word.Verbs, func(v *lexicon.Cue) bool {
		switch v.Class {
		case "say", "report", "answer", "reveal", "explain":
			return !v.Weak && v.WithPhrase() == nil && v.ParticleWord() == nil
		}
		return false
	})
}

// outlet resolves the organisation or medium that the phrase of token i names, nil where it
// names something else.
func (d *document) outlet(i int) *entity {
	if d.runAt(i) == nil && d.headKind(i) != Organisation && d.headKind(i) != Media {
		return nil
	}
	if e := d.thing(i); e != nil && (e.kind == Organisation || e.kind == Media) {
		return e
	}
	return nil
}

// mentionSpan returns the words by which token i names what it refers to.
func (d *document) mentionSpan(i int) text.Span {
	if r := d.runAt(i); r != nil {
		return d.span(r.from, r.to)
	}
	from, to := d.nounPhrase(i, i, len(d.tokens))
	return d.span(from, to)
}
