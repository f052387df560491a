package index

import "math"

// missing is the key of a row without a value: it sorts last in either direction.
const missing = math.MaxUint32

// sorted returns the rows in the order of their keys; rows of the same key stay in order.
func sorted(keys []uint32, desc bool) []uint32 {
	n := len(keys)
	if desc {
		turned := make([]uint32, n)
		for i, k := range keys {
			if k == missing {
				turned[i] = missing
			} else {
				turned[i] = missing - 1 - k
			}
		}
		keys = turned
	}
	rows, next := make([]uint32, n), make([]uint32, n)
	for i := range rows {
		rows[i] = uint32(i)
	}
	for shift := 0; shift < 32; shift += 11 {
		if pass(keys, rows, next, shift) {
			rows, next = next, rows
		}
	}
	return rows
}

// pass sorts rows by 11 bits of their keys into next; it returns false where they are all
// the same.
func pass(keys, rows, next []uint32, shift int) bool {
	const mask = 1<<11 - 1
	var begin [mask + 2]int
	for _, k := range keys {
		begin[k>>shift&mask+1]++
	}
	if len(keys) == 0 || begin[keys[0]>>shift&mask+1] == len(keys) {
		return false
	}
	for i := range mask {
		begin[i+1] += begin[i]
	}
	for _, row := range rows {
		k := keys[row] >> shift & mask
		next[begin[k]] = row
		begin[k]++
	}
	return true
}

// floatKey returns a key that sorts as the number does.
func floatKey(f float64) uint32 {
	b := math.Float32bits(float32(f))
	if b>>31 == 1 {
		return ^b
	}
	return b | 1<<31
}
