package coref

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/lexicon"
)

// enter ties a name to the entity that bears it, a new one where none does.
func (d *document) enter(r *run) {
	kind, weight := d.kindOf(r)
	if kind == Organisation && len(r.words) == 1 && len(r.kind) > 0 && d.full(r.words[0]) {
		kind, weight = Person, 5 // "Ford", whom the text also calls "Betty Ford"
	}
	key := strings.Join(r.words, " ")
	e, link := d.bearer(r, key, kind)
	if e == nil {
		e, link = d.newNamed(r, key), LinkFirst
		if kind == Person {
			d.fileSurname(e)
		}
	}
	if e.suffix == "" {
		e.suffix = d.suffix(r)
	}
	r.entity, r.link = e, link
	e.vote(kind, weight)
	if e.gender == "" && kind == Person {
		e.gender = d.genderOf(r, link)
	}
	d.fuller(e, r)
	d.acronym(e, r)
}

// full tells whether the text has a person with the given names before this surname.
func (d *document) full(surname string) bool {
	return slices.ContainsFunc(d.bySurname[surname], func(e *entity) bool {
		return len(e.given) > 0 && d.lex.Word(e.given[0]).Is(lexicon.GivenMasc|lexicon.GivenFem)
	})
}

func (d *document) newNamed(r *run, key string) *entity {
	e := &entity{name: d.nameOf(r), words: r.words, named: true}
	e.given, e.surname = d.parts(r.words)
	if d.entities[key] == nil {
		d.entities[key] = e
	}
	d.all = append(d.all, e)
	d.file(d.byFirst, e.words[0], e)
	if len(e.words) > 1 && d.lex.Word(e.words[0]).Is(lexicon.NoName) {
		d.file(d.byFirst, e.words[1], e)
	}
	if len(e.words) > 1 {
		d.file(d.byInitials, initialsOf(e.words), e)
	}
	return e
}

// mostBearers is how many entities are kept under one key: a text with thousands is no article.
const mostBearers = 24

func (d *document) file(list map[string][]*entity, key string, e *entity) {
	if l := list[key]; len(l) < mostBearers && !slices.Contains(l, e) {
		list[key] = append(l, e)
	}
}

// suffix returns the folded suffix that tells a name from that of a relative: "jr", "iii".
func (d *document) suffix(r *run) string {
	for i := r.from + 1; i < r.to; i++ {
		if d.is(i, lexicon.NameSuffix) {
			return strings.TrimSuffix(lexicon.Fold(d.form(i)), ".")
		}
	}
	return ""
}

// nameOf returns the words of a name as the text has them.
func (d *document) nameOf(r *run) string {
	return trimGenitive(strings.Trim(d.phrase(r.from, r.to), "*_"))
}

// parts divides the name of a person into given names and surname: "jan", "van der kroft".
func (d *document) parts(words []string) (given []string, surname string) {
	if len(words) == 0 {
		return nil, ""
	}
	at := len(words) - 1
	for i := range len(words) - 1 {
		if d.lex.Word(words[i]).Is(lexicon.NameParticle) && (i == 0 || !d.lex.Word(words[i]).Is(lexicon.GivenMasc|lexicon.GivenFem)) {
			at = i
			break
		}
	}
	return words[:at], strings.Join(words[at:], " ")
}

// fileSurname lets the shorter names of a person find it.
func (d *document) fileSurname(e *entity) {
	if e.surname == "" {
		return
	}
	d.file(d.bySurname, e.surname, e)
	if len(e.given) == 0 {
		return
	}
	d.file(d.bySpelling, transliterated(e.surname), e)
	for _, w := range e.words[1:] { // "Moreno" of "Lenin Moreno Garcés"
		if utf8.RuneCountInString(w) > 2 && !d.lex.Word(w).Is(lexicon.NameParticle) {
			d.file(d.bySurname, w, e)
		}
	}
	d.file(d.byGiven, e.given[0], e)
}

