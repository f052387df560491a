package mat

import "unsafe"

// Kernel names the kernel in use: "avx2" or "go".
var Kernel = pick()

var fast = Kernel == "avx2"

// SetPortable switches to the portable kernels, or back to the best of this processor.
// It is for tests and measurements and must not run beside a parse.
func SetPortable(portable bool) {
	Kernel = "go"
	if !portable {
		Kernel = pick()
	}
	fast = Kernel == "avx2"
}

func pick() string {
	if hasAVX2() {
		return "avx2"
	}
	return "go"
}

// hasAVX2 tells whether the processor has AVX2 and FMA and the system saves their registers.
func hasAVX2() bool {
	const fma, osxsave, avx, avx2 = 1 << 12, 1 << 27, 1 << 28, 1 << 5
	most, _, _, _ := cpuid(0, 0)
	if most < 7 {
		return false
	}
	_, _, c, _ := cpuid(1, 0)
	if c&fma == 0 || c&osxsave == 0 || c&avx == 0 || xgetbv()&6 != 6 {
		return false
	}
	_, b, _, _ := cpuid(7, 0)
	return b&avx2 != 0
}

func cpuid(leaf, sub uint32) (a, b, c, d uint32)
func xgetbv() uint32

//go:noescape
func avx2x6(k int, a *float32, ars, aks int, b, c *float32, ldc, add int)

//go:noescape
func avx2x4(k int, a *float32, ars, aks int, b, c *float32, ldc, add int)

//go:noescape
func avx2x2(k int, a *float32, ars, aks int, b, c *float32, ldc, add int)

//go:noescape
func avx2x1(k int, a *float32, ars, aks int, b, c *float32, ldc, add int)

//go:noescape
func avx2Cell(n int, gates, prev, state, squashed, out *float32)

//go:noescape
func avx2Axpy(n int, s float32, x, y *float32)

//go:noescape
func avx2Dot(n int, x, y *float32) float32

// tanhTable holds the constants of Tanh, each eight times.
var tanhTable = func() (t [15 * 8]float32) { //nolint:unused // the assembly uses it
	for i, v := range []float32{limit, -limit, a13, a11, a9, a7, a5, a3, a1, b6, b4, b2, b0, 0.5, 0} {
		for j := range 8 {
			t[i*8+j] = v
		}
	}
	return t
}()

// kernel multiplies m rows with one panel of sixteen columns. Strides become bytes here.
func kernel(m, k int, a []float32, ars, aks int, b, c []float32, ldc int, add bool) {
	if !fast {
		kernelGo(m, k, a, ars, aks, b, c, ldc, add)
		return
	}
	pa, pb, pc := unsafe.Pointer(&a[0]), &b[0], unsafe.Pointer(&c[0])
	rowA, stepA, rowC, plus := 4*ars, 4*aks, 4*ldc, 0
	if add {
		plus = 1
	}
	i := 0
	for ; i+6 <= m; i += 6 {
		avx2x6(k, (*float32)(unsafe.Add(pa, i*rowA)), rowA, stepA, pb, (*float32)(unsafe.Add(pc, i*rowC)), rowC, plus)
	}
	if i+4 <= m {
		avx2x4(k, (*float32)(unsafe.Add(pa, i*rowA)), rowA, stepA, pb, (*float32)(unsafe.Add(pc, i*rowC)), rowC, plus)
		i += 4
	}
	if i+2 <= m {
		avx2x2(k, (*float32)(unsafe.Add(pa, i*rowA)), rowA, stepA, pb, (*float32)(unsafe.Add(pc, i*rowC)), rowC, plus)
		i += 2
	}
	if i < m {
		avx2x1(k, (*float32)(unsafe.Add(pa, i*rowA)), rowA, stepA, pb, (*float32)(unsafe.Add(pc, i*rowC)), rowC, plus)
	}
}

func cell(n int, gates, prev, state, squashed, out []float32) {
	if !fast {
		cellGo(n, gates, prev, state, squashed, out)
		return
	}
	avx2Cell(n, &gates[0], &prev[0], &state[0], &squashed[0], &out[0])
}

func axpy(s float32, x, y []float32) {
	if !fast {
		axpyGo(s, x, y)
		return
	}
	avx2Axpy(len(x), s, &x[0], &y[0])
}

func dot(x, y []float32) float32 {
	if !fast {
		return dotGo(x, y)
	}
	return avx2Dot(len(x), &x[0], &y[0])
}
