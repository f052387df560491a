package index

import (
	"encoding/binary"
	"fmt"
	"math/bits"
)

// vector holds a number for each row, in as few bytes as the largest needs.
type vector struct {
	u8  []uint8
	u16 []uint16
	u32 []uint32
}

// add appends a number, widening what is there where it does not fit.
func (v *vector) add(x uint32) {
	switch {
	case v.u32 != nil:
		v.u32 = append(v.u32, x)
	case x < 1<<8 && v.u16 == nil:
		v.u8 = append(v.u8, uint8(x))
	case x < 1<<16:
		if v.u16 == nil {
			v.u16, v.u8 = widen[uint16](v.u8), nil
		}
		v.u16 = append(v.u16, uint16(x))
	case v.u16 != nil:
		v.u32, v.u16 = widen[uint32](v.u16), nil
		v.u32 = append(v.u32, x)
	default:
		v.u32, v.u8 = widen[uint32](v.u8), nil
		v.u32 = append(v.u32, x)
	}
}

type unsigned interface{ uint8 | uint16 | uint32 }

func widen[To, From unsigned](values []From) []To {
	out := make([]To, len(values), cap(values))
	for i, v := range values {
		out[i] = To(v)
	}
	return out
}

func (v vector) at(row uint32) uint32 {
	switch {
	case v.u8 != nil:
		return uint32(v.u8[row])
	case v.u16 != nil:
		return uint32(v.u16[row])
	}
	return v.u32[row]
}

// count adds to n, for each number, how often rows of a set have it.
func (v vector) count(rows set, n []int) {
	switch {
	case v.u8 != nil:
		count(v.u8, rows, n)
	case v.u16 != nil:
		count(v.u16, rows, n)
	default:
		count(v.u32, rows, n)
	}
}

func count[T unsigned](values []T, rows set, n []int) {
	for i, w := range rows {
		if w == ^uint64(0) {
			for _, v := range values[i*64 : i*64+64] {
				n[v]++
			}
			continue
		}
		for w != 0 {
			n[values[i*64+bits.TrailingZeros64(w)]]++
			w &= w - 1
		}
	}
}

// keep returns the rows whose number is allowed.
func (v vector) keep(allowed []bool, n int) set {
	switch {
	case v.u8 != nil:
		return keep(v.u8, allowed, n)
	case v.u16 != nil:
		return keep(v.u16, allowed, n)
	}
	return keep(v.u32, allowed, n)
}

func keep[T unsigned](values []T, allowed []bool, n int) set {
	out := newSet(n)
	for i, v := range values {
		if allowed[v] {
			out[i/64] |= 1 << (i % 64)
		}
	}
	return out
}

// bytes renders a vector: the width of a number, then the numbers.
func (v vector) bytes() []byte {
	switch {
	case v.u32 == nil && v.u16 == nil:
		return append([]byte{1}, v.u8...)
	case v.u16 != nil:
		out := make([]byte, 1, 1+2*len(v.u16))
		out[0] = 2
		for _, x := range v.u16 {
			out = binary.LittleEndian.AppendUint16(out, x)
		}
		return out
	}
	out := make([]byte, 1, 1+4*len(v.u32))
	out[0] = 4
	for _, x := range v.u32 {
		out = binary.LittleEndian.AppendUint32(out, x)
	}
	return out
}

// parseVector reads what bytes has written, of n rows.
func parseVector(data []byte, n int) (vector, error) {
	if len(data) == 0 || len(data) != 1+n*int(data[0]) {
		return vector{}, fmt.Errorf("a column of %d bytes for %d rows", len(data), n)
	}
	width, data := data[0], data[1:]
	switch width {
	case 1:
		return vector{u8: data}, nil
	case 2:
		out := make([]uint16, n)
		for i := range out {
			out[i] = binary.LittleEndian.Uint16(data[2*i:])
		}
		return vector{u16: out}, nil
	case 4:
		out := make([]uint32, n)
		for i := range out {
			out[i] = binary.LittleEndian.Uint32(data[4*i:])
		}
		return vector{u32: out}, nil
	}
	return vector{}, fmt.Errorf("a column of numbers of %d bytes", width)
}

// dict numbers strings in the order in which they come; "" is 0.
type dict struct {
	codes  map[string]uint32
	values []string
	labels []string
}

func newDict() *dict {
	return &dict{codes: map[string]uint32{"": 0}, values: []string{""}, labels: []string{""}}
}

func (d *dict) code(value, label string) uint32 {
	code, ok := d.codes[value]
	if !ok {
		code = uint32(len(d.values))
		d.codes[value] = code
		d.values, d.labels = append(d.values, value), append(d.labels, label)
	}
	return code
}
