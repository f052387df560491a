package coref

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/lexicon"
)

// run is a name as it stands in the text.
type run struct {
	from, to int // tokens
	entity   *entity
	link     Link
	kind     Kind // of a name that the lexicon knows
	words    []string
}

// longest is how many tokens a name may have.
const longest = 12

// names finds the names of the text and links the short ones to the full ones, wherever
// these stand: a headline has the surname first.
func (d *document) names() {
	d.mid, d.last, d.lower = map[string]bool{}, map[string]bool{}, map[string]int{}
	d.capital, d.solo = map[string]int{}, map[string]bool{}
	for i := range d.tokens {
		if f := lexicon.Fold(d.form(i)); d.tokens[i].upper {
			d.capital[f]++
			d.solo[f] = d.solo[f] || i == 0 || !d.is(i-1, lexicon.NameParticle)
		}
		if t := &d.tokens[i]; t.upper && !t.initial {
			d.mid[lexicon.Fold(d.form(i))] = true
		} else if !t.upper {
			d.lower[lexicon.Fold(d.form(i))]++
		}
		if t := &d.tokens[i]; t.upper && d.rel(i, "flat") && d.tag(i, "PROPN") && d.near(i) && d.tokens[i-1].upper && d.tag(i-1, "PROPN") {
			d.last[lexicon.Fold(d.form(i))] = true
		}
	}
	d.hyphenated()
	d.particled()
	d.foreign()
	for i := 0; i < len(d.tokens); {
		to, kind := d.nameAt(i)
		if to == i {
			i++
			continue
		}
		from := i
		named := i > 0 && d.near(i) && d.tag(i-1, "NOUN") && d.body(i-1) // "stichting De Noordzee"
		if to > i+1 && d.is(i, lexicon.NameParticle) && d.surnames[d.folded(i, to)] && !named {
			kind = Person // "Van ’t Hof" of whom the text has the given name is no court
		}
		if d.household(i, to) {
			from, kind = i-1, ""
		}
		d.runs = append(d.runs, &run{from: from, to: to, kind: kind, words: d.nameWords(from, to)})
		i = to
	}
	order := slices.Clone(d.runs)
	slices.SortStableFunc(order, func(a, b *run) int { return cmp.Compare(len(b.words), len(a.words)) })
	for _, r := range order {
		d.enter(r)
	}
	for _, r := range d.runs {
		r.entity.at = append(r.entity.at, r.from)
	}
	for _, e := range d.all {
		e.elect()
	}
	for _, r := range d.runs {
		if r.entity.kind == Person {
			d.describe(r)
		}
	}
}

// hyphenated notes the names that begin compounds: "Versatel-toestel" is made by no person.
func (d *document) hyphenated() {
	d.compounds = map[string]bool{}
	for i := range d.tokens {
		if t := &d.tokens[i]; t.upper && t.UPOS == "NOUN" {
			if name, noun, ok := strings.Cut(d.form(i), "-"); ok && firstLower(noun) && (d.personHead(i) == nil || d.spokesCompound(i) || d.lex.Leads(d.personHead(i).Lemma)) {
				d.compounds[lexicon.Fold(name)] = true
			}
		}
	}
}

// particled notes the surnames with particles that the text has where a capital says so:
// "Tine de Boer", "wethouder De Groot".
func (d *document) particled() {
	d.surnames = map[string]bool{}
	for i := 0; i < len(d.tokens); i++ {
		j := i
		for j < len(d.tokens) && j-i < 3 && d.is(j, lexicon.NameParticle) && (j == i || d.near(j)) {
			j++
		}
		if j == i || j >= len(d.tokens) || !d.near(j) || !d.tokens[j].upper || d.is(j, lexicon.NameParticle) {
			continue
		}
		t := &d.tokens[i]
		inside := t.upper && !d.headline(i) && (!t.initial || d.tag(i, "PROPN") && d.rel(j, "flat"))
		behind := !t.upper && i > 0 && d.near(i) && d.tokens[i-1].upper && d.givenOnly(i-1, i) && !d.rel(j, "obl", "nmod")
		if inside || behind {
			d.surnames[d.folded(i, j+1)] = true
		}
	}
}

// household tells whether the name at token i is that of a family or couple, whose noun stands
// before it: "het echtpaar De Wit" is none of the people of that name. So is the name of a place
// behind the noun for a body: "de rechtbank Amsterdam" is not the town.
func (d *document) household(i, to int) bool {
	if i == 0 || !d.near(i) || !d.tag(i-1, "NOUN") || d.plural(i-1) || d.runAt(i-1) != nil {
		return false
	}
	seat := d.lex.VerbSecond && to == i+1 && d.headKind(i-1) == Organisation && d.place(i) && (!d.tokens[i-1].upper || d.tokens[i-1].initial)
	if d.headKind(i-1) != Group && !seat {
		return false
	}
	h := d.tokens[i].head
	return h == i-1 || h >= 0 && h == d.tokens[i-1].head || d.tokens[i-1].head >= i
}

