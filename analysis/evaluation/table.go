package evaluation

import (
	"fmt"
	"io"
	"strings"
)

// WriteTable writes the report for people: percentages in columns, with the counts that
// they come from. Numbers that mean nothing for a figure are left blank.
func (r *Report) WriteTable(w io.Writer) error {
	var b strings.Builder
	for i := range r.Groups {
		if i > 0 {
			b.WriteByte('\n')
		}
		r.Groups[i].write(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (g *Group) write(b *strings.Builder) {
	fmt.Fprintf(b, "%s: %s, %s in gold, %d predicted\n",
		g.Name, several(g.Documents, "document"), several(g.Gold, "attribution"), g.Predicted)
	if g.Unpredicted > 0 {
		fmt.Fprintf(b, "without a prediction, counted as predicted empty: %s\n", several(g.Unpredicted, "document"))
	}
	if g.Optional != nil {
		fmt.Fprintf(b, "left out as optional: %d in gold, %d predicted\n", g.Optional.Gold, g.Optional.Predicted)
	}
	g.writeFigures(b)
	g.writeLabels(b)
	g.writeConfidence(b)
	g.writeRules(b)
}

// row writes a line of the table: a name and cells, right-aligned. Every cell is ten wide.
func row(b *strings.Builder, name string, cells ...string) {
	line := fmt.Sprintf("%-32s", name)
	for _, c := range cells {
		line += fmt.Sprintf("%10s", c)
	}
	b.WriteString(strings.TrimRight(line, " ") + "\n")
}

func percent(x float64) string { return fmt.Sprintf("%.2f", 100*x) }

func whole(n int) string { return fmt.Sprint(n) }

func several(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

func (g *Group) writeFigures(b *strings.Builder) {
	section := ""
	for _, f := range g.Figures {
		if section == "" {
			b.WriteByte('\n')
			row(b, f.Section, f.headings()...)
		} else if f.Section != section {
			b.WriteString("\n" + f.Section + "\n")
		}
		section = f.Section
		row(b, "  "+f.Name, f.cells()...)
	}
}

func (f Figure) headings() []string {
	heads := []string{"precision", "recall", "F1", "predicted", "gold"}
	if f.Interval != nil {
		heads = append(heads, "95 % from", "to")
	}
	return heads
}

// cells returns what the table shows of f. A share stands under F1, as its one value.
func (f Figure) cells() []string {
	cells := []string{"", "", percent(f.Value()), "", whole(f.Gold)}
	switch f.Form {
	case PrecisionRecall:
		cells[0], cells[1], cells[3] = percent(f.Precision), percent(f.Recall), whole(f.Predicted)
	case RecallOnly:
		cells[1], cells[2] = percent(f.Recall), ""
	case MeanF1:
		cells[4] = ""
	}
	if f.Interval != nil {
		cells = append(cells, percent(f.Interval.Low), percent(f.Interval.High))
	}
	return cells
}

func (g *Group) writeLabels(b *strings.Builder) {
	if len(g.Labels) == 0 {
		return
	}
	b.WriteByte('\n')
	row(b, "labels", "accuracy", "macro-F1", "kappa", "pairs")
	for _, a := range g.Labels {
		row(b, "  "+a.Field, percent(a.Accuracy), percent(a.MacroF1), fmt.Sprintf("%.3f", a.Kappa), whole(a.N))
	}
}

func (g *Group) writeConfidence(b *strings.Builder) {
	r := g.Confidence
	if r == nil {
		return
	}
	b.WriteByte('\n')
	row(b, "confidence", "stated", "found", "right", "predicted")
	for _, bin := range r.Bins {
		name := fmt.Sprintf("  %.1f – %.1f", bin.From, bin.To)
		row(b, name, percent(bin.Confidence), percent(bin.Found), percent(bin.Right), whole(bin.N))
	}
	row(b, "  calibration error", "", percent(r.ECEFound), percent(r.ECERight), whole(r.N))
}

func (g *Group) writeRules(b *strings.Builder) {
	if len(g.Rules) == 0 {
		return
	}
	b.WriteByte('\n')
	row(b, "rules", "found", "right", "predicted")
	for _, r := range g.Rules {
		row(b, "  "+r.Name, percent(ratio(r.Found, r.Predicted)), percent(ratio(r.Right, r.Predicted)), whole(r.Predicted))
	}
}
