package train

import (
	"math"

	"github.com/volgens/volgens/analysis/syntax/internal/mat"
	"github.com/volgens/volgens/analysis/syntax/internal/net"
)

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

// arcs: scores = (dependent·Arc + ArcHead)·headᵀ for each sentence, and the worth of the distances.
func (g *graph) arcs(x, dx []float32, wide, arc int, scale float32) {
	t, dt := size(&g.scratch[1], g.Rows*arc), zero(&g.scratch[2], g.Rows*arc)
	mat.Gemm(g.Rows, x, wide, 1, &g.p.arc, t, arc, false)
	for r := range g.Rows {
		mat.Axpy(1, g.w.ArcHead.Data, t[r*arc:(r+1)*arc])
	}
	g.distances(x, wide)
	for s, e := range g.batch {
		n, first := len(e.heads), g.First[s]
		heads := x[first*wide+arc:]
		g.right.Pack(arc, n, heads, 1, wide)
		scores := size(&g.scratch[3], n*n)
		mat.Gemm(n, t[first*arc:], arc, 1, &g.right, scores, n, false)
		g.addDistances(scores, first, n)
		clear(scores[:n])
		for i := 1; i < n; i++ {
			g.loss.arc += softmax(scores[i*n:(i+1)*n], e.heads[i], int32(i), scale)
			g.loss.tokens++
		}
		g.gatherDistances(scores, first, n)
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
	g.distancesBack(x, dx, wide)
}

// distances computes what each class of distance is worth to each token.
func (g *graph) distances(x []float32, wide int) {
	d := g.w.Sizes.Distance
	worth := size(&g.dist, g.Rows*d)
	zero(&g.dDist, g.Rows*d)
	mat.Gemm(g.Rows, x, wide, 1, &g.p.distance, worth, d, false)
	for r := range g.Rows {
		mat.Axpy(1, g.w.DistanceBias.Data, worth[r*d:(r+1)*d])
	}
}

func (g *graph) addDistances(scores []float32, first, n int) {
	d := g.w.Sizes.Distance
	if d == 0 {
		return
	}
	for i := range n {
		worth := g.dist[(first+i)*d : (first+i+1)*d]
		for j := range n {
			scores[i*n+j] += worth[net.Distance(i, j)]
		}
	}
}

// gatherDistances sums the gradient of the scores of a sentence by distance.
func (g *graph) gatherDistances(scores []float32, first, n int) {
	d := g.w.Sizes.Distance
	if d == 0 {
		return
	}
	for i := 1; i < n; i++ {
		sums := g.dDist[(first+i)*d : (first+i+1)*d]
		for j := range n {
			sums[net.Distance(i, j)] += scores[i*n+j]
		}
	}
}

func (g *graph) distancesBack(x, dx []float32, wide int) {
	d := g.w.Sizes.Distance
	for r := range g.Rows {
		mat.Axpy(1, g.dDist[r*d:(r+1)*d], g.grad.DistanceBias.Data)
	}
	g.addProduct(&g.grad.Distance, g.Rows, x, wide, g.dDist, d)
	mat.Gemm(g.Rows, g.dDist, d, 1, &g.p.distanceT, dx, wide, true)
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
