package net

// decoder finds the best tree over a matrix of arc scores. Its buffers are reused.
type decoder struct {
	mark   []int32
	floats []float32 // matrices of the contracted graphs, one after the other
	ints   []int32
}

// rootPenalty keeps the root from governing more than one token: with it the best tree
// has one such arc, and stays the best among those with one.
const rootPenalty = 2000

// decode fills heads[1:n] with the best tree in which token 0 governs exactly one token.
// Row i of scores, ld apart, scores the heads of token i; row 0 is ignored.
func (d *decoder) decode(n int, scores []float32, ld int, heads []int32) {
	roots := 0
	heads[0] = -1
	for i := 1; i < n; i++ {
		heads[i] = best(scores[i*ld:i*ld+n], i)
		if heads[i] == 0 {
			roots++
		}
	}
	if roots == 1 && len(d.cycle(n, heads, nil)) == 0 {
		return
	}
	d.floats, d.ints = d.floats[:0], d.ints[:0]
	s := d.matrix(n)
	for i := range n {
		copy(s[i*n:(i+1)*n], scores[i*ld:i*ld+n])
		s[i*n] -= rootPenalty
	}
	d.span(n, s, heads)
}

func best(row []float32, self int) int32 {
	b := 0
	for j := 1; j < len(row); j++ {
		if j != self && row[j] > row[b] {
			b = j
		}
	}
	return int32(b)
}

// span is the algorithm of Chu, Liu and Edmonds: give each node its best head, melt a
// cycle into one node, solve the smaller graph, and open the cycle where its solution enters.
func (d *decoder) span(n int, s []float32, heads []int32) {
	for i := 1; i < n; i++ {
		heads[i] = best(s[i*n:(i+1)*n], i)
	}
	cycle := d.cycle(n, heads, d.list(n)[:0])
	if len(cycle) == 0 {
		return
	}
	inside := d.list(n)
	for _, v := range cycle {
		inside[v] = 1
	}
	m := n - len(cycle) + 1
	old, enter, leave, heads2 := d.list(m)[:0], d.list(m), d.list(m), d.list(m)
	for i := range n {
		if inside[i] == 0 {
			old = append(old, int32(i))
		}
	}
	s2 := d.matrix(m)
	for i, oi := range old {
		for j, oj := range old {
			s2[i*m+j] = s[int(oi)*n+int(oj)]
		}
		enter[i], s2[(m-1)*m+i] = entry(n, s, heads, cycle, int(oi))
		leave[i], s2[i*m+m-1] = exit(n, s, cycle, int(oi))
	}
	d.span(m, s2, heads2)
	for i := 1; i < m-1; i++ {
		if h := heads2[i]; h == int32(m-1) {
			heads[old[i]] = leave[i]
		} else {
			heads[old[i]] = old[h]
		}
	}
	h := heads2[m-1]
	heads[enter[h]] = old[h]
}

// entry is the member of the cycle that node from governs at the least loss, and that score.
func entry(n int, s []float32, heads, cycle []int32, from int) (int32, float32) {
	b, score := int32(-1), float32(0)
	for _, v := range cycle {
		if x := s[int(v)*n+from] - s[int(v)*n+int(heads[v])]; b < 0 || x > score {
			b, score = v, x
		}
	}
	return b, score
}

// exit is the member of the cycle that governs node to best, and the score of that arc.
func exit(n int, s []float32, cycle []int32, to int) (int32, float32) {
	b, score := int32(-1), float32(0)
	for _, v := range cycle {
		if x := s[to*n+int(v)]; b < 0 || x > score {
			b, score = v, x
		}
	}
	return b, score
}

// cycle appends the nodes of a cycle in heads, or nothing where there is none. A nil
// list asks only whether there is one: the first node found is returned in a fresh list.
func (d *decoder) cycle(n int, heads, to []int32) []int32 {
	if cap(d.mark) < n {
		d.mark = make([]int32, n)
	}
	mark := d.mark[:n]
	clear(mark)
	for i := 1; i < n; i++ {
		j := int32(i)
		for j > 0 && mark[j] == 0 {
			mark[j] = int32(i)
			j = heads[j]
		}
		if j <= 0 || mark[j] != int32(i) {
			continue
		}
		if to == nil {
			return mark[j : j+1]
		}
		for k := j; ; {
			to = append(to, k)
			if k = heads[k]; k == j {
				return to
			}
		}
	}
	return nil
}

// matrix returns n×n numbers. Growing leaves earlier matrices where they are.
func (d *decoder) matrix(n int) []float32 {
	if cap(d.floats)-len(d.floats) < n*n {
		d.floats = make([]float32, 0, 2*cap(d.floats)+n*n)
	}
	at := len(d.floats)
	d.floats = d.floats[:at+n*n]
	return d.floats[at : at+n*n : at+n*n]
}

// list returns n zeros.
func (d *decoder) list(n int) []int32 {
	if cap(d.ints)-len(d.ints) < n {
		d.ints = make([]int32, 0, 2*cap(d.ints)+n)
	}
	at := len(d.ints)
	d.ints = d.ints[:at+n]
	out := d.ints[at : at+n : at+n]
	clear(out)
	return out
}
