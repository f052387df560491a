package decisions

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/volgens/volgens/review/index"
)

// rules say when a reader is done.
type rules struct{ required []Field }

func newRules(required []Field) rules {
	if required == nil {
		required = []Field{Span, Source}
	}
	return rules{required}
}

// done reports whether a reader who holds these values has finished with the claim.
func (r rules) done(values map[Slot]Entry) bool {
	if values[Slot{Field: Span}].To.Choice == NotClaim || values[Slot{Field: Unsure}].To.Choice == Yes {
		return true
	}
	for _, f := range r.required {
		if !decided(values, f) {
			return false
		}
	}
	return len(values) > 0
}

func decided(values map[Slot]Entry, f Field) bool {
	for slot := range values {
		if slot.Field == f {
			return true
		}
	}
	return false
}

// Review returns what is known of a claim, as far as the viewer may see it: the opinions of
// others are held back from who is to read it blind and is not done. The viewer "" sees all.
func (l *Log) Review(ctx context.Context, claimID, viewer string) (Review, error) {
	return loadReview(ctx, l.db, l.rules, claimID, viewer)
}

func loadReview(ctx context.Context, q queryer, rules rules, claimID, viewer string) (Review, error) {
	all, err := entries(ctx, q, "claim_id = ? order by id", claimID)
	if err != nil {
		return Review{}, err
	}
	assigned, err := assignments(ctx, q, "claim_id = ?", claimID)
	if err != nil {
		return Review{}, err
	}
	return rules.review(claimID, all, assigned).seenBy(viewer), nil
}

// review works out what stands after the entries about a claim, in order.
func (rules rules) review(claimID string, all []Entry, assigned []Assignment) Review {
	r := Review{ClaimID: claimID, bases: map[held]int64{}}
	state := replay{rules: rules, readers: map[string]map[Slot]Entry{}, frozen: map[string]map[Slot]Entry{}, settled: map[Slot]Entry{}}
	for _, a := range assigned {
		r.Assigned = append(r.Assigned, a.User)
		if a.Blind {
			state.blind = append(state.blind, a.User)
		}
	}
	slices.Sort(r.Assigned)
	r.blind = state.blind
	for _, e := range all {
		state.add(e)
		r.bases[held{e.Role.owner(e.User), Slot{e.Field, e.Target}}] = e.ID
	}
	for _, user := range slices.Sorted(maps.Keys(state.readers)) {
		values := state.readers[user]
		if len(values) == 0 {
			continue // all taken back
		}
		o := Opinion{User: user, Values: values, Done: rules.done(values)}
		r.Readers = append(r.Readers, o)
		if frozen, ok := state.frozen[user]; ok {
			o.Values, o.Done = frozen, true
		}
		r.Independent = append(r.Independent, o)
	}
	if len(state.settled) > 0 {
		r.Settled = &Opinion{User: state.adjudicator, Values: state.settled, Done: true}
	}
	r.Differ = differ(r.Readers, state.settled)
	return r
}

// replay is the state while the entries about a claim are gone through.
type replay struct {
	rules       rules
	blind       []string
	readers     map[string]map[Slot]Entry
	frozen      map[string]map[Slot]Entry // of blind readers: what they held before they could see others
	settled     map[Slot]Entry
	adjudicator string
}

func (s *replay) add(e Entry) {
	s.freeze()
	values := s.settled
	if e.Role == Adjudicator {
		s.adjudicator = e.User
	} else {
		if s.readers[e.User] == nil {
			s.readers[e.User] = map[Slot]Entry{}
		}
		values = s.readers[e.User]
	}
	if e.To.zero() {
		delete(values, Slot{e.Field, e.Target})
	} else {
		values[Slot{e.Field, e.Target}] = e
	}
}

// freeze keeps what blind readers hold from when they are done and there is something of
// others to see: what they decide from then on is no independent reading.
func (s *replay) freeze() {
	for _, user := range s.blind {
		if s.frozen[user] != nil || !s.rules.done(s.readers[user]) || !s.others(user) {
			continue
		}
		s.frozen[user] = maps.Clone(s.readers[user])
	}
}

func (s *replay) others(user string) bool {
	for other, values := range s.readers {
		if other != user && len(values) > 0 {
			return true
		}
	}
	return false
}

