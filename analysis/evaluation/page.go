package evaluation

import (
	"fmt"
	"slices"

	"github.com/volgens/volgens/analysis/interchange"
)

// The parts of an attribution.
const (
	source = iota
	cue
	content
	parts
)

// page is the text of a document, cut into what the measures count.
type page struct {
	id, lang string
	text     []rune
	words    []span
	units    []span // words and marks
	quoted   []bool // made when the first attribution without a type comes by
}

func newPage(d interchange.Document) *page {
	text := []rune(d.Text)
	return &page{id: d.ID, lang: d.Lang, text: text, words: words(text), units: units(text)}
}

// entry is an attribution laid over its page.
type entry struct {
	from  *interchange.Attribution
	kind  string // type: direct, indirect, mixed
	spans [parts][]span
	words [parts]set
	units [parts]set
}

// entries lays attributions over the page, in their order. Those without content are no
// attributions and are left out. A span outside the text is an error.
func (p *page) entries(list []interchange.Attribution) ([]*entry, error) {
	out := make([]*entry, 0, len(list))
	for i := range list {
		e, err := p.entry(&list[i])
		if err != nil {
			return nil, fmt.Errorf("document %q, attribution %q: %w", p.id, list[i].ID, err)
		}
		if len(e.spans[content]) > 0 {
			out = append(out, e)
		}
	}
	return out, nil
}

func (p *page) entry(a *interchange.Attribution) (*entry, error) {
	e := &entry{from: a, kind: a.Type}
	for part, pairs := range [parts][][2]int{a.Source, a.Cue, a.Content} {
		spans, err := p.spans(pairs)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", [...]string{"source", "cue", "content"}[part], err)
		}
		e.spans[part] = spans
		e.words[part] = touched(p.words, spans)
		e.units[part] = touched(p.units, spans)
	}
	if !slices.Contains(types, e.kind) {
		e.kind = p.typeOf(e.spans[content])
	}
	return e, nil
}

func (p *page) typeOf(content []span) string {
	if p.quoted == nil {
		p.quoted = quotedMask(p.text)
	}
	return derivedType(p.text, p.quoted, content)
}

// spans returns pairs in order, empty ones left out.
func (p *page) spans(pairs [][2]int) ([]span, error) {
	var out []span
	for _, pair := range slices.SortedFunc(slices.Values(pairs), comparePairs) {
		s := span{pair[0], pair[1]}
		if s.end <= s.start {
			continue
		}
		if s.start < 0 || s.end > len(p.text) {
			return nil, fmt.Errorf("span [%d,%d] is outside the text of %d characters", s.start, s.end, len(p.text))
		}
		out = append(out, s)
	}
	return out, nil
}

// trimmed returns spans without the white space at their ends.
func (p *page) trimmed(spans []span) []span {
	out := slices.Clone(spans)
	for i := range out {
		s := &out[i]
		for s.start < s.end && isSpace(p.text[s.start]) {
			s.start++
		}
		for s.end > s.start && isSpace(p.text[s.end-1]) {
			s.end--
		}
	}
	return out
}

// meaningful returns phrase without its articles, or phrase where it has only those.
func (p *page) meaningful(phrase set) set {
	var out set
	for _, w := range phrase {
		if !vocab().articles[p.word(w)] {
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		return phrase
	}
	return out
}
