package attribution

import (
	"strings"

	"github.com/volgens/volgens/analysis/lexicon"
)

// This file reads the passives of languages with the subject before the verb. The subject of
// a passive is spoken of or spoken to; who speaks stands behind "by", or nowhere.

// passive tells whether the verb of a cue is a passive: "was told", "has been sharply criticised".
func (u *unit) passive(r *reading) bool {
	form := u.at(r.at).word.Form
	if u.lex.VerbSecond || u.at(r.at).is(lexicon.Auxiliary) || strings.HasSuffix(form, "ing") {
		return false
	}
	for k := r.at - 1; k >= 0 && u.between(k); k-- {
		if u.at(k).is(lexicon.Be) {
			return !u.at(k).is(lexicon.Possess) || u.at(k+1).is(lexicon.AdverbWord|lexicon.Negator)
		}
	}
	return false
}

// passiveAgent returns the source of a passive and the item behind it.
//
// The plan was dismissed by the mayor as "a toy for tourists".
func (u *unit) passiveAgent(r *reading) (pieces, int, bool) {
	for _, k := range []int{r.at + 1, r.end} {
		if !u.at(k).is(lexicon.Means) {
			continue
		}
		if p, ok := u.nounPhrase(k + 1); ok && u.isSource(p) {
			return pieces{{p.from, p.to}}, p.to, true
		}
	}
	return nil, r.end, false
}

// passiveClause finds the content of passives with an infinitive, and of those with an agent
// that take a noun phrase: what the subject is said to do, and what is said of it.
//
// Content: the subject belongs to it.
// The singer is believed to have left the country.
// The ban was welcomed by doctors.
func (u *unit) passiveClause(r *reading) bool {
	if r.Weak || !u.passive(r) {
		return false
	}
	src, behind, agent := u.passiveAgent(r)
	subject, ok := u.endingAt(r.at)
	if !ok || subject.pronoun != nil && subject.pronoun.Person < 3 {
		return false
	}
	content := pieces{{subject.from, subject.to}}
	k := u.skipAdverbs(max(behind, r.end))
	switch {
	case u.at(k).is(lexicon.To) && r.Governs(lexicon.TakesInfinitive|lexicon.TakesThat|lexicon.TakesBare) && u.at(k+1).isWord() && !u.at(k+1).is(opensPhrase):
		stop := u.embeddedEnd(r.at, k)
		if r.Class == "ask" || r.Class == "demand" || r.Class == "propose" {
			content = nil // "was ordered to leave": the one spoken to is no content
		}
		return u.add("passive-infinitive", 0.8, r.Cue, src, r.parts, append(content, [2]int{k, stop})) != nil
	case r.prep > 0 && r.Governs(lexicon.TakesNoun):
		stop := u.objectEnd(r.prep)
		for j := r.prep; j < stop && !agent; j++ {
			if u.at(j).is(lexicon.Means) {
				if p, ok := u.nounPhrase(j + 1); ok && u.isSource(p) && (p.head != nil || p.named) {
					src, agent, stop = pieces{{p.from, p.to}}, true, j
				}
			}
		}
		return u.add("passive-object", 0.7, r.Cue, src, r.parts, append(content, [2]int{r.prep, stop})) != nil
	case agent && r.Governs(lexicon.TakesNoun):
		return u.add("passive-object", 0.7, r.Cue, src, r.parts, content) != nil
	}
	return false
}

// passiveObject finds in the tree what is said of the subject of a passive, or of the noun that
// a participle describes.
//
// Content: the subject, and what it is called or accused of.
// The museum has been called a disgrace by local artists.
// He was accused by a reporter of grabbing her arm.
func (f *frame) passiveObject() bool {
	if !f.passive && !f.participle() {
		return false
	}
	subject, ok := f.spokenOf()
	from, to := f.saidOf()
	if !ok || f.weak() && (f.Class != "call" || from >= to) {
		return f.passive && f.unit.passiveClause(f.reading)
	}
	content, source := pieces{subject}, f.source
	if from < to {
		content = append(content, [2]int{from, to})
		if len(source) > 0 && source[0][0] < from {
			source = pieces{{source[0][0], min(source[0][1], from)}}
		}
	} else if len(source) == 0 || !f.Governs(lexicon.TakesNoun) {
		return f.passive && f.unit.passiveClause(f.reading)
	}
	return f.unit.add("passive-object", 0.7, f.Cue, source, f.parts, content) != nil
}

// participle tells whether the verb is a participle behind a noun with somebody behind "by":
// “a law passed by the council”.
func (f *frame) participle() bool {
	p := f.predicate
	if !p.rel("acl") || p.rel("acl:relcl") || f.WithPhrase() != nil || strings.HasSuffix(p.words(), "ing") || !f.Governs(lexicon.TakesNoun) {
		return false
	}
	by := p.child("obl:agent")
	if !by.ok() || !by.speaks() {
		return false
	}
	from, to, ok := p.phraseOf(by, none)
	f.source = pieces{{from, to}}
	return ok
}

// spokenOf returns the items of the subject of a passive, or of the noun that the participle
// describes.
func (f *frame) spokenOf() ([2]int, bool) {
	p := f.predicate
	if s := p.child("nsubj"); s.ok() && s.index < p.index && f.passive {
		from, to := s.subtree()
		for to > from && (f.unit.at(to-1).mark != 0 || to > f.item()) {
			to--
		}
		return [2]int{from, to}, s.speaks() && from < to
	}
	h := p.head()
	if f.passive || !h.ok() || !h.inside() || h.index > p.index || !h.pos("NOUN", "PROPN") {
		return [2]int{}, false
	}
	from, to := h.phraseStart(), f.item()
	for to > from && f.unit.at(to-1).mark != 0 {
		to--
	}
	return [2]int{from, to}, from < to
}

// saidOf returns the items of what the subject of a passive is called or accused of, none where
// nothing is.
func (f *frame) saidOf() (from, to int) {
	t := none
	switch {
	case f.fixedPrep() > 0:
		t, from = f.target()
	case f.Governs(lexicon.TakesAdjective):
		t = f.predicate.child("xcomp", "obj")
		if !t.ok() || t.index < f.node.index || !t.pos("NOUN", "PROPN", "ADJ") || t.mark(lexicon.To) {
			return 0, 0
		}
		from, _ = t.subtree()
	}
	if !t.ok() || t.index < f.node.index {
		return 0, 0
	}
	_, to = t.subtree()
	if by := f.predicate.child("obl:agent"); by.ok() && by.index > t.index {
		first, _ := by.subtree()
		to = min(to, first)
	}
	return from, to
}
