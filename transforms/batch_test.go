package transforms_test

import (
	"bytes"
	"reflect"
	"testing"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/claim"
	"github.com/volgens/volgens/analysis/coref"
	"github.com/volgens/volgens/analysis/stance"
	"github.com/volgens/volgens/analysis/text"
	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/transforms"
)

// A runner that does not fuse the stages must be able to encode a batch: nothing may be
// lost on the way.
func TestBatchCoder(t *testing.T) {
	at, title := time.Date(2024, 5, 6, 7, 8, 9, 10_000, time.UTC), "Kop"
	span := text.Span{Start: 1, End: 5}
	want := transforms.Batch{Chunk: 3, Seq: 1, Rejects: []schemas.Reject{{URI: "x", Code: "empty"}}, Articles: []transforms.Article{{
		Row: schemas.Document{DocID: "d", Title: &title, PublishedAt: &at, Text: "één"},
		Analysis: &analysis.Document{
			Text: "één", Lang: "nl", LangConfidence: 0.5,
			Blocks:       []text.Block{{Span: span, Kind: text.Heading}},
			Sentences:    []text.Sentence{{Span: span, Block: 2, Tokens: []text.Token{{Span: span, Head: -1, Lemma: "l", UPOS: "NOUN"}}}},
			Quotations:   []text.Quotation{{Span: span, Inner: span, Parent: -1, Open: true, Next: -1}},
			Attributions: []attribution.Attribution{{Type: attribution.Direct, Source: []text.Span{span}, Content: []text.Span{span}, NestedIn: -1, Confidence: 0.25}},
			Sources:      []coref.Source{{ID: "s", Kind: coref.Person, Aliases: []string{"a"}}},
			Mentions:     []coref.Mention{{Span: span, Kind: coref.Name, Source: 1, Chain: 2}},
			Claims: []claim.Claim{{
				Spans: []text.Span{span}, Attribution: -1, Kind: claim.Fact,
				Commitment: stance.Commitment{Act: "states"},
				Positions:  []stance.Position{{Target: "t", Score: -1, Evidence: []text.Span{span}}},
			}},
			Segments: []analysis.Segment{{Span: span, Kind: text.Paragraph, Voice: analysis.VoiceAuthor, Unresolved: []text.Span{span}}},
		},
	}}}
	beam.RegisterType(reflect.TypeFor[transforms.Batch]())
	var buf bytes.Buffer
	if err := beam.NewElementEncoder(reflect.TypeFor[transforms.Batch]()).Encode(want, &buf); err != nil {
		t.Fatal(err)
	}
	got, err := beam.NewElementDecoder(reflect.TypeFor[transforms.Batch]()).Decode(&buf)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(analysis.Document{})); diff != "" {
		t.Errorf("batch after coding (-want +got):\n%s", diff)
	}
}
