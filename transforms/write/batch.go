package write

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
	"github.com/volgens/volgens/transforms"
)

// writeBatch writes the tables of one batch and returns its files and numbers. It clears the
// articles of the batch as they are written.
func writeBatch(ctx context.Context, s *store, o Options, batch transforms.Batch) ([]schemas.Part, schemas.Counts, error) {
	w := &batchWriter{store: s, options: o, batch: batch, counts: schemas.Counts{}, rejects: slices.Clone(batch.Rejects)}
	defer w.abort()
	for _, step := range []func(context.Context) error{w.articles, w.writeRejects, w.writeSpills} {
		if err := step(ctx); err != nil {
			return nil, nil, err
		}
	}
	return w.parts, w.counts, nil
}

// batchWriter holds the open files of a batch.
type batchWriter struct {
	store   *store
	options Options
	batch   transforms.Batch

	documents    *sink[schemas.Document]
	segments     *sink[schemas.Segment]
	attributions *sink[schemas.Attribution]
	claims       *sink[schemas.Claim]
	mentions     *sink[schemas.Mention]

	rejects  []schemas.Reject
	spill    []spillRecord // sources
	events   []spillRecord // claims in their blocks
	disputes []spillRecord // rows
	parts    []schemas.Part
	counts   schemas.Counts
}

// articles writes the tables that have a row or more of every document, sorted by doc_id.
func (w *batchWriter) articles(ctx context.Context) error {
	articles := w.batch.Articles
	for i := range articles {
		articles[i].Row.DocID = cmp.Or(articles[i].Row.DocID, schemas.DocID(articles[i].Row.Text))
	}
	slices.SortStableFunc(articles, func(a, b transforms.Article) int { return cmp.Compare(a.Row.DocID, b.Row.DocID) })
	var last schemas.Document
	for i, article := range articles {
		if err := ctx.Err(); err != nil {
			return err
		}
		if i > 0 && article.Row.DocID == last.DocID {
			return fmt.Errorf("%s: the same text as %s, which duplicates of an input may not reach", article.Row.URI, last.URI)
		}
		last, articles[i] = article.Row, transforms.Article{} // lets the analysis go
		rows, err := NewRows(article)
		if err != nil {
			w.reject(article.Row, err)
			continue
		}
		if err := w.write(ctx, rows); err != nil {
			return err
		}
	}
	return w.close()
}

// reject notes a document whose analysis cannot be published.
func (w *batchWriter) reject(row schemas.Document, err error) {
	sum := schemas.TextSHA256(row.Text)
	for _, uri := range append([]string{row.URI}, row.OtherURIs...) {
		w.rejects = append(w.rejects, schemas.Reject{
			URI: uri, Stage: "extract", Code: "failed", Message: "the analysis does not fit the text: " + err.Error(),
			Bytes: int64(len(row.Text)), SHA256: &sum,
		})
	}
}

// write writes the rows of one article, opening the files with the first.
func (w *batchWriter) write(ctx context.Context, rows *Rows) error {
	if w.documents == nil {
		if err := w.open(ctx); err != nil {
			return err
		}
	}
	w.count(rows)
	for _, source := range rows.Sources {
		w.spill = append(w.spill, newSpillRecord(rows.Document.DocID, source))
	}
	w.events = append(w.events, rows.events...)
	for _, d := range rows.Disputes {
		w.disputes = append(w.disputes, disputeRecord(d))
	}
	return firstError(
		w.documents.add(rows.Document), w.segments.add(rows.Segments...), w.attributions.add(rows.Attributions...),
		w.claims.add(rows.Claims...), w.mentions.add(rows.Mentions...),
	)
}

func (w *batchWriter) count(rows *Rows) {
	w.counts.Document(rows.Document)
	w.counts[schemas.Segments] += int64(len(rows.Segments))
	for _, a := range rows.Attributions {
		w.counts.Attribution(a)
	}
	for _, c := range rows.Claims {
		w.counts.Claim(c)
	}
	w.counts[schemas.Mentions] += int64(len(rows.Mentions))
}

