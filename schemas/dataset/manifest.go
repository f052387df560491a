// Package dataset describes a folder of published tables: its manifest, the descriptions
// for other tools, and the proof that the tables say what the manifest and each other say.
package dataset

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"

	"github.com/volgens/volgens/schemas"
)

// Names of the files beside the tables.
const (
	ManifestFile    = "manifest.json"
	DataPackageFile = "datapackage.json"
	CroissantFile   = "croissant.json"
	CardFile        = "README.md"

	JournalFile = "_manifest.json" // the manifest of a dataset that is being published
	TempDir     = "_temporary"     // holds files of a run under way
	LauncherDir = "launcher"       // in TempDir: those of the process that starts a run
	StateDir    = "_state"         // holds what a run needs that adds to the dataset
)

// Descriptions are the names of the files that describe a dataset to others.
var Descriptions = []string{DataPackageFile, CroissantFile, CardFile}

// Format names the kind of dataset in its manifest.
const Format = "volgens"

// Manifest lists what a finished dataset consists of. It is written last: a folder without
// one is an unfinished run. It depends on the input, the configuration and the program
// alone.
type Manifest struct {
	Format         string         `json:"format"` // always Format
	SchemaVersion  string         `json:"schema_version"`
	ProgramVersion string         `json:"program_version"`
	ConfigDigest   string         `json:"config_digest"`
	Additions      int            `json:"additions,omitempty"` // how many runs have added to the first one
	Text           schemas.Text   `json:"text,omitempty"`      // what text the tables hold, all where nothing is said
	About          About          `json:"about,omitzero"`
	Tables         []Table        `json:"tables"`
	Files          []File         `json:"files"` // those beside the tables
	Counters       schemas.Counts `json:"counters"`
}

// Table lists the part files of a table.
type Table struct {
	Name  string `json:"name"`
	Rows  int64  `json:"rows"`
	Bytes int64  `json:"bytes"`
	Files []File `json:"files"` // in the order of their numbers
}

// File is a file of the dataset.
type File struct {
	Path   string `json:"path"` // from the folder of the dataset, with slashes
	Rows   int64  `json:"rows,omitempty"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// ErrNotDataset is returned for a manifest that is none of this program.
var ErrNotDataset = errors.New("no manifest of volgens")

// PartPath returns the path of part i of n of a table.
func PartPath(table string, i, n int) string {
	return path.Join(table, fmt.Sprintf("part-%05d-of-%05d.parquet", i, n))
}

// PartNumber returns the number of a part file in its path.
func PartNumber(file string) (int, bool) {
	var i, n int
	_, err := fmt.Sscanf(path.Base(file), "part-%d-of-%d.parquet", &i, &n)
	return i, err == nil && PartPath(path.Dir(file), i, n) == file
}

// StatePath returns the path of a file of StateDir, in a dataset to which so many runs have
// added.
func StatePath(kind string, additions int) string {
	return path.Join(StateDir, fmt.Sprintf("%s-%05d.s2", kind, additions))
}

// State returns the path of the file of StateDir of that kind, and whether the dataset has
// one.
func (m *Manifest) State(kind string) (string, bool) {
	name := StatePath(kind, m.Additions)
	return name, slices.ContainsFunc(m.Files, func(f File) bool { return f.Path == name })
}

// ParseManifest reads a manifest. It fails on one of another format or schema version.
func ParseManifest(data []byte) (*Manifest, error) {
	var head struct {
		Format        string `json:"format"`
		SchemaVersion string `json:"schema_version"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotDataset, err)
	}
	if head.Format != Format {
		return nil, fmt.Errorf("%w: format %q", ErrNotDataset, head.Format)
	}
	if head.SchemaVersion != schemas.Version {
		return nil, fmt.Errorf("schema version %q, this program reads %q", head.SchemaVersion, schemas.Version)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	m := new(Manifest)
	if err := d.Decode(m); err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("manifest: more than one JSON value")
	}
	return m, nil
}

// Bytes returns the manifest as it is published.
func (m *Manifest) Bytes() []byte { return render(m) }

// Table returns the part files of a table and whether it is listed.
func (m *Manifest) Table(name string) (Table, bool) {
	for _, t := range m.Tables {
		if t.Name == name {
			return t, true
		}
	}
	return Table{}, false
}

// AllFiles returns every file that the manifest lists.
func (m *Manifest) AllFiles() []File {
	var out []File
	for _, t := range m.Tables {
		out = append(out, t.Files...)
	}
	return append(out, m.Files...)
}

// render writes JSON for people and programs.
func render(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		panic(err) // a bug: the types of this package can all be encoded
	}
	return b.Bytes()
}
