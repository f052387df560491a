package write

import (
	"bytes"
	"testing"
	"testing/fstest"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
	"github.com/volgens/volgens/transforms"
)

// TestFilesAreMadeForReaders checks what DuckDB and others read fast by: compression, sorting
// columns, bloom filters, page indexes, minima and maxima, metadata.
func TestFilesAreMadeForReaders(t *testing.T) {
	files := published(t)
	for _, table := range schemas.Tables() {
		data := files[dataset.PartPath(table.Name, 0, partsOf(files, table.Name))].Data
		f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		if v, _ := f.Lookup("volgens.schema_version"); v != schemas.Version {
			t.Errorf("%s: schema version %q, want %q", table.Name, v, schemas.Version)
		}
		for i, group := range f.Metadata().RowGroups {
			if group.NumRows > rowsPerGroup || len(group.SortingColumns) != len(table.Order) {
				t.Errorf("%s: %d rows, sorted by %d columns, want %d", table.Name, group.NumRows, len(group.SortingColumns), len(table.Order))
			}
			checkChunks(t, table, f.RowGroups()[i], group)
		}
	}
}

func TestWrittenArticlesAreLetGo(t *testing.T) {
	o := testOptions
	o.Dir = t.TempDir()
	s, err := openStore(t.Context(), o.Dir)
	if err != nil {
		t.Fatal(err)
	}
	batch := handMadeBatches(1, 3)[0]
	if _, _, err := writeBatch(t.Context(), s, o, batch); err != nil {
		t.Fatal(err)
	}
	for i, article := range batch.Articles {
		if article.Analysis != nil || article.Row.Text != "" {
			t.Errorf("article %d of %d is still held", i, len(batch.Articles))
		}
	}
}

func partsOf(files fstest.MapFS, table string) int {
	n := 0
	for i := 1; i < 10; i++ {
		if files[dataset.PartPath(table, 0, i)] != nil {
			n = i
		}
	}
	return n
}

func checkChunks(t *testing.T, table schemas.Table, rows parquet.RowGroup, group format.RowGroup) {
	t.Helper()
	bloom := map[string]bool{}
	for _, name := range table.Bloom {
		bloom[name] = true
	}
	for i, chunk := range rows.ColumnChunks() {
		meta := group.Columns[i].MetaData
		name := meta.PathInSchema[0]
		if meta.Codec != format.Zstd {
			t.Errorf("%s.%s: codec %v, want ZSTD", table.Name, name, meta.Codec)
		}
		if has := chunk.BloomFilter() != nil; has != bloom[name] {
			t.Errorf("%s.%s: bloom filter %v, want %v", table.Name, name, has, bloom[name])
		}
		if index, err := chunk.OffsetIndex(); err != nil || index == nil {
			t.Errorf("%s.%s: no page index: %v", table.Name, name, err)
		}
	}
	if first := group.Columns[0].MetaData.Statistics; group.NumRows > 0 && len(first.MinValue) == 0 {
		t.Errorf("%s.%s: no minimum", table.Name, table.Columns[0].Name)
	}
}

// BenchmarkBatch writes the tables of a batch of a thousand hand-made articles, without what
// happens to the files later.
func BenchmarkBatch(b *testing.B) {
	var batch transforms.Batch
	size := 0
	for i := range 1000 {
		article := handMade(i)
		batch.Articles = append(batch.Articles, article)
		size += len(article.Row.Text)
	}
	b.SetBytes(int64(size))
	o := testOptions
	o.Dir = b.TempDir()
	s, err := openStore(b.Context(), o.Dir)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := writeBatch(b.Context(), s, o, again(batch)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*1000)/b.Elapsed().Seconds(), "documents/s")
}

// BenchmarkSources merges the sources of a hundred batches.
func BenchmarkSources(b *testing.B) {
	o := testOptions
	o.Dir = b.TempDir()
	s, err := openStore(b.Context(), o.Dir)
	if err != nil {
		b.Fatal(err)
	}
	var spills []string
	records := 0
	for i := range 100 {
		w := &batchWriter{store: s, batch: transforms.Batch{Chunk: i}}
		for j := range 1000 {
			rows, err := NewRows(handMade(1000*i + j))
			if err != nil {
				b.Fatal(err)
			}
			for _, source := range rows.Sources {
				w.spill = append(w.spill, newSpillRecord(rows.Document.DocID, source))
			}
		}
		records += len(w.spill)
		if err := w.writeSpills(b.Context()); err != nil {
			b.Fatal(err)
		}
		spills = append(spills, w.parts[0].Temp)
	}
	for b.Loop() {
		if _, err := writeSources(b.Context(), s, o, spills, schemas.NewCounts(), 0, func(spillRecord) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*records)/b.Elapsed().Seconds(), "records/s")
}
