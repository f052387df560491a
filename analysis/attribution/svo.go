package attribution

import (
	"strings"

	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/text"
)

// This file reads subjects of languages with the subject before the verb that are longer
// than a plain noun phrase.

// longSubject finds a subject with all that stands between its noun and the verb at v.
//
// Democrats in the south of the state said that …
// A report published on Tuesday says …
// Nearly half of those polled think …
func (u *unit) longSubject(v int) (pieces, bool) {
	stop := v
	for stop > 0 && u.between(stop-1) {
		stop--
	}
	if stop == 0 || u.at(stop-1).isQuote() {
		return nil, false
	}
	if u.pronoun(stop-1, "nom") != nil && u.pronoun(stop-1, "nom").Person == 3 {
		return pieces{{stop - 1, stop}}, true
	}
	for _, k := range u.openings(stop) {
		if n := u.count(k); n > 0 && n < stop {
			if end, ok := u.subjectTail(n, stop); ok {
				return pieces{{k, end}}, true
			}
		}
		p, ok := u.nounPhrase(k)
		if ok && p.head == nil && !p.named {
			p.to = u.verbWithin(p)
		}
		if ok && p.to == stop && u.share(p) && p.to-p.from > 1 {
			return pieces{{p.from, stop}}, true // "nearly half said": endingAt took the verb for a noun
		}
		if !ok || p.to >= stop || p.to == p.from || p.pronoun != nil && !u.reflexive(p.to) || !u.isSource(p) && !u.share(p) {
			continue
		}
		if end, ok := u.subjectTail(p.to, stop); ok {
			return pieces{{p.from, end}}, true
		}
	}
	return nil, false
}

// verbWithin returns where a phrase without a known noun ends: before its first verb.
func (u *unit) verbWithin(p phrase) int {
	for k := p.from + 1; k < p.to; k++ {
		if u.finite(k) && !u.determined(k) {
			return k
		}
	}
	return p.to
}

// openings lists where the clause that ends before stop may begin, the farthest first.
func (u *unit) openings(stop int) []int {
	out := []int{u.sentenceStart()}
	for k := max(out[0]+1, stop-maxPhrase); k < stop; k++ {
		if prev := u.at(k - 1); prev.mark == ',' || prev.mark == '-' || prev.mark == ';' || prev.mark == ':' || prev.is(lexicon.That|lexicon.Subordinator|lexicon.Coordinator) {
			out = append(out, k)
		}
	}
	return out
}

// subjectTail tells whether the items from k up to stop may follow the noun of a subject: no
// verb but one in a relative clause or a participle, commas and dashes in pairs. It returns
// the end of the subject; a time at the end does not belong to it.
func (u *unit) subjectTail(k, stop int) (int, bool) {
	if stop-k > maxPhrase {
		return 0, false
	}
	verbs, marks, end := 0, 0, stop
	if u.participleAt(k) {
		verbs = 1
	}
	for j := k; j < stop; j++ {
		it := u.at(j)
		switch {
		case it.isQuote(), it.mark == ';', it.mark == ':', it.mark == '.', it.is(lexicon.That) && !it.is(lexicon.Relative):
			return 0, false
		case it.mark == ',' || it.mark == '-':
			marks++
		case it.mark != 0:
		case it.is(lexicon.Relative):
			verbs++
		case it.is(lexicon.Subordinator) && !it.is(lexicon.Preposition_):
			return 0, false
		case it.is(lexicon.Auxiliary|lexicon.Modal) && !it.upper, u.finite(j) && !u.determined(j):
			if verbs--; verbs < 0 {
				return 0, false
			}
			for u.finite(j + 1) {
				j++
			}
		}
	}
	if marks%2 != 0 {
		return 0, false
	}
	if last := u.lastPreposition(k, stop); last > 0 {
		if p, ok := u.nounCore(last + 1); ok && p.to == stop && u.timely(p) {
			end = last
		}
	}
	if u.at(end-1).mark == ',' {
		end--
	}
	return end, true
}

