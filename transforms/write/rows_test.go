package write

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/coref"
	"github.com/volgens/volgens/analysis/text"
	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/transforms"
)

// cut slices a text by code points, as Python does.
func cut(s string, start, end int32) string { return string([]rune(s)[start:end]) }

func TestRowsSliceTheText(t *testing.T) {
	rows := rowsOf(t, handMade(7))
	body := rows.Document.Text
	joined := func(spans []schemas.Span) string {
		var parts []string
		for _, s := range spans {
			parts = append(parts, cut(body, s.Start, s.End))
		}
		return strings.Join(parts, schemas.Ellipsis)
	}
	for _, a := range rows.Attributions {
		if got := joined(a.SourceSpans); got != a.SourceText {
			t.Errorf("source %q, spans give %q", a.SourceText, got)
		}
		if got := joined(a.CueSpans); got != a.CueText {
			t.Errorf("cue %q, spans give %q", a.CueText, got)
		}
		if got := joined(a.ContentSpans); got != a.ContentText {
			t.Errorf("content %q, spans give %q", a.ContentText, got)
		}
	}
	for _, c := range rows.Claims {
		if got := joined(c.Spans); got != c.Claim {
			t.Errorf("claim %q, spans give %q", c.Claim, got)
		}
		if got, want := body[c.StartByte:c.EndByte], cut(body, c.Start, c.End); got != want {
			t.Errorf("bytes give %q, code points %q", got, want)
		}
		if want := cut(body, max(0, c.Start-selectorLen), c.Start); c.Prefix != want {
			t.Errorf("prefix %q, want %q", c.Prefix, want)
		}
		if want := cut(body, c.End, min(rows.Document.NChars, c.End+selectorLen)); c.Suffix != want {
			t.Errorf("suffix %q, want %q", c.Suffix, want)
		}
	}
	for _, m := range rows.Mentions {
		if got := cut(body, m.Start, m.End); got != m.Text {
			t.Errorf("mention %q, span gives %q", m.Text, got)
		}
	}
	var all strings.Builder
	for _, s := range rows.Segments {
		all.WriteString(cut(body, s.Start, s.End))
	}
	if all.String() != body {
		t.Errorf("segments give %q, want %q", all.String(), body)
	}
}

func TestRowsOfADocument(t *testing.T) {
	rows := rowsOf(t, handMade(7))
	d := rows.Document
	if d.Title == nil || *d.Title != "Café’s open — dag 7 😀" {
		t.Errorf("Title = %v, want the title segment", d.Title)
	}
	if int(d.NChars) != utf8.RuneCountInString(d.Text) || d.NSentences != 4 || d.NClaims != 3 || d.Lang != "nl" {
		t.Errorf("n_chars %d, n_sentences %d, n_claims %d, lang %q", d.NChars, d.NSentences, d.NClaims, d.Lang)
	}
	content := utf8.RuneCountInString("Het sneeuwt,en hard 😀.denkt de raad dat het dooit") // the nested content counts once
	if want := float64(content) / float64(d.NChars); d.Attributed != want {
		t.Errorf("attributed_share = %v, want %v", d.Attributed, want)
	}
	var n []int32
	for _, s := range rows.Segments {
		n = append(n, s.NClaims)
	}
	if diff := cmp.Diff([]int32{0, 1, 1, 1}, n); diff != "" {
		t.Errorf("segments.n_claims (-want +got):\n%s", diff)
	}
	named := handMade(7)
	title := "Uit de bron"
	named.Row.Title = &title
	if got := rowsOf(t, named); *got.Document.Title != title || *got.Claims[0].Title != title {
		t.Errorf("Title = %q, want the one of the input", *got.Document.Title)
	}
}

