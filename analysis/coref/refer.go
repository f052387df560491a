package coref

import (
	"cmp"
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/lexicon"
)

// sighting is a place where an entity is named, and how much in view it puts it.
type sighting struct {
	token  int
	entity *entity
	weight float64
}

// reference is what a token refers to.
type reference struct {
	entity *entity
	link   Link
	kind   MentionKind
	sure   bool // nothing else comes near
}

// refer resolves the names, descriptions and pronouns of the text in order, so that each
// finds those before it in view.
func (d *document) refer() {
	for i := range d.tokens {
		if i > 0 && d.tokens[i].sentence != d.tokens[i-1].sentence {
			d.coordinate(d.tokens[i-1].sentence)
		}
		if r := d.runAt(i); r != nil { // also one that a pronoun before it has looked up
			if r.from == i {
				d.sight(r)
			}
			continue
		}
		if d.refs[i].entity != nil {
			continue
		}
		switch {
		case (d.tag(i, "NOUN") || d.nounlike(i)) && d.headKind(i) != "" && d.referring(i):
			d.nominal(i)
		case d.rel(i, "nsubj") && d.lex.One(d.form(i)) && (d.tokens[i].head < 0 || d.child(d.tokens[i].head, "cop") < 0) && d.partOf(i, len(d.tokens)) >= 0:
			if _, end := d.bounds(i); d.apposed(i, end) == nil {
				d.partitive(i, end)
			}
		case (d.native(i) || d.aged(i)) && d.definite(i) && d.rel(i, "nsubj") && d.referring(i):
			d.nominal(i)
		case d.thirdPerson(i) != nil && d.tag(i, "PRON", "DET", ""):
			d.pronoun(i)
		}
	}
}

// coordinate brings the people and bodies that a sentence coordinates into view as one: "Jansen
// en Smit … Zij zeiden".
func (d *document) coordinate(s int) {
	for i := d.first[s]; i < d.first[s+1]; i++ {
		if !d.tag(i, "NOUN", "PROPN") || !d.rel(i, "nsubj", "obj", "obl", "root", "conj", "appos", "nmod") {
			continue
		}
		_, to := d.bounds(i)
		list := d.conjuncts(i, to, i)
		if len(list) < 2 || len(list) > 6 {
			continue
		}
		known := true
		for _, k := range list {
			e := d.refs[k].entity
			known = known && e != nil && (e.single() || e.kind == Organisation || e.kind == Government)
		}
		if known {
			if e := d.together(list); e != nil {
				d.see(i, e)
			}
		}
	}
}

// nounlike tells whether an adjective or the like at token i is a noun here: "een
// verpleegkundige".
func (d *document) nounlike(i int) bool {
	return d.tokens[i].word.Head != nil && d.tag(i, "ADJ", "VERB", "X") && d.child(i, "det", "nmod:poss") >= 0
}

// sight notes a name.
func (d *document) sight(r *run) {
	top := d.topOf(r.from, r.to)
	for k := r.from; k < r.to; k++ {
		d.refs[k] = reference{entity: r.entity, link: r.link, kind: Name, sure: true}
	}
	d.see(top, r.entity)
}

// see brings an entity into view by the noun or pronoun at token i.
func (d *document) see(i int, e *entity) {
	at, _ := slices.BinarySearchFunc(d.seen, i, func(s sighting, i int) int { return cmp.Compare(s.token, i) })
	e.spoke = e.spoke || d.speaks[i]
	d.seen = slices.Insert(d.seen, at, sighting{i, e, d.prominence(i)})
	if k, ok := slices.BinarySearch(e.at, i); !ok {
		e.at = slices.Insert(e.at, k, i)
	}
}

// prominence tells how much the place of token i in its clause puts it in view.
func (d *document) prominence(i int) float64 {
	for e := d.refs[i].entity; d.rel(i, "appos", "flat") && d.tokens[i].head >= 0 && d.tokens[i].head < i && d.refs[d.tokens[i].head].entity == e && e != nil; {
		i = d.tokens[i].head // "hoogleraar Jansen": the noun has the place in the clause
	}
	if r := d.runAt(i); r != nil && r.entity.kind == Government && !d.speaks[i] && d.located(i) {
		return 0 // "woont in Gent": nobody speaks of Gent as "they"
	}
	w := 0.45
	switch {
	case d.rel(i, "nsubj"):
		w = 1
	case d.rel(i, "obj", "iobj", "obl:arg"):
		w = 0.6
	case d.rel(i, "obl:agent"):
		w = 0.7
	case d.rel(i, "nmod:poss"):
		w = 0.4
	case d.rel(i, "nmod", "compound"):
		w = 0.3
	}
	if d.speaks[i] {
		w = 1.25
	}
	if d.headline(i) {
		w *= 0.6
	}
	return w
}

// referring tells whether the noun at token i is the head of a phrase that may name
// somebody: no part of a name or of another noun, no predicate.
func (d *document) referring(i int) bool {
	if d.rel(i, "compound", "flat", "fixed") || d.child(i, "cop") >= 0 {
		return false
	}
	return !d.rel(i, "nmod:desc")
}

