// Package diff compares two datasets, claim by claim, and takes decisions over from one to
// the other where the claim is still the same.
package diff

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/volgens/volgens/review/index"
	"github.com/volgens/volgens/schemas"
)

// Report says what became of the claims of a dataset in another.
type Report struct {
	Same     int       `json:"same"`     // claims with the same id and nothing else changed
	Changed  []Pair    `json:"changed"`  // the same id, but other properties
	Replaced []Pair    `json:"replaced"` // another id, but on the same words or most of them, or the same words in another version of the article
	New      []Summary `json:"new"`
	Gone     []Summary `json:"gone"`

	replaced map[string]string // old id to new one
}

// Pair is a claim of the old dataset and what it is in the new one.
type Pair struct {
	Old     Summary  `json:"old"`
	New     Summary  `json:"new"`
	Changes []Change `json:"changes"`
}

// Change is a property that differs.
type Change struct {
	Field string `json:"field"` // column of the table claims
	Old   string `json:"old"`
	New   string `json:"new"`
}

// Summary names a claim for people.
type Summary struct {
	ClaimID string `json:"claim_id"`
	DocID   string `json:"doc_id"`
	URI     string `json:"uri"`
	Source  string `json:"source"`
	Claim   string `json:"claim"`

	spans []schemas.Span
}

func summarise(c *schemas.Claim) Summary {
	return Summary{ClaimID: c.ClaimID, DocID: c.DocID, URI: c.URI, Source: deref(c.SourceName), Claim: c.Claim, spans: c.Spans}
}

// chunk is how many claims are compared at a time.
const chunk = 1024

// Compare compares two datasets. Claims are told apart by id; what only one of them has is
// matched by the words on which it stands.
func Compare(ctx context.Context, before, after *index.Index) (*Report, error) {
	r := &Report{replaced: map[string]string{}}
	var gone []Summary
	var batch []schemas.Claim
	flush := func() error {
		lost, err := r.compare(ctx, batch, after)
		gone, batch = append(gone, lost...), batch[:0]
		return err
	}
	for c, err := range before.All(ctx, index.Query{}) {
		if err != nil {
			return nil, err
		}
		if batch = append(batch, c.Claim); len(batch) == chunk {
			if err := flush(); err != nil {
				return nil, err
			}
		}
	}
	if err := flush(); err != nil {
		return nil, err
	}
	added, err := missingFrom(ctx, after, before)
	if err != nil {
		return nil, err
	}
	return r, r.match(ctx, gone, added, before, after)
}

// compare compares claims with those of the same id and returns those that are gone.
func (r *Report) compare(ctx context.Context, batch []schemas.Claim, after *index.Index) (gone []Summary, err error) {
	ids := make([]string, len(batch))
	for i := range batch {
		ids[i] = batch[i].ClaimID
	}
	found, err := after.Claims(ctx, ids)
	if err != nil {
		return nil, err
	}
	at := 0
	for i := range batch {
		if at == len(found) || found[at].ClaimID != batch[i].ClaimID {
			gone = append(gone, summarise(&batch[i]))
			continue
		}
		if changes := changes(&batch[i], &found[at].Claim); len(changes) > 0 {
			r.Changed = append(r.Changed, Pair{summarise(&batch[i]), summarise(&found[at].Claim), changes})
		} else {
			r.Same++
		}
		at++
	}
	return gone, nil
}

// missingFrom returns the claims of an index that another lacks.
func missingFrom(ctx context.Context, ix, other *index.Index) ([]Summary, error) {
	ids, err := ix.IDs(ctx, index.Query{})
	if err != nil {
		return nil, err
	}
	ids = slices.DeleteFunc(ids, other.Has)
	var out []Summary
	for part := range slices.Chunk(ids, chunk) {
		claims, err := ix.Claims(ctx, part)
		if err != nil {
			return nil, err
		}
		for i := range claims {
			out = append(out, summarise(&claims[i].Claim))
		}
	}
	return out, nil
}