// differ returns the slots in which readers who are done differ and which nobody has
// settled, in order of the fields.
func differ(readers []Opinion, settled map[Slot]Entry) []Slot {
	if settled[Slot{Field: Span}].To.Choice == NotClaim {
		return nil // and nothing else of it matters
	}
	first := map[Slot]Value{}
	found := map[Slot]bool{}
	for _, o := range readers {
		if !o.Done {
			continue
		}
		for slot, e := range o.Values {
			if _, ok := settled[slot]; ok || !slot.Field.comparable() {
				continue
			}
			if v, ok := first[slot]; !ok {
				first[slot] = e.To
			} else if v.Key(slot.Field) != e.To.Key(slot.Field) {
				found[slot] = true
			}
		}
	}
	return slices.SortedFunc(maps.Keys(found), func(a, b Slot) int {
		return cmp.Or(cmp.Compare(slices.Index(Fields(), a.Field), slices.Index(Fields(), b.Field)), cmp.Compare(a.Target, b.Target))
	})
}

// comparable reports whether two readers can differ in a field.
func (f Field) comparable() bool { return f != Unsure && f != Note && f != Merge && f != Split }

// seenBy holds back what the viewer may not see yet.
func (r Review) seenBy(viewer string) Review {
	if viewer == "" || !slices.Contains(r.blind, viewer) || r.Mine(viewer).Done {
		return r
	}
	mine := func(o Opinion) bool { return o.User != viewer }
	r.Readers = slices.DeleteFunc(slices.Clone(r.Readers), mine)
	r.Independent = slices.DeleteFunc(slices.Clone(r.Independent), mine)
	r.Blind, r.Settled, r.Differ = true, nil, nil
	return r
}

// Status returns how far the review is.
func (r Review) Status() index.Status {
	switch {
	case len(r.Readers) == 0 && r.Settled == nil:
		return index.StatusOpen
	case !r.assignedDone():
		return index.StatusStarted // that the others differ is not for one who reads blind
	case len(r.Differ) > 0:
		return index.StatusDisagree
	case r.Settled != nil:
		return index.StatusSettled
	case !r.allDone():
		return index.StatusStarted
	case slices.ContainsFunc(r.Readers, func(o Opinion) bool { return o.Value(Unsure, "").Choice == Yes }):
		return index.StatusUnsure
	}
	return index.StatusDone
}

// assignedDone reports whether everybody who is to read the claim is done, or somebody has
// settled it.
func (r Review) assignedDone() bool {
	return r.Settled != nil || !slices.ContainsFunc(r.Assigned, func(user string) bool { return !r.Mine(user).Done })
}

// allDone reports whether everybody who is to read the claim, or has begun to, is done.
func (r Review) allDone() bool {
	return !slices.ContainsFunc(r.Assigned, func(user string) bool { return !r.Mine(user).Done }) &&
		!slices.ContainsFunc(r.Readers, func(o Opinion) bool { return !o.Done })
}

// Final returns the value in which a review has ended: the adjudicator's, else the one that
// all readers who have one agree on. It is the zero Value while readers are at work; and a
// verdict waits until nothing about the claim is in dispute.
func (r Review) Final(f Field, target string) Value {
	slot := Slot{f, target}
	if r.Settled != nil {
		if e, ok := r.Settled.Values[slot]; ok {
			return e.To
		}
	}
	if !r.allDone() || slices.Contains(r.Differ, slot) || f == Verdict && len(r.Differ) > 0 {
		return Value{}
	}
	for _, o := range r.Readers {
		if e, ok := o.Values[slot]; ok {
			return e.To
		}
	}
	return Value{}
}

// Mark returns what lists show of the review.
func (r Review) Mark() index.Mark {
	m := index.Mark{Status: r.Status(), Verdict: r.Final(Verdict, "").Choice}
	for _, o := range r.Readers {
		m.Readers = append(m.Readers, o.User)
		if o.Done {
			m.Done = append(m.Done, o.User)
		}
	}
	return m
}

