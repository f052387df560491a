package format

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"

	"github.com/volgens/volgens/schemas"
)

// freeBytes may unpack from any number of bytes: short texts of one word repeated do.
const freeBytes = 16 << 20

// budget is what a file may still unpack to.
type budget struct {
	limits Limits
	files  int
	bytes  int64
	err    *limitError // the limit that was hit; it ends the reading of the file
}

func (b *budget) hit(code, format string, args ...any) error {
	b.err = &limitError{code, fmt.Sprintf(format, args...)}
	return b.err
}

// addFile counts a member of an archive.
func (b *budget) addFile() error {
	if b.files++; b.files > b.limits.Files {
		return b.hit(schemas.CodeTooMany, "more than %d files in an archive (input.archives.files)", b.limits.Files)
	}
	return nil
}

// unpacking counts the bytes that go into something compressed and those that come out.
type unpacking struct {
	b       *budget
	in, out int64
}

// add counts n bytes that came out.
func (u *unpacking) add(n int) error {
	u.out += int64(n)
	u.b.bytes += int64(n)
	switch {
	case u.b.err != nil:
		return u.b.err
	case u.b.bytes > u.b.limits.Bytes:
		return u.b.hit(schemas.CodeBomb, "unpacks to more than %d bytes (input.archives.bytes)", u.b.limits.Bytes)
	case u.out > freeBytes && u.out/int64(u.b.limits.Ratio) > u.in:
		return u.b.hit(schemas.CodeBomb, "unpacks to more than %d times its size (input.archives.ratio)", u.b.limits.Ratio)
	}
	return nil
}

// input counts the bytes that r gives as going in.
func (u *unpacking) input(r io.Reader) io.Reader {
	return readFunc(func(p []byte) (int, error) {
		n, err := r.Read(p)
		u.in += int64(n)
		return n, err
	})
}

// output counts the bytes that r gives as coming out.
func (u *unpacking) output(r io.Reader) io.Reader {
	return readFunc(func(p []byte) (int, error) {
		n, err := r.Read(p)
		if limit := u.add(n); limit != nil {
			return 0, limit
		}
		return n, err
	})
}

type readFunc func(p []byte) (int, error)

func (f readFunc) Read(p []byte) (int, error) { return f(p) }

// gunzip reads an item that is compressed, in one member or several.
func (x *reader) gunzip(r *bufio.Reader, it item) error {
	if it.unpacked { // compressed twice: an archive in an archive
		if it.depth++; it.depth > x.budget.limits.Depth {
			return x.tooDeep(it)
		}
	}
	u := &unpacking{b: &x.budget}
	z, err := gzip.NewReader(u.input(r))
	if err != nil {
		return x.failed(it.uri, schemas.CodeUnreadable, err, nil)
	}
	it.unpacked = true
	return x.item(u.output(z), it)
}

func (x *reader) tooDeep(it item) error {
	return x.reject(it.uri, schemas.CodeTooDeep, fmt.Sprintf("archives within archives, more than %d deep (input.archives.depth)", x.budget.limits.Depth))
}
