package evaluation_test

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/volgens/volgens/analysis/evaluation"
	"github.com/volgens/volgens/analysis/interchange"
)

type attrs = map[string]string

const goldText = `⟦S1 De wethouder⟧ ⟦Q1 zei⟧ ⟦C1 dat de brug “veilig genoeg” is⟧. ` +
	`⟦C2 “Wij bouwen door,”⟧ ⟦Q2 aldus⟧ ⟦S2 Noor Veldkamp, directeur van Waterkant⟧.
⟦Q3 Volgens⟧ ⟦S3 het meetbureau⟧ ⟦C3 daalde de grondwaterstand⟧. ⟦C4 Er is⟧ ⟦Q4 volgens onderzoek⟧ ⟦C4 geen gevaar⟧.`

var goldAttrs = []attrs{
	{"source": "Wethouder Jan de Groot", "kind": "person", "certainty": "certain", "polarity": "affirmed", "stance": "de brug:favor, de omwonenden: against"},
	{"source": "Noor Veldkamp", "kind": "person"},
	{"source": "Meetbureau", "kind": "organisation", "certainty": "certain"},
	{"kind": "implicit", "nested_in": "3"},
}

func gold(t testing.TB) interchange.Document { return marked(t, "a", goldText, goldAttrs...) }

// all scores one document and returns the figures of everything.
func all(t *testing.T, gold, pred interchange.Document, opts evaluation.Options) evaluation.Group {
	t.Helper()
	r, err := evaluation.Score([]interchange.Document{gold}, []interchange.Document{pred}, opts)
	if err != nil {
		t.Fatal(err)
	}
	return r.Groups[0]
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9 {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

func TestGoldAgainstItself(t *testing.T) {
	g := all(t, gold(t), gold(t), evaluation.Options{Mistakes: true})
	if len(g.Figures) != 27 {
		t.Errorf("%d figures, want all 27", len(g.Figures))
	}
	for _, f := range g.Figures {
		near(t, f.Name, f.Value(), 1)
	}
	for _, a := range g.Labels {
		near(t, a.Field, a.Accuracy+a.MacroF1+a.Kappa, 3)
	}
}

func TestScore(t *testing.T) {
	tests := []struct {
		name string
		pred string
		want map[string][3]float64 // precision, recall, F1
	}{
		{
			name: "nothing predicted",
			pred: `x`,
			want: map[string][3]float64{"detection": {}, "tuple": {}, "canonical name of gold": {}},
		},
		{
			name: "two of four, a mark less",
			pred: `⟦S1 De wethouder⟧ ⟦Q1 zei⟧ ⟦C1 dat de brug “veilig genoeg” is⟧. “⟦C2 Wij bouwen door⟧,” ⟦Q2 aldus⟧ ⟦S2 Noor Veldkamp, directeur van Waterkant⟧.`,
			want: map[string][3]float64{
				"detection":       {1, 0.5, 2. / 3},
				"content exact":   {1, 0.5, 2. / 3},
				"content strict":  {0.5, 0.25, 1. / 3},
				"content tokens":  {1, 9. / 16, 0.72}, // 6 + 3 words of 6 + 3 + 3 + 4
				"source exact":    {1, 2. / 3, 0.8},
				"type mixed":      {1, 1, 1},
				"type direct":     {1, 1, 1},
				"type indirect":   {0, 0, 0},
				"nested":          {0, 0, 0},
				"tag SOURCE":      {1, 8. / 10, 8. / 9}, // 2 + 6 with the comma, of those + 2
				"cue exact":       {1, 0.5, 2. / 3},
				"canonical exact": {},
			},
		},
		{
			name: "wrong source, part of a source, content too short, something new",
			pred: `De wethouder ⟦Q1 zei⟧ ⟦C1 dat de brug “veilig genoeg” is⟧. ⟦C2 “Wij bouwen door,”⟧ ⟦Q2 aldus⟧ ⟦S2 Noor Veldkamp⟧, ⟦S1 directeur van Waterkant⟧.
⟦C5 Volgens het meetbureau⟧ ⟦C3 daalde⟧ de grondwaterstand. ⟦C4 Er is⟧ volgens onderzoek ⟦C4 geen gevaar⟧.`,
			want: map[string][3]float64{
				"detection":          {0.6, 0.75, 2. / 3},
				"source exact":       {0, 0, 0},
				"source overlap":     {0.5, 1. / 3, 0.4},
				"source head":        {0.5, 1. / 3, 0.4}, // Veldkamp heads both
				"source none agreed": {0, 1, 0},
				"tuple":              {0.2, 0.25, 2. / 9}, // 2 of 5 source words are too few; the one without counts
				"tuple-head":         {0.4, 0.5, 4. / 9},
				"cue overlap":        {1, 0.5, 2. / 3},
				"content tokens":     {14. / 17, 14. / 16, 28. / 33},
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pred := marked(t, "a", tt.pred)
			pred.Text = ""
			g := all(t, gold(t), pred, evaluation.Options{})
			for name, want := range tt.want {
				f := g.Figure(name)
				near(t, name+" precision", f.Precision, want[0])
				near(t, name+" recall", f.Recall, want[1])
				near(t, name+" F1", f.F1, want[2])
			}
		})
	}
}

func TestOrderOfPredictionsDoesNotMatter(t *testing.T) {
	pred := gold(t)
	pred.Attributions[0].Content[0][1] -= 12
	forth := all(t, gold(t), pred, evaluation.Options{}).Figures
	slices.Reverse(pred.Attributions)
	if back := all(t, gold(t), pred, evaluation.Options{}).Figures; !slices.Equal(forth, back) {
		t.Errorf("figures = %v in order, %v in reverse", forth, back)
	}
}

func TestPredictionServesOnce(t *testing.T) {
	g := interchange.Document{ID: "a", Text: "een twee drie vier", Attributions: []interchange.Attribution{
		{ID: "1", Content: [][2]int{{0, 13}}}, {ID: "2", Content: [][2]int{{0, 18}}},
	}}
	p := interchange.Document{ID: "a", Attributions: []interchange.Attribution{{ID: "1", Content: [][2]int{{0, 13}}}}}
	got := all(t, g, p, evaluation.Options{})
	near(t, "detection recall", got.Figure("detection").Recall, 0.5)
	near(t, "content exact recall", got.Figure("content exact").Recall, 0.5)
}

func TestNamesAndLabels(t *testing.T) {
	pred := gold(t)
	for i, a := range []attrs{
		{"source": "de Groot", "kind": "person", "certainty": "possible", "polarity": "affirmed", "stance": "Brug:against, de wet:favor"},
		{"source": "directeur Noor Veldkamp", "kind": "group"},
		{"source": "het Waterschap", "kind": "organisation"},
		{"kind": "Implicit"},
	} {
		pred.Attributions[i].Attrs = a
	}
	g := all(t, gold(t), pred, evaluation.Options{})
	near(t, "exact names", g.Figure("canonical exact of gold").Recall, 1./3)
	near(t, "like names", g.Figure("canonical name of pairs").Recall, 2./3)
	near(t, "targets", g.Figure("stance target").Precision, 0.5)
	near(t, "targets with label", g.Figure("stance target+label").F1, 0)
	kind := g.Labels[slices.IndexFunc(g.Labels, func(a evaluation.Agreement) bool { return a.Field == "kind" })]
	near(t, "kind accuracy", kind.Accuracy, 0.75)
	near(t, "kind macro-F1", kind.MacroF1, (2./3+1+1)/3)
	near(t, "kind kappa", kind.Kappa, (0.75-0.25)/(1-0.25)) // chance: (2·1 + 0·1 + 1·1 + 1·1) / 16
	if kind.N != 4 {
		t.Errorf("kind over %d pairs, want 4", kind.N)
	}
}

func TestScoreErrors(t *testing.T) {
	g := gold(t)
	other := g
	other.Text = "iets anders"
	outside := interchange.Document{ID: "a", Attributions: []interchange.Attribution{{ID: "7", Content: [][2]int{{0, 999}}}}}
	tests := []struct {
		name       string
		gold, pred []interchange.Document
		want       string
	}{
		{"other text", []interchange.Document{g}, []interchange.Document{other}, `document "a": the predicted text differs`},
		{"span outside", []interchange.Document{g}, []interchange.Document{outside}, `document "a", attribution "7": content: span [0,999] is outside`},
		{"document too many", []interchange.Document{g}, []interchange.Document{{ID: "b"}}, `not among the gold ones, for instance "b"`},
		{"gold twice", []interchange.Document{g, g}, nil, `gold document "a" stands there twice`},
		{"predicted twice", []interchange.Document{g}, []interchange.Document{g, g}, `predicted document "a" stands there twice`},
		{"no id", []interchange.Document{{}}, nil, `gold document 1 has no id`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := evaluation.Score(tt.gold, tt.pred, evaluation.Options{})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Score = %v, want %q", err, tt.want)
			}
		})
	}
	if _, err := evaluation.Score(tests[2].gold, tests[2].pred, evaluation.Options{IgnoreExtra: true}); err != nil {
		t.Errorf("Score with IgnoreExtra = %v", err)
	}
}

