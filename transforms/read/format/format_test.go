package format

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/volgens/volgens/schemas"
)

var testOptions = Options{MaxBytes: 100, Fields: DefaultFields}

// records reads one file and describes each record in a line.
func records(t testing.TB, name string, data []byte, o Options) []string {
	t.Helper()
	var out []string
	for _, r := range read(t, name, data, o) {
		if r.Reject != nil {
			out = append(out, r.Reject.URI+" "+r.Reject.Code)
		} else {
			out = append(out, r.Document.URI+" "+r.Document.Text)
		}
	}
	return out
}

// read returns the records of one file.
func read(t testing.TB, name string, data []byte, o Options) []Record {
	t.Helper()
	var out []Record
	more, err := Read(bytes.NewReader(data), schemas.Piece{URI: name, Path: name, Format: OfName(name), Line: 1}, o, func(r Record) bool {
		out = append(out, r)
		return true
	})
	if err != nil || !more {
		t.Fatalf("Read(%s) = %v, %v", name, more, err)
	}
	return out
}

func gz(t testing.TB, data string) []byte {
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
		{"JSON Lines, blank", "a.jsonl", []byte("\n \n"), []string{"a.jsonl empty"}},
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

// check fails unless data gives records twice alike, each a document with text or a reject.
func check(t *testing.T, name string, data []byte, o Options) {
	t.Helper()
	first, second := read(t, name, data, o), read(t, name, data, o)
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("Read(%s) of %.200q (-first time +second):\n%s", name, data, diff)
	}
	if len(first) == 0 {
		t.Errorf("Read(%s) of %.200q gave no record", name, data)
	}
	for _, r := range first {
		switch {
		case r.Reject != nil && (r.Reject.Code == "" || r.Reject.URI == "" || !utf8.ValidString(r.Reject.URI+r.Reject.Message)):
			t.Errorf("reject %+v of %.200q", r.Reject, data)
		case r.Reject == nil && (!hasWords(r.Document.Text) || !utf8.ValidString(r.Document.Text) || len(r.Document.Text) > o.MaxBytes):
			t.Errorf("document %+v of %.200q", r.Document, data)
		}
		end := 0
		for _, b := range r.Blocks {
			if b.Start < end || b.End > len(r.Document.Text) || b.Empty() || strings.TrimSpace(r.Document.Text[end:b.Start]) != "" {
				t.Errorf("block %+v of %q behind byte %d", b, r.Document.Text, end)
				break
			}
			end = b.End
		}
	}
}

// FuzzRead: whatever the bytes, detection finds a format in which they end as records.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"text":"Een."}` + "\n{\n\n" + `{"text":"Twee.","id":{}}`))
	f.Add([]byte("\xFF\xFE{\x00"))
	f.Add([]byte("{\"text\":\"a\\ud800b\"}\r\n"))
	f.Add(gz(f, "Een."))
	f.Fuzz(func(t *testing.T, data []byte) {
		o := Options{MaxBytes: 1 << 16, Fields: DefaultFields}
		check(t, "f", data, o)
		for _, o.Format = range []schemas.Format{schemas.FormatText, schemas.FormatJSONL} {
			check(t, "f", data, o)
		}
	})
}
