package attribution

import (
	"strings"

	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/text"
)

// clauses finds verbs with the clause, infinitive or noun phrase they govern.
func (u *unit) clauses() {
	// frames at the end of a sentence first: their content may hold the others
	for i := 1; i < len(u.items); i++ {
		if u.comma(i) && len(u.items[i].word.Verbs) > 0 && u.lex.VerbSecond && !u.asks() {
			for _, r := range u.readings(i) {
				if u.bareBefore(&r) {
					break
				}
			}
		}
	}
	for i := 0; i < len(u.items); i++ {
		if !u.at(i).isWord() || len(u.at(i).word.Verbs) == 0 || u.used[i] || u.lured[i] {
			continue
		}
		if u.at(i).upper && i > 0 {
			continue
		}
		u.clause(i)
	}
}

func (u *unit) clause(i int) {
	if !u.lex.VerbSecond && (u.asks() || u.verbal(i)) {
		return
	}
	if len(u.at(i).word.Nouns) > 0 && u.at(i-1).is(opensPhrase) || u.at(i).word.Head != nil && !u.finite(i) {
		return
	}
	n, parsed := u.node(i)
	if u.asks() || parsed && n.unreal() {
		return
	}
	for _, r := range u.readings(i) {
		if parsed && n.denied(&r) {
			continue
		}
		if u.thatClause(&r) || u.bareBefore(&r) || u.colonClause(&r) || u.bareAfter(&r) || u.passiveClause(&r) || u.infinitive(&r) || u.adjectival(&r) || u.nounObject(&r) || u.finalObject(&r) {
			return
		}
	}
}

// asks tells whether the unit is a question: whoever is asked about speech has not spoken.
func (u *unit) asks() bool {
	return u.at(len(u.items)-1).mark == '?' || u.level < 0 && u.Blocks[u.block].Kind == text.Question
}

// thatClause finds a verb with a clause that a conjunction opens, behind or before it.
//
// Content: an introducing dat, of, om is included.
// De wethouder benadrukt dat de huur niet stijgt.
func (u *unit) thatClause(r *reading) bool {
	if !r.Governs(lexicon.TakesThat | lexicon.TakesWhether | lexicon.TakesQuestion) {
		src, behind, ok := u.subject(r)
		return ok && r.Governs(lexicon.TakesAdjective) && u.lex.VerbSecond && u.fronted(r, src, behind)
	}
	src, behind, ok := u.subject(r)
	if j := u.conjunction(r, max(behind, r.end)); j >= 0 {
		rule := "that-clause"
		if !ok {
			if !u.impersonalVerb(r) || u.addressed(r.at) {
				return false
			}
			if by, ok := u.agent(r, j); ok {
				src = by
			} else {
				rule = "impersonal"
			}
		}
		parts := r.parts
		if k := max(behind, r.at+1); u.expletive(k, j) {
			stop := u.embeddedEnd(r.at, j)
			return u.add("that-clause-judged", 0.9, r.Cue, src, pieces{{r.at, r.at + 1}}, pieces{{k, stop}}) != nil
		}
		return u.add(rule, 0.92, r.Cue, src, parts, pieces{{j, u.embeddedEnd(r.at, j)}}) != nil
	}
	return ok && u.fronted(r, src, behind)
}

// fronted finds the clause that opens a sentence whose verb follows it.
//
// Content: the clause, and what it is called.
// Dat de bus niet reed, noemt zij tekenend.
func (u *unit) fronted(r *reading, src pieces, behind int) bool {
	start := u.sentenceStart()
	if start > 0 && u.at(start-1).is(lexicon.Whether) {
		start-- // "Of dat lukt, betwijfelt zij"
	}
	if u.at(r.at-1).mark != ',' || !u.at(start).is(lexicon.That|lexicon.Whether|lexicon.QuestionWord) || start >= r.at-2 || u.used[start] {
		return false
	}
	if !u.at(start).is(lexicon.That) && !r.Governs(lexicon.TakesWhether|lexicon.TakesQuestion) {
		return false // “Of zij opstapt, wilde zij niet zeggen”
	}
	if n, ok := u.node(r.at); ok && r.WithPhrase() == nil {
		if x := n.child("xcomp"); x.ok() && x.index > n.index && x.feature("VerbForm=Inf") {
			return false // “Dat hij miste, wilde zij hem niet kwalijk nemen”
		}
	}
	content := pieces{{start, r.at}}
	for u.isPart(r, behind) {
		behind++ // “doet hij [af] als onzin”
	}
	if r.Governs(lexicon.TakesAdjective) && behind < len(u.items) {
		content = append(content, [2]int{behind, u.clauseEnd(behind)})
	}
	return u.add("that-clause-fronted", 0.85, r.Cue, src, r.parts, content) != nil
}

// expletive tells whether "het" with a judgement stands between verb and clause: "vindt
// het vreemd dat …"; the judgement is content.
func (u *unit) expletive(k, j int) bool {
	pr := u.pronoun(k, "obj nom")
	return j > k+1 && j <= k+6 && pr != nil && pr.Gender == "neut" && pr.Number == "sing" && !u.at(k+1).is(lexicon.Preposition_) && !u.finite(k+1)
}

