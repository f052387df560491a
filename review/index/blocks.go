package index

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"

	"github.com/klauspost/compress/zstd"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
)

// blockRows is the number of claims that are compressed together: many enough to find
// repetitions, few enough to be read for one claim.
const blockRows = 64

// block is a stretch of claims on its way into the index. The last block of a part brings
// the documents of the part.
type block struct {
	rows    []schemas.Claim
	outlets []string
	data    []byte // the rows, packed
	docs    []docRow
	err     error
}

// docRow says where the claims of a document stand.
type docRow struct {
	id, outlet     string
	url            string // where the article can be read; "" where the input does not say
	part, first, n int
}

// readBlocks reads and packs the claims of a dataset. The channel ends after the last block
// or an error, and when the context does.
func readBlocks(ctx context.Context, fsys fs.FS, m *dataset.Manifest) <-chan block {
	out := make(chan block, 4)
	r := &blockReader{fs: fsys, out: out, ctx: ctx}
	go func() {
		defer close(out)
		if err := r.run(m); err != nil {
			r.send(block{err: err})
		}
	}()
	return out
}

type blockReader struct {
	ctx  context.Context
	fs   fs.FS
	out  chan<- block
	enc  *zstd.Encoder
	next block
	docs []docRow // of parts whose last claims are in next
	row  int
}

func (r *blockReader) run(m *dataset.Manifest) (err error) {
	claims, _ := m.Table(schemas.Claims)
	documents, _ := m.Table(schemas.Documents)
	if len(claims.Files) != len(documents.Files) {
		return fmt.Errorf("the dataset has %d files of claims and %d of documents", len(claims.Files), len(documents.Files))
	}
	if r.enc, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<18)); err != nil {
		return err
	}
	defer func() { _ = r.enc.Close() }() // it holds no stream
	for part := range claims.Files {
		if err := r.part(part, documents.Files[part].Path, claims.Files[part].Path); err != nil {
			return err
		}
	}
	return r.flush()
}

// part reads the claims of a part beside its documents, which have the same order.
func (r *blockReader) part(part int, documents, claims string) error {
	docs, err := r.documents(part, documents)
	if err != nil {
		return err
	}
	at := 0
	for c, err := range dataset.Rows[schemas.Claim](r.fs, claims) {
		if err != nil {
			return err
		}
		for at < len(docs) && docs[at].id != c.DocID {
			at++
		}
		if at == len(docs) {
			return fmt.Errorf("%s: claim %s is of document %s, which %s lacks or has elsewhere", claims, c.ClaimID, c.DocID, documents)
		}
		if docs[at].n == 0 {
			docs[at].first = r.row
		}
		docs[at].n++
		r.row++
		if err := r.add(c, docs[at].outlet); err != nil {
			return err
		}
	}
	r.docs = append(r.docs, docs...)
	return nil
}

func (r *blockReader) documents(part int, file string) ([]docRow, error) {
	var out []docRow
	for row, err := range dataset.Rows[schemas.Document](r.fs, file) {
		if err != nil {
			return nil, err
		}
		out = append(out, docRow{id: row.DocID, outlet: deref(row.Outlet), url: webAddress(deref(row.URL), row.URI), part: part})
	}
	return out, nil
}

// webAddress returns the first of some addresses that a browser can open, "" for none.
func webAddress(addresses ...string) string {
	for _, a := range addresses {
		if u, err := url.Parse(a); err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") {
			return a
		}
	}
	return ""
}

func (r *blockReader) add(c schemas.Claim, outlet string) error {
	r.next.rows, r.next.outlets = append(r.next.rows, c), append(r.next.outlets, outlet)
	if len(r.next.rows) < blockRows {
		return nil
	}
	return r.flush()
}

func (r *blockReader) flush() (err error) {
	if len(r.next.rows) > 0 {
		if r.next.data, err = pack(r.enc, r.next.rows); err != nil {
			return err
		}
	}
	r.next.docs, r.docs = r.docs, nil
	if !r.send(r.next) {
		return r.ctx.Err()
	}
	r.next = block{}
	return nil
}

func (r *blockReader) send(b block) bool {
	select {
	case r.out <- b:
		return true
	case <-r.ctx.Done():
		return false
	}
}

// pack renders claims: their lengths, then their JSON, all compressed.
func pack(enc *zstd.Encoder, rows []schemas.Claim) ([]byte, error) {
	head := make([]byte, 0, 4*len(rows)+4)
	head = binary.LittleEndian.AppendUint32(head, uint32(len(rows)))
	var body []byte
	for i := range rows {
		data, err := json.Marshal(&rows[i])
		if err != nil {
			return nil, err
		}
		head = binary.LittleEndian.AppendUint32(head, uint32(len(data)))
		body = append(body, data...)
	}
	return enc.EncodeAll(append(head, body...), nil), nil
}

// unpack returns the JSON of each claim of a block.
func unpack(dec *zstd.Decoder, data []byte) ([][]byte, error) {
	data, err := dec.DecodeAll(data, nil)
	if err != nil || len(data) < 4 {
		return nil, errors.Join(errDamaged, fmt.Errorf("a block of claims of %d bytes: %w", len(data), err))
	}
	n := int(binary.LittleEndian.Uint32(data))
	if n > blockRows || len(data) < 4+4*n {
		return nil, fmt.Errorf("%w: a block of %d claims", errDamaged, n)
	}
	out, body := make([][]byte, n), data[4+4*n:]
	for i := range out {
		size := int(binary.LittleEndian.Uint32(data[4+4*i:]))
		if size > len(body) {
			return nil, fmt.Errorf("%w: a block ends early", errDamaged)
		}
		out[i], body = body[:size], body[size:]
	}
	return out, nil
}
