package evaluation

// Group is the figures of some documents together.
type Group struct {
	Name        string // "all", a language, or "no language"
	Documents   int
	Unpredicted int // gold documents without a prediction
	Gold        int // attributions
	Predicted   int
	Optional    *Dropped // what was left out as optional; nil for nothing
	Figures     []Figure // those to which anything speaks, in the order of the package's table
	Labels      []Agreement
	Confidence  *Reliability // nil where no prediction states its confidence
	Rules       []Rule       // by number of predictions; none where no prediction names its rule
}

// Figure is the value of one measure.
type Figure struct {
	Name      string
	Section   string // heading under which tables show it
	Form      Form
	Precision float64
	Recall    float64
	F1        float64
	Predicted int       // over how many predictions
	Gold      int       // over how many gold attributions
	Interval  *Interval // of the value that Form puts first; nil where none was asked for
}

// Interval is a 95 % interval over resampled documents.
type Interval struct{ Low, High float64 }

// Value is the number that sums the figure up: F1, or Recall where that is all there is.
func (f Figure) Value() float64 {
	if f.Form == RecallOnly || f.Form == Share {
		return f.Recall
	}
	return f.F1
}

// Figure returns the figure of that name; a zero one where nothing speaks to it.
func (g *Group) Figure(name string) Figure {
	for _, f := range g.Figures {
		if f.Name == name {
			return f
		}
	}
	return Figure{}
}

func newGroup(name string, sheets []*sheet, opts Options) Group {
	g := Group{Name: name, Documents: len(sheets)}
	var total counts
	labels := map[string][]label{}
	var outcomes []outcome
	for _, s := range sheets {
		total.add(&s.counts)
		for field, list := range s.labels {
			labels[field] = append(labels[field], list...)
		}
		outcomes = append(outcomes, s.outcomes...)
		if !s.predicted {
			g.Unpredicted++
		}
	}
	g.Gold, g.Predicted = total[detection].gold, total[detection].pred
	g.Figures = figures(&total, intervals(sheets, opts))
	for _, field := range sortedKeys(labels) {
		g.Labels = append(g.Labels, agreement(field, labels[field]))
	}
	g.Confidence, g.Rules = reliability(outcomes), rules(outcomes)
	return g
}

// figures returns the measures that counted anything, and the mean of the tags.
func figures(total *counts, intervals *[measures]Interval) []Figure {
	var out []Figure
	for m, c := range total {
		if c.pred > 0 || c.gold > 0 {
			f := c.figure(measure(m))
			if intervals != nil {
				f.Interval = &intervals[m]
			}
			out = append(out, f)
		}
		if measure(m) == tagContent {
			out = appendTagMean(out, total)
		}
	}
	return out
}

func (c count) figure(m measure) Figure {
	n := names[m]
	f := Figure{Name: n.name, Section: n.section, Form: n.form, Recall: c.recall(), Predicted: c.pred, Gold: c.gold}
	if f.Form == PrecisionRecall {
		f.Precision, f.F1 = c.precision(), c.f1()
	}
	return f
}

// appendTagMean appends the mean F1 of the tags that occur.
func appendTagMean(out []Figure, total *counts) []Figure {
	sum, n := 0.0, 0
	for _, m := range []measure{tagSource, tagCue, tagContent} {
		if c := total[m]; c.pred > 0 || c.gold > 0 {
			sum += c.f1()
			n++
		}
	}
	if n == 0 {
		return out
	}
	return append(out, Figure{Name: "tag macro", Section: names[tagContent].section, Form: MeanF1, F1: sum / float64(n)})
}
