package stance

import (
	"cmp"
	"slices"

	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/text"
)

// Tagger tags the claims of documents in one language. It is immutable and safe for
// concurrent use.
type Tagger struct {
	lex *lexicon.Lexicon
}

// New returns a tagger that knows what lex knows.
func New(lex *lexicon.Lexicon) *Tagger { return &Tagger{lex: lex} }

// Input is one claim of a document.
type Input struct {
	Text        string
	Sentences   []text.Sentence
	Words       *lexicon.Table           // of the sentences
	Spans       []text.Span              // of the claim
	Attribution *attribution.Attribution // nil in the author's voice
	Source      string                   // canonical name of the source, "" for none
	Names       Names                    // names a position may be about
}

// acts are the acts of the classes of cues.
var acts = map[string]string{
	"say": "states", "write": "states", "think": "believes", "believe": "believes", "hope": "hopes", "fear": "fears", "know": "states",
	"deny": "denies", "accuse": "accuses", "warn": "warns", "promise": "promises", "demand": "demands", "ask": "asks", "propose": "suggests",
	"intend": "intends", "estimate": "estimates", "predict": "predicts", "confirm": "confirms", "admit": "admits", "suggest": "suggests",
	"conclude": "concludes", "find": "concludes", "criticise": "criticises", "praise": "praises", "support": "praises", "oppose": "criticises",
	"agree": "confirms", "disagree": "denies", "complain": "criticises", "regret": "states", "claim": "states", "reveal": "reports",
	"explain": "states", "emphasise": "states", "announce": "states", "report": "reports", "answer": "states", "wonder": "asks",
	"call": "states", "feel": "believes",
}

// doubt is the certainty that a class of cues gives a claim where nothing else does.
var doubt = map[string]string{
	"hope": "possible", "fear": "possible", "wonder": "possible", "suggest": "possible",
	"estimate": "probable", "predict": "probable",
}

// word is a token of a claim.
type word struct {
	text.Span
	*lexicon.Word
	upper bool
}

// words returns the tokens of the claim.
func (t *Tagger) words(in *Input) []word {
	out := make([]word, 0, 32)
	for _, s := range in.Spans {
		i, _ := slices.BinarySearchFunc(in.Sentences, s.Start, func(x text.Sentence, at int) int {
			if x.End <= at {
				return -1
			}
			return cmp.Compare(x.Start, at)
		})
		if i > 0 && in.Sentences[i-1].End > s.Start {
			i--
		}
		for ; i < len(in.Sentences) && in.Sentences[i].Start < s.End; i++ {
			toks, known := in.Sentences[i].Tokens, in.Words.Sentence(i)
			k, _ := slices.BinarySearchFunc(toks, s.Start, func(x text.Token, at int) int { return cmp.Compare(x.Start, at) })
			for ; k < len(toks) && toks[k].End <= s.End; k++ {
				w := toks[k].In(in.Text)
				out = append(out, word{Span: toks[k].Span, Word: known[k], upper: startsUpper(w)})
			}
		}
	}
	return out
}

func startsUpper(s string) bool {
	for _, r := range s {
		return r != lower(r)
	}
	return false
}

// Tags are all that a tagger finds of one claim.
type Tags struct {
	Commitment
	Positions       []Position
	Checkworthiness float64
	Reasons         []string
}

// Tag tags one claim of the given kind.
func (t *Tagger) Tag(in Input, kind string) Tags {
	ws := t.words(&in)
	tags := Tags{Commitment: t.commitment(&in, ws), Positions: t.positions(&in, ws)}
	tags.Checkworthiness, tags.Reasons = t.checkworthiness(&in, ws, kind)
	return tags
}

// commitment tells what the source does with the claim.
func (t *Tagger) commitment(in *Input, ws []word) Commitment {
	c := Commitment{Act: "states", Certainty: "certain", Polarity: "affirmed", Distance: "neutral"}
	var s attribution.Signals
	class := ""
	if in.Attribution != nil {
		s, class = in.Attribution.Signals, in.Attribution.CueClass
	}
	c.Act = cmp.Or(s.Act, acts[class], "states")
	found := t.scan(ws)
	c.Certainty = cmp.Or(s.Certainty, found.certainty, doubt[class], "certain")
	if s.Certainty == "" && found.certainty != "" && doubt[class] == "possible" {
		c.Certainty = "possible"
	}
	switch {
	case s.Polarity == "denied" || class == "deny" || found.denied:
		c.Polarity = "denied"
	case t.negated(ws):
		c.Polarity = "negated"
	}
	if s.Distance != "" {
		c.Distance = s.Distance
	} else if found.hearsay {
		c.Distance = "distancing"
	}
	return c
}

// signs are the phrases of modality in a claim.
type signs struct {
	certainty       string
	denied, hearsay bool
}

func (t *Tagger) scan(ws []word) signs {
	var s signs
	for i := range ws {
		if ws[i].Is(lexicon.Hearsay) {
			s.hearsay = true
		}
		for _, ph := range ws[i].Phrases {
			if ph.Kind != lexicon.CertaintyPhrase && ph.Kind != lexicon.DenialPhrase {
				continue
			}
			if !matches(ph, ws, i) {
				continue
			}
			if ph.Kind == lexicon.DenialPhrase {
				s.denied = true
			} else if rank[ph.Value] > rank[s.certainty] {
				s.certainty = ph.Value
			}
		}
	}
	return s
}

// rank orders certainties: the weakest decides.
var rank = map[string]int{"certain": 1, "probable": 2, "possible": 3}

func matches(ph *lexicon.Phrase, ws []word, i int) bool {
	return ph.Match(func(k int) *lexicon.Word {
		if i+k >= len(ws) {
			return lexicon.Nothing()
		}
		return ws[i+k].Word
	}) > 0
}

// negated tells whether the first main clause of the claim is negative.
func (t *Tagger) negated(ws []word) bool {
	for i := range ws {
		w := &ws[i]
		switch {
		case w.Is(lexicon.Negator):
			return true
		case i > 2 && w.Is(lexicon.That|lexicon.Subordinator|lexicon.Relative) && !w.Is(lexicon.Article):
			return false
		}
	}
	return false
}
