package evaluation

import (
	"slices"
	"strings"
)

// sameness says how far two names agree.
type sameness int

const (
	otherName sameness = iota
	likeName           // one name holds the other, or they share half of their words
	equalName          // the same words
)

// sameName compares two names without case, accents, marks, titles and articles.
// Of two like names one holds all words of the other and both end in the same word
// ("Jansen", "Mark Jansen"), or at least half of all their words are in both.
func sameName(a, b string) sameness {
	x, y := nameWords(a), nameWords(b)
	switch {
	case len(x) == 0 || len(y) == 0:
		return otherName
	case slices.Equal(x, y):
		return equalName
	}
	last := x[len(x)-1] == y[len(y)-1]
	x, y = distinct(x), distinct(y)
	both := sharedWords(x, y)
	held := both == min(len(x), len(y))
	if held && last || 2*both >= len(x)+len(y)-both {
		return likeName
	}
	return otherName
}

// nameWords returns the words of a name, folded and without a genitive, titles and
// articles left out unless the name has no other words.
func nameWords(name string) []string {
	text := []rune(fold(name))
	var all, core []string
	for _, s := range words(text) {
		w := string(text[s.start:s.end])
		w = strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s")
		all = append(all, w)
		if !vocab().titles[w] {
			core = append(core, w)
		}
	}
	if len(core) == 0 {
		return all
	}
	return core
}

func distinct(words []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(words)))
}

func sharedWords(x, y []string) int {
	n := 0
	for _, w := range x {
		if slices.Contains(y, w) {
			n++
		}
	}
	return n
}

// position is where a source stands towards a target.
type position struct{ target, label string }

// positions reads "target: label, target: label". A target named twice keeps its last label.
func positions(stance string) []position {
	var out []position
	for pair := range strings.SplitSeq(stance, ",") {
		colon := strings.LastIndexByte(pair, ':')
		if colon < 0 {
			continue
		}
		p := position{strings.TrimSpace(pair[:colon]), strings.TrimSpace(fold(pair[colon+1:]))}
		i := slices.IndexFunc(out, func(q position) bool { return q.target == p.target })
		switch {
		case p.target == "":
		case i >= 0:
			out[i].label = p.label
		default:
			out = append(out, p)
		}
	}
	return out
}
