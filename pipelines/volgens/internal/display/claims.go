package display

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/volgens/volgens/analysis/coref"
	"github.com/volgens/volgens/analysis/stance"
)

// claims writes the list of claims.
func (p *printer) claims() {
	attributed, author := entries(p.doc)
	if len(attributed) == 0 {
		p.line(p.render(bold, "No attributed claims found."))
	} else {
		p.rule("Claims")
	}
	for _, e := range attributed {
		p.entry(e)
	}
	p.author(author)
}

// rule writes a heading with a line through the rest of the page.
func (p *printer) rule(title string) {
	p.line()
	p.line(p.render(bold, title), " ", p.render(faint, strings.Repeat("─", max(0, p.width-ansi.StringWidth(title)-1))))
	p.line()
}

func (p *printer) entry(e entry) {
	style := p.style(e.attribution.SourceID)
	number := fmt.Sprintf("%3s  ", e.number)
	indent := strings.Repeat(" ", ansi.StringWidth(number))
	rule := fmt.Sprintf("%s %.2f", e.attribution.Rule, e.attribution.Confidence)
	p.sides(p.render(style.Bold(true), number)+p.render(style.Bold(true), clean(e.name())), p.render(faint, rule))
	p.lines(indent, []fragment{{clean(strings.Join(e.about(), " · ")), p.look(faint)}})
	p.lines(indent, []fragment{{words(p.doc, e.Spans), p.look(style)}})
	p.lines(indent, p.stances(e))
	if p.Explain {
		p.why(indent, e)
	}
	p.line()
}

// sides writes one text at the left and one at the right, below each other where both do
// not fit.
func (p *printer) sides(left, right string) {
	if gap := p.width - ansi.StringWidth(left) - ansi.StringWidth(right); gap >= 2 {
		p.line(left, strings.Repeat(" ", gap), right)
		return
	}
	p.line(ansi.Truncate(left, p.width, "…"))
	p.line(strings.Repeat(" ", max(0, p.width-ansi.StringWidth(right))), right)
}

// stances returns what the source does with a claim and where it stands.
func (p *printer) stances(e entry) []fragment {
	out := []fragment{{strings.Join(e.commitment(), " · "), p.look(lipgloss.NewStyle().Italic(true))}}
	for _, pos := range e.Positions {
		if out[len(out)-1].text != "" {
			out = append(out, fragment{" · ", nil})
		}
		out = append(out, fragment{clean(position(pos)), p.look(stanceStyle(pos))})
	}
	return out
}

func position(pos stance.Position) string {
	switch pos.Label {
	case "favor":
		return "for " + pos.Target
	case "against":
		return "against " + pos.Target
	}
	return "neutral on " + pos.Target
}

func stanceStyle(pos stance.Position) lipgloss.Style {
	style := lipgloss.NewStyle().Bold(true)
	switch pos.Label {
	case "favor":
		return style.Foreground(lipgloss.Green)
	case "against":
		return style.Foreground(lipgloss.Red)
	}
	return style
}

// why writes how a claim was found, one reason a line.
func (p *printer) why(indent string, e entry) {
	for _, r := range e.reasons(p.doc) {
		label := indent + p.render(faint, fmt.Sprintf("%-8s", r.Label))
		p.lines(label, []fragment{{r.Words, p.look(faint)}})
	}
}

// author writes what nobody else is quoted for: how many claims, or the claims.
func (p *printer) author(claims []entry) {
	if len(claims) == 0 {
		return
	}
	if !p.All {
		p.lines("", []fragment{{fmt.Sprintf("and %s in the author's own voice (--all lists them)", plural(len(claims), "claim")), p.look(faint)}})
		p.line()
		return
	}
	p.rule("In the author's own voice")
	for _, e := range claims {
		p.lines("  -  ", []fragment{{words(p.doc, e.Spans), nil}})
	}
	p.line()
}

// unresolved writes the words that look like a cue and led to nothing.
func (p *printer) unresolved() {
	list := unresolved(p.doc)
	if len(list) == 0 {
		return
	}
	p.rule("Cue-like words that led to no attribution")
	for _, u := range list {
		p.lines("  -  ", []fragment{{u.Before, p.look(faint)}, {u.Word, p.look(bold)}, {u.After, p.look(faint)}})
	}
	p.line()
}

// mentionsOf returns the words that name a source in the article, each once, in order.
func mentionsOf(docText string, mentions []coref.Mention, source int) []string {
	var out []string
	for _, m := range mentions {
		if m.Source != source || m.Empty() {
			continue
		}
		if w := clean(m.In(docText)); !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}
