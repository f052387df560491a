package stance

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/text"
)

func lower(r rune) rune { return unicode.ToLower(r) }

// Names are the names of a document that a position may be about, by their last word.
type Names struct {
	byLast map[string][]name
}

// name is a name in full and its folded words.
type name struct {
	full  string
	words []string
}

// sameLast bounds how many names with the same last word are told apart.
const sameLast = 8

// NewNames files the names of sources as possible targets. Any other name in a claim
// stands for itself.
func NewNames(sources []string) Names {
	n := Names{byLast: map[string][]name{}}
	for _, s := range sources {
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
func (n Names) canonical(words string) string {
	folded := strings.Fields(lexicon.Fold(words))
	for _, x := range n.byLast[folded[len(folded)-1]] {
		if len(x.words) >= len(folded) && slices.Equal(x.words[len(x.words)-len(folded):], folded) {
			return x.full
		}
	}
	return strings.Join(strings.Fields(words), " ")
}

// reach is the number of tokens over which a word colours a name.
const reach = 5

// strong is the least score, in either direction, that is a position.
const strong = 0.45

// positions returns what the source is for or against among the names in the claim: from
// the cue, and from the words around each name. No evidence, no position.
func (t *Tagger) positions(in *Input, ws []word) []Position {
	if in.Attribution == nil {
		return nil
	}
	var byTarget map[string]*Position
	var order []string
	for i := 0; i < len(ws); {
		j := t.name(ws, i)
		if j == i {
			i++
			continue
		}
		target := in.Names.canonical(in.Text[ws[i].Start:ws[j-1].End])
		score, evidence := t.colour(ws, i, j)
		if p := in.Attribution.Position; p != "" && len(order) == 0 && i < 4 {
			score += map[string]float64{"favor": 0.8, "against": -0.8}[p]
			evidence = append(evidence, in.Attribution.Cue...)
		}
		if target != in.Source && math.Abs(score) >= strong {
			p := byTarget[target]
			if p == nil {
				p = &Position{Target: target}
				if byTarget == nil {
					byTarget = map[string]*Position{}
				}
				byTarget[target] = p
				order = append(order, target)
			}
			p.Score += score
			p.Evidence = append(p.Evidence, evidence...)
		}
		i = j
	}
	var out []Position
	for _, target := range order {
		p := byTarget[target]
		p.Score = math.Round(math.Max(-1, math.Min(1, p.Score))*100) / 100
		switch {
		case p.Score >= strong:
			p.Label = "favor"
		case p.Score <= -strong:
			p.Label = "against"
		default:
			continue
		}
		slices.SortFunc(p.Evidence, func(a, b text.Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
		p.Evidence = slices.Compact(p.Evidence)
		out = append(out, *p)
	}
	return out
}

// name returns the word behind the name that begins at i, i where none does.
func (t *Tagger) name(ws []word, i int) int {
	if i > 0 && ws[i-1].Is(lexicon.Preposition_) && !ws[i-1].Is(lexicon.Of) {
		return i // "in Gent", "uit Frankrijk": a place, no target
	}
	if !ws[i].upper || ws[i].Is(lexicon.Article|lexicon.Title|lexicon.Month) || len(ws[i].Pronouns) > 0 {
		return i
	}
	if i == 0 && ws[i].Known() && ws[i].Place == "" && !ws[i].Is(lexicon.GivenMasc|lexicon.GivenFem) {
		return i
	}
	j := i + 1
	for j < len(ws) && j-i < 6 && (ws[j].upper || ws[j].Is(lexicon.NameParticle) && j+1 < len(ws) && ws[j+1].upper) {
		j++
	}
	return j
}

// colour sums what the words near a name say of it: judgements close by, and verbs of which
// it is the subject or the object.
func (t *Tagger) colour(ws []word, from, to int) (float64, []text.Span) {
	sum := 0.0
	var evidence []text.Span
	for k := max(0, from-reach); k < min(len(ws), to+reach); k++ {
		if k >= from && k < to || len(ws[k].Colours) == 0 || t.parted(ws, k, from, to) {
			continue
		}
		c := ws[k].Colours[0]
		v := c.Polarity
		if c.POS == "verb" {
			v = c.Effect.Patient
			if k >= to {
				v = c.Effect.Agent
			}
			if v == 0 && c.Effect.Patient == 0 && c.Effect.Agent == 0 {
				v = c.Polarity * 0.5
			}
		}
		if v == 0 {
			continue
		}
		d := from - k
		if k >= to {
			d = k - to + 1
		}
		v *= t.turn(ws, k) / (1 + 0.15*float64(d-1))
		sum += v
		evidence = append(evidence, ws[k].Span)
	}
	return sum, evidence
}

// parted tells whether a clause boundary stands between a word and the name.
func (t *Tagger) parted(ws []word, k, from, to int) bool {
	a, b := k+1, from
	if k >= to {
		a, b = to, k
	}
	for i := a; i < b; i++ {
		if ws[i].Is(lexicon.Coordinator|lexicon.Subordinator|lexicon.That) || ws[i].Len() == 1 && !ws[i].Known() && ws[i].Word.Form == "" {
			return true
		}
	}
	return false
}

// turn is the factor that negation, intensifiers and diminishers before a word give it.
func (t *Tagger) turn(ws []word, k int) float64 {
	f := 1.0
	for i := max(0, k-3); i < k; i++ {
		if ws[i].Is(lexicon.Negator) {
			f = -f * 0.8
			continue
		}
		for _, ph := range ws[i].Phrases {
			if ph.Kind < lexicon.Shifter || ph.Kind > lexicon.Diminisher || !matches(ph, ws, i) {
				continue
			}
			switch {
			case ph.Kind == lexicon.Shifter:
				f = -f * 0.8
			case ph.Factor != 0:
				f *= ph.Factor
			}
			break
		}
	}
	return f
}
