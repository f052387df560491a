package coref

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/text"
)

func firstRune(s string) rune {
	r, n := utf8.DecodeRuneInString(s)
	if n < len(s) && !isLetter(r) && !isDigit(r) {
		for _, x := range s {
			if isLetter(x) {
				return x
			}
		}
	}
	return r
}

func isUpper(r rune) bool  { return unicode.IsUpper(r) || unicode.IsTitle(r) }
func isLetter(r rune) bool { return unicode.IsLetter(r) }
func isDigit(r rune) bool  { return unicode.IsDigit(r) }
func isQuoteMark(r rune) bool {
	return strings.ContainsRune("\"'“”„‘’‚«»‹›`", r)
}

// run is a name as it stands in the text.
type run struct {
	from, to int // tokens
	entity   *entity
}

// notInName are the classes that no name begins or ends with.
const notInName = lexicon.Article | lexicon.Determiner | lexicon.Demonstrative | lexicon.Preposition_ | lexicon.Coordinator |
	lexicon.Subordinator | lexicon.Auxiliary | lexicon.Modal | lexicon.AdverbWord | lexicon.Negator | lexicon.QuestionWord |
	lexicon.That | lexicon.Whether | lexicon.Relative | lexicon.Anaphor | lexicon.Indefinite | lexicon.Numeral

// names finds the names of the text and links the short ones to the full ones.
func (d *document) names() {
	known := map[string]bool{} // words with a capital inside a sentence
	for i := range d.tokens {
		t := &d.tokens[i]
		if t.word.Is(lexicon.NameParticle) && d.surnameFollows(i) { // "De Groot" inside a sentence, "Tine de Boer"
			known[d.pair(i)] = true
		}
		if t.upper && !t.initial {
			known[lexicon.Fold(d.words(t))] = true
		}
	}
	for i := 0; i < len(d.tokens); {
		to := d.nameAt(i, known)
		if to == i {
			i++
			continue
		}
		d.runs = append(d.runs, &run{from: i, to: to})
		i = to
	}
	for _, r := range d.runs {
		d.enter(r)
	}
}

// surnameFollows tells whether the particle at token i begins a surname: it has a capital
// inside a sentence, or a given name stands before it.
func (d *document) surnameFollows(i int) bool {
	t := &d.tokens[i]
	if i+1 >= len(d.tokens) || !d.tokens[i+1].upper {
		return false
	}
	return t.upper && !t.initial || !t.upper && i > 0 && d.near(i) && d.tokens[i-1].upper && d.givenOnly(i-1, i)
}

// pair returns token i and the one behind it, folded.
func (d *document) pair(i int) string {
	return lexicon.Fold(d.words(&d.tokens[i])) + " " + lexicon.Fold(d.words(&d.tokens[i+1]))
}

