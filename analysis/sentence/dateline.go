package sentence

import (
	"unicode"

	"github.com/volgens/volgens/analysis/text"
)

// Bounds of a dateline, in tokens.
const (
	datelineTokens = 14
	placeLetters   = 3 // of the first word of the place
)

// dateline returns how many tokens at the start of a block are the place, agency and date of
// a report with the dash behind them, 0 for none: "DEN HAAG –", "UTRECHT (ANP) -", "PORT ELSIE,
// May 17 (AP) —". It stands apart from the sentence that follows.
func (t *tokenizer) dateline() int {
	if len(t.pieces) < 3 || !shout(t.pieces[0].In(t.doc), placeLetters) {
		return 0
	}
	place, bracket := true, false
	for i := 1; i < min(len(t.pieces)-1, datelineTokens); i++ {
		p := t.pieces[i]
		s := p.In(t.doc)
		switch {
		case p.kind == dash && spaced(t.doc, p.Span):
			if bracket || t.firstWord(i+1) < 0 || !t.capital(t.firstWord(i+1)) {
				return 0
			}
			return i + 1
		case s == "(":
			place, bracket = false, true
		case s == ")":
			bracket = false
		case s == ",":
			place = false
		case p.kind == openMark || p.kind == closeMark || final(p.kind) && p.kind != abbreviation && p.kind != finalAbbr && p.kind != initial:
			return 0
		case place && p.kind == word && !shout(s, 1), !place && !bracket && p.kind == word && t.lower(i) && t.pieces[i-1].kind != number:
			return 0
		}
	}
	return 0
}

// shout tells whether a word is in capitals and has least letters.
func shout(s string, least int) bool {
	n := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n >= least || n == 0 && least <= 1
}

// spaced tells whether white space stands on both sides of a token.
func spaced(doc string, s text.Span) bool {
	return s.Start > 0 && blank(doc, s.Start-1) > 0 && s.End < len(doc) && blank(doc, s.End) > 0
}
