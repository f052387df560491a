package attribution

import (
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/lexicon"
)

// This file reads in the tree what a cue verb governs.

// frame is a cue verb in the tree, with its source.
type frame struct {
	*reading
	node             // the verb
	predicate node   // on which its subject and complements hang
	source    pieces // nil for none
	speaker   node   // the head word of the source
	passive   bool
}

// verbal finds the attribution of the verb at item i in the tree of its sentence; known is
// false where there is no tree or the tree has no verb there.
func (u *unit) verbal(i int) (known bool) {
	n, ok := u.node(i)
	if !ok || !n.pos("VERB", "AUX") {
		return ok && (n.pos("ADJ", "ADP") || n.pos("NOUN", "PROPN") && (n.child("det", "amod", "nmod:poss").ok() || n.rel("obj", "nmod"))) && !u.titled()
	}
	if n.unreal() {
		return true
	}
	for _, r := range u.readings(i) {
		if n.denied(&r) {
			continue
		}
		f, ok := u.frame(&r, n)
		if f.asked() || ok && (f.inverted() || f.clause() || f.inserted() || f.closing() || f.loose() || f.behindColon() || f.infinitive() || f.naming() || f.object() || f.antecedent() || f.passiveObject()) {
			return true
		}
	}
	return true
}

// weak tells whether the reading counts only with a quotation or a clause. What a document
// shows it says: “the poll shows a lead of ten points”.
func (f *frame) weak() bool {
	return f.Cue.Weak && !(f.Class == "find" && f.speaker.ok() && f.speaker.document())
}

// document tells whether the node is a noun for what is written or counted.
func (n node) document() bool {
	h := n.unit.head(n.item())
	return h != nil && h.Kind == "document"
}

// titled tells whether the unit is a headline, in which tags are not to be trusted.
func (u *unit) titled() bool { return u.level < 0 && u.Blocks[u.block].Kind != "sentence" }

func (u *unit) frame(r *reading, n node) (*frame, bool) {
	f := &frame{reading: r, node: n, predicate: n.predicate()}
	f.passive = f.predicate.passive() && !f.adjective()
	s, without, implicit := f.predicate.speaker()
	if f.adjective() {
		s, without, implicit = f.predicate.subject(maxControl)
	}
	if h := f.predicate.head(); s.ok() && s.rel("obj", "iobj") && f.predicate.rel("advcl") && h.ok() && h.rel("xcomp") && h.head().index == s.head().index && f.predicate.setOff() {
		s, without, implicit = h.head().speaker() // “urged [members] to reject it, calling it poor”
	}
	if !s.ok() {
		if src, _, ok := u.subjectSVO(r); ok && !implicit && !f.passive {
			f.source, f.speaker = src, none
			return f, true
		}
		return f, implicit || f.passive
	}
	if !s.speaks() {
		return f, false
	}
	from, to, ok := n.phraseOf(s, without)
	if !ok {
		return f, false
	}
	if u.at(from).is(lexicon.QuestionWord|lexicon.Interrogative) && from < to-1 {
		from++ // “what [nurses] call a scandal”
	}
	f.source, f.speaker = pieces{{from, to}}, s
	return f, true
}

// adjective tells whether the predicate is one of the fixed words of the cue: “are [opposed]
// to”, a participle that tells of a state.
func (f *frame) adjective() bool {
	i := f.predicate.item()
	return f.WithPhrase() != nil && f.node.index != f.predicate.index && slices.ContainsFunc(f.parts, func(p [2]int) bool { return p[0] <= i && i < p[1] })
}

// unreal tells whether the verb tells of no act of speech: it stands in a condition, below an
// order to suppose, behind a modal, or is denied.
//
// Not an attribution: questions, hypotheticals and denials of speech.
// If the council says yes, work begins in May.
func (n node) unreal() bool {
	p := n.predicate()
	if n.unit.forgone(p.item()) || p.rel("advcl") && p.mark(lexicon.Conditional) || p.supposed() || n.unsaid() || p.mark(lexicon.To) && !p.rel("xcomp", "conj", "root") {
		return true
	}
	for _, c := range p.children() {
		if c.rel("aux") && c.word().Is(lexicon.Potential) {
			return !slices.ContainsFunc(n.word().Verbs, func(v *lexicon.Cue) bool { return firm[v.Class] && v.ParticleWord() == nil && v.WithPhrase() == nil })
		}
	}
	return false
}

// forgone tells whether words before the verb at item i say that it is not done: “stopped short of [calling]”,
// “without [naming]”.
func (u *unit) forgone(i int) bool {
	for k := i - 1; k > 0 && k > i-3; k-- {
		if u.lex.Forgone(u.text(k)) || u.at(k-1).isWord() && u.lex.Forgone(u.text(k-1)+" "+u.text(k)) {
			return true
		}
		if !u.at(k).is(lexicon.AdverbWord) {
			return false
		}
	}
	return false
}

