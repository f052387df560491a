package stance

import (
	"bytes"
	_ "embed"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

// weightsFile holds the fitted weights; cmd/weigh makes it.
//
//go:embed weights.yaml
var weightsFile []byte

// The two labels that weights speak for, in the order of the weights; neutral is what is left.
const (
	against = iota
	favor
)

// weights say how far each signal speaks against a target and for it: a logistic model of
// three labels, with neutral for the zero.
type weights struct {
	bias   [2]float64
	signal [features][2]float64
}

// fitted returns the embedded weights. Bad ones are a mistake of the program.
var fitted = sync.OnceValue(func() *weights {
	w, err := parseWeights(weightsFile)
	if err != nil {
		panic(err)
	}
	return w
})

func parseWeights(data []byte) (*weights, error) {
	var f struct {
		Bias    [2]float64
		Weights map[string][2]float64
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil {
		return nil, fmt.Errorf("weights.yaml: %w", err)
	}
	w := &weights{bias: f.Bias}
	for i := range features {
		w.signal[i] = f.Weights[featureName(i)]
		delete(f.Weights, featureName(i))
	}
	if len(f.Weights) > 0 {
		return nil, fmt.Errorf("weights.yaml: no such signals: %s", strings.Join(slices.Sorted(maps.Keys(f.Weights)), ", "))
	}
	return w, nil
}

// sums weighs signals: how much speaks against and for.
func (w *weights) sums(s *Signals) [2]float64 {
	out := w.bias
	for i, x := range s {
		if x != 0 {
			out[against] += w.signal[i][against] * x
			out[favor] += w.signal[i][favor] * x
		}
	}
	return out
}

// chances turns sums into the chances of against and favor.
func chances(sums [2]float64) [2]float64 {
	top := max(0, sums[0], sums[1])
	a, f, n := math.Exp(sums[0]-top), math.Exp(sums[1]-top), math.Exp(-top)
	return [2]float64{a / (a + f + n), f / (a + f + n)}
}

// leans is how far a judgement alone speaks for a target rather than against it.
func (w *weights) leans(t *trace) float64 {
	s := w.sums(signals([]trace{*t}))
	return s[favor] - w.bias[favor] - s[against] + w.bias[against]
}

// label reads sums.
func label(sums [2]float64) string {
	switch {
	case sums[against] >= max(0, sums[favor]):
		return Against
	case sums[favor] >= 0:
		return Favor
	}
	return Neutral
}
