package attribution

import (
	"slices"

	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/text"
)

// colonFrames finds a source that only a colon ties to its words.
//
// Cue: only a colon: no cue span.
// Wethouder Baks: “Er komt geen parkeergarage.”
func (u *unit) colonFrames() {
	for k := 1; k < len(u.items)-1 && k < 16; k++ {
		if u.items[k].mark != ':' {
			continue
		}
		u.colonAt(k)
		return
	}
}

func (u *unit) colonAt(k int) {
	if u.turns[u.block] && u.label() == k && u.opensBlock() {
		u.turn(k)
		return
	}
	p, ok := u.nounPhrase(0)
	if u.level < 0 && u.opensBlock() && u.lex.Label(text.Span{Start: u.items[0].Start, End: u.items[k-1].End}.In(u.Text)) {
		return
	}
	quote := u.items[k+1].isQuote()
	told := p.pronoun != nil && quote && p.pronoun.Person == 3 && p.pronoun.Gender != "neut" // "Hij: ‘Dat klopt niet.’"
	if !ok || p.to != k || !u.isSource(p) || p.pronoun != nil && !told || u.Blocks[u.block].Kind == text.Caption {
		return // "Photo: Jane Doe"
	}
	headline := u.level < 0 && (u.Blocks[u.block].Kind != text.Paragraph || u.opening())
	if !quote && !(headline && (p.named || p.head != nil && p.head.Kind != "document")) {
		return
	}
	several := u.at(p.from).is(lexicon.Indefinite) && (!u.at(p.from).is(lexicon.Article) || u.at(p.from+1).is(lexicon.Of)) // "Een van de bewoners"
	known := p.named || p.head != nil || told || quote && (several || headline && p.to <= 3)
	if !known || p.head != nil && p.head.Kind == "document" {
		return
	}
	for i := p.from; i < p.to; i++ {
		if len(u.items[i].word.Nouns) > 0 && u.items[i].word.Head == nil {
			return
		}
	}
	stop := u.clauseEnd(k + 1)
	conf := 0.9
	if !quote {
		conf = 0.7
	}
	u.add("colon", conf, nil, pieces{{p.from, p.to}}, nil, pieces{{k + 1, stop}})
}

// opening tells whether the unit fills the first block of the text and is short: a headline,
// though a full stop may stand behind it.
func (u *unit) opening() bool {
	const most = 30 // items
	return u.block == 0 && len(u.items) <= most && u.items[0].Start == u.Blocks[0].Start && u.items[len(u.items)-1].End == u.Blocks[0].End
}

// signed finds a quotation with its speaker behind a dash, where the two fill a paragraph.
//
// Cue: only marks: no cue span.
// “The council never asked us.” — Peter Lowe
func (u *unit) signed(prev *unit) {
	if u.level >= 0 || u.Blocks[u.block].Kind == text.Caption {
		return
	}
	q := u
	if prev != nil && u.at(0).mark == '-' {
		q = prev
	}
	k := len(q.items) - 1
	if q == u {
		k = slices.IndexFunc(u.items, func(it item) bool { return it.isQuote() })
	}
	if k < 0 || k > 2 || !q.items[k].isQuote() || q.used[k] || !q.speech(k) {
		return
	}
	dash := 0
	if q == u {
		dash = k + 1
	}
	p, ok := u.nounPhrase(dash + 1)
	if u.at(dash).mark != '-' || !ok || !p.named || p.to-p.from > 12 || p.to < len(u.items) && u.at(p.to).mark != '.' {
		return
	}
	f := u.add("signed-quotation", 0.85, nil, pieces{{p.from, p.to}}, nil, pieces{{dash, p.to}})
	if f == nil {
		return
	}
	f.Content = []text.Span{q.items[k].Span}
	q.used[k], q.own = true, true
}