// impersonalVerb tells whether a verb without a subject that speaks reports all the same:
// "er wordt gezegd dat", "bekend is dat" does not.
func (u *unit) impersonalVerb(r *reading) bool {
	for k := r.at - 1; k >= 0 && k > r.at-8; k-- {
		if u.at(k).is(lexicon.Be) {
			return !r.Weak
		}
		if u.at(k).mark != 0 {
			return false
		}
	}
	return u.at(r.at + 1).is(lexicon.Be)
}

// addressed tells whether the subject of a verb is "ik", "wij", "je": nobody reported on.
func (u *unit) addressed(v int) bool {
	for k := v - 3; k <= v+2; k++ {
		if pr := u.pronoun(k, "nom"); pr != nil && pr.Person < 3 {
			return true
		}
	}
	return false
}

// agent finds the source of a passive: "door de politie gemeld dat".
func (u *unit) agent(r *reading, j int) (pieces, bool) {
	for k := max(0, r.at-12); k < j; k++ {
		if !u.at(k).is(lexicon.Means) {
			continue
		}
		if p, ok := u.nounPhrase(k + 1); ok && u.isSource(p) {
			return pieces{{p.from, p.to}}, true
		}
	}
	return nil, false
}

// conjunction looks for the word that opens the content behind the verb: -1 for none.
func (u *unit) conjunction(r *reading, from int) int {
	for k := from; k < len(u.items) && k < from+reachClause; k++ {
		it := u.at(k)
		near := k == from || u.isPart(r, k-1) || k <= from+1 || u.at(k-1).mark == ','
		switch {
		case it.mark == ';' || it.mark == '.' || it.mark == ':':
			return -1
		case u.breaksObject(r, from, k):
			return -1
		case it.is(lexicon.That) && (!u.isPart(r, k-1) && u.adverbialThat(k) || u.at(k-3).mark == ',' && u.retold(r.at, k+4) < k || u.relativeThat(k) || u.at(k+1).mark == ':' || u.secondThat(r.at, k)): // "ontkent dat: …"
			return -1
		case it.is(lexicon.That) && r.Governs(lexicon.TakesThat):
			if u.lex.VerbSecond && !u.opensClause(k) {
				return -1
			}
			if u.determines(k) && k == from && u.lex.VerbSecond && u.phraseObject(k) {
				return -1
			}
			return k
		case it.is(lexicon.Whether) && r.Governs(lexicon.TakesWhether) && near:
			return k
		case it.is(lexicon.QuestionWord) && r.Governs(lexicon.TakesQuestion) && near && k+2 < len(u.items) && !u.at(k+1).is(lexicon.Of):
			return k
		case it.is(lexicon.Coordinator) && (k > from || u.lex.VerbSecond && u.finite(k+1)) && (u.finite(k+1) || u.at(k-1).mark == ',' && u.at(k+1).is(lexicon.Whether|lexicon.That)):
			return -1
		case u.strongCue(k) && k > r.at && !u.isPart(r, k) && u.finite(k) && !u.lured[k]:
			return -1
		}
	}
	return -1
}

// adverbialThat tells whether "dat" at item k goes with the preposition before it: "zonder dat iemand
// het merkt", "in plaats van dat".
func (u *unit) adverbialThat(k int) bool {
	p, ok := u.node(k - 1)
	n, okN := u.node(k)
	return ok && okN && u.lex.VerbSecond && p.pos("ADP") && p.rel("case", "mark", "fixed") && (p.head().index == n.head().index || p.head().index == n.index || n.head().index == p.index) && p.index == n.index-1
}

// relativeThat tells whether "dat" at item k takes up the noun before it: "een kabel dat hen verbindt".
func (u *unit) relativeThat(k int) bool {
	n, ok := u.node(k)
	return ok && n.pos("PRON") && n.rel("nsubj", "obj") && n.head().ok() && n.head().rel("acl:relcl") && n.head().head().index == n.index-1 && !n.head().complement()
}

// secondThat tells whether "en dat" at item k carries on the clause with "dat" in which the verb at
// item v stands: “zegt dat zij niets wist en [dat] de kas leeg is”.
func (u *unit) secondThat(v, k int) bool {
	if !u.lex.VerbSecond || !u.at(k-1).is(lexicon.Coordinator) {
		return false
	}
	_, opener := u.clauseOf(v)
	return opener >= 0 && u.at(opener).is(lexicon.That)
}

// complementThat tells whether "dat" at item k opens what a verb of saying takes, though the
// tree has a relative clause.
func (u *unit) complementThat(k int) bool {
	n, ok := u.node(k)
	if !ok || !n.word().Is(lexicon.That) {
		return false
	}
	v := n.head()
	for v.ok() && v.rel("xcomp", "aux", "cop") {
		v = v.head()
	}
	return v.ok() && (v.complement() || n.rel("mark") && v.rel("ccomp"))
}

