package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns s as lexicons hold it: lower case, composed (NFC), with ' for every
// apostrophe. Texts are folded for comparison only and never changed.
func Fold(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf {
			return fold(s)
		} else if 'A' <= c && c <= 'Z' {
			return string(AppendFold(make([]byte, 0, len(s)), s))
		}
	}
	return s
}

// AppendFold appends Fold(s) to dst. A look-up m[string(AppendFold(buf[:0], s))] allocates nothing.
func AppendFold(dst []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf {
			return append(dst[:len(dst)-i], fold(s)...)
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}

// fold is Fold for strings that are not all ASCII.
func fold(s string) string {
	if strings.ContainsFunc(s, isMark) {
		s = norm.NFC.String(s)
	}
	return strings.Map(foldRune, s)
}

func foldRune(r rune) rune {
	switch r {
	case '’', '‘', 'ʼ', '´':
		return '\''
	}
	return unicode.ToLower(r)
}

func isMark(r rune) bool { return r >= 0x300 && unicode.IsMark(r) }
