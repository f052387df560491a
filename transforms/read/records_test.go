package read

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local"
	"github.com/google/go-cmp/cmp"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/transforms"
	"github.com/volgens/volgens/transforms/read/format"
)

func TestMissingFile(t *testing.T) {
	chunk := schemas.Chunk{Pieces: []schemas.Piece{{URI: "gone.txt", Path: filepath.Join(t.TempDir(), "gone.txt"), Format: schemas.FormatText}}}
	var codes []string
	err := Records(context.Background(), chunk, format.Options{MaxBytes: 100}, func(r format.Record) bool {
		codes = append(codes, r.Reject.URI+" "+r.Reject.Code)
		return true
	})
	if err != nil || !cmp.Equal(codes, []string{"gone.txt unreadable"}) {
		t.Errorf("records of a missing file: %q, %v", codes, err)
	}
}

// The batches of a chunk hold its records in order, whatever the limit.
func TestBatcher(t *testing.T) {
	chunk := schemas.Chunk{Seq: 3, Marks: []schemas.Mark{{Record: 0, OtherURIs: []string{"b"}}, {Record: 1, Repeats: true}, {Record: 4, Repeats: true}, {Record: 5, Original: "x"}}}
	var seqs []int
	var texts, more []string
	b := batcher{chunk: chunk, limit: 4, emit: func(batch transforms.Batch) {
		seqs = append(seqs, batch.Seq)
		for _, a := range batch.Articles {
			texts, more = append(texts, a.Row.Text), append(more, a.Row.OtherURIs...)
			if a.Row.DuplicateOf != nil {
				more = append(more, *a.Row.DuplicateOf)
			}
		}
	}}
	for _, text := range []string{"aa", "aa", "bb", "cc", "aa", "dd"} {
		b.add(format.Record{Document: schemas.Document{DocID: schemas.DocID(text), Text: text}})
	}
	b.flush(true)
	if !cmp.Equal(seqs, []int{0, 1}) || !cmp.Equal(texts, []string{"aa", "bb", "cc", "dd"}) || !cmp.Equal(more, []string{"b", "x"}) {
		t.Errorf("batches %v with texts %q and marks %q", seqs, texts, more)
	}
}

// A file that goes between the two readings takes its copies, which were left to it, to the
// rejects.
func TestBatcherOfAFileThatIsGone(t *testing.T) {
	var uris []string
	b := batcher{chunk: schemas.Chunk{Marks: []schemas.Mark{{Record: 0, OtherURIs: []string{"b", "c"}}, {Record: 1, Repeats: true}}}}
	b.emit = func(batch transforms.Batch) {
		for _, r := range batch.Rejects {
			uris = append(uris, r.URI+" "+r.Code)
		}
	}
	b.add(format.Record{Reject: &schemas.Reject{URI: "a", Code: "unreadable"}})
	b.add(format.Record{Document: schemas.Document{URI: "b"}})
	b.flush(true)
	if want := []string{"b unreadable", "c unreadable", "a unreadable"}; !cmp.Equal(uris, want) {
		t.Errorf("rejects %q, want %q", uris, want)
	}
}

