package dataset

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"reflect"

	"github.com/parquet-go/parquet-go"
)

// RowsOf returns the rows of a document in a part file that is sorted by doc_id. It reads
// the pages that hold them and no others.
func RowsOf[T any](fsys fs.FS, file, docID string) ([]T, error) {
	r, err := openRows[T](fsys, file)
	if err != nil {
		return nil, err
	}
	defer r.close()
	field, ok := docIDField[T]()
	column, ok2 := r.info.Schema().Lookup("doc_id")
	if !ok || !ok2 {
		return nil, fmt.Errorf("%s: no column doc_id", file)
	}
	var out []T
	for _, group := range r.info.RowGroups() {
		found, err := rowsInGroup[T](group, column.ColumnIndex, field, docID)
		if err != nil {
			return nil, lieOf(file, "rows of %s: %v", docID, err)
		}
		out = append(out, found...)
	}
	return out, nil
}

// docIDField returns the index of the field of doc_id.
func docIDField[T any]() (int, bool) {
	t := reflect.TypeFor[T]()
	for i := range t.NumField() {
		if t.Field(i).Name == "DocID" {
			return i, true
		}
	}
	return 0, false
}

// rowsInGroup returns the rows of a document in a row group.
func rowsInGroup[T any](group parquet.RowGroup, column, field int, docID string) ([]T, error) {
	first, err := firstRow(group.ColumnChunks()[column], docID)
	if err != nil || first < 0 {
		return nil, err
	}
	r := parquet.NewGenericRowGroupReader[T](group)
	defer func() { _ = r.Close() }() // it only reads
	if err := r.SeekToRow(first); err != nil {
		return nil, err
	}
	var out []T
	for {
		buf := make([]T, 16)
		n, err := r.Read(buf)
		for i := range n {
			switch id := reflect.ValueOf(&buf[i]).Elem().Field(field).String(); {
			case id == docID:
				out = append(out, buf[i])
			case id > docID:
				return out, nil
			}
		}
		if errors.Is(err, io.EOF) || n == 0 && err == nil {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// firstRow returns the first row of the first page that may hold a document, -1 where none
// does.
func firstRow(chunk parquet.ColumnChunk, docID string) (int64, error) {
	pages, err := chunk.ColumnIndex()
	if err != nil {
		return 0, err
	}
	offsets, err := chunk.OffsetIndex()
	if err != nil {
		return 0, err
	}
	want := parquet.ValueOf(docID)
	for i := range pages.NumPages() {
		if pages.NullPage(i) {
			continue
		}
		if string(pages.MaxValue(i).ByteArray()) >= string(want.ByteArray()) {
			if string(pages.MinValue(i).ByteArray()) > string(want.ByteArray()) {
				return -1, nil
			}
			return offsets.FirstRowIndex(i), nil
		}
	}
	return -1, nil
}
