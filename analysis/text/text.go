// Package text holds the units every step of the analysis shares: spans, tokens,
// sentences and blocks of one document, all as byte ranges of its unaltered text.
package text

// Span is a half-open range of UTF-8 bytes, [Start, End), of a document's text.
type Span struct {
	Start, End int
}

// Len returns the length of s in bytes.
func (s Span) Len() int { return s.End - s.Start }

// Empty tells whether s covers nothing.
func (s Span) Empty() bool { return s.End <= s.Start }

// Contains tells whether t lies wholly inside s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps tells whether s and t share at least one byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// In returns the words that s covers in doc.
func (s Span) In(doc string) string { return doc[s.Start:s.End] }

// Token is a word or a mark. Only white space falls between the tokens of a document.
// The fields below Span are empty until a tagger or parser has seen the sentence.
type Token struct {
	Span
	Head  int32  // index of the governing token in the same sentence; -1 for the root and where no tree is known
	Lemma string // surface lemma, lower case except for names
	UPOS  string // universal part of speech (UD v2): "VERB"
	Feats string // morphological features as in CoNLL-U: "Number=Sing|Tense=Past"
	Rel   string // universal dependency relation with its subtype: "nsubj:pass"
}

// Sentence is a run of tokens of one block.
type Sentence struct {
	Span
	Block  int // index of the block that holds the sentence
	Tokens []Token
}

// BlockKind says what a block is in the layout of the article.
type BlockKind string

// The kinds of blocks, as published in segments.kind.
const (
	Title       BlockKind = "title"
	Heading     BlockKind = "heading"
	Question    BlockKind = "question" // a heading that asks: "Hoe reageert de bevolking?"
	Caption     BlockKind = "caption"
	ListItem    BlockKind = "list_item"
	Paragraph   BlockKind = "sentence" // running text; its sentences become segments
	Boilerplate BlockKind = "boilerplate"
)

// Block is a paragraph-like stretch: running text, a heading, a caption. Blocks are in
// order and do not overlap; only white space and line breaks fall between them.
type Block struct {
	Span
	Kind BlockKind
}

// Quotation is a stretch between quotation marks, marks included. One whose partner mark
// is missing is closed at the end of its block and has Open set.
type Quotation struct {
	Span
	Inner  Span // without the marks
	Parent int  // index of the quotation around it, -1 for none
	Open   bool // a mark is missing: the text was unbalanced
	Next   int  // index of the quotation that carries on a quotation of several paragraphs, -1 for none
}
