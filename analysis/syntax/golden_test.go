package syntax

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/volgens/volgens/analysis/syntax/conllu"
)

var update = flag.Bool("update", false, "rewrite the golden trees")

// golden returns the sentences written for the tests of a language, one a line, with
// blanks between their tokens.
func golden(t *testing.T, lang string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", lang+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestGolden compares the trees of the golden sentences with those that were read and
// accepted when the model was made.
func TestGolden(t *testing.T) {
	for _, lang := range Languages() {
		t.Run(lang, func(t *testing.T) {
			p, err := Load(lang)
			if err != nil {
				t.Fatal(err)
			}
			doc := golden(t, lang)
			sentences := lines(doc)
			p.Parse(doc, sentences)
			var got bytes.Buffer
			for i := range sentences {
				checkTree(t, doc, sentences[i].Tokens)
				s := conllu.Of(doc, sentences[i], nil)
				s.Comments = s.Comments[1:]
				if err := conllu.Write(&got, &s); err != nil {
					t.Fatal(err)
				}
			}
			file := filepath.Join("testdata", lang+".conllu")
			if *update {
				if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want) {
				t.Errorf("the trees of testdata/%s.txt differ from testdata/%s.conllu; -update rewrites them\n%s", lang, lang, got.Bytes())
			}
		})
	}
}
