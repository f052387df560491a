package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/text"
)

// listMark returns the length of the mark of a list item at the start of s, the blank after it
// included; 0 for none: "- ", "• ", "1. ", "a) ".
func listMark(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case strings.ContainsRune("-*•·▪‣◦●■", r):
	case unicode.IsDigit(r):
		for n < len(s) && n < 3 && '0' <= s[n] && s[n] <= '9' {
			n++
		}
		if n >= len(s) || s[n] != '.' && s[n] != ')' {
			return 0
		}
		n++
	case unicode.IsLower(r) && n < len(s) && s[n] == ')':
		n++
	default:
		return 0
	}
	blank, size := utf8.DecodeRuneInString(s[n:])
	if size == 0 || !unicode.IsSpace(blank) || len(strings.TrimSpace(s[n:])) == 0 {
		return 0
	}
	return n + size
}

// isNumbered tells whether s starts with a digit, as numbered list items do.
func isNumbered(s string) bool { return s != "" && '0' <= s[0] && s[0] <= '9' }

// isMarkdownHeading tells whether s starts as Markdown headings do: "## Reacties".
func isMarkdownHeading(s string) bool {
	rest := strings.TrimLeft(s, "#")
	n := len(s) - len(rest)
	return 0 < n && n <= 6 && rest != "" && (rest[0] == ' ' || rest[0] == '\t')
}

// isRule tells whether s is a line of marks without a word: "---", "* * *", "|". A line that holds
// quotation marks or question marks may be speech and is none.
func isRule(s string) bool {
	for _, r := range s {
		if !strings.ContainsRune("-*_=~#•·–—|+<>/\\.… \t\u00a0", r) {
			return false
		}
	}
	return true
}

// isBoilerplate tells whether s is a line of the web page: it starts with one of the phrases, or
// states a copyright, or is nothing but an address.
func (l *Layout) isBoilerplate(s string) bool {
	if words(s) > lineWords {
		return false
	}
	if strings.HasPrefix(s, "©") || strings.HasPrefix(s, "(c) ") || strings.HasPrefix(s, "Copyright ") {
		return true
	}
	if isAddress(s) {
		return true
	}
	start := text.Fold(head(s, 80))
	if start == "" {
		return false
	}
	for _, phrase := range l.boilerplate[start[0]] {
		if rest, ok := strings.CutPrefix(start, phrase); ok && ends(rest, phrase, finalMark(s) == '.') {
			return true
		}
	}
	return false
}

// ends tells whether rest lets the phrase before it be a line of the web page: nothing follows or a colon; after several
// words others will do, "Lees ook het interview", in a whole sentence only after four: "Dit artikel is eerder …".
func ends(rest, phrase string, stop bool) bool {
	if rest == "" || strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, " |") || strings.HasPrefix(rest, " >") {
		return true
	}
	n := strings.Count(phrase, " ")
	if n == 0 || stop && n < 3 && words(rest) > 3 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return !unicode.IsLetter(r)
}

// head returns the first bytes of s up to n, cut at a rune.
func head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

func isAddress(s string) bool {
	return (strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "www.")) &&
		!strings.ContainsFunc(s, unicode.IsSpace)
}

// creditBytes bounds where at the end of a block a credit starts.
const creditBytes = 120

// isCaption tells whether s names the maker of a picture at its end ("… in Utrecht. Beeld ANP") or
// its start ("Foto: Jan de Boer").
func (l *Layout) isCaption(s string) bool {
	n := words(s)
	if n > captionWords {
		return false
	}
	tail := len(s) - len(lastBytes(s, creditBytes))
	credited := mayEndInCredit(s[tail:])
	for _, mark := range l.captionMarks {
		if rest, ok := strings.CutPrefix(s, mark); ok && (credit(rest, n <= lineWords) || agency(mark, rest)) {
			return true
		}
		if !credited {
			continue
		}
		i := strings.LastIndex(s[tail:], mark)
		if i < 0 || tail+i == 0 || !closed(s[:tail+i]) {
			continue
		}
		if rest := s[tail+i+len(mark):]; credit(rest, false) || n <= lineWords && agency(mark, rest) {
			return true
		}
	}
	i := strings.LastIndex(s, "©")
	return i > 0 && credit(s[i+len("©"):], false)
}

// mayEndInCredit tells whether s holds a colon or ends with a name, without which there is no credit.
func mayEndInCredit(s string) bool {
	if strings.IndexByte(s, ':') >= 0 {
		return true
	}
	end := strings.TrimRight(s, ".) ")
	last := strings.TrimLeft(end[strings.LastIndexAny(end, " \u00a0\n")+1:], "(©'’")
	r, _ := utf8.DecodeRuneInString(last)
	return !unicode.IsLower(r)
}

// agency tells whether a mark names the maker by itself: "… in Utrecht. ANP", "(AP)".
func agency(mark, rest string) bool {
	letters := strings.Trim(mark, "()/")
	upper := len(letters) > 1 && strings.ToUpper(letters) == letters || mark != letters
	return upper && strings.Trim(rest, " .)") == ""
}

// lastBytes returns the last bytes of s up to n, cut at a rune.
func lastBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	i := len(s) - n
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	return s[i:]
}

// closed tells whether a caption's sentence may end with s, before its credit.
func closed(s string) bool {
	t := strings.TrimRightFunc(s, unicode.IsSpace)
	if len(t) == len(s) {
		return strings.HasSuffix(t, "(") || strings.HasSuffix(t, "|") || strings.HasSuffix(t, "/")
	}
	r, _ := utf8.DecodeLastRuneInString(t)
	return strings.ContainsRune(".!?…)(|/'’”\"–—-", r)
}

// credit tells whether s, what follows a caption mark, is the name of a maker: a colon and a few words, or
// capitalised words. A colon at the start of the block lets a whole caption follow.
func credit(s string, atStart bool) bool {
	rest, colon := strings.CutPrefix(strings.TrimLeftFunc(s, unicode.IsSpace), ":")
	if r, _ := utf8.DecodeRuneInString(s); !colon && s != "" && !unicode.IsSpace(r) {
		return false // "Beelden", "Fotograaf"
	}
	rest = strings.TrimSpace(rest)
	n := words(rest)
	if n == 0 || n > creditWords {
		return n > 0 && colon && atStart
	}
	return colon || nameLike(rest)
}

// nameLike tells whether s is made of capitalised words and at most short ones between them
// ("Jan de Boer / ANP", "AP via Reuters") and does not end as a sentence of its own.
func nameLike(s string) bool {
	for w := range strings.FieldsSeq(strings.TrimRight(s, ".)")) {
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "(©'’"))
		if unicode.IsLower(r) && utf8.RuneCountInString(w) > 3 || strings.ContainsRune("?!;", r) {
			return false
		}
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "(© "))
	return unicode.IsUpper(first) || unicode.IsDigit(first)
}