// supposed tells whether the clause of the predicate n hangs on an imperative that opens the
// sentence: “Suppose the council says yes”.
func (n node) supposed() bool {
	h := n.head()
	return n.rel("ccomp") && h.ok() && h.index == 0 && h.pos("VERB") && !h.child("nsubj").ok() && h.inside() && !n.unit.at(h.item()).isQuote() && !h.feature("VerbForm=Inf") && !strings.HasSuffix(h.words(), "ed") && h.item() == n.unit.sentenceStart()
}

// unsaid tells whether nobody is the one who speaks: “no minister said”.
func (n node) unsaid() bool {
	p := n.predicate()
	s := p.child("nsubj")
	if !s.ok() {
		return false
	}
	d := s.child("det")
	if from, _ := s.subtree(); from < s.item() && n.unit.at(from).is(lexicon.Negator) || from > 0 && n.unit.at(from-1).is(lexicon.Negator) {
		return true // “not everyone agrees”, “not all experts agree”
	}
	return s.pos("PRON") && s.word().Is(lexicon.Negator) || d.ok() && d.word().Is(lexicon.Negator)
}

// denied tells whether the reading r of the verb n is one of speech that did not take place:
// “did not say when”.
func (n node) denied(r *reading) bool {
	if r.Polarity != "" || r.WithPhrase() != nil || !spoken[r.Class] && !(ventured[r.Class] && n.refused()) {
		return false
	}
	p := n.predicate()
	if n.refused() {
		return true
	}
	for _, c := range p.children() {
		if c.rel("advmod") && c.word().Is(lexicon.Negator) && c.index > p.index-4 && c.index < p.index+3 && !n.unit.at(c.item()).isQuote() {
			return true
		}
	}
	return false
}

// refused tells whether the Dutch verb n is the infinitive of what somebody will not or cannot do: “wil niet
// [bevestigen]”.
func (n node) refused() bool {
	h := n.head()
	if !n.unit.lex.VerbSecond || !n.feature("VerbForm=Inf") || !n.rel("xcomp") || !h.ok() || !h.word().Is(lexicon.Modal) {
		return false
	}
	for _, v := range []node{n, h} {
		for _, c := range v.children() {
			if c.rel("advmod") && c.word().Is(lexicon.Negator) && c.index > h.index && c.index < n.index {
				return true
			}
		}
	}
	return false
}

// ventured are the classes of verbs for what nobody says who refuses to: “wil niet speculeren over”.
var ventured = map[string]bool{"confirm": true, "suggest": true, "estimate": true, "predict": true, "conclude": true}

// spoken are the classes of verbs that, denied, leave nothing said.
var spoken = map[string]bool{"say": true, "write": true, "announce": true, "report": true, "reveal": true, "answer": true, "explain": true, "claim": true, "promise": true, "propose": true}

// firm are the classes of verbs that do what they say even behind a modal: “can confirm”,
// “must admit”.
var firm = map[string]bool{"confirm": true, "deny": true, "admit": true, "conclude": true, "warn": true, "estimate": true}

// opens tells whether the verb c, below the cue, opens a clause that its reading takes.
func (f *frame) opens(c node) bool {
	if s := c.child("nsubj"); s.ok() && s.word().Is(lexicon.Relative) && s.pos("PRON") && f.unit.at(s.item()-1).mark == ',' {
		return false // “said Strand, who directs a museum”
	}
	switch {
	case c.mark(lexicon.That):
		m := c.child("mark")
		proform := f.unit.at(m.item()+1).mark == ',' && strings.HasSuffix(f.unit.at(m.item()+2).word.Form, "ing")
		return f.Governs(lexicon.TakesThat) && !c.rel("acl:relcl") && !proform // “disputed that, saying …”
	case c.rel("ccomp") && c.mark(lexicon.Whether), c.rel("advcl") && c.mark(lexicon.Whether) && c.index > f.node.index && (f.Class == "ask" || f.Class == "wonder"):
		return f.Governs(lexicon.TakesWhether | lexicon.TakesQuestion)
	case c.rel("ccomp") && c.interrogative():
		return f.Governs(lexicon.TakesQuestion | lexicon.TakesWhether)
	case c.rel("ccomp"):
		return f.Governs(lexicon.TakesBare|lexicon.TakesQuote|lexicon.TakesThat) && !c.mark(lexicon.Conditional) && (!c.feature("VerbForm=Ger") || c.child("nsubj").ok())
	}
	return false
}

// interrogative tells whether a question word begins the clause of the node.
func (n node) interrogative() bool {
	from, _ := n.subtree()
	if !n.unit.at(from).is(lexicon.QuestionWord | lexicon.Interrogative) {
		return false
	}
	q, ok := n.unit.node(from)
	for ok && q.index != n.index && q.head().ok() {
		if q = q.head(); q.index != n.index && q.rel("advcl", "csubj") {
			return false // “Whether it can be done is unclear”
		}
	}
	return true
}