// foreign notes the names of bodies with a conjunction in them, which follow the noun of one
// body: "de belangenorganisatie Bits of Freedom" is not two.
func (d *document) foreign() {
	d.single = map[string]bool{}
	for i := 1; i+2 < len(d.tokens); i++ {
		if d.tokens[i].upper && d.is(i+1, lexicon.Coordinator) && d.near(i+2) && d.tokens[i+2].upper && d.near(i+1) && d.near(i) &&
			!d.tokens[i-1].upper && d.tag(i-1, "NOUN") && d.body(i-1) && !d.plural(i-1) {
			d.single[d.folded(i, i+3)] = true
		}
	}
}

func firstLower(s string) bool { return s != "" && unicode.IsLower(firstRune(s)) }

// nameAt returns the token behind the name that begins at token i, i where none does, and
// its kind if the lexicon has the name.
func (d *document) nameAt(i int) (int, Kind) {
	if !d.tokens[i].upper && !d.digitName(i) {
		return i, ""
	}
	if n, kind := d.known(i); n > 1 {
		if j := d.within(i + n); j > i+n {
			return j, "" // "United Nations Human Rights Council"
		}
		return i + n, kind
	}
	j := d.startOf(i)
	if j == i {
		return i, ""
	}
	for j < len(d.tokens) && j-i < longest && d.near(j) {
		next := d.continued(i, j)
		if next == j {
			break
		}
		j = next
	}
	_, kind := d.known(i)
	if j > i+1 {
		kind = ""
	}
	return j, kind
}

// within returns the token behind the name of a body that begins with another's and ends
// behind token j, j for none: the tree puts the first before the noun of the second.
func (d *document) within(j int) int {
	h := d.tokens[j-1].head
	if h < j || h >= j+5 || !d.rel(j-1, "compound", "flat", "nmod") || !d.body(h) || d.rel(j-1, "nmod:poss") {
		return j
	}
	for k := j; k <= h; k++ {
		if !d.near(k) || !d.tokens[k].upper || d.tag(k, "PUNCT") {
			return j
		}
	}
	return h + 1
}

// digitName tells whether token i is a name that begins with a digit: "50Plus".
func (d *document) digitName(i int) bool {
	s := d.form(i)
	return unicode.IsDigit(firstRune(s)) && strings.ContainsFunc(s, unicode.IsUpper)
}

// known matches the names of bodies and places in the lexicon, the longest that begins at
// token i.
func (d *document) known(i int) (int, Kind) {
	for _, ph := range d.tokens[i].word.Phrases {
		if ph.Kind != lexicon.BodyName && ph.Kind != lexicon.PlaceName {
			continue
		}
		n := ph.Match(func(k int) *lexicon.Word { return d.wordAt(i + k) })
		if n == 0 || !d.tokens[i+n-1].upper && n > 1 {
			continue
		}
		if ph.Kind == lexicon.PlaceName {
			return n, Government
		}
		return n, Kind(ph.Value)
	}
	return 0, ""
}

func (d *document) wordAt(i int) *lexicon.Word {
	if i < 0 || i >= len(d.tokens) {
		return lexicon.Nothing()
	}
	return d.tokens[i].word
}

// startOf returns the token behind the first word of a name, with the particles that open a
// surname ("Van den Berg"); i where no name begins.
func (d *document) startOf(i int) int {
	t := &d.tokens[i]
	if !t.word.Is(lexicon.NameParticle) || t.word.Is(lexicon.GivenMasc|lexicon.GivenFem) {
		if d.namePart(i, true) {
			return i + 1
		}
		return i
	}
	j := i + 1
	for j < len(d.tokens) && j-i < 4 && d.near(j) && d.is(j, lexicon.NameParticle) && !d.tokens[j].upper {
		j++
	}
	if j >= len(d.tokens) || !d.near(j) || !d.tokens[j].upper {
		return i
	}
	if t.UPOS == "PROPN" && !t.initial || d.rel(j, "flat") && d.tokens[j].head == i || d.rel(i, "flat", "compound") {
		return j + 1
	}
	if t.initial && d.surnames[d.folded(i, j+1)] { // "De Wit zegt", "De bond zegt"
		return j + 1
	}
	if !t.initial && d.namePart(j, false) && (t.UPOS == "" || d.tag(j, "PROPN", "X")) && !d.tag(i, "DET") {
		return j + 1
	}
	return i
}

// folded returns the folded words of tokens from up to to.
func (d *document) folded(from, to int) string { return lexicon.Fold(d.phrase(from, to)) }