// impersonal finds adverbs that tell of reports without a source, and those whose source
// is the subject.
//
// Source: no source words.
// De keeper vertrekt naar verluidt naar Spanje.
func (u *unit) impersonal() {
	for _, ph := range u.list {
		adv, ok := ph.Entry.(*lexicon.Adverb)
		if !ok || u.used[ph.i] || u.lured[ph.i] {
			continue
		}
		i, behind := ph.i, ph.i+ph.n
		var src, content pieces
		if from, to, ok := u.relativeClause(i); ok {
			content = pieces{{from, i}, {behind, to}}
			src = pieces{{from, from + 1}}
		} else {
			content = u.contentAround(i, behind, "any")
		}
		if len(content) == 0 {
			continue
		}
		switch adv.Source {
		case "possessive":
			for k := i; k < behind; k++ {
				if u.pronoun(k, "poss") != nil {
					src = pieces{{k, k + 1}}
				}
			}
		case "subject":
			if p, ok := u.nounPhrase(behind + 1); ok && u.at(behind).is(lexicon.Of) && u.isSource(p) {
				src, content = pieces{{p.from, p.to}}, u.contentAround(i, p.to, "any")
				behind++ // "naar eigen zeggen van Jansen"
			} else if len(src) > 0 {
				break
			} else if p, ok := u.nounPhrase(behind + 1); ok && u.finite(behind) && u.isSource(p) {
				src = pieces{{p.from, p.to}}
			} else if p, ok := u.nearestSubject(i); ok {
				src = pieces{{p.from, p.to}}
			}
		default:
			src = nil
		}
		u.add("hearsay", 0.7, &lexicon.Cue{Lemma: adv.Phrase, Class: "report", Distance: adv.Distance, Certainty: adv.Certainty}, src, pieces{{i, behind}}, content)
	}
}

// relativeClause returns the bounds of the relative clause with the verb at its end in which
// item i stands, if its pronoun is the subject.
func (u *unit) relativeClause(i int) (from, to int, ok bool) {
	n, ok := u.node(i)
	for ok && !n.rel("acl:relcl") {
		if n.rel("root", "ccomp", "parataxis") {
			return 0, 0, false
		}
		n = n.head()
		ok = n.ok()
	}
	if !ok {
		return 0, 0, false
	}
	s := n.child("nsubj")
	if !s.ok() || !u.lex.VerbSecond || !u.at(s.item()).is(lexicon.Relative) {
		return 0, 0, false
	}
	_, to = n.subtree()
	for to > i && u.at(to-1).mark != 0 {
		to--
	}
	return s.item(), to, s.item() < i && i < to
}

// underCue tells whether a verb of saying governs the phrase from item from to item to.
func (u *unit) underCue(from, to int) bool {
	n, ok := u.node(to - 1)
	for ok && n.inside() && from <= n.item() && n.item() < to {
		n = n.head()
		ok = n.ok()
	}
	return ok && n.inside() && u.finite(n.item()) && u.strongCue(n.item())
}

// nearestSubject reads the noun phrase at the start of the clause of item i, or the one
// behind its finite verb.
func (u *unit) nearestSubject(i int) (phrase, bool) {
	start := u.clauseStart(i)
	if p, ok := u.nounPhrase(start); ok && u.isSource(p) && p.to <= i {
		return p, true
	}
	for k := start; k < i; k++ {
		if u.finite(k) {
			return u.nounPhrase(k + 1)
		}
	}
	return phrase{}, false
}

// sourceFrames finds frames around a source: "wat Jansen betreft", "uit de studie blijkt".
//
// Cue: wat … betreft, in … ogen, uit … blijkt (with a named document or study).
// Uit een rondgang van de omroep blijkt dat het zwembad dichtgaat.
func (u *unit) sourceFrames() {
	for _, ph := range u.list {
		frame, ok := ph.Entry.(*lexicon.Frame)
		if !ok || frame.Anaphoric || u.used[ph.i] || u.lured[ph.i] {
			continue
		}
		u.sourceFrame(ph, frame)
	}
}

// equatedFrames finds clauses that are said to be what somebody thinks.
//
// Content: the clause before the comma.
// De straat moet dicht, is haar overtuiging.
func (u *unit) equatedFrames() {
	for k := 2; k+2 < len(u.items) && u.lex.VerbSecond; k++ {
		if !u.comma(k) || !u.at(k).is(lexicon.Be) && !u.at(k).sounds() || u.used[k] || u.pronoun(k+1, "poss") == nil {
			continue
		}
		n := k + 2
		if v, ok := u.node(n); ok && v.pos("ADJ") {
			n++ // "is haar vaste overtuiging"
		}
		i := slices.IndexFunc(u.at(n).word.Nouns, func(c *lexicon.Cue) bool { return c.Governs(lexicon.TakesThat) })
		if i < 0 || n+1 < len(u.items) && u.at(n+1).mark == 0 {
			continue
		}
		if content := u.contentAround(k, n+1, "after"); len(content) > 0 {
			u.add("source-frame", 0.8, u.at(n).word.Nouns[i], pieces{{k + 1, k + 2}}, pieces{{k, k + 1}, {n, n + 1}}, content)
		}
	}
}

