// Package stance tags what a source does with a claim, how sure it is, what it is for or
// against, and how much the claim deserves a check.
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

// The labels of positions, as published in positions.label.
const (
	Favor   = "favor"
	Against = "against"
	Neutral = "neutral"
)

// Position is the source's stance towards one target.
type Position struct {
	Target   string
	Label    string  // Favor, Against, Neutral
	Score    float64 // -1 to 1
	Evidence []text.Span
}
