// Package likeness tells which documents have the same text and which have nearly the same,
// from some dozens of bytes of each. It knows nothing of Apache Beam.
package likeness

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// joiner is the combining grapheme joiner, which shows nothing; norm puts one behind every
// thirty accents on a letter.
const joiner = '\u034F'

// Fingerprint is the same for texts that differ in nothing but white space, invisible
// characters and the way accents are encoded.
func Fingerprint(text string) uint64 {
	var b strings.Builder
	blank := false
	for _, r := range norm.NFC.String(strings.ToValidUTF8(text, "\uFFFD")) {
		switch {
		case unicode.IsSpace(r):
			blank = b.Len() > 0
		case unicode.Is(unicode.Cf, r), r == joiner: // soft hyphens, byte order marks, joiners
		default:
			if blank {
				b.WriteByte(' ')
			}
			blank = false
			b.WriteRune(r)
		}
	}
	sum := sha256.Sum256([]byte(b.String()))
	return binary.BigEndian.Uint64(sum[:])
}

const (
	bands = 10
	rows  = 3 // numbers of a sketch in a band
	size  = bands * rows

	shingle  = 4  // words that follow each other
	minWords = 50 // a shorter text has no sketch: too little to be alike by

	// alike is how many numbers two sketches must share: the share estimates that of the
	// shingles which the texts have in common. 21 of 30 is seven in ten.
	alike = 21
)

// Sketch is a short description of a text: a MinHash of its shingles by one permutation. The
// zero value is that of a text too short to have one.
type Sketch [size]uint16

// SketchBytes is the length of an encoded sketch.
const SketchBytes = 2 * size

// NewSketch describes a text.
func NewSketch(text string) (s Sketch) {
	words := hashes(text)
	if len(words) < minWords {
		return s
	}
	var least [size]uint64
	for i := range words[:len(words)-shingle+1] {
		h := uint64(shingle)
		for _, w := range words[i : i+shingle] {
			h = mix(h ^ w)
		}
		bin := h % size
		if h = mix(h); least[bin] == 0 || h < least[bin] {
			least[bin] = h | 1 // never 0, which means none
		}
	}
	for i := range s {
		s[i] = uint16(least[filled(least, i)] >> 48)
	}
	return s
}

// filled returns bin i, or another that holds something, always the same for the same
// bins.
func filled(least [size]uint64, i int) int {
	bin := i
	for try := uint64(1); least[bin] == 0; try++ {
		bin = int(mix(uint64(i)<<32|try) % size)
	}
	return bin
}

// hashes returns a number for every word of a text, capitals and marks set aside.
func hashes(text string) []uint64 {
	var out []uint64
	const offset, prime = 14695981039346656037, 1099511628211 // FNV-1a
	h, in := uint64(offset), false
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if in {
				out = append(out, h)
			}
			h, in = offset, false
			continue
		}
		h, in = (h^uint64(unicode.ToLower(r)))*prime, true
	}
	if in {
		out = append(out, h)
	}
	return out
}

// mix scatters the bits of a number (the finaliser of SplitMix64).
func mix(h uint64) uint64 {
	h += 0x9E3779B97F4A7C15
	h = (h ^ h>>30) * 0xBF58476D1CE4E5B9
	h = (h ^ h>>27) * 0x94D049BB133111EB
	return h ^ h>>31
}

// Append appends the encoded sketch to b.
func (s Sketch) Append(b []byte) []byte {
	for _, v := range s {
		b = binary.BigEndian.AppendUint16(b, v)
	}
	return b
}

// Decode reads the sketch at the start of b.
func Decode(b []byte) (s Sketch) {
	for i := range s {
		s[i] = binary.BigEndian.Uint16(b[2*i:])
	}
	return s
}

// shared returns how many numbers two sketches have in common.
func (s *Sketch) shared(t *Sketch) int {
	n := 0
	for i := range s {
		if s[i] == t[i] {
			n++
		}
	}
	return n
}

// key returns the numbers of a band.
func (s *Sketch) key(band int) uint64 {
	at := band * rows
	return uint64(s[at])<<32 | uint64(s[at+1])<<16 | uint64(s[at+2])
}

// maxLeaders bounds how many originals of one band a document is compared with, so that a
// site whose pages all begin alike costs no square of their number.
const maxLeaders = 32

// Originals returns for every document the index of the earliest one that it nearly
// repeats and that repeats none itself, -1 where there is none. Documents with a zero
// sketch are like nothing.
func Originals(sketches []Sketch) []int32 {
	out := make([]int32, len(sketches))
	groups := newGroups(sketches)
	for i := range sketches {
		out[i] = -1
		for band := range bands {
			for _, leader := range groups.leaders(band, i) {
				if out[i] >= 0 && leader >= out[i] {
					break // those behind it are later ones
				}
				if sketches[leader].shared(&sketches[i]) >= alike {
					out[i] = leader
				}
			}
		}
		if out[i] < 0 {
			groups.lead(i)
		}
	}
	return out
}

// groups holds the documents that share a band.
type groups struct {
	of        [bands][]int32 // number of the group of a document, -1 for one that is alone
	originals [][]int32      // of a group, in order
}

// newGroups sorts the documents by band after band: the memory is that of one.
func newGroups(sketches []Sketch) *groups {
	g := &groups{}
	order := make([]int32, 0, len(sketches))
	for i := range sketches {
		if sketches[i] != (Sketch{}) {
			order = append(order, int32(i))
		}
	}
	for band := range bands {
		of := make([]int32, len(sketches))
		for i := range of {
			of[i] = -1
		}
		key := func(i int32) uint64 { return sketches[i].key(band) }
		slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(key(a), key(b)) })
		for start := 0; start < len(order); {
			end := start + 1
			for end < len(order) && key(order[end]) == key(order[start]) {
				end++
			}
			if end-start > 1 {
				for _, i := range order[start:end] {
					of[i] = int32(len(g.originals))
				}
				g.originals = append(g.originals, nil)
			}
			start = end
		}
		g.of[band] = of
	}
	return g
}

// leaders returns the originals before document i that share a band with it.
func (g *groups) leaders(band, i int) []int32 {
	if n := g.of[band][i]; n >= 0 {
		return g.originals[n]
	}
	return nil
}

// lead makes document i an original.
func (g *groups) lead(i int) {
	for band := range bands {
		if n := g.of[band][i]; n >= 0 && len(g.originals[n]) < maxLeaders {
			g.originals[n] = append(g.originals[n], int32(i))
		}
	}
}