// opensClause tells whether "dat" at k is a conjunction and no pronoun: a verb follows in its
// clause.
func (u *unit) opensClause(k int) bool {
	if u.complementThat(k) {
		return true
	}
	if n, ok := u.node(k); ok && n.pos("SCONJ") && n.rel("mark") && n.head().index > n.index+1 {
		return true // "zegt dat er niets gebeurt", whatever verb it is
	} else if ok && n.pos("PRON") && n.rel("obj") {
		switch v := n.head(); {
		case !v.ok():
			return false
		case v.index < n.index && v.feature("VerbForm=Fin"):
			return false // "ziet dat anders"
		case v.rel("xcomp") && v.feature("VerbForm=Inf") && v.head().index < n.index:
			return false // "wil dat niet bevestigen"
		}
	}
	if next := u.at(k + 1); next.isWord() && !next.is(lexicon.Preposition_|lexicon.Negator|lexicon.AdverbWord) {
		return true
	}
	for j := k + 1; j < len(u.items) && j < k+2*reachClause; j++ {
		switch {
		case u.finite(j) || u.at(j).isQuote():
			return true
		case u.at(j).mark == ',' || u.at(j).mark == '.' || u.at(j).mark == ';':
			return j > k+6
		}
	}
	return len(u.items) > k+8
}

// phraseObject tells whether "dat" at k is a demonstrative with its noun that ends the
// clause: "zegt dat boek toe".
func (u *unit) phraseObject(k int) bool {
	p, ok := u.nounPhrase(k)
	return ok && p.to-p.from >= 2 && p.to >= len(u.items)-1
}

func (u *unit) isPart(r *reading, k int) bool {
	for _, p := range r.parts {
		if p[0] <= k && k < p[1] {
			return true
		}
	}
	return false
}

// embeddedEnd returns the end of the content at j of a verb at v. A cue in a relative
// clause has its content end where the sentence around it goes on.
func (u *unit) embeddedEnd(v, j int) int {
	stop := u.clauseEnd(j)
	if !u.lex.VerbSecond {
		return stop
	}
	for k := j + 2; k < stop; k++ {
		if u.at(k).is(lexicon.Coordinator) && u.sharesSubject(v, k+1) {
			stop = k // “laat weten dat hij aanblijft | en stapt op”
		}
	}
	if u.at(j).is(lexicon.That | lexicon.Whether) {
		stop = u.retold(j, u.contrasted(j, stop))
	}
	_, opener := u.clauseOf(v)
	if opener < 0 || !(u.at(opener).is(lexicon.Relative) && u.at(opener-1).mark == ',') && opener > u.sentenceStart() {
		return stop
	}
	for k := j + 2; k < stop; k++ {
		if u.at(k).mark == ',' && (u.finite(k+1) || u.verbLike(k+1) && inflected(u.text(k+1))) && u.finiteBefore(j, k) {
			return k
		}
	}
	return stop
}

// contrasted returns where, between j and stop, a main clause begins that sets something against the clause
// with “dat” at item j, whose verb stands at its end: “zegt dat het geld er komt | , maar dat gelooft niemand”.
func (u *unit) contrasted(j, stop int) int {
	for k := j + 3; k < stop-3; k++ {
		if u.at(k-1).mark == ',' && u.lex.Concedes(u.text(k)) && u.inflectedAt(k+1) && u.pronoun(k+2, "nom") != nil && u.pronoun(k+2, "nom").Person == 3 {
			return k - 1 // “dat Rusland erachter zit | , al heeft hij geen bewijs”
		}
		if !u.lex.Contrasts(u.text(k)) || u.at(k-1).mark != ',' {
			continue
		}
		second := k + 2
		if p, ok := u.nounPhrase(k + 1); ok && p.pronoun == nil {
			second = p.to
		}
		if n, _ := u.node(second); u.inflectedAt(second) && second+1 < stop && u.at(second+1).isWord() && n.predicate().rel("conj", "parataxis", "root") {
			return k - 1
		}
	}
	return stop
}

// retold returns where, between from and to, an apposition takes up what is said for what another makes of it: “the
// council had lied | , a charge Ellis dismissed”, “dat zij logen | , een verwijt dat Smit verwerpt”; to for nothing.
func (u *unit) retold(from, to int) int {
	for k := from + 1; k < to-3; k++ {
		if u.at(k).mark != ',' || !u.at(k+1).is(lexicon.AnArticle) {
			continue
		}
		for j := k + 2; j < to && j < k+5; j++ {
			n, ok := u.node(j)
			if !ok || !n.pos("NOUN") {
				continue
			}
			r := n.child("acl")
			if len(n.word().Nouns) > 0 && r.ok() && r.index > n.index && len(r.word().Verbs) > 0 && r.child("nsubj", "obj").ok() {
				return k
			}
			break
		}
	}
	return to
}

