package quotation

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/text"
)

// sentenceEnds are the sentences of a block, as far as an unclosed quotation needs them. Sentences inside a closed
// quotation do not count.
type sentenceEnds struct {
	start int
	ends  []int
	until []int // for each sentence, the end of the last one in a row of speech after it
	last  []int // for each sentence, the end of the last speech after it in the block, up to the next quotation
	since []int // for each sentence, the start of the first one in a row of speech that ends with it
}

// after returns the end of the sentence that at lies in, and that of the last speech after it: in a row, or where the
// block starts with a mark, anywhere in the block.
func (s sentenceEnds) after(at int) (end, until int) {
	i := sort.SearchInts(s.ends, at+1)
	if at == s.start {
		return s.ends[i], s.last[i]
	}
	return s.ends[i], s.until[i]
}

// startBefore returns where the row of speech starts that ends with the sentence that at lies in.
func (s sentenceEnds) startBefore(at int) int { return s.since[sort.SearchInts(s.ends, at+1)] }

// sentences returns the sentences of the block; first is the first quotation of the block.
func (p *pairing) sentences(first int) sentenceEnds {
	s := sentenceEnds{start: p.at.Start, ends: p.ends(first)}
	n := len(s.ends)
	s.until, s.since, s.last = make([]int, n), make([]int, n), make([]int, n)
	speech, spoken := make([]bool, n), make([]bool, n)
	start, q := p.at.Start, first
	for i, end := range s.ends {
		from := q
		for q < len(p.found) && p.found[q].Start < end {
			q++
		}
		speech[i], spoken[i] = p.speech(start, end, p.found[from:q])
		s.since[i] = start
		if i > 0 && speech[i] && speech[i-1] {
			s.since[i] = s.since[i-1]
		}
		start = end
	}
	for i := n - 1; i >= 0; i-- {
		s.until[i], s.last[i] = s.ends[i], s.ends[i]
		if i+1 == n || spoken[i+1] {
			continue
		}
		if speech[i+1] {
			s.until[i] = s.until[i+1]
		}
		if speech[i+1] || s.last[i+1] > s.ends[i+1] {
			s.last[i] = s.last[i+1]
		}
	}
	return s
}

// ends returns where the sentences of the block end, the end of the block last.
func (p *pairing) ends(first int) []int {
	var ends []int
	closed, q := 0, first // end of the closed quotations begun so far
	block := p.doc[:p.at.End]
	for i := p.at.Start; i < p.at.End; i++ {
		if !isStop(block[i:]) {
			continue
		}
		p.steps++
		for ; q < len(p.found) && p.found[q].Start <= i; q++ {
			if p.found[q].Inner.End < p.found[q].End {
				closed = max(closed, p.found[q].End)
			}
		}
		end, ok := sentenceEnd(block, i)
		if ok && end >= closed && end < p.at.End {
			ends = append(ends, end)
		}
		i = end - 1
	}
	return append(ends, p.at.End)
}

func isStop(s string) bool {
	return s[0] == '.' || s[0] == '!' || s[0] == '?' || s[0] == 0xE2 && strings.HasPrefix(s, "…")
}

// sentenceEnd returns where the marks end that the full stop at i begins, and whether a sentence ends there: a blank and
// a capital follow, and no initial comes before.
func sentenceEnd(s string, i int) (end int, ok bool) {
	end = i
	for end < len(s) {
		r, n := utf8.DecodeRuneInString(s[end:])
		if _, isMark := glyphs[r]; !isMark && place(r) != stop || isMark && glyphs[r].shown == opens {
			break
		}
		end += n
	}
	rest := strings.TrimLeftFunc(s[end:], unicode.IsSpace)
	if len(rest) == 0 {
		return max(end, i+1), true
	}
	r, _ := utf8.DecodeRuneInString(rest)
	capital := unicode.IsUpper(r) || unicode.IsDigit(r) || place(r) == joiner || glyphs[r] != glyph{}
	return max(end, i+1), len(rest) < len(s)-end && capital && !isInitial(s[:i])
}

// isInitial tells whether s ends with a single capital: "J".
func isInitial(s string) bool {
	r, n := utf8.DecodeLastRuneInString(s)
	before, _ := utf8.DecodeLastRuneInString(s[:len(s)-n])
	return unicode.IsUpper(r) && (before == utf8.RuneError || place(before) != word)
}

// speech tells whether the sentence [start, end) holds a word of somebody speaking outside of its quotations, and
// whether it is itself a quotation: it starts with a mark.
func (p *pairing) speech(start, end int, quoted []text.Quotation) (speech, spoken bool) {
	at := start
	for _, q := range quoted {
		if q.End == q.Inner.End || q.Start < at {
			continue
		}
		if at == start && strings.TrimSpace(p.doc[start:q.Start]) == "" {
			spoken = true
		}
		speech = speech || p.speaks(p.doc[at:q.Start])
		at = min(q.End, end)
	}
	return speech || p.speaks(p.doc[at:end]), spoken
}

// speaks tells whether s holds a word of somebody speaking.
func (p *pairing) speaks(s string) bool {
	p.steps++
	var buf [32]byte
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return place(r) != word }) {
		if len(w) <= 24 && p.finder.speakers[string(text.AppendFold(buf[:0], strings.Trim(w, "'’‘”“\"„")))] {
			return true
		}
	}
	return false
}
