package main

import (
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
	cmd := &cobra.Command{
		Use:     "verify DIR",
		GroupID: groupData,
		Short:   "Re-check a dataset: checksums, spans, keys, numbers",
		Long: `Re-read a finished dataset in a local folder and check that it says the truth: the checksums
of the manifest, the columns, every span against the text, that the segments of a document
are its text, that keys are unique and point to a row, that the numbers add up.

The first lie ends it, with a message that names table, row and column, and exit status 1.`,
		Example:           `  volgens verify out/`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs),
		RunE: func(cmd *cobra.Command, args []string) error {
			begin := time.Now()
			fsys, err := datasetFS(args[0])
			if err != nil {
				return err
			}
			m, err := dataset.Verify(cmd.Context(), fsys)
			if err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			if quiet {
				return nil
			}
			_, err = fmt.Fprintf(a.out, "%s: %s with %s and %s hold what the manifest and the text say (%s)\n", args[0],
				count(m.Counters[schemas.Documents], "document"), count(m.Counters[schemas.Attributions], "attribution"),
				count(m.Counters[schemas.Claims], "claim"), shortDuration(time.Since(begin)))
			return err
		},
	}
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "say nothing about a good dataset")
	return cmd
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
