package stance

import (
	"cmp"

	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/lexicon"
)

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

// commitment tells what the source does with the claim.
func (r *Reader) commitment(claim *Claim, parts []stretch) Commitment {
	c := Commitment{Act: "states", Certainty: "certain", Polarity: "affirmed", Distance: "neutral"}
	var s attribution.Signals
	class := ""
	if claim.Attribution != nil {
		s, class = claim.Attribution.Signals, claim.Attribution.CueClass
	}
	c.Act = cmp.Or(s.Act, acts[class], "states")
	found := signsIn(parts)
	c.Certainty = cmp.Or(s.Certainty, found.certainty, doubt[class], "certain")
	if s.Certainty == "" && found.certainty != "" && doubt[class] == "possible" {
		c.Certainty = "possible"
	}
	switch {
	case s.Polarity == "denied" || class == "deny" || found.denied:
		c.Polarity = "denied"
	case negated(parts):
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

// certainties orders certainties: the weakest decides.
var certainties = map[string]int{"certain": 1, "probable": 2, "possible": 3}

func signsIn(parts []stretch) signs {
	var s signs
	for _, p := range parts {
		for i := p.from; i < p.to; i++ {
			s.hearsay = s.hearsay || p.forms[i].Is(lexicon.Hearsay)
			for _, ph := range p.forms[i].Phrases {
				if ph.Kind != lexicon.CertaintyPhrase && ph.Kind != lexicon.DenialPhrase || !p.matches(ph, i) {
					continue
				}
				if ph.Kind == lexicon.DenialPhrase {
					s.denied = true
				} else if certainties[ph.Value] > certainties[s.certainty] {
					s.certainty = ph.Value
				}
			}
		}
	}
	return s
}

// matches tells whether a phrase stands at token i, inside the stretch.
func (p stretch) matches(ph *lexicon.Phrase, i int) bool {
	return ph.Match(at(p.forms[:p.to], i)) > 0
}

// negated tells whether the first main clause of the claim is negative.
func negated(parts []stretch) bool {
	n := 0
	for _, p := range parts {
		for i := p.from; i < p.to; i++ {
			w := p.forms[i]
			switch {
			case w.Is(lexicon.Negator):
				return true
			case n > 2 && w.Is(lexicon.That|lexicon.Subordinator|lexicon.Relative) && !w.Is(lexicon.Article):
				return false
			}
			n++
		}
	}
	return false
}
