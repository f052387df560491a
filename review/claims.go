package review

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/volgens/volgens/review/index"
)

// claimsParams is what the address of the table says.
type claimsParams struct {
	List list
	Page int // from 1
}

func (p *claimsParams) parse(s *Server, r *http.Request) {
	p.List = s.parseList(r)
	p.Page, _ = strconv.Atoi(r.URL.Query().Get("p"))
	p.Page = min(max(p.Page, 1), 1_000_000)
}

// claimsView is the table of claims.
type claimsView struct {
	claimsParams
	Total   int
	All     int // claims of the dataset
	First   int // number of the first row, from 1
	Last    int
	Pages   int
	Rows    []claimRow
	Grouped bool // rows stand under the article that they are of
	Facets  []facetView
	Chips   []chip
	Views   []view
	Saved   []view
	Columns []column
	Choice  []column // all columns, for choosing
}

// claimRow is a row of the table.
type claimRow struct {
	index.Claim
	Head bool // the first of its article
}

// facetView is a facet with the addresses of its values.
type facetView struct {
	Facet  index.Facet
	Open   bool
	More   int
	Values []facetValue
}

type facetValue struct {
	index.Count
	Text    string
	Toggle  string
	Exclude string
}

// shownFacets are those of the table's side, in their order; the first are open.
var shownFacets = []index.Facet{
	index.FacetStatus, index.FacetSource, index.FacetStance, index.FacetTarget, index.FacetKind, index.FacetAct, index.FacetSourceKind,
	index.FacetType, index.FacetCertainty, index.FacetWorth, index.FacetDisputed, index.FacetVoice, index.FacetPolarity, index.FacetDistance,
	index.FacetOutlet, index.FacetMonth, index.FacetLang, index.FacetConfidence, index.FacetRule, index.FacetReviewer, index.FacetVerdict,
}

const (
	openFacets  = 4 // so many are open from the start
	facetValues = 12
)

// claimsPage shows the table.
func (s *Server) claimsPage(w http.ResponseWriter, r *http.Request) error {
	var v claimsView
	v.parse(s, r)
	if err := v.populate(s, r); err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "claims", &v)
}

func (v *claimsView) populate(s *Server, r *http.Request) error {
	v.All = s.Work.Index.Len()
	v.Views, v.Saved = views(), savedViews(r)
	v.Columns, v.Choice = columns(r)
	q := v.List.Query
	q.Offset, q.Limit = (v.Page-1)*pageSize, pageSize
	q.Facets, q.FacetLimit = shownFacets, facetValues
	found, err := s.Work.Index.Search(r.Context(), q)
	if err != nil {
		return err
	}
	v.Total = found.Total
	v.rows(found.Claims)
	v.First, v.Last = q.Offset+1, q.Offset+len(found.Claims)
	v.Pages = max(1, (found.Total+pageSize-1)/pageSize)
	m := s.pages.messages[who(r).lang]
	v.Facets = facetViews(m, v.List, found.Facets)
	v.Chips = v.List.Chips(func(f index.Facet, value string) string {
		for _, counts := range found.Facets {
			for _, c := range counts.Values {
				if counts.Facet == f && c.Value == value {
					return facetText(m, f, c)
				}
			}
		}
		return facetText(m, f, index.Count{Value: value, Label: value})
	})
	return nil
}

// rows fills in the rows. In the order of articles each article has a row above its claims,
// and no column.
func (v *claimsView) rows(claims []index.Claim) {
	v.Grouped = v.List.Order == index.ByArticle
	for i, c := range claims {
		v.Rows = append(v.Rows, claimRow{c, v.Grouped && (i == 0 || claims[i-1].DocID != c.DocID)})
	}
	if v.Grouped {
		v.Columns = slices.DeleteFunc(v.Columns, func(c column) bool { return c.Name == "article" })
	}
}

