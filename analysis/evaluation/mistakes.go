package evaluation

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
)

// Kind says what is wrong in a mistake.
type Kind string

// The kinds of mistakes, in the order in which they are listed.
const (
	Missed       Kind = "missed"   // no prediction fits
	Spurious     Kind = "spurious" // the prediction fits nothing in gold
	WrongSource  Kind = "source"   // the sources of a pair share less than half of their words
	WrongContent Kind = "content"  // the contents of a pair fit, but are not the same
)

var kinds = []Kind{Missed, Spurious, WrongSource, WrongContent}

// Mistake is one thing that went wrong. Gold is nil where it is spurious, Pred where it is missed.
type Mistake struct {
	Kind     Kind
	Document string // its id
	Type     string // type of the gold attribution; of the prediction where that is spurious
	Gold     *Quote
	Pred     *Quote
}

// Quote is an attribution in words, the pieces of a part joined by " … ".
type Quote struct {
	ID                   string
	Source, Cue, Content string
	Rule                 string // the prediction's, "" where it names none
}

// mistakes returns what went wrong, by kind and in order of the attributions.
func (c *comparison) mistakes() []Mistake {
	paired := map[*entry]bool{}
	for _, p := range c.pairs {
		paired[p.gold], paired[p.pred] = true, true
	}
	var out []Mistake
	for _, e := range c.gold {
		if !paired[e] {
			out = append(out, c.mistake(Missed, e, nil))
		}
	}
	for _, e := range c.pred {
		if !paired[e] {
			out = append(out, c.mistake(Spurious, nil, e))
		}
	}
	for _, p := range c.pairs {
		if !p.sameSource() {
			out = append(out, c.mistake(WrongSource, p.gold, p.pred))
		}
		if !p.same(content) {
			out = append(out, c.mistake(WrongContent, p.gold, p.pred))
		}
	}
	return out
}

func (c *comparison) mistake(kind Kind, gold, pred *entry) Mistake {
	m := Mistake{Kind: kind, Document: c.page.id, Gold: c.page.quote(gold), Pred: c.page.quote(pred)}
	if gold != nil {
		m.Type = gold.kind
	} else {
		m.Type = pred.kind
	}
	return m
}

func (p *page) quote(e *entry) *Quote {
	if e == nil {
		return nil
	}
	in := func(part int) string {
		pieces := make([]string, len(e.spans[part]))
		for i, s := range e.spans[part] {
			pieces[i] = string(p.text[s.start:s.end])
		}
		return strings.Join(pieces, " … ")
	}
	return &Quote{ID: e.from.ID, Source: in(source), Cue: in(cue), Content: in(content), Rule: e.from.Attrs["rule"]}
}

// WriteMistakes writes at most n mistakes of each kind, drawn from all documents. The same
// report gives the same examples.
func (r *Report) WriteMistakes(w io.Writer, n int) error {
	var b strings.Builder
	for _, kind := range kinds {
		all := slices.DeleteFunc(slices.Clone(r.Mistakes), func(m Mistake) bool { return m.Kind != kind })
		rand.New(rand.NewPCG(1, 0)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		fmt.Fprintf(&b, "\n%s: %d\n", kind, len(all))
		for _, m := range all[:min(n, len(all))] {
			m.write(&b)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (m Mistake) write(b *strings.Builder) {
	fmt.Fprintf(b, "  %s, %s\n", m.Document, m.Type)
	for _, side := range []struct {
		name string
		*Quote
	}{{"gold", m.Gold}, {"pred", m.Pred}} {
		if q := side.Quote; q != nil {
			line := fmt.Sprintf("    %s %-4s source %s  cue %s  content %s  %s",
				side.name, "#"+q.ID, shown(q.Source), shown(q.Cue), shown(q.Content), q.Rule)
			b.WriteString(strings.TrimRight(line, " ") + "\n")
		}
	}
}

// shown is text on one line between marks, a dash for nothing.
func shown(text string) string {
	if text == "" {
		return "–"
	}
	return "«" + strings.Join(strings.Fields(text), " ") + "»"
}
