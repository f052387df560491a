package dispute

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/syntax"
	"github.com/volgens/volgens/analysis/text"
)

// reach is how many sentences back a rebuttal may look for what it rebuts.
const reach = 2

// rebuttals finds the claims that reject what another source said just before without
// saying it again: "Dat is onzin", "Het bedrijf ontkent dat", "wijst de beschuldigingen van de hand".
func (w *within) rebuttals() {
	for j := range w.keys {
		words, ok := w.rebuts(&w.keys[j])
		if !ok {
			continue
		}
		for _, i := range w.rebutted(j) {
			w.found[[2]int{min(i, j), max(i, j)}] = w.rebuttal(i, j, words)
		}
	}
}

func (w *within) rebuttal(i, j int, words string) Verdict {
	v := Verdict{Relation: Contradicts, Score: 0.85, Signals: []string{"denial: " + words}}
	if w.keys[j].Sentence-w.keys[i].Sentence > 1 {
		v.Score = 0.7
	}
	if a, b := &w.keys[i], &w.keys[j]; a.Source != "" && a.Source == b.Source {
		v.Relation = SelfContradiction
	}
	return v
}

// rebuts tells whether a claim does nothing but reject another one, and with which words.
func (w *within) rebuts(k *Key) (string, bool) {
	c := &w.Claims[k.Claim]
	if c.Attribution < 0 {
		return w.authorDenies(k)
	}
	a := &w.Attributions[c.Attribution]
	if words := w.rebuttalPhrase(c.Spans); words != "" {
		return words, true
	}
	if denies(a) && (len(a.Anaphor) > 0 || w.allegation(c.Spans)) {
		return joined(w.Text, a.Cue), true
	}
	return w.introduced(k.Sentence, c.Spans)
}

// introduced tells whether the words beside a claim in its sentence reject something before it
// puts the contrary: 'Een woordvoerder sprak dat tegen: "…"'.
func (w *within) introduced(sentence int, claim []text.Span) (string, bool) {
	s := &w.Sentences[sentence]
	tree := syntax.TreeOf(s.Tokens)
	for i := range s.Tokens {
		t := &s.Tokens[i]
		if t.UPOS != "VERB" || t.Rel != "root" || covers(claim, t.Span) || !w.words[fold(tree.VerbLemma(w.Text, i))].is(denier) {
			continue
		}
		pro := ""
		for _, c := range tree.Subtree(nil, i) {
			x := &s.Tokens[c]
			switch word := w.words[fold(x.In(w.Text))]; {
			case covers(claim, x.Span):
			case int(x.Head) == i && word.is(negator):
				return "", false
			case (int(x.Head) == i || c == i+1) && word.is(anaphor):
				pro = x.In(w.Text)
			}
		}
		return t.In(w.Text) + " " + pro, pro != ""
	}
	return "", false
}

func covers(spans []text.Span, s text.Span) bool {
	return slices.ContainsFunc(spans, s.Overlaps)
}

func joined(doc string, spans []text.Span) string {
	var out []string
	for _, s := range spans {
		out = append(out, s.In(doc))
	}
	return strings.Join(out, " … ")
}

// longRebuttal is the most words that a claim has which does nothing but reject.
const longRebuttal = 12

// rebuttalPhrase returns the words of a claim that call something false: "dat klopt niet",
// "de beschuldigingen onterecht". Before them stands a pro-form or a noun for what was said,
// or nothing but a word or two.
func (w *within) rebuttalPhrase(spans []text.Span) string {
	words := wordsOf(joined(w.Text, spans))
	if len(words) > longRebuttal {
		return ""
	}
	for i := range words {
		for _, p := range w.phrases[words[i]] {
			n := len(p.words)
			if p.kind == rebuttalPhrase && n <= len(words)-i && slices.Equal(words[i:i+n], p.words) && w.about(words[:i], len(words)-i-n) {
				return strings.Join(p.words, " ")
			}
		}
	}
	return ""
}

