package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"charm.land/lipgloss/v2"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	"github.com/dustin/go-humanize"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
)

// finish shows what the run has made, and fails where too much was rejected.
func (j *job) finish(ctx context.Context, spent time.Duration) error {
	dir := strings.TrimSuffix(j.cfg.Output.Dir, "/")
	fsys, err := filesystem.New(ctx, dir)
	if err != nil {
		return err
	}
	defer fsys.Close()
	data, err := filesystem.Read(ctx, fsys, dir+"/"+dataset.ManifestFile)
	if err != nil {
		return fmt.Errorf("the run has ended without a manifest: %w", err)
	}
	manifest, err := dataset.ParseManifest(data)
	if err != nil {
		return err
	}
	if !j.quiet {
		j.printSummary(manifest, spent)
		if err := j.printPositions(manifest); err != nil {
			return err
		}
	}
	return j.checkRejects(j.added(manifest.Counters))
}

// added returns the numbers of what the run has added: all, unless the dataset was there before.
func (j *job) added(c schemas.Counts) schemas.Counts {
	if j.base == nil {
		return c
	}
	out := maps.Clone(c)
	for name, n := range j.base.Counters {
		out[name] -= n
	}
	return out
}

// addition says what the run has added to the dataset that was there.
func (j *job) addition(m *dataset.Manifest) string {
	if m.Additions == j.base.Additions {
		return "nothing new: the dataset is as it was"
	}
	c := j.added(m.Counters)
	return fmt.Sprintf("added: %s, %s of articles that were there, %s, %s",
		count(c[schemas.Documents], "document"), count(c["documents.copies"], "further place"), count(c[schemas.Claims], "claim"), count(c[schemas.Rejects], "reject"))
}

// checkRejects fails where more was rejected than the configuration allows.
func (j *job) checkRejects(c schemas.Counts) error {
	rejects := c[schemas.Rejects]
	all := c[schemas.Documents] + rejects
	if all == 0 || float64(rejects) <= j.cfg.Input.MaxRejectShare*float64(all) {
		return nil
	}
	return statusError{fmt.Errorf("%s of %s rejected (%.0f %%), more than input.max_reject_share (%v) allows; the table rejects says why",
		comma(rejects), count(all, "input"), 100*float64(rejects)/float64(all), j.cfg.Input.MaxRejectShare), exitRejects}
}

// summaryLine is a number with its name, and numbers that it is the sum of.
type summaryLine struct {
	name   string
	value  int64
	shares string
}

func summaryLines(c schemas.Counts) []summaryLine {
	return []summaryLine{
		{"documents", c[schemas.Documents], shares(c, "documents.lang.")},
		{"sentences", c["sentences"], ""},
		{"attributions", c[schemas.Attributions], shares(c, "attributions.type.")},
		{"claims", c[schemas.Claims], shares(c, "claims.voice.")},
		{"  of sources", c[schemas.Claims] - c["claims.source_kind.author"], shares(c, "claims.source_kind.")},
		{"sources", c[schemas.Sources], shares(c, "sources.kind.")},
		{"disputes", c[schemas.Disputes], shares(c, "disputes.relation.")},
		{"rejects", c[schemas.Rejects], shares(c, "rejects.code.")},
	}
}

// shares lists the counters below a prefix, the largest first. The author is no source.
func shares(c schemas.Counts, prefix string) string {
	var names []string
	for name := range maps.Keys(c) {
		if label, ok := strings.CutPrefix(name, prefix); ok && c[name] > 0 && !(prefix == "claims.source_kind." && label == "author") {
			names = append(names, label)
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(c[prefix+b], c[prefix+a]), cmp.Compare(a, b))
	})
	for i, label := range names {
		names[i] = strings.ReplaceAll(label, "_", " ") + " " + comma(c[prefix+label])
	}
	return strings.Join(names, ", ")
}

// printSummary writes the numbers of a run to standard error: standard output is for data.
func (j *job) printSummary(m *dataset.Manifest, spent time.Duration) {
	bold, faint := func(s string) string { return s }, func(s string) string { return s }
	if j.useColor(j.err) {
		bold = func(s string) string { return lipgloss.NewStyle().Bold(true).Render(s) }
		faint = func(s string) string { return lipgloss.NewStyle().Faint(true).Render(s) }
	}
	fmt.Fprintln(j.err)
	for _, l := range summaryLines(m.Counters) {
		line := fmt.Sprintf("  %-13s %s", l.name, bold(fmt.Sprintf("%12s", comma(l.value))))
		if l.shares != "" {
			line += "   " + faint(l.shares)
		}
		fmt.Fprintln(j.err, line)
	}
	documents := m.Counters[schemas.Documents]
	if j.base != nil {
		documents = j.added(m.Counters)[schemas.Documents]
		fmt.Fprintf(j.err, "\n  %s\n", j.addition(m))
	}
	size := int64(0)
	for _, f := range m.AllFiles() {
		size += f.Bytes
	}
	fmt.Fprintf(j.err, "\n  %s of text in %s (%s); %s of tables in %s\n", humanize.Bytes(uint64(j.plan.Bytes)), shortDuration(spent),
		comma(int64(float64(documents)/max(spent.Seconds(), 1e-3)))+" documents/s", humanize.Bytes(uint64(size)), j.cfg.Output.Dir)
}

func comma(n int64) string { return humanize.Comma(n) }
