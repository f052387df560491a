package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/text"
)

// The widths, in runes, between which lines count as wrapped by hand or by an editor.
// Longer lines are paragraphs of their own, shorter ones verses, lists or headings.
const minWrap, maxWrap = 40, 120

// join makes blocks of lines: a line carries on the one above it where that was wrapped.
func join(doc string, lines []line) []text.Block {
	blocks := make([]text.Block, 0, len(lines))
	page := widest(lines)
	for i := 0; i < len(lines); {
		n := group(lines[i:])
		width := wrapWidth(doc, page, lines[i:i+n])
		for j := i; j < i+n; j++ {
			if j > i && continues(doc, lines[j-1], lines[j], width) {
				blocks[len(blocks)-1].End = lines[j].End
			} else {
				blocks = append(blocks, text.Block{Span: lines[j].Span, Kind: text.Paragraph})
			}
		}
		i += n
	}
	return blocks
}

// group returns how many of lines stand together before the next empty line.
func group(lines []line) int {
	for i := 1; i < len(lines); i++ {
		if lines[i].breaks {
			return i
		}
	}
	return len(lines)
}

// wrapWidth returns the width at which the lines of a group were wrapped, 0 where they
// were not: the width of its widest line, or of page, the widest of the document, where that is narrow.
func wrapWidth(doc string, page int, group []line) int {
	if len(group) < 2 {
		return 0
	}
	width := widest(group)
	if width > maxWrap || width < minWrap {
		return 0
	}
	if len(group) == 2 || !allWrapped(doc, group, width) {
		if page <= maxWrap {
			return page
		}
		if len(group) == 2 {
			return 0
		}
	}
	return width
}

func widest(lines []line) int {
	width := 0
	for _, l := range lines {
		width = max(width, l.width)
	}
	return width
}

// allWrapped tells whether every line of the group but the last is as full as width lets it be.
func allWrapped(doc string, group []line, width int) bool {
	for i := 1; i < len(group); i++ {
		if !full(doc, group[i-1], group[i], width) {
			return false
		}
	}
	return true
}

// full tells whether the first word of next would not have fitted on l.
func full(doc string, l, next line, width int) bool {
	return l.width+1+firstWord(next.In(doc)) > width
}

func firstWord(s string) int {
	if i := strings.IndexFunc(s, unicode.IsSpace); i >= 0 {
		s = s[:i]
	}
	return utf8.RuneCountInString(s)
}

// continues tells whether next carries on the sentence or paragraph of l.
func continues(doc string, l, next line, width int) bool {
	above, below := l.In(doc), next.In(doc)
	if opensBlock(below) || isMarkdownHeading(above) || isRule(above) {
		return false
	}
	if width > 0 && full(doc, l, next, width) {
		return true
	}
	first, _ := utf8.DecodeRuneInString(below)
	return unicode.IsLower(first) && !endsSentence(above)
}

// opensBlock tells whether a line cannot carry on the one before it.
func opensBlock(s string) bool {
	return listMark(s) > 0 || isMarkdownHeading(s) || isRule(s)
}

// endsSentence tells whether s ends with a full stop, question or exclamation mark, quotation
// marks and brackets after it aside.
func endsSentence(s string) bool {
	r := finalMark(s)
	return r == '.' || r == '!' || r == '?' || r == '…'
}

// finalMark returns the last rune of s that is no closing mark.
func finalMark(s string) rune {
	s = strings.TrimRight(s, `"'”’“‘»«›‹)]*_`)
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
