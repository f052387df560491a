// Package stance tags what a source does with a claim, how sure it is, and what it is for
// or against.
package stance

import "github.com/volgens/volgens/analysis/text"

// Commitment is what the source does with the claim. The values are those of claims.act,
// claims.certainty, claims.polarity and claims.distance.
type Commitment struct {
	Act       string
	Certainty string
	Polarity  string
	Distance  string // the reporter's, not the source's
}

// Position is the source's stance towards one target.
type Position struct {
	Target   string
	Label    string  // favor, against, neutral
	Score    float64 // -1 to 1
	Evidence []text.Span
}
