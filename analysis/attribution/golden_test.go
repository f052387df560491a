package attribution_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	godiff "github.com/google/go-cmp/cmp"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/text"
)

var update = flag.Bool("update", false, "rewrite the golden texts")

// mark is what stands in a golden text around the words of attribution n: S source, Q cue,
// C content, A pro-form.
var mark = regexp.MustCompile(`⟦[SQCA]\d+ |⟧`)

// TestGolden compares the attributions of each text in testdata/<language> with the marks
// in it.
func TestGolden(t *testing.T) {
	a, err := analysis.New()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/*/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden texts: %v", err)
	}
	for _, file := range files {
		lang := filepath.Base(filepath.Dir(file))
		t.Run(lang+"/"+strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := a.Analyze(mark.ReplaceAllString(string(data), ""), analysis.InLanguage(lang))
			if err != nil {
				t.Fatal(err)
			}
			got := marked(doc)
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := godiff.Diff(strings.Split(string(data), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("%s (-want +got):\n%s", file, diff)
			}
		})
	}
}

// marked returns the text of doc with its attributions marked in place.
func marked(doc *analysis.Document) string {
	type edge struct {
		at, order int
		words     string
	}
	var edges []edge
	put := func(kind string, n int, spans []text.Span) {
		for _, s := range spans {
			edges = append(edges,
				edge{s.Start, 1<<30 - s.Len(), fmt.Sprintf("⟦%s%d ", kind, n+1)},
				edge{s.End, -1<<30 + s.Len(), "⟧"})
		}
	}
	for n, a := range doc.Attributions {
		put("S", n, a.Source)
		put("Q", n, a.Cue)
		put("C", n, a.Content)
		put("A", n, a.Anaphor)
	}
	slices.SortStableFunc(edges, func(a, b edge) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.order, b.order)) })
	var b strings.Builder
	last := 0
	for _, e := range edges {
		b.WriteString(doc.Text[last:e.at])
		b.WriteString(e.words)
		last = e.at
	}
	b.WriteString(doc.Text[last:])
	return b.String()
}
