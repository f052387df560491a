// Package read turns the chunks of the plan into batches of documents: it opens files,
// decodes them and tells articles from what cannot be used.
package read

import (
	"context"
	"fmt"
	"runtime"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/transforms"
	"github.com/volgens/volgens/transforms/read/format"
)

// Documents takes a PCollection<Chunk> and returns a PCollection<Batch> with the documents
// and rejects of each chunk, in one batch or, where the chunk turns out larger than the
// plan could know (a compressed file), in several. A record that the chunk lists as a
// duplicate becomes a reject.
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
	if rec.Reject == nil && b.isDuplicate() {
		rec = duplicate(rec)
	}
	b.n++
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

// isDuplicate tells whether the chunk lists the record at hand; the list is in order.
func (b *batcher) isDuplicate() bool {
	d := b.chunk.Duplicates
	for len(d) > 0 && int(d[0]) < b.n {
		d = d[1:]
	}
	b.chunk.Duplicates = d
	return len(d) > 0 && int(d[0]) == b.n
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

func duplicate(rec format.Record) format.Record {
	doc := rec.Document
	return format.Record{Bytes: rec.Bytes, Reject: &schemas.Reject{
		URI: doc.URI, Stage: "read", Code: schemas.CodeDuplicate,
		Message: fmt.Sprintf("same text as document %s, which an earlier input holds", doc.DocID),
		Bytes:   rec.Bytes, SHA256: &doc.SHA256,
	}}
}
