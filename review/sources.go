package review

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/volgens/volgens/review/decisions"
	"github.com/volgens/volgens/review/index"
	"github.com/volgens/volgens/schemas"
)

// sourcesParams is what the address of the list of sources says.
type sourcesParams struct {
	Text   string
	Kind   string
	Target string
	Order  index.SourceOrder
	Page   int
}

func (p *sourcesParams) parse(r *http.Request) {
	q := r.URL.Query()
	p.Text = cut(strings.TrimSpace(q.Get("q")), maxText)
	p.Kind, p.Target = q.Get("kind"), cut(q.Get("target"), maxTarget)
	if order := index.SourceOrder(q.Get("sort")); slices.Contains(sourceOrders, order) {
		p.Order = order
	}
	p.Page, _ = strconv.Atoi(q.Get("p"))
	p.Page = min(max(p.Page, 1), 1_000_000)
}

var sourceOrders = []index.SourceOrder{index.SourcesByClaims, index.SourcesByName, index.SourcesByDocuments, index.SourcesByLast}

// URL returns the address with some of it changed: name, value, name, value, …
func (p sourcesParams) URL(change ...string) string {
	values := url.Values{}
	set := func(name, value string) {
		values.Del(name)
		if value != "" {
			values.Set(name, value)
		}
	}
	set("q", p.Text)
	set("kind", p.Kind)
	set("target", p.Target)
	set("sort", string(p.Order))
	for i := 0; i+1 < len(change); i += 2 {
		set(change[i], change[i+1])
	}
	return "/sources" + suffix(values)
}

// PageURL returns the address of a page, from 1.
func (p sourcesParams) PageURL(n int) string { return p.URL("p", itoa(n)) }

// sourcesView is the list of sources.
type sourcesView struct {
	sourcesParams
	Total   int
	Pages   int
	Kinds   []index.Count
	Targets []index.Count
	Rows    []sourceRow
}

type sourceRow struct {
	schemas.Source
	Bars []targetBar
	More int
}

// targetBar shows the positions towards a target: how wide against, neutral and favor are,
// of 100.
type targetBar struct {
	schemas.TargetCount
	N                      int64
	Left, Against, Neutral float64 // where against begins; widths
	Favor                  float64
}

const barTargets = 3

// targetBars scales the positions of a source to the largest of them; against lies left of
// the middle and favor right of it.
func targetBars(positions []schemas.TargetCount, most int) []targetBar {
	bars := make([]targetBar, 0, len(positions))
	var top int64 = 1
	for _, p := range positions {
		bars = append(bars, targetBar{TargetCount: p, N: p.Favor + p.Against + p.Neutral})
		top = max(top, p.Favor*2+p.Neutral, p.Against*2+p.Neutral)
	}
	slices.SortStableFunc(bars, func(a, b targetBar) int { return int(b.N - a.N) })
	bars = bars[:min(most, len(bars))]
	unit := 100 / float64(top)
	for i := range bars {
		b := &bars[i]
		b.Against, b.Neutral, b.Favor = float64(b.TargetCount.Against)*unit, float64(b.TargetCount.Neutral)*unit, float64(b.TargetCount.Favor)*unit
		b.Left = 50 - b.Neutral/2 - b.Against
	}
	return bars
}

// NeutralLeft returns where the neutral part of a bar begins.
func (b targetBar) NeutralLeft() float64 { return b.Left + b.Against }

// FavorLeft returns where the part in favor begins.
func (b targetBar) FavorLeft() float64 { return b.Left + b.Against + b.Neutral }

// sourcesPage lists the sources.
func (s *Server) sourcesPage(w http.ResponseWriter, r *http.Request) error {
	var v sourcesView
	v.parse(r)
	q := index.SourceQuery{Text: v.Text, Target: v.Target, Order: v.Order, Offset: (v.Page - 1) * pageSize, Limit: pageSize}
	if v.Kind != "" {
		q.Kinds = []string{v.Kind}
	}
	found, err := s.Work.Index.Sources(r.Context(), q)
	if err != nil {
		return err
	}
	v.Total, v.Kinds, v.Pages = found.Total, found.Kinds, max(1, (found.Total+pageSize-1)/pageSize)
	if v.Targets = s.Work.Index.Targets(); len(v.Targets) > 50 {
		v.Targets = v.Targets[:50]
	}
	for _, source := range found.Sources {
		v.Rows = append(v.Rows, sourceRow{source, targetBars(source.Positions, barTargets), max(0, len(source.Positions)-barTargets)})
	}
	return s.render(w, r, http.StatusOK, "sources", &v)
}

