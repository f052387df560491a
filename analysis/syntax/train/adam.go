package train

import (
	"math"
	"sync"

	"github.com/volgens/volgens/analysis/syntax/internal/net"
)

// adam is the optimiser, with a moving average of the weights beside it.
type adam struct {
	w, average *net.Weights
	m, v       *net.Weights // first and second moments
	steps      int
}

const (
	beta1, beta2 = 0.9, 0.98
	epsilon      = 1e-8
	clip         = 5
	// averaging keeps this share of the average per update; it is applied every averageEvery updates.
	averaging    = 0.9985
	averageEvery = 4
)

func newAdam(w *net.Weights) *adam {
	a := &adam{w: w, average: net.NewWeights(w.Sizes), m: net.NewWeights(w.Sizes), v: net.NewWeights(w.Sizes)}
	copyWeights(a.average, w)
	return a
}

func copyWeights(to, from *net.Weights) {
	src := from.Tensors()
	for i, t := range to.Tensors() {
		copy(t.Data, src[i].Data)
	}
}

// update makes one step with the gradients of the workers and clears them.
func (a *adam) update(workers []*graph, rate float64) {
	main := workers[0]
	for _, g := range workers[1:] {
		gather(main, g)
	}
	a.steps++
	scale := float32(1)
	if n := norm(main); n > clip {
		scale = float32(clip / n)
	}
	fix1, fix2 := 1-math.Pow(beta1, float64(a.steps)), 1-math.Pow(beta2, float64(a.steps))
	step := stepper{rate: float32(rate / fix1), fix: float32(1 / fix2), scale: scale}
	w, m, v, g := a.w.Tensors(), a.m.Tensors(), a.v.Tensors(), main.grad.Tensors()
	for i := range net.EmbeddingTensors {
		for _, r := range main.touched[i].list {
			step.apply(w[i].Row(int(r)), m[i].Row(int(r)), v[i].Row(int(r)), g[i].Row(int(r)))
		}
		main.touched[i].clear()
	}
	parallel(len(workers), len(w)-net.EmbeddingTensors, func(k int) {
		i := k + net.EmbeddingTensors
		step.apply(w[i].Data, m[i].Data, v[i].Data, g[i].Data)
	})
	if a.steps%averageEvery == 0 {
		a.smooth(len(workers))
	}
}

// smooth moves the average towards the weights. Early on it follows them closely.
func (a *adam) smooth(workers int) {
	keep := math.Min(math.Pow(averaging, averageEvery), float64(a.steps)/float64(a.steps+10*averageEvery))
	move := float32(1 - keep)
	w, avg := a.w.Tensors(), a.average.Tensors()
	parallel(workers, len(w), func(i int) {
		to := avg[i].Data
		for k, x := range w[i].Data {
			to[k] += move * (x - to[k])
		}
	})
}

type stepper struct{ rate, fix, scale float32 }

func (s stepper) apply(w, m, v, g []float32) {
	m, v, g = m[:len(w)], v[:len(w)], g[:len(w)]
	for i := range w {
		d := g[i] * s.scale
		g[i] = 0
		m[i] += (1 - beta1) * (d - m[i])
		v[i] += (1 - beta2) * (d*d - v[i])
		w[i] -= s.rate * m[i] / (float32(math.Sqrt(float64(v[i]*s.fix))) + epsilon)
	}
}

// gather adds the gradient of one worker to that of another and clears it.
func gather(to, from *graph) {
	t, f := to.grad.Tensors(), from.grad.Tensors()
	for i := range net.EmbeddingTensors {
		for _, r := range from.touched[i].list {
			to.touched[i].add(r)
			add(t[i].Row(int(r)), f[i].Row(int(r)))
			clear(f[i].Row(int(r)))
		}
		from.touched[i].clear()
	}
	parallel(2, len(t)-net.EmbeddingTensors, func(k int) {
		i := k + net.EmbeddingTensors
		add(t[i].Data, f[i].Data)
		clear(f[i].Data)
	})
}

func add(to, from []float32) {
	from = from[:len(to)]
	for i, v := range from {
		to[i] += v
	}
}

func norm(g *graph) float64 {
	var sum float64
	for i, t := range g.grad.Tensors() {
		if i >= net.EmbeddingTensors {
			sum += square(t.Data)
			continue
		}
		for _, r := range g.touched[i].list {
			sum += square(t.Row(int(r)))
		}
	}
	return math.Sqrt(sum)
}

func square(x []float32) float64 {
	var s0, s1, s2, s3 float32
	i := 0
	for ; i+4 <= len(x); i += 4 {
		s0 += x[i] * x[i]
		s1 += x[i+1] * x[i+1]
		s2 += x[i+2] * x[i+2]
		s3 += x[i+3] * x[i+3]
	}
	for ; i < len(x); i++ {
		s0 += x[i] * x[i]
	}
	return float64(s0) + float64(s1) + float64(s2) + float64(s3)
}

// parallel calls f for 0 to n-1 on so many goroutines.
func parallel(workers, n int, f func(i int)) {
	var group sync.WaitGroup
	for k := range workers {
		group.Go(func() {
			for i := k; i < n; i += workers {
				f(i)
			}
		})
	}
	group.Wait()
}