// complement returns the clause below the cue that is its content, none for none. It hangs
// on the predicate, on a word of the cue, or on the noun of a phrase that tells where:
// “said in a statement that …”.
func (f *frame) complement() node {
	before := none
	for _, c := range f.predicate.children() {
		if c.index == f.node.index || !f.opens(c) {
			continue
		}
		if c.index > f.node.index {
			return c
		}
		if !before.ok() && f.unit.comma(f.start()) {
			before = c
		}
	}
	if before.ok() {
		return before
	}
	for _, c := range f.predicate.children() {
		if f.Hearer && c.index > f.node.index && c.rel("obj", "iobj") {
			for _, g := range c.children() {
				if g.rel("acl:relcl") && g.contact() {
					return g // “told reporters [it was over]”
				}
			}
		}
		if c.index > f.node.index && c.rel("obl", "obj", "iobj", "xcomp") && !f.weak() {
			for _, g := range c.children() {
				if g.index > c.index && g.mark(lexicon.That) && f.opens(g) || g.announced() {
					return g
				}
				if g.index > c.index && c.rel("obl") && g.rel("nmod") { // “wrote in a note to clients [that it was over]”
					for _, x := range g.children() {
						if x.index > g.index && x.rel("acl") && x.mark(lexicon.That) && x.contact() {
							return x
						}
					}
				}
			}
		}
	}
	return none
}

// announced tells whether the relative clause of n, on the agent of a passive, is what was said: “it was
// announced by two witnesses [that the bridge was gone]”.
func (n node) announced() bool {
	from, _ := n.subtree()
	return n.rel("acl:relcl") && n.head().ok() && n.head().rel("obl:agent") && n.unit.at(from).is(lexicon.That) && n.contact()
}

// announces tells whether the passive n has such a clause: “it” stands for that and for nothing before.
func (n node) announces() bool {
	by := n.child("obl:agent")
	return by.ok() && slices.ContainsFunc(by.children(), node.announced)
}

// contact tells whether the clause of n begins with a subject of its own, or with "that" and one.
func (n node) contact() bool {
	from, _ := n.subtree()
	s := n.child("nsubj")
	if !s.ok() || s.word().Is(lexicon.Relative|lexicon.QuestionWord|lexicon.That) {
		return false
	}
	first, _ := s.subtree()
	return first == from || first == from+1 && n.unit.at(from).is(lexicon.That)
}

// clause finds a cue with a clause, behind it or before it.
//
// Content: an introducing that, whether or question word is included.
// The inspector said in a letter on Monday that the roof was safe.
func (f *frame) clause() bool {
	c := f.complement()
	if !c.ok() {
		return false
	}
	from, to := c.subtree()
	for from < to-1 && f.unit.at(from).mark != 0 && f.unit.at(from).mark != '(' {
		from++
	}
	i := f.item()
	if k := f.behindHearer(c); k > from && from > i {
		from = k
	}
	if d, ok := f.unit.node(from); ok && from == f.end && d.rel("compound", "obl", "nmod") && d.word().Is(lexicon.Unit) && f.unit.at(from).upper && f.unit.at(from+1).isWord() {
		from++ // “said Monday [tenants paid too much]”
	}
	if o := f.predicate.child("obj", "iobj"); o.ok() && !f.Hearer && o.pos("PRON") && o.item() == from-1 && from-1 == f.end {
		from-- // “said [it no longer stores data]”
	}
	rule := "that-clause"
	if !c.mark(lexicon.That|lexicon.Whether) && !f.unit.at(from).is(lexicon.That|lexicon.Whether) {
		rule = "bare-clause-after"
	}
	if len(f.source) == 0 {
		if f.weak() {
			return false
		}
		rule = "impersonal"
	}
	if start, ok := f.described(c); ok && to > i {
		return f.unit.add("relative-clause", 0.8, f.Cue, f.source, f.parts, pieces{{start, f.start()}, {max(from, i+1), f.contentEnd(c, max(from, i+1))}}) != nil
	}
	if from < i && to > i { // the frame interrupts the clause
		return f.interrupted(from, to)
	}
	if to <= i {
		for _, s := range f.predicate.children() { // “About half of them | recovered, the doctor said”, tied to the wrong verb
			if first, end := s.subtree(); s.rel("nsubj") && end == from && len(f.source) > 0 && first < f.source[0][0] {
				from = first
			}
		}
		start := f.contentBefore(from)
		content := append(pieces{{start, f.start()}}, f.unit.rest(start, f.start(), f.unit.behindSpeaking(f.end))...)
		return f.unit.add("bare-clause-before", 0.85, f.Cue, f.source, f.parts, content) != nil
	}
	content := pieces{{from, f.contentEnd(c, from)}}
	if start := f.contentBefore(0); f.betweenCommas(from) && start < f.start()-1 && !f.unit.adverbial(start, f.start()-1) {
		content = append(pieces{{start, f.start()}}, content...)
		rule = "bare-clause-before"
	}
	return f.unit.add(rule, 0.9, f.Cue, f.source, f.parts, content) != nil
}

// behindHearer returns the item at which the clause of c begins where the tree has who is told as
// a subject of it: “told the BBC [the plan was dead]”; 0 for none.
func (f *frame) behindHearer(c node) int {
	if !f.Hearer {
		return 0
	}
	for _, m := range c.children() {
		if m.rel("mark") && m.word().Is(lexicon.That|lexicon.Whether) {
			return m.item()
		}
	}
	hearer := none
	for _, s := range c.children() {
		if s.index < f.node.index || !s.rel("nsubj", "obj", "iobj") {
			continue
		}
		if s.word().Is(lexicon.That) {
			return 0
		}
		if from, _ := s.subtree(); hearer.ok() && s.rel("nsubj") && s.index < c.index {
			return from
		}
		hearer = s
	}
	return 0
}

