// Package sentence divides the blocks of a text into sentences and tokens, as the Universal
// Dependencies treebanks of the language do.
package sentence

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/text"
)

// Words is what a language says of its tokens and sentences. Any list may be empty.
type Words struct {
	Abbreviations      []string // never end a sentence: "prof."
	AbbreviationsFinal []string // may end one: "enz.", "Inc."
	NumberWords        []string // abbreviations only before a number: "no.", "art."
	Clitics            []string // split off the word before: "n't", "'s"
	Splits             []string // words of two tokens: "can|not"
	Prefixes           []string // stay with their word where hyphens split: "co", "non"
	Cues               []string // verbs of a frame that may have its name in front: “Why?” Smith asked
	Openers            []string // articles, pronouns and the like: a capital shows that a sentence starts
	Particles          []string // of surnames, which may have a capital of their own: "J.W. De Smet"
	SplitHyphens       bool     // "long-time" is three tokens, as UD English has it, and so are "and/or" and "R&D"
}

// Splitter splits texts. It is immutable and safe for concurrent use.
type Splitter struct {
	abbreviations map[string]ending // folded, without the final full stop
	capitals      map[string]ending // the same for those that are written with a capital only: "Ill."
	clitics       []string          // longest first
	splits        map[string]int    // word → bytes of its first token
	prefixes      map[string]bool
	cues          map[string]bool
	openers       map[string]bool
	particles     map[string]bool
	splitHyphens  bool
}

// ending says what the full stop of an abbreviation does.
type ending uint8

const (
	noAbbreviation ending = iota
	never                 // never ends a sentence
	maybe                 // may end one
	beforeNumber          // an abbreviation before a number only
)

// New returns a splitter that knows words.
func New(words Words) *Splitter {
	s := &Splitter{
		abbreviations: map[string]ending{}, capitals: map[string]ending{}, splits: map[string]int{},
		prefixes: set(words.Prefixes), cues: set(words.Cues), openers: set(words.Openers), particles: set(words.Particles), splitHyphens: words.SplitHyphens,
	}
	s.abbreviate(never, words.Abbreviations)
	s.abbreviate(maybe, words.AbbreviationsFinal)
	s.abbreviate(beforeNumber, words.NumberWords)
	for _, w := range words.Clitics {
		s.clitics = append(s.clitics, text.Fold(w))
	}
	for _, w := range words.Splits {
		if first, second, ok := strings.Cut(text.Fold(w), "|"); ok {
			s.splits[first+second] = len(first)
		}
	}
	slices.SortFunc(s.clitics, func(a, b string) int { return len(b) - len(a) })
	return s
}

// abbreviate adds words; a later list wins. Single capitals are initials and need no list.
func (s *Splitter) abbreviate(as ending, words []string) {
	for _, w := range words {
		stem := strings.TrimSuffix(w, ".")
		switch r, n := utf8.DecodeRuneInString(stem); {
		case unicode.IsUpper(r) && n == len(stem):
		case unicode.IsUpper(r):
			s.capitals[text.Fold(stem)] = as
		default:
			s.abbreviations[text.Fold(stem)] = as
		}
	}
}

// ending returns what the full stop after w does.
func (s *Splitter) ending(w string) ending {
	if len(w) > 16 {
		return noAbbreviation
	}
	var buf [32]byte
	folded := text.AppendFold(buf[:0], w)
	if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) {
		if as := s.capitals[string(folded)]; as != noAbbreviation {
			return as
		}
	}
	return s.abbreviations[string(folded)]
}

// has tells whether words hold w.
func has(words map[string]bool, w string) bool {
	if len(w) > 24 {
		return false
	}
	var buf [32]byte
	return words[string(text.AppendFold(buf[:0], w))]
}

func set(words []string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[text.Fold(w)] = true
	}
	return m
}

// Split returns the sentences of the blocks with their tokens, in order. Every sentence lies in one block; only
// white space falls between tokens. The quotations tell marks from apostrophes and openings from closings.
func (s *Splitter) Split(doc string, blocks []text.Block, quotations []text.Quotation) []text.Sentence {
	t := tokenizer{splitter: s, doc: doc, marks: marksOf(quotations)}
	sentences := make([]text.Sentence, 0, len(doc)/100+len(blocks))
	for i, b := range blocks {
		t.block(b.Span)
		sentences = t.sentences(sentences, i)
	}
	return sentences
}

// Tokens returns the tokens of doc as one sentence: what Split makes of a phrase.
func (s *Splitter) Tokens(doc string) []text.Token {
	t := tokenizer{splitter: s, doc: doc}
	t.block(text.Span{End: len(doc)})
	return tokens(t.pieces)
}
