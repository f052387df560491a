package write

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local" // paths without a scheme
)

// store is the folder of a dataset on any of Beam's file systems. Names are relative to
// the folder, with slashes.
type store struct {
	fs    filesystem.Interface
	dir   string
	local bool
}

// openStore opens the folder; it need not exist.
func openStore(ctx context.Context, dir string) (s *store, err error) {
	scheme, rest, remote := strings.Cut(dir, "://")
	switch {
	case strings.TrimSpace(dir) == "":
		return nil, errors.New("no folder for the dataset")
	case remote && scheme != "memfs" && strings.ContainsAny(rest, `*?[]\#%`):
		return nil, fmt.Errorf(`%s: the name holds one of * ? [ ] \ # %%, which object stores' file systems misread`, dir)
	}
	defer func() {
		if p := recover(); p != nil { // Beam's clients of object stores panic on a bad configuration
			err = fmt.Errorf("%s: %v", dir, p)
		}
	}()
	files, err := filesystem.New(ctx, dir)
	if err != nil {
		return nil, err
	}
	return &store{fs: files, dir: strings.TrimRight(dir, "/"), local: !remote}, nil
}

func (s *store) close() error { return s.fs.Close() }

// path returns what the file system calls a file of the folder.
func (s *store) path(name string) string {
	if s.local {
		if s.dir == "" {
			return "/" + name
		}
		return filepath.Join(s.dir, filepath.FromSlash(name))
	}
	return s.dir + "/" + name
}

// list returns the names of the files, and on a local disk folders, that match a pattern.
func (s *store) list(ctx context.Context, pattern string) ([]string, error) {
	dir := s.dir
	if s.local {
		dir = filepath.Clean(dir + "/")
		if dir == "/" {
			dir = ""
		}
	}
	found, err := s.fs.List(ctx, escape(dir)+"/"+pattern)
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", s.path(pattern), err)
	}
	names := make([]string, 0, len(found))
	for _, f := range found {
		names = append(names, strings.TrimPrefix(filepath.ToSlash(f), dir+"/"))
	}
	return names, nil
}

