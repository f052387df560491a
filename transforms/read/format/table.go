package format

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/volgens/volgens/schemas"
)

// table reads a CSV or TSV file: a line with the names of the columns, then one article a row.
func (x *reader) table(r *bufio.Reader, it item, format schemas.Format) error {
	g := newGuard(decodedTable(decodedLines(r)), x.MaxBytes)
	lines := bufio.NewReader(g)
	c := csv.NewReader(lines)
	c.Comma = '\t'
	if format == schemas.FormatCSV {
		head, _ := lines.Peek(sniffBytes)
		line, _, _ := strings.Cut(string(head), "\n")
		if c.Comma = x.delimiter(line, 1); c.Comma == 0 {
			c.Comma = ','
		}
	}
	c.FieldsPerRecord, c.LazyQuotes, c.ReuseRecord = -1, true, true
	header, err := c.Read()
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err != nil {
		return x.failed(it.uri, schemas.CodeBadTable, err, nil)
	}
	t := newColumns(header)
	if t.find(x.Fields.Text) < 0 {
		return x.reject(it.uri, schemas.CodeBadTable, noColumn(x.Fields.Text, header))
	}
	for begin := c.InputOffset(); ; begin = c.InputOffset() {
		g.next()
		row, err := c.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return x.failed(it.uri, schemas.CodeBadTable, err, nil)
		}
		line, _ := c.FieldPos(0)
		if _, end := lines.Peek(1); end != nil && g.last != '"' && strings.Contains(row[len(row)-1], "\n") {
			return x.reject(fmt.Sprintf("%s#L%d", it.uri, line), schemas.CodeBadTable, "a quotation mark is never closed")
		}
		if err := x.row(t, row, fmt.Sprintf("%s#L%d", it.uri, line), c.InputOffset()-begin); err != nil {
			return err
		}
	}
}

func noColumn(name string, header []string) string {
	const shown = 20
	return fmt.Sprintf("no column %q (input.fields.text) among %.200q", name, header[:min(len(header), shown)])
}

// row reads the article of one row.
func (x *reader) row(t columns, row []string, uri string, size int64) error {
	if len(row) != t.n {
		return x.reject(uri, schemas.CodeBadTable, fmt.Sprintf("%d columns, the first line has %d", len(row), t.n))
	}
	value := func(name string) *string {
		if i := t.find(name); i >= 0 {
			return known(strings.ToValidUTF8(row[i], "\uFFFD"))
		}
		return nil
	}
	words := strings.Clone(strings.ToValidUTF8(row[t.find(x.Fields.Text)], "\uFFFD"))
	doc := described(newDocument(words), x.Fields, value)
	return x.document(uri, Record{Document: doc, Bytes: size}, []byte(words))
}

// columns finds columns by name.
type columns struct {
	exact, folded map[string]int
	n             int
}

func newColumns(header []string) columns {
	t := columns{exact: map[string]int{}, folded: map[string]int{}, n: len(header)}
	for i, name := range header {
		name = strings.TrimSpace(strings.TrimPrefix(name, "\uFEFF"))
		for key, index := range map[string]map[string]int{name: t.exact, strings.ToLower(name): t.folded} {
			if _, twice := index[key]; !twice {
				index[key] = i
			}
		}
	}
	return t
}

// find returns the column of a name, spelled with other capitals if need be; -1 for none.
func (t columns) find(name string) int {
	if i, ok := t.exact[name]; ok && name != "" {
		return i
	}
	if i, ok := t.folded[strings.ToLower(name)]; ok && name != "" {
		return i
	}
	return -1
}

// delimiter returns what separates the column names in a line: the mark that gives the
// column of texts and at least n columns that the options name; 0 where none does.
func (x *reader) delimiter(line string, n int) rune {
	f := x.Fields
	names := []string{f.ID, f.URL, f.Title, f.Text, f.Lang, f.PublishedAt, f.Outlet, f.Byline}
	for _, mark := range []rune{',', ';', '\t', '|'} {
		c := csv.NewReader(strings.NewReader(strings.TrimPrefix(line, string(bomUTF8))))
		c.Comma, c.LazyQuotes = mark, true
		header, err := c.Read()
		if err != nil {
			continue
		}
		t, found := newColumns(header), 0
		for _, name := range names {
			if t.find(name) >= 0 {
				found++
			}
		}
		if t.find(f.Text) >= 0 && found >= n && (len(header) > 1 || n == 1) {
			return mark
		}
	}
	return 0
}

// decodedTable returns r as UTF-8: the first 64 KB tell whether it is Windows-1252.
func decodedTable(r *bufio.Reader) io.Reader {
	head, err := r.Peek(64 << 10)
	if err == nil || errors.Is(err, bufio.ErrBufferFull) {
		head = head[:len(head)-min(len(head), 3)] // may end within a character
	}
	if isWindows1252(head) {
		return windows1252Reader(r)
	}
	return r
}
