package train

import (
	"math/rand/v2"

	"github.com/volgens/volgens/analysis/syntax/internal/mat"
	"github.com/volgens/volgens/analysis/syntax/internal/net"
)

// example is a sentence to learn from. Lists have an entry for the root in front; -1
// stands for a label that is not learnt.
type example struct {
	features                []net.Features
	count                   []int // how often the treebank has the word
	heads, rels, tags, rule []int32
}

// packs are the weights of one update laid out for products, both ways round.
type packs struct {
	in, inT                            []mat.Packed
	step, stepT                        [][2]mat.Packed
	tag, tagT, rule, ruleT             mat.Packed
	mix, mixT, arc, arcT               mat.Packed
	distance, distanceT                mat.Packed
	label, labelT, labelDep, labelDepT mat.Packed
}

func (p *packs) set(w *net.Weights) {
	if p.in == nil {
		n := len(w.Layers)
		p.in, p.inT = make([]mat.Packed, n), make([]mat.Packed, n)
		p.step, p.stepT = make([][2]mat.Packed, n), make([][2]mat.Packed, n)
	}
	for i := range w.Layers {
		both(&p.in[i], &p.inT[i], &w.Layers[i].In)
		for d := range 2 {
			both(&p.step[i][d], &p.stepT[i][d], &w.Layers[i].Step[d])
		}
	}
	both(&p.tag, &p.tagT, &w.Tag)
	both(&p.rule, &p.ruleT, &w.Rule)
	both(&p.mix, &p.mixT, &w.Mix)
	both(&p.arc, &p.arcT, &w.Arc)
	both(&p.distance, &p.distanceT, &w.Distance)
	both(&p.label, &p.labelT, &w.Label)
	both(&p.labelDep, &p.labelDepT, &w.LabelDep)
}

func both(p, transposed *mat.Packed, t *net.Tensor) {
	p.Pack(t.Rows, t.Cols, t.Data, t.Cols, 1)
	transposed.Pack(t.Cols, t.Rows, t.Data, 1, t.Cols)
}

// graph computes the loss of a batch and its gradient. Each worker has one.
type graph struct {
	net.Layout
	w       *net.Weights
	p       *packs
	grad    *net.Weights
	touched [net.EmbeddingTensors]rows
	rng     *rand.Rand
	drop    dropout
	given   *net.Tensor // vectors that are not learnt, by word
	learnt  int         // words before this one have a learnt vector
	slope   float32
	batch   []*example

	layers                    []layerState
	inputMask                 []float32
	words                     []int32 // after word dropout
	tagIn, tagMask            []float32
	mixIn, mixInMask, mixMask []float32
	mixed, ordered, dOrdered  []float32
	dH, dTag, dX              []float32
	dRec, dC                  []float32
	zeros                     []float32
	dist, dDist               []float32
	scratch                   [8][]float32
	right                     mat.Packed
	loss                      losses
}

// losses are sums over tokens.
type losses struct {
	arc, rel, tag, rule float64
	tokens              int
}

// rows is a set of rows of a table.
type rows struct {
	list []int32
	has  []bool
}

func (r *rows) add(i int32) {
	if !r.has[i] {
		r.has[i] = true
		r.list = append(r.list, i)
	}
}

func (r *rows) clear() {
	for _, i := range r.list {
		r.has[i] = false
	}
	r.list = r.list[:0]
}

func newGraph(w *net.Weights, p *packs, seed uint64, drop dropout) *graph {
	g := &graph{w: w, p: p, grad: net.NewWeights(w.Sizes), rng: rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15)), drop: drop, slope: net.Slope, learnt: w.WordRows}
	for i, t := range g.grad.Tensors()[:net.EmbeddingTensors] {
		g.touched[i].has = make([]bool, t.Rows)
	}
	g.layers = make([]layerState, len(w.Layers))
	return g
}

func size(p *[]float32, n int) []float32 {
	if cap(*p) < n {
		*p = make([]float32, n+n/4)
	}
	*p = (*p)[:n]
	return *p
}

func zero(p *[]float32, n int) []float32 {
	x := size(p, n)
	clear(x)
	return x
}

// run adds the gradient of a batch, whose sentences stand longest first, to g.grad, with
// every token weighing scale.
func (g *graph) run(batch []*example, scale float32) {
	g.batch = batch
	lens := make([]int, len(batch))
	for i, e := range batch {
		lens[i] = len(e.heads)
	}
	g.Set(lens)
	g.zeros = make([]float32, g.w.Hidden)
	g.input()
	h := g.layers[0].in
	for i := range g.layers {
		h = g.forward(i, h)
	}
	g.tags(scale)
	dTop := g.trees(scale)
	g.backward(dTop)
}

// input makes the vectors of the tokens.
func (g *graph) input() {
	w, in := g.w, g.w.Input()
	x := zero(&g.layers[0].in, g.Rows*in)
	if cap(g.words) < g.Rows {
		g.words = make([]int32, g.Rows+g.Rows/4)
	}
	g.words = g.words[:g.Rows]
	for s, e := range g.batch {
		for i := range e.heads {
			r := g.Row(s, i)
			f := &e.features[i]
			row := x[r*in : (r+1)*in]
			g.words[r] = g.word(f.Word, e.count[i], row)
			sum := row[w.Sizes.Word : w.Sizes.Word+w.Sizes.Affix]
			for _, k := range f.Affix {
				mat.Axpy(1, w.Affix.Row(int(k)), sum)
			}
			sum = row[w.Sizes.Word+w.Sizes.Affix:]
			scale := net.GramScale(len(f.Gram))
			for _, k := range f.Gram {
				mat.Axpy(scale, w.Gram.Row(int(k)), sum)
			}
		}
	}
	mask := g.dropMask(&g.inputMask, g.Rows*in, g.drop.input)
	for i, m := range mask {
		x[i] *= m
	}
}

// word writes the vector of a word and returns the row it learns in. A rare word is
// sometimes taken for unknown; its given vector mostly stays, as with words met later.
func (g *graph) word(id int32, count int, to []float32) int32 {
	row, given := id, g.given != nil
	if int(id) >= g.learnt {
		row = net.Unknown
	}
	if id > net.Root && g.drop.word > 0 && g.rng.Float32() < g.drop.word/(g.drop.word+float32(count)) {
		row = net.Unknown
		given = given && g.rng.IntN(4) > 0
	}
	copy(to, g.w.Word.Row(int(row)))
	if given {
		mat.Axpy(1, g.given.Row(int(id)), to)
	}
	return row
}

// tables adds the gradient of the input to the rows of the vectors.
func (g *graph) tables() {
	w, in := g.w, g.w.Input()
	dx := g.dX
	for i, m := range g.inputMask {
		dx[i] *= m
	}
	for s, e := range g.batch {
		for i := range e.heads {
			r := g.Row(s, i)
			f, row := &e.features[i], dx[r*in:(r+1)*in]
			g.touched[0].add(g.words[r])
			mat.Axpy(1, row[:w.Sizes.Word], g.grad.Word.Row(int(g.words[r])))
			d := row[w.Sizes.Word : w.Sizes.Word+w.Sizes.Affix]
			for _, k := range f.Affix {
				g.touched[1].add(k)
				mat.Axpy(1, d, g.grad.Affix.Row(int(k)))
			}
			d = row[w.Sizes.Word+w.Sizes.Affix:]
			scale := net.GramScale(len(f.Gram))
			for _, k := range f.Gram {
				g.touched[2].add(k)
				mat.Axpy(scale, d, g.grad.Gram.Row(int(k)))
			}
		}
	}
}
