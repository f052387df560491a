package quotation

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/text"
)

// family is a set of marks that close each other.
type family uint8

const (
	double     family = iota // “ ” „ " ,, '' ``
	single                   // ‘ ’ ‚ ' `
	angle                    // « »
	smallAngle               // ‹ ›
	families
)

// side is what a mark may do where it stands.
type side uint8

const (
	opens  side = 1 << iota
	closes      // opens|closes: what is open decides
)

// mark is a quotation mark in the text.
type mark struct {
	text.Span
	family family
	side   side
	low    bool // „ ‚ ,,: its partner may look like an opening mark
	weak   bool // may be an apostrophe
	twin   bool // ’’ or '': one mark, or two that close two quotations
	shown  bool // its glyph, not its place, shows the side
	before rune // what stands before it and the marks beside it, 0 at the start of the block
	after  rune // what stands after it and the marks beside it, 0 at the end
}

// glyph says what a mark can be by its looks.
type glyph struct {
	family family
	shown  side // the side that the glyph has in itself, 0 for straight marks
	low    bool
	twin   bool
}

// glyphs is the table of marks of one character.
var glyphs = map[rune]glyph{
	'“': {double, opens, false, false}, '”': {double, closes, false, false}, '„': {double, opens, true, false}, '‟': {double, opens, false, false},
	'"': {double, 0, false, false}, '＂': {double, 0, false, false}, '〝': {double, opens, false, false}, '〞': {double, closes, false, false},
	'‘': {single, opens, false, false}, '’': {single, closes, false, false}, '‚': {single, opens, true, false}, '‛': {single, opens, false, false},
	'\'': {single, 0, false, false}, '´': {single, closes, false, false}, '`': {single, opens, false, false},
	'«': {angle, opens, false, false}, '»': {angle, closes, false, false}, '‹': {smallAngle, opens, false, false}, '›': {smallAngle, closes, false, false},
}

// leads holds the bytes that a mark can start with.
var leads = func() (t [256]bool) {
	for r := range glyphs {
		t[string(r)[0]] = true
	}
	t[','] = true
	return t
}()

// glyphAt returns the mark at the start of s and its length, 0 for none. Two characters make one mark
// in old newspapers and old word processors: ,,Ja” and “Yes”.
func glyphAt(s string) (glyph, int) {
	if len(s) > 1 && s[0] == s[1] {
		switch {
		case s[0] == ',':
			return glyph{double, opens, true, false}, 2
		case s[0] == '\'' && !odd(s, "'"):
			return glyph{double, closes, false, true}, 2
		case s[0] == '`':
			return glyph{double, opens, false, false}, 2
		}
	}
	r, n := utf8.DecodeRuneInString(s)
	g, ok := glyphs[r]
	switch {
	case !ok:
		return glyph{}, 0
	case strings.HasPrefix(s, "’’") && !odd(s, "’"):
		return glyph{double, closes, false, true}, 2 * n
	case strings.HasPrefix(s, "‘‘"):
		return glyph{double, opens, false, false}, 2 * n
	}
	return g, n
}

// odd tells whether s starts with three of a mark: the first stands alone, as in ,,Hij zei: 'ja”'.
func odd(s, mark string) bool { return strings.HasPrefix(s, mark+mark+mark) }

// scan appends the marks of block to marks.
func (f *Finder) scan(marks []mark, doc string, block text.Span) []mark {
	before := rune(0)
	for at := block.Start; at < block.End; {
		if leads[doc[at]] {
			if end := runEnd(doc[at:block.End]); end > 0 {
				marks, before = f.run(marks, doc[at:block.End], at, end, before)
				at += end
				continue
			}
		}
		r, n := utf8.DecodeRuneInString(doc[at:block.End])
		before, at = r, at+n
	}
	return marks
}

// runEnd returns where the marks end that stand side by side at the start of s.
func runEnd(s string) int {
	end := 0
	for {
		_, n := glyphAt(s[end:])
		if n == 0 {
			return end
		}
		end += n
	}
}

