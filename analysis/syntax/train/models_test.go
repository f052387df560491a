package train

import (
	"os"
	"testing"

	"github.com/volgens/volgens/analysis/syntax"
	"github.com/volgens/volgens/analysis/syntax/conllu"
	"github.com/volgens/volgens/analysis/syntax/score"
	"github.com/volgens/volgens/internal/sharedtest"
)

// TestModels holds the embedded models to what they scored when they were made, less a
// little, where the treebanks are at hand.
func TestModels(t *testing.T) {
	for _, tt := range []struct {
		lang, file            string
		upos, lemma, uas, las float64
	}{
		{"nl", "nl-alpino-dev.conllu", 97.6, 98.3, 91.8, 88.4},
		{"nl", "nl-lassy-dev.conllu", 95.9, 97.0, 87.6, 83.9},
		{"en", "en-ewt-dev.conllu", 96.0, 97.1, 89.6, 87.0},
		{"en", "en-gum-dev.conllu", 96.9, 98.1, 89.5, 86.9},
	} {
		t.Run(tt.file, func(t *testing.T) {
			in, err := os.Open(sharedtest.Path(t, "data", "ud", tt.file))
			if err != nil {
				t.Fatal(err)
			}
			defer in.Close()
			gold, err := conllu.Read(in)
			if err != nil {
				t.Fatal(err)
			}
			p, err := syntax.Load(tt.lang)
			if err != nil {
				t.Fatal(err)
			}
			Prepare(tt.lang, gold, false)
			s, err := score.Compare(gold, Reparse(p, gold))
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range []struct {
				name      string
				got, want float64
			}{{"UPOS", s.UPOS.F1(), tt.upos}, {"lemma", s.Lemmas.F1(), tt.lemma}, {"UAS", s.UAS.F1(), tt.uas}, {"LAS", s.LAS.F1(), tt.las}} {
				if m.got < m.want {
					t.Errorf("%s = %.2f, want at least %.2f", m.name, m.got, m.want)
				}
			}
		})
	}
}
