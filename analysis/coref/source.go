package coref

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/text"
)

// source resolves the words that name a source to an entity, and to the one through whom
// its words came, if they say so.
func (d *document) source(s text.Span, a *attribution.Attribution) (*entity, *entity) {
	from, to := d.tokensIn(s)
	if from >= to {
		return nil, nil
	}
	var via *entity
	e := d.pronominal(from, to, a)
	kind := Pronoun
	if e == nil {
		if e = d.namedIn(from, to); e != nil {
			kind = Name
		} else {
			e, kind = d.nominal(from, to), Nominal
		}
		via = d.via(from, to)
	}
	if e == nil {
		return nil, nil
	}
	e.isSource = true
	e.mentions = append(e.mentions, Mention{Span: s, Kind: kind})
	d.remember(e, s.Start)
	return e, via
}

// core returns the token behind the noun and name of a phrase, before what modifies it.
func (d *document) core(from, to int) int {
	for k := from; k < to; k++ {
		w := d.words(&d.tokens[k])
		t := &d.tokens[k]
		if w == "," || w == "(" || w == "–" || k > from && t.word.Is(lexicon.Relative) && !t.upper {
			return k
		}
		if k > from && t.word.Is(lexicon.Of|lexicon.Preposition_) && !t.upper && !d.insideRun(k) {
			return k
		}
	}
	return to
}

func (d *document) insideRun(k int) bool {
	r := d.runAt(k)
	return r != nil && r.from < k && k < r.to
}

// runAt returns the name that covers token k, nil for none.
func (d *document) runAt(k int) *run {
	i, ok := slices.BinarySearchFunc(d.runs, k, func(r *run, k int) int { return cmp.Compare(r.from, k) })
	if ok {
		return d.runs[i]
	}
	if i > 0 && d.runs[i-1].to > k {
		return d.runs[i-1]
	}
	return nil
}

// namedIn finds the entity whose name is the head of a phrase: "hoogleraar Jansen", "de
// voorzitter van de bond, Jan Jansen"; nil where the phrase has a noun for its head.
func (d *document) namedIn(from, to int) *entity {
	core := d.core(from, to)
	var head *lexicon.Head
	for k := from; k < core; k++ {
		if r := d.runAt(k); r != nil && r.from >= from {
			if d.attributive(r, from, core) || head != nil && head.Kind == "person" && r.entity.kind == Government && d.tokens[r.from].word.Place != "" {
				k = r.to - 1
				continue
			}
			if head == nil && r.from == from+1 && indefinite[d.tokens[from].word.Form] {
				return nil // "een Vietnamees" is not called so
			}
			return d.claimRun(r, from, to, head)
		}
		if h := d.headAt(k); h != nil {
			head = h
		}
	}
	if head == nil && d.tokens[from].upper && core-from <= 4 && !d.tokens[from].word.Is(notInName) {
		return d.bare(from, core)
	}
	if core-from == 1 && d.tokens[from].upper {
		if list := d.bySurname[lexicon.Fold(d.words(&d.tokens[from]))]; len(list) > 0 {
			return latest(list) // "Bakker", who is no baker
		}
	}
	if head == nil || head.Kind != "person" {
		return nil
	}
	// "officier van dienst Jansen", "minister van Mobiliteit Lode Jansen"
	for k := core + 1; k < to && d.words(&d.tokens[k]) != "," && !d.tokens[k].word.Is(lexicon.Relative); k++ {
		r := d.runAt(k)
		if r != nil && r.from == k && r.to <= to && r.entity.kind == Person && !d.tokens[k-1].word.Is(notInName) && d.tokens[core].word.Is(lexicon.Of) {
			d.fill(r.entity, from, k, head)
			return r.entity
		}
	}
	// an apposition may hold the name
	for k := core; k < to; k++ {
		if d.words(&d.tokens[k]) != "," {
			continue
		}
		if r := d.runAt(k + 1); r != nil && r.from == k+1 && r.to <= to && r.entity.kind == Person {
			d.fill(r.entity, from, core, head)
			return r.entity
		}
	}
	return nil
}