// betweenCommas tells whether the frame stands between two commas, and the clause that
// begins at item from goes on behind the second: “That is why, Ellis argued, nobody came”.
func (f *frame) betweenCommas(from int) bool {
	return len(f.source) > 0 && f.unit.comma(f.start()) && !f.unit.at(f.start()-1).isQuote() && f.unit.at(from-1).mark == ',' &&
		from-1 == f.unit.behindSpeaking(max(f.end, f.behindSource()))
}

// closing finds a frame that closes its sentence where the tree does not tie it to the clause
// before it.
//
// Content: the clause before the frame, up to the comma.
// Rules unclear for small boats, skippers say.
func (f *frame) closing() bool {
	found := f.Class == "find" && f.speaker.ok() && f.speaker.personal() // "…, researchers have found"
	if f.weak() && !found || len(f.source) == 0 || !f.Governs(lexicon.TakesBare|lexicon.TakesQuote|lexicon.TakesThat) || f.relative() || f.transitive() {
		return false
	}
	u := f.unit
	behind := max(f.end, f.behindSource())
	if u.at(behind).mark == 0 {
		behind = u.behindSpeaking(behind)
	}
	if m := u.at(behind).mark; behind < len(u.items) && m != '.' && m != ',' || f.start() < 3 || !u.comma(f.start()) || u.at(f.start()-1).isQuote() {
		return false
	}
	start := f.contentBefore(0)
	if start >= f.start()-2 || !f.verbWithin(start, f.start()) || u.adverbial(start, f.start()-1) || u.at(start).is(lexicon.Subordinator) && !u.commaWithin(start, f.start()-1) {
		return false
	}
	content := append(pieces{{start, f.start()}}, u.rest(start, f.start(), behind)...)
	return u.add("bare-clause-before", 0.8, f.Cue, f.source, f.parts, content) != nil
}

// start is the first item of the frame: its source, or its verb.
func (f *frame) start() int {
	start := f.item()
	for _, p := range f.source {
		start = min(start, p[0])
	}
	return start
}

// relative tells whether a relative pronoun is the source.
func (f *frame) relative() bool {
	return f.predicate.rel("acl:relcl") || f.speaker.ok() && f.speaker.word().Is(lexicon.Relative) && f.speaker.pos("PRON")
}

// transitive tells whether the verb has a content of its own behind it, or is an infinitive
// or participle: it closes no sentence that somebody else has said.
func (f *frame) transitive() bool {
	if f.predicate.mark(lexicon.To) || f.predicate.rel("xcomp", "acl", "advcl", "ccomp", "amod") || f.passive {
		return true
	}
	for _, c := range f.predicate.children() {
		if c.index > f.node.index && c.rel("obj", "ccomp", "xcomp") && (len(f.source) == 0 || c.item() >= f.source[0][1] || c.item() < f.source[0][0]) {
			return true
		}
	}
	return false
}

// verbWithin tells whether a verb stands between two items.
func (f *frame) verbWithin(from, to int) bool {
	for k := from; k < to; k++ {
		if n, ok := f.unit.node(k); ok && n.pos("VERB", "AUX") {
			return true
		}
	}
	return false
}

// contentBefore returns where a clause before its frame begins: at the start of the
// sentence, but for what another frame has taken, and not before item from.
func (f *frame) contentBefore(from int) int {
	start := max(from, f.unit.sentenceStart())
	for k := f.start() - 1; k > start; k-- {
		if f.unit.at(k).mark == ';' {
			start = k + 1 // “Owners say it pays; without it, tenants argue, nobody would build”
		}
	}
	if h := f.closed(); h.ok() {
		if first, _ := h.subtree(); first <= start {
			return start // “The bridge is expected to open in May, officials say”
		}
	}
	return max(start, f.unit.leftLimit(f.start()))
}

// closed returns the clause that the frame closes in the tree: the one below its verb, or above
// it; none for nothing.
func (f *frame) closed() node {
	for _, c := range f.predicate.children() {
		if c.index < f.start() && c.rel("ccomp") && c.item() < f.start() {
			return c
		}
	}
	if h := f.predicate.head(); f.predicate.rel("parataxis") && h.ok() && h.inside() && h.item() < f.start() {
		return h
	}
	return none
}

