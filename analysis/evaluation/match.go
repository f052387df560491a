package evaluation

import (
	"cmp"
	"slices"
)

// pair is a gold attribution and the prediction that stands for it.
type pair struct{ gold, pred *entry }

// match pairs gold attributions with predictions, each at most once, by their content. The
// pair with the highest Jaccard index of content words comes first (of equals, the one
// whose sources, then cues, agree more, then the first in the text) and so on down to the
// index least. Pairs that share no word are never made.
func match(gold, pred []*entry, least float64) []pair {
	cands := candidates(gold, pred, least)
	usedGold, usedPred := make([]bool, len(gold)), make([]bool, len(pred))
	var out []pair
	for _, c := range cands {
		if !usedGold[c.gold] && !usedPred[c.pred] {
			usedGold[c.gold], usedPred[c.pred] = true, true
			out = append(out, pair{gold[c.gold], pred[c.pred]})
		}
	}
	return out
}

// candidate is a possible pair: indices and Jaccard indices.
type candidate struct {
	gold, pred int
	fit        [parts]float64
	starts     [2]int
}

// candidates returns the possible pairs, best first.
func candidates(gold, pred []*entry, least float64) []candidate {
	var out []candidate
	for i, g := range gold {
		for j, p := range pred {
			fit := g.words[content].jaccard(p.words[content])
			if fit == 0 || fit < least {
				continue
			}
			c := candidate{gold: i, pred: j, starts: [2]int{g.spans[content][0].start, p.spans[content][0].start}}
			c.fit[content] = fit
			c.fit[source] = g.words[source].jaccard(p.words[source])
			c.fit[cue] = g.words[cue].jaccard(p.words[cue])
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b candidate) int {
		return cmp.Or(
			cmp.Compare(b.fit[content], a.fit[content]),
			cmp.Compare(b.fit[source], a.fit[source]),
			cmp.Compare(b.fit[cue], a.fit[cue]),
			slices.Compare(a.starts[:], b.starts[:]),
			cmp.Compare(a.gold, b.gold),
			cmp.Compare(a.pred, b.pred),
		)
	})
	return out
}
