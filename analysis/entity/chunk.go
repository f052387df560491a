package entity

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/syntax"
)

// closed are the classes of words that no name begins with at the start of a sentence.
const closed = lexicon.Article | lexicon.Determiner | lexicon.Demonstrative | lexicon.Preposition_ | lexicon.Coordinator |
	lexicon.Subordinator | lexicon.Auxiliary | lexicon.Modal | lexicon.AdverbWord | lexicon.Negator | lexicon.QuestionWord |
	lexicon.That | lexicon.Whether | lexicon.Relative | lexicon.Anaphor | lexicon.Indefinite | lexicon.Numeral

// most is the largest number of tokens of a name.
const most = 14

// chunks cuts the names out of all sentences.
func (d *document) chunks() {
	for i := range d.sentences {
		s := &d.sentences[i]
		for k := 0; k < len(s.tokens); {
			to := d.nameAt(s, k)
			if to <= k {
				k++
				continue
			}
			if from, end := d.trim(s, k, to); d.isName(s, from, end) {
				d.found = append(d.found, &chunk{sentence: i, from: from, to: end, head: headOf(s, from, end), key: d.key(s, from, end)})
			}
			k = to
		}
	}
}

// trim takes from a name what only stands beside it: "Portuguese" from "Portuguese Ana
// Costa", and in a headline in capitals all that is not known as a name.
func (d *document) trim(s *sentence, from, to int) (int, int) {
	for to-from > 1 && d.listed(s, from) == 0 && (s.tokens[from].UPOS == "ADJ" || s.words[from].Is(lexicon.NoName)) && (d.personal(s, from+1) || s.words[from+1].Place != "" || s.words[from+1].Is(lexicon.PlaceNamed)) {
		from++
	}
	if !s.loud {
		return from, to
	}
	for from < to && !d.familiar(s, from) {
		from++
	}
	for to > from && !d.familiar(s, to-1) && !d.personal(s, from) {
		to--
	}
	return from, to
}

// familiar tells whether token i is known as a word of a name, from lists or from the text.
func (d *document) familiar(s *sentence, i int) bool {
	w := s.words[i]
	if w.Is(given|lexicon.PlaceNamed|lexicon.OtherNamed) || w.Place != "" || d.capital[lexicon.Fold(d.form(s, i))] || d.listed(s, i) > 0 {
		return true
	}
	for _, p := range w.Phrases {
		if p.Kind == lexicon.BodyName && d.matches(s, i, p) > 0 {
			return true
		}
	}
	return false
}

// headOf is the token of a name that another one, or none, governs.
func headOf(s *sentence, from, to int) int {
	for i := from; i < to; i++ {
		if h := int(s.tokens[i].Head); h < from || h >= to {
			return i
		}
	}
	return from
}

// nameAt returns the token behind the name that begins at token i, i where none does.
func (d *document) nameAt(s *sentence, i int) int {
	if n := d.listed(s, i); n > 0 {
		return d.extend(s, i, i+n)
	}
	// "Van der Kroft", "De Groot"
	if s.upper[i] && s.words[i].Is(lexicon.NameParticle) && s.tokens[i].UPOS == "PROPN" {
		if j := d.particles(s, i, i); j > i && d.bound(s, i, j) {
			return d.extend(s, i, j+1)
		}
	}
	if d.part(s, i) || d.branch(s, i) {
		return d.extend(s, i, i+1)
	}
	return i
}

// branch tells whether a noun for organisations at the start of a sentence begins the name
// of one: "Patiëntenfederatie Nederland".
func (d *document) branch(s *sentence, i int) bool {
	return s.first[i] && s.upper[i] && i+1 < len(s.tokens) && d.near(s, i+1) && s.upper[i+1] && s.words[i+1].Is(lexicon.OrgSuffix|lexicon.OrgWord) &&
		d.kindOf(s, i) == "organisation" && d.bound(s, i, i+1)
}

// listed is the length of the known name of an institution or place that begins at token i.
func (d *document) listed(s *sentence, i int) int {
	if !s.upper[i] || s.first[i] && s.words[i].Is(lexicon.Article) {
		return 0
	}
	for _, p := range s.words[i].Phrases {
		if p.Kind != lexicon.BodyName && p.Kind != lexicon.PlaceName || len(p.Words) < 2 {
			continue
		}
		if n := d.matches(s, i, p); n > 0 && s.upper[i+n-1] {
			return n
		}
	}
	return 0
}

func (d *document) matches(s *sentence, i int, p *lexicon.Phrase) int {
	return p.Match(func(k int) *lexicon.Word {
		if i+k >= len(s.words) {
			return nil
		}
		return s.words[i+k]
	})
}

// extend carries a name that covers from to to on to its end.
func (d *document) extend(s *sentence, from, to int) int {
	for to < len(s.tokens) && to-from < most && d.near(s, to) {
		next := d.next(s, from, to)
		if next <= to {
			break
		}
		to = next
	}
	return to
}

