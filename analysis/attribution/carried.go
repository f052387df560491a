package attribution

import (
	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/text"
)

// carry gives quotations without a frame to the one who spoke just before, or just after.
//
// A new quotation of the same speaker without a frame of its own is its own attribution.
// “Het dak lekte al jaren”, zegt conciërge Wout Lam. “Niemand deed iets.”
func (p *passage) carry() {
	by := p.byUnit()
	var outer []*unit
	for _, u := range p.units {
		if u.level < 0 {
			outer = append(outer, u)
		}
	}
	for _, u := range outer {
		// “X zei dat …: “…””: the quotation carries on the report
		q := len(u.items) - 1
		if q > 0 && !u.items[q].isQuote() {
			q--
		}
		from, ok := by[u]
		if !ok {
			u.colonSpeaker(q)
			continue
		}
		if q < 2 || !u.items[q].isQuote() || u.used[q] || u.items[q-1].mark != ':' || !u.speech(q) || p.root(from) < 0 {
			continue
		}
		if p.lex.JoinsResumed {
			p.join(p.root(from), u, q)
			continue
		}
		if f := u.add("carried", 0.8, nil, nil, nil, pieces{{q, q + 1}}); f != nil {
			f.Carried, f.From = true, p.root(from)
		}
	}
	answering := p.interviewee(outer)
	for i, u := range outer {
		q, ok := u.alone()
		if !ok || u.used[q] {
			continue
		}
		words := p.actor(outer, i, by)
		if answering != nil && (p.answersAt(outer, i) || p.followsWords(outer, i)) {
			words = answering
		}
		from := -1
		if len(words) == 0 {
			from = p.speaker(outer, i, by)
		}
		if from < 0 && len(words) == 0 {
			continue
		}
		if from >= 0 && p.resumes(outer, i, from) {
			p.join(from, u, q)
			by[u] = from
			continue
		}
		f := u.add("carried", 0.75, nil, nil, nil, pieces{{q, q + 1}})
		if f == nil {
			continue
		}
		f.Carried, f.From, f.Speaker = true, from, words
		by[u] = len(p.out) - 1
	}
}

// resumes tells whether the quotation of outer unit i goes on with what attribution from frames, in the same paragraph,
// and language counts the two as one.
//
// “The roof leaked for years,” said Adams, the caretaker. “Nobody did a thing.”
func (p *passage) resumes(outer []*unit, i, from int) bool {
	if !p.lex.JoinsResumed || p.out[from].unit.block != outer[i].block || i == 0 {
		return false
	}
	content := p.out[from].Content
	return content[len(content)-1].End <= outer[i].items[0].Start
}

// join gives the quotation at item q of unit u to attribution from as more of its content.
func (p *passage) join(from int, u *unit, q int) {
	f := &p.out[from]
	f.Content = append(f.Content, u.items[q].Span)
	u.used[q], u.own = true, true
}

// actor returns the words that name the subject of the sentence before outer unit i, where
// that sentence attributes nothing and its subject is a person: who does something just
// before a quotation says it.
func (p *passage) actor(outer []*unit, i int, by map[*unit]int) []text.Span {
	if i == 0 || outer[i-1].block != outer[i].block {
		return nil
	}
	u := outer[i-1]
	if _, ok := by[u]; ok {
		return nil
	}
	k := u.sentenceStart()
	if k > 0 && u.at(k-1).is(lexicon.Whether) {
		return nil // "Of De Haas blijft, laat zij in het midden"
	}
	s, ok := u.nounPhrase(k)
	verb := s.to
	if u.at(verb).mark == ',' {
		verb++ // "Haar buurman, die anoniem blijft, lacht"
	}
	if words := u.personBehindVerb(k); words != nil {
		return words
	}
	if ok && s.pronoun != nil && u.oneActs(s) {
		return u.spans(pieces{{s.from, s.to}})
	}
	if !ok || s.pronoun != nil || !u.finite(verb) && !u.verbLike(verb) && !u.isSubject(s) || !u.isSource(s) {
		return nil
	}
	if s.head != nil && s.head.Kind != "person" && s.head.Kind != "anonymous" || s.head == nil && !s.named {
		return nil
	}
	return u.spans(pieces{{s.from, s.to}})
}

// oneActs tells whether phrase p is "hij" or "zij" for one person who does what the verb of the sentence says.
func (u *unit) oneActs(p phrase) bool {
	n, ok := u.node(p.from)
	if !ok || !u.lex.VerbSecond || p.pronoun.Person != 3 || p.pronoun.Gender == "neut" || !n.rel("nsubj") || !n.head().ok() || !n.head().rel("root") {
		return false
	}
	v := n.head()
	for _, c := range v.children() {
		if c.rel("aux", "cop") && c.feature("VerbForm=Fin") {
			v = c
		}
	}
	return v.feature("Number=Sing")
}

// personBehindVerb returns the subject behind the finite verb of the clause at item k, where it is one
// person: "Over het geld is [hij] helder".
func (u *unit) personBehindVerb(k int) []text.Span {
	for ; u.lex.VerbSecond && k < len(u.items) && u.at(k).mark == 0; k++ {
		n, ok := u.node(k)
		if !ok || !n.rel("nsubj") || !n.head().ok() || !n.head().rel("root", "parataxis") || !u.finite(k-1) {
			continue
		}
		s, ok := u.nounPhrase(k)
		if ok && u.isSource(s) && (s.pronoun != nil && s.pronoun.Number == "sing" && s.pronoun.Gender != "neut" || s.head != nil && s.head.Kind == "person") {
			return u.spans(pieces{{s.from, s.to}})
		}
	}
	return nil
}

