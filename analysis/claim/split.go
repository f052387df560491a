package claim

import (
	"cmp"
	"io/fs"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/coref"
	"github.com/volgens/volgens/analysis/entity"
	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/syntax"
	"github.com/volgens/volgens/analysis/text"
)

// Splitter divides the contents of documents in one language into claims. It is immutable
// and safe for concurrent use.
type Splitter struct {
	lex    *lexicon.Lexicon
	deixis *deixis
}

// New returns a splitter that knows what lex knows, and the words for here and now in
// deixis.yaml of folder dir of fsys, if there is one.
func New(lex *lexicon.Lexicon, fsys fs.FS, dir string) (*Splitter, error) {
	words, err := loadDeixis(fsys, dir)
	return &Splitter{lex: lex, deixis: words}, err
}

// Input is a document with its attributions and sources.
type Input struct {
	Text         string
	Blocks       []text.Block
	Sentences    []text.Sentence
	Quotations   []text.Quotation
	Attributions []attribution.Attribution
	Sources      []coref.Source
	Mentions     []coref.Mention
	Words        *lexicon.Table
	Entities     []entity.Entity // names, in order of the text; nil where none were looked for
	Published    int64           // Unix seconds to which words like "gisteren" refer, 0 for unknown
}

// Split returns the claims of a document in order of the text.
func (s *Splitter) Split(in Input) []Claim {
	d := &document{Splitter: s, Input: in}
	d.prepare()
	for i := range in.Attributions {
		d.attributed(i)
	}
	d.authored()
	slices.SortStableFunc(d.out, func(a, b Claim) int {
		return cmp.Or(cmp.Compare(a.Spans[0].Start, b.Spans[0].Start), cmp.Compare(a.Spans[len(a.Spans)-1].End, b.Spans[len(b.Spans)-1].End))
	})
	return d.out
}

type document struct {
	*Splitter
	Input
	sections []int // by block
	covered  []text.Span
	short    map[string]int // folded surname → source
	trees    []*syntax.Tree
	out      []Claim
}

func (d *document) prepare() {
	d.sections = make([]int, len(d.Blocks))
	section := -1
	for i, b := range d.Blocks {
		d.sections[i] = section
		if b.Kind == text.Heading || b.Kind == text.Question {
			section = i
		}
	}
	for _, a := range d.Attributions {
		d.covered = append(d.covered, a.Content...)
		d.covered = append(d.covered, a.Source...)
		d.covered = append(d.covered, a.Cue...)
	}
	slices.SortFunc(d.covered, func(a, b text.Span) int { return cmp.Compare(a.Start, b.Start) })
	d.short = map[string]int{}
	for i, s := range d.Sources {
		if !s.Named || s.Kind != coref.Person {
			continue
		}
		for _, a := range append(slices.Clone(s.Aliases), s.Name) {
			for w := range strings.FieldsSeq(a) {
				if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) {
					continue
				}
				if strings.HasSuffix(s.Name, " "+w) {
					k := lexicon.Fold(w)
					if old, ok := d.short[k]; ok && old != i {
						d.short[k] = -1
						continue
					}
					d.short[k] = i
				}
			}
		}
	}
}

// proposition is what becomes a claim.
type proposition struct {
	spans   []text.Span
	subject text.Span // that it shares with the proposition before it, empty for none
}

// attributed makes the claims of one attribution.
func (d *document) attributed(i int) {
	a := &d.Attributions[i]
	for _, p := range d.propositions(a) {
		d.add(p, i)
	}
}

// propositions divides a content. A content in pieces that are no quotations is one
// proposition: a frame interrupted it.
func (d *document) propositions(a *attribution.Attribution) []proposition {
	if len(a.Content) > 1 && (a.Type != attribution.Direct || !d.whole(a.Content[0])) {
		return []proposition{{spans: a.Content}}
	}
	var out []proposition
	for _, c := range a.Content {
		for _, s := range d.bySentence(c) {
			for _, p := range d.coordinated(s) {
				out = append(out, proposition{[]text.Span{p.Span}, p.subject})
			}
		}
	}
	return out
}

// whole tells whether a piece of a quotation is a sentence by itself: it has four words or
// ends in a mark of its own.
func (d *document) whole(s text.Span) bool {
	w := strings.TrimRight(s.In(d.Text), "\"'“”„‘’»«›‹ ")
	r, _ := utf8.DecodeLastRuneInString(w)
	return strings.ContainsRune(".!?…", r) || r == ',' && len(strings.Fields(w)) > 4 || len(strings.Fields(w)) > 6
}

