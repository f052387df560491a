package read

import (
	"context"
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
