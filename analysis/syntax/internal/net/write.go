package net

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Write writes a model.
func Write(to io.Writer, d Description, w *Weights, t *Tables) error {
	d.Sizes = w.Sizes
	about, err := json.Marshal(d)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	b.WriteString(magic)
	number(&b, version)
	number(&b, len(about))
	b.Write(about)
	var packed bytes.Buffer
	z, _ := flate.NewWriter(&packed, flate.BestCompression)
	writeTables(z, t)
	if err := z.Close(); err != nil {
		return err
	}
	number(&b, packed.Len())
	b.Write(packed.Bytes())
	for k, x := range w.Tensors() {
		for i := range x.Rows {
			if k < EmbeddingTensors {
				quantiseHalf(&b, x.Row(i))
			} else {
				quantise(&b, x.Row(i))
			}
		}
	}
	sum := sha256.Sum256(b.Bytes())
	b.Write(sum[:])
	_, err = to.Write(b.Bytes())
	return err
}

func number(b *bytes.Buffer, n int) {
	b.Write(binary.LittleEndian.AppendUint32(nil, uint32(n)))
}

// quantise writes a row as bytes.
func quantise(b *bytes.Buffer, row []float32) {
	for part := range slices.Chunk(row, block) {
		scale := writeScale(b, largest(part)/127)
		for _, v := range part {
			b.WriteByte(byte(int8(level(v, scale, 127))))
		}
	}
}

// quantiseHalf writes a row as half bytes, the low one first.
func quantiseHalf(b *bytes.Buffer, row []float32) {
	for part := range slices.Chunk(row, block) {
		scale := writeScale(b, halfScale(part))
		var low byte
		for i, v := range part {
			q := byte(level(v, scale, 7)+8) & 15
			if i%2 == 0 {
				low = q
			} else {
				b.WriteByte(low | q<<4)
			}
		}
		if len(part)%2 == 1 {
			b.WriteByte(low)
		}
	}
}

// halfScale tries a few scales for half bytes and takes the one that errs least: cutting
// the largest weights a little leaves finer steps for the others.
func halfScale(part []float32) float64 {
	top := largest(part)
	best, least := top/7, math.Inf(1)
	for k := range 8 {
		scale := top / 7 * (1 - 0.06*float64(k))
		var sum float64
		for _, v := range part {
			d := float64(v) - scale*float64(level(v, scale, 7))
			sum += d * d
		}
		if sum < least {
			best, least = scale, sum
		}
	}
	return best
}

func largest(part []float32) float64 {
	var top float64
	for _, v := range part {
		top = max(top, math.Abs(float64(v)))
	}
	return top
}

// writeScale writes the upper half of a scale, rounded up so that the largest weight
// still fits, and returns what was written.
func writeScale(b *bytes.Buffer, scale float64) float64 {
	bits := (math.Float32bits(float32(scale)) + 0xffff) >> 16
	b.Write(binary.LittleEndian.AppendUint16(nil, uint16(bits)))
	return float64(math.Float32frombits(bits << 16))
}

// level is the number that stands for v.
func level(v float32, scale, top float64) int {
	if scale == 0 {
		return 0
	}
	return int(max(-top, min(top, math.Round(float64(v)/scale))))
}

// The tables are lines, with a blank line after each list: words, tags, rules, relations,
// and forms with the numbers of their tags and lemma rules.
func writeTables(to io.Writer, t *Tables) {
	var b strings.Builder
	for _, w := range t.Words[known:] {
		b.WriteString(w + "\n")
	}
	b.WriteByte('\n')
	for _, g := range t.Tags {
		b.WriteString(g.UPOS + "\t" + g.XPOS + "\t" + g.Feats + "\n")
	}
	b.WriteByte('\n')
	for _, r := range t.Rules {
		b.WriteString(r.String() + "\n")
	}
	b.WriteByte('\n')
	for _, r := range t.Rels {
		b.WriteString(r + "\n")
	}
	b.WriteByte('\n')
	forms := make([]string, 0, len(t.Lemmas))
	for f := range t.Lemmas {
		forms = append(forms, f)
	}
	slices.Sort(forms)
	for _, f := range forms {
		line := f
		for _, l := range t.Lemmas[f] {
			if r, ok := Learn(f, l.Lemma); ok {
				line += "\t" + strconv.Itoa(int(l.Tag)) + " " + r.String()
			}
		}
		if line != f && !strings.Contains(f, "\n") && f != "" {
			b.WriteString(line + "\n")
		}
	}
	_, _ = io.WriteString(to, b.String()) // the writer keeps its error
}
