package syntax_test

import (
	"fmt"
	"log"

	"github.com/volgens/volgens/analysis/syntax"
	"github.com/volgens/volgens/analysis/text"
)

func ExampleParser_Parse() {
	p, err := syntax.Load("nl")
	if err != nil {
		log.Fatal(err)
	}
	doc := "Zij merkte op dat het regent."
	s := text.Sentence{Span: text.Span{End: len(doc)}}
	for _, span := range []text.Span{{Start: 0, End: 3}, {Start: 4, End: 10}, {Start: 11, End: 13}, {Start: 14, End: 17}, {Start: 18, End: 21}, {Start: 22, End: 28}, {Start: 28, End: 29}} {
		s.Tokens = append(s.Tokens, text.Token{Span: span})
	}
	p.Parse(doc, []text.Sentence{s})

	tree := syntax.TreeOf(s.Tokens)
	cue := tree.Root()
	who, what := tree.Child(cue, "nsubj"), tree.Child(cue, "ccomp")
	first, last := tree.Bounds(what)
	fmt.Println("source: ", s.Tokens[who].In(doc))
	fmt.Println("cue:    ", tree.VerbLemma(doc, cue))
	fmt.Println("content:", doc[s.Tokens[first].Start:s.Tokens[last].End])
	// Output:
	// source:  Zij
	// cue:     opmerken
	// content: dat het regent
}
