package decisions

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Backup writes a complete copy of the log to a new file, while it is in use. A file that is
// there already is an error.
func (l *Log) Backup(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		if err == nil {
			err = fs.ErrExist
		}
		return fmt.Errorf("%s: %w", path, err)
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), ".backup-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	temp := filepath.Join(dir, "copy")
	if _, err := l.db.ExecContext(ctx, "vacuum into ?", temp); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := flush(temp); err != nil {
		return err
	}
	err = os.Link(temp, path) // a rename would replace a file that came between
	if err != nil && !errors.Is(err, fs.ErrExist) {
		err = os.Rename(temp, path) // a disk without links
	}
	return err
}

// flush has the system put a file on disk.
func flush(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return firstError(f.Sync(), f.Close())
}
