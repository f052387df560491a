package display

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"path"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/dustin/go-humanize"
	"github.com/dustin/go-humanize/english"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/text"
	"github.com/volgens/volgens/transforms"
)

// Options says how an article is shown.
type Options struct {
	Width   int  // columns of the terminal
	Color   bool // else brackets mark the pieces
	All     bool // list also what the author says
	Explain bool // say how each claim was found
}

const (
	margin   = "  "
	maxWidth = 96 // columns of text: longer lines are hard to read
)

// Text writes an article for a terminal.
func Text(w io.Writer, article transforms.Article, o Options) error {
	p := newPrinter(w, article, o)
	p.header()
	p.article()
	p.claims()
	p.disputes()
	if o.Explain {
		p.unresolved()
	}
	return p.w.Flush()
}

// printer writes one article.
type printer struct {
	Options
	w       *bufio.Writer // keeps the first error for Flush
	input   transforms.Article
	doc     *analysis.Document
	marked  []piece
	colours map[int]int
	width   int
}

func newPrinter(w io.Writer, article transforms.Article, o Options) *printer {
	return &printer{
		Options: o, w: bufio.NewWriter(w), input: article, doc: article.Analysis,
		marked: pieces(article.Analysis), colours: colours(article.Analysis),
		width: max(min(o.Width, maxWidth)-2*len(margin), 24),
	}
}

// palette is one colour a source, of the sixteen that every terminal has and its user chose.
var palette = []ansi.BasicColor{
	lipgloss.Cyan, lipgloss.Magenta, lipgloss.Yellow, lipgloss.Green, lipgloss.BrightBlue, lipgloss.Red,
	lipgloss.BrightCyan, lipgloss.BrightMagenta, lipgloss.BrightYellow, lipgloss.BrightGreen, lipgloss.BrightRed,
}

func (p *printer) style(sourceID int) lipgloss.Style {
	n, known := p.colours[sourceID]
	if !known {
		return lipgloss.NewStyle().Underline(true).UnderlineSpaces(true)
	}
	return lipgloss.NewStyle().Foreground(palette[n%len(palette)])
}

// render gives s a look, or none without colours.
func (p *printer) render(style lipgloss.Style, s string) string {
	if !p.Color || s == "" {
		return s
	}
	return style.Render(s)
}

func (p *printer) look(style lipgloss.Style) func(string) string {
	return func(s string) string { return p.render(style, s) }
}

var (
	bold  = lipgloss.NewStyle().Bold(true)
	faint = lipgloss.NewStyle().Faint(true)
)

func (p *printer) line(parts ...string) {
	s := strings.TrimRight(strings.Join(parts, ""), " ")
	if s != "" {
		s = margin + s
	}
	fmt.Fprintln(p.w, s)
}

// lines writes wrapped lines, the first after first and the others after as many blanks.
func (p *printer) lines(first string, fragments []fragment) {
	indent := ansi.StringWidth(first)
	for i, l := range wrap(fragments, p.width-indent) {
		if i > 0 {
			first = strings.Repeat(" ", indent)
		}
		p.line(first, l)
	}
}

// header writes what is known of the article. The headline comes first: of the text where
// it has one, else of the record.
func (p *printer) header() {
	p.line()
	if blocks := p.doc.Blocks; len(blocks) > 0 && blocks[0].Kind == text.Title {
		p.block(blocks[0])
	} else if title := p.input.Row.Title; title != nil {
		p.lines("", []fragment{{clean(*title), p.look(bold)}})
	}
	p.lines("", []fragment{{strings.Join(p.facts(), " · "), p.look(faint)}})
	p.line()
}