func TestLanguagesAreGroups(t *testing.T) {
	nl, en, none := gold(t), gold(t), gold(t)
	en.ID, en.Lang = "b", "en"
	none.ID, none.Lang = "c", ""
	r, err := evaluation.Score([]interchange.Document{nl, en, none}, []interchange.Document{nl}, evaluation.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, g := range r.Groups {
		got = append(got, g.Name)
	}
	if want := []string{"all", "no language", "en", "nl"}; !slices.Equal(got, want) {
		t.Fatalf("groups %q, want %q", got, want)
	}
	near(t, "all", r.Groups[0].Figure("detection").Recall, 1./3)
	near(t, "nl", r.Groups[3].Figure("detection").Recall, 1)
	if r.Groups[0].Unpredicted != 2 {
		t.Errorf("%d documents without a prediction, want 2", r.Groups[0].Unpredicted)
	}
}

func TestBootstrap(t *testing.T) {
	var golds, preds []interchange.Document
	for i := range 20 {
		g, p := gold(t), gold(t)
		g.ID, p.ID = string(rune('a'+i)), string(rune('a'+i))
		p.Attributions = p.Attributions[:1+i%4]
		golds, preds = append(golds, g), append(preds, p)
	}
	interval := func(seed uint64) evaluation.Interval {
		r, err := evaluation.Score(golds, preds, evaluation.Options{Bootstrap: 200, Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		f := r.Groups[0].Figure("detection")
		if f.Interval.Low >= f.F1 || f.Interval.High <= f.F1 {
			t.Errorf("interval %v does not hold %v", *f.Interval, f.F1)
		}
		return *f.Interval
	}
	if a, b := interval(1), interval(1); a != b {
		t.Errorf("the same seed gives %v and %v", a, b)
	}
	if a, b := interval(1), interval(2); a == b {
		t.Errorf("two seeds both give %v", a)
	}
}

func TestConfidenceAndRules(t *testing.T) {
	pred := gold(t)
	pred.Attributions[3].Content = [][2]int{{0, 5}} // fits nothing
	pred.Attributions[1].Source = [][2]int{{0, 2}}  // fits, says someone else
	for i, c := range []string{"0.95", "0.85", "0.8", "1"} {
		pred.Attributions[i].Attrs = attrs{"confidence": c, "rule": []string{"nl/a", "nl/b", "nl/a", "nl/a"}[i]}
	}
	g := all(t, gold(t), pred, evaluation.Options{})
	if g.Confidence == nil || len(g.Confidence.Bins) != 2 {
		t.Fatalf("Confidence = %+v, want two bins", g.Confidence)
	}
	high := g.Confidence.Bins[1]
	near(t, "stated", high.Confidence, 0.975)
	near(t, "found", high.Found, 0.5)
	near(t, "ece found", g.Confidence.ECEFound, 0.5*0.175+0.5*0.475)
	near(t, "ece right", g.Confidence.ECERight, 0.5*0.325+0.5*0.475)
	want := []evaluation.Rule{{Name: "nl/a", Predicted: 3, Found: 2, Right: 2}, {Name: "nl/b", Predicted: 1, Found: 1}}
	if !slices.Equal(g.Rules, want) {
		t.Errorf("Rules = %v, want %v", g.Rules, want)
	}
}

func TestConfidenceOfOthersIsPassedOver(t *testing.T) {
	pred := gold(t)
	for i, c := range []string{"high", "-1", "NaN", "1.5"} {
		pred.Attributions[i].Attrs = attrs{"confidence": c}
	}
	if g := all(t, gold(t), pred, evaluation.Options{}); g.Confidence != nil {
		t.Errorf("Confidence = %+v, want none", g.Confidence)
	}
}

func TestMistakes(t *testing.T) {
	pred := marked(t, "a", `De wethouder zei ⟦C1 dat de brug “veilig⟧ genoeg” is. ⟦C2 “Wij bouwen door,”⟧ ⟦Q2 aldus⟧ Noor Veldkamp, ⟦S2 directeur⟧ van Waterkant.
⟦C3 Volgens het⟧`)
	pred.Text = ""
	r, err := evaluation.Score([]interchange.Document{gold(t)}, []interchange.Document{pred}, evaluation.Options{Mistakes: true})
	if err != nil {
		t.Fatal(err)
	}
	got := map[evaluation.Kind]int{}
	for _, m := range r.Mistakes {
		got[m.Kind]++
	}
	for kind, want := range map[evaluation.Kind]int{evaluation.Missed: 2, evaluation.Spurious: 1, evaluation.WrongSource: 2, evaluation.WrongContent: 1} {
		if got[kind] != want {
			t.Errorf("%d %s mistakes, want %d", got[kind], kind, want)
		}
	}
	var b strings.Builder
	if err := r.WriteMistakes(&b, 1); err != nil {
		t.Fatal(err)
	}
	if want := "missed: 2\n  a, indirect\n    gold #"; !strings.Contains(b.String(), want) {
		t.Errorf("WriteMistakes = %s\nwant %q in it", b.String(), want)
	}
	if n := strings.Count(b.String(), "\n  a, "); n != 4 {
		t.Errorf("WriteMistakes shows %d mistakes, want one of each kind:\n%s", n, b.String())
	}
}

func TestJSONKeepsOrderAndNames(t *testing.T) {
	r, err := evaluation.Score([]interchange.Document{gold(t)}, nil, evaluation.Options{Bootstrap: 2})
	if err != nil {
		t.Fatal(err)
	}
	data, err := r.JSON()
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(data) {
		t.Fatalf("JSON = %s", data)
	}
	for _, want := range []string{`"documents not predicted": 1`, `"nested": {`, `"interval": [`} {
		if !strings.Contains(string(data), want) {
			t.Errorf("JSON lacks %s:\n%s", want, data)
		}
	}
	if strings.Index(string(data), `"detection"`) > strings.Index(string(data), `"content exact"`) {
		t.Error("JSON lost the order of the measures")
	}
}

func ExampleScore() {
	text := "Volgens Ans Jansen regent het."
	gold := []interchange.Document{{ID: "a", Lang: "nl", Text: text, Attributions: []interchange.Attribution{
		{ID: "1", Cue: [][2]int{{0, 7}}, Source: [][2]int{{8, 18}}, Content: [][2]int{{19, 29}}},
	}}}
	pred := []interchange.Document{{ID: "a", Attributions: []interchange.Attribution{
		{ID: "1", Cue: [][2]int{{0, 7}}, Source: [][2]int{{12, 18}}, Content: [][2]int{{19, 29}}},
		{ID: "2", Content: [][2]int{{0, 18}}},
	}}}
	report, err := evaluation.Score(gold, pred, evaluation.Options{})
	if err != nil {
		panic(err)
	}
	if err := report.WriteTable(os.Stdout); err != nil {
		panic(err)
	}
	// Output:
	// all: 1 document, 1 attribution in gold, 2 predicted
	//
	// found                            precision    recall        F1 predicted      gold
	//   detection                          50.00    100.00     66.67         2         1
	//   type indirect                      50.00    100.00     66.67         2         1
	//
	// content
	//   content exact                      50.00    100.00     66.67         2         1
	//   content strict                     50.00    100.00     66.67         2         1
	//   content tokens                     40.00    100.00     57.14         5         2
	//
	// source
	//   source exact                        0.00      0.00      0.00         1         1
	//   source overlap                    100.00    100.00    100.00         1         1
	//   source head                       100.00    100.00    100.00         1         1
	//   source none agreed                                    100.00                   1
	//
	// cue
	//   cue exact                         100.00    100.00    100.00         1         1
	//   cue overlap                       100.00    100.00    100.00         1         1
	//
	// source and content
	//   tuple                              50.00    100.00     66.67         2         1
	//   tuple-head                         50.00    100.00     66.67         2         1
	//
	// words by part
	//   tag SOURCE                        100.00     50.00     66.67         1         2
	//   tag CUE                           100.00    100.00    100.00         1         1
	//   tag CONTENT                        40.00    100.00     57.14         5         2
	//   tag macro                                              74.60
	//
	// labels                            accuracy  macro-F1     kappa     pairs
	//   type                              100.00    100.00     1.000         1
}
