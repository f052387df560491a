package write

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
)

// disk is what the scheme fault:// of these tests opens: a file system in memory that can
// fail at a given operation and from then on, as a process that is killed does to its
// files. A disk renames, and shows a file while it is being written; an object store copies,
// and shows it once it is complete.
var disk = &faultFS{files: map[string][]byte{}}

func init() {
	filesystem.Register("fault", func(context.Context) filesystem.Interface {
		if disk.object {
			return disk
		}
		return renamingFS{disk}
	})
}

var errKilled = errors.New("no space left on device")

type faultFS struct {
	mu     sync.Mutex
	object bool // behaves like an object store
	files  map[string][]byte
	ops    int // that change something
	failAt int // the operation that fails, with all after it; 0 for none
}

func (f *faultFS) reset(object bool) {
	*f = faultFS{object: object, files: map[string][]byte{}}
}

// snapshot returns the files.
func (f *faultFS) snapshot() map[string][]byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.files)
}

// op counts an operation; f.mu is held.
func (f *faultFS) op() error {
	f.ops++
	if f.failAt > 0 && f.ops >= f.failAt {
		return errKilled
	}
	return nil
}

func (f *faultFS) Close() error { return nil }

func (f *faultFS) List(_ context.Context, glob string) ([]string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []string
	for _, name := range slices.Sorted(maps.Keys(f.files)) {
		ok, err := path.Match(strings.TrimPrefix(glob, "fault://"), strings.TrimPrefix(name, "fault://"))
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, name)
		}
	}
	return out, nil
}

func (f *faultFS) OpenRead(_ context.Context, name string) (io.ReadCloser, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	data, ok := f.files[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(bytes.NewReader(data)), nil
}

func (f *faultFS) Size(_ context.Context, name string) (int64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	data, ok := f.files[name]
	if !ok {
		return 0, fs.ErrNotExist
	}
	return int64(len(data)), nil
}

func (f *faultFS) OpenWrite(_ context.Context, name string) (io.WriteCloser, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.op(); err != nil {
		return nil, err
	}
	if !f.object {
		f.files[name] = nil
	}
	return &faultWriter{fs: f, name: name}, nil
}

func (f *faultFS) Remove(_ context.Context, name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.op(); err != nil {
		return err
	}
	if _, ok := f.files[name]; !ok && !f.object {
		return fs.ErrNotExist
	}
	delete(f.files, name)
	return nil
}

func (f *faultFS) Copy(_ context.Context, from, to string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.op(); err != nil {
		return err
	}
	if _, ok := f.files[from]; !ok {
		return fs.ErrNotExist
	}
	f.files[to] = f.files[from]
	return nil
}

type renamingFS struct{ *faultFS }

func (f renamingFS) Rename(_ context.Context, from, to string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.op(); err != nil {
		return err
	}
	if _, ok := f.files[from]; !ok {
		return fs.ErrNotExist
	}
	f.files[to] = f.files[from]
	delete(f.files, from)
	return nil
}

type faultWriter struct {
	fs   *faultFS
	name string
	buf  []byte
}

func (w *faultWriter) Write(p []byte) (int, error) {
	w.fs.mu.Lock()
	defer w.fs.mu.Unlock()
	if err := w.fs.op(); err != nil {
		return 0, err
	}
	w.buf = append(w.buf, p...)
	if !w.fs.object {
		w.fs.files[w.name] = bytes.Clone(w.buf)
	}
	return len(p), nil
}

func (w *faultWriter) Close() error {
	w.fs.mu.Lock()
	defer w.fs.mu.Unlock()
	if err := w.fs.op(); err != nil {
		return err
	}
	w.fs.files[w.name] = bytes.Clone(w.buf)
	return nil
}
