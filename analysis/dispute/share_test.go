package dispute_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/volgens/volgens/analysis"
)

// BenchmarkShare tells how much of the time of an analysis goes into stances and disputes.
func BenchmarkShare(b *testing.B) {
	a := newAnalyzer(b)
	var took [4]time.Duration
	for b.Loop() {
		for lang, text := range readArticles(b) {
			start := time.Now()
			doc, err := a.Extract(text, analysis.InLanguage(lang[:2]))
			if err != nil {
				b.Fatal(err)
			}
			for i, step := range []func(*analysis.Document){func(*analysis.Document) {}, a.Resolve, a.Tag, a.Relate} {
				step(doc)
				took[i] += time.Since(start)
				start = time.Now()
			}
		}
	}
	all := took[0] + took[1] + took[2] + took[3]
	b.ReportMetric(100*took[2].Seconds()/all.Seconds(), "%tag")
	b.ReportMetric(100*took[3].Seconds()/all.Seconds(), "%relate")
}

// readArticles returns the articles of the project by the names of their files, which
// begin with their language.
func readArticles(tb testing.TB) map[string]string {
	tb.Helper()
	out := map[string]string{}
	for _, pattern := range []string{"nl-*", "en-*"} {
		files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "articles", pattern))
		if err != nil || len(files) == 0 {
			tb.Fatal("no articles: ", err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				tb.Fatal(err)
			}
			out[strings.TrimPrefix(file, filepath.Join("..", "..", "testdata", "articles")+string(filepath.Separator))] = string(data)
		}
	}
	return out
}
