package conllu

import (
	"strings"

	"github.com/volgens/volgens/analysis/text"
)

// Text lays sentences out as a document: their words are its tokens, and keep their
// labels. A sentence that opens a paragraph starts on a new line, and gets a new block.
func Text(sentences []Sentence) (string, []text.Sentence) {
	var doc strings.Builder
	out := make([]text.Sentence, len(sentences))
	block := 0
	for i := range sentences {
		s := &sentences[i]
		if i > 0 && s.opens() {
			doc.WriteString("\n\n")
			block++
		} else if i > 0 {
			doc.WriteByte(' ')
		}
		out[i] = s.text(&doc)
		out[i].Block = block
	}
	return doc.String(), out
}

func (s *Sentence) opens() bool {
	for _, c := range s.Comments {
		if strings.HasPrefix(c, "# newpar") || strings.HasPrefix(c, "# newdoc") {
			return true
		}
	}
	return false
}

func (s *Sentence) text(doc *strings.Builder) text.Sentence {
	out := text.Sentence{Span: text.Span{Start: doc.Len()}, Tokens: make([]text.Token, len(s.Words))}
	ranges := s.Ranges
	for i, w := range s.Words {
		out.Tokens[i] = text.Token{
			Span: text.Span{Start: doc.Len(), End: doc.Len() + len(w.Form)},
			Head: int32(w.Head), Lemma: w.Lemma, UPOS: w.UPOS, Feats: w.Feats, Rel: w.Rel,
		}
		doc.WriteString(w.Form)
		space := SpaceAfter(w.Misc)
		if len(ranges) > 0 && i >= ranges[0].First {
			space = false
			if i == ranges[0].Last {
				space = SpaceAfter(ranges[0].Misc)
				ranges = ranges[1:]
			}
		}
		if space && i+1 < len(s.Words) {
			doc.WriteByte(' ')
		}
	}
	out.End = doc.Len()
	return out
}

// Of writes a sentence of doc down. before is the sentence in front of it, if any: where
// its block is another one, this one opens a paragraph.
func Of(doc string, s text.Sentence, before *text.Sentence) Sentence {
	var out Sentence
	if before == nil || before.Block != s.Block {
		out.Comments = append(out.Comments, "# newpar")
	}
	line := strings.Join(strings.Fields(s.In(doc)), " ")
	out.Comments = append(out.Comments, "# text = "+line)
	for i, t := range s.Tokens {
		w := Word{Form: t.In(doc), Lemma: t.Lemma, UPOS: t.UPOS, Feats: t.Feats, Head: int(t.Head), Rel: t.Rel}
		if i+1 < len(s.Tokens) && s.Tokens[i+1].Start == t.End {
			w.Misc = "SpaceAfter=No"
		}
		out.Words = append(out.Words, w)
	}
	return out
}

// Relabel gives the words the labels of tokens, which are as many.
func (s *Sentence) Relabel(tokens []text.Token) {
	for i, t := range tokens {
		w := &s.Words[i]
		w.Head, w.Lemma, w.UPOS, w.XPOS, w.Feats, w.Rel = int(t.Head), t.Lemma, t.UPOS, "", t.Feats, t.Rel
	}
}
