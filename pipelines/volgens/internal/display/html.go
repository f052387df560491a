package display

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/text"
	"github.com/volgens/volgens/transforms"
)

var (
	//go:embed page.html
	pageHTML string
	//go:embed page.css
	pageCSS template.CSS
	//go:embed page.js
	pageJS template.JS

	pageTemplate = template.Must(template.New("page").Parse(pageHTML))
)

// htmlColours is the number of colours in page.css.
const htmlColours = 10

// page is what the template shows.
type page struct {
	CSS        template.CSS
	JS         template.JS
	Lang       string
	Title      string // for the browser
	Headline   string // above the text; "" where the text has its own
	Facts      []string
	Sources    []pageSource
	Blocks     []pageBlock
	Claims     []pageClaim
	Author     []string // claims in the author's voice
	ListAuthor bool
	Disputes   []pair
	Unresolved []cueLike
}

type pageSource struct {
	Class, Name, About string
	Claims             int
}

type pageBlock struct {
	Tag, Kind string
	Runs      []pageRun
}

// pageRun is a stretch of text in one look, with the numbers that follow it.
type pageRun struct {
	Text         string
	Class        string // "" for plain text
	Attributions string // numbers of the attributions that cover it, for the script
	ID           string // the first stretch of an attribution
	Numbers      []pageNumber
}

type pageNumber struct {
	N     int
	Class string
}

type pageClaim struct {
	N                  int    // number of the attribution
	ID                 string // of the first claim of the attribution
	Number             string
	Class, Name, About string
	Words              string
	Commitment         []string
	Positions          []pagePosition
	Rule               string
	Reasons            []reason
}

type pagePosition struct{ Label, Words string }

// HTML writes an article as one page that needs nothing besides itself. Whatever the
// article holds is escaped.
func HTML(w io.Writer, article transforms.Article, o Options) error {
	b := pageBuilder{doc: article.Analysis, marked: pieces(article.Analysis), colours: colours(article.Analysis), seen: map[string]bool{}}
	pr := newPrinter(io.Discard, article, o)
	attributed, author := entries(b.doc)
	p := page{
		CSS: pageCSS, JS: pageJS, Lang: b.doc.Lang, Facts: pr.facts(), ListAuthor: o.All,
		Sources: b.sources(attributed), Blocks: b.blocks(),
		Claims: b.claims(attributed, o.Explain), Author: b.author(author), Disputes: pairs(b.doc),
	}
	if o.Explain {
		p.Unresolved = unresolved(b.doc)
	}
	p.Title, p.Headline = b.titles(article)
	var out bytes.Buffer
	if err := pageTemplate.Execute(&out, p); err != nil {
		return err
	}
	_, err := out.WriteTo(w)
	return err
}

// pageBuilder turns an analysed article into what the template shows.
type pageBuilder struct {
	doc     *analysis.Document
	marked  []piece
	colours map[int]int
	seen    map[string]bool // ids given
}

func (b *pageBuilder) titles(article transforms.Article) (title, headline string) {
	if len(b.doc.Blocks) > 0 && b.doc.Blocks[0].Kind == text.Title {
		return clean(b.doc.Blocks[0].In(b.doc.Text)), ""
	}
	if t := article.Row.Title; t != nil {
		return clean(*t), clean(*t)
	}
	return clean(article.Row.URI), ""
}

// class returns the class with the colour of a source.
func (b *pageBuilder) class(sourceID int) string {
	if n, known := b.colours[sourceID]; known {
		return fmt.Sprintf("s%d", n%htmlColours)
	}
	return "nobody"
}

func (b *pageBuilder) sources(attributed []entry) []pageSource {
	count := make(map[int]int)
	for _, e := range attributed {
		count[e.attribution.SourceID]++
	}
	out := make([]pageSource, len(b.colours))
	for id, n := range b.colours {
		s := b.doc.Sources[id]
		about := slices.DeleteFunc([]string{string(s.Kind), clean(s.Role), clean(s.Affiliation)}, func(s string) bool { return s == "" })
		out[n] = pageSource{b.class(id), clean(s.Name), strings.Join(about, " · "), count[id]}
	}
	return out
}

// tags are the HTML elements of blocks.
var tags = map[text.BlockKind]string{text.Title: "h1", text.Heading: "h2", text.Question: "h2", text.ListItem: "li"}

func (b *pageBuilder) blocks() []pageBlock {
	var out []pageBlock
	for _, block := range blocks(b.doc) {
		out = append(out, pageBlock{cmp.Or(tags[block.Kind], "p"), string(block.Kind), b.runs(block.Span)})
	}
	return out
}

func (b *pageBuilder) runs(within text.Span) []pageRun {
	var out []pageRun
	for _, r := range runs(within, b.marked) {
		pr := pageRun{Text: strings.Map(printable, r.In(b.doc.Text))}
		if r.top != nil {
			pr.Class = b.runClass(r)
			pr.ID = b.id(fmt.Sprintf("a%d", r.top.attribution+1))
			pr.Attributions = attributionNumbers(r)
		}
		for _, c := range r.close {
			a := b.doc.Attributions[c.attribution]
			if c.role == content || len(a.Content) == 0 {
				pr.Numbers = append(pr.Numbers, pageNumber{c.attribution + 1, b.class(a.SourceID)})
			}
		}
		out = append(out, pr)
	}
	return out
}

// runClass gives a run the look of its inmost piece, an edge of the source around it, and
// round corners where the piece begins and ends.
func (b *pageBuilder) runClass(r run) string {
	classes := []string{string(r.top.role), b.class(b.doc.Attributions[r.top.attribution].SourceID)}
	if len(r.open) > 0 {
		classes = append(classes, "first")
	}
	if len(r.close) > 0 {
		classes = append(classes, "last")
	}
	for _, p := range r.all {
		if p.role == content && p.attribution != r.top.attribution {
			classes = append(classes, "in", "in-"+b.class(b.doc.Attributions[p.attribution].SourceID))
			break
		}
	}
	return strings.Join(classes, " ")
}

// attributionNumbers lists the attributions that cover a run, the inmost last.
func attributionNumbers(r run) string {
	top := fmt.Sprint(r.top.attribution + 1)
	var numbers []string
	for _, p := range r.all {
		if n := fmt.Sprint(p.attribution + 1); n != top && !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	return strings.Join(append(numbers, top), " ")
}

// id returns an id the first time it is asked for.
func (b *pageBuilder) id(name string) string {
	if b.seen[name] {
		return ""
	}
	b.seen[name] = true
	return name
}

func (b *pageBuilder) claims(attributed []entry, explain bool) []pageClaim {
	var out []pageClaim
	for _, e := range attributed {
		c := pageClaim{
			N: e.Attribution + 1, ID: b.id(fmt.Sprintf("c%d", e.Attribution+1)), Number: e.number,
			Class: b.class(e.attribution.SourceID), Name: clean(e.name()), About: clean(strings.Join(e.about(), " · ")),
			Words: words(b.doc, e.Spans), Commitment: e.commitment(),
			Rule: fmt.Sprintf("%s %.2f", e.attribution.Rule, e.attribution.Confidence),
		}
		for _, pos := range e.Positions {
			c.Positions = append(c.Positions, pagePosition{pos.Label, clean(position(pos))})
		}
		if explain {
			c.Reasons = e.reasons(b.doc)
		}
		out = append(out, c)
	}
	return out
}

func (b *pageBuilder) author(claims []entry) []string {
	out := make([]string, len(claims))
	for i, e := range claims {
		out[i] = words(b.doc, e.Spans)
	}
	return out
}
