package train

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/volgens/volgens/analysis/syntax/internal/net"
)

// TestGradient compares the gradient with finite differences, for a tiny network without
// dropout. The rectifier is linear here: its kink would spoil the differences.
func TestGradient(t *testing.T) {
	sizes := net.Sizes{
		Word: 4, Affix: 3, Gram: 3, AffixRows: 7, GramRows: 7, Layers: 2, Hidden: 8, TagLayer: 1, Arc: 5, Label: 4, Distance: net.DistanceClasses,
		WordRows: 6, TagCount: 4, RuleCount: 3, RelCount: 5, Limit: 10,
	}
	rng := rand.New(rand.NewPCG(5, 6))
	w := net.NewWeights(sizes)
	for _, x := range w.Tensors() {
		for i := range x.Data {
			x.Data[i] = float32(rng.NormFloat64()) * 0.4
		}
	}
	batch := []*example{randomExample(rng, 5, sizes), randomExample(rng, 3, sizes), randomExample(rng, 3, sizes)}
	var p packs
	loss := func() (float64, *graph) {
		p.set(w)
		g := newGraph(w, &p, 1, dropout{})
		g.slope = 1
		g.run(batch, 1)
		return g.loss.arc + g.loss.rel + g.loss.tag + 0.5*g.loss.rule, g
	}
	_, g := loss()
	grads := g.grad.Tensors()
	for k, x := range w.Tensors() {
		for range 12 {
			i := rng.IntN(len(x.Data))
			const h = 5e-3
			old := x.Data[i]
			x.Data[i] = old + h
			up, _ := loss()
			x.Data[i] = old - h
			down, _ := loss()
			x.Data[i] = old
			want, got := (up-down)/(2*h), float64(grads[k].Data[i])
			if math.Abs(got-want) > 0.02*math.Max(0.05, math.Abs(want)) {
				t.Errorf("%s, weight %d: gradient %v, difference %v", x.Name, i, got, want)
			}
		}
	}
}

func randomExample(rng *rand.Rand, n int, s net.Sizes) *example {
	e := &example{}
	for i := range n {
		f := net.Features{Word: int32(rng.IntN(s.WordRows))}
		for range 3 {
			f.Affix = append(f.Affix, int32(rng.IntN(s.AffixRows)))
			f.Gram = append(f.Gram, int32(rng.IntN(s.GramRows)))
		}
		head := int32(rng.IntN(n))
		if int(head) == i {
			head = (head + 1) % int32(n)
		}
		e.features, e.count = append(e.features, f), append(e.count, 3)
		e.heads, e.rels = append(e.heads, head), append(e.rels, int32(rng.IntN(s.RelCount)))
		e.tags, e.rule = append(e.tags, int32(rng.IntN(s.TagCount))), append(e.rule, int32(rng.IntN(s.RuleCount+1)-1))
	}
	return e
}
