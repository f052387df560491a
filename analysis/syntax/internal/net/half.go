package net

import (
	"encoding/binary"
	"math"
)

// halfTable is a table of vectors as it stands in the file: half bytes, in blocks with a
// scale. Few of its rows are ever needed, so they are read where they are.
type halfTable struct {
	cols, stride int // numbers and bytes of a row
	data         []byte
}

func newHalfTable(cols int, data []byte) halfTable {
	stride := 0
	for at := 0; at < cols; at += block {
		stride += 2 + (min(block, cols-at)+1)/2
	}
	return halfTable{cols, stride, data}
}

// halves are the two numbers of each byte.
var halves = func() (t [256][2]float32) {
	for b := range t {
		t[b] = [2]float32{float32(b&15) - 8, float32(b>>4) - 8}
	}
	return t
}()

// add adds scale times a row to a vector.
func (h *halfTable) add(row int, scale float32, to []float32) {
	data := h.data[row*h.stride : (row+1)*h.stride]
	to = to[:h.cols]
	for len(to) > 0 {
		n := min(block, len(to))
		s := scale * math.Float32frombits(uint32(binary.LittleEndian.Uint16(data))<<16)
		part := data[2 : 2+(n+1)/2]
		for i := range n / 2 {
			v := &halves[part[i]]
			to[2*i] += s * v[0]
			to[2*i+1] += s * v[1]
		}
		if n%2 == 1 {
			to[n-1] += s * halves[part[n/2]][0]
		}
		data, to = data[2+len(part):], to[n:]
	}
}
