package attribution

import (
	"strings"

	"github.com/volgens/volgens/analysis/lexicon"
)

// quotationFrames finds the frames of the quotations of a unit.
//
// Content: a quotation with the frame behind, before or in the middle of it.
// “We hebben de dijk op tijd gedicht”, zegt dijkgraaf Tineke Wiersma.
func (u *unit) quotationFrames() {
	for q := range u.items {
		if !u.items[q].isQuote() || u.used[q] || !u.speech(q) {
			continue
		}
		if u.frameBehind(q) {
			continue
		}
		if !u.frameBefore(q) {
			u.quotedState(q)
		}
	}
}

// speech tells whether a quotation may be somebody's words at all.
func (u *unit) speech(q int) bool {
	return hasLetter(u.Quotations[u.items[q].quote].Inner.In(u.Text))
}

// frameBehind reads a frame behind the quotation at q: "…”, zegt Jansen", "…,” Jansen said".
func (u *unit) frameBehind(q int) bool {
	k := q + 1
	if m := u.at(k).mark; m == ',' || m == '-' {
		k++
	}
	if k >= len(u.items) {
		return false
	}
	if k == q+1 && u.at(k).isWord() && u.at(k).upper && !u.isFrame(u.items, k) && u.endsWith(u.at(q), ".") {
		return false
	}
	if u.at(k).is(lexicon.OpensInverted | lexicon.OpensComparative) {
		return false // openerFrames reads it
	}
	if n, ok := u.node(k); ok && u.lex.VerbSecond && k == q+1 && n.feature("VerbForm=Part") {
		if h := n.haveBefore(); h.ok() && h.item() < q {
			return false // “heeft het plan ‘onverantwoord’ genoemd”
		}
	}
	if u.at(k).is(lexicon.Coordinator) && u.finite(k+1) && u.lex.VerbSecond {
		return false // "noemt het “zorgelijk”, maar benadrukt dat …"
	}
	if !u.lex.VerbSecond && k == q+1 && u.at(k).is(lexicon.Subordinator|lexicon.QuestionWord) && !u.endsWith(u.at(q), ",.?!") {
		return false // "she “laughed” when he asked"
	}
	k = u.skipAdverbs(k)
	r, src, behind, ok := u.frameAt(k, lexicon.TakesQuote)
	if !ok {
		// “…”, meent Jansen: a verb that takes a clause may take a quotation
		r, src, behind, ok = u.frameAt(k, lexicon.TakesThat|lexicon.TakesBare)
		if !ok || r.Weak || len(src) == 0 || r.at != k {
			r, src, behind, ok = u.anyVerbAt(k)
		}
		if !ok {
			return false
		}
	}
	content := pieces{{u.contentStart(q, k), q + 1}}
	if next := u.resumed(behind); next >= 0 {
		stop := u.quoteRunEnd(next)
		content = append(content, [2]int{next, stop})
	}
	rule := "quotation-inverted"
	if len(src) > 0 && src[0][1] <= r.at {
		rule = "quotation-frame"
	}
	return u.add(rule, 0.95, r.Cue, src, r.parts, content) != nil
}

// manner is the cue of verbs that no lexicon of reporting has: a quotation shows what they do.
var manner = lexicon.Cue{Class: "say"}

