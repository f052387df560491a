package analysis

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/text"
)

// segment divides the text: the segments, joined, are the text. A sentence of running
// text is one segment, a quotation that is a sentence or several by itself too, and every
// other block as a whole. White space belongs to the segment before it, that at the
// beginning of the text to the first one. A text without blocks is one segment.
func (d *Document) segment(unresolved []text.Span) {
	if d.Text == "" {
		return
	}
	d.Segments = d.cuts()
	if len(d.Segments) == 0 {
		d.Segments = []Segment{{Kind: text.Boilerplate, Block: -1}}
	}
	last := len(d.Segments) - 1
	for i := range d.Segments {
		s := &d.Segments[i]
		if i == 0 {
			s.Start = 0
		}
		if i == last {
			s.End = len(d.Text)
		} else {
			s.End = d.Segments[i+1].Start
		}
	}
	d.voices()
	d.place(unresolved)
}

// cuts returns the segments with their starts.
func (d *Document) cuts() []Segment {
	var out []Segment
	s := 0
	for b, block := range d.Blocks {
		if block.Kind != text.Paragraph && block.Kind != text.ListItem {
			out = append(out, Segment{Span: block.Span, Kind: block.Kind, Block: b})
			continue
		}
		n := len(out)
		for s < len(d.Sentences) && d.Sentences[s].Block < b {
			s++
		}
		for ; s < len(d.Sentences) && d.Sentences[s].Block == b; s++ {
			kind := block.Kind
			q, alone := d.quotationFrom(d.Sentences[s].Span)
			if alone {
				kind = SegmentQuotation
			}
			out = append(out, Segment{Span: d.Sentences[s].Span, Kind: kind, Block: b})
			for alone && s+1 < len(d.Sentences) && d.Sentences[s+1].Block == b && d.Sentences[s+1].Start < q.End {
				s++
			}
		}
		if len(out) == n {
			out = append(out, Segment{Span: block.Span, Kind: block.Kind, Block: b})
		} else {
			out[n].Start = block.Start
		}
	}
	return out
}

// quotationFrom returns the quotation that begins a sentence, and whether it ends one too.
func (d *Document) quotationFrom(s text.Span) (text.Quotation, bool) {
	q, ok := slices.BinarySearchFunc(d.Quotations, s.Start, func(q text.Quotation, at int) int { return q.Start - at })
	if !ok {
		return text.Quotation{}, false
	}
	end := d.Quotations[q].End
	i, found := slices.BinarySearchFunc(d.Sentences, end, func(s text.Sentence, at int) int {
		if s.End < at {
			return -1
		}
		if s.Start >= at {
			return 1
		}
		return 0
	})
	if !found {
		return d.Quotations[q], false
	}
	return d.Quotations[q], letters(d.Text[end:d.Sentences[i].End]) == 0
}

// voices tells for every segment who speaks: compare the words inside contents, and those
// of sources and cues, with all its words.
func (d *Document) voices() {
	content, frame := d.cover()
	for i := range d.Segments {
		s := &d.Segments[i]
		all := letters(s.In(d.Text))
		in := content.letters(d.Text, s.Span)
		rest := all - in - frame.letters(d.Text, s.Span)
		switch {
		case in == 0:
			s.Voice = VoiceAuthor
		case rest*5 <= all:
			s.Voice = VoiceAttributed
		default:
			s.Voice = VoiceMixed
		}
	}
}

// cover returns the stretches that contents cover, and those that only sources and cues do.
func (d *Document) cover() (content, frame cover) {
	for _, a := range d.Attributions {
		content.spans = append(content.spans, a.Content...)
		frame.spans = append(frame.spans, a.Source...)
		frame.spans = append(frame.spans, a.Cue...)
	}
	content.merge()
	frame.merge()
	frame.subtract(content.spans)
	return content, frame
}

// place hands the unresolved cues to their segments.
func (d *Document) place(unresolved []text.Span) {
	i := 0
	for _, u := range unresolved {
		for i < len(d.Segments) && d.Segments[i].End <= u.Start {
			i++
		}
		if i < len(d.Segments) {
			d.Segments[i].Unresolved = append(d.Segments[i].Unresolved, u)
		}
	}
}

// cover is a set of bytes as spans in order that do not touch.
type cover struct {
	spans []text.Span
	next  int // first span that may reach the next stretch asked for
}

func (c *cover) merge() {
	slices.SortFunc(c.spans, func(a, b text.Span) int { return a.Start - b.Start })
	k := 0
	for _, s := range c.spans {
		if k > 0 && s.Start <= c.spans[k-1].End {
			c.spans[k-1].End = max(c.spans[k-1].End, s.End)
			continue
		}
		c.spans[k] = s
		k++
	}
	c.spans = c.spans[:k]
}

// subtract takes the bytes of other away, spans in order.
func (c *cover) subtract(other []text.Span) {
	var out []text.Span
	o := 0
	for _, s := range c.spans {
		for o < len(other) && other[o].End <= s.Start {
			o++
		}
		for k := o; k < len(other) && other[k].Start < s.End; k++ {
			if other[k].Start > s.Start {
				out = append(out, text.Span{Start: s.Start, End: other[k].Start})
			}
			s.Start = max(s.Start, min(s.End, other[k].End))
		}
		if !s.Empty() {
			out = append(out, s)
		}
	}
	c.spans = out
}

// letters counts the covered letters and digits of a stretch. Stretches are asked for in
// the order of the text.
func (c *cover) letters(doc string, s text.Span) int {
	for c.next < len(c.spans) && c.spans[c.next].End <= s.Start {
		c.next++
	}
	n := 0
	for k := c.next; k < len(c.spans) && c.spans[k].Start < s.End; k++ {
		n += letters(doc[max(s.Start, c.spans[k].Start):min(s.End, c.spans[k].End)])
	}
	return n
}

func letters(s string) int {
	n := 0
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRuneInString(s[i:])
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
		i += w
	}
	return n
}
