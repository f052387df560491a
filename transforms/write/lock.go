package write

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

// lockFile is in the folder of a dataset while a run writes there.
const lockFile = "_lock"

// ErrBusy is returned by Lock for a folder to which another run writes.
var ErrBusy = errors.New("is being written by another run")

// Lock keeps other runs from a folder on a local disk until the returned function is called,
// or the process ends in any way. The folder is made. On an object store there are no locks:
// one of two runs finds that the other has removed its files, and fails.
func Lock(dir string) (unlock func(), err error) {
	if strings.Contains(dir, "://") || strings.TrimSpace(dir) == "" {
		return func() {}, nil
	}
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		return func() {}, nil // Prepare says so
	}
	made := missing(err)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("the dataset cannot be written: %w", err)
	}
	name := filepath.Join(dir, lockFile)
	for {
		lock := flock.New(name, flock.SetPermissions(0o644))
		got, err := lock.TryLock()
		switch {
		case err != nil:
			return nil, fmt.Errorf("the dataset cannot be written: %w", err)
		case !got:
			return nil, fmt.Errorf("%s %w", dir, ErrBusy)
		case current(lock, name):
			return func() {
				_ = os.Remove(name) // before the lock is given up: nobody else may hold it
				_ = lock.Unlock()
				if made {
					_ = os.Remove(dir) // where the run has left nothing in it
				}
			}, nil
		}
		_ = lock.Unlock() // the file of a run that has just ended
	}
}

// current tells whether the file that is locked is the one of that name.
func current(lock *flock.Flock, name string) bool {
	held, err := lock.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(name)
	return err == nil && os.SameFile(held, there)
}
