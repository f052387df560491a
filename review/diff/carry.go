package diff

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/volgens/volgens/review/decisions"
	"github.com/volgens/volgens/review/index"
	"github.com/volgens/volgens/schemas"
)

// Carried says what became of decisions in another dataset.
type Carried struct {
	Kept    int    `json:"kept"`    // they join their claim by its id
	Carried int    `json:"carried"` // written anew, under the claim's new id or into another log
	Already int    `json:"already"` // the field was decided there before, by an earlier carrying or by somebody
	Look    []Look `json:"look"`    // need another look; they stay where they are
}

// Look is a decision that the new dataset does not bear out by itself.
type Look struct {
	Entry   decisions.Entry `json:"decision"`
	ClaimID string          `json:"claim_id,omitempty"` // in the new dataset; "" where the claim is gone
	Why     string          `json:"why"`
}

// Carry looks at each decision that stands in the log of the old dataset, and takes it over
// into the log of the new one where what it is about is the same. The logs may be one: then
// only decisions about claims with another id are taken over. Where write is false nothing
// is written. Taking over a second time changes nothing.
func Carry(ctx context.Context, r *Report, from, to *decisions.Log, after *index.Index, write bool) (*Carried, error) {
	c := &carrier{report: r, from: from, to: to, after: after, write: write, out: &Carried{}}
	var failure error
	err := from.Reviews(ctx, func(review decisions.Review) bool {
		failure = c.review(ctx, review)
		return failure == nil
	})
	if err == nil {
		err = failure
	}
	if err != nil || from == to {
		return c.out, err
	}
	return c.out, c.proposals(ctx)
}

type carrier struct {
	report   *Report
	from, to *decisions.Log
	after    *index.Index
	write    bool
	out      *Carried
}

func (c *carrier) review(ctx context.Context, r decisions.Review) error {
	id := r.ClaimID
	if replaced := c.report.replaced[id]; replaced != "" && !c.after.Has(id) {
		id = replaced
	}
	claim, err := c.after.Claim(ctx, id)
	if errors.Is(err, index.ErrNotFound) {
		for _, e := range standing(r) {
			c.look(e, "", "the claim is gone")
		}
		return nil
	}
	if err != nil {
		return err
	}
	if c.write && (c.from != c.to || id != r.ClaimID) && len(r.Assigned) > 0 {
		if err := c.to.CarryAssignments(ctx, c.from, r.ClaimID, id); err != nil {
			return err
		}
	}
	for _, e := range standing(r) {
		if err := c.entry(ctx, e, &claim.Claim); err != nil {
			return err
		}
	}
	return nil
}

func (c *carrier) entry(ctx context.Context, e decisions.Entry, claim *schemas.Claim) error {
	if why := differs(e, claim); why != "" {
		c.look(e, claim.ClaimID, why)
		return nil
	}
	if c.from == c.to && e.ClaimID == claim.ClaimID {
		c.out.Kept++
		return nil
	}
	return c.carry(ctx, e, claim)
}

// carry takes over a decision, about a claim or, where that is nil, about a source.
func (c *carrier) carry(ctx context.Context, e decisions.Entry, claim *schemas.Claim) error {
	if !c.write {
		c.out.Carried++
		return nil
	}
	_, err := c.to.Carry(ctx, e, claim, c.after.ManifestSHA256())
	var conflict *decisions.Conflict
	switch {
	case errors.As(err, &conflict):
		c.out.Already++
	case errors.Is(err, decisions.ErrInvalid) || errors.Is(err, decisions.ErrOwnReading):
		id := ""
		if claim != nil {
			id = claim.ClaimID
		}
		c.look(e, id, err.Error())
	case err != nil:
		return err
	default:
		c.out.Carried++
	}
	return nil
}

func (c *carrier) look(e decisions.Entry, claimID, why string) {
	c.out.Look = append(c.out.Look, Look{e, claimID, why})
}

// proposals takes over what was proposed about sources.
func (c *carrier) proposals(ctx context.Context) error {
	all, err := c.from.Proposals(ctx)
	if err != nil {
		return err
	}
	for _, e := range all {
		ids := []string{e.SourceID}
		if e.To.SourceID != "" {
			ids = append(ids, e.To.SourceID)
		}
		gone := ""
		for _, id := range ids {
			if _, err := c.after.Source(ctx, id); errors.Is(err, index.ErrNotFound) {
				gone = id
			} else if err != nil {
				return err
			}
		}
		if gone != "" {
			c.look(e, "", "the source "+gone+" is gone")
			continue
		}
		if err := c.carry(ctx, e, nil); err != nil {
			return err
		}
	}
	return nil
}

// differs says why a decision needs another look: what it was about is not as it was. ""
// where it is.
func differs(e decisions.Entry, now *schemas.Claim) string {
	was := e.Pipeline
	words := was.Claim != now.Claim
	switch e.Field {
	case decisions.Source:
		if was.SourceName != deref(now.SourceName) {
			return "the source is now " + orNobody(deref(now.SourceName)) + ", was " + orNobody(was.SourceName)
		}
		return ""
	case decisions.Stance:
		if stance := decisions.StanceOf(now, e.Target); was.Stance != stance {
			return "the stance towards " + e.Target + " is now " + stance + ", was " + was.Stance
		}
	case decisions.Span:
		if e.To.Choice == decisions.Moved && (was.DocID != now.DocID || !slices.Equal(was.Spans, now.Spans)) {
			return "the words were moved from where they no longer are"
		}
	}
	if words {
		return "the words are now: " + now.Claim
	}
	return ""
}

func orNobody(s string) string {
	if strings.TrimSpace(s) == "" {
		return "nobody"
	}
	return s
}

// standing returns the entries that stand, readers before adjudicators, in the order of the
// log.
func standing(r decisions.Review) []decisions.Entry {
	var out []decisions.Entry
	for _, o := range r.Readers {
		for _, e := range o.Values {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b decisions.Entry) int { return int(a.ID - b.ID) })
	if r.Settled == nil {
		return out
	}
	n := len(out)
	for _, e := range r.Settled.Values {
		out = append(out, e)
	}
	slices.SortFunc(out[n:], func(a, b decisions.Entry) int { return int(a.ID - b.ID) })
	return out
}
