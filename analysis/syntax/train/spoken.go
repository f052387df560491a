package train

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"github.com/volgens/volgens/analysis/syntax/conllu"
)

// Spoken returns copies of some English sentences as a transcript would have them: with a
// filler ("uh"), with words said twice ("in, in the end") or with a word broken off ("th-").
// Newspapers print interviews, and the treebanks for training hardly have speech. The labels
// are those of the UD guidelines: what is taken back is the reparandum of what replaces it,
// a filler is discourse of the phrase that it stands before.
func Spoken(sentences []conllu.Sentence, every int) []conllu.Sentence {
	rng := rand.New(rand.NewPCG(11, 79))
	var out []conllu.Sentence
	for i, s := range sentences {
		if i%every != 0 || len(s.Words) < 6 || len(s.Words) > 40 {
			continue
		}
		words := s.Words
		for range 1 + rng.IntN(5)/3 {
			words = disfluencies[rng.IntN(len(disfluencies))](rng, words)
		}
		if len(words) > len(s.Words) {
			out = append(out, conllu.Sentence{Comments: s.Comments, Words: words})
		}
	}
	return out
}

// disfluencies are what may happen to a sentence, each as often as it stands here. Each
// returns new words, or those that it was given where the place is not one for it.
var disfluencies = []func(*rand.Rand, []conllu.Word) []conllu.Word{opening, filled, filled, again, again, broken, like}

// opening puts a filler in front.
func opening(rng *rand.Rand, words []conllu.Word) []conllu.Word {
	return before(words, 0, root(words), "discourse", capital(pick(rng, "um", "uh", "um", "well", "yeah", "oh")), pick(rng, ",", ",", ""))
}

// filled puts a filler before a phrase.
func filled(rng *rand.Rand, words []conllu.Word) []conllu.Word {
	p := 1 + rng.IntN(len(words)-1)
	return before(words, p, phrase(words, p), "discourse", pick(rng, "uh", "um"), pick(rng, ",", "", ""))
}

// like puts the filler "like" before a phrase.
func like(rng *rand.Rand, words []conllu.Word) []conllu.Word {
	p := 1 + rng.IntN(len(words)-1)
	return before(words, p, phrase(words, p), "discourse", "like", pick(rng, ",", "", ""))
}

// broken puts the beginning of a word before it.
func broken(rng *rand.Rand, words []conllu.Word) []conllu.Word {
	p := rng.IntN(len(words))
	form := words[p].Form
	n := 1 + rng.IntN(3)
	if len(form) <= n+1 || strings.ContainsFunc(form, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) }) {
		return words
	}
	return before(words, p, phrase(words, p), "reparandum", form[:n]+"-", pick(rng, "", "", "--"))
}

// before puts an interjection before word p, under the word head, and a mark behind it
// unless it is "".
func before(words []conllu.Word, p, head int, rel, form, mark string) []conllu.Word {
	if words[p].UPOS == "PUNCT" {
		return words
	}
	more := []conllu.Word{{Form: form, Lemma: strings.ToLower(form), UPOS: "INTJ", XPOS: "UH", Head: head, Rel: rel}}
	if mark != "" {
		more = append(more, punctuation(mark, p))
	}
	more[0].Head += len(more) // where head stands afterwards
	return insert(words, p, more)
}

// again says one to three words before they are said.
func again(rng *rand.Rand, words []conllu.Word) []conllu.Word {
	n := 1 + rng.IntN(3)
	p := rng.IntN(len(words) - n)
	top := -1
	for i := p; i < p+n; i++ {
		w := words[i]
		if w.UPOS == "PUNCT" || n == 1 && !slices.Contains(function, w.UPOS) {
			return words
		}
		if w.Head >= p && w.Head < p+n {
			continue
		}
		if top >= 0 {
			return words // no phrase of one head
		}
		top = i
	}
	more := slices.Clone(words[p : p+n])
	mark := pick(rng, "", "", ",", "--", "–", "—")
	if mark != "" {
		more = append(more, punctuation(mark, top))
	}
	repair := top
	if n == 1 && mark != "" {
		repair = phrase(words, top)
	}
	more[top-p].Head, more[top-p].Rel = repair+len(more), "reparandum"
	return insert(words, p, more)
}

// function lists the parts of speech that are often said twice.
var function = []string{"PRON", "DET", "ADP", "AUX", "SCONJ", "CCONJ"}

// phrase returns the head of the widest phrase that begins with word p.
func phrase(words []conllu.Word, p int) int {
	for words[p].Head > p {
		p = words[p].Head
	}
	return p
}

func root(words []conllu.Word) int {
	return slices.IndexFunc(words, func(w conllu.Word) bool { return w.Head < 0 })
}

// insert puts words in front of word p. Heads in more are already those of the result.
func insert(words []conllu.Word, p int, more []conllu.Word) []conllu.Word {
	out := slices.Concat(words[:p], more, words[p:])
	for i := range out {
		if (i < p || i >= p+len(more)) && out[i].Head >= p {
			out[i].Head += len(more)
		}
	}
	if next := &out[p+len(more)]; p == 0 && next.UPOS != "PROPN" && next.Form != "I" {
		next.Form = strings.ToLower(next.Form)
	}
	return out
}

func punctuation(mark string, head int) conllu.Word {
	xpos := ":"
	if mark == "," {
		xpos = mark
	}
	return conllu.Word{Form: mark, Lemma: mark, UPOS: "PUNCT", XPOS: xpos, Head: head, Rel: "punct"}
}

func pick(rng *rand.Rand, from ...string) string { return from[rng.IntN(len(from))] }

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