// sourceView is one source.
type sourceView struct {
	*index.Source
	Bars       []targetBar
	Timeline   timeline
	Claims     []index.Claim
	List       list
	Proposals  []decisions.Entry // of this source, by everybody, the latest of each
	Mine       map[string]decisions.Entry
	Merges     []mergeChoice
	History    []decisions.Entry
	Splittable []index.Claim
}

// mergeChoice is a source that may be the same.
type mergeChoice struct {
	schemas.Source
	Base int64
	Mine string // yes, no or ""
}

// sourceClaims is how many claims the page of a source lists.
const sourceClaims = 25

// sourcePage shows a source.
func (s *Server) sourcePage(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	source, err := s.Work.Index.Source(ctx, id)
	if err != nil {
		return err
	}
	v := &sourceView{Source: source, Bars: targetBars(source.Positions, 12), Timeline: newTimeline(source.Timeline), Mine: map[string]decisions.Entry{}}
	v.List = list{values: url.Values{string(index.FacetSource): {id}}}
	found, err := s.Work.Index.Search(ctx, index.Query{Filters: map[index.Facet][]string{index.FacetSource: {id}}, Limit: sourceClaims})
	if err != nil {
		return err
	}
	v.Claims = found.Claims
	if v.History, err = s.Work.Log.SourceHistory(ctx, id); err != nil {
		return err
	}
	v.proposals(who(r).name)
	for _, other := range source.Similar {
		e := v.Mine["merge "+other.SourceID]
		v.Merges = append(v.Merges, mergeChoice{other, e.ID, e.To.Choice})
	}
	slices.Reverse(v.History)
	return s.render(w, r, http.StatusOK, "source", v)
}

// proposals finds the latest entry of each person and subject.
func (v *sourceView) proposals(user string) {
	type owner struct{ user, subject string }
	latest := map[owner]decisions.Entry{}
	for _, e := range v.History {
		subject := string(e.Field) + " " + e.Target
		latest[owner{e.User, subject}] = e
		if e.User == user {
			v.Mine[subject] = e
		}
	}
	for _, e := range v.History {
		if latest[owner{e.User, string(e.Field) + " " + e.Target}].ID == e.ID && e.To.Choice != "" {
			v.Proposals = append(v.Proposals, e)
		}
	}
}

// proposeSource takes a proposal to merge a source with another one, or to split it.
func (s *Server) proposeSource(w http.ResponseWriter, r *http.Request) error {
	form, id := r.PostForm, r.PathValue("id")
	source, err := s.Work.Index.Source(r.Context(), id)
	if err != nil {
		return err
	}
	d := decisions.Decision{
		User: who(r).name, Role: decisions.Reader, SourceID: id, Field: decisions.Field(form.Get("field")),
		Value: decisions.Value{Choice: form.Get("choice")}, Why: cut(strings.TrimSpace(form.Get("why")), maxNote), Nonce: cut(form.Get("nonce"), 100),
	}
	d.Base, _ = strconv.ParseInt(form.Get("base"), 10, 64)
	switch d.Field {
	case decisions.Merge:
		err = s.mergeValue(r, &d)
	case decisions.Split:
		d.Value.Claims = form["claim"]
		d.Value.SourceName = cut(strings.TrimSpace(form.Get("source_name")), maxName)
		d.Target = d.Value.SourceName
		if d.Value.Choice == decisions.Yes && (len(d.Value.Claims) == 0 || d.Value.SourceName == "" || len(d.Value.Claims) > 1000) {
			err = problem{http.StatusBadRequest, "error.split"}
		}
	default:
		err = problem{http.StatusBadRequest, "error.form"}
	}
	if err != nil {
		return err
	}
	if _, err := s.Work.Decide(r.Context(), "", d); err != nil {
		return err
	}
	http.Redirect(w, r, "/sources/"+url.PathEscape(source.SourceID), http.StatusSeeOther)
	return nil
}

// mergeValue reads which source is the same.
func (s *Server) mergeValue(r *http.Request, d *decisions.Decision) error {
	other, err := s.Work.Index.Source(r.Context(), r.PostForm.Get("source_id"))
	if err != nil {
		return problem{http.StatusBadRequest, "error.source"}
	}
	d.Target = other.SourceID
	d.Value.SourceID, d.Value.SourceName = other.SourceID, other.Name
	return nil
}

// suggest answers what is typed as the name of a source with sources of the dataset.
func (s *Server) suggest(w http.ResponseWriter, r *http.Request) error {
	var found *index.SourceResult
	text := cut(strings.TrimSpace(r.URL.Query().Get("q")), maxText)
	if text == "" {
		found = &index.SourceResult{}
	} else {
		var err error
		if found, err = s.Work.Index.Sources(r.Context(), index.SourceQuery{Text: text, Limit: 10}); err != nil {
			return err
		}
	}
	return s.render(w, r, http.StatusOK, "suggest", found.Sources)
}
