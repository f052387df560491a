package quotation

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/text"
)

// carried is a quotation that a block left open, until the next block shows whether it goes on.
type carried struct {
	mark
	quotation int
	end       int // of its block
}

// link ends the quotation that the block before left open with that block and links it to the quotation at the start of this one:
// every paragraph opens, only the last one closes. Some papers open the first only.
func (p *pairing) link(before carried, first int) {
	if before.quotation == none || first == len(p.found) || p.found[first].Start != p.at.Start {
		return
	}
	next := p.found[first]
	if next.Start < next.Inner.Start && !p.alike(next.Span, before.Span) {
		return
	}
	q := &p.found[before.quotation]
	q.End, q.Inner.End, q.Open, q.Next = before.end, before.end, false, first
	p.found[first].Open = next.Open && next.Start < next.Inner.Start
}

// settle decides about the marks of the block that found no partner; first is the first quotation of the block.
func (p *pairing) settle(first int, before carried) {
	p.carrier.quotation = none
	if len(p.lost)+len(p.orphans) == 0 {
		return
	}
	s := p.sentences(first)
	p.reopen(s, first, before)
	slices.SortFunc(p.lost, func(a, b pending) int { return a.Start - b.Start })
	dropped := false
	for _, o := range p.lost {
		if o.weak && !p.startsSpeech(o.mark) {
			p.found[o.quotation].Start, dropped = none, true
			continue
		}
		p.guessEnd(o, s)
	}
	p.tidy(first, dropped)
}

// tidy puts the quotations of a block in order after some were dropped or added, and keeps the carrier and links right.
func (p *pairing) tidy(first int, dropped bool) {
	if !dropped && len(p.orphans) == 0 {
		return
	}
	start := none
	if p.carrier.quotation != none {
		start = p.found[p.carrier.quotation].Start
	}
	here := slices.DeleteFunc(p.found[first:], func(q text.Quotation) bool { return q.Start == none })
	slices.SortStableFunc(here, func(a, b text.Quotation) int { return a.Start - b.Start })
	p.found = p.found[:first+len(here)]
	for i, q := range here {
		if q.Start == start {
			p.carrier.quotation = first + i
		}
	}
}

// guessEnd ends a quotation whose closing mark is missing: with the quotation inside it whose mark did for both, or
// with its sentence, or with the last of the sentences after it that still read like speech.
func (p *pairing) guessEnd(o pending, s sentenceEnds) {
	q := &p.found[o.quotation]
	q.Open = true
	r, _ := utf8.DecodeRuneInString(p.doc[o.End:p.at.End])
	partial := unicode.IsLower(r)
	end, until := s.after(o.Start)
	end = min(end, o.limit)
	shared, alone := p.sharedEnd(o, end)
	switch {
	case shared > 0:
		end = shared
	case partial:
		near := max(o.End, end-nearBytes) // the full stop belongs to the sentence around
		end = near + len(strings.TrimRight(p.doc[near:max(end, near)], ".!?… \t\n\r\u00a0"))
	default:
		end = min(until, o.limit)
	}
	q.End = max(end, o.End)
	q.Inner.End = q.End
	if o.limit == p.at.End && alone && !partial && p.carrier.quotation == none {
		p.carrier = carried{mark: o.mark, quotation: o.quotation, end: p.at.End}
	}
}

// alike tells whether the marks at the starts of a and b look the same.
func (p *pairing) alike(a, b text.Span) bool {
	x, n := utf8.DecodeRuneInString(p.doc[a.Start:])
	y, m := utf8.DecodeRuneInString(p.doc[b.Start:])
	return x == y && n == m
}

// siblings bounds how many quotations after an unclosed one are looked at.
const siblings = 8

// nearBytes bounds the marks between the end of a quotation and that of its sentence.
const nearBytes = 16

// sharedEnd returns the end of a quotation inside o, before end, that closes both: ‘dit is ‘het belang van allen’. It
// returns 0 for none, and whether no other quotation with marks like those of o follows in the block.
func (p *pairing) sharedEnd(o pending, end int) (shared int, alone bool) {
	alone = true
	for i := o.quotation + 1; i < len(p.found) && i <= o.quotation+siblings; i++ {
		p.steps++
		q := p.found[i]
		if q.Start == none || q.Open || q.Start < o.Start || q.End == q.Inner.End {
			continue
		}
		if !p.alike(q.Span, o.Span) {
			continue
		}
		if r, _ := utf8.DecodeRuneInString(p.doc[q.Inner.Start:]); !unicode.IsLower(r) {
			alone = false // speech, no words in passing
		}
		if q.End > end {
			break
		}
		rest := p.doc[q.End:end]
		if strings.HasPrefix(rest, ",") || len(rest) <= nearBytes && strings.Trim(rest, ".!?…) \t\n\r\u00a0") == "" {
			return q.End, false
		}
	}
	return 0, alone
}

// startsSpeech tells whether an opening mark that may be an apostrophe stands where speech starts: at the start of the
// block or after a colon or full stop, before a capital.
func (p *pairing) startsSpeech(m mark) bool {
	r, _ := utf8.DecodeRuneInString(p.doc[m.End:p.at.End])
	if !unicode.IsUpper(r) {
		return false
	}
	before := strings.TrimRightFunc(p.doc[p.at.Start:m.Start], unicode.IsSpace)
	return before == "" || strings.ContainsRune(".:!?", rune(before[len(before)-1]))
}

// orphan notes a closing mark that nothing opened, where it closes a clause: Dat is onzin,” zei Jansen.
func (p *pairing) orphan(m mark) {
	if len(p.stack) > 0 {
		return
	}
	switch m.before {
	case '.', ',', '!', '?', '…':
		p.orphans = append(p.orphans, m)
	default:
		if m.after == ',' && !m.weak {
			p.orphans = append(p.orphans, m)
		}
	}
}

// reopen makes quotations of the orphans: from the start of the block where the block before left a quotation of that
// kind open, else from the start of the sentence, or of the first in a row that reads like speech.
func (p *pairing) reopen(s sentenceEnds, first int, before carried) {
	last := p.at.Start
	i, n := first, len(p.found)
	for _, m := range p.orphans {
		for ; i < n && p.found[i].Start < m.Start; i++ {
			if g, _ := glyphAt(p.doc[p.found[i].Start:]); g.family == m.family {
				last = max(last, p.found[i].End)
			}
		}
		start := max(s.startBefore(m.Start), last)
		if last == p.at.Start && before.quotation != none && before.family == m.family {
			start = p.at.Start
		}
		start = m.Start - len(strings.TrimLeftFunc(p.doc[start:m.Start], skipped))
		if start < m.Start {
			p.found = append(p.found, text.Quotation{
				Span: text.Span{Start: start, End: m.End}, Inner: text.Span{Start: start, End: m.Start}, Parent: none, Next: none, Open: true,
			})
		}
		last = m.End
	}
}

// skipped tells whether r cannot start the words of a quotation whose opening mark is missing.
func skipped(r rune) bool {
	_, isMark := glyphs[r]
	return isMark || unicode.IsSpace(r) || place(r) == stop
}