// run appends the marks in s[:end], which stand side by side, and returns what stands before the next character. Marks
// see past each other: in “‘Nee’, zei hij” both of the first two stand before a word.
func (f *Finder) run(marks []mark, s string, at, end int, before rune) ([]mark, rune) {
	first := len(marks)
	after := rune(0)
	if end < len(s) {
		after, _ = utf8.DecodeRuneInString(s[end:])
	}
	for i := 0; i < end; {
		g, n := glyphAt(s[i:])
		m := mark{Span: text.Span{Start: at + i, End: at + i + n}, family: g.family, low: g.low, twin: g.twin, before: before, after: after}
		i += n
		if f.judge(&m, g, s[end:], i == end) {
			marks = append(marks, m)
		}
	}
	if len(marks) == first {
		before = '\'' // an apostrophe: part of its word
	}
	return marks, before
}

// judge sets the side of a mark that stands, perhaps with others, before rest, and tells whether it is one at all.
func (f *Finder) judge(m *mark, g glyph, rest string, last bool) bool {
	m.side, m.weak = sideOf(g, place(m.before), place(m.after))
	m.shown = g.shown == m.side
	if m.side == 0 {
		return false
	}
	return m.family != single || m.side != opens || !last || !f.apostrophe(rest)
}

// class is what a neighbour of a mark is.
type class uint8

const (
	edge   class = iota // white space, start or end of the block
	opener              // an opening bracket
	stop                // punctuation that closes: . , ; : ! ? )
	joiner              // hyphen, dash, slash: edge on either side
	word
)

// place returns the class of the neighbour r, 0 for the edge of the block.
func place(r rune) class {
	switch r {
	case 0, '*', '_', '|', '=', '>', '<', '\u200b', '\ufeff':
		return edge
	case '(', '[', '{', '¿', '¡':
		return opener
	case '.', ',', ';', ':', '!', '?', ')', ']', '}', '…':
		return stop
	case '-', '–', '—', '/', '\u2010', '\u2011', '+', '&':
		return joiner
	}
	if unicode.IsSpace(r) {
		return edge
	}
	return word
}

// sideOf returns what a glyph does between two neighbours, 0 for no mark, and whether it may
// be an apostrophe.
func sideOf(g glyph, left, right class) (s side, weak bool) {
	s = sideByPlace(left, right)
	switch {
	case g.family == single:
		return singleSide(g, s, left, right)
	case g.low:
		if left == word || right == stop {
			return 0, false // "dus,, niet": a slip of the comma key
		}
		return opens, false
	case s == opens|closes && g.shown != 0:
		return g.shown, false
	case s == opens && g.shown == closes && left == joiner:
		return closes, false
	}
	return s, false
}

// singleSide is sideOf for single marks, which are apostrophes inside and often at the edges of words.
func singleSide(g glyph, s side, left, right class) (side, bool) {
	switch {
	case left == word && right == word:
		return 0, true // z’n, auto's
	case s == opens|closes && g.shown == 0:
		return s, true
	case s == opens|closes:
		return g.shown, true
	case s == opens:
		return opens, g.shown != opens
	}
	return closes, left != stop
}

// sideByPlace returns what a straight mark does between two neighbours.
func sideByPlace(left, right class) side {
	opensLeft := left == edge || left == opener || left == joiner
	closesRight := right == edge || right == stop || right == joiner
	switch {
	case left == joiner && right == word, left != joiner && opensLeft && !closesRight:
		return opens
	case right == joiner && left == word, right != joiner && closesRight && !opensLeft:
		return closes
	case right == joiner && left == stop:
		return closes
	}
	return opens | closes
}

// apostrophe tells whether a mark before rest is the apostrophe of a word: ’s, ’t, ’em, ’68, ’90s.
func (f *Finder) apostrophe(rest string) bool {
	n := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) })
	if n < 0 {
		n = len(rest)
	}
	if n == 0 || n > 24 {
		return false
	}
	if r, _ := utf8.DecodeRuneInString(rest); n > 3 && unicode.IsUpper(r) {
		return false // 'Cause and Effect'
	}
	var buf [32]byte
	return f.apostrophes[string(text.AppendFold(buf[:0], rest[:n]))] || isYear(strings.TrimSuffix(rest[:n], "s"))
}

// isYear tells whether w are the last two digits of a year.
func isYear(w string) bool {
	return len(w) == 2 && '0' <= w[0] && w[0] <= '9' && '0' <= w[1] && w[1] <= '9'
}
