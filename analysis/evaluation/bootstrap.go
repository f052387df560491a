package evaluation

import (
	"math/rand/v2"
	"slices"
)

// intervals returns a 95 % interval of every measure: its value is taken anew from as many
// documents, drawn with replacement, opts.Bootstrap times over, and the lowest and highest
// 2.5 % are cut off. Nil where no resamples are asked for.
func intervals(sheets []*sheet, opts Options) *[measures]Interval {
	if opts.Bootstrap <= 0 || len(sheets) == 0 {
		return nil
	}
	rng := rand.New(rand.NewPCG(opts.Seed, 0))
	var values [measures][]float64
	for range opts.Bootstrap {
		total := resample(rng, sheets)
		for m, c := range total {
			values[m] = append(values[m], c.figure(measure(m)).Value())
		}
	}
	out := new([measures]Interval)
	for m, v := range values {
		slices.Sort(v)
		n := float64(len(v))
		out[m] = Interval{v[int(0.025*n)], v[min(len(v)-1, int(0.975*n))]}
	}
	return out
}

func resample(rng *rand.Rand, sheets []*sheet) *counts {
	total := new(counts)
	for range sheets {
		total.add(&sheets[rng.IntN(len(sheets))].counts)
	}
	return total
}
