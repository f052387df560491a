package mat

import "unsafe"

// Kernel names the kernel in use: "neon", which every arm64 processor has, or "go".
var Kernel = "neon"

var fast = true

// SetPortable switches to the portable kernels, or back to the best of this processor.
// It is for tests and measurements and must not run beside a parse.
func SetPortable(portable bool) {
	fast, Kernel = !portable, "neon"
	if portable {
		Kernel = "go"
	}
}

//go:noescape
func neon4(k int, a *float32, ars, aks int, b, c *float32, ldc, add int)

//go:noescape
func neon1(k int, a *float32, ars, aks int, b, c *float32, ldc, add int)

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
	for ; i+4 <= m; i += 4 {
		neon4(k, (*float32)(unsafe.Add(pa, i*rowA)), rowA, stepA, pb, (*float32)(unsafe.Add(pc, i*rowC)), rowC, plus)
	}
	for ; i < m; i++ {
		neon1(k, (*float32)(unsafe.Add(pa, i*rowA)), rowA, stepA, pb, (*float32)(unsafe.Add(pc, i*rowC)), rowC, plus)
	}
}

func cell(n int, gates, prev, state, squashed, out []float32) {
	cellGo(n, gates, prev, state, squashed, out)
}

func axpy(s float32, x, y []float32) { axpyGo(s, x, y) }

func dot(x, y []float32) float32 { return dotGo(x, y) }
