package main

import (
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
)

// mostInputs is how many files an event lists; of more it lists their folders.
const mostInputs = 100

func (a *app) lineageCommand() *cobra.Command {
	var namespace, output string
	var overwrite bool
	cmd := &cobra.Command{
		Use:     "lineage DIR",
		GroupID: groupData,
		Short:   "Tell a catalogue what a dataset was made of (OpenLineage)",
		Long: `Write the OpenLineage event of the run that made a dataset, as JSON: what was read, the tables
with their columns, rows and bytes, and from which column each column comes. Its time is that
of the manifest, its run id is made from it: a catalogue that gets it twice has it once.`,
		Example: `  volgens lineage out/
  volgens lineage out/ -o out.lineage.json --namespace newsroom
  volgens lineage out/ | curl --json @- localhost:5000/api/v1/lineage`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs),
		RunE: func(_ *cobra.Command, args []string) error {
			event, err := lineage(args[0], namespace)
			if err != nil {
				return err
			}
			write := func(w io.Writer) error {
				_, err := w.Write(event)
				return err
			}
			if output == "" || output == "-" {
				return write(a.out)
			}
			return writeWhole(output, overwrite, write)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVarP(&output, "output", "o", "", "`file` to write (default: standard output)")
	flags.BoolVar(&overwrite, "overwrite", false, "replace a file that is there")
	flags.StringVar(&namespace, "namespace", "volgens", "`name` of the place where the job ran, in the catalogue")
	must(cmd.MarkFlagFilename("output", "json"))
	return cmd
}

func lineage(dir, namespace string) ([]byte, error) {
	fsys, err := datasetFS(dir)
	if err != nil {
		return nil, err
	}
	m, err := dataset.Open(fsys)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	info, err := fs.Stat(fsys, dataset.ManifestFile)
	if err != nil {
		return nil, err
	}
	inputs, err := inputsOf(fsys, m)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	return dataset.Lineage(m, namespace, placeOf(dir), inputs, info.ModTime()), nil
}

// inputsOf returns the files that the documents and rejects of a dataset came from, or their
// folders where there are many.
func inputsOf(fsys fs.FS, m *dataset.Manifest) ([]dataset.Place, error) {
	files, folders := map[string]bool{}, map[string]bool{}
	add := func(uri string) {
		file := inputFile(uri)
		folders[file[:max(0, strings.LastIndexByte(file, '/'))]] = true
		if len(files) <= mostInputs {
			files[file] = true
		}
	}
	documents, _ := m.Table(schemas.Documents)
	for _, f := range documents.Files {
		for row, err := range dataset.Rows[schemas.Document](fsys, f.Path) {
			if err != nil {
				return nil, err
			}
			add(row.URI)
		}
	}
	rejects, _ := m.Table(schemas.Rejects)
	for _, f := range rejects.Files {
		for row, err := range dataset.Rows[schemas.Reject](fsys, f.Path) {
			if err != nil {
				return nil, err
			}
			add(row.URI)
		}
	}
	if len(files) > mostInputs {
		files = folders
	}
	places := []dataset.Place{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		places = append(places, placeOf(name))
	}
	return places, nil
}

// inputFile returns the file of a URI of a document: without the path in an archive, the number
// of a record, the line.
func inputFile(uri string) string {
	file, _, _ := strings.Cut(uri, "!/")
	if i := strings.LastIndexByte(file, '#'); i > 0 {
		file = file[:i]
	}
	return file
}

// placeOf names a path or URL as OpenLineage does.
func placeOf(name string) dataset.Place {
	if u, err := url.Parse(name); err == nil && u.Host != "" {
		return dataset.Place{Namespace: u.Scheme + "://" + u.Host, Name: strings.Trim(u.Path, "/")}
	}
	if abs, err := filepath.Abs(name); err == nil {
		name = abs
	}
	return dataset.Place{Namespace: "file", Name: filepath.ToSlash(name)}
}
