package read

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/transforms/read/format"
)

// Records calls yield with every record of a chunk in order, until yield returns false.
// What is wrong with the input becomes a reject record; the error is only for what a new
// attempt may mend, such as a network that fails.
func Records(ctx context.Context, chunk schemas.Chunk, o format.Options, yield func(format.Record) bool) error {
	for _, piece := range chunk.Pieces {
		more, err := pieceRecords(ctx, piece, o, yield)
		if err != nil {
			return fmt.Errorf("%s: %w", piece.URI, err)
		}
		if !more {
			return nil
		}
	}
	return ctx.Err()
}

func pieceRecords(ctx context.Context, p schemas.Piece, o format.Options, yield func(format.Record) bool) (more bool, err error) {
	fsys, err := filesystem.New(ctx, p.Path)
	if err != nil {
		return false, err
	}
	defer fsys.Close()
	f, err := fsys.OpenRead(ctx, p.Path)
	if err != nil {
		if again := format.Retryable(err); again != nil {
			return false, again
		}
		return yield(format.Unreadable(p.URI, err)), nil
	}
	defer f.Close()
	part, err := stretch(f, p)
	if err != nil {
		return false, err
	}
	return format.Read(part, p, o, yield)
}

// stretch returns the bytes [Start, End) of a file; the file itself for all of them.
func stretch(f io.Reader, p schemas.Piece) (io.Reader, error) {
	if p.Start > 0 {
		if err := skip(f, p.Start); err != nil {
			return nil, err
		}
	}
	if p.End > 0 {
		return io.LimitReader(f, p.End-p.Start), nil
	}
	return f, nil
}

func skip(r io.Reader, n int64) error {
	if seeker, ok := r.(io.Seeker); ok {
		_, err := seeker.Seek(n, io.SeekStart)
		return err
	}
	_, err := io.CopyN(io.Discard, r, n)
	if errors.Is(err, io.EOF) {
		return nil // the file became shorter: nothing is left to read
	}
	return err
}
