package syntax

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/syntax/internal/net"
)

// The lemma of a word is that of the dictionary, as the word is written or in lower case;
// else that of a compound or of a verb with its particle, if the dictionary knows the last
// part; else what a rule makes of the form.

// Form implements net.Source.
func (w *work) Form(s, i int) string { return w.batch[s].tokens[i].In(w.doc) }

// WantRule implements net.Source: a rule makes the lemmas that are not found otherwise.
func (w *work) WantRule(s, i int, tag int32) bool {
	_, found := w.find(w.Form(s, i), tag)
	return !found
}

// tries is the number of rules that are tried for one that makes a known word.
const tries = 6

// Rule implements net.Source. The best rule wins, unless one of the next makes a known
// word and the best does not.
func (w *work) Rule(s, i int, tag int32, scores []float32) int32 {
	form := w.Form(s, i)
	first := best(scores)
	if w.net().Tags[tag].UPOS == "PROPN" {
		return first
	}
	lowest := scores[first] - 5
	for k, n := first, 0; n < tries && scores[k] > lowest; n++ {
		w.lemma = w.net().AppendLemma(w.lemma[:0], form, k)
		w.lower = net.AppendLower(w.lower[:0], string(w.lemma))
		if w.net().KnownWord(w.lower) {
			return k
		}
		scores[k] = lowest
		k = best(scores)
	}
	return first
}

func best(scores []float32) int32 {
	b := 0
	for i, v := range scores {
		if v > scores[b] {
			b = i
		}
	}
	return int32(b)
}

func (w *work) net() *net.Tables { return w.parser.net.Tables }

// find looks a lemma up without a rule.
func (w *work) find(form string, tag int32) (string, bool) {
	tables := w.net()
	if l, ok := tables.Lookup(form, tag); ok {
		return l, true
	}
	upos := tables.Tags[tag].UPOS
	if upos == "PROPN" {
		return w.name(form)
	}
	w.lower = net.AppendLower(w.lower[:0], form)
	if string(w.lower) != form {
		if l, ok := tables.LookupBytes(w.lower, tag); ok {
			return l, true
		}
	}
	switch upos {
	case "NOUN", "ADJ":
		return w.compound(form, tag)
	case "VERB":
		return w.withParticle(tag)
	}
	return "", false
}

// loud is the length from which a name in capitals is no abbreviation: "NIJMEGEN".
const loud = 6

// name finds the lemma of a name that shouts.
func (w *work) name(form string) (string, bool) {
	if utf8.RuneCountInString(form) < loud {
		return "", false
	}
	for _, r := range form {
		if !unicode.IsUpper(r) && r != '-' {
			return "", false
		}
	}
	w.lemma = w.lemma[:0]
	start := true
	for _, r := range form {
		if !start {
			r = unicode.ToLower(r)
		}
		start = r == '-'
		w.lemma = utf8.AppendRune(w.lemma, r)
	}
	return w.intern(form), true
}

// minLast is the least number of bytes of the last part of a compound without hyphen.
const minLast = 4

// compound finds the lemma of a compound whose last part the dictionary has: the longest
// one behind something that is a word. w.lower holds the form in lower case.
func (w *work) compound(form string, tag int32) (string, bool) {
	if len(w.lower) != len(form) {
		return "", false // a letter whose lower case has another length
	}
	for i := 2; i < len(form)-1; i++ {
		hyphen := form[i-1] == '-'
		if !hyphen && len(form)-i < minLast || !utf8.RuneStart(form[i]) {
			continue
		}
		last, ok := w.net().LookupBytes(w.lower[i:], tag)
		if !ok || !hyphen && !w.firstPart(w.lower[:i]) {
			continue
		}
		w.lemma = w.lemma[:0]
		if hyphen && strings.ToLower(form[:i]) != form[:i] && !w.net().KnownWord(w.lower[:i-1]) || hyphen && shouts(form[:i]) {
			w.lemma = append(w.lemma, form[:i]...)
		} else {
			w.lemma = append(w.lemma, w.lower[:i]...)
		}
		w.lemma = append(w.lemma, last...)
		return w.intern(form), true
	}
	return "", false
}

// shouts tells whether a word has a capital that is not its first letter: "FNV-", "iPhone-".
func shouts(word string) bool {
	for i, r := range word {
		if i > 0 && unicode.IsUpper(r) {
			return true
		}
	}
	return false
}

// links are the letters that may stand between the parts of a compound.
var links = [][]byte{nil, []byte("s"), []byte("en"), []byte("n"), []byte("e"), []byte("-")}

// firstPart tells whether a word begins a compound: it is a word, but for a link.
func (w *work) firstPart(part []byte) bool {
	if len(part) < 3 {
		return false
	}
	for _, l := range links {
		if bytes.HasSuffix(part, l) && len(part)-len(l) >= 3 && w.net().KnownWord(part[:len(part)-len(l)]) {
			return true
		}
	}
	return false
}

// withParticle finds the lemma of a verb with its particle: "binnengehaald" is "binnen"
// and a form of "halen". w.lower holds the form.
func (w *work) withParticle(tag int32) (string, bool) {
	for i := len(w.lower) - 2; i >= 2; i-- {
		if !utf8.RuneStart(w.lower[i]) || !w.net().Known(w.lower[:i], "ADP", "ADV", "ADJ") {
			continue
		}
		if last, ok := w.net().LookupBytes(w.lower[i:], tag); ok {
			w.lemma = append(append(w.lemma[:0], w.lower[:i]...), last...)
			return w.intern(""), true
		}
	}
	return "", false
}

func (w *work) lemmaOf(form string, l net.Label) string {
	if l.Rule < 0 {
		lemma, _ := w.find(form, l.Tag)
		return lemma
	}
	w.lemma = w.net().AppendLemma(w.lemma[:0], form, l.Rule)
	return w.intern(form)
}

// intern returns w.lemma as a string: the form itself, or one that was made before.
func (w *work) intern(form string) string {
	if string(w.lemma) == form {
		return form
	}
	if lemma, ok := w.lemmas[string(w.lemma)]; ok {
		return lemma
	}
	lemma := string(w.lemma)
	w.lemmas[lemma] = lemma
	return lemma
}
