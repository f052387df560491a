package attribution

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/syntax"
	"github.com/volgens/volgens/analysis/text"
)

// maxUnit bounds a unit, so that no text, however strange, costs more than its length.
const maxUnit = 400

// maxFound bounds the attributions of a unit: no sentence has more.
const maxFound = 24

// maxDepth bounds the levels of quotation that are told apart.
const maxDepth = 6

// item is a token, or a whole quotation that stands in a sentence like one.
type item struct {
	text.Span
	word  *lexicon.Word
	quote int32         // index of the quotation, -1 for a token
	mark  byte          // of a punctuation mark its class, 0 for a word: , . ; : - ( ) ? and * for any other
	upper bool          // begins with an upper-case letter
	digit bool          // begins with a digit
	never lexicon.Flags // flags of the word that it does not have here
	first int32         // index of the sentence of its first token
	last  int32         // and of its last
	token int32         // index of its first token in that sentence
}

func (it *item) isQuote() bool { return it.quote >= 0 }
func (it *item) isWord() bool  { return it.quote < 0 && it.mark == 0 }
func (it *item) is(f lexicon.Flags) bool {
	return it.quote < 0 && it.word.Is(f&^it.never)
}

// unit is a sentence seen from one level of quotation: what stands between deeper marks
// is one item. A quotation of several sentences with its frame is one unit.
type unit struct {
	*passage
	items []item
	level int // the quotation that holds the unit, -1 for none
	block int
	used  []bool // cues and frames that a rule has taken
	lured []bool
	taken []bool // words that name the source of an attribution
	set   lexicon.Set
	hits  int  // attributions found in it
	own   bool // a rule found an attribution in it
	list  []phraseAt
}

// phraseAt is a phrase of the lexicon found at item i, n items long.
type phraseAt struct {
	i, n int
	*lexicon.Phrase
}

// parts returns the items of the phrase without those in its gap: “[blijkt] maandag [uit]”.
func (ph phraseAt) parts() pieces {
	gap := slices.Index(ph.Words, nil)
	if gap < 0 {
		return pieces{{ph.i, ph.i + ph.n}}
	}
	return pieces{{ph.i, ph.i + gap}, {ph.i + ph.n - (len(ph.Words) - gap - 1), ph.i + ph.n}}
}

// passage is the document under analysis.
type passage struct {
	*Finder
	Input
	units []*unit
	out   []found
	turns map[int]bool   // blocks that a label gives to a speaker
	trees []*syntax.Tree // of the sentences, made when they are first asked for
}

// level collects the items between one pair of quotation marks, or outside all.
type level struct {
	quote int
	end   int
	items []item
}

// build cuts the document into units.
func (p *passage) build() {
	outer := level{quote: -1, end: len(p.Text)}
	stack := []level{outer}
	next := 0 // next quotation to open
	block := -1
	pop := func() {
		top := stack[len(stack)-1]
		p.cut(top.items, top.quote, block)
		stack = stack[:len(stack)-1]
		p.touch(&stack[len(stack)-1], top)
	}
	for s := range p.Sentences {
		if b := p.Sentences[s].Block; b != block {
			for len(stack) > 1 {
				pop()
			}
			p.cut(stack[0].items, -1, block)
			stack[0].items = make([]item, 0, 2*len(p.Sentences[s].Tokens)+16)
			block = b
		}
		known := p.Words.Sentence(s)
		for t, tok := range p.Sentences[s].Tokens {
			for len(stack) > 1 && stack[len(stack)-1].end <= tok.Start {
				pop()
			}
			for next < len(p.Quotations) && p.Quotations[next].Start <= tok.Start {
				q := p.Quotations[next]
				next++
				if q.End <= tok.Start || len(stack) > maxDepth {
					continue
				}
				top := &stack[len(stack)-1]
				top.items = append(top.items, item{Span: q.Span, word: lexicon.Nothing(), quote: int32(next - 1), first: int32(s), last: int32(s), token: int32(t)})
				stack = append(stack, level{quote: next - 1, end: q.End})
			}
			top := &stack[len(stack)-1]
			if top.quote >= 0 && !p.Quotations[top.quote].Inner.Contains(tok.Span) {
				if n := len(top.items); n > 0 {
					top.items[n-1].last = int32(s)
				}
				continue // the mark itself
			}
			if !p.glue(top, tok.Span) {
				it := p.item(tok.Span, s, known[t])
				it.token = int32(t)
				if tokens := p.Sentences[s].Tokens; t > 0 && tok.UPOS == "DET" && tokens[t-1].Rel == "case" {
					it.never = lexicon.That // “in dat geval” opens no clause
				}
				top.items = append(top.items, it)
			}
		}
	}
	for len(stack) > 1 {
		pop()
	}
	p.cut(stack[0].items, -1, block)
}

// touch tells the item of a closed quotation in which sentence it ends.
func (p *passage) touch(below *level, closed level) {
	if n := len(closed.items); n > 0 && len(below.items) > 0 {
		below.items[len(below.items)-1].last = closed.items[n-1].last
	}
}