// nameAt returns the token behind the name that begins at token i, i where none does.
func (d *document) nameAt(i int, known map[string]bool) int {
	t := &d.tokens[i]
	if !d.namePart(i) {
		if !t.word.Is(lexicon.NameParticle) || i+1 >= len(d.tokens) || !t.upper {
			return i
		}
	}
	if t.initial && !t.word.Is(lexicon.GivenMasc|lexicon.GivenFem) && t.word.Place == "" && !known[lexicon.Fold(d.words(t))] {
		if i+1 >= len(d.tokens) || d.tokens[i+1].sentence != t.sentence ||
			!(d.tokens[i+1].upper && known[d.pair(i)]) && (!d.namePart(i+1) || t.word.Known() && len(t.word.Phrases) == 0) {
			return i
		}
	}
	if !d.namePart(i) && t.initial && t.word.Is(lexicon.Article|lexicon.Preposition_) && !known[d.pair(i)] {
		return i // "De Bond van Zagers" has an article, "De Groot" is a name
	}
	j := i + 1
	if !d.namePart(i) { // "Van der Kroft"
		for j < len(d.tokens) && d.tokens[j].word.Is(lexicon.NameParticle) && !d.namePart(j) && d.near(j) {
			j++
		}
		if j >= len(d.tokens) || !d.near(j) || !d.namePart(j) && !(d.tokens[j].upper && known[d.pair(j-1)]) {
			return i
		}
		j++
	}
	for j < len(d.tokens) && j-i < 12 && d.near(j) {
		if d.namePart(j) || d.tokens[j].upper && d.personHead(j) != nil && d.givenOnly(i, j) {
			if d.tokens[j].word.Is(lexicon.GivenMasc|lexicon.GivenFem) && !d.givenOnly(i, j) && i > 0 && d.tokens[i-1].word.Is(lexicon.Of) {
				return j // "minister van Mobiliteit | Lode Jansen"
			}
			j++
			continue
		}
		k := j
		for k < len(d.tokens) && k-j < 3 && d.near(k) && d.tokens[k].word.Is(lexicon.NameParticle) && (!d.tokens[k].word.Is(lexicon.Of|lexicon.Preposition_) || d.givenOnly(i, j)) {
			k++
		}
		if k > j && k < len(d.tokens) && d.near(k) && (d.namePart(k) || d.tokens[k].upper && d.givenOnly(i, j)) {
			j = k + 1 // "Tine de Boer" is no farmer
			continue
		}
		if d.tokens[j].word.Is(lexicon.Of) && d.organisationHead(j-1) && j+1 < len(d.tokens) && d.near(j+1) && d.namePart(j+1) {
			j += 2 // "Bond van Zagers"
			continue
		}
		if k = d.joiner(i, j); k > j {
			j = k
			continue
		}
		break
	}
	return j
}

// personal tells whether a name that begins at token i is that of a person: a given name,
// an initial.
func (d *document) personal(i int) bool {
	t := &d.tokens[i]
	return t.word.Is(lexicon.GivenMasc|lexicon.GivenFem|lexicon.Title) || initials(d.words(t)) || i > 0 && d.personHead(i-1) != nil
}

// givenOnly tells whether only given names and initials stand from token i to token j: a
// surname with "van" may follow. Behind a surname "van" names where the person belongs.
func (d *document) givenOnly(i, j int) bool {
	if j == i+1 && d.personal(i) {
		return true
	}
	for k := i; k < j; k++ {
		if t := &d.tokens[k]; !t.word.Is(lexicon.GivenMasc|lexicon.GivenFem) && !initials(d.words(t)) {
			return false
		}
	}
	return true
}

func initials(s string) bool {
	return strings.HasSuffix(s, ".") && len(s) <= 8
}

// joiner takes "of", "for", "and", "&" inside the name of an organisation.
func (d *document) joiner(i, j int) int {
	w := d.words(&d.tokens[j])
	if d.personal(i) || j+1 >= len(d.tokens) {
		return j
	}
	k := j
	switch {
	case w == "&":
		k = j + 1
	case (w == "et" || w == "und" || w == "en" || w == "and") && d.oneOrganisation(i):
		k = j + 1
	case w == "of" || w == "for":
		k = j + 1
		if k < len(d.tokens) && d.words(&d.tokens[k]) == "the" {
			k++
		}
	}
	if k > j && (w == "et" || w == "und" || w == "en" || w == "and") {
		if k < len(d.tokens) && d.near(k) && d.namePart(k) {
			return k + 1
		}
		return j
	}
	if k > j && k < len(d.tokens) && d.near(k) && d.namePart(k) && (w == "&" || !d.lex.VerbSecond || j-i >= 1) {
		return k + 1
	}
	return j
}

// oneOrganisation tells whether the noun of one organisation begins the name at token i, or
// stands before it: "vereniging Wad en Wal".
func (d *document) oneOrganisation(i int) bool {
	for _, k := range []int{i, i - 1} {
		if k >= 0 && d.organisationHead(k) && !d.pluralHead(d.headAt(k), k) {
			return true
		}
	}
	return false
}

// near tells whether token j follows the one before it in the same sentence, with a blank
// or nothing between.
func (d *document) near(j int) bool {
	return j > 0 && d.tokens[j].sentence == d.tokens[j-1].sentence && !strings.Contains(d.Text[d.tokens[j-1].End:d.tokens[j].Start], "\n\n")
}