// attributive tells whether a name only qualifies a noun behind it: "Facebook-woordvoerster"
// is one word, "Stein spokeswoman Figueroa", "the Trump campaign".
func (d *document) attributive(r *run, from, core int) bool {
	if r.to >= core {
		return false
	}
	t := &d.tokens[r.to]
	if d.lex.VerbSecond && strings.HasSuffix(d.words(&d.tokens[r.to-1]), "s") && !t.upper {
		if h, _ := d.lastHead(r.to, core); h != nil && h.Kind == "person" {
			return true // "Jansens advocaat"
		}
	}
	if t.word.Is(lexicon.Possess) || t.upper && d.personHead(r.to) != nil {
		return true
	}
	return isLetter(firstRune(d.words(t))) && (d.headAt(r.to) != nil || !t.upper && !d.lex.VerbSecond) && !d.near0(r.to)
}

func (d *document) near0(int) bool { return false }

// claimRun takes the entity of a name in a source phrase and learns from the phrase.
func (d *document) claimRun(r *run, from, to int, head *lexicon.Head) *entity {
	e := r.entity
	if head != nil && len(e.mentions) == 0 && e.kind != Kind(head.Kind) && len(e.heads) == 0 {
		e.kind = Kind(head.Kind)
		if e.kind == Anonymous || e.kind == Group && head.Kind == "group" {
			e.kind = Person
		}
	}
	if head == nil && e.kind == Person && r.from > from && d.tokens[r.from-1].word.Is(lexicon.Article) && len(e.heads) == 0 && e.gender == "" {
		e.kind = Organisation
	}
	d.fill(e, from, r.from, head)
	// an organisation may have its name go on: "het Nederlands Instituut van Psychologen"
	if e.kind != Person && r.to < to && d.tokens[r.to].word.Is(lexicon.Of) && d.headIn(r) && len(e.mentions) == 0 {
		if end := min(to, d.phraseEnd(r.to+1)); end > r.to+1 && d.tokens[end-1].upper {
			e.name = squeeze(d.Text[d.tokens[r.from].Start:d.tokens[end-1].End])
		}
	}
	return e
}

func (d *document) headIn(r *run) bool {
	for k := r.from; k < r.to; k++ {
		if h := d.headAt(k); h != nil && h.Kind != "person" {
			return true
		}
	}
	return false
}

// fill takes the words before a name as role, if there is none yet.
func (d *document) fill(e *entity, from, to int, head *lexicon.Head) {
	if head == nil || head.Kind != "person" || e.kind != Person {
		return
	}
	from = d.strip(from, to)
	for from < to && indefinite[d.tokens[from].word.Form] {
		from++
	}
	if from >= to {
		return
	}
	if e.role == "" {
		e.role = squeeze(d.Text[d.tokens[from].Start:d.tokens[to-1].End])
	}
	e.addHead(head.Lemma, head)
}

// bare takes a phrase with a capital that the search for names passed over, at the start of
// a sentence: "Versatel verwacht …".
func (d *document) bare(from, core int) *entity {
	end := from
	for end < core && (d.tokens[end].upper || d.tokens[end].word.Is(lexicon.NameParticle)) {
		end++
	}
	if end < core && isLetter(firstRune(d.words(&d.tokens[end]))) || d.headAt(end-1) != nil || d.tokens[from].word.Known() && end-from == 1 && !d.tokens[from].word.Is(lexicon.GivenMasc|lexicon.GivenFem) && d.tokens[from].word.Place == "" {
		return nil
	}
	r := &run{from: from, to: end}
	d.enter(r)
	return r.entity
}

