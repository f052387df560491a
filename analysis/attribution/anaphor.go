package attribution

import (
	"slices"

	"github.com/volgens/volgens/analysis/lexicon"
)

// anaphors finds frames whose content is the sentence before, for which a pro-form stands.
//
// Anaphoric frames: content is the sentence referred to; the pro-form is given.
// De brug blijft dicht. Dat heeft de provincie vrijdag bekendgemaakt.
func (u *unit) anaphors(prev *unit) {
	if prev == nil || len(u.items) < 3 {
		return
	}
	k := u.sentenceStart()
	var r reading
	var src pieces
	ok := u.at(k).is(lexicon.Anaphor) && u.pureFrame(k)
	if ok {
		r, src, ok = u.anaphoric(k)
	}
	pro := [2]int{k, k + 1}
	if !ok {
		pro, r, src, ok = u.anaphoricFrame()
	}
	if !ok {
		k, r, src, ok = u.pronominal()
		pro = [2]int{k, k + 1}
	}
	if !ok {
		return
	}
	start := prev.sentenceStart()
	content := prev.content(pieces{{start, len(prev.items)}})
	if len(content) == 0 {
		return
	}
	last := u.passage.lastOf(prev)
	attributed := last != nil && !last.quote && last.unit == prev && len(last.Source) > 0 && prev.own && !prev.quoteOnly()
	if attributed && takesSides[r.Class] {
		content = slices.Clone(last.Content) // "The firm said it was closed. The union denied this."
	} else if attributed && last.CueClass != "know" { // who knows has not said it: "Het ministerie wist dat … Dat meldt de krant."
		for k := range r.parts { // the sentence is attributed already
			u.used[r.parts[k][0]] = true
		}
		return
	}
	f := u.add("anaphor", 0.85, r.Cue, src, r.parts, pieces{pro})
	if f == nil {
		return
	}
	f.Anaphor, f.Content = f.Content, content
	for j := range prev.items {
		if prev.items[j].isQuote() {
			prev.used[j] = true
		}
	}
	prev.own = true
}

// takesSides are the classes of cues with which another answers what somebody has said.
var takesSides = map[string]bool{
	"deny": true, "disagree": true, "oppose": true, "criticise": true, "support": true, "confirm": true, "agree": true, "wonder": true, "admit": true,
}

// anaphoricFrame reads a frame with a pro-form that begins the sentence.
//
// De grond verzilt. Dat blijkt maandag uit onderzoek van de provincie.
func (u *unit) anaphoricFrame() (pro [2]int, r reading, source pieces, ok bool) {
	k := u.sentenceStart()
	for _, ph := range u.list {
		frame, ok := ph.Entry.(*lexicon.Frame)
		if !ok || !frame.Anaphoric || ph.i != k || u.used[ph.i] || u.lured[ph.i] || u.reportsMore(k, ph.n) {
			continue
		}
		p, ok := u.nounPhrase(ph.i + ph.n)
		if !ok || !u.isSource(p) || !kindFits(frame, p) {
			continue
		}
		pro, stop := [2]int{k, k + 1}, k+ph.n
		parts := pieces{{k + 1, stop}}
		switch {
		case u.at(k).is(lexicon.Preposition_): // "tot [die conclusie] komt"
			pro, parts = [2]int{k + 1, k + 3}, pieces{{k, k + 1}, {k + 3, stop}}
		case slices.Contains(ph.Words, nil): // "dat blijkt maandag uit"
			parts = pieces{{k + 1, k + 2}, {stop - 1, stop}}
		}
		r := reading{Cue: &lexicon.Cue{Lemma: frame.Before, Class: "say", Distance: frame.Distance, Certainty: frame.Certainty}, at: k + 1, parts: parts, end: stop}
		return pro, r, pieces{{p.from, p.to}}, true
	}
	return pro, r, nil, false
}

// reportsMore tells whether the sentence whose frame are the n items from k denies what the
// frame says, or goes on with words of its own.
func (u *unit) reportsMore(k, n int) bool {
	for j := k; j < len(u.items); j++ {
		if it := u.at(j); it.isQuote() || it.mark == ':' || it.mark == ';' || j < k+n && it.is(lexicon.Negator) {
			return true
		}
	}
	return false
}

