package coref

import (
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/lexicon"
)

// describe reads role and affiliation of a person from the words around a name: before it,
// in brackets, in an apposition, in a sentence that says what the person is.
func (d *document) describe(r *run) {
	e := r.entity
	top := d.topOf(r.from, r.to)
	if noun := d.roleBefore(r, top); noun >= 0 {
		d.role(e, noun, r.from)
	}
	d.bracketAffiliation(e, r)
	top = d.anchor(r, top)
	d.titles(r)
	for c := range d.children(top) {
		switch {
		case c < r.to:
		case d.rel(c, "appos") && d.tag(c, "NOUN", "ADJ") && d.describes(c, r.to):
			d.role(e, c, len(d.tokens))
		case d.rel(c, "acl:relcl") && d.copular(c):
			d.role(e, c, len(d.tokens))
		case d.rel(c, "nmod") && c > r.to && d.affiliating(c):
			d.affiliate(e, c)
		}
	}
	if h := d.tokens[top].head; h >= 0 && d.rel(top, "nsubj") && d.copular(h) && d.tokens[top].quoted == d.tokens[h].quoted {
		d.role(e, h, len(d.tokens))
	} else if h >= 0 && h < r.from && d.rel(top, "appos") && d.comma(d.opening(r.from)-1) && d.office(h) && d.personNoun(h) && !d.plural(h) {
		d.role(e, h, d.opening(r.from)-1) // "de voorzitter van de bond, Jan Jansen"
	}
	if e.role == "" {
		d.flatRole(e, r)
	}
}

// anchor returns the title before a name if the tree has it for the head: "mr. Jansen".
func (d *document) anchor(r *run, top int) int {
	if h := d.tokens[top].head; h >= 0 && h < r.from && h >= r.from-3 && d.rel(top, "flat") && d.is(h, lexicon.Title) {
		return h
	}
	return top
}

// roleBefore returns the noun that stands before a name as its description: "hoogleraar
// politicologie Jansen", -1 for none.
func (d *document) roleBefore(r *run, top int) int {
	if k := r.from - 1; k >= 0 && d.tag(k, "ADP") && d.is(k, lexicon.Preposition_) && !d.is(k, lexicon.Title) {
		return -1 // "a spokesperson for NHS England", whatever the tree says
	}
	if h := d.tokens[top].head; h >= 0 && h < r.from && d.rel(top, "appos", "flat", "nmod") && d.child(top, "case") < 0 && d.tag(h, "NOUN", "PROPN") && d.personNoun(h) && !d.plural(h) && !d.commaBetween(h, r.from) {
		return h
	}
	for c := range d.children(top) {
		if c < r.from && d.rel(c, "nmod:desc", "compound", "flat", "appos") && d.personNoun(c) {
			return c
		}
	}
	for k := r.from - 1; k >= 0 && k > r.from-5 && d.near(k+1); k-- { // "hoogleraar politieke geschiedenis dr. Jansen"
		if d.personHead(k) != nil && d.runAt(k) == nil && !d.plural(k) {
			return k
		}
		if d.runAt(k) != nil || !d.is(k, lexicon.Title) && !d.tag(k, "NOUN", "ADJ") && !(d.tag(k, "PROPN") && !d.tokens[k].upper) {
			break
		}
	}
	if k := r.from - 1; k >= 0 && d.near(r.from) && len(r.words) > 1 && r.entity.evidence >= 4 && d.tag(k, "NOUN") && len(d.form(k)) > 1 && d.headKind(k) == "" && !d.plural(k) && len(d.tokens[k].word.Verbs) == 0 {
		if d.tokens[k].head == top || d.tokens[top].head == k { // "harbour master Ellen Marsh"
			return k // and not "briest", which the tree may have for a noun
		}
	}
	if noun := d.officeBefore(r.from - 1); noun >= 0 && d.near(r.from) {
		return noun
	}
	return -1
}

// officeBefore returns the noun of role whose complement ends at token k: "minister van
// Mobiliteit Els Jansen", "officier van dienst Jansen"; -1 for none.
func (d *document) officeBefore(k int) int {
	if k < 0 || !d.tag(k, "NOUN", "PROPN", "ADJ", "X") {
		return -1
	}
	for n := k; n > 0 && n > k-6 && d.near(n); n-- {
		if !d.is(n, lexicon.Of|lexicon.Role) || d.tokens[n].upper {
			if d.tag(n, "PUNCT", "VERB", "AUX", "PRON") {
				return -1
			}
			continue
		}
		if d.personHead(n-1) != nil && !d.plural(n-1) && d.runAt(n-1) == nil && !d.is(n-1, lexicon.Spokesperson) {
			return n - 1
		}
		return -1
	}
	return -1
}

