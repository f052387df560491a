package display

import (
	"strings"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/dispute"
)

// pair is two claims of the article that contradict or support each other.
type pair struct {
	A, B     string // numbers and sources: "3b Jansen"
	Relation string // "contradicts"
	Why      string // the words that show it
}

// relations are the words between the claims of a pair.
var relations = map[dispute.Relation]string{
	dispute.Contradicts: "contradicts", dispute.Supports: "supports", dispute.SelfContradiction: "is at odds with",
}

// pairs returns the disputes of an article with the numbers of its list of claims.
func pairs(doc *analysis.Document) []pair {
	labels := labelsOf(doc)
	var out []pair
	for _, d := range doc.Disputes {
		if d.A >= len(labels) || d.B >= len(labels) {
			continue
		}
		out = append(out, pair{
			A: labels[d.A], B: labels[d.B], Relation: relations[d.Relation],
			Why: clean(strings.Join(d.Signals, "; ")),
		})
	}
	return out
}

// labelsOf returns the number and the source of every claim.
func labelsOf(doc *analysis.Document) []string {
	count, nth := make(map[int]int), make(map[int]int)
	for _, c := range doc.Claims {
		count[c.Attribution]++
	}
	out := make([]string, len(doc.Claims))
	for i, c := range doc.Claims {
		e := newEntry(doc, c)
		if e.attribution == nil {
			out[i] = "the author"
			continue
		}
		if count[c.Attribution] > 1 {
			e.number += letters(nth[c.Attribution])
			nth[c.Attribution]++
		}
		out[i] = e.number + " " + clean(e.name())
	}
	return out
}

// disputes writes the pairs.
func (p *printer) disputes() {
	list := pairs(p.doc)
	if len(list) == 0 {
		return
	}
	p.rule("Disputes")
	for _, d := range list {
		p.lines("  -  ", []fragment{
			{d.A, p.look(bold)}, {" " + d.Relation + " ", nil}, {d.B, p.look(bold)}, {": " + d.Why, p.look(faint)},
		})
	}
	p.line()
}
