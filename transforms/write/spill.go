package write

import (
	"bufio"
	"container/heap"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"math"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/klauspost/compress/s2"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
)

const (
	spillTable = "~sources" // Part.Table of a spill file of sources
	maxOpen    = 200        // spill files that are merged at a time
	spillBlock = 64 << 10   // bytes; a merge holds two blocks a file
	maxField   = 64 << 20   // bytes of a key or value: more is no spill file
)

// spillRecord is what one document adds to one source. Files of them are sorted by key.
type spillRecord struct {
	key   string // source_id, doc_id
	value []byte // the rest of a schemas.Source
}

func newSpillRecord(docID string, s schemas.Source) spillRecord {
	return spillRecord{key: s.SourceID + " " + docID, value: encodeSource(s)}
}

// source returns the row that the record was made from.
func (r spillRecord) source() (schemas.Source, error) {
	id, _, ok := strings.Cut(r.key, " ")
	s, err := decodeSource(r.value)
	if !ok || err != nil {
		return s, fmt.Errorf("source %q: %w", r.key, errSpill)
	}
	s.SourceID = id
	return s, nil
}

var errSpill = errors.New("not a record of sources")

func encodeSource(s schemas.Source) []byte {
	var b []byte
	b = appendStrings(b, s.Name, s.Kind, orEmpty(s.Role), orEmpty(s.Affiliation), orEmpty(s.Wikidata))
	b = binary.AppendUvarint(b, uint64(len(s.Aliases)))
	b = appendStrings(b, s.Aliases...)
	b = binary.AppendUvarint(b, uint64(s.NClaims))
	b = appendTime(b, s.FirstPublished)
	b = binary.AppendUvarint(b, uint64(len(s.Positions)))
	for _, p := range s.Positions {
		b = appendStrings(b, p.Target)
		for _, n := range []int64{p.Favor, p.Against, p.Neutral} {
			b = binary.AppendUvarint(b, uint64(n))
		}
	}
	return b
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func appendStrings(b []byte, words ...string) []byte {
	for _, s := range words {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	return b
}

func appendTime(b []byte, t *time.Time) []byte {
	if t == nil {
		return append(b, 0)
	}
	return binary.AppendVarint(append(b, 1), t.UnixMicro())
}

func decodeSource(b []byte) (schemas.Source, error) {
	d := spillDecoder{b: b}
	s := schemas.Source{Name: d.string(), Kind: d.string(), Role: optional(d.string()), Affiliation: optional(d.string()), Wikidata: optional(d.string())}
	for range d.count() {
		s.Aliases = append(s.Aliases, d.string())
	}
	s.NClaims = int64(d.uint())
	s.FirstPublished = d.time()
	s.LastPublished = s.FirstPublished
	for range d.count() {
		s.Positions = append(s.Positions, schemas.TargetCount{
			Target: d.string(), Favor: int64(d.uint()), Against: int64(d.uint()), Neutral: int64(d.uint()),
		})
	}
	if d.bad || len(d.b) > 0 {
		return s, errSpill
	}
	if s.NClaims > 0 {
		s.NDocuments = 1
	}
	return s, nil
}

// spillDecoder reads the fields of a value; bad says that it was cut short.
type spillDecoder struct {
	b   []byte
	bad bool
}

func (d *spillDecoder) uint() uint64 {
	v, n := binary.Uvarint(d.b)
	if n <= 0 {
		d.bad, d.b = true, nil
		return 0
	}
	d.b = d.b[n:]
	return v
}

// count reads a number of things that take a byte or more each.
func (d *spillDecoder) count() int {
	n := d.uint()
	if n > uint64(len(d.b)) {
		d.bad = true
		return 0
	}
	return int(n)
}

func (d *spillDecoder) string() string {
	n := d.count()
	s := string(d.b[:n])
	d.b = d.b[n:]
	return s
}

func (d *spillDecoder) float() float64 {
	if len(d.b) < 8 {
		d.bad, d.b = true, nil
		return 0
	}
	v := math.Float64frombits(binary.BigEndian.Uint64(d.b))
	d.b = d.b[8:]
	return v
}

func (d *spillDecoder) time() *time.Time {
	if len(d.b) == 0 {
		d.bad = true
		return nil
	}
	known := d.b[0] == 1
	d.b = d.b[1:]
	if !known {
		return nil
	}
	v, n := binary.Varint(d.b)
	if n <= 0 {
		d.bad = true
		return nil
	}
	d.b = d.b[n:]
	t := time.UnixMicro(v).UTC()
	return &t
}

// spillWriter writes a spill file.
type spillWriter struct {
	name string
	file *writer
	s2   *s2.Writer
	sum  hash.Hash
	buf  []byte
	part schemas.Part
}

func newSpillWriter(ctx context.Context, s *store, table, name string) (*spillWriter, error) {
	file, err := s.create(ctx, name)
	if err != nil {
		return nil, err
	}
	w := &spillWriter{name: name, file: file, sum: sha256.New(), part: schemas.Part{Table: table, Temp: name}}
	w.s2 = s2.NewWriter(w, s2.WriterBlockSize(spillBlock), s2.WriterConcurrency(1))
	return w, nil
}

// Write takes the packed bytes of the file.
func (w *spillWriter) Write(p []byte) (int, error) {
	n, err := w.file.Write(p)
	w.part.Bytes += int64(n)
	w.sum.Write(p[:n])
	return n, err
}

func (w *spillWriter) add(r spillRecord) error {
	w.buf = appendStrings(w.buf[:0], r.key)
	w.buf = binary.AppendUvarint(w.buf, uint64(len(r.value)))
	w.buf = append(w.buf, r.value...)
	w.part.Rows++
	_, err := w.s2.Write(w.buf)
	return err
}

// close completes the file.
func (w *spillWriter) close() (schemas.Part, error) {
	if err := w.s2.Close(); err != nil {
		w.file.abort()
		return schemas.Part{}, err
	}
	w.part.SHA256 = hex.EncodeToString(w.sum.Sum(nil))
	return w.part, w.file.Close()
}

// writeSpill writes sorted records to a spill file of a table.
func writeSpill(ctx context.Context, s *store, table, name string, records []spillRecord) (schemas.Part, error) {
	w, err := newSpillWriter(ctx, s, table, name)
	if err != nil {
		return schemas.Part{}, err
	}
	for _, r := range records {
		if err := w.add(r); err != nil {
			w.file.abort()
			return schemas.Part{}, err
		}
	}
	return w.close()
}

// spillReader reads a spill file.
type spillReader struct {
	path string
	file io.ReadCloser
	buf  *bufio.Reader
	head spillRecord // the record at hand
}

func openSpill(ctx context.Context, s *store, name string) (*spillReader, error) {
	file, err := s.open(ctx, name)
	if err != nil {
		return nil, err
	}
	packed := s2.NewReader(file, s2.ReaderMaxBlockSize(spillBlock))
	return &spillReader{path: s.path(name), file: file, buf: bufio.NewReaderSize(packed, 4<<10)}, nil
}

// next puts the next record at head; io.EOF after the last.
func (r *spillReader) next() error {
	key, err := r.field()
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	var value []byte
	if err == nil {
		if value, err = r.field(); errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", r.path, err)
	}
	r.head = spillRecord{key: string(key), value: value}
	return nil
}

func (r *spillReader) field() ([]byte, error) {
	n, err := binary.ReadUvarint(r.buf)
	if err != nil {
		return nil, err
	}
	if n > maxField {
		return nil, errSpill
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(r.buf, b); err != nil {
		return nil, io.ErrUnexpectedEOF
	}
	return b, nil
}

// mergeSpills calls yield with the records of all files, in the order of their keys. It
// holds at most maxOpen files open; of more it makes fewer first, named for table.
func mergeSpills(ctx context.Context, s *store, table string, names []string, yield func(spillRecord) error) error {
	for len(names) > maxOpen {
		var merged []string
		for len(names) > 0 {
			n := min(maxOpen, len(names))
			name, err := mergeToSpill(ctx, s, table, names[:n])
			if err != nil {
				return err
			}
			merged, names = append(merged, name), names[n:]
		}
		names = merged
	}
	return mergeOpen(ctx, s, names, yield)
}

// mergeToSpill merges files into a new one.
func mergeToSpill(ctx context.Context, s *store, table string, names []string) (string, error) {
	w, err := newSpillWriter(ctx, s, "", fmt.Sprintf("%s/%s-merged-%s.spill", dataset.TempDir, table, uuid.NewString()))
	if err != nil {
		return "", err
	}
	if err := mergeOpen(ctx, s, names, w.add); err != nil {
		w.file.abort()
		return "", err
	}
	_, err = w.close()
	return w.name, err
}

func mergeOpen(ctx context.Context, s *store, names []string, yield func(spillRecord) error) error {
	var h spillHeap
	defer func() {
		for _, r := range h {
			_ = r.file.Close() // only read
		}
	}()
	for _, name := range names {
		r, err := openSpill(ctx, s, name)
		if err != nil {
			return err
		}
		h = append(h, r)
		if err := r.next(); err != nil && !errors.Is(err, io.EOF) {
			return err
		} else if err != nil {
			_ = r.file.Close()
			h = h[:len(h)-1]
		}
	}
	heap.Init(&h)
	return h.drain(ctx, yield)
}

// spillHeap orders open files by the key of their record at hand.
type spillHeap []*spillReader

func (h spillHeap) Len() int           { return len(h) }
func (h spillHeap) Less(i, j int) bool { return h[i].head.key < h[j].head.key }
func (h spillHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *spillHeap) Push(x any)        { *h = append(*h, x.(*spillReader)) }
func (h *spillHeap) Pop() any {
	last := len(*h) - 1
	x := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	return x
}

func (h *spillHeap) drain(ctx context.Context, yield func(spillRecord) error) error {
	for n := 0; h.Len() > 0; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		first := (*h)[0]
		if err := yield(first.head); err != nil {
			return err
		}
		switch err := first.next(); {
		case err == nil:
			heap.Fix(h, 0)
		case errors.Is(err, io.EOF):
			_ = first.file.Close()
			heap.Pop(h)
		default:
			return err
		}
	}
	return nil
}
