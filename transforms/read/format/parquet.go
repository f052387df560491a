package format

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/volgens/volgens/schemas"
)

// parquet reads a Parquet file, one article a row, one row group after the other.
func (x *reader) parquet(in io.Reader, r *bufio.Reader, it item) error {
	file, size, err := x.random(in, r)
	if err != nil {
		return x.failed(it.uri, schemas.CodeUnreadable, err, nil)
	}
	defer file.Close()
	var f *parquet.File
	err = safely(func() (err error) {
		if err := checkFooter(file, size); err != nil {
			return err
		}
		f, err = parquet.OpenFile(x.watched(file), size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
		return err
	})
	if err != nil {
		return x.failed(it.uri, schemas.CodeBadTable, err, nil)
	}
	var leaves []leaf
	var message string
	err = safely(func() error {
		leaves, message = x.leaves(f)
		return nil
	})
	if err != nil {
		return x.failed(it.uri, schemas.CodeBadTable, err, nil)
	}
	if message != "" {
		return x.reject(it.uri, schemas.CodeBadTable, message)
	}
	row := 1
	for _, group := range f.RowGroups() {
		if err := x.rowGroup(group, leaves, it, row); err != nil {
			return err
		}
		row += int(group.NumRows())
	}
	return nil
}

// checkFooter returns an error for a file whose last bytes promise a longer footer than the
// file has room for: the library would make room for it, four gigabytes at most.
func checkFooter(f io.ReaderAt, size int64) error {
	const magic = 4
	var end [4 + magic]byte // length and magic
	if size < int64(magic+len(end)) {
		return fmt.Errorf("%d bytes are no Parquet file", size)
	}
	if _, err := f.ReadAt(end[:], size-int64(len(end))); err != nil {
		return err
	}
	known := string(end[4:]) == "PAR1" || string(end[4:]) == "PARE"
	if n := int64(binary.LittleEndian.Uint32(end[:])); known && n > size-int64(magic+len(end)) {
		return fmt.Errorf("a footer of %d bytes in a file of %d", n, size)
	}
	return nil
}

// safely turns a panic of the library, on a file that lies about itself, into an error.
func safely(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the file is damaged: %v", p)
		}
	}()
	return f()
}

// leaf is a column that the options name.
type leaf struct {
	name  string
	index int
	node  parquet.Node
}

// leaves finds the columns of the file that the options name, or says why it cannot be used.
func (x *reader) leaves(f *parquet.File) (out []leaf, message string) {
	var header []string
	var top []leaf
	for _, path := range f.Schema().Columns() {
		column, ok := f.Schema().Lookup(path...)
		if !ok || len(path) != 1 || column.MaxRepetitionLevel > 0 {
			continue // within a list or a structure
		}
		header = append(header, path[0])
		top = append(top, leaf{path[0], column.ColumnIndex, column.Node})
	}
	t := newColumns(header)
	i := t.find(x.Fields.Text)
	if i < 0 {
		return nil, noColumn(x.Fields.Text, header)
	}
	if kind := top[i].node.Type().Kind(); kind != parquet.ByteArray && kind != parquet.FixedLenByteArray {
		return nil, fmt.Sprintf("column %q holds no text", header[i])
	}
	f2 := x.Fields
	for _, name := range []string{f2.ID, f2.URL, f2.Title, f2.Text, f2.Lang, f2.PublishedAt, f2.Outlet, f2.Byline} {
		if i := t.find(name); i >= 0 {
			out = append(out, leaf{name, top[i].index, top[i].node})
		}
	}
	return out, ""
}