func (p *printer) facts() []string {
	row := p.input.Row
	var facts []string
	for _, s := range []*string{row.Outlet, row.Byline} {
		if s != nil {
			facts = append(facts, clean(*s))
		}
	}
	if row.PublishedAt != nil {
		facts = append(facts, row.PublishedAt.Format("2 January 2006"))
	}
	attributed, _ := entries(p.doc)
	lang := p.doc.Lang
	if p.doc.LangConfidence < 0.995 {
		lang = fmt.Sprintf("%s (%.0f %% sure)", lang, 100*p.doc.LangConfidence)
	}
	return append(facts, path.Base(clean(row.URI)), cmp.Or(lang, "language unknown"),
		plural(len(strings.Fields(p.doc.Text)), "word"), plural(len(attributed), "attributed claim"),
		plural(len(p.colours), "source"))
}

func plural(n int, noun string) string {
	return humanize.Comma(int64(n)) + " " + english.PluralWord(n, noun, "")
}

// article writes the text with its marks.
func (p *printer) article() {
	for i, b := range blocks(p.doc) {
		if i == 0 && b.Kind == text.Title {
			continue // in the header
		}
		p.block(b)
		if next := i + 1; next < len(p.doc.Blocks) && b.Kind == text.ListItem && p.doc.Blocks[next].Kind == text.ListItem {
			continue
		}
		p.line()
	}
	p.legend()
}

func (p *printer) block(b text.Block) {
	base := lipgloss.NewStyle()
	switch b.Kind {
	case text.Title, text.Heading:
		base = bold
	case text.Question:
		base = bold.Italic(true)
	case text.Caption, text.Boilerplate:
		base = faint
	}
	first := ""
	if b.Kind == text.ListItem {
		first = margin
	}
	p.lines(first, p.fragments(b.Span, base))
}

// fragments returns a stretch of the text with its marks.
func (p *printer) fragments(within text.Span, base lipgloss.Style) []fragment {
	var out []fragment
	add := func(s string, style lipgloss.Style) { out = append(out, fragment{s, p.look(style)}) }
	for _, r := range runs(within, p.marked) {
		style := base
		if r.top != nil {
			style = p.pieceStyle(*r.top, base)
		}
		for _, o := range r.open {
			add(p.opener(o), p.pieceStyle(o, base))
		}
		add(strings.Map(printable, r.In(p.doc.Text)), style)
		for _, c := range r.close {
			add(p.closer(c), p.pieceStyle(c, base))
		}
	}
	return out
}

func (p *printer) pieceStyle(pc piece, base lipgloss.Style) lipgloss.Style {
	style := p.style(p.doc.Attributions[pc.attribution].SourceID).Inherit(base)
	switch pc.role {
	case source:
		return style.Bold(true)
	case cue:
		return style.Italic(true)
	}
	return style
}

// brackets mark the pieces where colours do not.
var brackets = map[role][2]string{content: {"⟦", "⟧"}, source: {"⟨", "⟩"}, cue: {"_", "_"}}

func (p *printer) opener(pc piece) string {
	if p.Color {
		return ""
	}
	return brackets[pc.role][0]
}

// closer returns what stands after a piece: its number, in colours only where it helps.
func (p *printer) closer(pc piece) string {
	number := superscript(pc.attribution + 1)
	if !p.Color {
		return brackets[pc.role][1] + number
	}
	if pc.role == cue && len(p.doc.Attributions[pc.attribution].Source) > 0 {
		return "" // the source beside it has the number
	}
	return number
}

// superscript returns a number in raised digits.
func superscript(n int) string {
	return strings.Map(func(r rune) rune { return []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")[r-'0'] }, fmt.Sprint(n))
}

// legend explains the marks.
func (p *printer) legend() {
	if len(p.doc.Attributions) == 0 {
		return
	}
	if p.Color {
		p.lines("", []fragment{
			{"One colour a source: ", p.look(faint)},
			{"who says it", p.look(bold.Faint(true))},
			{", ", p.look(faint)},
			{"the words that tell", p.look(faint.Italic(true))},
			{", what is said, and the number of the claim.", p.look(faint)},
		})
		return
	}
	p.lines("", []fragment{{"⟨source⟩ _cue_ ⟦what is said⟧, each with the number of the claim.", nil}})
}
