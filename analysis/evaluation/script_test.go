package evaluation_test

import (
	"encoding/json"
	"io"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/evaluation"
	"github.com/volgens/volgens/analysis/interchange"
	"github.com/volgens/volgens/internal/sharedtest"
)

// TestAgreesWithScript compares every figure with the reference scorer, on predictions
// made of gold by chance damage. It needs the evaluation data and python3.
func TestAgreesWithScript(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 not at hand")
	}
	for _, name := range []string{"nl-dev.jsonl", "en-dev.jsonl", "de-dev.jsonl"} {
		gold := readFile(t, sharedtest.Path(t, "data", "attribution", name))
		for seed := range uint64(2) {
			pred := damage(gold, rand.New(rand.NewPCG(seed, 7)), 0.15+0.2*float64(seed))
			drop := seed > 0
			r, err := evaluation.Score(gold, pred, evaluation.Options{DropOptional: drop})
			if err != nil {
				t.Fatal(err)
			}
			compareFigures(t, flatReport(t, r), byScript(t, python, gold, pred, drop))
		}
	}
}

// readFile reads documents in the interchange format, without the attributes whose values
// are no text: the script would not read them back.
func readFile(t *testing.T, path string) []interchange.Document {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var docs []interchange.Document
	err = interchange.Read(f, func(_ int, d interchange.Document) error {
		for _, a := range d.Attributions {
			maps.DeleteFunc(a.Attrs, func(_, value string) bool { return value == "false" || value[0] == '[' })
		}
		docs = append(docs, d)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

// byScript returns the figures of the reference scorer as flat names and numbers.
func byScript(t *testing.T, python string, gold, pred []interchange.Document, drop bool) map[string]float64 {
	t.Helper()
	dir := t.TempDir()
	g, p := filepath.Join(dir, "gold.jsonl"), filepath.Join(dir, "pred.jsonl")
	writeFile(t, g, gold)
	writeFile(t, p, pred)
	if drop {
		g2, p2 := filepath.Join(dir, "gold2.jsonl"), filepath.Join(dir, "pred2.jsonl")
		script(t, python, sharedtest.Path(t, "tools", "drop_optional.py"), g, p, g2, p2)
		g, p = g2, p2
	}
	return flat(t, script(t, python, sharedtest.Path(t, "tools", "score_attributions.py"), g, p, "--no-replicas", "--json", "-"))
}

func script(t *testing.T, python string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(python, args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v", args, err)
	}
	return out
}

func writeFile(t *testing.T, path string, docs []interchange.Document) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, d := range docs {
		if err := interchange.Write(io.Writer(f), d); err != nil {
			t.Fatal(err)
		}
	}
}

func flatReport(t *testing.T, r *evaluation.Report) map[string]float64 {
	t.Helper()
	data, err := r.JSON()
	if err != nil {
		t.Fatal(err)
	}
	return flat(t, data)
}

// flat turns nested objects into paths and numbers: "nl/measures/detection/f1".
func flat(t *testing.T, data []byte) map[string]float64 {
	t.Helper()
	var tree map[string]any
	if err := json.Unmarshal(data, &tree); err != nil {
		t.Fatal(err)
	}
	out := map[string]float64{}
	flatten(out, "", tree)
	return out
}

func flatten(out map[string]float64, path string, tree map[string]any) {
	for key, value := range tree {
		switch v := value.(type) {
		case float64:
			out[path+key] = v
		case map[string]any:
			if key != "optional left out" {
				flatten(out, path+key+"/", v)
			}
		}
	}
}

func compareFigures(t *testing.T, got, want map[string]float64) {
	t.Helper()
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if x, ok := got[key]; !ok || math.Abs(x-want[key]) > 1e-9 {
			t.Errorf("%s = %v, the reference scorer says %v", key, x, want[key])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d figures, the reference scorer has %d", len(got), len(want))
	}
	if len(want) < 80 {
		t.Errorf("only %d figures were compared", len(want))
	}
}

// damage returns predictions: gold with attributions missing, invented, moved, cut, given
// to others and relabelled, each kind of damage with the given probability.
func damage(gold []interchange.Document, rng *rand.Rand, often float64) []interchange.Document {
	var out []interchange.Document
	for _, g := range gold {
		if rng.Float64() < often/4 {
			continue
		}
		d := damager{Rand: rng, often: often, length: utf8.RuneCountInString(g.Text)}
		p := interchange.Document{ID: g.ID, Lang: g.Lang, Text: g.Text}
		for _, a := range g.Attributions {
			p.Attributions = append(p.Attributions, d.attributions(a, g.Attributions)...)
		}
		rng.Shuffle(len(p.Attributions), func(i, j int) {
			p.Attributions[i], p.Attributions[j] = p.Attributions[j], p.Attributions[i]
		})
		out = append(out, p)
	}
	return out
}

type damager struct {
	*rand.Rand
	often  float64
	length int // of the text
}

func (d damager) does() bool { return d.Float64() < d.often }

// attributions returns what became of a.
func (d damager) attributions(a interchange.Attribution, all []interchange.Attribution) []interchange.Attribution {
	if d.does() {
		return nil
	}
	other := all[d.IntN(len(all))]
	a.Attrs = maps.Clone(a.Attrs)
	if a.Attrs == nil {
		a.Attrs = map[string]string{}
	}
	a.Source = d.part(a.Source, other.Source)
	a.Cue = d.part(a.Cue, other.Cue)
	a.Content = d.moved(a.Content)
	d.relabel(a.Attrs, other.Attrs)
	if d.does() {
		a.Type = []string{"", "direct", "indirect", "mixed", "?"}[d.IntN(5)]
		delete(a.Attrs, "type")
	}
	out := []interchange.Attribution{a}
	if d.does() {
		begin := d.IntN(d.length)
		out = append(out, interchange.Attribution{ID: "new", Content: [][2]int{{begin, min(d.length, begin+1+d.IntN(80))}}})
	}
	if d.does() {
		out = append(out, interchange.Attribution{ID: "twin", Content: d.moved(a.Content), Source: a.Source})
	}
	return out
}

// part returns spans as they are, moved, from elsewhere or not at all.
func (d damager) part(spans, other [][2]int) [][2]int {
	switch {
	case !d.does():
		return spans
	case d.does():
		return nil
	case d.does():
		return other
	}
	return d.moved(spans)
}

// moved returns spans with shifted ends, or with a piece missing.
func (d damager) moved(spans [][2]int) [][2]int {
	var out [][2]int
	for _, s := range spans {
		if d.does() {
			s[0] = max(0, s[0]+d.IntN(31)-15)
		}
		if d.does() {
			s[1] = min(d.length, max(s[0]+1, s[1]+d.IntN(61)-30))
		}
		if !d.does() || len(spans) == 1 {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
	return out
}

func (d damager) relabel(attrs, other map[string]string) {
	for _, key := range []string{"source", "kind", "certainty", "polarity", "stance", "medium", "de_type"} {
		switch {
		case !d.does() || attrs[key] == "":
		case d.does():
			delete(attrs, key)
		case d.does():
			attrs[key] = "De heer " + attrs[key]
		case other[key] != "":
			attrs[key] = other[key]
		}
	}
}
