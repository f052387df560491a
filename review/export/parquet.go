package export

import (
	"context"
	"slices"
	"time"

	"github.com/parquet-go/parquet-go"

	"github.com/volgens/volgens/review/decisions"
	"github.com/volgens/volgens/schemas"
)

// Review is a decision: a row of the table reviews.
type Review struct {
	ID       int64     `parquet:"id" doc:"order of the log"`
	At       time.Time `parquet:"at,timestamp(microsecond)" doc:"when it was taken, UTC"`
	User     string    `parquet:"user,dict" doc:"who took it"`
	Role     string    `parquet:"role,dict" doc:"reader or adjudicator"`
	ClaimID  *string   `parquet:"claim_id,optional,dict" doc:"claims.claim_id; null for a decision about a source"`
	SourceID *string   `parquet:"source_id,optional,dict" doc:"sources.source_id, of merge and split"`
	Field    string    `parquet:"field,dict" doc:"span, source, stance, worth, verdict, unsure, note, dispute, merge, split"`
	Target   *string   `parquet:"target,optional,dict" doc:"of stance: towards whom or what; of dispute: the other claim"`

	From *string `parquet:"from,optional,dict" doc:"the choice before; null for none"`
	To   *string `parquet:"to,optional,dict" doc:"the choice; null where it was taken back"`

	Spans         []schemas.Span `parquet:"spans,list" doc:"where the claim was moved to, in code points"`
	Words         *string        `parquet:"words,optional" doc:"the words there"`
	NewSourceID   *string        `parquet:"new_source_id,optional,dict" doc:"the other source, or the one to merge with"`
	NewSourceName *string        `parquet:"new_source_name,optional,dict" doc:"its name"`
	Claims        []string       `parquet:"claims,list" doc:"of split: the claims of the new source"`
	Links         []string       `parquet:"links,list" doc:"addresses of the evidence"`
	Note          *string        `parquet:"note,optional" doc:"what was found"`
	Why           *string        `parquet:"why,optional" doc:"the reason that was given"`

	Stands  bool    `parquet:"stands" doc:"is it the latest of its user in its field, and not taken back"`
	Undoes  *int64  `parquet:"undoes,optional" doc:"id of the decision that it takes back"`
	Carried *string `parquet:"carried,optional" doc:"claim_id of an earlier dataset under which it was taken"`
	Dataset *string `parquet:"dataset,optional,dict" doc:"SHA-256 of the manifest of the dataset that was reviewed"`

	DocID              *string  `parquet:"doc_id,optional,dict" doc:"documents.doc_id of the claim"`
	PipelineClaim      *string  `parquet:"pipeline_claim,optional" doc:"what the dataset said when it was taken: the words of the claim"`
	PipelineSourceID   *string  `parquet:"pipeline_source_id,optional,dict" doc:"its source"`
	PipelineSourceName *string  `parquet:"pipeline_source_name,optional,dict" doc:"its source's name"`
	PipelineStance     *string  `parquet:"pipeline_stance,optional,dict" doc:"of stance: the label towards the target, none for none"`
	PipelineRule       *string  `parquet:"pipeline_rule,optional,dict" doc:"the rule that found it"`
	PipelineType       *string  `parquet:"pipeline_type,optional,dict" doc:"direct, indirect, mixed"`
	PipelineKind       *string  `parquet:"pipeline_kind,optional,dict" doc:"claim_kind"`
	PipelineWorth      *float64 `parquet:"pipeline_checkworthiness,optional" doc:"checkworthiness"`
	PipelineConfidence *float64 `parquet:"pipeline_confidence,optional" doc:"confidence"`
}

// logPage is how many entries are read at a time.
const logPage = 5000

func writeParquet(ctx context.Context, e *exporter) error {
	chosen, err := e.chosen(ctx)
	if err != nil {
		return err
	}
	stands, err := e.ws.Log.Standing(ctx)
	if err != nil {
		return err
	}
	hidden, err := e.ws.Log.Hidden(ctx, e.Viewer)
	if err != nil {
		return err
	}
	w := parquet.NewGenericWriter[Review](e.w, parquet.Compression(&parquet.Zstd), parquet.CreatedBy("volgens", "", ""),
		parquet.KeyValueMetadata("volgens.table", "reviews"), parquet.KeyValueMetadata("volgens.dataset", e.ws.Dataset()))
	after := int64(0)
	for {
		page, err := e.ws.Log.Entries(ctx, after, logPage)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			return w.Close()
		}
		after = page[len(page)-1].ID
		page = slices.DeleteFunc(page, func(en decisions.Entry) bool {
			return chosen != nil && !chosen[en.ClaimID] || hidden[en.ClaimID] && en.User != e.Viewer
		})
		rows := make([]Review, len(page))
		for i, en := range page {
			rows[i] = reviewRow(en, stands[en.ID])
		}
		if _, err := w.Write(rows); err != nil {
			return err
		}
	}
}

// chosen returns the claims of the query, nil for all: then decisions about claims that the
// dataset lacks are written, too.
func (e *exporter) chosen(ctx context.Context) (map[string]bool, error) {
	ids, err := e.ws.Index.IDs(ctx, e.Query)
	if err != nil || len(ids) == e.ws.Index.Len() {
		return nil, err
	}
	out := make(map[string]bool, len(ids))
	for _, id := range ids {
		out[id] = true
	}
	return out, nil
}

func reviewRow(e decisions.Entry, stands bool) Review {
	row := Review{
		ID: e.ID, At: e.At, User: e.User, Role: string(e.Role), ClaimID: optional(e.ClaimID), SourceID: optional(e.SourceID),
		Field: string(e.Field), Target: optional(e.Target), From: optional(e.From.Choice), To: optional(e.To.Choice),
		Spans: e.To.Spans, Words: optional(e.To.Words), NewSourceID: optional(e.To.SourceID), NewSourceName: optional(e.To.SourceName),
		Claims: e.To.Claims, Links: e.To.Links, Note: optional(e.To.Note), Why: optional(e.Why),
		Stands: stands, Carried: optional(e.Carried), Dataset: optional(e.Dataset),
	}
	if e.Undoes != 0 {
		row.Undoes = &e.Undoes
	}
	if e.ClaimID == "" {
		return row
	}
	p := e.Pipeline
	row.DocID, row.PipelineClaim, row.PipelineSourceID, row.PipelineSourceName = optional(p.DocID), optional(p.Claim), optional(p.SourceID), optional(p.SourceName)
	row.PipelineStance, row.PipelineRule, row.PipelineType, row.PipelineKind = optional(p.Stance), optional(p.Rule), optional(p.Type), optional(p.Kind)
	row.PipelineWorth, row.PipelineConfidence = &p.Worth, &p.Confidence
	return row
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
