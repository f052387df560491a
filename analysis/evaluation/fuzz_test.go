package evaluation_test

import (
	"testing"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/evaluation"
	"github.com/volgens/volgens/analysis/interchange"
)

// FuzzScore scores attributions cut from any text: against themselves everything that
// counts words is found, against others every figure is a share.
func FuzzScore(f *testing.F) {
	f.Add("De wethouder zei dat “het” kan.", []byte{0, 12, 13, 16, 17, 31}, []byte{3, 12, 13, 14, 17, 25})
	f.Add("", []byte{0, 0, 0, 0, 0, 0}, []byte{})
	f.Add("«a» ‘b’ \"c", []byte{0, 1, 1, 2, 2, 9, 0, 9, 0, 9, 0, 9}, []byte{0, 9, 0, 9, 0, 9})
	f.Fuzz(func(t *testing.T, text string, goldCuts, predCuts []byte) {
		if len(text) > 500 || len(goldCuts) > 60 || len(predCuts) > 60 {
			t.Skip()
		}
		gold, pred := cut(text, goldCuts), cut(text, predCuts)
		for _, f := range figures(t, gold, gold) {
			if f.Form == evaluation.PrecisionRecall && f.Predicted != f.Gold {
				t.Errorf("%s: %d predicted, %d gold of the same", f.Name, f.Predicted, f.Gold)
			}
		}
		for _, f := range figures(t, gold, pred) {
			for _, x := range []float64{f.Precision, f.Recall, f.F1} {
				if !(x >= 0 && x <= 1) {
					t.Errorf("%s = %+v is no share", f.Name, f)
				}
			}
		}
	})
}

func figures(t *testing.T, gold, pred interchange.Document) []evaluation.Figure {
	t.Helper()
	r, err := evaluation.Score([]interchange.Document{gold}, []interchange.Document{pred}, evaluation.Options{DropOptional: true, Mistakes: true})
	if err != nil {
		t.Fatal(err)
	}
	return r.Groups[0].Figures
}

// cut makes an attribution of every six bytes: begins and ends of its parts.
func cut(text string, cuts []byte) interchange.Document {
	d := interchange.Document{ID: "a", Text: text}
	n := utf8.RuneCountInString(text)
	for ; len(cuts) >= 6; cuts = cuts[6:] {
		var spans [3][][2]int
		for i := range spans {
			spans[i] = [][2]int{{min(int(cuts[2*i]), n), min(int(cuts[2*i+1]), n)}}
		}
		d.Attributions = append(d.Attributions, interchange.Attribution{Source: spans[0], Cue: spans[1], Content: spans[2]})
	}
	return d
}
