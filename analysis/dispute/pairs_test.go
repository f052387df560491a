package dispute_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/dispute"
)

// pair is an item of testdata/pairs: one article with two claims, or two articles.
type pair struct {
	Want string `yaml:"want"`
	A    string `yaml:"a"`
	B    string `yaml:"b"`
}

func readPairs(t testing.TB, name string) []pair {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "pairs", name+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var out []pair
	if err := yaml.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// tally counts how the pairs of a file were judged.
type tally struct{ hit, missed, wrong, left, support, supported int }

func (x *tally) add(y tally) {
	x.hit, x.missed, x.wrong, x.left = x.hit+y.hit, x.missed+y.missed, x.wrong+y.wrong, x.left+y.left
	x.support, x.supported = x.support+y.support, x.supported+y.supported
}

func (x tally) precision() float64 { return float64(x.hit) / float64(max(1, x.hit+x.wrong)) }
func (x tally) recall() float64    { return float64(x.hit) / float64(max(1, x.hit+x.missed)) }

func (x tally) String() string {
	return fmt.Sprintf("%3d disputes %3d others  precision %.2f recall %.2f  supports %d of %d",
		x.hit+x.missed, x.wrong+x.left, x.precision(), x.recall(), x.supported, x.support)
}

// judge finds the relation of the claims of a pair: the strongest that is reported.
func judge(t testing.TB, a *analysis.Analyzer, lang string, p pair) (string, []string) {
	t.Helper()
	docs := []*analysis.Document{analyze(t, a, lang, p.A)}
	if p.B != "" {
		docs = append(docs, analyze(t, a, lang, p.B))
	}
	relation, signals := "none", []string(nil)
	note := func(v dispute.Verdict) {
		signals = append(signals, fmt.Sprintf("%s %.2f %s", v.Relation, v.Score, strings.Join(v.Signals, "; ")))
		switch {
		case v.Relation != dispute.Supports:
			relation = "contradicts"
		case relation == "none":
			relation = "supports"
		}
	}
	if p.B == "" {
		for _, d := range docs[0].Disputes {
			note(d.Verdict)
		}
		return relation, signals
	}
	for i := range docs[0].Events {
		for j := range docs[1].Events {
			if v, ok := a.Compare(lang, &docs[0].Events[i], &docs[1].Events[j]); ok {
				note(v) // TestClaimsOfADisputeMeet: they share a block
			}
		}
	}
	return relation, signals
}

func analyze(t testing.TB, a *analysis.Analyzer, lang, text string) *analysis.Document {
	t.Helper()
	doc, err := a.Analyze(text, analysis.InLanguage(lang))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestPairs(t *testing.T) {
	a, err := analysis.New("nl", "en")
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]*tally{"dev": {}, "held-out": {}}
	for _, lang := range []string{"nl", "en"} {
		for _, half := range []string{"dev", "held-out"} {
			got := tallyOf(t, a, lang, half)
			t.Logf("%s %-8s %s", lang, half, got)
			sums[half].add(got)
		}
	}
	for _, half := range []string{"dev", "held-out"} {
		t.Logf("both %-6s %s", half, sums[half])
		if sums[half].precision() < 0.9 || sums[half].recall() < 0.6 {
			t.Errorf("%s: precision %.2f, recall %.2f; want 0.9 and 0.6", half, sums[half].precision(), sums[half].recall())
		}
	}
}

func tallyOf(t *testing.T, a *analysis.Analyzer, lang, half string) tally {
	var x tally
	for i, p := range readPairs(t, lang+"-"+half) {
		relation, signals := judge(t, a, lang, p)
		dispute := p.Want == "contradicts" || p.Want == "self"
		switch {
		case dispute && relation == "contradicts":
			x.hit++
		case dispute:
			x.missed++
		case relation == "contradicts":
			x.wrong++
		default:
			x.left++
		}
		if p.Want == "supports" {
			x.support++
			if relation == "supports" {
				x.supported++
			}
		}
		if half == "dev" && dispute != (relation == "contradicts") || os.Getenv("PAIRS") == half {
			t.Logf("%s %d: want %s, got %s %q\n\t%s | %s", lang, i, p.Want, relation, signals, p.A, p.B)
		}
	}
	return x
}
