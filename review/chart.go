package review

import (
	"cmp"
	"math"
	"slices"

	"github.com/volgens/volgens/review/index"
)

// Charts are drawn on the server. Here are their sizes and positions; the templates make
// SVG of them, with classes in place of colours so that the style sheet decides.

// stacked is a chart of horizontal bars, each in parts.
type stacked struct {
	Series []string // values of the parts, in order
	Rows   []stackedRow
	Height int
	Top    int // the longest bar
	Ticks  []tick
}

type stackedRow struct {
	Label, Value string
	N            int
	Y            int
	Parts        []part
}

type part struct {
	Series string
	N      int
	X, W   float64 // of barWidth
}

type tick struct {
	N int
	X float64
}

// Sizes of charts in SVG units, which are pixels at full size.
const (
	barWidth  = 350
	rowHeight = 22
)

// stack makes bars of cells with two dimensions: a bar for each value of the first, its
// parts the values of the second.
func stack(cells []index.Cell, series []string, most int) stacked {
	rows := map[string]*stackedRow{}
	counts := map[[2]string]int{}
	var order []*stackedRow
	for _, c := range cells {
		if c.Values[0] == "" {
			continue
		}
		row, ok := rows[c.Values[0]]
		if !ok {
			row = &stackedRow{Value: c.Values[0], Label: c.Labels[0]}
			rows[row.Value] = row
			order = append(order, row)
		}
		row.N += c.N
		counts[[2]string{row.Value, c.Values[1]}] += c.N
	}
	slices.SortStableFunc(order, func(a, b *stackedRow) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Label, b.Label)) })
	out := stacked{Series: series}
	for _, row := range order[:min(most, len(order))] {
		out.Top = max(out.Top, row.N)
	}
	top := niceTop(out.Top)
	for i, row := range order[:min(most, len(order))] {
		row.Y = i * rowHeight
		x := 0.0
		for _, s := range series {
			n := counts[[2]string{row.Value, s}]
			w := float64(n) / float64(top) * barWidth
			if n > 0 {
				row.Parts = append(row.Parts, part{s, n, x, w})
			}
			x += w
		}
		out.Rows = append(out.Rows, *row)
	}
	out.Height = len(out.Rows) * rowHeight
	out.Ticks = ticks(top)
	return out
}

// niceTop returns the end of an axis: 1, 2 or 5 times a power of ten, or a little more.
func niceTop(n int) int {
	if n <= 5 {
		return max(n, 1)
	}
	step := niceStep(float64(n) / 4)
	return int(math.Ceil(float64(n)/step) * step)
}

func niceStep(x float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 2, 5, 10} {
		if x <= m*power {
			return max(1, m*power)
		}
	}
	return 10 * power
}

func ticks(top int) []tick {
	step := 1
	if top > 5 {
		step = int(niceStep(float64(top) / 4))
	}
	var out []tick
	for n := 0; n <= top; n += step {
		out = append(out, tick{n, float64(n) / float64(top) * barWidth})
	}
	return out
}

// matrix is the stance of sources (rows) towards targets (columns).
type matrix struct {
	Targets []matrixTarget
	Rows    []matrixRow
	Width   int
	Height  int
}

type matrixTarget struct {
	Name string
	X    int
}

type matrixRow struct {
	ID, Name string
	Y        int
	Cells    []matrixCell
}

type matrixCell struct {
	Source, Target          string
	X                       int
	Favor, Against, Neutral int
	Label                   string // favor, against, neutral or mixed
	Strength                int    // 1 … 4: how many claims
}

// Sizes of the matrix.
const (
	cellWidth  = 46
	cellHeight = 26
	matrixLeft = 180
	matrixTop  = 96
)

