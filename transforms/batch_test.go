package transforms_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/transforms"
)

// A batch that crosses from one worker to another loses its analyses and gets them again.
func TestEncodedBatchIsAnalysedAnew(t *testing.T) {
	analyzer, err := transforms.Language{}.Analyzer()
	if err != nil {
		t.Fatal(err)
	}
	at, title := time.Date(2024, 5, 6, 7, 8, 9, 10_000, time.UTC), "Kop"
	want := transforms.Batch{
		Chunk: 3, Seq: 1,
		Rejects: []schemas.Reject{{URI: "x", Code: "empty"}},
		Articles: []transforms.Article{{Row: schemas.Document{
			DocID: "d", URI: "a\xff.txt", Title: &title, PublishedAt: &at,
			Text: "Volgens de gemeente is de brug sinds gisteren dicht. ‘Dat duurt nog een week’, zegt wethouder Jan Blok van Verkeer.",
		}}},
	}
	for _, step := range []transforms.Step{transforms.Received, transforms.Extracted, transforms.Resolved, transforms.Tagged} {
		want.Advance(analyzer, step, nil)
		got := recode(t, want)
		got.Advance(analyzer, step, nil)
		if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(analysis.Document{})); diff != "" {
			t.Errorf("batch at step %d after coding (-want +got):\n%s", step, diff)
		}
	}
	if n := len(want.Articles[0].Analysis.Claims); n < 2 {
		t.Errorf("%d claims, want 2", n)
	}
}

func recode(t *testing.T, b transforms.Batch) transforms.Batch {
	t.Helper()
	var buf bytes.Buffer
	if err := beam.NewElementEncoder(reflect.TypeFor[transforms.Batch]()).Encode(b, &buf); err != nil {
		t.Fatal(err)
	}
	got, err := beam.NewElementDecoder(reflect.TypeFor[transforms.Batch]()).Decode(&buf)
	if err != nil {
		t.Fatal(err)
	}
	return got.(transforms.Batch)
}

func TestAdvanceRejects(t *testing.T) {
	analyzer, err := transforms.Language{Codes: []string{"nl"}}.Analyzer()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, text, lang, code string }{
		{"an article", "Volgens de gemeente is de brug dicht. ‘Dat duurt nog een week’, zegt Jan Blok.", "", ""},
		{"a language without data", "Die Brücke bleibt nach Angaben der Stadt bis zum Herbst gesperrt, sagte eine Sprecherin.", "", schemas.CodeUnsupportedLanguage},
		{"a language that the input names", "De brug is dicht.", "fr", schemas.CodeUnsupportedLanguage},
		{"nothing but cues", strings.Repeat("Volgens Jan ", 20_000), "nl", schemas.CodeFailed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := transforms.Batch{Articles: []transforms.Article{{Row: schemas.Document{URI: "x", Text: tt.text, Lang: tt.lang}}}}
			b.Advance(analyzer, transforms.Tagged, nil)
			switch {
			case tt.code == "" && (len(b.Rejects) > 0 || len(b.Articles[0].Analysis.Attributions) != 2 || b.Articles[0].Row.Lang != "nl"):
				t.Errorf("Advance(%q) = %+v", tt.text, b)
			case tt.code != "" && (len(b.Articles) > 0 || len(b.Rejects) != 1 || b.Rejects[0].Code != tt.code || b.Rejects[0].URI != "x"):
				t.Errorf("Advance(%.40q) = %+v, want code %s", tt.text, b.Rejects, tt.code)
			}
		})
	}
}

// Beam holds on to the batch of each stage; it must not hold an analysis besides.
func TestStagesShareTheArticles(t *testing.T) {
	analyzer, err := transforms.Language{Codes: []string{"nl"}}.Analyzer()
	if err != nil {
		t.Fatal(err)
	}
	b := transforms.Batch{Articles: []transforms.Article{
		{Row: schemas.Document{URI: "rejected", Text: "De brug is dicht.", Lang: "fr"}},
		{Row: schemas.Document{URI: "kept", Text: "Volgens de gemeente is de brug dicht.", Lang: "nl"}},
	}}
	received := b
	b.Advance(analyzer, transforms.Extracted, nil)
	extracted := b
	b.Advance(analyzer, transforms.Related, nil)
	if len(b.Articles) != 1 || b.Articles[0].Row.URI != "kept" {
		t.Fatalf("Advance keeps %+v", b.Articles)
	}
	clear(b.Articles)
	for _, held := range [][]transforms.Article{received.Articles, extracted.Articles} {
		for _, article := range held {
			if article.Analysis != nil || article.Row.Text != "" {
				t.Errorf("%s is still held", article.Row.URI)
			}
		}
	}
}
