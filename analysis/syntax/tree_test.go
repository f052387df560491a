package syntax

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/volgens/volgens/analysis/text"
)

// sentence makes tokens of words written form/lemma/UPOS/head/relation, heads from 1.
func sentence(words string) (string, []text.Token) {
	var doc strings.Builder
	var tokens []text.Token
	for w := range strings.FieldsSeq(words) {
		f := strings.Split(w, "/")
		var head int32
		if _, err := fmt.Sscan(f[3], &head); err != nil {
			panic(err)
		}
		if doc.Len() > 0 {
			doc.WriteByte(' ')
		}
		start := doc.Len()
		doc.WriteString(f[0])
		tokens = append(tokens, text.Token{Span: text.Span{Start: start, End: doc.Len()}, Lemma: f[1], UPOS: f[2], Head: head - 1, Rel: f[4]})
	}
	return doc.String(), tokens
}

func TestTree(t *testing.T) {
	doc, tokens := sentence("Zij/zij/PRON/2/nsubj merkte/merken/VERB/0/root terecht/terecht/ADV/4/advmod op/op/ADP/2/compound:prt " +
		"dat/dat/SCONJ/7/mark het/het/PRON/7/nsubj regent/regenen/VERB/2/ccomp ././PUNCT/2/punct")
	tree := TreeOf(tokens)
	if got := tree.Root(); got != 1 {
		t.Errorf("Root() = %d, want 1", got)
	}
	if got, want := tree.Children(1), []int32{0, 3, 6, 7}; !slices.Equal(got, want) {
		t.Errorf("Children(1) = %v, want %v", got, want)
	}
	if got := tree.Child(1, "obj", "ccomp"); got != 6 {
		t.Errorf("Child(1, obj, ccomp) = %d, want 6", got)
	}
	if got := tree.Child(1, "compound"); got != 3 {
		t.Errorf("Child(1, compound) = %d, want 3", got)
	}
	if a, b := tree.Bounds(6); a != 4 || b != 6 {
		t.Errorf("Bounds(6) = %d, %d, want 4, 6", a, b)
	}
	if got, want := tree.Subtree(nil, 3), []int{2, 3}; !slices.Equal(got, want) {
		t.Errorf("Subtree(3) = %v, want %v", got, want)
	}
	if got := tree.VerbLemma(doc, 1); got != "opmerken" {
		t.Errorf("VerbLemma = %q, want opmerken", got)
	}
	if got := tree.VerbLemma(doc, 6); got != "regenen" {
		t.Errorf("VerbLemma = %q, want regenen", got)
	}
}

func TestTreeOfCrossingArcs(t *testing.T) {
	_, tokens := sentence("a/a/X/3/x b/b/X/0/root c/c/X/2/x d/d/X/1/x")
	tree := TreeOf(tokens)
	if got, want := tree.Subtree(nil, 0), []int{0, 3}; !slices.Equal(got, want) {
		t.Errorf("Subtree(0) = %v, want %v", got, want)
	}
	if a, b := tree.Bounds(2); a != 0 || b != 3 {
		t.Errorf("Bounds(2) = %d, %d, want 0, 3", a, b)
	}
}

func TestTreeOfNoTree(t *testing.T) {
	_, tokens := sentence("a/a/X/2/x b/b/X/1/x c/c/X/3/x")
	tree := TreeOf(tokens)
	for i := range tokens {
		tree.Subtree(nil, i)
	}
	if got := TreeOf(nil).Root(); got != -1 {
		t.Errorf("Root of no tokens = %d, want -1", got)
	}
}