// titles ties the titles before a name to it: "de heer Jansen", "mevr. drs. Jansen".
func (d *document) titles(r *run) {
	for k := r.from - 1; k >= 0 && k > r.from-5 && d.near(k+1) && d.is(k, lexicon.Title); k-- {
		if d.refs[k].entity == nil && d.runAt(k) == nil {
			d.refs[k] = reference{entity: r.entity, link: LinkPhrase, kind: Name, sure: true}
		}
	}
}

// personNoun tells whether the noun at token i is one for a person.
func (d *document) personNoun(i int) bool {
	switch d.headKind(i) {
	case Person, Anonymous:
		return true
	case "":
		return d.native(i) || (d.tag(i, "NOUN") || d.tokens[i].initial && d.tag(i, "PROPN", "ADJ") && d.runAt(i) == nil) && !d.plural(i) && len(d.tokens[i].word.Verbs) == 0 && d.lex.PersonLike(d.form(i))
	}
	return false
}

func (d *document) commaBetween(from, to int) bool {
	for k := from; k < to; k++ {
		if d.comma(k) {
			return true
		}
	}
	return false
}

// describes tells whether the apposition with its noun at token c says what a person is:
// behind a comma, a noun for a person or one with an article.
func (d *document) describes(c, from int) bool {
	start, _ := d.bounds(c)
	if start < from || !d.comma(start-1) && !d.comma(start) || d.plural(c) {
		return false
	}
	return d.personNoun(c) || d.headKind(c) == "" && (d.indefinite(c) || d.definite(c)) && d.tag(c, "NOUN")
}

// copular tells whether token i is a noun of role that its clause says of the subject: "is
// hoogleraar aan de universiteit".
func (d *document) copular(i int) bool {
	if !d.tag(i, "NOUN") || d.plural(i) || d.child(i, "cop") < 0 || d.personHead(i) == nil || d.child(i, "case") >= 0 {
		return false
	}
	for c := range d.children(i) {
		if d.is(c, lexicon.Negator) {
			return false
		}
	}
	return true
}

// role takes the phrase of the noun at token noun as what e is, up to token limit; what it
// belongs to goes to the affiliation.
func (d *document) role(e *entity, noun, limit int) {
	if d.native(noun) {
		e.marks = append(e.marks, lexicon.Fold(d.form(noun)))
		d.refs[noun] = reference{entity: e, link: LinkPhrase, kind: Name, sure: true}
		return // "de Spanjaard Iker Lozano": no office
	}
	d.addNoun(e, noun)
	if d.refs[noun].entity == nil && d.runAt(noun) == nil {
		d.refs[noun] = reference{entity: e, link: LinkPhrase, kind: Name, sure: true}
	}
	if e.role != "" && !d.fullerRole(e, noun) || d.is(noun, lexicon.Address) {
		return
	}
	from, to := d.nounPhrase(noun, noun, limit)
	from = d.unowned(from, noun)
	for from < noun && d.tag(from, "VERB") && len(d.tokens[from].word.Verbs) > 0 {
		from++ // "twitterde fractieleider Jansen"
	}
	if d.field(noun+1, limit) {
		to = limit
	}
	end := to
	for _, m := range d.complements(noun, to) {
		if d.affiliating(m) {
			d.affiliate(e, m)
			if start, _ := d.bounds(m); start > noun {
				end = min(end, start)
			}
		} else if d.marking(m) {
			e.marks = append(e.marks, d.lemma(m))
		}
	}
	for k := from; k < noun; k++ {
		if d.tag(k, "ADJ") && d.tokens[k].upper {
			e.marks = append(e.marks, lexicon.Fold(d.form(k)))
		}
	}
	d.prefixed(e, noun)
	if words := d.phrase(from, max(end, noun+1)); e.role == "" || len(words) > len(e.role) {
		if d.tokens[from].initial && !acronymLike(d.form(from)) && (!d.tag(from, "PROPN") || d.personHead(from) != nil) {
			words = d.lowered(from, words)
		}
		e.role = words
	}
}

// field tells whether the tokens from from to to, before a name, are the field of the office
// before them, whatever the tree makes of it: "hoogleraar [medische ethiek] Jansen".
func (d *document) field(from, to int) bool {
	if !d.lex.VerbSecond || to >= len(d.tokens) || to <= from || to > from+4 || !d.near(from) {
		return false
	}
	for k := from; k < to; k++ {
		if d.tokens[k].upper || !d.near(k+1) || !d.tag(k, "NOUN", "ADJ", "CCONJ", "X", "SYM", "PROPN") || d.personHead(k) != nil {
			return false
		}
	}
	return true
}

