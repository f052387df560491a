package index

import (
	"slices"
	"strings"
	"sync"
)

// marks holds for each row the number of its mark. Claims share marks: there are as many as
// statuses times groups of readers.
type marks struct {
	mu    sync.RWMutex
	codes []uint32
	all   []Mark
	byKey map[string]uint32
}

func (m *marks) reset() {
	m.all = []Mark{{Status: StatusOpen}}
	m.byKey = map[string]uint32{m.all[0].key(): 0}
}

func (m Mark) key() string {
	return string(m.Status) + "\x00" + m.Verdict + "\x00" + strings.Join(m.Readers, "\x01") + "\x00" + strings.Join(m.Done, "\x01")
}

// Mark notes how far the review of a claim is; of a claim that the dataset lacks, nothing.
func (ix *Index) Mark(claimID string, mark Mark) {
	row, ok := ix.row(claimID)
	if !ok {
		return
	}
	if mark.Status == "" {
		mark.Status = StatusOpen
	}
	m := &ix.marks
	m.mu.Lock()
	defer m.mu.Unlock()
	key := mark.key()
	code, ok := m.byKey[key]
	if !ok {
		code = uint32(len(m.all))
		mark.Readers, mark.Done = slices.Clone(mark.Readers), slices.Clone(mark.Done)
		m.all, m.byKey[key] = append(m.all, mark), code
	}
	m.codes[row] = code
}

// markValues returns the values of a facet of the review that a mark has.
func markValues(f Facet, m Mark) []string {
	switch f {
	case FacetStatus:
		return []string{string(m.Status)}
	case FacetVerdict:
		return []string{m.Verdict}
	}
	if len(m.Readers) == 0 {
		return []string{""}
	}
	return m.Readers
}

// isMarkFacet reports whether a facet comes from marks.
func isMarkFacet(f Facet) bool { return f == FacetStatus || f == FacetReviewer || f == FacetVerdict }

// keepMarks returns the rows whose mark is wanted; marks.mu is held.
func (ix *Index) keepMarks(want func(Mark) bool) set {
	allowed := make([]bool, len(ix.marks.all))
	for code, m := range ix.marks.all {
		allowed[code] = want(m)
	}
	return keep(ix.marks.codes, allowed, ix.n)
}

// undecided reports whether a user has not finished with a claim of this mark; for the user
// "" whether nobody has decided anything.
func (m Mark) undecided(user string) bool {
	if user == "" {
		return m.Status == StatusOpen
	}
	return !slices.Contains(m.Done, user)
}
