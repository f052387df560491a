package quotation

import (
	"strings"
	"testing"

	"github.com/volgens/volgens/analysis/text"
)

// Work grows with the length of the text, whatever the marks in it.
func TestFindIsLinear(t *testing.T) {
	for _, unit := range []string{"\"", "'", "“", "‘", "”", "’", "“ ‘", "a’ ", " ‘a ", "“A. ", ",” ", "‘a’. ", ",,a ", "« ", "“‘a”", " 'A. ", "„a“ ‘", "''", "“a ‘b’, "} {
		steps := func(n int) int {
			doc := strings.Repeat(unit, n)
			p := pairing{finder: New(Words{}), doc: doc, carrier: carried{quotation: none}}
			p.block(text.Span{End: len(doc)})
			p.nest()
			return p.steps
		}
		small, large := steps(2000), steps(20000)
		if large > 11*small+100 {
			t.Errorf("%q: %d steps for 2,000 times, %d for 20,000", unit, small, large)
		}
	}
}
