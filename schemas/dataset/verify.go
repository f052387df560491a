package dataset

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/volgens/volgens/schemas"
)

// Open reads the manifest of a dataset in a folder.
func Open(fsys fs.FS) (*Manifest, error) {
	data, err := fs.ReadFile(fsys, ManifestFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("no finished dataset: %w", err)
	}
	if err != nil {
		return nil, err
	}
	m, err := ParseManifest(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", ManifestFile, err)
	}
	return m, nil
}

// Verify re-reads a finished dataset and returns its first Lie: a file that differs from the
// manifest, is missing or unknown; a column of another type; a span that does not cut
// from the text what its column says; segments that are not the text; a key that is not
// unique or points nowhere; rows out of order; a number that does not add up.
//
// It reads file by file and keeps ids of eight bytes each: those of documents and sources.
func Verify(ctx context.Context, fsys fs.FS) (*Manifest, error) {
	return VerifyTexts(ctx, fsys, nil)
}

func verify(ctx context.Context, v *verifier) error {
	for _, step := range []func(context.Context) error{
		v.tables, v.files, v.checksums, v.sources, v.documents, v.sourceCounts, v.disputes, v.rejects, v.counters,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// verifier holds what the steps of a verification know of each other.
type verifier struct {
	fs     fs.FS
	m      *Manifest
	texts  Texts // of a dataset without; nil for none
	counts schemas.Counts

	sourceFiles []sourceFile
	sourceIDs   []id
	tallies     []sourceTally // by index of sourceIDs
	docIDs      []id
	claimIDs    []id // only where there are disputes
}

// tables compares the tables of the manifest with those of the program.
func (v *verifier) tables(context.Context) error {
	want := schemas.Tables()
	for i := range max(len(want), len(v.m.Tables)) {
		switch {
		case i >= len(v.m.Tables):
			return lieOf(ManifestFile, "table %s is missing", want[i].Name)
		case i >= len(want) || v.m.Tables[i].Name != want[i].Name:
			return lieOf(ManifestFile, "table %q is unknown or out of order", v.m.Tables[i].Name)
		}
		if err := addsUp(v.m.Tables[i], v.m.Additions); err != nil {
			return err
		}
	}
	return nil
}

// addsUp checks the sums and names of a table's files. Where runs have added to the dataset
// their numbers go on, and those of files that were made anew are missing.
func addsUp(t Table, additions int) error {
	var rows, bytes int64
	numbers := map[int]bool{}
	for i, f := range t.Files {
		n, ok := PartNumber(f.Path)
		switch want := PartPath(t.Name, i, len(t.Files)); {
		case additions == 0 && f.Path != want:
			return lieOf(ManifestFile, "lists %s as %s", want, f.Path)
		case !ok || path.Dir(f.Path) != t.Name || numbers[n]:
			return lieOf(ManifestFile, "lists %s among the files of %s", f.Path, t.Name)
		}
		numbers[n] = true
		rows, bytes = rows+f.Rows, bytes+f.Bytes
	}
	switch {
	case len(t.Files) == 0:
		return lieOf(ManifestFile, "table %s has no file", t.Name)
	case rows != t.Rows || bytes != t.Bytes:
		return lieOf(ManifestFile, "table %s has %d rows in %d bytes, its files %d in %d", t.Name, t.Rows, t.Bytes, rows, bytes)
	}
	return nil
}

// files looks for files that should not be there.
func (v *verifier) files(context.Context) error {
	known := map[string]bool{}
	for _, f := range v.m.AllFiles() {
		known[f.Path] = true
	}
	for _, name := range []string{JournalFile, TempDir} {
		if _, err := fs.Stat(v.fs, name); err == nil {
			return lieOf(name, "is left of an unfinished run")
		}
	}
	folders := []string{}
	for _, t := range v.m.Tables {
		folders = append(folders, t.Name)
	}
	for _, f := range v.m.Files {
		if strings.HasPrefix(f.Path, StateDir+"/") {
			folders = append(folders, StateDir)
			break
		}
	}
	for _, folder := range folders {
		err := fs.WalkDir(v.fs, folder, func(path string, d fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return lieOf(folder, "is missing")
			case err != nil:
				return err
			case !d.IsDir() && !known[path]:
				return lieOf(path, "is not in the manifest")
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// checksums reads all files.
func (v *verifier) checksums(ctx context.Context) error {
	buf := make([]byte, 1<<20)
	for _, f := range v.m.AllFiles() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := v.checksum(f, buf); err != nil {
			return err
		}
	}
	return nil
}

func (v *verifier) checksum(f File, buf []byte) error {
	r, err := v.fs.Open(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return lieOf(f.Path, "is missing")
	}
	if err != nil {
		return err
	}
	defer r.Close()
	sum := sha256.New()
	n, err := io.CopyBuffer(sum, struct{ io.Reader }{r}, buf)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Path, err)
	}
	if n != f.Bytes {
		return lieOf(f.Path, "has %d bytes, the manifest says %d", n, f.Bytes)
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != f.SHA256 {
		return lieOf(f.Path, "has SHA-256 %s, the manifest says %s", got, f.SHA256)
	}
	return nil
}

// openPart opens a part file and compares what it says of itself with the manifest.
func openPart[T any](v *verifier, table string, f File) (*rowReader[T], error) {
	r, err := openRows[T](v.fs, f.Path)
	if err != nil {
		return nil, err
	}
	if err := r.metadata(v.m, table, f.Rows); err != nil {
		r.close()
		return nil, err
	}
	return r, nil
}

// each calls yield with every row of a table.
func each[T any](ctx context.Context, v *verifier, table string, yield func(*rowReader[T], *T) error) error {
	t, _ := v.m.Table(table)
	for _, f := range t.Files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := eachOf(v, table, f, yield); err != nil {
			return err
		}
	}
	return nil
}

func eachOf[T any](v *verifier, table string, f File, yield func(*rowReader[T], *T) error) error {
	r, err := openPart[T](v, table, f)
	if err != nil {
		return err
	}
	defer r.close()
	for {
		row, err := r.next()
		if row == nil || err != nil {
			return err
		}
		if err := yield(r, row); err != nil {
			return err
		}
	}
}

// disputes checks that both claims of a pair are there.
func (v *verifier) disputes(ctx context.Context) error {
	slices.SortFunc(v.claimIDs, compareIDs)
	last := ""
	return each(ctx, v, schemas.Disputes, func(r *rowReader[schemas.Dispute], d *schemas.Dispute) error {
		v.counts.Dispute(*d)
		key := d.ClaimA + " " + d.ClaimB
		switch {
		case leak(d, v.m.Text) != "":
			return r.lie(leak(d, v.m.Text), "has words, in a dataset with text %s", v.m.Text)
		case d.ClaimA >= d.ClaimB:
			return r.lie("claim_a", "%s is not before claim_b %s", d.ClaimA, d.ClaimB)
		case key <= last:
			return r.lie("claim_a", "pair %s is out of order or there twice", key)
		case !contains(v.claimIDs, d.ClaimA):
			return r.lie("claim_a", "%s is no claim", d.ClaimA)
		case !contains(v.claimIDs, d.ClaimB):
			return r.lie("claim_b", "%s is no claim", d.ClaimB)
		case !contains(v.docIDs, d.DocA):
			return r.lie("doc_a", "%s is no document", d.DocA)
		case !contains(v.docIDs, d.DocB):
			return r.lie("doc_b", "%s is no document", d.DocB)
		case d.SourceA != nil && !contains(v.sourceIDs, *d.SourceA):
			return r.lie("source_a", "%s is no source", *d.SourceA)
		case d.SourceB != nil && !contains(v.sourceIDs, *d.SourceB):
			return r.lie("source_b", "%s is no source", *d.SourceB)
		}
		last = key
		return nil
	})
}

// rejects counts the rejects; those of a file are sorted by URI.
func (v *verifier) rejects(ctx context.Context) error {
	file, last := "", ""
	return each(ctx, v, schemas.Rejects, func(r *rowReader[schemas.Reject], row *schemas.Reject) error {
		v.counts.Reject(*row)
		if column := leak(row, v.m.Text); column != "" {
			return r.lie(column, "is there, in a dataset with text %s", v.m.Text)
		}
		if r.file == file && row.URI < last {
			return r.lie("uri", "%s stands after %s", short(row.URI), short(last))
		}
		file, last = r.file, row.URI
		return nil
	})
}

// counters compares the numbers of the manifest with those of the tables.
func (v *verifier) counters(context.Context) error {
	for _, name := range slices.Sorted(maps.Keys(v.counts)) {
		if got, ok := v.m.Counters[name]; !ok || got != v.counts[name] {
			return lieOf(ManifestFile, "counter %s is %d, the tables give %d", name, got, v.counts[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(v.m.Counters)) {
		if strings.HasPrefix(name, schemas.WorkPrefix) {
			continue
		}
		if _, ok := v.counts[name]; !ok {
			return lieOf(ManifestFile, "counter %s is %d, the tables give none", name, v.m.Counters[name])
		}
	}
	return nil
}

// id is an id of a row, half as long as its 16 hexadecimal digits.
type id [8]byte

// parseID reads an id of 16 hexadecimal digits.
func parseID(s string) (x id, ok bool) {
	if len(s) != 16 || strings.ToLower(s) != s {
		return x, false
	}
	_, err := hex.Decode(x[:], []byte(s))
	return x, err == nil
}

func compareIDs(a, b id) int { return slices.Compare(a[:], b[:]) }

// contains looks an id up in sorted ids.
func contains(ids []id, s string) bool { return indexOf(ids, s) >= 0 }

func indexOf(ids []id, s string) int {
	x, ok := parseID(s)
	if !ok {
		return -1
	}
	i, found := slices.BinarySearchFunc(ids, x, compareIDs)
	if !found {
		return -1
	}
	return i
}