// sharesSubject tells whether the verb at item k stands in the tree beside the verb at v, or
// beside the one of which that is the infinitive: “zei [te verwachten] dat het lukt, maar wilde …”.
func (u *unit) sharesSubject(v, k int) bool {
	a, ok := u.node(v)
	b, okB := u.node(k)
	if !ok || !okB || !b.feature("VerbForm=Fin") || !b.predicate().rel("conj") || !b.predicate().head().ok() {
		return false
	}
	beside := b.predicate().head().index
	for a = a.predicate(); a.index != beside; a = a.head() {
		if !a.rel("xcomp") || !a.head().ok() {
			return false
		}
	}
	return true
}

func (u *unit) finiteBefore(from, to int) bool {
	for k := from; k < to; k++ {
		if n, ok := u.node(k); ok && n.pos("NOUN", "PROPN", "ADJ", "DET", "PRON") {
			continue // "de brug" is no verb, however short
		}
		if u.verbLike(k) {
			return true
		}
	}
	return false
}

// bareBefore finds a clause without conjunction before its frame.
//
// Content: the clause before the frame, up to the comma.
// De werkzaamheden duren tot de zomer, verwacht de gemeente.
func (u *unit) bareBefore(r *reading) bool {
	if at, p, ok := u.perfect(r); ok {
		return u.clauseBefore(r, at, p, r.end)
	}
	if !u.comma(r.at) || !r.Governs(lexicon.TakesBare|lexicon.TakesQuote|lexicon.TakesThat) || r.Weak && !u.at(r.at-1).isQuote() || !u.lex.VerbSecond {
		return u.bareBeforeSVO(r)
	}
	i := u.skipAdverbs(u.skipObject(u.skipReflexive(r.at + 1)))
	p, ok := u.nounPhrase(i)
	if !ok || !u.isSource(p) || !u.speaks(p) || u.pastParticiple(r) {
		return false
	}
	end := p.to
	if r.WithPhrase() != nil {
		end = u.skipReflexive(end) // "liet zij [zich] ontvallen"
		if k := u.skipAdverbs(end); u.isPart(r, k) {
			end = k
		}
	}
	for u.isPart(r, end) {
		end++ // "liet de wethouder [weten]"
	}
	return u.clauseBefore(r, r.at, p, end)
}

// clauseBefore adds the clause before the frame from item at to item end, whose source is p.
func (u *unit) clauseBefore(r *reading, at int, p phrase, end int) bool {
	if at >= 2 && u.taken[at-2] || !u.frameEnds(end) {
		return false
	}
	if u.framesAgain(r, p) {
		return true
	}
	start := max(u.sentenceStart(), u.leftLimit(at))
	if start > 0 && start == u.sentenceStart() && u.at(start-1).is(lexicon.Whether) {
		start-- // "Of het lukt, betwijfelt zij"
	}
	if start >= at-1 || !u.finiteBefore(start, at-1) && at-start < 3 {
		return false
	}
	goesOn := u.at(end).mark == ',' && (u.finite(end+1) || u.inflectedAt(end+1))
	if n, ok := u.node(start); u.at(start).is(lexicon.Subordinator) && (!ok || n.pos("SCONJ")) && !u.commaWithin(start, at-1) && !goesOn {
		return false // "Als het regent, zegt Jansen …", not "Als het regent, zegt Jansen, is …"
	}
	content := pieces{{start, at}}
	if u.notInverted(at, p) {
		return false
	}
	if m := u.at(end).mark; (m == ',' || m == '-') && (goesOn && u.at(start).is(lexicon.Subordinator) || u.at(end+1).is(lexicon.That|lexicon.QuestionWord) || u.hangsOn(end+1, at) || u.goesOn(end+1) && !u.finiteBefore(start, at-1)) {
		content = append(content, [2]int{end + 1, u.clauseEnd(end + 1)})
	}
	return u.add("bare-clause-before", 0.88, r.Cue, pieces{{p.from, p.to}}, r.parts, content) != nil
}

// inflectedAt tells whether the tree has a finite verb at item k.
func (u *unit) inflectedAt(k int) bool {
	n, ok := u.node(k)
	return ok && n.pos("VERB", "AUX") && n.feature("VerbForm=Fin")
}

// notInverted tells whether the phrase p behind the verb at item at is no subject: the tree has
// that before the verb, and the clause goes on behind p.
//
// Calvo, the spokesman, urged ministers to act.
func (u *unit) notInverted(at int, p phrase) bool {
	n, ok := u.node(at)
	if !ok || p.to >= len(u.items) || u.at(p.to).mark != 0 {
		return false
	}
	s := n.child("nsubj")
	return s.ok() && s.index < n.index
}

// frameEnds tells whether a frame may be over at item k: nothing that the verb governs
// follows.
func (u *unit) frameEnds(k int) bool {
	it := u.at(k)
	return k >= len(u.items) || it.mark != 0 || it.is(lexicon.Preposition_|lexicon.AdverbWord|lexicon.Coordinator|lexicon.Relative) && !it.is(lexicon.Article) || u.timeAt(k)
}

