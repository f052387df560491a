package lexicon

// maxGap is the number of tokens for which "…" in a phrase may stand.
const maxGap = 8

// PhraseKind says which list of the language data holds a phrase.
type PhraseKind uint8

// The kinds of phrases.
const (
	Plain PhraseKind = iota
	PrepositionCue
	AdverbCue
	FrameBefore
	LurePhrase
	LureAfter
	CertaintyPhrase
	HearsayPhrase
	DenialPhrase
	DemandPhrase
	PredictionPhrase
	OpinionPhrase
	ColourPhrase
	Shifter
	Intensifier
	Diminisher
	CheckPhrase
	BodyName
	PlaceName
	HeadPhrase
	DistancePhrase
	OtherName
)

// Phrase is a sequence of words; a nil word is a gap of up to eight tokens.
type Phrase struct {
	Words  []*Word
	Kind   PhraseKind
	Entry  any     // *Preposition, *Adverb, *Frame, *Lure, *Colour, *Head
	Value  string  // certainty, reason, kind
	Factor float64 // of intensifiers and diminishers

	Negated string // certainty in a negative clause, where it is another
}

// Match tells how many tokens the phrase covers that begins at the first of words, 0 for none.
// at(i) gives the word of the ith token from there, nil behind the end.
func (p *Phrase) Match(at func(i int) *Word) int { return match(p.Words, at, 0) }

func match(words []*Word, at func(int) *Word, from int) int {
	i := from
	for k, w := range words {
		if w == nil {
			for gap := 0; gap <= maxGap; gap++ {
				if n := match(words[k+1:], at, i+gap); n > 0 {
					return n
				}
			}
			return 0
		}
		if at(i) != w {
			return 0
		}
		i++
	}
	return i
}
