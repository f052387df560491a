package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/text"
)

// line is a line of the text without the white space around it.
type line struct {
	text.Span
	width  int  // in runes
	breaks bool // an empty line stands before it
}

// split returns the lines of doc that hold something. Lines end as Unicode has it: CR, LF,
// CRLF, NEL, VT, FF, line and paragraph separator; the paragraph separator counts as an empty line.
func split(doc string) []line {
	lines := make([]line, 0, 1+strings.Count(doc, "\n"))
	empty := false
	for at := 0; at < len(doc); {
		end, next, paragraph := lineEnd(doc, at)
		s := trim(doc, text.Span{Start: at, End: end})
		if s.Empty() {
			empty = true
		} else {
			lines = append(lines, line{Span: s, width: utf8.RuneCountInString(s.In(doc)), breaks: empty})
			empty = false
		}
		empty = empty || paragraph
		at = next
	}
	return lines
}

// lineEnd returns where the line that starts at ends, where the next one starts, and whether
// what ends it ends a paragraph as well.
func lineEnd(doc string, at int) (end, next int, paragraph bool) {
	for i := at; i < len(doc); i++ {
		switch c := doc[i]; {
		case c == '\r' && i+1 < len(doc) && doc[i+1] == '\n':
			return i, i + 2, false
		case c == '\n' || c == '\r':
			return i, i + 1, false
		case c == '\v' || c == '\f':
			return i, i + 1, true
		case c == 0xC2 && strings.HasPrefix(doc[i:], "\u0085"):
			return i, i + 2, false
		case c == 0xE2 && strings.HasPrefix(doc[i:], "\u2028"):
			return i, i + 3, false
		case c == 0xE2 && strings.HasPrefix(doc[i:], "\u2029"):
			return i, i + 3, true
		}
	}
	return len(doc), len(doc), false
}

// trim returns s without the white space at its ends; an empty span stays where s started.
func trim(doc string, s text.Span) text.Span {
	in := s.In(doc)
	left := strings.TrimLeftFunc(in, unicode.IsSpace)
	s.Start += len(in) - len(left)
	s.End = s.Start + len(strings.TrimRightFunc(left, unicode.IsSpace))
	return s
}
