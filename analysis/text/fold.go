package text

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns s as lexicons hold it: lower case, composed (NFC), with ' for every
// apostrophe. Texts are folded for comparison only and never changed.
func Fold(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return fold(s)
		}
	}
	return s
}

func fold(s string) string {
	s = apostrophes.Replace(s)
	if !norm.NFC.IsNormalString(s) {
		s = norm.NFC.String(s)
	}
	return strings.ToLower(s)
}

var apostrophes = strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'", "´", "'")
