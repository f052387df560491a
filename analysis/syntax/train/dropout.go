package train

// Dropout rates. Masks hold for a whole sentence except those of the input.
type dropout struct {
	input, layer, recurrent, mixed, word float32
}

// dropMask fills n numbers with zero at the given rate and with what keeps the mean elsewhere.
func (g *graph) dropMask(p *[]float32, n int, rate float32) []float32 {
	m := size(p, n)
	if rate == 0 {
		for i := range m {
			m[i] = 1
		}
		return m
	}
	keep, limit := 1/(1-rate), uint32(float64(rate)*(1<<16))
	var bits uint64
	for i := range m {
		if i%4 == 0 {
			bits = g.rng.Uint64()
		}
		m[i] = keep
		if uint32(bits&0xffff) < limit {
			m[i] = 0
		}
		bits >>= 16
	}
	return m
}

// maskRows multiplies each row of x with the mask of its sentence.
func (g *graph) maskRows(to, x, mask []float32, cols int) {
	for t, n := range g.Active {
		for s := range n {
			r := (g.Start[t] + s) * cols
			m := mask[s*cols : (s+1)*cols]
			row, out := x[r:r+cols], to[r:r+cols]
			for i, v := range row {
				out[i] = v * m[i]
			}
		}
	}
}
