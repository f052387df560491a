package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
)

func (a *app) verifyCommand() *cobra.Command {
	var quiet bool
	var texts string
	cmd := &cobra.Command{
		Use:     "verify DIR",
		GroupID: groupData,
		Short:   "Re-check a dataset: checksums, spans, keys, numbers",
		Long: `Re-read a finished dataset in a local folder and check that it says the truth: the checksums
of the manifest, the columns, every span against the text, that the segments of a document
are its text, that keys are unique and point to a row, that the numbers add up.

Of a dataset without texts (run --text none or claims) it proves that there are none, and all
but the words; with --texts also the words, which it takes from your copy of the articles. An
article is known by its text: one that was altered is another one. --config and --set say how
to read the articles, as they did for the run.

The first lie ends it, with a message that names table, row and column, and exit status 1.`,
		Example: `  volgens verify out/
  volgens verify out/ --texts archive/       a dataset without texts`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs),
		RunE: func(cmd *cobra.Command, args []string) error {
			begin := time.Now()
			fsys, err := datasetFS(args[0])
			if err != nil {
				return err
			}
			m, err := a.verify(cmd.Context(), fsys, texts)
			if err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			if quiet {
				return nil
			}
			what := "the manifest and the text say"
			if m.Text != schemas.TextFull && texts == "" {
				what = "the manifest says, and no text beyond --text " + string(m.Text) + "; the words were not checked (--texts)"
			}
			_, err = fmt.Fprintf(a.out, "%s: %s with %s and %s hold what %s (%s)\n", args[0],
				count(m.Counters[schemas.Documents], "document"), count(m.Counters[schemas.Attributions], "attribution"),
				count(m.Counters[schemas.Claims], "claim"), what, shortDuration(time.Since(begin)))
			return err
		},
	}
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "say nothing about a good dataset")
	a.textsFlag(cmd, &texts)
	return cmd
}

// verify checks a dataset, with the articles of a folder where one is named.
func (a *app) verify(ctx context.Context, fsys fs.FS, where string) (*dataset.Manifest, error) {
	m, err := dataset.Open(fsys)
	if err != nil || where == "" || m.Text == schemas.TextFull {
		return dataset.Verify(ctx, fsys) // which says what is wrong with the manifest
	}
	cfg, err := a.config()
	if err != nil {
		return nil, err
	}
	texts, err := readTexts(ctx, cfg, where)
	if err != nil {
		return nil, err
	}
	defer texts.close()
	return dataset.VerifyTexts(ctx, fsys, texts)
}

// datasetFS returns the folder of a dataset.
func datasetFS(dir string) (fs.FS, error) {
	if strings.Contains(dir, "://") {
		return nil, usagef("%s: want a local folder; copy the dataset first", dir)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, usagef("%s is no folder", dir)
	}
	return os.DirFS(dir), nil
}
