package quotation_test

import (
	"os"
	"strings"
	"testing"
)

func BenchmarkFind(b *testing.B) {
	data, err := os.ReadFile("testdata/article.nl.txt")
	if err != nil {
		b.Fatal(err)
	}
	doc := strings.NewReplacer("⟦~", "", "⟦>", "", "⟦", "", "⟧", "").Replace(string(data))
	f, bs := finder(), blocks(doc)
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		f.Find(doc, bs)
	}
}
