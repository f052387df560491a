package write

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
)

// ErrExists is returned by Prepare where the folder holds a finished dataset that may not
// be replaced.
var ErrExists = errors.New("holds a finished dataset")

// ErrForeign is returned by Prepare where the folder holds files that a dataset would
// replace and that are none of an unfinished run.
var ErrForeign = errors.New("is in the way and is not of an unfinished run")

// Prepare makes a folder ready for a run, before the pipeline is built: it removes what an
// unfinished run has left, and fails where the dataset cannot be written. A finished dataset
// is an ErrExists unless overwrite is set; it stays as it is until the new one is complete.
func Prepare(ctx context.Context, dir string, overwrite bool) error {
	s, err := openStore(ctx, dir)
	if err != nil {
		return err
	}
	defer s.close()
	if err := s.checkFolder(); err != nil {
		return err
	}
	state, err := s.state(ctx)
	if err != nil {
		return err
	}
	if state, err = s.settle(ctx, state); err != nil {
		return err
	}
	switch {
	case state.finished && !overwrite:
		return fmt.Errorf("%s %w", dir, ErrExists)
	case !state.finished && !state.journal:
		if err := s.clashes(ctx); err != nil {
			return err
		}
	}
	if err := s.discard(ctx, state); err != nil {
		return err
	}
	return s.probe(ctx)
}

// checkFolder fails where a file stands in the place of the folder.
func (s *store) checkFolder() error {
	if !s.local {
		return nil
	}
	info, err := os.Stat(s.path(""))
	switch {
	case missing(err):
		return nil
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("%s: is a file, want a folder for the dataset", s.dir)
	}
	return nil
}

// state is what a run finds in the folder of its dataset.
type state struct {
	finished bool // a manifest is there: so is a dataset
	journal  bool // a run was cut off while it published
}

func (s *store) state(ctx context.Context) (state, error) {
	var st state
	var err error
	if st.journal, err = s.exists(ctx, dataset.JournalFile); err != nil {
		return st, err
	}
	if st.finished, err = s.exists(ctx, dataset.ManifestFile); err != nil || !st.finished {
		return st, err
	}
	data, err := s.read(ctx, dataset.ManifestFile)
	if err != nil {
		return st, err
	}
	if _, err := dataset.ParseManifest(data); errors.Is(err, dataset.ErrNotDataset) {
		return st, fmt.Errorf("%s %w: %w", s.path(dataset.ManifestFile), ErrForeign, err)
	}
	return st, nil
}

// clashes fails where a file has a name that the dataset needs. Without a journal no run of
// ours can have put it there.
func (s *store) clashes(ctx context.Context) error {
	names, err := s.partFiles(ctx)
	if err != nil {
		return err
	}
	for _, name := range dataset.Descriptions {
		if there, err := s.exists(ctx, name); err != nil {
			return err
		} else if there {
			names = append(names, name)
		}
	}
	if s.local {
		names = append(names, s.filesForFolders()...)
	}
	if len(names) > 0 {
		return fmt.Errorf("%s %w", s.path(names[0]), ErrForeign)
	}
	return nil
}

// filesForFolders lists the files of a local disk that have the name of a folder.
func (s *store) filesForFolders() []string {
	var out []string
	folders := []string{dataset.TempDir, dataset.StateDir}
	for _, t := range schemas.Tables() {
		folders = append(folders, t.Name)
	}
	for _, name := range folders {
		if info, err := os.Stat(s.path(name)); err == nil && !info.IsDir() {
			out = append(out, name)
		}
	}
	return out
}

// discard removes the leftovers of an unfinished run: the journal last, since it tells that
// the part files are ours.
func (s *store) discard(ctx context.Context, st state) error {
	if st.journal && !st.finished {
		slog.InfoContext(ctx, "removing an unfinished dataset", "dir", s.dir)
		if err := s.removeParts(ctx); err != nil {
			return err
		}
	}
	if err := s.removeTemps(ctx); err != nil {
		return err
	}
	if st.journal {
		return s.remove(ctx, dataset.JournalFile)
	}
	return nil
}

func (s *store) removeParts(ctx context.Context) error {
	names, err := s.partFiles(ctx)
	if err != nil {
		return err
	}
	names = append(names, dataset.Descriptions...)
	if err := s.removeAll(ctx, names); err != nil {
		return err
	}
	for _, t := range schemas.Tables() {
		s.removeDir(t.Name)
	}
	s.removeDir(dataset.StateDir)
	return nil
}

// probe fails where the folder cannot be written.
func (s *store) probe(ctx context.Context) error {
	name := dataset.TempDir + "/" + schemas.Documents + "-probe"
	if err := s.put(ctx, name, []byte("volgens\n")); err != nil {
		return fmt.Errorf("the dataset cannot be written: %w", err)
	}
	if err := s.remove(ctx, name); err != nil {
		return err
	}
	s.removeDir(dataset.TempDir)
	return nil
}
