package decisions

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volgens/volgens/review/index"
	"github.com/volgens/volgens/schemas"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// openLog opens a new log, whose clock goes on by a second with each look.
func openLog(t testing.TB) *Log {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "a b%20?#.sqlite"))
}

func openAt(t testing.TB, path string) *Log {
	t.Helper()
	now := noon
	l, err := Open(t.Context(), path, Options{Now: func() time.Time { now = now.Add(time.Second); return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func claim(id string) *schemas.Claim {
	return &schemas.Claim{
		ClaimID: id, DocID: "d1", Claim: "de dijk houdt", Spans: []schemas.Span{{Start: 3, End: 16}}, ClaimKind: "fact", Rule: "nl/clause",
		Positions: []schemas.Position{{Target: "dijk", Label: "favor", Score: 1}}, Confidence: 0.8,
	}
}

// decide decides upon what is there, as a page that was just loaded does.
func decide(t testing.TB, l *Log, d Decision) Entry {
	t.Helper()
	if d.Claim != nil {
		r, err := l.Review(t.Context(), d.Claim.ClaimID, "")
		if err != nil {
			t.Fatal(err)
		}
		d.Base = r.Base(d.User, d.Role, d.Field, d.Target)
	}
	e, err := l.Decide(t.Context(), d)
	if err != nil {
		t.Fatalf("Decide(%+v) = %v", d, err)
	}
	return e
}

// choose is decide for a choice without more.
func choose(t testing.TB, l *Log, user, claimID string, f Field, choice string) Entry {
	t.Helper()
	return decide(t, l, Decision{User: user, Claim: claim(claimID), Field: f, Value: Value{Choice: choice}})
}

func review(t testing.TB, l *Log, claimID, viewer string) Review {
	t.Helper()
	r, err := l.Review(t.Context(), claimID, viewer)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestDecisionsOutliveTheProgram(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.sqlite")
	l := openAt(t, path)
	want := decide(t, l, Decision{
		User: "an", Claim: claim("c1"), Field: Verdict, Dataset: "sha", Why: "read the report\r\ntwice ",
		Value: Value{Choice: "false", Links: []string{"https://example.org/a?b=c"}, Note: "not so"},
	})
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l = openAt(t, path)
	got, err := l.History(t.Context(), "c1", "")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Entry{want}, got); diff != "" {
		t.Errorf("history after reopening (-want +got):\n%s", diff)
	}
	if got[0].Why != "read the report\ntwice" || got[0].Pipeline.Rule != "nl/clause" || got[0].Pipeline.Claim != "de dijk houdt" {
		t.Errorf("entry %+v", got[0])
	}
}

func TestNobodyOverwritesSilently(t *testing.T) {
	l := openLog(t)
	d := Decision{User: "an", Claim: claim("c1"), Field: Span, Value: Value{Choice: OK}}
	first, err := l.Decide(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	d.Value.Choice = NotClaim // from a second browser that has not seen the first
	_, err = l.Decide(t.Context(), d)
	var conflict *Conflict
	if !errors.As(err, &conflict) || conflict.Current.ID != first.ID {
		t.Fatalf("second decision: %v, want a conflict with %d", err, first.ID)
	}
	d.Base = first.ID
	if _, err := l.Decide(t.Context(), d); err != nil {
		t.Errorf("decision that has seen the first: %v", err)
	}
	other := Decision{User: "bo", Claim: claim("c1"), Field: Span, Value: Value{Choice: OK}}
	if _, err := l.Decide(t.Context(), other); err != nil {
		t.Errorf("another reader's own value: %v", err)
	}
}

func TestOneOfManyAtOnceWins(t *testing.T) {
	l := openLog(t)
	var wg sync.WaitGroup
	results := make([]error, 16)
	for i := range results {
		wg.Go(func() {
			_, results[i] = l.Decide(t.Context(), Decision{
				User: "an", Claim: claim("c1"), Field: Note, Value: Value{Note: strconv.Itoa(i)},
			})
		})
	}
	wg.Wait()
	won := 0
	for _, err := range results {
		var conflict *Conflict
		if err == nil {
			won++
		} else if !errors.As(err, &conflict) {
			t.Error(err)
		}
	}
	if won != 1 {
		t.Errorf("%d of %d decisions upon the same state were taken, want 1", won, len(results))
	}
}

func TestSameFormTwice(t *testing.T) {
	l := openLog(t)
	d := Decision{User: "an", Claim: claim("c1"), Field: Span, Value: Value{Choice: OK}, Nonce: "n1"}
	first, err := l.Decide(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	again, err := l.Decide(t.Context(), d)
	if err != nil || again.ID != first.ID {
		t.Errorf("second time: entry %d, %v; want %d", again.ID, err, first.ID)
	}
	d.User = "bo"
	if _, err := l.Decide(t.Context(), d); !errors.Is(err, ErrInvalid) {
		t.Errorf("somebody else's nonce: %v, want ErrInvalid", err)
	}
}

func TestUndo(t *testing.T) {
	l := openLog(t)
	choose(t, l, "an", "c1", Span, OK)
	choose(t, l, "an", "c1", Span, NotClaim)
	choose(t, l, "an", "c1", Worth, Yes)
	value := func(f Field) string { return review(t, l, "c1", "an").Mine("an").Value(f, "").Choice }
	undo := func(want Field, span, worth string) {
		t.Helper()
		e, err := l.UndoLast(t.Context(), "an", "c1", "")
		if err != nil {
			t.Fatal(err)
		}
		if e.Field != want || value(Span) != span || value(Worth) != worth {
			t.Errorf("undo of %s leaves span %q, worth %q; want of %s: %q, %q", e.Field, value(Span), value(Worth), want, span, worth)
		}
	}
	undo(Worth, NotClaim, "")
	undo(Span, OK, "")
	undo(Span, "", "")
	if _, err := l.UndoLast(t.Context(), "an", "c1", ""); !errors.Is(err, ErrNothingToUndo) {
		t.Errorf("undo of nothing: %v", err)
	}
	if got := review(t, l, "c1", "").Status(); got != index.StatusOpen {
		t.Errorf("status after all is undone: %s, want open", got)
	}
	history, err := l.History(t.Context(), "c1", "")
	if err != nil || len(history) != 6 {
		t.Errorf("history has %d entries (%v), want 6: nothing is deleted", len(history), err)
	}
	choose(t, l, "an", "c1", Span, OK)
	undo(Span, "", "")
}

func TestUndoOfOneEntry(t *testing.T) {
	l := openLog(t)
	first := choose(t, l, "an", "c1", Span, OK)
	second := choose(t, l, "an", "c1", Span, NotClaim)
	var conflict *Conflict
	if _, err := l.Undo(t.Context(), "an", first.ID, ""); !errors.As(err, &conflict) {
		t.Errorf("undo of a value that was replaced: %v, want a conflict", err)
	}
	if _, err := l.Undo(t.Context(), "bo", second.ID, ""); !errors.Is(err, ErrNotYours) {
		t.Errorf("undo of somebody else's: %v", err)
	}
	if _, err := l.Undo(t.Context(), "an", second.ID, ""); err != nil {
		t.Error(err)
	}
	if _, err := l.Undo(t.Context(), "an", second.ID, ""); !errors.Is(err, ErrNothingToUndo) {
		t.Errorf("undo twice: %v", err)
	}
	if _, err := l.Undo(t.Context(), "an", first.ID, ""); err != nil {
		t.Errorf("undo of the first, once the second is undone: %v", err)
	}
}

func TestTheLogIsAppendOnly(t *testing.T) {
	l := openLog(t)
	choose(t, l, "an", "c1", Span, OK)
	for _, statement := range []string{"update entries set user = 'bo'", "delete from entries"} {
		if _, err := l.db.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v, want a refusal", statement, err)
		}
	}
}

func TestRefusals(t *testing.T) {
	l := openLog(t)
	tests := []struct {
		name string
		d    Decision
	}{
		{"nobody", Decision{Claim: claim("c"), Field: Span, Value: Value{Choice: OK}}},
		{"unknown field", Decision{User: "an", Claim: claim("c"), Field: "colour", Value: Value{Choice: OK}}},
		{"unknown choice", Decision{User: "an", Claim: claim("c"), Field: Span, Value: Value{Choice: "fine"}}},
		{"a verdict outside the scale", Decision{User: "an", Claim: claim("c"), Field: Verdict, Value: Value{Choice: "pants-on-fire"}}},
		{"moved nowhere", Decision{User: "an", Claim: claim("c"), Field: Span, Value: Value{Choice: Moved}}},
		{"moved backwards", Decision{User: "an", Claim: claim("c"), Field: Span, Value: Value{Choice: Moved, Spans: []schemas.Span{{Start: 5, End: 5}}}}},
		{"pieces out of order", Decision{User: "an", Claim: claim("c"), Field: Span, Value: Value{Choice: Moved, Spans: []schemas.Span{{Start: 5, End: 9}, {Start: 1, End: 3}}}}},
		{"another source without a name", Decision{User: "an", Claim: claim("c"), Field: Source, Value: Value{Choice: Other}}},
		{"stance towards nothing", Decision{User: "an", Claim: claim("c"), Field: Stance, Value: Value{Choice: Favor}}},
		{"a target for a span", Decision{User: "an", Claim: claim("c"), Field: Span, Target: "x", Value: Value{Choice: OK}}},
		{"a script for evidence", Decision{User: "an", Claim: claim("c"), Field: Verdict, Value: Value{Choice: "true", Links: []string{"javascript:alert(1)"}}}},
		{"a note like a book", Decision{User: "an", Claim: claim("c"), Field: Note, Value: Value{Note: strings.Repeat("x", maxText+1)}}},
		{"a merge with itself", Decision{User: "an", SourceID: "s", Field: Merge, Value: Value{Choice: Yes, SourceID: "s"}}},
		{"a merge of a claim", Decision{User: "an", Claim: claim("c"), Field: Merge, Value: Value{Choice: Yes, SourceID: "s"}}},
		{"a span of a source", Decision{User: "an", SourceID: "s", Field: Span, Value: Value{Choice: OK}}},
		{"a role that is none", Decision{User: "an", Role: "king", Claim: claim("c"), Field: Span, Value: Value{Choice: OK}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := l.Decide(t.Context(), tt.d); !errors.Is(err, ErrInvalid) {
				t.Errorf("Decide = %v, want ErrInvalid", err)
			}
		})
	}
}

func TestStatus(t *testing.T) {
	type step struct {
		user   string
		field  Field
		choice string
	}
	tests := []struct {
		name  string
		steps []step
		want  index.Status
	}{
		{"nothing", nil, index.StatusOpen},
		{"half a reading", []step{{"an", Span, OK}}, index.StatusStarted},
		{"a reading", []step{{"an", Span, OK}, {"an", Source, OK}}, index.StatusDone},
		{"no claim is a reading", []step{{"an", Span, NotClaim}}, index.StatusDone},
		{"unsure is a reading", []step{{"an", Unsure, Yes}}, index.StatusUnsure},
		{"a second reader has begun", []step{{"an", Span, NotClaim}, {"bo", Span, OK}}, index.StatusStarted},
		{"two who differ", []step{{"an", Span, NotClaim}, {"bo", Span, OK}, {"bo", Source, OK}}, index.StatusDisagree},
		{"two who agree", []step{{"an", Span, OK}, {"an", Source, OK}, {"bo", Span, OK}, {"bo", Source, OK}}, index.StatusDone},
		{"one says more than the other", []step{{"an", Span, OK}, {"an", Source, OK}, {"an", Worth, Yes}, {"bo", Span, OK}, {"bo", Source, OK}}, index.StatusDone},
		{"a third settles", []step{{"an", Span, NotClaim}, {"bo", Span, OK}, {"bo", Source, OK}, {"cy!", Span, OK}}, index.StatusSettled},
		{"a third settles something else", []step{{"an", Span, NotClaim}, {"bo", Span, OK}, {"bo", Source, OK}, {"cy!", Worth, No}}, index.StatusDisagree},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := openLog(t)
			var heard index.Mark
			l.Watch(func(_ string, m index.Mark) { heard = m })
			for _, s := range tt.steps {
				role := Reader
				if user, ok := strings.CutSuffix(s.user, "!"); ok {
					s.user, role = user, Adjudicator
				}
				decide(t, l, Decision{User: s.user, Role: role, Claim: claim("c1"), Field: s.field, Value: Value{Choice: s.choice}})
			}
			r := review(t, l, "c1", "")
			if got := r.Status(); got != tt.want {
				t.Errorf("status %s, want %s (%+v)", got, tt.want, r)
			}
			if len(tt.steps) > 0 && heard.Status != tt.want {
				t.Errorf("watchers heard %s, want %s", heard.Status, tt.want)
			}
			queue, err := l.Differ(t.Context())
			if want := tt.want == index.StatusDisagree; err != nil || slices.Contains(queue, "c1") != want {
				t.Errorf("queue %v, %v; want c1 in it: %v", queue, err, want)
			}
		})
	}
}

func TestAdjudicatorIsAThird(t *testing.T) {
	l := openLog(t)
	choose(t, l, "an", "c1", Span, NotClaim)
	_, err := l.Decide(t.Context(), Decision{User: "an", Role: Adjudicator, Claim: claim("c1"), Field: Span, Value: Value{Choice: OK}})
	if !errors.Is(err, ErrOwnReading) {
		t.Errorf("settling one's own reading: %v, want ErrOwnReading", err)
	}
}

func TestAdjudicatorsShareTheirValue(t *testing.T) {
	l := openLog(t)
	first := decide(t, l, Decision{User: "cy", Role: Adjudicator, Claim: claim("c1"), Field: Span, Value: Value{Choice: OK}})
	_, err := l.Decide(t.Context(), Decision{User: "di", Role: Adjudicator, Claim: claim("c1"), Field: Span, Value: Value{Choice: NotClaim}})
	var conflict *Conflict
	if !errors.As(err, &conflict) || conflict.Current.ID != first.ID {
		t.Errorf("second adjudicator who has not seen the first: %v, want a conflict", err)
	}
	if got := review(t, l, "c1", "").Base("di", Adjudicator, Span, ""); got != first.ID {
		t.Errorf("base for the second adjudicator: %d, want %d", got, first.ID)
	}
}

func TestBlindReading(t *testing.T) {
	l := openLog(t)
	ctx := t.Context()
	if err := l.Assign(ctx, "boss", []string{"c1"}, []string{"an", "bo"}, 2, true); err != nil {
		t.Fatal(err)
	}
	choose(t, l, "an", "c1", Span, OK)
	choose(t, l, "an", "c1", Source, OK)
	r := review(t, l, "c1", "bo")
	if !r.Blind || len(r.Readers) != 0 {
		t.Errorf("a blind reader sees %+v", r.Readers)
	}
	if h, err := l.History(ctx, "c1", "bo"); err != nil || len(h) != 0 {
		t.Errorf("a blind reader's history: %v, %v", h, err)
	}
	if got := review(t, l, "c1", "").Status(); got != index.StatusStarted {
		t.Errorf("status before the second reading: %s", got)
	}
	choose(t, l, "bo", "c1", Span, NotClaim)
	if r = review(t, l, "c1", "bo"); r.Blind || len(r.Readers) != 2 || r.Status() != index.StatusDisagree {
		t.Errorf("done, the reader sees %+v", r)
	}
	choose(t, l, "bo", "c1", Span, OK) // having seen the other
	choose(t, l, "bo", "c1", Source, OK)
	r = review(t, l, "c1", "")
	if r.Status() != index.StatusDone {
		t.Errorf("status after they came together: %s", r.Status())
	}
	if got := r.Independent[1].Value(Span, "").Choice; got != NotClaim {
		t.Errorf("agreement would be measured on %q, want what bo said before seeing an's", got)
	}
}

func TestThirdBlindReaderDoesNotHearThatOthersDiffer(t *testing.T) {
	l := openLog(t)
	if err := l.Assign(t.Context(), "boss", []string{"c1"}, []string{"an", "bo", "cy"}, 3, true); err != nil {
		t.Fatal(err)
	}
	var heard index.Mark
	l.Watch(func(_ string, m index.Mark) { heard = m })
	choose(t, l, "an", "c1", Span, NotClaim)
	choose(t, l, "bo", "c1", Span, OK)
	choose(t, l, "bo", "c1", Source, OK)
	if heard.Status != index.StatusStarted {
		t.Errorf("status %s while one reader is not done", heard.Status)
	}
	choose(t, l, "cy", "c1", Span, NotClaim)
	if heard.Status != index.StatusDisagree {
		t.Errorf("status %s once all are done", heard.Status)
	}
}

func TestSlipOfTheFirstReaderIsNoDisagreement(t *testing.T) {
	l := openLog(t)
	if err := l.Assign(t.Context(), "boss", []string{"c1"}, []string{"an", "bo"}, 2, true); err != nil {
		t.Fatal(err)
	}
	choose(t, l, "an", "c1", Span, NotClaim)
	if _, err := l.UndoLast(t.Context(), "an", "c1", ""); err != nil {
		t.Fatal(err)
	}
	choose(t, l, "an", "c1", Span, OK)
	choose(t, l, "bo", "c1", Span, NotClaim)
	if got := review(t, l, "c1", "").Independent[0].Value(Span, "").Choice; got != OK {
		t.Errorf("independent reading of an: %q, want ok", got)
	}
}

func TestAssignSpreadsEvenly(t *testing.T) {
	l := openLog(t)
	ctx := t.Context()
	var claims []string
	for i := range 30 {
		claims = append(claims, "c"+strconv.Itoa(i))
	}
	for range 2 { // the second time changes nothing
		if err := l.Assign(ctx, "boss", claims, []string{"an", "bo", "cy"}, 2, true); err != nil {
			t.Fatal(err)
		}
	}
	for _, user := range []string{"an", "bo", "cy"} {
		got, err := l.Assignments(ctx, user)
		if err != nil || len(got) != 20 {
			t.Errorf("%s has %d claims (%v), want 20", user, len(got), err)
		}
	}
	if err := l.Unassign(ctx, "boss", claims[:1], "an"); err != nil {
		t.Fatal(err)
	}
	if got := review(t, l, "c0", "").Assigned; slices.Contains(got, "an") {
		t.Errorf("c0 is assigned to %v", got)
	}
	if err := l.Assign(ctx, "boss", claims[:1], []string{"an"}, 1, false); err != nil {
		t.Fatal(err)
	}
	if got := review(t, l, "c0", "").Assigned; !slices.Contains(got, "an") {
		t.Errorf("c0 given again is assigned to %v", got)
	}
}

func TestSourceProposals(t *testing.T) {
	l := openLog(t)
	ctx := t.Context()
	merge := Decision{User: "an", SourceID: "s1", Field: Merge, Value: Value{Choice: Yes, SourceID: "s2"}, Why: "same woman"}
	e := decide(t, l, merge)
	if got, err := l.Proposals(ctx); err != nil || len(got) != 1 || got[0].ID != e.ID {
		t.Fatalf("Proposals = %v, %v", got, err)
	}
	if _, err := l.UndoLast(ctx, "an", "", ""); err != nil {
		t.Fatal(err)
	}
	if got, err := l.Proposals(ctx); err != nil || len(got) != 0 {
		t.Errorf("Proposals after the undo = %v, %v", got, err)
	}
	if got, err := l.SourceHistory(ctx, "s1"); err != nil || len(got) != 2 {
		t.Errorf("history has %d entries (%v), want 2", len(got), err)
	}
}

func TestBackup(t *testing.T) {
	l := openLog(t)
	ctx := t.Context()
	choose(t, l, "an", "c1", Span, OK)
	path := filepath.Join(t.TempDir(), "copy.sqlite")
	if err := l.Backup(ctx, path); err != nil {
		t.Fatal(err)
	}
	choose(t, l, "an", "c2", Span, OK)
	got, err := openAt(t, path).Entries(ctx, 0, 100)
	if err != nil || len(got) != 1 || got[0].ClaimID != "c1" {
		t.Errorf("the copy has %v, %v", got, err)
	}
	if err := l.Backup(ctx, path); err == nil {
		t.Error("a backup replaced a file")
	}
}

func TestOtherRulesOtherMarks(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.sqlite")
	l := openAt(t, path)
	choose(t, l, "an", "c1", Span, OK)
	l.Close()
	l, err := Open(t.Context(), path, Options{Required: []Field{Span}})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	found := map[string]index.Mark{}
	if err := l.Marks(t.Context(), func(id string, m index.Mark) { found[id] = m }); err != nil {
		t.Fatal(err)
	}
	if found["c1"].Status != index.StatusDone {
		t.Errorf("mark %+v, want done: the span alone is required now", found["c1"])
	}
}

func TestForeignFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "other.sqlite")
	l := openAt(t, path)
	if _, err := l.db.Exec("pragma application_id = 7"); err != nil {
		t.Fatal(err)
	}
	l.Close()
	if _, err := Open(context.Background(), path, Options{}); err == nil {
		t.Error("a file of another program was opened")
	}
}

func TestLaterVersion(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.sqlite")
	l := openAt(t, path)
	if _, err := l.db.Exec("pragma user_version = 99"); err != nil {
		t.Fatal(err)
	}
	l.Close()
	if _, err := Open(context.Background(), path, Options{}); err == nil || !strings.Contains(err.Error(), "later version") {
		t.Errorf("a file of a later version: %v", err)
	}
}

func TestScale(t *testing.T) {
	s, err := LoadScale(strings.NewReader("verdicts:\n  - {id: klopt, rating: 2, label: {nl: Klopt}}\n  - {id: nee, rating: 1}\n  - {id: vaag}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if worst, best, ok := s.Range(); worst != 1 || best != 2 || !ok {
		t.Errorf("range %v to %v, %v", worst, best, ok)
	}
	if v, ok := s.Verdict("klopt"); !ok || v.Name("nl") != "Klopt" || v.Name("en") != "klopt" {
		t.Errorf("verdict %+v, %v", v, ok)
	}
	for _, bad := range []string{"", "verdicts: [{id: a}]", "verdicts: [{id: a}, {id: a}]", "verdict: []", "verdicts: [{label: {}}, {id: b}]"} {
		if _, err := LoadScale(strings.NewReader(bad)); err == nil {
			t.Errorf("LoadScale(%q) has no error", bad)
		}
	}
}
