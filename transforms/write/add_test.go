package write

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
	"github.com/volgens/volgens/transforms"
)

// addAll does without Beam what a run does that adds to a dataset.
func addAll(ctx context.Context, o Options, batches []transforms.Batch, copies ...schemas.Copy) error {
	o, _, err := PrepareAddition(ctx, o)
	if err != nil {
		return err
	}
	p, err := writeParts(ctx, o, batches)
	if err != nil {
		return err
	}
	p.copies = copies
	if err := p.ledger(ctx); err != nil {
		return err
	}
	_, err = p.publish(ctx)
	return err
}

// ledger adds the list of records, which in a run comes from reading.
func (p *publication) ledger(ctx context.Context) error {
	part, err := writeSpill(ctx, p.store, schemas.Ledger, fmt.Sprintf("%s/documents-records-%d", dataset.TempDir, len(p.parts)), nil)
	p.parts = append(p.parts, part)
	return err
}

// firstAll writes a new dataset with a list of records.
func firstAll(ctx context.Context, o Options, batches []transforms.Batch) error {
	if err := Prepare(ctx, o.Dir, false); err != nil {
		return err
	}
	p, err := writeParts(ctx, o, batches)
	if err != nil {
		return err
	}
	if err := p.ledger(ctx); err != nil {
		return err
	}
	_, err = p.publish(ctx)
	return err
}

// mapped is the folder of the tests as a file system.
func mapped(files map[string][]byte) fstest.MapFS {
	out := fstest.MapFS{}
	for name, data := range files {
		out[strings.TrimPrefix(name, testOptions.Dir+"/")] = &fstest.MapFile{Data: data}
	}
	return out
}

// tableRows returns the rows of every table as text, sorted, and the counters.
func tableRows(t *testing.T, fsys fs.FS) map[string][]string {
	t.Helper()
	m, err := dataset.Open(fsys)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for _, table := range m.Tables {
		for _, f := range table.Files {
			out[table.Name] = append(out[table.Name], rowsAsText(t, fsys, table.Name, f.Path)...)
		}
		slices.Sort(out[table.Name])
	}
	for _, c := range m.Counters.List() {
		out["counters"] = append(out["counters"], fmt.Sprint(c))
	}
	return out
}

func rowsAsText(t *testing.T, fsys fs.FS, table, file string) []string {
	switch table {
	case schemas.Documents:
		return texts[schemas.Document](t, fsys, file)
	case schemas.Segments:
		return texts[schemas.Segment](t, fsys, file)
	case schemas.Attributions:
		return texts[schemas.Attribution](t, fsys, file)
	case schemas.Claims:
		return texts[schemas.Claim](t, fsys, file)
	case schemas.Sources:
		return texts[schemas.Source](t, fsys, file)
	case schemas.Mentions:
		return texts[schemas.Mention](t, fsys, file)
	case schemas.Disputes:
		return texts[schemas.Dispute](t, fsys, file)
	}
	return texts[schemas.Reject](t, fsys, file)
}

func texts[T any](t *testing.T, fsys fs.FS, file string) (out []string) {
	t.Helper()
	for row, err := range dataset.Rows[T](fsys, file) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(must(json.Marshal(row))))
	}
	return out
}

func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