// escape takes the meaning of a pattern from the characters of a folder's name.
func escape(dir string) string {
	return strings.NewReplacer(`*`, `\*`, `?`, `\?`, `[`, `\[`, `\`, `\\`).Replace(dir)
}

// size returns the size of a file, and fs.ErrNotExist for one that is not there.
func (s *store) size(ctx context.Context, name string) (int64, error) {
	if s.local { // the file system leaks a handle for each Size
		info, err := os.Stat(s.path(name))
		if err != nil {
			return 0, err
		}
		return info.Size(), nil
	}
	found, err := s.list(ctx, name)
	if err != nil {
		return 0, err
	}
	if len(found) == 0 {
		return 0, fmt.Errorf("%s: %w", s.path(name), fs.ErrNotExist)
	}
	n, err := s.fs.Size(ctx, s.path(name))
	if err != nil {
		return 0, fmt.Errorf("%s: %w", s.path(name), err)
	}
	return n, nil
}

func (s *store) exists(ctx context.Context, name string) (bool, error) {
	_, err := s.size(ctx, name)
	if missing(err) {
		return false, nil
	}
	return err == nil, err
}

func (s *store) open(ctx context.Context, name string) (io.ReadCloser, error) {
	r, err := s.fs.OpenRead(ctx, s.path(name))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.path(name), err)
	}
	return r, nil
}

func (s *store) read(ctx context.Context, name string) ([]byte, error) {
	data, err := filesystem.Read(ctx, s.fs, s.path(name))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.path(name), err)
	}
	return data, nil
}

// remove removes a file; one that is not there is no error.
func (s *store) remove(ctx context.Context, name string) error {
	remover, ok := s.fs.(filesystem.Remover)
	if !ok {
		return fmt.Errorf("%s: %T cannot remove files", s.path(name), s.fs)
	}
	err := remover.Remove(ctx, s.path(name))
	if err == nil || missing(err) {
		return nil
	}
	if there, e := s.exists(ctx, name); e == nil && !there {
		return nil
	}
	return fmt.Errorf("remove %s: %w", s.path(name), err)
}

// removeDir removes an empty folder where the file system has folders, and leaves one that
// is not empty.
func (s *store) removeDir(name string) {
	if s.local {
		_ = os.Remove(s.path(name)) // not empty: what is in it is not ours
	}
}

// move gives a file of that size its final name. It may be asked again after it was cut
// off at any point.
func (s *store) move(ctx context.Context, from, to string, size int64) error {
	n, err := s.size(ctx, from)
	switch {
	case missing(err): // a former attempt has moved it
		if n, err = s.size(ctx, to); err == nil && n == size {
			return nil
		}
		return fmt.Errorf("%s: %w", s.path(from), fs.ErrNotExist)
	case err != nil:
		return err
	case n != size:
		return fmt.Errorf("%s: has %d bytes, want %d", s.path(from), n, size)
	}
	if _, ok := s.fs.(filesystem.Renamer); ok {
		return s.rename(ctx, from, to)
	}
	if err := s.copy(ctx, from, to); err != nil {
		return err
	}
	return s.remove(ctx, from)
}

func (s *store) rename(ctx context.Context, from, to string) error {
	if s.local {
		if err := os.MkdirAll(filepath.Dir(s.path(to)), 0o755); err != nil {
			return err
		}
	}
	if err := filesystem.Rename(ctx, s.fs, s.path(from), s.path(to)); err != nil {
		return fmt.Errorf("rename %s to %s: %w", s.path(from), path.Base(to), err)
	}
	return nil
}

// copy lets the file system copy a file, unless its name needs the quoting that Beam's S3
// client leaves out: then the bytes go through here.
func (s *store) copy(ctx context.Context, from, to string) error {
	if copier, ok := s.fs.(filesystem.Copier); ok && plain(s.path(from)) {
		if err := copier.Copy(ctx, s.path(from), s.path(to)); err != nil {
			return fmt.Errorf("copy %s to %s: %w", s.path(from), path.Base(to), err)
		}
		return nil
	}
	r, err := s.open(ctx, from)
	if err != nil {
		return err
	}
	defer r.Close()
	w, err := s.create(ctx, to)
	if err != nil {
		return err
	}
	if _, err := io.Copy(w, r); err != nil {
		w.abort()
		return fmt.Errorf("copy %s to %s: %w", s.path(from), path.Base(to), err)
	}
	return w.Close()
}

// plain tells whether a URL means the same quoted and unquoted.
func plain(url string) bool {
	return !strings.ContainsFunc(url, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("-_.~/:", r))
	})
}

// writer writes a file of the store. Close makes it visible, abort does not.
type writer struct {
	io.WriteCloser
	path   string
	cancel context.CancelFunc
}

// create opens a file for writing, in place of one that is there.
func (s *store) create(ctx context.Context, name string) (*writer, error) {
	ctx, cancel := context.WithCancel(ctx)
	w, err := s.fs.OpenWrite(ctx, s.path(name))
	if err != nil {
		cancel()
		return nil, fmt.Errorf("%s: %w", s.path(name), err)
	}
	return &writer{WriteCloser: w, path: s.path(name), cancel: cancel}, nil
}

func (w *writer) Write(p []byte) (int, error) {
	n, err := w.WriteCloser.Write(p)
	if err != nil {
		return n, fmt.Errorf("write %s: %w", w.path, err)
	}
	return n, nil
}

func (w *writer) Close() error {
	defer w.cancel()
	if err := w.WriteCloser.Close(); err != nil {
		return fmt.Errorf("write %s: %w", w.path, err)
	}
	return nil
}

// abort gives up a file: an upload is cut off, what stands on a local disk is left to the
// removal of temporary files.
func (w *writer) abort() {
	w.cancel()
	_ = w.WriteCloser.Close() // its error is the cut
}

// put writes a small file.
func (s *store) put(ctx context.Context, name string, data []byte) error {
	w, err := s.create(ctx, name)
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		w.abort()
		return err
	}
	return w.Close()
}

// missing tells whether an error says that a file is not there.
func missing(err error) bool { return errors.Is(err, fs.ErrNotExist) }
