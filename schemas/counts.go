package schemas

import (
	"maps"
	"slices"
)

// Counts are the numbers of a run, by name: those that its manifest gives and that can be
// counted again in its tables. "claims.kind.fact" is a share of "claims".
type Counts map[string]int64

// WorkPrefix begins the names of counts that say how much was compared to make the table
// disputes; no table can show them.
const WorkPrefix = "compare."

// NewCounts returns counts in which the number of rows of every table, and what else there
// is one number of, stand at 0.
func NewCounts() Counts {
	c := Counts{"chars": 0, "sentences": 0, "documents.copies": 0, "documents.near_duplicates": 0}
	for _, name := range []string{Documents, Segments, Attributions, Claims, Sources, Mentions, Disputes, Rejects} {
		c[name] = 0
	}
	return c
}

// Document counts a row of documents.
func (c Counts) Document(row Document) {
	c[Documents]++
	c["documents.lang."+row.Lang]++
	c["chars"] += int64(row.NChars)
	c["sentences"] += int64(row.NSentences)
	c["documents.copies"] += int64(len(row.OtherURIs))
	if row.DuplicateOf != nil {
		c["documents.near_duplicates"]++
	}
}

// Attribution counts a row of attributions.
func (c Counts) Attribution(row Attribution) {
	c[Attributions]++
	c["attributions.type."+row.Type]++
}

// Claim counts a row of claims.
func (c Counts) Claim(row Claim) {
	c[Claims]++
	c["claims.voice."+row.Voice]++
	c["claims.kind."+row.ClaimKind]++
	c["claims.source_kind."+row.SourceKind]++
	if row.Type != nil {
		c["claims.type."+*row.Type]++
	}
	if row.Stance != nil {
		c["claims.stance."+*row.Stance]++
	}
}

// Source counts a row of sources.
func (c Counts) Source(row Source) {
	c[Sources]++
	c["sources.kind."+row.Kind]++
}

// Dispute counts a row of disputes.
func (c Counts) Dispute(row Dispute) {
	c[Disputes]++
	c["disputes.relation."+row.Relation]++
}

// Reject counts a row of rejects.
func (c Counts) Reject(row Reject) {
	c[Rejects]++
	c["rejects.code."+row.Code]++
}

// Add adds the counts of another.
func (c Counts) Add(other Counts) {
	for name, n := range other {
		c[name] += n
	}
}

// List returns the counts as records, sorted by name.
func (c Counts) List() []Counter {
	out := make([]Counter, 0, len(c))
	for _, name := range slices.Sorted(maps.Keys(c)) {
		out = append(out, Counter{Name: name, Value: c[name]})
	}
	return out
}
