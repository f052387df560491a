package index

import (
	"errors"
	"time"

	"github.com/volgens/volgens/schemas"
)

// ErrNotFound is returned for an id that the dataset does not have.
var ErrNotFound = errors.New("not in this dataset")

// ErrQuery is returned for a question that cannot be answered: an unknown facet or order,
// a search that does not parse. The message says what is wrong, for the person who asked.
var ErrQuery = errors.New("cannot search")

// Facet names a property of claims by which they are filtered and counted.
type Facet string

// The facets. The values of FacetSource are source ids, and of the others the values of the
// column of that name; "" stands for claims without a value.
const (
	FacetSource     Facet = "source"      // sources.source_id; the label is the name
	FacetSourceKind Facet = "source_kind" //
	FacetKind       Facet = "claim_kind"  //
	FacetVoice      Facet = "voice"       //
	FacetType       Facet = "type"        //
	FacetStance     Facet = "stance"      // of the strongest position
	FacetTarget     Facet = "target"      // of the strongest position
	FacetAct        Facet = "act"         //
	FacetCertainty  Facet = "certainty"   //
	FacetPolarity   Facet = "polarity"    //
	FacetDistance   Facet = "distance"    //
	FacetWorth      Facet = "worth"       // checkworthiness in bands: "0.0", "0.1", … "0.9" is its lower end
	FacetConfidence Facet = "confidence"  // in bands likewise
	FacetDisputed   Facet = "disputed"    // "yes", "no": by a claim of any article
	FacetLang       Facet = "lang"        //
	FacetOutlet     Facet = "outlet"      // documents.outlet
	FacetMonth      Facet = "month"       // of published_at: "2026-11"
	FacetRule       Facet = "rule"        //
	FacetCue        Facet = "cue"         // cue_lemma
	FacetStatus     Facet = "status"      // of the review: a Status
	FacetReviewer   Facet = "reviewer"    // who has decided something; a claim may have several
	FacetVerdict    Facet = "verdict"     // of the review, once its readers are done
)

// Facets returns all facets, in the order in which a page shows them.
func Facets() []Facet {
	return []Facet{
		FacetStatus, FacetReviewer, FacetVerdict,
		FacetSource, FacetSourceKind, FacetStance, FacetTarget, FacetKind, FacetVoice, FacetType,
		FacetAct, FacetCertainty, FacetPolarity, FacetDistance, FacetWorth, FacetDisputed,
		FacetLang, FacetOutlet, FacetMonth, FacetConfidence, FacetRule, FacetCue,
	}
}

// Status is how far the review of a claim is.
type Status string

// The statuses.
const (
	StatusOpen     Status = "open"     // nobody has decided anything
	StatusStarted  Status = "started"  // something is decided, but a reader is not done
	StatusDone     Status = "done"     // all readers are done and agree
	StatusUnsure   Status = "unsure"   // a reader is unsure and nobody has settled it
	StatusDisagree Status = "disagree" // readers are done and differ
	StatusSettled  Status = "settled"  // a third person has settled it
)

// Mark is what lists show of the review of a claim. The zero value is an open one.
type Mark struct {
	Status  Status   `json:"status"`
	Readers []string `json:"readers,omitempty"` // who has decided something, sorted
	Done    []string `json:"done,omitempty"`    // who of them is done, sorted
	Verdict string   `json:"verdict,omitempty"` // once all readers are done and agree, or it is settled
}

// Order names a property by which claims are sorted.
type Order string

// The orders. Claims that are equal in one follow each other in the order of the article,
// and claims without a value come last.
const (
	ByArticle    Order = ""           // article by article, in the order of the text
	ByDate       Order = "date"       // published_at
	ByWorth      Order = "worth"      // checkworthiness
	ByConfidence Order = "confidence" //
	BySource     Order = "source"     // name of the source, accents folded
	ByOutlet     Order = "outlet"     //
	ByTarget     Order = "target"     //
	ByClaim      Order = "claim"      // words of the claim, accents folded
	ByKind       Order = "kind"       // claim_kind
	ByStance     Order = "stance"     // stance_score
)

// Orders returns all orders.
func Orders() []Order {
	return []Order{ByArticle, ByDate, ByWorth, ByConfidence, BySource, ByOutlet, ByTarget, ByClaim, ByKind, ByStance}
}

