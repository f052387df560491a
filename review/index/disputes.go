package index

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
)

// disputes writes the table of disputes, each with its event: those that hang together
// through their claims have the same.
func (b *builder) disputes(ctx context.Context) error {
	var all []schemas.Dispute
	table, _ := b.m.Table(schemas.Disputes)
	for _, file := range table.Files {
		for d, err := range dataset.Rows[schemas.Dispute](b.fs, file.Path) {
			if err != nil {
				return err
			}
			all = append(all, d)
			if d.Relation == "contradicts" {
				b.disputed[d.ClaimA], b.disputed[d.ClaimB] = true, true
			}
		}
	}
	insert, err := b.db.PrepareContext(ctx, "insert into disputes values (?, ?, ?, ?, ?, ?, ?)")
	if err != nil {
		return err
	}
	for i, event := range events(all) {
		d := all[i]
		data, err := json.Marshal(d)
		if err != nil {
			return err
		}
		if _, err := insert.ExecContext(ctx, i+1, d.ClaimA, d.ClaimB, d.Relation, d.Score, event, string(data)); err != nil {
			return err
		}
	}
	return nil
}

// events returns for each dispute the number of the first that it hangs together with.
func events(all []schemas.Dispute) []int {
	parent := make([]int, len(all))
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	first := map[string]int{} // dispute of a claim
	for i, d := range all {
		parent[i] = i
		for _, id := range []string{d.ClaimA, d.ClaimB} {
			if j, ok := first[id]; ok {
				a, b := find(i), find(j)
				parent[max(a, b)] = min(a, b)
			} else {
				first[id] = i
			}
		}
	}
	for i := range parent {
		parent[i] = find(i)
	}
	return parent
}

// Disputes returns a page of disputes, grouped by event; the event with the strongest
// dispute comes first.
func (ix *Index) Disputes(ctx context.Context, q DisputeQuery) (*DisputeResult, error) {
	where, args := disputeWhere(q)
	out := &DisputeResult{}
	var err error
	if out.Relations, err = ix.counts(ctx, "select relation, count(*) from disputes where "+where+" group by relation", args...); err != nil {
		return nil, err
	}
	if len(q.Relations) > 0 {
		where += " and relation in (?" + strings.Repeat(", ?", len(q.Relations)-1) + ")"
		for _, r := range q.Relations {
			args = append(args, r)
		}
	}
	if err := ix.db.QueryRowContext(ctx, "select count(*), count(distinct event) from disputes where "+where, args...).Scan(&out.Total, &out.NEvents); err != nil {
		return nil, err
	}
	page := "select event from disputes where " + where + " group by event order by max(score) desc, event limit ? offset ?"
	pageArgs := append(append([]any(nil), args...), limit(q.Limit, 20), q.Offset)
	rows, err := ix.db.QueryContext(ctx,
		"with page as ("+page+") select event, data from disputes where event in page and "+where+" order by event, score desc, id", append(pageArgs, args...)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []eventRow
	for rows.Next() {
		var r eventRow
		var data string
		if err := rows.Scan(&r.event, &data); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(data), &r.Dispute); err != nil {
			return nil, fmt.Errorf("%w: %w", errDamaged, err)
		}
		found = append(found, r)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	out.Events, err = ix.events(ctx, found)
	return out, err
}

type eventRow struct {
	event int
	schemas.Dispute
}

func disputeWhere(q DisputeQuery) (where string, args []any) {
	where = "score >= ?"
	args = append(args, q.MinScore)
	for _, c := range []struct{ value, condition string }{
		{q.ClaimID, "(claim_a = ? or claim_b = ?)"},
		{q.SourceID, "(json_extract(data, '$.source_a') = ? or json_extract(data, '$.source_b') = ?)"},
		{q.DocID, "(json_extract(data, '$.doc_a') = ? or json_extract(data, '$.doc_b') = ?)"},
	} {
		if c.value != "" {
			where += " and " + c.condition
			args = append(args, c.value, c.value)
		}
	}
	return where, args
}

// maxListed is how many disputes of an event are listed, the strongest.
const maxListed = 40

// events puts disputes, sorted by event, beside their claims.
func (ix *Index) events(ctx context.Context, found []eventRow) ([]Event, error) {
	var out []Event
	last := -1
	var claims map[string]bool
	for _, r := range found {
		if r.event != last {
			out, claims, last = append(out, Event{ID: r.ClaimA}), map[string]bool{}, r.event
		}
		e := &out[len(out)-1]
		claims[r.ClaimA], claims[r.ClaimB] = true, true
		e.ID, e.Claims = min(e.ID, r.ClaimA), len(claims)
		if len(e.Disputes) == maxListed {
			e.More++
			continue
		}
		pair, err := ix.Claims(ctx, []string{r.ClaimA, r.ClaimB})
		if err != nil {
			return nil, err
		}
		if len(pair) != 2 {
			return nil, fmt.Errorf("a dispute of claims that the dataset lacks: %s and %s", r.ClaimA, r.ClaimB)
		}
		e.Disputes = append(e.Disputes, Dispute{Dispute: r.Dispute, A: pair[0], B: pair[1]})
	}
	sortEvents(out)
	return out, nil
}

func sortEvents(events []Event) {
	score := func(e Event) float64 { return e.Disputes[0].Score } // the strongest comes first
	slices.SortStableFunc(events, func(a, b Event) int { return cmp.Compare(score(b), score(a)) })
}
