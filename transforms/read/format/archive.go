package format

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"github.com/volgens/volgens/schemas"
)

// zip reads the files in a ZIP archive, in the order of its directory.
func (x *reader) zip(in io.Reader, r *bufio.Reader, it item) error {
	if it.depth >= x.budget.limits.Depth {
		return x.tooDeep(it)
	}
	file, size, err := x.random(in, r)
	if err != nil {
		return x.failed(it.uri, schemas.CodeUnreadable, err, nil)
	}
	defer file.Close()
	z, err := zip.NewReader(x.watched(file), size)
	if err != nil {
		return x.failed(it.uri, schemas.CodeUnreadable, fmt.Errorf("the directory of the archive is damaged or missing: %w", err), nil)
	}
	if isOffice(z.File) {
		return x.reject(it.uri, schemas.CodeNotText, "an office document or e-book")
	}
	u := &unpacking{b: &x.budget, in: size}
	for _, f := range z.File {
		if err := x.zipMember(f, it, u); err != nil {
			return err
		}
		if x.budget.err != nil {
			return x.failed(it.uri, "", x.budget.err, nil) // what follows is not read
		}
	}
	return nil
}

// isOffice tells documents that are ZIP archives of their parts.
func isOffice(files []*zip.File) bool {
	return len(files) > 0 && (files[0].Name == "[Content_Types].xml" || files[0].Name == "mimetype")
}

func (x *reader) zipMember(f *zip.File, it item, u *unpacking) error {
	member, skip, err := x.member(it, f.Name, f.FileInfo().IsDir())
	if skip || err != nil {
		return err
	}
	switch {
	case f.Flags&1 != 0:
		return x.reject(member.uri, schemas.CodeUnreadable, "encrypted")
	case f.Mode()&os.ModeType != 0:
		return x.reject(member.uri, schemas.CodeBadPath, "a link or a device")
	}
	r, err := f.Open()
	if err != nil {
		return x.failed(member.uri, schemas.CodeUnreadable, err, nil)
	}
	defer r.Close()
	return x.item(u.output(r), member)
}

// tar reads the files in a tar archive as they come.
func (x *reader) tar(r *bufio.Reader, it item) error {
	if it.depth >= x.budget.limits.Depth {
		return x.tooDeep(it)
	}
	t := tar.NewReader(r)
	for {
		h, err := t.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return x.failed(it.uri, schemas.CodeUnreadable, fmt.Errorf("the archive is damaged: %w", err), nil)
		case h.Typeflag == tar.TypeXGlobalHeader:
			continue
		}
		if err := x.tarMember(h, t, it); err != nil {
			return err
		}
		if x.budget.err != nil {
			return x.failed(it.uri, "", x.budget.err, nil) // what follows is not read
		}
	}
}

func (x *reader) tarMember(h *tar.Header, t *tar.Reader, it item) error {
	member, skip, err := x.member(it, h.Name, h.Typeflag == tar.TypeDir)
	if skip || err != nil {
		return err
	}
	if h.Typeflag != tar.TypeReg && h.Typeflag != tar.TypeGNUSparse {
		return x.reject(member.uri, schemas.CodeBadPath, "a link or a device")
	}
	return x.item((&unpacking{b: &x.budget, in: 1 << 62}).output(t), member) // holes come from nothing
}

// member returns the item of a member of an archive, or says that it is passed over: a
// folder, a hidden file, or one whose name is rejected.
func (x *reader) member(it item, name string, isDir bool) (m item, skip bool, err error) {
	name = strings.ToValidUTF8(name, "\uFFFD")
	m = item{uri: it.uri + "!/" + strings.TrimLeft(name, "/"), name: name, line: 1, depth: it.depth + 1}
	switch {
	case isDir:
		return m, true, nil
	case isTrick(name):
		m.uri = fmt.Sprintf("%s!/%q", it.uri, name)
		return m, true, x.reject(m.uri, schemas.CodeBadPath, "a path that leads out of the archive or holds control characters")
	case isHidden(name):
		return m, true, nil
	}
	return m, x.budget.addFile() != nil, nil
}

// isTrick tells paths that would lead elsewhere when the archive is unpacked by a careless
// program: we unpack none, but such an archive was made by no newsroom.
func isTrick(name string) bool {
	slashed := strings.ReplaceAll(name, `\`, "/")
	if name == "" || strings.HasPrefix(slashed, "/") || len(slashed) > 1 && slashed[1] == ':' || len(name) > 4096 {
		return true
	}
	for part := range strings.SplitSeq(slashed, "/") {
		if part == ".." {
			return true
		}
	}
	return strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7F })
}

// isHidden tells files that a listing of a folder hides, and those that macOS adds.
func isHidden(name string) bool {
	for part := range strings.SplitSeq(path.Clean(name), "/") {
		if strings.HasPrefix(part, ".") && part != "." || part == "__MACOSX" {
			return true
		}
	}
	return false
}

// randomAccess is a file that can be read anywhere.
type randomAccess interface {
	io.ReaderAt
	io.Closer
}

// random returns the content of an item for random access: the file itself, else a copy of
// what r gives in a temporary file, removed by Close.
func (x *reader) random(in io.Reader, r io.Reader) (file randomAccess, size int64, err error) {
	if in == io.Reader(x.source) {
		if f, ok := x.source.r.(*os.File); ok {
			if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
				return lent{f}, info.Size(), nil
			}
		}
	}
	f, err := os.CreateTemp("", "volgens-*")
	if err != nil {
		return nil, 0, machineError{err}
	}
	temp := temporary{f}
	size, err = io.Copy(onDisk{f}, r)
	if err == nil && size > x.budget.limits.Bytes {
		err = x.budget.hit(schemas.CodeBomb, "more than %d bytes (input.archives.bytes)", x.budget.limits.Bytes)
	}
	if err != nil {
		return nil, 0, errors.Join(err, temp.Close())
	}
	return temp, size, nil
}

// lent is a file that its owner closes.
type lent struct{ io.ReaderAt }

func (lent) Close() error { return nil }

// temporary is a file that goes when it is closed.
type temporary struct{ *os.File }

func (t temporary) Close() error {
	return errors.Join(t.File.Close(), os.Remove(t.Name()))
}

// onDisk marks the errors of writing to this machine's disk.
type onDisk struct{ w io.Writer }

func (d onDisk) Write(p []byte) (int, error) {
	n, err := d.w.Write(p)
	if err != nil {
		err = machineError{err}
	}
	return n, err
}

// watched has the source remember what goes wrong with reading f.
func (x *reader) watched(f io.ReaderAt) io.ReaderAt {
	return readerAtFunc(func(p []byte, off int64) (int, error) {
		n, err := f.ReadAt(p, off)
		if err != nil && !errors.Is(err, io.EOF) && off >= 0 {
			x.source.err = err
		}
		return n, err
	})
}

type readerAtFunc func(p []byte, off int64) (int, error)

func (f readerAtFunc) ReadAt(p []byte, off int64) (int, error) { return f(p, off) }
