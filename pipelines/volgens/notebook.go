package main

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/volgens/volgens/notebooks"
	"github.com/volgens/volgens/schemas/dataset"
)

// notebookOptions are the flags of notebook.
type notebookOptions struct {
	about     string
	output    string
	overwrite bool
}

func (a *app) notebookCommand() *cobra.Command {
	var o notebookOptions
	cmd := &cobra.Command{
		Use:     "notebook DIR",
		GroupID: groupData,
		Short:   "Write a notebook for Jupyter beside a dataset",
		Long:    notebookHelp(),
		Example: `  volgens notebook out/                          writes out.ipynb
  volgens notebook out/ --about disputes         writes out.disputes.ipynb
  volgens notebook out/ -o look.ipynb && jupyter lab look.ipynb`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs),
		RunE:              func(_ *cobra.Command, args []string) error { return a.notebook(args[0], o) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&o.about, "about", notebooks.FirstLook, strings.Join(notebooks.Names(), ", "))
	flags.StringVarP(&o.output, "output", "o", "", "`file` to write, - for standard output (default: beside the folder)")
	flags.BoolVar(&o.overwrite, "overwrite", false, "replace a file that is there")
	must(cmd.RegisterFlagCompletionFunc("about", cobra.FixedCompletions(notebooks.Names(), cobra.ShellCompDirectiveNoFileComp)))
	must(cmd.MarkFlagFilename("output", "ipynb"))
	return cmd
}

func notebookHelp() string {
	var b strings.Builder
	b.WriteString(`Write a notebook for Jupyter that shows a dataset, with the path of the dataset filled in:

`)
	for _, name := range notebooks.Names() {
		fmt.Fprintf(&b, "  %-12s %s\n", name, notebooks.Title(name))
	}
	b.WriteString(`
It wants Python with duckdb, matplotlib, numpy, pandas, polars, pyarrow, jinja2 and pytz. The
notebook "agreement" reads the decisions from what "volgens export DIR -o DIR.reviews.parquet"
writes.`)
	return b.String()
}

func (a *app) notebook(dir string, o notebookOptions) error {
	fsys, err := datasetFS(dir)
	if err != nil {
		return err
	}
	if _, err := dataset.Open(fsys); err != nil {
		return fmt.Errorf("%s: %w", dir, err)
	}
	if !slices.Contains(notebooks.Names(), o.about) {
		return usagef("--about: want %s, have %q", strings.Join(notebooks.Names(), ", "), o.about)
	}
	dir, err = filepath.Abs(dir)
	if err != nil {
		return err
	}
	output := cmp.Or(o.output, besideDataset(dir, o.about))
	nb, err := notebooks.Write(o.about, parametersFor(dir, output))
	if err != nil {
		return err
	}
	write := func(w io.Writer) error {
		_, err := w.Write(nb)
		return err
	}
	if output == "-" {
		return write(a.out)
	}
	if err := writeWhole(output, o.overwrite, write); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "%s: %s\n", shortPath(output), notebooks.Title(o.about))
	return err
}

// besideDataset returns the file beside the folder of a dataset for a notebook.
func besideDataset(dir, about string) string {
	if about == notebooks.FirstLook {
		return dir + ".ipynb"
	}
	return dir + "." + about + ".ipynb"
}

// parametersFor returns the parameters of a notebook: paths from its own folder, where Jupyter
// runs it, so that folder and notebook can be moved together.
func parametersFor(dir, output string) map[string]string {
	from := ""
	if output != "-" {
		if abs, err := filepath.Abs(output); err == nil {
			from = filepath.Dir(abs)
		}
	}
	path := func(to string) string {
		if rel, err := filepath.Rel(from, to); from != "" && err == nil {
			to = rel
		}
		return filepath.ToSlash(to) // DuckDB and Python take slashes everywhere
	}
	return map[string]string{"dataset": path(dir), "reviews": path(dir + ".reviews.parquet")}
}

// shortPath returns a path as seen from the working folder, where that is shorter.
func shortPath(path string) string {
	wd, err := filepath.Abs(".")
	if err != nil {
		return path
	}
	if rel, err := filepath.Rel(wd, path); err == nil && len(rel) < len(path) {
		return rel
	}
	return path
}
