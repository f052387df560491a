package read

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	utf16 "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/volgens/volgens/schemas"
)

// Options says how files are read. It travels to the workers: exported fields only.
type Options struct {
	MaxBytes   int    // largest document in bytes, before decoding; a larger one is rejected
	BatchBytes int    // a batch is handed on when its texts have so many bytes; 0 for one batch a chunk
	Fields     Fields // members of a JSON record
}

// Record is one article of the input or the reason why there is none.
type Record struct {
	Document schemas.Document
	Reject   *schemas.Reject // Document is empty where this is set
	Bytes    int64           // bytes of the input that the record took, before decompression for whole files
}

// Records calls yield with every record of a chunk in order, until yield returns false.
// What is wrong with the input becomes a reject record; the error is only for what a new
// attempt may mend, such as a network that fails.
func Records(ctx context.Context, chunk schemas.Chunk, o Options, yield func(Record) bool) error {
	for _, piece := range chunk.Pieces {
		more, err := pieceRecords(ctx, piece, o, yield)
		if err != nil {
			return fmt.Errorf("%s: %w", piece.URI, err)
		}
		if !more {
			return nil
		}
	}
	return ctx.Err()
}

func pieceRecords(ctx context.Context, p schemas.Piece, o Options, yield func(Record) bool) (more bool, err error) {
	f, err := open(ctx, p)
	if err != nil {
		return yield(rejected(p.URI, schemas.CodeUnreadable, reason(err), nil)), retryable(err)
	}
	defer f.Close()
	return From(f, p, o, yield)
}

// From calls yield with every record that in holds, until yield returns false, which it
// reports as more. p says what in is; in is not compressed. Errors are as those of Records.
func From(in io.Reader, p schemas.Piece, o Options, yield func(Record) bool) (more bool, err error) {
	r := bufio.NewReaderSize(in, 64<<10)
	if p.Format == schemas.FormatAuto {
		p.Format = sniff(r)
	}
	if p.Format == schemas.FormatJSONL {
		return jsonLines(decodedLines(r), p, o, yield)
	}
	rec, err := textFile(r, p, o)
	if err != nil {
		return false, err
	}
	return yield(rec), nil
}

// sniff tells JSON Lines by the brace that the first line begins with; a file that holds
// no text comes out as text and is rejected there.
func sniff(r *bufio.Reader) schemas.Format {
	head, _ := r.Peek(512)
	head = bytes.TrimLeft(bytes.TrimPrefix(head, bomUTF8), " \t\r\n")
	if len(head) > 0 && head[0] == '{' {
		return schemas.FormatJSONL
	}
	return schemas.FormatText
}

// textFile reads a file that is one article.
func textFile(r io.Reader, p schemas.Piece, o Options) (Record, error) {
	data, err := io.ReadAll(io.LimitReader(r, int64(o.MaxBytes)+1))
	switch {
	case err != nil && retryable(err) != nil:
		return Record{}, err
	case err != nil:
		return rejected(p.URI, schemas.CodeUnreadable, reason(err), data), nil
	case len(data) > o.MaxBytes:
		rec := rejected(p.URI, schemas.CodeTooLarge, fmt.Sprintf("more than %d bytes (input.max_bytes)", o.MaxBytes), data)
		rec.Reject.SHA256 = nil // only a part was read
		return rec, nil
	}
	text, err := Decode(data)
	if err != nil {
		return rejected(p.URI, schemas.CodeNotText, err.Error(), data), nil
	}
	if !hasWords(text) {
		return rejected(p.URI, schemas.CodeEmpty, "no letter or digit in the text", data), nil
	}
	doc := newDocument(text)
	doc.URI = p.URI
	return Record{Document: doc, Bytes: int64(len(data))}, nil
}

