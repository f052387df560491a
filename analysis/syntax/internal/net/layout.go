package net

// Layout places the tokens of a batch of sentences in the rows of one matrix, step by
// step: all first tokens, then all second ones, so that the memory moves over the
// sentences in lock-step. Sentences stand longest first; each has the root in front.
type Layout struct {
	Len    []int // tokens of each sentence, root included
	Start  []int // first row of each step, and the number of rows at the end
	Active []int // sentences that have a token at each step
	First  []int // first row of each sentence when rows stand sentence by sentence
	Rows   int
}

// Set lays out sentences of the given lengths, which must not increase.
func (l *Layout) Set(lens []int) {
	l.Len = append(l.Len[:0], lens...)
	l.Start, l.Active, l.First, l.Rows = l.Start[:0], l.Active[:0], l.First[:0], 0
	steps := 0
	if len(lens) > 0 {
		steps = lens[0]
	}
	n := len(lens)
	for t := range steps {
		for lens[n-1] <= t {
			n--
		}
		l.Start = append(l.Start, l.Rows)
		l.Active = append(l.Active, n)
		l.Rows += n
	}
	l.Start = append(l.Start, l.Rows)
	row := 0
	for _, n := range lens {
		l.First = append(l.First, row)
		row += n
	}
}

// Row is the row of token i of sentence s.
func (l *Layout) Row(s, i int) int { return l.Start[i] + s }

// BySentence copies rows of a step-wise matrix to one that goes sentence by sentence.
func (l *Layout) BySentence(to, from []float32, cols int) {
	for s, n := range l.Len {
		for i := range n {
			a, b := (l.First[s]+i)*cols, (l.Start[i]+s)*cols
			copy(to[a:a+cols], from[b:b+cols])
		}
	}
}

// AddByStep adds rows that go sentence by sentence to a step-wise matrix.
func (l *Layout) AddByStep(to, from []float32, cols int) {
	for s, n := range l.Len {
		for i := range n {
			a, b := (l.First[s]+i)*cols, (l.Start[i]+s)*cols
			for c, v := range from[a : a+cols] {
				to[b+c] += v
			}
		}
	}
}
