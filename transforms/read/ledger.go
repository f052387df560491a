package read

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	"github.com/google/uuid"
	"github.com/klauspost/compress/s2"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
	"github.com/volgens/volgens/transforms/read/likeness"
)

// Ledger says where a dataset keeps what a later run must know of the records it was made
// of: of documents their ids, fingerprints, sketches and URIs, of rejects a hash.
type Ledger struct {
	Dir    string // folder of the dataset; "" keeps nothing
	Former string // ledger of the dataset that the run adds to, from Dir; "" for a new dataset
}

const (
	ledgerMagic = "volgens records 1\n"
	maxColumn   = 1 << 30 // bytes of a column of a chunk: more is no ledger
)

var errLedger = errors.New("no list of records")

func (l Ledger) path(name string) string { return strings.TrimRight(l.Dir, "/") + "/" + name }

// read returns the records of the dataset that the run adds to.
func (l Ledger) read(ctx context.Context) ([]census, error) {
	if l.Former == "" {
		return nil, nil
	}
	name := l.path(l.Former)
	files, err := filesystem.New(ctx, name)
	if err != nil {
		return nil, err
	}
	defer files.Close()
	f, err := files.OpenRead(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	defer f.Close()
	records, err := decodeLedger(s2.NewReader(f))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return records, nil
}

// write leaves the records in a temporary file of the dataset.
func (l Ledger) write(ctx context.Context, records []census) (schemas.Part, error) {
	part := schemas.Part{Table: schemas.Ledger, Temp: fmt.Sprintf("%s/%s-records-%s", dataset.TempDir, schemas.Documents, uuid.NewString())}
	name := l.path(part.Temp)
	files, err := filesystem.New(ctx, name)
	if err != nil {
		return part, err
	}
	defer files.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // gives up an upload that is not complete
	f, err := files.OpenWrite(ctx, name)
	if err != nil {
		return part, fmt.Errorf("%s: %w", name, err)
	}
	sum := &summed{w: f, sum: sha256.New()}
	packed := s2.NewWriter(sum, s2.WriterConcurrency(1))
	if err = encodeLedger(packed, records); err == nil {
		err = packed.Close()
	}
	if err != nil {
		cancel()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return part, fmt.Errorf("write %s: %w", name, err)
	}
	part.Bytes, part.SHA256 = sum.n, hex.EncodeToString(sum.sum.Sum(nil))
	return part, nil
}

// summed counts and sums up the bytes that go through it.
type summed struct {
	w   io.Writer
	n   int64
	sum hash.Hash
}

func (s *summed) Write(p []byte) (int, error) {
	n, err := s.w.Write(p)
	s.n += int64(n)
	s.sum.Write(p[:n])
	return n, err
}

// columns are what a ledger holds of a chunk.
func (c *census) columns() []*[]byte {
	return []*[]byte{&c.IDs, &c.Prints, &c.Sketches, &c.URIs, &c.Rejects}
}

func encodeLedger(w io.Writer, records []census) error {
	if _, err := io.WriteString(w, ledgerMagic); err != nil {
		return err
	}
	for i := range records {
		if len(records[i].IDs)+len(records[i].Rejects) == 0 {
			continue
		}
		for _, column := range records[i].columns() {
			if _, err := w.Write(binary.AppendUvarint(nil, uint64(len(*column)))); err != nil {
				return err
			}
			if _, err := w.Write(*column); err != nil {
				return err
			}
		}
	}
	return nil
}

func decodeLedger(packed io.Reader) (records []census, err error) {
	r := bufio.NewReaderSize(packed, 1<<20)
	magic := make([]byte, len(ledgerMagic))
	if _, err := io.ReadFull(r, magic); err != nil || string(magic) != ledgerMagic {
		return nil, errors.Join(errLedger, err)
	}
	for {
		if _, err := r.Peek(1); errors.Is(err, io.EOF) {
			return records, nil
		}
		c := census{}
		for _, column := range c.columns() {
			n, err := binary.ReadUvarint(r)
			if err != nil || n > maxColumn {
				return nil, errors.Join(errLedger, err)
			}
			var b strings.Builder // grows with what is there, whatever n says
			if _, err := io.CopyN(&b, r, int64(n)); err != nil {
				return nil, errors.Join(errLedger, err)
			}
			*column = []byte(b.String())
		}
		if !c.sound() {
			return nil, errLedger
		}
		for i := range len(c.IDs) / idBytes {
			c.Records = append(c.Records, int32(i))
		}
		records = append(records, c)
	}
}

// sound tells whether the columns are of one number of documents.
func (c *census) sound() bool {
	n := len(c.IDs) / idBytes
	if len(c.IDs) != n*idBytes || len(c.Prints) != n*8 || len(c.Sketches) != n*likeness.SketchBytes || len(c.Rejects)%8 != 0 {
		return false
	}
	rest, before := c.URIs, 0
	for range n {
		same, k := binary.Uvarint(rest)
		if k <= 0 || same > uint64(before) {
			return false
		}
		length, m := binary.Uvarint(rest[k:])
		if m <= 0 || length > uint64(len(rest)-k-m) {
			return false
		}
		rest, before = rest[k+m+int(length):], int(same)+int(length)
	}
	return len(rest) == 0
}

// rejectSum is a hash of all that a reject says.
func rejectSum(r *schemas.Reject) uint64 {
	sum := ""
	if r.SHA256 != nil {
		sum = *r.SHA256
	}
	h := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %q %d %q", r.URI, r.Stage, r.Code, r.Message, r.Bytes, sum))
	return binary.BigEndian.Uint64(h[:])
}

// placeSum is a hash of a text and a place where it stands.
func placeSum(print uint64, uri string) uint64 {
	h := sha256.Sum256(append(binary.BigEndian.AppendUint64(nil, print), uri...))
	return binary.BigEndian.Uint64(h[:])
}