// participleAt tells whether a participle follows the noun: "a report [published] on Tuesday".
func (u *unit) participleAt(k int) bool {
	return u.at(k).isWord() && (strings.HasSuffix(u.at(k).word.Form, "ed") || strings.HasSuffix(u.at(k).word.Form, "en"))
}

// determined tells whether a word that may be a verb is a noun here: "the [claims]".
func (u *unit) determined(k int) bool {
	return u.at(k-1).is(opensPhrase|lexicon.Preposition_) && len(u.at(k).word.Nouns) > 0
}

func (u *unit) lastPreposition(from, to int) int {
	for k := to - 1; k >= from; k-- {
		if u.at(k).is(lexicon.Preposition_) {
			return k
		}
	}
	return 0
}

// share tells whether a phrase counts people: "nearly half", "two in three", "72 percent".
func (u *unit) share(p phrase) bool {
	return u.at(p.from).is(lexicon.Numeral|lexicon.Determiner|lexicon.Degree) || u.at(p.from).digit
}

// count returns the item behind a number of people at item k, 0 for none: "about 72 percent",
// "three [in five voters]".
func (u *unit) count(k int) int {
	j := k
	for j < k+3 && u.at(j).isWord() && !u.at(j).upper && !u.at(j).digit && u.at(j).is(lexicon.Degree|lexicon.Preposition_|lexicon.AdverbWord) || u.at(j).isWord() && j == k && u.at(j).is(lexicon.Degree|lexicon.Preposition_) {
		j++
	}
	it := u.at(j)
	if !it.digit && !it.is(lexicon.Numeral) {
		return 0
	}
	if next := u.at(j + 1); next.is(lexicon.Preposition_) || next.is(lexicon.Of) {
		return j + 1
	}
	if !u.at(j+1).isWord() || u.at(j+1).is(stopsPhrase) || !u.at(j+2).is(lexicon.Of) {
		return 0
	}
	return j + 2
}

func (u *unit) reflexive(k int) bool { return u.pronoun(k, "refl") != nil }

// participleSubject finds who speaks in a participle behind a frame or a clause.
//
// “We won,” Brown said, adding that …
// The minister defended the plan, saying it would save lives.
func (u *unit) participleSubject(v int) (pieces, bool) {
	k := v
	for k > 0 && u.between(k-1) {
		k--
	}
	prev := u.at(k - 1)
	if !strings.HasSuffix(u.at(v).word.Form, "ing") || prev.mark != ',' && prev.mark != '-' && !prev.is(lexicon.Subordinator|lexicon.Preposition_) {
		return nil, false
	}
	for j := k - 1; j >= 0 && j > v-maxPhrase; j-- {
		if u.at(j).isQuote() || !u.used[j] || len(u.at(j).word.Verbs) == 0 {
			continue
		}
		if p, ok := u.endingAt(j); ok {
			return pieces{{p.from, p.to}}, true
		}
		if p, ok := u.nounPhrase(j + 1); ok && u.isSource(p) {
			return pieces{{p.from, p.to}}, true
		}
	}
	if p, ok := u.nounPhrase(u.sentenceStart()); ok && u.isSource(p) && p.to < k-1 {
		return pieces{{p.from, p.to}}, true
	}
	return nil, false
}

// breaksObject tells whether item k shows that a conjunction behind it opens no content of
// the verb: another verb or infinitive came between, or the object was a clause already.
//
// They are expected to protect villages with an army that …
func (u *unit) breaksObject(r *reading, from, k int) bool {
	if u.lex.VerbSecond || k < from || u.isPart(r, k) {
		return false
	}
	it := u.at(k)
	if k > from && it.is(lexicon.Relative) && u.at(k-1).mark == ',' {
		return true // "said Strand, who …"
	}
	return it.is(lexicon.Auxiliary|lexicon.Modal) && !it.upper && it.word.Head == nil ||
		it.is(lexicon.To) && u.infinitiveBehind(k)
}

