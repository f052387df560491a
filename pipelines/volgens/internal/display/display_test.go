package display_test

import (
	"bytes"
	"flag"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/claim"
	"github.com/volgens/volgens/analysis/coref"
	"github.com/volgens/volgens/analysis/dispute"
	"github.com/volgens/volgens/analysis/stance"
	"github.com/volgens/volgens/analysis/text"
	"github.com/volgens/volgens/pipelines/volgens/internal/display"
	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/transforms"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const story = `Dijk bij Oudewaard gaat op de schop

De dijk bij Oudewaard is te laag, zegt dijkgraaf Ans Hoekstra. ‘Volgens het rapport “breekt hij bij de eerste storm”,’ voegt ze toe.

Wat vinden de bewoners?

- <script>alert("boe")</script> & co
- Boer Kees Vlot noemt het plan ` + "\x1b[31m" + `onzin.

Foto: archief`

// article returns an analysed article with all that can be shown: a nested attribution,
// one in two pieces, one without a source, hostile characters.
func article() transforms.Article {
	at := func(words string) text.Span {
		i := strings.Index(story, words)
		return text.Span{Start: i, End: i + len(words)}
	}
	var blocks []text.Block
	kinds := []text.BlockKind{text.Title, text.Paragraph, text.Question, text.ListItem, text.ListItem, text.Caption}
	start := 0
	for i, b := range regexp.MustCompile(`\n+`).Split(story, -1) {
		start += strings.Index(story[start:], b)
		blocks = append(blocks, text.Block{Span: text.Span{Start: start, End: start + len(b)}, Kind: kinds[i]})
		start += len(b)
	}
	doc := &analysis.Document{
		Text: story, Lang: "nl", LangConfidence: 0.97, Blocks: blocks,
		Sources: []coref.Source{
			{Name: "Ans Hoekstra", Kind: coref.Person, Role: "dijkgraaf", Named: true},
			{Name: "rapport", Kind: coref.DocumentKind, Role: "Rapport"},
			{Name: "Kees \x1b[31mVlot", Kind: coref.Person, Role: "boer", Named: true},
		},
		Mentions: []coref.Mention{
			{Span: at("dijkgraaf Ans Hoekstra"), Kind: coref.Nominal, Source: 0},
			{Span: at("ze "), Kind: coref.Pronoun, Source: 0, Chain: 1},
		},
		Attributions: []attribution.Attribution{
			{
				Type: attribution.Indirect, Source: []text.Span{at("dijkgraaf Ans Hoekstra")}, Cue: []text.Span{at("zegt")}, CueLemma: "zeggen", CueClass: "say",
				Content: []text.Span{at("De dijk bij Oudewaard is te laag")}, NestedIn: -1, Via: -1, Rule: "nl/bare-clause", Confidence: 0.9,
			},
			{
				Type: attribution.Direct, Source: []text.Span{at("ze ")}, Cue: []text.Span{at("voegt"), at("toe")}, CueLemma: "toevoegen", CueClass: "say",
				Content: []text.Span{at("‘Volgens het rapport “breekt hij bij de eerste storm”,’")}, NestedIn: -1, Via: -1, Rule: "nl/quotation-frame", Confidence: 0.95,
			},
			{
				Type: attribution.Direct, Source: []text.Span{at("het rapport")}, Cue: []text.Span{at("Volgens")}, CueLemma: "volgens", CueClass: "say",
				Content: []text.Span{at("“breekt hij bij de eerste storm”")}, NestedIn: 1, SourceID: 1, Via: 0, Rule: "nl/according-to", Confidence: 0.9,
			},
			{
				Type: attribution.Indirect, Source: []text.Span{at("Boer Kees Vlot")}, Cue: []text.Span{at("noemt")}, CueLemma: "noemen", CueClass: "call",
				Content: []text.Span{at("het plan \x1b[31monzin")}, NestedIn: -1, SourceID: 2, Via: -1, Rule: "nl/call", Confidence: 0.7,
			},
			{
				Type: attribution.Indirect, Cue: []text.Span{at("Foto")}, Content: []text.Span{at("archief")},
				NestedIn: -1, SourceID: -1, Via: -1, Rule: "nl/colon", Confidence: 0.5,
			},
		},
		Segments: []analysis.Segment{{Span: text.Span{End: len(story)}, Unresolved: []text.Span{at("vinden")}}},
	}
	doc.Claims = []claim.Claim{
		{Spans: doc.Attributions[0].Content, Attribution: 0, Standalone: "De dijk bij Oudewaard is te laag", Commitment: stance.Commitment{Act: "states", Certainty: "certain", Polarity: "affirmed", Distance: "neutral"}, Checkworthiness: 0.6, Reasons: []string{"measurable"}},
		{Spans: []text.Span{at("breekt hij")}, Attribution: 2, Standalone: "breekt [de dijk]", Commitment: stance.Commitment{Act: "predicts", Certainty: "probable"}},
		{Spans: []text.Span{at("bij de eerste storm")}, Attribution: 2, Commitment: stance.Commitment{Act: "predicts", Polarity: "negated", Distance: "distancing"}},
		{
			Spans: doc.Attributions[3].Content, Attribution: 3, Commitment: stance.Commitment{Act: "criticises"},
			Positions: []stance.Position{{Target: "het plan", Label: "against", Score: -0.8, Evidence: []text.Span{at("onzin")}}},
		},
		{Spans: []text.Span{at("Dijk bij Oudewaard gaat op de schop")}, Attribution: -1},
	}
	doc.Disputes = []dispute.Pair{{A: 0, B: 2, Verdict: dispute.Verdict{Relation: dispute.Contradicts, Score: 0.8, Signals: []string{"antonym: laag – \x1b[31mhoog", "contrast: maar"}}}}
	outlet, published := "De Waardpost", time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	return transforms.Article{Row: schemas.Document{URI: "archief/dijk.txt", Text: story, Outlet: &outlet, PublishedAt: &published}, Analysis: doc}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s: -want +got\n%s", path, diff)
	}
}

func TestGolden(t *testing.T) {
	tests := []struct {
		name string
		o    display.Options
	}{
		{"plain.txt", display.Options{Width: 80}},
		{"narrow.txt", display.Options{Width: 30}},
		{"explain.txt", display.Options{Width: 100, Explain: true, All: true}},
		{"color.txt", display.Options{Width: 80, Color: true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			if err := display.Text(&out, article(), tt.o); err != nil {
				t.Fatal(err)
			}
			golden(t, tt.name, out.Bytes())
		})
	}
	t.Run("page.html", func(t *testing.T) {
		var out bytes.Buffer
		if err := display.HTML(&out, article(), display.Options{Explain: true}); err != nil {
			t.Fatal(err)
		}
		_, body, _ := strings.Cut(out.String(), "</style>")
		body, _, _ = strings.Cut(body, "<script>") // style and script are no output
		golden(t, "page.html", []byte(body))
	})
}

// Colours change the look and no word: without the escapes, the lines fit the width, and
// the words of the article are all there in order.
func TestTextKeepsWords(t *testing.T) {
	for _, width := range []int{20, 40, 80, 200} {
		var out bytes.Buffer
		if err := display.Text(&out, article(), display.Options{Width: width, Color: true}); err != nil {
			t.Fatal(err)
		}
		plain := ansi.Strip(out.String())
		for _, line := range strings.Split(plain, "\n") {
			if w := ansi.StringWidth(line); width >= 40 && w > width {
				t.Errorf("width %d: line of %d columns: %q", width, w, line)
			}
		}
		rest := plain
		for _, word := range strings.Fields(strings.ReplaceAll(story, "\x1b", "\uFFFD")) {
			_, after, ok := strings.Cut(rest, strings.Trim(word, ".,:’”"))
			if !ok {
				t.Fatalf("width %d: %q is missing", width, word)
			}
			rest = after
		}
	}
}

// A text from anywhere neither steers the terminal nor adds to the page.
func TestHostileText(t *testing.T) {
	var plain, page bytes.Buffer
	if err := display.Text(&plain, article(), display.Options{Width: 80}); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsRune(plain.String(), '\x1b') {
		t.Error("the terminal gets an escape character of the article")
	}
	if err := display.HTML(&page, article(), display.Options{Explain: true, All: true}); err != nil {
		t.Fatal(err)
	}
	if strings.Count(page.String(), "<script") != 1 {
		t.Error("the page has a script of the article")
	}
	if !strings.Contains(html.UnescapeString(page.String()), `<script>alert("boe")</script> & co`) {
		t.Error("the page lacks words of the article")
	}
}

// The tags of the page balance.
func TestPageBalances(t *testing.T) {
	var out bytes.Buffer
	if err := display.HTML(&out, article(), display.Options{Explain: true, All: true}); err != nil {
		t.Fatal(err)
	}
	var stack []string
	body := regexp.MustCompile(`(?s)<(style|script)>.*?</(style|script)>`).ReplaceAllString(out.String(), "")
	for _, m := range regexp.MustCompile(`<(/?)([a-z0-9]+)[^>]*>`).FindAllStringSubmatch(body, -1) {
		switch {
		case m[2] == "meta":
		case m[1] == "":
			stack = append(stack, m[2])
		case len(stack) == 0 || stack[len(stack)-1] != m[2]:
			t.Fatalf("</%s> closes %v", m[2], stack)
		default:
			stack = stack[:len(stack)-1]
		}
	}
	if len(stack) > 0 {
		t.Errorf("open: %v", stack)
	}
	ids := regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(body, -1)
	seen := map[string]bool{}
	for _, m := range ids {
		if seen[m[1]] {
			t.Errorf("id %s twice", m[1])
		}
		seen[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(body, -1) {
		if !seen[m[1]] {
			t.Errorf("link to #%s, which is not there", m[1])
		}
	}
}

func TestEmptyArticle(t *testing.T) {
	empty := transforms.Article{Row: schemas.Document{URI: "leeg.txt"}, Analysis: &analysis.Document{}}
	var out bytes.Buffer
	if err := display.Text(&out, empty, display.Options{Width: 80, Explain: true, All: true}); err != nil || !strings.Contains(out.String(), "No attributed claims") {
		t.Errorf("Text = %v, %q", err, out.String())
	}
	if err := display.HTML(&out, empty, display.Options{Explain: true, All: true}); err != nil {
		t.Errorf("HTML = %v", err)
	}
}

func TestList(t *testing.T) {
	name, title, target, stance := "Ans Hoekstra", "Dijk op de schop", "het plan", "against"
	claims := []schemas.Claim{
		{URI: "archief/dijk.txt", Title: &title, Claim: "De dijk is te laag", SourceName: &name, SourceKind: "person", Act: "states"},
		{URI: "archief/dijk.txt", Title: &title, Claim: strings.Repeat("Het plan is onzin en nog veel meer. ", 4), SourceName: &name, SourceKind: "person", Act: "criticises", Target: &target, Stance: &stance},
		{URI: "archief/dijk.txt", Title: &title, Claim: "Er wordt gepraat", SourceKind: "implicit", Act: "reports"},
	}
	var out bytes.Buffer
	if err := display.NewList(&out, display.Options{Width: 90}).Article(claims); err != nil {
		t.Fatal(err)
	}
	golden(t, "list.txt", out.Bytes())
}
