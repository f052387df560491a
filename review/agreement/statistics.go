// Package agreement measures how far reviewers agree with each other, and how often the
// pipeline was right by their word.
package agreement

import (
	"cmp"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
)

// Estimate is a number with its 95 % confidence interval. Where Defined is false there is
// none: too few units, or all readers always said the same.
type Estimate struct {
	N       int     `json:"n"` // units it is measured on
	Value   float64 `json:"value"`
	Low     float64 `json:"low"`
	High    float64 `json:"high"`
	Defined bool    `json:"defined"`
}

// z95 is the normal quantile of a two-sided interval of 95 %.
const z95 = 1.959963984540054

// Share returns hits of n with its Wilson interval (E. B. Wilson, Probable inference, the
// law of succession, and statistical inference, JASA 22, 1927), which stays between 0 and 1
// and tells something even where all of a few are hits.
func Share(hits, n int) Estimate {
	if n == 0 {
		return Estimate{}
	}
	p, m := float64(hits)/float64(n), float64(n)
	center := (p + z95*z95/(2*m)) / (1 + z95*z95/m)
	half := z95 / (1 + z95*z95/m) * math.Sqrt(p*(1-p)/m+z95*z95/(4*m*m))
	return Estimate{N: n, Value: p, Low: max(0, center-half), High: min(1, center+half), Defined: true}
}

// Kappa returns Cohen's kappa of two readers: what each said of the same units, by position.
// The interval is that of J. L. Fleiss, J. Cohen and B. S. Everitt, Large sample standard
// errors of kappa and weighted kappa, Psychological Bulletin 72, 1969.
func Kappa(a, b []string) Estimate {
	n := float64(len(a))
	if len(a) == 0 {
		return Estimate{}
	}
	rows, columns, cells := map[string]float64{}, map[string]float64{}, map[[2]string]float64{}
	for i := range a {
		rows[a[i]] += 1 / n
		columns[b[i]] += 1 / n
		cells[[2]string{a[i], b[i]}] += 1 / n
	}
	agree, chance := 0.0, 0.0
	for _, c := range slices.Sorted(maps.Keys(rows)) {
		agree += cells[[2]string{c, c}]
		chance += rows[c] * columns[c]
	}
	if 1-chance < 1e-12 {
		return Estimate{N: len(a)} // both always said the same one thing: nothing can be told from chance
	}
	k := (agree - chance) / (1 - chance)
	se := kappaError(rows, columns, cells, k, chance, n)
	return Estimate{N: len(a), Value: k, Low: max(-1, k-z95*se), High: min(1, k+z95*se), Defined: true}
}

// kappaError returns the standard error of kappa where it is not zero.
func kappaError(rows, columns map[string]float64, cells map[[2]string]float64, k, chance, n float64) float64 {
	sum := 0.0
	for _, cell := range slices.SortedFunc(maps.Keys(cells), func(a, b [2]string) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	}) {
		p := cells[cell]
		if cell[0] == cell[1] {
			t := 1 - (rows[cell[0]]+columns[cell[0]])*(1-k)
			sum += p * t * t
		} else {
			t := columns[cell[0]] + rows[cell[1]]
			sum += p * (1 - k) * (1 - k) * t * t
		}
	}
	t := k - chance*(1-k)
	return math.Sqrt(max(0, sum-t*t)/n) / (1 - chance)
}

// Alpha returns Krippendorff's alpha for nominal values: of each unit what the readers said
// who said anything. Units with one value or none do not count. (K. Krippendorff, Computing
// Krippendorff's alpha-reliability, 2011.)
func Alpha(units [][]string) Estimate {
	t := newTally(units)
	value, ok := alpha(t.units, t.values)
	e := Estimate{N: len(t.units), Value: value, Defined: ok}
	if ok {
		e.Low, e.High = bootstrap(t.units, func(sample []unit) (float64, bool) { return alpha(sample, t.values) }, value)
	}
	return e
}

// unit holds how many readers gave each value, by number of the value.
type unit []int

type tally struct {
	units  []unit
	values int
}

func newTally(units [][]string) tally {
	codes := map[string]int{}
	for _, u := range units {
		for _, v := range u {
			if _, ok := codes[v]; !ok {
				codes[v] = len(codes)
			}
		}
	}
	t := tally{values: len(codes)}
	for _, u := range units {
		if len(u) < 2 {
			continue
		}
		counts := make(unit, len(codes))
		for _, v := range u {
			counts[codes[v]]++
		}
		t.units = append(t.units, counts)
	}
	return t
}

func (u unit) len() int {
	n := 0
	for _, c := range u {
		n += c
	}
	return n
}

// alpha is 1 - observed / expected disagreement, from the coincidences within the units.
func alpha(units []unit, values int) (float64, bool) {
	totals := make([]float64, values)
	n, agree := 0.0, 0.0
	for _, u := range units {
		m := float64(u.len())
		n += m
		for c, k := range u {
			totals[c] += float64(k)
			agree += float64(k*(k-1)) / (m - 1)
		}
	}
	chance := 0.0
	for _, t := range totals {
		chance += t * (t - 1)
	}
	if expected := n*(n-1) - chance; n > 1 && expected > 0 {
		return 1 - (n-1)*(n-agree)/expected, true
	}
	return 0, false
}

// pairs returns the share of pairs of readers, over all units, that said the same.
func pairs(units []unit) (float64, bool) {
	same, all := 0.0, 0.0
	for _, u := range units {
		m := u.len()
		all += float64(m * (m - 1))
		for _, k := range u {
			same += float64(k * (k - 1))
		}
	}
	if all == 0 {
		return 0, false
	}
	return same / all, true
}

// Percent returns the share of pairs of readers that said the same of a unit.
func Percent(units [][]string) Estimate {
	t := newTally(units)
	value, ok := pairs(t.units)
	e := Estimate{N: len(t.units), Value: value, Defined: ok}
	switch {
	case !ok:
	case !slices.ContainsFunc(t.units, func(u unit) bool { return u.len() != 2 }):
		e = Share(int(math.Round(value*float64(len(t.units)))), len(t.units))
	default:
		e.Low, e.High = bootstrap(t.units, pairs, value)
	}
	return e
}

// resamples is how often units are drawn for an interval.
const resamples = 1000

// bootstrap returns the middle 95 % of a statistic over units that are drawn with
// replacement. The draws are the same each time.
func bootstrap(units []unit, statistic func([]unit) (float64, bool), value float64) (low, high float64) {
	r := rand.New(rand.NewPCG(uint64(len(units)), 1))
	var found []float64
	sample := make([]unit, len(units))
	for range resamples {
		for i := range sample {
			sample[i] = units[r.IntN(len(units))]
		}
		if x, ok := statistic(sample); ok {
			found = append(found, x)
		}
	}
	if len(found) == 0 {
		return value, value
	}
	slices.Sort(found)
	at := func(share float64) float64 { return found[int(share*float64(len(found)-1)+0.5)] }
	return min(value, at(0.025)), max(value, at(0.975))
}