// contentEnd returns the end of the content c that begins at item from: what hangs on the
// cue behind it goes with it, unless it reports in its turn.
func (f *frame) contentEnd(c node, from int) int {
	_, to := c.subtree()
	for _, d := range f.predicate.children() {
		first, end := d.subtree()
		if d.index <= c.index || first < to-1 && end <= to {
			continue
		}
		if d.rel("conj") && d.mark(lexicon.That) {
			to = end // “said that A and that B”
			continue
		}
		if d.rel("cc") {
			continue
		}
		if d.rel("advcl") && (d.child("nsubj").ok() && d.reports() || d.setOff()) {
			break // “…, while the captain praised the fans”
		}
		if d.rel("conj", "parataxis", "list") || d.rel("advcl") && d.feature("VerbForm=Part") || d.rel("obl:agent") {
			break
		}
		to = max(to, end)
	}
	to = f.unit.retold(from, min(to, f.ownCue(c)))
	for k := from + 1; k < to; k++ {
		if f.unit.at(k).mark == ';' || f.unit.at(k).mark == ':' && f.unit.at(k+1).isQuote() && k+2 >= len(f.items)-1 {
			return k
		}
	}
	for f.unit.at(to).isQuote() && to > from {
		to = f.unit.quoteRunEnd(to) // “said he fought ‘for the nation’”
	}
	return max(from+1, to)
}

// ownCue returns the item at which the clause c is over because a verb beside its verb
// reports something else: “said he was ill | and denied that …”, “…, | and Ellis accused …”.
func (f *frame) ownCue(c node) int {
	for _, d := range c.children() {
		if d.index < c.index {
			continue
		}
		first, _ := d.subtree()
		s := d.child("nsubj")
		switch {
		case d.rel("conj") && s.ok() && len(s.word().Pronouns) == 0 && d.cue() && d.index > c.index+1:
			return first
		case d.rel("conj") && d.sharesFrame(), d.rel("conj") && !s.ok() && d.child("ccomp").ok() && d.reports(), d.rel("conj") && !s.ok() && d.otherForm(c):
			return first
		case d.rel("advcl", "parataxis") && d.feature("VerbForm=Part") && d.child("ccomp").ok() && d.reports():
			return first
		case d.rel("advcl") && d.setOff():
			return first // “…, | while the captain praised the fans”
		case d.rel("conj"):
			if k := f.ownCue(d); k < len(f.items) {
				return k
			}
		}
	}
	return len(f.items)
}

// setOff tells whether the verb n attributes in a clause of its own behind a comma: with a
// subject that has a name or noun, or as a participle right behind the comma.
//
// He urged members to reject the offer, describing it as poor.
func (n node) setOff() bool {
	first, _ := n.subtree()
	if n.unit.at(first).mark == ',' {
		first++
	}
	if n.unit.at(first-1).mark != ',' || !n.cue() {
		return false
	}
	s := n.child("nsubj")
	return s.ok() && len(s.word().Pronouns) == 0 || !s.ok() && first == n.item() && strings.HasSuffix(n.words(), "ing")
}

// otherForm tells whether the verb n is finite and the verb c, beside which the tree has put it,
// an infinitive: “asked him to go | and praised her”, “said he would go | and refuses to talk”.
func (n node) otherForm(c node) bool {
	return n.pos("VERB") && n.feature("VerbForm=Fin") && c.feature("VerbForm=Inf") && !n.child("aux").ok() || n.pos("VERB") && n.child("aux").ok() && n.child("aux").feature("VerbForm=Fin") && c.mark(lexicon.To) && !c.child("aux").ok()
}

// cue tells whether the node is a verb that mostly attributes.
func (n node) cue() bool {
	return n.pos("VERB") && slices.ContainsFunc(n.word().Verbs, func(v *lexicon.Cue) bool { return !v.Weak && v.WithPhrase() == nil })
}

// asked finds a question that the one who answers it was asked.
//
// Content: called for, asked: the clause; no source words.
// Asked whether the lift was safe, the minister shrugged.
func (f *frame) asked() bool {
	if f.Class != "ask" || f.predicate.rel("root", "conj", "acl") && f.unit.at(0) != f.unit.at(f.item()) || !strings.HasSuffix(f.words(), "ed") || f.predicate.child("nsubj", "aux", "obj").ok() {
		return false
	}
	for _, c := range f.predicate.children() {
		if first, to := c.subtree(); c.index > f.node.index && c.rel("ccomp", "advcl") && (c.mark(lexicon.Whether) || c.interrogative()) {
			return f.unit.add("asked", 0.75, f.Cue, nil, f.parts, pieces{{first, to}}) != nil
		}
	}
	return false
}

// loose reads the clause behind a verb of saying on the surface, where the tree has hung it
// elsewhere.
//
// Skippers say their right to moor would have to go.
func (f *frame) loose() bool {
	if f.weak() || f.passive || len(f.source) == 0 || f.source[0][0] > f.item() || f.predicate.child("obj", "ccomp").ok() {
		return false
	}
	return f.unit.thatClause(f.reading) || f.Class == "say" && f.token().Rel != "xcomp" && f.unit.bareAfter(f.reading)
}

// inverted finds a frame with the verb before its subject, behind a clause.
//
// The harbour, says the pilot, is too shallow.
func (f *frame) inverted() bool {
	if f.weak() || f.behindSource() > f.item() || !f.Governs(lexicon.TakesBare|lexicon.TakesQuote) {
		return false
	}
	if c := f.complement(); c.ok() && c.index > f.node.index {
		if p, ok := f.unit.nounPhrase(f.end); !ok || p.to < len(f.items) && f.unit.at(p.to).mark == 0 {
			return false
		}
	}
	return f.unit.bareBeforeInverted(f.reading)
}

