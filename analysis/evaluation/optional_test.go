package evaluation_test

import (
	"slices"
	"testing"

	"github.com/volgens/volgens/analysis/evaluation"
	"github.com/volgens/volgens/analysis/interchange"
)

func TestDropOptional(t *testing.T) {
	yes := attrs{"optional": "yes"}
	list := func(attrs attrs, contents ...[2]int) []interchange.Attribution {
		var out []interchange.Attribution
		for _, c := range contents {
			out = append(out, interchange.Attribution{Content: [][2]int{c}, Attrs: attrs})
		}
		return out
	}
	tests := []struct {
		name       string
		gold, pred []interchange.Attribution
		left       [][2]int // contents of the predictions that stay
	}{
		{
			name: "the prediction of an optional one goes",
			gold: append(list(nil, [2]int{0, 10}), list(yes, [2]int{20, 30})...),
			pred: list(nil, [2]int{0, 10}, [2]int{22, 30}),
			left: [][2]int{{0, 10}},
		},
		{
			name: "a prediction that fits too little stays",
			gold: list(yes, [2]int{0, 10}),
			pred: list(nil, [2]int{0, 4}),
			left: [][2]int{{0, 4}},
		},
		{
			name: "a prediction that fits another gold one better stays",
			gold: append(list(nil, [2]int{0, 9}), list(yes, [2]int{0, 10})...),
			pred: list(nil, [2]int{0, 9}),
			left: [][2]int{{0, 9}},
		},
		{
			name: "the same content twice: one prediction serves the core",
			gold: append(list(nil, [2]int{0, 10}), list(yes, [2]int{0, 10})...),
			pred: list(nil, [2]int{0, 10}),
			left: [][2]int{{0, 10}},
		},
		{
			name: "the same content twice: the poorer of two predictions is spare",
			gold: append(list(nil, [2]int{0, 10}), list(yes, [2]int{0, 10})...),
			pred: list(nil, [2]int{0, 7}, [2]int{0, 10}),
			left: [][2]int{{0, 10}},
		},
		{
			name: "each takes one",
			gold: list(yes, [2]int{0, 10}),
			pred: list(nil, [2]int{0, 9}, [2]int{0, 10}),
			left: [][2]int{{0, 9}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			gold := []interchange.Document{{ID: "a", Attributions: tt.gold}}
			pred := []interchange.Document{{ID: "a", Attributions: slices.Clone(tt.pred)}}
			core, left, dropped := evaluation.DropOptional(gold, pred)
			var got [][2]int
			for _, a := range left[0].Attributions {
				got = append(got, a.Content[0])
			}
			if !slices.Equal(got, tt.left) {
				t.Errorf("predictions left %v, want %v", got, tt.left)
			}
			if dropped.Predicted != len(tt.pred)-len(tt.left) || dropped.Gold != len(tt.gold)-len(core[0].Attributions) {
				t.Errorf("dropped %+v", dropped)
			}
			if len(pred[0].Attributions) != len(tt.pred) || len(gold[0].Attributions) != len(tt.gold) {
				t.Error("the arguments have changed")
			}
		})
	}
}