// infinitiveBehind tells whether "to" at k opens an infinitive rather than a phrase: "to
// protect", not "to reporters".
func (u *unit) infinitiveBehind(k int) bool {
	next := u.at(k + 1)
	return next.isWord() && !next.upper && !next.is(opensPhrase|stopsPhrase) && len(next.word.Pronouns) == 0 && next.word.Head == nil &&
		!strings.HasSuffix(next.word.Form, "s")
}

// bareBeforeInverted reads "…, says Jansen, a sailor." behind a clause.
//
// Content: the clause before the frame, up to the comma.
// The tower is safe, argues Helen Marwick, an engineer.
func (u *unit) bareBeforeInverted(r *reading) bool {
	k := r.at
	if !u.comma(k) || u.at(k-2).isQuote() || strings.HasSuffix(u.at(k).word.Form, "ing") {
		return false
	}
	p, ok := u.nounPhrase(r.end)
	if !ok || !u.isSource(p) || !p.named && p.pronoun == nil && p.head == nil || !u.frameEnds(p.to) {
		return false
	}
	if p.head != nil && !p.named && p.head.Kind == "document" {
		return false
	}
	if u.notInverted(k, p) {
		return false
	}
	start := max(u.sentenceStart(), u.leftLimit(k))
	rest := u.rest(start, k, p.to)
	if start >= k-3 && rest == nil || u.at(start).is(lexicon.Subordinator) && !u.commaWithin(start, k-1) {
		return false
	}
	if subject, ok := u.nounPhrase(start); ok && subject.to >= k-1 && rest == nil {
		return false // "Brown, said Jansen": an apposition, no clause
	}
	return u.add("bare-clause-before", 0.85, r.Cue, pieces{{p.from, p.to}}, r.parts, append(pieces{{start, k}}, rest...)) != nil
}

// rest returns what a clause from start that a frame interrupted at item to has behind the
// comma at k: its verb, if that did not come before.
//
// The plan, Brown said, would cost jobs.
func (u *unit) rest(start, to, k int) pieces {
	if u.at(k).mark != ',' || k+2 >= len(u.items) {
		return nil
	}
	next := u.at(k + 1)
	if !next.isWord() || next.is(lexicon.Coordinator|lexicon.Subordinator|lexicon.Relative|lexicon.That) && !next.is(lexicon.Auxiliary) || strings.HasSuffix(next.word.Form, "ing") {
		return nil
	}
	for j := start; j < to; j++ {
		if u.at(j).is(lexicon.Auxiliary|lexicon.Modal) && !u.at(j).upper && !next.is(lexicon.Auxiliary|lexicon.Modal) {
			return nil
		}
	}
	if subject, ok := u.nounPhrase(start); !next.is(lexicon.Auxiliary|lexicon.Modal) && !(ok && subject.to >= to-1) {
		return nil
	}
	return pieces{{k + 1, u.clauseEnd(k + 1)}}
}

// age takes the age behind a name, and the place of living behind it: "Halloran, 58, of
// Brackley Road, Thornwick".
func (u *unit) age(p *phrase) bool {
	k := p.to
	if !p.named || !u.at(k+1).digit || len(u.text(k+1)) > 3 || u.at(k+2).mark != ',' {
		return false
	}
	p.to = k + 2
	if next := u.at(k + 3); !next.is(lexicon.Of | lexicon.Preposition_) {
		return true
	}
	for j := k + 3; u.at(j).is(lexicon.Of|lexicon.Preposition_) || j > k+3 && u.name(j); {
		place, ok := u.nounCore(j + 1)
		if u.name(j) {
			place, ok = u.nounCore(j)
		}
		if !ok || !place.named || u.at(place.to).mark != ',' {
			break
		}
		p.to, j = place.to, place.to+1
	}
	return true
}

