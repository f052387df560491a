package index

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/volgens/volgens/review/internal/sample"
	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
)

func day(month, day int) time.Time {
	return time.Date(2026, time.Month(month), day, 9, 0, 0, 0, time.UTC)
}

// articles are the claims of these tests. The names are made up.
func articles() sample.Rows {
	rows := sample.Make(
		sample.Text{Title: "De dijk bij Hárlo", Outlet: "De Testbode", Date: day(3, 1), Said: []sample.Said{
			{Source: "Zoë de Brújn", Role: "dijkgraaf", Words: "de dijk het houdt", Target: "dijk", Stance: "favor", Worth: 0.9, Confidence: 0.8},
			{Source: "het waterschap", Kind: "government", Words: "de dijk het niet houdt", Target: "dijk", Stance: "against", Worth: 0.8},
			{Words: "Het regende drie dagen", Worth: 0.35},
		}},
		sample.Text{Title: "De ferry blijft", Outlet: "The Testcourier", Lang: "en", Date: day(4, 2), Said: []sample.Said{
			{Source: "Ann Ferry", Words: "the façade of the naïve café costs 1.200 euros", Worth: 1, Claim: "opinion", Act: "warns"},
			{Source: "Zoë de Brújn", Words: "the ferry stays", Worth: 0.1, Target: "ferry", Stance: "favor"},
		}},
		sample.Text{Title: "Zonder datum", Said: []sample.Said{
			{Source: "Zoe de Brujn", Words: "het water in de straat staat"},
			{Words: "De straat ligt in het water"},
		}},
	)
	rows.Dispute("de dijk het houdt", "de dijk het niet houdt", 0.9)
	return rows
}

func openRows(t testing.TB, rows sample.Rows) *Index {
	t.Helper()
	dir := t.TempDir()
	if err := sample.Write(dir, rows); err != nil {
		t.Fatal(err)
	}
	return openDir(t, dir)
}

func openDir(t testing.TB, dir string) *Index {
	t.Helper()
	ix, err := Open(t.Context(), os.DirFS(dir), Options{Cache: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ix.Close() })
	return ix
}

// found returns the words of the claims that match, sorted.
func found(t *testing.T, ix *Index, q Query) []string {
	t.Helper()
	r, err := ix.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, c := range r.Claims {
		out = append(out, c.Claim.Claim)
	}
	slices.Sort(out)
	if r.Total != len(out) {
		t.Errorf("total %d, have %d claims", r.Total, len(out))
	}
	return out
}

