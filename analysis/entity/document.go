package entity

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/text"
)

// document is a document under analysis.
type document struct {
	*Finder
	Input
	sentences []sentence
	capital   map[string]bool // folded words that have a capital inside a sentence
	small     map[string]bool // words that stand without one
	found     []*chunk
	groups    []*group
}

// sentence is a sentence with what is known of its tokens.
type sentence struct {
	tokens []text.Token
	words  []*lexicon.Word
	upper  []bool // a capital first, or a digit and a capital
	first  []bool // the first word of the sentence or of a quotation in it
	loud   bool   // most words have capitals, so that they say little: a headline
}

// chunk is a name in the text.
type chunk struct {
	sentence int
	from, to int // tokens
	head     int
	key      string // folded name
	order    int    // among all chunks
	evidence votes
	group    *group
}

func (d *document) read() {
	d.sentences, d.capital, d.small = make([]sentence, len(d.Sentences)), map[string]bool{}, map[string]bool{}
	n := 0
	for i := range d.Sentences {
		n += len(d.Sentences[i].Tokens)
	}
	flags := make([]bool, 2*n)
	for i := range d.Sentences {
		s := &d.sentences[i]
		s.tokens, s.words = d.Sentences[i].Tokens, d.Words.Sentence(i)
		k := len(s.tokens)
		s.upper, s.first, flags = flags[:k:k], flags[k:2*k:2*k], flags[2*k:]
		d.outline(s)
	}
}

// outline notes the capitals of a sentence.
func (d *document) outline(s *sentence) {
	opens, words, capitals, content := true, 0, 0, 0
	for i, t := range s.tokens {
		form := t.In(d.Text)
		r, _ := utf8.DecodeRuneInString(form)
		s.upper[i], s.first[i] = capitalised(form, r), opens
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			words++
			if s.upper[i] {
				capitals++
			} else if t.UPOS == "NOUN" || t.UPOS == "VERB" || t.UPOS == "ADJ" {
				content++ // which a headline would give a capital
			}
			opens = false
		case r == ':' || strings.ContainsRune("\"“”„‘«»–—", r):
			opens = true
		}
	}
	s.loud = words >= 4 && content == 0 && 5*capitals >= 3*words
	if s.loud {
		return
	}
	for i := range s.tokens {
		switch form := d.form(s, i); {
		case !s.upper[i] && s.tokens[i].UPOS != "PUNCT":
			d.small[form] = true
		case s.upper[i] && !s.first[i]:
			d.capital[lexicon.Fold(form)] = true
		}
	}
}

// capitalised tells whether a form looks like a word of a name: "Jansen", "50Plus", "iPhone".
func capitalised(form string, first rune) bool {
	if unicode.IsUpper(first) || unicode.IsTitle(first) {
		return true
	}
	if !unicode.IsDigit(first) && !(len(form) > 2 && unicode.IsLower(first) && form[1] < utf8.RuneSelf && unicode.IsUpper(rune(form[1]))) {
		return false
	}
	return strings.ContainsFunc(form, unicode.IsUpper)
}

func (d *document) form(s *sentence, i int) string { return s.tokens[i].In(d.Text) }

// near tells whether only blanks or a single line end stand between token i and the one before.
func (d *document) near(s *sentence, i int) bool {
	return i > 0 && s.tokens[i].Start-s.tokens[i-1].End <= 2 && !strings.Contains(d.Text[s.tokens[i-1].End:s.tokens[i].Start], "\n\n")
}

// glued tells whether nothing stands between token i and the one before.
func glued(s *sentence, i int) bool { return i > 0 && s.tokens[i].Start == s.tokens[i-1].End }

// headNoun is what the lexicon knows of the noun at token i, nil for nothing: a word that
// heads the name of an organisation, a role.
func (d *document) headNoun(s *sentence, i int) *lexicon.Head {
	w := s.words[i]
	if w.Head != nil {
		return w.Head
	}
	if w.Known() && !s.upper[i] {
		return nil
	}
	return d.lex.Compound(d.form(s, i))
}

// kindOf is the kind of the noun at token i, "" for none: that of its head noun, or "place"
// or "other" for a noun that names a sort of places or of other things.
func (d *document) kindOf(s *sentence, i int) string {
	h, form := d.headNoun(s, i), d.form(s, i)
	switch {
	case h != nil && h.Kind != "organisation" && h.Kind != "government":
		return h.Kind
	case d.lex.Names(lexicon.PlaceNoun, form):
		return "place" // "gemeente", "luchthaven" speak, but their names are those of places
	case h != nil:
		return h.Kind
	case d.lex.Names(lexicon.WorkNoun, form):
		return "other"
	}
	return ""
}

const given = lexicon.GivenMasc | lexicon.GivenFem

// initial tells whether token i is the initials of a person: "J.", "A.B.".
func (d *document) initial(s *sentence, i int) bool {
	form := d.form(s, i)
	if !s.upper[i] || len(form) > 8 || s.words[i].Is(lexicon.PlaceNamed) || s.words[i].Place != "" {
		return false
	}
	if strings.HasSuffix(form, ".") {
		return len(form) <= 3 || strings.Count(form, ".") > 1
	}
	return len(form) == 1 && !s.first[i]
}

func (d *document) personal(s *sentence, i int) bool {
	return s.words[i].Is(given) || d.initial(s, i)
}