// What is written in several runs has the rows of one run over everything, and is true.
func TestAdditions(t *testing.T) {
	all := handMadeBatches(6, 2)
	whole, _ := undisturbed(t, false, all)
	want := tableRows(t, mapped(whole))
	for _, object := range []bool{false, true} {
		for _, cuts := range [][]int{{0, 2, 6}, {0, 4, 5, 6}, {0, 0, 6}, {0, 1, 2, 3, 4, 5, 6}, {0, 6, 6}} {
			t.Run(fmt.Sprint(object, cuts), func(t *testing.T) {
				disk.reset(object)
				if err := firstAll(t.Context(), testOptions, all[:cuts[1]]); err != nil {
					t.Fatal(err)
				}
				for i := 2; i < len(cuts); i++ {
					if err := addAll(t.Context(), testOptions, all[cuts[i-1]:cuts[i]]); err != nil {
						t.Fatal(err)
					}
				}
				got := mapped(disk.snapshot())
				if diff := gocmp.Diff(want, tableRows(t, got)); diff != "" {
					t.Fatalf("rows (-one run +several):\n%s", diff)
				}
				if _, err := dataset.Verify(t.Context(), got); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// Further places of documents and rejects that the dataset has go to their rows.
func TestAdditionOfCopies(t *testing.T) {
	disk.reset(false)
	batches := handMadeBatches(3, 2)
	gone := batches[1].Articles[0].Row
	batches[1].Rejects = append(batches[1].Rejects, schemas.Reject{URI: "de.txt", Stage: "extract", Code: "unsupported_language"})
	if err := firstAll(t.Context(), testOptions, batches); err != nil {
		t.Fatal(err)
	}
	err := addAll(t.Context(), testOptions, nil,
		schemas.Copy{DocID: cmp.Or(gone.DocID, schemas.DocID(gone.Text)), First: gone.URI, URIs: []string{"copy 1.txt", "copy 2.txt"}},
		schemas.Copy{DocID: "0123456789abcdef", First: "de.txt", URIs: []string{"de 2.txt"}})
	if err != nil {
		t.Fatal(err)
	}
	got := mapped(disk.snapshot())
	m, err := dataset.Verify(t.Context(), got)
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Join(tableRows(t, got)[schemas.Documents], "\n")
	if n := strings.Count(rows, `["copy 1.txt","copy 2.txt"]`); n != 1 || m.Counters["documents.copies"] != 2 {
		t.Errorf("%d rows list the copies and %d are counted, want one and 2", n, m.Counters["documents.copies"])
	}
	if rejects := strings.Join(tableRows(t, got)[schemas.Rejects], "\n"); strings.Count(rows+rejects, `"de 2.txt"`) != 1 {
		t.Errorf("rejects %s, want one of de 2.txt", rejects)
	}
}

// An addition that is killed at any operation leaves the former dataset, or the new one; the
// same command then gives what an undisturbed one does.
func TestKilledAdditions(t *testing.T) {
	all := handMadeBatches(4, 1)
	copied := schemas.Copy{DocID: schemas.DocID(all[0].Articles[0].Row.Text), First: all[0].Articles[0].Row.URI, URIs: []string{"copy.txt"}}
	for _, object := range []bool{false, true} {
		t.Run(map[bool]string{false: "disk", true: "object store"}[object], func(t *testing.T) {
			disk.reset(object)
			if err := firstAll(t.Context(), testOptions, all[:2]); err != nil {
				t.Fatal(err)
			}
			before := disk.snapshot()
			disk.reset(object)
			disk.files = maps.Clone(before)
			if err := addAll(t.Context(), testOptions, all[2:], copied); err != nil {
				t.Fatal(err)
			}
			want, ops := disk.snapshot(), disk.ops
			for k := 1; k <= ops; k++ {
				disk.reset(object)
				disk.files = maps.Clone(before)
				disk.failAt = k
				if err := addAll(t.Context(), testOptions, all[2:], copied); err == nil {
					t.Fatalf("killed at %d of %d: no error", k, ops)
				}
				disk.failAt = 0
				if manifest := testOptions.Dir + "/manifest.json"; string(disk.files[manifest]) == string(before[manifest]) {
					for name := range before {
						if string(disk.files[name]) != string(before[name]) {
							t.Fatalf("killed at %d: %s of the former dataset changed under its manifest", k, name)
						}
					}
					if err := addAll(t.Context(), testOptions, all[2:], copied); err != nil {
						t.Fatalf("after a kill at %d: %v", k, err)
					}
				} else if err := addAll(t.Context(), testOptions, nil); err != nil {
					t.Fatalf("after a kill at %d, all being there: %v", k, err)
				}
				sameFiles(t, want, disk.snapshot())
			}
		})
	}
}

// A runner may try an addition again with the same parts.
func TestAnAdditionMayBeTriedAgain(t *testing.T) {
	all := handMadeBatches(4, 1)
	for _, object := range []bool{false, true} {
		disk.reset(object)
		if err := firstAll(t.Context(), testOptions, all[:2]); err != nil {
			t.Fatal(err)
		}
		before := disk.snapshot()
		if err := addAll(t.Context(), testOptions, all[2:]); err != nil {
			t.Fatal(err)
		}
		want := disk.snapshot()
		for k := 1; ; k++ {
			disk.reset(object)
			disk.files = maps.Clone(before)
			o, _, err := PrepareAddition(t.Context(), testOptions)
			if err != nil {
				t.Fatal(err)
			}
			p, err := writeParts(t.Context(), o, all[2:])
			if err == nil {
				err = p.ledger(t.Context())
			}
			if err != nil {
				t.Fatal(err)
			}
			second := p.again()
			disk.ops, disk.failAt = 0, k
			_, err = p.publish(t.Context())
			disk.failAt = 0
			m, errAgain := second.publish(t.Context())
			if errAgain != nil {
				t.Fatalf("second attempt after an end at %d: %v", k, errAgain)
			}
			sameFiles(t, want, disk.snapshot())
			if m.Counters["claims"] == 0 {
				t.Fatal("second attempt counts no claims")
			}
			if err == nil {
				break
			}
		}
	}
}

func TestAdditionsThatAreRefused(t *testing.T) {
	disk.reset(false)
	if err := firstAll(t.Context(), testOptions, handMadeBatches(2, 1)); err != nil {
		t.Fatal(err)
	}
	before := disk.snapshot()
	other := testOptions
	other.Version = "9.9.9"
	if err := addAll(t.Context(), other, nil); !errors.Is(err, ErrOtherMaking) || !strings.Contains(err.Error(), "9.9.9") {
		t.Errorf("another version: %v", err)
	}
	other = testOptions
	other.Config = "bad"
	if err := addAll(t.Context(), other, nil); !errors.Is(err, ErrOtherMaking) || !strings.Contains(err.Error(), "configuration") {
		t.Errorf("another configuration: %v", err)
	}
	sameFiles(t, before, disk.snapshot())
	o, _, err := PrepareAddition(t.Context(), testOptions)
	if err != nil {
		t.Fatal(err)
	}
	if err := addAll(t.Context(), testOptions, handMadeBatches(3, 1)[2:]); err != nil {
		t.Fatal(err)
	}
	after := disk.snapshot()
	p, err := writeParts(t.Context(), o, handMadeBatches(4, 1)[3:])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.publish(t.Context()); !errors.Is(err, ErrChanged) {
		t.Errorf("publish on another dataset = %v, want %v", err, ErrChanged)
	}
	for name := range after {
		if string(disk.files[name]) != string(after[name]) {
			t.Errorf("%s has changed", name)
		}
	}
}

func TestLock(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	unlock, err := Lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(dir); !errors.Is(err, ErrBusy) || !strings.Contains(err.Error(), dir) {
		t.Errorf("second Lock = %v, want %v", err, ErrBusy)
	}
	unlock()
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder is left: %v", err)
	}
	unlock, err = Lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	unlock()
}
