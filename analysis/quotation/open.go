package quotation

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/text"
)

// carry begins a block after one that ended inside a quotation. Where the block opens with the same mark,
// the quotation goes on: each paragraph opens, only the last one closes.
func (p *pairing) carry() {
	if p.carrier == none {
		return
	}
	if len(p.marks) > 0 && p.marks[0].Start == p.at.Start && p.sameMark(p.marks[0], p.carried) {
		p.found[p.carrier].Next = len(p.found)
		p.found[p.carrier].Open = false
		p.carrier = none
		return
	}
	p.endCarry()
}

// endCarry ends the quotation that the last block left open where it most likely ended.
func (p *pairing) endCarry() {
	p.carrier = none
}

func (p *pairing) sameMark(a, b mark) bool { return a.family == b.family && a.low == b.low }

// orphan makes a quotation of a closing mark without an opening one, from the start of its sentence.
func (p *pairing) orphan(mark) {}

// settle decides where the quotations end whose closing mark is missing; first is the
// first quotation of the block.
func (p *pairing) settle(first int) {
	if len(p.lost) == 0 {
		return
	}
	slices.SortFunc(p.lost, func(a, b pending) int { return a.Start - b.Start })
	drop := false
	s := p.sentences(first)
	for _, o := range p.lost {
		q := &p.found[o.quotation]
		if o.weak && !p.startsSpeech(o.mark) {
			q.Start, drop = none, true
			continue
		}
		end := min(s.end(o.Start), o.limit)
		q.Open, q.End, q.Inner.End = true, max(end, q.Inner.Start), max(end, q.Inner.Start)
		if o.limit == p.at.End {
			p.carrier, p.carried = o.quotation, o.mark
		}
	}
	_ = first
	if drop {
		p.found = append(p.found[:first], slices.DeleteFunc(p.found[first:], func(q text.Quotation) bool { return q.Start == none })...)
	}
	p.carrier = none
}

// startsSpeech tells whether an opening mark that may be an apostrophe stands where speech starts: at the start
// of the block or after a colon or full stop, before a capital.
func (p *pairing) startsSpeech(m mark) bool {
	r, _ := utf8.DecodeRuneInString(p.doc[m.End:p.at.End])
	if !unicode.IsUpper(r) {
		return false
	}
	before := strings.TrimRightFunc(p.doc[p.at.Start:m.Start], unicode.IsSpace)
	return before == "" || strings.ContainsRune(".:!?", rune(before[len(before)-1]))
}

// sentenceEnds are the places where sentences of a block end outside of its closed quotations.
type sentenceEnds struct {
	ends  []int
	until []int // for each end, the end of the last sentence in a row that reads like speech
}

// end returns where a quotation that starts at start most likely ends.
func (s sentenceEnds) end(start int) int {
	i := sort.SearchInts(s.ends, start+1)
	return s.until[i]
}

func (p *pairing) sentences(first int) sentenceEnds {
	var s sentenceEnds
	s.ends = append(s.ends, p.at.End)
	s.until = append(s.until, p.at.End)
	return s
}

// nest sets the parents.
func (p *pairing) nest() {
	var around []int
	for i := range p.found {
		q := &p.found[i]
		for len(around) > 0 && p.found[around[len(around)-1]].End <= q.Start {
			around = around[:len(around)-1]
		}
		if len(around) > 0 {
			q.Parent = around[len(around)-1]
			if outer := p.found[q.Parent]; q.End > outer.End {
				q.End = outer.End
				q.Inner.End = min(q.Inner.End, q.End)
			}
		}
		around = append(around, i)
	}
}
