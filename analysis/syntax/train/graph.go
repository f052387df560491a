package train

import (
	"math"
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
	both(&p.label, &p.labelT, &w.Label)
	both(&p.labelDep, &p.labelDepT, &w.LabelDep)
}

func both(p, transposed *mat.Packed, t *net.Tensor) {
	p.Pack(t.Rows, t.Cols, t.Data, t.Cols, 1)
	transposed.Pack(t.Cols, t.Rows, t.Data, 1, t.Cols)
}

// Dropout rates. Masks hold for a whole sentence except those of the input.
type dropout struct {
	input, layer, recurrent, mixed, word float32
}

// layerState is what a layer remembers for the way back.
type layerState struct {
	in                      []float32 // dropped input
	mask                    []float32 // of the input, per sentence
	gates                   []float32
	out                     []float32
	cells, squashed, before [2][]float32 // states, their tangents, and the dropped output of the step before
	recurrent               [2][]float32 // masks per sentence
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
	dH, dTag, dX, dG          []float32
	dRec, dC                  []float32
	zeros                     []float32
	scratch                   [8][]float32
	right                     mat.Packed
	loss                      losses
}

// losses are sums over tokens.
type losses struct {
	arc, rel, tag, rule float64
	tokens, ruled       int
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

// softmax turns scores into the gradient of minus the log-probability of gold, times
// scale, and returns that loss. skip is an impossible class, or -1.
func softmax(scores []float32, gold, skip int32, scale float32) float64 {
	top := float32(math.Inf(-1))
	for i, v := range scores {
		if int32(i) != skip {
			top = max(top, v)
		}
	}
	var sum float32
	target := scores[gold] - top
	for i, v := range scores {
		if int32(i) == skip {
			scores[i] = 0
			continue
		}
		e := exp(v - top)
		scores[i] = e
		sum += e
	}
	by := scale / sum
	for i := range scores {
		scores[i] *= by
	}
	scores[gold] -= scale
	return math.Log(float64(sum)) - float64(target)
}

// exp is e to the power x for x not above zero, good to seven digits.
func exp(x float32) float32 {
	if x < -80 {
		return 0
	}
	y := x * 1.44269504
	k := float32(int32(y - 0.5))
	z := (y - k) * 0.693147181
	p := 1 + z*(1+z*(0.5+z*(1.0/6+z*(1.0/24+z*(1.0/120+z*(1.0/720))))))
	return p * math.Float32frombits(uint32(int32(k)+127)<<23)
}

// tags computes the losses of tags and lemma rules and leaves the gradient of the output
// of their layer in g.dTag.
func (g *graph) tags(scale float32) {
	cols := 2 * g.w.Hidden
	h := g.layers[g.w.TagLayer-1].out
	mask := g.dropMask(&g.tagMask, len(g.Len)*cols, g.drop.layer)
	in := size(&g.tagIn, g.Rows*cols)
	g.maskRows(in, h, mask, cols)
	d := zero(&g.dTag, g.Rows*cols)
	g.classify(in, &g.p.tag, &g.p.tagT, &g.w.TagBias, &g.grad.Tag, &g.grad.TagBias, scale, d,
		func(e *example, i int) int32 { return e.tags[i] }, &g.loss.tag)
	g.classify(in, &g.p.rule, &g.p.ruleT, &g.w.RuleBias, &g.grad.Rule, &g.grad.RuleBias, 0.5*scale, d,
		func(e *example, i int) int32 { return e.rule[i] }, &g.loss.rule)
	g.maskRows(d, d, mask, cols)
}

// classify is a linear layer with a softmax for the tokens that have a label.
func (g *graph) classify(in []float32, p, pT *mat.Packed, bias, grad, gradBias *net.Tensor, scale float32, d []float32,
	label func(e *example, i int) int32, loss *float64,
) {
	cols, classes := 2*g.w.Hidden, p.N
	var at, gold []int32
	x := size(&g.scratch[0], g.Rows*cols)
	for s, e := range g.batch {
		for i := 1; i < len(e.heads); i++ {
			if k := label(e, i); k >= 0 {
				r := g.Row(s, i)
				copy(x[len(at)*cols:], in[r*cols:(r+1)*cols])
				at, gold = append(at, int32(r)), append(gold, k)
			}
		}
	}
	n := len(at)
	x = x[:n*cols]
	scores := size(&g.scratch[1], n*classes)
	mat.Gemm(n, x, cols, 1, p, scores, classes, false)
	for r := range n {
		row := scores[r*classes : (r+1)*classes]
		mat.Axpy(1, bias.Data, row)
		*loss += softmax(row, gold[r], -1, scale)
		mat.Axpy(1, row, gradBias.Data)
	}
	g.addProduct(grad, n, x, cols, scores, classes)
	back := size(&g.scratch[2], n*cols)
	mat.Gemm(n, scores, classes, 1, pT, back, cols, false)
	for k, r := range at {
		mat.Axpy(1, back[k*cols:(k+1)*cols], d[int(r)*cols:(int(r)+1)*cols])
	}
}

// addProduct adds Xᵀ·D to a gradient: X has n rows of which the first t.Rows columns
// count, D has n rows of which the first t.Cols do.
func (g *graph) addProduct(t *net.Tensor, n int, x []float32, xCols int, d []float32, dCols int) {
	if n == 0 {
		return
	}
	g.right.Pack(n, t.Cols, d, dCols, 1)
	mat.Gemm(t.Rows, x, 1, xCols, &g.right, t.Data, t.Cols, true)
}

// trees computes the losses of arcs and relations and returns the gradient of the top layer.
func (g *graph) trees(scale float32) []float32 {
	cols, wide := 2*g.w.Hidden, g.w.Mixed()
	arc, lab := g.w.Sizes.Arc, g.w.Sizes.Label
	mask := g.dropMask(&g.mixInMask, len(g.Len)*cols, g.drop.layer)
	in := size(&g.mixIn, g.Rows*cols)
	g.maskRows(in, g.layers[len(g.layers)-1].out, mask, cols)
	mixed := size(&g.mixed, g.Rows*wide)
	mat.Gemm(g.Rows, in, cols, 1, &g.p.mix, mixed, wide, false)
	for r := range g.Rows {
		mat.Axpy(1, g.w.MixBias.Data, mixed[r*wide:(r+1)*wide])
	}
	net.Leak(mixed, g.slope)
	mixMask := g.dropMask(&g.mixMask, len(g.Len)*wide, g.drop.mixed)
	dropped := size(&g.scratch[0], g.Rows*wide)
	g.maskRows(dropped, mixed, mixMask, wide)
	x := size(&g.ordered, g.Rows*wide)
	g.BySentence(x, dropped, wide)
	dx := zero(&g.dOrdered, g.Rows*wide)

	g.arcs(x, dx, wide, arc, scale)
	g.relations(x, dx, wide, arc, lab, scale)

	d := zero(&g.scratch[0], g.Rows*wide)
	g.AddByStep(d, dx, wide)
	g.maskRows(d, d, mixMask, wide)
	for i, v := range mixed {
		if v <= 0 {
			d[i] *= g.slope
		}
	}
	for r := range g.Rows {
		mat.Axpy(1, d[r*wide:(r+1)*wide], g.grad.MixBias.Data)
	}
	g.addProduct(&g.grad.Mix, g.Rows, in, cols, d, wide)
	dh := size(&g.dH, g.Rows*cols)
	mat.Gemm(g.Rows, d, wide, 1, &g.p.mixT, dh, cols, false)
	g.maskRows(dh, dh, mask, cols)
	return dh
}

// arcs: scores = (dependent·Arc + ArcHead)·headᵀ for each sentence.
func (g *graph) arcs(x, dx []float32, wide, arc int, scale float32) {
	t, dt := size(&g.scratch[1], g.Rows*arc), zero(&g.scratch[2], g.Rows*arc)
	mat.Gemm(g.Rows, x, wide, 1, &g.p.arc, t, arc, false)
	for r := range g.Rows {
		mat.Axpy(1, g.w.ArcHead.Data, t[r*arc:(r+1)*arc])
	}
	for s, e := range g.batch {
		n, first := len(e.heads), g.First[s]
		heads := x[first*wide+arc:]
		g.right.Pack(arc, n, heads, 1, wide)
		scores := size(&g.scratch[3], n*n)
		mat.Gemm(n, t[first*arc:], arc, 1, &g.right, scores, n, false)
		clear(scores[:n])
		for i := 1; i < n; i++ {
			g.loss.arc += softmax(scores[i*n:(i+1)*n], e.heads[i], int32(i), scale)
			g.loss.tokens++
		}
		g.right.Pack(n, arc, heads, wide, 1)
		mat.Gemm(n, scores, n, 1, &g.right, dt[first*arc:], arc, false)
		g.right.Pack(n, arc, t[first*arc:], arc, 1)
		mat.Gemm(n, scores, 1, n, &g.right, dx[first*wide+arc:], wide, true)
	}
	for r := range g.Rows {
		mat.Axpy(1, dt[r*arc:(r+1)*arc], g.grad.ArcHead.Data)
	}
	g.addProduct(&g.grad.Arc, g.Rows, x, wide, dt, arc)
	mat.Gemm(g.Rows, dt, arc, 1, &g.p.arcT, dx, wide, true)
}

// relations: score k = (dependent·Label_k + LabelHead_k)·head + dependent·LabelDep_k + bias.
func (g *graph) relations(x, dx []float32, wide, arc, lab int, scale float32) {
	count := g.w.RelCount
	deep := count * lab
	dep, head := 2*arc, 2*arc+lab
	e, de := size(&g.scratch[1], g.Rows*deep), zero(&g.scratch[2], g.Rows*deep)
	mat.Gemm(g.Rows, x[dep:], wide, 1, &g.p.label, e, deep, false)
	score := size(&g.scratch[3], g.Rows*count)
	mat.Gemm(g.Rows, x[dep:], wide, 1, &g.p.labelDep, score, count, false)
	for s, ex := range g.batch {
		first := g.First[s]
		clear(score[first*count : (first+1)*count])
		for i := 1; i < len(ex.heads); i++ {
			r, h := first+i, first+int(ex.heads[i])
			row := score[r*count : (r+1)*count]
			if ex.rels[i] < 0 {
				clear(row)
				continue
			}
			hv, dhv := x[h*wide+head:h*wide+head+lab], dx[h*wide+head:h*wide+head+lab]
			ev, dev := e[r*deep:(r+1)*deep], de[r*deep:(r+1)*deep]
			mat.Axpy(1, g.w.LabelHead.Data, ev)
			for k := range row {
				row[k] += mat.Dot(ev[k*lab:(k+1)*lab], hv) + g.w.LabelBias.Data[k]
			}
			g.loss.rel += softmax(row, ex.rels[i], -1, scale)
			for k, v := range row {
				mat.Axpy(v, hv, dev[k*lab:(k+1)*lab])
				mat.Axpy(v, ev[k*lab:(k+1)*lab], dhv)
			}
			mat.Axpy(1, row, g.grad.LabelBias.Data)
			mat.Axpy(1, dev, g.grad.LabelHead.Data)
		}
	}
	g.addProduct(&g.grad.Label, g.Rows, x[dep:], wide, de, deep)
	g.addProduct(&g.grad.LabelDep, g.Rows, x[dep:], wide, score, count)
	mat.Gemm(g.Rows, de, deep, 1, &g.p.labelT, dx[dep:], wide, true)
	mat.Gemm(g.Rows, score, count, 1, &g.p.labelDepT, dx[dep:], wide, true)
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
