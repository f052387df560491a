// Package display shows an analysed article to a person: in a terminal or as a page of
// HTML, with sources, cues and contents marked and the claims listed below.
package display

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/claim"
	"github.com/volgens/volgens/analysis/coref"
	"github.com/volgens/volgens/analysis/text"
)

// role is the part that words play in an attribution.
type role string

const (
	content role = "content"
	source  role = "source"
	cue     role = "cue"
)

// piece is one stretch of a role of an attribution.
type piece struct {
	text.Span
	role        role
	attribution int
}

// run is a stretch of text in which no mark begins or ends.
type run struct {
	text.Span
	open  []piece // pieces that begin here, the longest first
	close []piece // pieces that end here, the shortest first
	top   *piece  // the piece that says how the words look, nil for none
	all   []piece // every piece that covers the run
}

// pieces returns the marked stretches of a document.
func pieces(doc *analysis.Document) []piece {
	var out []piece
	for i, a := range doc.Attributions {
		for r, spans := range map[role][]text.Span{source: a.Source, cue: a.Cue, content: a.Content} {
			for _, s := range spans {
				if !s.Empty() {
					out = append(out, piece{s, r, i})
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b piece) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End),
			cmp.Compare(rank(a.role), rank(b.role)), cmp.Compare(a.attribution, b.attribution))
	})
	return out
}

// rank orders roles from the outside to the inside.
func rank(r role) int { return slices.Index([]role{content, source, cue}, r) }