// continued returns the token behind what token j adds to the name that begins at i, j for
// nothing.
func (d *document) continued(i, j int) int {
	if !d.lex.VerbSecond && j == i+1 && (acronymLike(d.form(i)) || acronymLike(d.form(j))) && d.personHead(j) != nil {
		return j // "WHO Director-General …", "Zon CEO …"
	}
	if !d.portfolio(i, j) && !d.surnameParticle(i, j) && (d.namePart(j, false) || d.surnameLike(i, j)) && d.linked(i, j) || d.is(j, lexicon.NameSuffix) && (d.tokens[j].upper || strings.HasSuffix(d.form(j), ".")) && d.personal(i) {
		return j + 1
	}
	if d.owned(j) {
		return j + 2
	}
	if d.hyphened(i, j) {
		return j + 2
	}
	k := j
	if d.is(k, lexicon.Title) && !d.tokens[k].upper && d.initialed(i, j) && d.is(k+1, lexicon.NameParticle) {
		k++ // "W. graaf van Dam"
	}
	for k < len(d.tokens) && k-j < 4 && d.near(k) && d.is(k, lexicon.NameParticle) {
		k++
	}
	if d.portfolio(i, j) {
		return j
	}
	if e := d.surnameBehind(j); e > 0 {
		unknown := j == i+1 && d.tag(i, "PROPN") && !d.tokens[i].word.Known() && !acronymLike(d.form(i)) && !d.is(j, lexicon.Of)
		if unknown || d.is(i, lexicon.GivenMasc|lexicon.GivenFem) && d.givenOnly(i, j) {
			return e
		}
	}
	if k > j && k < len(d.tokens) && d.near(k) && d.tokens[k].upper && !d.whereabouts(j, k) {
		if d.initialed(i, j) && (k > j+1 || !d.is(j, lexicon.Of) || !d.belongsTo(k)) {
			return k + 1
		}
		inside := d.rel(j, "flat", "fixed") && d.tokens[j].head >= i-2 || d.rel(k, "flat") && d.tokens[k].head >= i && d.tokens[k].head < j
		if inside || d.introduced(i, j, k) || d.givenOnly(i, j) && (d.is(i, lexicon.GivenMasc|lexicon.GivenFem) && !d.body(k) && !acronymLike(d.form(k)) || !d.is(j, lexicon.Of) || !d.rel(k, "obl", "nmod") || d.is(j, lexicon.Article) || d.surnames[d.folded(j, k+1)]) {
			return k + 1 // "Tine de Boer" is no farmer
		}
	}
	return d.joined(i, j)
}

// unknownRole tells whether the word with a capital at token i, the first of its sentence, is what the person is whose
// given name and surname follow: "Indiener Sem de Jong", "Peilingdeskundige Peter Kanne".
func (d *document) unknownRole(i int) bool {
	j := i + 1
	if !d.lex.VerbSecond || !d.tokens[i].initial || j+1 >= len(d.tokens) || !d.near(j) || !d.near(j+1) || d.mid[lexicon.Fold(d.form(i))] || d.is(i, lexicon.GivenMasc|lexicon.GivenFem) {
		return false
	}
	if !d.is(j, lexicon.GivenMasc|lexicon.GivenFem) && !d.tag(i, "NOUN") || !d.tokens[j].upper || !d.tokens[j+1].upper && !d.is(j+1, lexicon.NameParticle) {
		return false
	}
	return d.lex.PersonLike(d.form(i)) || d.lex.Compound(d.form(i)) != nil && d.lex.Compound(d.form(i)).Kind == string(Person)
}

// describer tells whether the noun with a capital at token i, the first of its sentence, only
// says what the body is that is named behind it: "Energiebedrijf Vattum", "Vakbond VBZ". A
// noun that has its capital elsewhere too is part of the name: "Stichting Zeehond".
func (d *document) describer(i int) bool {
	if !d.tokens[i].initial || !d.near(i+1) || !d.tokens[i+1].upper || !d.lex.VerbSecond || d.mid[lexicon.Fold(d.form(i))] || d.is(i, lexicon.OtherNamed|lexicon.PlaceNamed) {
		return false
	}
	h := d.headNoun(i)
	if h == nil || !d.body(i) || d.plural(i) || len(d.tokens[i].word.Phrases) > 0 {
		return false
	}
	compound := d.tokens[i].word.Head == nil
	return !(compound && d.place(i+1)) && // "Patiëntenfederatie Nederland"
		(compound || !d.lex.OpensName(d.form(i)) && !d.is(i+1, lexicon.NameParticle|lexicon.Article)) && !d.tag(i, "PROPN") ||
		d.lower[lexicon.Fold(d.form(i))] > 0 || acronymLike(d.form(i+1)) && !d.bracketedAcronym(i)
}

// bracketedAcronym tells whether the name from token i on has its initials in brackets behind it.
func (d *document) bracketedAcronym(i int) bool {
	for k := i + 1; k < len(d.tokens) && k < i+6 && d.near(k); k++ {
		if acronymLike(d.bracketed(k)) {
			return true
		}
	}
	return false
}

// surnameParticle tells whether a particle with a capital at token j opens the surname behind
// given names: "Luc De Backer".
func (d *document) surnameParticle(i, j int) bool {
	return d.is(j, lexicon.NameParticle) && !d.is(j, lexicon.GivenMasc|lexicon.GivenFem) && j+1 < len(d.tokens) && d.near(j+1) && d.tokens[j+1].upper && d.givenOnly(i, j)
}

// place tells whether the lexicon has token i for a place.
func (d *document) place(i int) bool {
	return d.is(i, lexicon.PlaceNamed) || d.tokens[i].word.Place != ""
}

