package net

import (
	"math/rand/v2"
	"testing"
)

// bruteTree tries all trees with one root.
func bruteTree(n int, s []float32) float32 {
	heads := make([]int32, n)
	best := float32(-1e9)
	var try func(i int)
	try = func(i int) {
		if i == n {
			if sum, ok := treeScore(n, s, heads); ok && sum > best {
				best = sum
			}
			return
		}
		for j := range n {
			if j != i {
				heads[i] = int32(j)
				try(i + 1)
			}
		}
	}
	try(1)
	return best
}

func treeScore(n int, s []float32, heads []int32) (float32, bool) {
	roots, sum := 0, float32(0)
	for i := 1; i < n; i++ {
		if heads[i] == 0 {
			roots++
		}
		sum += s[i*n+int(heads[i])]
		j, steps := int32(i), 0
		for j > 0 && steps <= n {
			j = heads[j]
			steps++
		}
		if j != 0 {
			return 0, false
		}
	}
	return sum, roots == 1
}

func TestDecode(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	var d decoder
	for range 3000 {
		n := 2 + rng.IntN(5)
		s := make([]float32, n*n)
		for i := range s {
			s[i] = float32(rng.NormFloat64())
		}
		heads := make([]int32, n)
		d.decode(n, s, n, heads)
		got, ok := treeScore(n, s, heads)
		if want := bruteTree(n, s); !ok || got < want-1e-3 {
			t.Fatalf("decode(%v) = %v with score %v (a tree: %v), want score %v", s, heads, got, ok, want)
		}
	}
}
