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
const sampleBytes = 4096

// Guess returns the language of doc as an ISO 639-1 code (639-3 where there is none) and
// how sure it is, from 0 to 1. The code is "" where doc holds no words to judge by, or
// words of no language it knows.
func Guess(doc string) (code string, confidence float64) {
	sample := sampled(doc)
	words := evidence(sample)
	if words.total == 0 && !hasLetter(sample) {
		return "", 0
	}
	letters, sure := byTrigrams(sample)
	return decide(words, letters, sure)
}

// decide weighs the function words of a text against its letter sequences. Function words
// decide where there are some: trigrams go astray on names, headlines and short texts.
func decide(w counts, letters string, sure float64) (string, float64) {
	first, second := w.best()
	if first < 0 || float64(w.score[first]) < 0.08*float64(w.total)*unit && !(languages[first].code == letters) {
		if w.total < 4 {
			sure *= 0.5
		}
		return letters, sure
	}
	code := languages[first].code
	lead, next := float64(w.score[first])/unit, 0.0
	if second >= 0 {
		next = float64(w.score[second]) / unit
	}
	if letters != "" && letters != code && lead-next < 1 && sure > 0.3 {
		return letters, 0.5 * sure // one shared word, and the letters say otherwise
	}
	confidence := (lead - next) / (lead + next + 1)
	if letters == code {
		confidence += (1 - confidence) * (0.4 + 0.4*sure)
	}
	return code, min(confidence, 1)
}

// unit is the weight of a word that only one language has; a shared one counts its part.
const unit = 12

type counts struct {
	score []int // by index of languages, in parts of unit
	total int   // words seen
}

// best returns the indexes of the two languages with the most evidence, -1 for none.
func (w counts) best() (first, second int) {
	first, second = -1, -1
	for i, s := range w.score {
		switch {
		case s == 0:
		case first < 0 || s > w.score[first]:
			first, second = i, first
		case second < 0 || s > w.score[second]:
			second = i
		}
	}
	return first, second
}

// evidence counts the function words of each language in s.
func evidence(s string) counts {
	w := counts{score: make([]int, len(languages))}
	var buf [2 * longestWord]byte
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' && r != '’' }) {
		w.total++
		if len(word) > longestWord {
			continue
		}
		langs := functionWords[string(text.AppendFold(buf[:0], word))]
		for _, l := range langs {
			w.score[l] += unit / len(langs)
		}
	}
	return w
}

// longestWord is the length in bytes above which no word is looked up.
const longestWord = 24

//go:embed words.txt
var wordList string

type language struct{ code string }

// languages and functionWords hold words.txt: the languages in its order, and for each word the
// indexes of the languages that have it.
var languages, functionWords = parse(wordList)

func parse(list string) ([]language, map[string][]int) {
	var langs []language
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
		langs = append(langs, language{code})
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
