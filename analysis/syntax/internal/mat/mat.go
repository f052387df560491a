// Package mat holds the few matrix and vector operations the network needs. The fast
// ones are assembly behind one function each; every one has a portable twin in Go.
package mat

// panel is the number of columns a kernel computes at once.
const panel = 16

// blockK bounds the depth of one kernel call, so that a panel stays in the first-level cache.
const blockK = 384

// blockM is the number of rows for which a panel is reused before the next one is read.
const blockM = 96

// Packed is the right-hand side of a product, laid out in panels of sixteen columns.
// The zero value is empty; Pack fills it and reuses its memory.
type Packed struct {
	K, N int
	data []float32
}

// Pack lays out the k×n matrix whose element (i, j) is b[i*rs+j*cs]: rs is its row
// length and cs is 1, or the other way round for a transposed matrix.
func (p *Packed) Pack(k, n int, b []float32, rs, cs int) {
	p.K, p.N = k, n
	size := (n + panel - 1) / panel * k * panel
	if cap(p.data) < size {
		p.data = make([]float32, size)
	}
	p.data = p.data[:size]
	if k == 0 {
		return
	}
	for j := 0; j < n; j += panel {
		to := p.data[j*k : (j+panel)*k]
		width := min(panel, n-j)
		switch {
		case cs == 1 && width == panel:
			for i := range k {
				copy(to[i*panel:i*panel+panel], b[i*rs+j:i*rs+j+panel])
			}
		default:
			packAny(to, k, width, b[j*cs:], rs, cs)
		}
	}
}

func packAny(to []float32, k, width int, b []float32, rs, cs int) {
	if width < panel {
		clear(to)
	}
	for c := range width {
		for i := range k {
			to[i*panel+c] = b[i*rs+c*cs]
		}
	}
}

// Gemm computes C = A·B, or C += A·B if add is set. A has m rows; its element (i, j) is
// a[i*ars+j*aks]. Row i of C starts at c[i*ldc].
func Gemm(m int, a []float32, ars, aks int, b *Packed, c []float32, ldc int, add bool) {
	if m == 0 || b.N == 0 {
		return
	}
	if b.K == 0 {
		if !add {
			for i := range m {
				clear(c[i*ldc : i*ldc+b.N])
			}
		}
		return
	}
	_ = a[(m-1)*ars+(b.K-1)*aks]
	_ = c[(m-1)*ldc+b.N-1]
	for m0 := 0; m0 < m; m0 += blockM {
		rows := min(blockM, m-m0)
		for k0 := 0; k0 < b.K; k0 += blockK {
			depth := min(blockK, b.K-k0)
			gemmBlock(rows, depth, a[m0*ars+k0*aks:], ars, aks, b, k0, c[m0*ldc:], ldc, add || k0 > 0)
		}
	}
}

func gemmBlock(m, k int, a []float32, ars, aks int, b *Packed, k0 int, c []float32, ldc int, add bool) {
	for j := 0; j < b.N; j += panel {
		bp := b.data[j*b.K+k0*panel:]
		if b.N-j >= panel {
			kernel(m, k, a, ars, aks, bp, c[j:], ldc, add)
			continue
		}
		edge(m, k, a, ars, aks, bp, c[j:], ldc, b.N-j, add)
	}
}

// edge computes the last, partly filled panel by way of a buffer.
func edge(m, k int, a []float32, ars, aks int, b, c []float32, ldc, width int, add bool) {
	var buf [6 * panel]float32
	for i := 0; i < m; i += 6 {
		rows := min(6, m-i)
		kernel(rows, k, a[i*ars:], ars, aks, b, buf[:], panel, false)
		for r := range rows {
			to := c[(i+r)*ldc : (i+r)*ldc+width]
			from := buf[r*panel : r*panel+width]
			if !add {
				copy(to, from)
				continue
			}
			for x, v := range from {
				to[x] += v
			}
		}
	}
}

