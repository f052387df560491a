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
	fitSteps  = 300
	fitStep   = 0.3
	fitWeight = 2
)

// Fit fits the weights of the channels to cases and returns the contents of weights.yaml.
// The model is an ordered logistic one: a single score, and two thresholds on it, which are
// then put where the labels are told apart best. Labels count alike, however often they occur. The same cases give the same bytes.
func Fit(cases []Case) []byte {
	f := fitting{cases: cases, w: &weights{against: -0.5, favor: 0.8}}
	for _, c := range cases {
		f.share[order(c.Label)]++
	}
	for i := range f.share {
		f.share[i] = float64(len(cases)) / 3 / max(1, f.share[i])
	}
	for range fitSteps {
		f.step()
	}
	f.cut()
	return f.w.yaml()
}

// cut moves the thresholds to where the mean of the F1 of the three labels is highest.
func (f *fitting) cut() {
	scores := make([]float64, len(f.cases))
	for i, c := range f.cases {
		scores[i] = f.w.score(c.Signals)
	}
	best := -1.0
	for against := -1.5; against < 0; against += 0.05 {
		for favor := 0.1; favor < 1.5; favor += 0.05 {
			w := weights{against: against, favor: favor}
			if m := f.macro(&w, scores); m > best {
				best, f.w.against, f.w.favor = m, against, favor
			}
		}
	}
}

// macro is the mean F1 of the labels that w reads off the scores.
func (f *fitting) macro(w *weights, scores []float64) float64 {
	var hits, gold, pred [3]float64
	for i, c := range f.cases {
		g, p := order(c.Label), order(w.label(scores[i]))
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

func order(label string) int { return slices.Index([]string{Against, Neutral, Favor}, label) }

// fitting is a descent with a step length of its own for every weight.
type fitting struct {
	cases []Case
	w     *weights
	share [3]float64
	seen  [channels + 2]float64 // squared gradients so far
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// slopes returns how the log-likelihood of a case changes with the thresholds. With the
// score it changes as minus their sum.
func (w *weights) slopes(c Case) (against, favor float64) {
	s := w.score(c.Signals)
	a, b := logistic(w.against-s), logistic(w.favor-s)
	switch c.Label {
	case Against:
		return 1 - a, 0
	case Favor:
		return 0, -b
	}
	between := b - a + 1e-9
	return -a * (1 - a) / between, b * (1 - b) / between
}

func (f *fitting) step() {
	var g [channels + 2]float64
	for _, c := range f.cases {
		a, b := f.w.slopes(c)
		share := f.share[order(c.Label)]
		g[channels] += share * a
		g[channels+1] += share * b
		for i, x := range c.Signals {
			if x != 0 {
				g[i] -= share * (a + b) * clip(x)
			}
		}
	}
	for i := range channels {
		g[i] -= fitWeight * f.w.channel[i]
		f.w.channel[i] += f.stride(i, g[i])
	}
	f.w.against += f.stride(channels, g[channels]) / 3
	f.w.favor += f.stride(channels+1, g[channels+1]) / 3
}

func (f *fitting) stride(i int, g float64) float64 {
	f.seen[i] += g * g
	return fitStep * g / (math.Sqrt(f.seen[i]) + 1e-6)
}

// yaml writes the weights as their file has them: rounded, without those that are nothing.
func (w *weights) yaml() []byte {
	var b strings.Builder
	b.WriteString("# How far a judgement reaches a target, by the part that the target plays towards the judging word\n" +
		"# (docs/stance.md), and the scores from which a position is one. Made by cmd/weigh; it holds no word of any text.\n")
	fmt.Fprintf(&b, "thresholds: {against: %.2f, favor: %.2f}\nweights:\n", w.against, w.favor)
	for c, x := range w.channel {
		if x = math.Round(x*100) / 100; x != 0 {
			fmt.Fprintf(&b, "  %s: %.2f\n", channelName(c), x)
		}
	}
	return []byte(b.String())
}
