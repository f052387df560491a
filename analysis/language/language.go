// Package language guesses the language of a text.
package language

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/text"
)

// sampleBytes bounds what Guess reads: three pieces of this size, from the beginning, the
// middle and the end. A long article does not need to be read whole.
const sampleBytes = 2048

// Guess returns the language of doc as an ISO 639-1 code (639-3 where there is none) and
// how sure it is, from 0 to 1. The code is "" where doc holds no words to judge by, or
// words of no language it knows.
func Guess(doc string) (code string, confidence float64) {
	sample := sampled(doc)
	if !hasLetter(sample) {
		return "", 0
	}
	words := newCounts()
	words.add(sample, 1)
	if outside := unquoted(sample); len(outside) < len(sample) && len(outside) > minOutside {
		words.add(outside, 2) // what is quoted says less about the language of the article
	}
	return decide(words, sample)
}

// minOutside is the number of bytes outside of quotations that are enough to judge by.
const minOutside = 40

// plenty is the lead in words that settles the matter: the letters need no look, which would take longer than all the rest.
const plenty = 12

// rare is the weight of the languages that the analysis does not know: they have to show it.
const rare = 0.7

// decide weighs the function words of a text against its letter sequences. Function words
// decide where there are some: trigrams go astray on names, headlines and short texts.
func decide(w counts, sample string) (string, float64) {
	first, lead, next := w.best()
	share := lead / float64(w.total)
	if first < 0 || share < 0.08 && lead < 3 {
		return byLetters(w, first, lead, sample)
	}
	code := languages[first]
	distance := lead - next
	confidence := distance / (distance + 1.5)
	if distance >= plenty && share >= 0.15 {
		return code, confidence
	}
	letters, sure := byTrigrams(sample, nil)
	if letters == code {
		confidence += (1 - confidence) * (0.4 + 0.4*sure)
	}
	if share < 0.08 {
		confidence *= share / 0.08 // a long text with few of its words: some language beside those known
	}
	return code, min(confidence, 1)
}

// byLetters guesses the language of a text with next to no function words: a headline, a list of names, or a
// language without a word list. A short text is taken for one of the common languages.
func byLetters(w counts, first int, lead float64, sample string) (string, float64) {
	among := common
	if w.total > 2*headlineWords {
		among = nil
	}
	letters, sure := byTrigrams(sample, among)
	switch {
	case first >= 0 && w.total <= headlineWords && (languages[first] == letters || lead >= 1 && sure < 0.5):
		return languages[first], 0.3 + 0.3*sure
	case w.total <= headlineWords:
		sure *= 0.5
	}
	return letters, sure
}

// headlineWords is the number of words up to which a text counts as a headline.
const headlineWords = 25

// unit is the weight of a word that only one language has; a shared one counts its part.
const unit = 12

// counts is the evidence for each language.
type counts struct {
	score []int // by index of languages, in parts of unit
	total int   // words seen
}

func newCounts() counts { return counts{score: make([]int, len(languages))} }

// best returns the index of the language with the most evidence, -1 for none, and the weight of its words and of those
// of the language after it.
func (w *counts) best() (first int, lead, next float64) {
	first = -1
	for i, s := range w.score {
		weight := float64(s) / unit
		if languages[i] != "nl" && languages[i] != "en" {
			weight *= rare
		}
		switch {
		case weight > lead:
			first, lead, next = i, weight, lead
		case weight > next:
			next = weight
		}
	}
	return first, lead, next
}

// add counts the function words of each language in s, times over.
func (w *counts) add(s string, times int) {
	var buf [2 * longestWord]byte
	for word := range strings.FieldsFuncSeq(s, notWord) {
		w.total += times
		if len(word) > longestWord {
			continue
		}
		langs := functionWords[string(text.AppendFold(buf[:0], word))]
		for _, l := range langs {
			w.score[l] += times * unit / len(langs)
		}
	}
}

func notWord(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' && r != '’'
}

// unquoted returns s without what stands between double or curly quotation marks.
func unquoted(s string) string {
	var b strings.Builder
	for {
		i := strings.IndexAny(s, "“„«‘\"")
		if i < 0 {
			return b.String() + s
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		end := strings.IndexAny(s[i+n:min(len(s), i+n+longestQuotation)], closing[r])
		if end < 0 {
			end = 0
		}
		b.WriteString(s[:i])
		b.WriteByte(' ')
		_, m := utf8.DecodeRuneInString(s[i+n+end:])
		s = s[min(len(s), i+n+end+m):]
	}
}

// longestQuotation is the number of bytes after which a mark counts as one without a partner.
const longestQuotation = 600

// closing holds the marks that close a quotation by the one that opens it.
var closing = map[rune]string{'“': "”\"", '„': "”“", '«': "»", '‘': "’", '"': "\"”"}

// longestWord is the length in bytes above which no word is looked up.
const longestWord = 24

//go:embed words.txt
var wordList string

// languages and functionWords hold words.txt: the languages in its order, and for each word the
// indexes of the languages that have it.
var languages, functionWords = parse(wordList)

func parse(list string) ([]string, map[string][]int) {
	var langs []string
	words := map[string][]int{}
	for line := range strings.Lines(list) {
		code, rest, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(code, "#") {
			continue
		}
		for word := range strings.FieldsSeq(rest) {
			if known := words[word]; len(known) == 0 || known[len(known)-1] != len(langs) {
				words[word] = append(known, len(langs))
			}
		}
		langs = append(langs, code)
	}
	return langs, words
}

// sampled returns doc, or three pieces of a long one, cut at white space.
func sampled(doc string) string {
	if len(doc) <= 3*sampleBytes {
		return doc
	}
	middle := len(doc)/2 - sampleBytes/2
	return piece(doc, 0) + " " + piece(doc, middle) + " " + piece(doc, len(doc)-sampleBytes)
}

func piece(doc string, at int) string {
	end := at + sampleBytes
	for at > 0 && at < end && !utf8.RuneStart(doc[at]) {
		at++
	}
	for end < len(doc) && end > at && !utf8.RuneStart(doc[end]) {
		end--
	}
	return doc[at:end]
}

func hasLetter(s string) bool { return strings.IndexFunc(s, unicode.IsLetter) >= 0 }
