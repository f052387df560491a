package write

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strings"

	"github.com/parquet-go/parquet-go"

	"github.com/volgens/volgens/schemas"
)

const (
	rowsPerGroup = 122_880 // what DuckDB reads at a time
	rowsPerWrite = 512     // rows collected before they go to the Parquet writer
	bitsPerValue = 10      // of a bloom filter: one false answer in a hundred
)

// sink writes rows of type T to one Parquet file. Rows come in the order of the table.
type sink[T any] struct {
	table schemas.Table
	text  schemas.Text // what text of the articles stays
	name  string       // in the store
	file  *writer
	sum   hash.Hash
	bytes int64
	rows  int64
	pq    *parquet.GenericWriter[T]
	buf   []T
}

// newSink opens a file of a table.
func newSink[T any](ctx context.Context, s *store, o Options, table schemas.Table, name string) (*sink[T], error) {
	file, err := s.create(ctx, name)
	if err != nil {
		return nil, err
	}
	k := &sink[T]{table: table, text: o.Text, name: name, file: file, sum: sha256.New(), buf: make([]T, 0, rowsPerWrite)}
	k.pq = parquet.NewGenericWriter[T](k, writerOptions(table, o)...)
	return k, nil
}

// writerOptions are the settings of a table's files.
func writerOptions(table schemas.Table, o Options) []parquet.WriterOption {
	sorting := make([]parquet.SortingColumn, len(table.Order))
	for i, c := range table.Order {
		sorting[i] = parquet.Ascending(c)
	}
	filters := make([]parquet.BloomFilterColumn, len(table.Bloom))
	for i, c := range table.Bloom {
		filters[i] = parquet.SplitBlockFilter(bitsPerValue, c)
	}
	options := []parquet.WriterOption{
		parquet.CreatedBy("volgens", o.Version, ""),
		parquet.Compression(&parquet.Zstd),
		parquet.MaxRowsPerRowGroup(rowsPerGroup),
		parquet.SortingWriterConfig(parquet.SortingColumns(sorting...)),
		parquet.BloomFilters(filters...),
		parquet.KeyValueMetadata("volgens.schema_version", schemas.Version),
		parquet.KeyValueMetadata("volgens.program_version", o.Version),
		parquet.KeyValueMetadata("volgens.table", table.Name),
	}
	for _, c := range table.Long {
		options = append(options, parquet.SkipPageBounds(strings.Split(c, ".")...))
	}
	return options
}

// Write takes the bytes of the file from the Parquet writer.
func (k *sink[T]) Write(p []byte) (int, error) {
	n, err := k.file.Write(p)
	k.sum.Write(p[:n])
	k.bytes += int64(n)
	return n, err
}

// add writes rows, less the text that the dataset does not hold.
func (k *sink[T]) add(rows ...T) error {
	k.rows += int64(len(rows))
	for len(rows) > 0 {
		n := min(cap(k.buf)-len(k.buf), len(rows))
		k.buf = append(k.buf, rows[:n]...)
		rows = rows[n:]
		if len(k.buf) == cap(k.buf) {
			if err := k.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (k *sink[T]) flush() error {
	for i := range k.buf {
		schemas.Redact(&k.buf[i], k.text)
	}
	_, err := k.pq.Write(k.buf)
	clear(k.buf) // lets the texts go
	k.buf = k.buf[:0]
	return err
}

// close completes the file and returns it, chunk and batch left to the caller.
func (k *sink[T]) close() (schemas.Part, error) {
	if err := k.flush(); err != nil {
		k.abort()
		return schemas.Part{}, err
	}
	if err := k.pq.Close(); err != nil {
		k.abort()
		return schemas.Part{}, err
	}
	if err := k.file.Close(); err != nil {
		return schemas.Part{}, err
	}
	return schemas.Part{
		Table: k.table.Name, Temp: k.name, Rows: k.rows, Bytes: k.bytes, SHA256: hex.EncodeToString(k.sum.Sum(nil)),
	}, nil
}

// abort gives up the file.
func (k *sink[T]) abort() { k.file.abort() }

// partWriter writes rows of type T to part files of a table that Publish makes, numbered from
// first, of at most most rows each.
type partWriter[T any] struct {
	store   *store
	options Options
	table   string
	first   int
	most    int64

	sink  *sink[T]
	parts []schemas.Part
}

func (w *partWriter[T]) add(ctx context.Context, row T) error {
	if w.sink == nil {
		table, _ := schemas.TableNamed(w.table)
		var err error
		w.sink, err = newSink[T](ctx, w.store, w.options, table, publishTemp(w.table, w.first+len(w.parts)))
		if err != nil {
			return err
		}
	}
	if err := w.sink.add(row); err != nil {
		return err
	}
	if w.sink.rows < w.most {
		return nil
	}
	return w.complete()
}

// complete completes the part file at hand.
func (w *partWriter[T]) complete() error {
	if w.sink == nil {
		return nil
	}
	part, err := w.sink.close()
	part.Chunk = len(w.parts)
	w.parts, w.sink = append(w.parts, part), nil
	return err
}

// close returns the files, or gives up the one at hand when something has failed.
func (w *partWriter[T]) close(failed error) ([]schemas.Part, error) {
	if failed == nil {
		err := w.complete()
		return w.parts, err
	}
	if w.sink != nil {
		w.sink.abort()
	}
	return nil, failed
}
