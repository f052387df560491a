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

// weights say how far a judgement reaches a target on each channel, and from which score on
// a position is one.
type weights struct {
	against, favor float64
	channel        [channels]float64
}

// channels is the number of ways in which a judgement reaches a target: role, whether by
// something of the target, and sign.
const channels = int(roles) * 4

func channel(r role, owned bool, value float64) int {
	c := int(r) * 4
	if owned {
		c += 2
	}
	if value < 0 {
		c++
	}
	return c
}

// channelName names channel c in weights.yaml: "agent+", "owned.patient-".
func channelName(c int) string {
	name := roleNames[c/4]
	if c&2 != 0 {
		name = "owned." + name
	}
	if c&1 != 0 {
		return name + "-"
	}
	return name + "+"
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
		Thresholds struct{ Against, Favor float64 }
		Weights    map[string]float64
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil {
		return nil, fmt.Errorf("weights.yaml: %w", err)
	}
	w := &weights{against: f.Thresholds.Against, favor: f.Thresholds.Favor}
	for c := range channels {
		w.channel[c] = f.Weights[channelName(c)]
		delete(f.Weights, channelName(c))
	}
	if len(f.Weights) > 0 {
		return nil, fmt.Errorf("weights.yaml: no such channels: %s", strings.Join(slices.Sorted(maps.Keys(f.Weights)), ", "))
	}
	return w, nil
}

// Signals is how strongly words judge a target, by channel.
type Signals [channels]float64

// score weighs signals.
func (w *weights) score(s *Signals) float64 {
	sum := 0.0
	for c, x := range s {
		sum += w.channel[c] * clip(x)
	}
	return sum
}

// clip lets no single channel count without end.
func clip(x float64) float64 { return math.Max(-1, math.Min(1, x)) }

// label reads a score.
func (w *weights) label(score float64) string {
	switch {
	case score <= w.against:
		return Against
	case score >= w.favor:
		return Favor
	}
	return Neutral
}
