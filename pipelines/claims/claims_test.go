package claims

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners/vet"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/testing/ptest"
	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
	"github.com/volgens/volgens/transforms"
	"github.com/volgens/volgens/transforms/read/format"
	"github.com/volgens/volgens/transforms/write"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestMain(m *testing.M) {
	ptest.Main(m)
}

// testConfig writes to a new folder in lanes chains.
func testConfig(t *testing.T, lanes int) Config {
	t.Helper()
	return Config{
		Input:    format.Options{MaxBytes: 1 << 20, Fields: format.DefaultFields},
		Language: transforms.Language{Codes: []string{"nl", "en"}},
		Output:   write.Options{Dir: filepath.Join(t.TempDir(), "out"), Version: "test", Config: "test"},
		Lanes:    lanes,
	}
}

// run reads inputs in chunks of size bytes and returns the folder of the dataset.
func run(t *testing.T, cfg Config, size int, inputs ...string) string {
	t.Helper()
	ctx := context.Background()
	plan, err := NewPlan(ctx, inputs, schemas.FormatAuto, size)
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Output, _, err = write.PrepareAddition(ctx, cfg.Output); err != nil {
		t.Fatal(err)
	}
	p, s := beam.NewPipelineWithRoot()
	Build(s, cfg, plan.Chunks)
	if err := ptest.Run(p); err != nil {
		t.Fatal(err)
	}
	return cfg.Output.Dir
}

// rows reads a table of a dataset.
func rows[T any](t *testing.T, dir, table string) []T {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, table, "*.parquet"))
	if err != nil || len(names) == 0 {
		t.Fatalf("table %s: %d files, %v", table, len(names), err)
	}
	slices.Sort(names)
	var out []T
	for _, name := range names {
		part, err := parquet.ReadFile[T](name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, part...)
	}
	return out
}

// No closure and no function that a worker elsewhere could not find.
func TestGraphIsPortable(t *testing.T) {
	p, s := beam.NewPipelineWithRoot()
	Build(s, testConfig(t, 3), []schemas.Chunk{{}})
	if _, err := vet.Execute(context.Background(), p); err != nil {
		t.Error(err)
	}
}

// TestRows compares what is published of the articles in testdata with a golden file.
func TestRows(t *testing.T) {
	dir := run(t, testConfig(t, 2), 0, "testdata/articles")
	if _, err := dataset.Verify(context.Background(), os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/rows.golden", published(t, dir))
}

// published writes the rows of a dataset that a reader looks at first.
func published(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	for _, d := range rows[schemas.Document](t, dir, "documents") {
		fmt.Fprintf(&b, "document %s %s %s, %d claims\n", filepath.Base(d.URI), d.Lang, deref(d.Title), d.NClaims)
	}
	for _, c := range rows[schemas.Claim](t, dir, "claims") {
		fmt.Fprintf(&b, "claim %s | %s %s | %s %s %s %s | %s\n", filepath.Base(c.URI), c.SourceKind, deref(c.SourceName), c.Rule, c.Act, c.Certainty, c.Polarity, c.Claim)
	}
	for _, s := range rows[schemas.Source](t, dir, "sources") {
		fmt.Fprintf(&b, "source %s %s | %s | %s | %d claims\n", s.Kind, s.Name, deref(s.Role), deref(s.Affiliation), s.NClaims)
	}
	for _, r := range rows[schemas.Reject](t, dir, "rejects") {
		fmt.Fprintf(&b, "reject %s %s %s\n", filepath.Base(r.URI), r.Stage, r.Code)
	}
	return b.String()
}

func deref(s *string) string {
	if s == nil {
		return "–"
	}
	return *s
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// The number of lanes and the order of the inputs change no byte.
func TestSameBytes(t *testing.T) {
	names, err := filepath.Glob("testdata/articles/*")
	if err != nil || len(names) < 3 {
		t.Fatalf("articles: %q, %v", names, err)
	}
	names = append(names, "../../testdata/inputs") // copies and archives among them
	want := files(t, run(t, testConfig(t, 1), 1000, names...))
	slices.Reverse(names)
	got := files(t, run(t, testConfig(t, 3), 1000, names...))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files (-one lane +three):\n%s", diff)
	}
}

// files returns the contents of all files below dir by name.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		out[rel] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// One more document changes no other document's rows; the same text twice is one document
// that lists both places; what cannot be used is a reject.
func TestAnotherDocument(t *testing.T) {
	before := rows[schemas.Claim](t, run(t, testConfig(t, 2), 0, "testdata/articles"), "claims")
	more := t.TempDir()
	original, err := os.ReadFile("testdata/articles/haven.txt")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"aaa.txt": []byte("‘Het wordt warm’, zegt Kees Boom van de brandweer.\n"), "copy.txt": original,
		"empty.txt": nil, "picture.txt": {0x89, 'P', 'N', 'G', 0}, "deutsch.txt": []byte("Der Minister sagte gestern, dass die Straße bis zum Herbst gesperrt bleibt und niemand davon gewusst habe."),
	} {
		if err := os.WriteFile(filepath.Join(more, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	dir := run(t, testConfig(t, 2), 1000, "testdata/articles", more)
	if _, err := dataset.Verify(context.Background(), os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	after := map[string]schemas.Claim{}
	for _, c := range rows[schemas.Claim](t, dir, "claims") {
		c.URI = "" // the copy may be the one that is kept
		after[c.ClaimID] = c
	}
	for _, c := range before {
		c.URI = ""
		if diff := cmp.Diff(c, after[c.ClaimID]); diff != "" {
			t.Errorf("claim %q (-alone +with more):\n%s", c.Claim, diff)
		}
	}
	copies := 0
	for _, d := range rows[schemas.Document](t, dir, "documents") {
		copies += len(d.OtherURIs)
	}
	if copies != 1 {
		t.Errorf("%d other URIs of the documents, want that of one copy", copies)
	}
	var codes []string
	for _, r := range rows[schemas.Reject](t, dir, "rejects") {
		codes = append(codes, r.Code)
	}
	slices.Sort(codes)
	if want := []string{schemas.CodeBadJSON, schemas.CodeEmpty, schemas.CodeEmpty, schemas.CodeNotText, schemas.CodeUnsupportedLanguage}; !slices.Equal(codes, want) {
		t.Errorf("rejects %q, want %q", codes, want)
	}
}