// bearer finds the entity that a name may mean, and how.
func (d *document) bearer(r *run, key string, kind Kind) (*entity, Link) {
	if e := d.entities[key]; e != nil && d.agrees(r, e) {
		return e, LinkName
	}
	if kind == Person {
		if e, link := d.person(r, key); e != nil {
			return e, link
		}
	}
	if len(r.words) == 1 && initials(d.form(r.from)) { // a suspect: "Marco V.", "V. bekent"
		for _, surname := range []string{key, strings.TrimSuffix(key, ".")} {
			if list := d.fitting(r, d.bySurname[surname]); len(list) > 0 {
				return latest(list, r.from), LinkSurname
			}
		}
	}
	if len(r.words) == 1 && d.lex.VerbSecond && strings.HasSuffix(key, "s") { // genitive: "Jansens plan"
		base := strings.TrimSuffix(key, "s")
		if e := d.entities[base]; e != nil {
			return e, LinkName
		}
		if list := d.bySurname[base]; len(list) > 0 {
			return latest(list, r.from), LinkSurname
		}
	}
	if e := d.initialism(r, key); e != nil {
		return e, LinkAcronym
	}
	if kind != Person || len(r.words) == 1 {
		if e := d.part(r, kind); e != nil {
			return e, LinkPart
		}
	}
	return nil, ""
}

// person finds the person whom a shorter or other form of the name means. Two first names
// never meet, and a title of the other gender parts a surname.
func (d *document) person(r *run, key string) (*entity, Link) {
	given, surname := d.parts(r.words)
	if len(given) == 0 {
		list := d.fitting(r, d.bySurname[key])
		if len(list) > 0 {
			return latest(list, r.from), LinkSurname
		}
		if list = d.byGiven[key]; len(list) == 1 && d.agrees(r, list[0]) && !d.titled(r) {
			return list[0], LinkGiven
		}
		return d.spelled(r, key), LinkSurname
	}
	var list []*entity
	for _, e := range d.fitting(r, d.bySurname[surname]) {
		if len(e.given) > 0 && d.sameGiven(given, e.given) {
			list = append(list, e)
		}
	}
	if len(list) > 0 {
		return latest(list, r.from), LinkInitials
	}
	for _, e := range d.bySurname[r.words[len(r.words)-1]] { // "Jansen-de Boer" of "Els Jansen-de Boer"
		if n := len(e.words) - len(r.words); n > 0 && slices.Equal(e.words[n:], r.words) && d.agrees(r, e) {
			return e, LinkSurname
		}
	}
	return nil, ""
}

// titled tells whether a title or role stands before the name: it is a surname then.
func (d *document) titled(r *run) bool {
	return d.is(r.from-1, lexicon.Title) || d.personHead(r.from-1) != nil
}

func (d *document) fitting(r *run, list []*entity) []*entity {
	var out []*entity
	for _, e := range list {
		if d.agrees(r, e) {
			out = append(out, e)
		}
	}
	return out
}

// agrees tells whether the title before a name, "mevrouw", allows that it means e.
func (d *document) agrees(r *run, e *entity) bool {
	if s := d.suffix(r); s != "" && e.suffix != "" && s != e.suffix {
		return false // "Jansen jr.", "Jansen sr."
	}
	g := ""
	switch {
	case d.is(r.from-1, lexicon.TitleMasc):
		g = "masc"
	case d.is(r.from-1, lexicon.TitleFem):
		g = "fem"
	default:
		if len(r.words) == 1 {
			g = d.personHead(r.from - 1).NaturalGender()
		}
	}
	return g == "" || e.gender == "" || e.gender == g
}

// sameGiven tells whether two lists of given names may be those of one person: equal, one
// the initials of the other, one a nickname; the shorter list may lack the later names.
func (d *document) sameGiven(a, b []string) bool {
	for i := range min(len(a), len(b)) {
		if !d.oneGiven(a[i], b[i]) {
			return false
		}
	}
	return true
}

