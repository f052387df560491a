package coref

import (
	"cmp"
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/lexicon"
)

// entity is somebody or something that may speak.
type entity struct {
	name        string
	words       []string // folded words of the name
	given       []string // of a person: the words before the surname
	surname     string   // with its particles
	suffix      string   // "jr", "iii"
	kind        Kind
	votes       map[Kind]float64 // what the places where the name stands say of the kind
	gender      string           // masc, fem, "" for unknown
	plural      bool
	quantified  bool // "elk ziekenhuis": nobody in particular
	role        string
	affiliation string
	named       bool
	spoke       bool     // has been named as a source
	evidence    float64  // the weight of the clearest vote
	lemmas      []string // folded nouns that the text calls it by: "hoogleraar"
	marks       []string // folded words that tell its role from others': "frans", "handel"
	aliases     []string
	mentions    []Mention
	at          []int // tokens where it is named, in order
	owner       *entity
}

// addNoun notes a noun that the text calls e by.
func (d *document) addNoun(e *entity, i int) {
	if l := d.lemma(i); !slices.Contains(e.lemmas, l) {
		e.lemmas = append(e.lemmas, l)
	}
	if h := d.headNoun(i); h != nil {
		if l := lexicon.Fold(h.Lemma); !slices.Contains(e.lemmas, l) {
			e.lemmas = append(e.lemmas, l)
		}
		if e.gender == "" {
			e.gender = h.NaturalGender()
		}
	}
}

// called tells whether the noun at token i is one that the text calls e by, or one for the
// same office.
func (d *document) called(e *entity, i int) bool {
	noun, form := d.lemma(i), lexicon.Fold(d.form(i))
	head := ""
	if h := d.headNoun(i); h != nil {
		head = lexicon.Fold(h.Lemma)
	}
	for _, l := range e.lemmas {
		if l == noun || l == form || l == head || d.lex.SameRole(l, head) || d.lex.SameRole(l, noun) {
			return true
		}
		if len(l) > 4 && strings.HasSuffix(noun, l) || len(noun) > 4 && strings.HasSuffix(l, noun) {
			return true // "partijvoorzitter", "de voorzitter"
		}
	}
	return false
}

// vote notes what one place says of the kind of a name.
func (e *entity) vote(k Kind, weight float64) {
	if e.votes == nil {
		e.votes = map[Kind]float64{}
	}
	e.votes[k] += weight
	e.evidence = max(e.evidence, weight)
}

// kindOrder settles ties between votes.
var kindOrder = []Kind{Person, Organisation, Media, Government, Group, DocumentKind, Anonymous}

// elect sets the kind that most votes are for.
func (e *entity) elect() {
	best := 0.0
	for _, k := range kindOrder {
		if e.votes[k] > best {
			best, e.kind = e.votes[k], k
		}
	}
	if e.kind == Person {
		return
	}
	e.gender = ""
}

// seenBefore is the last place where e is named before token i, -1 for none.
func (e *entity) seenBefore(i int) int {
	k, _ := slices.BinarySearch(e.at, i)
	if k == 0 {
		return -1
	}
	return e.at[k-1]
}

// latest is the entity of list named last before token i, else the one named first behind it.
func latest(list []*entity, i int) *entity {
	return slices.MaxFunc(list, func(a, b *entity) int {
		x, y := a.seenBefore(i), b.seenBefore(i)
		if x < 0 && y < 0 && len(a.at) > 0 && len(b.at) > 0 {
			return cmp.Compare(b.at[0], a.at[0])
		}
		return cmp.Compare(x, y)
	})
}

// single tells whether e may be "he" or "she".
func (e *entity) single() bool { return !e.plural && (e.kind == Person || e.kind == Anonymous) }

// otherGender tells whether a noun is for people of another gender than e: "actrice" for a man.
func (e *entity) otherGender(noun *lexicon.Head) bool {
	g := noun.NaturalGender()
	return g != "" && e.gender != "" && g != e.gender
}

// body tells whether e is something to which people may belong.
func (e *entity) body() bool {
	return e.kind == Organisation || e.kind == Government || e.kind == Media
}

// many tells whether e may be "they".
func (e *entity) many() bool {
	return e.plural || e.kind == Group || e.kind == Organisation || e.kind == Government || e.kind == Media
}
