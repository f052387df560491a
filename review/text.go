package review

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/volgens/volgens/review/index"
	"github.com/volgens/volgens/schemas"
)

// mark is a stretch of an article that is shown in a way of its own.
type mark struct {
	start, end int    // code points
	class      string // one of the layers: claim, source, cue, …
	claim      string // of another claim: where a click leads
	rank       int    // of claims on the same words the lowest leads
}

// piece is a stretch of text under the same marks.
type piece struct {
	Text  string
	Start int    // first code point
	Class string // names with blanks between them
	Claim string // id of the claim a click leads to; "" for none
	First bool   // the claim begins here
	Focus bool   // the first piece of the claim that the page is about
}

// paragraph is a block of the article.
type paragraph struct {
	Kind   string // of schemas.Segment
	Pieces []piece
	Claims []string // ids of the claims that begin here
}

// window is how much text a page shows at most around its claim. Articles are a hundredth
// of it; the limit is for the one that is a book.
const window = 60_000

// paragraphs lays out an article between two code points with its marks.
func paragraphs(a *index.Article, from, to int, marks []mark) []paragraph {
	text := []rune(a.Text)
	from, to = max(0, from), min(to, len(text))
	slices.SortStableFunc(marks, func(a, b mark) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.rank, b.rank)) })
	m := marker{text: text, marks: marks}
	var out []paragraph
	for i := 0; i < len(a.Segments); {
		j := i + 1
		for j < len(a.Segments) && a.Segments[j].Paragraph == a.Segments[i].Paragraph {
			j++
		}
		start, end := trim(text, max(from, int(a.Segments[i].Start)), min(to, int(a.Segments[j-1].End)))
		if start < end {
			out = append(out, m.paragraph(a.Segments[i].Kind, start, end))
		}
		i = j
	}
	if len(a.Segments) == 0 && from < to {
		out = append(out, m.paragraph("sentence", from, to))
	}
	return out
}

// trim moves two ends past the white space inside of them.
func trim(text []rune, start, end int) (int, int) {
	for start < end && unicode.IsSpace(text[start]) {
		start++
	}
	for start < end && unicode.IsSpace(text[end-1]) {
		end--
	}
	return start, end
}

// marker walks through an article once.
type marker struct {
	text  []rune
	marks []mark
	next  int    // the first mark not begun
	open  []mark // begun and not ended

	focused bool // the claim that the page is about has begun
}

func (m *marker) paragraph(kind string, start, end int) paragraph {
	p := paragraph{Kind: kind}
	for start < end {
		stop := m.advance(start, end)
		one := m.piece(start, stop)
		p.Pieces = append(p.Pieces, one)
		if one.First {
			p.Claims = append(p.Claims, one.Claim)
		}
		start = stop
	}
	return p
}

// advance opens the marks that begin at a position or before it, closes those that have
// ended, and returns where the next one begins or ends, at most end.
func (m *marker) advance(at, end int) int {
	for m.next < len(m.marks) && m.marks[m.next].start <= at {
		m.open = append(m.open, m.marks[m.next])
		m.next++
	}
	m.open = slices.DeleteFunc(m.open, func(k mark) bool { return k.end <= at })
	if m.next < len(m.marks) {
		end = min(end, m.marks[m.next].start)
	}
	for _, k := range m.open {
		end = min(end, k.end)
	}
	return end
}

func (m *marker) piece(start, end int) piece {
	p := piece{Text: string(m.text[start:end]), Start: start}
	var classes []string
	rank := 0
	for _, k := range m.open {
		if !slices.Contains(classes, k.class) {
			classes = append(classes, k.class)
		}
		if k.class == "claim" && k.start == start && !m.focused {
			p.Focus, m.focused = true, true
		}
		if k.claim != "" && (p.Claim == "" || k.rank < rank) {
			p.Claim, rank = k.claim, k.rank
			p.First = k.start == start
		}
	}
	slices.Sort(classes)
	p.Class = strings.Join(classes, " ")
	return p
}

// spanMarks returns marks for spans.
func spanMarks(class, claim string, rank int, spans []schemas.Span) []mark {
	var out []mark
	for _, s := range spans {
		if s.Start < s.End {
			out = append(out, mark{int(s.Start), int(s.End), class, claim, rank})
		}
	}
	return out
}

// attribution returns the attribution of a claim, nil for none.
func attribution(a *index.Article, id *string) *schemas.Attribution {
	if id == nil {
		return nil
	}
	for i := range a.Attributions {
		if a.Attributions[i].AttributionID == *id {
			return &a.Attributions[i]
		}
	}
	return nil
}