// surnameBehind returns the token behind the surname that particles open at token j, of a person
// whose given name goes before: "van der Berg", "ten Kate"; 0 for none. A particle that may be a
// preposition of place, or "van" alone, proves nothing.
func (d *document) surnameBehind(j int) int {
	k := j
	for k < len(d.tokens) && k-j < 3 && d.near(k) && d.is(k, lexicon.NameParticle) && !d.tokens[k].upper {
		k++
	}
	if k == j || k >= len(d.tokens) || !d.near(k) || !d.tokens[k].upper || d.is(j, lexicon.Setting|lexicon.Role) || k == j+1 && d.is(j, lexicon.Of) ||
		d.belongsTo(k) || d.tag(k, "VERB", "AUX", "PRON") {
		return 0
	}
	return k + 1
}

// whereabouts tells whether the preposition at token j only says from where somebody is, by the
// tree: "Ali R. uit Zevendonk" has no surname "uit Zevendonk".
func (d *document) whereabouts(j, k int) bool {
	contracted := d.lemma(j) != lexicon.Fold(d.form(j)) // "Gert ten Bosch"
	return k == j+1 && d.is(j, lexicon.Preposition_) && !d.is(j, lexicon.Of) && !contracted && d.rel(k, "nmod", "obl") && !d.surnames[d.folded(j, k+1)]
}

// introduced tells whether the one word from token i is a given name, with the surname at token k
// behind "van" at token j: an office stands before it, and the text has neither word by itself, as
// it would have a surname and the name of a body.
func (d *document) introduced(i, j, k int) bool {
	if k != j+1 || j != i+1 || i == 0 || !d.near(i) || d.personHead(i-1) == nil || d.lex.Portfolio(d.lemma(i-1)) || len(d.tokens[k].word.Phrases) > 0 || d.tokens[k].word.Place != "" || d.body(k) || acronymLike(d.form(k)) {
		return false
	}
	return d.capital[lexicon.Fold(d.form(i))] == 1 && !d.solo[lexicon.Fold(d.form(k))]
}

// belongsTo tells whether token k names what a person comes from, not how he is called: "A. van
// Amnesty".
func (d *document) belongsTo(k int) bool {
	return d.body(k) || acronymLike(d.form(k)) || len(d.tokens[k].word.Phrases) > 0 && d.tokens[k].word.Place == ""
}

// hyphened tells whether a hyphen at token j joins the second part of a given name or surname
// to the name from token i, in a language that divides them: "Anne-Marie", "O'Connor-Lee".
func (d *document) hyphened(i, j int) bool {
	if f := d.form(j); f != "-" && f != "‑" || !d.glued(j) || !d.glued(j+1) || !d.tokens[j+1].upper || !d.tag(j+1, "PROPN") {
		return false
	}
	if d.is(i, lexicon.GivenMasc|lexicon.GivenFem) || d.initial(i) {
		return !d.hyphenNoun(j+1) && !d.body(j+1)
	}
	return d.rel(j+1, "flat") && d.tokens[j+1].head >= i && d.tokens[j+1].head < j
}

// glued tells whether nothing stands between token j and the one before it.
func (d *document) glued(j int) bool {
	return d.near(j) && d.tokens[j].Start == d.tokens[j-1].End
}

// owned tells whether a plural owner at token j-1 begins the name of a body: "Seafarers’ Council".
func (d *document) owned(j int) bool {
	if f := d.form(j); f != "’" && f != "'" || j+1 >= len(d.tokens) || !d.tokens[j+1].upper {
		return false
	}
	return d.near(j+1) && d.rel(j-1, "nmod:poss") && d.tokens[j-1].head > j && d.body(d.tokens[j-1].head) && d.tokens[d.tokens[j-1].head].upper && d.articleBefore(j-1)
}

// portfolio tells whether the name from i to j only says of what a person is minister, whose
// name begins at j: "minister van Mobiliteit Els Jansen".
func (d *document) portfolio(i, j int) bool {
	if d.is(i-1, lexicon.Coordinator) && i > 2 && d.tokens[i-2].upper {
		i -= 2 // "topman van Acme en Vattum Jan Jansen"
	}
	return d.is(j, lexicon.GivenMasc|lexicon.GivenFem) && !d.personal(i) && (d.is(i-1, lexicon.Of|lexicon.Preposition_) || d.is(i-1, lexicon.Article) && d.is(i-2, lexicon.Of))
}

// surnameLike tells whether the noun of role at token j is a surname here: "Els Bakker".
func (d *document) surnameLike(i, j int) bool {
	return d.tokens[j].upper && d.personHead(j) != nil && d.givenOnly(i, j)
}

