package format

import (
	"bytes"
	"io"
	"strings"
	"unicode"

	"github.com/volgens/volgens/schemas"
)

// text reads an item that is one article in plain text or Markdown.
func (x *reader) text(r io.Reader, it item) error {
	data, err := x.all(r)
	if err != nil {
		return x.failed(it.uri, schemas.CodeUnreadable, err, data)
	}
	words, err := Decode(data)
	if err != nil {
		return x.emit(rejected(it.uri, schemas.CodeNotText, err.Error(), data))
	}
	doc := newDocument(words)
	doc.RecordID, doc.URL = known(it.id), known(it.url)
	return x.document(it.uri, Record{Document: doc, Bytes: int64(len(data))}, data)
}

// all returns what r holds, up to the largest document.
func (x *reader) all(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, int64(x.MaxBytes)+1))
	if err == nil && len(data) > x.MaxBytes {
		err = tooLarge(x.MaxBytes)
	}
	return data, err
}

// document hands on a document that was read from data, or a reject where its text is none.
func (x *reader) document(uri string, rec Record, data []byte) error {
	switch doc := rec.Document; {
	case doc.DocID == "":
		return x.emit(rejected(uri, schemas.CodeEmpty, "no words but perhaps a title", data))
	case len(doc.Text) > x.MaxBytes:
		return x.failed(uri, "", tooLarge(x.MaxBytes), data)
	case strings.ContainsRune(doc.Text, 0):
		return x.emit(rejected(uri, schemas.CodeNotText, "text with a zero character", data))
	case !hasWords(doc.Text):
		return x.emit(rejected(uri, schemas.CodeEmpty, "no letter or digit in the text", data))
	}
	rec.Document.URI = uri
	return x.emit(rec)
}

// hasWords tells whether text holds a letter or a digit: white space, marks and invisible
// characters alone are no article.
func hasWords(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// guard bounds the bytes of one record in a file that is read as a stream of records.
type guard struct {
	r     io.Reader
	limit int
	left  int
	last  byte // last byte read that ends no line
}

// recordLimit is the most that a record with a text of maxBytes takes: escapes make the text
// longer, at most sixfold ("\u00e9"), and its other members need room.
func recordLimit(maxBytes int) int { return 6*maxBytes + 1<<20 }

func newGuard(r io.Reader, maxBytes int) *guard {
	return &guard{r: r, limit: recordLimit(maxBytes), left: recordLimit(maxBytes)}
}

// next begins a record.
func (g *guard) next() { g.left = g.limit }

func (g *guard) Read(p []byte) (int, error) {
	if g.left <= 0 {
		return 0, &limitError{schemas.CodeTooLarge, "a record of more than six times input.max_bytes; what follows it was not read"}
	}
	n, err := g.r.Read(p[:min(len(p), g.left)])
	g.left -= n
	if text := bytes.TrimRight(p[:n], "\r\n"); len(text) > 0 {
		g.last = text[len(text)-1]
	}
	return n, err
}
