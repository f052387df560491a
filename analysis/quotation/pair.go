package quotation

import (
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/text"
)

// pairing is the state of one call of Find.
type pairing struct {
	finder *Finder
	doc    string
	found  []text.Quotation

	at      text.Span     // the block at hand
	marks   []mark        // its marks
	next    []side        // for each mark, the side of the next one of its family, 0 for none
	stack   []pending     // what is open
	open    [families]int // how many of the stack are of each family
	lost    []pending     // what was opened in the block and not closed
	orphans []mark        // what closed nothing
	carrier carried       // what the block before left open
	steps   int           // marks and sentences looked at, for tests
}

// pending is an opening mark whose partner has not come.
type pending struct {
	mark
	quotation int // index in found
	limit     int // where it ends at the latest
}

// block pairs the marks of one block.
func (p *pairing) block(at text.Span) {
	p.at = at
	p.marks = p.finder.scan(p.marks[:0], p.doc, at)
	p.stack, p.lost, p.orphans, p.open = p.stack[:0], p.lost[:0], p.orphans[:0], [families]int{}
	p.lookAhead()
	first := len(p.found)
	before := p.carrier
	for i, m := range p.marks {
		p.steps++
		if m.twin && p.closeTwo(m) {
			continue
		}
		switch p.decide(i, m) {
		case opens:
			p.push(m)
		case closes:
			p.close(m)
		}
	}
	p.loseFrom(0, at.End)
	p.settle(first, before)
	p.link(before, first)
}

// lookAhead fills next.
func (p *pairing) lookAhead() {
	var seen [families]side
	p.next = append(p.next[:0], make([]side, len(p.marks))...)
	for i := len(p.marks) - 1; i >= 0; i-- {
		m := p.marks[i]
		p.next[i] = seen[m.family]
		seen[m.family] = m.side
	}
}

// decide returns what the i-th mark does, 0 for nothing.
func (p *pairing) decide(i int, m mark) side {
	isOpen := p.open[m.family] > 0
	switch {
	case m.side == opens && m.family != single && !m.low && isOpen && p.top(m.family).low && m.shown && place(m.after) != word:
		return closes // „Nein“
	case m.side == opens:
		return opens
	case m.side == closes && m.weak:
		return p.weakClose(i, m)
	case m.side == closes && unicode.IsDigit(m.before) && !m.shown && (!isOpen || p.next[i] == closes):
		return 0 // 12", 6'2"
	case m.side == closes:
		return closes
	case isOpen:
		return closes
	case m.weak && p.next[i]&closes == 0:
		return 0
	}
	return opens
}

// weakClose decides about a mark that ends a word: it closes, or it is an apostrophe (landen’, the dogs' owner).
func (p *pairing) weakClose(i int, m mark) side {
	if len(p.stack) == 0 || p.stack[len(p.stack)-1].family != single {
		return 0
	}
	if p.next[i] == closes && p.wordFollows(m.End) && (sibilant(m.before) || p.elided(m.Start)) {
		return 0
	}
	return closes
}

// elided tells whether the word that ends at end is one that an apostrophe follows.
func (p *pairing) elided(end int) bool {
	start := end
	for start > p.at.Start && end-start < 12 && place(rune(p.doc[start-1])) == word {
		start--
	}
	return p.finder.elided[text.Fold(p.doc[start:end])]
}

// sibilant tells whether a word that ends with r forms its possessive with a bare apostrophe.
func sibilant(r rune) bool {
	switch r {
	case 's', 'x', 'z', 'S', 'X', 'Z', 'ß':
		return true
	}
	return false
}

// wordFollows tells whether a blank and a lower-case word follow.
func (p *pairing) wordFollows(at int) bool {
	blank, n := utf8.DecodeRuneInString(p.doc[at:p.at.End])
	r, _ := utf8.DecodeRuneInString(p.doc[min(at+n, p.at.End):p.at.End])
	return unicode.IsSpace(blank) && unicode.IsLetter(r)
}

// top returns the innermost open mark of a family that has one.
func (p *pairing) top(f family) mark {
	for i := len(p.stack) - 1; i >= 0; i-- {
		p.steps++
		if p.stack[i].family == f {
			return p.stack[i].mark
		}
	}
	return mark{}
}

// push opens a quotation.
func (p *pairing) push(m mark) {
	p.stack = append(p.stack, pending{mark: m, quotation: len(p.found)})
	p.open[m.family]++
	p.found = append(p.found, text.Quotation{
		Span: text.Span{Start: m.Start, End: m.End}, Inner: text.Span{Start: m.End, End: m.End}, Parent: none, Next: none,
	})
}

// close closes the innermost quotation of the family of m; those inside it have lost their partner.
func (p *pairing) close(m mark) {
	if p.open[m.family] == 0 {
		p.orphan(m)
		return
	}
	i := len(p.stack) - 1
	for p.stack[i].family != m.family {
		i--
	}
	p.loseFrom(i+1, m.Start)
	p.open[m.family]--
	q := &p.found[p.stack[i].quotation]
	q.End, q.Inner.End = m.End, m.Start
	p.stack = p.stack[:i]
}

// closeTwo closes two quotations of single marks with a mark that looks like a double one: ‘Hij zei: ‘ja’’. Where only
// one is open, the mark closes that.
func (p *pairing) closeTwo(m mark) bool {
	n := len(p.stack)
	if n == 0 || p.stack[n-1].family != single || m.side&closes == 0 || p.open[double] > 0 && p.open[single] < 2 {
		return false
	}
	half := m
	half.family, half.End = single, m.Start+m.Len()/2
	if n > 1 && p.stack[n-2].family == single {
		p.close(half)
		half.Start, half.End = half.End, m.End
	}
	p.close(half)
	return true
}

// loseFrom gives up what is open from the i-th of the stack on; it ends before limit.
func (p *pairing) loseFrom(i, limit int) {
	for _, o := range p.stack[i:] {
		p.steps++
		p.open[o.family]--
		o.limit = limit
		p.lost = append(p.lost, o)
	}
	p.stack = p.stack[:i]
}
