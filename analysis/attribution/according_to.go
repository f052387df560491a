package attribution

import (
	"strings"

	"github.com/volgens/volgens/analysis/lexicon"
)

// accordingTo finds prepositions that name a source: before, inside and after its clause.
//
// Content: a frame inside the clause gives two content spans.
// De brug was volgens de aannemer al maanden veilig.
func (u *unit) accordingTo(prev *unit) {
	for _, ph := range u.list {
		prep, ok := ph.Entry.(*lexicon.Preposition)
		if !ok || u.used[ph.i] || u.lured[ph.i] {
			continue
		}
		u.according(ph, prep, prev)
	}
}

func (u *unit) according(ph phraseAt, prep *lexicon.Preposition, prev *unit) {
	i, behind := ph.i, ph.i+ph.n
	p, ok := u.nounPhrase(u.skipAdverbs(behind))
	if !ok {
		return
	}
	if !u.isSource(p) && p.pronoun == nil || p.pronoun != nil && p.pronoun.Person != 3 && u.level < 0 {
		return
	}
	if u.lure(ph.Words[0], p) || prep.Listed && !p.named && p.head == nil {
		return
	}
	if to, ok := u.sourceBehind(i, behind); ok && (!u.lex.VerbSecond || to > p.to && to < p.to+8 && u.finite(to)) {
		p.to = to
	} else {
		p.to = u.beforeClause(i, p)
	}
	src := pieces{{p.from, p.to}}
	content, ok := u.describing(i, p.to)
	if !ok {
		content = u.contentAround(i, p.to, prep.Side)
	}
	cues := pieces{{i, behind}}
	if len(content) == 0 {
		if prev != nil && prep.Side != "before" && len(u.items)-p.to <= 12 && !prev.own {
			prev.framedBy(u, "according-to", &lexicon.Cue{Lemma: prep.Phrase, Class: "say", Distance: prep.Distance, Certainty: prep.Certainty}, src, cues)
		}
		return
	}
	u.add("according-to", 0.95, &lexicon.Cue{Lemma: prep.Phrase, Class: "say", Distance: prep.Distance, Certainty: prep.Certainty}, src, cues, content)
}

// describing returns the content of a frame, from item i to item behind, in a relative clause: the
// clause with the noun that it describes.
//
// De flat, die volgens de gemeente wordt gesloopt, staat leeg.
func (u *unit) describing(i, behind int) (pieces, bool) {
	n, ok := u.node(i)
	if !ok || !u.lex.VerbSecond || !n.rel("case") || !n.head().ok() {
		return nil, false
	}
	verb := n.head().head()
	for verb.ok() && verb.rel("xcomp", "aux", "obl", "advcl") {
		verb = verb.head()
	}
	if !verb.ok() || !verb.rel("acl:relcl") || !verb.head().inside() {
		return nil, false
	}
	from, to := verb.subtree()
	for from < i && !u.at(from).is(lexicon.Relative) {
		from++
	}
	start := verb.head().nounStart()
	for to > behind && u.at(to-1).mark != 0 {
		to--
	}
	if from >= i || start >= from || to <= behind {
		return nil, false
	}
	return pieces{{start, i}, {behind, to}}, true
}

// sourceBehind returns the end of the source of the preposition from item i to item behind by
// the tree: the whole phrase below its noun.
func (u *unit) sourceBehind(i, behind int) (int, bool) {
	n, ok := u.node(i)
	if !ok || !n.rel("case", "mark") && !n.pos("VERB") {
		return 0, false
	}
	h := n.head()
	if h.ok() && n.pos("VERB") && !n.rel("case", "mark") {
		h = n.child("obl", "obj")
	}
	if !h.ok() || h.item() < behind || !h.pos("NOUN", "PROPN", "PRON", "X") {
		return 0, false
	}
	from, to, ok := n.phraseOf(h, none)
	for ok && !u.lex.VerbSecond && to < len(u.items) && u.at(to-1).isWord() && u.at(to-1).upper && u.name(to) {
		to++ // “Apple CEO [Tim Cook]”, which the tree parts
	}
	return to, ok && from <= behind+1
}

// beforeClause returns the end of the source p of a frame that begins its sentence. What
// looks like its apposition must be the clause where nothing else follows, or where the
// source has no name. “According to the pilots, | the runway was wet.” Where the verb comes
// second, the clause begins with it and cannot be mistaken.
func (u *unit) beforeClause(i int, p phrase) int {
	if start, _ := u.mainStart(i); u.lex.VerbSecond || start < i {
		return p.to
	}
	if p.named && (u.at(p.to).mark == ',' || u.clauseEnd(p.to) > p.to) {
		return p.to
	}
	end := p.to
	for k := p.to - 1; k >= p.core; k-- {
		if u.at(k).mark == ',' && !u.at(k+1).is(lexicon.Relative) {
			if end = k; p.named {
				break // “According to Baart, head of the harbour, | the runway was wet”
			}
		}
	}
	return end
}

// lure tells whether the noun behind a preposition makes it no source: "volgens planning".
func (u *unit) lure(first *lexicon.Word, p phrase) bool {
	for _, ph := range first.Phrases {
		if ph.Kind != lexicon.LureAfter {
			continue
		}
		for _, h := range ph.Entry.(*lexicon.Lure).Heads {
			w := u.lex.Word(h)
			for k := p.from; k < p.core; k++ {
				if k+1 >= p.core && (u.at(k).word == w && w.Known() || plural(u.text(k), h) || compound(u.text(k), h) && u.head(k) == nil) {
					return true
				}
			}
		}
	}
	return false
}