// kernelGo multiplies m rows with one panel: the portable twin of the assembly kernels.
func kernelGo(m, k int, a []float32, ars, aks int, b, c []float32, ldc int, add bool) {
	for i := range m {
		var s [panel]float32
		row := a[i*ars:]
		for j := range k {
			v := row[j*aks]
			bj := (*[panel]float32)(b[j*panel:])
			for x := range s {
				s[x] += v * bj[x]
			}
		}
		to := c[i*ldc : i*ldc+panel]
		if add {
			for x, v := range s {
				to[x] += v
			}
		} else {
			copy(to, s[:])
		}
	}
}

// Coefficients of the rational approximation of tanh on [-limit, limit] that Eigen uses:
// an odd polynomial over an even one, exact to a few units in the last place.
const (
	limit = 7.90531110763549805
	a1    = 4.89352455891786e-03
	a3    = 6.37261928875436e-04
	a5    = 1.48572235717979e-05
	a7    = 5.12229709037114e-08
	a9    = -8.60467152213735e-11
	a11   = 2.00018790482477e-13
	a13   = -2.76076847742355e-16
	b0    = 4.89352518554385e-03
	b2    = 2.26843463243900e-03
	b4    = 1.18534705686654e-04
	b6    = 1.19825839466702e-06
)

// Tanh is the hyperbolic tangent as every kernel computes it.
func Tanh(x float32) float32 {
	x = max(-limit, min(limit, x))
	x2 := x * x
	p := float32(a13)
	p = p*x2 + a11
	p = p*x2 + a9
	p = p*x2 + a7
	p = p*x2 + a5
	p = p*x2 + a3
	p = p*x2 + a1
	q := float32(b6)
	q = q*x2 + b4
	q = q*x2 + b2
	q = q*x2 + b0
	return x * p / q
}

// Sigmoid is the logistic function as every kernel computes it.
func Sigmoid(x float32) float32 { return 0.5 + 0.5*Tanh(0.5*x) }

// Cell computes one step of a long short-term memory of n units, a multiple of eight.
// gates holds the sums for the input, forget and output gate and the candidate, n each,
// and receives their values; prev is the old cell state, state the new one, squashed its
// hyperbolic tangent and out the output.
func Cell(n int, gates, prev, state, squashed, out []float32) {
	_, _, _, _, _ = gates[4*n-1], prev[n-1], state[n-1], squashed[n-1], out[n-1]
	cell(n, gates, prev, state, squashed, out)
}

func cellGo(n int, gates, prev, state, squashed, out []float32) {
	in, forget, output, candidate := gates[:n], gates[n:2*n], gates[2*n:3*n], gates[3*n:4*n]
	for i := range n {
		in[i], forget[i], output[i] = Sigmoid(in[i]), Sigmoid(forget[i]), Sigmoid(output[i])
		candidate[i] = Tanh(candidate[i])
		state[i] = forget[i]*prev[i] + in[i]*candidate[i]
		squashed[i] = Tanh(state[i])
		out[i] = output[i] * squashed[i]
	}
}

// Axpy adds s times x to y.
func Axpy(s float32, x, y []float32) {
	if len(x) > 0 {
		axpy(s, x, y[:len(x)])
	}
}

func axpyGo(s float32, x, y []float32) {
	y = y[:len(x)]
	for i, v := range x {
		y[i] += s * v
	}
}

// Dot returns the inner product of x and y.
func Dot(x, y []float32) float32 {
	if len(x) == 0 {
		return 0
	}
	return dot(x, y[:len(x)])
}

func dotGo(x, y []float32) float32 {
	y = y[:len(x)]
	var s0, s1, s2, s3 float32
	i := 0
	for ; i+4 <= len(x); i += 4 {
		s0 += x[i] * y[i]
		s1 += x[i+1] * y[i+1]
		s2 += x[i+2] * y[i+2]
		s3 += x[i+3] * y[i+3]
	}
	for ; i < len(x); i++ {
		s0 += x[i] * y[i]
	}
	return s0 + s1 + (s2 + s3)
}