func (w *batchWriter) open(ctx context.Context) (err error) {
	if w.documents, err = openPart[schemas.Document](ctx, w, schemas.Documents); err != nil {
		return err
	}
	if w.segments, err = openPart[schemas.Segment](ctx, w, schemas.Segments); err != nil {
		return err
	}
	if w.attributions, err = openPart[schemas.Attribution](ctx, w, schemas.Attributions); err != nil {
		return err
	}
	if w.claims, err = openPart[schemas.Claim](ctx, w, schemas.Claims); err != nil {
		return err
	}
	w.mentions, err = openPart[schemas.Mention](ctx, w, schemas.Mentions)
	return err
}

func openPart[T any](ctx context.Context, w *batchWriter, name string) (*sink[T], error) {
	table, _ := schemas.TableNamed(name)
	return newSink[T](ctx, w.store, w.options, table, w.temp(name, ".parquet"))
}

// temp returns a new name for a temporary file: a batch that is written twice, by a retry,
// leaves two files, of which only one is published.
func (w *batchWriter) temp(table, ext string) string {
	return fmt.Sprintf("%s/%s-%05d-%03d-%s%s", dataset.TempDir, table, w.batch.Chunk, w.batch.Seq, uuid.NewString(), ext)
}

// close completes the files of the documents.
func (w *batchWriter) close() error {
	if w.documents == nil {
		return nil
	}
	err := firstError(
		closePart(w, w.documents), closePart(w, w.segments), closePart(w, w.attributions),
		closePart(w, w.claims), closePart(w, w.mentions),
	)
	if err == nil {
		w.documents, w.segments, w.attributions, w.claims, w.mentions = nil, nil, nil, nil, nil
	}
	return err
}

func closePart[T any](w *batchWriter, k *sink[T]) error {
	part, err := k.close()
	if err != nil {
		return err
	}
	w.part(part)
	return nil
}

func (w *batchWriter) part(p schemas.Part) {
	p.Chunk, p.Batch = w.batch.Chunk, w.batch.Seq
	w.parts = append(w.parts, p)
}

// abort gives up the files that are still open, after an error.
func (w *batchWriter) abort() {
	if w.documents != nil {
		w.documents.abort()
	}
	if w.segments != nil {
		w.segments.abort()
	}
	if w.attributions != nil {
		w.attributions.abort()
	}
	if w.claims != nil {
		w.claims.abort()
	}
	if w.mentions != nil {
		w.mentions.abort()
	}
}

func (w *batchWriter) writeRejects(ctx context.Context) error {
	if len(w.rejects) == 0 {
		return nil
	}
	for i := range w.rejects {
		cleanReject(&w.rejects[i])
		w.counts.Reject(w.rejects[i])
	}
	slices.SortStableFunc(w.rejects, func(a, b schemas.Reject) int {
		return cmp.Or(cmp.Compare(a.URI, b.URI), cmp.Compare(a.Stage, b.Stage), cmp.Compare(a.Message, b.Message))
	})
	k, err := openPart[schemas.Reject](ctx, w, schemas.Rejects)
	if err != nil {
		return err
	}
	if err := k.add(w.rejects...); err != nil {
		k.abort()
		return err
	}
	return closePart(w, k)
}

// writeSpills leaves the batch's share of the tables sources and disputes for Publish to merge.
func (w *batchWriter) writeSpills(ctx context.Context) error {
	return firstError(
		w.writeSpill(ctx, spillTable, "sources", w.spill),
		w.writeSpill(ctx, eventTable, "disputes-events", w.events),
		w.writeSpill(ctx, disputeTable, "disputes", w.disputes),
	)
}

func (w *batchWriter) writeSpill(ctx context.Context, table, name string, records []spillRecord) error {
	if len(records) == 0 {
		return nil
	}
	slices.SortFunc(records, bySpillKey)
	part, err := writeSpill(ctx, w.store, table, w.temp(name, ".spill"), records)
	if err != nil {
		return err
	}
	w.part(part)
	return nil
}

// cleanReject makes the words of a reject valid UTF-8: they may quote the input.
func cleanReject(row *schemas.Reject) {
	row.URI = strings.ToValidUTF8(row.URI, "\uFFFD")
	row.Message = strings.ToValidUTF8(row.Message, "\uFFFD")
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
