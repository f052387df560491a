package index

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
)

func isNotFound(err error) bool { return errors.Is(err, ErrNotFound) }

// read returns the claims of rows, in that order.
func (ix *Index) read(ctx context.Context, rows []uint32) ([]Claim, error) {
	out := make([]Claim, len(rows))
	blocks := map[uint32][][]byte{}
	for i, row := range rows {
		b, ok := blocks[row/blockRows]
		if !ok {
			var err error
			if b, err = ix.block(ctx, row/blockRows); err != nil {
				return nil, err
			}
			if len(blocks) == 64 {
				clear(blocks) // a page has few; an export has all, mostly in order
			}
			blocks[row/blockRows] = b
		}
		if err := json.Unmarshal(b[row%blockRows], &out[i].Claim); err != nil {
			return nil, fmt.Errorf("%w: %w", errDamaged, err)
		}
		ix.complete(&out[i], row)
		if i > 0 && out[i].DocID == out[i-1].DocID {
			out[i].URL = out[i-1].URL
			continue
		}
		if err := ix.db.QueryRowContext(ctx, "select url from documents where doc_id = ?", out[i].DocID).Scan(&out[i].URL); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (ix *Index) block(ctx context.Context, id uint32) ([][]byte, error) {
	var data []byte
	if err := ix.db.QueryRowContext(ctx, "select data from blocks where id = ?", id).Scan(&data); err != nil {
		return nil, err
	}
	return unpack(ix.dec, data)
}

// complete adds to a claim what is not in its own table.
func (ix *Index) complete(c *Claim, row uint32) {
	outlet := ix.facets[FacetOutlet]
	c.Outlet = outlet.values[outlet.at(row)]
	ix.marks.mu.RLock()
	defer ix.marks.mu.RUnlock()
	c.Mark = ix.marks.all[ix.marks.codes[row]]
}

// Claim returns a claim, ErrNotFound where the dataset lacks it.
func (ix *Index) Claim(ctx context.Context, id string) (*Claim, error) {
	row, ok := ix.row(id)
	if !ok {
		return nil, fmt.Errorf("claim %s: %w", id, ErrNotFound)
	}
	out, err := ix.read(ctx, []uint32{row})
	if err != nil {
		return nil, err
	}
	return &out[0], nil
}

// Has reports whether the dataset has a claim.
func (ix *Index) Has(claimID string) bool {
	_, ok := ix.row(claimID)
	return ok
}

// Claims returns the claims with these ids, in that order, without those that the dataset
// lacks.
func (ix *Index) Claims(ctx context.Context, ids []string) ([]Claim, error) {
	rows := make([]uint32, 0, len(ids))
	for _, id := range ids {
		if row, ok := ix.row(id); ok {
			rows = append(rows, row)
		}
	}
	return ix.read(ctx, rows)
}

// chunkRows is how many claims of All are in memory.
const chunkRows = 1024

// All returns the claims of a query one after the other, all of them in spite of its Limit,
// decoded as they are asked for. After an error there are no more.
func (ix *Index) All(ctx context.Context, q Query) iter.Seq2[Claim, error] {
	return func(yield func(Claim, error) bool) {
		q.Offset, q.Limit, q.Facets = 0, -1, nil
		rows, err := ix.allRows(ctx, q)
		if err != nil {
			yield(Claim{}, err)
			return
		}
		for len(rows) > 0 {
			n := min(chunkRows, len(rows))
			chunk, err := ix.read(ctx, rows[:n])
			if err != nil {
				yield(Claim{}, err)
				return
			}
			for _, c := range chunk {
				if !yield(c, nil) {
					return
				}
			}
			rows = rows[n:]
		}
	}
}

// IDs returns the ids of all claims of a query, in its order.
func (ix *Index) IDs(ctx context.Context, q Query) ([]string, error) {
	rows, err := ix.allRows(ctx, q)
	if err != nil {
		return nil, err
	}
	out := make([]string, len(rows))
	for i, row := range rows {
		out[i] = ix.id(row)
	}
	return out, nil
}

func (ix *Index) allRows(ctx context.Context, q Query) ([]uint32, error) {
	rows, err := ix.rows(q.Order, q.Desc)
	if err != nil {
		return nil, err
	}
	ix.marks.mu.RLock()
	defer ix.marks.mu.RUnlock()
	found, err := ix.match(ctx, q)
	if err != nil {
		return nil, err
	}
	return ix.page(found.all, rows, 0, limit(-1, 0)), nil
}

// document returns where a document and its claims stand.
func (ix *Index) document(ctx context.Context, docID string) (docRow, error) {
	d := docRow{id: docID}
	err := ix.db.QueryRowContext(ctx, "select part, first, n from documents where doc_id = ?", docID).Scan(&d.part, &d.first, &d.n)
	if errors.Is(err, sql.ErrNoRows) {
		return d, fmt.Errorf("document %s: %w", docID, ErrNotFound)
	}
	return d, err
}

// Article returns a document with its claims, from the dataset itself.
func (ix *Index) Article(ctx context.Context, docID string) (*Article, error) {
	d, err := ix.document(ctx, docID)
	if err != nil {
		return nil, err
	}
	documents, err := rowsInPart[schemas.Document](ix, schemas.Documents, d)
	if err != nil {
		return nil, err
	}
	if len(documents) != 1 {
		return nil, fmt.Errorf("document %s: %w", docID, ErrNotFound)
	}
	a := &Article{Document: documents[0]}
	if a.Segments, err = rowsInPart[schemas.Segment](ix, schemas.Segments, d); err != nil {
		return nil, err
	}
	if a.Attributions, err = rowsInPart[schemas.Attribution](ix, schemas.Attributions, d); err != nil {
		return nil, err
	}
	if a.Mentions, err = rowsInPart[schemas.Mention](ix, schemas.Mentions, d); err != nil {
		return nil, err
	}
	rows := make([]uint32, d.n)
	for i := range rows {
		rows[i] = uint32(d.first + i)
	}
	a.Claims, err = ix.read(ctx, rows)
	return a, err
}

func rowsInPart[T any](ix *Index, table string, d docRow) ([]T, error) {
	t, _ := ix.m.Table(table)
	if d.part >= len(t.Files) {
		return nil, fmt.Errorf("%s has %d files, want one of number %d", table, len(t.Files), d.part)
	}
	return dataset.RowsOf[T](ix.fs, t.Files[d.part].Path, d.id)
}
