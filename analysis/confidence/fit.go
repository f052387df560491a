package confidence

import (
	"bytes"
	"fmt"
	"math"
	"slices"
)

// Sample is an attribution whose fate is known.
type Sample struct {
	Features []Feature
	Right    bool
}

// shrink is how strongly weights are drawn towards nothing: a feature with few samples says
// little.
const shrink = 4.0

// Fit returns the table under which the fates of the samples are likeliest, weights drawn
// towards zero. The same samples give the same table.
func Fit(samples []Sample) *Model {
	names, index := features(samples)
	w := make([]float64, len(names))
	rate := 4 / float64(max(len(samples), 1))
	velocity := make([]float64, len(names))
	for range 3000 { // gradient ascent with momentum: convex, so it ends in one place
		grad := make([]float64, len(names))
		for _, s := range samples {
			z, y := 0.0, 0.0
			for _, f := range s.Features {
				z += w[index[f.Name]] * f.Value
			}
			if s.Right {
				y = 1
			}
			for _, f := range s.Features {
				grad[index[f.Name]] += (y - sigmoid(z)) * f.Value
			}
		}
		for i := range w {
			if names[i] != "bias" {
				grad[i] -= shrink * w[i]
			}
			velocity[i] = 0.9*velocity[i] + rate*0.1*grad[i]
			w[i] += velocity[i]
		}
	}
	m := &Model{weights: map[string]float64{}}
	for i, name := range names {
		if x := math.Round(w[i]*1000) / 1000; x != 0 {
			m.weights[name] = x
		}
	}
	return m
}

// features numbers the features of the samples, sorted by name.
func features(samples []Sample) ([]string, map[string]int) {
	index := map[string]int{}
	var names []string
	for _, s := range samples {
		for _, f := range s.Features {
			if _, ok := index[f.Name]; !ok {
				index[f.Name] = 0
				names = append(names, f.Name)
			}
		}
	}
	slices.Sort(names)
	for i, n := range names {
		index[n] = i
	}
	return names, index
}

// YAML returns the table as confidence.yaml holds it, under a comment.
func (m *Model) YAML(comment string) []byte {
	var list []entry
	for name, w := range m.weights {
		list = append(list, entry{Feature: name, Weight: w})
	}
	slices.SortFunc(list, byName)
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\nweights:\n", comment)
	for _, e := range list {
		fmt.Fprintf(&b, "  - {feature: %s, weight: %g}\n", e.Feature, e.Weight)
	}
	return b.Bytes()
}

// Bin counts the samples with a chance in [From, From+0.1).
type Bin struct {
	From, Mean, Share float64
	N                 int
}

// Reliability compares chances with fates: the expected calibration error, the mean gap
// between chance and share of ten bins of equal width, and the bins that hold samples.
func Reliability(chances []float64, right []bool) (float64, []Bin) {
	var all [10]Bin
	for i, p := range chances {
		b := &all[min(9, int(p*10))]
		b.N++
		b.Mean += p
		if right[i] {
			b.Share++
		}
	}
	ece := 0.0
	var out []Bin
	for i, b := range all {
		if b.N == 0 {
			continue
		}
		b.From, b.Mean, b.Share = float64(i)/10, b.Mean/float64(b.N), b.Share/float64(b.N)
		ece += math.Abs(b.Mean-b.Share) * float64(b.N) / float64(len(chances))
		out = append(out, b)
	}
	return ece, out
}
