package index

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
)

// sources writes the table of sources and what they are searched by.
func (b *builder) sources(ctx context.Context) error {
	insert, err := b.db.PrepareContext(ctx, "insert into sources values (?, ?, ?, ?, ?, ?, ?, ?)")
	if err != nil {
		return err
	}
	search, err := b.db.PrepareContext(ctx, "insert into source_words (rowid, words) values (?, ?)")
	if err != nil {
		return err
	}
	table, _ := b.m.Table(schemas.Sources)
	id := 0
	for _, file := range table.Files {
		for s, err := range dataset.Rows[schemas.Source](b.fs, file.Path) {
			if err != nil {
				return err
			}
			id++
			data, err := json.Marshal(s)
			if err != nil {
				return err
			}
			last := ""
			if s.LastPublished != nil {
				last = s.LastPublished.UTC().Format(time.RFC3339)
			}
			if _, err := insert.ExecContext(ctx, id, s.SourceID, Fold(s.Name), s.Kind, s.NClaims, s.NDocuments, last, string(data)); err != nil {
				return err
			}
			text := strings.Join(append([]string{s.Name, deref(s.Role), deref(s.Affiliation)}, s.Aliases...), " | ")
			if _, err := search.ExecContext(ctx, id, Fold(text)); err != nil {
				return err
			}
		}
	}
	return nil
}

var sourceOrders = map[SourceOrder]string{
	SourcesByClaims: "n_claims desc, name", SourcesByName: "name", SourcesByDocuments: "n_documents desc, name", SourcesByLast: "last desc, name",
}

// Sources returns a page of sources.
func (ix *Index) Sources(ctx context.Context, q SourceQuery) (*SourceResult, error) {
	order, ok := sourceOrders[q.Order]
	if !ok {
		return nil, fmt.Errorf("%w in the order %q", ErrQuery, q.Order)
	}
	where, args := sourceWhere(q)
	out := &SourceResult{}
	var err error
	if out.Kinds, err = ix.counts(ctx, "select kind, count(*) from sources where "+where+" group by kind", args...); err != nil {
		return nil, err
	}
	if len(q.Kinds) > 0 {
		where += " and kind in (?" + strings.Repeat(", ?", len(q.Kinds)-1) + ")"
		for _, k := range q.Kinds {
			args = append(args, k)
		}
	}
	for i := range out.Kinds {
		out.Kinds[i].Selected = slices.Contains(q.Kinds, out.Kinds[i].Value)
		if len(q.Kinds) == 0 || out.Kinds[i].Selected {
			out.Total += out.Kinds[i].N
		}
	}
	args = append(args, limit(q.Limit, 50), q.Offset)
	out.Sources, err = ix.sources(ctx, where+" order by "+order+", source_id limit ? offset ?", args...)
	return out, err
}

// sourceWhere returns the condition of a query but for the kinds.
func sourceWhere(q SourceQuery) (where string, args []any) {
	where = "1"
	if match := sourceMatch(q.Text); match != "" {
		where, args = "id in (select rowid from source_words where source_words match ?)", append(args, match)
	}
	if q.Target != "" {
		where += " and exists (select 1 from json_each(data, '$.positions') p where json_extract(p.value, '$.target') = ?)"
		args = append(args, q.Target)
	}
	return where, args
}

// sourceMatch returns the search of SQLite for some words, the last of which may be a
// beginning; "" for none.
func sourceMatch(text string) string {
	var parts []string
	words(text, func(w string) { parts = append(parts, `"`+w+`"`) })
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, " ") + "*"
}

func (ix *Index) sources(ctx context.Context, where string, args ...any) ([]schemas.Source, error) {
	return decoded[schemas.Source](ctx, ix.db, "select data from sources where "+where, args...)
}

