package write

import (
	"fmt"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/text"
	"github.com/volgens/volgens/schemas"
)

// stride is the distance in bytes between two known counts of a codePoints.
const stride = 64

// codePoints converts byte offsets of a text to code points. Making one takes one walk over
// the text, a conversion a walk over at most a stride of it.
type codePoints struct {
	text  string
	count []int32 // code points before each stride; nil for a text of ASCII alone
}

func newCodePoints(s string) codePoints {
	c := codePoints{text: s}
	if utf8.RuneCountInString(s) == len(s) {
		return c
	}
	c.count = make([]int32, 0, len(s)/stride+1)
	for i := 0; i <= len(s); i += stride {
		n := int32(0)
		if i > 0 {
			n = c.count[len(c.count)-1] + starts(s[i-stride:i])
		}
		c.count = append(c.count, n)
	}
	return c
}

// at returns the number of code points before byte i, which is where one begins.
func (c codePoints) at(i int) int32 {
	if c.count == nil {
		return int32(i)
	}
	return c.count[i/stride] + starts(c.text[i-i%stride:i])
}

// span converts a span, or says why it is none of the text.
func (c codePoints) span(s text.Span) (schemas.Span, error) {
	switch {
	case s.Start < 0 || s.End < s.Start || s.End > len(c.text):
		return schemas.Span{}, fmt.Errorf("span [%d, %d) of a text of %d bytes", s.Start, s.End, len(c.text))
	case !c.boundary(s.Start) || !c.boundary(s.End):
		return schemas.Span{}, fmt.Errorf("span [%d, %d) cuts a code point", s.Start, s.End)
	}
	return schemas.Span{Start: c.at(s.Start), End: c.at(s.End)}, nil
}

func (c codePoints) boundary(i int) bool { return i == len(c.text) || utf8.RuneStart(c.text[i]) }

// starts counts the bytes with which a code point begins.
func starts(s string) int32 {
	n := int32(0)
	for i := range len(s) {
		if utf8.RuneStart(s[i]) {
			n++
		}
	}
	return n
}
