package net

import (
	"github.com/volgens/volgens/analysis/syntax/internal/mat"
)

// Network is a set of weights ready for labelling. It is safe for concurrent use with a
// Scratch for each user.
type Network struct {
	*Weights
	*Tables

	vectors         [EmbeddingTensors]halfTable // of words, affixes and n-grams
	in              []mat.Packed
	step            [][2]mat.Packed
	tag, rule       mat.Packed
	mix             mat.Packed
	arc, label, dep mat.Packed
}

// newNetwork prepares what a file holds for labelling.
func newNetwork(f *file) *Network {
	w := f.weights
	n := &Network{Weights: w, Tables: f.tables, vectors: f.vectors, in: make([]mat.Packed, len(w.Layers)), step: make([][2]mat.Packed, len(w.Layers))}
	for i := range w.Layers {
		l := &w.Layers[i]
		pack(&n.in[i], &l.In)
		pack(&n.step[i][0], &l.Step[0])
		pack(&n.step[i][1], &l.Step[1])
	}
	pack(&n.tag, &w.Tag)
	pack(&n.rule, &w.Rule)
	pack(&n.mix, &w.Mix)
	pack(&n.arc, &w.Arc)
	pack(&n.label, &w.Label)
	pack(&n.dep, &w.LabelDep)
	return n
}

// pack lays out a tensor as the right-hand side of a product and lets go of it.
func pack(p *mat.Packed, t *Tensor) {
	p.Pack(t.Rows, t.Cols, t.Data, t.Cols, 1)
	t.Data = nil
}

// Label is what the network says of a token.
type Label struct {
	Head int32 // index of the governing token in the sentence, -1 for the root
	Rel  int32 // index of the relation
	Tag  int32 // index of the tag
	Rule int32 // index of the lemma rule; -1 unless asked for
}

// Scratch is the working memory of one user of a network.
type Scratch struct {
	Layout
	extractor
	features Features
	decoder

	types               map[string]int32 // forms of the batch to rows of vectors
	typeOf              []int32
	vectors, typeGates  []float32
	gates, cells, tanhs []float32
	a, b, zeros         []float32
	tags, rules         []float32
	ruleRows            []float32
	mixed, ordered      []float32
	arcs, scores        []float32
	labels, deps        []float32
	heads               []int32
	head                mat.Packed
}

// NewScratch returns working memory. It grows to what the batches need.
func NewScratch() *Scratch { return &Scratch{types: map[string]int32{}} }

// Forget lets go of the texts of the last batch.
func (x *Scratch) Forget() { clear(x.types) }

func floats(p *[]float32, n int) []float32 {
	if cap(*p) < n {
		*p = make([]float32, n+n/4)
	}
	*p = (*p)[:n]
	return *p
}

// Source gives the sentences of a batch.
type Source interface {
	// Form returns token i of sentence s.
	Form(s, i int) string
	// WantRule tells whether the lemma rule of a token is wanted, given its tag.
	WantRule(s, i int, tag int32) bool
}

// Label labels a batch of sentences, longest first, of the given numbers of tokens. The
// labels of sentence s are written to out[s].
func (n *Network) Label(x *Scratch, lens []int, src Source, out [][]Label) {
	if len(lens) == 0 {
		return
	}
	x.setRoots(lens)
	n.read(x, src)
	h := n.memory(x, n.TagLayer)
	n.chooseTags(x, h, out)
	n.chooseRules(x, h, src, out)
	if n.TagLayer < len(n.Weights.Layers) {
		h = n.upper(x, h)
	}
	n.arcsAndLabels(x, h, out)
}

// setRoots lays out the sentences with a root in front of each.
func (x *Scratch) setRoots(lens []int) {
	x.Len = append(x.Len[:0], lens...)
	for i := range x.Len {
		x.Len[i]++
	}
	x.Set(x.Len)
}

// read makes the vector of each distinct form once and sends it through the first layer.
func (n *Network) read(x *Scratch, src Source) {
	clear(x.types)
	if cap(x.typeOf) < x.Rows {
		x.typeOf = make([]int32, x.Rows+x.Rows/4)
	}
	x.typeOf = x.typeOf[:x.Rows]
	in := n.Input()
	vectors := floats(&x.vectors, in*(x.Rows+1))
	clear(vectors[:in])
	n.vectors[0].add(Root, 1, vectors)
	count := int32(1)
	for s, length := range x.Len {
		x.typeOf[x.Row(s, 0)] = 0
		for i := 1; i < length; i++ {
			f := src.Form(s, i-1)
			id, ok := x.types[f]
			if !ok {
				id = count
				count++
				x.types[f] = id
				n.vector(x, f, vectors[int(id)*in:(int(id)+1)*in])
			}
			x.typeOf[x.Row(s, i)] = id
		}
	}
	wide := 8 * n.Hidden
	typeGates := floats(&x.typeGates, int(count)*wide)
	mat.Gemm(int(count), vectors, in, 1, &n.in[0], typeGates, wide, false)
	addBias(typeGates, n.Weights.Layers[0].Bias.Data)
	gates := floats(&x.gates, x.Rows*wide)
	for r, id := range x.typeOf {
		copy(gates[r*wide:(r+1)*wide], typeGates[int(id)*wide:])
	}
}