// Key returns what of a value two readers must have in common to agree.
func (v Value) Key(f Field) string {
	switch {
	case f == Span && v.Choice == Moved:
		return v.Choice + asJSON(v.Spans)
	case f == Source && v.Choice == Other && v.SourceID != "":
		return v.Choice + " " + v.SourceID
	case f == Source && v.Choice == Other:
		return v.Choice + " " + strings.ToLower(strings.Join(strings.Fields(v.SourceName), " "))
	}
	return v.Choice
}

func (v Value) zero() bool { return v.Choice == "" && v.Note == "" && len(v.Links) == 0 }

// saveMark works out the mark of a claim anew.
func (l *Log) saveMark(ctx context.Context, tx *sql.Tx, claimID string) (index.Mark, error) {
	r, err := loadReview(ctx, tx, l.rules, claimID, "")
	if err != nil {
		return index.Mark{}, err
	}
	mark := r.Mark()
	_, err = tx.ExecContext(ctx, `insert into marks (claim_id, mark, differ) values (?, ?, ?)
		on conflict (claim_id) do update set mark = excluded.mark, differ = excluded.differ`, claimID, asJSON(mark), len(r.Differ) > 0)
	return mark, err
}

// marksVersion names how marks are worked out; with another one they are made again.
const marksVersion = "3"

// refreshMarks makes all marks again where they were made under other rules.
func (l *Log) refreshMarks(ctx context.Context) error {
	want := marksVersion + " " + asJSON(l.rules.required)
	var have string
	err := l.db.QueryRowContext(ctx, "select value from settings where name = 'marks'").Scan(&have)
	if err == nil && have == want {
		return nil
	}
	ids, err := l.reviewed(ctx)
	if err != nil {
		return err
	}
	return l.change(ctx, func(tx *sql.Tx) ([]string, error) {
		_, err := tx.ExecContext(ctx, "insert into settings (name, value) values ('marks', ?) on conflict (name) do update set value = excluded.value", want)
		return ids, err
	})
}

// reviewed returns the claims that have an entry, sorted.
func (l *Log) reviewed(ctx context.Context) ([]string, error) {
	return textColumn(ctx, l.db, "select distinct claim_id from entries where claim_id <> '' order by 1")
}

// Differ returns the claims on which readers differ and that nobody has settled, sorted.
func (l *Log) Differ(ctx context.Context) ([]string, error) {
	return textColumn(ctx, l.db, "select claim_id from marks where differ = 1 order by 1")
}

// Marks calls yield with the mark of every claim that has one.
func (l *Log) Marks(ctx context.Context, yield func(claimID string, mark index.Mark)) error {
	rows, err := l.db.QueryContext(ctx, "select claim_id, mark from marks")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id, data string
		if err := rows.Scan(&id, &data); err != nil {
			return err
		}
		var m index.Mark
		if err := json.Unmarshal([]byte(data), &m); err != nil {
			return err
		}
		yield(id, m)
	}
	return rows.Err()
}

// doneBy returns who is done with each claim.
func (l *Log) doneBy(ctx context.Context) (map[string][]string, error) {
	done := map[string][]string{}
	err := l.Marks(ctx, func(claimID string, m index.Mark) { done[claimID] = m.Done })
	return done, err
}

// Reviews calls yield with the review of every claim that has an entry, in the order of
// their ids, until it returns false.
func (l *Log) Reviews(ctx context.Context, yield func(Review) bool) error {
	all, err := assignments(ctx, l.db, "1")
	if err != nil {
		return err
	}
	assigned := map[string][]Assignment{}
	for _, a := range all {
		assigned[a.ClaimID] = append(assigned[a.ClaimID], a)
	}
	rows, err := l.db.QueryContext(ctx, "select "+entryColumns+" from entries where claim_id <> '' order by claim_id, id")
	if err != nil {
		return err
	}
	defer rows.Close()
	var group []Entry
	done := func() bool {
		if len(group) == 0 {
			return true
		}
		id := group[0].ClaimID
		goOn := yield(l.rules.review(id, group, assigned[id]))
		group = nil
		return goOn
	}
	for rows.Next() {
		e, err := scanEntry(rows)
		if err != nil {
			return err
		}
		if len(group) > 0 && group[0].ClaimID != e.ClaimID && !done() {
			return nil
		}
		group = append(group, e)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	done()
	return nil
}
