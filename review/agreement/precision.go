package agreement

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/volgens/volgens/review/decisions"
)

// By names a property of claims by which the pipeline's precision is told.
type By string

// The properties.
const (
	ByAll        By = "all"
	ByRule       By = "rule"
	ByType       By = "type" // direct, indirect, mixed; "" for the author's voice
	ByConfidence By = "confidence"
	ByKind       By = "kind" // claim_kind
)

// Precision is how often the pipeline was right, by the final word of the reviewers: claims
// that are finished and not in dispute.
type Precision struct {
	By    By              `json:"by"`
	Value string          `json:"value"` // of ByConfidence the lower end of a tenth: "0.7"
	Field decisions.Field `json:"field"`
	Right int             `json:"right"`
	Moved int             `json:"moved"` // of Span: claims whose words were moved, among those that are not right
	Share Estimate        `json:"share"` // Right of all
}

// rate is what a tally is about.
type rate struct {
	by    By
	value string
	field decisions.Field
}

type tallied struct{ right, moved, all int }

// addRates counts where the pipeline was right.
func (c *Collector) addRates(r decisions.Review) {
	seen := map[decisions.Slot]decisions.Entry{}
	for _, o := range r.Readers {
		for slot, e := range o.Values {
			seen[slot] = e
		}
	}
	if r.Settled != nil {
		for slot, e := range r.Settled.Values {
			seen[slot] = e
		}
	}
	for slot, e := range seen {
		final := r.Final(slot.Field, slot.Target)
		if final.Choice == "" || !judges(slot.Field) {
			continue
		}
		right := rightly(slot.Field, final, e.Pipeline)
		for _, key := range keys(slot.Field, e.Pipeline) {
			t := c.rates[key]
			if t == nil {
				t = &tallied{}
				c.rates[key] = t
			}
			t.all++
			if right {
				t.right++
			}
			if final.Choice == decisions.Moved {
				t.moved++
			}
		}
	}
}

// judges reports whether a decision in a field says if the pipeline was right.
func judges(f decisions.Field) bool {
	return f == decisions.Span || f == decisions.Source || f == decisions.Stance || f == decisions.Dispute
}

func rightly(f decisions.Field, final decisions.Value, pipeline decisions.Snapshot) bool {
	switch f {
	case decisions.Stance:
		return final.Choice == cmp.Or(pipeline.Stance, decisions.NoStance)
	case decisions.Dispute:
		return final.Choice == decisions.Yes
	}
	return final.Choice == decisions.OK
}

func keys(f decisions.Field, p decisions.Snapshot) []rate {
	return []rate{{ByAll, "", f}, {ByRule, p.Rule, f}, {ByType, p.Type, f}, {ByConfidence, Band(p.Confidence), f}, {ByKind, p.Kind, f}}
}

// Band returns the lower end of the tenth in which a confidence lies, "0.9" for 1.
func Band(x float64) string { return fmt.Sprintf("0.%d", min(max(int(x*10+1e-9), 0), 9)) }

// Precision returns how often the pipeline was right, over all and by the properties of
// claims, in the order of properties, fields and values.
func (c *Collector) Precision() []Precision {
	out := make([]Precision, 0, len(c.rates))
	for key, t := range c.rates {
		out = append(out, Precision{By: key.by, Value: key.value, Field: key.field, Right: t.right, Moved: t.moved, Share: Share(t.right, t.all)})
	}
	order := []By{ByAll, ByRule, ByType, ByConfidence, ByKind}
	slices.SortFunc(out, func(a, b Precision) int {
		return cmp.Or(
			cmp.Compare(slices.Index(order, a.By), slices.Index(order, b.By)),
			cmp.Compare(slices.Index(Fields(), a.Field), slices.Index(Fields(), b.Field)),
			cmp.Compare(a.Value, b.Value),
		)
	})
	return out
}
