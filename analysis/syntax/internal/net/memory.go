package net

import (
	"github.com/volgens/volgens/analysis/syntax/internal/mat"
)

func addBias(rows, bias []float32) {
	if len(bias) == 0 {
		return
	}
	for i := 0; i+len(bias) <= len(rows); i += len(bias) {
		mat.Axpy(1, bias, rows[i:i+len(bias)])
	}
}

// memory runs the layers up to and including layer last; the gates of the first are set.
func (n *Network) memory(x *Scratch, last int) []float32 {
	h := n.layer(x, 0, &x.a)
	for i := 1; i < last; i++ {
		h = n.next(x, i, h)
	}
	return h
}

// upper runs the layers above those that memory ran.
func (n *Network) upper(x *Scratch, h []float32) []float32 {
	for i := n.TagLayer; i < len(n.Weights.Layers); i++ {
		h = n.next(x, i, h)
	}
	return h
}

func (n *Network) next(x *Scratch, i int, h []float32) []float32 {
	wide := 8 * n.Hidden
	gates := floats(&x.gates, x.Rows*wide)
	mat.Gemm(x.Rows, h, 2*n.Hidden, 1, &n.in[i], gates, wide, false)
	addBias(gates, n.Weights.Layers[i].Bias.Data)
	to := &x.a
	if i%2 == 1 {
		to = &x.b
	}
	return n.layer(x, i, to)
}

// layer runs both directions of layer i over gates that hold the sums from below.
func (n *Network) layer(x *Scratch, i int, to *[]float32) []float32 {
	size := n.Hidden
	out := floats(to, x.Rows*2*size)
	cells, squashed := floats(&x.cells, x.Rows*size), floats(&x.tanhs, size)
	if len(x.zeros) < size {
		x.zeros = make([]float32, size)
	}
	for t := range x.Active {
		n.stepRows(x, i, 0, t, t-1, out, cells, squashed)
	}
	for t := len(x.Active) - 1; t >= 0; t-- {
		n.stepRows(x, i, 1, t, t+1, out, cells, squashed)
	}
	return out
}

// stepRows runs one direction for one step, from the state of step prev.
func (n *Network) stepRows(x *Scratch, i, dir, t, prev int, out, cells, squashed []float32) {
	size, wide := n.Hidden, 8*n.Hidden
	from := 0
	if prev >= 0 && prev < len(x.Active) {
		from = min(x.Active[prev], x.Active[t])
		mat.Gemm(from, out[x.Start[prev]*2*size+dir*size:], 2*size, 1, &n.step[i][dir],
			x.gates[x.Start[t]*wide+dir*4*size:], wide, true)
	}
	for s := range x.Active[t] {
		r := x.Start[t] + s
		state := x.zeros[:size]
		if s < from {
			p := x.Start[prev] + s
			state = cells[p*size : (p+1)*size]
		}
		g := r*wide + dir*4*size
		o := r*2*size + dir*size
		mat.Cell(size, x.gates[g:g+4*size], state, cells[r*size:(r+1)*size], squashed, out[o:o+size])
	}
}
