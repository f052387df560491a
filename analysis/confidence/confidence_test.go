package confidence_test

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/confidence"
	"github.com/volgens/volgens/analysis/text"
)

// samples are n attributions of a rule of which a share is right.
func samples(rule string, n int, share float64) []confidence.Sample {
	var out []confidence.Sample
	for i := range n {
		out = append(out, confidence.Sample{
			Features: []confidence.Feature{{Name: "bias", Value: 1}, {Name: "rule " + rule, Value: 1}},
			Right:    float64(i) < share*float64(n),
		})
	}
	return out
}

func TestFit(t *testing.T) {
	list := append(samples("sure", 400, 0.95), samples("doubtful", 400, 0.4)...)
	m := confidence.Fit(list)
	for _, tt := range []struct {
		rule string
		want float64
	}{{"sure", 0.95}, {"doubtful", 0.4}} {
		if got := m.Chance(samples(tt.rule, 1, 1)[0].Features); math.Abs(got-tt.want) > 0.03 {
			t.Errorf("chance of rule %s = %.2f, want about %.2f", tt.rule, got, tt.want)
		}
	}
	again := confidence.Fit(list)
	if !bytes.Equal(m.YAML("x"), again.YAML("x")) {
		t.Error("the same samples gave two tables")
	}
	if few := confidence.Fit(append(list, samples("seldom", 2, 0)...)); few.Chance(samples("seldom", 1, 1)[0].Features) < 0.3 {
		t.Error("two samples decide about a rule")
	}
}

func TestLoad(t *testing.T) {
	m := confidence.Fit(samples("sure", 50, 0.9))
	fsys := fstest.MapFS{"nl/confidence.yaml": {Data: m.YAML("made by a test")}}
	got, err := confidence.Load(fsys, "nl")
	if err != nil || !bytes.Equal(got.YAML(""), m.YAML("")) {
		t.Errorf("Load gives another table than was written, error %v", err)
	}
	if none, err := confidence.Load(fsys, "en"); none != nil || err != nil {
		t.Errorf("Load of a folder without table = %v, %v, want nothing", none, err)
	}
	bad := fstest.MapFS{"nl/confidence.yaml": {Data: []byte("weights:\n  - {feature: bias, weigth: 1}\n")}}
	if _, err := confidence.Load(bad, "nl"); err == nil || !strings.HasPrefix(err.Error(), `nl/confidence.yaml:2: unknown key "weigth"`) {
		t.Errorf("Load of an unknown key: %v", err)
	}
}

func TestRate(t *testing.T) {
	words := "Ans zegt dat het regent."
	list := []attribution.Attribution{{Rule: "nl/that-clause", Type: attribution.Indirect, Content: []text.Span{{Start: 9, End: 23}}, NestedIn: -1, Confidence: 0.7}}
	in := confidence.Input{Text: words, Attributions: list}
	var none *confidence.Model
	if none.Rate(in); list[0].Confidence != 0.7 {
		t.Errorf("no table changed the confidence to %v", list[0].Confidence)
	}
	m := confidence.Fit(samples("that-clause", 100, 0.9))
	if m.Rate(in); list[0].Confidence <= 0.7 || list[0].Confidence > 1 {
		t.Errorf("confidence = %v, want more than 0.7", list[0].Confidence)
	}
}

func ExampleReliability() {
	ece, bins := confidence.Reliability([]float64{0.95, 0.95, 0.55, 0.55}, []bool{true, true, true, false})
	fmt.Printf("%.3f, %d bins\n", ece, len(bins))
	// Output: 0.050, 2 bins
}
