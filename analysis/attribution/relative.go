package attribution

import "github.com/volgens/volgens/analysis/lexicon"

// antecedent finds a verb in a relative clause whose object is the noun that the clause
// describes.
//
// Content: the noun phrase before the clause, a relative pronoun included.
// The committee discussed a plan that several mayors have rejected.
func (f *frame) antecedent() bool {
	p := f.predicate
	h := p.head()
	if !p.rel("acl:relcl") || !h.ok() || !h.inside() || h.index > p.index || !h.pos("NOUN", "PROPN") || !f.gap() {
		return false
	}
	from := h.phraseStart()
	to := f.start()
	if from >= to || f.unit.at(to-1).mark != 0 || f.unit.at(to-1).is(lexicon.Relative) && f.unit.at(to-2).mark == ',' {
		return false
	}
	return f.unit.add("antecedent", 0.6, f.Cue, f.source, f.parts, pieces{{from, to}}) != nil
}

// gap tells whether the verb takes a noun phrase, has a subject of its own and no object
// behind it.
func (f *frame) gap() bool {
	if !f.Governs(lexicon.TakesNoun) || f.weak() || f.passive || f.prep > 0 || f.WithPhrase() != nil || len(f.source) == 0 || f.idle() ||
		!f.speaker.ok() || f.speaker.word().Is(lexicon.Relative) || f.speaker.index > f.node.index {
		return false
	}
	for _, c := range f.predicate.children() {
		if c.index > f.node.index && c.rel("obj", "iobj", "ccomp", "xcomp") || c.rel("advmod", "obl") && c.index < f.node.index && c.word().Is(lexicon.Relative|lexicon.QuestionWord) {
			return false
		}
	}
	return true
}

// described returns the first item of the noun phrase that the clause c below the cue tells of,
// where the cue stands in a relative clause without a comma before it.
//
// The paper withheld details that officials said would put agents at risk.
// It is a step the ministry hopes will calm the markets.
func (f *frame) described(c node) (int, bool) {
	s := c.child("nsubj", "obj")
	if c.mark(lexicon.That|lexicon.Whether) || c.child("nsubj").ok() && !s.word().Is(lexicon.Relative) || !s.ok() && c.index < f.node.index {
		return 0, false
	}
	named, ok := f.named()
	return named[0], ok
}

// named returns the items of the noun phrase that a relative clause with the frame describes,
// its relative pronoun included; ok is false with a comma before the clause.
//
// He works in a place that locals call the pit.
func (f *frame) named() (items [2]int, ok bool) {
	p := f.predicate
	h := p.head()
	if !p.rel("acl:relcl") || !h.ok() || !h.inside() || h.index > p.index || !h.pos("NOUN", "PROPN") || !f.speaker.ok() || f.speaker.index > f.node.index || f.speaker.word().Is(lexicon.Relative) {
		return items, false
	}
	from := h.phraseStart()
	before := f.unit.at(f.start() - 1)
	if before.is(lexicon.Relative) {
		before = f.unit.at(f.start() - 2)
	}
	return [2]int{from, f.start()}, from < f.start() && before.mark == 0
}

// phraseStart returns the first item of the noun phrase of the node, behind its preposition.
func (n node) phraseStart() int {
	from, _ := n.subtree()
	for _, c := range n.children() {
		if c.rel("case", "cc") && c.index < n.index {
			_, end := c.subtree()
			from = max(from, end)
		}
	}
	return from
}
