package net

import (
	"github.com/volgens/volgens/analysis/syntax/internal/mat"
)

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

// chooseRules has the source choose the lemma rules that are wanted.
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
	addBias(scores, n.RuleBias.Data)
	for s := range out {
		for i := range out[s] {
			if l := &out[s][i]; l.Rule >= 0 {
				k := int(l.Rule)
				l.Rule = src.Rule(s, i, l.Tag, scores[k*n.RuleCount:(k+1)*n.RuleCount])
			}
		}
	}
}

// arcsAndLabels chooses the tree of each sentence and the relation of each token.
func (n *Network) arcsAndLabels(x *Scratch, h []float32, out [][]Label) {
	wide, arc := n.Mixed(), n.Sizes.Arc
	mixed := floats(&x.mixed, x.Rows*wide)
	mat.Gemm(x.Rows, h, 2*n.Hidden, 1, &n.mix, mixed, wide, false)
	addBias(mixed, n.MixBias.Data)
	Leak(mixed, Slope)
	rows := floats(&x.ordered, x.Rows*wide)
	x.BySentence(rows, mixed, wide)

	arcs := floats(&x.arcs, x.Rows*arc)
	mat.Gemm(x.Rows, rows, wide, 1, &n.arc, arcs, arc, false)
	addBias(arcs, n.ArcHead.Data)
	distances := floats(&x.distances, x.Rows*n.Sizes.Distance)
	mat.Gemm(x.Rows, rows, wide, 1, &n.distance, distances, n.Sizes.Distance, false)
	addBias(distances, n.DistanceBias.Data)
	deps := floats(&x.deps, x.Rows*n.RelCount)
	mat.Gemm(x.Rows, rows[2*arc:], wide, 1, &n.dep, deps, n.RelCount, false)
	for s := range out {
		n.sentence(x, s, rows, arcs, deps, out[s])
	}
}

// sentence decodes one sentence. The four vectors of a token lie behind each other in its
// row: dependent and head for arcs, dependent and head for relations.
func (n *Network) sentence(x *Scratch, s int, rows, arcs, deps []float32, out []Label) {
	length, first := x.Len[s], x.First[s]
	wide, arc, lab := n.Mixed(), n.Sizes.Arc, n.Sizes.Label
	x.head.Pack(arc, length, rows[first*wide+arc:], 1, wide)
	scores := floats(&x.scores, length*length)
	mat.Gemm(length, arcs[first*arc:], arc, 1, &x.head, scores, length, false)
	if d := n.Sizes.Distance; d > 0 {
		for i := range length {
			addDistances(scores[i*length:(i+1)*length], i, x.distances[(first+i)*d:(first+i+1)*d])
		}
	}
	if cap(x.heads) < length {
		x.heads = make([]int32, length)
	}
	heads := x.heads[:length]
	x.decode(length, scores, length, heads)
	// One sentence at a time: these are the widest rows of all.
	labels := floats(&x.labels, length*n.RelCount*lab)
	mat.Gemm(length, rows[first*wide+2*arc:], wide, 1, &n.label, labels, n.RelCount*lab, false)
	addBias(labels, n.LabelHead.Data)
	for i := 1; i < length; i++ {
		out[i-1].Head, out[i-1].Rel = heads[i]-1, n.RootRel
		if heads[i] == 0 {
			continue
		}
		r, g := first+i, first+int(heads[i])
		head := rows[g*wide+2*arc+lab : g*wide+2*arc+2*lab]
		out[i-1].Rel = n.relation(labels[i*n.RelCount*lab:], deps[r*n.RelCount:], head)
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