// jsonLines reads the records of a piece of a JSON Lines file. Blank lines are no records.
func jsonLines(r *bufio.Reader, p schemas.Piece, o Options, yield func(Record) bool) (more bool, err error) {
	// Escapes make a text of MaxBytes longer, at most sixfold ("\u00e9" for one byte of
	// a control character), and the other members need room.
	limit := 6*o.MaxBytes + 1<<20
	var line []byte
	for n := p.Line; ; n++ {
		var size int64
		line, size, err = readLine(r, line[:0], limit)
		if size > 0 {
			if rec, ok := lineRecord(line, size, limit, fmt.Sprintf("%s#L%d", p.URI, n), o); ok && !yield(rec) {
				return false, nil
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return true, nil
		case err != nil && retryable(err) == nil:
			return yield(rejected(fmt.Sprintf("%s#L%d", p.URI, n), schemas.CodeUnreadable, reason(err), nil)), nil
		case err != nil:
			return false, err
		}
	}
}

// readLine appends the next line to buf, of which it keeps at most limit+1 bytes, and
// returns it without its end, with its size in the file. The error comes with the last line.
func readLine(r *bufio.Reader, buf []byte, limit int) (line []byte, size int64, err error) {
	for {
		part, err := r.ReadSlice('\n')
		size += int64(len(part))
		if room := limit + 1 - len(buf); room > 0 {
			buf = append(buf, part[:min(len(part), room)]...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		return bytes.TrimRight(buf, "\r\n"), size, err
	}
}

// lineRecord returns the record of one line, or false for a blank one.
func lineRecord(line []byte, size int64, limit int, uri string, o Options) (Record, bool) {
	if len(bytes.TrimSpace(line)) == 0 {
		return Record{}, false
	}
	if len(line) > limit {
		rec := rejected(uri, schemas.CodeTooLarge, fmt.Sprintf("line of %d bytes", size), nil)
		rec.Bytes, rec.Reject.Bytes = size, size
		return rec, true
	}
	text, err := Decode(line)
	if err != nil {
		return rejected(uri, schemas.CodeNotText, err.Error(), line), true
	}
	doc, err := parseRecord([]byte(text), o.Fields)
	switch {
	case err != nil:
		return rejected(uri, schemas.CodeBadJSON, err.Error(), line), true
	case len(doc.Text) > o.MaxBytes:
		return rejected(uri, schemas.CodeTooLarge, fmt.Sprintf("text of %d bytes, more than %d (input.max_bytes)", len(doc.Text), o.MaxBytes), line), true
	case strings.ContainsRune(doc.Text, 0):
		return rejected(uri, schemas.CodeNotText, "text with a zero character", line), true
	case !hasWords(doc.Text):
		return rejected(uri, schemas.CodeEmpty, "no letter or digit in the text", line), true
	}
	doc.URI = uri
	return Record{Document: doc, Bytes: size}, true
}

// hasWords tells whether text holds a letter or a digit: white space, marks and invisible
// characters alone are no article.
func hasWords(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// rejected returns the record of an input that cannot be used; data is what was read of it.
func rejected(uri, code, message string, data []byte) Record {
	r := &schemas.Reject{URI: uri, Stage: "read", Code: code, Message: message, Bytes: int64(len(data))}
	if data != nil {
		sum := sha256.Sum256(data)
		hexSum := hex.EncodeToString(sum[:])
		r.SHA256 = &hexSum
	}
	return Record{Reject: r, Bytes: int64(len(data))}
}

// retryable returns err if a new attempt may succeed, nil if the input itself is bad.
func retryable(err error) error {
	var corrupt interface{ Timeout() bool }
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission),
		errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum), errors.Is(err, io.ErrUnexpectedEOF), isFlateError(err):
		return nil
	case errors.Is(err, context.Canceled), errors.As(err, &corrupt):
		return err
	}
	var path *fs.PathError
	if errors.As(err, &path) { // "is a directory", "input/output error": this file, not the machine
		return nil
	}
	return err
}

// isFlateError tells a damaged compressed stream; compress/flate has a type for it that
// says where.
func isFlateError(err error) bool {
	return err != nil && strings.Contains(err.Error(), "flate: ")
}

// reason returns err without the path that the reject names anyway.
func reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return "file ends in the middle of compressed data"
	}
	return err.Error()
}

// open opens the stretch of the file that a piece names, decompressed.
func open(ctx context.Context, p schemas.Piece) (io.ReadCloser, error) {
	fsys, err := filesystem.New(ctx, p.Path)
	if err != nil {
		return nil, err
	}
	f, err := fsys.OpenRead(ctx, p.Path)
	if err != nil {
		return nil, errors.Join(err, fsys.Close())
	}
	stream := &stream{Reader: f, closers: []io.Closer{f, fsys}}
	if err := stream.limit(p); err != nil {
		return nil, errors.Join(err, stream.Close())
	}
	if err := stream.decompress(p.Path); err != nil {
		return nil, errors.Join(err, stream.Close())
	}
	return stream, nil
}

// stream is a reader with what must be closed after it, in that order.
type stream struct {
	io.Reader
	closers []io.Closer
}

func (s *stream) Close() error {
	var errs []error
	for _, c := range s.closers {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}

// limit makes s read the bytes [Start, End) of the file alone.
func (s *stream) limit(p schemas.Piece) error {
	if p.Start > 0 {
		if err := skip(s.Reader, p.Start); err != nil {
			return err
		}
	}
	if p.End > 0 {
		s.Reader = io.LimitReader(s.Reader, p.End-p.Start)
	}
	return nil
}

func skip(r io.Reader, n int64) error {
	if seeker, ok := r.(io.Seeker); ok {
		_, err := seeker.Seek(n, io.SeekStart)
		return err
	}
	_, err := io.CopyN(io.Discard, r, n)
	return err
}

// decompress unpacks a .gz file.
func (s *stream) decompress(path string) error {
	if !strings.HasSuffix(strings.ToLower(path), ".gz") {
		return nil
	}
	z, err := gzip.NewReader(s.Reader)
	if errors.Is(err, io.EOF) {
		return nil // an empty file: no text in it, said there
	}
	if err != nil {
		return err
	}
	s.Reader, s.closers = z, append([]io.Closer{z}, s.closers...)
	return nil
}

// decodedLines returns r as bytes in which a line feed ends a line: UTF-16 becomes UTF-8,
// a byte order mark goes.
func decodedLines(r *bufio.Reader) *bufio.Reader {
	head, _ := r.Peek(2)
	if bytes.Equal(head, bomUTF16LE) || bytes.Equal(head, bomUTF16BE) {
		return bufio.NewReaderSize(transform.NewReader(r, utf16.UTF16(utf16.BigEndian, utf16.ExpectBOM).NewDecoder()), 64<<10)
	}
	return r // Decode drops the mark of UTF-8 with the first line
}
