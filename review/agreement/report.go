package agreement

import (
	"cmp"
	"maps"
	"slices"

	"github.com/volgens/volgens/review/decisions"
)

// Field is how far readers agree in a field.
type Field struct {
	Field   decisions.Field `json:"field"`
	Units   int             `json:"units"`   // values that two readers or more have given: one a claim, and one a target for stance
	Readers int             `json:"readers"` // who gave them
	Percent Estimate        `json:"percent"` // pairs of readers that said the same
	Kappa   Estimate        `json:"kappa"`   // Cohen's; of more than two readers the mean of the pairs (R. J. Light, 1971), weighted by their units
	Alpha   Estimate        `json:"alpha"`   // Krippendorff's, nominal
	Pairs   []Pair          `json:"pairs"`   // each two readers with a unit in common, sorted
}

// Pair is how far two readers agree in a field.
type Pair struct {
	A       string   `json:"a"` // names, A before B
	B       string   `json:"b"`
	Percent Estimate `json:"percent"`
	Kappa   Estimate `json:"kappa"`
	Table   []Cell   `json:"table"` // what they said, the most frequent first
}

// Cell counts the units of which one reader said this and the other that.
type Cell struct {
	A string `json:"a"`
	B string `json:"b"`
	N int    `json:"n"`
}

// Fields returns the fields that are measured.
func Fields() []decisions.Field {
	return []decisions.Field{decisions.Span, decisions.Source, decisions.Stance, decisions.Worth, decisions.Verdict, decisions.Dispute}
}

// Collector takes reviews one after the other. Only finished readings count, and those of
// blind readers as they were before there was anything of others to see.
type Collector struct {
	units map[decisions.Field][]map[string]string // of each unit the reader's value
	rates map[rate]*tallied
}

// NewCollector returns an empty collector.
func NewCollector() *Collector {
	return &Collector{units: map[decisions.Field][]map[string]string{}, rates: map[rate]*tallied{}}
}

// Add takes the review of a claim.
func (c *Collector) Add(r decisions.Review) {
	c.addRates(r)
	units := map[decisions.Slot]map[string]string{}
	for _, o := range r.Independent {
		if !o.Done {
			continue
		}
		for slot, e := range o.Values {
			if units[slot] == nil {
				units[slot] = map[string]string{}
			}
			units[slot][o.User] = e.To.Key(slot.Field)
		}
	}
	for _, slot := range slices.SortedFunc(maps.Keys(units), compareSlots) {
		if len(units[slot]) > 1 {
			c.units[slot.Field] = append(c.units[slot.Field], units[slot])
		}
	}
}

func compareSlots(a, b decisions.Slot) int {
	return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Target, b.Target))
}

// Agreement returns how far readers agree, field by field; fields that no two readers have
// decided have no units.
func (c *Collector) Agreement() []Field {
	out := make([]Field, 0, len(Fields()))
	for _, f := range Fields() {
		out = append(out, measure(f, c.units[f]))
	}
	return out
}

func measure(f decisions.Field, units []map[string]string) Field {
	out := Field{Field: f, Units: len(units)}
	values := make([][]string, len(units))
	readers := map[string]bool{}
	for i, u := range units {
		for _, user := range slices.Sorted(maps.Keys(u)) {
			values[i] = append(values[i], u[user])
			readers[user] = true
		}
	}
	names := slices.Sorted(maps.Keys(readers))
	out.Readers = len(names)
	out.Percent, out.Alpha = Percent(values), Alpha(values)
	for i, a := range names {
		for _, b := range names[i+1:] {
			if p := pair(a, b, units); p.Percent.N > 0 {
				out.Pairs = append(out.Pairs, p)
			}
		}
	}
	out.Kappa = light(out.Pairs)
	return out
}

// pair compares two readers.
func pair(a, b string, units []map[string]string) Pair {
	p := Pair{A: a, B: b}
	var as, bs []string
	same := 0
	cells := map[[2]string]int{}
	for _, u := range units {
		x, ok := u[a]
		y, ok2 := u[b]
		if !ok || !ok2 {
			continue
		}
		as, bs = append(as, x), append(bs, y)
		cells[[2]string{x, y}]++
		if x == y {
			same++
		}
	}
	p.Percent, p.Kappa = Share(same, len(as)), Kappa(as, bs)
	for cell, n := range cells {
		p.Table = append(p.Table, Cell{cell[0], cell[1], n})
	}
	slices.SortFunc(p.Table, func(x, y Cell) int {
		return cmp.Or(cmp.Compare(y.N, x.N), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	return p
}

// light returns the mean kappa of pairs, weighted by their units. Its interval is the mean
// of theirs, wider than it need be: pairs that share a reader do not vary by themselves.
func light(pairs []Pair) Estimate {
	var out Estimate
	weight := 0.0
	for _, p := range pairs {
		if !p.Kappa.Defined {
			continue
		}
		w := float64(p.Kappa.N)
		out.N += p.Kappa.N
		out.Value += w * p.Kappa.Value
		out.Low += w * p.Kappa.Low
		out.High += w * p.Kappa.High
		weight += w
	}
	if weight == 0 {
		return Estimate{}
	}
	out.Value, out.Low, out.High, out.Defined = out.Value/weight, out.Low/weight, out.High/weight, true
	return out
}