// timeAt tells whether a noun phrase without preposition at item k says when: “zei Jansen [vorige
// week]”, “[twee weken] geleden”.
func (u *unit) timeAt(k int) bool {
	n, ok := u.node(k)
	if !ok || !u.lex.VerbSecond {
		return false
	}
	for h := n.head(); n.rel("amod", "det", "nummod") && h.ok() && h.index > n.index && h.inside(); h = n.head() {
		n = h
	}
	if !n.pos("NOUN", "PROPN") || n.child("case").ok() {
		return false
	}
	return n.rel("obl") || n.rel("nmod") && n.head().ok() && (n.head().rel("obl") && n.head().pos("ADV") || n.word().Is(lexicon.Unit|lexicon.Month))
}

// pastParticiple tells whether the verb of r is a past participle: the tree tells “geeft toe” from
// “gegeven”.
func (u *unit) pastParticiple(r *reading) bool {
	if n, ok := u.node(r.at); ok && n.pos("VERB", "AUX") {
		return n.feature("VerbForm=Part") && !(n.rel("amod") && u.comma(r.at)) // “…, bevestigde trainer Jansen” is no confirmed trainer
	}
	return participle(u.at(r.at).word.Form, r.Lemma)
}

// participle tells whether a Dutch form is a past participle by its prefix.
func participle(form, lemma string) bool {
	return strings.HasPrefix(form, "ge") && !strings.HasPrefix(lemma, "ge") &&
		(strings.HasSuffix(form, "d") || strings.HasSuffix(form, "t") || strings.HasSuffix(form, "en"))
}

// framesAgain gives a second frame at the end of a sentence to the attribution that a
// preposition has made of it: "Het dak moet volgens de eigenaar dicht, zei hij."
func (u *unit) framesAgain(r *reading, p phrase) bool {
	last := u.passage.lastOf(u)
	if last == nil || last.CueClass != "say" || !strings.HasSuffix(last.Rule, "/according-to") || len(last.Content) == 0 {
		return false
	}
	end := &last.Content[len(last.Content)-1]
	if !end.Contains(u.items[r.at].Span) || u.pronoun(p.from, "nom") == nil || r.at < 2 {
		return false
	}
	end.End = u.items[r.at-2].End
	last.Source = append(last.Source, u.spans(pieces{{p.from, p.to}})...)
	last.Cue = append(last.Cue, u.spans(pieces{{r.at, r.at + 1}})...)
	u.used[r.at] = true
	return true
}

func (u *unit) commaWithin(from, to int) bool {
	for k := from; k < to; k++ {
		if u.at(k).mark == ',' {
			return true
		}
	}
	return false
}

// bareBeforeSVO reads "…, Jansen said." at the end of a sentence.
func (u *unit) bareBeforeSVO(r *reading) bool {
	if u.lex.VerbSecond || r.Weak || !r.Governs(lexicon.TakesBare|lexicon.TakesQuote) {
		return false
	}
	if u.bareBeforeInverted(r) {
		return true
	}
	next := u.at(u.behindSpeaking(r.end))
	if u.behindSpeaking(r.end) < len(u.items) && next.mark != '.' && next.mark != ',' || u.at(r.end).is(lexicon.That) {
		return false
	}
	src, _, ok := u.subject(r)
	if !ok || src[0][0] < 3 || !u.comma(src[0][0]) || src[0][1] > r.at {
		return false
	}
	if u.behindSpeaking(r.end) != r.end && u.at(r.end).isWord() && !u.at(r.end).is(lexicon.Preposition_|lexicon.AdverbWord) {
		return false
	}
	start := max(u.sentenceStart(), u.leftLimit(src[0][0]))
	if start >= src[0][0]-2 || u.adverbial(start, src[0][0]-1) {
		return false
	}
	content := append(pieces{{start, src[0][0]}}, u.rest(start, src[0][0], u.behindSpeaking(r.end))...)
	return u.add("bare-clause-before", 0.85, r.Cue, src, r.parts, content) != nil
}

// colonClause finds a verb whose content follows a colon.
//
// Content: what stands behind the colon.
// De directeur zegt het zo: het geld is op.
func (u *unit) colonClause(r *reading) bool {
	if !r.Governs(lexicon.TakesQuote | lexicon.TakesBare) {
		return false
	}
	if r.Weak {
		return false
	}
	for k := r.end; k < len(u.items) && k < r.end+reachClause; k++ {
		if u.at(k).is(lexicon.To) || u.at(k).mark == ',' && u.at(k+1).is(lexicon.Relative|lexicon.Subordinator) {
			return false
		}
		if u.at(k).mark == ':' {
			src, _, ok := u.subject(r)
			if !ok || k+1 >= len(u.items) {
				return false
			}
			return u.add("colon", 0.85, r.Cue, src, r.parts, pieces{{k + 1, u.clauseEnd(k + 1)}}) != nil
		}
		if u.at(k).mark == ';' || u.at(k).isQuote() || u.finite(k) {
			return false
		}
	}
	return false
}