const (
	viewSentences = 4  // how far back a pronoun looks
	viewSightings = 60 // and how many names and descriptions
)

// candidate is an entity in view with its score.
type candidate struct {
	entity *entity
	score  float64
}

// view ranks the entities in view of token i that fit, the clearest first.
func (d *document) view(i, sentences int, fits func(*entity) float64) []candidate {
	var out []candidate
	at, _ := slices.BinarySearchFunc(d.seen, i, func(s sighting, i int) int { return cmp.Compare(s.token, i) })
	for k := at - 1; k >= 0 && k >= at-viewSightings; k-- {
		s := d.seen[k]
		far := d.tokens[i].sentence - d.tokens[s.token].sentence
		if far > sentences {
			break
		}
		f := fits(s.entity)
		if f == 0 || s.weight == 0 {
			continue
		}
		score := s.weight * f * d.spoken(i, s.token)
		for range far {
			score *= 0.45
		}
		if x := slices.IndexFunc(out, func(c candidate) bool { return c.entity == s.entity }); x >= 0 {
			c := &out[x]
			c.score = max(c.score, score) + 0.2*min(c.score, score)
			continue
		}
		out = append(out, candidate{s.entity, score})
	}
	slices.SortStableFunc(out, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	return out
}

// spoken lowers the weight of what stands in somebody's quotation for those outside it.
func (d *document) spoken(i, at int) float64 {
	switch {
	case d.tokens[at].quoted < 0 || d.tokens[at].quoted == d.tokens[i].quoted:
		return 1
	case d.tokens[i].quoted >= 0:
		return 0.6
	}
	return 0.25
}

// clear picks the best candidate, and tells whether no other comes near.
func clear(list []candidate) (*entity, bool) {
	if len(list) == 0 {
		return nil, false
	}
	return list[0].entity, len(list) == 1 || list[0].score > 1.5*list[1].score
}

// speaker returns the one in whose literal words token i stands, nil for nobody.
func (d *document) speaker(i int) *entity {
	a := d.inside[i]
	if a < 0 {
		return nil
	}
	return d.owner(a)
}

// owner returns the source of attribution a, resolving it if need be.
func (d *document) owner(a int) *entity {
	if d.state[a] != unresolved {
		return d.owners[a]
	}
	d.state[a] = resolving
	x := &d.Attributions[a]
	switch {
	case len(x.Source) > 0:
		for _, s := range x.Source {
			e, ref := d.source(s, x)
			if e != nil && (d.owners[a] == nil || d.refs[ref].kind == Name && d.owners[a].kind == e.kind) {
				d.owners[a], d.viaOf[a] = e, d.via(s)
			}
		}
	case len(x.Speaker) > 0:
		d.owners[a], _ = d.source(x.Speaker[0], x)
	case x.Carried && x.From >= 0 && x.From != a && x.From < len(d.Attributions):
		d.owners[a] = d.owner(x.From)
	}
	d.state[a] = resolved
	return d.owners[a]
}

// The states of attributions under resolution.
const (
	unresolved = iota
	resolving
	resolved
)

// cover notes which attribution's literal words hold each token: the shortest one.
func (d *document) cover() {
	d.inside = make([]int, len(d.tokens))
	for i := range d.inside {
		d.inside[i] = -1
	}
	size := func(a int) int {
		n := 0
		for _, c := range d.Attributions[a].Content {
			n += c.Len()
		}
		return n
	}
	order := slices.Clone(d.order)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(size(b), size(a)) })
	budget := 64 * (len(d.tokens) + 1) // contents within contents within contents
	for _, a := range order {
		for _, c := range d.Attributions[a].Content {
			from, to := d.tokensIn(c)
			if budget -= to - from; budget < 0 {
				return
			}
			for k := from; k < to; k++ {
				if d.tokens[k].quoted >= 0 && d.Attributions[a].Type != attribution.Indirect {
					d.inside[k] = a
				}
			}
		}
	}
}

// speakers notes the tokens of source phrases: who speaks stays in view.
func (d *document) speakers() {
	d.speaks, d.labels, d.says = make([]bool, len(d.tokens)), make(map[int]bool), make(map[int]int)
	for a := range d.Attributions {
		for _, s := range d.Attributions[a].Source {
			if from, to := d.tokensIn(s); from < to {
				d.speaks[d.topOf(from, to)] = true
				d.says[d.topOf(from, to)] = a
				d.labels[from] = d.labels[from] || strings.HasSuffix(d.Attributions[a].Rule, "/transcript")
			}
		}
	}
}

// thirdPerson returns the reading of token i as a personal pronoun of the third person, nil
// where it is none.
func (d *document) thirdPerson(i int) *lexicon.Pronoun {
	if d.is(i, lexicon.Indefinite) {
		return nil
	}
	for _, p := range d.tokens[i].word.Pronouns {
		if p.Person == 3 && p.Case != "refl" && (p.Gender != "neut" || d.speaks[i]) {
			return p
		}
	}
	return nil
}
