package review

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/volgens/volgens/review/export"
	"github.com/volgens/volgens/review/index"
)

// exportView offers the formats for a list of claims.
type exportView struct {
	List    list
	Total   int
	All     int
	Chips   []chip
	Formats []exportFormat
}

type exportFormat struct {
	export.Info
	URL string
}

// exportPage offers the formats.
func (s *Server) exportPage(w http.ResponseWriter, r *http.Request) error {
	v := &exportView{List: s.parseList(r), All: s.Work.Index.Len()}
	q := v.List.Query
	q.Limit = 1
	found, err := s.Work.Index.Search(r.Context(), q)
	if err != nil {
		return err
	}
	v.Total = found.Total
	m := s.pages.messages[who(r).lang]
	v.Chips = v.List.Chips(func(f index.Facet, value string) string {
		return facetText(m, f, index.Count{Value: value, Label: s.label(r, f, value)})
	})
	for _, info := range export.Formats() {
		v.Formats = append(v.Formats, exportFormat{info, "/export/" + string(info.Format) + v.List.Suffix()})
	}
	return s.render(w, r, http.StatusOK, "export", v)
}

// label returns what a value of a facet is called: the name of a source.
func (s *Server) label(r *http.Request, f index.Facet, value string) string {
	if f == index.FacetSource {
		if source, err := s.Work.Index.Source(r.Context(), value); err == nil {
			return source.Name
		}
	}
	return value
}

// sent notes whether any of an answer has left.
type sent struct {
	http.ResponseWriter
	any bool
}

// Write sends a part of the answer.
func (w *sent) Write(p []byte) (int, error) {
	w.any = true
	return w.ResponseWriter.Write(p)
}

// export sends a list of claims in a format. Once some of it has left, an error cuts the
// download off, so that half of it is not taken for the whole.
func (s *Server) export(w http.ResponseWriter, r *http.Request) error {
	info, ok := export.InfoOf(export.Format(r.PathValue("format")))
	if !ok {
		return errNotFound
	}
	select {
	case s.exports <- struct{}{}:
		defer func() { <-s.exports }()
	case <-r.Context().Done():
		return r.Context().Err()
	}
	l := s.parseList(r)
	l.Limit = -1
	out := &sent{ResponseWriter: w}
	w.Header().Set("Content-Type", info.ContentType)
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s%s"`, fileName(s.Name), info.Ext))
	err := export.Write(r.Context(), out, s.Work, export.Options{
		Format: info.Format, Query: l.Query, Viewer: who(r).name, Publisher: s.Publisher, URL: s.URL, Lang: who(r).lang, Title: s.Name,
	})
	if err == nil {
		return nil
	}
	w.Header().Del("Content-Disposition")
	if out.any {
		s.Logger.Error("export cut off", "format", info.Format, "error", err)
		panic(http.ErrAbortHandler)
	}
	if errors.Is(err, export.ErrOptions) {
		return problem{http.StatusBadRequest, "error.export"}
	}
	return err
}

// fileName keeps of a name what any system takes in the name of a file.
func fileName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, name)
	return "claims-" + cut(strings.Trim(name, "-"), 60)
}