// bareAfter finds a clause without conjunction behind its frame, the rule in English.
//
// Content: the clause, without the one spoken to.
// The council said the bridge would stay closed.
func (u *unit) bareAfter(r *reading) bool {
	if u.lex.VerbSecond || !r.Governs(lexicon.TakesBare) {
		return false
	}
	src, _, ok := u.subject(r)
	if !ok {
		return false
	}
	for _, from := range u.bareStarts(r) {
		if p, ok := u.nounPhrase(from); ok && p.to < len(u.items) && u.clauseVerbAt(p.to) {
			return u.add("bare-clause-after", 0.85, r.Cue, src, r.parts, pieces{{from, u.clauseEnd(from)}}) != nil
		}
	}
	if from, ok := u.vagueClause(r); ok {
		return u.add("bare-clause-after", 0.75, r.Cue, src, r.parts, pieces{{from, u.clauseEnd(from)}}) != nil
	}
	return false
}

// bareStarts lists where a clause behind the verb may begin: at once, behind the one
// spoken to, behind a time or a place.
func (u *unit) bareStarts(r *reading) []int {
	out := []int{r.end}
	k := r.end
	for steps := 0; steps < 3; steps++ {
		switch it := u.at(k); {
		case it.mark == ',':
			k++
		case it.is(lexicon.AdverbWord):
			k++
		case it.is(lexicon.Preposition_):
			p, ok := u.nounCore(k + 1)
			if !ok {
				return out
			}
			k = p.to
		default:
			p, ok := u.nounCore(k)
			if !ok || r.Weak {
				return out
			}
			k = p.to
		}
		out = append(out, k)
	}
	return out
}

// clauseVerbAt tells whether a verb may follow the subject that ends at k.
func (u *unit) clauseVerbAt(k int) bool {
	for u.at(k).is(lexicon.AdverbWord | lexicon.Negator) {
		k++
	}
	it := u.at(k)
	if !it.isWord() {
		return false
	}
	return it.is(lexicon.Auxiliary|lexicon.Modal) || len(it.word.Verbs) > 0 || !it.is(stopsPhrase) && len(it.word.Pronouns) == 0
}

// infinitive finds a verb with an infinitive of the same or another subject.
//
// Content: the infinitive with all that belongs to it.
// De minister belooft het tekort voor mei weg te werken.
func (u *unit) infinitive(r *reading) bool {
	if r.Weak || !r.Governs(lexicon.TakesInfinitive) && !(u.lex.VerbSecond && r.Governs(lexicon.TakesThat) && asserts[r.Class] && u.toWithin(r.end, 10)) {
		return false
	}
	src, behind, ok := u.subject(r)
	if !ok {
		return false
	}
	if u.suffers(r.at) {
		return false // “wordt ervan verdacht klanten te hebben opgelicht”: the subject is the one accused
	}
	from := max(behind, r.end)
	if r.prep > 0 {
		from = max(from, r.prep)
	}
	for _, p := range r.parts { // “raadt bewoners aan | hun ramen te sluiten”
		if u.lex.VerbSecond && p[1] > from && u.toWithin(p[1], reachInfinitive) {
			from = p[1]
		}
	}
	for k := from; k < len(u.items) && k < from+reachClause; k++ {
		it := u.at(k)
		if it.mark == ';' || it.mark == ':' || it.mark == '.' || it.is(lexicon.That) && !u.infinitiveObject(k) || it.is(lexicon.Relative) && it.upper {
			return false
		}
		if u.strongCue(k) && u.finite(k) && !u.isPart(r, k) || it.is(lexicon.Coordinator) && u.sharesSubject(r.at, k+1) {
			return false
		}
		if it.is(lexicon.ForTo) && (u.infinitiveAt(k+1) || u.lex.VerbSecond && u.at(k+1).isQuote()) || !u.lex.VerbSecond && it.is(lexicon.To) && u.at(k+1).isWord() && !u.at(k+1).upper && !u.at(k+1).is(opensPhrase) {
			if !u.lex.VerbSecond && k > from && r.Weak {
				return false
			}
			return u.add("infinitive", 0.8, r.Cue, src, r.parts, pieces{{k, u.embeddedEnd(r.at, k)}}) != nil
		}
		if u.lex.VerbSecond && u.toVerb(k) {
			start := from
			if u.at(start).mark == ',' {
				start++
			}
			start = u.behindAddressee(r, start, k)
			return u.add("infinitive", 0.8, r.Cue, src, r.parts, pieces{{start, u.embeddedEnd(r.at, start)}}) != nil
		}
	}
	return false
}

// infinitiveObject tells whether item k is the object of an infinitive behind it: "zegt [dat] niet
// te geloven".
func (u *unit) infinitiveObject(k int) bool {
	n, ok := u.node(k)
	return ok && n.pos("PRON") && n.rel("obj") && n.head().index > n.index && n.head().feature("VerbForm=Inf")
}

// behindAddressee passes the one who is to do what the infinitive with "te" at item to says:
// “vraagt [getuigen] zich te melden”.
func (u *unit) behindAddressee(r *reading, from, to int) int {
	verb, ok := u.node(r.at)
	p, found := u.nounPhrase(from)
	if !ok || !found || p.to >= to || !addresses[r.Class] && r.Class != "accuse" || verb.asserting() {
		return from
	}
	for k := p.from; k < p.to; k++ {
		if n, ok := u.node(k); ok && n.rel("obj", "iobj") && n.head().ok() && n.head().index == verb.predicate().index {
			return p.to
		}
	}
	return from
}