// anyVerbAt reads a frame at item k whose verb tells how somebody speaks, whatever verb it is:
// the tree must give it a subject that names a person, and no object.
//
// “We gave it away ourselves,” fumed coach Ruud Smit.
func (u *unit) anyVerbAt(k int) (r reading, src pieces, behind int, ok bool) {
	if k < 1 || !u.comma(k) {
		return r, nil, 0, false
	}
	for i := k; i < len(u.items) && i < k+8 && u.at(i).isWord(); i++ {
		n, ok := u.node(i)
		if !ok || !n.pos("VERB") || n.passive() || n.child("obj", "ccomp", "xcomp", "aux", "cop").ok() {
			continue
		}
		cue := manner
		cue.Lemma = n.token().Lemma
		r = reading{Cue: &cue, at: i, end: i + 1, parts: pieces{{i, i + 1}}}
		src, behind, ok, _ = u.subjectTree(&r)
		if !ok || len(src) == 0 || min(src[0][0], i) != k || !n.rel("root", "parataxis") {
			return r, nil, 0, false
		}
		if s := n.child("nsubj"); !s.ok() || !s.personal() {
			return r, nil, 0, false
		}
		return r, src, max(behind, r.end), true
	}
	return r, nil, 0, false
}

// treeFrameAt is frameAt by the tree: the first verb behind item k whose frame begins there.
func (u *unit) treeFrameAt(k int, t lexicon.Takes) (r reading, src pieces, behind int, ok bool) {
	for i := k; i < len(u.items) && i < k+maxPhrase && !u.at(i).isQuote(); i++ {
		r, ok := u.best(i, t)
		if !ok {
			continue
		}
		src, behind, ok, known := u.subjectTree(&r)
		if !known || !ok || min(src[0][0], i) != k || i > k && src[0][0] > i {
			continue
		}
		if src[0][0] < i {
			behind = u.behindSpeaking(r.end)
		}
		return r, src, behind, true
	}
	return r, nil, 0, false
}

// frameAt reads a frame that begins at item k: verb and source, or source and verb.
func (u *unit) frameAt(k int, t lexicon.Takes) (r reading, src pieces, behind int, ok bool) {
	if !u.lex.VerbSecond {
		if r, src, behind, ok := u.treeFrameAt(k, t); ok {
			return r, src, behind, true
		}
	}
	if r, ok := u.best(k, t); ok {
		if p, ok := u.framedAt(k); ok {
			return r, pieces{{p.from, p.to}}, p.to, true
		}
		i := u.skipAdverbs(u.skipObject(u.skipReflexive(k + 1)))
		for _, at := range []int{i, k + 1} {
			p, ok := u.nounPhrase(at)
			if !ok || !u.isSource(p) {
				continue
			}
			if u.isPart(&r, p.from) {
				if p.head == nil {
					continue // "klinkt het verontwaardigd"
				}
				r.parts = pieces{{k, k + 1}} // "luidt [het oordeel]"
			}
			return r, pieces{{p.from, p.to}}, p.to, true
		}
		if src, behind, ok := u.sourceInReach(&r, i); ok {
			return r, src, behind, true
		}
		return r, nil, r.end, u.at(k).isWord() && !r.Weak && u.lex.VerbSecond && !u.subjectBefore(k)
	}
	if u.at(k).is(lexicon.Auxiliary) && u.lex.VerbSecond {
		p, ok := u.nounPhrase(u.skipAdverbs(k + 1))
		if !ok || !u.isSource(p) {
			return r, nil, 0, false
		}
		for j := p.to; j < len(u.items) && j < p.to+reachAux; j++ {
			if r, ok := u.best(j, t); ok {
				return r, pieces{{p.from, p.to}}, r.end, true
			}
			if u.at(j).mark != 0 {
				break
			}
		}
		return r, nil, 0, false
	}
	p, ok := u.nounPhrase(k)
	if !ok || !u.isSource(p) {
		return r, nil, 0, false
	}
	j := p.to
	if u.at(j).mark == ',' {
		j++
	}
	for j < len(u.items) && u.between(j) && !u.best_(j, t) {
		j++
	}
	if u.lex.VerbSecond && (j != p.to || !p.named && p.pronoun == nil) {
		return r, nil, 0, false
	}
	if r, ok := u.best(j, t); ok {
		return r, pieces{{p.from, p.to}}, u.behindSpeaking(r.end), true
	}
	return r, nil, 0, false
}

