package attribution

import (
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/syntax"
	"github.com/volgens/volgens/analysis/text"
)

// This file ties the items of a unit to the dependency trees of its sentences.

// node is a token in the tree of its sentence, seen from a unit.
type node struct {
	*unit
	tree     *syntax.Tree
	sentence int
	index    int
}

// none is the node of what is not there.
var none = node{index: -1}

// tree returns the tree of sentence s, nil where the parser has not seen it.
func (p *passage) tree(s int) *syntax.Tree {
	if p.trees == nil {
		p.trees = make([]*syntax.Tree, len(p.Sentences))
	}
	if p.trees[s] == nil {
		if tokens := p.Sentences[s].Tokens; parsed(tokens) {
			p.trees[s] = syntax.TreeOf(tokens)
		}
	}
	return p.trees[s]
}

// parsed tells whether a parser has seen the tokens.
func parsed(tokens []text.Token) bool {
	return len(tokens) > 0 && tokens[0].Rel != ""
}

// node returns the node of item i; ok is false for a quotation and where there is no tree.
func (u *unit) node(i int) (node, bool) {
	it := u.at(i)
	if it == &end || it.isQuote() {
		return none, false
	}
	tree := u.tree(int(it.first))
	if tree == nil {
		return none, false
	}
	return node{u, tree, int(it.first), int(it.token)}, true
}

func (n node) ok() bool           { return n.tree != nil && n.index >= 0 }
func (n node) token() *text.Token { return &n.tree.Tokens[n.index] }
func (n node) words() string      { return n.token().In(n.Text) }
func (n node) word() *lexicon.Word {
	return n.Words.Sentence(n.sentence)[n.index]
}

// to returns the node of another token of the sentence, none for -1.
func (n node) to(t int) node {
	if t < 0 {
		return none
	}
	n.index = t
	return n
}

func (n node) head() node { return n.to(int(n.token().Head)) }

// rel tells whether the node hangs on its head by one of the relations or a subtype of them.
func (n node) rel(rels ...string) bool {
	for _, r := range rels {
		if syntax.Is(n.token().Rel, r) {
			return true
		}
	}
	return false
}

// pos tells whether the node is of one of the parts of speech.
func (n node) pos(tags ...string) bool { return slices.Contains(tags, n.token().UPOS) }

func (n node) feature(f string) bool { return strings.Contains(n.token().Feats, f) }

// maxChildren bounds the words below one word that are looked at, so that no sentence, however
// long, costs more than its length.
const maxChildren = 200

// child returns the first child with one of the relations that stands in the unit.
func (n node) child(rels ...string) node {
	for _, c := range n.near() {
		for _, r := range rels {
			if c := n.to(int(c)); syntax.Is(c.token().Rel, r) && c.inside() {
				return c
			}
		}
	}
	return none
}

// children lists the children that stand in the unit, in order.
func (n node) children() []node {
	var out []node
	for _, c := range n.near() {
		if c := n.to(int(c)); c.inside() {
			out = append(out, c)
		}
	}
	return out
}

// near lists the children from the first that stands in the unit.
func (n node) near() []int32 {
	all := n.tree.Children(n.index)
	if len(all) <= maxChildren {
		return all
	}
	first, _ := slices.BinarySearchFunc(all, n.items[0].Start, func(c int32, at int) int { return n.tree.Tokens[c].Start - at })
	return all[first:min(len(all), first+maxChildren)]
}

// inside tells whether the token stands in the unit, be it in a quotation that the unit holds.
func (n node) inside() bool {
	t := n.token()
	return t.Start >= n.items[0].Start && t.End <= n.items[len(n.items)-1].End
}

// item returns the item that holds the token: a word, or the quotation in which it stands.
func (n node) item() int { return n.itemAt(n.token().Start) }

// itemAt returns the last item that begins at or before a place in the text.
func (u *unit) itemAt(at int) int {
	i, found := slices.BinarySearchFunc(u.items, at, func(it item, at int) int { return it.Start - at })
	if !found && i > 0 {
		i--
	}
	return i
}

// subtree returns the items from the first to the last token below the node, cut to the unit.
func (n node) subtree() (from, to int) {
	first, last := n.tree.Bounds(n.index)
	return n.itemAt(n.tree.Tokens[first].Start), n.itemAt(n.tree.Tokens[last].Start) + 1
}

// nounStart returns the first item of the noun with what stands before it in its phrase.
func (n node) nounStart() int {
	start := n.item()
	for _, c := range n.children() {
		if c.rel("det", "amod", "nummod", "nmod:poss", "compound", "flat") {
			start = min(start, c.item())
		}
	}
	return start
}

// mark tells whether a word that opens a clause stands below the node and has one of the flags.
func (n node) mark(f lexicon.Flags) bool {
	for _, c := range n.children() {
		if c.rel("mark") && c.word().Is(f) {
			return true
		}
	}
	return false
}

// passive tells whether the node is the verb of a passive.
func (n node) passive() bool {
	return n.child("aux:pass").ok()
}

// predicate returns the node on which subject and complements of the verb hang: of an
// auxiliary or copula its verb, noun or adjective, of any other verb itself.
func (n node) predicate() node {
	for range 4 {
		if !n.rel("aux", "cop") || !n.head().ok() {
			return n
		}
		n = n.head()
	}
	return n
}

// complement tells whether the relative clause of n, on the last words before it, is what a verb of
// saying takes: behind "het" and a noun "dat" is either, but a verb that has nothing else to say takes
// the clause: “zegt het bedrijf [dat de prijs stijgt]”, “zei in een interview [dat …]”.
func (n node) complement() bool {
	s := n.head()
	for s.ok() && s.rel("nmod") {
		s = s.head()
	}
	if !n.rel("acl") || !s.ok() || !s.rel("nsubj", "obl") {
		return false
	}
	v := s.head()
	if s.rel("obl") && (!v.ok() || !v.rel("root") || n.unit.quotedBefore(n.item()) || !n.ownSubject()) {
		return false
	}
	if !v.ok() || !v.inside() || v.index > s.index || v.child("ccomp", "xcomp", "obj", "aux", "aux:pass", "cop").ok() {
		return false
	}
	first, end := n.subtree()
	if !n.unit.at(first).is(lexicon.That) {
		return false
	}
	for _, c := range v.children() {
		if c.index > s.index && c.inside() && c.item() >= end && !c.rel("punct", "conj", "parataxis") {
			return false
		}
	}
	var particle *lexicon.Word
	if p := v.to(v.tree.Particle(v.index)); p.ok() {
		particle = p.word()
	}
	return slices.ContainsFunc(v.word().Verbs, func(c *lexicon.Cue) bool {
		if w := c.WithPhrase(); w != nil {
			if from, _ := n.unit.findWith(v.item(), w); from < s.item() {
				return false
			}
		} else if c.ParticleWord() != particle {
			return false
		}
		return c.Governs(lexicon.TakesThat) && !c.Weak && c.PrepPhrase() == nil
	})
}

// quotedBefore tells whether a quotation stands before item k.
func (u *unit) quotedBefore(k int) bool {
	return slices.ContainsFunc(u.items[:k], func(it item) bool { return it.isQuote() })
}

// ownSubject tells whether the clause of n has a subject besides the "dat" that opens it.
func (n node) ownSubject() bool {
	return slices.ContainsFunc(n.children(), func(c node) bool { return c.rel("nsubj") && !c.word().Is(lexicon.That) })
}
