package agreement

import (
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/volgens/volgens/review/decisions"
	"github.com/volgens/volgens/schemas"
)

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 2)) }

type step struct {
	user, claim string
	field       decisions.Field
	target      string
	choice      string
	role        decisions.Role
}

// collect lets people decide and collects their reviews.
func collect(t *testing.T, steps ...step) *Collector {
	t.Helper()
	l, err := decisions.Open(t.Context(), filepath.Join(t.TempDir(), "log.sqlite"), decisions.Options{Required: []decisions.Field{decisions.Span}})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	rules := map[string]string{"c1": "nl/clause", "c2": "nl/clause", "c3": "nl/noun"}
	direct := "direct"
	for _, s := range steps {
		claim := &schemas.Claim{
			ClaimID: s.claim, Rule: rules[s.claim], Type: &direct, Confidence: 0.75, ClaimKind: "fact",
			Positions: []schemas.Position{{Target: "dijk", Label: "favor"}},
		}
		if _, err := l.Decide(t.Context(), decisions.Decision{
			User: s.user, Role: s.role, Claim: claim, Field: s.field, Target: s.target, Value: decisions.Value{Choice: s.choice},
		}); err != nil {
			t.Fatalf("%+v: %v", s, err)
		}
	}
	c := NewCollector()
	if err := l.Reviews(t.Context(), func(r decisions.Review) bool { c.Add(r); return true }); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAgreementOfReviews(t *testing.T) {
	c := collect(t,
		step{user: "an", claim: "c1", field: decisions.Span, choice: decisions.OK},
		step{user: "bo", claim: "c1", field: decisions.Span, choice: decisions.OK},
		step{user: "an", claim: "c2", field: decisions.Span, choice: decisions.NotClaim},
		step{user: "bo", claim: "c2", field: decisions.Span, choice: decisions.OK},
		step{user: "cy", claim: "c2", field: decisions.Span, choice: decisions.NotClaim},
		step{user: "an", claim: "c3", field: decisions.Span, choice: decisions.OK},
		step{user: "an", claim: "c1", field: decisions.Stance, target: "dijk", choice: decisions.Favor},
		step{user: "bo", claim: "c1", field: decisions.Stance, target: "dijk", choice: decisions.Against},
		step{user: "bo", claim: "c1", field: decisions.Stance, target: "kust", choice: decisions.Against},
	)
	fields := map[decisions.Field]Field{}
	for _, f := range c.Agreement() {
		fields[f.Field] = f
	}
	span := fields[decisions.Span]
	if span.Units != 2 || span.Readers != 3 || len(span.Pairs) != 3 {
		t.Fatalf("span: %+v", span)
	}
	near(t, "percent of span", span.Percent.Value, (2.0+2)/(2+6), 1e-9)
	if p := span.Pairs[0]; p.A != "an" || p.B != "bo" || p.Percent.Value != 0.5 || len(p.Table) != 2 {
		t.Errorf("first pair: %+v", p)
	}
	if s := fields[decisions.Stance]; s.Units != 1 || s.Percent.Value != 0 {
		t.Errorf("stance: %+v, want one unit: towards kust only one reader has a word", s)
	}
	if v := fields[decisions.Verdict]; v.Units != 0 || v.Alpha.Defined {
		t.Errorf("verdict, of which nobody spoke: %+v", v)
	}
}

func TestUnfinishedReadingsDoNotCount(t *testing.T) {
	c := collect(t,
		step{user: "an", claim: "c1", field: decisions.Worth, choice: decisions.Yes},
		step{user: "bo", claim: "c1", field: decisions.Worth, choice: decisions.No},
	)
	for _, f := range c.Agreement() {
		if f.Units != 0 {
			t.Errorf("%s has %d units of readers who are not done", f.Field, f.Units)
		}
	}
}

func TestPrecision(t *testing.T) {
	c := collect(t,
		step{user: "an", claim: "c1", field: decisions.Span, choice: decisions.OK},
		step{user: "an", claim: "c1", field: decisions.Stance, target: "dijk", choice: decisions.Favor},
		step{user: "an", claim: "c1", field: decisions.Stance, target: "kust", choice: decisions.Favor},
		step{user: "an", claim: "c2", field: decisions.Span, choice: decisions.OK},
		step{user: "bo", claim: "c2", field: decisions.Span, choice: decisions.NotClaim},
		step{user: "cy", claim: "c2", field: decisions.Span, choice: decisions.NotClaim, role: decisions.Adjudicator},
		step{user: "an", claim: "c3", field: decisions.Span, choice: decisions.OK},
		step{user: "bo", claim: "c3", field: decisions.Span, choice: decisions.NotClaim}, // nobody has settled it
	)
	got := map[rate]Precision{}
	for _, p := range c.Precision() {
		got[rate{p.By, p.Value, p.Field}] = p
	}
	for key, want := range map[rate][2]int{
		{ByAll, "", decisions.Span}:            {1, 2},
		{ByRule, "nl/clause", decisions.Span}:  {1, 2},
		{ByConfidence, "0.7", decisions.Span}:  {1, 2},
		{ByType, "direct", decisions.Span}:     {1, 2},
		{ByAll, "", decisions.Stance}:          {1, 2}, // the pipeline saw no position towards kust
		{ByKind, "fact", decisions.Stance}:     {1, 2},
		{ByRule, "nl/noun", decisions.Span}:    {0, 0},
		{ByRule, "nl/clause", decisions.Worth}: {0, 0},
	} {
		if p := got[key]; p.Right != want[0] || p.Share.N != want[1] {
			t.Errorf("%+v: %d right of %d, want %d of %d", key, p.Right, p.Share.N, want[0], want[1])
		}
	}
}

func TestBand(t *testing.T) {
	for x, want := range map[float64]string{0: "0.0", 0.3: "0.3", 0.699: "0.6", 0.7: "0.7", 1: "0.9", -1: "0.0"} {
		if got := Band(x); got != want {
			t.Errorf("Band(%v) = %s, want %s", x, got, want)
		}
	}
}