func (d *document) oneGiven(a, b string) bool {
	if a == b {
		return true
	}
	x, y := strings.ReplaceAll(a, ".", ""), strings.ReplaceAll(b, ".", "")
	if (x != a || y != b) && x != "" && y != "" {
		first, _ := utf8.DecodeRuneInString(x)
		second, _ := utf8.DecodeRuneInString(y)
		return first == second
	}
	return d.lex.Nickname(a, b)
}

// spelled finds the one person whose surname is the same in another transliteration:
// "Zelensky", "Zelenskyy".
func (d *document) spelled(r *run, key string) *entity {
	if utf8.RuneCountInString(key) < 6 {
		return nil
	}
	if list := d.fitting(r, d.bySpelling[transliterated(key)]); len(list) == 1 {
		return list[0]
	}
	return nil
}

// transliterations are spellings of the same Slavic or Arabic sounds.
var transliterations = strings.NewReplacer("yy", "i", "iy", "i", "ij", "i", "ii", "i", "y", "i", "j", "i", "oe", "u", "ou", "u", "tch", "c", "tsj", "c", "ch", "c", "kh", "h", "sj", "s", "sh", "s", "zh", "z", "w", "v", "ë", "e", "é", "e", "'", "")

func transliterated(s string) string { return transliterations.Replace(s) }

// initialism finds the organisation of whose words the name is the initials: "HRW".
func (d *document) initialism(r *run, key string) *entity {
	if e := d.acronyms[key]; e != nil {
		return e
	}
	if len(r.words) != 1 || !acronymLike(d.form(r.from)) || len(key) < 2 {
		return nil
	}
	if list := d.byInitials[key]; len(list) == 1 && (len(list[0].words) > 2 || list[0].votes[Person] == 0) {
		return list[0]
	}
	return nil
}

