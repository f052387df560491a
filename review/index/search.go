package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Search answers a query.
func (ix *Index) Search(ctx context.Context, q Query) (*Result, error) {
	rows, err := ix.rows(q.Order, q.Desc)
	if err != nil {
		return nil, err
	}
	ix.marks.mu.RLock()
	found, err := ix.match(ctx, q)
	var out *Result
	var page []uint32
	if err == nil {
		page = ix.page(found.all, rows, q.Offset, limit(q.Limit, 50))
		out = &Result{Total: found.all.len()}
		out.Facets, err = ix.countFacets(q, found)
	}
	ix.marks.mu.RUnlock()
	if err != nil {
		return nil, err
	}
	out.Claims, err = ix.read(ctx, page)
	return out, err
}

func limit(n, otherwise int) int {
	switch {
	case n == 0:
		return otherwise
	case n < 0:
		return int(^uint(0) >> 1)
	}
	return n
}

// matches are the rows that match a query. To count a facet without the filters on it, the
// rows of each filter are kept apart.
type matches struct {
	all    set
	others map[Facet]set // for each filtered facet, the rows that match but for it
}

// match finds the rows of a query; marks.mu is held.
func (ix *Index) match(ctx context.Context, q Query) (*matches, error) {
	base, err := ix.base(ctx, q)
	if err != nil {
		return nil, err
	}
	kept := map[Facet]set{}
	for f, values := range q.Filters {
		if len(values) == 0 {
			continue
		}
		if kept[f], err = ix.withValues(f, values); err != nil {
			return nil, err
		}
	}
	m := &matches{all: base.clone(), others: map[Facet]set{}}
	for f, rows := range kept {
		m.all.and(rows)
		if !slices.Contains(q.Facets, f) {
			continue
		}
		m.others[f] = base.clone()
		for other, rows := range kept {
			if other != f {
				m.others[f].and(rows)
			}
		}
	}
	return m, nil
}

// base finds the rows of a query without its filters.
func (ix *Index) base(ctx context.Context, q Query) (set, error) {
	out, err := ix.find(ctx, q.Text)
	if err != nil {
		return nil, err
	}
	if out == nil {
		out = fullSet(ix.n)
	}
	for f, values := range q.Without {
		rows, err := ix.withValues(f, values)
		if err != nil {
			return nil, err
		}
		out.without(rows)
	}
	if q.Undecided != "" {
		out.and(ix.keepMarks(func(m Mark) bool { return m.undecided(q.Undecided) }))
	}
	if q.IDs != nil {
		out.and(ix.withIDs(q.IDs))
	}
	if q.DocID != "" {
		rows, err := ix.ofDocument(ctx, q.DocID)
		if err != nil {
			return nil, err
		}
		out.and(rows)
	}
	ix.bound(q, out)
	return out, nil
}

// bound drops the rows outside the bounds of dates and numbers.
func (ix *Index) bound(q Query, rows set) {
	if !q.From.IsZero() || !q.Until.IsZero() {
		from, until := uint32(0), uint32(missing)
		if !q.From.IsZero() {
			from = dateKey(&q.From)
		}
		if !q.Until.IsZero() {
			until = dateKey(&q.Until)
		}
		ix.between(ByDate, from, until, rows)
	}
	for _, b := range []struct {
		order    Order
		min, max float64
	}{{ByWorth, q.MinWorth, q.MaxWorth}, {ByConfidence, q.MinConfidence, q.MaxConfidence}} {
		if b.min > 0 || b.max > 0 {
			ix.between(b.order, floatKey(b.min), floatKey(cmp.Or(b.max, 2))+1, rows)
		}
	}
}

// between drops rows whose key is below from or not below until.
func (ix *Index) between(o Order, from, until uint32, rows set) {
	for row, k := range ix.keys[o]() {
		if k < from || k >= until {
			rows[row/64] &^= 1 << (row % 64)
		}
	}
}

