package decisions

import (
	"context"
	"database/sql"
	"slices"
	"time"
)

// assignments returns those that stand, of the rows that a condition selects.
func assignments(ctx context.Context, q queryer, where string, args ...any) ([]Assignment, error) {
	rows, err := q.QueryContext(ctx, `select claim_id, user, blind, by, at, active from assignments where `+where+` order by id`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	type pair struct{ claim, user string }
	at := map[pair]int{}
	var out []Assignment
	for rows.Next() {
		var a Assignment
		var when string
		var active bool
		if err := rows.Scan(&a.ClaimID, &a.User, &a.Blind, &a.By, &when, &active); err != nil {
			return nil, err
		}
		if a.At, err = time.Parse(time.RFC3339Nano, when); err != nil {
			return nil, err
		}
		key := pair{a.ClaimID, a.User}
		i, seen := at[key]
		switch {
		case seen && active:
			out[i] = a
		case seen:
			out[i].ClaimID = "" // taken away
			delete(at, key)
		case active:
			at[key] = len(out)
			out = append(out, a)
		}
	}
	return slices.DeleteFunc(out, func(a Assignment) bool { return a.ClaimID == "" }), rows.Err()
}

// Assignments returns what a user is to read, "" for everybody, in the order in which it
// was assigned.
func (l *Log) Assignments(ctx context.Context, user string) ([]Assignment, error) {
	where, args := "1", []any(nil)
	if user != "" {
		where, args = "user = ?", []any{user}
	}
	out, err := assignments(ctx, l.db, where, args...)
	if err != nil {
		return nil, err
	}
	done, err := l.doneBy(ctx)
	if err != nil {
		return nil, err
	}
	for i, a := range out {
		out[i].Done = slices.Contains(done[a.ClaimID], a.User)
	}
	return out, nil
}

// Assign gives each of the claims to perClaim of the readers, those with the fewest claims
// of this call first. Blind readers see nothing of the others before they are done. A claim
// that a reader has already stays with him, and counts.
func (l *Log) Assign(ctx context.Context, by string, claims, readers []string, perClaim int, blind bool) error {
	switch {
	case by == "" || len(claims) == 0 || len(readers) == 0:
		return invalid("an assignment needs claims, readers and somebody who makes it")
	case perClaim < 1 || perClaim > len(readers):
		return invalid("%d of %d readers cannot read a claim", perClaim, len(readers))
	}
	return l.change(ctx, func(tx *sql.Tx) ([]string, error) {
		load := map[string]int{}
		for _, claim := range claims {
			if err := l.assign(ctx, tx, by, claim, readers, perClaim, blind, load); err != nil {
				return nil, err
			}
		}
		return l.withMarks(ctx, tx, claims)
	})
}

func (l *Log) assign(ctx context.Context, tx *sql.Tx, by, claim string, readers []string, perClaim int, blind bool, load map[string]int) error {
	have, err := assignments(ctx, tx, "claim_id = ?", claim)
	if err != nil {
		return err
	}
	has := func(user string) bool {
		return slices.ContainsFunc(have, func(a Assignment) bool { return a.User == user })
	}
	free := slices.Clone(readers)
	slices.SortStableFunc(free, func(a, b string) int { return load[a] - load[b] })
	need := perClaim
	for _, user := range free {
		if has(user) {
			load[user]++
			need--
		}
	}
	for _, user := range free {
		if need <= 0 {
			break
		}
		if has(user) {
			continue
		}
		if err := l.setAssignment(ctx, tx, by, claim, user, blind, true); err != nil {
			return err
		}
		load[user]++
		need--
	}
	return nil
}

// Unassign takes claims from a reader. What was decided stays.
func (l *Log) Unassign(ctx context.Context, by string, claims []string, user string) error {
	return l.change(ctx, func(tx *sql.Tx) ([]string, error) {
		for _, claim := range claims {
			if err := l.setAssignment(ctx, tx, by, claim, user, false, false); err != nil {
				return nil, err
			}
		}
		return l.withMarks(ctx, tx, claims)
	})
}

func (l *Log) setAssignment(ctx context.Context, tx *sql.Tx, by, claim, user string, blind, active bool) error {
	_, err := tx.ExecContext(ctx, "insert into assignments (at, by, claim_id, user, blind, active) values (?, ?, ?, ?, ?, ?)",
		l.now().UTC().Format(time.RFC3339Nano), by, claim, user, blind, active)
	return err
}

// withMarks returns those of the claims that have a mark, which an assignment may change.
func (l *Log) withMarks(ctx context.Context, q queryer, claims []string) ([]string, error) {
	var out []string
	for _, claim := range claims {
		found, err := textColumn(ctx, q, "select claim_id from marks where claim_id = ?", claim)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

// CarryAssignments gives a claim to those who are to read it by another log, or under its
// former id, unless somebody has it already.
func (l *Log) CarryAssignments(ctx context.Context, from *Log, oldID, newID string) error {
	old, err := assignments(ctx, from.db, "claim_id = ?", oldID)
	if err != nil {
		return err
	}
	return l.change(ctx, func(tx *sql.Tx) ([]string, error) {
		have, err := assignments(ctx, tx, "claim_id = ?", newID)
		if err != nil || len(have) > 0 {
			return nil, err
		}
		for _, a := range old {
			if err := l.setAssignment(ctx, tx, a.By, newID, a.User, a.Blind, true); err != nil {
				return nil, err
			}
		}
		return l.withMarks(ctx, tx, []string{newID})
	})
}
