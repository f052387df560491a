package index

import "math/bits"

// set is a set of rows, a bit each.
type set []uint64

func newSet(n int) set { return make(set, (n+63)/64) }

// fullSet returns the set of the rows below n.
func fullSet(n int) set {
	s := newSet(n)
	for i := range s {
		s[i] = ^uint64(0)
	}
	if rest := n % 64; rest > 0 {
		s[len(s)-1] = 1<<rest - 1
	}
	return s
}

func (s set) add(row uint32)      { s[row/64] |= 1 << (row % 64) }
func (s set) has(row uint32) bool { return s[row/64]&(1<<(row%64)) != 0 }

func (s set) and(other set) {
	for i := range s {
		s[i] &= other[i]
	}
}

func (s set) without(other set) {
	for i := range s {
		s[i] &^= other[i]
	}
}

// addRange adds the rows from begin until end.
func (s set) addRange(begin, end uint32) {
	for row := begin; row < end; row++ {
		s.add(row)
	}
}

func (s set) clone() set { return append(set(nil), s...) }

func (s set) len() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// each calls yield with the rows in order.
func (s set) each(yield func(row uint32)) {
	for i, w := range s {
		for w != 0 {
			yield(uint32(i*64 + bits.TrailingZeros64(w)))
			w &= w - 1
		}
	}
}
