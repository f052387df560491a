package sentence

import (
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/text"
)

// sentences appends the sentences of the pieces, which are those of a block.
func (t *tokenizer) sentences(out []text.Sentence, block int) []text.Sentence {
	if len(t.pieces) == 0 {
		return out
	}
	all := tokens(t.pieces)
	start := t.dateline()
	if start > 0 {
		out = append(out, sentence(all[:start:start], block))
	}
	for i := start; i < len(t.pieces); i++ {
		end, ok := t.ends(i)
		if ok {
			out = append(out, sentence(all[start:end:end], block))
			start = end
		}
		i = end - 1
	}
	if start < len(all) {
		out = append(out, sentence(all[start:], block))
	}
	return out
}

func sentence(tokens []text.Token, block int) text.Sentence {
	return text.Sentence{
		Span:  text.Span{Start: tokens[0].Start, End: tokens[len(tokens)-1].End},
		Block: block, Tokens: tokens,
	}
}

// ends tells whether the i-th token ends a sentence, and how many tokens come before the next one to look at: closing
// marks and brackets belong to the sentence that they close.
func (t *tokenizer) ends(i int) (end int, ok bool) {
	k := t.pieces[i].kind
	if !final(k) {
		return i + 1, false
	}
	end = i + 1
	quoted := false
	for end < len(t.pieces) && (t.pieces[end].kind == closeMark || t.pieces[end].kind == stop || t.pieces[end].kind == loudStop || t.pieces[end].kind == ellipsis) {
		t.steps++
		quoted = quoted || t.pieces[end].kind == closeMark
		if final(t.pieces[end].kind) {
			k = t.pieces[end].kind
		}
		end++
	}
	for end+2 < len(t.pieces) && t.reference(end) {
		end += 3
	}
	if end == len(t.pieces) {
		return end, true
	}
	return end, t.breaks(i, end, k, quoted)
}

// reference tells whether a note in square brackets stands at the i-th token: "… in Dulwich.[17]".
func (t *tokenizer) reference(i int) bool {
	return t.doc[t.pieces[i].Start] == '[' && t.pieces[i+1].kind == number && t.doc[t.pieces[i+2].Start] == ']'
}

func final(k kind) bool {
	switch k {
	case stop, loudStop, ellipsis, abbreviation, finalAbbr, acronym, initial:
		return true
	}
	return false
}

// breaks tells whether a sentence starts at the next-th token, after the i-th of kind k.
func (t *tokenizer) breaks(i, next int, k kind, quoted bool) bool {
	first := t.firstWord(next)
	if first < 0 {
		return (k == stop || k == loudStop) && !t.goesOn(next)
	}
	if !t.capital(first) && !t.small(k) || k == ellipsis && t.pieces[next-1].End == t.pieces[first].Start {
		return false
	}
	opener := t.opener(first)
	switch k {
	case acronym:
		return opener && t.doc[t.pieces[next].Start] != '(' && !t.surname(i, first)
	case initial, abbreviation: // "De zaal houdt van art. The museum …", but not "prof. De Vries"
		return opener && (t.lower(i) || k == initial) && first+1 < len(t.pieces) && (t.lower(first+1) || t.pieces[first+1].In(t.doc) == "I")
	case finalAbbr:
		return t.pieces[first].kind != number && t.doc[t.pieces[next].Start] != '(' && (opener || !t.upper(i))
	case loudStop:
		return !(quoted && t.frame(first, opener))
	}
	return true
}

// surname tells whether the particle at the first-th token opens the surname behind the initials at
// the i-th: "J.W. De Smet zegt", but not "in de V.S. De Senaat".
func (t *tokenizer) surname(i, first int) bool {
	return has(t.splitter.particles, t.pieces[first].In(t.doc)) && first+1 < len(t.pieces) && t.upper(first+1) && (i == 0 || !t.opener(i-1))
}

// small tells whether a mark of kind k ends sentences in a block that does without capitals: "ik kom niet. tot morgen"
func (t *tokenizer) small(k kind) bool {
	return (k == stop || k == loudStop) && t.lower(0) && t.pieces[0].kind == word && t.pieces[0].Len() > 1 && t.firstWord(0) == 0
}

// goesOn tells whether the i-th token, which is no word, carries a sentence on: a comma and its like, or a few marks
// with no word after them.
func (t *tokenizer) goesOn(i int) bool {
	switch t.doc[t.pieces[i].Start] {
	case ',', ';', ':':
		return true
	}
	return len(t.pieces)-i <= 4 && t.firstWord(i+1) < 0 && t.firstWord(len(t.pieces)-1) < 0
}

// firstWord returns the index of the first word at or after the i-th token, opening marks and dashes
// aside; -1 where something else comes first.
func (t *tokenizer) firstWord(i int) int {
	for ; i < len(t.pieces); i++ {
		t.steps++
		switch t.pieces[i].kind {
		case openMark, dash, closeMark:
		case symbol, stop, loudStop, ellipsis:
			return -1
		default:
			return i
		}
	}
	return -1
}

// capital tells whether the i-th token can start a sentence: it does not start with a lower-case letter, or is a
// short form before a capital ("’s Avonds"), or has a capital within ("iPhone").
func (t *tokenizer) capital(i int) bool {
	s := t.pieces[i].In(t.doc)
	r, size := utf8.DecodeRuneInString(s)
	if isApostrophe(r) {
		if i+1 < len(t.pieces) && len(s) <= 6 {
			return t.upper(i + 1)
		}
		r, _ = utf8.DecodeRuneInString(s[size:])
	}
	if !unicode.IsLower(r) {
		return true
	}
	second, _ := utf8.DecodeRuneInString(s[size:])
	return unicode.IsUpper(second)
}

// upper tells whether the i-th token starts with a capital.
func (t *tokenizer) upper(i int) bool {
	r, _ := utf8.DecodeRuneInString(t.doc[t.pieces[i].Start:])
	return unicode.IsUpper(r)
}

// lower tells whether the i-th token starts with a lower-case letter.
func (t *tokenizer) lower(i int) bool {
	r, _ := utf8.DecodeRuneInString(t.doc[t.pieces[i].Start:])
	return unicode.IsLower(r)
}

// opener tells whether the i-th token is a word whose capital shows that a sentence starts.
func (t *tokenizer) opener(i int) bool {
	return has(t.splitter.openers, t.pieces[i].In(t.doc))
}

// frameWords bounds the name between a quotation and the verb of its frame.
const frameWords = 4

// frame tells whether a name and a verb of saying start at the i-th token: “Why?” Smith asked.
func (t *tokenizer) frame(i int, opener bool) bool {
	if opener && t.pieces[i].In(t.doc) != "I" {
		return false
	}
	for j := i; j < len(t.pieces) && j <= i+frameWords; j++ {
		s := t.pieces[j].In(t.doc)
		if j > i && has(t.splitter.cues, s) {
			return true
		}
		if !t.upper(j) {
			return false
		}
	}
	return false
}
