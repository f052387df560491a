package format

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volgens/volgens/schemas"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const samples = "../../../testdata/inputs"

// TestSamples compares what is read of the sample of every format with a golden file.
func TestSamples(t *testing.T) { golden(t, samples, "testdata/samples.golden") }

// TestNastySamples does the same with inputs that break readers.
func TestNastySamples(t *testing.T) {
	golden(t, filepath.Join(samples, "nasty"), "testdata/nasty.golden")
}

func golden(t *testing.T, dir, name string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range files {
		if f.IsDir() || f.Name() == "README.md" {
			continue
		}
		for _, r := range readFile(t, filepath.Join(dir, f.Name())) {
			describe(&b, r)
		}
	}
	if *update {
		if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(b.String(), "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func readFile(t testing.TB, path string) []Record {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []Record
	piece := schemas.Piece{URI: filepath.Base(path), Path: path, Format: OfName(path), Line: 1}
	o := Options{MaxBytes: 1 << 20, Fields: DefaultFields, Archives: Limits{Depth: 3, Files: 12}}
	if _, err := Read(f, piece, o, func(r Record) bool { out = append(out, r); return true }); err != nil {
		t.Fatal(err)
	}
	return out
}

// describe writes a record as text: what is known of it, then its blocks with their kinds.
func describe(b *strings.Builder, r Record) {
	if r.Reject != nil {
		fmt.Fprintf(b, "== %s\nreject %s: %s\n", r.Reject.URI, r.Reject.Code, r.Reject.Message)
		return
	}
	d := r.Document
	fmt.Fprintf(b, "== %s\n", d.URI)
	at := ""
	if d.PublishedAt != nil {
		at = d.PublishedAt.Format(time.RFC3339)
	}
	for _, m := range [][2]string{{"id", value(d.RecordID)}, {"url", value(d.URL)}, {"title", value(d.Title)}, {"byline", value(d.Byline)}, {"outlet", value(d.Outlet)}, {"published", at}, {"lang", d.Lang}} {
		if m[1] != "" {
			fmt.Fprintf(b, "%s: %s\n", m[0], m[1])
		}
	}
	if len(r.Blocks) == 0 {
		fmt.Fprintf(b, "%.300q\n", d.Text)
	}
	for _, block := range r.Blocks {
		fmt.Fprintf(b, "[%s] %q\n", block.Kind, block.In(d.Text))
	}
}

func FuzzPage(f *testing.F) {
	for _, name := range []string{"nl-veerpont.html", "en-reservoir.html"} {
		data, err := os.ReadFile(filepath.Join(samples, name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("<p>Een <table><tr><td>a<td><p>b</table><q>c"))
	f.Add([]byte("<html lang=nl><meta charset=utf-16><title>x</title><h1>x</h1><p>y<br>z"))
	fuzzAs(f, "f.html")
}

// fuzzAs checks the records of any bytes under a name.
func fuzzAs(f *testing.F, name string) {
	f.Helper()
	f.Fuzz(func(t *testing.T, data []byte) {
		check(t, name, data, Options{MaxBytes: 1 << 17, Fields: DefaultFields, Archives: Limits{Depth: 2, Files: 20, Bytes: 1 << 26}})
	})
}

// seed adds the samples of a format to a fuzz target.
func seed(f *testing.F, patterns ...string) {
	f.Helper()
	for _, pattern := range patterns {
		for _, dir := range []string{samples, filepath.Join(samples, "nasty")} {
			names, err := filepath.Glob(filepath.Join(dir, pattern))
			if err != nil {
				f.Fatal(err)
			}
			for _, name := range names {
				data, err := os.ReadFile(name)
				if err != nil {
					f.Fatal(err)
				}
				f.Add(data[:min(len(data), 64<<10)])
			}
		}
	}
}

func FuzzTable(f *testing.F) {
	seed(f, "*.csv", "*.tsv")
	fuzzAs(f, "f.csv")
}

func FuzzFeed(f *testing.F) {
	seed(f, "*.rss", "*.atom")
	fuzzAs(f, "f.rss")
}

func FuzzNewsXML(f *testing.F) {
	seed(f, "*.nitf", "*.xml")
	fuzzAs(f, "f.nitf")
}

func FuzzWARC(f *testing.F) {
	seed(f, "*.warc", "*.warc.gz")
	fuzzAs(f, "f")
}

func FuzzArchive(f *testing.F) {
	seed(f, "*.zip", "*.tar", "*.tar.gz")
	fuzzAs(f, "f")
}

func FuzzParquet(f *testing.F) {
	seed(f, "*.parquet")
	fuzzAs(f, "f")
}