// joined takes prepositions and conjunctions inside the name of an organisation: "Bond van
// Zagers", "Planbureau voor de Leefomgeving", "Smit & Zonen".
func (d *document) joined(i, j int) int {
	k := j + 1
	for k < len(d.tokens) && k-j < 3 && d.near(k) && d.is(k, lexicon.Article) && !d.tokens[k].upper {
		k++
	}
	if k >= len(d.tokens) || !d.near(k) || d.personal(i) {
		return j
	}
	justice := d.tokens[k].upper && d.is(k, lexicon.Title) && d.is(j, lexicon.Of) && d.bodyIn(i, j) // "US Department of Justice"
	if !d.namePart(k, false) && !justice {
		return j
	}
	top := k
	for top < len(d.tokens)-1 && d.tokens[top].head == top+1 && d.tokens[top+1].upper && d.near(top+1) && d.rel(top, "amod", "compound") {
		top++ // "on Fair Banking"
	}
	within := d.tokens[top].head >= i && d.tokens[top].head < j
	switch {
	case d.form(j) == "&":
		return k + 1
	case d.is(j, lexicon.Coordinator):
		if d.single[d.folded(i, k+1)] || (within && d.rel(k, "conj", "flat") || d.tag(j, "PROPN")) && d.bodyIn(i, j) && !d.pluralHead(i, j) && !d.coordinatedBodies(i, k) || d.spelledBy(i, k) {
			return k + 1
		}
	case d.tag(j, "ADP") || d.is(j, lexicon.Preposition_|lexicon.Of):
		if (within || d.tokens[k].head < 0) && d.bodyIn(i, j) && !d.lex.Told(d.form(j)) && !d.is(k, lexicon.GivenMasc|lexicon.GivenFem) {
			return k + 1
		}
	}
	return j
}

// spelledBy tells whether an acronym in brackets behind the word at token k counts that word
// too: "Bureau voor Wonen en Ruimte (BWR)".
func (d *document) spelledBy(i, k int) bool {
	for k+1 < len(d.tokens) && d.near(k+1) && d.tokens[k+1].upper && d.namePart(k+1, false) {
		k++
	}
	short := lexicon.Fold(d.bracketed(k + 1))
	if len(short) < 2 {
		return false
	}
	letters := ""
	for n := i; n <= k; n++ {
		if d.tokens[n].upper {
			letters += string(firstRune(lexicon.Fold(d.form(n))))
		}
	}
	return strings.HasSuffix(letters, short) || strings.HasPrefix(short, letters) || len(short) >= 3 && strings.HasSuffix(short, letters)
}

// coordinatedBodies tells whether the conjunct at token k is a body of its own, "Ministerie
// van Financiën en Bureau Jansen".
func (d *document) coordinatedBodies(i, k int) bool {
	return d.body(k) || d.tokens[k].word.Place != "" || d.tokens[i].word.Place != "" || acronymLike(d.form(k))
}

func (d *document) bodyIn(from, to int) bool {
	for k := from; k < to; k++ {
		if d.body(k) {
			return true
		}
	}
	return false
}

func (d *document) pluralHead(from, to int) bool {
	for k := from; k < to; k++ {
		if d.body(k) && d.plural(k) {
			return true
		}
	}
	return false
}

// linked tells whether the tree ties token j to the name from i to j.
func (d *document) linked(i, j int) bool {
	t := &d.tokens[j]
	if t.UPOS == "" {
		return true
	}
	if t.head >= i && t.head < j && (d.rel(j, "flat", "fixed", "compound", "goeswith", "amod", "nummod", "list") || d.rel(j, "appos", "nmod", "nmod:desc") && d.child(j, "case", "punct") < 0) {
		return !d.parting(i, j)
	}
	for k := i; k < j; k++ {
		if d.tokens[k].head == j && d.rel(k, "flat", "compound", "amod", "nmod", "advmod", "nummod") && d.tokens[k].Rel != "nmod:desc" && !d.parting(i, j) {
			return true
		}
	}
	if h := d.tokens[j-1].head; h == t.head && h > j && d.rel(j-1, "compound", "flat", "amod") && d.rel(j, "compound", "flat", "amod") {
		return true
	}
	if h := d.tokens[j-1].head; h == t.head && h >= 0 && h < i && (d.is(h, lexicon.Title) || d.personHead(h) != nil || h == i-1 && (!d.tokens[h].upper || d.nativeName(h))) && d.rel(j-1, "flat", "appos") && d.rel(j, "flat") {
		return !d.parting(i, j) // "drs. E.M. Koster-Smit": the title, or the noun before, governs every word
	}
	if d.initialed(i, j) {
		return true
	}
	return j == i+1 && d.is(i, lexicon.GivenMasc|lexicon.GivenFem) && t.UPOS == "PROPN" && d.tag(i, "PROPN")
}

// parting tells whether a new name begins at token j for all that the tree says: a given
// name behind the noun of a body.
func (d *document) parting(i, j int) bool {
	return d.is(j, lexicon.GivenMasc|lexicon.GivenFem) && d.bodyIn(i, j) && j+1 < len(d.tokens) && d.tokens[j+1].upper && d.near(j+1)
}

// personal tells whether a name that begins at token i is that of a person: a given name,
// an initial, a role before it.
func (d *document) personal(i int) bool {
	return d.is(i, lexicon.GivenMasc|lexicon.GivenFem) || d.initial(i) || i > 0 && (d.is(i-1, lexicon.Title) || d.personHead(i-1) != nil)
}

// givenOnly tells whether only given names and initials stand from token i to token j: a
// surname with "van" may follow. Behind a surname "van" names where the person belongs.
func (d *document) givenOnly(i, j int) bool {
	if j == i+1 && d.personal(i) {
		return true
	}
	for k := i; k < j; k++ {
		if !d.is(k, lexicon.GivenMasc|lexicon.GivenFem) && !d.initial(k) {
			return false
		}
	}
	return true
}