// pronominal reads a short sentence whose verb has a pro-form as its object.
//
// The school will close. The council denied this.
func (u *unit) pronominal() (int, reading, pieces, bool) {
	const any = lexicon.TakesQuote | lexicon.TakesThat | lexicon.TakesBare | lexicon.TakesNoun
	if len(u.items) > 16 {
		return 0, reading{}, nil, false
	}
	for k := range u.items {
		n, ok := u.node(k)
		adverb := ok && u.lex.VerbSecond && n.rel("obl", "advmod") // "pleit daarvoor"
		if !ok || !u.at(k).is(lexicon.Anaphor) || !n.head().ok() || n.head().token().Head >= 0 || !n.rel("obj") && !adverb && !(n.rel("nsubj") && n.head().passive()) {
			continue
		}
		v := n.head()
		if v.child("ccomp", "xcomp", "conj", "parataxis", "advcl").ok() || v.unreal() || v.announces() {
			continue
		}
		for _, r := range u.looseReadings(v.item(), any) {
			if src, _, ok := u.subject(&r); ok && !r.Weak && (r.PrepPhrase() != nil) == adverb && !v.denied(&r) {
				return k, r, src, true
			}
		}
	}
	return 0, reading{}, nil, false
}

// pureFrame tells whether the sentence does nothing but attribute: no clause follows.
func (u *unit) pureFrame(k int) bool {
	for j := k + 1; j < len(u.items); j++ {
		it := u.at(j)
		if it.isQuote() || it.mark == ':' || it.mark == ';' || j > k+1 && it.is(lexicon.That) && u.at(j-1).mark != ',' {
			return false
		}
	}
	return true
}

// anaphoric reads "Dat zegt Jansen", "Dat heeft Jansen gezegd", "Daarvoor waarschuwt Jansen".
func (u *unit) anaphoric(k int) (reading, pieces, bool) {
	const any = lexicon.TakesQuote | lexicon.TakesThat | lexicon.TakesBare | lexicon.TakesNoun
	if !u.lex.VerbSecond {
		return reading{}, nil, false
	}
	if !u.finite(k + 1) {
		return reading{}, nil, false
	}
	for _, r := range u.looseReadings(k+1, any) {
		if u.at(k + 1).is(lexicon.Auxiliary) {
			continue // "Dat heeft Jansen gezegd": the participle is the cue
		}
		if p, ok := u.nounPhrase(u.skipAdverbs(k + 2)); ok && u.isSource(p) {
			return r, pieces{{p.from, p.to}}, true
		}
	}
	n, ok := u.node(k + 1)
	if !u.at(k+1).is(lexicon.Auxiliary) || ok && n.rel("cop") {
		return reading{}, nil, false // "Dat is meer dan analisten hadden verwacht"
	}
	only := -1
	if ok && n.rel("aux") && n.head().inside() {
		only = n.head().item() // and not "had" in "Dat heeft de rechter bepaald in een zaak die de bond had aangespannen"
	}
	for j := k + 2; j < len(u.items) && j < k+40; j++ {
		if only > 0 && j != only {
			continue
		}
		for _, r := range u.looseReadings(j, any) {
			if r.Weak {
				continue
			}
			if p, ok := u.nounPhrase(u.skipAdverbs(k + 2)); ok && u.isSource(p) && p.to <= j {
				return r, pieces{{p.from, p.to}}, true
			}
			if by, ok := u.agent(&r, len(u.items)); ok {
				return r, by, true
			}
			if u.at(k + 1).is(lexicon.Be) {
				return reading{}, nil, false
			}
		}
	}
	return reading{}, nil, false
}

// looseReadings are the readings of item j, a fixed preposition taken as said by a
// pro-form like "daarvoor".
func (u *unit) looseReadings(j int, t lexicon.Takes) []reading {
	var out []reading
	for _, r := range u.readings(j) {
		if r.Governs(t) {
			out = append(out, r)
		}
	}
	if len(out) > 0 || !u.at(j).isWord() || u.lured[j] {
		return out
	}
	for _, v := range u.at(j).word.Verbs {
		if v.PrepPhrase() != nil && v.ParticleWord() == nil && !v.Weak {
			out = append(out, reading{Cue: v, at: j, parts: pieces{{j, j + 1}}, end: j + 1})
		}
	}
	return out
}

// lastOf returns the last attribution found in a unit, nil for none.
func (p *passage) lastOf(u *unit) *found {
	for i := len(p.out) - 1; i >= 0 && i > len(p.out)-12; i-- {
		if p.out[i].unit == u {
			return &p.out[i]
		}
	}
	return nil
}

// quoteOnly tells whether a unit is one quotation.
func (u *unit) quoteOnly() bool {
	k := u.sentenceStart()
	return u.at(k).isQuote() && (k+1 == len(u.items) || k+2 == len(u.items) && u.at(k+1).mark != 0)
}
