package dataset

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"strings"

	"github.com/parquet-go/parquet-go"

	"github.com/volgens/volgens/schemas"
)

// rowsPerRead is the number of rows that are decoded at a time.
const rowsPerRead = 128

// Rows returns the rows of a part file, decoded as they are asked for. After an error there
// are no more.
func Rows[T any](fsys fs.FS, file string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		r, err := openRows[T](fsys, file)
		if err != nil {
			yield(none, err)
			return
		}
		defer r.close()
		for {
			row, err := r.next()
			if err != nil {
				yield(none, err)
				return
			}
			if row == nil || !yield(*row, nil) {
				return
			}
		}
	}
}

// rowReader reads the rows of a part file in order.
type rowReader[T any] struct {
	file    string
	closer  io.Closer
	info    *parquet.File
	pq      *parquet.GenericReader[T]
	checker schemas.Checker[T]
	buf     []T
	at      int   // index in buf of the row that next returns
	row     int64 // number of the row that next has returned, -1 before the first
	end     bool
}

// openRows opens a part file.
func openRows[T any](fsys fs.FS, file string) (*rowReader[T], error) {
	f, err := fsys.Open(file)
	if err != nil {
		return nil, err
	}
	at, size, err := readerAt(f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	info, err := parquet.OpenFile(at, size)
	if err != nil {
		f.Close()
		return nil, lieOf(file, "no Parquet file: %v", err)
	}
	r := &rowReader[T]{file: file, closer: f, info: info, checker: schemas.NewChecker[T](), row: -1}
	if err := sameSchema[T](info); err != nil {
		f.Close()
		return nil, lieOf(file, "%v", err)
	}
	r.pq = parquet.NewGenericReader[T](info)
	return r, nil
}

// readerAt returns a file for reading at any place: itself, or its bytes where the file
// system has only streams.
func readerAt(f fs.File) (io.ReaderAt, int64, error) {
	if at, ok := f.(io.ReaderAt); ok {
		info, err := f.Stat()
		if err != nil {
			return nil, 0, err
		}
		return at, info.Size(), nil
	}
	data, err := io.ReadAll(f)
	return bytes.NewReader(data), int64(len(data)), err
}

// sameSchema fails where a file has other columns than the rows of its table.
func sameSchema[T any](file *parquet.File) error {
	want := columnLines(parquet.SchemaOf(new(T)))
	got := columnLines(file.Schema())
	for i := range max(len(want), len(got)) {
		switch {
		case i >= len(got):
			return fmt.Errorf("schema ends before %q", want[i])
		case i >= len(want):
			return fmt.Errorf("schema has %q more", got[i])
		case want[i] != got[i]:
			return fmt.Errorf("schema has %q, want %q", got[i], want[i])
		}
	}
	return nil
}

// columnLines returns the lines of a schema below its name.
func columnLines(s *parquet.Schema) []string {
	lines := strings.Split(s.String(), "\n")[1:]
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return lines
}

func (r *rowReader[T]) close() {
	_ = r.pq.Close()
	_ = r.closer.Close() // only read
}

// peek returns the row that next will return, nil after the last.
func (r *rowReader[T]) peek() (*T, error) {
	if r.at < len(r.buf) {
		return &r.buf[r.at], nil
	}
	if r.end {
		return nil, nil
	}
	buf := make([]T, rowsPerRead) // fresh: rows that were handed out stay as they are
	n, err := r.pq.Read(buf)
	r.buf, r.at = buf[:n], 0
	if errors.Is(err, io.EOF) {
		r.end, err = true, nil
	}
	if err != nil {
		return nil, lieOf(r.file, "rows from %d: %v", r.row+1, err)
	}
	return r.peek()
}

// next returns the next row, nil after the last. It fails on a value outside an enumeration
// and on a number that is none.
func (r *rowReader[T]) next() (*T, error) {
	row, err := r.peek()
	if row == nil || err != nil {
		return nil, err
	}
	r.at++
	r.row++
	if column, what := r.checker.Check(row); what != "" {
		return nil, r.lie(column, "%s", what)
	}
	return row, nil
}

// lie returns an error about the row that next has returned.
func (r *rowReader[T]) lie(column, format string, args ...any) error {
	return r.lieAt(r.row, column, format, args...)
}

func (r *rowReader[T]) lieAt(row int64, column, format string, args ...any) error {
	return &Lie{File: r.file, Row: row, Column: column, What: fmt.Sprintf(format, args...)}
}

// metadata fails where the file says of itself that it is something else.
func (r *rowReader[T]) metadata(m *Manifest, table string, rows int64) error {
	if n := r.info.NumRows(); n != rows {
		return lieOf(r.file, "has %d rows, the manifest says %d", n, rows)
	}
	for key, want := range map[string]string{
		"volgens.table": table, "volgens.schema_version": schemas.Version, "volgens.program_version": m.ProgramVersion,
	} {
		if got, _ := r.info.Lookup(key); got != want {
			return lieOf(r.file, "metadata %s is %q, want %q", key, got, want)
		}
	}
	return nil
}