// withValues returns the rows that have one of the values of a facet.
func (ix *Index) withValues(f Facet, values []string) (set, error) {
	if isMarkFacet(f) {
		return ix.keepMarks(func(m Mark) bool {
			return slices.ContainsFunc(markValues(f, m), func(v string) bool { return slices.Contains(values, v) })
		}), nil
	}
	c, ok := ix.facets[f]
	if !ok {
		return nil, fmt.Errorf("%w by %q", ErrQuery, f)
	}
	allowed := make([]bool, len(c.values))
	for _, v := range values {
		if code, ok := c.codes[v]; ok {
			allowed[code] = true
		}
	}
	return c.keep(allowed, ix.n), nil
}

func (ix *Index) withIDs(ids []string) set {
	out := newSet(ix.n)
	for _, id := range ids {
		if row, ok := ix.row(id); ok {
			out.add(row)
		}
	}
	return out
}

func (ix *Index) ofDocument(ctx context.Context, docID string) (set, error) {
	out := newSet(ix.n)
	d, err := ix.document(ctx, docID)
	if err == nil {
		out.addRange(uint32(d.first), uint32(d.first+d.n))
	}
	if err != nil && !isNotFound(err) {
		return nil, err
	}
	return out, nil
}

// page returns the rows of a page, those of found in the order of rows.
func (ix *Index) page(found set, rows []uint32, offset, limit int) []uint32 {
	var out []uint32
	ix.walk(found, rows, func(i int, row uint32) bool {
		if i >= offset {
			out = append(out, row)
		}
		return i+1-offset < limit
	})
	return out
}

// walk calls yield with the rows of found in the order of rows and their position, until it
// returns false.
func (ix *Index) walk(found set, rows []uint32, yield func(i int, row uint32) bool) {
	i := 0
	if rows != nil {
		for _, row := range rows {
			if found.has(row) {
				if !yield(i, row) {
					return
				}
				i++
			}
		}
		return
	}
	for row := range uint32(ix.n) {
		if found[row/64] == 0 {
			continue
		}
		if found.has(row) {
			if !yield(i, row) {
				return
			}
			i++
		}
	}
}

// Place says where a claim stands among those that match a query, and what comes before and
// after it. The next undecided one is the next with which the user is not done.
func (ix *Index) Place(ctx context.Context, q Query, claimID, user string) (Place, error) {
	at, ok := ix.row(claimID)
	if !ok {
		return Place{}, fmt.Errorf("claim %s: %w", claimID, ErrNotFound)
	}
	rows, err := ix.rows(q.Order, q.Desc)
	if err != nil {
		return Place{}, err
	}
	ix.marks.mu.RLock()
	defer ix.marks.mu.RUnlock()
	found, err := ix.match(ctx, q)
	if err != nil {
		return Place{}, err
	}
	p := Place{Position: -1, Total: found.all.len()}
	if found.all.has(at) {
		p.Position = 0
	}
	all := found.all.clone()
	all.add(at) // to meet the claim where it would stand
	ix.places(&p, all, rows, at, user)
	return p, nil
}

// places walks over the claims and notes those beside the one at row at.
func (ix *Index) places(p *Place, all set, rows []uint32, at uint32, user string) {
	open := make([]bool, len(ix.marks.all))
	for code, m := range ix.marks.all {
		open[code] = m.undecided(user)
	}
	const none = missing
	first, last, prev, next, firstOpen, nextOpen := uint32(none), uint32(none), uint32(none), uint32(none), uint32(none), uint32(none)
	set := func(where *uint32, row uint32) {
		if *where == none {
			*where = row
		}
	}
	matches, passed := p.Position == 0, false
	ix.walk(all, rows, func(i int, row uint32) bool {
		if row == at {
			passed = true
			if !matches {
				return true
			}
			p.Position = i
		}
		set(&first, row)
		last = row
		if row == at {
			return true
		}
		isOpen := open[ix.marks.codes[row]]
		if isOpen {
			set(&firstOpen, row)
		}
		if !passed {
			prev = row
			return true
		}
		set(&next, row)
		if isOpen {
			set(&nextOpen, row)
		}
		return true
	})
	if nextOpen == none {
		nextOpen = firstOpen
	}
	for _, x := range []struct {
		id  *string
		row uint32
	}{{&p.First, first}, {&p.Last, last}, {&p.Prev, prev}, {&p.Next, next}, {&p.NextUndecided, nextOpen}} {
		if x.row != none {
			*x.id = ix.id(x.row)
		}
	}
}
