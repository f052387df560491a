package lexicon

import (
	"strings"

	"github.com/volgens/volgens/analysis/sentence"
	"github.com/volgens/volgens/analysis/text"
)

// tokenizer divides words as the tokeniser of the language does: "long-time" and "can't" are
// several tokens in English, one in Dutch.
type tokenizer struct{ splitter *sentence.Splitter }

func newTokenizer(l *Layout) tokenizer {
	return tokenizer{sentence.New(sentence.Words{
		Abbreviations: l.Abbreviations, AbbreviationsFinal: l.AbbreviationsFinal, NumberWords: l.NumberWords,
		Clitics: l.Clitics, Splits: l.Splits, Prefixes: l.Prefixes, SplitHyphens: l.SplitHyphens,
	})}
}

// split cuts a phrase into the tokens that a text with it has.
func (t tokenizer) split(phrase string) []string {
	var out []string
	for _, word := range split(phrase) {
		if strings.ContainsAny(strings.Trim(word, "'-"), "-'") || strings.HasPrefix(Fold(word), "can") {
			out = append(out, t.tokens(word)...)
			continue
		}
		out = append(out, word)
	}
	return out
}

func (t tokenizer) tokens(word string) []string {
	var out []string
	for _, s := range t.splitter.Split(word, []text.Block{{Span: text.Span{End: len(word)}, Kind: text.Paragraph}}, nil) {
		for _, tok := range s.Tokens {
			out = append(out, tok.In(word))
		}
	}
	return out
}

// several tells whether form is more than one token.
func (t tokenizer) several(form string) bool { return len(t.split(form)) > 1 }
