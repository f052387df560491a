// Package net is the network of the syntax analyser: its weights, the features it reads,
// the file it lives in, and the forward pass that labels sentences.
package net

// Sizes are the dimensions of a network. Those of the tables follow from the data.
type Sizes struct {
	Word, Affix, Gram   int // lengths of the three vectors of a token
	AffixRows, GramRows int // rows of the hashed tables
	Layers, Hidden      int // depth of the memory and its units per direction
	TagLayer            int // tags and lemma rules read the output of this layer, counted from 1
	Arc, Label          int // lengths of the vectors that heads and relations are scored with
	Distance            int `json:",omitempty"` // classes of distance that a head is scored by; 0 for none
	WordRows            int // known words, the unknown word and the root included
	TagCount            int
	RuleCount           int
	RelCount            int
	Limit               int // longest sentence analysed in one piece
}

// Input is the length of the vector of a token.
func (s Sizes) Input() int { return s.Word + s.Affix + s.Gram }

// Tensor is a named matrix of weights, row by row.
type Tensor struct {
	Name       string
	Rows, Cols int
	Data       []float32
}

// Row returns row i.
func (t *Tensor) Row(i int) []float32 { return t.Data[i*t.Cols : (i+1)*t.Cols] }

// Layer is one layer of the bidirectional memory. Gates stand in the order input, forget,
// output, candidate; the forward direction takes the first half of the columns.
type Layer struct {
	In   Tensor    // from the input of the layer
	Step [2]Tensor // from the previous step, per direction
	Bias Tensor
}

// Weights are all parameters of a network.
type Weights struct {
	Sizes

	Word, Affix, Gram Tensor
	Layers            []Layer
	Tag, TagBias      Tensor
	Rule, RuleBias    Tensor
	// Mix makes the four vectors of a token: as dependent and as head, for arcs and for relations.
	Mix, MixBias Tensor
	// An arc scores dependent·Arc·head + ArcHead·head + (dependent·Distance + DistanceBias)[class of its distance].
	Arc, ArcHead, Distance, DistanceBias Tensor
	// A relation scores dependent·Label·head + LabelHead·head + dependent·LabelDep + LabelBias.
	Label, LabelHead, LabelDep, LabelBias Tensor
}

// NewWeights returns weights of the given sizes, all zero.
func NewWeights(s Sizes) *Weights { return newWeights(s, 0) }

// newWeights leaves the first tensors without memory.
func newWeights(s Sizes, without int) *Weights {
	w := &Weights{Sizes: s, Layers: make([]Layer, s.Layers)}
	for i, d := range w.shape() {
		*d.t = Tensor{Name: d.name, Rows: d.rows, Cols: d.cols}
		if i >= without {
			d.t.Data = make([]float32, d.rows*d.cols)
		}
	}
	return w
}

// Mixed is the number of columns of Mix.
func (s Sizes) Mixed() int { return 2*s.Arc + 2*s.Label }

type shape struct {
	t          *Tensor
	name       string
	rows, cols int
}

func (w *Weights) shape() []shape {
	out := []shape{
		{&w.Word, "word", w.WordRows, w.Sizes.Word},
		{&w.Affix, "affix", w.AffixRows, w.Sizes.Affix},
		{&w.Gram, "gram", w.GramRows, w.Sizes.Gram},
	}
	in := w.Input()
	for i := range w.Layers {
		l := &w.Layers[i]
		out = append(out,
			shape{&l.In, "in", in, 8 * w.Hidden},
			shape{&l.Step[0], "forward", w.Hidden, 4 * w.Hidden},
			shape{&l.Step[1], "backward", w.Hidden, 4 * w.Hidden},
			shape{&l.Bias, "bias", 1, 8 * w.Hidden})
		in = 2 * w.Hidden
	}
	return append(out,
		shape{&w.Tag, "tag", in, w.TagCount}, shape{&w.TagBias, "tag bias", 1, w.TagCount},
		shape{&w.Rule, "rule", in, w.RuleCount}, shape{&w.RuleBias, "rule bias", 1, w.RuleCount},
		shape{&w.Mix, "mix", in, w.Mixed()}, shape{&w.MixBias, "mix bias", 1, w.Mixed()},
		shape{&w.Arc, "arc", w.Sizes.Arc, w.Sizes.Arc}, shape{&w.ArcHead, "arc head", 1, w.Sizes.Arc},
		shape{&w.Distance, "distance", w.Sizes.Arc, w.Sizes.Distance}, shape{&w.DistanceBias, "distance bias", 1, w.Sizes.Distance},
		shape{&w.Label, "label", w.Sizes.Label, w.RelCount * w.Sizes.Label},
		shape{&w.LabelHead, "label head", 1, w.RelCount * w.Sizes.Label},
		shape{&w.LabelDep, "label dependent", w.Sizes.Label, w.RelCount},
		shape{&w.LabelBias, "label bias", 1, w.RelCount})
}

// Tensors lists the parameters in the order of the file. The first three are the tables
// of vectors, of which a sentence touches few rows.
func (w *Weights) Tensors() []*Tensor {
	var out []*Tensor
	for _, s := range w.shape() {
		out = append(out, s.t)
	}
	return out
}

// EmbeddingTensors is the number of leading Tensors that are tables of vectors.
const EmbeddingTensors = 3
