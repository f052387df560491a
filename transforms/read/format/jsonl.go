package format

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	utf16 "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/volgens/volgens/schemas"
)

// jsonLines reads the records of a JSON Lines file, or of some lines of it. Blank lines are
// no records.
func (x *reader) jsonLines(r *bufio.Reader, it item) error {
	r = decodedLines(r)
	limit := recordLimit(x.MaxBytes)
	var line []byte
	for n := max(it.line, 1); ; n++ {
		var size int64
		var err error
		line, size, err = readLine(r, line[:0], limit)
		uri := fmt.Sprintf("%s#L%d", it.uri, n)
		damaged := err != nil && !errors.Is(err, io.EOF)
		if size > 0 && len(bytes.TrimSpace(line)) > 0 && !damaged {
			if err := x.line(line, size, uri); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return x.failed(uri, schemas.CodeUnreadable, err, nil)
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

// line reads the record of one line that is not blank.
func (x *reader) line(line []byte, size int64, uri string) error {
	if len(line) > recordLimit(x.MaxBytes) {
		rec := rejected(uri, schemas.CodeTooLarge, fmt.Sprintf("line of %d bytes", size), nil)
		rec.Bytes, rec.Reject.Bytes = size, size
		return x.emit(rec)
	}
	words, err := Decode(line)
	if err != nil {
		return x.emit(rejected(uri, schemas.CodeNotText, err.Error(), line))
	}
	doc, err := parseRecord([]byte(words), x.Fields)
	if err != nil {
		return x.emit(rejected(uri, schemas.CodeBadJSON, err.Error(), line))
	}
	return x.document(uri, Record{Document: doc, Bytes: size}, line)
}

// decodedLines returns r as bytes in which a line feed ends a line: UTF-16 becomes UTF-8,
// a byte order mark goes.
func decodedLines(r *bufio.Reader) *bufio.Reader {
	if head, _ := r.Peek(2); isUTF16(head) {
		return bufio.NewReaderSize(transform.NewReader(r, utf16.UTF16(utf16.BigEndian, utf16.ExpectBOM).NewDecoder()), 64<<10)
	}
	return r // Decode drops the mark of UTF-8 with the first line
}
