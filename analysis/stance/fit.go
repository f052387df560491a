package stance

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Case is a labelled text for fitting the weights.
type Case struct {
	Signals *Signals
	Label   string // Favor, Against, Neutral
}

// The bounds of the descent: steps, step length, and how strongly weights are held small.
const (
	fitSteps  = 400
	fitStep   = 0.3
	fitWeight = 2
)

// Fit fits the weights of the signals to cases and returns the contents of weights.yaml. The
// model is a logistic one of three labels, which count alike, however often they occur; then
// its two constants are moved to where the labels are told apart best. The same cases give
// the same bytes.
func Fit(cases []Case) []byte {
	f := fitting{cases: cases, w: &weights{}}
	for _, c := range cases {
		f.share[order(c.Label)]++
	}
	for i := range f.share {
		f.share[i] = float64(len(cases)) / 3 / max(1, f.share[i])
	}
	for range fitSteps {
		f.step()
	}
	f.shift()
	return f.w.yaml()
}

// order numbers the labels: those of the weights, then neutral.
func order(label string) int { return slices.Index([]string{Against, Favor, Neutral}, label) }

// fitting is a descent with a step length of its own for every weight.
type fitting struct {
	cases []Case
	w     *weights
	share [3]float64
	seen  [2 * (features + 1)]float64 // squared gradients so far
}

func (f *fitting) step() {
	var bias [2]float64
	var g [features][2]float64
	for _, c := range f.cases {
		p := chances(f.w.sums(c.Signals))
		gold := order(c.Label)
		for l := range p {
			d := -p[l]
			if l == gold {
				d++
			}
			d *= f.share[gold]
			bias[l] += d
			for i, x := range c.Signals {
				if x != 0 {
					g[i][l] += d * x
				}
			}
		}
	}
	for l := range bias {
		f.w.bias[l] += f.stride(2*features+l, bias[l])
		for i := range g {
			f.w.signal[i][l] += f.stride(2*i+l, g[i][l]-fitWeight*f.w.signal[i][l])
		}
	}
}

func (f *fitting) stride(i int, g float64) float64 {
	f.seen[i] += g * g
	return fitStep * g / (math.Sqrt(f.seen[i]) + 1e-6)
}

// shift moves the constants to where the mean of the F1 of the three labels is highest.
func (f *fitting) shift() {
	sums := make([][2]float64, len(f.cases))
	for i, c := range f.cases {
		sums[i] = f.w.sums(c.Signals)
	}
	best, by := f.macro(sums, [2]float64{}), [2]float64{}
	for a := -0.5; a <= 0.5; a += 0.05 {
		for b := -0.5; b <= 0.5; b += 0.05 {
			if m := f.macro(sums, [2]float64{a, b}); m > best {
				best, by = m, [2]float64{a, b}
			}
		}
	}
	f.w.bias[against] += by[against]
	f.w.bias[favor] += by[favor]
}

// macro is the mean F1 of the labels that sums moved by so much give.
func (f *fitting) macro(sums [][2]float64, by [2]float64) float64 {
	var hits, gold, pred [3]float64
	for i, c := range f.cases {
		g, p := order(c.Label), order(label([2]float64{sums[i][0] + by[0], sums[i][1] + by[1]}))
		gold[g]++
		pred[p]++
		if g == p {
			hits[g]++
		}
	}
	sum := 0.0
	for k := range hits {
		sum += 2 * hits[k] / max(1, gold[k]+pred[k])
	}
	return sum / 3
}

// yaml writes the weights as their file has them: rounded, without those that are nothing.
func (w *weights) yaml() []byte {
	var b strings.Builder
	b.WriteString("# How far each signal speaks against a target, and for it (docs/stance.md). Made by cmd/weigh; it holds no word of\n" +
		"# any text.\n")
	fmt.Fprintf(&b, "bias: [%.2f, %.2f]\nweights:\n", w.bias[against], w.bias[favor])
	for i, x := range w.signal {
		if math.Abs(x[against]) >= 0.005 || math.Abs(x[favor]) >= 0.005 {
			fmt.Fprintf(&b, "  %s: [%.2f, %.2f]\n", featureName(i), x[against], x[favor])
		}
	}
	return []byte(b.String())
}
