package display

import (
	"fmt"
	"io"
	"path"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/volgens/volgens/schemas"
)

// List writes the claims of many articles for a terminal.
type List struct {
	Options
	w      io.Writer
	source int // columns of the source
	stance int // columns of act and stance
}

// NewList returns a list that writes to w.
func NewList(w io.Writer, o Options) *List {
	width := max(o.Width, 60)
	o.Width = min(width, 140)
	return &List{Options: o, w: w, source: o.Width / 4, stance: min(o.Width/5, 26)}
}

// Article writes the claims of one article, given as rows of the table.
func (l *List) Article(claims []schemas.Claim) error {
	p := printer{Options: l.Options}
	var b strings.Builder
	name := path.Base(claims[0].URI)
	title := name
	if t := claims[0].Title; t != nil {
		title = clean(*t)
	}
	fmt.Fprintf(&b, "\n%s", p.render(bold, title))
	if title != name {
		fmt.Fprintf(&b, "  %s", p.render(faint, name))
	}
	b.WriteByte('\n')
	previous := ""
	for _, c := range claims {
		name := l.who(c)
		shown := name
		if name == previous {
			shown = "" // still speaking
		}
		previous = name
		l.row(&b, p, shown, c)
	}
	_, err := io.WriteString(l.w, b.String())
	return err
}

func (l *List) who(c schemas.Claim) string {
	if c.SourceName == nil {
		return "(" + c.SourceKind + ")"
	}
	return clean(*c.SourceName)
}

// row writes a claim in three columns.
func (l *List) row(b *strings.Builder, p printer, who string, c schemas.Claim) {
	stance := c.Act
	if c.Target != nil && c.Stance != nil {
		stance += ", " + map[string]string{"favor": "for ", "against": "against ", "neutral": "neutral on "}[*c.Stance] + clean(*c.Target)
	}
	color := lipgloss.NewStyle().Foreground(lipgloss.Cyan).Bold(true)
	columns := [][]string{
		wrap([]fragment{{who, p.look(color)}}, l.source),
		wrap([]fragment{{clean(c.Claim), nil}}, l.Width-l.source-l.stance-6),
		wrap([]fragment{{stance, p.look(faint)}}, l.stance),
	}
	widths := []int{l.source, l.Width - l.source - l.stance - 6, 0}
	for i := 0; i < max(len(columns[0]), len(columns[1]), len(columns[2])); i++ {
		line := margin
		for j, column := range columns {
			cell := ""
			if i < len(column) {
				cell = column[i]
			}
			line += cell + strings.Repeat(" ", max(0, widths[j]-ansi.StringWidth(cell))) + margin
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}
