package decisions

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/volgens/volgens/review/index"
	"github.com/volgens/volgens/schemas"
)

// Options are the rules of a log.
type Options struct {
	// Required are the fields that a reader must have decided to be done with a claim; nil for
	// Span and Source. Who finds that it is no claim, or is unsure, is done at once.
	Required []Field
	// Scale holds the verdicts; the zero value is DefaultScale.
	Scale Scale
	// Now is the clock; nil for time.Now.
	Now func() time.Time
}

// Log is an open file of decisions. It may be used by several goroutines, and the file by
// several processes.
type Log struct {
	db    *sql.DB
	rules rules
	scale Scale
	now   func() time.Time

	mu    sync.Mutex // held by writers
	watch []func(claimID string, mark index.Mark)
}

// Open opens a file of decisions, making and migrating it where needed.
func Open(ctx context.Context, path string, o Options) (*Log, error) {
	l := &Log{rules: newRules(o.Required), scale: o.Scale, now: o.Now}
	if len(l.scale.Verdicts) == 0 {
		l.scale = DefaultScale()
	}
	if l.now == nil {
		l.now = time.Now
	}
	var err error
	if l.db, err = openFile(ctx, path); err != nil {
		return nil, err
	}
	if err := l.refreshMarks(ctx); err != nil {
		l.db.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return l, nil
}

// Close closes the file.
func (l *Log) Close() error { return l.db.Close() }

// Verdicts returns the scale of verdicts.
func (l *Log) Verdicts() Scale { return l.scale }

// Watch calls f with the mark of a claim after each change to it. f must not call the log.
func (l *Log) Watch(f func(claimID string, mark index.Mark)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.watch = append(l.watch, f)
}

// queryer is a database or a transaction.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// change runs f in a transaction; when it is on disk, the watchers hear of the claims that
// f returns.
func (l *Log) change(ctx context.Context, f func(tx *sql.Tx) (claimIDs []string, err error)) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	ids, err := f(tx)
	if err != nil {
		return err
	}
	marks := make([]index.Mark, len(ids))
	for i, id := range ids {
		if marks[i], err = l.saveMark(ctx, tx, id); err != nil {
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	for i, id := range ids {
		for _, f := range l.watch {
			f(id, marks[i])
		}
	}
	return nil
}

// entryColumns are the columns that scanEntry reads.
const entryColumns = `id, at, user, role, claim_id, source_id, field, target, old, new, why, coalesce(undoes, 0), carried, dataset, pipeline`

// entries returns the entries that a condition selects.
func entries(ctx context.Context, q queryer, where string, args ...any) ([]Entry, error) {
	rows, err := q.QueryContext(ctx, "select "+entryColumns+" from entries where "+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Entry
	for rows.Next() {
		e, err := scanEntry(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, rows.Err()
}

func scanEntry(rows *sql.Rows) (e Entry, err error) {
	var at, from, to, pipeline string
	if err := rows.Scan(&e.ID, &at, &e.User, &e.Role, &e.ClaimID, &e.SourceID, &e.Field, &e.Target,
		&from, &to, &e.Why, &e.Undoes, &e.Carried, &e.Dataset, &pipeline); err != nil {
		return e, err
	}
	if e.At, err = time.Parse(time.RFC3339Nano, at); err != nil {
		return e, err
	}
	return e, firstError(
		json.Unmarshal([]byte(from), &e.From),
		json.Unmarshal([]byte(to), &e.To),
		json.Unmarshal([]byte(pipeline), &e.Pipeline),
	)
}

// insert adds an entry and returns it with its id.
func insert(ctx context.Context, tx *sql.Tx, e Entry, nonce string) (Entry, error) {
	undoes := sql.NullInt64{Int64: e.Undoes, Valid: e.Undoes != 0}
	unique := sql.NullString{String: nonce, Valid: nonce != ""}
	result, err := tx.ExecContext(ctx, `insert into entries
		(at, user, role, claim_id, source_id, field, target, old, new, why, undoes, carried, dataset, pipeline, nonce)
		values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.At.Format(time.RFC3339Nano), e.User, e.Role, e.ClaimID, e.SourceID, e.Field, e.Target,
		asJSON(e.From), asJSON(e.To), e.Why, undoes, e.Carried, e.Dataset, asJSON(e.Pipeline), unique)
	if err != nil {
		return e, err
	}
	e.ID, err = result.LastInsertId()
	return e, err
}

// asJSON renders a value of this package, all of which can be rendered.
func asJSON(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(data)
}

// Decide adds a decision. It is on disk when Decide returns. The error is a *Conflict where
// somebody has been there since Decision.Base, and ErrInvalid or ErrOwnReading where the
// decision may not be taken.
func (l *Log) Decide(ctx context.Context, d Decision) (Entry, error) {
	if d.Role == "" {
		d.Role = Reader
	}
	if err := l.check(&d); err != nil {
		return Entry{}, err
	}
	var out Entry
	err := l.change(ctx, func(tx *sql.Tx) ([]string, error) {
		again, err := repeated(ctx, tx, d.Nonce, d.User)
		if err != nil || again != nil {
			if again != nil {
				out = *again
			}
			return nil, err
		}
		e := d.entry(l.now())
		old, err := latest(ctx, tx, e)
		if err != nil {
			return nil, err
		}
		if old.ID != d.Base {
			return nil, &Conflict{Current: old}
		}
		if err := mayDecide(ctx, tx, e); err != nil {
			return nil, err
		}
		e.From = old.To
		out, err = insert(ctx, tx, e, d.Nonce)
		return claimsOf(out), err
	})
	return out, err
}

// claimsOf returns the claim of an entry, if it is about one.
func claimsOf(e Entry) []string {
	if e.ClaimID == "" {
		return nil
	}
	return []string{e.ClaimID}
}

// repeated returns the entry that a nonce has made already, nil for none.
func repeated(ctx context.Context, q queryer, nonce, user string) (*Entry, error) {
	if nonce == "" {
		return nil, nil
	}
	found, err := entries(ctx, q, "nonce = ?", nonce)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	if found[0].User != user {
		return nil, fmt.Errorf("%w: this form was sent by somebody else", ErrInvalid)
	}
	return &found[0], nil
}

// latest returns the latest entry in the slot of an entry, the zero Entry for none.
func latest(ctx context.Context, q queryer, e Entry) (Entry, error) {
	where, args := "claim_id = ? and source_id = ? and field = ? and target = ? and role = ?", []any{e.ClaimID, e.SourceID, e.Field, e.Target, e.Role}
	if e.Role != Adjudicator {
		where, args = where+" and user = ?", append(args, e.User)
	}
	found, err := entries(ctx, q, where+" order by id desc limit 1", args...)
	if err != nil || len(found) == 0 {
		return Entry{}, err
	}
	return found[0], nil
}

// mayDecide refuses an adjudicator who has read the claim.
func mayDecide(ctx context.Context, q queryer, e Entry) error {
	if e.Role != Adjudicator {
		return nil
	}
	r, err := loadReview(ctx, q, rules{}, e.ClaimID, "")
	if err != nil {
		return err
	}
	if slices.ContainsFunc(r.Readers, func(o Opinion) bool { return o.User == e.User }) || slices.Contains(r.Assigned, e.User) {
		return ErrOwnReading
	}
	return nil
}

// Undo takes back an entry: it adds one with the value before. Only who made an entry may
// take it back, and only while it is the latest of its slot; the error is a *Conflict
// otherwise.
func (l *Log) Undo(ctx context.Context, user string, id int64, nonce string) (Entry, error) {
	return l.undo(ctx, user, nonce, func(tx *sql.Tx) (Entry, error) {
		found, err := entries(ctx, tx, "id = ?", id)
		switch {
		case err != nil:
			return Entry{}, err
		case len(found) == 0 || found[0].Undoes != 0:
			return Entry{}, ErrNothingToUndo
		case found[0].User != user:
			return Entry{}, ErrNotYours
		}
		return found[0], nil
	})
}

// UndoLast takes back the latest entry of a user that stands, about a claim, or about
// anything where claimID is empty. Asked again, it takes back the one before.
func (l *Log) UndoLast(ctx context.Context, user, claimID, nonce string) (Entry, error) {
	return l.undo(ctx, user, nonce, func(tx *sql.Tx) (Entry, error) {
		where, args := "user = ? and undoes is null and not exists (select 1 from entries u where u.undoes = entries.id)", []any{user}
		if claimID != "" {
			where, args = where+" and claim_id = ?", append(args, claimID)
		}
		found, err := entries(ctx, tx, where+" order by id desc limit 1", args...)
		if err == nil && len(found) == 0 {
			err = ErrNothingToUndo
		}
		if err != nil {
			return Entry{}, err
		}
		return found[0], nil
	})
}

func (l *Log) undo(ctx context.Context, user, nonce string, pick func(tx *sql.Tx) (Entry, error)) (Entry, error) {
	var out Entry
	err := l.change(ctx, func(tx *sql.Tx) ([]string, error) {
		again, err := repeated(ctx, tx, nonce, user)
		if err != nil || again != nil {
			if again != nil {
				out = *again
			}
			return nil, err
		}
		old, err := pick(tx)
		if err != nil {
			return nil, err
		}
		now, err := latest(ctx, tx, old)
		if err != nil {
			return nil, err
		}
		if err := stillStands(ctx, tx, old, now); err != nil {
			return nil, err
		}
		e := old
		e.At, e.From, e.To, e.Undoes, e.Why, e.Carried = l.now().UTC(), old.To, old.From, old.ID, "", ""
		out, err = insert(ctx, tx, e, nonce)
		return claimsOf(out), err
	})
	return out, err
}

// stillStands fails where an entry has been replaced since. Between it and the latest one
// there may be entries that were taken back.
func stillStands(ctx context.Context, q queryer, old, now Entry) error {
	for now.ID != old.ID {
		if now.Undoes == 0 {
			return &Conflict{Current: now}
		}
		if now.Undoes == old.ID {
			return ErrNothingToUndo
		}
		before, err := entries(ctx, q, "id < ? and claim_id = ? and source_id = ? and field = ? and target = ? and role = ? and (role = 'adjudicator' or user = ?) order by id desc limit 1",
			now.Undoes, old.ClaimID, old.SourceID, old.Field, old.Target, old.Role, old.User)
		if err != nil {
			return err
		}
		if len(before) == 0 {
			return ErrNothingToUndo
		}
		now = before[0]
	}
	return nil
}

// entry makes the entry of a decision.
func (d *Decision) entry(now time.Time) Entry {
	e := Entry{
		At: now.UTC(), User: d.User, Role: d.Role, SourceID: d.SourceID,
		Field: d.Field, Target: d.Target, To: d.Value, Why: d.Why, Dataset: d.Dataset, Carried: d.carried,
	}
	if d.Claim != nil {
		e.ClaimID, e.Pipeline = d.Claim.ClaimID, snapshot(d)
	}
	return e
}

// snapshot notes what the dataset says of the claim.
func snapshot(d *Decision) Snapshot {
	c := d.Claim
	s := Snapshot{
		DocID: c.DocID, Claim: c.Claim, Spans: c.Spans, SourceID: deref(c.SourceID), SourceName: deref(c.SourceName),
		Rule: c.Rule, Type: deref(c.Type), Kind: c.ClaimKind, Worth: c.Checkworthiness, Confidence: c.Confidence,
	}
	if d.Field == Stance {
		s.Stance = StanceOf(c, d.Target)
	}
	return s
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// History returns all entries about a claim in order, as far as the viewer may see them;
// "" sees all.
func (l *Log) History(ctx context.Context, claimID, viewer string) ([]Entry, error) {
	r, err := l.Review(ctx, claimID, viewer)
	if err != nil {
		return nil, err
	}
	all, err := entries(ctx, l.db, "claim_id = ? order by id", claimID)
	if r.Blind {
		all = slices.DeleteFunc(all, func(e Entry) bool { return e.User != viewer })
	}
	return all, err
}

// SourceHistory returns the proposals about a source in order: to merge it or to split it.
func (l *Log) SourceHistory(ctx context.Context, sourceID string) ([]Entry, error) {
	return entries(ctx, l.db, "source_id = ? and source_id <> '' order by id", sourceID)
}

// Proposals returns the proposals about sources that stand, the latest first.
func (l *Log) Proposals(ctx context.Context) ([]Entry, error) {
	return entries(ctx, l.db, `source_id <> '' and json_extract(new, '$.choice') = 'yes' and not exists (
		select 1 from entries later where later.source_id = entries.source_id and later.id > entries.id and later.field = entries.field
			and later.target = entries.target and later.role = entries.role and (later.role = 'adjudicator' or later.user = entries.user))
		order by id desc`)
}

// Entries returns entries of the whole log in order, at most limit of them, those behind the id after.
func (l *Log) Entries(ctx context.Context, after int64, limit int) ([]Entry, error) {
	return entries(ctx, l.db, "id > ? order by id limit ?", after, limit)
}

// Standing returns the ids of the entries that stand: the latest of their slots, unless that
// holds nothing.
func (l *Log) Standing(ctx context.Context) (map[int64]bool, error) {
	rows, err := l.db.QueryContext(ctx, `select id, new from (
		select max(id) as id, new from entries group by claim_id, source_id, field, target, role, case role when 'adjudicator' then '' else user end)`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[int64]bool{}
	for rows.Next() {
		var id int64
		var data string
		if err := rows.Scan(&id, &data); err != nil {
			return nil, err
		}
		var v Value
		if err := json.Unmarshal([]byte(data), &v); err != nil {
			return nil, err
		}
		out[id] = !v.zero()
	}
	return out, rows.Err()
}

// Hidden returns the claims of which a user may not see the others' decisions yet.
func (l *Log) Hidden(ctx context.Context, user string) (map[string]bool, error) {
	out := map[string]bool{}
	if user == "" {
		return out, nil
	}
	assigned, err := l.Assignments(ctx, user)
	if err != nil {
		return nil, err
	}
	for _, a := range assigned {
		if a.Blind && !a.Done {
			out[a.ClaimID] = true
		}
	}
	return out, nil
}

// Pace returns how much each user did on each day, in order of days.
func (l *Log) Pace(ctx context.Context) ([]Pace, error) {
	rows, err := l.db.QueryContext(ctx, `select substr(at, 1, 10) as day, user, count(*), count(distinct claim_id)
		from entries where undoes is null and carried = '' group by day, user order by day, user`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Pace
	for rows.Next() {
		var p Pace
		if err := rows.Scan(&p.Day, &p.User, &p.Decisions, &p.Claims); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

// Users returns everybody who has decided something or is to read something, sorted.
func (l *Log) Users(ctx context.Context) ([]string, error) {
	return textColumn(ctx, l.db, "select user from entries union select user from assignments order by 1")
}

// textColumn returns the values of a query with one column of text.
func textColumn(ctx context.Context, q queryer, query string, args ...any) ([]string, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// invalid returns an ErrInvalid with a reason.
func invalid(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrInvalid, strings.TrimSpace(fmt.Sprintf(format, args...)))
}

// Carry adds a decision of an earlier dataset, or of another log, to what it is about now:
// a claim, or a source where claim is nil. The error is a *Conflict where the field is
// decided already, by an earlier call too.
func (l *Log) Carry(ctx context.Context, e Entry, claim *schemas.Claim, dataset string) (Entry, error) {
	d := Decision{
		User: e.User, Role: e.Role, Claim: claim, Field: e.Field, Target: e.Target, Value: e.To, Why: e.Why, Dataset: dataset,
		carried: e.ClaimID,
	}
	if claim == nil {
		d.SourceID, d.carried = e.SourceID, e.SourceID
	}
	return l.Decide(ctx, d)
}
