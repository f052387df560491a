package stance

import (
	"bytes"
	"testing"
)

// TestFit fits what three labels differ in, and reads the weights back as they are written.
func TestFit(t *testing.T) {
	bad := signals([]trace{{channel: channel(agent, false, -0.8), value: -0.8}})
	good := signals([]trace{{channel: channel(patient, false, 0.6), value: 0.6}})
	none := signals(nil)
	var cases []Case
	for range 20 {
		cases = append(cases, Case{bad, Against}, Case{good, Favor}, Case{none, Neutral})
	}
	file := Fit(cases)
	if again := Fit(cases); !bytes.Equal(file, again) {
		t.Error("the same cases give other weights")
	}
	w, err := parseWeights(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases[:3] {
		if got := label(w.sums(c.Signals)); got != c.Label {
			t.Errorf("label = %s, want %s", got, c.Label)
		}
	}
}

func TestFeatureNamesDiffer(t *testing.T) {
	seen := map[string]int{}
	for i := range features {
		name := featureName(i)
		if other, there := seen[name]; there && i >= 4 {
			t.Errorf("signals %d and %d are both called %q", other, i, name)
		}
		seen[name] = i
	}
}
