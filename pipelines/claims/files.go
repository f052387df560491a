package claims

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/transforms/read/format"
)

// file is an input file.
type file struct {
	uri  string // as the user named it
	path string // opens it from any working directory
	size int64

	forced schemas.Format // of all files, if the user says so
}

// compression is how much larger a compressed text is taken to be.
const compression = 4

// packed are the endings of files that are compressed.
var packed = []string{".gz", ".tgz", ".zip", ".parquet"}

func (f file) compressed() bool {
	return slices.Contains(packed, strings.ToLower(path.Ext(filepath.ToSlash(f.path))))
}

func (f file) format() schemas.Format { return cmp.Or(f.forced, format.OfName(f.path)) }

// weight is the size of the text that f is taken to hold.
func (f file) weight() int64 {
	if f.compressed() {
		return f.size * compression
	}
	return f.size
}

// divisible tells whether parts of f can be read on their own: lines of a local file. Of
// a file on an object store Beam reads no ranges; it is read as one chunk.
func (f file) divisible() bool {
	return f.format() == schemas.FormatJSONL && !f.compressed() && !isRemote(f.path)
}

func (f file) whole() schemas.Piece {
	return schemas.Piece{URI: f.uri, Path: f.path, Format: f.format(), Line: 1}
}

// divide cuts f after the first line end at or behind each multiple of size. A file in
// UTF-16 comes back whole, since its line ends are no bytes, and so does one that is
// compressed whatever its name.
func (f file) divide(size int64) ([]schemas.Piece, error) {
	r, err := os.Open(f.path)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, fs.ErrNotExist) {
		return []schemas.Piece{f.whole()}, nil // read rejects it with the reason
	}
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var out []schemas.Piece
	piece := f.whole()
	buf := make([]byte, 1<<20)
	for at, line := int64(0), 1; ; {
		n, err := r.Read(buf)
		if at == 0 && !hasLines(buf[:n]) {
			return []schemas.Piece{f.whole()}, nil
		}
		for rest := buf[:n]; len(rest) > 0; {
			end := bytes.IndexByte(rest, '\n') + 1
			if end == 0 {
				at += int64(len(rest))
				break
			}
			at, rest, line = at+int64(end), rest[end:], line+1
			if at-piece.Start >= size {
				piece.End = at
				out = append(out, piece)
				piece.Start, piece.End, piece.Line = at, 0, line
			}
		}
		if errors.Is(err, io.EOF) {
			if piece.End = at; at > piece.Start {
				out = append(out, piece)
			}
			return out, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// hasLines tells whether a file that begins with head can be cut at the bytes of its line ends.
func hasLines(head []byte) bool {
	for _, mark := range []string{"\xFF\xFE", "\xFE\xFF", "\x1F\x8B", "PK\x03\x04", "PAR1", "WARC/"} {
		if bytes.HasPrefix(head, []byte(mark)) {
			return false
		}
	}
	return true
}

func isRemote(name string) bool { return strings.Contains(name, "://") }

// expand returns the files that one input names: a file, the files below a folder but the
// hidden ones, or what a pattern matches.
func expand(ctx context.Context, input string) ([]file, error) {
	if isRemote(input) {
		return expandRemote(ctx, input)
	}
	info, err := os.Stat(input)
	switch {
	case err == nil && info.IsDir():
		return folder(input)
	case err == nil:
		return appendLocal(nil, input, info)
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	case !strings.ContainsAny(input, "*?[{"):
		return nil, err
	}
	return glob(input)
}

func folder(dir string) ([]file, error) {
	var files []file
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != dir && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return nil
		}
		files, err = appendNamed(files, name)
		return err
	})
	return files, err
}

func glob(pattern string) ([]file, error) {
	names, err := doublestar.FilepathGlob(pattern, doublestar.WithFilesOnly())
	if err != nil {
		return nil, err
	}
	var files []file
	for _, name := range names {
		if files, err = appendNamed(files, name); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// appendNamed appends a file that a listing names, following a link. One that is gone, or a
// link to nothing, is kept: reading rejects it with the reason.
func appendNamed(files []file, name string) ([]file, error) {
	info, err := os.Stat(name)
	if err == nil {
		return appendLocal(files, name, info)
	}
	abs, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	return append(files, newFile(name, abs, 0)), nil
}

// appendLocal appends a file that holds bytes; pipes and devices are no input.
func appendLocal(files []file, name string, info fs.FileInfo) ([]file, error) {
	if !info.Mode().IsRegular() {
		return files, nil
	}
	abs, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	return append(files, newFile(name, abs, info.Size())), nil
}

func newFile(name, abs string, size int64) file {
	return file{uri: filepath.ToSlash(filepath.Clean(name)), path: abs, size: size}
}
