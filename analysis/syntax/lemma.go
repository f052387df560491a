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
	_, found := w.find(w.Form(s, i), tag, i == 0)
	return !found
}

// Rules are tried for one that makes a known word: so many of them, whose score is not
// further below that of the best.
const (
	tries  = 5
	margin = 4
)

// Rule implements net.Source. The best rule wins, unless one of the next makes a known
// word other than the form and the best does not.
func (w *work) Rule(s, i int, tag int32, scores []float32) int32 {
	form := w.Form(s, i)
	first := best(scores)
	if w.net().Tags[tag].UPOS == "PROPN" || w.makesKnown(form, first) {
		return first
	}
	lowest := scores[first] - margin
	for range tries {
		k := best(scores)
		if scores[k] <= lowest {
			break
		}
		if k != first && w.makesKnown(form, k) && !strings.EqualFold(string(w.lemma), form) {
			return k
		}
		scores[k] = lowest
	}
	return first
}

// makesKnown tells whether a rule makes a known word, which is left in w.lower.
func (w *work) makesKnown(form string, rule int32) bool {
	w.lemma = w.net().AppendLemma(w.lemma[:0], form, rule)
	w.lower = net.AppendLower(w.lower[:0], string(w.lemma))
	return w.net().KnownWord(w.lower)
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

// find looks a lemma up without a rule. initial tells whether the form opens a sentence.
func (w *work) find(form string, tag int32, initial bool) (string, bool) {
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
		return w.compound(form, tag, initial)
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
func (w *work) compound(form string, tag int32, initial bool) (string, bool) {
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
		w.lemma = append(append(w.lemma[:0], w.lower[:i]...), last...)
		w.keepName(form, initial)
		return w.intern(form), true
	}
	return "", false
}

// keepName gives the first part of a lemma its capitals back where it is a name before a
// hyphen: "Philips-topman", "FNV-leden". At the start of a sentence one capital says nothing.
func (w *work) keepName(form string, initial bool) {
	i := strings.LastIndexByte(form, '-') + 1
	if i == 0 || i > len(w.lemma) || initial && !shouts(form[:i]) || !strings.EqualFold(form[:i], string(w.lemma[:i])) {
		return
	}
	copy(w.lemma, form[:i])
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

func (w *work) lemmaOf(form string, l net.Label, initial bool) string {
	if l.Rule < 0 {
		lemma, _ := w.find(form, l.Tag, initial)
		return lemma
	}
	w.lemma = w.net().AppendLemma(w.lemma[:0], form, l.Rule)
	if upos := w.net().Tags[l.Tag].UPOS; upos == "NOUN" || upos == "ADJ" {
		w.keepName(form, initial)
	}
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
