package workspace

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/volgens/volgens/review/decisions"
	"github.com/volgens/volgens/review/index"
	"github.com/volgens/volgens/review/internal/sample"
)

func said(words ...string) sample.Rows {
	t := sample.Text{Title: "T"}
	for _, w := range words {
		t.Said = append(t.Said, sample.Said{Source: "An Baart", Words: w})
	}
	return sample.Make(t)
}

func open(t *testing.T, dir, cache string) *Workspace {
	t.Helper()
	w, err := Open(t.Context(), Options{Dir: dir, Cache: cache})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

// A new run of the pipeline keeps the decisions: they are beside the dataset, and join it by
// the ids of claims.
func TestDecisionsOutliveARun(t *testing.T) {
	dir, cache := filepath.Join(t.TempDir(), "out"), t.TempDir()
	rows := said("het water stijgt", "de haven vol is")
	if err := sample.Write(dir, rows); err != nil {
		t.Fatal(err)
	}
	w := open(t, dir+"/", cache)
	id := rows.Claims[0].ClaimID
	if _, err := w.Decide(t.Context(), id, decisions.Decision{User: "an", Field: decisions.Span, Value: decisions.Value{Choice: decisions.NotClaim}}); err != nil {
		t.Fatal(err)
	}
	if c, err := w.Index.Claim(t.Context(), id); err != nil || c.Mark.Status != index.StatusDone {
		t.Errorf("after the decision: %+v, %v", c.Mark, err)
	}
	w.Close()

	extra := sample.Make(sample.Text{Title: "T", Said: []sample.Said{{Source: "An Baart", Words: "het water stijgt"}, {Source: "An Baart", Words: "de haven vol is"}}}, sample.Text{Title: "U", Said: []sample.Said{{Words: "Iets anders"}}})
	if err := sample.Write(dir, extra); err != nil {
		t.Fatal(err)
	}
	w = open(t, dir, cache)
	r, err := w.Index.Search(t.Context(), index.Query{Filters: map[index.Facet][]string{index.FacetStatus: {"done"}}})
	if err != nil || r.Total != 1 || r.Claims[0].ClaimID != id {
		t.Errorf("after another run: %+v, %v", r, err)
	}
}

func TestDecisionsAboutNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	if err := sample.Write(dir, said("iets")); err != nil {
		t.Fatal(err)
	}
	w := open(t, dir, t.TempDir())
	ok := decisions.Value{Choice: decisions.OK}
	if _, err := w.Decide(t.Context(), "0123456789abcdef", decisions.Decision{User: "an", Field: decisions.Span, Value: ok}); !errors.Is(err, index.ErrNotFound) {
		t.Errorf("about an unknown claim: %v", err)
	}
	if _, err := w.Decide(t.Context(), "", decisions.Decision{User: "an", SourceID: "0123456789abcdef", Field: decisions.Merge}); !errors.Is(err, index.ErrNotFound) {
		t.Errorf("about an unknown source: %v", err)
	}
}

func TestDecisionsFile(t *testing.T) {
	dir := t.TempDir()
	for _, in := range []string{dir, dir + "/", dir + "/./"} {
		if got := DecisionsFile(in); got != dir+".reviews.sqlite" {
			t.Errorf("DecisionsFile(%q) = %q", in, got)
		}
	}
	if got := DecisionsFile("."); strings.HasSuffix(got, "/.reviews.sqlite") {
		t.Errorf("DecisionsFile(.) = %q, inside the folder", got)
	}
}
