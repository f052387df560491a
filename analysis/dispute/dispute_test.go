package dispute_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/dispute"
	"github.com/volgens/volgens/configs"
	"github.com/volgens/volgens/internal/sharedtest"
)

func newAnalyzer(t testing.TB) *analysis.Analyzer {
	t.Helper()
	a, err := analysis.New("nl", "en")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func langs(t testing.TB) fs.FS {
	t.Helper()
	sub, err := fs.Sub(configs.FS, "lang")
	if err != nil {
		t.Fatal(err)
	}
	return sub
}

func TestSignals(t *testing.T) {
	a := newAnalyzer(t)
	tests := []struct{ name, lang, text, want string }{
		{"antonym", "nl", "Volgens de keuring is de brug veilig. De vakbond zegt dat de brug gevaarlijk is.", "antonym: veilig – gevaarlijk"},
		{"affix", "en", "The firm says the claim is fair. The union says the claim is unfair.", "antonym: fair – unfair"},
		{"polarity", "nl", "De wethouder zegt dat de bus rijdt. De vervoerder zegt dat de bus niet rijdt.", "polarity: niet rijdt"},
		{"negated verb that governs", "en", "The bank says it paid the workers. The union says the bank failed to pay the workers.", "polarity: failed paid/pay"},
		{"number", "en", "The city says 40 trees were felled. Residents say 200 trees were felled.", "number: 40 trees – 200 trees"},
		{"denial", "nl", "De krant beschuldigt de minister van fraude. De minister wijst de beschuldiging van de hand.", "denial: wijst … van de hand"},
		{"denial of a sentence", "nl", "De krant schrijft dat de wethouder van de fraude wist. De wethouder ontkent dat.", "denial: ontkent"},
		{"contrast", "nl", "Volgens de club was het een ongeluk, maar volgens getuigen was het een aanslag.", "contrast: maar"},
		{"reversed", "nl", "Noordland zegt dat Zuidland het konvooi heeft aangevallen. Zuidland zegt dat Noordland het konvooi heeft aangevallen.", "reversed: Zuidland – Noordland"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, d := range analyze(t, a, tt.lang, tt.text).Disputes {
				got = append(got, d.Signals...)
			}
			if !strings.Contains(strings.Join(got, "\n"), tt.want) {
				t.Errorf("signals of %q = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

// TestArticle reads the reference article: two sources there tell different stories of one
// event, and nothing else in it is a dispute.
func TestArticle(t *testing.T) {
	data, err := os.ReadFile(sharedtest.Path(t, "seeds", "mali-rusland.nl.txt"))
	if err != nil {
		t.Fatal(err)
	}
	doc := analyze(t, newAnalyzer(t), "nl", string(data))
	kinds := map[string]bool{}
	for _, d := range doc.Disputes {
		if d.Relation != dispute.Contradicts {
			continue
		}
		for _, c := range []int{d.A, d.B} {
			if at := doc.Claims[c].Attribution; at >= 0 && doc.Attributions[at].SourceID >= 0 {
				kinds[string(doc.Sources[doc.Attributions[at].SourceID].Kind)] = true
			}
		}
	}
	if len(doc.Disputes) != 1 || !kinds["government"] || !kinds["anonymous"] {
		t.Errorf("disputes = %v between %v, want one between a government and eyewitnesses", doc.Disputes, kinds)
	}
}

func TestNumbersOfOneThing(t *testing.T) {
	a := newAnalyzer(t)
	tests := []struct {
		name, lang, x, y string
		disputed         bool
	}{
		{"far apart", "nl", "4.000 betogers", "15.000 betogers", true},
		{"about the same", "nl", "ongeveer 4.000 betogers", "4.300 betogers", false},
		{"at least", "nl", "zeker 40 betogers", "90 betogers", false},
		{"at least, and fewer", "nl", "zeker 40 betogers", "12 betogers", true},
		{"at most", "nl", "hooguit 40 betogers", "90 betogers", true},
		{"other things", "nl", "40 betogers", "90 auto's", false},
		{"in words", "en", "three hundred marchers", "two thousand marchers", true},
		{"rounded", "en", "2,000 marchers", "2,015 marchers", false},
		{"nearly", "en", "nearly 500 marchers", "480 marchers", false},
	}
	frame := map[string][2]string{
		"nl": {"Volgens de politie waren er ", ". Volgens de bond waren er "},
		"en": {"Police said there were ", ". The union said there were "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := frame[tt.lang][0] + tt.x + frame[tt.lang][1] + tt.y + "."
			if got := analyze(t, a, tt.lang, text).Disputes; (len(got) > 0) != tt.disputed {
				t.Errorf("disputes of %q = %v, want some: %v", text, got, tt.disputed)
			}
		})
	}
}

func TestDataIsConsistent(t *testing.T) {
	for _, code := range []string{"nl", "en"} {
		if _, err := dispute.New(langs(t), code); err != nil {
			t.Error(err)
		}
	}
}

func TestLanguageWithoutData(t *testing.T) {
	f, err := dispute.New(langs(t), "xx")
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Keys(dispute.Input{}, nil); got != nil {
		t.Errorf("Keys = %v, want none", got)
	}
}

func TestOrderDoesNotMatter(t *testing.T) {
	a := newAnalyzer(t)
	x := analyze(t, a, "nl", "De dijk bij Wouw is veilig, zegt het waterschap.")
	y := analyze(t, a, "nl", "Volgens onderzoeker Els Bos is de dijk bij Wouw gevaarlijk.")
	v, ok := a.Compare("nl", &x.Events[0], &y.Events[0])
	w, also := a.Compare("nl", &y.Events[0], &x.Events[0])
	if !ok || !also || v.Relation != dispute.Contradicts || v.Relation != w.Relation || v.Score != w.Score {
		t.Errorf("Compare(x, y) = %v, %v; Compare(y, x) = %v, %v", v, ok, w, also)
	}
}

func FuzzWithin(f *testing.F) {
	for _, lang := range []string{"nl", "en"} {
		for _, p := range readPairs(f, lang+"-dev") {
			f.Add(lang, p.A+"\n\n"+p.B)
		}
	}
	f.Add("nl", "“\xff” zegt 12 x, maar volgens 13 y niet.")
	a := newAnalyzer(f)
	f.Fuzz(func(t *testing.T, lang, text string) {
		doc, err := a.Analyze(text, analysis.InLanguage(lang))
		if err != nil {
			t.Skip()
		}
		if len(doc.Events) > 0 && len(doc.Events) != len(doc.Claims) {
			t.Fatalf("%d events for %d claims", len(doc.Events), len(doc.Claims))
		}
		last := [2]int{-1, -1}
		for _, d := range doc.Disputes {
			if d.A >= d.B || d.B >= len(doc.Claims) || d.Score < 0 || d.Score > 1 || len(d.Signals) == 0 {
				t.Errorf("%q: bad pair %+v of %d claims", text, d, len(doc.Claims))
			}
			if at := [2]int{d.A, d.B}; at[0] < last[0] || at[0] == last[0] && at[1] <= last[1] {
				t.Errorf("%q: pair %v after %v", text, at, last)
			} else {
				last = at
			}
		}
	})
}

func BenchmarkRelate(b *testing.B) {
	a := newAnalyzer(b)
	var text strings.Builder
	for _, p := range readPairs(b, "nl-dev") {
		text.WriteString(p.A + " " + p.B + "\n\n")
	}
	doc := analyze(b, a, "nl", text.String())
	b.SetBytes(int64(len(doc.Text)))
	for b.Loop() {
		a.Relate(doc)
	}
}
