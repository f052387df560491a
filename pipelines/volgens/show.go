package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/configs"
	"github.com/volgens/volgens/pipelines/volgens/internal/display"
	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/transforms"
	"github.com/volgens/volgens/transforms/read"
	"github.com/volgens/volgens/transforms/read/format"
	"github.com/volgens/volgens/transforms/write"
)

// showOptions are the flags of show.
type showOptions struct {
	format  string
	lang    string
	record  int
	width   int
	all     bool
	explain bool
}

func (a *app) showCommand() *cobra.Command {
	var o showOptions
	cmd := &cobra.Command{
		Use:     "show FILE|-",
		GroupID: groupMain,
		Short:   "Show one article with its claims",
		Long: `Show one article with its sources, cues and contents marked, then the claims: who says it,
what the source does with it, where the source stands, and which rule found it.

FILE is anything that "volgens run" reads: text, Markdown, a web page, or a file with several
articles, such as JSON Lines, CSV or an archive, of which --record picks one. "-" reads
standard input.

On a terminal every source has its own colour. Without colours the marks are
brackets: ⟨source⟩ _cue_ ⟦what is said⟧, each with the number of the claim.`,
		Example: `  volgens show testdata/articles/nl-ziekenhuis-systeem.txt
  volgens show article.txt --explain               why each claim is one
  volgens show article.txt --format html > a.html  a page for the browser
  volgens show archive.jsonl --record 12           the twelfth article
  volgens show page.html                           the article of a web page
  curl -s https://example.org/a.txt | volgens show - --format json | jq .claims`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.show(cmd.Context(), args[0], o) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVarP(&o.format, "format", "f", "text", "text, html or json (the rows of the tables)")
	flags.StringVar(&o.lang, "lang", "", "language of the article, such as nl; guessed without it")
	flags.IntVarP(&o.record, "record", "n", 1, "which article of a file with several, from 1")
	flags.BoolVarP(&o.explain, "explain", "e", false, "say how each claim was found, and which cue-like words led to none")
	flags.BoolVarP(&o.all, "all", "a", false, "list the claims in the author's voice as well")
	flags.IntVarP(&o.width, "width", "w", 0, "columns to fill; 0 takes those of the terminal")
	a.configFlags(cmd)
	must(cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"text", "html", "json"}, cobra.ShellCompDirectiveNoFileComp)))
	return cmd
}

func (a *app) show(ctx context.Context, name string, o showOptions) error {
	switch {
	case o.format != "text" && o.format != "html" && o.format != "json":
		return usagef("--format: want text, html or json, have %q", o.format)
	case o.record < 1:
		return usagef("--record: want a number from 1, have %d", o.record)
	case o.width < 0:
		return usagef("--width: want a number from 0, have %d", o.width)
	}
	if err := a.checkColor(); err != nil {
		return err
	}
	cfg, err := a.config()
	if err != nil {
		return err
	}
	record, err := a.article(ctx, name, cfg, o.record)
	if err != nil {
		return err
	}
	article, err := analyze(record, cfg, o.lang)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return a.display(article, o)
}

// article reads the nth record of a file that is an article.
func (a *app) article(ctx context.Context, name string, cfg *configs.Config, n int) (record format.Record, err error) {
	seen := 0
	yield := func(rec format.Record) bool {
		seen++
		if seen == n && rec.Reject != nil {
			err = fmt.Errorf("%s: not usable (%s): %s", rec.Reject.URI, rec.Reject.Code, rec.Reject.Message)
		} else if seen == n {
			record = rec
		}
		return seen <= n
	}
	if readErr := a.records(ctx, name, cfg, yield); readErr != nil {
		return record, readErr
	}
	switch {
	case err != nil:
		return record, err
	case seen < n:
		return record, fmt.Errorf("%s: no record %d, only %d", name, n, seen)
	case seen > n && n == 1:
		a.note("%s holds more articles; --record 2 shows the next", name)
	}
	return record, nil
}