// initialsOf returns the first letters of the words of a name, without its small words.
func initialsOf(words []string) string {
	var b strings.Builder
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(w); len(w) > 3 || len(words) <= 3 {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// part finds the body whose longer name begins with this one, the adjective of a country aside:
// "het Planbureau" for "Planbureau voor de Leefomgeving", "de Voetbalbond" for "Belgische Voetbalbond".
func (d *document) part(r *run, kind Kind) *entity {
	if d.tokens[r.from].word.Place != "" {
		return nil
	}
	known := r.kind != "" && len(r.words) == 1 && !d.body(r.from) // "Amnesty" of "Amnesty International", not "VN" of "VN Vandaag"
	var list []*entity
	for _, e := range d.byFirst[r.words[0]] {
		if known && (e.evidence < 6 || e.votes[r.kind] == 0) {
			continue
		}
		words := e.words
		if words[0] != r.words[0] {
			words = words[1:] // behind the adjective of a country
		}
		if len(e.words) > len(r.words) && len(words) >= len(r.words) && slices.Equal(words[:len(r.words)], r.words) && e.votes[Person] == 0 {
			list = append(list, e)
		}
	}
	if len(list) == 0 || len(list) > 1 && kind != Organisation {
		return nil
	}
	return latest(list, r.from)
}

// fuller takes the name of a place as canonical if it is a fuller one than that before.
func (d *document) fuller(e *entity, r *run) {
	if len(r.words) > len(e.words) || len(r.words) == len(e.words) && spelledOut(r.words) > spelledOut(e.words) {
		e.name, e.words = d.nameOf(r), r.words
		e.given, e.surname = d.parts(r.words)
	}
}

// spelledOut counts the letters of words that are no initials.
func spelledOut(words []string) int {
	n := 0
	for _, w := range words {
		if !strings.HasSuffix(w, ".") {
			n += min(len(w), 3)
		}
	}
	return n
}

// acronym reads "(HRW)" behind a name.
func (d *document) acronym(e *entity, r *run) {
	short := d.bracketed(r.to)
	if len(short) < 2 || short != strings.ToUpper(short) || e.votes[Person] > e.votes[Organisation] {
		return
	}
	if key := lexicon.Fold(short); d.acronyms[key] == nil {
		d.acronyms[key] = e
	}
}

// bracketed returns the one word in brackets at token i, "" for none.
func (d *document) bracketed(i int) string {
	if i+2 < len(d.tokens) && d.form(i) == "(" && d.form(i+2) == ")" && d.near(i+1) {
		return d.form(i + 1)
	}
	return ""
}

// genderOf reads a gender from the given name, the title, the role.
func (d *document) genderOf(r *run, link Link) string {
	w := d.tokens[r.from].word
	if link == LinkSurname {
		w = lexicon.Nothing() // "Roos" of "Piet Roos"
	}
	switch {
	case w.Is(lexicon.GivenMasc) && !w.Is(lexicon.GivenFem):
		return "masc"
	case w.Is(lexicon.GivenFem) && !w.Is(lexicon.GivenMasc):
		return "fem"
	case d.is(r.from-1, lexicon.TitleMasc):
		return "masc"
	case d.is(r.from-1, lexicon.TitleFem):
		return "fem"
	}
	return d.personHead(r.from - 1).NaturalGender()
}

// kindOf tells what sort of source a name is as far as this place shows, and how surely.
func (d *document) kindOf(r *run) (Kind, float64) {
	if r.kind != "" && r.kind != Government {
		return r.kind, 6
	}
	if r.kind == Government && len(r.words) == 1 && d.personHead(r.from-1) != nil {
		return Government, 5 // "Premier Italië: …"
	}
	if d.near(r.from) && d.officeBefore(r.from-1) >= 0 {
		return Person, 5
	}
	if d.labels[r.from] {
		return Person, 5 // "COLE: It will be."
	}
	if d.headKind(r.from) == Group && !d.tokens[r.from].upper {
		return Group, 5
	}
	noun := d.apposedNoun(r)
	if noun >= 0 && d.headKind(noun) == Anonymous {
		return Person, 5 // "klokkenluider Jansen" has a name
	}
	if noun >= 0 && d.headKind(noun) != "" {
		return d.headKind(noun), 5
	}
	if d.is(r.from-1, lexicon.Title) || d.personHead(r.from-1) != nil && d.near(r.from) {
		return Person, 5
	}
	first := &d.tokens[r.from]
	if d.initial(r.from) || first.word.Is(lexicon.GivenMasc|lexicon.GivenFem) && (len(r.words) > 1 || first.word.Place == "") {
		return Person, float64(min(len(r.words), 2)) * 2
	}
	for k := d.core(r) - 1; k >= r.from; k-- {
		if h := d.headKind(k); h != "" && h != Person && h != Anonymous {
			return h, 4
		}
		if d.is(k, lexicon.OrgSuffix|lexicon.OrgWord) && (k > r.from || len(r.words) > 1 && acronymLike(d.form(k))) {
			return Organisation, 4
		}
	}
	if r.kind == Government {
		return Government, 3
	}
	if noun >= 0 && d.tokens[noun].head != noun && !d.personNoun(noun) {
		return Organisation, 2 // "de vergelijkingssite Kieskeur"
	}
	if len(r.words) == 1 {
		return d.singleKind(r)
	}
	if d.is(r.from, lexicon.NameParticle) && !d.tag(r.from, "DET") {
		return Person, 1.5
	}
	if len(r.words) > 2 && d.tokens[r.from].upper && d.surnameBehind(r.from+1) == r.to {
		return Person, 2 // "Lode van der Leeuw"
	}
	if d.led(r) && !d.full(r.words[len(r.words)-1]) {
		return Organisation, 2
	}
	if len(r.words) >= 4 || d.indexed(r) || d.articleBefore(r.from) {
		return Organisation, 2
	}
	return Person, 1.5
}

// core returns the token behind the head of a name: what follows a preposition in it says
// nothing of its kind ("Institute for Fiscal Analysis").
func (d *document) core(r *run) int {
	for k := r.from + 1; k < r.to; k++ {
		if !d.tokens[k].upper && d.is(k, lexicon.Preposition_|lexicon.Of) && d.bodyIn(r.from, k) {
			return k
		}
	}
	return r.to
}

// singleKind guesses the kind of a name of one word that nothing around it explains.
func (d *document) singleKind(r *run) (Kind, float64) {
	switch {
	case acronymLike(d.form(r.from)), d.lex.VerbSecond && camel(d.form(r.from)) && len(d.bySurname[r.words[0]]) == 0:
		return Organisation, 3
	case d.compounds[r.words[0]] && len(d.bySurname[r.words[0]]) == 0:
		return Organisation, 2
	case d.led(r) && len(d.bySurname[r.words[0]]) == 0:
		return Organisation, 2
	case d.articleBefore(r.from) && len(d.bySurname[r.words[0]]) == 0:
		return Organisation, 2
	case d.is(r.from, lexicon.PlaceNamed) || d.located(r.from):
		return Government, 1.5
	}
	return Person, 1
}

// led tells whether a name is what somebody leads or works for: "topman van Vattum".
func (d *document) led(r *run) bool {
	top := d.topOf(r.from, r.to)
	c, h := d.child(top, "case"), d.tokens[top].head
	return c >= 0 && d.is(c, lexicon.Of|lexicon.Role) && h >= 0 && h < r.from && d.rel(top, "nmod") && d.headNoun(h) != nil && d.lex.Leads(d.headNoun(h).Lemma)
}

// located tells whether a name stands behind a preposition of place: "in Westkapelle".
func (d *document) located(i int) bool {
	c := d.child(i, "case")
	return c >= 0 && d.is(c, lexicon.PlacePreposition) || c < 0 && d.is(i-1, lexicon.PlacePreposition) && d.near(i)
}

// indexed tells whether a name holds a preposition, as only names of bodies do.
func (d *document) indexed(r *run) bool {
	for k := r.from + 1; k < r.to; k++ {
		if !d.tokens[k].upper && !d.is(k, lexicon.NameParticle) && d.is(k, lexicon.Preposition_|lexicon.Coordinator) {
			return true
		}
	}
	return false
}

func (d *document) articleBefore(i int) bool {
	return d.is(i-1, lexicon.Article) && d.near(i) && !d.is(i-1, lexicon.AnArticle)
}

// apposedNoun returns the noun that the tree ties to a name as its description: "persbureau
// Zon", "de website Kieskeur"; -1 for none.
func (d *document) apposedNoun(r *run) int {
	top := d.topOf(r.from, r.to)
	noun := -1
	if h := d.tokens[top].head; h >= 0 && h < r.from && d.rel(top, "appos", "flat", "nmod") && d.tag(h, "NOUN") && d.child(top, "case") < 0 && !d.comma(r.from-1) {
		noun = h
	} else if k := r.from - 1; k >= 0 && d.near(r.from) && d.tag(k, "NOUN") && d.tokens[k].head != top {
		noun = k
	}
	for c := range d.children(top) {
		if c < r.from && d.rel(c, "nmod:desc", "compound") && d.headNoun(c) != nil {
			noun = c
		}
	}
	if noun < 0 || d.plural(noun) {
		return -1
	}
	return noun
}

// topOf returns the token from up to to whose head lies outside, the first such.
func (d *document) topOf(from, to int) int {
	for k := from; k < to; k++ {
		if h := d.tokens[k].head; (h < from || h >= to) && !d.tag(k, "PUNCT", "ADP", "CCONJ", "DET") {
			return k
		}
	}
	return from
}
