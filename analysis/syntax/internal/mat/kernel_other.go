//go:build !amd64 && !arm64

package mat

// Kernel names the kernel in use.
var Kernel = "go"

// SetPortable has no effect here: the portable kernels are the only ones.
func SetPortable(bool) {}

func kernel(m, k int, a []float32, ars, aks int, b, c []float32, ldc int, add bool) {
	kernelGo(m, k, a, ars, aks, b, c, ldc, add)
}

func cell(n int, gates, prev, state, squashed, out []float32) {
	cellGo(n, gates, prev, state, squashed, out)
}

func axpy(s float32, x, y []float32) { axpyGo(s, x, y) }

func dot(x, y []float32) float32 { return dotGo(x, y) }
