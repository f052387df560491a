package train

import (
	"strings"

	"github.com/volgens/volgens/analysis/syntax/conllu"
)

// Prepare makes the treebanks of a language agree, in place; docs/syntax.md explains each
// step. It is applied to training and scoring files alike. relabel makes the steps that
// change relations too, which only the training files of the older conversion need.
func Prepare(lang string, sentences []conllu.Sentence, relabel bool) {
	for i := range sentences {
		words := sentences[i].Words
		for j := range words {
			w := &words[j]
			w.Feats = features(lang, w)
			if lang == "nl" {
				w.Lemma = Surface(w.Form, w.Lemma, w.UPOS)
			}
		}
		if lang == "nl" && relabel {
			dutch(words)
		}
	}
}

// features drops the features that one conversion of the Dutch treebanks gives and the
// other does not, and those that say something of a phrase and not of the word.
func features(lang string, w *conllu.Word) string {
	if w.Feats == "" {
		return ""
	}
	var keep []string
	for f := range strings.SplitSeq(w.Feats, "|") {
		switch {
		case strings.HasPrefix(f, "ExtPos="), strings.HasPrefix(f, "Typo="):
			continue
		case lang == "nl" && (f == "Mood=Ind" || strings.HasPrefix(f, "PronType=") && w.UPOS == "DET"):
			continue
		case lang == "nl" && f == "Gender=Com,Neut":
			f = "Gender=Com"
		}
		keep = append(keep, f)
	}
	return strings.Join(keep, "|")
}

// dutch gives the training file the labels of the newer conversion.
func dutch(words []conllu.Word) {
	clause := make([]bool, len(words)) // words that are predicates: they have a copula or a subject
	for _, w := range words {
		if w.Head >= 0 && (w.Rel == "cop" || strings.HasPrefix(w.Rel, "nsubj") || strings.HasPrefix(w.Rel, "csubj")) {
			clause[w.Head] = true
		}
	}
	for i := range words {
		w := &words[i]
		w.XPOS = strings.Replace(w.XPOS, "|genus|", "|zijd|", 1)
		if w.Head < 0 {
			continue
		}
		head := words[w.Head]
		nominal := head.UPOS == "NOUN" || head.UPOS == "PROPN"
		switch {
		// "ook Jansen": an adverb under a noun that is no predicate.
		case w.UPOS == "ADV" && w.Rel == "advmod" && nominal && !clause[w.Head]:
			w.Rel = "amod"
		// "veel mensen": a quantifier in front of its noun is a determiner.
		case strings.HasPrefix(w.XPOS, "VNW|onbep|grad|stan|prenom") && w.UPOS == "ADJ" && w.Rel == "amod":
			w.UPOS, w.Rel, w.Feats = "DET", "det", ""
		}
	}
}

// Scores returns copies of Dutch sentences in which a bare number became the score of a
// match ("met 3 - 1"): newspapers are full of them and the treebank for training has none.
func Scores(sentences []conllu.Sentence, every int) []conllu.Sentence {
	var out []conllu.Sentence
	seen := 0
	for _, s := range sentences {
		for i, w := range s.Words {
			if w.XPOS != "TW|hoofd|vrij" || len(w.Form) > 2 || w.Form[0] < '0' || w.Form[0] > '9' || w.Rel == "fixed" || w.Rel == "nummod" || hasChild(s.Words, i) {
				continue
			}
			if seen++; seen%every == 0 {
				out = append(out, withScore(s, i, byte('0'+seen/every%5)))
			}
			break
		}
	}
	return out
}

func hasChild(words []conllu.Word, i int) bool {
	for _, w := range words {
		if w.Head == i && w.Rel != "punct" && w.Rel != "case" {
			return true
		}
	}
	return false
}

// withScore puts "- n" behind word i.
func withScore(s conllu.Sentence, i int, digit byte) conllu.Sentence {
	var words []conllu.Word
	for j, w := range s.Words {
		if w.Head > i {
			w.Head += 2
		}
		words = append(words, w)
		if j == i {
			words = append(words,
				conllu.Word{Form: "-", Lemma: "-", UPOS: "SYM", XPOS: "LET", Head: i, Rel: "fixed"},
				conllu.Word{Form: string(digit), Lemma: string(digit), UPOS: "NUM", XPOS: w.XPOS, Head: i, Rel: "fixed"})
		}
	}
	return conllu.Sentence{Comments: s.Comments, Words: words}
}