// unowned leaves out the words from token from on that say whose the noun at token noun is: "hun
// woordvoerder", "the senator's lawyer". They are no part of what a person is.
func (d *document) unowned(from, noun int) int {
	for c := range d.children(noun) {
		if c >= noun || c < from {
			continue
		}
		owner := d.rel(c, "nmod:poss") || d.rel(c, "det", "nmod") && d.thirdPerson(c) != nil || d.rel(c, "det", "nmod", "amod") && d.tokens[c].upper && strings.ContainsAny(d.form(c), "'’")
		if _, end := d.bounds(c); owner && end <= noun {
			from = end
		}
	}
	return from
}

// fullerRole tells whether the noun at token i stands in a longer phrase than the role that
// is known, for the same office.
func (d *document) fullerRole(e *entity, i int) bool {
	return strings.HasSuffix(e.role, d.form(i)) || strings.HasPrefix(e.role, d.form(i))
}

// complements lists the nouns that the noun at token i governs behind it, before token to.
func (d *document) complements(i, to int) []int {
	var out []int
	for c := range d.children(i) {
		if c > i && c < to && d.rel(c, "nmod", "obl") {
			out = append(out, c)
		}
	}
	return out
}

// marking tells whether the complement at token i tells a role from others of its kind:
// "minister van Handel".
func (d *document) marking(i int) bool { return d.tag(i, "PROPN", "NOUN") }

// affiliating tells whether the complement at token i names a body to which a person may
// belong.
func (d *document) affiliating(i int) bool {
	c := d.child(i, "case")
	return c >= 0 && d.is(c, lexicon.Of|lexicon.Role) && d.belongs(i)
}

// belongs tells whether the noun or name at token i is a body to which people belong.
func (d *document) belongs(i int) bool {
	if d.body(i) {
		return d.headKind(i) != DocumentKind && (d.tokens[i].upper || d.child(i, "det", "nmod:poss", "amod") >= 0)
	}
	r := d.runAt(i)
	if r == nil || r.entity == nil || r.entity.kind == Person || d.tokens[r.from].word.Place != "" || r.kind == Government {
		return false
	}
	return len(r.words) > 1 || r.entity.votes[Organisation] >= 3 || r.entity.votes[Media] >= 3 || r.entity.votes[Government] >= 3
}

// affiliate takes the phrase of token i as what e belongs to, if nothing is known yet.
func (d *document) affiliate(e *entity, i int) {
	if e.affiliation != "" {
		return
	}
	from, to := d.nounPhrase(i, i, len(d.tokens))
	if r := d.runAt(i); r != nil && r.from < from {
		from = r.from
	}
	if c := d.child(i, "appos", "flat"); c == to && d.runAt(c) != nil { // "denktank Zon"
		to = d.runAt(c).to
	}
	for from < to-1 && d.is(from, lexicon.Article|lexicon.Of|lexicon.Role) && !d.tokens[from].upper {
		from++
	}
	e.affiliation = d.phrase(from, to)
}

// prefixed takes the name before the hyphen of a role as affiliation: "VVD-Kamerlid".
func (d *document) prefixed(e *entity, noun int) {
	if e.affiliation != "" {
		return
	}
	if name, rest, ok := strings.Cut(d.form(noun), "-"); ok && d.tokens[noun].upper && len(rest) > 3 && (acronymLike(name) || !d.tokens[noun].initial || d.wordKnown(name)) {
		e.affiliation = name
		return
	}
	for c := range d.children(noun) { // "Google spokeswoman"
		if r := d.runAt(c); c < noun && d.rel(c, "compound", "nmod:poss") && r != nil && r.entity.votes[Person] == 0 && d.tokens[r.from].word.Place == "" && r.entity != e {
			e.affiliation = r.entity.name
			return
		}
	}
}

func (d *document) wordKnown(name string) bool {
	return slices.ContainsFunc(d.lex.Word(name).Phrases, func(p *lexicon.Phrase) bool { return p.Kind == lexicon.BodyName })
}

// bracketAffiliation reads "Jansen (CDA)" and "Jansen van Amnesty".
func (d *document) bracketAffiliation(e *entity, r *run) {
	i := r.to
	if w := d.bracketed(i); w != "" {
		if e.affiliation == "" && isUpper(firstRune(w)) {
			e.affiliation = w
		}
		i += 3
	}
	if !d.near(i) || !d.is(i, lexicon.Of|lexicon.Role) {
		return
	}
	for k := i + 1; k < len(d.tokens) && k < i+6 && d.near(k) && !d.tag(k, "PUNCT", "VERB", "AUX", "PRON", "ADP"); k++ {
		if d.tag(k, "NOUN", "PROPN", "X") && (d.body(k) || d.runAt(k) != nil) && (d.is(i, lexicon.Of) || d.body(k)) {
			if named := d.runAt(k); d.belongs(k) || named != nil && d.is(i, lexicon.Of) && named.entity.kind == Organisation {
				d.affiliate(e, k)
			}
			return
		}
	}
}

