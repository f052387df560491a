package attribution

import (
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/text"
)

// Informed returns a with what is known of its cue, of which only the spans need be given:
// from the attribution among found that has a word of it for its cue, else from the lexicon.
func (f *Finder) Informed(doc string, a Attribution, found []Attribution) Attribution {
	for _, g := range found {
		if g.CueClass != "" && overlap(a.Cue, g.Cue) {
			a.CueLemma, a.CueClass, a.Signals = g.CueLemma, g.CueClass, g.Signals
			a.Rule, a.Confidence = g.Rule, g.Confidence
			return a
		}
	}
	var words []string
	for _, s := range a.Cue {
		for word := range strings.FieldsSeq(lexicon.Fold(s.In(doc))) {
			words = append(words, strings.Trim(word, ",.;:"))
		}
	}
	if cue := f.reading(words); cue != nil {
		a.CueLemma, a.CueClass = cue.Lemma, cue.Class
		a.Signals = Signals{Act: cue.Act, Certainty: cue.Certainty, Polarity: cue.Polarity, Distance: cue.Distance, Position: cue.Position}
	}
	return a
}

// reading returns the cue that the words of a cue spell, the one with most parts; nil for none.
func (f *Finder) reading(words []string) *lexicon.Cue {
	var best *lexicon.Cue
	most := -1
	for _, word := range words {
		w := f.lex.Word(word)
		for _, list := range [][]*lexicon.Cue{w.Verbs, w.Nouns} {
			for _, cue := range list {
				if n := parts(cue, words); n > most {
					best, most = cue, n
				}
			}
		}
	}
	return best
}

// parts counts the fixed words of a cue, -1 where one of them is not among words.
func parts(cue *lexicon.Cue, words []string) int {
	n := 0
	for _, list := range []string{cue.With, cue.Particle, cue.Prep} {
		for part := range strings.FieldsSeq(list) {
			if part == "…" {
				continue
			}
			if !slices.Contains(words, part) {
				joined := part == cue.Particle && slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, part) })
				if part == cue.Prep {
					continue // it often belongs to the content
				}
				if !joined {
					return -1
				}
			}
			n++
		}
	}
	return n
}

func overlap(a, b []text.Span) bool {
	for _, x := range a {
		for _, y := range b {
			if x.Overlaps(y) {
				return true
			}
		}
	}
	return false
}