// about tells whether the words before a rebuttal name what was said; after counts those behind it.
func (w *within) about(before []string, after int) bool {
	if len(before) > 1 && w.words[before[0]].is(question|anaphor) && w.words[before[1]].is(anaphor) {
		before = before[1:] // "dat dat niet waar is"
	}
	if len(before) <= 1 && after <= 2 {
		return len(before) == 0 || w.words[before[0]].is(anaphor) || !w.words[before[0]].is(pronoun)
	}
	if len(before) > 0 && w.words[before[0]].is(anaphor) {
		return len(before) <= 5 && after <= 3
	}
	for i, word := range before {
		if i < 3 && len(before) <= 6 && w.words[word].is(allegation) {
			return true
		}
	}
	return false
}

func wordsOf(s string) []string {
	return strings.FieldsFunc(fold(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '-'
	})
}

// allegation tells whether the content is nothing but a noun for what was said, or a pro-form.
func (w *within) allegation(spans []text.Span) bool {
	words := wordsOf(joined(w.Text, spans))
	if len(words) == 0 || len(words) > 5 {
		return false
	}
	for i, word := range words {
		if e := w.words[word]; i < 3 && e.is(allegation) || len(words) == 1 && e.is(anaphor) {
			return true
		}
	}
	return false
}

// authorDenies tells whether the author reports a denial of something: "Het bedrijf
// ontkent dat", where no attribution was made of it.
func (w *within) authorDenies(k *Key) (string, bool) {
	for i := range k.Clauses {
		c := &k.Clauses[i]
		if !c.Predicate.entry.is(denier) || c.Negation != "" {
			continue
		}
		if c.Has(Anaphoric) {
			return c.Predicate.Word, true
		}
		if o := head(c, Object); o != nil && o.entry.is(allegation) {
			return c.Predicate.Word + " " + o.Word, true
		}
	}
	return "", false
}

// rebutted returns the claims of the nearest attribution before claim j that another source
// makes: an accusation first.
func (w *within) rebutted(j int) []int {
	if i := j + 1; i < len(w.keys) && w.keys[i].Sentence == w.keys[j].Sentence && w.mayRebut(i, j) {
		return []int{i} // "dat is niet waar", zegt zij over de bewering van Bos dat …
	}
	nearest := -1
	for i := j - 1; i >= 0 && w.keys[j].Sentence-w.keys[i].Sentence <= reach; i-- {
		if !w.mayRebut(i, j) {
			continue
		}
		if nearest < 0 {
			nearest = i
		}
		if a := w.attribution(&w.keys[i]); w.Attributions[a].CueClass == "accuse" {
			nearest = i
			break
		}
	}
	if nearest < 0 {
		return nil
	}
	var out []int
	for i := nearest; i >= 0 && w.attribution(&w.keys[i]) == w.attribution(&w.keys[nearest]); i-- {
		out = append(out, i)
	}
	return out
}

// mayRebut tells whether claim j may reject claim i.
func (w *within) mayRebut(i, j int) bool {
	a, b := &w.keys[i], &w.keys[j]
	if a.Author || len(a.Clauses) == 0 || a.Mood == Question || a.Source != "" && a.Source == b.Source {
		return false
	}
	if w.overlap(i, j) && !w.repeats(j) {
		return false
	}
	if _, also := w.rebuts(a); also {
		return false
	}
	return true
}

// repeats tells whether the content of claim j is the sentence before it, for which its
// pro-form stands: "Bos ontkent dat".
func (w *within) repeats(j int) bool {
	a := w.attribution(&w.keys[j])
	return a >= 0 && len(w.Attributions[a].Anaphor) > 0
}

// containsWord tells whether name stands in s between the borders of words.
func containsWord(s, name string) bool {
	for from := 0; name != ""; {
		i := strings.Index(s[from:], name)
		if i < 0 {
			return false
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, _ := utf8.DecodeRuneInString(s[i+len(name):])
		if !unicode.IsLetter(before) && !unicode.IsLetter(after) {
			return true
		}
		from = i + len(name)
	}
	return false
}
