package sentence

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/text"
)

// kind is what a token means for the end of sentences.
type kind uint8

const (
	word         kind = iota
	abbreviation      // with its full stop, never final
	finalAbbr         // with its full stop, may be final
	initial           // "J."
	acronym           // "U.S."
	number
	stop     // .
	loudStop // ! ?
	ellipsis
	openMark // quotation mark or bracket
	closeMark
	dash
	symbol
)

// piece is a token in the making.
type piece struct {
	text.Span
	kind kind
}

// tokenizer is the state of one call of Split.
type tokenizer struct {
	splitter *Splitter
	doc      string
	marks    []quoteMark // of the whole document, in order
	nextMark int
	pieces   []piece // tokens of the block at hand
	steps    int     // characters and tokens looked at, for tests
}

// quoteMark is a quotation mark that belongs to a quotation.
type quoteMark struct {
	text.Span
	kind kind
}

// marksOf returns the marks of quotations in order.
func marksOf(quotations []text.Quotation) []quoteMark {
	marks := make([]quoteMark, 0, 2*len(quotations))
	for _, q := range quotations {
		if q.Start < q.Inner.Start {
			marks = append(marks, quoteMark{text.Span{Start: q.Start, End: q.Inner.Start}, openMark})
		}
		if q.Inner.End < q.End {
			marks = append(marks, quoteMark{text.Span{Start: q.Inner.End, End: q.End}, closeMark})
		}
	}
	slices.SortFunc(marks, func(a, b quoteMark) int { return a.Start - b.Start })
	return marks
}

// block fills pieces with the tokens of at.
func (t *tokenizer) block(at text.Span) {
	t.pieces = t.pieces[:0]
	for i := at.Start; i < at.End; {
		if size := blank(t.doc, i); size > 0 {
			i += size
			continue
		}
		end := chunkEnd(t.doc, i, at.End)
		t.chunk(i, end)
		i = end
	}
}

// blank returns the length of the white space character at i, 0 for none.
func blank(doc string, i int) int {
	c := doc[i]
	if c < utf8.RuneSelf {
		if c == ' ' || '\t' <= c && c <= '\r' {
			return 1
		}
		return 0
	}
	if r, n := utf8.DecodeRuneInString(doc[i:]); unicode.IsSpace(r) {
		return n
	}
	return 0
}

// chunkEnd returns where the run of characters other than white space ends that starts at i.
func chunkEnd(doc string, i, end int) int {
	for i < end {
		if c := doc[i]; c < utf8.RuneSelf {
			if c == ' ' || '\t' <= c && c <= '\r' {
				return i
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(doc[i:end])
		if unicode.IsSpace(r) {
			return i
		}
		i += n
	}
	return end
}

// chunk appends the tokens of a stretch without white space.
func (t *tokenizer) chunk(start, end int) {
	if plain(t.doc[start:end]) {
		t.word(start, end, word)
		return
	}
	for i := start; i < end; {
		if m, ok := t.mark(i); ok && m.End <= end {
			t.add(m.Start, m.End, m.kind)
			i = m.End
			continue
		}
		i = t.next(i, end)
	}
}

// plain tells whether s is made of ASCII letters: most words are.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

// mark returns the quotation mark that starts at i.
func (t *tokenizer) mark(i int) (quoteMark, bool) {
	for t.nextMark < len(t.marks) && t.marks[t.nextMark].Start < i {
		t.nextMark++
		t.steps++
	}
	if t.nextMark < len(t.marks) && t.marks[t.nextMark].Start == i {
		return t.marks[t.nextMark], true
	}
	return quoteMark{}, false
}

// markWithin returns where the first quotation mark in [i, end) starts, end for none.
func (t *tokenizer) markWithin(i, end int) int {
	t.mark(i)
	if t.nextMark < len(t.marks) && t.marks[t.nextMark].Start < end {
		return max(t.marks[t.nextMark].Start, i)
	}
	return end
}

func (t *tokenizer) add(start, end int, k kind) {
	t.pieces = append(t.pieces, piece{text.Span{Start: start, End: end}, k})
}

// next appends the token that starts at i, inside a chunk that ends at end, and returns where it ends.
func (t *tokenizer) next(i, end int) int {
	end = t.markWithin(i, end)
	s := t.doc[i:end]
	t.steps++
	if n := address(s); n > 0 {
		t.add(i, i+n, word)
		return i + n
	}
	r, size := utf8.DecodeRuneInString(s)
	switch {
	case isWord(r) || isApostrophe(r) && startsWord(s[size:]) || (r == '#' || r == '@') && startsWord(s[size:]):
		return t.wordFrom(i, end, size)
	case (r == '-' || r == '+' || r == '€' || r == '$' || r == '£') && size < len(s) && isDigit(s[size]) && !t.splitter.splitHyphens:
		return t.wordFrom(i, end, size) // -5 graden, €10
	case r == '-' && !t.splitter.splitHyphens && size < len(s) && 'a' <= s[size] && s[size] <= 'z' && (i == 0 || blank(t.doc, i-1) > 0):
		return t.wordFrom(i, end, size) // "krijgt -ie"
	}
	if r == '(' && !t.splitter.splitHyphens {
		if n := prefixed(s); n > 0 {
			return t.wordFrom(i, end, n)
		}
	}
	n, k := punctuation(s, r, size)
	t.add(i, i+n, k)
	return i + n
}

// prefixed returns the length of a prefix in brackets at the start of s, 0 for none: "(ex-)partner".
func prefixed(s string) int {
	i := strings.Index(s[:min(len(s), 24)], "-)")
	if i < 2 || !startsWord(s[i+2:]) || strings.ContainsAny(s[1:i], "()") {
		return 0
	}
	return i + 2
}

// isWord tells whether r is part of words: letters, digits, combining marks.
func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isApostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == '‘' || r == '´' || r == 'ʼ'
}

// startsWord tells whether s starts with a letter or digit.
func startsWord(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	return n > 0 && isWord(r)
}

func tokens(pieces []piece) []text.Token {
	out := make([]text.Token, len(pieces))
	for i, p := range pieces {
		out[i] = text.Token{Span: p.Span, Head: -1}
	}
	return out
}