// compound tells whether a Dutch word ends in the noun: "boekhoudnormen".
func compound(word, noun string) bool {
	word = lexicon.Fold(word)
	for _, end := range []string{"", "s", "en", "n"} {
		if n := len(word) - len(noun) - len(end); len(noun) >= 4 && n >= 3 && strings.HasSuffix(word, noun+end) {
			return true
		}
	}
	return false
}

// plural tells whether word is the noun or its plural: "regels", "principes".
func plural(word, noun string) bool {
	word = lexicon.Fold(word)
	return word == noun || strings.HasPrefix(word, noun) && (word[len(noun):] == "s" || word[len(noun):] == "en" || word[len(noun):] == "n" || word[len(noun):] == "es")
}

// contentAround returns the clause around a frame from item i to item behind.
func (u *unit) contentAround(i, behind int, side string) pieces {
	start, closed := u.mainStart(i)
	if u.at(i-1).mark == ',' && u.at(behind).isWord() && !u.at(behind).is(lexicon.Coordinator|lexicon.Preposition_) && side != "after" && u.lex.VerbSecond {
		start = i // “…, volgens hem is er …”: a clause of its own begins
	}
	if u.at(behind).mark == ',' && u.at(behind+1).isWord() && (start >= i || !u.comma(i)) {
		behind++
	}
	var out pieces
	if start < i && side != "before" {
		out = append(out, [2]int{start, i})
	}
	if u.at(behind).mark == ':' {
		return pieces{{behind + 1, u.clauseEnd(behind)}}
	}
	if side == "after" && len(out) > 0 {
		if m := u.at(behind).mark; (m == ',' || m == '-') && u.comma(i) {
			next := u.at(behind + 1)
			quoted := u.at(i-1).isQuote() || u.at(i-2).isQuote() // “…”, aldus Jansen, tevens burgemeester
			if next.isQuote() || next.isWord() && !quoted && !next.is(lexicon.Relative|lexicon.Coordinator|lexicon.Subordinator|lexicon.QuestionWord) {
				return append(out, [2]int{behind + 1, u.clauseEnd(behind + 1)})
			}
		}
		return out
	}
	if behind < len(u.items) && !closed {
		stop := u.clauseEnd(behind)
		if len(out) > 0 && u.comma(i) && u.at(behind).mark == ',' {
			// “A, volgens X, b.” goes on; “A, volgens X, die …” does not
			if !u.goesOn(behind+1) && u.lex.VerbSecond {
				return out
			}
		}
		if stop > behind {
			out = append(out, [2]int{behind, stop})
		}
	}
	return out
}

// comma tells whether a comma or dash, or a quotation, stands before item i.
func (u *unit) comma(i int) bool {
	m := u.at(i - 1).mark
	return m == ',' || m == '-' || u.at(i-1).isQuote()
}

// mainStart returns the first item of the clause in which a frame at i stands.
func (u *unit) mainStart(i int) (start int, closed bool) {
	start = u.sentenceStart()
	for k := i - 1; k >= start; k-- {
		it := u.at(k)
		switch {
		case it.mark == ';', it.mark == ':' && !u.at(k+1).isQuote():
			return k + 1, false
		case it.is(lexicon.Coordinator) && !u.lex.VerbSecond && u.tree(int(it.first)) != nil:
			if k == i-1 {
				return k + 1, false
			}
		case it.is(lexicon.Coordinator) && (k == i-1 || k > 0 && u.at(k-1).mark == ',' && u.newClause(k+1, i)):
			return k + 1, false
		case it.is(lexicon.That) && k == i-1: // "dat volgens hem …"
			return k + 1, false
		case it.is(lexicon.Coordinator) && u.subjectVerb(k+1, i):
			return k + 1, false
		case u.used[k] && !it.isQuote():
			return u.afterFrame(k, i), false
		}
	}
	return start, false
}

// subjectVerb tells whether a subject and its verb stand at item k, before item i: "en dat
// is volgens hem …".
func (u *unit) subjectVerb(k, i int) bool {
	p, ok := u.nounCore(k)
	return ok && p.to < i && u.finite(p.to)
}

// afterFrame returns the first item of the clause that follows a frame with its cue at k.
func (u *unit) afterFrame(k, i int) int {
	for j := k + 1; j < i; j++ {
		if u.at(j).mark == ',' || u.at(j).mark == ';' || u.at(j).is(lexicon.Coordinator) {
			return j + 1
		}
	}
	return i
}

// newClause tells whether a main clause begins at item k: there is a finite verb before i.
func (u *unit) newClause(k, i int) bool {
	for j := k; j < i; j++ {
		if u.finite(j) {
			return true
		}
	}
	return i-k <= 1
}

// framedBy gives the sentence of u, as a whole, to a frame that stands in the next unit.
func (u *unit) framedBy(frame *unit, rule string, cue *lexicon.Cue, src, cues pieces) {
	start := u.sentenceStart()
	if start >= len(u.items) {
		return
	}
	content := u.content(pieces{{start, len(u.items)}})
	if len(content) == 0 {
		return
	}
	f := frame.add(rule, 0.8, cue, src, cues, pieces{{cues[0][0], cues[0][1]}})
	if f == nil {
		return
	}
	f.Content = content
	for k := range u.items {
		if u.items[k].isQuote() {
			u.used[k] = true
		}
	}
	u.own = true
}