func facetViews(m *messages, l list, found []index.FacetCounts) []facetView {
	var out []facetView
	for _, counts := range found {
		f := facetView{Facet: counts.Facet, More: counts.More}
		f.Open = len(out) < openFacets || len(l.Filters[f.Facet])+len(l.Without[f.Facet]) > 0
		for _, c := range counts.Values {
			f.Values = append(f.Values, facetValue{
				Count: c, Text: facetText(m, f.Facet, c), Toggle: l.Toggle(f.Facet, c.Value), Exclude: l.Exclude(f.Facet, c.Value),
			})
		}
		if len(f.Values) > 1 || len(f.Values) == 1 && (f.Values[0].Value != "" || f.Values[0].Selected) {
			out = append(out, f)
		}
	}
	return out
}

// facetText returns what a value of a facet is called on the pages.
func facetText(m *messages, f index.Facet, c index.Count) string {
	switch f {
	case index.FacetWorth, index.FacetConfidence:
		if low, err := strconv.ParseFloat(c.Value, 64); err == nil {
			return m.printer.Sprintf("%.1f – %.1f", low, low+0.1)
		}
	case index.FacetMonth:
		if at, err := time.Parse("2006-01", c.Value); err == nil {
			return m.text("month."+strconv.Itoa(int(at.Month()))) + " " + itoa(at.Year())
		}
	}
	if c.Label != "" && c.Label != c.Value {
		return c.Label
	}
	return m.value(string(f), c.Value)
}

// view is a list that is worth a name.
type view struct {
	Key  string // of its message; "" for one that somebody has saved
	Name string
	URL  string
}

// views are those that everybody needs.
func views() []view {
	return []view{
		{Key: "view.all", URL: "/claims"},
		{Key: "view.open", URL: "/claims?mine=open"},
		{Key: "view.assigned", URL: "/claims?queue=assigned"},
		{Key: "view.worth", URL: "/claims?desc=1&minworth=0.6&sort=worth"},
		{Key: "view.disputed", URL: "/claims?disputed=yes"},
		{Key: "view.stance", URL: "/claims?stance=against&stance=favor"},
		{Key: "view.doubt", URL: "/claims?maxconfidence=0.7&sort=confidence&voice=attributed"},
		{Key: "view.unsure", URL: "/claims?status=unsure"},
		{Key: "view.differ", URL: "/claims?queue=differ"},
	}
}

const (
	viewsCookie   = "volgens_views"
	columnsCookie = "volgens_columns"
	maxSaved      = 12
	maxViewName   = 40
	maxCookie     = 3500
)

// savedViews returns the views that this browser keeps.
func savedViews(r *http.Request) []view {
	var pairs [][2]string
	c, err := r.Cookie(viewsCookie)
	if err != nil {
		return nil
	}
	b, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil || json.Unmarshal(b, &pairs) != nil || len(pairs) > maxSaved {
		return nil
	}
	var out []view
	for _, p := range pairs {
		if path := localPath(p[1]); strings.HasPrefix(path, "/claims") {
			out = append(out, view{Name: cut(p[0], maxViewName), URL: path})
		}
	}
	return out
}

// saveView keeps the list of a table under a name, or with the same name and "drop" forgets
// it.
func (s *Server) saveView(w http.ResponseWriter, r *http.Request) error {
	name, path := strings.TrimSpace(cut(r.PostForm.Get("name"), maxViewName)), back(r, "/claims")
	if name == "" || !strings.HasPrefix(path, "/claims") {
		return problem{http.StatusBadRequest, "error.view"}
	}
	saved := slices.DeleteFunc(savedViews(r), func(v view) bool { return v.Name == name })
	if r.PostForm.Get("drop") == "" {
		saved = append(saved, view{Name: name, URL: path})
	}
	pairs := [][2]string{}
	for _, v := range saved {
		pairs = append(pairs, [2]string{v.Name, v.URL})
	}
	b, err := json.Marshal(pairs)
	if err != nil {
		return err
	}
	value := base64.RawURLEncoding.EncodeToString(b)
	if len(saved) > maxSaved || len(value) > maxCookie {
		return problem{http.StatusBadRequest, "error.views"}
	}
	http.SetCookie(w, s.cookie(viewsCookie, value, year))
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}

