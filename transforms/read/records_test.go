package read

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local"
	"github.com/google/go-cmp/cmp"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/transforms"
)

var testOptions = Options{MaxBytes: 100, Fields: DefaultFields}

// records reads one file and describes each record in a line.
func records(t *testing.T, name string, data []byte, o Options) []string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	piece := schemas.Piece{URI: name, Path: path, Line: 1}
	if strings.Contains(name, ".jsonl") {
		piece.Format = schemas.FormatJSONL
	}
	return describe(t, schemas.Chunk{Pieces: []schemas.Piece{piece}}, o)
}

func describe(t *testing.T, chunk schemas.Chunk, o Options) []string {
	t.Helper()
	var out []string
	err := Records(context.Background(), chunk, o, func(r Record) bool {
		if r.Reject != nil {
			out = append(out, r.Reject.URI+" "+r.Reject.Code)
		} else {
			out = append(out, r.Document.URI+" "+r.Document.Text)
		}
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func gz(t *testing.T, data string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	fmt.Fprint(w, data)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRecords(t *testing.T) {
	long := strings.Repeat("x", 101)
	lines := `{"text":"Een."}` + "\r\n\n" + `{"text":` + "\n" + `{"text":" "}` + "\n" + `[1]` + "\n" + `{"txt":"a"}` + "\n" +
		`{"text":12}` + "\n" + `{"text":"` + long + `"}` + "\n" + `{"text":"Twee."}`
	wantLines := []string{
		"a.jsonl#L1 Een.", "a.jsonl#L3 bad_json", "a.jsonl#L4 empty", "a.jsonl#L5 bad_json", "a.jsonl#L6 bad_json",
		"a.jsonl#L7 bad_json", "a.jsonl#L8 too_large", "a.jsonl#L9 Twee.",
	}
	tests := []struct {
		name, file string
		data       []byte
		want       []string
	}{
		{"text", "a.txt", []byte("Een.\n"), []string{"a.txt Een.\n"}},
		{"text, compressed", "a.txt.gz", gz(t, "Een."), []string{"a.txt.gz Een."}},
		{"no text", "a.txt", []byte(" \n\t"), []string{"a.txt empty"}},
		{"nothing, compressed", "a.txt.gz", nil, []string{"a.txt.gz empty"}},
		{"zeros", "a.txt", make([]byte, 9), []string{"a.txt not_text"}},
		{"too large", "a.txt", []byte(long), []string{"a.txt too_large"}},
		{"a compressed bomb", "a.txt.gz", gz(t, strings.Repeat("x", 1<<20)), []string{"a.txt.gz too_large"}},
		{"compressed, cut off", "a.txt.gz", gz(t, "Een twee drie vier vijf.")[:20], []string{"a.txt.gz unreadable"}},
		{"not compressed at all", "a.txt.gz", []byte("Een."), []string{"a.txt.gz unreadable"}},
		{"JSON Lines", "a.jsonl", []byte(lines), wantLines},
		{"JSON Lines without an ending that says so", "a.data", []byte(`{"text":"Een."}`), []string{"a.data#L1 Een."}},
		{"JSON Lines with a byte order mark", "a.jsonl", []byte("\uFEFF" + `{"text":"Een."}`), []string{"a.jsonl#L1 Een."}},
		{"JSON Lines in UTF-16", "a.jsonl", utf16LE(`{"text":"Eén."}` + "\n" + `{"text":"Twee."}`), []string{"a.jsonl#L1 Eén.", "a.jsonl#L2 Twee."}},
		{"JSON Lines with odd line ends", "a.jsonl", []byte(`{"text":"Een."}` + "\r\r\r\n"), []string{"a.jsonl#L1 Een."}},
		{"JSON Lines without words", "a.jsonl", []byte(`{"text":"\u0000a"}` + "\n" + `{"text":"\ufeff\u200b …"}`), []string{"a.jsonl#L1 not_text", "a.jsonl#L2 empty"}},
		{"a line without end", "a.jsonl", []byte(`{"text":"` + strings.Repeat("x", 3<<20) + "\n" + `{"text":"Een."}`), []string{"a.jsonl#L1 too_large", "a.jsonl#L2 Een."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, records(t, tt.file, tt.data, testOptions)); diff != "" {
				t.Errorf("records of %s (-want +got):\n%s", tt.file, diff)
			}
		})
	}
}

func utf16LE(s string) []byte {
	out := []byte{0xFF, 0xFE}
	for _, r := range s {
		out = append(out, byte(r), byte(r>>8))
	}
	return out
}

// A file that ends in the middle of compressed data still gives its whole lines.
func TestRecordsOfCutOffLines(t *testing.T) {
	var lines strings.Builder
	for i := range 20000 {
		fmt.Fprintf(&lines, `{"text":"Artikel %d."}`+"\n", i*i)
	}
	data := gz(t, lines.String())
	got := records(t, "a.jsonl.gz", data[:len(data)/2], testOptions)
	if n := len(got); n < 5000 || !strings.HasSuffix(got[n-1], schemas.CodeUnreadable) || !strings.HasPrefix(got[n-1], fmt.Sprintf("a.jsonl.gz#L%d ", n-1)) && !strings.HasPrefix(got[n-1], fmt.Sprintf("a.jsonl.gz#L%d ", n)) {
		t.Errorf("%d records, the last %q; want thousands, then unreadable", n, got[n-1])
	}
}

func TestMissingFile(t *testing.T) {
	chunk := schemas.Chunk{Pieces: []schemas.Piece{{URI: "gone.txt", Path: filepath.Join(t.TempDir(), "gone.txt"), Format: schemas.FormatText}}}
	if got := describe(t, chunk, testOptions); !cmp.Equal(got, []string{"gone.txt unreadable"}) {
		t.Errorf("records of a missing file = %q", got)
	}
}

func TestParseRecord(t *testing.T) {
	doc, err := parseRecord([]byte(`{"id":7,"url":"https://example.org/a","title":" Kop ","text":"Een.","lang":"nl_BE","published_at":"2024-05-06T10:00:00+02:00","outlet":"De Krant","byline":["x"],"more":{}}`), DefaultFields)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2024, 5, 6, 8, 0, 0, 0, time.UTC)
	want := schemas.Document{
		DocID: schemas.DocID("Een."), SHA256: schemas.TextSHA256("Een."), Text: "Een.", Lang: "nl",
		RecordID: ptr("7"), URL: ptr("https://example.org/a"), Title: ptr("Kop"), Outlet: ptr("De Krant"), PublishedAt: &at,
	}
	if diff := cmp.Diff(want, doc); diff != "" {
		t.Errorf("parseRecord (-want +got):\n%s", diff)
	}
}

func ptr(s string) *string { return &s }

func TestParseTime(t *testing.T) {
	tests := []struct{ in, want string }{
		{"2024-05-06", "2024-05-06T00:00:00Z"},
		{"2024-05-06 07:08", "2024-05-06T07:08:00Z"},
		{"Mon, 06 May 2024 07:08:09 +0200", "2024-05-06T05:08:09Z"},
		{"1715000000", "2024-05-06T12:53:20Z"},
		{"1715000000000", ""}, // milliseconds: a year of five digits
		{"2024", ""},          // a year is no second of 1970
		{"gisteren", ""},
	}
	for _, tt := range tests {
		got := ""
		if at := parseTime(&tt.in); at != nil {
			got = at.Format(time.RFC3339Nano)
		}
		if got != tt.want {
			t.Errorf("parseTime(%q) = %q, want %q", tt.in, got, tt.want)
		}
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
		b.add(Record{Document: newDocument(text)})
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

// FuzzRecords: whatever the bytes, every line that is not blank is one record, and texts
// are valid.
func FuzzRecords(f *testing.F) {
	f.Add([]byte(`{"text":"Een."}` + "\n{\n\n" + `{"text":"Twee.","id":{}}`))
	f.Add([]byte("\xFF\xFE{\x00"))
	f.Add([]byte("{\"text\":\"a\\ud800b\"}\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "f")
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		for _, format := range []schemas.Format{schemas.FormatAuto, schemas.FormatText, schemas.FormatJSONL} {
			n := 0
			chunk := schemas.Chunk{Pieces: []schemas.Piece{{URI: "f", Path: path, Format: format, Line: 1}}}
			err := Records(context.Background(), chunk, Options{MaxBytes: 1 << 20, Fields: DefaultFields}, func(r Record) bool {
				n++
				if r.Reject == nil && (r.Document.DocID == "" || strings.TrimSpace(r.Document.Text) == "") {
					t.Errorf("record %+v of %q", r, data)
				}
				return true
			})
			if err != nil {
				t.Errorf("Records(%q) as %q: %v", data, format, err)
			}
			if format == schemas.FormatText && n != 1 {
				t.Errorf("Records(%q) as text gave %d records", data, n)
			}
		}
	})
}
