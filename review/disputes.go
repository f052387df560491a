package review

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/volgens/volgens/review/decisions"
	"github.com/volgens/volgens/review/index"
)

// disputesView is claim against claim, grouped by event.
type disputesView struct {
	Relation string
	Source   string // id
	Page     int
	Pages    int
	Total    int
	NEvents  int
	Events   []eventView
	Kinds    []index.Count
}

type eventView struct {
	ID    string
	Title string
	Pairs []pair
}

// pair is a dispute with what the visitor thinks of it.
type pair struct {
	index.Dispute
	Mine decisions.Value
	Base int64
}

const eventsPage = 20

// disputesPage shows the disputes.
func (s *Server) disputesPage(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	v := &disputesView{Relation: q.Get("relation"), Source: q.Get("source")}
	v.Page, _ = strconv.Atoi(q.Get("p"))
	v.Page = min(max(v.Page, 1), 1_000_000)
	query := index.DisputeQuery{SourceID: v.Source, Offset: (v.Page - 1) * eventsPage, Limit: eventsPage}
	if v.Relation != "" {
		query.Relations = []string{v.Relation}
	}
	found, err := s.Work.Index.Disputes(r.Context(), query)
	if err != nil {
		return err
	}
	v.Total, v.NEvents, v.Kinds = found.Total, found.NEvents, found.Relations
	v.Pages = max(1, (found.NEvents+eventsPage-1)/eventsPage)
	for _, e := range found.Events {
		shown, err := s.event(r, e)
		if err != nil {
			return err
		}
		v.Events = append(v.Events, shown)
	}
	return s.render(w, r, http.StatusOK, "disputes", v)
}

func (s *Server) event(r *http.Request, e index.Event) (eventView, error) {
	out, user := eventView{ID: e.ID}, who(r).name
	for _, d := range e.Disputes {
		review, err := s.Work.Log.Review(r.Context(), d.A.ClaimID, user)
		if err != nil {
			return out, err
		}
		out.Pairs = append(out.Pairs, pair{
			Dispute: d, Mine: review.Mine(user).Value(decisions.Dispute, d.B.ClaimID),
			Base: review.Base(user, decisions.Reader, decisions.Dispute, d.B.ClaimID),
		})
	}
	if len(e.Disputes) > 0 {
		a, b := e.Disputes[0].A, e.Disputes[0].B
		if out.Title = str(a.Title); out.Title == "" {
			out.Title = str(b.Title)
		}
	}
	return out, nil
}

// URL returns the address of the page with another relation or page.
func (v *disputesView) URL(relation string, page int) string {
	values := url.Values{}
	if relation != "" {
		values.Set("relation", relation)
	}
	if v.Source != "" {
		values.Set("source", v.Source)
	}
	if page > 1 {
		values.Set("p", itoa(page))
	}
	return "/disputes" + suffix(values)
}
