package evaluation

import (
	"strings"
	"unicode"
)

// The types of an attribution, by how much of its content stands in quotation marks.
const (
	direct   = "direct"
	indirect = "indirect"
	mixed    = "mixed"
)

var types = []string{direct, indirect, mixed}

// derivedType is the type of an attribution that names none: direct where at least 90 %
// of the letters and digits of its content stand in quotation marks, indirect where at
// most 2 % do, mixed in between.
func derivedType(text []rune, quoted []bool, content []span) string {
	inside, total := 0, 0
	for _, s := range content {
		for i := s.start; i < min(s.end, len(text)); i++ {
			if isAlnum(text[i]) {
				total++
				if quoted[i] {
					inside++
				}
			}
		}
	}
	switch {
	case total > 0 && float64(inside)/float64(total) >= 0.9:
		return direct
	case total == 0 || float64(inside)/float64(total) <= 0.02:
		return indirect
	}
	return mixed
}

// quotedMask tells of every character whether it stands inside a pair of quotation marks
// or is one of the two. A pair lies within a line.
func quotedMask(text []rune) []bool {
	mask := make([]bool, len(text))
	for start := 0; start < len(text); {
		end := lineEnd(text, start)
		line := text[start:end]
		for i := 0; i < len(line); i++ {
			j := closing(line, i)
			if j < 0 {
				continue
			}
			for k := i; k <= j; k++ {
				mask[start+k] = true
			}
			i = j
		}
		start = end
	}
	return mask
}

// lineEnd returns the end of the line that starts at i, its line break included.
func lineEnd(text []rune, i int) int {
	for ; i < len(text); i++ {
		switch r := text[i]; {
		case r == '\r' && i+1 < len(text) && text[i+1] == '\n':
			return i + 2
		case '\n' <= r && r <= '\r', '\x1c' <= r && r <= '\x1e', r == '\u0085', r == '\u2028', r == '\u2029':
			return i + 1
		}
	}
	return i
}

// closers are the marks that close the quotation a mark opens.
var closers = map[rune]string{'“': "”", '„': "“”", '«': "»", '»': "«", '‹': "›", '›': "‹", '"': `"`}

// closing returns the index of the mark that closes the quotation opened at line[i]; -1
// where none is opened there. A double mark left open runs to the end of the line. A
// single curly one counts when it opens after a non-letter and its partner closes a word.
func closing(line []rune, i int) int {
	switch c := line[i]; c {
	case '“', '„', '"', '«', '»', '‹', '›':
		for k := i + 1; k < len(line); k++ {
			if strings.ContainsRune(closers[c], line[k]) {
				return k
			}
		}
		if c == '“' || c == '„' || c == '"' {
			return len(line) - 1
		}
	case '‘', '‚':
		if i == 0 || !isAlnum(line[i-1]) {
			return closingSingle(line, i)
		}
	}
	return -1
}

func closingSingle(line []rune, i int) int {
	for k := i + 2; k < len(line); k++ {
		if line[k] != '’' && line[k] != '‘' || line[k-1] == ' ' {
			continue
		}
		if k+1 == len(line) || !isAlnum(line[k+1]) {
			return k
		}
	}
	return -1
}

func isUpper(r rune) bool { return unicode.IsUpper(r) || unicode.Is(unicode.Other_Uppercase, r) }
