// Package claim splits the content of attributions, and what the author says, into
// checkable propositions.
package claim

import (
	"github.com/volgens/volgens/analysis/stance"
	"github.com/volgens/volgens/analysis/text"
)

// Kind says what sort of proposition a claim is.
type Kind string

// The kinds, as published in claims.claim_kind.
const (
	Fact       Kind = "fact"
	Opinion    Kind = "opinion"
	Prediction Kind = "prediction"
	Demand     Kind = "demand"
)

// Claim is one checkable proposition.
type Claim struct {
	Spans       []text.Span // in order of the text
	Attribution int         // index into the document's attributions, -1 in the author's voice
	Context     text.Span   // the sentence, or the sentences where the claim spans several
	Section     int         // index of the nearest heading or question block above, -1 for none
	Standalone  string      // the words made self-contained, insertions in [brackets]
	Kind        Kind
	stance.Commitment
	Positions       []stance.Position
	Checkworthiness float64  // 0 to 1
	Reasons         []string // why
}