func TestRowsOfClaims(t *testing.T) {
	rows := rowsOf(t, handMade(7))
	quoted, nested, author := rows.Claims[0], rows.Claims[1], rows.Claims[2]

	if quoted.Claim != "Het sneeuwt … en hard 😀" || *quoted.SourceName != "Ana Šimić" || *quoted.SourceMention != "burgemeester Šimić" {
		t.Errorf("claim %q by %q (%q)", quoted.Claim, *quoted.SourceName, *quoted.SourceMention)
	}
	if *quoted.Target != "sneeuw" || *quoted.Stance != "against" || *quoted.StanceScore != -0.5 {
		t.Errorf("strongest position %q %q %v, want sneeuw against -0.5", *quoted.Target, *quoted.Stance, *quoted.StanceScore)
	}
	if *quoted.Section != "Café’s open — dag 7 😀" || quoted.Positions[0].Evidence[0] != "hard" {
		t.Errorf("section %q, evidence %q", *quoted.Section, quoted.Positions[0].Evidence)
	}
	var chain []string
	for _, l := range nested.Chain {
		chain = append(chain, l.Name)
	}
	if diff := cmp.Diff([]string{"Ana Šimić", "ooggetuigen", "de raad"}, chain); diff != "" {
		t.Errorf("chain, the outermost first (-want +got):\n%s", diff)
	}
	if *rows.Attributions[2].NestedIn != rows.Attributions[1].AttributionID {
		t.Errorf("nested_in = %q, want the second attribution", *rows.Attributions[2].NestedIn)
	}
	if author.Voice != "author" || author.SourceKind != "author" || author.AttributionID != nil || author.SourceID != nil || author.Confidence != 1 || len(author.Chain) != 0 {
		t.Errorf("author's claim: %+v", author)
	}
	if nested.Act != "states" || nested.Certainty != "unspecified" || nested.ClaimStandalone != nested.Claim {
		t.Errorf("an untagged claim: act %q, certainty %q, standalone %q", nested.Act, nested.Certainty, nested.ClaimStandalone)
	}
}

func TestIDsComeFromContent(t *testing.T) {
	plain := rowsOf(t, handMade(1))
	moved := handMade(1)
	moved.Row.URI = "elsewhere.txt"
	other := rowsOf(t, moved)
	for i := range plain.Claims {
		if plain.Claims[i].ClaimID != other.Claims[i].ClaimID {
			t.Errorf("claim %d has another id where the file has another name", i)
		}
	}
	if a, b := plain.Sources, rowsOf(t, handMade(2)).Sources; same(a, b, "Ana Šimić") != true || same(a, b, "ooggetuigen") != false {
		t.Errorf("a named source keeps its id over documents, an unnamed one does not: %v, %v", a, b)
	}
	twice := handMade(1)
	twice.Analysis.Claims = append(twice.Analysis.Claims, twice.Analysis.Claims[0])
	rows := rowsOf(t, twice)
	if rows.Claims[0].ClaimID == rows.Claims[3].ClaimID {
		t.Error("two claims of the same words have one id")
	}
}

func same(a, b []schemas.Source, name string) bool {
	for _, x := range a {
		for _, y := range b {
			if x.Name == name && y.Name == name {
				return x.SourceID == y.SourceID
			}
		}
	}
	return false
}

func TestImplicitSourcesAreNotPublished(t *testing.T) {
	article := handMade(1)
	article.Analysis.Sources[1].Kind = coref.Implicit
	article.Analysis.Attributions[0].SourceID = -1
	rows := rowsOf(t, article)
	if c := rows.Claims[0]; c.SourceID != nil || c.SourceName != nil || c.SourceKind != "implicit" || c.Voice != "attributed" {
		t.Errorf("claim of an implicit source: %+v", c)
	}
	if len(rows.Mentions) != 2 || len(rows.Sources) != 2 {
		t.Errorf("%d mentions, %d sources, want 2 and 2", len(rows.Mentions), len(rows.Sources))
	}
	if names := rows.Claims[1].Chain; len(names) != 2 {
		t.Errorf("chain %v, want the two known sources", names)
	}
}

