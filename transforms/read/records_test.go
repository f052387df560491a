package read

import (
	"context"
	"path/filepath"
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
	chunk := schemas.Chunk{Seq: 3, Duplicates: []int32{1, 4}}
	var seqs []int
	var texts, rejects []string
	b := batcher{chunk: chunk, limit: 4, emit: func(batch transforms.Batch) {
		seqs = append(seqs, batch.Seq)
		for _, a := range batch.Articles {
			texts = append(texts, a.Row.Text)
		}
		for _, r := range batch.Rejects {
			rejects = append(rejects, r.Code)
		}
	}}
	for _, text := range []string{"aa", "aa", "bb", "cc", "aa", "dd"} {
		b.add(format.Record{Document: schemas.Document{DocID: schemas.DocID(text), Text: text}})
	}
	b.flush(true)
	if !cmp.Equal(seqs, []int{0, 1}) || !cmp.Equal(texts, []string{"aa", "bb", "cc", "dd"}) || !cmp.Equal(rejects, []string{schemas.CodeDuplicate, schemas.CodeDuplicate}) {
		t.Errorf("batches %v with texts %q and rejects %q", seqs, texts, rejects)
	}
}

func TestDistinct(t *testing.T) {
	id := func(s string) []byte { return []byte(strings.Repeat(s, 8)) }
	chunks := distinct([]census{
		{Chunk: schemas.Chunk{Seq: 1}, Records: []int32{0, 2}, IDs: append(id("b"), id("a")...)},
		{Chunk: schemas.Chunk{Seq: 0}, Records: []int32{1, 3, 4}, IDs: append(append(id("a"), id("c")...), id("a")...)},
	})
	want := []schemas.Chunk{{Seq: 0, Duplicates: []int32{4}}, {Seq: 1, Duplicates: []int32{2}}}
	if diff := cmp.Diff(want, chunks); diff != "" {
		t.Errorf("distinct (-want +got):\n%s", diff)
	}
}
