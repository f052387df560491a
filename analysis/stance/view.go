package stance

import (
	"strings"

	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/syntax"
	"github.com/volgens/volgens/analysis/text"
)

// view is a sentence as the tags see it: tokens, what the lexicon knows of their forms and
// of their lemmas, the tree, and the words that judge.
type view struct {
	doc    string
	tokens []text.Token
	forms  []*lexicon.Word
	lemmas []*lexicon.Word
	tree   *syntax.Tree
	units  []unit
}

// newView looks at one sentence. forms is what the lexicon knows of its tokens.
func (t *Tagger) newView(doc string, tokens []text.Token, forms []*lexicon.Word) *view {
	v := &view{doc: doc, tokens: tokens, forms: forms, lemmas: make([]*lexicon.Word, len(tokens)), tree: syntax.TreeOf(tokens)}
	for i := range tokens {
		v.lemmas[i] = forms[i]
		if lemma := tokens[i].Lemma; lemma != "" {
			v.lemmas[i] = t.lex.Word(lemma)
		}
	}
	v.units = t.units(v)
	return v
}

// rel is the relation of token i to its head, without subtype.
func (v *view) rel(i int) string {
	rel, _, _ := strings.Cut(v.tokens[i].Rel, ":")
	return rel
}

// head is the token that governs i, -1 for a root.
func (v *view) head(i int) int { return int(v.tokens[i].Head) }

// top returns the token of a stretch that hangs on one outside: its head.
func (v *view) top(from, to int) int {
	for i := from; i < to; i++ {
		if h := v.head(i); (h < from || h >= to) && v.tokens[i].Rel != "punct" && v.tokens[i].Rel != "case" && v.tokens[i].Rel != "det" {
			return i
		}
	}
	return to - 1
}

// verbal tells whether token i is a verb or a participle.
func (v *view) verbal(i int) bool {
	return v.tokens[i].UPOS == "VERB" || v.tokens[i].UPOS == "AUX"
}

// passive tells whether verb i stands in the passive.
func (v *view) passive(i int) bool {
	return v.tree.Child(i, "aux:pass") >= 0 || v.tree.Child(i, "nsubj:pass") >= 0
}

// has tells whether token i carries a feature: "VerbForm=Part".
func (v *view) has(i int, feature string) bool { return strings.Contains(v.tokens[i].Feats, feature) }

// at gives phrases the words of the tokens from i on, by form.
func at(words []*lexicon.Word, i int) func(int) *lexicon.Word {
	return func(k int) *lexicon.Word {
		if i+k >= len(words) {
			return lexicon.Nothing()
		}
		return words[i+k]
	}
}
