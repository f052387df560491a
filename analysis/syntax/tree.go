package syntax

import (
	"strings"

	"github.com/volgens/volgens/analysis/text"
)

// Tree gives quick access to the tree of a sentence. It refers to the tokens it was made
// of. Tokens without a head are roots; any other loop is cut where it closes.
type Tree struct {
	Tokens []text.Token

	start    []int32 // where the children of a token begin in children, and the end of the list
	children []int32
	low      []int32 // first and last token of the subtree of each token
	high     []int32
}

// TreeOf indexes the tree of a sentence that Parse has seen.
func TreeOf(tokens []text.Token) *Tree {
	n := len(tokens)
	all := make([]int32, 4*n+1)
	t := &Tree{Tokens: tokens, start: all[:n+1], children: all[n+1 : 2*n+1], low: all[2*n+1 : 3*n+1], high: all[3*n+1:]}
	for _, x := range tokens {
		if x.Head >= 0 {
			t.start[x.Head+1]++
		}
	}
	for i := range n {
		t.start[i+1] += t.start[i]
		t.low[i], t.high[i] = int32(i), int32(i)
	}
	next := make([]int32, n)
	copy(next, t.start)
	for i, x := range tokens {
		if x.Head >= 0 {
			t.children[next[x.Head]] = int32(i)
			next[x.Head]++
		}
	}
	for i := range tokens {
		t.widen(i)
	}
	return t
}

// widen lets the governors of token i know of it.
func (t *Tree) widen(i int) {
	at := int32(i)
	h := t.Tokens[i].Head
	for steps := 0; h >= 0 && steps < len(t.Tokens); steps++ {
		if t.low[h] <= at && at <= t.high[h] {
			break
		}
		t.low[h], t.high[h] = min(t.low[h], at), max(t.high[h], at)
		h = t.Tokens[h].Head
	}
}

// Root is the index of the first token without a head, -1 for an empty sentence.
func (t *Tree) Root() int {
	for i, x := range t.Tokens {
		if x.Head < 0 {
			return i
		}
	}
	return -1
}

// Children lists the tokens that token i governs, in order.
func (t *Tree) Children(i int) []int32 { return t.children[t.start[i]:t.start[i+1]] }

// Child is the first token that i governs by one of the relations, or -1. A relation
// without subtype stands for all of its subtypes.
func (t *Tree) Child(i int, rels ...string) int {
	for _, c := range t.Children(i) {
		for _, r := range rels {
			if Is(t.Tokens[c].Rel, r) {
				return int(c)
			}
		}
	}
	return -1
}

// Is tells whether rel is the relation want or a subtype of it: "nsubj:pass" is an "nsubj".
func Is(rel, want string) bool {
	return rel == want || len(rel) > len(want) && rel[len(want)] == ':' && strings.HasPrefix(rel, want)
}

// Bounds returns the first and the last token of the subtree of token i. Where arcs cross,
// tokens of other subtrees may lie between them; Subtree leaves those out.
func (t *Tree) Bounds(i int) (first, last int) { return int(t.low[i]), int(t.high[i]) }

// Within tells whether token i is token top or below it.
func (t *Tree) Within(i, top int) bool {
	for steps := 0; i >= 0 && steps <= len(t.Tokens); steps++ {
		if i == top {
			return true
		}
		i = int(t.Tokens[i].Head)
	}
	return false
}

// Subtree appends the tokens of the subtree of token i, in order.
func (t *Tree) Subtree(to []int, i int) []int {
	first, last := t.Bounds(i)
	for k := first; k <= last; k++ {
		if t.Within(k, i) {
			to = append(to, k)
		}
	}
	return to
}

// Particle is the separated particle of verb i, "op" in "Zij merkte dat op", or -1.
func (t *Tree) Particle(i int) int {
	for _, c := range t.Children(i) {
		if p := &t.Tokens[c]; p.Rel == "compound:prt" && p.UPOS != "VERB" && p.UPOS != "AUX" {
			return int(c)
		}
	}
	return -1
}

// VerbLemma is the lemma of token i with its separated particle in front, as Dutch writes
// it: "opmerken" for "merkte" in "Zij merkte dat op". Without a particle it is the lemma of
// the token.
func (t *Tree) VerbLemma(doc string, i int) string {
	lemma, p := t.Tokens[i].Lemma, t.Particle(i)
	if p < 0 {
		return lemma
	}
	particle := strings.ToLower(t.Tokens[p].In(doc))
	if strings.HasPrefix(lemma, particle) {
		return lemma
	}
	return particle + lemma
}