// nominal resolves a description: to the named source it fits, to the same description
// before, or to a source of its own.
func (d *document) nominal(from, to int) *entity {
	core := d.core(from, to)
	head, headAt := d.lastHead(from, core)
	definite := d.tokens[from].word.Is(lexicon.Article|lexicon.Demonstrative|lexicon.Determiner) && !indefinite[d.tokens[from].word.Form]
	bare := from
	for bare < core-1 && d.tokens[bare].word.Is(lexicon.Article|lexicon.Demonstrative) && !indefinite[d.tokens[bare].word.Form] {
		bare++
	}
	if head != nil && definite && core == to && (head.Kind == "person" || head.Kind == "anonymous") && !d.pluralHead(head, headAt) {
		if e := d.fitting(lexicon.Fold(d.words(&d.tokens[headAt])), head, d.tokens[from].Start); e != nil {
			return e
		}
	}
	if head != nil && head.Kind == "person" && core == to && core-from == 2 && d.tokens[from].word.Is(lexicon.Article) && definite && !d.pluralHead(head, headAt) {
		if e := d.roleless(from, head); e != nil {
			return e
		}
	}
	if head != nil && core == to && definite && d.tokens[headAt].word.Is(lexicon.Generic) {
		if e := d.sameKind(Kind(head.Kind), from); e != nil {
			return e
		}
	}
	if head != nil && head.Kind == "person" && d.headline(from) && !d.pluralHead(head, headAt) {
		if e := d.ahead(lexicon.Fold(d.words(&d.tokens[headAt])), head); e != nil {
			return e
		}
	}
	end := d.nameEnd(from, core, to, head)
	name := squeeze(d.Text[d.tokens[bare].Start:d.tokens[end-1].End])
	if d.tokens[bare].initial && bare == from && !acronymLike(d.words(&d.tokens[bare])) && d.headAt(bare) != nil {
		name = lowerFirst(name)
	}
	key := lexicon.Fold(name)
	if e := d.nominals[key]; e != nil {
		return e
	}
	if head != nil && definite && core == to {
		if e := d.nominals["#"+lexicon.Fold(d.words(&d.tokens[headAt]))]; e != nil {
			return e
		}
	}
	e := &entity{name: name, key: key, first: d.tokens[from].Start, lastRun: d.tokens[from].Start}
	e.kind = d.nominalKind(from, core, head)
	if head != nil {
		e.addHead(d.words(&d.tokens[headAt]), head)
		e.plural = d.pluralHead(head, headAt)
		if e.kind == Person {
			e.role = squeeze(d.Text[d.tokens[min(bare+d.skipArticle(bare), core-1)].Start:d.tokens[core-1].End])
		}
		d.nominals["#"+lexicon.Fold(d.words(&d.tokens[headAt]))] = e
	}
	if e.plural && e.kind == Person {
		e.kind = Group
	}
	d.nominals[key] = e
	return e
}

func (d *document) skipArticle(i int) int {
	if indefinite[d.tokens[i].word.Form] {
		return 1
	}
	return 0
}

// nameEnd returns where the name of a nominal source ends: with its of-phrases, without
// relative clauses and appositions.
func (d *document) nameEnd(from, core, to int, head *lexicon.Head) int {
	end := core
	for end < to && d.tokens[end].word.Is(lexicon.Of|lexicon.Preposition_) {
		next := end + 1
		for next < to && !d.tokens[next].word.Is(lexicon.Of|lexicon.Preposition_|lexicon.Relative) && d.words(&d.tokens[next]) != "," {
			next++
		}
		end = next
	}
	return max(end, from+1)
}

func (d *document) lastHead(from, to int) (*lexicon.Head, int) {
	for k := to - 1; k >= from; k-- {
		if h := d.headAt(k); h != nil {
			return h, k
		}
	}
	return nil, -1
}

// pluralHead tells whether the noun at token i is a plural.
func (d *document) pluralHead(h *lexicon.Head, i int) bool {
	w := lexicon.Fold(d.words(&d.tokens[i]))
	for _, p := range h.Plural {
		if strings.HasSuffix(w, p) {
			return true
		}
	}
	return false
}

func (d *document) nominalKind(from, core int, head *lexicon.Head) Kind {
	if head != nil {
		k := Kind(head.Kind)
		if k == Person && indefinite[d.tokens[from].word.Form] {
			return Person
		}
		return k
	}
	first := &d.tokens[from]
	if first.word.Is(lexicon.Indefinite | lexicon.Numeral) {
		return Group
	}
	if d.lex.VerbSecond && core > from && strings.HasSuffix(d.words(&d.tokens[core-1]), "en") || !d.lex.VerbSecond && strings.HasSuffix(d.words(&d.tokens[core-1]), "s") {
		return Group
	}
	return Organisation
}

