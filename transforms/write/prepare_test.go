package write

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/volgens/volgens/schemas/dataset"
)

// makeFiles writes small files below a new folder and returns it.
func makeFiles(t *testing.T, names ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "out")
	for _, name := range names {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		data := []byte("x")
		if name == dataset.ManifestFile {
			data = (&dataset.Manifest{Format: dataset.Format, SchemaVersion: "1"}).Bytes()
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestPrepare(t *testing.T) {
	part := dataset.PartPath("claims", 0, 1)
	tests := []struct {
		name      string
		files     []string
		overwrite bool
		want      error
		left      string // names below the folder afterwards
	}{
		{name: "no folder"},
		{name: "foreign files", files: []string{"NOTES.md", "claims/notes.txt"}, left: "NOTES.md claims/notes.txt"},
		{name: "killed before publishing", files: []string{"_temporary/claims-00000-000-x.parquet", "_temporary/sources-x.spill", "_temporary/launcher/beam"}},
		{name: "killed while publishing", files: []string{part, "datapackage.json", "_temporary/claims-x", "_manifest.json", "mine.txt"}, left: "mine.txt"},
		{name: "finished", files: []string{part, "manifest.json"}, want: ErrExists, left: "claims/part-00000-of-00001.parquet manifest.json"},
		{name: "finished, to be replaced", files: []string{part, "manifest.json", "_temporary/claims-x"}, overwrite: true, left: "claims/part-00000-of-00001.parquet manifest.json"},
		{name: "another's manifest", files: []string{"x/manifest.json"}, left: "x/manifest.json"},
		{name: "another's parts", files: []string{part}, want: ErrForeign, left: part},
		{name: "another's parts, to be replaced", files: []string{part}, overwrite: true, want: ErrForeign, left: part},
		{name: "another's data package", files: []string{"datapackage.json"}, want: ErrForeign, left: "datapackage.json"},
		{name: "a file in the place of a table", files: []string{"claims"}, want: ErrForeign, left: "claims"},
		{name: "another's temporary files", files: []string{"_temporary/0/x"}, left: "_temporary/0/x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := makeFiles(t, tt.files...)
			if err := Prepare(t.Context(), dir, tt.overwrite); !errors.Is(err, tt.want) {
				t.Errorf("Prepare = %v, want %v", err, tt.want)
			}
			var left []string
			for _, name := range names(folder(t, dir)) {
				left = append(left, strings.TrimPrefix(name, testOptions.Dir+"/"))
			}
			if got := strings.Join(left, " "); got != tt.left {
				t.Errorf("left %q, want %q", got, tt.left)
			}
		})
	}
}

func TestPrepareRefuses(t *testing.T) {
	file := filepath.Join(makeFiles(t, "file"), "file")
	foreign := makeFiles(t, "x")
	if err := os.WriteFile(filepath.Join(foreign, "manifest.json"), []byte(`{"name":"web app"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, dir, want string }{
		{"no name", " ", "no folder"},
		{"a file", file, "is a file"},
		{"below a file", filepath.Join(file, "out"), "not a directory"},
		{"another's manifest", foreign, "is in the way"},
		{"a pattern of an object store", "s3://bucket/a*b", "misread"},
		{"an unknown scheme", "ftp://host/out", `"ftp"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, overwrite := range []bool{false, true} {
				err := Prepare(t.Context(), tt.dir, overwrite)
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("Prepare(%q, %v) = %v, want an error with %q", tt.dir, overwrite, err, tt.want)
				}
			}
		})
	}
}

func TestFolderNames(t *testing.T) {
	base := t.TempDir()
	for _, name := range []string{"plain", "with space + plus", "br[a]ckets*?", `back\slash`, "slash/", "é", "."} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(base)
			o := testOptions
			o.Dir = name
			for range 2 {
				if err := writeAll(t.Context(), o, handMadeBatches(2, 1), true); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := os.Stat(filepath.Join(name, dataset.TempDir)); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("%s is left: %v", dataset.TempDir, err)
			}
		})
	}
}