// interrupted gives the clause from item from to item to the frame in the middle of it.
func (f *frame) interrupted(from, to int) bool {
	behind := max(f.end, f.behindSource())
	if f.unit.comma(f.start()) {
		behind = f.unit.behindSpeaking(behind)
	}
	content := pieces{{f.contentBefore(from), f.start()}}
	if behind < to {
		content = append(content, [2]int{behind, to})
	}
	return f.unit.add("bare-clause-before", 0.85, f.Cue, f.source, f.parts, content) != nil
}

func (f *frame) behindSource() int {
	end := 0
	for _, p := range f.source {
		end = max(end, p[1])
	}
	return end
}

// inserted finds a frame that hangs on its content: “The plan, Brown said, would cost jobs”.
//
// Content: a frame inside the clause gives two content spans.
func (f *frame) inserted() bool {
	if !f.predicate.rel("parataxis") || f.weak() && f.Class != "say" || len(f.source) == 0 || !f.Governs(lexicon.TakesBare|lexicon.TakesQuote|lexicon.TakesThat) {
		return false
	}
	h := f.predicate.head()
	if !h.ok() || !h.inside() || !f.unit.comma(f.start()) {
		return false
	}
	from, to := h.subtree()
	if from >= f.start() {
		return false
	}
	return f.interrupted(from, to)
}

// behindColon finds a verb whose content follows a colon.
//
// Content: what stands behind the colon.
// The director put it bluntly: the money is gone.
func (f *frame) behindColon() bool {
	return f.unit.colonClause(f.reading)
}

// infinitive finds a verb with an infinitive.
//
// Content: the infinitive with all that belongs to it, without the one spoken to.
// The minister promised to close the gap before May.
func (f *frame) infinitive() bool {
	c := none
	for _, d := range f.predicate.children() {
		if d.index > f.node.index && (d.rel("xcomp", "advcl", "ccomp") && d.mark(lexicon.To) && f.Governs(lexicon.TakesInfinitive) || f.gerund(d)) {
			c = d
			break
		}
	}
	if o := f.predicate.child("obj"); !c.ok() && o.ok() && o.index > f.node.index && addresses[f.Class] && f.Governs(lexicon.TakesInfinitive) {
		c = o.toDo() // “urged drivers to stay at home”
	}
	if !c.ok() {
		return false
	}
	from, _ := c.subtree()
	content := pieces{{from, f.contentEnd(c, from)}}
	if f.passive {
		return f.passiveInfinitive(content)
	}
	if o := f.predicate.child("obj", "iobj"); o.ok() && o.index > f.node.index && o.index < c.index && !addresses[f.Class] {
		content[0][0], _ = o.subtree()
	}
	return len(f.source) > 0 && f.unit.add("infinitive", 0.8, f.Cue, f.source, f.parts, content) != nil
}

// toDo returns the infinitive that the tree has hung on the noun n, none for nothing.
func (n node) toDo() node {
	for _, c := range n.children() {
		if c.index > n.index && c.rel("acl") && c.mark(lexicon.To) {
			return c
		}
	}
	return none
}

// gerund tells whether c is a verb in -ing that the cue takes as its object: “proposed closing
// the gap”, “called for releasing the tapes”.
func (f *frame) gerund(c node) bool {
	if !c.rel("xcomp", "ccomp", "advcl") || !f.Governs(lexicon.TakesNoun) || f.weak() || c.child("nsubj").ok() || !strings.HasSuffix(c.words(), "ing") {
		return false
	}
	m := c.child("mark", "case")
	if f.prep == 0 {
		return !m.ok() && !c.rel("advcl") && f.end == c.item()
	}
	return m.ok() && (m.item() == f.prep || m.item() == f.prep-1)
}

// addresses are the classes of verbs whose object is spoken to.
var addresses = map[string]bool{"ask": true, "demand": true, "propose": true, "warn": true, "promise": true, "say": true}

// passiveInfinitive finds what the subject of a passive is said to do.
//
// Content: the subject belongs to it.
// The singer is believed to have left the country.
func (f *frame) passiveInfinitive(content pieces) bool {
	s := f.predicate.child("nsubj:pass", "nsubj")
	if s.ok() && !addresses[f.Class] {
		from, to := s.subtree()
		content = append(pieces{{from, min(to, f.item())}}, content...)
	}
	return f.unit.add("passive-infinitive", 0.8, f.Cue, f.source, f.parts, content) != nil
}

