// Package confidence tells how sure an attribution is: the chance, fitted on annotated
// texts, that a careful reader would make the same attribution to the same source.
package confidence

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path"
	"strings"

	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/text"
)

// Model is a logistic table: what each feature of an attribution adds to its chance. It is
// immutable and safe for concurrent use.
type Model struct {
	weights map[string]float64
}

// file mirrors confidence.yaml.
type file struct {
	Weights []entry `yaml:"weights"`
}

type entry struct {
	Line    int
	Feature string  `yaml:"feature"`
	Weight  float64 `yaml:"weight"`
}

// Load reads confidence.yaml of a folder with language data. A folder without one gives
// nil: the rules' own figures stand.
func Load(fsys fs.FS, dir string) (*Model, error) {
	name := path.Join(dir, "confidence.yaml")
	data, err := fs.ReadFile(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("confidence: %w", err)
	}
	var f file
	if err := lexicon.Decode(name, data, &f); err != nil {
		return nil, err
	}
	m := &Model{weights: map[string]float64{}}
	for _, e := range f.Weights {
		if _, twice := m.weights[e.Feature]; twice || e.Feature == "" {
			return nil, fmt.Errorf("%s:%d: feature %q stands there twice or has no name", name, e.Line, e.Feature)
		}
		m.weights[e.Feature] = e.Weight
	}
	return m, nil
}

// Chance returns the chance that an attribution with the features is right.
func (m *Model) Chance(features []Feature) float64 {
	z := 0.0
	for _, f := range features {
		z += m.weights[f.Name] * f.Value
	}
	return sigmoid(z)
}

// Rate sets the confidence of the attributions of a document. A nil model leaves them as
// they are.
func (m *Model) Rate(in Input) {
	if m == nil {
		return
	}
	r := reader{Input: in}
	for i := range in.Attributions {
		a := &in.Attributions[i]
		p := m.Chance(r.features(a))
		a.Confidence = math.Round(p*1000) / 1000
	}
}

func sigmoid(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

// Input is a document with its attributions.
type Input struct {
	Text         string
	Blocks       []text.Block
	Sentences    []text.Sentence
	Attributions []attribution.Attribution
}

// Feature is something about an attribution that is known without looking at gold.
type Feature struct {
	Name  string
	Value float64
}

// Features lists the features of each attribution of a document.
func Features(in Input) [][]Feature {
	r := reader{Input: in}
	out := make([][]Feature, len(in.Attributions))
	for i := range in.Attributions {
		out[i] = r.features(&in.Attributions[i])
	}
	return out
}

type reader struct{ Input }

// features lists what the table may know of an attribution. "prior" is the rule's own
// figure, so that a rule that the table has not yet seen is rated by it.
func (r *reader) features(a *attribution.Attribution) []Feature {
	_, rule, _ := strings.Cut(a.Rule, "/")
	out := []Feature{{"bias", 1}, {"prior", prior(a)}}
	add := func(name string) { out = append(out, Feature{name, 1}) }
	add("rule " + rule)
	add("type " + string(a.Type))
	add("source " + r.source(a))
	if a.CueClass != "" {
		add("class " + a.CueClass)
	}
	switch n := r.words(a.Content); {
	case n < 3:
		add("content of one or two words")
	case n < 6:
		add("content of three to five words")
	case n > 40:
		add("content of more than forty words")
	}
	for _, x := range []struct {
		name string
		is   bool
	}{
		{"nested", a.NestedIn >= 0},
		{"content in pieces", len(a.Content) > 1},
		{"anaphor", len(a.Anaphor) > 0},
		{"cue of several words", len(a.Cue) > 1},
		{"headline", r.headline(a.Content[0].Start)},
		{"subject of the cue", r.governed(a)},
		{"content hangs on the cue", r.complement(a)},
		{"long source", len(a.Source) > 0 && r.words(a.Source[:1]) > 12},
	} {
		if x.is {
			add(x.name)
		}
	}
	return out
}

// prior is the log odds of the rule's own figure.
func prior(a *attribution.Attribution) float64 {
	p := min(max(a.Confidence, 0.02), 0.98)
	return math.Log(p / (1 - p))
}

func (r *reader) words(spans []text.Span) int {
	n := 0
	for _, s := range spans {
		n += len(strings.Fields(s.In(r.Text)))
	}
	return n
}

// sentence returns the sentence at a byte, nil for none.
func (r *reader) sentence(at int) *text.Sentence {
	low, high := 0, len(r.Sentences)
	for low < high {
		mid := (low + high) / 2
		if r.Sentences[mid].End <= at {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low < len(r.Sentences) && r.Sentences[low].Start <= at {
		return &r.Sentences[low]
	}
	return nil
}

func (r *reader) headline(at int) bool {
	s := r.sentence(at)
	return s != nil && r.Blocks[s.Block].Kind != text.Paragraph && r.Blocks[s.Block].Kind != text.ListItem
}

// source says how the source is named.
func (r *reader) source(a *attribution.Attribution) string {
	if len(a.Source) == 0 {
		return "none"
	}
	_, tokens := r.inside(a.Source[0])
	kind := "nominal"
	for _, t := range tokens {
		if t.UPOS == "PROPN" {
			return "name"
		}
	}
	if len(tokens) == 1 && tokens[0].UPOS == "PRON" {
		kind = "pronoun"
	}
	return kind
}

// inside returns the tokens of a span and their sentence.
func (r *reader) inside(span text.Span) (*text.Sentence, []text.Token) {
	s := r.sentence(span.Start)
	if s == nil {
		return nil, nil
	}
	from := 0
	for from < len(s.Tokens) && s.Tokens[from].Start < span.Start {
		from++
	}
	to := from
	for to < len(s.Tokens) && s.Tokens[to].End <= span.End {
		to++
	}
	return s, s.Tokens[from:to]
}

// governed tells whether the tree has the source for the subject of the cue.
func (r *reader) governed(a *attribution.Attribution) bool {
	if len(a.Source) == 0 || len(a.Cue) == 0 {
		return false
	}
	return r.arc(a.Source[0], a.Cue[0], "nsubj") || r.arc(a.Source[0], a.Cue[0], "obl")
}

// complement tells whether the tree hangs the content on the cue, or the cue on the content.
func (r *reader) complement(a *attribution.Attribution) bool {
	if len(a.Cue) == 0 {
		return false
	}
	for _, rel := range []string{"ccomp", "xcomp", "obj", "parataxis", "advcl"} {
		if r.arc(a.Content[0], a.Cue[0], rel) || rel == "parataxis" && r.arc(a.Cue[0], a.Content[0], rel) {
			return true
		}
	}
	return false
}

// arc tells whether a token of one span hangs on one of another by a relation.
func (r *reader) arc(from, to text.Span, rel string) bool {
	s, tokens := r.inside(from)
	for i := range tokens {
		t := &tokens[i]
		if t.Head < 0 || !strings.HasPrefix(t.Rel, rel) {
			continue
		}
		if h := s.Tokens[t.Head]; to.Contains(h.Span) {
			return true
		}
	}
	return false
}

// byName orders features.
func byName(a, b entry) int { return cmp.Compare(a.Feature, b.Feature) }
