package net

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Tag is a class of words: what the tagger chooses between.
type Tag struct {
	UPOS, XPOS, Feats string
}

// Lemma is an entry of the dictionary: what a form becomes under a tag.
type Lemma struct {
	Tag   int32
	Lemma string
}

// Tables are the words and labels of a network.
type Tables struct {
	Words   []string // normal forms; the first two stand for the unknown word and the root
	Tags    []Tag
	Rules   []Rule
	Rels    []string
	RootRel int32
	Lemmas  map[string][]Lemma // by form

	words map[string]int32
}

// Index makes the look-up tables; call it once the lists are filled.
func (t *Tables) Index() {
	t.words = make(map[string]int32, len(t.Words))
	for i, w := range t.Words {
		if i >= known {
			t.words[w] = int32(i)
		}
	}
	t.RootRel = -1
	for i, r := range t.Rels {
		if r == "root" {
			t.RootRel = int32(i)
		}
	}
}

// WordID is the row of a form in the table of words.
func (t *Tables) WordID(form string) int32 {
	if id, ok := t.words[Normal(form)]; ok {
		return id
	}
	return Unknown
}

// Lookup finds the lemma of a form under a tag: the entry of the same tag, else one of the
// same part of speech, if the dictionary has any.
func (t *Tables) Lookup(form string, tag int32) (string, bool) {
	return t.choose(t.Lemmas[form], tag)
}

// LookupBytes is Lookup for a form in a buffer.
func (t *Tables) LookupBytes(form []byte, tag int32) (string, bool) {
	return t.choose(t.Lemmas[string(form)], tag)
}

func (t *Tables) choose(entries []Lemma, tag int32) (string, bool) {
	found, ok := "", false
	for _, l := range entries {
		if l.Tag == tag {
			return l.Lemma, true
		}
		if !ok && t.Tags[l.Tag].UPOS == t.Tags[tag].UPOS {
			found, ok = l.Lemma, true
		}
	}
	return found, ok
}

// KnownWord tells whether a word in lower case is one the network or the dictionary knows.
func (t *Tables) KnownWord(word []byte) bool {
	if _, ok := t.words[string(word)]; ok {
		return true
	}
	return t.Lemmas[string(word)] != nil
}

// Known tells whether the dictionary has a word under one of some parts of speech.
func (t *Tables) Known(word []byte, upos ...string) bool {
	for _, l := range t.Lemmas[string(word)] {
		if slices.Contains(upos, t.Tags[l.Tag].UPOS) {
			return true
		}
	}
	return false
}

// AppendLower appends a form in lower case.
func AppendLower(to []byte, form string) []byte {
	for _, r := range form {
		to = utf8.AppendRune(to, unicode.ToLower(r))
	}
	return to
}

// AppendLemma appends what a rule makes of a form.
func (t *Tables) AppendLemma(to []byte, form string, rule int32) []byte {
	return t.Rules[rule].append(to, form)
}

// GramScale weighs the sum of n vectors of character n-grams.
func GramScale(n int) float32 {
	if n == 0 {
		return 0
	}
	return float32(1 / math.Sqrt(float64(n)))
}

// Extract returns the features of a form. Read-only tables: safe for concurrent use.
func Extract(form string, s *Sizes, t *Tables) Features {
	var x extractor
	var f Features
	x.read(form, s, &f)
	f.Word = t.WordID(form)
	return f
}

// Universal cuts the subtype of a relation: "nsubj:pass" is an "nsubj".
func Universal(rel string) string {
	rel, _, _ = strings.Cut(rel, ":")
	return rel
}
