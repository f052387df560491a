package review

import (
	"net/http"
	"slices"
	"time"

	"github.com/volgens/volgens/review/decisions"
	"github.com/volgens/volgens/review/index"
	"github.com/volgens/volgens/schemas"
)

// overviewView is what one would show a colleague.
type overviewView struct {
	Counts   schemas.Counts
	Claims   int
	BySource stacked
	ByAct    stacked
	Stance   matrix
	Worth    histogram
	Progress progress
	Pace     []paceRow
	PaceDays []time.Time
}

// typeSeries are the parts of the bars of sources.
var typeSeries = []string{"direct", "mixed", "indirect", ""}

// Sizes of the pictures in rows.
const (
	overviewSources = 14
	overviewMatrix  = 12
	paceDays        = 28
)

// overviewPage shows the pictures.
func (s *Server) overviewPage(w http.ResponseWriter, r *http.Request) error {
	ctx, ix := r.Context(), s.Work.Index
	v := &overviewView{Counts: ix.Manifest().Counters, Claims: ix.Len()}
	said := index.Query{Filters: map[index.Facet][]string{index.FacetVoice: {"attributed"}}}
	cells, err := ix.Cube(ctx, said, []index.Facet{index.FacetSource, index.FacetType}, overviewSources)
	if err != nil {
		return err
	}
	v.BySource = stack(cells, typeSeries, overviewSources)
	if cells, err = ix.Cube(ctx, said, []index.Facet{index.FacetAct, index.FacetCertainty}, 20); err != nil {
		return err
	}
	v.ByAct = stack(cells, []string{"certain", "probable", "possible", "unspecified"}, 10)
	positions := index.Query{Filters: map[index.Facet][]string{index.FacetStance: {"favor", "against", "neutral"}}}
	if cells, err = ix.Cube(ctx, positions, []index.Facet{index.FacetSource, index.FacetTarget, index.FacetStance}, overviewMatrix*2); err != nil {
		return err
	}
	v.Stance = stanceMatrix(cells, overviewMatrix)
	if cells, err = ix.Cube(ctx, index.Query{}, []index.Facet{index.FacetWorth}, 20); err != nil {
		return err
	}
	v.Worth = newHistogram(cells)
	found, err := ix.Search(ctx, index.Query{Limit: 1, Facets: []index.Facet{index.FacetStatus}})
	if err != nil {
		return err
	}
	v.Progress = newProgress(found)
	pace, err := s.Work.Log.Pace(ctx)
	if err != nil {
		return err
	}
	v.PaceDays, v.Pace = newPace(pace, s.Now())
	return s.render(w, r, http.StatusOK, "overview", v)
}

// progress is how far the review is: a bar in parts.
type progress struct {
	Parts   []part
	Total   int
	Decided int // claims that readers are done with
}

const progressWidth = 1000

// statuses are those of a claim, the finished ones first.
var statuses = []index.Status{index.StatusSettled, index.StatusDone, index.StatusUnsure, index.StatusDisagree, index.StatusStarted, index.StatusOpen}

func newProgress(found *index.Result) progress {
	counts := counter{}
	for _, f := range found.Facets {
		for _, c := range f.Values {
			counts[c.Value] = c.N
		}
	}
	p := progress{Total: found.Total}
	x := 0.0
	for _, status := range statuses {
		n := counts[string(status)]
		if n == 0 {
			continue
		}
		width := float64(n) / float64(max(1, p.Total)) * progressWidth
		p.Parts = append(p.Parts, part{string(status), n, x, width})
		x += width
	}
	p.Decided = counts[string(index.StatusSettled)] + counts[string(index.StatusDone)]
	return p
}

// Share returns which part of the claims is finished.
func (p progress) Share() float64 { return float64(p.Decided) / float64(max(1, p.Total)) }

// histogram counts claims by how much they deserve a check.
type histogram struct {
	Bars []histogramBar
	Top  int
}

type histogramBar struct {
	Band  string // lower end
	N     int
	X     int
	Y, H  float64
	Upper string
}

// Sizes of the histogram.
const (
	histogramHeight = 120
	histogramBarW   = 44
)

func newHistogram(cells []index.Cell) histogram {
	counts := counter{}
	var h histogram
	for _, c := range cells {
		counts[c.Values[0]] += c.N
		h.Top = max(h.Top, counts[c.Values[0]])
	}
	if h.Top == 0 {
		return h
	}
	for i, band := range []string{"0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9"} {
		b := histogramBar{Band: band, N: counts[band], X: i * histogramBarW}
		b.H = float64(b.N) / float64(h.Top) * histogramHeight
		b.Y = histogramHeight - b.H
		h.Bars = append(h.Bars, b)
	}
	return h
}

// paceRow is how many claims somebody decided about on each of the last days.
type paceRow struct {
	User   string
	Claims int
	Days   []paceDay
}

type paceDay struct {
	Day  string
	N    int
	X    int
	Y, H float64
}

const (
	paceHeight = 32
	paceWidth  = 14
)

// newPace lays out the last days up to today.
func newPace(all []decisions.Pace, now time.Time) (days []time.Time, rows []paceRow) {
	today := now.UTC().Truncate(day)
	at := map[string]int{}
	for i := range paceDays {
		d := today.AddDate(0, 0, i-paceDays+1)
		days = append(days, d)
		at[d.Format(time.DateOnly)] = i
	}
	byUser := map[string]*paceRow{}
	top := 1
	for _, p := range all {
		i, ok := at[p.Day]
		if !ok {
			continue
		}
		row := byUser[p.User]
		if row == nil {
			row = &paceRow{User: p.User, Days: make([]paceDay, paceDays)}
			byUser[p.User] = row
		}
		row.Days[i].N = p.Claims
		row.Claims += p.Claims
		top = max(top, p.Claims)
	}
	for _, row := range byUser {
		for i := range row.Days {
			d := &row.Days[i]
			d.Day, d.X = days[i].Format(time.DateOnly), i*paceWidth
			d.H = float64(d.N) / float64(top) * paceHeight
			d.Y = paceHeight - d.H
		}
		rows = append(rows, *row)
	}
	slices.SortFunc(rows, func(a, b paceRow) int { return b.Claims - a.Claims })
	return days, rows
}
