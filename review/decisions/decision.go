// Package decisions is the log of what reviewers decided about claims: append-only, in a
// SQLite file of its own, joined to a dataset by the stable ids of claims. A decision that
// was acknowledged is on disk. Nothing is ever changed or deleted: to undo is to add a row.
package decisions

import (
	"errors"
	"fmt"
	"time"

	"github.com/volgens/volgens/schemas"
)

// Field is what a decision is about.
type Field string

// The fields.
const (
	Span    Field = "span"    // is it a claim, and are its words the right ones
	Source  Field = "source"  // is it the right source
	Stance  Field = "stance"  // the position towards Decision.Target
	Worth   Field = "worth"   // is it worth a check
	Verdict Field = "verdict" // what a check has found: an id of the scale
	Unsure  Field = "unsure"  // the reader wants somebody else to look
	Note    Field = "note"    // a remark, in Value.Note

	Dispute Field = "dispute" // does the claim stand against the claim Decision.Target
	Merge   Field = "merge"   // proposal: the source is the same as the source Value.SourceID
	Split   Field = "split"   // proposal: Value.Claims of the source are by somebody else, Value.SourceName
)

// Fields returns the fields of claims that readers can agree on, in the order in which a
// page asks for them.
func Fields() []Field { return []Field{Span, Source, Stance, Worth, Verdict, Unsure, Note, Dispute} }

// Choices of Value.Choice, by field.
const (
	OK       = "ok"       // Span, Source: as the pipeline has it
	Moved    = "moved"    // Span: it is a claim, with the words Value.Spans
	NotClaim = "no-claim" // Span: it is no claim
	Other    = "other"    // Source: it is Value.SourceID or, new, Value.SourceName
	Yes      = "yes"      // Worth, Unsure, Dispute, Merge, Split
	No       = "no"       //
	Favor    = "favor"    // Stance
	Against  = "against"  // Stance
	Neutral  = "neutral"  // Stance
	NoStance = "none"     // Stance: no position towards the target
)

// Value is what was decided. The zero value is no decision: what remains after an undo of
// the first one.
type Value struct {
	Choice     string         `json:"choice,omitempty"`      // one of the field's choices; an id of the scale for Verdict
	Spans      []schemas.Span `json:"spans,omitempty"`       // Moved: in code points of documents.text
	Words      string         `json:"words,omitempty"`       // Moved: the words there
	SourceID   string         `json:"source_id,omitempty"`   // Other: a source of the dataset; Merge: the one to keep
	SourceName string         `json:"source_name,omitempty"` // Other: its name, or that of a new one; Split: the name of the new one
	Claims     []string       `json:"claims,omitempty"`      // Split: claims of the new source
	Links      []string       `json:"links,omitempty"`       // Verdict: addresses of the evidence
	Note       string         `json:"note,omitempty"`        // Verdict, Note: what was found
}

// Role is in which capacity somebody decides.
type Role string

// The roles. Each reader has a value of each field; of the adjudicators there is one for
// all, which settles the matter.
const (
	Reader      Role = "reader"
	Adjudicator Role = "adjudicator"
)

// Decision is what is handed in.
type Decision struct {
	User string
	Role Role // zero value: Reader

	Claim    *schemas.Claim // the claim as the dataset has it; nil for Merge and Split
	SourceID string         // Merge, Split: the source

	Field  Field
	Target string // Stance: whom or what it is about; Dispute: the other claim
	Value  Value
	Why    string

	// Base is the id of the entry that the user saw in this field, 0 for none. The decision
	// is refused with a *Conflict where there is a later one by now.
	Base int64
	// Nonce makes handing in again harmless: the second time returns the entry of the first.
	// Empty for none.
	Nonce string
	// Dataset is the SHA-256 of the manifest of the dataset that was reviewed.
	Dataset string

	carried string // Entry.Carried
}