// initialed tells whether nothing but initials stands from token i to token j: a name goes on
// behind them, whatever the tree makes of it ("P. C. de Groot").
func (d *document) initialed(i, j int) bool {
	for k := i; k < j; k++ {
		if !d.initial(k) {
			return false
		}
	}
	return true
}

// initial tells whether token i is made of the initials of a person.
func (d *document) initial(i int) bool {
	return initials(d.form(i)) && d.tokens[i].word.Place == "" && !d.is(i, lexicon.Title) && len(d.tokens[i].word.Phrases) == 0
}

// initials tells whether a word is made of initials: "J.", "J.W.", "J.-P.", "Th.".
func initials(s string) bool {
	if !strings.HasSuffix(s, ".") || len(s) > 16 {
		return false
	}
	for part := range strings.SplitSeq(s[:len(s)-1], ".") {
		part = strings.TrimPrefix(part, "-")
		if n := utf8.RuneCountInString(part); n == 0 || n > 2 || !isUpper(firstRune(part)) {
			return false
		}
	}
	return true
}

// notInName are the classes that no name begins with.
const notInName = lexicon.Article | lexicon.Determiner | lexicon.Demonstrative | lexicon.Preposition_ | lexicon.Coordinator |
	lexicon.Subordinator | lexicon.Auxiliary | lexicon.Modal | lexicon.AdverbWord | lexicon.Negator | lexicon.QuestionWord |
	lexicon.That | lexicon.Whether | lexicon.Relative | lexicon.Anaphor | lexicon.Indefinite

// namePart tells whether token i may be a word of a name, the first one or a later one.
func (d *document) namePart(i int, first bool) bool {
	t := &d.tokens[i]
	if !t.upper && !d.digitName(i) {
		return false
	}
	given := t.word.Is(lexicon.GivenMasc | lexicon.GivenFem)
	if len(t.word.Pronouns) > 0 && !given || !given && !d.last[lexicon.Fold(d.form(i))] && (t.word.Is(lexicon.Month) || t.word.Is(lexicon.Unit) && len(t.word.Form) > 3) {
		return false
	}
	if first && d.nationalBody(i) {
		return true
	}
	if t.word.Is(lexicon.OtherNamed|lexicon.NoName) && !given && first && !d.last[lexicon.Fold(d.form(i))] {
		return false // "Kerstmis"
	}
	if t.word.Is(lexicon.Title) && !given && !d.surnameAt(i, first) {
		return false
	}
	if first && d.nativeName(i) {
		return false // "the Spaniard Rafael Nadal"
	}
	if given && !t.initial && !d.titleCase(i) {
		return true // "haar dochter Wil", whatever else the word may mean
	}
	if t.word.Is(notInName) && !given && (t.initial || t.UPOS != "PROPN" && t.UPOS != "X") {
		return false
	}
	if first && t.word.People != "" && d.articleBefore(i) && !(d.near(i+1) && d.tokens[i+1].upper) {
		return false // "de Noren"
	}
	if first && d.native(i) && d.articleBefore(d.adjectives(i)) && !(d.near(i+1) && d.tokens[i+1].upper) {
		return false // "de Spanjaard"
	}
	if first && (d.describer(i) || d.unknownRole(i)) {
		return false
	}
	if first && !given && d.commonRole(i) || d.hyphenNoun(i) {
		return false
	}
	if f := lexicon.Fold(d.form(i)); first && t.initial && !t.word.Known() && d.last[f] && d.lower[f] == 0 {
		return true // "Vandenkeer zegt", of whom the text has the given name elsewhere
	}
	if d.initial(i) && d.near(i+1) && (d.tokens[i+1].upper || d.is(i+1, lexicon.NameParticle|lexicon.Title)) {
		return true // "P. de Groot"
	}
	if first && given && i+1 < len(d.tokens) && d.near(i+1) && d.tag(i, "NOUN", "VERB", "ADJ", "ADV", "ADP", "INTJ") &&
		((d.tokens[i+1].upper || d.is(i+1, lexicon.NameParticle)) && d.rel(i+1, "flat") || d.surnameBehind(i+1) > 0) {
		return true // "Mirjam van Dam", whatever else the tree takes it for
	}
	switch t.UPOS {
	case "PROPN", "X":
		return !d.titleCase(i) || d.mid[lexicon.Fold(d.form(i))]
	case "PRON", "DET", "AUX", "CCONJ", "SCONJ", "PUNCT", "ADP", "PART", "INTJ":
		return false
	case "NUM":
		return !first && strings.ContainsFunc(d.form(i), unicode.IsUpper)
	case "NOUN":
		if f := lexicon.Fold(d.form(i)); first && t.initial && d.personHead(i) != nil && (d.mid[f] || d.last[f]) && d.lower[f] == 0 && !d.plural(i) {
			return true
		}
		return d.nounName(i, first)
	case "ADJ", "VERB", "ADV":
		return d.openedName(i, first)
	}
	return !t.initial || !t.word.Known()
}