// bySentence cuts a content at the ends of sentences and takes off the marks around it.
func (d *document) bySentence(c text.Span) []text.Span {
	var out []text.Span
	i := d.sentenceAt(c.Start)
	for ; i < len(d.Sentences) && d.Sentences[i].Start < c.End; i++ {
		s := text.Span{Start: max(c.Start, d.Sentences[i].Start), End: min(c.End, d.Sentences[i].End)}
		if s = d.trim(s); words(s.In(d.Text)) > 0 {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return []text.Span{c}
	}
	// a fragment joins the sentence before it
	k := 0
	for j := range out {
		if k > 0 && words(out[j].In(d.Text)) < 2 {
			out[k-1].End = out[j].End
			continue
		}
		out[k] = out[j]
		k++
	}
	return out[:k]
}

// trim takes blanks, outer quotation marks without partner inside, and final marks off.
func (d *document) trim(s text.Span) text.Span {
	for {
		w := s.In(d.Text)
		r, n := utf8.DecodeRuneInString(w)
		e, m := utf8.DecodeLastRuneInString(w)
		switch {
		case w == "":
			return s
		case unicode.IsSpace(r) || strings.ContainsRune(",;:–-", r):
			s.Start += n
		case unicode.IsSpace(e) || strings.ContainsRune(".,;:–…", e) && !abbreviated(w):
			s.End -= m
		case d.opens(s.Start, n) && d.closes(s.End) && d.pair(s):
			s.Start, s.End = s.Start+n, s.End-m
		case d.opens(s.Start, n) && !d.closedInside(s):
			s.Start += n
		case d.closes(s.End) && !d.openedInside(s):
			s.End -= m
		default:
			return s
		}
	}
}

func abbreviated(w string) bool {
	i := strings.LastIndexByte(w, ' ')
	return strings.Count(w[i+1:], ".") > 1
}

func (d *document) quotationAt(start int) (text.Quotation, bool) {
	i, ok := slices.BinarySearchFunc(d.Quotations, start, func(q text.Quotation, at int) int { return cmp.Compare(q.Start, at) })
	if !ok {
		return text.Quotation{}, false
	}
	return d.Quotations[i], true
}

func (d *document) opens(at, n int) bool {
	q, ok := d.quotationAt(at)
	return ok && q.Inner.Start > at
}

// closes tells whether a quotation ends at byte end, its mark included.
func (d *document) closes(end int) bool {
	return d.closing(end) >= 0
}

// closing returns the start of the quotation that ends at byte end, -1 for none.
func (d *document) closing(end int) int {
	i, _ := slices.BinarySearchFunc(d.Quotations, end, func(q text.Quotation, at int) int { return cmp.Compare(q.Start, at) })
	for k := i - 1; k >= 0 && k >= i-20; k-- {
		if q := d.Quotations[k]; q.End == end && q.Inner.End < end {
			return q.Start
		}
	}
	return -1
}

func (d *document) pair(s text.Span) bool {
	q, ok := d.quotationAt(s.Start)
	return ok && q.End == s.End
}

func (d *document) closedInside(s text.Span) bool {
	q, ok := d.quotationAt(s.Start)
	return ok && q.End <= s.End
}

func (d *document) openedInside(s text.Span) bool {
	start := d.closing(s.End)
	return start >= s.Start
}

func words(s string) int {
	n := 0
	for f := range strings.FieldsSeq(s) {
		if strings.IndexFunc(f, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0 {
			n++
		}
	}
	return n
}

func (d *document) sentenceAt(pos int) int {
	i, _ := slices.BinarySearchFunc(d.Sentences, pos, func(s text.Sentence, at int) int {
		if s.End <= at {
			return -1
		}
		return cmp.Compare(s.Start, at)
	})
	if i > 0 && d.Sentences[i-1].End > pos {
		i--
	}
	return i
}

// tokens returns the tokens of sentence i that lie in s, with their words.
func (d *document) tokens(i int, s text.Span) ([]text.Token, []*lexicon.Word) {
	toks := d.Sentences[i].Tokens
	from, _ := slices.BinarySearchFunc(toks, s.Start, func(t text.Token, at int) int { return cmp.Compare(t.Start, at) })
	to, _ := slices.BinarySearchFunc(toks, s.End, func(t text.Token, at int) int { return cmp.Compare(t.Start, at) })
	return toks[from:to], d.Words.Sentence(i)[from:to]
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// withoutConjunction takes the conjunction off the beginning of a clause.
func (d *document) withoutConjunction(s text.Span) text.Span {
	w := s.In(d.Text)
	first, _, ok := strings.Cut(w, " ")
	if ok && d.lex.Word(first).Is(lexicon.Coordinator) {
		s.Start += len(first) + 1
	}
	return s
}

// authored makes claims of the sentences that no attribution touches.
func (d *document) authored() {
	c := 0
	for i := range d.Sentences {
		s := &d.Sentences[i]
		kind := d.Blocks[s.Block].Kind
		for c < len(d.covered) && d.covered[c].End <= s.Start {
			c++
		}
		if kind != text.Paragraph && kind != text.ListItem {
			continue
		}
		touched := false
		for k := c; k < len(d.covered) && d.covered[k].Start < s.End; k++ {
			if d.covered[k].Overlaps(s.Span) {
				touched = true
				break
			}
		}
		if touched || strings.HasSuffix(strings.TrimSpace(s.In(d.Text)), "?") {
			continue
		}
		span := d.trim(s.Span)
		if words(span.In(d.Text)) < 4 || d.closing(s.End) == s.Start {
			continue
		}
		for _, p := range d.coordinated(span) {
			d.add(proposition{[]text.Span{p.Span}, p.subject}, -1)
		}
	}
}

// add files a claim.
func (d *document) add(p proposition, attribution int) {
	spans := p.spans
	for _, s := range spans {
		if s.Empty() {
			return
		}
	}
	first, last := d.sentenceAt(spans[0].Start), d.sentenceAt(spans[len(spans)-1].End-1)
	if first >= len(d.Sentences) || last >= len(d.Sentences) {
		return
	}
	c := Claim{
		Spans: spans, Attribution: attribution, Section: d.sections[d.Sentences[first].Block],
		Context: text.Span{Start: d.Sentences[first].Start, End: d.Sentences[last].End},
	}
	c.Standalone = d.standalone(&c, p.subject)
	c.Kind = d.kind(&c)
	d.out = append(d.out, c)
}