// next returns the token behind the part of the name that token to begins, to for none.
func (d *document) next(s *sentence, from, to int) int {
	form := d.form(s, to)
	switch {
	case s.words[to].Is(given) && d.belongs(s, from, to):
		return to
	case d.part(s, to) || s.upper[to] && d.personal(s, to-1) && s.tokens[to].UPOS == "PROPN":
		if d.bound(s, from, to) || d.personal(s, to-1) && d.allPersonal(s, from, to) {
			return to + 1
		}
		return to
	case (form == "-" || form == "–" || form == "/") && glued(s, to) && to+1 < len(s.tokens) && glued(s, to+1) && s.upper[to+1]:
		return to + 2 // "Coca-Cola" in a language that divides it
	case strings.HasSuffix(d.form(s, to-1), "-") && s.words[to].Is(lexicon.Coordinator) && d.capitalNext(s, to):
		return to + 2 // "Voedsel- en Warenautoriteit"
	case form == "&" && d.capitalNext(s, to):
		return to + 2
	case s.words[to].Is(lexicon.NameParticle) && !s.upper[to] || s.tokens[to].UPOS == "PROPN" && !s.upper[to]:
		if k := d.particles(s, from, to); k > to && (d.allPersonal(s, from, to) || d.flat(s, from, to, k) && !d.origin(s, from, to)) {
			return k + 1
		}
	case numeral(form) && s.tokens[to].Head >= int32(from) && s.tokens[to].Head < int32(to):
		return to + 1 // "Boeing 747"
	}
	return d.complement(s, from, to)
}

// belongs tells whether the name from token from is what the person at token i belongs to:
// "minister van Mobiliteit Lode Jansen".
func (d *document) belongs(s *sentence, from, i int) bool {
	if s.tokens[i].UPOS != "PROPN" || d.allPersonal(s, from, i) {
		return false
	}
	return from > 0 && s.words[from-1].Is(lexicon.Of) || i == from+1 && (s.words[from].Is(lexicon.PlaceNamed) || s.words[from].Place != "")
}

func (d *document) capitalNext(s *sentence, i int) bool {
	return i+1 < len(s.tokens) && d.near(s, i+1) && s.upper[i+1]
}

func numeral(form string) bool {
	return form != "" && strings.Trim(form, "0123456789") == "" && len(form) <= 4 ||
		len(form) > 1 && strings.Trim(form, "IVX") == ""
}

// origin tells whether "van" at token i says where a person belongs: "Tine de Boer van Acme".
func (d *document) origin(s *sentence, from, i int) bool {
	return s.words[i].Is(lexicon.Of) && i-from > 1 && d.personal(s, from)
}

// particles returns the part of a name behind the particles from token i on, i for none.
func (d *document) particles(s *sentence, from, i int) int {
	k := i
	for k < len(s.tokens) && k < i+4 && (k == from || d.near(s, k)) {
		if d.part(s, k) && k > i || k > i && s.upper[k] && s.tokens[k].UPOS == "PROPN" {
			return k
		}
		if !s.words[k].Is(lexicon.NameParticle) && s.tokens[k].UPOS != "PROPN" {
			break
		}
		k++
	}
	return i
}

// flat tells whether the tree holds the tokens from i to k together with the name before.
func (d *document) flat(s *sentence, from, i, k int) bool {
	for j := i; j <= k; j++ {
		t := &s.tokens[j]
		if !syntax.Is(t.Rel, "flat") || int(t.Head) < from {
			return false
		}
	}
	return true
}

// allPersonal tells whether only given names and initials stand from token from to token to.
func (d *document) allPersonal(s *sentence, from, to int) bool {
	for i := from; i < to; i++ {
		if !d.personal(s, i) {
			return false
		}
	}
	return true
}

// complement takes "of England" behind "Bank", "van Defensie" behind "Ministerie", "and
// Human Services" behind "Department of Health".
func (d *document) complement(s *sentence, from, to int) int {
	w := s.words[to]
	of := w.Is(lexicon.InNames)
	and := w.Is(lexicon.Coordinator) && to-from >= 2
	if !of && !and || w.Is(lexicon.Possess) {
		return to
	}
	noun := d.institution(s, from, to)
	if noun < 0 {
		return to
	}
	k := to + 1
	if of && k < len(s.tokens) && s.words[k].Is(lexicon.Article) {
		k++
	}
	if k >= len(s.tokens) || !d.near(s, k) || !s.upper[k] || s.words[k].Is(closed) || d.personal(s, k) {
		return to
	}
	last := k
	for last+1 < len(s.tokens) && d.near(s, last+1) && d.part(s, last+1) && d.bound(s, k, last+1) {
		last++
	}
	h := int(s.tokens[headOf(s, k, last+1)].Head)
	if h >= 0 && (h < from || h >= to) {
		return to // "the Bank and England": tied to something else
	}
	return last + 1
}

