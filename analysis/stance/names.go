package stance

import (
	"slices"
	"strings"
	"unicode"

	"github.com/volgens/volgens/analysis/lexicon"
)

// names are the names of a document that a shorter one may stand for, by their last word.
type names struct {
	byLast map[string][]name
}

// name is a name in full and its folded words.
type name struct {
	full  string
	words []string
}

// sameLast bounds how many names with the same last word are told apart.
const sameLast = 8

func newNames(all []string) names {
	n := names{byLast: map[string][]name{}}
	for _, s := range all {
		words := strings.Fields(lexicon.Fold(s))
		if len(words) == 0 {
			continue
		}
		last := words[len(words)-1]
		if len(n.byLast[last]) < sameLast {
			n.byLast[last] = append(n.byLast[last], name{s, words})
		}
	}
	return n
}

// canonical returns the full name that words mean, or the words.
func (n names) canonical(words string) string {
	folded := strings.Fields(lexicon.Fold(words))
	if len(folded) == 0 {
		return ""
	}
	for _, x := range n.byLast[folded[len(folded)-1]] {
		if len(x.words) >= len(folded) && slices.Equal(x.words[len(x.words)-len(folded):], folded) {
			return x.full
		}
	}
	return strings.Join(strings.Fields(words), " ")
}

func startsUpper(s string) bool {
	for _, r := range s {
		return r != unicode.ToLower(r)
	}
	return false
}