// roleless finds the person who spoke last, if the text has not said what he does: "de
// hoogleraar" may tell it.
func (d *document) roleless(at int, head *lexicon.Head) *entity {
	k := len(d.recent) - 1
	if k < 0 || d.sentenceAt(d.recentAt[k]) < d.tokens[at].sentence-2 {
		return nil
	}
	e := d.recent[k]
	if e.kind != Person || !e.named || len(e.heads) > 0 || e.gender != "" && head.Gender != "" && head.Gender != "common" && e.gender != head.Gender {
		return nil
	}
	return e
}

// sameKind finds the organisation or medium named last of which "het bedrijf" or "de krant"
// may speak.
func (d *document) sameKind(kind Kind, at int) *entity {
	i, _ := slices.BinarySearchFunc(d.runs, at, func(r *run, k int) int { return cmp.Compare(r.from, k) })
	sentence := d.tokens[at].sentence
	for n := 1; n <= 10 && i-n >= 0; n++ {
		r := d.runs[i-n]
		if d.tokens[r.from].sentence < sentence-4 {
			return nil
		}
		if r.entity.kind == kind {
			return r.entity
		}
	}
	return nil
}

// headline tells whether token i stands in a title or heading: whom it describes may be
// named further down.
func (d *document) headline(i int) bool {
	k := d.Blocks[d.Sentences[d.tokens[i].sentence].Block].Kind
	return k == text.Title || k == text.Heading
}

// ahead finds the person whose role a headline gives, in the text that follows.
func (d *document) ahead(word string, head *lexicon.Head) *entity {
	for _, r := range d.runs[:min(len(d.runs), 40)] {
		if r.entity.kind == Person && r.entity.fits(word, head) {
			return r.entity
		}
	}
	return nil
}

// fits tells whether one of the roles of e is that of a description.
func (e *entity) fits(word string, head *lexicon.Head) bool {
	lemma := lexicon.Fold(head.Lemma)
	for _, h := range e.heads {
		if h == word || h == lemma || strings.HasSuffix(word, h) && len(h) > 4 || strings.HasSuffix(h, word) && len(word) > 4 {
			return true
		}
	}
	return false
}

// fitting finds the person whose role a description repeats: "de hoogleraar".
func (d *document) fitting(word string, head *lexicon.Head, at int) *entity {
	before := sort.Search(len(d.runs), func(i int) bool { return d.tokens[d.runs[i].from].Start >= at })
	for i := before - 1; i >= max(before-60, 0); i-- {
		if e := d.runs[i].entity; e != nil && e.kind == Person && e.fits(word, head) {
			return e
		}
	}
	return nil
}

// pronominal resolves a pronoun or relative pronoun; nil where the phrase is none.
func (d *document) pronominal(from, to int, a *attribution.Attribution) *entity {
	t := &d.tokens[from]
	if t.word.Is(lexicon.Relative) && (to-from == 1) {
		if e := d.antecedent(from); e != nil {
			return e
		}
	}
	if to-from == 1 && t.word.Is(lexicon.Demonstrative) && len(d.recent) > 0 {
		if k := len(d.recent) - 1; d.sentenceAt(d.recentAt[k]) >= t.sentence-1 {
			return d.recent[k] // "De bond is tegen. Die noemt het plan …"
		}
	}
	if to-from > 1 && !d.tokens[from+1].word.Is(lexicon.Relative) && d.words(&d.tokens[from+1]) != "," {
		return nil
	}
	for _, p := range t.word.Pronouns {
		if p.Person == 3 && p.Case != "refl" {
			return d.pronoun(from, p, a)
		}
	}
	return nil
}

