// Package attribution finds who says what: source, cue and content.
package attribution

import "github.com/volgens/volgens/analysis/text"

// Type tells how much of the content stands between quotation marks.
type Type string

// The types, as published in attributions.type.
const (
	Direct   Type = "direct"
	Indirect Type = "indirect"
	Mixed    Type = "mixed"
)

// Attribution is source + cue + content. Source and Cue may be empty, Content never is;
// each may come in pieces, in order of the text.
type Attribution struct {
	Type       Type
	Source     []text.Span
	Cue        []text.Span
	Content    []text.Span
	CueLemma   string      // dictionary form of the cue, "" without a cue
	CueClass   string      // class of the cue in the lexicon: "say", "believe", "deny"
	Signals                // what the cue says of claim and source
	Anaphor    []text.Span // the pro-form that stands for the content: "Dat zegt …"
	Carried    bool        // a quotation without a frame of its own: the source is known from the text around
	Speaker    []text.Span // of a carried quotation whose speaker no attribution names: the words before it that do
	From       int         // of a carried quotation: index of the attribution whose source speaks on, -1 for none
	NestedIn   int         // index of the attribution whose content holds this one, -1 for none
	SourceID   int         // index into the document's sources, -1 where the source is implicit; coref sets it
	Via        int         // index of the source through whom the report came ("ooggetuigen" via Human Rights Watch), -1 for none; coref sets it
	Rule       string      // "nl/according-to"
	Confidence float64
}

// Signals are the readings of a cue that the lexicon gives, all empty without one.
type Signals struct {
	Act       string // an act where it differs from that of the class
	Certainty string
	Polarity  string
	Distance  string
	Position  string // position towards the object of the cue: "favor", "against"
}
