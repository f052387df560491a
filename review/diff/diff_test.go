package diff

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/volgens/volgens/review/decisions"
	"github.com/volgens/volgens/review/internal/sample"
	"github.com/volgens/volgens/review/workspace"
	"github.com/volgens/volgens/schemas"
)

// two returns a workspace on a dataset and one on what a later run made of it.
func two(t *testing.T) (before, after *workspace.Workspace, rows sample.Rows) {
	t.Helper()
	said := []sample.Said{
		{Source: "An Baart", Words: "de haven vol is"},
		{Source: "Bo Claes", Words: "de dijk houdt", Target: "dijk", Stance: "favor"},
		{Source: "Cy Dirks", Words: "het water zakt"},
		{Words: "Het regende"},
	}
	rows = sample.Make(sample.Text{Title: "T", Said: said}, sample.Text{Title: "U", Said: []sample.Said{{Words: "Dit verdwijnt"}}})
	said[1].Stance = "against"
	later := sample.Make(sample.Text{Title: "T", Said: said}, sample.Text{Title: "V", Said: []sample.Said{{Words: "Dit is nieuw"}}})
	c := later.Find("het water zakt")
	name := "Cyriel Dirks" // the name is understood better now: another source, another id
	c.SourceName = &name
	c.ClaimID = schemas.ClaimID(c.DocID, name, c.Claim, 0)
	return open(t, rows), open(t, later), rows
}

func open(t *testing.T, rows sample.Rows) *workspace.Workspace {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "out")
	if err := sample.Write(dir, rows); err != nil {
		t.Fatal(err)
	}
	w, err := workspace.Open(t.Context(), workspace.Options{Dir: dir, Cache: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

func compare(t *testing.T, before, after *workspace.Workspace) *Report {
	t.Helper()
	r, err := Compare(t.Context(), before.Index, after.Index)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestCompare(t *testing.T) {
	before, after, _ := two(t)
	r := compare(t, before, after)
	if r.Same != 2 || len(r.Changed) != 1 || len(r.Replaced) != 1 || len(r.New) != 1 || len(r.Gone) != 1 {
		t.Fatalf("report %+v", r)
	}
	if c := r.Changed[0].Changes; len(c) != 1 || c[0] != (Change{"positions", "dijk: favor", "dijk: against"}) {
		t.Errorf("changed: %+v", c)
	}
	if c := r.Replaced[0].Changes; len(c) != 1 || c[0] != (Change{"source_name", "Cy Dirks", "Cyriel Dirks"}) {
		t.Errorf("replaced: %+v", c)
	}
	if r.New[0].Claim != "Dit is nieuw" || r.Gone[0].Claim != "Dit verdwijnt" {
		t.Errorf("new %+v, gone %+v", r.New, r.Gone)
	}
}

func TestAnotherVersionOfAnArticle(t *testing.T) {
	a := sample.Make(sample.Text{Title: "T", Said: []sample.Said{{Source: "An Baart", Words: "de haven vol is"}, {Words: "Het regende"}}})
	b := sample.Make(sample.Text{Title: "T, verbeterd", Said: []sample.Said{{Source: "An Baart", Words: "de haven vol is"}, {Words: "Het sneeuwde"}}})
	for _, rows := range []*sample.Rows{&a, &b} {
		rows.Documents[0].URI = "in/t.txt"
		for i := range rows.Claims {
			rows.Claims[i].URI = "in/t.txt"
		}
	}
	r := compare(t, open(t, a), open(t, b))
	if len(r.Replaced) != 1 || r.Replaced[0].New.Claim != "de haven vol is" || len(r.New) != 1 || len(r.Gone) != 1 {
		t.Errorf("report %+v", r)
	}
}

func TestCarry(t *testing.T) {
	before, after, rows := two(t)
	ctx := t.Context()
	decide := func(words string, d decisions.Decision) {
		t.Helper()
		d.User = "an"
		if _, err := before.Decide(ctx, rows.Find(words).ClaimID, d); err != nil {
			t.Fatal(err)
		}
	}
	ok := decisions.Value{Choice: decisions.OK}
	decide("de haven vol is", decisions.Decision{Field: decisions.Span, Value: ok, Why: "gelezen"})
	decide("de dijk houdt", decisions.Decision{Field: decisions.Stance, Target: "dijk", Value: decisions.Value{Choice: decisions.Favor}})
	decide("het water zakt", decisions.Decision{Field: decisions.Span, Value: ok})
	decide("het water zakt", decisions.Decision{Field: decisions.Source, Value: ok})
	decide("Dit verdwijnt", decisions.Decision{Field: decisions.Span, Value: ok})
	if err := before.Log.Assign(ctx, "boss", []string{rows.Find("het water zakt").ClaimID}, []string{"an", "bo"}, 2, true); err != nil {
		t.Fatal(err)
	}
	report := compare(t, before, after)
	carry := func(write bool) *Carried {
		t.Helper()
		c, err := Carry(ctx, report, before.Log, after.Log, after.Index, write)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if c := carry(false); c.Carried != 2 || len(c.Look) != 3 {
		t.Fatalf("to be carried: %+v", c)
	}
	if all, err := after.Log.Entries(ctx, 0, 10); err != nil || len(all) != 0 {
		t.Fatalf("a rehearsal wrote %v, %v", all, err)
	}
	c := carry(true)
	var why []string
	for _, l := range c.Look {
		why = append(why, l.Why)
	}
	slices.Sort(why)
	want := []string{"the claim is gone", "the source is now Cyriel Dirks, was Cy Dirks", "the stance towards dijk is now against, was favor"}
	if c.Carried != 2 || !slices.Equal(why, want) {
		t.Errorf("carried %d, another look %q, want %q", c.Carried, why, want)
	}
	replaced := report.Replaced[0].New.ClaimID
	review, err := after.Log.Review(ctx, replaced, "")
	if err != nil || review.Mine("an").Value(decisions.Span, "").Choice != decisions.OK || !slices.Equal(review.Assigned, []string{"an", "bo"}) {
		t.Errorf("the claim under its new id: %+v, %v", review, err)
	}
	if e := review.Mine("an").Values[decisions.Slot{Field: decisions.Span}]; e.Carried != rows.Find("het water zakt").ClaimID || e.Dataset != after.Dataset() {
		t.Errorf("entry %+v", e)
	}
	if c := carry(true); c.Carried != 0 || c.Already != 2 {
		t.Errorf("the second time: %+v", c)
	}
}

func TestCarryWithinOneLog(t *testing.T) {
	before, after, rows := two(t)
	ctx := t.Context()
	for _, words := range []string{"de haven vol is", "het water zakt"} {
		if _, err := before.Decide(ctx, rows.Find(words).ClaimID, decisions.Decision{User: "an", Field: decisions.Span, Value: decisions.Value{Choice: decisions.OK}}); err != nil {
			t.Fatal(err)
		}
	}
	c, err := Carry(ctx, compare(t, before, after), before.Log, before.Log, after.Index, true)
	if err != nil || c.Kept != 1 || c.Carried != 1 || len(c.Look) != 0 {
		t.Errorf("carried %+v, %v, want one kept and one carried", c, err)
	}
}
