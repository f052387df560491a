package review

import (
	"net/http"

	"github.com/volgens/volgens/review/index"
)

// agreementView is how far readers agree, and where they do not.
type agreementView struct {
	Differ  []index.Claim // the first of those on which readers differ
	NDiffer int
}

// shownDifferences is how many of the queue the page lists.
const shownDifferences = 20

// agreementPage shows the figures and the queue.
func (s *Server) agreementPage(w http.ResponseWriter, r *http.Request) error {
	v := &agreementView{}
	ids := s.differ(r.Context())
	v.NDiffer = len(ids)
	found, err := s.Work.Index.Search(r.Context(), index.Query{IDs: ids, Limit: shownDifferences})
	if err != nil {
		return err
	}
	v.Differ = found.Claims
	return s.render(w, r, http.StatusOK, "agreement", v)
}
