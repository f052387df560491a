package syntax

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
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

// TestDescriptions holds the models to say where they come from, but not where on a machine
// the files lay.
func TestDescriptions(t *testing.T) {
	for _, lang := range Languages() {
		p, err := Load(lang)
		if err != nil {
			t.Fatal(err)
		}
		about := p.about
		if about.Language != lang || about.Licence == "" || len(about.Data) == 0 {
			t.Errorf("model %s: language %q, licence %q, data %q", lang, about.Language, about.Licence, about.Data)
		}
		for _, s := range append(slices.Clone(about.Data), strings.ReplaceAll(about.Command, "./analysis/syntax/cmd/syntax", "")) {
			if strings.ContainsAny(s, `/\`) {
				t.Errorf("model %s names a path: %q", lang, s)
			}
		}
	}
}

// TestSentencesStandAlone parses the golden sentences together, one by one, in the other
// order and among many others: a sentence has the same tree each time.
func TestSentencesStandAlone(t *testing.T) {
	for _, lang := range Languages() {
		p, err := Load(lang)
		if err != nil {
			t.Fatal(err)
		}
		doc := golden(t, lang)
		want := lines(doc)
		p.Parse(doc, want)
		alone, reversed := lines(doc), lines(doc)
		for i := range alone {
			p.Parse(doc, alone[i:i+1])
		}
		slices.Reverse(reversed)
		p.Parse(doc, reversed)
		slices.Reverse(reversed)
		for i := range want {
			if !slices.Equal(alone[i].Tokens, want[i].Tokens) {
				t.Errorf("%s: sentence %d alone = %v, with the others %v", lang, i, alone[i].Tokens, want[i].Tokens)
			}
			if !slices.Equal(reversed[i].Tokens, want[i].Tokens) {
				t.Errorf("%s: sentence %d in another order = %v, want %v", lang, i, reversed[i].Tokens, want[i].Tokens)
			}
		}
		many := strings.Repeat(doc, 12)
		among := lines(many)
		p.Parse(many, among)
		for i := range among {
			for k, got := range among[i].Tokens {
				w := want[i%len(want)].Tokens[k]
				if got.Span = w.Span; got != w {
					t.Fatalf("%s: token %d of sentence %d among many = %v, want %v", lang, k, i, got, w)
				}
			}
		}
	}
}