// nationalBody tells whether the adjective of a country or town at token i is the first word of the
// name of a body: "Belgische Voetbalbond", "Nederlandse Voedsel- en Warenautoriteit". Before
// an office, a person or a name that tells nothing it is not.
func (d *document) nationalBody(i int) bool {
	if !d.is(i, lexicon.NoName) || d.lex.TitleCase(d.form(i)) || d.headline(i) && d.titleCase(i) {
		return false
	}
	for k := i + 1; k < len(d.tokens) && k < i+longest && d.near(k); k++ {
		switch {
		case d.tokens[k].upper && d.personHead(k) != nil, k == i+1 && !d.tokens[k].upper:
			return false
		case d.tokens[k].upper && d.body(k) && !acronymLike(d.form(k)):
			return d.headNoun(k) != nil && (k > i+1 || len(d.form(k)) > 3)
		case !d.tokens[k].upper && !d.is(k, lexicon.Coordinator) && !d.tag(k, "PUNCT"), d.comma(k):
			return false
		}
	}
	return false
}

// nativeName tells whether a given name and a surname follow on where a person comes from: "de Brit
// Lewis Hamilton". The English words are adjectives, too, and ask for a given name that is known.
func (d *document) nativeName(i int) bool {
	if !d.native(i) || i+2 >= len(d.tokens) || !d.near(i+1) || !d.near(i+2) || !d.tokens[i+1].upper || !d.tokens[i+2].upper {
		return false
	}
	if d.body(i+1) || d.body(i+2) {
		return false // "Groninger Bodem Beweging"
	}
	gender, _ := d.lex.Native(d.form(i))
	given := d.is(i+1, lexicon.GivenMasc|lexicon.GivenFem) || d.lex.VerbSecond && gender != "fem" && d.tag(i+1, "PROPN") && d.tag(i+2, "PROPN")
	return given && (d.articleBefore(i) || !d.is(i, lexicon.GivenMasc|lexicon.GivenFem))
}

// adjectives returns the first of the adjectives before the noun at token i, or i: "de [38-jarige] Spanjaard".
func (d *document) adjectives(i int) int {
	for k := i; k > 0 && k > i-6 && d.near(k); k-- {
		if !d.tag(k-1, "ADJ", "NUM", "PUNCT", "NOUN") {
			return k
		}
	}
	return i
}

// member tells whether token i is a noun for one who belongs to a party: "CDA'er".
func (d *document) member(i int) bool {
	name, end, ok := strings.Cut(strings.ReplaceAll(d.form(i), "’", "'"), "'")
	return ok && len(end) > 1 && firstLower(end) && acronymLike(name)
}

// hyphenNoun tells whether token i is a common noun that a name only opens:
// "Versatel-toestel", "VVD-Kamerlid".
func (d *document) hyphenNoun(i int) bool {
	if d.member(i) {
		return true
	}
	_, noun, ok := strings.Cut(d.form(i), "-")
	if !ok || len(noun) < 4 || len(d.tokens[i].word.Phrases) > 0 {
		return false
	}
	return firstLower(noun) && !d.is(i, lexicon.GivenMasc|lexicon.GivenFem) || d.personHead(i) != nil
}

// commonRole tells whether the word with a capital at token i is a role, not a surname:
// "President Jansen", "Analisten".
func (d *document) commonRole(i int) bool {
	h := d.headNoun(i)
	if h == nil || h.Kind != "person" && h.Kind != "anonymous" && h.Kind != "group" {
		return false
	}
	t := &d.tokens[i]
	if f := lexicon.Fold(d.form(i)); t.initial && (d.mid[f] || d.last[f]) && d.lower[f] == 0 && h.Kind == "person" {
		return i+1 < len(d.tokens) && d.tokens[i+1].upper && d.near(i+1) // "Bakker", who is no baker
	}
	if t.UPOS == "PROPN" && !t.initial && d.lex.VerbSecond && h.Kind == "person" && d.articleBefore(i) && d.headKind(i) == Person && t.word.Head == nil {
		return true // "de Kinderombudsman"
	}
	if t.UPOS == "PROPN" && !t.initial && !d.lex.VerbSecond {
		return i+1 < len(d.tokens) && d.tokens[i+1].upper && d.near(i+1) || d.is(i-1, lexicon.Article)
	}
	return t.UPOS != "PROPN" || t.initial || i+1 < len(d.tokens) && d.tokens[i+1].upper && d.near(i+1)
}