// namePart tells whether token i may be a word of a name.
func (d *document) namePart(i int) bool {
	t := &d.tokens[i]
	if !t.upper {
		return false
	}
	if t.word.Is(notInName) && !t.word.Is(lexicon.GivenMasc|lexicon.GivenFem) && (t.initial || t.word.Is(lexicon.Article)) {
		return false
	}
	if len(t.word.Pronouns) > 0 || t.word.Is(lexicon.Title) {
		return false
	}
	if h := d.headAt(i); h != nil && (h.Kind == "person" || h.Kind == "anonymous" || h.Kind == "group" && t.initial) && !t.word.Is(lexicon.GivenMasc|lexicon.GivenFem) {
		return false
	}
	return !t.word.Is(lexicon.Month) && !(t.word.Is(lexicon.Unit) && len(t.word.Form) > 3)
}

func (d *document) headAt(i int) *lexicon.Head {
	t := &d.tokens[i]
	if t.word.Head != nil {
		return t.word.Head
	}
	if t.word.Known() && !t.upper {
		return nil
	}
	return d.lex.Compound(d.words(t))
}

func (d *document) organisationHead(i int) bool {
	h := d.headAt(i)
	return h != nil && h.Kind != "person" && h.Kind != "group" && h.Kind != "anonymous"
}

func (d *document) personHead(i int) *lexicon.Head {
	if h := d.headAt(i); h != nil && h.Kind == "person" {
		return h
	}
	return nil
}

// enter makes or finds the entity of a name.
func (d *document) enter(r *run) {
	words := d.nameWords(r)
	name := squeeze(d.Text[d.tokens[r.from].Start:d.tokens[r.to-1].End])
	name = trimGenitive(name)
	key := lexicon.Fold(name)
	at := d.tokens[r.from].Start
	if e := d.lookup(key, words, at, r); e != nil {
		r.entity = e
		d.describe(e, r)
		e.lastRun = at
		return
	}
	e := &entity{name: name, key: key, named: true, first: at, lastRun: at}
	e.kind = d.kindOf(r, words)
	if e.kind == Person {
		e.gender = d.genderOf(r)
	}
	r.entity = e
	d.entities[key] = e
	if len(words) > 1 && e.kind == Person {
		s := surname(words)
		d.bySurname[s] = append(d.bySurname[s], e)
		if last := words[len(words)-1]; last != s {
			d.bySurname[last] = append(d.bySurname[last], e)
		}
	}
	d.acronym(e, r)
	d.describe(e, r)
}

func trimGenitive(s string) string {
	for _, suffix := range []string{"’s", "'s", "’", "'"} {
		if t := strings.TrimSuffix(s, suffix); t != s && t != "" {
			return t
		}
	}
	return s
}

func (d *document) nameWords(r *run) []string {
	var out []string
	for i := r.from; i < r.to; i++ {
		out = append(out, trimGenitive(lexicon.Fold(d.words(&d.tokens[i]))))
	}
	return out
}

// surname is the last name with its particles: "van der kroft".
func surname(words []string) string {
	for i := 1; i < len(words)-1; i++ {
		switch words[i] {
		case "van", "von", "de", "der", "den", "ter", "ten", "te", "'t", "op", "el", "al", "bin", "di", "da", "dos", "du", "le", "la":
			return strings.Join(words[i:], " ")
		}
	}
	return words[len(words)-1]
}

// lookup finds the entity that a name may mean: the same name; the full name of a person
// of whom only the surname stands here; the name of which this is the acronym.
func (d *document) lookup(key string, words []string, at int, r *run) *entity {
	if e := d.entities[key]; e != nil {
		return e
	}
	if strings.HasSuffix(key, "s") && len(words) == 1 { // genitive: "Jansens plan"
		if list := d.bySurname[strings.TrimSuffix(key, "s")]; len(list) > 0 && d.lex.VerbSecond {
			return latest(list)
		}
	}
	list := d.bySurname[key]
	if len(words) > 1 && len(list) == 0 {
		if k := strings.Join(words, " "); k == surname(append([]string{""}, words...)) {
			list = d.bySurname[k]
		}
		// "R. Naber" and "Naber"; two first names never meet
		for _, e := range d.bySurname[surname(words)] {
			if matchInitial(e.key, words[0]) {
				return e
			}
		}
	}
	if len(list) == 0 {
		return nil
	}
	return latest(list)
}