// sounds tells whether the item is a form of a verb that has words as its subject: "luidt het".
func (it *item) sounds() bool {
	return slices.ContainsFunc(it.word.Verbs, func(c *lexicon.Cue) bool {
		w := c.WithPhrase()
		return w != nil && len(w.Words) == 1 && len(w.Words[0].Pronouns) > 0 && c.Governs(lexicon.TakesQuote)
	})
}

func (u *unit) sourceFrame(ph phraseAt, frame *lexicon.Frame) {
	i := ph.i
	p, ok := u.nounPhrase(i + ph.n)
	if frame.Relative {
		p, ok = u.describedAt(i)
	}
	if !ok || !u.isSource(p) || !kindFits(frame, p) || frame.Behind && !(u.comma(i) && (u.at(i-2).isQuote() && p.head != nil || u.finiteBefore(u.sentenceStart(), i))) {
		return
	}
	cues := ph.parts()
	behind := max(p.to, i+ph.n)
	if frame.After_ != nil {
		k, n := u.findAfter(p, frame.After_)
		if n == 0 {
			return
		}
		if k < p.to {
			p.to = k
		}
		cues = append(cues, [2]int{k, k + n})
		behind = k + n
	}
	if u.finite(behind) && u.strongCue(behind) || frame.After_ == nil && u.underCue(i, p.to) {
		return // “Op basis van het onderzoek vermoedt zij dat …”: the verb attributes
	}
	var content pieces
	that := u.subordinate(behind)
	if u.at(that).is(lexicon.That | lexicon.QuestionWord | lexicon.Whether) {
		content = pieces{{that, u.clauseEnd(that)}}
	} else if frame.Clause || frame.Relative {
		return
	} else if content = u.contentAround(i, behind, "any"); len(content) == 0 {
		return
	}
	lemma := frame.Before
	if frame.After != "" {
		lemma += " … " + frame.After
	}
	u.add("source-frame", 0.75, &lexicon.Cue{Lemma: lemma, Class: "say", Distance: frame.Distance, Certainty: frame.Certainty}, pieces{{p.from, p.to}}, cues, content)
}

// describedAt returns the noun phrase of which the relative clause tells that begins at item k.
func (u *unit) describedAt(k int) (phrase, bool) {
	n, ok := u.node(k)
	for ok && !n.rel("acl:relcl") {
		n = n.head()
		ok = n.ok()
	}
	if !ok || !n.head().ok() || !n.head().inside() || n.head().item() >= k {
		return phrase{}, false
	}
	p, ok := u.nounPhrase(n.head().nounStart())
	return p, ok && p.to <= k
}

// subordinate returns where a dat or of clause begins behind the adverbs at item k, k without one:
// "uit cijfers bleek vorige week [dat] de huren stijgen".
func (u *unit) subordinate(k int) int {
	const adverbs = 4
	for that := k; that < k+adverbs && u.at(that).isWord(); that++ {
		if u.at(that).is(lexicon.That | lexicon.Whether) {
			return that
		}
	}
	return k
}

func (u *unit) findAfter(p phrase, after *lexicon.Phrase) (int, int) {
	for k := p.from + 1; k < len(u.items) && k < p.to+10; k++ {
		if n := after.Match(func(j int) *lexicon.Word { return u.at(k + j).word }); n > 0 {
			return k, n
		}
	}
	return 0, 0
}

func kindFits(f *lexicon.Frame, p phrase) bool {
	if len(f.Kinds) == 0 {
		return p.named || p.head != nil || p.pronoun != nil
	}
	if p.head == nil {
		return p.named || p.pronoun != nil && f.Kinds[0] != "document"
	}
	for _, k := range f.Kinds {
		if k == p.head.Kind {
			return true
		}
	}
	return false
}
