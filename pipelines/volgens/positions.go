package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
)

// The table of positions in the summary: how many sources it shows, how many targets of
// each, and from how many sources on it is left out, because reading them takes too long.
const (
	positionRows    = 8
	positionTargets = 3
	positionLimit   = 200_000
)

// stand is a source with its positions.
type stand struct {
	name           string
	favor, against []string // targets with the number of claims, the most frequent first
	claims         int64
}

// printPositions writes who is for and against what: the sources with most positions. It
// is left out for datasets elsewhere and for very many sources.
func (j *job) printPositions(m *dataset.Manifest) error {
	table, ok := m.Table(schemas.Sources)
	if !ok || m.Counters[schemas.Sources] > positionLimit || strings.Contains(j.cfg.Output.Dir, "://") {
		return nil
	}
	var stands []stand
	fsys := os.DirFS(filepath.Clean(j.cfg.Output.Dir))
	for _, f := range table.Files {
		for row, err := range dataset.Rows[schemas.Source](fsys, f.Path) {
			if err != nil {
				return err
			}
			if s := standOf(row); s.claims > 0 {
				stands = append(stands, s)
			}
		}
	}
	slices.SortFunc(stands, func(a, b stand) int { return cmp.Or(cmp.Compare(b.claims, a.claims), cmp.Compare(a.name, b.name)) })
	writeStands(j, stands)
	return nil
}

// standOf sums up the positions of a source.
func standOf(row schemas.Source) stand {
	s := stand{name: row.Name}
	for _, p := range row.Positions {
		s.claims += p.Favor + p.Against
	}
	s.favor = named(row.Positions, func(p schemas.TargetCount) int64 { return p.Favor })
	s.against = named(row.Positions, func(p schemas.TargetCount) int64 { return p.Against })
	return s
}

// named lists the targets with the highest numbers.
func named(positions []schemas.TargetCount, number func(schemas.TargetCount) int64) []string {
	positions = slices.Clone(positions)
	slices.SortStableFunc(positions, func(a, b schemas.TargetCount) int { return cmp.Compare(number(b), number(a)) })
	var out []string
	for _, p := range positions {
		switch {
		case number(p) == 0:
		case len(out) == positionTargets:
			return append(out, "…")
		case number(p) == 1:
			out = append(out, p.Target)
		default:
			out = append(out, fmt.Sprintf("%s (%d)", p.Target, number(p)))
		}
	}
	return out
}

func writeStands(j *job, stands []stand) {
	if len(stands) == 0 {
		return
	}
	width := 0
	shown := stands[:min(len(stands), positionRows)]
	for _, s := range shown {
		width = max(width, ansi.StringWidth(s.name))
	}
	width = min(width, 32)
	fmt.Fprintf(j.err, "\n  positions, the sources with most of them\n")
	for _, s := range shown {
		name := ansi.Truncate(s.name, width, "…")
		name += strings.Repeat(" ", width-ansi.StringWidth(name))
		var parts []string
		if len(s.favor) > 0 {
			parts = append(parts, "for "+strings.Join(s.favor, ", "))
		}
		if len(s.against) > 0 {
			parts = append(parts, "against "+strings.Join(s.against, ", "))
		}
		fmt.Fprintf(j.err, "    %s  %s\n", name, strings.Join(parts, "; "))
	}
	if n := len(stands) - len(shown); n > 0 {
		fmt.Fprintf(j.err, "    and %s\n", count(int64(n), "other source"))
	}
}