func matchInitial(key, first string) bool {
	full := strings.Fields(key)[0]
	a, b := strings.TrimSuffix(full, "."), strings.TrimSuffix(first, ".")
	if a == b {
		return true
	}
	return (len(a) == 1 && strings.HasPrefix(b, a)) || (len(b) == 1 && strings.HasPrefix(a, b))
}

// latest is the entity named last.
func latest(list []*entity) *entity {
	best := list[0]
	for _, e := range list[max(0, len(list)-8):] {
		if e.lastRun > best.lastRun {
			best = e
		}
	}
	return best
}

// acronym links "(HRW)" behind a name to it.
func (d *document) acronym(e *entity, r *run) {
	i := r.to
	if i+2 >= len(d.tokens) || d.words(&d.tokens[i]) != "(" || d.words(&d.tokens[i+2]) != ")" {
		return
	}
	short := d.words(&d.tokens[i+1])
	if len(short) < 2 || short != strings.ToUpper(short) || e.kind == Person {
		return
	}
	if key := lexicon.Fold(short); d.entities[key] == nil {
		d.entities[key] = e
	}
}

// kindOf tells what sort of source a name is.
func (d *document) kindOf(r *run, words []string) Kind {
	first := &d.tokens[r.from]
	for _, ph := range first.word.Phrases {
		if ph.Kind != lexicon.BodyName && ph.Kind != lexicon.PlaceName {
			continue
		}
		if n := ph.Match(func(k int) *lexicon.Word { return d.at(r.from + k) }); n == r.to-r.from {
			if ph.Kind == lexicon.PlaceName {
				return Government
			}
			return Kind(ph.Value)
		}
	}
	if r.from > 0 {
		if t := &d.tokens[r.from-1]; t.word.Is(lexicon.Title) || d.personHead(r.from-1) != nil {
			return Person
		}
	}
	if first.word.Is(lexicon.GivenMasc|lexicon.GivenFem) || initials(d.words(first)) {
		return Person
	}
	for i := r.from; i < r.to; i++ {
		t := &d.tokens[i]
		if h := d.headAt(i); h != nil && h.Kind != "person" {
			return Kind(h.Kind)
		}
		if t.word.Is(lexicon.OrgSuffix) {
			return Organisation
		}
	}
	if r.from > 0 {
		if h := d.headAt(r.from - 1); h != nil {
			return Kind(h.Kind)
		}
	}
	if len(words) == 1 && acronymLike(d.words(first)) {
		return Organisation
	}
	if len(words) == 1 && first.word.Place != "" {
		return Government
	}
	if len(words) >= 4 || len(words) > 1 && d.words(&d.tokens[r.from+1]) == "of" {
		return Organisation
	}
	if d.articleBefore(r) {
		return Organisation
	}
	return Person
}

func (d *document) articleBefore(r *run) bool {
	return r.from > 0 && d.tokens[r.from-1].word.Is(lexicon.Article)
}

func acronymLike(s string) bool {
	caps := 0
	for i, r := range s {
		if unicode.IsUpper(r) {
			caps++
		}
		if i > 0 && unicode.IsDigit(r) {
			return true
		}
	}
	return caps >= 2 && len(s) <= 12
}

func (d *document) at(i int) *lexicon.Word {
	if i < 0 || i >= len(d.tokens) {
		return lexicon.Nothing()
	}
	return d.tokens[i].word
}