// asserts are the classes of verbs that take a bare infinitive: "zegt niets te weten".
var asserts = map[string]bool{
	"say": true, "claim": true, "think": true, "believe": true, "hope": true, "fear": true, "deny": true, "promise": true,
	"admit": true, "confirm": true, "announce": true, "intend": true, "predict": true, "regret": true,
}

// toWithin tells whether "te" with its verb stands among the next n items, in the same clause.
func (u *unit) toWithin(k, n int) bool {
	for j := k; j < k+n && j < len(u.items); j++ {
		it := u.at(j)
		if u.toVerb(j) {
			return true
		}
		if it.mark != 0 || it.is(lexicon.That|lexicon.ForTo) && !u.infinitiveObject(j) || u.finite(j) && !u.at(j-1).is(lexicon.To) {
			return false
		}
	}
	return false
}

// toVerb tells whether "te" stands at item k before an infinitive: in “te veel” it does not.
func (u *unit) toVerb(k int) bool {
	if !u.at(k).is(lexicon.To) || !u.at(k+1).isWord() {
		return false
	}
	n, ok := u.node(k)
	return !ok || n.rel("mark") || !n.rel("advmod") && !(n.head().ok() && n.head().pos("ADJ", "ADV", "DET"))
}

// infinitiveAt tells whether "te" follows within the clause.
func (u *unit) infinitiveAt(k int) bool {
	for j := k; j < len(u.items) && j < k+20; j++ {
		if u.at(j).is(lexicon.To) {
			return true
		}
		if u.at(j).mark == ';' || u.at(j).mark == '.' {
			return false
		}
	}
	return false
}

// adjectival finds "X noemt Y Z", "X vindt Y Z".
//
// Content: Y and Z.
// De bond noemt het bod een belediging.
func (u *unit) adjectival(r *reading) bool {
	if !r.Governs(lexicon.TakesAdjective) {
		return false
	}
	src, behind, ok := u.subject(r)
	if !ok {
		return false
	}
	from := max(behind, r.end)
	before := pieces{}
	if r.at == u.sentenceStart()+1 && u.at(r.at-1).is(lexicon.Anaphor) && (u.at(from).mark == ',' || src[0][0] < r.at) {
		return false // “Dat vindt de wethouder, die …”
	}
	if src[0][0] > r.at && u.lex.VerbSecond { // fronted object: "Het plan noemt hij onzin"
		if k := u.clauseStart(r.at); k < r.at && !u.at(k).is(lexicon.AdverbWord|lexicon.Preposition_|lexicon.Anaphor) {
			before = append(before, [2]int{k, r.at})
		}
	}
	stop := u.coordinated(r.at, from, u.clauseEnd(from))
	if k := u.at(from).mark; k == '.' || k == ',' || from >= stop || stop-from < 2 && len(before) == 0 {
		if _, opener := u.clauseOf(r.at); opener >= 0 && src[0][1] < r.at && u.lex.VerbSecond { // verb at the end of its clause
			return u.add("naming", 0.75, r.Cue, src, r.parts, pieces{{src[0][1], r.at}}) != nil
		}
		if from >= stop && len(before) == 0 {
			return false
		}
	}
	if (r.Weak || r.Class != "call") && !u.judges(from, stop) && !u.ascribes(r.at) || u.at(from).is(lexicon.Preposition_) {
		return false
	}
	content := append(before, [2]int{from, min(stop, r.partBehind(from))})
	if r.prep > content[len(content)-1][1] && r.prep < stop {
		content = append(content, [2]int{r.prep, stop}) // “doet het plan af [als onzin]”
	}
	return u.add("naming", 0.75, r.Cue, src, r.parts, content) != nil
}

// coordinated returns where a clause begins that is coordinated with that of the verb at item
// at, if it begins between from and to; otherwise to: "noemt het plan onzin [en stapt op]".
func (u *unit) coordinated(at, from, to int) int {
	n, ok := u.node(at)
	if !ok {
		return to
	}
	for _, c := range n.predicate().children() {
		if c.rel("conj") && c.index > n.index && c.pos("VERB", "AUX") {
			k := c.item()
			if cc := c.child("cc"); cc.ok() {
				k = cc.item()
			}
			if from < k && k < to {
				return k
			}
		}
	}
	return to
}

// ascribes tells whether the verb at item at has an object and an adjective that is said of it:
// "vindt de eis [buitensporig]".
func (u *unit) ascribes(at int) bool {
	n, ok := u.node(at)
	if !ok {
		return false
	}
	o, x := n.child("obj"), n.child("xcomp")
	return o.ok() && x.ok() && x.pos("ADJ") && !x.child("case", "mark").ok()
}

// judges tells whether a word of judgement stands between two items.
func (u *unit) judges(from, to int) bool {
	for k := from; k < to; k++ {
		if u.at(k).isQuote() || len(u.at(k).word.Colours) > 0 || u.at(k).is(lexicon.Degree) {
			return true
		}
		for _, ph := range u.at(k).word.Phrases {
			if ph.Kind == lexicon.OpinionPhrase {
				return true
			}
		}
	}
	return false
}