// subjectBefore tells whether the verb at item k ends a clause that has its subject in front:
// “…, die het plan ‘een ramp’ [noemt]” frames nothing.
func (u *unit) subjectBefore(k int) bool {
	n, ok := u.node(k)
	if !ok || !n.feature("VerbForm=Fin") {
		return false
	}
	s := n.child("nsubj")
	return s.ok() && s.index < n.index && n.child("obj", "obl", "xcomp", "mark").ok()
}

// framedAt returns the source of a frame of the lexicon that begins at item k: "klinkt het
// boos bij [de bond]".
func (u *unit) framedAt(k int) (phrase, bool) {
	for _, ph := range u.list {
		if frame, ok := ph.Entry.(*lexicon.Frame); ok && ph.i == k && frame.After_ == nil && !frame.Anaphoric && !frame.Relative {
			p, ok := u.nounPhrase(k + ph.n)
			return p, ok && u.isSource(p) && kindFits(frame, p)
		}
	}
	return phrase{}, false
}

func (u *unit) best_(j int, t lexicon.Takes) bool {
	_, ok := u.best(j, t)
	return ok
}

// sourceInReach finds a source a few words behind an inverted verb: "zei gisteren in Gent
// de burgemeester".
func (u *unit) sourceInReach(r *reading, from int) (pieces, int, bool) {
	for k := from; k < len(u.items) && k < from+6; k++ {
		it := u.at(k)
		if it.mark != 0 || it.isQuote() || it.is(lexicon.That) && u.opensClause(k) {
			return nil, 0, false
		}
		if it.is(lexicon.Preposition_) {
			if p, ok := u.nounCore(k + 1); ok {
				k = p.to - 1 // "in Den Haag"
			}
			continue
		}
		if !it.is(opensPhrase) && u.head(k) == nil && !u.name(k) {
			continue
		}
		if p, ok := u.nounPhrase(k); ok && u.isSource(p) && (p.head != nil || p.named) {
			return pieces{{p.from, p.to}}, p.to, true
		}
	}
	return nil, 0, false
}

// behindSpeaking skips what stands between the verb of a frame and the mark behind it: the
// one spoken to, the time, the place.
func (u *unit) behindSpeaking(k int) int {
	for j := k; j < len(u.items) && j < k+12; j++ {
		if u.at(j).mark != 0 || u.at(j).isQuote() {
			return j
		}
	}
	return k
}

// contentStart returns where the content that ends with the quotation at q begins: with
// the quotation, or with the words of the same clause before it.
func (u *unit) contentStart(q, frame int) int {
	k := q
	for k > 0 {
		prev := u.at(k - 1)
		if prev.mark == ':' || prev.mark == ';' || u.used[k-1] || prev.mark == '.' || prev.mark == '?' || prev.mark == '!' {
			break
		}
		if prev.mark == ',' && u.clauseCue(k-1) {
			break
		}
		k--
	}
	for k < q && (u.at(k).mark != 0 && u.at(k).mark != '(' || u.at(k).is(lexicon.Coordinator)) {
		k++
	}
	return k
}

// clauseCue tells whether the clause before the comma at k has been attributed already.
func (u *unit) clauseCue(k int) bool {
	for j := k - 1; j >= 0 && j > k-reachClause; j-- {
		if u.used[j] {
			return true
		}
	}
	return false
}

// resumed returns the quotation that goes on behind a frame, -1 for none: “A”, zegt zij, “b”.
func (u *unit) resumed(k int) int {
	for j := k; j < len(u.items) && j < k+12; j++ {
		it := u.at(j)
		if it.isQuote() {
			prev := u.at(j - 1)
			if (prev.mark == ',' || prev.mark == ':' || prev.mark == '.' || prev.mark == '-') && u.speech(j) && !u.used[j] {
				return j
			}
			return -1
		}
		if u.strongCue(j) && j > k {
			return -1
		}
	}
	return -1
}

