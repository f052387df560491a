package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/volgens/volgens/review/decisions"
	"github.com/volgens/volgens/review/export"
	"github.com/volgens/volgens/review/index"
	"github.com/volgens/volgens/review/workspace"
)

// exportOptions are the flags of export.
type exportOptions struct {
	format    string
	output    string
	force     bool
	search    string
	filters   []string
	reviewed  bool
	order     string
	publisher string
	url       string
	lang      string
	decisions string
	texts     string
	cache     string
	scale     string
}

func (a *app) exportCommand() *cobra.Command {
	var o exportOptions
	cmd := &cobra.Command{
		Use:     "export DIR",
		GroupID: groupData,
		Short:   "Write claims and reviews for other programs and for people",
		Long:    exportHelp(),
		Example: `  volgens export out/ -o claims.xlsx
  volgens export out/ -o haven.html --search "haven -schip" --filter source_kind=person,government
  volgens export out/ -o checked.jsonld --reviewed --publisher "Fact desk" --url "https://facts.example/claim/{id}"
  volgens export out/ --format jsonl | jq 'select(.review.status == "disagree")'`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs),
		RunE:              func(cmd *cobra.Command, args []string) error { return a.export(cmd.Context(), args[0], o) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVarP(&o.output, "output", "o", "", "`file` to write; its ending tells the format (default: standard output)")
	flags.StringVarP(&o.format, "format", "f", "", strings.Join(exportFormats(), ", ")+" (default: by the ending of the file)")
	flags.BoolVar(&o.force, "overwrite", false, "replace a file that is there")
	flags.StringVar(&o.search, "search", "", "only claims with these `words`: wat* a beginning, \"het water\" in a row, -water without, OR")
	flags.StringArrayVar(&o.filters, "filter", nil, "only claims with a value of a facet, `facet=value`, or one of several with commas; facet!=value leaves out; repeatable")
	flags.BoolVar(&o.reviewed, "reviewed", false, "only claims about which somebody has decided something")
	flags.StringVar(&o.order, "order", "", "article (default), "+strings.Join(exportOrders(), ", ")+"; -date from the end")
	flags.StringVar(&o.publisher, "publisher", "", "`name` of who publishes the verdicts, for ClaimReview; needs --url")
	flags.StringVar(&o.url, "url", "", "`address` of the page of a verdict, with {id} for the claim's id; needs --publisher")
	flags.StringVar(&o.lang, "lang", "en", "language of labels and verdicts: en or nl")
	flags.StringVar(&o.decisions, "decisions", "", "`file` with the decisions (default: beside the folder)")
	a.textsFlag(cmd, &o.texts)
	flags.StringVar(&o.cache, "cache", "", "`folder` for the index (default: that of the user's caches)")
	flags.StringVar(&o.scale, "scale", "", "YAML `file` with the verdicts")
	must(cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(exportFormats(), cobra.ShellCompDirectiveNoFileComp)))
	must(cmd.MarkFlagDirname("cache"))
	return cmd
}

func exportHelp() string {
	var b strings.Builder
	b.WriteString("Write the claims of a dataset together with what reviewers decided about them.\n\nThe formats:\n")
	for _, f := range export.Formats() {
		fmt.Fprintf(&b, "  %-11s %-13s %s\n", f.Format, f.Ext, f.Doc)
	}
	b.WriteString(`
Spreadsheets hold nothing that a program takes for a formula. The facets of --filter are
`)
	names := make([]string, 0, len(index.Facets()))
	for _, f := range index.Facets() {
		names = append(names, string(f))
	}
	line := ""
	for _, n := range names {
		if len(line)+len(n) > 84 {
			b.WriteString(strings.TrimSuffix(line, " ") + "\n")
			line = ""
		}
		line += n + ", "
	}
	b.WriteString(strings.TrimSuffix(line, ", ") + ".")
	return b.String()
}

func exportFormats() []string {
	var out []string
	for _, f := range export.Formats() {
		out = append(out, string(f.Format))
	}
	return out
}

func exportOrders() []string {
	var out []string
	for _, o := range index.Orders() {
		if o != index.ByArticle {
			out = append(out, string(o))
		}
	}
	return out
}