// institution is the token of a name that is a noun for institutions, works or places in
// the singular, -1 for none.
func (d *document) institution(s *sentence, from, to int) int {
	for i := from; i < to; i++ {
		switch d.kindOf(s, i) {
		case "organisation", "government", "media", "document", "place", "other":
			return i
		}
	}
	return -1
}

// part tells whether token i may be a word of a name.
func (d *document) part(s *sentence, i int) bool {
	if !s.upper[i] {
		return false
	}
	t, w := &s.tokens[i], s.words[i]
	proper := t.UPOS == "PROPN" || t.UPOS == "" || t.UPOS == "X"
	if s.loud && !proper {
		return false
	}
	if w.Is(given) && proper {
		return true
	}
	form := d.form(s, i)
	sure := shape(form) == "acronym" && !s.loud
	if !sure && len(w.Pronouns) > 0 || w.Is(lexicon.Title) || d.days[w.Form] {
		return false
	}
	if (s.first[i] || s.loud) && !sure {
		known := d.known(form)
		if !known && (!proper || d.small[lexicon.Fold(form)]) || w.Is(closed) {
			return false
		}
	}
	if derived(form) && !w.Known() {
		return false
	}
	if h := d.headNoun(s, i); h != nil && (h.Kind == "person" || h.Kind == "anonymous") && !(i > 0 && d.personal(s, i-1) && d.near(s, i)) {
		return false
	}
	switch t.UPOS {
	case "PROPN", "NOUN", "ADJ", "NUM", "X", "SYM", "":
		return true
	}
	return sure || d.known(form) && !w.Is(closed) // "IS" is tagged as a verb
}

// known tells whether a form stands with a capital inside a sentence; its genitive too, in
// a language that writes it in one word.
func (d *document) known(form string) bool {
	low := lexicon.Fold(form)
	return d.capital[low] || d.lex.VerbSecond && strings.HasSuffix(low, "s") && d.capital[low[:len(low)-1]]
}

// bound tells whether the tree ties token i to the name that goes before it from token from.
func (d *document) bound(s *sentence, from, i int) bool {
	t := &s.tokens[i]
	if t.UPOS == "" || t.Rel == "" {
		return true // no tree: the capitals must do
	}
	for k := from; k < i; k++ {
		x := &s.tokens[k]
		if int(t.Head) == k && joins(t.Rel) || int(x.Head) == i && joins(x.Rel) || x.Head == t.Head && joins(x.Rel) && joins(t.Rel) {
			return true
		}
	}
	return false
}

// joins tells whether a relation may hold a name together.
func joins(rel string) bool {
	for _, r := range [...]string{"flat", "compound", "amod", "nmod", "nummod", "fixed", "appos", "det", "case", "dep"} {
		if syntax.Is(rel, r) {
			return true
		}
	}
	return false
}

// isName tells whether the tokens are a name and no adjective ("the Dutch team"), number
// or letter.
func (d *document) isName(s *sentence, from, to int) bool {
	if to <= from || s.tokens[from].UPOS == "PUNCT" {
		return false
	}
	proper, letters, open := false, 0, false
	for i := from; i < to; i++ {
		open = open || !s.words[i].Is(closed|lexicon.NoName) || s.words[i].Is(given) || shape(d.form(s, i)) == "acronym" && !s.words[i].Is(lexicon.NoName)
		letters += utf8.RuneCountInString(d.form(s, i))
		proper = proper || s.first[i] && d.known(d.form(s, i))
		switch t := &s.tokens[i]; t.UPOS {
		case "PROPN", "":
			proper = true
		case "NOUN", "X":
			proper = proper || !s.first[i] && (d.lex.VerbSecond || to-from > 1 || t.UPOS == "X")
		}
	}
	if to-from == 1 && (s.words[from].Is(given|lexicon.OtherNamed) || shape(d.form(s, from)) == "acronym" && !s.loud) {
		proper = true
	}
	if form := d.form(s, from); to-from == 1 && (strings.HasSuffix(form, ".") && d.initial(s, from) || derived(form)) {
		return false
	}
	if to-from == 3 && utf8.RuneCountInString(d.form(s, from)) == 1 && d.form(s, from+1) == "-" {
		return false // "(D-Ohio)"
	}
	return proper && open && letters > 1 && strings.ContainsFunc(d.form(s, from)+d.form(s, to-1), unicode.IsLetter)
}

// derived tells whether form is a common noun made of a name: "EU-lijst".
func derived(form string) bool {
	i := strings.LastIndexByte(form, '-')
	if i <= 0 || i+1 >= len(form) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(form[i+1:])
	return unicode.IsLower(r)
}

// key is the folded name, without the genitive of the last word.
func (d *document) key(s *sentence, from, to int) string {
	return lexicon.Fold(d.name(s, from, to))
}

// name is the name as it stands in the text, on one line and without genitive.
func (d *document) name(s *sentence, from, to int) string {
	name := strings.Join(strings.Fields(d.Text[s.tokens[from].Start:s.tokens[to-1].End]), " ")
	return trimGenitive(name)
}