// isSubject tells whether the tree has phrase p as the subject of its sentence.
func (u *unit) isSubject(p phrase) bool {
	for k := p.from; k < p.core; k++ {
		if n, ok := u.node(k); ok && n.rel("nsubj") && n.head().ok() && n.head().rel("root", "parataxis") {
			return true
		}
	}
	return false
}

// colonSpeaker gives the quotation at item q, behind a colon, to the subject of its sentence.
//
// De directeur wil kort zijn: “Er komt geen tweede zwembad.”
func (u *unit) colonSpeaker(q int) {
	if q < 3 || !u.items[q].isQuote() || u.used[q] || u.items[q-1].mark != ':' || !u.speech(q) {
		return
	}
	if in := u.Quotations[u.items[q].quote].Inner; letters(in.In(u.Text)) < 12 {
		return
	}
	s, ok := u.nounPhrase(u.sentenceStart())
	if !ok || !u.finite(s.to) && !u.isSubject(s) || !u.isSource(s) {
		ok = false
		for k := u.sentenceStart(); k < q && !ok && u.lex.VerbSecond; k++ {
			if u.finite(k) {
				s, ok = u.nounPhrase(k + 1)
				break
			}
		}
	}
	person := ok && (s.head != nil && s.head.Kind == "person" || s.pronoun != nil && u.isSource(s) && s.pronoun.Gender != "neut")
	noun, _ := u.node(q - 2) // "heeft een nieuw lied: “Daar gaan we weer.”"
	whole := ok && u.endsWith(u.at(q), ".?!") && u.speaks(s) && s.pronoun == nil && !(noun.ok() && noun.pos("NOUN") && len(noun.word().Nouns) == 0)
	if !person && !whole {
		return
	}
	u.add("colon-quotation", 0.7, nil, pieces{{s.from, s.to}}, nil, pieces{{q, q + 1}})
}

// byUnit maps each unit to its widest attribution at the outer level.
func (p *passage) byUnit() map[*unit]int {
	out := map[*unit]int{}
	for i := range p.out {
		f := &p.out[i]
		if old, ok := out[f.unit]; ok && (width(p.out[old].Content) > width(f.Content) || len(f.Source) == 0) {
			continue
		}
		out[f.unit] = i
	}
	return out
}

func width(spans []text.Span) int {
	n := 0
	for _, s := range spans {
		n += s.Len()
	}
	return n
}

// alone returns the quotation that is a sentence of its own: marks, a conjunction, "want:" and a
// note in front, "(lacht)", aside.
func (u *unit) alone() (int, bool) {
	kind := u.Blocks[u.block].Kind
	if kind != text.Paragraph && kind != text.ListItem {
		return 0, false
	}
	q, from := -1, u.behindNote()
	for k := from; k < len(u.items); k++ {
		it := &u.items[k]
		switch {
		case it.isQuote() && q < 0:
			q = k
		case it.isQuote():
			return 0, false
		case it.isWord() && q < 0 && k < from+3:
		case it.isWord():
			return 0, false
		}
	}
	if q < 0 || q > from && u.items[q-1].mark != ':' && u.items[q-1].mark != '-' {
		return 0, false
	}
	in := u.Quotations[u.items[q].quote].Inner
	return q, letters(in.In(u.Text)) >= 8
}

// behindNote returns the item behind a short note in brackets that opens the sentence, 0 for none.
func (u *unit) behindNote() int {
	if u.at(0).mark != '(' {
		return 0
	}
	for k := 1; k < len(u.items) && k < 8; k++ {
		if u.at(k).mark == ')' {
			return k + 1
		}
	}
	return 0
}

// speaker finds the attribution whose source speaks on in outer unit i, -1 for none.
func (p *passage) speaker(outer []*unit, i int, by map[*unit]int) int {
	block := outer[i].block
	for k := i - 1; k >= 0 && k >= i-3 && outer[k].block == block; k-- {
		if a, ok := by[outer[k]]; ok {
			return p.root(a)
		}
	}
	// the paragraph begins with the quotation: the frame may follow at once
	if i+1 < len(outer) && outer[i+1].block == block && (i == 0 || outer[i-1].block != block) {
		if a, ok := by[outer[i+1]]; ok && len(p.out[a].Source) > 0 {
			if _, found := p.speakerAbove(outer, i, by); !found {
				return a
			}
		}
	}
	a, _ := p.speakerAbove(outer, i, by)
	return a
}

// speakerAbove looks in the paragraph above, headings skipped, for a speaker who had the
// last word there.
func (p *passage) speakerAbove(outer []*unit, i int, by map[*unit]int) (int, bool) {
	k := i - 1
	for k >= 0 && k > i-50 && (outer[k].block == outer[i].block || p.Blocks[outer[k].block].Kind != text.Paragraph) {
		k--
	}
	for tries := 0; k >= 0 && k > i-50 && tries < 2; k, tries = k-1, tries+1 {
		if a, ok := by[outer[k]]; ok {
			return p.root(a), true
		}
		if k > 0 && outer[k-1].block != outer[k].block {
			break
		}
	}
	return -1, false
}

// root follows carried quotations back to the frame.
func (p *passage) root(a int) int {
	if p.out[a].Carried {
		if p.out[a].From < 0 {
			return a // its own words name the speaker
		}
		return p.out[a].From
	}
	if len(p.out[a].Source) == 0 {
		return -1
	}
	return a
}
