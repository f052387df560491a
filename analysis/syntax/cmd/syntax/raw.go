package main

import (
	"strings"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/syntax/conllu"
	"github.com/volgens/volgens/analysis/syntax/score"
)

// scoreRaw scores what is made of the raw text of the gold sentences, with its paragraph
// breaks or with blanks in their place.
func scoreRaw(a *analysis.Analyzer, lang string, gold []conllu.Sentence, breaks bool) (score.Scores, error) {
	doc, err := a.Parse(rawText(gold, breaks), analysis.InLanguage(lang))
	if err != nil {
		return score.Scores{}, err
	}
	system := make([]conllu.Sentence, len(doc.Sentences))
	for i, s := range doc.Sentences {
		system[i] = conllu.Of(doc.Text, s, nil)
	}
	return score.Compare(gold, system)
}

func rawText(gold []conllu.Sentence, breaks bool) string {
	var b strings.Builder
	for i := range gold {
		switch {
		case i == 0:
		case breaks && opens(&gold[i-1], &gold[i]):
			b.WriteString("\n\n")
		default:
			b.WriteByte(' ')
		}
		b.WriteString(gold[i].Comment("text"))
	}
	return b.String()
}

// opens tells whether s begins a paragraph: by a comment, or because the names of the
// sentences say so ("….p.3.s.1").
func opens(before, s *conllu.Sentence) bool {
	for _, c := range s.Comments {
		if strings.HasPrefix(c, "# newpar") || strings.HasPrefix(c, "# newdoc") {
			return true
		}
	}
	a, _, named := cutLast(before.ID(), ".s.")
	b, _, _ := cutLast(s.ID(), ".s.")
	return named && a != b
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}