// nounObject finds a verb with a noun phrase as content, behind its preposition or not.
//
// Cue: the head of the verb group plus its fixed preposition.
// De inspectie waarschuwt voor gladde trottoirs.
func (u *unit) nounObject(r *reading) bool {
	if !r.Governs(lexicon.TakesNoun) || r.Weak {
		return false
	}
	src, behind, ok := u.subject(r)
	passive := u.suffers(r.at)
	if passive { // “wordt [door de bond] beschuldigd van”: nobody else has said it
		if src, ok = u.agent(r, len(u.items)); !ok && r.Class == "accuse" && r.prep > 0 {
			src, ok = nil, true
		}
		behind = r.end
	}
	if !ok {
		return false
	}
	from := max(behind, r.end)
	if r.prep > 0 {
		if r.prep < from && (r.Class != "accuse" || r.prep < r.at) {
			return false
		}
		from = r.prep
	}
	for u.isPart(r, from) {
		from++
	}
	if u.at(from).mark != 0 || from >= len(u.items) {
		return false
	}
	if r.Class == "accuse" && u.lex.VerbSecond && !passive {
		if o, ok := u.objectBefore(r, src); ok {
			return u.add("accusation", 0.8, r.Cue, src, r.parts, pieces{o, {from, u.objectEnd(from)}}) != nil
		}
		if o, ok := u.objectBehind(r, src); ok {
			from = o
		}
	}
	if r.prep == 0 {
		if _, ok := u.nounPhrase(u.skipAdverbs(from)); !ok && !u.at(from).isQuote() {
			o := u.object(r.at)
			if o < from {
				return false
			}
			from = o
		}
	}
	stop, part := u.objectEnd(from), r.partBehind(from)
	content := pieces{{from, min(stop, part)}}
	if addresses[r.Class] || r.Class == "announce" { // "kondigt gesprekken aan | met de spelers"
		if k := part + 1; part < stop && u.at(k).is(lexicon.Preposition_) {
			content = append(content, [2]int{k, u.objectEnd(k)})
		}
	}
	return u.add("noun-object", 0.65, r.Cue, src, r.parts, content) != nil
}

// object returns the first item of the object that the tree gives the verb at item at behind
// other phrases, -1 for none: "kondigt met een andere bond [een betoging] aan".
func (u *unit) object(at int) int {
	n, ok := u.node(at)
	if !ok || !u.lex.VerbSecond {
		return -1
	}
	o := n.predicate().child("obj")
	if !o.ok() || o.index < n.index || !o.pos("NOUN", "PROPN") {
		return -1
	}
	from, _ := o.subtree()
	for k := at + 1; k < from; k++ {
		if it := u.at(k); it.mark != 0 || it.isQuote() || it.is(lexicon.That|lexicon.Relative) {
			return -1
		}
	}
	return from
}

// partBehind returns the item of the first part of the cue behind item k: "juichen het
// plan [toe]".
func (r *reading) partBehind(k int) int {
	end := int(^uint(0) >> 1)
	for _, p := range r.parts {
		if p[0] > k {
			end = min(end, p[0])
		}
	}
	return end
}

// objectBefore reads the accused between subject and participle: "heeft de landen beschuldigd van".
func (u *unit) objectBefore(r *reading, src pieces) ([2]int, bool) {
	if !participle(u.at(r.at).word.Form, "") && !u.at(r.at-1).isWord() {
		return [2]int{}, false
	}
	low := src[0][1]
	for k := max(low, r.at-12); k < r.at; k++ {
		if p, ok := u.nounPhrase(k); ok && p.to <= r.at && p.to >= r.at-2 && !u.finite(k) {
			return [2]int{p.from, p.to}, true
		}
	}
	return [2]int{}, false
}

// objectBehind reads the accused behind the finite verb: "beschuldigt de landen van".
func (u *unit) objectBehind(r *reading, src pieces) (int, bool) {
	from := max(src[0][1], r.at+1)
	if p, ok := u.nounPhrase(from); ok && p.to <= r.prep && r.prep > 0 {
		return from, true
	}
	return 0, false
}

// objectEnd returns the end of a noun phrase that is content: the clause, or the comma
// before a new one.
func (u *unit) objectEnd(from int) int {
	stop := u.clauseEnd(from)
	for k := from + 1; k < stop; k++ {
		if u.at(k).mark == ',' && u.finite(k+1) && u.lex.VerbSecond {
			return k
		}
		if u.at(k).mark == '-' {
			return k
		}
		if u.at(k).is(lexicon.Coordinator) && u.finite(k+1) {
			return k
		}
		if n, _ := u.node(k + 1); u.lex.VerbSecond && u.at(k).is(lexicon.Coordinator) && u.at(k-1).mark == ',' && u.inflectedAt(k+1) && n.predicate().rel("conj", "root") {
			return k - 1 // “is tevreden over het vonnis, maar beraadt zich op hoger beroep”
		}
	}
	return stop
}