// stanceMatrix makes the matrix of cells with source, target and stance.
func stanceMatrix(cells []index.Cell, most int) matrix {
	type key struct{ source, target string }
	found := map[key]*matrixCell{}
	sources, targets := counter{}, counter{}
	names := map[string]string{}
	for _, c := range cells {
		if c.Values[0] == "" || c.Values[1] == "" || c.Values[2] == "" {
			continue
		}
		k := key{c.Values[0], c.Values[1]}
		if found[k] == nil {
			found[k] = &matrixCell{Source: k.source, Target: k.target}
		}
		found[k].count(c.Values[2], c.N)
		sources[k.source] += c.N
		targets[k.target] += c.N
		names[k.source] = c.Labels[0]
	}
	var m matrix
	for j, target := range targets.top(most) {
		m.Targets = append(m.Targets, matrixTarget{target, matrixLeft + j*cellWidth + cellWidth/2})
	}
	for i, source := range sources.top(most) {
		row := matrixRow{ID: source, Name: names[source], Y: matrixTop + i*cellHeight}
		for j, target := range m.Targets {
			if c := found[key{source, target.Name}]; c != nil {
				c.X = matrixLeft + j*cellWidth
				c.label()
				row.Cells = append(row.Cells, *c)
			}
		}
		m.Rows = append(m.Rows, row)
	}
	m.Width, m.Height = matrixLeft+len(m.Targets)*cellWidth+70, matrixTop+len(m.Rows)*cellHeight
	return m
}

func (c *matrixCell) count(stance string, n int) {
	switch stance {
	case "favor":
		c.Favor += n
	case "against":
		c.Against += n
	case "neutral":
		c.Neutral += n
	}
}

func (c *matrixCell) label() {
	n := c.Favor + c.Against + c.Neutral
	switch {
	case c.Favor > 0 && c.Against > 0:
		c.Label = "mixed"
	case c.Favor > 0:
		c.Label = "favor"
	case c.Against > 0:
		c.Label = "against"
	default:
		c.Label = "neutral"
	}
	c.Strength = min(4, 1+int(math.Log2(float64(max(n, 1)))))
}

// N returns the claims of a cell.
func (c matrixCell) N() int { return c.Favor + c.Against + c.Neutral }

// counter counts by name.
type counter map[string]int

// top returns the most frequent names.
func (c counter) top(n int) []string {
	names := make([]string, 0, len(c))
	for name := range c {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(c[b], c[a]), cmp.Compare(a, b)) })
	return names[:min(n, len(names))]
}

// timeline is a row of bars, one a month.
type timeline struct {
	Bars  []timeBar
	Width int
	Top   int
}

type timeBar struct {
	Month            string // "2026-11"
	Year             int    // on the first bar of a year
	N                int
	X                int
	Y, H             float64 // of all claims
	FavorH, AgainstH float64 // of those with a position
	Favor, Against   int64
	Undated          bool
}

// Sizes of the timeline.
const (
	timeHeight = 64
	timeWidth  = 560
)

func newTimeline(periods []index.Period) timeline {
	var t timeline
	for _, p := range periods {
		t.Top = max(t.Top, p.Claims)
	}
	if len(periods) == 0 || t.Top == 0 {
		return t
	}
	width := min(24, max(3, timeWidth/len(periods)))
	year := ""
	for i, p := range periods {
		b := timeBar{Month: p.Month, N: p.Claims, X: i * width, Undated: p.Month == ""}
		for _, position := range p.Positions {
			b.Favor += position.Favor
			b.Against += position.Against
		}
		unit := float64(timeHeight) / float64(t.Top)
		b.H = float64(p.Claims) * unit
		b.Y = timeHeight - b.H
		b.FavorH, b.AgainstH = float64(b.Favor)*unit, float64(b.Against)*unit
		if len(p.Month) >= 4 && p.Month[:4] != year {
			year = p.Month[:4]
			for _, r := range year {
				b.Year = b.Year*10 + int(r-'0')
			}
		}
		t.Bars = append(t.Bars, b)
	}
	t.Width = len(periods) * width
	return t
}

// BarWidth returns how wide a bar is.
func (t timeline) BarWidth() int { return max(2, t.Width/max(1, len(t.Bars))-2) }

// FavorY returns where the part in favor begins: at the foot.
func (b timeBar) FavorY() float64 { return timeHeight - b.FavorH }

// AgainstY returns where the part against begins: on the part in favor.
func (b timeBar) AgainstY() float64 { return timeHeight - b.FavorH - b.AgainstH }