// A ledger holds what Distinct needs of a dataset, and broken ones are errors.
func TestLedger(t *testing.T) {
	c, before := census{}, ""
	for i, text := range []string{"Een.", "Twee.", "Een. "} {
		doc := schemas.Document{DocID: schemas.DocID(text), URI: fmt.Sprintf("in/%d.txt", i), Text: text}
		c.add(int32(i), doc, before)
		before = doc.URI
	}
	reject := schemas.Reject{URI: "in/leeg.txt", Code: "empty"}
	c.Rejected, c.Rejects = []int32{3}, binary.BigEndian.AppendUint64(nil, rejectSum(&reject))
	ledger := Ledger{Dir: t.TempDir()}
	part, err := ledger.write(t.Context(), []census{c, {}})
	if err != nil {
		t.Fatal(err)
	}
	ledger.Former = part.Temp
	known, err := ledger.read(t.Context())
	if err != nil || len(known) != 1 || !cmp.Equal(known[0].IDs, c.IDs) || !cmp.Equal(known[0].Rejects, c.Rejects) {
		t.Fatalf("read = %+v, %v, want what was written", known, err)
	}

	again := census{Chunk: schemas.Chunk{Seq: 0}}
	again.add(0, schemas.Document{DocID: schemas.DocID("Een."), URI: "in/0.txt", Text: "Een."}, "")
	more := census{Chunk: schemas.Chunk{Seq: 1}, Rejected: []int32{0}, Rejects: c.Rejects}
	more.add(1, schemas.Document{DocID: schemas.DocID(" Twee."), URI: "in/4.txt", Text: " Twee."}, "")
	found := distinct(known, []census{more, again})
	wantChunks := []schemas.Chunk{{Seq: 1, Marks: []schemas.Mark{{Record: 0, Repeats: true}, {Record: 1, Repeats: true}}}}
	wantCopies := []schemas.Copy{{DocID: schemas.DocID("Twee."), First: "in/1.txt", URIs: []string{"in/4.txt"}}}
	if diff := cmp.Diff(wantChunks, found.chunks) + cmp.Diff(wantCopies, found.copies); diff != "" {
		t.Errorf("distinct (-want +got):\n%s", diff)
	}
	if len(found.fresh) != 1 || len(found.fresh[0].IDs) != idBytes || len(found.fresh[0].Rejects) != 0 {
		t.Errorf("new records %+v, want one document", found.fresh)
	}
}

// Whatever a ledger holds, reading it ends, and what it gives can be used.
func FuzzLedger(f *testing.F) {
	c := census{}
	c.add(0, schemas.Document{DocID: schemas.DocID("a"), URI: "in/a", Text: "a"}, "")
	c.add(1, schemas.Document{DocID: schemas.DocID("b"), URI: "in/b", Text: "b"}, "in/a")
	var b bytes.Buffer
	if err := encodeLedger(&b, []census{c}); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte(ledgerMagic))
	f.Fuzz(func(t *testing.T, data []byte) {
		known, err := decodeLedger(bytes.NewReader(data))
		if err != nil {
			return
		}
		distinct(known, []census{c})
		var again bytes.Buffer
		if err := encodeLedger(&again, known); err != nil {
			t.Fatal(err)
		}
		if back, err := decodeLedger(&again); err != nil || len(back) > len(known) {
			t.Errorf("%d chunks written and %d read: %v", len(known), len(back), err)
		}
	})
}

func TestDistinct(t *testing.T) {
	wire := strings.Repeat("Het water steeg in de nacht met een halve meter en daalde pas tegen de ochtend weer, ", 1)
	for i := range 60 {
		wire += fmt.Sprintf("zegt dijkwacht nummer %d. ", i)
	}
	texts := [][]string{{"Een.", wire, "Twee."}, {"Drie.", "Een. ", "Kop erboven. " + wire, " Een."}}
	var all []census
	for seq, chunk := range texts {
		c, before := census{Chunk: schemas.Chunk{Seq: seq}}, ""
		for i, text := range chunk {
			doc := schemas.Document{DocID: schemas.DocID(text), URI: fmt.Sprintf("in/%d.jsonl#L%d", seq, i), Text: text}
			c.add(int32(2*i), doc, before) // every other record is a reject
			before = doc.URI
		}
		all = append(all, c)
	}
	slices.Reverse(all)
	want := []schemas.Chunk{
		{Seq: 0, Marks: []schemas.Mark{{Record: 0, OtherURIs: []string{"in/1.jsonl#L1", "in/1.jsonl#L3"}}}},
		{Seq: 1, Marks: []schemas.Mark{{Record: 2, Repeats: true}, {Record: 4, Original: schemas.DocID(wire)}, {Record: 6, Repeats: true}}},
	}
	if diff := cmp.Diff(want, distinct(nil, all).chunks); diff != "" {
		t.Errorf("distinct (-want +got):\n%s", diff)
	}
}
