package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/text"
)

// Lengths in words up to which a block may be of a kind.
const (
	titleWords    = 25
	headingWords  = 12
	questionWords = 20
	captionWords  = 70
	creditWords   = 8
	lineWords     = 30 // of a web page
)

// classify sets the kinds of blocks.
func (l *Layout) classify(doc string, blocks []text.Block) {
	for i := range blocks {
		blocks[i].Kind = l.kind(blocks[i].In(doc))
	}
	first := firstShort(doc, blocks)
	for i := range blocks {
		if blocks[i].Kind != text.Paragraph {
			continue
		}
		s := blocks[i].In(doc)
		switch {
		case i == first && isTitle(s):
			blocks[i].Kind = text.Title
		case i+1 < len(blocks) && l.isQuestion(s):
			blocks[i].Kind = text.Question
		case i+1 < len(blocks) && isHeading(s):
			blocks[i].Kind = text.Heading
		}
	}
	if first >= 0 && blocks[first].Kind == text.Heading {
		blocks[first].Kind = text.Title
	}
	numberedHeadings(doc, blocks)
}

// kind returns what shows from the block alone.
func (l *Layout) kind(s string) text.BlockKind {
	switch {
	case isMarkdownHeading(s):
		if strings.HasSuffix(strings.TrimRight(s, "# "), "?") {
			return text.Question
		}
		return text.Heading
	case isRule(s) || l.isBoilerplate(s):
		return text.Boilerplate
	case l.isCaption(s):
		return text.Caption
	case listMark(s) > 0:
		if l.isQuestion(s[listMark(s):]) && isNumbered(s) {
			return text.Question // "1. Wat is dyslexie?"
		}
		return text.ListItem
	}
	return text.Paragraph
}

// firstShort returns the index of the block that may be the title: the first that belongs to the
// article, when there are others after it; -1 for none.
func firstShort(doc string, blocks []text.Block) int {
	caption := false
	for i, b := range blocks[:max(len(blocks)-1, 0)] {
		switch b.Kind {
		case text.Caption:
			caption = true
		case text.Boilerplate:
		case text.Paragraph:
			if caption && strings.HasSuffix(b.In(doc), "?") {
				return -1 // a picture and then a question: the title was left out
			}
			return i
		case text.Heading, text.Question:
			if isMarkdownHeading(b.In(doc)) {
				blocks[i].Kind = text.Title
			}
			return i
		default:
			return -1
		}
	}
	return -1
}

// isTitle tells whether the first block of an article is its title: short and without a full
// stop, or with one and in title case.
func isTitle(s string) bool {
	if words(s) > titleWords {
		return false
	}
	switch finalMark(s) {
	case '.':
		return titleCase(s)
	case ',', ';', ':':
		return false
	}
	return !hasStop(s) || words(s) <= headingWords
}

// hasStop tells whether a sentence ends within s: a stop, a blank and a capital.
func hasStop(s string) bool {
	for i, r := range s {
		if r != '.' && r != '!' && r != '?' {
			continue
		}
		rest := strings.TrimLeft(s[i+1:], `"'”’“‘»«)]`)
		if next := strings.TrimLeftFunc(rest, unicode.IsSpace); len(next) < len(rest) {
			if c, _ := utf8.DecodeRuneInString(next); unicode.IsUpper(c) {
				return true
			}
		}
	}
	return false
}

// titleCase tells whether most words of s are capitalised: "Mayor Steps Down After Vote."
func titleCase(s string) bool {
	upper, all := 0, 0
	for w := range strings.FieldsSeq(s) {
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, `"'“‘«(`))
		if unicode.IsUpper(r) || unicode.IsDigit(r) {
			upper++
		}
		all++
	}
	return all >= 3 && upper*10 >= all*7
}

// isHeading tells whether s is short, holds no whole sentence and does not end like one.
func isHeading(s string) bool {
	if words(s) > headingWords || hasStop(s) || isSigned(s) || strings.ContainsRune("—–―>", first(s)) {
		return false
	}
	switch finalMark(s) {
	case '.', '!', '?', ',', ';', ':', '…':
		return false
	}
	return strings.ContainsFunc(s, unicode.IsLetter)
}

func first(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// isSigned tells whether s is a quotation with its speaker after a dash: “Nooit meer” ― Jan Jansen.
func isSigned(s string) bool {
	i := strings.IndexAny(s, "―—–")
	return i > 0 && strings.ContainsAny(s[:i], "”’\"»") && strings.ContainsAny(s[:3], "“‘„\"'«")
}

// isQuestion tells whether s is one short question and nothing else.
func (l *Layout) isQuestion(s string) bool {
	s = strings.Trim(s, "*_ ")
	if !strings.HasSuffix(s, "?") || words(s) > questionWords || hasStop(s) {
		return false
	}
	if r, _ := utf8.DecodeRuneInString(s); !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return false // a quotation is speech, no heading
	}
	return words(s) <= headingWords || l.asks(s)
}

// asks tells whether s starts with one to three words that open questions.
func (l *Layout) asks(s string) bool {
	start := ""
	for w := range strings.FieldsSeq(head(s, 60)) {
		start += text.Fold(strings.TrimRight(w, ",:"))
		if l.questionStarts[start] {
			return true
		}
		start += " "
	}
	return false
}

// numberedHeadings makes headings of list items that stand alone before running text: "2. Achtergrond".
func numberedHeadings(doc string, blocks []text.Block) {
	for i := range blocks {
		s := blocks[i].In(doc)
		alone := (i == 0 || blocks[i-1].Kind != text.ListItem) && i+1 < len(blocks) && blocks[i+1].Kind == text.Paragraph
		if blocks[i].Kind == text.ListItem && alone && isNumbered(s) && isHeading(s[listMark(s):]) {
			blocks[i].Kind = text.Heading
		}
	}
}

func words(s string) int {
	n := 0
	for range strings.FieldsSeq(s) {
		if n++; n > captionWords {
			break
		}
	}
	return n
}