func (a *app) export(ctx context.Context, dir string, o exportOptions) error {
	if _, err := datasetFS(dir); err != nil {
		return err
	}
	options, err := o.options()
	if err != nil {
		return usage(err)
	}
	scale, err := reviewOptions{scale: o.scale}.loadScale()
	if err != nil {
		return err
	}
	open, cleanUp, err := a.withTexts(ctx, dir, o.texts, false)
	if err != nil {
		return err
	}
	defer cleanUp()
	w, err := a.openWorkspace(ctx, workspace.Options{Dir: open, Decisions: cmp.Or(o.decisions, workspace.DecisionsFile(dir)), Cache: o.cache, Review: decisions.Options{Scale: scale}})
	if err != nil {
		return err
	}
	defer w.Close()
	write := func(out io.Writer) error {
		err := export.Write(ctx, out, w, options)
		if errors.Is(err, export.ErrOptions) || errors.Is(err, index.ErrQuery) {
			return usage(err)
		}
		return err
	}
	if o.output == "" || o.output == "-" {
		return write(a.out)
	}
	return writeWhole(o.output, o.force, write)
}

// openWorkspace opens a review, with progress where the index is made.
func (a *app) openWorkspace(ctx context.Context, o workspace.Options) (*workspace.Workspace, error) {
	line := a.progressLine(false)
	defer line.clear()
	begin := time.Now()
	o.Progress = func(p index.Progress) {
		line.show(func() string { return indexProgress(p, time.Since(begin)) })
	}
	return workspace.Open(ctx, o)
}

// options turns flags into what is exported.
func (o exportOptions) options() (export.Options, error) {
	out := export.Options{Format: export.Format(o.format), Publisher: o.publisher, URL: o.url, Lang: o.lang}
	if o.lang != "en" && o.lang != "nl" {
		return out, fmt.Errorf("--lang: want en or nl, have %q", o.lang)
	}
	if out.Format == "" {
		out.Format = formatOf(o.output)
	}
	if _, ok := export.InfoOf(out.Format); !ok {
		return out, fmt.Errorf("--format: want one of %s, have %q", strings.Join(exportFormats(), ", "), cmp.Or(o.format, filepath.Ext(o.output)))
	}
	q := &out.Query
	q.Text, q.Filters, q.Without = o.search, map[index.Facet][]string{}, map[index.Facet][]string{}
	if o.reviewed {
		q.Without[index.FacetStatus] = []string{string(index.StatusOpen)}
	}
	order, desc := strings.CutPrefix(o.order, "-")
	if order == "article" {
		order = ""
	}
	q.Order, q.Desc = index.Order(order), desc
	if !slices.Contains(index.Orders(), q.Order) {
		return out, fmt.Errorf("--order: want article or one of %s, have %q", strings.Join(exportOrders(), ", "), o.order)
	}
	for _, f := range o.filters {
		if err := addFilter(q, f); err != nil {
			return out, err
		}
	}
	return out, nil
}

// addFilter adds "facet=value,value" or "facet!=value" to a query.
func addFilter(q *index.Query, s string) error {
	name, values, ok := strings.Cut(s, "=")
	where := q.Filters
	if without, not := strings.CutSuffix(name, "!"); not {
		name, where = without, q.Without
	}
	f := index.Facet(name)
	if !ok || !slices.Contains(index.Facets(), f) {
		return fmt.Errorf("--filter: want facet=value with a facet that \"volgens export --help\" lists, have %q", s)
	}
	where[f] = append(where[f], strings.Split(values, ",")...)
	return nil
}

// formatOf returns the format of a file by its ending, the longest that fits.
func formatOf(path string) export.Format {
	best := export.Info{}
	for _, f := range export.Formats() {
		if strings.HasSuffix(path, f.Ext) && len(f.Ext) > len(best.Ext) {
			best = f
		}
	}
	return best.Format
}

// writeWhole writes a file all or nothing: an export that fails leaves none, and does no harm
// to one that is there.
func writeWhole(path string, replace bool, write func(io.Writer) error) error {
	if _, err := os.Stat(path); err == nil && !replace {
		return usagef("%s is there already; --overwrite replaces it", path)
	}
	temp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	err = errors.Join(write(temp), temp.Chmod(0o644))
	if err = errors.Join(err, temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), path)
}
