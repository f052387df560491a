package mat

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

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
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		return "avx2"
	}
	return "go"
}

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
