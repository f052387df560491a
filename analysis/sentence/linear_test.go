package sentence

import (
	"strings"
	"testing"

	"github.com/volgens/volgens/analysis/text"
)

// Work grows with the length of the text, whatever it is made of.
func TestSplitIsLinear(t *testing.T) {
	words := Words{Clitics: []string{"'s"}, Openers: []string{"de"}}
	units := []string{
		"a", ".", "a.", ". ", "a. ", "A. De ", ". - ", ". ) ", "( ", "(a", "a)", "a(b)", "a(", "@", "a@", "a@b.", "http://", "www.", "-", "a-", "1-1", "1-",
		"'", "a'", "'a ", "’", "!?", "! ", "? ) - ", "Ab.", "aB", "ab.Ab", "a.b.c", "…", "[1]", ". [1] ", "\u0301", "1. ", "J. ", "u. ", "a\u00a0", "<", "$", ",,a",
	}
	for _, unit := range units {
		for _, hyphens := range []bool{false, true} {
			words.SplitHyphens = hyphens
			s := New(words)
			steps := func(n int) int {
				doc := strings.Repeat(unit, n)
				t := tokenizer{splitter: s, doc: doc}
				t.block(text.Span{End: len(doc)})
				t.sentences(nil, 0)
				return t.steps
			}
			small, large := steps(2000), steps(20000)
			if large > 11*small+100 {
				t.Errorf("%q: %d steps for 2,000 times, %d for 20,000", unit, small, large)
			}
		}
	}
}
