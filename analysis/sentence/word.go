package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/text"
)

// wordFrom appends the word that starts at i and whose first n bytes belong to it, and returns where it ends.
func (t *tokenizer) wordFrom(i, end, n int) int {
	s := t.doc[i:end]
	for n < len(s) {
		t.steps++
		r, size := utf8.DecodeRuneInString(s[n:])
		if isWord(r) {
			n += size
			continue
		}
		if !t.joins(s, n, r, size) {
			break
		}
		n += size
	}
	k := word
	if n < len(s) && s[n] == '.' && !strings.HasPrefix(s[n:], "..") {
		if k = t.abbreviated(i, i+n, end); k != word {
			n++
		}
	}
	t.word(i, i+n, k)
	return i + n
}

// joins tells whether r, at s[n:], stands inside a word: 1.000, z’n, o.a, en/of, AT&T, leraar(s).
func (t *tokenizer) joins(s string, n int, r rune, size int) bool {
	rest := s[n+size:]
	switch {
	case isApostrophe(r):
		return len(rest) == 0 || !isApostrophe(firstRune(rest)) // quotation marks are cut off before
	case r == '(':
		return joinsBracket(rest)
	case r == ')':
		return strings.Contains(s[max(0, n-bracketBytes-1):n], "(")
	case r == '%':
		return !t.splitter.splitHyphens && n > 0 && isDigit(s[n-1])
	case !startsWord(rest):
		return r == '-' && (rest == "" || strings.ContainsRune(",;.)", firstRune(rest))) || // "binnen- en buitenland"
			r == '.' && !t.splitter.splitHyphens && len(rest) > 1 && rest[0] == '-' && startsWord(rest[1:]) // "St.-Jansstraat"
	case r == '.':
		return !t.sentenceInside(s[:n], rest)
	case r == ',' || r == ':':
		return isDigit(s[n-1]) && isDigit(rest[0])
	case r == '-' || r == '\u2010' || r == '\u2011' || r == '\u00ad':
		return !t.splitter.splitHyphens || r == '\u00ad' || t.keepsHyphen(s[:n], rest)
	case r == '/':
		return !t.splitter.splitHyphens || isDigit(s[n-1]) && isDigit(rest[0])
	case r == '&':
		return !t.splitter.splitHyphens
	}
	return r == '_' || r == '@' || r == '\u200d'
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// bracketBytes bounds a bracket inside a word and the mark that closes it. Bounds like this one keep the work linear in
// the length of the text, whatever it holds.
const bracketBytes = 5

// numberBytes bounds how much of a number is looked at on either side of a hyphen.
const numberBytes = 24

// joinsBracket tells whether rest, after an opening bracket, closes it inside the same word: "(s)", "(en)".
func joinsBracket(rest string) bool {
	i := strings.IndexByte(rest[:min(len(rest), bracketBytes)], ')')
	return 0 < i && strings.IndexFunc(rest[:i], func(r rune) bool { return !unicode.IsLower(r) }) < 0
}

// keepsHyphen tells whether a hyphen stays inside a word where hyphens split: after a prefix and in figures
// that are one number, such as telephone numbers.
func (t *tokenizer) keepsHyphen(before, rest string) bool {
	if isDigit(before[len(before)-1]) && isDigit(rest[0]) {
		near := before[max(0, len(before)-numberBytes):] + rest[:min(len(rest), numberBytes)]
		return strings.Contains(near, "-") || len(before) == 3 && digits(rest[:min(len(rest), 5)]) == 4
	}
	prefix := before[max(0, len(before)-12):]
	return has(t.splitter.prefixes, prefix[strings.LastIndexByte(prefix, '-')+1:])
}

func digits(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}

// sentenceInside tells whether a full stop between before and rest ends a sentence that lacks its blank: "dag.De".
func (t *tokenizer) sentenceInside(before, rest string) bool {
	r, n := utf8.DecodeRuneInString(rest)
	next, _ := utf8.DecodeRuneInString(rest[n:])
	last, size := utf8.DecodeLastRuneInString(before)
	beforeLast, _ := utf8.DecodeLastRuneInString(before[:len(before)-size])
	return unicode.IsUpper(r) && unicode.IsLower(next) && unicode.IsLower(last) && unicode.IsLower(beforeLast) &&
		!strings.Contains(before[max(0, len(before)-40):], ".") && t.splitter.ending(before) == noAbbreviation
}

// abbreviated returns the kind of the word at [start, stop) with the full stop after it: word where the stop
// is a token of its own.
func (t *tokenizer) abbreviated(start, stop, end int) kind {
	w := t.doc[start:stop]
	follows := t.after(stop + 1)
	r, size := utf8.DecodeRuneInString(w)
	switch known := t.splitter.ending(w); {
	case known == never:
		return abbreviation
	case known == maybe && (len(w) > 2 || unicode.IsLower(follows) || t.unit()):
		return finalAbbr
	case known == beforeNumber && unicode.IsDigit(follows):
		return abbreviation
	case strings.Contains(w, ".") && lettersAndDots(w):
		return acronym
	case size == len(w) && unicode.IsUpper(r) && follows != 0 && !t.opensAfter(stop+1, end):
		return initial
	case size == len(w) && unicode.IsLower(r) && (unicode.IsDigit(follows) || !strings.ContainsRune("aeiou", r) && follows != 0 && !t.unit()):
		return initial // "v. Chr.", "c. 1818"
	case len(t.pieces) == 0 && digits(w) == len(w) && len(w) <= 2:
		return abbreviation // the number of a list item: "1. Wat is dyslexie?"
	}
	return word
}

// unit tells whether a number or a name stands before the word at hand, as before "km." and "jr.".
func (t *tokenizer) unit() bool {
	n := len(t.pieces)
	return n > 0 && (t.pieces[n-1].kind == number || n > 1 && t.upper(n-1) && t.pieces[n-2].kind == word)
}

// opensAfter tells whether what follows at i can only be a new sentence: a word that opens sentences, with a capital, and
// a lower-case one: "Dat is plan B. Het leger …", but not "J. De Vries".
func (t *tokenizer) opensAfter(i, end int) bool {
	if i < end {
		return false
	}
	fields := t.doc[min(i, len(t.doc)):min(i+40, len(t.doc))]
	first, rest, _ := strings.Cut(strings.TrimLeftFunc(fields, unicode.IsSpace), " ")
	return unicode.IsUpper(firstRune(first)) && unicode.IsLower(firstRune(rest)) && has(t.splitter.openers, first)
}

// after returns the first character at or after i that is no white space, 0 at the end of the text or of the line.
func (t *tokenizer) after(i int) rune {
	for _, r := range t.doc[min(i, len(t.doc)):] {
		t.steps++
		if r == '\n' {
			return 0
		}
		if !unicode.IsSpace(r) {
			return r
		}
	}
	return 0
}

// lettersAndDots tells whether w is made of letters with dots between them: "o.a", "U.S",
// "J.-P".
func lettersAndDots(w string) bool {
	letter, dot := false, false
	for _, r := range w {
		switch {
		case r == '-' && dot:
			dot = false
			continue
		case r == '.':
			if !letter {
				return false
			}
			letter, dot = false, true
			continue
		case letter || !unicode.IsLetter(r):
			return false
		default:
			letter, dot = true, false
		}
	}
	return letter
}

// word appends the word at [start, end), in two tokens where the language writes two in one.
func (t *tokenizer) word(start, end int, k kind) {
	if k == word && isDigit(t.doc[start]) {
		k = number
	}
	if len(t.splitter.clitics) == 0 && len(t.splitter.splits) == 0 || end-start > 40 {
		t.add(start, end, k)
		return
	}
	if cut := t.cut(t.doc[start:end]); cut > 0 {
		t.add(start, start+cut, word)
		start += cut
	}
	t.add(start, end, k)
}

// cut returns where w splits in two, 0 for nowhere.
func (t *tokenizer) cut(w string) int {
	if strings.IndexFunc(w, isApostrophe) < 0 {
		if len(w) < 5 || len(w) > 8 {
			return 0
		}
		var buf [16]byte
		return t.splitter.splits[string(text.AppendFold(buf[:0], w))]
	}
	folded := text.Fold(w)
	if n, ok := t.splitter.splits[folded]; ok && len(folded) == len(w) {
		return n
	}
	for _, c := range t.splitter.clitics {
		if rest, ok := strings.CutSuffix(folded, c); ok && rest != "" {
			return len(w) - suffix(w, len(folded)-len(rest))
		}
	}
	return 0
}

// suffix returns the bytes that the last n characters of w take.
func suffix(w string, n int) int {
	end := len(w)
	for ; n > 0 && end > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(w[:end])
		end -= size
	}
	return len(w) - end
}
