package sample

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"os"
	"path/filepath"

	"github.com/parquet-go/parquet-go"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
)

// version is what the files say of the program that made them.
const version = "sample"

// Writer writes a dataset part by part.
type Writer struct {
	dir    string
	parts  int
	files  map[string][]dataset.File
	counts schemas.Counts
}

// NewWriter begins a dataset of so many parts in a folder.
func NewWriter(dir string, parts int) *Writer {
	return &Writer{dir: dir, parts: parts, files: map[string][]dataset.File{}, counts: schemas.NewCounts()}
}

// Write writes rows as a dataset of one part.
func Write(dir string, rows Rows) error {
	w := NewWriter(dir, 1)
	if err := w.Part(rows); err != nil {
		return err
	}
	return w.Close(rows.Sources, rows.Disputes)
}

// Part writes the next part: the rows of some documents.
func (w *Writer) Part(rows Rows) error {
	i := len(w.files[schemas.Documents])
	w.count(rows)
	for _, err := range []error{
		writeFile(w, schemas.Documents, i, w.parts, rows.Documents),
		writeFile(w, schemas.Segments, i, w.parts, rows.Segments),
		writeFile(w, schemas.Attributions, i, w.parts, rows.Attributions),
		writeFile(w, schemas.Claims, i, w.parts, rows.Claims),
		writeFile(w, schemas.Mentions, i, w.parts, rows.Mentions),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *Writer) count(rows Rows) {
	for _, d := range rows.Documents {
		w.counts.Document(d)
	}
	for _, a := range rows.Attributions {
		w.counts.Attribution(a)
	}
	for _, c := range rows.Claims {
		w.counts.Claim(c)
	}
	w.counts[schemas.Segments] += int64(len(rows.Segments))
	w.counts[schemas.Mentions] += int64(len(rows.Mentions))
}

// Close writes the tables of the whole and the manifest.
func (w *Writer) Close(sources []schemas.Source, disputes []schemas.Dispute) error {
	for _, s := range sources {
		w.counts.Source(s)
	}
	for _, d := range disputes {
		w.counts.Dispute(d)
	}
	for _, err := range []error{
		writeFile(w, schemas.Sources, 0, 1, sources),
		writeFile(w, schemas.Disputes, 0, 1, disputes),
		writeFile(w, schemas.Rejects, 0, 1, []schemas.Reject(nil)),
	} {
		if err != nil {
			return err
		}
	}
	m := dataset.Manifest{Format: dataset.Format, SchemaVersion: schemas.Version, ProgramVersion: version, Files: []dataset.File{}, Counters: w.counts}
	for _, t := range schemas.Tables() {
		table := dataset.Table{Name: t.Name, Files: w.files[t.Name]}
		for _, f := range table.Files {
			table.Rows += f.Rows
			table.Bytes += f.Bytes
		}
		m.Tables = append(m.Tables, table)
	}
	return os.WriteFile(filepath.Join(w.dir, dataset.ManifestFile), m.Bytes(), 0o644)
}

// counter is a writer that knows what went through it.
type counter struct {
	*os.File
	n   int64
	sum hash.Hash
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.File.Write(p)
	c.n += int64(n)
	c.sum.Write(p[:n])
	return n, err
}

// writeFile writes a file of a table, as the pipeline does.
func writeFile[T any](w *Writer, table string, i, n int, rows []T) error {
	t, _ := schemas.TableNamed(table)
	name := dataset.PartPath(table, i, n)
	path := filepath.Join(w.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	c := &counter{File: file, sum: sha256.New()}
	sorting := make([]parquet.SortingColumn, len(t.Order))
	for i, column := range t.Order {
		sorting[i] = parquet.Ascending(column)
	}
	pq := parquet.NewGenericWriter[T](c,
		parquet.Compression(&parquet.Zstd), parquet.MaxRowsPerRowGroup(122_880),
		parquet.SortingWriterConfig(parquet.SortingColumns(sorting...)),
		parquet.KeyValueMetadata("volgens.schema_version", schemas.Version),
		parquet.KeyValueMetadata("volgens.program_version", version),
		parquet.KeyValueMetadata("volgens.table", table))
	for len(rows) > 0 {
		some := rows[:min(len(rows), 1024)]
		if _, err := pq.Write(some); err != nil {
			return err
		}
		w.addRows(table, i, int64(len(some)))
		rows = rows[len(some):]
	}
	w.addRows(table, i, 0)
	if err := pq.Close(); err != nil {
		return err
	}
	f := &w.files[table][i]
	f.Path, f.Bytes, f.SHA256 = name, c.n, hex.EncodeToString(c.sum.Sum(nil))
	return file.Close()
}

func (w *Writer) addRows(table string, i int, n int64) {
	if len(w.files[table]) == i {
		w.files[table] = append(w.files[table], dataset.File{})
	}
	w.files[table][i].Rows += n
}
