package write

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
)

const (
	maxAliases       = 50        // of a source, the most frequent
	sourceRowsOfPart = 1_000_000 // rows of a part file of sources
)

// writeSources merges the spill files of all batches into the part files of sources, numbered
// from first; keep sees every record. It holds one source.
func writeSources(ctx context.Context, s *store, o Options, spills []string, counts schemas.Counts, first int, keep func(spillRecord) error) ([]schemas.Part, error) {
	w := &partWriter[schemas.Source]{store: s, options: o, table: schemas.Sources, first: first, most: sourceRowsOfPart}
	var current *sourceTally
	finish := func() error {
		if current == nil {
			return nil
		}
		row := current.source()
		counts.Source(row)
		return w.add(ctx, row)
	}
	err := mergeSpills(ctx, s, schemas.Sources, spills, func(r spillRecord) error {
		if err := keep(r); err != nil {
			return err
		}
		row, err := r.source()
		if err != nil {
			return err
		}
		if current == nil || current.row.SourceID != row.SourceID {
			if err := finish(); err != nil {
				return err
			}
			current = newSourceTally(row.SourceID)
		}
		current.add(row)
		return nil
	})
	if err == nil {
		err = finish()
	}
	return w.close(err)
}

// publishTemp returns the name of a temporary file that Publish makes. It is the same when
// Publish is tried again.
func publishTemp(table string, n int) string {
	return fmt.Sprintf("%s/%s-publish-%05d.parquet", dataset.TempDir, table, n)
}

// sourceTally adds up what documents say of one source. The sum does not depend on their
// order.
type sourceTally struct {
	row                                              schemas.Source
	names, kinds, roles, affiliations, wikidata, alt tally
	targets                                          map[string]*schemas.TargetCount
}

func newSourceTally(id string) *sourceTally {
	return &sourceTally{
		row:   schemas.Source{SourceID: id},
		names: tally{}, kinds: tally{}, roles: tally{}, affiliations: tally{}, wikidata: tally{}, alt: tally{},
		targets: map[string]*schemas.TargetCount{},
	}
}

func (t *sourceTally) add(s schemas.Source) {
	t.row.NDocuments += s.NDocuments
	t.row.NClaims += s.NClaims
	t.names.add(s.Name)
	t.kinds.add(s.Kind)
	t.roles.add(orEmpty(s.Role))
	t.affiliations.add(orEmpty(s.Affiliation))
	t.wikidata.add(orEmpty(s.Wikidata))
	for _, a := range s.Aliases {
		t.alt.add(a)
	}
	if p := s.FirstPublished; p != nil && (t.row.FirstPublished == nil || p.Before(*t.row.FirstPublished)) {
		t.row.FirstPublished = p
	}
	if p := s.LastPublished; p != nil && (t.row.LastPublished == nil || p.After(*t.row.LastPublished)) {
		t.row.LastPublished = p
	}
	for _, p := range s.Positions {
		sum := t.targets[p.Target]
		if sum == nil {
			sum = &schemas.TargetCount{Target: p.Target}
			t.targets[p.Target] = sum
		}
		sum.Favor, sum.Against, sum.Neutral = sum.Favor+p.Favor, sum.Against+p.Against, sum.Neutral+p.Neutral
	}
}

// source returns the sum.
func (t *sourceTally) source() schemas.Source {
	row := t.row
	row.Name, row.Kind = t.names.first(), t.kinds.first()
	row.Wikidata = optional(t.wikidata.first())
	row.Role, row.Affiliation = optional(t.roles.first()), optional(t.affiliations.first())
	delete(t.alt, row.Name)
	row.Aliases = t.alt.top(maxAliases)
	slices.Sort(row.Aliases)
	row.Positions = make([]schemas.TargetCount, 0, len(t.targets))
	for _, target := range slices.Sorted(maps.Keys(t.targets)) {
		row.Positions = append(row.Positions, *t.targets[target])
	}
	return row
}

// tally counts words.
type tally map[string]int

func (t tally) add(word string) {
	if word != "" {
		t[word]++
	}
}

// first returns the most frequent word, of equals the first in the alphabet.
func (t tally) first() string {
	if words := t.top(1); len(words) > 0 {
		return words[0]
	}
	return ""
}

// top returns the n most frequent words, of equals the first in the alphabet.
func (t tally) top(n int) []string {
	words := slices.Collect(maps.Keys(t))
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(cmp.Compare(t[b], t[a]), cmp.Compare(a, b)) })
	return append([]string{}, words[:min(n, len(words))]...)
}