// genderOf reads a gender from the given name, the title, the role.
func (d *document) genderOf(r *run) string {
	w := d.tokens[r.from].word
	switch {
	case w.Is(lexicon.GivenMasc) && !w.Is(lexicon.GivenFem):
		return "masc"
	case w.Is(lexicon.GivenFem) && !w.Is(lexicon.GivenMasc):
		return "fem"
	}
	if r.from == 0 {
		return ""
	}
	switch w := d.tokens[r.from-1].word; {
	case w.Is(lexicon.TitleMasc):
		return "masc"
	case w.Is(lexicon.TitleFem):
		return "fem"
	}
	if h := d.personHead(r.from - 1); h != nil && (h.Gender == "masc" || h.Gender == "fem") {
		return h.Gender
	}
	return ""
}

// describe reads role and affiliation around a name: before it, in brackets, in the
// apposition behind it.
func (d *document) describe(e *entity, r *run) {
	if e.kind != Person {
		return
	}
	if e.gender == "" {
		e.gender = d.genderOf(r)
	}
	d.roleBefore(e, r)
	d.roleBehind(e, r)
}

// roleBefore reads "hoogleraar politicologie" before a name.
func (d *document) roleBefore(e *entity, r *run) {
	i := r.from - 1
	for i >= 0 && i > r.from-4 && d.tokens[i].word.Is(lexicon.Title) && d.tokens[i].word.Head == nil && d.near(i+1) {
		i--
	}
	head := -1
	for k := i; k >= 0 && k > i-4 && d.near(k+1); k-- {
		if d.personHead(k) != nil {
			head = k
			break
		}
		if d.tokens[k].word.Is(notInName) || !isLetter(firstRune(d.words(&d.tokens[k]))) {
			break
		}
		if d.tokens[k].word.Known() && len(d.tokens[k].word.Verbs) > 0 {
			break
		}
	}
	if head < 0 {
		return
	}
	e.addHead(d.words(&d.tokens[head]), d.personHead(head))
	from := head
	for from > 0 && head-from < 3 && d.near(from) && d.adjectival(from-1) {
		from--
	}
	if e.role == "" {
		e.role = squeeze(d.Text[d.tokens[from].Start:d.tokens[i].End])
		if d.tokens[from].initial && !acronymLike(d.words(&d.tokens[from])) {
			e.role = lowerFirst(e.role)
		}
	}
}

func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if next, _ := utf8.DecodeRuneInString(s[n:]); unicode.IsUpper(next) {
		return s // an acronym: "IT-deskundige"
	}
	return string(unicode.ToLower(r)) + s[n:]
}

// adjectival tells whether token k may be an adjective before a role: "Leuvense".
func (d *document) adjectival(k int) bool {
	t := &d.tokens[k]
	if t.word.Is(notInName) || t.initial && t.word.Known() || len(t.word.Verbs) > 0 || len(t.word.Pronouns) > 0 {
		return false
	}
	w := d.words(t)
	if !isLetter(firstRune(w)) {
		return false
	}
	if d.lex.VerbSecond {
		return strings.HasSuffix(w, "e") || strings.HasSuffix(w, "s") && t.upper
	}
	return true
}

func (e *entity) addHead(word string, h *lexicon.Head) {
	e.addNoun(lexicon.Fold(word))
	if h != nil && h.Lemma != "" {
		e.addNoun(lexicon.Fold(h.Lemma))
	}
	if e.gender == "" && h != nil && (h.Gender == "masc" || h.Gender == "fem") {
		e.gender = h.Gender
	}
}

