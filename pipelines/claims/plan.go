package claims

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/volgens/volgens/schemas"
)

// The size of a chunk follows the size of the input, so that a small archive becomes a few
// part files and a large one some hundreds, each the work of some seconds.
const (
	minChunk = 256 << 10
	maxChunk = 2 << 20
	chunks   = 256
)

// ErrNoInput is returned for an input that names no file.
var ErrNoInput = errors.New("matches no file")

// Plan is what the launcher decides before the pipeline is built.
type Plan struct {
	Chunks     []schemas.Chunk
	Files      int
	Bytes      int64 // of the files as they are stored
	ChunkBytes int   // a chunk holds about so many
}

// NewPlan lists the files that the inputs name (files, folders, patterns with *, ? and **;
// local or on an object store) and cuts them into chunks. format is that of all files whose
// first bytes show none, FormatAuto that of their names. The plan depends on the files,
// format and chunkBytes alone: not on the order of the inputs, nor on the machine.
// chunkBytes 0 takes a size that suits the input. An input that names no file is an error.
func NewPlan(ctx context.Context, inputs []string, format schemas.Format, chunkBytes int) (Plan, error) {
	if len(inputs) == 0 {
		return Plan{}, errors.New("no input named")
	}
	files, err := list(ctx, inputs)
	if err != nil {
		return Plan{}, err
	}
	for i := range files {
		files[i].forced = format
	}
	plan := Plan{Files: len(files), ChunkBytes: chunkBytes}
	for _, f := range files {
		plan.Bytes += f.size
	}
	if plan.ChunkBytes == 0 {
		plan.ChunkBytes = int(chunkSize(plan.Bytes))
	}
	plan.Chunks, err = cut(files, int64(plan.ChunkBytes))
	return plan, err
}

func chunkSize(input int64) int64 { return min(max(input/chunks, minChunk), maxChunk) }

// list returns the files of all inputs, sorted, each once.
func list(ctx context.Context, inputs []string) ([]file, error) {
	var files []file
	for _, input := range inputs {
		found, err := expand(ctx, input)
		if err != nil {
			return nil, fmt.Errorf("input %s: %w", input, err)
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("input %s: %w", input, ErrNoInput)
		}
		files = append(files, found...)
	}
	slices.SortFunc(files, func(a, b file) int {
		return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.uri, b.uri))
	})
	return slices.CompactFunc(files, func(a, b file) bool { return a.path == b.path }), nil
}

// cut groups small files and divides large ones at line ends, in the order given.
func cut(files []file, size int64) ([]schemas.Chunk, error) {
	var out []schemas.Chunk
	var pieces []schemas.Piece
	var held int64
	flush := func() {
		if len(pieces) > 0 {
			out = append(out, schemas.Chunk{Seq: len(out), Pieces: pieces})
			pieces, held = nil, 0
		}
	}
	for _, f := range files {
		if f.divisible() && f.size > size {
			flush()
			stretches, err := f.divide(size)
			if err != nil {
				return nil, fmt.Errorf("input %s: %w", f.uri, err)
			}
			for _, piece := range stretches {
				pieces = append(pieces, piece)
				flush()
			}
			continue
		}
		if held+f.weight() > size {
			flush()
		}
		pieces = append(pieces, f.whole())
		held += f.weight()
	}
	flush()
	return out, nil
}
