package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/volgens/volgens/review/decisions"
	"github.com/volgens/volgens/review/diff"
	"github.com/volgens/volgens/review/workspace"
)

// diffOptions are the flags of review diff.
type diffOptions struct {
	from, to string
	carry    bool
	format   string
	limit    int
	cache    string
}

func (a *app) reviewDiffCommand() *cobra.Command {
	var o diffOptions
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Compare two datasets and take decisions over",
		Long: `Compare the claims of two datasets, such as two runs over the same articles: which are new,
which are gone, and what changed in those that are in both. A claim that got another id,
because its source or some of its words are read differently now, is shown beside what it
was.

Decisions join claims by their ids, so most need nothing. With --carry, those about claims
whose id changed, and all of them where the datasets have files of their own, are taken over
where the claim is the same in what was decided; the others are listed as needing another
look. Taking over a second time changes nothing.`,
		Example: `  volgens review diff before/ after/
  volgens review diff before/ after/ --carry
  volgens review diff before/ after/ --format json | jq .gone`,
		Args: asUsage(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.reviewDiff(cmd.Context(), args[0], args[1], o)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.BoolVar(&o.carry, "carry", false, "write the decisions that can be taken over into the decisions of NEW")
	flags.StringVar(&o.from, "from", "", "`file` with the decisions about OLD (default: beside its folder)")
	flags.StringVar(&o.to, "to", "", "`file` with the decisions about NEW (default: beside its folder)")
	flags.StringVarP(&o.format, "format", "f", "text", "text or json")
	flags.IntVar(&o.limit, "limit", 20, "list at most so many claims of each sort; 0 for all")
	flags.StringVar(&o.cache, "cache", "", "`folder` for the indexes (default: that of the user's caches)")
	must(cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"text", "json"}, cobra.ShellCompDirectiveNoFileComp)))
	return cmd
}

// diffResult is what review diff tells.
type diffResult struct {
	*diff.Report
	Decisions *diff.Carried `json:"decisions"`
}

func (a *app) reviewDiff(ctx context.Context, oldDir, newDir string, o diffOptions) error {
	if o.format != "text" && o.format != "json" {
		return usagef("--format: want text or json, have %q", o.format)
	}
	for _, dir := range []string{oldDir, newDir} {
		if _, err := datasetFS(dir); err != nil {
			return err
		}
	}
	before, err := a.openWorkspace(ctx, workspace.Options{Dir: oldDir, Decisions: o.from, Cache: o.cache})
	if err != nil {
		return err
	}
	defer before.Close()
	after, err := a.openWorkspace(ctx, workspace.Options{Dir: newDir, Decisions: o.to, Cache: o.cache})
	if err != nil {
		return err
	}
	defer after.Close()
	report, err := diff.Compare(ctx, before.Index, after.Index)
	if err != nil {
		return err
	}
	to := after.Log
	if samePath(cmp.Or(o.from, workspace.DecisionsFile(oldDir)), cmp.Or(o.to, workspace.DecisionsFile(newDir))) {
		to = before.Log
	}
	carried, err := diff.Carry(ctx, report, before.Log, to, after.Index, o.carry)
	if err != nil {
		return err
	}
	if o.format == "json" {
		e := json.NewEncoder(a.out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(diffResult{report, carried})
	}
	printDiff(a.out, report, o.limit)
	printCarried(a.out, carried, o)
	return nil
}

func samePath(a, b string) bool {
	x, err := filepath.Abs(a)
	y, err2 := filepath.Abs(b)
	return err == nil && err2 == nil && x == y
}

func printDiff(w io.Writer, r *diff.Report, limit int) {
	fmt.Fprintf(w, "%s the same, %d changed, %d under another id, %d new, %d gone\n", count(r.Same, "claim"), len(r.Changed), len(r.Replaced), len(r.New), len(r.Gone))
	for _, part := range []struct {
		title string
		pairs []diff.Pair
	}{{"Changed", r.Changed}, {"Under another id", r.Replaced}} {
		listing(w, part.title, len(part.pairs), limit, func(i int) {
			p := part.pairs[i]
			fmt.Fprintf(w, "  %s  %s\n", p.New.ClaimID, line(p.New.Source, p.New.Claim))
			for _, c := range p.Changes {
				fmt.Fprintf(w, "      %s: %s → %s\n", c.Field, orDash(c.Old), orDash(c.New))
			}
		})
	}
	for _, part := range []struct {
		title  string
		claims []diff.Summary
	}{{"New", r.New}, {"Gone", r.Gone}} {
		listing(w, part.title, len(part.claims), limit, func(i int) {
			fmt.Fprintf(w, "  %s  %s\n", part.claims[i].ClaimID, line(part.claims[i].Source, part.claims[i].Claim))
		})
	}
}

func printCarried(w io.Writer, c *diff.Carried, o diffOptions) {
	if c.Kept+c.Carried+c.Already+len(c.Look) == 0 {
		return
	}
	verb := "can be taken over (--carry)"
	if o.carry {
		verb = "taken over"
	}
	fmt.Fprintf(w, "\nDecisions: %d stay with their claim, %d %s, %d were there already, %d need another look\n", c.Kept, c.Carried, verb, c.Already, len(c.Look))
	listing(w, "Another look", len(c.Look), o.limit, func(i int) {
		l := c.Look[i]
		subject := line(l.Entry.Pipeline.SourceName, l.Entry.Pipeline.Claim)
		if l.Entry.ClaimID == "" {
			subject = "source " + l.Entry.SourceID
		}
		fmt.Fprintf(w, "  %s  %s\n      %s %s %s: %s\n", cmp.Or(l.ClaimID, l.Entry.ClaimID, l.Entry.SourceID), subject,
			l.Entry.User, l.Entry.Field, cmp.Or(l.Entry.To.Choice, string(decisions.Note)), l.Why)
	})
}

// listing prints the first of some things below a title.
func listing(w io.Writer, title string, n, limit int, print func(i int)) {
	if n == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s:\n", title)
	for i := range n {
		if limit > 0 && i == limit {
			fmt.Fprintf(w, "  … %d more (--limit 0 shows all)\n", n-limit)
			return
		}
		print(i)
	}
}

// line returns a claim on one line.
func line(source, claim string) string {
	claim = strings.Join(strings.Fields(claim), " ")
	if source == "" {
		return claim
	}
	return strings.Join(strings.Fields(source), " ") + ": " + claim
}

func orDash(s string) string { return cmp.Or(strings.Join(strings.Fields(s), " "), "-") }