// Entry is a row of the log.
type Entry struct {
	ID       int64     `json:"id"` // increasing
	At       time.Time `json:"at"` // UTC
	User     string    `json:"user"`
	Role     Role      `json:"role"`
	ClaimID  string    `json:"claim_id,omitempty"`
	SourceID string    `json:"source_id,omitempty"` // of Merge and Split
	Field    Field     `json:"field"`
	Target   string    `json:"target,omitempty"`
	From     Value     `json:"from"`
	To       Value     `json:"to"`
	Why      string    `json:"why,omitempty"`
	Undoes   int64     `json:"undoes,omitempty"`  // the entry that this one takes back
	Carried  string    `json:"carried,omitempty"` // the claim id under which it was decided, in an earlier dataset
	Dataset  string    `json:"dataset,omitempty"`

	Pipeline Snapshot `json:"pipeline"` // what the dataset said when it was decided
}

// Snapshot is what the dataset said of a claim when something was decided about it: it lets
// a decision be read without that dataset, and tells when it needs another look.
type Snapshot struct {
	DocID      string         `json:"doc_id,omitempty"`
	Claim      string         `json:"claim,omitempty"` // the words
	Spans      []schemas.Span `json:"spans,omitempty"`
	SourceID   string         `json:"source_id,omitempty"`
	SourceName string         `json:"source_name,omitempty"`
	Stance     string         `json:"stance,omitempty"` // of a decision about Stance: the label towards its target
	Rule       string         `json:"rule,omitempty"`
	Type       string         `json:"type,omitempty"`
	Kind       string         `json:"kind,omitempty"`       // claim_kind
	Worth      float64        `json:"worth,omitempty"`      // checkworthiness
	Confidence float64        `json:"confidence,omitempty"` //
}

// Slot names a value of which somebody holds the latest version.
type Slot struct {
	Field  Field
	Target string
}

// Opinion is what one reader, or the adjudicator, holds of a claim: the latest entry of
// each slot whose value is not zero.
type Opinion struct {
	User   string // of an adjudication: who decided last
	Values map[Slot]Entry
	Done   bool // the reader has finished with the claim
}

// Value returns what the opinion says of a slot, the zero Value where nothing.
func (o Opinion) Value(f Field, target string) Value { return o.Values[Slot{f, target}].To }

// Base returns the id for Decision.Base: that of the latest entry of a slot, 0 for none.
func (r Review) Base(user string, role Role, f Field, target string) int64 {
	return r.bases[held{role.owner(user), Slot{f, target}}]
}

// owner returns under whose name a value is held: readers hold their own, adjudicators one
// together.
func (r Role) owner(user string) string {
	if r == Adjudicator {
		return ""
	}
	return user
}

// held is a slot of an owner.
type held struct {
	owner string
	slot  Slot
}

// Review is what is known of a claim, as far as the one who asked may know it.
type Review struct {
	ClaimID string
	Readers []Opinion // sorted by user
	// Independent are the readings that agreement is measured on: of a blind reader what was
	// held before there was anything of others to see, else the same as Readers.
	Independent []Opinion
	Settled     *Opinion // of the adjudicators; nil for none
	Assigned    []string // who is to read it, sorted; empty where anybody may
	Blind       bool     // opinions of others are held back until the one who asked is done
	Differ      []Slot   // where readers who are done differ and nobody has settled it

	bases map[held]int64
	blind []string // who reads it blind
}

// Mine returns the opinion of a user, an empty one where there is none.
func (r Review) Mine(user string) Opinion {
	for _, o := range r.Readers {
		if o.User == user {
			return o
		}
	}
	return Opinion{User: user}
}

// Conflict is the error for a decision upon a value that somebody has changed meanwhile.
type Conflict struct {
	Current Entry // the latest entry of the slot
}

// Error says who was faster.
func (c *Conflict) Error() string {
	return fmt.Sprintf("%s has decided about this meanwhile (%s)", c.Current.User, c.Current.At.Format(time.RFC3339))
}

// Errors that a caller tells apart.
var (
	ErrInvalid       = errors.New("no valid decision") // the message says what is wrong
	ErrOwnReading    = errors.New("you have read this claim yourself: somebody else must settle it")
	ErrNothingToUndo = errors.New("there is nothing to undo")
	ErrNotYours      = errors.New("this is somebody else's decision")
)

// Assignment says that somebody is to read a claim.
type Assignment struct {
	ClaimID string
	User    string
	Blind   bool // does not see the other opinions before being done
	By      string
	At      time.Time
	Done    bool
}

// Pace counts the decisions of a user on a day.
type Pace struct {
	Day       string // "2026-11-22", UTC
	User      string
	Decisions int
	Claims    int // different claims
}
