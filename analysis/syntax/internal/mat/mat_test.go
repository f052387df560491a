package mat

import (
	"math"
	"math/rand/v2"
	"testing"
)

func naive(m, n, k int, a []float32, ars, aks int, b []float32, rs, cs int) []float64 {
	c := make([]float64, m*n)
	for i := range m {
		for j := range n {
			for x := range k {
				c[i*n+j] += float64(a[i*ars+x*aks]) * float64(b[x*rs+j*cs])
			}
		}
	}
	return c
}

func random(rng *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = rng.Float32() - 0.5
	}
	return x
}

// FuzzGemm compares the kernels in use with the naive loop for any shape and layout.
func FuzzGemm(f *testing.F) {
	for _, s := range [][3]int{{1, 1, 1}, {6, 16, 3}, {5, 17, 2}, {13, 40, 400}, {100, 33, 7}, {7, 5, 0}, {2, 55, 0}} {
		f.Add(uint8(s[0]), uint8(s[1]), uint16(s[2]), uint8(s[0]), uint64(7))
	}
	f.Fuzz(func(t *testing.T, m8, n8 uint8, k16 uint16, layout uint8, seed uint64) {
		m, n, k := int(m8), int(n8), int(k16%900)
		rng := rand.New(rand.NewPCG(seed, 1))
		a, b := random(rng, m*k+1), random(rng, n*k+1)
		ars, aks, rs, cs := k, 1, n, 1
		if layout&1 != 0 {
			ars, aks = 1, m
		}
		if layout&2 != 0 {
			rs, cs = 1, k
		}
		add := layout&4 != 0
		c := random(rng, m*n+1)
		want := naive(m, n, k, a, ars, aks, b, rs, cs)
		if add {
			for i := range want {
				want[i] += float64(c[i])
			}
		}
		guard := c[m*n]
		var p Packed
		p.Pack(k, n, b, rs, cs)
		Gemm(m, a, ars, aks, &p, c, n, add)
		for i, w := range want {
			if math.Abs(float64(c[i])-w) > 1e-4 {
				t.Fatalf("Gemm %dx%dx%d layout %d: element %d = %v, want %v", m, n, k, layout, i, c[i], w)
			}
		}
		if c[m*n] != guard {
			t.Fatalf("Gemm %dx%dx%d writes past its result", m, n, k)
		}
	})
}

func TestCell(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	const n = 24
	gates, prev := random(rng, 4*n), random(rng, n)
	for i := range gates {
		gates[i] *= 40
	}
	want := append([]float32(nil), gates...)
	got := [3][]float32{make([]float32, n), make([]float32, n), make([]float32, n)}
	ref := [3][]float32{make([]float32, n), make([]float32, n), make([]float32, n)}
	Cell(n, gates, prev, got[0], got[1], got[2])
	cellGo(n, want, prev, ref[0], ref[1], ref[2])
	for i := range want {
		if math.Abs(float64(gates[i]-want[i])) > 1e-6 {
			t.Errorf("gate %d = %v, want %v", i, gates[i], want[i])
		}
	}
	for x := range got {
		for i := range n {
			if math.Abs(float64(got[x][i]-ref[x][i])) > 1e-6 {
				t.Errorf("output %d, unit %d = %v, want %v", x, i, got[x][i], ref[x][i])
			}
		}
	}
}

func TestAxpyAndDot(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 9))
	for n := range 70 {
		x, y := random(rng, n+1)[:n], random(rng, n+1)
		want := append([]float32(nil), y...)
		if got, want := Dot(x, y[:n]), dotGo(x, y[:n]); math.Abs(float64(got-want)) > 1e-5 {
			t.Errorf("Dot of %d numbers = %v, want %v", n, got, want)
		}
		axpyGo(0.7, x, want[:n])
		Axpy(0.7, x, y[:n])
		for i := range want {
			if math.Abs(float64(y[i]-want[i])) > 1e-6 {
				t.Errorf("Axpy of %d numbers: number %d = %v, want %v", n, i, y[i], want[i])
			}
		}
	}
}

func TestTanh(t *testing.T) {
	for x := -12.0; x < 12; x += 0.01 {
		if got, want := float64(Tanh(float32(x))), math.Tanh(x); math.Abs(got-want) > 2e-6 {
			t.Fatalf("Tanh(%v) = %v, want %v", x, got, want)
		}
	}
}

func BenchmarkGemm(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, s := range []struct {
		name    string
		m, k, n int
	}{{"input", 800, 320, 1280}, {"step", 32, 160, 640}, {"one", 1, 160, 640}} {
		b.Run(s.name, func(b *testing.B) {
			a, w, c := random(rng, s.m*s.k), random(rng, s.k*s.n), make([]float32, s.m*s.n)
			var p Packed
			p.Pack(s.k, s.n, w, s.n, 1)
			for b.Loop() {
				Gemm(s.m, a, s.k, 1, &p, c, s.n, false)
			}
			b.ReportMetric(float64(s.m*s.k*s.n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GMAC/s")
		})
	}
}
