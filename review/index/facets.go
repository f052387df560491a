package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
)

// countFacets counts the facets that a query asks for; marks.mu is held.
func (ix *Index) countFacets(q Query, found *matches) ([]FacetCounts, error) {
	out := make([]FacetCounts, len(q.Facets))
	errs := make([]error, len(q.Facets))
	var wg sync.WaitGroup
	for i, f := range q.Facets {
		wg.Go(func() {
			rows, ok := found.others[f]
			if !ok {
				rows = found.all
			}
			out[i], errs[i] = ix.countFacet(q, f, rows)
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (ix *Index) countFacet(q Query, f Facet, rows set) (FacetCounts, error) {
	var counts []Count
	switch c := ix.facets[f]; {
	case isMarkFacet(f):
		counts = ix.countMarks(f, rows)
	case c == nil:
		return FacetCounts{}, fmt.Errorf("%w by %q", ErrQuery, f)
	default:
		for code, n := range ix.countColumn(f, rows) {
			if n > 0 || len(q.Filters[f]) > 0 && slices.Contains(q.Filters[f], c.values[code]) {
				counts = append(counts, Count{Value: c.values[code], Label: c.labels[code], N: n})
			}
		}
	}
	counts = withFilters(q, f, counts)
	sortCounts(counts)
	top := cmp.Or(q.FacetLimit, 20)
	out := FacetCounts{Facet: f}
	for i, c := range counts {
		if i < top || c.Selected || c.Without {
			out.Values = append(out.Values, c)
		}
	}
	out.More = len(counts) - len(out.Values)
	return out, nil
}

// withFilters marks the values that a query filters for, and adds those that no row has.
func withFilters(q Query, f Facet, counts []Count) []Count {
	for _, wanted := range []struct {
		values []string
		mark   func(*Count)
	}{
		{q.Filters[f], func(c *Count) { c.Selected = true }},
		{q.Without[f], func(c *Count) { c.Without = true }},
	} {
		for _, v := range wanted.values {
			i := slices.IndexFunc(counts, func(c Count) bool { return c.Value == v })
			if i < 0 {
				i, counts = len(counts), append(counts, Count{Value: v, Label: v})
			}
			wanted.mark(&counts[i])
		}
	}
	return counts
}

// sortCounts puts the most frequent values first.
func sortCounts(counts []Count) {
	slices.SortFunc(counts, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Label, b.Label), cmp.Compare(a.Value, b.Value))
	})
}

// countColumn counts the codes of a facet in rows. The counts over all rows, those of the
// first page, are kept.
func (ix *Index) countColumn(f Facet, rows set) []int {
	c := ix.facets[f]
	whole := rows.len() == ix.n
	if whole {
		ix.cache.Lock()
		n, ok := ix.whole[f]
		ix.cache.Unlock()
		if ok {
			return n
		}
	}
	n := make([]int, len(c.values))
	c.count(rows, n)
	if whole {
		ix.cache.Lock()
		ix.whole[f] = n
		ix.cache.Unlock()
	}
	return n
}

func (ix *Index) countMarks(f Facet, rows set) []Count {
	n := make([]int, len(ix.marks.all))
	count(ix.marks.codes, rows, n)
	byValue := map[string]int{}
	for code, m := range ix.marks.all {
		for _, v := range markValues(f, m) {
			byValue[v] += n[code]
		}
	}
	var out []Count
	for v, n := range byValue {
		if n > 0 {
			out = append(out, Count{Value: v, Label: v, N: n})
		}
	}
	return out
}

// maxCells bounds a cube.
const maxCells = 1_000_000

// Cube counts the claims of a query by the values of some facets together, of each facet
// only the most frequent values up to limit. Cells without claims are left out; the others
// are sorted by the frequency of the values. FacetReviewer cannot take part.
func (ix *Index) Cube(ctx context.Context, q Query, dims []Facet, limit int) ([]Cell, error) {
	ix.marks.mu.RLock()
	defer ix.marks.mu.RUnlock()
	found, err := ix.match(ctx, q)
	if err != nil {
		return nil, err
	}
	axes := make([]axis, len(dims))
	size := 1
	for i, f := range dims {
		if axes[i], err = ix.axis(f, found.all, limit); err != nil {
			return nil, err
		}
		if size *= max(len(axes[i].values), 1); size > maxCells {
			return nil, fmt.Errorf("%w: too many values to count together", ErrQuery)
		}
	}
	n := make([]int, size)
	found.all.each(func(row uint32) {
		at := 0
		for i := range axes {
			place := axes[i].place(row)
			if place < 0 {
				return
			}
			at = at*len(axes[i].values) + place
		}
		n[at]++
	})
	return cells(axes, n), nil
}

// axis is a dimension of a cube.
type axis struct {
	values []Count
	place  func(row uint32) int // in values, -1 for none
}

func (ix *Index) axis(f Facet, rows set, limit int) (axis, error) {
	if f == FacetReviewer {
		return axis{}, fmt.Errorf("%w: a claim may have several reviewers", ErrQuery)
	}
	counts, err := ix.countFacet(Query{FacetLimit: limit}, f, rows)
	if err != nil {
		return axis{}, err
	}
	a := axis{values: counts.Values}
	place := map[string]int{}
	for i, c := range a.values {
		place[c.Value] = i
	}
	at := func(value string) int {
		if i, ok := place[value]; ok {
			return i
		}
		return -1
	}
	if isMarkFacet(f) {
		places := make([]int, len(ix.marks.all))
		for code, m := range ix.marks.all {
			places[code] = at(markValues(f, m)[0])
		}
		a.place = func(row uint32) int { return places[ix.marks.codes[row]] }
		return a, nil
	}
	c := ix.facets[f]
	places := make([]int, len(c.values))
	for code, v := range c.values {
		places[code] = at(v)
	}
	a.place = func(row uint32) int { return places[c.at(row)] }
	return a, nil
}

func cells(axes []axis, n []int) []Cell {
	var out []Cell
	for at, n := range n {
		if n == 0 {
			continue
		}
		c := Cell{Values: make([]string, len(axes)), Labels: make([]string, len(axes)), N: n}
		for i := len(axes) - 1; i >= 0; i-- {
			v := axes[i].values[at%len(axes[i].values)]
			c.Values[i], c.Labels[i] = v.Value, v.Label
			at /= len(axes[i].values)
		}
		out = append(out, c)
	}
	return out
}

// Targets returns the targets of the dataset, the most frequent first.
func (ix *Index) Targets() []Count {
	c := ix.facets[FacetTarget]
	var out []Count
	for code, n := range ix.countColumn(FacetTarget, fullSet(ix.n)) {
		if n > 0 && c.values[code] != "" {
			out = append(out, Count{Value: c.values[code], Label: c.labels[code], N: n})
		}
	}
	sortCounts(out)
	return out
}
