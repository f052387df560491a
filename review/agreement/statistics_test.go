package agreement

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if math.Abs(got-want) > within {
		t.Errorf("%s is %.5f, published: %v", what, got, want)
	}
}

// readings turns a table of counts into what two readers said.
func readings(table [][]int) (a, b []string) {
	for i, row := range table {
		for j, n := range row {
			for range n {
				a, b = append(a, fmt.Sprint(i)), append(b, fmt.Sprint(j))
			}
		}
	}
	return a, b
}

func TestKappaOfPublishedExamples(t *testing.T) {
	tests := []struct {
		source    string
		table     [][]int
		kappa     float64
		low, high float64 // 0, 0 where the source gives none
		within    float64
	}{
		{
			// J. Cohen, Weighted kappa, Psychological Bulletin 70, 1968, table 1: proportions of 200.
			"Cohen 1968", [][]int{{88, 14, 18}, {10, 40, 10}, {2, 6, 12}}, 0.492, 0, 0, 0.0005,
		},
		{
			// J. L. Fleiss, Statistical Methods for Rates and Proportions, 2nd edition, Wiley 1981, p. 213: diagnoses of 100 patients.
			"Fleiss 1981", [][]int{{75, 1, 4}, {5, 4, 1}, {0, 0, 10}}, 0.68, 0, 0, 0.005,
		},
		{
			// SAS/STAT user's guide, The FREQ procedure, Getting started: agreement study, with its 95 % limits.
			"SAS agreement study", [][]int{{10, 4, 1, 0}, {5, 10, 12, 2}, {2, 4, 12, 5}, {0, 2, 6, 13}}, 0.3449, 0.2030, 0.4868, 0.00005,
		},
	}
	for _, tt := range tests {
		t.Run(tt.source, func(t *testing.T) {
			got := Kappa(readings(tt.table))
			near(t, "kappa", got.Value, tt.kappa, tt.within)
			if tt.high != 0 {
				near(t, "lower limit", got.Low, tt.low, tt.within)
				near(t, "upper limit", got.High, tt.high, tt.within)
			}
		})
	}
}

// units turns the rows of a reliability matrix, a reader each, into units; a dot is no value.
func units(rows ...string) [][]string {
	var out [][]string
	for _, row := range rows {
		for i, v := range strings.Fields(row) {
			if i == len(out) {
				out = append(out, nil)
			}
			if v != "." {
				out[i] = append(out[i], v)
			}
		}
	}
	return out
}

// K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011 (University of
// Pennsylvania, Departmental Papers ASC 43): sections A, B and C.
func TestAlphaOfPublishedExamples(t *testing.T) {
	tests := []struct {
		section string
		units   [][]string
		alpha   float64
	}{
		{"A: binary data, two observers", units(
			"0 1 0 0 0 0 0 0 1 0",
			"1 1 1 0 0 1 0 0 0 0"), 0.095},
		{"B: nominal data, two observers", units(
			"a a b b d c c c e d d a",
			"b a b b b c c c e d d d"), 0.692},
		{"C: nominal data, any number of observers, missing data", units(
			"1 2 3 3 2 1 4 1 2 . . .",
			"1 2 3 3 2 2 4 1 2 5 . 3",
			". 3 3 3 2 3 4 2 2 5 1 .",
			"1 2 3 3 2 4 4 1 2 5 1 ."), 0.743},
	}
	for _, tt := range tests {
		t.Run(tt.section, func(t *testing.T) {
			got := Alpha(tt.units)
			near(t, "alpha", got.Value, tt.alpha, 0.0005)
			if !(got.Low <= got.Value && got.Value <= got.High) || got.Low == got.High {
				t.Errorf("interval %v to %v around %v", got.Low, got.High, got.Value)
			}
		})
	}
	if n := Alpha(tests[2].units).N; n != 11 {
		t.Errorf("alpha C is measured on %d units, want 11: one unit has one value", n)
	}
}

// R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statistics in
// Medicine 17, 1998, table I, method 3 (Wilson without continuity correction).
func TestShareOfPublishedExamples(t *testing.T) {
	for _, tt := range []struct {
		hits, n   int
		low, high float64
	}{{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}} {
		got := Share(tt.hits, tt.n)
		near(t, "lower limit", got.Low, tt.low, 0.00005)
		near(t, "upper limit", got.High, tt.high, 0.00005)
	}
}

func TestNothingToMeasure(t *testing.T) {
	same := []string{"ok", "ok", "ok"}
	if k := Kappa(same, same); k.Defined || k.N != 3 {
		t.Errorf("kappa of readers who always said the same one thing: %+v", k)
	}
	if a := Alpha([][]string{same, same}); a.Defined {
		t.Errorf("alpha likewise: %+v", a)
	}
	if p := Percent([][]string{same, same}); p.Value != 1 || !p.Defined {
		t.Errorf("percent likewise: %+v", p)
	}
	for name, e := range map[string]Estimate{"share": Share(0, 0), "kappa": Kappa(nil, nil), "alpha": Alpha(nil), "percent": Percent([][]string{{"a"}})} {
		if e.Defined {
			t.Errorf("%s of nothing: %+v", name, e)
		}
	}
}

func TestPercentOfThree(t *testing.T) {
	got := Percent([][]string{{"a", "a", "b"}, {"a", "a", "a"}, {"b", "b"}})
	near(t, "percent", got.Value, (2.0+6+2)/(6+6+2), 1e-9)
	if got.N != 3 || got.Low > got.Value || got.High < got.Value {
		t.Errorf("percent %+v", got)
	}
}

// The interval of the bootstrap must hold the truth about as often as it says.
func TestBootstrapHoldsTheTruth(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const truth, trials = 0.6, 120 // readers who agree on a share of units and guess on the rest: alpha is that share
	held := 0
	for trial := range trials {
		r := newRand(uint64(trial))
		var u [][]string
		for range 150 {
			a := fmt.Sprint(r.IntN(2))
			b := a
			if r.Float64() >= truth {
				b = fmt.Sprint(r.IntN(2))
			}
			u = append(u, []string{a, b})
		}
		if e := Alpha(u); e.Low <= truth && truth <= e.High {
			held++
		}
	}
	if share := float64(held) / trials; share < 0.88 {
		t.Errorf("the intervals of 95 %% hold the truth in %.0f %% of trials", 100*share)
	}
}
