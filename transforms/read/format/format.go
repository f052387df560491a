// Package format turns the bytes of a file into articles: text, Markdown, JSON Lines, CSV,
// Parquet, web pages, news XML, feeds, web archives, and archives of all of these. It
// knows nothing of Apache Beam and of where a file is stored.
package format

import (
	"bufio"
	"cmp"
	"errors"
	"io"
	"strings"

	"github.com/volgens/volgens/analysis/text"
	"github.com/volgens/volgens/schemas"
)

// Options says how files are read. It travels to the workers: exported fields only.
type Options struct {
	MaxBytes int            // largest document in bytes, before decoding; a larger one is rejected
	Format   schemas.Format // how files hold articles; FormatAuto tells it by name and content
	Fields   Fields         // names of the members of a JSON record and of the columns of a table
	Archives Limits
}

// Limits bound what archives and compressed files unpack to. A field that is 0 has the
// value of DefaultLimits.
type Limits struct {
	Depth int   // archives within archives
	Files int   // files in an archive, those of archives in it included
	Bytes int64 // bytes that one file unpacks to
	Ratio int   // bytes that a compressed byte unpacks to, from 16 MiB on
}

// DefaultLimits are those of the default configuration.
var DefaultLimits = Limits{Depth: 3, Files: 1_000_000, Bytes: 64 << 30, Ratio: 500}

func (l Limits) withDefaults() Limits {
	d := DefaultLimits
	return Limits{cmp.Or(l.Depth, d.Depth), cmp.Or(l.Files, d.Files), cmp.Or(l.Bytes, d.Bytes), cmp.Or(l.Ratio, d.Ratio)}
}

// Record is one article of the input or the reason why there is none.
type Record struct {
	Document schemas.Document
	Blocks   []text.Block    // of Document.Text, where the markup of the input tells them
	Reject   *schemas.Reject // Document is empty where this is set
	Bytes    int64           // bytes of the input that the record took, as far as one knows
}

// Read calls yield with every record that in, the content of a file or of some lines of one,
// holds, until yield returns false, which it reports as more. What is wrong with the file
// becomes a reject; every file gives at least one record. The error is only for what a
// new attempt may mend, such as a network that fails.
//
// Parquet and ZIP need random access: in is used as an io.ReaderAt if it is a file, else
// its content goes into a temporary file.
func Read(in io.Reader, p schemas.Piece, o Options, yield func(Record) bool) (more bool, err error) {
	x := &reader{Options: o, yield: yield, source: &source{r: in}, budget: budget{limits: o.Archives.withDefaults()}}
	it := item{uri: p.URI, name: p.Path, format: p.Format, line: p.Line, part: p.Start > 0 || p.End > 0}
	err = x.item(x.source, it)
	if errors.Is(err, errStop) {
		return false, nil
	}
	return err == nil, err
}

// reader reads one file of the input and all that it holds.
type reader struct {
	Options
	yield   func(Record) bool
	source  *source
	budget  budget
	records int // handed on so far
}

// item is a file or a member of an archive.
type item struct {
	uri         string
	name        string // its ending may tell the format
	format      schemas.Format
	contentType string // of a page, as the server said
	url         string // of a page, as the archive says
	id          string // of a page, as the archive says
	line        int    // number of the first line
	part        bool   // some lines of a file
	depth       int    // archives around it
	unpacked    bool   // it was compressed by itself
}

// errStop says that the caller wants no more records.
var errStop = errors.New("no more records wanted")

// emit hands on a record.
func (x *reader) emit(rec Record) error {
	x.records++
	if !x.yield(rec) {
		return errStop
	}
	return nil
}

// reject hands on a reject of something that was not read.
func (x *reader) reject(uri, code, message string) error {
	return x.emit(rejected(uri, code, message, nil))
}

// item reads a file or a member of an archive; one that holds nothing is a reject.
func (x *reader) item(in io.Reader, it item) error {
	before := x.records
	if err := x.open(in, it); err != nil {
		return err
	}
	if x.records == before && !it.part {
		return x.reject(it.uri, schemas.CodeEmpty, "no article in it")
	}
	return nil
}

func (x *reader) open(in io.Reader, it item) error {
	r := bufio.NewReaderSize(in, 64<<10)
	if it.part {
		return x.jsonLines(r, it) // nothing else is divided
	}
	head, _ := r.Peek(sniffBytes)
	switch {
	case isGzip(head):
		return x.gunzip(r, it)
	case len(head) > 0 && hasSuffix(it.name, ".gz") && !it.unpacked:
		return x.reject(it.uri, schemas.CodeUnreadable, "not compressed with gzip, as its name says")
	}
	switch format := x.formatOf(it, head); format {
	case schemas.FormatZIP:
		return x.zip(in, r, it)
	case schemas.FormatTar:
		return x.tar(r, it)
	case schemas.FormatWARC:
		return x.warc(r, it)
	case schemas.FormatParquet:
		return x.parquet(in, r, it)
	case schemas.FormatCSV, schemas.FormatTSV:
		return x.table(r, it, format)
	case schemas.FormatJSONL:
		return x.jsonLines(r, it)
	case schemas.FormatFeed:
		return x.feed(r, it)
	case schemas.FormatNITF, schemas.FormatNewsML:
		return x.newsXML(r, it)
	case schemas.FormatHTML:
		return x.page(r, it)
	case formatOtherXML:
		return x.reject(it.uri, schemas.CodeBadXML, "XML, but no web page, feed, NITF or NewsML-G2")
	default:
		return x.text(r, it)
	}
}

func hasSuffix(name, suffix string) bool { return strings.HasSuffix(strings.ToLower(name), suffix) }
