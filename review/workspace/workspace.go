// Package workspace opens what a review works with: a finished dataset, which is only
// read, its index, and the log of decisions, which lies beside it.
package workspace

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/volgens/volgens/review/decisions"
	"github.com/volgens/volgens/review/index"
)

// Options say where everything is.
type Options struct {
	Dir       string               // folder of the dataset
	Decisions string               // file of the log; "" for DecisionsFile(Dir)
	Cache     string               // folder of the index; "" for the user's own
	Progress  func(index.Progress) // called while an index is built; nil for silence
	Review    decisions.Options
}

// Workspace is an open review. The marks of the index follow the log.
type Workspace struct {
	Index *index.Index
	Log   *decisions.Log
}

// DecisionsFile returns the file in which the decisions about a dataset are kept: beside
// its folder, which a new run replaces.
func DecisionsFile(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs // "." has a name, too
	}
	return strings.TrimRight(filepath.Clean(dir), string(filepath.Separator)) + ".reviews.sqlite"
}

// Open opens a review, building the index where it is missing.
func Open(ctx context.Context, o Options) (*Workspace, error) {
	if o.Decisions == "" {
		o.Decisions = DecisionsFile(o.Dir)
	}
	ix, err := index.Open(ctx, os.DirFS(o.Dir), index.Options{Cache: o.Cache, Progress: o.Progress})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.Dir, err)
	}
	log, err := decisions.Open(ctx, o.Decisions, o.Review)
	if err != nil {
		ix.Close()
		return nil, err
	}
	w := &Workspace{Index: ix, Log: log}
	log.Watch(ix.Mark)
	if err := log.Marks(ctx, ix.Mark); err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

// Close closes the index and the log.
func (w *Workspace) Close() error {
	err := w.Log.Close()
	if closed := w.Index.Close(); err == nil {
		err = closed
	}
	return err
}

// Dataset returns the checksum of the manifest, by which decisions name the dataset.
func (w *Workspace) Dataset() string { return w.Index.ManifestSHA256() }

// Decide hands a decision about a claim to the log, with the claim as the dataset has it.
// The claim id is empty for a decision about a source.
func (w *Workspace) Decide(ctx context.Context, claimID string, d decisions.Decision) (decisions.Entry, error) {
	d.Dataset, d.Claim = w.Dataset(), nil
	if claimID != "" {
		c, err := w.Index.Claim(ctx, claimID)
		if err != nil {
			return decisions.Entry{}, err
		}
		d.Claim = &c.Claim
	} else if _, err := w.Index.Source(ctx, d.SourceID); err != nil {
		return decisions.Entry{}, err
	}
	return w.Log.Decide(ctx, d)
}
