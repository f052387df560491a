package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	"github.com/volgens/volgens/review/decisions"
	"github.com/volgens/volgens/review/index"
	"github.com/volgens/volgens/review/internal/sample"
	"github.com/volgens/volgens/review/workspace"
	"github.com/volgens/volgens/schemas"
)

const (
	holds   = "de dijk het houdt"
	formula = `=HYPERLINK("http://evil.example","klik")`
	script  = `</script><script>alert(1)</script> & "zo"`
)

// open returns a workspace in which some claims are reviewed: one has a verdict, one is no
// claim, and readers differ about one.
func open(t *testing.T) (*workspace.Workspace, sample.Rows) {
	t.Helper()
	rows := sample.Make(
		sample.Text{Title: `-2+3 "dijk"`, Outlet: "De Testbode", Date: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC), Said: []sample.Said{
			{Source: "Zoë de Brújn", Role: "dijkgraaf", Words: holds, Target: "dijk", Stance: "favor", Worth: 0.9},
			{Source: "@SUM(1)", Kind: "organisation", Words: formula},
			{Words: script},
		}},
		sample.Text{Title: "Rapport", Said: []sample.Said{
			{Source: "het rapport", Kind: "document", Words: "het water stijgt"},
			{Source: "An Baart", Words: "de haven vol is"},
		}},
	)
	dir := filepath.Join(t.TempDir(), "out")
	if err := sample.Write(dir, rows); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	ws, err := workspace.Open(t.Context(), workspace.Options{Dir: dir, Cache: t.TempDir(), Review: decisions.Options{
		Now: func() time.Time { now = now.Add(time.Second); return now },
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	decide(t, ws, rows.Find(holds).ClaimID, "an", decisions.Span, decisions.Value{Choice: decisions.Moved, Spans: []schemas.Span{{Start: 20, End: 24}}, Words: "dijk houdt"})
	decide(t, ws, rows.Find(holds).ClaimID, "an", decisions.Source, decisions.Value{Choice: decisions.OK})
	decide(t, ws, rows.Find(holds).ClaimID, "an", decisions.Verdict, decisions.Value{
		Choice: "mostly-true", Links: []string{"https://example.org/bewijs"}, Note: "Gemeten </script> in mei",
	})
	decide(t, ws, rows.Find("het water stijgt").ClaimID, "an", decisions.Span, decisions.Value{Choice: decisions.NotClaim})
	decide(t, ws, rows.Find("de haven vol is").ClaimID, "an", decisions.Span, decisions.Value{Choice: decisions.NotClaim})
	decide(t, ws, rows.Find("de haven vol is").ClaimID, "bo", decisions.Unsure, decisions.Value{Choice: decisions.Yes})
	decide(t, ws, rows.Find("de haven vol is").ClaimID, "bo", decisions.Span, decisions.Value{Choice: decisions.OK})
	decide(t, ws, rows.Find("de haven vol is").ClaimID, "bo", decisions.Verdict, decisions.Value{Choice: "false"})
	return ws, rows
}

func decide(t *testing.T, ws *workspace.Workspace, id, user string, f decisions.Field, v decisions.Value) {
	t.Helper()
	if _, err := ws.Decide(t.Context(), id, decisions.Decision{User: user, Field: f, Value: v}); err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, ws *workspace.Workspace, o Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(t.Context(), &b, ws, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCSV(t *testing.T) {
	ws, _ := open(t)
	lines, err := csv.NewReader(bytes.NewReader(write(t, ws, Options{Format: CSV}))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) != 6 || len(lines[0]) != len(columns) {
		t.Fatalf("%d lines of %d columns", len(lines), len(lines[0]))
	}
	cell := func(line []string, name string) string { return line[slices.Index(lines[0], name)] }
	claims := map[string][]string{}
	for _, line := range lines[1:] {
		claims[cell(line, "claim")] = line
		for i, c := range line {
			if c != "" && strings.ContainsRune("=+@\t\r", rune(c[0])) || strings.HasPrefix(c, "-") && columns[i].name != "stance_score" {
				t.Errorf("%s %q is a formula to a spreadsheet", lines[0][i], c)
			}
		}
	}
	line := claims[holds]
	for name, want := range map[string]string{
		"review_status": "done", "review_span": "moved", "review_words": "dijk houdt", "review_source": "ok", "verdict": "Mostly true",
		"verdict_evidence": "https://example.org/bewijs", "title": `'-2+3 "dijk"`, "source_name": "Zoë de Brújn", "checkworthiness": "0.9",
		"published_at": "2026-03-01T09:00:00Z", "review_readers": "an",
	} {
		if got := cell(line, name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if got := cell(claims["de haven vol is"], "review_span"); got != "" {
		t.Errorf("the final span of a claim about which readers differ is %q", got)
	}
	if claims["'"+formula] == nil {
		t.Errorf("claims %v", claims)
	}
}

func TestNeutral(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "dijk": "dijk", "=1+1": "'=1+1", "+31 20": "'+31 20", "-5 graden": "'-5 graden", "@home": "'@home", "\t=1": "'\t=1", "  =1": "'  =1",
		"＝1": "'＝1", "a=b": "a=b", "5-1": "5-1", "\u200b=1": "'\u200b=1", "\n=1": "'\n=1", "\v +": "'\v +", "–5": "–5",
	} {
		if got := Neutral(in); got != want {
			t.Errorf("Neutral(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzNeutral(f *testing.F) {
	f.Add("=1")
	f.Add(" \u00a0@x")
	f.Add("\v +")
	f.Fuzz(func(t *testing.T, s string) {
		out := Neutral(s)
		if strings.TrimPrefix(out, "'") != s && out != s {
			t.Errorf("Neutral(%q) = %q changes more than the first character", s, out)
		}
		if trimmed := strings.TrimSpace(out); trimmed != "" && strings.ContainsRune("=+-@", rune(trimmed[0])) {
			t.Errorf("Neutral(%q) = %q", s, out)
		}
	})
}

func TestXLSX(t *testing.T) {
	ws, _ := open(t)
	data := write(t, ws, Options{Format: XLSX, Query: index.Query{Order: index.ByWorth, Desc: true}})
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("claims")
	if err != nil || len(rows) != 6 || rows[0][0] != "published_at" {
		t.Fatalf("rows %v, %v", rows, err)
	}
	if i := slices.Index(rows[0], "claim"); rows[1][i] != holds {
		t.Errorf("first claim %q, want the one most worth checking", rows[1][i])
	}
	if got := rows[1][0]; got != "2026-03-01 09:00" {
		t.Errorf("date %q", got)
	}
	panes, err := f.GetPanes("claims")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes %+v, %v", panes, err)
	}
	tables, err := f.GetTables("claims")
	if err != nil || len(tables) != 1 || !strings.HasPrefix(tables[0].Range, "A1:") || !strings.HasSuffix(tables[0].Range, "6") {
		t.Errorf("tables %+v, %v", tables, err)
	}
	for r := range rows {
		for c := range rows[r] {
			name, err := excelize.CoordinatesToCellName(c+1, r+1)
			if err != nil {
				t.Fatal(err)
			}
			if formula, err := f.GetCellFormula("claims", name); err != nil || formula != "" {
				t.Errorf("%s holds a formula: %q, %v", name, formula, err)
			}
		}
	}
	if docs, err := f.GetRows("columns"); err != nil || len(docs) != len(columns)+1 {
		t.Errorf("columns %v, %v", docs, err)
	}
}

func TestLongCellOfAWorkbook(t *testing.T) {
	got := styles{}.cell(strings.Repeat("é", maxCell+5) + "\x00").(string)
	if n := len([]rune(got)); n != maxCell || !strings.HasSuffix(got, "…") {
		t.Errorf("cell of %d characters", n)
	}
}

func TestJSONL(t *testing.T) {
	ws, rows := open(t)
	lines := strings.Split(strings.TrimSpace(string(write(t, ws, Options{Format: JSONL}))), "\n")
	if len(lines) != 5 {
		t.Fatalf("%d lines", len(lines))
	}
	seen := map[string]bool{}
	for _, line := range lines {
		var got struct {
			schemas.Claim
			Outlet string
			Review *struct {
				Status    string
				Final     []struct{ Field, Choice, Note string }
				Decisions []decisions.Entry
				Differ    []string
			}
		}
		if err := json.Unmarshal([]byte(line), &got); err != nil {
			t.Fatal(err)
		}
		seen[got.ClaimID] = true
		switch got.Claim.Claim {
		case holds:
			if got.Review == nil || got.Review.Status != "done" || len(got.Review.Final) != 3 || len(got.Review.Decisions) != 3 || got.Outlet != "De Testbode" {
				t.Errorf("%s: %+v", holds, got.Review)
			}
		case "de haven vol is":
			if got.Review == nil || !slices.Equal(got.Review.Differ, []string{"span"}) {
				t.Errorf("a claim about which readers differ: %+v", got.Review)
			}
		case formula:
			if got.Review != nil {
				t.Errorf("a claim nobody has read: %+v", got.Review)
			}
		}
	}
	if len(seen) != len(rows.Claims) {
		t.Errorf("%d claims", len(seen))
	}
}

func TestParquet(t *testing.T) {
	ws, rows := open(t)
	if _, err := ws.Log.UndoLast(t.Context(), "bo", "", ""); err != nil {
		t.Fatal(err)
	}
	read := func(o Options) []Review {
		t.Helper()
		data := write(t, ws, o)
		got, err := parquet.Read[Review](bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	got := read(Options{Format: Parquet})
	if len(got) != 9 {
		t.Fatalf("%d rows, want 9", len(got))
	}
	first := got[0]
	if first.User != "an" || *first.ClaimID != rows.Find(holds).ClaimID || *first.To != "moved" || len(first.Spans) != 1 || first.From != nil ||
		!first.Stands || *first.PipelineClaim != holds || *first.Dataset != ws.Dataset() {
		t.Errorf("first row %+v", first)
	}
	if undone, undo := got[7], got[8]; undone.Stands || undo.Stands || *undo.Undoes != undone.ID || undo.To != nil {
		t.Errorf("after an undo: %+v, %+v", undone, undo)
	}
	if got := read(Options{Format: Parquet, Query: index.Query{Text: "haven"}}); len(got) != 5 {
		t.Errorf("%d rows of one claim, want 5", len(got))
	}
}

func TestBlindReaderExportsNothingOfOthers(t *testing.T) {
	ws, rows := open(t)
	id := rows.Find(holds).ClaimID
	if err := ws.Log.Assign(t.Context(), "boss", []string{id}, []string{"an", "di"}, 2, true); err != nil {
		t.Fatal(err)
	}
	for _, info := range Formats() {
		if info.Format == XLSX || info.Format == Parquet {
			continue // compressed
		}
		if out := string(write(t, ws, Options{Format: info.Format, Viewer: "di"})); strings.Contains(out, "Gemeten") || strings.Contains(out, "example.org/bewijs") {
			t.Errorf("%s shows a blind reader what another has decided", info.Format)
		}
	}
	data := write(t, ws, Options{Format: Parquet, Viewer: "di"})
	got, err := parquet.Read[Review](bytes.NewReader(data), int64(len(data)))
	if err != nil || slices.ContainsFunc(got, func(r Review) bool { return *r.ClaimID == id }) {
		t.Errorf("parquet shows a blind reader %+v, %v", got, err)
	}
}

func TestSchemaOrg(t *testing.T) {
	ws, rows := open(t)
	graph := func(o Options) (claims, reviews []map[string]any) {
		t.Helper()
		var doc struct {
			Context string           `json:"@context"`
			Graph   []map[string]any `json:"@graph"`
		}
		data := write(t, ws, o)
		if err := json.Unmarshal(data, &doc); err != nil {
			t.Fatal(err)
		}
		if doc.Context != "https://schema.org" || bytes.Contains(data, []byte("<")) {
			t.Errorf("context %q, or a tag in the words", doc.Context)
		}
		for _, node := range doc.Graph {
			if node["@type"] == "Claim" {
				claims = append(claims, node)
			} else {
				reviews = append(reviews, node)
			}
		}
		return claims, reviews
	}
	claims, reviews := graph(Options{Format: SchemaOrg})
	if len(claims) != 5 || len(reviews) != 0 {
		t.Errorf("without a publisher: %d claims, %d reviews, want 5 and 0", len(claims), len(reviews))
	}
	for _, c := range claims {
		author, _ := c["author"].(map[string]any)
		switch c["text"] {
		case holds:
			if author["@type"] != "Person" || author["name"] != "Zoë de Brújn" || author["jobTitle"] != "dijkgraaf" {
				t.Errorf("author %v", author)
			}
		case script:
			if author["name"] != "De Testbode" {
				t.Errorf("author of the author's own voice %v", author)
			}
		}
	}
	_, reviews = graph(Options{Format: SchemaOrg, Publisher: "Testfeiten", URL: "https://feiten.example/c/{id}", Lang: "nl"})
	if len(reviews) != 1 {
		t.Fatalf("%d reviews, want 1: only one claim has a verdict in which its review ended", len(reviews))
	}
	r := reviews[0]
	rating := r["reviewRating"].(map[string]any)
	if r["@type"] != "ClaimReview" || r["claimReviewed"] != "dijk houdt" || r["url"] != "https://feiten.example/c/"+rows.Find(holds).ClaimID ||
		rating["alternateName"] != "Grotendeels waar" || rating["ratingValue"] != 4.0 || rating["bestRating"] != 5.0 || rating["worstRating"] != 1.0 {
		t.Errorf("review %v", r)
	}
}

func TestClaimReviewNeedsItsProperties(t *testing.T) {
	good := func() object {
		return object{
			"@type": "ClaimReview", "url": "https://a.example/1", "claimReviewed": "x", "author": object{"name": "P"},
			"reviewRating": object{"alternateName": "True", "ratingValue": 2.0, "worstRating": 1.0, "bestRating": 5.0},
			"itemReviewed": object{"text": "x", "appearance": object{"@id": "urn:x"}},
		}
	}
	if err := checkClaimReview(good()); err != nil {
		t.Errorf("a good one: %v", err)
	}
	for name, spoil := range map[string]func(object){
		"no url":                  func(o object) { delete(o, "url") },
		"an url that is a path":   func(o object) { o["url"] = "/1" },
		"nothing reviewed":        func(o object) { o["claimReviewed"] = " " },
		"no author":               func(o object) { delete(o, "author") },
		"no rating":               func(o object) { delete(o, "reviewRating") },
		"a rating out of bounds":  func(o object) { o["reviewRating"].(object)["ratingValue"] = 9.0 },
		"a rating without bounds": func(o object) { delete(o["reviewRating"].(object), "bestRating") },
		"no claim":                func(o object) { delete(o, "itemReviewed") },
	} {
		o := good()
		spoil(o)
		if err := checkClaimReview(o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestAnnotations(t *testing.T) {
	ws, rows := open(t)
	var page struct {
		Context string `json:"@context"`
		ID      string
		Type    string
		Items   []struct {
			ID, Type, Motivation string
			Body                 []map[string]any
			Target               any
		}
	}
	if err := json.Unmarshal(write(t, ws, Options{Format: Annotation}), &page); err != nil {
		t.Fatal(err)
	}
	if page.Context != "http://www.w3.org/ns/anno.jsonld" || page.Type != "AnnotationPage" || len(page.Items) != 5+8 {
		t.Fatalf("page %+v", page)
	}
	claim := rows.Find(holds)
	for _, a := range page.Items {
		if a.Type != "Annotation" || a.ID == "" || len(a.Body) == 0 || a.Target == nil {
			t.Errorf("annotation %+v", a)
		}
		if a.ID != claimIRI(claim.ClaimID) {
			continue
		}
		target := a.Target.([]any)[0].(map[string]any)
		selectors := target["selector"].([]any)
		position, quote := selectors[0].(map[string]any), selectors[1].(map[string]any)
		if position["start"] != float64(claim.Start) || quote["exact"] != holds || quote["prefix"] != claim.Prefix || quote["suffix"] != claim.Suffix {
			t.Errorf("selectors %v", selectors)
		}
	}
}

func TestPiecesGoByLength(t *testing.T) {
	got := pieces("één … twee … drie", []schemas.Span{{Start: 0, End: 10}, {Start: 20, End: 24}})
	if want := []string{"één … twee", "drie"}; !slices.Equal(got, want) {
		t.Errorf("pieces %q, want %q", got, want)
	}
}

func TestHTML(t *testing.T) {
	ws, _ := open(t)
	page := string(write(t, ws, Options{Format: HTML, Lang: "nl", Title: `Dijk & "water"`}))
	if n := strings.Count(page, "<script"); n != 1 {
		t.Errorf("%d scripts, want the page's own", n)
	}
	if strings.Contains(page, "alert(1)</script>") || strings.Contains(page, "Gemeten </script>") {
		t.Error("words of the dataset are not escaped")
	}
	if m := regexp.MustCompile(`(?:src|href)="([^"#][^"]*)"`).FindAllStringSubmatch(page, -1); len(m) != 1 || m[0][1] != "https://example.org/bewijs" {
		t.Errorf("addresses %v: the page needs others", m)
	}
	for _, want := range []string{"Grotendeels waar", "Dijk &amp; &#34;water&#34;", "<mark>" + holds + "</mark>", `lang="nl"`, "geen claim", strings.ReplaceAll(hash(pageScript), "+", "&#43;"), "@media (prefers-color-scheme: dark)"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	for _, tag := range []string{"article", "p", "ul", "li", "h2", "main", "body", "html"} {
		if a, b := strings.Count(page, "<"+tag+">")+strings.Count(page, "<"+tag+" "), strings.Count(page, "</"+tag+">"); a != b {
			t.Errorf("%d <%s>, %d </%s>", a, tag, b, tag)
		}
	}
	for key := range labels["en"] {
		if labels["nl"][key] == "" {
			t.Errorf("no Dutch for %q", key)
		}
	}
}

func TestOptions(t *testing.T) {
	ws, _ := open(t)
	for _, o := range []Options{
		{},
		{Format: "pdf"},
		{Format: SchemaOrg, Publisher: "P"},
		{Format: SchemaOrg, URL: "https://a.example/{id}"},
		{Format: SchemaOrg, Publisher: "P", URL: "https://a.example/"},
		{Format: SchemaOrg, Publisher: "P", URL: "javascript:{id}"},
	} {
		if err := Write(t.Context(), &bytes.Buffer{}, ws, o); !errors.Is(err, ErrOptions) {
			t.Errorf("%+v: %v, want ErrOptions", o, err)
		}
	}
}