// match pairs claims that are gone with new ones: those that share most of their words in
// the same text, then those with the same words in another version of the article.
func (r *Report) match(ctx context.Context, gone, added []Summary, before, after *index.Index) error {
	pairs := overlapping(gone, added)
	taken := map[string]bool{}
	for _, p := range pairs {
		r.replaced[p.old.ClaimID] = p.new.ClaimID
		taken[p.new.ClaimID] = true
	}
	byWords := map[string]string{}
	for _, s := range added {
		if !taken[s.ClaimID] {
			byWords[s.URI+"\x00"+s.Claim] = s.ClaimID
		}
	}
	for _, s := range gone {
		key := s.URI + "\x00" + s.Claim
		if id, ok := byWords[key]; ok && r.replaced[s.ClaimID] == "" && !taken[id] {
			r.replaced[s.ClaimID], taken[id] = id, true
		}
	}
	for _, s := range gone {
		if r.replaced[s.ClaimID] == "" {
			r.Gone = append(r.Gone, s)
		} else if err := r.addReplaced(ctx, s, before, after); err != nil {
			return err
		}
	}
	r.New = slices.DeleteFunc(added, func(s Summary) bool { return taken[s.ClaimID] })
	return nil
}

func (r *Report) addReplaced(ctx context.Context, old Summary, before, after *index.Index) error {
	a, err := before.Claim(ctx, old.ClaimID)
	if err != nil {
		return err
	}
	b, err := after.Claim(ctx, r.replaced[old.ClaimID])
	if err != nil {
		return err
	}
	r.Replaced = append(r.Replaced, Pair{old, summarise(&b.Claim), changes(&a.Claim, &b.Claim)})
	return nil
}

// match of two claims of the same text.
type candidate struct {
	old, new Summary
	share    float64
}

// leastShare is how much of their words two claims must have in common to be one.
const leastShare = 0.5

// overlapping pairs claims of the same text that share words, the closest first, each once.
func overlapping(gone, added []Summary) []candidate {
	byDoc := map[string][]Summary{}
	for _, s := range added {
		byDoc[s.DocID] = append(byDoc[s.DocID], s)
	}
	var all []candidate
	for _, g := range gone {
		for _, a := range byDoc[g.DocID] {
			if share := overlap(g.spans, a.spans); share >= leastShare {
				all = append(all, candidate{g, a, share})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.old.ClaimID, b.old.ClaimID), cmp.Compare(a.new.ClaimID, b.new.ClaimID))
	})
	used := map[string]bool{}
	return slices.DeleteFunc(all, func(c candidate) bool {
		if used["-"+c.old.ClaimID] || used["+"+c.new.ClaimID] {
			return true
		}
		used["-"+c.old.ClaimID], used["+"+c.new.ClaimID] = true, true
		return false
	})
}

// overlap returns which share of the code points of two claims both have.
func overlap(a, b []schemas.Span) float64 {
	size := func(spans []schemas.Span) (n int32) {
		for _, s := range spans {
			n += s.End - s.Start
		}
		return n
	}
	var both int32
	for _, x := range a {
		for _, y := range b {
			both += max(0, min(x.End, y.End)-max(x.Start, y.Start))
		}
	}
	if all := size(a) + size(b) - both; all > 0 {
		return float64(both) / float64(all)
	}
	return 0
}

// changes returns the properties in which two claims differ, of those that reviewers see.
func changes(a, b *schemas.Claim) []Change {
	var out []Change
	x, y := properties(a), properties(b)
	for i, p := range x {
		if p.value != y[i].value {
			out = append(out, Change{p.name, p.value, y[i].value})
		}
	}
	return out
}

type property struct{ name, value string }

func properties(c *schemas.Claim) []property {
	var spans, positions []string
	for _, s := range c.Spans {
		spans = append(spans, fmt.Sprintf("%d-%d", s.Start, s.End))
	}
	for _, p := range c.Positions {
		positions = append(positions, p.Target+": "+p.Label)
	}
	slices.Sort(positions)
	return []property{
		{"claim", c.Claim},
		{"claim_standalone", c.ClaimStandalone},
		{"spans", strings.Join(spans, " ")},
		{"source_name", deref(c.SourceName)},
		{"source_kind", c.SourceKind},
		{"source_role", deref(c.SourceRole)},
		{"source_affiliation", deref(c.SourceAffiliation)},
		{"claim_kind", c.ClaimKind},
		{"type", deref(c.Type)},
		{"cue_lemma", deref(c.CueLemma)},
		{"act", c.Act},
		{"certainty", c.Certainty},
		{"polarity", c.Polarity},
		{"distance", c.Distance},
		{"positions", strings.Join(positions, "; ")},
		{"checkworthiness", fmt.Sprintf("%.3g", c.Checkworthiness)},
		{"disputed", fmt.Sprint(c.Disputed)},
		{"rule", c.Rule},
	}
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