// antecedent finds the noun phrase before a relative pronoun: its name or its noun.
func (d *document) antecedent(rel int) *entity {
	k := rel - 1
	if k >= 0 && d.words(&d.tokens[k]) == "," {
		k--
	}
	if k >= 0 && d.words(&d.tokens[k]) == ")" {
		for k > 0 && d.words(&d.tokens[k]) != "(" {
			k--
		}
		k--
	}
	if k < 0 || d.tokens[k].sentence != d.tokens[rel].sentence {
		return nil
	}
	low := max(0, rel-20)
	for j := k; j >= low && d.tokens[j].sentence == d.tokens[rel].sentence; j-- {
		if r := d.runAt(j); r != nil && r.entity.kind == Person && d.tokens[rel].word.Form != "dat" {
			return r.entity
		}
		if r := d.runAt(j); r != nil && j == k {
			return r.entity
		}
		if h := d.headAt(j); h != nil {
			from := j
			for from > low && !d.tokens[from-1].word.Is(notInName&^(lexicon.Article|lexicon.Determiner|lexicon.Numeral)) && isLetter(firstRune(d.words(&d.tokens[from-1]))) && len(d.tokens[from-1].word.Verbs) == 0 {
				from--
				if d.tokens[from].word.Is(lexicon.Article) {
					break
				}
			}
			return d.nominal(from, j+1)
		}
		if d.words(&d.tokens[j]) == "," {
			break
		}
	}
	return nil
}

// pronoun finds the nearest source or person that fits in gender and number.
func (d *document) pronoun(i int, p *lexicon.Pronoun, a *attribution.Attribution) *entity {
	at := d.tokens[i].Start
	gender := ""
	plural := p.Number == "plur"
	for _, x := range d.tokens[i].word.Pronouns {
		if x.Person == 3 && x.Case == p.Case && x.Number != p.Number { // "ze", "zij": either
			plural = d.pluralVerb(a)
		}
	}
	if !plural && (p.Gender == "masc" || p.Gender == "fem") {
		gender = p.Gender
	}
	for _, x := range d.tokens[i].word.Pronouns {
		if !plural && x.Person == 3 && x.Number == "sing" && (x.Gender == "masc" || x.Gender == "fem") {
			gender = x.Gender
		}
	}
	fits := func(e *entity) bool {
		if plural {
			return e.plural || e.kind == Group || e.kind == Organisation || e.kind == Government || e.kind == Anonymous
		}
		if gender == "" {
			return e.kind != Person
		}
		return e.kind == Person && !e.plural && (e.gender == "" || e.gender == gender) || e.kind == Anonymous && !e.plural
	}
	sentence := d.tokens[i].sentence
	var best *entity
	bestAt := -1
	for k := len(d.recent) - 1; k >= 0 && k >= len(d.recent)-12; k-- {
		e := d.recent[k]
		if d.recentAt[k] >= at || !fits(e) || d.sentenceAt(d.recentAt[k]) < sentence-5 {
			continue
		}
		if best == nil || gender == "fem" && best.gender == "" && e.gender == "fem" {
			best, bestAt = e, d.recentAt[k]
		}
		if best.gender == gender || gender != "fem" {
			break
		}
	}
	j, _ := slices.BinarySearchFunc(d.runs, i, func(r *run, k int) int { return cmp.Compare(r.from, k) })
	for n := 0; j-1-n >= 0 && n < 12; n++ {
		r := d.runs[j-1-n]
		s := d.tokens[r.from].sentence
		if s < sentence-3 {
			break
		}
		if r.entity == nil || !fits(r.entity) || plural {
			continue
		}
		if gender == "fem" && r.entity.gender == "" && n < 8 && (best != nil || d.femaleBefore(j-1-n, sentence)) {
			continue
		}
		// a person named behind the last source, as subject of a sentence, is meant
		if best == nil || d.tokens[r.from].Start > bestAt && d.subjectLike(r) && (s < sentence || p.Case == "obj") {
			best = r.entity
		}
		break
	}
	if best == nil {
		best = d.unresolved(i)
		return best
	}
	if gender != "" && best.gender == "" && best.kind == Person {
		best.gender = gender
	}
	return best
}

// femaleBefore tells whether a woman was named in the sentences before run j.
func (d *document) femaleBefore(j, sentence int) bool {
	for n := 1; n <= 10 && j-n >= 0; n++ {
		if r := d.runs[j-n]; d.tokens[r.from].sentence < sentence-3 {
			return false
		} else if r.entity.kind == Person && r.entity.gender == "fem" {
			return true
		}
	}
	return false
}