// nounName tells whether a noun with a capital is a word of a name: "Openbaar Ministerie".
// People of a nation or creed are none: "Britten".
func (d *document) nounName(i int, first bool) bool {
	t := &d.tokens[i]
	if d.headline(i) && d.titleCase(i) {
		return false
	}
	if camel(d.form(i)) {
		return true // "VeiligheidNL", whatever the number of the noun
	}
	if t.initial && first && t.word.Is(lexicon.GivenMasc|lexicon.GivenFem) && d.rel(i, "nsubj") && d.lower[lexicon.Fold(d.form(i))] == 0 && d.headNoun(i) == nil && d.child(i, "det", "amod", "nmod:poss") < 0 {
		return true // "Lotte zegt"
	}
	if t.initial {
		n, _ := d.known(i)
		small := d.lower[lexicon.Fold(d.form(i))] > 0
		return first && (n == 1 && !small || !t.word.Known() && (acronymLike(d.form(i)) || d.mid[lexicon.Fold(d.form(i))] && !small) || d.opensName(i)) // "Natuurmonumenten"
	}
	if d.headKind(i) == Person || d.headKind(i) == Group {
		return !first && d.headKind(i) == Person && !d.plural(i)
	}
	if n, _ := d.known(i); n > 0 || d.rel(i, "appos") && d.tokens[i].head == i-1 {
		return true // "persbureau Reuters"
	}
	return !d.plural(i) || d.body(i) || !first
}

// openedName tells whether an adjective or the like with a capital belongs to a name: one
// with a capital must follow.
func (d *document) openedName(i int, first bool) bool {
	if d.titleCase(i) {
		return false
	}
	if !first {
		return !d.tokens[i].initial
	}
	return !d.nationality(i) && d.opensName(i)
}

// camel tells whether a word has a capital behind a small letter: "VeiligheidNL", "ActiZ".
func camel(s string) bool {
	small := false
	for _, r := range s {
		if small && unicode.IsUpper(r) {
			return true
		}
		small = unicode.IsLower(r)
	}
	return false
}

// nationality tells whether the adjective at token i only says where the noun comes from:
// "Britse", "Amsterdamse", with a noun that is no name behind it.
func (d *document) nationality(i int) bool {
	h := d.tokens[i].head
	return h > i && !d.tokens[h].upper && d.rel(i, "amod")
}

// opensName tells whether the name goes on behind its first word at token i.
func (d *document) opensName(i int) bool {
	j := i + 1
	if j >= len(d.tokens) || !d.near(j) || !d.tokens[j].upper || d.tag(j, "DET", "PRON", "ADP", "PUNCT") || d.personHead(j) != nil {
		return false
	}
	return d.linked(i, j) || d.mid[lexicon.Fold(d.form(i))]
}

// titleCase tells whether token i stands in a headline that gives most words a capital.
func (d *document) titleCase(i int) bool {
	if !d.headline(i) {
		return false
	}
	s := d.tokens[i].sentence
	if v, ok := d.capitals[s]; ok {
		return v
	}
	upper, all := 0, 0
	for k := d.first[s]; k < d.first[s+1]; k++ {
		if w := d.form(k); len(w) > 3 && unicode.IsLetter(firstRune(w)) {
			all++
			if d.tokens[k].upper {
				upper++
			}
		}
	}
	d.capitals[s] = all > 3 && upper*10 >= all*7
	return d.capitals[s]
}

// personHead returns what the lexicon knows of the noun of role at token i, nil for none.
func (d *document) personHead(i int) *lexicon.Head {
	if i < 0 || i >= len(d.tokens) {
		return nil
	}
	if h := d.headNoun(i); h != nil && h.Kind == "person" {
		return h
	}
	return nil
}

// surnameAt tells whether the title at token i is a surname: the tree ties it to the given name
// before it, or the text has it there elsewhere: "Els Prins", "Prins hoopt".
func (d *document) surnameAt(i int, first bool) bool {
	if !d.tag(i, "PROPN") && !(first && d.tag(i, "NOUN") && d.tokens[i].initial) {
		return false
	}
	if !first {
		return d.rel(i, "flat")
	}
	f := lexicon.Fold(d.form(i))
	return d.last[f] && d.lower[f] == 0 && (i+1 >= len(d.tokens) || !d.tokens[i+1].upper || !d.near(i+1))
}

// acronymLike tells whether a word is written as an acronym: two capitals in a row, or a
// digit behind a letter.
func acronymLike(s string) bool {
	run, most, digit := 0, 0, false
	for i, r := range s {
		if unicode.IsUpper(r) {
			run++
			most = max(most, run)
		} else {
			run = 0
		}
		digit = digit || i > 0 && unicode.IsDigit(r)
	}
	return (most >= 2 || digit) && len(s) <= 12 && !strings.ContainsAny(s, ".'’")
}

// nameWords returns the folded words of a name, without suffix ("Jr."), genitive and the
// article before it.
func (d *document) nameWords(from, to int) []string {
	var out []string
	for i := from; i < to; i++ {
		if i > from && d.is(i, lexicon.NameSuffix) {
			continue
		}
		word := trimGenitive(strings.Trim(lexicon.Fold(d.form(i)), "*_"))
		if n := len(out); n > 0 && (word == "-" || strings.HasSuffix(out[n-1], "-")) && d.glued(i) {
			out[n-1] += word
			continue
		}
		out = append(out, word)
	}
	if len(out) == 2 && (out[0] == "the" || d.is(from, lexicon.Article) && d.wholeArticle(from)) {
		return out[1:]
	}
	return out
}

// wholeArticle tells whether the article with a capital at token i belongs to a title: the
// lexicon has "De Morgen".
func (d *document) wholeArticle(i int) bool {
	n, kind := d.known(i)
	return n > 1 && kind == Media
}
