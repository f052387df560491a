// Package quotation finds the stretches of a text that stand between quotation marks. It
// knows the marks of Europe's languages, tells them from apostrophes, pairs them inside
// each block, and survives marks that are missing, doubled or nested.
package quotation

import (
	"strings"

	"github.com/volgens/volgens/analysis/text"
)

// Words is what a language says of its marks. Any list may be empty.
type Words struct {
	Apostrophes []string // words that begin or end with an apostrophe: "'s", "'t", "goin'"
	Speakers    []string // words that show somebody is speaking: "ik", "wij", "our"
}

// Finder finds quotations. It is immutable and safe for concurrent use.
type Finder struct {
	apostrophes map[string]bool // words that begin with an apostrophe, without it
	elided      map[string]bool // words that end with one, without it: "goin"
	speakers    map[string]bool
}

// New returns a finder that knows words.
func New(words Words) *Finder {
	f := &Finder{apostrophes: map[string]bool{}, elided: map[string]bool{}, speakers: map[string]bool{}}
	for _, w := range words.Apostrophes {
		w = text.Fold(w)
		if rest, ok := strings.CutPrefix(w, "'"); ok {
			f.apostrophes[strings.TrimSuffix(rest, "'")] = true
		} else if rest, ok := strings.CutSuffix(w, "'"); ok {
			f.elided[rest] = true
		}
	}
	for _, w := range words.Speakers {
		f.speakers[text.Fold(w)] = true
	}
	return f
}

// Find returns the quotations of doc, those inside others included, in order of their
// start. No quotation crosses another or the edge of a block.
func (f *Finder) Find(doc string, blocks []text.Block) []text.Quotation {
	p := pairing{finder: f, doc: doc, carrier: carried{quotation: none}}
	for _, b := range blocks {
		p.block(b.Span)
	}
	p.nest()
	return p.found
}

// none stands for no quotation.
const none = -1