// Query asks for claims. The zero value asks for the first page of all.
type Query struct {
	// Text is searched in the claim, its sentence, its source and the headline, without
	// regard to case and accents. All words must occur: `water` a word, `wat*` its beginning,
	// `"het water"` words in a row, `-water` none of it, `water OR dijk` either.
	Text string

	// Filters keeps claims whose facet has one of the values; facets go together with "and".
	Filters map[Facet][]string
	// Without drops claims whose facet has one of the values.
	Without map[Facet][]string

	From, Until time.Time // published from (included) until (excluded); zero for no bound

	MinWorth, MaxWorth           float64 // bounds of checkworthiness, included; MaxWorth 0 for none
	MinConfidence, MaxConfidence float64 // bounds of confidence, likewise

	DocID string   // claims of this article alone
	IDs   []string // these claims alone, where not nil; ids that the dataset lacks are passed over

	// Undecided keeps the claims in which this user has not finished; "" for all.
	Undecided string

	Order Order
	Desc  bool

	Offset, Limit int // Limit 0 for 50, negative for all

	// Facets are counted; nil for none. The counts of a facet disregard the filters on it, so
	// that a page shows what a further value would add.
	Facets []Facet
	// FacetLimit bounds the values of a facet, the most frequent first; 0 for 20. Values that
	// are filtered for are always among them.
	FacetLimit int
}

// Result answers a Query.
type Result struct {
	Total  int // claims that match, on all pages
	Claims []Claim
	Facets []FacetCounts // in the order of Query.Facets
}

// FacetCounts are the values of a facet among the claims that match.
type FacetCounts struct {
	Facet  Facet
	Values []Count
	More   int // values beyond those listed
}

// Count is a value of a facet and how many claims have it.
type Count struct {
	Value    string
	Label    string // for people: the name of a source; else Value
	N        int
	Selected bool // in Query.Filters
	Without  bool // in Query.Without
}

// Claim is a claim as the pages show it.
type Claim struct {
	schemas.Claim
	Outlet string `json:"outlet"` // documents.outlet
	URL    string `json:"url"`    // where the article can be read: documents.url, or uri where that is an address; "" for neither
	Mark   Mark   `json:"review"`
}

// Article is a document with all that was found in it.
type Article struct {
	schemas.Document
	Claims       []Claim // in the order of the text
	Segments     []schemas.Segment
	Attributions []schemas.Attribution
	Mentions     []schemas.Mention
}

// Place says where a claim stands among those that match a query: what the keys for the
// next and the previous claim need.
type Place struct {
	Position      int // from 0; -1 where the claim does not match (any more): then Next is the first that does
	Total         int
	First, Last   string
	Prev, Next    string // claim ids; "" at the ends
	NextUndecided string // the next in which the user asked about is not done, from the start again after the end
}

// SourceOrder names a property by which sources are sorted.
type SourceOrder string

// The orders of sources.
const (
	SourcesByClaims    SourceOrder = ""          // most claims first
	SourcesByName      SourceOrder = "name"      //
	SourcesByDocuments SourceOrder = "documents" // most articles first
	SourcesByLast      SourceOrder = "last"      // last seen first
)

// SourceQuery asks for sources.
type SourceQuery struct {
	Text          string // in name, aliases, role and affiliation, accents folded; the last word may be a beginning
	Kinds         []string
	Target        string // with a position towards it
	Order         SourceOrder
	Offset, Limit int // Limit 0 for 50
}

// SourceResult answers a SourceQuery.
type SourceResult struct {
	Total   int
	Sources []schemas.Source
	Kinds   []Count // of all sources that match the text
}

// Source is a source with its positions over time.
type Source struct {
	schemas.Source
	Timeline []Period         // months with a claim, in order; claims without a date come first, with Month ""
	Similar  []schemas.Source // other sources with the same or nearly the same name: candidates for a merge
}

// Period is what a source said in a month.
type Period struct {
	Month     string // "2026-11"
	Claims    int
	Positions []schemas.TargetCount // by the strongest position of each claim, sorted by target
}

// DisputeQuery asks for disputes.
type DisputeQuery struct {
	Relations     []string // schemas.Dispute.Relation; none for all
	ClaimID       string   // of this claim alone
	SourceID      string   // with a claim of this source
	DocID         string   // with a claim of this article
	MinScore      float64
	Offset, Limit int // counted in events; Limit 0 for 20
}

// DisputeResult answers a DisputeQuery.
type DisputeResult struct {
	Total     int // disputes
	Events    []Event
	NEvents   int
	Relations []Count
}

// Event is a group of disputes that hang together through their claims, strongest first.
type Event struct {
	ID       string // the smallest claim id of the group
	Disputes []Dispute
	Claims   int // different claims in it
	More     int // disputes beyond those listed
}

// Dispute is a pair of claims side by side.
type Dispute struct {
	schemas.Dispute
	A, B Claim
}

// Cell counts the claims with these values of the facets that were asked for.
type Cell struct {
	Values []string
	Labels []string
	N      int
}
