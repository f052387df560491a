package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/spf13/cobra"

	"github.com/volgens/volgens/pipelines/volgens/internal/display"
	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
)

// claimsOptions are the flags of claims.
type claimsOptions struct {
	limit  int
	source string
	all    bool
	format string
}

func (a *app) claimsCommand() *cobra.Command {
	var o claimsOptions
	cmd := &cobra.Command{
		Use:     "claims DIR",
		GroupID: groupData,
		Short:   "List the claims of a dataset, article by article",
		Long: `List the claims of a dataset that "volgens run" has written to a local folder: for each
article its headline, then who says what and where the source stands. A quick look;
for questions, load the tables into DuckDB, Polars or pandas.`,
		Example: `  volgens claims out/
  volgens claims out/ --source jansen --limit 0    all that sources called Jansen say
  volgens claims out/ --format json | jq .claim`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs),
		RunE:              func(cmd *cobra.Command, args []string) error { return a.claims(cmd.Context(), args[0], o) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.IntVar(&o.limit, "limit", 50, "show at most so many `articles`; 0 for all")
	flags.StringVar(&o.source, "source", "", "only claims of sources with these letters in their `name`")
	flags.BoolVarP(&o.all, "all", "a", false, "also the claims in the author's voice")
	flags.StringVarP(&o.format, "format", "f", "text", "text, or json: rows as JSON Lines")
	must(cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"text", "json"}, cobra.ShellCompDirectiveNoFileComp)))
	return cmd
}

// errEnough ends a walk through a dataset.
var errEnough = errors.New("enough")

func (a *app) claims(ctx context.Context, dir string, o claimsOptions) error {
	if o.format != "text" && o.format != "json" {
		return usagef("--format: want text or json, have %q", o.format)
	}
	if o.limit < 0 {
		return usagef("--limit: want a number from 0, have %d", o.limit)
	}
	if err := a.checkColor(); err != nil {
		return err
	}
	fsys, err := datasetFS(dir)
	if err != nil {
		return err
	}
	manifest, err := dataset.Open(fsys)
	if err != nil {
		return fmt.Errorf("%s: %w", dir, err)
	}
	table, _ := manifest.Table(schemas.Claims)
	printer := display.NewList(a.out, display.Options{Width: a.width(), Color: a.useColor(a.out)})
	shown := 0
	for _, file := range table.Files {
		err := articleClaims(ctx, filepath.Join(dir, filepath.FromSlash(file.Path)), func(claims []schemas.Claim) error {
			claims = slices.DeleteFunc(claims, o.hides)
			if len(claims) == 0 {
				return nil
			}
			if o.limit > 0 && shown == o.limit {
				return errEnough
			}
			shown++
			if o.format == "json" {
				return writeJSONLines(a.out, claims)
			}
			return printer.Article(claims)
		})
		if errors.Is(err, errEnough) {
			if o.format == "text" {
				a.note("there are more articles with claims; --limit 0 shows all")
			}
			return nil
		}
		if err != nil {
			return err
		}
	}
	if shown == 0 {
		a.note("no such claims in %s", dir)
	}
	return nil
}

func (o claimsOptions) hides(c schemas.Claim) bool {
	if c.Voice == "author" && !o.all {
		return true
	}
	name := ""
	if c.SourceName != nil {
		name = *c.SourceName
	}
	return !strings.Contains(strings.ToLower(name), strings.ToLower(o.source))
}

// articleClaims calls yield with the claims of each article of a part file, the articles
// in order of their URIs. A part file is as large as a batch: it fits into memory.
func articleClaims(ctx context.Context, path string, yield func([]schemas.Claim) error) error {
	rows, err := parquet.ReadFile[schemas.Claim](path)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	slices.SortStableFunc(rows, func(a, b schemas.Claim) int {
		return cmp.Or(cmp.Compare(a.URI, b.URI), cmp.Compare(a.DocID, b.DocID), cmp.Compare(a.Seq, b.Seq))
	})
	for begin := 0; begin < len(rows); {
		if err := ctx.Err(); err != nil {
			return err
		}
		end := begin + 1
		for end < len(rows) && rows[end].DocID == rows[begin].DocID {
			end++
		}
		if err := yield(rows[begin:end:end]); err != nil {
			return err
		}
		begin = end
	}
	return nil
}

func writeJSONLines(w io.Writer, claims []schemas.Claim) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for _, c := range claims {
		if err := enc.Encode(c); err != nil {
			return err
		}
	}
	_, err := b.WriteTo(w)
	return err
}