// runs divides a stretch of the document at every place where a mark begins or ends.
func runs(within text.Span, marked []piece) []run {
	inside := make([]piece, 0, 8)
	cuts := []int{within.Start, within.End}
	for _, p := range marked {
		if p.Overlaps(within) {
			inside = append(inside, p)
			cuts = append(cuts, max(p.Start, within.Start), min(p.End, within.End))
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []run
	for i := 0; i+1 < len(cuts); i++ {
		out = append(out, newRun(text.Span{Start: cuts[i], End: cuts[i+1]}, within, inside))
	}
	return out
}

func newRun(s, within text.Span, marked []piece) run {
	r := run{Span: s}
	for _, p := range marked {
		if !p.Overlaps(s) {
			continue
		}
		r.all = append(r.all, p)
		if max(p.Start, within.Start) == s.Start {
			r.open = append(r.open, p)
		}
		if min(p.End, within.End) == s.End {
			r.close = append([]piece{p}, r.close...)
		}
		if r.top == nil || above(p, *r.top) {
			r.top = &p
		}
	}
	return r
}

// above tells whether the words look as p says and not as q: a source or cue before a
// content, else the one inside.
func above(p, q piece) bool {
	if (p.role == content) != (q.role == content) {
		return q.role == content
	}
	return p.Len() <= q.Len()
}

// entry is one claim of the list below the text.
type entry struct {
	claim.Claim
	number      string                   // of the attribution, with a letter where it has several claims: "3b"; "" for the author's voice
	attribution *attribution.Attribution // nil for the author's voice
	source      *coref.Source            // nil where it is implicit
	via         *coref.Source            // through whom the words came, nil for none
}

// entries returns the claims with a source and those in the author's voice. Attributions
// without a claim come as one whose spans are their content.
func entries(doc *analysis.Document) (attributed, author []entry) {
	count := make(map[int]int)
	for _, c := range doc.Claims {
		count[c.Attribution]++
	}
	nth := make(map[int]int)
	for _, c := range doc.Claims {
		e := newEntry(doc, c)
		if e.attribution == nil {
			author = append(author, e)
			continue
		}
		if count[c.Attribution] > 1 {
			e.number += letters(nth[c.Attribution])
			nth[c.Attribution]++
		}
		attributed = append(attributed, e)
	}
	for i, a := range doc.Attributions {
		if count[i] == 0 {
			attributed = append(attributed, newEntry(doc, claim.Claim{Spans: a.Content, Attribution: i}))
		}
	}
	slices.SortStableFunc(attributed, func(a, b entry) int { return cmp.Compare(a.Attribution, b.Attribution) })
	return attributed, author
}

func newEntry(doc *analysis.Document, c claim.Claim) entry {
	e := entry{Claim: c}
	if c.Attribution < 0 || c.Attribution >= len(doc.Attributions) {
		return e
	}
	e.attribution = &doc.Attributions[c.Attribution]
	e.number = strconv.Itoa(c.Attribution + 1)
	e.source = sourceAt(doc, e.attribution.SourceID)
	if e.attribution.Via != e.attribution.SourceID {
		e.via = sourceAt(doc, e.attribution.Via)
	}
	return e
}

func sourceAt(doc *analysis.Document, i int) *coref.Source {
	if i < 0 || i >= len(doc.Sources) {
		return nil
	}
	return &doc.Sources[i]
}

// letters numbers from 0: a, b, … z, aa, ab, …
func letters(n int) string {
	s := string(rune('a' + n%26))
	for n = n/26 - 1; n >= 0; n = n/26 - 1 {
		s = string(rune('a'+n%26)) + s
	}
	return s
}

// name returns who says it.
func (e entry) name() string {
	if e.source == nil {
		return "no source named"
	}
	return e.source.Name
}

// about returns what is known of the source: kind, role, affiliation.
func (e entry) about() []string {
	if e.source == nil {
		return []string{string(coref.Implicit)}
	}
	about := []string{string(e.source.Kind)}
	for _, s := range []string{e.source.Role, e.source.Affiliation} {
		if s != "" && !strings.EqualFold(s, e.source.Name) {
			about = append(about, s)
		}
	}
	if e.via != nil {
		about = append(about, "via "+e.via.Name)
	}
	return about
}

// commitment returns what the source does with the claim, without what goes without saying.
func (e entry) commitment() []string {
	var out []string
	for _, v := range []string{e.Act, e.Certainty, e.Polarity} {
		if v != "" && v != "unspecified" && v != "affirmed" {
			out = append(out, v)
		}
	}
	switch e.Distance {
	case "distancing":
		out = append(out, "the reporter keeps a distance")
	case "endorsing":
		out = append(out, "the reporter agrees")
	}
	return out
}

// words returns the words of spans on one line, pieces joined by an ellipsis.
func words(doc *analysis.Document, spans []text.Span) string {
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = clean(s.In(doc.Text))
	}
	return strings.Join(parts, " … ")
}

// clean puts a text on one line and takes out what could steer a terminal.
func clean(s string) string {
	return strings.Join(strings.FieldsFunc(strings.Map(printable, s), isBreak), " ")
}

// printable replaces control characters: a text from anywhere must not move the cursor.
func printable(r rune) rune {
	switch {
	case r == '\n' || r == '\t' || r == '\r' || r == '\f' || r == '\v' || r == '\u0085':
		return ' '
	case r < ' ' || r >= 0x7f && r < 0xa0 || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069':
		return '\uFFFD'
	}
	return r
}

// isBreak tells blanks at which a line may end.
func isBreak(r rune) bool {
	return r == ' ' || r >= '\u2000' && r <= '\u200a' && r != '\u2007' || r == '\u3000'
}

// blocks returns the blocks of a document; the whole text where it has none.
func blocks(doc *analysis.Document) []text.Block {
	if len(doc.Blocks) > 0 {
		return doc.Blocks
	}
	return []text.Block{{Span: text.Span{End: len(doc.Text)}, Kind: text.Paragraph}}
}

// colours gives the sources of a document numbers for their colours, in the order in
// which they speak; -1 is no source.
func colours(doc *analysis.Document) map[int]int {
	numbers := make(map[int]int)
	for _, a := range doc.Attributions {
		if _, seen := numbers[a.SourceID]; !seen && sourceAt(doc, a.SourceID) != nil {
			numbers[a.SourceID] = len(numbers)
		}
	}
	return numbers
}
