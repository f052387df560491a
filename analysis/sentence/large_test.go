package sentence_test

import (
	"strings"
	"testing"
)

// A quarter of a megabyte of the same thing come through every step: with more than linear work this test would not end.
func TestSplitLargeTexts(t *testing.T) {
	if testing.Short() {
		t.Skip("large texts")
	}
	for _, unit := range []string{"a", "\"", "‘a ", "a.", "a. B ", "x\n\n", "a b\n", "a\n", "? ", "(a", "@", "1-1", "’", "“A. ", "…", " ", "\u00a0", "- a\n", "Beeld ", "a\u2028", "!\""} {
		doc := strings.Repeat(unit, 1<<18/len(unit))
		check(t, doc, split(dutch, doc))
		check(t, doc, split(english, doc))
	}
}