// quoteRunEnd returns the item behind a quotation and what goes on with it in the clause.
func (u *unit) quoteRunEnd(q int) int {
	if q+1 >= len(u.items) || !u.at(q+1).isWord() || u.endsWith(u.at(q), ".?!") {
		return q + 1
	}
	stop := u.clauseEnd(q)
	for k := q + 1; k < stop; k++ {
		if p, ok := u.nounCore(k + 1); ok && u.at(k).is(lexicon.Coordinator) && u.finite(p.to) {
			return k
		}
	}
	return stop
}

// frameBefore reads a frame before the quotation at q: "Jansen zegt: “…”", "Trump called
// the plan “…”" with nothing that opens a clause between.
func (u *unit) frameBefore(q int) bool {
	colon := u.at(q-1).mark == ':'
	for k := q - 1; k >= 0 && k >= q-25; k-- {
		it := u.at(k)
		if it.isQuote() && !colon || it.mark == ';' || it.mark == '.' || it.is(lexicon.That|lexicon.Whether) {
			return false // “Jansen zegt dat het kan: “…”” reports the clause; the quotation is carried
		}
		r, ok := u.best(k, lexicon.TakesQuote)
		if !ok || r.Weak && !colon && k < q-3 {
			continue
		}
		if !colon && u.at(k-1).is(lexicon.OpensInverted) && k > 1 && u.comma(k-1) {
			return false // “…”, zo schrijft Jansen, “…”: openerFrames reads it
		}
		if colon && u.reportsBefore(&r, q) {
			return false
		}
		src, behind, ok := u.subject(&r)
		if !ok && !colon {
			continue
		}
		if !ok && k > 0 && !u.at(k-1).is(lexicon.Coordinator) && r.Weak {
			continue
		}
		start := max(behind, r.end)
		for _, p := range r.parts {
			if p[1] <= q {
				start = max(start, p[1]) // "liet maandag weten | “geschokt” te zijn"
			}
		}
		if !colon && !u.adjoins(start, q) {
			continue
		}
		if ok && !colon && u.lex.VerbSecond && r.Governs(lexicon.TakesAdjective) && u.fronted(&r, src, behind) {
			return true // "Dat dat mocht, noemt hij “absurd”"
		}
		from, clause := u.phraseWith(&r, q)
		if clause && !colon {
			return false
		}
		if !colon && (r.Governs(lexicon.TakesInfinitive) || asserts[r.Class]) {
			from = u.objectOfQuoted(start, q)
		}
		if !colon && r.Governs(lexicon.TakesAdjective) && src != nil {
			from = max(behind, r.end) // "noemt het plan “onzin”": the plan is content too
		}
		stop := q + 1
		if !colon || q+1 < len(u.items) && u.at(q+1).isWord() && !u.at(q+1).upper {
			stop = u.coordinated(k, q, u.quoteRunEnd(q))
		}
		if n, ok := u.node(q + 2); u.at(q+1).is(lexicon.Coordinator) && ok && n.pos("VERB", "AUX") && n.feature("VerbForm=Fin") {
			stop = min(stop, q+1) // "zegt “tot morgen” | en vertrekt"
		}
		for colon && stop < len(u.items) && u.at(stop).isQuote() {
			stop++
		}
		return u.add("quotation-introduced", 0.9, r.Cue, src, r.parts, pieces{{min(from, q), stop}}) != nil
	}
	return false
}

