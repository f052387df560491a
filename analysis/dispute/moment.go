package dispute

// TimeKind says what sort of time a word gives.
type TimeKind uint8

// The kinds of times. An era is the past (-1), the present (0) or the future (1).
const (
	Year TimeKind = iota
	Month
	Weekday
	Part // of the day
	Era
)

// Time is a word that says when.
type Time struct {
	Kind  TimeKind
	Value int
	Word  string
}

var timeKinds = map[string]TimeKind{"month": Month, "weekday": Weekday, "part": Part, "era": Era}

// times reads the words for times among the tokens from one to another.
func (s *scope) times(c *Clause, from, to int) {
	for i := from; i <= to; i++ {
		if !s.in[i] {
			continue
		}
		if p, n := s.phraseAt(i, timePhrase); p != nil {
			word := s.Text[s.Tokens[i].Start:s.Tokens[i+n-1].End]
			c.Times = append(c.Times, Time{Kind: timeKinds[p.means], Value: p.value, Word: word})
			i += n - 1
		}
	}
}

// otherTime returns the words by which two clauses speak of different times.
func otherTime(p, q *Clause) (a, b string, differ bool) {
	for i := range p.Times {
		for j := range q.Times {
			x, y := &p.Times[i], &q.Times[j]
			if x.Kind == y.Kind && x.Value != y.Value && !has(q.Times, x) && !has(p.Times, y) {
				return x.Word, y.Word, true
			}
		}
	}
	if past(p) && present(q) {
		return "", "", true
	}
	return "", "", past(q) && present(p)
}

func has(times []Time, t *Time) bool {
	for i := range times {
		if times[i].Kind == t.Kind && times[i].Value == t.Value {
			return true
		}
	}
	return false
}

// past tells whether a clause speaks of a time before now that it names.
func past(c *Clause) bool {
	for i := range c.Times {
		if c.Times[i].Kind == Era && c.Times[i].Value < 0 {
			return true
		}
	}
	return false
}

// present tells whether a clause speaks of now.
func present(c *Clause) bool {
	for i := range c.Times {
		if c.Times[i].Kind == Era {
			return c.Times[i].Value >= 0
		}
	}
	return !c.Has(Past)
}