// subjectLike tells whether a name stands at the beginning of its sentence.
func (d *document) subjectLike(r *run) bool {
	verb := false // of an inverted clause: "Zo denkt ook hoogleraar Jansen erover"
	for k := r.from - 1; k >= 0 && d.tokens[k].sentence == d.tokens[r.from].sentence; k-- {
		w := d.tokens[k].word
		finite := len(w.Verbs) > 0 && w.Head == nil || w.Is(lexicon.Auxiliary)
		if r.from-k > 6 || finite && verb || w.Is(lexicon.Preposition_) && !verb || w.Is(lexicon.That|lexicon.Relative) && !verb {
			return false
		}
		verb = verb || finite
	}
	return true
}

func (d *document) sentenceAt(pos int) int {
	i, _ := slices.BinarySearchFunc(d.Sentences, pos, func(s text.Sentence, at int) int {
		if s.End <= at {
			return -1
		}
		if s.Start > at {
			return 1
		}
		return 0
	})
	return i
}

// pluralVerb tells whether the cue of a pronoun that may be one or many is a plural.
func (d *document) pluralVerb(a *attribution.Attribution) bool {
	if !d.lex.VerbSecond || len(a.Cue) == 0 {
		return true
	}
	return strings.HasSuffix(a.Cue[0].In(d.Text), "en")
}

// unresolved is the source of a pronoun without a fitting antecedent: one per form.
func (d *document) unresolved(i int) *entity {
	name := lexicon.Fold(d.words(&d.tokens[i]))
	if e := d.nominals["~"+name]; e != nil {
		return e
	}
	e := &entity{name: name, key: name, kind: Person, first: d.tokens[i].Start}
	for _, p := range d.tokens[i].word.Pronouns {
		if p.Number == "plur" {
			e.kind, e.plural = Group, true
		}
	}
	d.nominals["~"+name] = e
	return e
}

// via finds through whom the words of informants came: "ooggetuigen die met de omroep
// spraken", "officials who told the newspaper".
func (d *document) via(from, to int) *entity {
	rel := -1
	for k := from + 1; k < to; k++ {
		if d.tokens[k].word.Is(lexicon.Relative) {
			rel = k
			break
		}
	}
	if rel < 0 {
		return nil
	}
	spoke := -1
	for k := rel + 1; k < to; k++ {
		for _, v := range d.tokens[k].word.Verbs {
			if (v.Class == "say" || v.Class == "report" || v.Class == "answer") && !v.Weak && v.WithPhrase() == nil && v.ParticleWord() == nil {
				spoke = k
			}
		}
	}
	if spoke < 0 {
		return nil
	}
	for k := rel + 1; k < to; k++ {
		t := &d.tokens[k]
		direct := k == spoke+1 && !d.lex.VerbSecond
		if !t.word.Is(lexicon.With) && !direct {
			continue
		}
		start := k + 1
		if direct && !t.word.Is(lexicon.Preposition_) {
			start = k
		}
		if e := d.organisation(start, to); e != nil {
			e.isSource = true
			return e
		}
	}
	return nil
}

// organisation reads the organisation or medium that a phrase at token i names.
func (d *document) organisation(i, to int) *entity {
	var head *lexicon.Head
	for k := i; k < to && k < i+6; k++ {
		if r := d.runAt(k); r != nil && r.to <= to {
			if r.entity.kind == Person && head == nil {
				return nil
			}
			if head != nil && (head.Kind == "organisation" || head.Kind == "media") && len(r.entity.mentions) == 0 {
				r.entity.kind = Kind(head.Kind)
			}
			r.entity.mentions = append(r.entity.mentions, Mention{Span: d.span(r.from, r.to), Kind: Name})
			return r.entity
		}
		t := &d.tokens[k]
		if h := d.headAt(k); h != nil {
			head = h
			continue
		}
		if t.word.Is(notInName &^ (lexicon.Article | lexicon.Determiner)) {
			break
		}
	}
	if head == nil || head.Kind != "organisation" && head.Kind != "media" {
		return nil
	}
	end := i
	for end < to && d.headAt(end) != head {
		end++
	}
	return d.nominal(i, min(end+1, to))
}