// rowGroup reads the rows of a group, the first of which has a number.
func (x *reader) rowGroup(group parquet.RowGroup, leaves []leaf, it item, number int) error {
	columns := make([]*cells, len(leaves))
	err := safely(func() error {
		chunks := group.ColumnChunks()
		for i, l := range leaves {
			columns[i] = newCells(chunks[l.index])
		}
		return nil
	})
	if err != nil {
		return x.failed(it.uri, schemas.CodeBadTable, err, nil)
	}
	for _, c := range columns {
		defer c.close()
	}
	for n := range int(group.NumRows()) {
		uri := fmt.Sprintf("%s#%d", it.uri, number+n)
		values := make(map[string]*string, len(leaves))
		var size int64
		for i, l := range leaves {
			var value parquet.Value
			err := safely(func() (err error) {
				value, err = columns[i].next()
				values[l.name] = l.text(value)
				return err
			})
			if err != nil {
				return x.failed(uri, schemas.CodeBadTable, fmt.Errorf("column %q: %w", l.name, err), nil)
			}
			size += int64(len(deref(values[l.name])))
		}
		if err := x.parquetRow(values, uri, size); err != nil {
			return err
		}
	}
	return nil
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func (x *reader) parquetRow(values map[string]*string, uri string, size int64) error {
	words := strings.ToValidUTF8(deref(values[x.Fields.Text]), "\uFFFD")
	doc := described(newDocument(words), x.Fields, func(name string) *string {
		return known(strings.ToValidUTF8(deref(values[name]), "\uFFFD"))
	})
	return x.document(uri, Record{Document: doc, Bytes: size}, []byte(words))
}

// text returns a value as a member of a record in JSON would give it; nil for null.
func (l leaf) text(v parquet.Value) *string {
	if v.IsNull() {
		return nil
	}
	var s string
	switch v.Kind() {
	case parquet.ByteArray, parquet.FixedLenByteArray:
		s = string(v.ByteArray())
	case parquet.Int32, parquet.Int64:
		s = l.number(v)
	case parquet.Float, parquet.Double:
		s = strconv.FormatFloat(v.Double(), 'f', -1, 64)
	case parquet.Boolean:
		s = strconv.FormatBool(v.Boolean())
	default:
		return nil // a time of the year 4 BC by the days of Julius Caesar
	}
	return &s
}

// number returns a whole number, or the time that it stands for.
func (l leaf) number(v parquet.Value) string {
	n := v.Int64()
	if v.Kind() == parquet.Int32 {
		n = int64(v.Int32())
	}
	if logical := l.node.Type().LogicalType(); logical != nil {
		switch kind := logical.Value.(type) {
		case *format.DateType:
			if math.Abs(float64(n)) < 1e7 {
				return time.Unix(n*24*60*60, 0).UTC().Format(time.RFC3339)
			}
		case *format.TimestampType:
			if unit := kind.Unit.Value; unit != nil {
				return instant(n, unit.Duration()).Format(time.RFC3339Nano)
			}
		}
	}
	return strconv.FormatInt(n, 10)
}

// instant returns the time n units after the beginning of 1970.
func instant(n int64, unit time.Duration) time.Time {
	perSecond := int64(time.Second / unit)
	return time.Unix(n/perSecond, n%perSecond*int64(unit)).UTC()
}

// cells gives the values of a column of a row group, page after page.
type cells struct {
	pages  parquet.Pages
	page   parquet.Page
	values parquet.ValueReader
	buf    [64]parquet.Value
	at, n  int
}

func newCells(chunk parquet.ColumnChunk) *cells { return &cells{pages: chunk.Pages()} }

func (c *cells) next() (parquet.Value, error) {
	for c.at >= c.n {
		if c.values == nil {
			if err := c.turn(); err != nil {
				return parquet.Value{}, err
			}
		}
		n, err := c.values.ReadValues(c.buf[:])
		c.at, c.n = 0, n
		if err != nil && n == 0 {
			c.values = nil
			if !errors.Is(err, io.EOF) {
				return parquet.Value{}, err
			}
		}
	}
	v := c.buf[c.at]
	c.at++
	return v, nil
}

// turn goes to the next page.
func (c *cells) turn() error {
	c.release()
	page, err := c.pages.ReadPage()
	if errors.Is(err, io.EOF) {
		return errors.New("fewer values than the file says")
	}
	if err != nil {
		return err
	}
	c.page, c.values = page, page.Values()
	return nil
}

func (c *cells) release() {
	if c.page != nil {
		parquet.Release(c.page)
		c.page = nil
	}
}

func (c *cells) close() {
	c.release()
	c.pages.Close()
}