// records reads a file, or standard input.
func (a *app) records(ctx context.Context, name string, cfg *configs.Config, yield func(format.Record) bool) error {
	piece := schemas.Piece{URI: name, Path: name, Line: 1}
	if name == "-" {
		piece.URI = "standard input"
		_, err := format.Read(a.in, piece, readOptions(cfg), yield)
		return err
	}
	if !strings.Contains(name, "://") {
		path, err := filepath.Abs(name)
		if err != nil {
			return err
		}
		piece.Path = path
	}
	return read.Records(ctx, schemas.Chunk{Pieces: []schemas.Piece{piece}}, readOptions(cfg), yield)
}

func readOptions(cfg *configs.Config) format.Options {
	o := format.Options{MaxBytes: cfg.Input.MaxBytes, Fields: format.Fields(cfg.Input.Fields)}
	if cfg.Input.Format != "auto" {
		o.Format = schemas.Format(cfg.Input.Format)
	}
	a := cfg.Input.Archives
	o.Archives = format.Limits{Depth: a.Depth, Files: a.Files, Bytes: int64(a.Bytes), Ratio: a.Ratio}
	return o
}

// languageOf says for which languages to analyse and with what data. Registry and
// topics go along as they are: workers elsewhere have no such files.
func languageOf(cfg *configs.Config) (transforms.Language, error) {
	registry, err := cfg.RegistryData()
	if err != nil {
		return transforms.Language{}, err
	}
	topics, err := cfg.TopicFiles()
	return transforms.Language{
		Codes: cfg.Languages, Dir: cfg.LangDir, Registry: registry, RegistryName: cfg.Known.Registry, Topics: topics, Checks: cfg.Checkworthiness,
	}, err
}

// analyzerOf returns the analyser of a configuration.
func analyzerOf(cfg *configs.Config) (*analysis.Analyzer, error) {
	lang, err := languageOf(cfg)
	if err != nil {
		return nil, err
	}
	return lang.Analyzer()
}

// analyze analyses an article in a language, or the one that the record names, or a guess.
func analyze(rec format.Record, cfg *configs.Config, lang string) (transforms.Article, error) {
	analyzer, err := analyzerOf(cfg)
	if err != nil {
		return transforms.Article{}, err
	}
	row := rec.Document
	opts := []analysis.Option{analysis.InBlocks(rec.Blocks), analysis.InLanguage(row.Lang), analysis.InLanguage(lang)}
	if row.PublishedAt != nil {
		opts = append(opts, analysis.PublishedAt(*row.PublishedAt))
	}
	doc, err := analyzer.Analyze(row.Text, opts...)
	if errors.Is(err, analysis.ErrLanguage) {
		return transforms.Article{}, fmt.Errorf("%w (--lang names the language)", err)
	}
	return transforms.Article{Row: row, Analysis: doc}, err
}

func (a *app) display(article transforms.Article, o showOptions) error {
	d := display.Options{Width: o.width, Color: a.useColor(a.out), All: o.all, Explain: o.explain}
	if d.Width == 0 {
		d.Width = a.width()
	}
	switch o.format {
	case "html":
		return display.HTML(a.out, article, d)
	case "json":
		return a.rowsJSON(article)
	}
	return display.Text(a.out, article, d)
}

// rowsJSON writes the rows that the article has in the tables.
func (a *app) rowsJSON(article transforms.Article) error {
	rows, err := write.NewRows(article)
	if err != nil {
		return fmt.Errorf("bug in the analysis: %w", err)
	}
	enc := json.NewEncoder(a.out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(struct {
		Document     schemas.Document      `json:"document"`
		Claims       []schemas.Claim       `json:"claims"`
		Attributions []schemas.Attribution `json:"attributions"`
		Sources      []schemas.Source      `json:"sources"`
		Mentions     []schemas.Mention     `json:"mentions"`
		Segments     []schemas.Segment     `json:"segments"`
	}{rows.Document, rows.Claims, rows.Attributions, rows.Sources, rows.Mentions, rows.Segments})
}