// naming finds "X called Y Z".
//
// Content: Y and Z.
// The union called the offer an insult.
func (f *frame) naming() bool {
	if len(f.source) == 0 || f.passive || !f.Governs(lexicon.TakesAdjective) {
		return false
	}
	o, x := f.predicate.child("obj", "iobj"), f.judgement()
	if !x.ok() {
		return f.Class == "call" && f.prep == 0 && f.unit.adjectival(f.reading)
	}
	from, to := x.subtree()
	if o.ok() && o.index > f.node.index && o.index < x.index {
		from, _ = o.subtree()
	}
	from = max(from, f.item()+1)
	for to < len(f.items) && f.unit.at(to).isQuote() {
		to++
	}
	if (f.weak() || f.Class != "call") && !f.unit.judges(from, to) && !x.pos("ADJ") {
		return false
	}
	if f.isPart(f.reading, from) {
		from++ // “what critics [described as] a prison”
	}
	content := pieces{{from, to}}
	if named, ok := f.named(); ok && (!o.ok() || o.index < f.node.index || o.index == x.index) {
		content = pieces{named, {from, to}}
	}
	if as := f.partBehind(from); as < to { // “described [him] as [a bully]”
		content = pieces{{from, as}, {as + 1, to}}
	}
	return from < to && f.unit.add("naming", 0.75, f.Cue, f.source, f.parts, content) != nil
}

// judgement returns what the object is said to be: “called the offer [an insult]”, “described
// him [as a bully]”; none for nothing.
func (f *frame) judgement() node {
	o := f.predicate.child("obj", "iobj")
	for _, c := range f.predicate.children() {
		if c.index < f.node.index {
			continue
		}
		m := c.child("case", "mark")
		switch {
		case f.prep == 0 && !m.ok() && c.pos("NOUN", "PROPN", "ADJ") && (c.rel("xcomp") || c.rel("obj") && o.ok() && c.index > o.index):
			return c
		case f.prep > 0 && m.ok() && c.rel("obl", "advcl", "xcomp") && (m.item() == f.prep || m.item() == f.prep-1):
			return c
		}
	}
	if f.prep > 0 && o.ok() && o.index > f.node.index {
		for _, c := range o.children() {
			if m := c.child("case"); c.rel("nmod") && m.ok() && (m.item() == f.prep || m.item() == f.prep-1) {
				return c // “described the decision [as a disgrace]”, hung on the object
			}
		}
	}
	return none
}

// object finds a verb with a noun phrase as content, behind its preposition or not.
//
// Content: accuse of, call for: it starts at the preposition; the accused is part of it.
// The union criticised the board for its silence.
func (f *frame) object() bool {
	if !f.Governs(lexicon.TakesNoun) || f.weak() || len(f.source) == 0 || f.passive || f.idle() {
		return false
	}
	t, from := f.target()
	if !t.ok() {
		return false
	}
	_, to := t.subtree()
	to = max(to, f.nameEnd(to), f.restEnd(t), f.deedEnd(t, to))
	if from >= to || f.unit.at(from).mark != 0 {
		return false
	}
	to = f.nextVerb(from, to)
	if f.prep == 0 && f.Governs(lexicon.TakesBare) && f.unit.at(to).is(lexicon.Auxiliary|lexicon.Modal) && !f.unit.at(to).upper {
		return f.unit.add("bare-clause-after", 0.7, f.Cue, f.source, f.parts, pieces{{from, f.unit.clauseEnd(to)}}) != nil
	}
	return f.unit.add("noun-object", 0.65, f.Cue, f.source, f.partsBefore(from), pieces{{from, min(to, f.partBehind(from), max(from+1, f.ownCue(t)))}}) != nil
}

// deedEnd returns the end of what belongs to a gerund that the tree took for a noun: “accused
// her of acting | too late”.
func (f *frame) deedEnd(t node, to int) int {
	if !strings.HasSuffix(t.words(), "ing") || t.child("det").ok() {
		return to
	}
	for _, c := range f.predicate.children() {
		if first, end := c.subtree(); first == to && c.rel("advmod", "obl", "obj", "xcomp") {
			to = end
		}
	}
	return to
}

// nextVerb cuts a noun phrase at a conjunction with a finite verb behind it: “blames the rain |
// and calls for a wall”.
func (f *frame) nextVerb(from, to int) int {
	for k := from + 1; k+1 < to; k++ {
		n, ok := f.unit.node(k)
		if !ok || n.pos("VERB", "AUX") {
			return to
		}
		next, ok := f.unit.node(k + 1)
		if f.unit.at(k).is(lexicon.Coordinator) && ok && next.pos("VERB", "AUX") && next.feature("VerbForm=Fin") {
			return k
		}
	}
	return to
}

// nameEnd returns the end of the names that follow a noun phrase without a mark between: the
// tree may part “attacked the builder | Hugh Tait”.
func (f *frame) nameEnd(to int) int {
	if f.unit.at(to).is(lexicon.Means) && !f.passive { // “comments by the mayor”
		if n, ok := f.unit.node(to); ok && n.rel("case") && n.head().ok() && n.head().personal() {
			_, to = n.head().subtree()
		}
	}
	for to < len(f.items) && f.unit.at(to-1).isWord() && f.unit.at(to).isWord() {
		n, ok := f.unit.node(to)
		if !ok || !n.pos("PROPN", "NOUN") || n.child("case").ok() || n.rel("nsubj") || n.child("cop").ok() {
			break
		}
		_, end := n.subtree()
		to = max(to+1, end)
	}
	return to
}

