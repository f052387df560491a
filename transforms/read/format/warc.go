package format

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http/httputil"
	"net/textproto"
	"strconv"
	"strings"

	"github.com/volgens/volgens/schemas"
)

// headerBytes bounds the header of a record of a web archive, and that of its response.
const headerBytes = 256 << 10

// warc reads the pages in a web archive: responses with status 200 and resources in HTML, and
// conversions to plain text. Other records (requests, redirects, pictures) are no articles.
func (x *reader) warc(r *bufio.Reader, it item) error {
	for n := 1; ; n++ {
		uri := fmt.Sprintf("%s#%d", it.uri, n)
		header, err := warcHeader(r)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return x.failed(uri, schemas.CodeBadWARC, err, nil)
		}
		length, err := strconv.ParseInt(header.Get("Content-Length"), 10, 64)
		if err != nil || length < 0 {
			return x.reject(uri, schemas.CodeBadWARC, fmt.Sprintf("Content-Length %.40q is no length", header.Get("Content-Length")))
		}
		body, before := &exactReader{r: r, left: length}, x.records
		if err := x.warcRecord(header, body, item{uri: uri, depth: it.depth + 1}); err != nil {
			return err
		}
		if x.budget.err != nil {
			return x.failed(it.uri, "", x.budget.err, nil)
		}
		if _, err := io.Copy(io.Discard, body); err != nil {
			if x.records > before && x.source.err == nil {
				return nil // said with the record
			}
			return x.failed(uri, schemas.CodeUnreadable, err, nil)
		}
	}
}

// exactReader gives as many bytes as were announced, or fails.
type exactReader struct {
	r    io.Reader
	left int64
}

func (e *exactReader) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n, err := e.r.Read(p[:min(int64(len(p)), e.left)])
	e.left -= int64(n)
	if errors.Is(err, io.EOF) && e.left > 0 {
		err = fmt.Errorf("the file ends %d bytes before the record does", e.left)
	}
	return n, err
}

// warcHeader reads the header of the next record; io.EOF where there is none.
func warcHeader(r *bufio.Reader) (textproto.MIMEHeader, error) {
	if err := skipLineEnds(r); err != nil {
		return nil, err
	}
	head, err := headerLines(r)
	if err != nil {
		return nil, err
	}
	version, rest, _ := bytes.Cut(head, []byte("\n"))
	if !bytes.HasPrefix(version, []byte("WARC/")) {
		return nil, fmt.Errorf("want a record that begins with WARC/, have %.40q", version)
	}
	return mimeHeader(rest)
}

func skipLineEnds(r *bufio.Reader) error {
	for {
		c, err := r.ReadByte()
		if err != nil {
			return err
		}
		if c != '\r' && c != '\n' {
			return r.UnreadByte()
		}
	}
}

// headerLines reads the lines up to the first empty one.
func headerLines(r *bufio.Reader) ([]byte, error) {
	var head []byte
	for {
		line, err := r.ReadSlice('\n')
		head = append(head, line...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull) || len(head) > headerBytes:
			return nil, fmt.Errorf("a header of more than %d bytes", headerBytes)
		case errors.Is(err, io.EOF):
			return nil, errors.New("ends within a header")
		case err != nil:
			return nil, err
		case len(bytes.TrimRight(line, "\r\n")) == 0:
			return head, nil
		}
	}
}

func mimeHeader(lines []byte) (textproto.MIMEHeader, error) {
	header, err := textproto.NewReader(bufio.NewReader(bytes.NewReader(lines))).ReadMIMEHeader()
	if errors.Is(err, io.EOF) && len(header) > 0 {
		err = nil
	}
	return header, err
}

// warcRecord reads one record if it is a page.
func (x *reader) warcRecord(header textproto.MIMEHeader, body io.Reader, it item) error {
	it.url = strings.Trim(header.Get("WARC-Target-URI"), "<> ")
	it.id = strings.Trim(header.Get("WARC-Record-ID"), "<> ")
	kind, params, _ := mime.ParseMediaType(header.Get("Content-Type"))
	switch strings.ToLower(header.Get("WARC-Type")) {
	case "response":
		if kind != "application/http" || params["msgtype"] == "request" {
			return nil
		}
		return x.response(body, it)
	case "resource":
		if !isPage(kind) {
			return nil
		}
		it.format, it.contentType = schemas.FormatHTML, header.Get("Content-Type")
	case "conversion":
		if kind != "text/plain" {
			return nil
		}
		it.format = schemas.FormatText
	default:
		return nil
	}
	return x.item(body, it)
}

func isPage(mediaType string) bool {
	return mediaType == "text/html" || mediaType == "application/xhtml+xml"
}

// response reads the answer of a web server if it is a page.
func (x *reader) response(body io.Reader, it item) error {
	r := bufio.NewReaderSize(body, 64<<10)
	head, err := headerLines(r)
	if err != nil {
		return x.failed(it.uri, schemas.CodeBadWARC, err, nil)
	}
	status, rest, _ := bytes.Cut(head, []byte("\n"))
	header, err := mimeHeader(rest)
	fields := strings.Fields(string(status))
	if err != nil || len(fields) < 2 || !strings.HasPrefix(fields[0], "HTTP/") {
		return x.reject(it.uri, schemas.CodeBadWARC, "no answer of a web server")
	}
	kind, _, _ := mime.ParseMediaType(header.Get("Content-Type"))
	if fields[1] != "200" || !isPage(kind) {
		return nil
	}
	it.format, it.contentType = schemas.FormatHTML, header.Get("Content-Type")
	if strings.EqualFold(header.Get("Transfer-Encoding"), "chunked") && isChunked(r) {
		return x.item(httputil.NewChunkedReader(r), it)
	}
	return x.item(r, it)
}

// isChunked tells whether a body still is as it was sent: many archives keep the header and
// join the chunks.
func isChunked(r *bufio.Reader) bool {
	head, _ := r.Peek(18)
	line, _, ok := bytes.Cut(head, []byte("\r\n"))
	size, _, _ := bytes.Cut(line, []byte(";"))
	_, err := strconv.ParseUint(strings.TrimSpace(string(size)), 16, 64)
	return ok && err == nil
}
