package layout_test

import (
	"os"
	"strings"
	"testing"
)

func BenchmarkBlocks(b *testing.B) {
	data, err := os.ReadFile("testdata/article.nl.txt")
	if err != nil {
		b.Fatal(err)
	}
	doc := strings.ReplaceAll(mark.ReplaceAllString(string(data), ""), "⟧", "")
	l := finder()
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		l.Blocks(doc)
	}
}
