package schemas

import (
	"slices"
	"strings"
)

// Text says what text of the articles the tables hold.
type Text string

// The values of Text.
const (
	TextFull   Text = ""       // all
	TextClaims Text = "claims" // the words of the claims
	TextNone   Text = "none"   // none; names, roles and targets stay, and so do offsets
)

// Redact takes the text of the article from a row, as far as it does not belong in a dataset
// with text. row is a pointer to the row of a table; what it points to is not changed
// otherwise, and what it shares with other rows not at all.
//
// What stays of an article's words names or describes somebody or something: the names, roles
// and affiliations of sources and the targets of positions.
func Redact(row any, text Text) {
	if text == TextFull {
		return
	}
	switch row := row.(type) {
	case *Document:
		row.Text, row.Title = "", nil
	case *Attribution:
		row.SourceText, row.CueText, row.ContentText = "", "", ""
	case *Claim:
		redactClaim(row, text)
	case *Source:
		row.Aliases = []string{} // descriptions as long as sentences are among them
	case *Mention:
		row.Text = ""
	case *Dispute:
		row.Signals = kinds(row.Signals)
	case *Reject:
		row.Message = "" // it may quote the input
	}
}

func redactClaim(row *Claim, text Text) {
	if text != TextClaims {
		row.Claim, row.ClaimStandalone = "", ""
	}
	row.Title, row.Section, row.SourceMention, row.Cue = nil, nil, nil, nil
	row.Context, row.Prefix, row.Suffix = "", "", ""
	row.Positions = slices.Clone(row.Positions)
	for i := range row.Positions {
		row.Positions[i].Evidence = []string{}
	}
}

// kinds returns signals without their words: "denial" of "denial: rejects".
func kinds(signals []string) []string {
	out := make([]string, len(signals))
	for i, s := range signals {
		out[i], _, _ = strings.Cut(s, ":")
	}
	return out
}
