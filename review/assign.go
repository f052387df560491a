package review

import (
	"net/http"
	"strconv"
	"strings"
)

// Limits on one assignment.
const (
	maxReaders  = 50
	maxAssigned = 5000
)

// assign shares the claims of a list out among readers.
func (s *Server) assign(w http.ResponseWriter, r *http.Request) error {
	form := r.PostForm
	readers := strings.FieldsFunc(form.Get("readers"), func(r rune) bool { return r == ' ' || r == ',' })
	if s.Users == nil || len(readers) == 0 || len(readers) > maxReaders {
		return problem{http.StatusBadRequest, "error.readers"}
	}
	for _, name := range readers {
		if _, err := s.Users.User(name); err != nil {
			return problem{http.StatusBadRequest, "error.readers"}
		}
	}
	each, _ := strconv.Atoi(form.Get("each"))
	most, _ := strconv.Atoi(form.Get("most"))
	each, most = min(max(each, 1), len(readers)), min(max(most, 1), maxAssigned)
	q := s.parseList(r).Query
	q.Limit = most
	found, err := s.Work.Index.Search(r.Context(), q)
	if err != nil {
		return err
	}
	ids := make([]string, len(found.Claims))
	for i, c := range found.Claims {
		ids[i] = c.ClaimID
	}
	if err := s.Work.Log.Assign(r.Context(), who(r).name, ids, readers, each, form.Get("blind") != ""); err != nil {
		return err
	}
	http.Redirect(w, r, back(r, "/claims"), http.StatusSeeOther)
	return nil
}
