package train

import (
	"github.com/volgens/volgens/analysis/syntax/internal/mat"
)

// layerState is what a layer remembers for the way back.
type layerState struct {
	in                      []float32 // dropped input
	mask                    []float32 // of the input, per sentence
	gates                   []float32
	out                     []float32
	cells, squashed, before [2][]float32 // states, their tangents, and the dropped output of the step before
	recurrent               [2][]float32 // masks per sentence
}

// forward runs layer i; h is the undropped output below, or the input itself for the first.
func (g *graph) forward(i int, h []float32) []float32 {
	l, w := &g.layers[i], &g.w.Layers[i]
	n, wide := g.w.Hidden, 8*g.w.Hidden
	cols := g.w.Input()
	if i > 0 {
		cols = 2 * n
		mask := g.dropMask(&l.mask, len(g.Len)*cols, g.drop.layer)
		g.maskRows(size(&l.in, g.Rows*cols), h, mask, cols)
	}
	gates := size(&l.gates, g.Rows*wide)
	mat.Gemm(g.Rows, l.in, cols, 1, &g.p.in[i], gates, wide, false)
	for r := range g.Rows {
		mat.Axpy(1, w.Bias.Data, gates[r*wide:(r+1)*wide])
	}
	size(&l.out, g.Rows*2*n)
	for d := range 2 {
		size(&l.cells[d], g.Rows*n)
		size(&l.squashed[d], g.Rows*n)
		zero(&l.before[d], g.Rows*n)
		g.dropMask(&l.recurrent[d], len(g.Len)*n, g.drop.recurrent)
	}
	for t := range g.Active {
		g.step(i, 0, t, t-1)
	}
	for t := len(g.Active) - 1; t >= 0; t-- {
		g.step(i, 1, t, t+1)
	}
	return l.out
}

// common is the number of sentences that have both steps.
func (g *graph) common(t, prev int) int {
	if prev < 0 || prev >= len(g.Active) {
		return 0
	}
	return min(g.Active[t], g.Active[prev])
}

func (g *graph) step(i, d, t, prev int) {
	l := &g.layers[i]
	n, wide := g.w.Hidden, 8*g.w.Hidden
	from := g.common(t, prev)
	for s := range from {
		r, p := g.Start[t]+s, g.Start[prev]+s
		to, mask := l.before[d][r*n:(r+1)*n], l.recurrent[d][s*n:(s+1)*n]
		for k, v := range l.out[p*2*n+d*n : p*2*n+(d+1)*n] {
			to[k] = v * mask[k]
		}
	}
	if from > 0 {
		mat.Gemm(from, l.before[d][g.Start[t]*n:], n, 1, &g.p.step[i][d], l.gates[g.Start[t]*wide+d*4*n:], wide, true)
	}
	for s := range g.Active[t] {
		r := g.Start[t] + s
		state := g.zeros
		if s < from {
			p := g.Start[prev] + s
			state = l.cells[d][p*n : (p+1)*n]
		}
		mat.Cell(n, l.gates[r*wide+d*4*n:r*wide+(d+1)*4*n], state, l.cells[d][r*n:(r+1)*n],
			l.squashed[d][r*n:(r+1)*n], l.out[r*2*n+d*n:r*2*n+(d+1)*n])
	}
}

// backward carries the gradient of the top layer down to the tables of vectors.
func (g *graph) backward(dh []float32) {
	cols := 2 * g.w.Hidden
	for i := len(g.layers) - 1; i >= 0; i-- {
		if i == g.w.TagLayer-1 {
			for k, v := range g.dTag {
				dh[k] += v
			}
		}
		dIn := g.back(i, dh)
		if i > 0 {
			g.maskRows(dIn, dIn, g.layers[i].mask, cols)
			dh = size(&g.dH, g.Rows*cols)
			copy(dh, dIn)
		}
	}
	g.tables()
}

// back turns the gradient of the output of layer i into that of its input.
func (g *graph) back(i int, dh []float32) []float32 {
	l := &g.layers[i]
	n, wide := g.w.Hidden, 8*g.w.Hidden
	for d := range 2 {
		zero(&g.dRec, len(g.Len)*n)
		zero(&g.dC, len(g.Len)*n)
		if d == 0 {
			for t := len(g.Active) - 1; t >= 0; t-- {
				g.stepBack(i, d, t, t-1, dh)
			}
		} else {
			for t := range g.Active {
				g.stepBack(i, d, t, t+1, dh)
			}
		}
		g.addProduct(&g.grad.Layers[i].Step[d], g.Rows, l.before[d], n, l.gates[d*4*n:], wide)
	}
	cols := g.w.Input()
	if i > 0 {
		cols = 2 * n
	}
	grad := &g.grad.Layers[i]
	for r := range g.Rows {
		mat.Axpy(1, l.gates[r*wide:(r+1)*wide], grad.Bias.Data)
	}
	g.addProduct(&grad.In, g.Rows, l.in, cols, l.gates, wide)
	dIn := size(&g.dX, g.Rows*cols)
	mat.Gemm(g.Rows, l.gates, wide, 1, &g.p.inT[i], dIn, cols, false)
	return dIn
}

// stepBack replaces the gates of one step by the gradient of their sums.
func (g *graph) stepBack(i, d, t, prev int, dh []float32) {
	l := &g.layers[i]
	n, wide := g.w.Hidden, 8*g.w.Hidden
	from := g.common(t, prev)
	for s := range g.Active[t] {
		r := g.Start[t] + s
		before := g.zeros
		if s < from {
			p := g.Start[prev] + s
			before = l.cells[d][p*n : (p+1)*n]
		}
		cellBack(l.gates[r*wide+d*4*n:r*wide+(d+1)*4*n], before, l.squashed[d][r*n:(r+1)*n],
			dh[r*2*n+d*n:r*2*n+(d+1)*n], g.dRec[s*n:(s+1)*n], g.dC[s*n:(s+1)*n])
	}
	if from == 0 {
		return
	}
	mat.Gemm(from, l.gates[g.Start[t]*wide+d*4*n:], wide, 1, &g.p.stepT[i][d], g.dRec, n, false)
	for k, m := range l.recurrent[d][:from*n] {
		g.dRec[k] *= m
	}
}

// cellBack is mat.Cell backwards: gates become gradients, dc moves one step back.
func cellBack(gates, before, squashed, dh, dRec, dc []float32) {
	n := len(before)
	in, forget, output, candidate := gates[:n], gates[n:2*n], gates[2*n:3*n], gates[3*n:4*n]
	squashed, dh, dRec, dc = squashed[:n], dh[:n], dRec[:n], dc[:n]
	for k := range n {
		d := dh[k] + dRec[k]
		i, f, o, c, t := in[k], forget[k], output[k], candidate[k], squashed[k]
		dcell := dc[k] + d*o*(1-t*t)
		in[k] = dcell * c * i * (1 - i)
		forget[k] = dcell * before[k] * f * (1 - f)
		output[k] = d * t * o * (1 - o)
		candidate[k] = dcell * i * (1 - c*c)
		dc[k] = dcell * f
	}
}
