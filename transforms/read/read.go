// Package read turns the chunks of the plan into batches of documents: it opens files,
// decodes them and tells articles from what cannot be used.
package read

import (
	"context"
	"runtime"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/transforms"
	"github.com/volgens/volgens/transforms/read/format"
)

// Documents takes a PCollection<Chunk> and returns a PCollection<Batch> with the documents
// and rejects of each chunk, in one batch or, where the chunk turns out larger than the
// plan could know (a compressed file), in several. A record that the chunk marks as
// repeating an earlier one is left out; the earlier one lists its URI.
//
// A batch is handed on when its texts have batchBytes; 0 makes one batch a chunk.
func Documents(s beam.Scope, o format.Options, batchBytes int, chunks beam.PCollection) beam.PCollection {
	s = s.Scope("read.Documents")
	return beam.ParDo(s, &documentsFn{Options: o, BatchBytes: batchBytes}, chunks)
}

func init() {
	register.DoFn3x1[context.Context, schemas.Chunk, func(transforms.Batch), error](&documentsFn{})
	register.Emitter1[transforms.Batch]()
}

// inflight bounds the batches that one process has on their way: a runner may start more
// bundles than there are cores, and each batch holds its analysis in memory.
var inflight = make(chan struct{}, runtime.GOMAXPROCS(0))

var bytesRead = beam.NewCounter("volgens", "bytes")

type documentsFn struct {
	Options    format.Options
	BatchBytes int
}

func (fn *documentsFn) ProcessElement(ctx context.Context, chunk schemas.Chunk, emit func(transforms.Batch)) error {
	select {
	case inflight <- struct{}{}:
		defer func() { <-inflight }() // emit returns when the fused stages are done
	case <-ctx.Done():
		return ctx.Err()
	}
	b := batcher{chunk: chunk, limit: fn.BatchBytes, emit: emit}
	err := Records(ctx, chunk, fn.Options, func(rec format.Record) bool {
		bytesRead.Inc(ctx, rec.Bytes)
		b.add(rec)
		return ctx.Err() == nil
	})
	if err != nil {
		return err
	}
	b.flush(true)
	return nil
}

// batcher collects records to batches.
type batcher struct {
	chunk schemas.Chunk
	limit int
	emit  func(transforms.Batch)

	batch transforms.Batch
	seq   int // of the batch
	n     int // of the record
	bytes int
}

func (b *batcher) add(rec format.Record) {
	mark := b.mark()
	b.n++
	if mark.Repeats {
		return // listed with the first one, or a reject that the dataset has
	}
	if rec.Reject != nil && mark.OtherURIs != nil { // the file has changed since it was first read
		for _, uri := range mark.OtherURIs {
			again := *rec.Reject
			again.URI = uri
			b.batch.Rejects = append(b.batch.Rejects, again)
		}
	}
	rec.Document.OtherURIs = mark.OtherURIs
	if mark.Original != "" {
		rec.Document.DuplicateOf = &mark.Original
	}
	if rec.Reject != nil {
		b.batch.Rejects = append(b.batch.Rejects, *rec.Reject)
	} else {
		b.batch.Articles = append(b.batch.Articles, transforms.Article{Row: rec.Document, Blocks: rec.Blocks})
		b.bytes += len(rec.Document.Text)
	}
	if b.limit > 0 && b.bytes >= b.limit {
		b.flush(false)
	}
}

// mark returns what the chunk says of the record at hand; marks are in the order of the records.
func (b *batcher) mark() schemas.Mark {
	marks := b.chunk.Marks
	if len(marks) == 0 || int(marks[0].Record) != b.n {
		return schemas.Mark{}
	}
	b.chunk.Marks = marks[1:]
	return marks[0]
}

// flush hands on what was collected; the first batch of a chunk even if it is empty, so
// that no chunk vanishes.
func (b *batcher) flush(last bool) {
	if last && b.seq > 0 && len(b.batch.Articles)+len(b.batch.Rejects) == 0 {
		return
	}
	b.batch.Chunk, b.batch.Seq = b.chunk.Seq, b.seq
	b.emit(b.batch)
	b.batch, b.bytes = transforms.Batch{}, 0
	b.seq++
}