// phraseWith returns the first item of the object of r that holds the quotation at q, else q;
// clause tells that a clause or an infinitive of the verb holds it: it is all the content.
//
// The chair mocked the “fevered dreams” of her rival.
// The minister pledged to end the “chaos”.
func (u *unit) phraseWith(r *reading, q int) (from int, clause bool) {
	n, ok := u.node(r.at)
	if u.lex.VerbSecond { // "laat weten het rapport “met interesse” te bestuderen"
		return q, r.Governs(lexicon.TakesInfinitive) && u.toWithin(q+1, reachInfinitive)
	}
	if !ok {
		return q, false
	}
	for _, c := range n.predicate().children() {
		first, end := c.subtree()
		switch {
		case first >= q || end <= q || first < r.end:
		case c.rel("obj"):
			return first, false
		case c.rel("ccomp") && c.pos("VERB", "AUX") && (c.item() < q || c.child("nsubj").ok()) && r.Governs(lexicon.TakesBare|lexicon.TakesThat), c.rel("xcomp") && c.mark(lexicon.To) && r.Governs(lexicon.TakesInfinitive):
			return q, true
		}
	}
	return q, false
}

// reportsBefore tells whether the verb of r has a clause of its own before the quotation at q:
// “Odell said the crane was old: “…””. The quotation carries it on.
func (u *unit) reportsBefore(r *reading, q int) bool {
	n, ok := u.node(r.at)
	if !ok || u.lex.VerbSecond || !r.Governs(lexicon.TakesBare) {
		return false
	}
	c := n.predicate().child("ccomp")
	return c.ok() && c.index > n.index && c.item() < q
}

// objectOfQuoted returns where the object begins, at start or behind it, of an infinitive in the
// quotation at q; q where there is none.
//
// Het ministerie zei de kritiek ‘ter harte te nemen’.
func (u *unit) objectOfQuoted(start, q int) int {
	it := u.at(q)
	tree := u.tree(int(it.first))
	if !u.lex.VerbSecond || tree == nil || it.first != it.last {
		return q
	}
	for t := int(it.token); t < len(tree.Tokens) && tree.Tokens[t].End <= it.End; t++ {
		verb := node{u, tree, int(it.first), t}
		if !verb.feature("VerbForm=Inf") || !verb.mark(lexicon.To) {
			continue
		}
		if object := verb.child("obj"); object.ok() {
			if from, _ := object.subtree(); from >= start && from < q {
				return from
			}
		}
	}
	return q
}

// adjoins tells whether only adverbials stand between items from and q.
func (u *unit) adjoins(from, q int) bool {
	for k := from; k < q; k++ {
		it := u.at(k)
		if it.mark != 0 && it.mark != ',' || it.is(lexicon.Relative) && u.at(k-1).mark == ',' {
			return false
		}
		if u.finite(k) && !u.lured[k] {
			return false
		}
	}
	return q-from <= 10
}

// quotedState finds a quotation that ends with the word of a cue for what somebody feels or thinks: the source has
// called itself so.
//
// Content: the quotation, and what the word governs.
// De bond is “zeer teleurgesteld” over het besluit.
func (u *unit) quotedState(q int) bool {
	inner := u.Quotations[u.items[q].quote].Inner.In(u.Text)
	last := lexicon.Fold(inner[strings.LastIndexByte(inner, ' ')+1:])
	k := q - 1
	for k > 0 && u.at(k).is(lexicon.AdverbWord) && !u.at(k).is(lexicon.Be) {
		k--
	}
	if k < 0 || !u.at(k).is(lexicon.Be) || strings.Count(inner, " ") > maxState {
		return false
	}
	for _, v := range u.at(k).word.Verbs {
		w := v.WithPhrase()
		if v.Weak || w == nil || len(w.Words) != 1 || w.Words[0] == nil || w.Words[0].Form != last {
			continue
		}
		r := reading{Cue: v, at: k, end: k + 1, parts: pieces{{k, k + 1}}}
		src, _, ok := u.subject(&r)
		if !ok {
			return false
		}
		stop := q + 1
		if u.at(stop).is(lexicon.Preposition_) {
			stop = u.objectEnd(stop)
		}
		return u.add("quotation-introduced", 0.8, v, src, r.parts, pieces{{q, stop}}) != nil
	}
	return false
}

// maxState is how many blanks a quotation may hold that says how its speaker feels.
const maxState = 3
