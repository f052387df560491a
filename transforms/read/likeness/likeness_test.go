package likeness

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// article makes a text of n words that no other seed makes.
func article(seed uint64, n int) []string {
	r := rand.New(rand.NewPCG(seed, 1))
	words := make([]string, n)
	for i := range words {
		words[i] = fmt.Sprintf("woord%d", r.IntN(5000))
	}
	return words
}

func text(words []string) string { return strings.Join(words, " ") }

func TestFingerprint(t *testing.T) {
	const original = "Eén café blijft open, zegt de burgemeester.\n\nVolgens haar is er tijd."
	for _, same := range []string{
		" Eén café blijft open, zegt de burgemeester. Volgens haar is er tijd.\r\n", "\uFEFFEén ca\u00ADfe\u0301 blijft open, zegt de burgemeester.\u00A0Volgens haar is er tijd.",
	} {
		if Fingerprint(same) != Fingerprint(original) {
			t.Errorf("Fingerprint(%q) is not that of %q", same, original)
		}
	}
	for _, other := range []string{"", original + "!", strings.Replace(original, "Eén", "Een", 1), strings.ReplaceAll(original, " ", "")} {
		if Fingerprint(other) == Fingerprint(original) {
			t.Errorf("Fingerprint(%q) is that of %q", other, original)
		}
	}
}

func TestOriginals(t *testing.T) {
	wire := article(1, 400)
	retitled := slices.Concat([]string{"Een", "andere", "kop", "boven", "hetzelfde", "bericht"}, wire)
	cut := wire[:330]
	edited := slices.Clone(wire)
	for i := 50; i < len(edited); i += 100 {
		edited[i] = "anders"
	}
	half := slices.Concat(wire[:200], article(2, 200))
	tests := []struct {
		name string
		text []string
		want int32
	}{
		{"the wire's own", wire, -1},
		{"another article", article(3, 400), -1},
		{"another headline", retitled, 0},
		{"the last paragraphs cut", cut, 0},
		{"some words changed", edited, 0},
		{"half of it new", half, -1},
		{"too short to tell", wire[:40], -1},
		{"the same words in capitals", strings.Fields(strings.ToUpper(text(wire))), 0},
		{"much like what is half new", slices.Concat([]string{"Kop"}, half), 5},
	}
	var sketches []Sketch
	for _, tt := range tests {
		sketches = append(sketches, NewSketch(text(tt.text)))
	}
	for i, got := range Originals(sketches) {
		if got != tests[i].want {
			t.Errorf("%s: original %d, want %d", tests[i].name, got, tests[i].want)
		}
	}
}

// Many articles that have nothing to do with each other are not alike; each is found again
// behind a new headline.
func TestOriginalsOfMany(t *testing.T) {
	const n = 3000
	var sketches []Sketch
	for i := range uint64(n) {
		sketches = append(sketches, NewSketch(text(article(i, 250))))
	}
	for i := range uint64(n) {
		sketches = append(sketches, NewSketch("Met een kop erboven: "+text(article(i, 250))))
	}
	missed := 0
	for i, got := range Originals(sketches) {
		switch {
		case i < n && got != -1:
			t.Fatalf("article %d is taken for %d", i, got)
		case i >= n && got == -1:
			missed++
		case i >= n && int(got) != i-n:
			t.Fatalf("copy %d is taken for %d", i, got)
		}
	}
	if missed > n/200 {
		t.Errorf("%d of %d copies with another headline missed", missed, n)
	}
}

func TestSketchIsStable(t *testing.T) {
	s := NewSketch(text(article(7, 100)))
	if got := Decode(s.Append(nil)); got != s || len(s.Append(nil)) != SketchBytes {
		t.Errorf("Decode(Append(%v)) = %v", s, got)
	}
}

// FuzzSketch: any text has one sketch, and is like itself where it has any.
func FuzzSketch(f *testing.F) {
	f.Add(text(article(1, 60)))
	f.Add("\xff a\u0301 één")
	f.Add("\xf6\u0301")
	f.Add(strings.Repeat("\u0301", 60))
	f.Fuzz(func(t *testing.T, s string) {
		a, b := NewSketch(s), NewSketch(s+" ")
		if a != b || Fingerprint(s) != Fingerprint(" "+s+"\n") {
			t.Errorf("sketch or fingerprint of %q changes with a blank", s)
		}
		want := int32(0)
		if a == (Sketch{}) {
			want = -1
		}
		if got := Originals([]Sketch{a, b}); got[0] != -1 || got[1] != want {
			t.Errorf("Originals of %q twice = %v", s, got)
		}
	})
}

func BenchmarkSketch(b *testing.B) {
	s := text(article(1, 400))
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		NewSketch(s)
		Fingerprint(s)
	}
}
