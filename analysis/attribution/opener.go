package attribution

import "github.com/volgens/volgens/analysis/lexicon"

// openerFrames finds frames that "zo", "aldus" or "zoals" opens.
//
// Cue: zo + verb as one span.
// De brug gaat in mei weer open, zo meldt Rijkswaterstaat.
func (u *unit) openerFrames() {
	for i := range u.items {
		it := &u.items[i]
		if !it.isWord() || !it.is(lexicon.OpensInverted|lexicon.OpensComparative) {
			continue
		}
		u.opener(i)
	}
}

func (u *unit) opener(i int) {
	if n, ok := u.node(i); ok && !u.lex.VerbSecond {
		n.comparative()
		return
	}
	r, src, behind, ok := u.openedFrame(i)
	if !ok || len(src) == 0 {
		return
	}
	cues := append(pieces{{i, i + 1}}, r.parts...)
	for _, c := range cues {
		behind = max(behind, c[1])
	}
	if behind < src[0][1] {
		behind = src[0][1]
	}
	content := u.around(i, behind)
	if len(content) == 0 {
		return
	}
	u.add("inverted-frame", 0.93, r.Cue, src, cues, content)
}

// openedFrame reads "zo zegt Jansen", "zo heeft Jansen gezegd", "zoals Jansen zegt".
func (u *unit) openedFrame(i int) (reading, pieces, int, bool) {
	const any = lexicon.TakesQuote | lexicon.TakesThat | lexicon.TakesBare
	if u.at(i).is(lexicon.OpensInverted) {
		prev := u.at(i - 1)
		if i > 0 && prev.mark == 0 && !prev.isQuote() {
			return reading{}, nil, 0, false
		}
		r, src, behind, ok := u.frameAt(i+1, any)
		if ok && (r.at == i+1 || u.at(i+1).is(lexicon.Auxiliary)) {
			return r, src, behind, true
		}
		if !u.at(i).is(lexicon.OpensComparative) {
			return reading{}, nil, 0, false
		}
	}
	p, ok := u.nounPhrase(u.skipAdverbs(i + 1))
	if !ok || !u.isSource(p) {
		return reading{}, nil, 0, false
	}
	reach := 12
	if !u.lex.VerbSecond {
		reach = 3
	}
	for k := p.to; k < len(u.items) && k < p.to+reach; k++ {
		if u.at(k).mark != 0 && u.at(k).mark != ',' || u.at(k).isQuote() {
			break
		}
		if r, ok := u.best(k, any|lexicon.TakesAdjective|lexicon.TakesNoun); ok && (!r.Weak || u.at(k+1).mark == ':') {
			return r, pieces{{p.from, p.to}}, k + 1, true
		}
	}
	return reading{}, nil, 0, false
}

// around returns the content of a frame that stands from item i to item behind: what is
// before and after it in the sentence, or what follows its colon.
func (u *unit) around(i, behind int) pieces {
	behind = u.behindSpeaking(behind)
	before := pieces{}
	start := u.sentenceStart()
	if k := u.leftLimit(i); k > start {
		start = k
	}
	if start < i {
		before = append(before, [2]int{start, i})
	}
	switch m := u.at(behind).mark; {
	case m == ':':
		return pieces{{behind + 1, u.clauseEnd(behind)}}
	case len(before) == 0:
		return nil
	case m == ',' || m == '-':
		if u.goesOn(behind+1) || u.hangsOn(behind+1, i) || u.at(behind+1).is(lexicon.That|lexicon.QuestionWord) || !u.lex.VerbSecond && u.comma(i) && !u.verbNode(start, i) {
			return append(before, [2]int{behind + 1, u.clauseEnd(behind + 1)})
		}
	}
	return before
}

// hangsOn tells whether the tree ties the words at item k to a word before item i: "Zij lag, zo
// vertelde ze, | uren in bed".
func (u *unit) hangsOn(k, i int) bool {
	if u.at(k).is(lexicon.Coordinator | lexicon.Relative) {
		return false
	}
	for j := k; j < k+3 && u.at(j).isWord(); j++ {
		if n, ok := u.node(j); ok && u.lex.VerbSecond && !n.rel("parataxis", "conj", "advcl") && n.head().ok() && n.head().inside() && n.head().item() < i {
			return true
		}
	}
	return false
}

// verbNode tells whether the tree has a verb between two items; what has none is no clause yet.
func (u *unit) verbNode(from, to int) bool {
	for k := from; k < to; k++ {
		n, ok := u.node(k)
		if !ok || n.pos("VERB", "AUX") {
			return true
		}
	}
	return false
}

// goesOn tells whether the words behind a frame in the middle of a sentence belong to the
// content: the clause before the frame has not had its verb yet, or a quotation resumes.
func (u *unit) goesOn(k int) bool {
	for !u.lex.VerbSecond && u.at(k).is(lexicon.AdverbWord) && !u.at(k).is(lexicon.Relative|lexicon.Coordinator|lexicon.Subordinator) {
		k++
	}
	it := u.at(k)
	if it.isQuote() {
		return true
	}
	return it.isWord() && !it.is(lexicon.Relative|lexicon.Coordinator) && u.verbLike(k)
}

// leftLimit returns the first item of what may be content before item i: behind whatever
// another attribution of the unit has taken.
func (u *unit) leftLimit(i int) int {
	limit := 0
	for k := i - 1; k >= 0; k-- {
		if u.used[k] && !u.at(k).isQuote() {
			for j := k + 1; j < i; j++ {
				if u.at(j).is(lexicon.Coordinator) || u.at(j).mark == ';' {
					return j + 1
				}
			}
			return k + 1
		}
		if u.at(k).mark == ';' {
			return k + 1
		}
	}
	return limit
}

// comparative finds a frame with "as" in the tree.
//
// The ferry, as the captain said, was full.
func (n node) comparative() {
	v := n.head()
	if !v.ok() || !v.inside() || v.index < n.index || !n.rel("mark", "advmod", "case") || !v.pos("VERB") {
		return
	}
	const any = lexicon.TakesQuote | lexicon.TakesThat | lexicon.TakesBare
	u := n.unit
	r, ok := u.best(v.item(), any)
	if !ok || r.Weak {
		return
	}
	src, behind, ok, _ := u.subjectTree(&r)
	if !ok || v.child("ccomp", "obj", "xcomp", "advcl").ok() || !speechClasses[r.Class] && !r.Governs(lexicon.TakesBare) {
		return
	}
	i := n.item()
	behind = max(behind, r.end, v.item()+1)
	content := u.around(i, behind)
	if k := u.behindSpeaking(behind); i <= u.sentenceStart() && u.at(k).mark == ',' {
		content = pieces{{k + 1, u.clauseEnd(k + 1)}}
	}
	if len(content) > 0 {
		u.add("inverted-frame", 0.85, r.Cue, src, append(pieces{{i, i + 1}}, r.parts...), content)
	}
}
