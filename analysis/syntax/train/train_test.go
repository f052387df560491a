package train

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/volgens/volgens/analysis/syntax/internal/net"
)

func TestRunRefusesNothing(t *testing.T) {
	if err := Run(Options{Language: "en"}); err == nil {
		t.Error("a model was made from nothing")
	}
}

// Two models have the mean of their weights between them, two networks have none.
func TestResumeMean(t *testing.T) {
	dir := t.TempDir()
	one, three, other := filepath.Join(dir, "one"), filepath.Join(dir, "three"), filepath.Join(dir, "other")
	constantModel(t, one, 8, 1)
	constantModel(t, three, 8, 3)
	constantModel(t, other, 16, 3)
	mean := trainer{Options: Options{From: []string{one, three}, Command: "train c"}}
	if err := mean.resume(); err != nil {
		t.Fatal(err)
	}
	for _, x := range mean.weights.Tensors() {
		for _, v := range x.Data {
			if math.Abs(float64(v)-2) > 0.01 {
				t.Fatalf("%s: %v, want 2", x.Name, v)
			}
		}
	}
	if want := "train a && train 1 && train 3 && train c"; mean.Command != want {
		t.Errorf("command %q, want %q", mean.Command, want)
	}
	none := trainer{Options: Options{From: []string{one, other}}}
	if err := none.resume(); err == nil || !strings.Contains(err.Error(), "another network") {
		t.Errorf("the mean of two networks: error %v", err)
	}
}

// constantModel writes a model whose weights are all the same.
func constantModel(t *testing.T, file string, hidden int, value float32) {
	t.Helper()
	w := net.NewWeights(net.Sizes{
		Word: 4, Affix: 3, Gram: 3, AffixRows: 7, GramRows: 7, Layers: 2, Hidden: hidden, TagLayer: 1, Arc: 5, Label: 4, Distance: net.DistanceClasses,
		WordRows: 3, TagCount: 1, RuleCount: 1, RelCount: 2, Limit: 10,
	})
	for _, x := range w.Tensors() {
		for i := range x.Data {
			x.Data[i] = value
		}
	}
	tables := &net.Tables{Words: []string{"?", "^", "a"}, Tags: []net.Tag{{}}, Rules: []net.Rule{{}}, Rels: []string{"root", "dep"}}
	about := net.Description{Language: "en", Command: "train a && train " + string('0'+rune(value))}
	var b bytes.Buffer
	if err := net.Write(&b, about, w, tables); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
