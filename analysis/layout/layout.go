// Package layout divides an article into its blocks: title, headings, questions, captions,
// list items, paragraphs and the lines that belong to the web page rather than the article.
package layout

import (
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/text"
)

// Words is what a language says of the layout of its articles. Any list may be empty.
type Words struct {
	QuestionStarts []string // words that open a question: "waarom", "hoe"
	CaptionMarks   []string // words before the maker of a picture: "Beeld", "Foto:"
	Boilerplate    []string // phrases of the web page: "Lees ook", "Advertentie"
}

// Layout finds the blocks of texts. It is immutable and safe for concurrent use.
type Layout struct {
	questionStarts map[string]bool   // folded, of one or several words
	captionMarks   []string          // without a final colon, as they are written
	boilerplate    map[byte][]string // folded, by their first byte
}

// New returns a layout finder that knows words.
func New(words Words) *Layout {
	l := &Layout{questionStarts: map[string]bool{}, boilerplate: map[byte][]string{}}
	for _, w := range words.QuestionStarts {
		l.questionStarts[text.Fold(w)] = true
	}
	for _, w := range words.CaptionMarks {
		l.captionMarks = append(l.captionMarks, strings.TrimSuffix(w, ":"))
	}
	for _, w := range words.Boilerplate {
		if w = text.Fold(strings.TrimSuffix(w, ":")); w != "" {
			l.boilerplate[w[0]] = append(l.boilerplate[w[0]], w)
		}
	}
	return l
}

// Blocks returns the blocks of doc in order. They do not overlap, none is empty, and only
// white space falls between them.
func (l *Layout) Blocks(doc string) []text.Block {
	lines := split(doc)
	blocks := join(doc, lines)
	l.classify(doc, blocks)
	return blocks
}

// Refine returns blocks that came with the markup of a text with better kinds: where the
// markup says no more than that a block is running text, its words decide.
func (l *Layout) Refine(doc string, blocks []text.Block) []text.Block {
	out := slices.Clone(blocks)
	l.classify(doc, out)
	for i, b := range blocks {
		if b.Kind != text.Paragraph {
			out[i].Kind = b.Kind
		}
	}
	return out
}