// column is a column of the table.
type column struct {
	Name  string
	Order index.Order // by which its head sorts
	Sorts bool
	Shown bool
}

// allColumns are the columns in their order, with those shown from the start. The claim
// itself always is.
func allColumns() []column {
	return []column{
		{Name: "status", Shown: true},
		{Name: "claim", Order: index.ByClaim, Sorts: true, Shown: true},
		{Name: "source", Order: index.BySource, Sorts: true, Shown: true},
		{Name: "act", Shown: true},
		{Name: "stance", Order: index.ByStance, Sorts: true, Shown: true},
		{Name: "worth", Order: index.ByWorth, Sorts: true, Shown: true},
		{Name: "kind", Order: index.ByKind, Sorts: true},
		{Name: "certainty"},
		{Name: "type"},
		{Name: "article", Order: index.ByArticle, Sorts: true, Shown: true},
		{Name: "outlet", Order: index.ByOutlet, Sorts: true},
		{Name: "date", Order: index.ByDate, Sorts: true},
		{Name: "lang"},
		{Name: "cue"},
		{Name: "rule"},
		{Name: "confidence", Order: index.ByConfidence, Sorts: true},
	}
}

// columns returns the columns that this browser shows, and all of them.
func columns(r *http.Request) (shown, all []column) {
	all = allColumns()
	if c, err := r.Cookie(columnsCookie); err == nil {
		chosen := strings.Split(c.Value, ".")
		for i := range all {
			all[i].Shown = all[i].Name == "claim" || slices.Contains(chosen, all[i].Name)
		}
	}
	for _, c := range all {
		if c.Shown {
			shown = append(shown, c)
		}
	}
	return shown, all
}

// chooseColumns remembers the columns that somebody wants.
func (s *Server) chooseColumns(w http.ResponseWriter, r *http.Request) error {
	var names []string
	for _, c := range allColumns() {
		if slices.Contains(r.PostForm["column"], c.Name) {
			names = append(names, c.Name)
		}
	}
	http.SetCookie(w, s.cookie(columnsCookie, strings.Join(names, "."), year))
	http.Redirect(w, r, back(r, "/claims"), http.StatusSeeOther)
	return nil
}

// nextUndecided leads to the next claim of a list that the visitor has not finished.
func (s *Server) nextUndecided(w http.ResponseWriter, r *http.Request) error {
	l, user := s.parseList(r), who(r).name
	next, total, err := s.undecided(r, l, r.URL.Query().Get("after"), user)
	if err != nil {
		return err
	}
	if next == "" {
		return s.render(w, r, http.StatusOK, "finished", finished{List: l, Total: total})
	}
	http.Redirect(w, r, l.At(next)+"#here", http.StatusSeeOther)
	return nil
}

// undecided returns the first claim of a list that a user has not finished, or the first
// after another one; "" for none, and how many claims the list has.
func (s *Server) undecided(r *http.Request, l list, after, user string) (string, int, error) {
	if after != "" {
		place, err := s.Work.Index.Place(r.Context(), l.Query, after, user)
		return place.NextUndecided, place.Total, err
	}
	q := l.Query
	q.Limit, q.Undecided = 1, user
	found, err := s.Work.Index.Search(r.Context(), q)
	if err != nil {
		return "", 0, err
	}
	if len(found.Claims) > 0 {
		return found.Claims[0].ClaimID, found.Total, nil
	}
	q.Undecided = l.Undecided
	if found, err = s.Work.Index.Search(r.Context(), q); err != nil {
		return "", 0, err
	}
	return "", found.Total, nil
}

// finished is the page at the end of a list.
type finished struct {
	List  list
	Total int
}

// claimURL returns the address of a claim within the list that an address carries.
func claimURL(id string, values url.Values) string {
	return "/claims/" + url.PathEscape(id) + suffix(values)
}
