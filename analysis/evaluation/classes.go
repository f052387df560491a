package evaluation

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Classes compares labels one by one: a confusion matrix and what follows from it.
type Classes struct {
	Accuracy float64        `json:"accuracy"`
	MacroF1  float64        `json:"macro_f1"` // mean over the labels that occur in gold
	N        int            `json:"n"`
	Labels   []string       `json:"labels"`    // rows and columns of the matrix, in order
	Matrix   [][]int        `json:"confusion"` // rows are gold, columns predicted
	Each     []ClassFigures `json:"each"`
}

// ClassFigures are the figures of one label.
type ClassFigures struct {
	Label     string  `json:"label"`
	Precision float64 `json:"p"`
	Recall    float64 `json:"r"`
	F1        float64 `json:"f1"`
	Gold      int     `json:"gold"`
	Predicted int     `json:"predicted"`
}

// CompareLabels compares predicted labels with gold ones, of which there are as many.
func CompareLabels(gold, pred []string) (*Classes, error) {
	if len(gold) != len(pred) {
		return nil, fmt.Errorf("%d gold labels, %d predicted ones", len(gold), len(pred))
	}
	c := &Classes{N: len(gold), Labels: slices.Compact(slices.Sorted(slices.Values(slices.Concat(gold, pred))))}
	c.Matrix = make([][]int, len(c.Labels))
	for i := range c.Matrix {
		c.Matrix[i] = make([]int, len(c.Labels))
	}
	for i := range gold {
		g, _ := slices.BinarySearch(c.Labels, gold[i])
		p, _ := slices.BinarySearch(c.Labels, pred[i])
		c.Matrix[g][p]++
	}
	c.sum()
	return c, nil
}

func (c *Classes) sum() {
	hits, inGold, all := 0, 0, 0.0
	for i, label := range c.Labels {
		gold, pred := 0, 0
		for k := range c.Labels {
			gold += c.Matrix[i][k]
			pred += c.Matrix[k][i]
		}
		n := of(c.Matrix[i][i], pred, gold)
		f := ClassFigures{label, ratio(c.Matrix[i][i], pred), ratio(c.Matrix[i][i], gold), n.f1(), gold, pred}
		c.Each = append(c.Each, f)
		hits += c.Matrix[i][i]
		if gold > 0 {
			inGold++
			all += f.F1
		}
	}
	c.Accuracy = ratio(hits, c.N)
	if inGold > 0 {
		c.MacroF1 = all / float64(inGold)
	}
}

// WriteTable writes the figures for people.
func (c *Classes) WriteTable(w io.Writer) error {
	var b strings.Builder
	row(&b, "accuracy", percent(c.Accuracy))
	row(&b, "macro F1", percent(c.MacroF1))
	row(&b, "n", whole(c.N))
	b.WriteByte('\n')
	row(&b, "label", "precision", "recall", "F1", "predicted", "gold")
	for _, f := range c.Each {
		row(&b, "  "+f.Label, percent(f.Precision), percent(f.Recall), percent(f.F1), whole(f.Predicted), whole(f.Gold))
	}
	b.WriteByte('\n')
	row(&b, "gold \\ predicted", c.Labels...)
	for i, label := range c.Labels {
		cells := make([]string, len(c.Labels))
		for k, n := range c.Matrix[i] {
			cells[k] = whole(n)
		}
		row(&b, "  "+label, cells...)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Ranking says how well scores tell positive cases from negative ones.
type Ranking struct {
	AreaUnderCurve   float64 `json:"area_under_curve"`  // of the receiver operating characteristic; 0.5 is chance
	AveragePrecision float64 `json:"average_precision"` // ties in the order of the file
	N                int     `json:"n"`
	Positive         int     `json:"positive"`
}

// Rank compares scores with what is positive. Without positive or without negative cases
// the area is 0.5.
func Rank(scores []float64, positive []bool) Ranking {
	r := Ranking{N: len(scores), AreaUnderCurve: 0.5}
	order := make([]int, len(scores))
	for i := range order {
		order[i] = i
		if positive[i] {
			r.Positive++
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(scores[b], scores[a]) })
	found := 0
	for n, i := range order {
		if positive[i] {
			found++
			r.AveragePrecision += float64(found) / float64(n+1) / float64(r.Positive)
		}
	}
	if negative := r.N - r.Positive; r.Positive > 0 && negative > 0 {
		r.AreaUnderCurve = wins(scores, positive, order) / float64(r.Positive) / float64(negative)
	}
	return r
}

// wins counts the pairs of a positive and a negative case in which the positive one has the
// higher score; a tie is half a win. order sorts the scores from high to low.
func wins(scores []float64, positive []bool, order []int) float64 {
	sum, below := 0.0, 0
	for end := len(order); end > 0; {
		start := end
		pos, neg := 0, 0
		for start > 0 && scores[order[start-1]] == scores[order[end-1]] {
			start--
			if positive[order[start]] {
				pos++
			} else {
				neg++
			}
		}
		sum += float64(pos) * (float64(below) + float64(neg)/2)
		below += neg
		end = start
	}
	return sum
}

// WriteTable writes the figures for people.
func (r Ranking) WriteTable(w io.Writer) error {
	var b strings.Builder
	row(&b, "area under the curve", fmt.Sprintf("%.4f", r.AreaUnderCurve))
	row(&b, "average precision", fmt.Sprintf("%.4f", r.AveragePrecision))
	row(&b, "n", whole(r.N))
	row(&b, "positive", whole(r.Positive))
	_, err := io.WriteString(w, b.String())
	return err
}
