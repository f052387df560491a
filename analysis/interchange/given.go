package interchange

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/text"
)

// GivenKey is the key of attrs under which WithGiven says where a source stands towards
// targets that it was told: "target:label, …".
const GivenKey = "stance_given"

// WithGiven returns what the analyser makes of a document whose attributions are known:
// sources, kinds, certainty, polarity and positions are its own. Of the gold attributions
// it reads the spans, nested_in, and the targets of stance, but no label. The error is
// analysis.ErrLanguage, or tells which span is none.
func WithGiven(a *analysis.Analyzer, gold Document) (Document, error) {
	given, err := gold.given()
	if err != nil {
		return Document{}, err
	}
	doc, err := a.Given(gold.Text, given, analysis.InLanguage(gold.Lang))
	if err != nil {
		return Document{}, err
	}
	out := FromDocument(gold.ID, doc)
	for i := range out.Attributions {
		var pairs []string
		for _, target := range targets(gold.Attributions[i].Attrs["stance"]) {
			pairs = append(pairs, target+":"+a.Toward(doc, i, target).Label)
		}
		if len(pairs) > 0 {
			out.Attributions[i].Attrs[GivenKey] = strings.Join(pairs, ", ")
		}
	}
	return out, nil
}

// targets returns the targets of "target:label, target:label".
func targets(stance string) []string {
	var out []string
	for pair := range strings.SplitSeq(stance, ",") {
		if i := strings.LastIndexByte(pair, ':'); i > 0 {
			if target := strings.TrimSpace(pair[:i]); target != "" && !slices.Contains(out, target) {
				out = append(out, target)
			}
		}
	}
	return out
}

// given returns the attributions of d as the analyser has them, spans and nesting only.
func (d *Document) given() ([]attribution.Attribution, error) {
	bytes := make([]int, 0, len(d.Text)+1)
	for i := range d.Text {
		bytes = append(bytes, i)
	}
	bytes = append(bytes, len(d.Text))
	index := map[string]int{}
	for i, a := range d.Attributions {
		index[a.ID] = i
	}
	out := make([]attribution.Attribution, len(d.Attributions))
	for i, a := range d.Attributions {
		g := attribution.Attribution{Type: attribution.Type(a.Type), NestedIn: -1}
		for _, x := range []struct {
			to   *[]text.Span
			from [][2]int
		}{{&g.Source, a.Source}, {&g.Cue, a.Cue}, {&g.Content, a.Content}} {
			for _, s := range x.from {
				if s[0] < 0 || s[0] > s[1] || s[1] >= len(bytes) {
					return nil, fmt.Errorf("document %q, attribution %s: span %v is not in the text of %d characters", d.ID, a.ID, s, utf8.RuneCountInString(d.Text))
				}
				*x.to = append(*x.to, text.Span{Start: bytes[s[0]], End: bytes[s[1]]})
			}
		}
		if k, ok := index[a.Attrs["nested_in"]]; ok && k != i {
			g.NestedIn = k
		}
		out[i] = g
	}
	return out, nil
}
