package review

import (
	"net/http"
	"net/url"

	"github.com/volgens/volgens/review/agreement"
	"github.com/volgens/volgens/review/decisions"
	"github.com/volgens/volgens/review/index"
)

// agreementView is how far readers agree, where they do not, and how right the pipeline is.
type agreementView struct {
	Fields    []agreement.Field
	Measured  bool          // two readers are done with a claim
	Differ    []index.Claim // the first of those on which readers differ
	NDiffer   int
	Judged    []decisions.Field // the columns of Precision
	Precision []precisionGroup
}

// precisionGroup are rows of the table of precision under one head.
type precisionGroup struct {
	By   agreement.By
	Rows []precisionRow
}

// precisionRow is the precision of the claims with one value of a property.
type precisionRow struct {
	Value string
	URL   string // of these claims; "" for all
	Cells []agreement.Estimate
}

// shownDifferences is how many of the queue the page lists.
const shownDifferences = 20

// judged are the fields in which a decision says if the pipeline was right.
var judged = []decisions.Field{decisions.Span, decisions.Source, decisions.Stance}

// agreementPage shows the figures and the queue.
func (s *Server) agreementPage(w http.ResponseWriter, r *http.Request) error {
	v := &agreementView{Judged: judged}
	collected := agreement.NewCollector()
	err := s.Work.Log.Reviews(r.Context(), func(one decisions.Review) bool {
		collected.Add(one)
		return true
	})
	if err != nil {
		return err
	}
	v.Fields = collected.Agreement()
	for _, f := range v.Fields {
		v.Measured = v.Measured || f.Units > 0
	}
	v.Precision = precisionGroups(collected.Precision())
	ids := s.differ(r.Context())
	found, err := s.Work.Index.Search(r.Context(), index.Query{IDs: ids, Limit: shownDifferences})
	if err != nil {
		return err
	}
	v.Differ, v.NDiffer = found.Claims, found.Total
	return s.render(w, r, http.StatusOK, "agreement", v)
}

// precisionGroups makes a row for each value, with a cell for each field.
func precisionGroups(all []agreement.Precision) []precisionGroup {
	facets := map[agreement.By]index.Facet{
		agreement.ByRule: index.FacetRule, agreement.ByType: index.FacetType,
		agreement.ByConfidence: index.FacetConfidence, agreement.ByKind: index.FacetKind,
	}
	var out []precisionGroup
	for _, by := range []agreement.By{agreement.ByAll, agreement.ByType, agreement.ByConfidence, agreement.ByKind, agreement.ByRule} {
		g := precisionGroup{By: by}
		seen := map[string]bool{}
		for _, p := range all {
			if p.By == by && !seen[p.Value] {
				seen[p.Value] = true
				g.Rows = append(g.Rows, precisionRow{Value: p.Value, Cells: make([]agreement.Estimate, len(judged))})
			}
		}
		for i := range g.Rows {
			row := &g.Rows[i]
			if facet, ok := facets[by]; ok {
				row.URL = "/claims?" + url.Values{string(facet): {row.Value}}.Encode()
			}
			row.fill(by, all)
		}
		if len(g.Rows) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// fill looks up the figures of a row.
func (row *precisionRow) fill(by agreement.By, all []agreement.Precision) {
	for _, p := range all {
		for i, f := range judged {
			if p.By == by && p.Value == row.Value && p.Field == f {
				row.Cells[i] = p.Share
			}
		}
	}
}
