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
	distance        mat.Packed
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
	pack(&n.distance, &w.Distance)
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
	distances           []float32
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
	// Rule chooses that rule by the scores of all rules, which it may change.
	Rule(s, i int, tag int32, scores []float32) int32
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
