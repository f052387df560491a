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

// rejecting are the classes of cues that reject what they govern once they are negated:
// "gelooft niet in", "is het niet eens met".
var rejecting = map[string]bool{"believe": true, "think": true, "agree": true, "support": true, "confirm": true}

// commitment tells what the source does with the claim.
func (r *Reader) commitment(claim *Claim, parts []stretch) Commitment {
	c := Commitment{Act: "states", Certainty: "certain", Polarity: "affirmed", Distance: "neutral"}
	var s attribution.Signals
	class := ""
	if claim.Attribution != nil {
		s, class = claim.Attribution.Signals, claim.Attribution.CueClass
	}
	main := mainClause(parts)
	found := main.signs()
	c.Act = cmp.Or(s.Act, acts[class], "states")
	c.Certainty = cmp.Or(s.Certainty, found.certainty, doubt[class], "certain")
	if s.Certainty == "" && found.certainty != "" && doubt[class] == "possible" {
		c.Certainty = "possible"
	}
	switch {
	case found.denied || r.rejects(claim):
		c.Polarity = "denied"
	case main.negated():
		c.Polarity = "negated"
	}
	c.Distance = cmp.Or(s.Distance, r.distance(claim, parts), "neutral")
	return c
}

// rejects tells whether the cue says that the source takes the claim for untrue.
func (r *Reader) rejects(c *Claim) bool {
	if c.Attribution == nil {
		return false
	}
	class := c.Attribution.CueClass
	return c.Attribution.Polarity == "denied" || class == "deny" || class == "disagree" || rejecting[class] && r.negatedCue(c)
}

// negatedCue tells whether the cue holds a negator.
func (r *Reader) negatedCue(c *Claim) bool {
	for _, p := range r.stretches(c.Attribution.Cue) {
		for i := p.from; i < p.to; i++ {
			if p.forms[i].Is(lexicon.Negator) {
				return true
			}
		}
	}
	return false
}

// certainties orders certainties: the weakest decides.
var certainties = map[string]int{"certain": 1, "probable": 2, "possible": 3}

// clause is the first main clause of a claim: what it says, without the clauses below it.
type clause struct {
	parts []stretch // of its sentence
	top   int       // the word that governs it, -1 in an empty claim
}

// mainClause finds the first main clause. Its top is a token of the claim that hangs on
// none of the claim's, a verb or what has a subject if there is one.
func mainClause(parts []stretch) clause {
	c := clause{top: -1}
	for _, p := range parts {
		if p.sentence == parts[0].sentence {
			c.parts = append(c.parts, p)
		}
	}
	for _, p := range c.parts {
		for i := p.from; i < p.to; i++ {
			if c.holds(p.head(i)) || p.rel(i) == "punct" {
				continue
			}
			if p.verbal(i) || p.tree.Child(i, "nsubj", "cop") >= 0 {
				c.top = i
				return c
			}
			if c.top < 0 {
				c.top = i
			}
		}
	}
	return c
}

func (c clause) holds(i int) bool {
	for _, p := range c.parts {
		if p.from <= i && i < p.to {
			return true
		}
	}
	return false
}

// own tells whether token i belongs to the clause, not to one below it. Without a tree
// every token does.
func (c clause) own(v *view, i int) bool {
	for steps := 0; i >= 0 && i != c.top && steps < len(v.tokens); steps++ {
		switch v.rel(i) {
		case "advcl", "acl", "ccomp", "parataxis", "csubj":
			return false
		case "conj":
			if v.verbal(i) || v.tree.Child(i, "nsubj", "cop") >= 0 {
				return false
			}
		}
		i = v.head(i)
	}
	return true
}

// signs are the phrases of modality in a clause.
type signs struct {
	certainty string
	denied    bool
}

func (c clause) signs() signs {
	var s signs
	negated := c.negated()
	for _, p := range c.parts {
		for i := p.from; i < p.to; i++ {
			for _, ph := range p.forms[i].Phrases {
				if ph.Kind != lexicon.CertaintyPhrase && ph.Kind != lexicon.DenialPhrase || !p.matches(ph, i) || !c.own(p.view, i) {
					continue
				}
				value := ph.Value
				if negated && ph.Negated != "" {
					value = ph.Negated // “we kunnen niet wachten” leaves nothing open
				}
				if ph.Kind == lexicon.DenialPhrase {
					s.denied = true
				} else if certainties[value] > certainties[s.certainty] {
					s.certainty = value
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

// negated tells whether the clause is negative: its verb, its subject or its object is.
// "Zonder toestemming" and "niet alleen" negate no clause.
func (c clause) negated() bool {
	for _, p := range c.parts {
		for i := p.from; i < p.to; i++ {
			if !p.forms[i].Is(lexicon.Negator) || !c.own(p.view, i) {
				continue
			}
			if rel := p.rel(i); rel == "case" || rel == "mark" || rel == "cc" {
				continue
			}
			if !p.only(i+1) && c.reaches(p.view, i) {
				return true
			}
		}
	}
	return false
}

// only tells whether token i says "only": "niet alleen".
func (p stretch) only(i int) bool {
	return i < p.to && p.forms[i].Is(lexicon.Exclusive)
}

// reaches tells whether a negator stands so close under the top that it negates the clause.
func (c clause) reaches(v *view, i int) bool {
	for steps := 0; i >= 0 && i != c.top && steps < len(v.tokens); steps++ {
		switch v.rel(i) {
		case "nmod", "appos", "conj", "amod":
			return false
		}
		i = v.head(i)
	}
	return true
}