func TestNewRowsRefusesALyingAnalysis(t *testing.T) {
	tests := []struct {
		name string
		lie  func(*transforms.Article)
		want string
	}{
		{"not analysed", func(a *transforms.Article) { a.Analysis = nil }, "not analysed"},
		{"another text", func(a *transforms.Article) { a.Row.Text += "!" }, "another text"},
		{"broken UTF-8", func(a *transforms.Article) { a.Row.Text, a.Analysis.Text = "\xff", "\xff" }, "UTF-8"},
		{"span outside", func(a *transforms.Article) { a.Analysis.Mentions[0].End = 1 << 20 }, "mention: span"},
		{"span backwards", func(a *transforms.Article) { a.Analysis.Claims[1].Spans[0] = text.Span{Start: 5, End: 2} }, "claim: span"},
		{"unknown act", func(a *transforms.Article) { a.Analysis.Claims[1].Act = "shouts" }, `act "shouts" is none of`},
		{"unknown label", func(a *transforms.Article) { a.Analysis.Claims[0].Positions[0].Label = "pro" }, "label \"pro\""},
		{"a name without words", func(a *transforms.Article) { a.Analysis.Mentions[0].End = a.Analysis.Mentions[0].Start }, "mention: name"},
		{"a score that is no number", func(a *transforms.Article) { a.Analysis.Claims[0].Checkworthiness = math.NaN() }, "no number"},
		{"half a code point", func(a *transforms.Article) { a.Analysis.Attributions[0].Source[0].Start = 4 }, "cuts a code point"},
		{"pieces out of order", func(a *transforms.Article) {
			c := a.Analysis.Attributions[0].Content
			c[0], c[1] = c[1], c[0]
		}, "no order"},
		{"no content", func(a *transforms.Article) { a.Analysis.Attributions[0].Content = nil }, "no content"},
		{"no claim", func(a *transforms.Article) { a.Analysis.Claims[0].Spans = nil }, "claim 0"},
		{"unknown source", func(a *transforms.Article) { a.Analysis.Attributions[0].SourceID = 9 }, "source 9 of 3"},
		{"unknown attribution", func(a *transforms.Article) { a.Analysis.Claims[0].Attribution = 9 }, "attribution 9"},
		{"nested in nothing", func(a *transforms.Article) { a.Analysis.Attributions[0].NestedIn = 9 }, "nested in 9"},
		{"segment missing", func(a *transforms.Article) { a.Analysis.Segments = a.Analysis.Segments[1:] }, "segment 0"},
		{"text left over", func(a *transforms.Article) { a.Analysis.Segments = a.Analysis.Segments[:3] }, "segments end"},
		{"unknown section", func(a *transforms.Article) { a.Analysis.Claims[0].Section = 9 }, "section 9"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			article := handMade(1)
			tt.lie(&article)
			_, err := NewRows(article)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("NewRows = %v, want an error with %q", err, tt.want)
			}
		})
	}
}

func TestCyclesOfNestingEnd(t *testing.T) {
	article := handMade(1)
	article.Analysis.Attributions[1].NestedIn = 2
	if _, err := NewRows(article); err != nil {
		t.Fatal(err)
	}
}

func TestEmptyAnalysis(t *testing.T) {
	rows := rowsOf(t, transforms.Article{Analysis: &analysis.Document{Lang: "nl"}})
	if rows.Document.NChars != 0 || rows.Document.Attributed != 0 || len(rows.Segments) != 0 {
		t.Errorf("rows of no text: %+v", rows)
	}
}

// FuzzCodePoints checks that every boundary of a text converts to the number of code points
// before it.
func FuzzCodePoints(f *testing.F) {
	f.Add("plain")
	f.Add("Café’s 😀 " + strings.Repeat("’", 100))
	f.Add(strings.Repeat("x", 63) + "é" + strings.Repeat("y", 70))
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		c := newCodePoints(s)
		n := int32(0)
		for i := range s {
			if got := c.at(i); got != n {
				t.Fatalf("at(%d) of %q = %d, want %d", i, s, got, n)
			}
			n++
		}
		if got := c.at(len(s)); got != n {
			t.Fatalf("at(end) of %q = %d, want %d", s, got, n)
		}
	})
}
