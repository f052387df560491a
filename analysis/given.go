package analysis

import (
	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/stance"
	"github.com/volgens/volgens/analysis/text"
)

// Given analyses a text whose attributions are known: sources, claims and tags of these,
// in place of those that the analyser would find. Of a given attribution the spans count,
// and NestedIn, an index into given or -1; what the lexicon knows of its cue is looked up.
// The error is ErrLanguage or nil.
func (a *Analyzer) Given(words string, given []attribution.Attribution, opts ...Option) (*Document, error) {
	doc, err := a.Extract(words, opts...)
	if err != nil {
		return doc, err
	}
	found := doc.Attributions
	doc.Attributions = make([]attribution.Attribution, len(given))
	for i, g := range given {
		g.SourceID, g.Via, g.From = -1, -1, -1
		g.Carried = len(g.Source) == 0 && len(g.Cue) == 0
		if g.Carried && i > 0 {
			g.From = i - 1
		}
		doc.Attributions[i] = a.engine(doc.Lang).attributions.Informed(doc.Text, g, found)
	}
	a.Resolve(doc)
	a.Tag(doc)
	return doc, nil
}

// Toward returns where the source of attribution i of a document stands towards a target
// that the caller names, whether or not the attribution does. It is neutral in a language
// that the analyser was not built for.
func (a *Analyzer) Toward(doc *Document, i int, target string) stance.Position {
	e := a.engine(doc.Lang)
	if e == nil {
		return stance.Position{Target: target, Label: stance.Neutral}
	}
	at := &doc.Attributions[i]
	return e.reader(doc).TowardNamed(stance.Claim{Spans: at.Content, Attribution: at, Inner: inner(doc, i)}, target)
}

// inner returns what sources inside attribution i say.
func inner(doc *Document, i int) []text.Span {
	var out []text.Span
	for _, other := range doc.Attributions {
		if other.NestedIn == i {
			out = append(out, other.Content...)
		}
	}
	return out
}