// decoded returns the rows of a query with one column of JSON.
func decoded[T any](ctx context.Context, db *sql.DB, query string, args ...any) ([]T, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		var data string
		if err := rows.Scan(&data); err != nil {
			return nil, err
		}
		var v T
		if err := json.Unmarshal([]byte(data), &v); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// counts returns the rows of a query with a value and a number, the most frequent first.
func (ix *Index) counts(ctx context.Context, query string, args ...any) ([]Count, error) {
	rows, err := ix.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Count
	for rows.Next() {
		var c Count
		if err := rows.Scan(&c.Value, &c.N); err != nil {
			return nil, err
		}
		c.Label = c.Value
		out = append(out, c)
	}
	sortCounts(out)
	return out, rows.Err()
}

// maxSimilar bounds Source.Similar.
const maxSimilar = 12

// Source returns a source with what it said month by month, ErrNotFound where the dataset
// lacks it.
func (ix *Index) Source(ctx context.Context, id string) (*Source, error) {
	var data string
	err := ix.db.QueryRowContext(ctx, "select data from sources where source_id = ?", id).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("source %s: %w", id, ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	out := &Source{}
	if err := json.Unmarshal([]byte(data), &out.Source); err != nil {
		return nil, err
	}
	if out.Timeline, err = ix.timeline(id); err != nil {
		return nil, err
	}
	out.Similar, err = ix.similar(ctx, out.Source)
	return out, err
}

// timeline counts the claims of a source by month and position.
func (ix *Index) timeline(id string) ([]Period, error) {
	rows, err := ix.withValues(FacetSource, []string{id})
	if err != nil {
		return nil, err
	}
	months, targets, stances := ix.facets[FacetMonth], ix.facets[FacetTarget], ix.facets[FacetStance]
	periods := map[string]*Period{}
	positions := map[string]map[string]*schemas.TargetCount{}
	rows.each(func(row uint32) {
		month := months.values[months.at(row)]
		p := periods[month]
		if p == nil {
			p = &Period{Month: month}
			periods[month], positions[month] = p, map[string]*schemas.TargetCount{}
		}
		p.Claims++
		target := targets.values[targets.at(row)]
		if target == "" {
			return
		}
		c := positions[month][target]
		if c == nil {
			c = &schemas.TargetCount{Target: target}
			positions[month][target] = c
		}
		countStance(c, stances.values[stances.at(row)])
	})
	var out []Period
	for _, month := range slices.Sorted(maps.Keys(periods)) {
		p := periods[month]
		for _, target := range slices.Sorted(maps.Keys(positions[month])) {
			p.Positions = append(p.Positions, *positions[month][target])
		}
		out = append(out, *p)
	}
	return out, nil
}

func countStance(c *schemas.TargetCount, stance string) {
	switch stance {
	case "favor":
		c.Favor++
	case "against":
		c.Against++
	default:
		c.Neutral++
	}
}

// similar returns the sources that share the last word of the name or the whole of an alias
// with a source: those that may be the same.
func (ix *Index) similar(ctx context.Context, s schemas.Source) ([]schemas.Source, error) {
	var last string
	words(s.Name, func(w string) { last = w })
	if len(last) < 3 {
		return nil, nil
	}
	found, err := ix.sources(ctx, "source_id <> ? and id in (select rowid from source_words where source_words match ?) order by n_claims desc, name limit 200",
		s.SourceID, `"`+last+`"`)
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(other schemas.Source) bool { return likeness(s, other) == 0 })
	slices.SortStableFunc(found, func(a, b schemas.Source) int { return cmp.Compare(likeness(s, b), likeness(s, a)) })
	return found[:min(len(found), maxSimilar)], nil
}

// likeness says how much two sources look like one: 3 for the same name, 2 where one is
// called as the other is, 1 where their names end in the same word, 0 else.
func likeness(a, b schemas.Source) int {
	names := func(s schemas.Source) []string {
		out := []string{Fold(s.Name)}
		for _, alias := range s.Aliases {
			out = append(out, Fold(alias))
		}
		return out
	}
	an, bn := names(a), names(b)
	switch {
	case an[0] == bn[0]:
		return 3
	case slices.Contains(an, bn[0]) || slices.Contains(bn, an[0]):
		return 2
	case lastWord(an[0]) == lastWord(bn[0]):
		return 1
	}
	return 0
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }
