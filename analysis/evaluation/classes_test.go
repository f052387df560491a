package evaluation_test

import (
	"math"
	"strings"
	"testing"

	"github.com/volgens/volgens/analysis/evaluation"
)

func TestCompareLabels(t *testing.T) {
	c, err := evaluation.CompareLabels([]string{"against", "against", "favor", "favor"}, []string{"against", "neutral", "favor", "favor"})
	if err != nil {
		t.Fatal(err)
	}
	// against: precision 1, recall 1/2; favor: both 1; neutral is no gold label.
	if want := (2.0/3 + 1) / 2; math.Abs(c.MacroF1-want) > 1e-12 || c.Accuracy != 0.75 {
		t.Errorf("macro-F1 %v, accuracy %v, want %v and 0.75", c.MacroF1, c.Accuracy, want)
	}
	if _, err := evaluation.CompareLabels([]string{"favor"}, nil); err == nil {
		t.Error("labels without partners are compared")
	}
}

func TestRank(t *testing.T) {
	for _, tt := range []struct {
		name     string
		scores   []float64
		positive []bool
		want     float64
	}{
		{"perfect", []float64{0.9, 0.8, 0.1}, []bool{true, true, false}, 1},
		{"reversed", []float64{0.1, 0.9}, []bool{true, false}, 0},
		{"all equal", []float64{0.5, 0.5, 0.5}, []bool{true, false, false}, 0.5},
		{"one tie", []float64{0.9, 0.5, 0.5}, []bool{true, true, false}, 0.75},
		{"one class", []float64{0.9, 0.5}, []bool{true, true}, 0.5},
		{"empty", nil, nil, 0.5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := evaluation.Rank(tt.scores, tt.positive).AreaUnderCurve; got != tt.want {
				t.Errorf("area = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestReadPositions(t *testing.T) {
	in := `{"text": "Één dag later loog Jan.", "lang": "nl", "targets": [{"from": 19, "to": 22, "polarity": "against"}]}
{"sentence_normalized": "Ann won.", "targets": [{"from": 0, "to": 3, "polarity": 6.0}]}`
	cases, err := evaluation.ReadPositions(strings.NewReader(in))
	if err != nil || len(cases) != 2 {
		t.Fatalf("%d cases, %v", len(cases), err)
	}
	if c := cases[0]; c.Target.In(c.Text) != "Jan" || c.Label != "against" || c.Lang != "nl" {
		t.Errorf("case = %q, %s, %s", c.Target.In(c.Text), c.Label, c.Lang)
	}
	if cases[1].Label != "favor" || cases[1].Line != 2 {
		t.Errorf("case = %+v", cases[1])
	}
	for _, bad := range []string{`{`, `{"text": "x", "targets": [{"from": 0, "to": 1, "polarity": "?"}]}`, `{"text": "x", "targets": [{"from": 3, "to": 4, "polarity": 2}]}`} {
		if _, err := evaluation.ReadPositions(strings.NewReader("\n" + bad)); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("ReadPositions(%q) = %v, want an error in line 2", bad, err)
		}
	}
}

func TestReadChecks(t *testing.T) {
	cases, err := evaluation.ReadChecks(strings.NewReader("id\ttext\tlabel\n1\tEen \"test\"\t1\n2\tNiets\t0\n"))
	if err != nil || len(cases) != 2 || !cases[0].Positive || cases[1].Positive || cases[0].Text != `Een "test"` {
		t.Fatalf("cases = %+v, %v", cases, err)
	}
	for _, bad := range []string{"", "id\ttext\n", "text\tlabel\nx\tmaybe\n"} {
		if _, err := evaluation.ReadChecks(strings.NewReader(bad)); err == nil {
			t.Errorf("ReadChecks(%q) reports no error", bad)
		}
	}
}

func FuzzReadPositions(f *testing.F) {
	f.Add([]byte(`{"text": "Één Jan", "targets": [{"from": 4, "to": 7, "polarity": 2}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		cases, err := evaluation.ReadPositions(strings.NewReader(string(data)))
		for _, c := range cases {
			if err == nil && (c.Target.Start < 0 || c.Target.End > len(c.Text) || c.Target.Empty()) {
				t.Errorf("target %v is not in %q", c.Target, c.Text)
			}
		}
	})
}