// roleBehind reads ", voorzitter van de bond," and "van de universiteit" behind a name.
func (d *document) roleBehind(e *entity, r *run) {
	i := r.to
	if i < len(d.tokens) && d.words(&d.tokens[i]) == "(" && i+2 < len(d.tokens) && d.words(&d.tokens[i+2]) == ")" {
		if w := d.words(&d.tokens[i+1]); !isDigit(firstRune(w)) && e.affiliation == "" {
			e.affiliation = w
		}
		i += 3
	}
	if i >= len(d.tokens) || !d.near(i) {
		return
	}
	if d.tokens[i].word.Is(lexicon.Of) || d.tokens[i].word.Is(lexicon.Role) && d.orgBehind(i+1) {
		if to := d.phraseEnd(i + 1); to > i+1 && e.affiliation == "" {
			from := d.strip(i+1, to)
			e.affiliation = squeeze(d.Text[d.tokens[from].Start:d.tokens[to-1].End])
		}
		return
	}
	if d.words(&d.tokens[i]) != "," {
		return
	}
	head := -1
	for k := i + 1; k < len(d.tokens) && k < i+7 && d.near(k); k++ {
		if d.personHead(k) != nil {
			head = k
			break
		}
		if t := &d.tokens[k]; t.word.Is(notInName&^(lexicon.Article|lexicon.Determiner|lexicon.Numeral)) || !isLetter(firstRune(d.words(t))) || len(t.word.Verbs) > 0 {
			break
		}
	}
	if head < 0 {
		return
	}
	e.addHead(d.words(&d.tokens[head]), d.personHead(head))
	from := i + 1
	for from < head && (d.tokens[from].word.Is(lexicon.Article) || indefinite[d.tokens[from].word.Form]) {
		from++
	}
	to := head + 1
	for to < len(d.tokens) && to < head+4 && d.near(to) && !d.tokens[to].word.Is(notInName) && isLetter(firstRune(d.words(&d.tokens[to]))) && len(d.tokens[to].word.Verbs) == 0 {
		to++
	}
	if e.role == "" {
		e.role = squeeze(d.Text[d.tokens[from].Start:d.tokens[to-1].End])
	}
	if to < len(d.tokens) && d.near(to) && d.tokens[to].word.Is(lexicon.Of|lexicon.Role) {
		if end := d.phraseEnd(to + 1); end > to+1 && e.affiliation == "" {
			b := d.strip(to+1, end)
			e.affiliation = squeeze(d.Text[d.tokens[b].Start:d.tokens[end-1].End])
		}
	}
}

// orgBehind tells whether the phrase at token i names an organisation.
func (d *document) orgBehind(i int) bool {
	for k := i; k < len(d.tokens) && k < i+4 && d.near(k); k++ {
		if d.tokens[k].word.Is(notInName &^ (lexicon.Article | lexicon.Determiner)) {
			return false
		}
		if h := d.headAt(k); h != nil && h.Kind != "person" && h.Kind != "group" {
			return true
		}
		if d.tokens[k].upper {
			return d.tokens[k].word.Place == "" && !d.adjectival(k)
		}
	}
	return false
}

// phraseEnd returns the token behind the noun phrase at token i, of-phrases included.
func (d *document) phraseEnd(i int) int {
	k := i
	for k < len(d.tokens) && k-i < 5 && (k == i || d.near(k)) && d.tokens[k].word.Is(lexicon.Article|lexicon.Determiner) {
		k++
	}
	noun := false
	for ; k < len(d.tokens) && k-i < 14 && (k == i || d.near(k)); k++ {
		t := &d.tokens[k]
		w := d.words(t)
		switch {
		case t.word.Is(lexicon.Of) && noun, t.word.Is(lexicon.Article) && k > i && d.tokens[k-1].word.Is(lexicon.Of):
			continue
		case !isLetter(firstRune(w)) && !isDigit(firstRune(w)):
			return d.endAt(i, k)
		case t.upper:
			noun = true
			continue
		case (w == "for" || w == "and" || w == "en" || w == "voor") && k+1 < len(d.tokens) && d.tokens[k+1].upper && d.tokens[k-1].upper:
			continue
		case t.word.Is(notInName), len(t.word.Verbs) > 0 && t.word.Head == nil, len(t.word.Pronouns) > 0:
			return d.endAt(i, k)
		case d.tokens[k-1].upper && d.headAt(k) == nil && !d.tokens[k-1].initial && noun && !d.adjectival(k-1):
			return d.endAt(i, k)
		}
		noun = true
	}
	return d.endAt(i, k)
}

func (d *document) endAt(i, k int) int {
	for k > i && d.tokens[k-1].word.Is(lexicon.Of|lexicon.Article) {
		k--
	}
	return k
}

func (d *document) span(from, to int) text.Span {
	return text.Span{Start: d.tokens[from].Start, End: d.tokens[to-1].End}
}
