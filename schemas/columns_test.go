package schemas

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
)

var update = flag.Bool("update", false, "rewrite golden files")

// golden compares got to a file, or rewrites it.
func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is not current; go test ./schemas -update rewrites it (-want +got):\n%s", path, diff)
	}
}

func TestParquetSchemas(t *testing.T) {
	for _, table := range Tables() {
		schema := parquet.SchemaOf(reflect.New(table.row).Interface())
		golden(t, filepath.Join("testdata", table.Name+".schema"), []byte(schema.String()+"\n"))
	}
}

func TestTheDocumentationIsCurrent(t *testing.T) {
	path := filepath.Join("..", "docs", "datasets.md")
	preface, err := os.ReadFile(filepath.Join("testdata", "datasets.md"))
	if err != nil {
		t.Fatal(err)
	}
	b := bytes.NewBuffer(preface)
	if err := WriteMarkdown(b, Tables()...); err != nil {
		t.Fatal(err)
	}
	golden(t, path, b.Bytes())
}

func TestWriteTextAndJSON(t *testing.T) {
	var text, json bytes.Buffer
	mentions, _ := TableNamed(Mentions)
	segments, _ := TableNamed(Segments)
	if err := WriteText(&text, mentions, segments); err != nil {
		t.Fatal(err)
	}
	golden(t, filepath.Join("testdata", "text.golden"), text.Bytes())
	if err := WriteJSON(&json, mentions, segments); err != nil {
		t.Fatal(err)
	}
	golden(t, filepath.Join("testdata", "json.golden"), json.Bytes())
}

// Nullable columns are pointers, since the Parquet library loses nulls of optional values,
// and only they may be.
func TestColumnsAreWellFormed(t *testing.T) {
	for _, table := range Tables() {
		names := map[string]bool{}
		for i := range table.row.NumField() {
			f := table.row.Field(i)
			tag := f.Tag.Get("parquet")
			if optional, pointer := strings.Contains(tag, ",optional"), f.Type.Kind() == reflect.Pointer; optional != pointer {
				t.Errorf("%s.%s: optional %v, pointer %v", table.Name, f.Name, optional, pointer)
			}
			if list, slice := strings.Contains(tag, ",list"), f.Type.Kind() == reflect.Slice; list != slice {
				t.Errorf("%s.%s: list %v, slice %v", table.Name, f.Name, list, slice)
			}
			if f.Tag.Get("doc") == "" {
				t.Errorf("%s.%s: no doc tag", table.Name, f.Name)
			}
			names[strings.Split(tag, ",")[0]] = true
		}
		for _, name := range slices.Concat(table.Key, table.Order, table.Bloom, table.Long) {
			if !names[name] {
				t.Errorf("%s: no column %s", table.Name, name)
			}
		}
		for _, ref := range table.Refs {
			target, ok := TableNamed(ref.Table)
			if _, there := target.Column(ref.Target); !ok || !there {
				t.Errorf("%s.%s refers to %s.%s, which is not there", table.Name, ref.Column, ref.Table, ref.Target)
			}
		}
	}
}

func TestIDs(t *testing.T) {
	if a, b := AttributionID("d", "ab", "c", "x", 0), AttributionID("d", "a", "bc", "x", 0); a == b {
		t.Error("moving a character from one word to the next keeps the id")
	}
	if a, b := ClaimID("d", "s", "c", 0), ClaimID("d", "s", "c", 1); a == b || len(a) != idLen {
		t.Errorf("ids %q and %q of two claims with the same words", a, b)
	}
}