// glue joins a token to the item before it where a hyphen ties the two: "vice-president"
// is one word here, however many tokens it is.
func (p *passage) glue(l *level, tok text.Span) bool {
	n := len(l.items)
	if n == 0 || l.items[n-1].End != tok.Start || l.items[n-1].isQuote() {
		return false
	}
	last := &l.items[n-1]
	switch words := p.Text[last.Start:last.End]; {
	case n > 1 && last.mark == '-' && l.items[n-2].End == last.Start && l.items[n-2].isWord():
		before := l.items[n-2]
		joined, next := p.joined(before.Start, tok.End, &before), p.joined(tok.Start, tok.End, &before)
		if !next.isWord() {
			return false
		}
		l.items[n-2] = joined
		l.items = l.items[:n-1]
		return true
	case strings.HasSuffix(words, "-") && last.isWord() && len(words) > 1:
		*last = p.joined(last.Start, tok.End, last)
		return true
	}
	return false
}

func (p *passage) item(s text.Span, sentence int, word *lexicon.Word) item {
	words := p.Text[s.Start:s.End]
	it := item{Span: s, word: word, quote: -1, first: int32(sentence), last: int32(sentence)}
	r, n := utf8.DecodeRuneInString(words)
	switch {
	case unicode.IsUpper(r) || unicode.IsTitle(r):
		it.upper = true
	case unicode.IsDigit(r):
		it.digit = true
	case unicode.IsLetter(r):
	case len(words) > n && hasLetter(words):
		it.upper = firstLetterUpper(words)
	default:
		it.mark = markOf(r)
	}
	return it
}

// joined makes one item of several tokens, of which first is the first.
func (p *passage) joined(start, end int, first *item) item {
	it := p.item(text.Span{Start: start, End: end}, int(first.first), p.lex.Word(p.Text[start:end]))
	it.token = first.token
	return it
}

func hasLetter(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return true
		}
	}
	return false
}

func firstLetterUpper(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return unicode.IsUpper(r)
		}
	}
	return false
}

func markOf(r rune) byte {
	switch r {
	case ',', '.', ';', ':', '(', ')', '?', '!':
		return byte(r)
	case '[':
		return '('
	case ']':
		return ')'
	case '-', '–', '—', '―', '‐', '‑', '−':
		return '-'
	case '…':
		return '.'
	}
	return '*'
}

// cut divides the items of one level in one block into units.
func (p *passage) cut(items []item, quote, block int) {
	p.titleCase(items, block)
	from := 0
	for i := range items {
		if i+1 == len(items) || i+1-from >= maxUnit || p.parts(items, i, from) {
			p.add(items[from:i+1], quote, block)
			from = i + 1
		}
	}
}

func (p *passage) add(items []item, quote, block int) {
	n := len(items)
	marks := make([]bool, 3*n)
	u := &unit{passage: p, items: items, level: quote, block: block, used: marks[:n], lured: marks[n : 2*n], taken: marks[2*n:]}
	p.units = append(p.units, u)
}

// parts tells whether a new unit begins behind item i.
func (p *passage) parts(items []item, i, from int) bool {
	a, b := &items[i], &items[i+1]
	switch {
	case a.isQuote() && p.joins(items, i):
		return false
	case a.isQuote() && b.isWord() && b.upper && i == from && p.endsWith(a, ".") && !p.isFrame(items, i+1):
		return true // “Hij komt niet.” De minister …
	case a.last == b.first:
		return false
	case a.mark == ':' && b.isQuote():
		return false
	case a.mark == ')' || a.mark == '.' || a.mark == '?' || a.mark == '*':
		return true
	}
	return true
}

// joins tells whether what follows a quotation carries on its sentence.
func (p *passage) joins(items []item, i int) bool {
	b := &items[i+1]
	switch {
	case b.mark == ',' || b.mark == '-' && items[i].last == b.first:
		return true
	case b.isWord() && !b.upper && !b.digit:
		return true
	case b.mark == '.' || b.mark == '?':
		return true
	}
	return !p.endsWith(&items[i], ".") && p.isFrame(items, i+1)
}

// isFrame tells whether a frame of the kind "Jansen said" begins at item i: a quotation
// that ends in a mark may stand before it.
func (p *passage) isFrame(items []item, i int) bool {
	for k := i; k < len(items) && k < i+8; k++ {
		it := &items[k]
		if it.mark != 0 && it.mark != ',' || it.isQuote() {
			return false
		}
		for _, v := range it.word.Verbs {
			if v.Governs(lexicon.TakesQuote) && !it.upper && k > i {
				return !p.lex.VerbSecond && k+1 < len(items) && (items[k+1].mark != 0 || k+2 >= len(items))
			}
		}
	}
	return false
}

// endsWith tells whether the words of a quotation end in one of the marks.
func (p *passage) endsWith(it *item, marks string) bool {
	in := p.Quotations[it.quote].Inner.In(p.Text)
	r, _ := utf8.DecodeLastRuneInString(in)
	for _, m := range marks {
		if r == m {
			return true
		}
	}
	return false
}
