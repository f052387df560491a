package analysis

import (
	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/claim"
	"github.com/volgens/volgens/analysis/coref"
	"github.com/volgens/volgens/analysis/dispute"
	"github.com/volgens/volgens/analysis/entity"
	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/text"
)

// Document is an analysed article. All spans are byte ranges of Text; slices are in order
// of the text. It holds no pointer to the analyser and may be kept, copied and encoded.
type Document struct {
	Text           string
	Lang           string  // ISO 639-1 code; "" where the language is none that the analyser knows
	LangConfidence float64 // 0 to 1; 1 where the caller named the language
	Published      int64   // Unix seconds, 0 for unknown

	Blocks       []text.Block
	Sentences    []text.Sentence
	Entities     []entity.Entity
	Quotations   []text.Quotation
	Attributions []attribution.Attribution
	Sources      []coref.Source
	Mentions     []coref.Mention
	Claims       []claim.Claim
	Segments     []Segment
	Events       []dispute.Key  // one for each claim: what it tells of
	Disputes     []dispute.Pair // claims that contradict or support each other

	words *lexicon.Table // what the lexicon knows of the tokens: from Extract to Tag, then nil
}

// Segment is a stretch of the text. The segments of a document, joined, are its text.
type Segment struct {
	text.Span
	Kind       text.BlockKind // or Quotation
	Block      int            // index of the block that holds it
	Voice      Voice
	Unresolved []text.Span // cue-like words that led to no attribution
}

// SegmentQuotation is the kind of a segment that is one quotation, besides the kinds of blocks.
const SegmentQuotation text.BlockKind = "quotation"

// Voice says who speaks.
type Voice string

// The voices, as published in segments.voice.
const (
	VoiceAuthor     Voice = "author"
	VoiceAttributed Voice = "attributed"
	VoiceMixed      Voice = "mixed"
)
