// Package evaluation measures predicted attributions against gold ones: precision, recall
// and F1 of what is found, of its sources, cues and words, by type and language, agreement
// of labels and names, and how far a stated confidence can be trusted.
//
// # Measures
//
// Words are runs of letters and digits; marks and quotation marks are none, so that a comma
// more or less changes no figure except "content strict" and the tags. A prediction and a
// gold attribution are a pair when their contents fit: one to one, the highest Jaccard
// index of content words first, down to 0.5.
//
//	detection         pairs among predictions (precision) and gold (recall)
//	type …            the same for one type; a missing type is derived from quotation marks
//	content exact     pairs with the same content words; strict: the same characters
//	content tokens    content words shared, over a matching by any overlap
//	source exact      pairs with the same source words, over attributions with a source;
//	                  overlap: they share a word that is no article; head: each holds the
//	                  other's head; none agreed: both or neither have one
//	cue exact         pairs with the same cue words; overlap: they share one
//	tuple             pairs whose sources share half of their words, or both lack one;
//	                  tuple-head: whose sources' heads agree
//	tag …             words and marks that stand in a source, cue or content
//	canonical …       attrs.source is the same name (exact), or a like one (name)
//	stance target     targets of attrs.stance found on the pairs; +label: with their label
//
// Labels (type, kind, certainty, polarity, stance) are compared over the pairs where both
// sides give one. Figures are shares, 0 to 1; tables print percentages.
//
// # Use
//
// The command line reads both files with interchange.Read and calls Score, then WriteTable
// (or JSON) and, where asked, WriteMistakes:
//
//	report, err := evaluation.Score(gold, pred, evaluation.Options{DropOptional: true})
//	if err != nil {
//		return err // an id twice, a text that differs, a span outside its text
//	}
//	err = report.WriteTable(os.Stdout)
package evaluation

import (
	"fmt"
	"maps"
	"slices"

	"github.com/volgens/volgens/analysis/interchange"
)

// Options say how Score works. The zero value compares everything and keeps no mistakes.
type Options struct {
	IgnoreExtra  bool   // predicted documents that gold lacks are passed over; they are an error otherwise
	DropOptional bool   // leave out what gold marks as defensible either way, see DropOptional
	Mistakes     bool   // keep what went wrong in Report.Mistakes
	Bootstrap    int    // resamples of the documents for 95 % intervals, 0 for no intervals
	Seed         uint64 // of the resampling; the same seed gives the same intervals
}

// Report holds the figures of all documents and, where gold has several languages, of each.
type Report struct {
	Groups   []Group   // the first holds all documents
	Mistakes []Mistake // in order of the gold documents; nil unless asked for
}

// Score measures predictions against gold. Documents are joined by id. A gold document
// without a prediction counts as predicted empty, and a prediction may leave its text out.
// The error names the document that cannot be scored.
func Score(gold, pred []interchange.Document, opts Options) (*Report, error) {
	predicted, err := join(gold, pred, opts.IgnoreExtra)
	if err != nil {
		return nil, err
	}
	var dropped Dropped
	if opts.DropOptional {
		gold, pred, dropped = DropOptional(gold, pred)
		predicted = byID(pred)
	}
	sheets := make([]*sheet, len(gold))
	for i, g := range gold {
		if sheets[i], err = score(g, predicted[g.ID], opts.Mistakes); err != nil {
			return nil, err
		}
		sheets[i].halve(i)
	}
	return report(sheets, dropped, opts), nil
}

// halves names the two halves of the documents in which positions are given once more, so
// that a reader sees whether one half was fitted.
var halves = [2]string{", documents 1, 3, 5 …", ", documents 2, 4, 6 …"}

func (s *sheet) halve(i int) {
	if given := s.labels[givenField]; len(given) > 0 {
		s.labels[givenField+halves[i%2]] = given
	}
}

// byID indexes documents by their id.
func byID(docs []interchange.Document) map[string]*interchange.Document {
	out := make(map[string]*interchange.Document, len(docs))
	for i := range docs {
		out[docs[i].ID] = &docs[i]
	}
	return out
}

// join checks that the two sides belong together and returns the predictions by id.
func join(gold, pred []interchange.Document, ignoreExtra bool) (map[string]*interchange.Document, error) {
	golden, predicted := byID(gold), byID(pred)
	if err := checkIDs("gold", gold); err != nil {
		return nil, err
	}
	if err := checkIDs("predicted", pred); err != nil {
		return nil, err
	}
	extra := 0
	example := ""
	for _, p := range pred {
		switch g := golden[p.ID]; {
		case g == nil:
			if extra++; extra == 1 {
				example = p.ID
			}
		case p.Text != "" && p.Text != g.Text:
			return nil, fmt.Errorf("document %q: the predicted text differs from the gold text", p.ID)
		}
	}
	if extra > 0 && !ignoreExtra {
		return nil, fmt.Errorf("%d predicted documents are not among the gold ones, for instance %q", extra, example)
	}
	return predicted, nil
}

func checkIDs(side string, docs []interchange.Document) error {
	seen := make(map[string]bool, len(docs))
	for i, d := range docs {
		switch {
		case d.ID == "":
			return fmt.Errorf("%s document %d has no id", side, i+1)
		case seen[d.ID]:
			return fmt.Errorf("%s document %q stands there twice", side, d.ID)
		}
		seen[d.ID] = true
	}
	return nil
}

// sheet is what is kept of a document once it is measured.
type sheet struct {
	lang      string
	predicted bool
	counts    counts
	labels    map[string][]label
	outcomes  []outcome
	mistakes  []Mistake
}

func score(gold interchange.Document, pred *interchange.Document, mistakes bool) (*sheet, error) {
	p := newPage(gold)
	g, err := p.entries(gold.Attributions)
	if err != nil {
		return nil, fmt.Errorf("gold %w", err)
	}
	var predictions []*entry
	if pred != nil {
		if predictions, err = p.entries(pred.Attributions); err != nil {
			return nil, fmt.Errorf("predicted %w", err)
		}
	}
	c := compare(p, g, predictions)
	s := &sheet{lang: gold.Lang, predicted: pred != nil, counts: c.counts, labels: c.labels, outcomes: c.outcomes()}
	if mistakes {
		s.mistakes = c.mistakes()
	}
	return s, nil
}

// report groups the sheets and sums them up.
func report(sheets []*sheet, dropped Dropped, opts Options) *Report {
	all := newGroup("all", sheets, opts)
	if dropped != (Dropped{}) {
		all.Optional = &dropped
	}
	r := &Report{Groups: []Group{all}}
	for _, s := range sheets {
		r.Mistakes = append(r.Mistakes, s.mistakes...)
	}
	langs := map[string][]*sheet{}
	for _, s := range sheets {
		langs[s.lang] = append(langs[s.lang], s)
	}
	if len(langs) < 2 {
		return r
	}
	for _, lang := range sortedKeys(langs) {
		name := lang
		if name == "" {
			name = "no language"
		}
		r.Groups = append(r.Groups, newGroup(name, langs[lang], opts))
	}
	return r
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