// titleCase takes the capitals off the known words of a headline in title case, so that they
// are read as what they are: "Mayor Says He Will Resign".
func (p *passage) titleCase(items []item, block int) {
	if p.lex.VerbSecond || block < 0 || p.Blocks[block].Kind == text.Paragraph {
		return
	}
	upper, words := 0, 0
	for i := range items {
		if items[i].isWord() && !items[i].digit {
			words++
			if items[i].upper {
				upper++
			}
		}
	}
	if words < 4 || upper*10 < words*7 {
		return
	}
	for i := 1; i < len(items); i++ {
		it := &items[i]
		if w := it.word; !w.Is(lexicon.GivenMasc|lexicon.GivenFem|lexicon.Month) && w.Place == "" && !acronym(it.In(p.Text)) &&
			(len(w.Verbs) > 0 || len(w.Nouns) > 0 || len(w.Pronouns) > 0 || w.Head != nil || w.Is(stopsPhrase|opensPhrase)) {
			it.upper = false
		}
	}
}

// vagueClause reads what follows a verb of saying as a clause where no subject shows: "said
// there were no plans", "says running a shop is hard".
func (u *unit) vagueClause(r *reading) (int, bool) {
	if r.Weak || !r.Governs(lexicon.TakesThat) || !r.Governs(lexicon.TakesQuote) || u.at(r.end).is(lexicon.Preposition_|lexicon.To|lexicon.That|lexicon.Coordinator|lexicon.Auxiliary|lexicon.Modal) {
		return 0, false
	}
	from := r.end
	if !u.at(from).isWord() || u.at(from).isQuote() {
		return 0, false
	}
	for k := from + 1; k < len(u.items) && k < from+reachClause; k++ {
		it := u.at(k)
		switch {
		case it.isQuote(), it.mark != 0, it.is(lexicon.That | lexicon.Relative | lexicon.Subordinator):
			return 0, false
		case it.is(lexicon.Auxiliary|lexicon.Modal) && !it.upper:
			return from, true
		}
	}
	return 0, false
}

// behindDateline returns the item behind a place and a date in front of a report, k where
// there are none: "PORT ELSIE, May 17 (AP) — …", "DEN HAAG - …".
func (u *unit) behindDateline(k int) int {
	if k >= len(u.items) || !u.at(k).isWord() || len(u.text(k)) < 3 || !acronym(u.text(k)) {
		return k
	}
	for j := k + 1; j < k+14 && j < len(u.items)-1; j++ {
		it := u.at(j)
		if it.mark == '-' {
			return j + 1
		}
		if it.isQuote() || it.mark == ':' || it.mark == ';' || it.isWord() && !it.upper && !it.digit {
			return k
		}
	}
	return k
}

// adverbial tells whether the items before a frame are no clause but its time, place or
// condition: "In the report, Jansen said", "When it rained, Jansen said".
func (u *unit) adverbial(start, to int) bool {
	if !u.at(start).is(lexicon.Subordinator|lexicon.Preposition_) || u.commaWithin(start, to) {
		return false
	}
	return u.at(start).is(lexicon.Subordinator) || !u.finiteBefore(start, to)
}

// nounHere tells whether a word that may be a cue verb is a noun: "the [report]", "his [claim]".
func (u *unit) nounHere(i int) bool {
	return !u.lex.VerbSecond && (len(u.at(i).word.Nouns) > 0 || u.at(i).word.Head != nil) &&
		(u.at(i-1).is(lexicon.Article|lexicon.Determiner) && !u.at(i-1).is(lexicon.Demonstrative|lexicon.Indefinite) || u.pronoun(i-1, "poss") != nil && u.pronoun(i-1, "obj") == nil)
}

// participleFrame tells whether a participle at item j reports something of its own:
// "…, [adding] that nobody had looked".
func (u *unit) participleFrame(j int) bool {
	if u.lex.VerbSecond || !u.at(j-1).isWord() && u.at(j-1).mark != ',' && u.at(j-1).mark != '-' || !strings.HasSuffix(u.at(j).word.Form, "ing") {
		return false
	}
	for _, v := range u.at(j).word.Verbs {
		if v.Governs(lexicon.TakesThat|lexicon.TakesBare|lexicon.TakesQuote) && v.PrepPhrase() == nil && v.WithPhrase() == nil {
			return true
		}
	}
	return false
}
