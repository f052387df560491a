package index

import (
	"slices"
	"testing"
)

func TestVectorWidens(t *testing.T) {
	for _, top := range []uint32{0, 255, 256, 65535, 65536, 1 << 30} {
		want := []uint32{1, 0, 7, top, 3, top, 200}
		var v vector
		for _, x := range want {
			v.add(x)
		}
		back, err := parseVector(v.bytes(), len(want))
		if err != nil {
			t.Fatal(err)
		}
		var got []uint32
		for row := range want {
			got = append(got, back.at(uint32(row)))
		}
		if !slices.Equal(want, got) {
			t.Errorf("up to %d: %v, want %v", top, got, want)
		}
		if _, err := parseVector(v.bytes(), len(want)+1); err == nil {
			t.Error("a column that is too short was read")
		}
	}
}

func TestSorted(t *testing.T) {
	keys := []uint32{5, missing, 1, 5, 1 << 30, 0, missing}
	if got, want := sorted(keys, false), []uint32{5, 2, 0, 3, 4, 1, 6}; !slices.Equal(got, want) {
		t.Errorf("up: %v, want %v", got, want)
	}
	if got, want := sorted(keys, true), []uint32{4, 0, 3, 2, 5, 1, 6}; !slices.Equal(got, want) {
		t.Errorf("down: %v, want %v", got, want)
	}
}

func TestFloatKey(t *testing.T) {
	numbers := []float64{-2, -1, -0.5, 0, 0.1, 0.5, 1, 2}
	for i := range numbers[1:] {
		if floatKey(numbers[i]) >= floatKey(numbers[i+1]) {
			t.Errorf("floatKey(%v) >= floatKey(%v)", numbers[i], numbers[i+1])
		}
	}
}