// vector writes the vector of a form.
func (n *Network) vector(x *Scratch, form string, to []float32) {
	x.extractor.read(form, &n.Sizes, &x.features)
	f := &x.features
	id, ok := n.words[string(x.word)]
	if !ok {
		id = Unknown
	}
	clear(to)
	n.vectors[0].add(int(id), 1, to)
	sum := to[n.Sizes.Word : n.Sizes.Word+n.Sizes.Affix]
	for _, r := range f.Affix {
		n.vectors[1].add(int(r), 1, sum)
	}
	sum = to[n.Sizes.Word+n.Sizes.Affix:]
	scale := GramScale(len(f.Gram))
	for _, r := range f.Gram {
		n.vectors[2].add(int(r), scale, sum)
	}
}

func addBias(rows, bias []float32) {
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

// chooseTags chooses the tag of each token.
func (n *Network) chooseTags(x *Scratch, h []float32, out [][]Label) {
	scores := floats(&x.tags, x.Rows*n.TagCount)
	mat.Gemm(x.Rows, h, 2*n.Hidden, 1, &n.tag, scores, n.TagCount, false)
	for s := range out {
		for i := range out[s] {
			r := x.Row(s, i+1)
			row := scores[r*n.TagCount : (r+1)*n.TagCount]
			out[s][i] = Label{Tag: argmax(row, n.TagBias.Data), Rule: -1}
		}
	}
}

func argmax(row, bias []float32) int32 {
	b, best := 0, row[0]+bias[0]
	for i := 1; i < len(row); i++ {
		if v := row[i] + bias[i]; v > best {
			b, best = i, v
		}
	}
	return int32(b)
}

// chooseRules chooses the lemma rules that are wanted.
func (n *Network) chooseRules(x *Scratch, h []float32, src Source, out [][]Label) {
	size, count := 2*n.Hidden, 0
	rows := x.ruleRows[:0]
	for s := range out {
		for i := range out[s] {
			if src.WantRule(s, i, out[s][i].Tag) {
				r := x.Row(s, i+1)
				rows = append(rows, h[r*size:(r+1)*size]...)
				out[s][i].Rule = int32(count)
				count++
			}
		}
	}
	x.ruleRows = rows
	scores := floats(&x.rules, count*n.RuleCount)
	mat.Gemm(count, rows, size, 1, &n.rule, scores, n.RuleCount, false)
	for s := range out {
		for i := range out[s] {
			if k := int(out[s][i].Rule); k >= 0 {
				out[s][i].Rule = argmax(scores[k*n.RuleCount:(k+1)*n.RuleCount], n.RuleBias.Data)
			}
		}
	}
}

// arcsAndLabels chooses the tree of each sentence and the relation of each token.
func (n *Network) arcsAndLabels(x *Scratch, h []float32, out [][]Label) {
	wide, arc, lab := n.Mixed(), n.Sizes.Arc, n.Sizes.Label
	mixed := floats(&x.mixed, x.Rows*wide)
	mat.Gemm(x.Rows, h, 2*n.Hidden, 1, &n.mix, mixed, wide, false)
	addBias(mixed, n.MixBias.Data)
	Leak(mixed, Slope)
	rows := floats(&x.ordered, x.Rows*wide)
	x.BySentence(rows, mixed, wide)

	arcs := floats(&x.arcs, x.Rows*arc)
	mat.Gemm(x.Rows, rows, wide, 1, &n.arc, arcs, arc, false)
	addBias(arcs, n.ArcHead.Data)
	labels := floats(&x.labels, x.Rows*n.RelCount*lab)
	mat.Gemm(x.Rows, rows[2*arc:], wide, 1, &n.label, labels, n.RelCount*lab, false)
	addBias(labels, n.LabelHead.Data)
	deps := floats(&x.deps, x.Rows*n.RelCount)
	mat.Gemm(x.Rows, rows[2*arc:], wide, 1, &n.dep, deps, n.RelCount, false)
	for s := range out {
		n.sentence(x, s, rows, arcs, labels, deps, out[s])
	}
}

// sentence decodes one sentence. The four vectors of a token lie behind each other in its
// row: dependent and head for arcs, dependent and head for relations.
func (n *Network) sentence(x *Scratch, s int, rows, arcs, labels, deps []float32, out []Label) {
	length, first := x.Len[s], x.First[s]
	wide, arc, lab := n.Mixed(), n.Sizes.Arc, n.Sizes.Label
	x.head.Pack(arc, length, rows[first*wide+arc:], 1, wide)
	scores := floats(&x.scores, length*length)
	mat.Gemm(length, arcs[first*arc:], arc, 1, &x.head, scores, length, false)
	if cap(x.heads) < length {
		x.heads = make([]int32, length)
	}
	heads := x.heads[:length]
	x.decode(length, scores, length, heads)
	for i := 1; i < length; i++ {
		out[i-1].Head, out[i-1].Rel = heads[i]-1, n.RootRel
		if heads[i] == 0 {
			continue
		}
		r, g := first+i, first+int(heads[i])
		head := rows[g*wide+2*arc+lab : g*wide+2*arc+2*lab]
		out[i-1].Rel = n.relation(labels[r*n.RelCount*lab:], deps[r*n.RelCount:], head)
	}
}

// relation chooses the best relation to a head other than the root.
func (n *Network) relation(label, dep, head []float32) int32 {
	best, top := int32(-1), float32(0)
	for k := range n.RelCount {
		if int32(k) == n.RootRel {
			continue
		}
		v := mat.Dot(label[k*len(head):(k+1)*len(head)], head) + dep[k] + n.LabelBias.Data[k]
		if best < 0 || v > top {
			best, top = int32(k), v
		}
	}
	return best
}

// Slope is that of the leaky rectifier below zero.
const Slope = 0.1

// Leak applies the leaky rectifier with the given slope below zero.
func Leak(x []float32, slope float32) {
	for i, v := range x {
		x[i] = max(v, slope*v)
	}
}
