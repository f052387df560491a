package index

import (
	"context"
	"fmt"
	"strings"
)

// term is one thing to look for: a word, the beginning of one, or words in a row.
type term struct {
	words  []string
	prefix bool // of the last word, where there is one alone
	not    bool
}

// maxTerms bounds a search.
const maxTerms = 40

// parseText reads a search: all groups must match, of each group one term.
func parseText(text string) ([][]term, error) {
	var groups [][]term
	or, total := false, 0
	for _, piece := range pieces(text) {
		if piece == "OR" {
			or = len(groups) > 0
			continue
		}
		t := newTerm(piece)
		if len(t.words) == 0 {
			continue // a dash, a dot: nothing to look for
		}
		if total += len(t.words); total > maxTerms {
			return nil, fmt.Errorf("%w for more than %d words", ErrQuery, maxTerms)
		}
		if or && (t.not || groups[len(groups)-1][0].not) {
			return nil, fmt.Errorf("%w for OR beside a word to leave out", ErrQuery)
		}
		if or {
			groups[len(groups)-1] = append(groups[len(groups)-1], t)
		} else {
			groups = append(groups, []term{t})
		}
		or = false
	}
	return groups, nil
}

// pieces splits a search at white space, but not within quotation marks.
func pieces(text string) []string {
	quoted := false
	return strings.FieldsFunc(strings.NewReplacer("“", `"`, "”", `"`, "„", `"`).Replace(text), func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return !quoted && (r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\u00a0')
	})
}

func newTerm(piece string) term {
	var t term
	if rest, ok := strings.CutPrefix(piece, "-"); ok {
		t.not, piece = true, rest
	}
	words(piece, func(w string) { t.words = append(t.words, w) })
	t.prefix = strings.HasSuffix(piece, "*") && len(t.words) == 1
	return t
}

// find returns the rows that match a search, nil for all.
func (ix *Index) find(ctx context.Context, text string) (set, error) {
	groups, err := parseText(text)
	if err != nil || len(groups) == 0 {
		return nil, err
	}
	out := fullSet(ix.n)
	for _, group := range groups {
		any := newSet(ix.n)
		for _, t := range group {
			if err := ix.findTerm(ctx, t, any); err != nil {
				return nil, err
			}
		}
		if group[0].not {
			out.without(any)
		} else {
			out.and(any)
		}
	}
	return out, nil
}

func (ix *Index) findTerm(ctx context.Context, t term, into set) error {
	switch {
	case t.prefix:
		return ix.findPrefix(ctx, t.words[0], into)
	case len(t.words) > 1:
		return ix.findPhrase(ctx, t.words, into)
	}
	return ix.lists(ctx, into, "word = ?", t.words[0])
}

// findPrefix finds the words that begin with some letters.
func (ix *Index) findPrefix(ctx context.Context, prefix string, into set) error {
	return ix.lists(ctx, into, "word >= ? and word < ?", prefix, prefix+"\U0010FFFF")
}

func (ix *Index) lists(ctx context.Context, into set, where string, args ...any) error {
	rows, err := ix.db.QueryContext(ctx, "select rows from words where "+where, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var data []byte
		if err := rows.Scan(&data); err != nil {
			return err
		}
		if err := rowsOf(data, into); err != nil {
			return err
		}
	}
	return rows.Err()
}

// findPhrase finds words in a row, segment by segment: a list of a segment begins anew.
func (ix *Index) findPhrase(ctx context.Context, words []string, into set) error {
	for segment := range ix.segments {
		cursors := make([]*cursor, 0, len(words))
		for _, w := range words {
			c, err := ix.cursor(ctx, w, segment)
			if err != nil {
				return err
			}
			if c != nil {
				cursors = append(cursors, c)
			}
		}
		if len(cursors) < len(words) {
			continue // a word that the segment lacks
		}
		if err := phrase(cursors, into); err != nil {
			return err
		}
	}
	return nil
}

func (ix *Index) cursor(ctx context.Context, word string, segment int) (*cursor, error) {
	rows, err := ix.db.QueryContext(ctx, "select rows, places from words where word = ? and segment = ?", word, segment)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		return nil, rows.Err()
	}
	c := &cursor{}
	return c, rows.Scan(&c.rows, &c.places)
}
