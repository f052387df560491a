package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// punctuation returns the length and kind of the mark at the start of s. The same marks in a row are one token, and
// so are question and exclamation marks.
func punctuation(s string, r rune, size int) (int, kind) {
	n := size
	switch r {
	case '.', '…':
		return dots(s, n)
	case '!', '?', '‽':
		for n < len(s) && (s[n] == '!' || s[n] == '?') {
			n++
		}
		return n, loudStop
	case '(', '[', '{', '“', '„', '‘', '‚', '«', '‹', '¿', '¡', '`':
		return n + same(s, n, "`"), openMark
	case ')', ']', '}', '”', '’', '»', '›', '"':
		return n, closeMark
	case '\'':
		return n + same(s, n, "'"), closeMark
	case ',':
		if strings.HasPrefix(s[n:], ",") && startsWord(s[n+1:]) {
			return n + 1, openMark
		}
		return n, symbol
	case '-', '–', '—', '=', '*', '_', '~', '$', '<', '>', '+', '#', '|':
		for n < len(s) && strings.HasPrefix(s[n:], s[:size]) {
			n += size
		}
		if n > size || r == '-' || r == '–' || r == '—' || r == '*' || r == '_' || r == '~' {
			return n, dash
		}
		return n, symbol
	}
	if unicode.IsMark(r) || r == '\u200d' {
		return n, word
	}
	return n, symbol
}

// dots is punctuation for full stops and ellipses: "…" is as much as "...".
func dots(s string, n int) (int, kind) {
	for n < len(s) && (s[n] == '.' || strings.HasPrefix(s[n:], "…")) {
		_, more := utf8.DecodeRuneInString(s[n:])
		n += more
	}
	if n > 1 {
		return n, ellipsis
	}
	return n, stop
}

// same returns how many bytes mark takes at s[n:], 0 or its length, where s starts with mark.
func same(s string, n int, mark string) int {
	if strings.HasPrefix(s, mark) && strings.HasPrefix(s[n:], mark) {
		return len(mark)
	}
	return 0
}
