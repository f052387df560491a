package sample

import (
	"os"
	"testing"

	"github.com/volgens/volgens/schemas/dataset"
)

// A sample that lies proves nothing.
func TestSamplesTellTheTruth(t *testing.T) {
	small := Make(
		Text{Title: "Dijk", Said: []Said{{Source: "Zoë de Vries", Words: "de dijk het houdt", Target: "dijk", Stance: "favor"}, {Words: "Het regende"}}},
		Text{Title: "Water", Said: []Said{{Source: "het waterschap", Kind: "government", Words: "de dijk het niet houdt 😀"}}},
	)
	small.Dispute("de dijk het houdt", "de dijk het niet houdt 😀", 0.7)
	dir := t.TempDir()
	if err := Write(dir, small); err != nil {
		t.Fatal(err)
	}
	verify(t, dir)
	dir = t.TempDir()
	if err := Random(dir, Size{Claims: 2000, PerPart: 600, Words: 500}); err != nil {
		t.Fatal(err)
	}
	verify(t, dir)
}

func verify(t *testing.T, dir string) {
	t.Helper()
	if _, err := dataset.Verify(t.Context(), os.DirFS(dir)); err != nil {
		t.Error(err)
	}
}
