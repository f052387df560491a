package write

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/claim"
	"github.com/volgens/volgens/analysis/coref"
	"github.com/volgens/volgens/analysis/dispute"
	"github.com/volgens/volgens/analysis/stance"
	"github.com/volgens/volgens/analysis/text"
	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/transforms"
)

// handMade returns an article whose analysis was made by hand: a title, a paragraph with two
// attributions, one reported through the other's source, one nested in it, and a claim in
// the author's voice. The text is full of code points of several bytes. n tells articles
// apart.
func handMade(n int) transforms.Article {
	body := fmt.Sprintf("Café’s open — dag %d 😀\n\n"+
		"“Het sneeuwt,” zei burgemeester Šimić, “en hard 😀.” Volgens ooggetuigen denkt "+
		"de raad dat het dooit. ’s Avonds bleven 1.200 cafés dicht.\n", n)
	at := func(words string) text.Span {
		i := strings.Index(body, words)
		if i < 0 {
			panic("not in the text: " + words)
		}
		return text.Span{Start: i, End: i + len(words)}
	}
	title := at(strings.SplitN(body, "\n", 2)[0])
	first := text.Span{Start: at("“Het").Start, End: at("Volgens").Start}
	second := text.Span{Start: first.End, End: at("’s Avonds").Start}
	third := text.Span{Start: second.End, End: len(body)}
	paragraph := text.Span{Start: first.Start, End: third.End - 1}

	published := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, n)
	doc := &analysis.Document{
		Text: body, Lang: "nl", LangConfidence: 0.9,
		Blocks:    []text.Block{{Span: title, Kind: text.Title}, {Span: paragraph, Kind: text.Paragraph}},
		Sentences: []text.Sentence{{Span: title}, {Span: first, Block: 1}, {Span: second, Block: 1}, {Span: third, Block: 1}},
		Sources: []coref.Source{
			{Name: "Ana Šimić", Aliases: []string{"burgemeester Šimić"}, Kind: coref.Person, Role: "burgemeester", Named: true},
			{Name: "ooggetuigen", Kind: coref.Anonymous},
			{Name: "de raad", Kind: coref.Government},
		},
		Mentions: []coref.Mention{
			{Span: at("burgemeester Šimić"), Kind: coref.Name, Source: 0},
			{Span: at("ooggetuigen"), Kind: coref.Nominal, Source: 1},
			{Span: at("de raad"), Kind: coref.Nominal, Source: 2},
		},
		Attributions: []attribution.Attribution{
			{
				Type: attribution.Direct, Source: []text.Span{at("burgemeester Šimić")}, Cue: []text.Span{at("zei")}, CueLemma: "zeggen",
				Content: []text.Span{at("Het sneeuwt,"), at("en hard 😀.")}, NestedIn: -1, SourceID: 0, Via: -1, Rule: "nl/quotation", Confidence: 0.9,
			},
			{
				Type: attribution.Indirect, Source: []text.Span{at("ooggetuigen")}, Cue: []text.Span{at("Volgens")}, CueLemma: "volgens",
				Content: []text.Span{at("denkt de raad dat het dooit")}, NestedIn: -1, SourceID: 1, Via: 0, Rule: "nl/according-to", Confidence: 0.8,
			},
			{
				Type: attribution.Indirect, Source: []text.Span{at("de raad")}, Cue: []text.Span{at("denkt")}, CueLemma: "denken",
				Content: []text.Span{at("dat het dooit")}, NestedIn: 1, SourceID: 2, Via: -1, Rule: "nl/clause", Confidence: 0.7,
			},
		},
		Claims: []claim.Claim{
			{
				Spans: []text.Span{at("Het sneeuwt"), at("en hard 😀")}, Attribution: 0, Context: first, Section: 0,
				Standalone: "Het sneeuwt … en hard 😀", Kind: claim.Fact,
				Commitment: stance.Commitment{Act: "states", Certainty: "certain", Polarity: "affirmed", Distance: "neutral"},
				Positions: []stance.Position{
					{Target: "sneeuw", Label: "against", Score: -0.5, Evidence: []text.Span{at("hard")}},
					{Target: "dooi", Label: "favor", Score: 0.2},
				},
				Checkworthiness: 0.4, Reasons: []string{"measurable"},
			},
			{Spans: []text.Span{at("het dooit")}, Attribution: 2, Context: second, Section: -1, Kind: claim.Opinion},
			{Spans: []text.Span{at("bleven 1.200 cafés dicht")}, Attribution: -1, Context: third, Section: -1, Kind: claim.Fact, Checkworthiness: 0.8, Reasons: []string{"number"}},
		},
		Events:   []dispute.Key{openOrShut(n, published)},
		Disputes: []dispute.Pair{{A: 0, B: 2, Verdict: dispute.Verdict{Relation: dispute.Contradicts, Score: 0.75, Signals: []string{"antonym: open – dicht"}}}},
		Segments: []analysis.Segment{
			{Span: text.Span{Start: 0, End: first.Start}, Kind: text.Title, Voice: analysis.VoiceAuthor},
			{Span: first, Kind: text.Paragraph, Block: 1, Voice: analysis.VoiceMixed},
			{Span: second, Kind: text.Paragraph, Block: 1, Voice: analysis.VoiceAttributed, Unresolved: []text.Span{at("dooit")}},
			{Span: third, Kind: text.Paragraph, Block: 1, Voice: analysis.VoiceAuthor},
		},
	}
	outlet := "De Testbode"
	return transforms.Article{Analysis: doc, Step: transforms.Related, Row: schemas.Document{
		DocID: schemas.DocID(body), SHA256: schemas.TextSHA256(body), URI: fmt.Sprintf("in/%06d.txt", n), Outlet: &outlet,
		PublishedAt: &published, Text: body,
	}}
}

// openOrShut returns the event of the first claim: every second article says that the cafés of
// Gent are open, the others that they are not.
func openOrShut(n int, published time.Time) dispute.Key {
	word := []string{"open", "dicht"}[n%2]
	return dispute.Key{
		Source: "person Ana Šimić", Published: published.Unix(), Blocks: []string{"gent\x1fcafé"},
		Clauses: []dispute.Clause{{
			Predicate: dispute.Term{Word: word, Lemma: word, Kind: dispute.Adjective},
			Terms: []dispute.Term{
				{Word: "cafés", Lemma: "café", Role: dispute.Subject, Kind: dispute.Noun},
				{Word: "Gent", Lemma: "gent", Prep: "in", Role: dispute.Below, Kind: dispute.Name},
			},
		}},
	}
}

// handMadeBatches returns n batches of size articles; every third has rejects, and the last
// nothing but rejects.
func handMadeBatches(n, size int) []transforms.Batch {
	var out []transforms.Batch
	for i := range n {
		b := transforms.Batch{Chunk: i / 2, Seq: i % 2}
		for j := range size {
			if i < n-1 || n == 1 {
				b.Articles = append(b.Articles, handMade(i*size+j))
			}
		}
		if i%3 == 2 || i == n-1 {
			b.Rejects = []schemas.Reject{
				{URI: fmt.Sprintf("in/bad-%d.txt", i), Stage: "read", Code: "empty", Message: "no text"},
				{URI: fmt.Sprintf("in/bad\xff-%d.txt", i), Stage: "read", Code: "not_text", Message: "binary \xfe"},
			}
		}
		out = append(out, b)
	}
	return out
}

func rowsOf(t testing.TB, article transforms.Article) *Rows {
	t.Helper()
	rows, err := NewRows(article)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
