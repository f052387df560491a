package evaluation

import "github.com/volgens/volgens/analysis/interchange"

// Outcome is what became of a prediction.
type Outcome struct {
	Document int    // index among the gold documents
	ID       string // of the predicted attribution
	Found    bool   // its content fits a gold attribution
	Right    bool   // and its source agrees
}

// Outcomes tells for every prediction what became of it, in order of the gold documents. The
// pairs are those of Score; with DropOptional, predictions of optional attributions are left
// out.
func Outcomes(gold, pred []interchange.Document, opts Options) ([]Outcome, error) {
	predicted, err := join(gold, pred, opts.IgnoreExtra)
	if err != nil {
		return nil, err
	}
	if opts.DropOptional {
		gold, pred, _ = DropOptional(gold, pred)
		predicted = byID(pred)
	}
	var out []Outcome
	for i, g := range gold {
		p := predicted[g.ID]
		if p == nil {
			continue
		}
		page := newPage(g)
		golden, err := page.entries(g.Attributions)
		if err != nil {
			return nil, err
		}
		entries, err := page.entries(p.Attributions)
		if err != nil {
			return nil, err
		}
		pairs := map[*entry]pair{}
		for _, x := range match(golden, entries, 0.5) {
			pairs[x.pred] = x
		}
		for _, e := range entries {
			x, found := pairs[e]
			out = append(out, Outcome{Document: i, ID: e.from.ID, Found: found, Right: found && x.sameSource()})
		}
	}
	return out, nil
}