// flatRole reads a role where the tree has none: behind a comma.
func (d *document) flatRole(e *entity, r *run) {
	i := r.to
	if d.bracketed(i) != "" {
		i += 3
	}
	if i >= len(d.tokens) || !d.near(i) || d.form(i) != "," {
		return
	}
	for k := i + 1; k < len(d.tokens) && k < i+7 && d.near(k); k++ {
		if d.tag(k, "NOUN") && d.personHead(k) != nil && !d.plural(k) {
			if h := d.tokens[k].head; h < i || h > k {
				d.role(e, k, len(d.tokens))
			}
			return
		}
		if !d.tag(k, "DET", "ADJ", "NOUN", "NUM", "PROPN", "ADP") || d.tag(k, "ADP") && k == i+1 {
			return
		}
	}
}

// nounPhrase returns the tokens of the phrase around the noun at token i: what stands before it
// without articles, what it governs behind it up to the first relative clause, apposition or mark.
// No token before low nor from limit on belongs to it.
func (d *document) nounPhrase(i, low, limit int) (from, to int) {
	from, to = i, i+1
	if r := d.runAt(i); r != nil {
		from, to = r.from, r.to
	}
	lowest := from
	for c := range d.children(i) {
		if c < from && d.premodifier(c) && d.near(c+1) {
			start, end := d.bounds(c)
			if end <= i+1 && start >= d.first[d.tokens[i].sentence] {
				lowest = min(lowest, start)
			}
		}
	}
	for lowest < from && !(d.form(lowest+1) == "-" && d.glued(lowest+1)) && (d.is(lowest, lexicon.Article|lexicon.AnArticle) || d.tag(lowest, "PUNCT", "ADV", "ADP", "PART", "CCONJ", "SCONJ")) {
		lowest++
	}
	from = lowest
	for grown := true; grown; {
		grown = false
		for c := range d.children(i) {
			start, end := d.bounds(c)
			if c > i && start == to && end <= limit && (d.postmodifier(c) || d.complementToo(i, c)) {
				to, grown = d.untilMark(to, end), true
				if to < end {
					return from, to
				}
			}
		}
	}
	return from, min(to, max(limit, i+1))
}

// premodifier tells whether token c before its noun belongs to the description of it.
func (d *document) premodifier(c int) bool {
	return d.rel(c, "amod", "nummod", "compound", "nmod", "flat", "det", "advmod") && !(d.rel(c, "det") && d.tokens[c].word.Is(lexicon.Article|lexicon.Demonstrative|lexicon.AnArticle))
}

// postmodifier tells whether token c behind its noun belongs to the name of it.
func (d *document) postmodifier(c int) bool {
	if d.is(c, lexicon.AdverbWord) {
		return false // "het bedrijf zelf"
	}
	if d.rel(c, "flat", "fixed", "compound") {
		return true
	}
	if d.rel(c, "nmod", "obl", "amod") {
		if d.tokens[c].quoted != d.tokens[d.tokens[c].head].quoted {
			return false // "described the nurses as “untrue”"
		}
		k := d.child(c, "case")
		return !d.comma(c-1) && (k < 0 || !d.is(k, lexicon.With|lexicon.Means) || d.is(k, lexicon.Role) || d.is(k, lexicon.Means) && d.headKind(d.tokens[c].head) == DocumentKind)
	}
	if d.rel(c, "appos") { // a name goes for itself
		return !d.comma(c-1) && d.tag(c, "NOUN") && d.runAt(c) == nil
	}
	return false
}

// untilMark returns the first token from i to end that ends a phrase: a mark, a relative
// clause.
func (d *document) untilMark(i, end int) int {
	for k := i; k < end; k++ {
		if d.tag(k, "PUNCT") && !strings.ContainsAny(d.form(k), "-'’\"“”‘„") || d.is(k, lexicon.Relative) && d.tag(k, "PRON") {
			return k
		}
	}
	return end
}

// runAt returns the name that covers token k, nil for none.
func (d *document) runAt(k int) *run {
	i, ok := slices.BinarySearchFunc(d.runs, k, func(r *run, k int) int { return r.from - k })
	if ok {
		return d.runs[i]
	}
	if i > 0 && d.runs[i-1].to > k {
		return d.runs[i-1]
	}
	return nil
}