func TestSearch(t *testing.T) {
	ix := openRows(t, articles())
	const (
		holds, breaks, rains  = "de dijk het houdt", "de dijk het niet houdt", "Het regende drie dagen"
		facade, ferry         = "the façade of the naïve café costs 1.200 euros", "the ferry stays"
		waterStreet, streetIn = "het water in de straat staat", "De straat ligt in het water"
	)
	tests := []struct {
		name string
		q    Query
		want []string
	}{
		{"a word", Query{Text: "houdt"}, []string{holds, breaks}},
		{"without regard to case", Query{Text: "HOUDT"}, []string{holds, breaks}},
		{"without regard to accents in the text", Query{Text: "facade naive"}, []string{facade}},
		{"without regard to accents in the search", Query{Text: "fâçàde"}, []string{facade}},
		{"two words in any order", Query{Text: "niet dijk"}, []string{breaks}},
		{"a beginning", Query{Text: "regen*"}, []string{rains}},
		{"a beginning of many words", Query{Text: "st*"}, []string{waterStreet, streetIn, ferry}},
		{"a phrase", Query{Text: `"in de straat"`}, []string{waterStreet}},
		{"a phrase in another order", Query{Text: `"water het"`}, []string{}},
		{"curly quotation marks", Query{Text: "“ligt in het water”"}, []string{streetIn}},
		{"without a word", Query{Text: "straat -ligt"}, []string{waterStreet}},
		{"only without", Query{Text: "-straat -houdt -ferry"}, []string{rains}},
		{"one or the other", Query{Text: "regende OR stays"}, []string{rains, ferry}},
		{"or binds closer than and", Query{Text: "dijk niet OR houdt"}, []string{holds, breaks}},
		{"a number with a point", Query{Text: "1.200"}, []string{facade}},
		{"a name", Query{Text: "brujn"}, []string{holds, ferry, waterStreet}},
		{"a role", Query{Text: "dijkgraaf"}, []string{holds}},
		{"a headline", Query{Text: "harlo"}, []string{holds, breaks, rains}},
		{"no phrase across claim and name", Query{Text: `"houdt zoe"`}, []string{}},
		{"a word that is not there", Query{Text: "kernfusie"}, []string{}},
		{"nothing to look for", Query{Text: ` - "" * `}, []string{holds, breaks, rains, facade, ferry, waterStreet, streetIn}},
		{"a kind of source", Query{Filters: map[Facet][]string{FacetSourceKind: {"government"}}}, []string{breaks}},
		{"two values of a facet", Query{Filters: map[Facet][]string{FacetSourceKind: {"government", "author"}}}, []string{breaks, rains, streetIn}},
		{"two facets", Query{Filters: map[Facet][]string{FacetVoice: {"author"}, FacetLang: {"nl"}, FacetOutlet: {""}}}, []string{streetIn}},
		{"without a value", Query{Without: map[Facet][]string{FacetVoice: {"author"}, FacetLang: {"en"}}}, []string{holds, breaks, waterStreet}},
		{"a value that no claim has", Query{Filters: map[Facet][]string{FacetLang: {"xx"}}}, []string{}},
		{"a band", Query{Filters: map[Facet][]string{FacetWorth: {"0.9"}}}, []string{holds, facade}},
		{"disputed", Query{Filters: map[Facet][]string{FacetDisputed: {"yes"}}}, []string{holds, breaks}},
		{"a month", Query{Filters: map[Facet][]string{FacetMonth: {"2026-04"}}}, []string{facade, ferry}},
		{"from a day", Query{From: day(3, 2)}, []string{facade, ferry}},
		{"until a day", Query{Until: day(4, 2)}, []string{holds, breaks, rains}},
		{"at least so much worth checking", Query{MinWorth: 0.8}, []string{holds, breaks, facade}},
		{"at most", Query{MinWorth: 0.3, MaxWorth: 0.8}, []string{breaks, rains}},
		{"search and filter", Query{Text: "de", Filters: map[Facet][]string{FacetVoice: {"author"}}}, []string{rains, streetIn}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			slices.Sort(tt.want)
			if diff := cmp.Diff(tt.want, found(t, ix, tt.q)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestQueriesThatAreNone(t *testing.T) {
	ix := openRows(t, articles())
	for _, q := range []Query{
		{Order: "colour"},
		{Filters: map[Facet][]string{"colour": {"red"}}},
		{Facets: []Facet{"colour"}},
		{Text: strings.Repeat("a ", maxTerms+1)},
		{Text: "-a OR b"},
		{Text: "a OR -b"},
	} {
		if _, err := ix.Search(t.Context(), q); !errors.Is(err, ErrQuery) {
			t.Errorf("Search(%+v) = %v, want ErrQuery", q, err)
		}
	}
}

func TestFacetsCountWithoutTheirOwnFilter(t *testing.T) {
	ix := openRows(t, articles())
	r, err := ix.Search(t.Context(), Query{
		Filters: map[Facet][]string{FacetLang: {"en"}, FacetVoice: {"attributed"}},
		Facets:  []Facet{FacetLang, FacetVoice, FacetSource, FacetStatus},
	})
	if err != nil {
		t.Fatal(err)
	}
	zoe := schemas.SourceID("Zoë de Brújn", "person", "")
	ann := schemas.SourceID("Ann Ferry", "person", "")
	want := []FacetCounts{
		{Facet: FacetLang, Values: []Count{{Value: "nl", Label: "nl", N: 3}, {Value: "en", Label: "en", N: 2, Selected: true}}},
		{Facet: FacetVoice, Values: []Count{{Value: "attributed", Label: "attributed", N: 2, Selected: true}}},
		{Facet: FacetSource, Values: []Count{{Value: ann, Label: "Ann Ferry", N: 1}, {Value: zoe, Label: "Zoë de Brújn", N: 1}}},
		{Facet: FacetStatus, Values: []Count{{Value: "open", Label: "open", N: 2}}},
	}
	if diff := cmp.Diff(want, r.Facets); diff != "" {
		t.Errorf("facets (-want +got):\n%s", diff)
	}
}

func TestFacetLimitKeepsWhatIsFiltered(t *testing.T) {
	ix := openRows(t, articles())
	r, err := ix.Search(t.Context(), Query{
		Filters: map[Facet][]string{FacetSourceKind: {"government", "media"}}, Facets: []Facet{FacetSourceKind}, FacetLimit: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	want := FacetCounts{Facet: FacetSourceKind, More: 1, Values: []Count{
		{Value: "person", Label: "person", N: 4}, {Value: "government", Label: "government", N: 1, Selected: true}, {Value: "media", Label: "media", Selected: true},
	}}
	if diff := cmp.Diff(want, r.Facets[0]); diff != "" {
		t.Errorf("facet (-want +got):\n%s", diff)
	}
}

func TestOrders(t *testing.T) {
	ix := openRows(t, articles())
	first := func(o Order, desc bool) schemas.Claim {
		t.Helper()
		r, err := ix.Search(t.Context(), Query{Order: o, Desc: desc, Limit: 1})
		if err != nil || r.Total != 7 || len(r.Claims) != 1 {
			t.Fatalf("Search by %s: %+v, %v", o, r, err)
		}
		return r.Claims[0].Claim
	}
	if c := first(ByWorth, true); c.Checkworthiness != 1 {
		t.Errorf("by worth, highest first: %v", c.Checkworthiness)
	}
	if c := first(ByDate, false); c.PublishedAt == nil || !c.PublishedAt.Equal(day(3, 1)) {
		t.Errorf("by date: %v", c.PublishedAt)
	}
	if c := first(ByDate, true); c.PublishedAt == nil || !c.PublishedAt.Equal(day(4, 2)) {
		t.Errorf("by date, latest first: %v, want none without a date before those with one", c.PublishedAt)
	}
	if c := first(BySource, false); deref(c.SourceName) != "Ann Ferry" {
		t.Errorf("by source: %q", deref(c.SourceName))
	}
	if c := first(BySource, true); !strings.HasPrefix(deref(c.SourceName), "Zo") {
		t.Errorf("by source from the end: %q", deref(c.SourceName))
	}
	for _, o := range Orders() {
		for _, desc := range []bool{false, true} {
			if got := found(t, ix, Query{Order: o, Desc: desc}); len(got) != 7 {
				t.Errorf("by %q: %d claims, want 7", o, len(got))
			}
		}
	}
}

func TestPages(t *testing.T) {
	dir := t.TempDir()
	if err := sample.Random(dir, sample.Size{Claims: 700, PerPart: 200, Words: 300}); err != nil {
		t.Fatal(err)
	}
	ix := openDir(t, dir)
	for _, o := range []Order{ByArticle, ByClaim} {
		var all []string
		for offset := 0; ; offset += 90 {
			r, err := ix.Search(t.Context(), Query{Order: o, Offset: offset, Limit: 90})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Claims) == 0 {
				break
			}
			for _, c := range r.Claims {
				all = append(all, c.ClaimID)
			}
		}
		if n := len(slices.Compact(slices.Sorted(slices.Values(all)))); len(all) != 700 || n != 700 {
			t.Errorf("pages by %q have %d claims, %d different ones, want 700", o, len(all), n)
		}
	}
}

// The index must say what the dataset says, claim by claim, and search must find what
// reading everything finds.
func TestIndexAgainstTheDataset(t *testing.T) {
	dir := t.TempDir()
	if err := sample.Random(dir, sample.Size{Claims: 1500, PerPart: 400, Words: 300}); err != nil {
		t.Fatal(err)
	}
	fsys := os.DirFS(dir)
	ix := openDir(t, dir)
	all := map[string]schemas.Claim{}
	table, _ := ix.Manifest().Table(schemas.Claims)
	for _, f := range table.Files {
		for c, err := range dataset.Rows[schemas.Claim](fsys, f.Path) {
			if err != nil {
				t.Fatal(err)
			}
			all[c.ClaimID] = c
		}
	}
	n := 0
	for c, err := range ix.All(t.Context(), Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		if diff := cmp.Diff(all[c.ClaimID], c.Claim, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("claim %s (-dataset +index):\n%s", c.ClaimID, diff)
		}
	}
	if n != len(all) || n != ix.Len() {
		t.Errorf("the index has %d claims, the dataset %d", n, len(all))
	}
	for _, text := range []string{"de", "de het", `"de het"`, `"in de"`, "ba*", "-de", "de -het", "bado OR keli"} {
		var want []string
		for id, c := range all {
			if slowMatch(t, text, c) {
				want = append(want, id)
			}
		}
		r, err := ix.Search(t.Context(), Query{Text: text, Limit: -1})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range r.Claims {
			got = append(got, c.ClaimID)
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(want, got) {
			t.Errorf("search for %s finds %d claims, reading everything %d", text, len(got), len(want))
		}
	}
}

// slowMatch looks for a search in a claim as the documentation of Query.Text says.
func slowMatch(t *testing.T, text string, c schemas.Claim) bool {
	t.Helper()
	groups, err := parseText(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, group := range groups {
		any := false
		for _, term := range group {
			for _, column := range []string{c.ClaimStandalone, c.Context, deref(c.SourceName), deref(c.SourceRole), deref(c.Title)} {
				var has []string
				words(column, func(w string) { has = append(has, w) })
				line := " " + strings.Join(has, " ") + " "
				want := " " + strings.Join(term.words, " ")
				if !term.prefix {
					want += " "
				}
				any = any || strings.Contains(line, want)
			}
		}
		if any == group[0].not {
			return false
		}
	}
	return true
}

func TestPhraseAcrossSegments(t *testing.T) {
	p := newPostings()
	p.add(3, "het water stijgt", "water")
	if n := len(p.lists); n != 3 {
		t.Fatalf("%d lists, want 3", n)
	}
	c := func(w string) *cursor { return &cursor{rows: p.lists[w].rows, places: p.lists[w].places} }
	rows := newSet(64)
	if err := phrase([]*cursor{c("water"), c("stijgt")}, rows); err != nil || !rows.has(3) {
		t.Errorf("phrase: %v, %v", rows, err)
	}
	rows = newSet(64)
	if err := phrase([]*cursor{c("stijgt"), c("water")}, rows); err != nil || rows.len() != 0 {
		t.Errorf("phrase across columns: %v, %v", rows, err)
	}
}

func TestArticle(t *testing.T) {
	dir := t.TempDir()
	if err := sample.Random(dir, sample.Size{Claims: 1500, PerPart: 400, PerText: 7, Words: 300}); err != nil {
		t.Fatal(err)
	}
	fsys, ix := os.DirFS(dir), openDir(t, dir)
	table, _ := ix.Manifest().Table(schemas.Documents)
	n := 0
	for _, f := range table.Files {
		for d, err := range dataset.Rows[schemas.Document](fsys, f.Path) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n%20 != 1 {
				continue
			}
			a, err := ix.Article(t.Context(), d.DocID)
			if err != nil {
				t.Fatal(err)
			}
			if a.Text != d.Text || len(a.Claims) != int(d.NClaims) || len(a.Segments) != len(a.Claims)+1 {
				t.Errorf("article %s: %d claims, %d segments; document has %d claims", d.DocID, len(a.Claims), len(a.Segments), d.NClaims)
			}
			attributed := 0
			for _, c := range a.Claims {
				if c.DocID != d.DocID {
					t.Errorf("claim %s is of %s", c.ClaimID, c.DocID)
				}
				if c.AttributionID != nil {
					attributed++
				}
			}
			if len(a.Attributions) != attributed || len(a.Mentions) != attributed {
				t.Errorf("article %s: %d attributions, %d mentions, want %d", d.DocID, len(a.Attributions), len(a.Mentions), attributed)
			}
		}
	}
	if _, err := ix.Article(t.Context(), "nope"); !errors.Is(err, ErrNotFound) {
		t.Errorf("unknown article: %v", err)
	}
}

func TestPlace(t *testing.T) {
	ix := openRows(t, articles())
	ctx := t.Context()
	q := Query{Order: ByWorth, Desc: true}
	r, err := ix.Search(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	id := func(i int) string { return r.Claims[i].ClaimID }
	ix.Mark(id(2), Mark{Status: StatusDone, Readers: []string{"an"}, Done: []string{"an"}})
	ix.Mark(id(3), Mark{Status: StatusStarted, Readers: []string{"bo"}})
	for _, tt := range []struct {
		name string
		at   int
		user string
		want Place
	}{
		{"in the middle", 1, "an", Place{Position: 1, Prev: id(0), Next: id(2), NextUndecided: id(3)}},
		{"in the middle, nobody", 1, "", Place{Position: 1, Prev: id(0), Next: id(2), NextUndecided: id(4)}},
		{"at the end", 6, "bo", Place{Position: 6, Prev: id(5), NextUndecided: id(0)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ix.Place(ctx, q, id(tt.at), tt.user)
			if err != nil {
				t.Fatal(err)
			}
			tt.want.Total, tt.want.First, tt.want.Last = 7, id(0), id(6)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	q.Undecided = "an" // the claim of which the page is has just been decided
	got, err := ix.Place(ctx, q, id(2), "an")
	if err != nil {
		t.Fatal(err)
	}
	want := Place{Position: -1, Total: 6, First: id(0), Last: id(6), Prev: id(1), Next: id(3), NextUndecided: id(3)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("a claim that does not match any more (-want +got):\n%s", diff)
	}
}

func TestMarks(t *testing.T) {
	rows := articles()
	ix := openRows(t, rows)
	holds, breaks := rows.Find("de dijk het houdt").ClaimID, rows.Find("de dijk het niet houdt").ClaimID
	ix.Mark(holds, Mark{Status: StatusDone, Readers: []string{"an", "bo"}, Done: []string{"an", "bo"}, Verdict: "true"})
	ix.Mark(breaks, Mark{Status: StatusStarted, Readers: []string{"an"}})
	ix.Mark("ffffffffffffffff", Mark{Status: StatusDone})
	ix.Mark("nonsense", Mark{Status: StatusDone})
	for _, tt := range []struct {
		q    Query
		want int
	}{
		{Query{Filters: map[Facet][]string{FacetStatus: {"done"}}}, 1},
		{Query{Filters: map[Facet][]string{FacetStatus: {"open"}}}, 5},
		{Query{Filters: map[Facet][]string{FacetReviewer: {"an"}}}, 2},
		{Query{Filters: map[Facet][]string{FacetReviewer: {"bo"}}}, 1},
		{Query{Filters: map[Facet][]string{FacetVerdict: {"true"}}}, 1},
		{Query{Undecided: "an"}, 6},
		{Query{Undecided: "bo"}, 6},
		{Query{IDs: []string{holds, "ffffffffffffffff"}}, 1},
		{Query{IDs: []string{}}, 0},
		{Query{DocID: rows.Find("de dijk het houdt").DocID}, 3},
		{Query{DocID: "nope"}, 0},
	} {
		if got := found(t, ix, tt.q); len(got) != tt.want {
			t.Errorf("%+v finds %v, want %d", tt.q, got, tt.want)
		}
	}
	r, err := ix.Search(t.Context(), Query{Facets: []Facet{FacetReviewer}})
	if err != nil {
		t.Fatal(err)
	}
	want := []Count{{Value: "", N: 5}, {Value: "an", Label: "an", N: 2}, {Value: "bo", Label: "bo", N: 1}}
	if diff := cmp.Diff(want, r.Facets[0].Values); diff != "" {
		t.Errorf("reviewers (-want +got):\n%s", diff)
	}
	c, err := ix.Claim(t.Context(), holds)
	if err != nil || c.Mark.Verdict != "true" || c.Outlet != "De Testbode" {
		t.Errorf("claim %+v, %v", c, err)
	}
}

func TestCube(t *testing.T) {
	ix := openRows(t, articles())
	got, err := ix.Cube(t.Context(), Query{Without: map[Facet][]string{FacetTarget: {""}}}, []Facet{FacetTarget, FacetStance}, 10)
	if err != nil {
		t.Fatal(err)
	}
	cell := func(target, stance string) Cell {
		v := []string{target, stance}
		return Cell{Values: v, Labels: v, N: 1}
	}
	want := []Cell{cell("dijk", "favor"), cell("dijk", "against"), cell("ferry", "favor")}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got, err = ix.Cube(t.Context(), Query{}, []Facet{FacetStatus}, 0); err != nil || len(got) != 1 || got[0].N != 7 {
		t.Errorf("by status: %+v, %v", got, err)
	}
	if _, err = ix.Cube(t.Context(), Query{}, []Facet{FacetReviewer}, 0); !errors.Is(err, ErrQuery) {
		t.Errorf("by reviewer: %v", err)
	}
}

func TestSources(t *testing.T) {
	ix := openRows(t, articles())
	ctx := t.Context()
	for _, tt := range []struct {
		q    SourceQuery
		want []string
	}{
		{SourceQuery{Order: SourcesByName}, []string{"Ann Ferry", "het waterschap", "Zoe de Brujn", "Zoë de Brújn"}},
		{SourceQuery{Text: "bruj"}, []string{"Zoë de Brújn", "Zoe de Brujn"}},
		{SourceQuery{Text: "zoe dijkgr"}, []string{"Zoë de Brújn"}},
		{SourceQuery{Text: `"'; drop table*`}, nil},
		{SourceQuery{Kinds: []string{"government"}}, []string{"het waterschap"}},
		{SourceQuery{Target: "ferry"}, []string{"Zoë de Brújn"}},
		{SourceQuery{Limit: 1, Offset: 1, Order: SourcesByName}, []string{"het waterschap"}},
	} {
		r, err := ix.Sources(ctx, tt.q)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range r.Sources {
			got = append(got, s.Name)
		}
		if tt.q.Order == SourcesByName && tt.q.Limit == 0 {
			slices.Sort(got[2:]) // the same when folded
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("Sources(%+v) (-want +got):\n%s", tt.q, diff)
		}
	}
	s, err := ix.Source(ctx, schemas.SourceID("Zoë de Brújn", "person", ""))
	if err != nil {
		t.Fatal(err)
	}
	want := []Period{
		{Month: "2026-03", Claims: 1, Positions: []schemas.TargetCount{{Target: "dijk", Favor: 1}}},
		{Month: "2026-04", Claims: 1, Positions: []schemas.TargetCount{{Target: "ferry", Favor: 1}}},
	}
	if diff := cmp.Diff(want, s.Timeline); diff != "" {
		t.Errorf("timeline (-want +got):\n%s", diff)
	}
	if len(s.Similar) != 1 || s.Similar[0].Name != "Zoe de Brujn" {
		t.Errorf("similar: %+v", s.Similar)
	}
	if _, err := ix.Source(ctx, "0000000000000000"); !errors.Is(err, ErrNotFound) {
		t.Errorf("unknown source: %v", err)
	}
}

func TestDisputes(t *testing.T) {
	rows := sample.Make(sample.Text{Title: "T", Said: []sample.Said{
		{Source: "A", Words: "een"}, {Source: "B", Words: "twee"}, {Source: "C", Words: "drie"}, {Source: "D", Words: "vier"}, {Source: "E", Words: "vijf"},
	}})
	rows.Dispute("een", "twee", 0.5)
	rows.Dispute("vier", "vijf", 0.8)
	rows.Dispute("twee", "drie", 0.6)
	ix := openRows(t, rows)
	r, err := ix.Disputes(t.Context(), DisputeQuery{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Total != 3 || r.NEvents != 2 || len(r.Events) != 2 || r.Events[0].Claims != 2 || r.Events[1].Claims != 3 || r.Events[1].Disputes[0].Score != 0.6 {
		t.Errorf("disputes %+v", r)
	}
	for _, tt := range []struct {
		q    DisputeQuery
		want int
	}{
		{DisputeQuery{ClaimID: rows.Find("twee").ClaimID}, 2},
		{DisputeQuery{SourceID: *rows.Find("vier").SourceID}, 1},
		{DisputeQuery{DocID: rows.Documents[0].DocID}, 3},
		{DisputeQuery{MinScore: 0.55}, 2},
		{DisputeQuery{Relations: []string{"supports"}}, 0},
		{DisputeQuery{Relations: []string{"supports", "contradicts"}}, 3},
	} {
		r, err := ix.Disputes(t.Context(), tt.q)
		if err != nil || r.Total != tt.want {
			t.Errorf("Disputes(%+v) = %d, %v, want %d", tt.q, r.Total, err, tt.want)
		}
	}
}

func TestDisputedByAnotherArticle(t *testing.T) {
	rows := articles()
	rows.Dispute("the ferry stays", "De straat ligt in het water", 0.6)
	if rows.Find("the ferry stays").Disputed {
		t.Fatal("claims tell of their own article alone")
	}
	got := found(t, openRows(t, rows), Query{Filters: map[Facet][]string{FacetDisputed: {"yes"}}})
	if len(got) != 4 || !slices.Contains(got, "the ferry stays") {
		t.Errorf("disputed: %v", got)
	}
}

func TestIndexIsReused(t *testing.T) {
	dir, cache := t.TempDir(), t.TempDir()
	rows := articles()
	if err := sample.Write(dir, rows); err != nil {
		t.Fatal(err)
	}
	built := 0
	open := func() *Index {
		t.Helper()
		ix, err := Open(t.Context(), os.DirFS(dir), Options{Cache: cache, Progress: func(Progress) { built++ }})
		if err != nil {
			t.Fatal(err)
		}
		return ix
	}
	open().Close()
	if built == 0 {
		t.Fatal("no progress while building")
	}
	built = 0
	open().Close()
	if built != 0 {
		t.Error("an index that is there was built again")
	}
	files, err := filepath.Glob(filepath.Join(cache, "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("cache holds %v, %v", files, err)
	}
	if err := os.Truncate(files[0], 10_000); err != nil {
		t.Fatal(err)
	}
	open().Close()
	if built == 0 {
		t.Error("a damaged index was not built again")
	}
	built = 0
	rows.Claims = rows.Claims[1:]
	if err := sample.Write(dir, rows); err != nil {
		t.Fatal(err)
	}
	ix := open()
	defer ix.Close()
	if built == 0 || ix.Len() != len(rows.Claims) {
		t.Errorf("another dataset in the folder: built %d, %d claims", built, ix.Len())
	}
}

func TestCacheIsPruned(t *testing.T) {
	cache := t.TempDir()
	old := time.Now().Add(-2 * unused)
	for name, at := range map[string]time.Time{
		"index-0.sqlite": old, "index-1.sqlite": time.Now(), "index-2.sqlite.7.tmp": old, "index-3.sqlite.8.tmp": time.Now(), "mine.sqlite": old,
	} {
		path := filepath.Join(cache, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	prune(cache)
	left, err := filepath.Glob(filepath.Join(cache, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range left {
		left[i] = filepath.Base(left[i])
	}
	if want := []string{"index-1.sqlite", "index-3.sqlite.8.tmp", "mine.sqlite"}; !slices.Equal(left, want) {
		t.Errorf("left in the cache: %v, want %v", left, want)
	}
}

func TestEmptyDataset(t *testing.T) {
	ix := openRows(t, sample.Rows{})
	r, err := ix.Search(t.Context(), Query{Text: "x", Facets: Facets(), Order: BySource})
	if err != nil || r.Total != 0 {
		t.Errorf("Search = %+v, %v", r, err)
	}
	if _, err := ix.Disputes(t.Context(), DisputeQuery{}); err != nil {
		t.Error(err)
	}
}

func TestUnfinishedDataset(t *testing.T) {
	if _, err := Open(context.Background(), os.DirFS(t.TempDir()), Options{Cache: t.TempDir()}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Open of a folder without manifest: %v", err)
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Één": "een", "CAFÉ": "cafe", "ĲSSEL": "ijssel", "Straße": "strasse", "Łódź": "lodz", "abc": "abc", "Ørsted": "orsted", "ﬁets": "fiets", "naı̈ve": "naive",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzSearch(f *testing.F) {
	for _, s := range []string{`"de dijk" -x`, "a*", "OR OR", "é OR “ü”", "\xff\"", "- -* \"\"", "a OR b OR c"} {
		f.Add(s)
	}
	ix := openRows(f, articles())
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ix.Search(t.Context(), Query{Text: text})
		if err != nil {
			if !errors.Is(err, ErrQuery) {
				t.Errorf("Search(%q) = %v", text, err)
			}
			return
		}
		if r.Total < len(r.Claims) || r.Total > ix.Len() {
			t.Errorf("Search(%q): total %d of %d", text, r.Total, ix.Len())
		}
		if _, err := ix.Sources(t.Context(), SourceQuery{Text: text}); err != nil {
			t.Errorf("Sources(%q) = %v", text, err)
		}
	})
}
