package write

import (
	"context"
	"errors"
)

// ErrExists is returned by Prepare where the folder holds a finished dataset that may not
// be replaced.
var ErrExists = errors.New("holds a finished dataset")

// Prepare makes a folder ready for a run, before the pipeline is built: it removes what an
// unfinished run has left, and fails where the dataset cannot be written. A finished dataset
// is an ErrExists unless overwrite is set; it stays as it is until the new one is complete.
func Prepare(ctx context.Context, dir string, overwrite bool) error {
	return nil
}