// idle tells whether the verb tells of no act of its subject: it is denied, it is an
// infinitive that another verb governs, a participle in the middle of a phrase.
func (f *frame) idle() bool {
	p := f.predicate
	if p.mark(lexicon.To) && !p.rel("conj") {
		h := p.head()
		return h.ok() && h.child("obj", "iobj").ok()
	}
	for _, c := range p.children() {
		if c.rel("advmod") && c.word().Is(lexicon.Negator) && f.Polarity == "" {
			return true
		}
	}
	return p.rel("acl") && !p.rel("acl:relcl")
}

// target returns the noun that is the object of the cue and the item with which the content
// begins, none where it has none.
func (f *frame) target() (node, int) {
	if at := f.fixedPrep(); at > 0 {
		if n, ok := f.unit.node(at); ok && !n.rel("case", "mark") && at > 0 { // the preposition belongs to the cue
			at--
		}
		n, ok := f.unit.node(at)
		if !ok || !n.rel("case", "mark") || !n.head().ok() {
			return none, 0
		}
		t := n.head()
		if !f.governs(t) {
			return none, 0
		}
		from := f.fixedPrep()
		if o := f.predicate.child("obj"); o.ok() && !f.fixed(o) && f.unit.pronoun(o.item(), "refl") == nil && (!addresses[f.Class] && o.index > f.node.index && o.index <= t.index || t.below(o)) {
			first, _ := o.subtree()
			from = min(max(first, f.item()+1), from)
		}
		return t, from
	}
	o := f.predicate.child("obj")
	if !o.ok() && f.Class == "find" {
		o = f.predicate.child("iobj") // “polls show the coalition ahead by six points”
	}
	if !o.ok() || o.index < f.node.index || o.word().Is(lexicon.Relative) {
		return none, 0
	}
	from, _ := o.subtree()
	if f.fixed(o) {
		return o.about()
	}
	return o, max(from, f.item()+1)
}

// fixed tells whether the node is one of the fixed words of the cue.
func (f *frame) fixed(n node) bool {
	i := n.item()
	return f.WithPhrase() != nil && slices.ContainsFunc(f.parts, func(p [2]int) bool { return p[0] <= i && i < p[1] })
}

// about returns what the noun n is about and its first item: “voiced concerns [about the dam]”.
func (n node) about() (node, int) {
	for _, c := range n.children() {
		if m := c.child("case", "mark"); c.index > n.index && c.rel("nmod", "acl") && m.ok() {
			from, _ := c.subtree()
			return c, from
		}
	}
	return none, 0
}

// fixedPrep returns the item of the preposition that the cue takes, be it the last word of its
// fixed words: “[are opposed] to the tax”. 0 stands for none.
func (f *frame) fixedPrep() int {
	if f.prep > 0 || f.WithPhrase() == nil {
		return f.prep
	}
	last := f.parts[len(f.parts)-1][1] - 1
	if n, ok := f.unit.node(last); ok && n.rel("case", "mark") && n.word().Is(lexicon.Preposition_) {
		return last
	}
	return 0
}

// partsBefore returns the parts of the cue without the preposition at item from, with which the
// content begins.
func (f *frame) partsBefore(from int) pieces {
	last := f.parts[len(f.parts)-1]
	if f.prep > 0 || last[1]-1 != from || last[0] == from {
		return f.parts
	}
	return append(slices.Clone(f.parts[:len(f.parts)-1]), [2]int{last[0], from})
}

// governs tells whether the node hangs on the predicate without a clause of its own between.
func (f *frame) governs(n node) bool {
	for range maxControl {
		if n = n.head(); !n.ok() || n.index == f.predicate.index {
			return n.ok()
		}
		if n.rel("xcomp", "ccomp", "advcl", "acl") && !f.fixed(n) {
			return false // “warned jurors not to read about the case”
		}
	}
	return false
}

// below tells whether the node hangs somewhere below the node o.
func (n node) below(o node) bool {
	for range maxControl {
		if n = n.head(); !n.ok() || n.index == o.index {
			return n.ok()
		}
	}
	return false
}

// restEnd returns the end of the phrases and clauses behind the object t that go with it:
// what it is blamed or praised for, what is planned with it; neither time nor place.
func (f *frame) restEnd(t node) int {
	to := 0
	for _, c := range f.predicate.children() {
		if c.index > t.index && f.Class == "find" && c.rel("advmod", "obl", "xcomp", "ccomp", "acl", "advcl") && !f.timely(c) && f.unit.at(c.item()-1).mark != ',' && (!c.rel("advcl") || !c.child("mark").ok()) {
			_, to = c.subtree() // “show the coalition ahead by six points”
			continue
		}
		if c.index < t.index || !c.rel("obl", "advcl", "xcomp", "nmod", "acl") {
			continue
		}
		if m := c.child("case", "mark"); !m.ok() || m.word().Is(lexicon.Setting) || f.timely(c) {
			break
		}
		_, to = c.subtree()
	}
	return to
}

// timely tells whether a phrase names a time.
func (f *frame) timely(c node) bool { return c.word().Is(lexicon.Unit | lexicon.Month) }
