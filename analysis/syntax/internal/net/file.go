package net

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A model file is
//
//	magic "volgsyn\n" · version · length of the description · description (JSON) ·
//	length of the tables · tables (deflated text) · weights · SHA-256 of all that
//
// with numbers of four bytes, low byte first. A tensor is stored row by row; a row is cut
// into blocks of 64 weights, each a scale (the upper half of a float32) and signed
// numbers: bytes, or half bytes in the tables of vectors, which suffer it without loss.
const (
	magic   = "volgsyn\n"
	version = 1
	block   = 64
)

// ErrFormat is in the errors of files that are no model this program reads.
var ErrFormat = errors.New("not a syntax model of this version")

// Description says what a model is and where it comes from.
type Description struct {
	Language string            `json:"language"`
	Licence  string            `json:"licence"`
	Data     []string          `json:"data"`             // treebank files and their SHA-256
	Command  string            `json:"command"`          // that made it
	Epochs   int               `json:"epochs,omitempty"` // after which it was written
	Scores   map[string]string `json:"scores,omitempty"` // by file, with gold tokens
	Sizes    Sizes             `json:"sizes"`
}

// Read reads a model for training. Errors of foreign or damaged files wrap ErrFormat.
func Read(data []byte) (Description, *Weights, *Tables, error) {
	f, err := open(data)
	if err != nil {
		return Description{}, nil, nil, err
	}
	for i, t := range f.weights.Tensors()[:EmbeddingTensors] {
		t.Data = make([]float32, t.Rows*t.Cols)
		for r := range t.Rows {
			f.vectors[i].add(r, 1, t.Row(r))
		}
	}
	return f.about, f.weights, f.tables, nil
}

// Load reads a model for labelling. It keeps data, where its vectors stay.
func Load(data []byte) (Description, *Network, error) {
	f, err := open(data)
	if err != nil {
		return Description{}, nil, err
	}
	return f.about, newNetwork(f), nil
}

// file is what a model file holds. The tables of vectors are left as they are and empty
// in the weights.
type file struct {
	about   Description
	tables  *Tables
	weights *Weights
	vectors [EmbeddingTensors]halfTable
}

func open(data []byte) (*file, error) {
	r, err := check(data)
	if err != nil {
		return nil, err
	}
	f := &file{}
	if err := json.Unmarshal(r.part(), &f.about); err != nil {
		return nil, malformed("description: " + err.Error())
	}
	if f.tables, err = readTables(flate.NewReader(bytes.NewReader(r.part()))); err != nil {
		return nil, malformed("tables: " + err.Error())
	}
	d, t := f.about.Sizes, f.tables
	if !d.plausible(len(r.rest)) || d.WordRows != len(t.Words) || d.TagCount != len(t.Tags) ||
		d.RuleCount != len(t.Rules) || d.RelCount != len(t.Rels) {
		return nil, malformed("sizes and contents differ")
	}
	if t.RootRel < 0 || len(t.Rels) < 2 {
		return nil, malformed("relations are root and at least one other")
	}
	f.weights = newWeights(d, EmbeddingTensors)
	for i, x := range f.weights.Tensors() {
		if i < EmbeddingTensors {
			f.vectors[i] = newHalfTable(x.Cols, r.rest)
			r.rest = r.rest[min(len(r.rest), x.Rows*f.vectors[i].stride):]
			continue
		}
		for k := range x.Rows {
			if !r.row(x.Row(k)) {
				return nil, malformed("too few weights")
			}
		}
	}
	if len(r.rest) > 0 {
		return nil, malformed("bytes behind the weights")
	}
	return f, nil
}

func malformed(what string) error { return fmt.Errorf("%w: %s", ErrFormat, what) }

// Check tells whether data is a whole model file of this version.
func Check(data []byte) error {
	_, err := check(data)
	return err
}

// check tells whether data is a whole model file, and returns what follows the version.
func check(data []byte) (reader, error) {
	if !bytes.HasPrefix(data, []byte(magic)) {
		return reader{}, malformed("unknown first bytes")
	}
	if len(data) < len(magic)+8+sha256.Size {
		return reader{}, malformed("cut short")
	}
	if v := binary.LittleEndian.Uint32(data[len(magic):]); v != version {
		return reader{}, malformed(fmt.Sprintf("version %d, want %d", v, version))
	}
	body, sum := data[:len(data)-sha256.Size], data[len(data)-sha256.Size:]
	if got := sha256.Sum256(body); !bytes.Equal(got[:], sum) {
		return reader{}, malformed("checksum differs, the file is damaged")
	}
	return reader{body[len(magic)+4:]}, nil
}

// plausible tells whether weights of these sizes can stand in so many bytes.
func (s Sizes) plausible(bytes int) bool {
	for _, n := range []int{s.Word, s.Affix, s.Gram, s.AffixRows, s.GramRows, s.Layers, s.Hidden, s.TagLayer, s.Arc, s.Label, s.WordRows, s.TagCount, s.RuleCount, s.RelCount} {
		if n < 1 || n > bytes {
			return false
		}
	}
	rows := s.WordRows*s.Word + s.AffixRows*s.Affix + s.GramRows*s.Gram
	return rows <= 2*bytes && (s.Distance == 0 || s.Distance == DistanceClasses) && s.Layers <= 16 && s.TagLayer <= s.Layers && s.Hidden <= 4096 && s.Hidden%8 == 0 && s.Layers*8*s.Hidden*s.Hidden <= bytes && s.Limit > 1
}

type reader struct{ rest []byte }

// part reads bytes with their length in front; what is missing reads as nothing.
func (r *reader) part() []byte {
	if len(r.rest) < 4 {
		return nil
	}
	n := int(binary.LittleEndian.Uint32(r.rest))
	r.rest = r.rest[4:]
	if n > len(r.rest) {
		n = len(r.rest)
	}
	out := r.rest[:n]
	r.rest = r.rest[n:]
	return out
}

func (r *reader) row(to []float32) bool {
	for part := range slices.Chunk(to, block) {
		if len(r.rest) < 2+len(part) {
			return false
		}
		scale := math.Float32frombits(uint32(binary.LittleEndian.Uint16(r.rest)) << 16)
		for i, q := range r.rest[2 : 2+len(part)] {
			part[i] = scale * float32(int8(q))
		}
		r.rest = r.rest[2+len(part):]
	}
	return true
}

func readTables(from io.Reader) (*Tables, error) {
	data, err := io.ReadAll(from)
	if err != nil {
		return nil, err
	}
	lists := strings.SplitN(string(data), "\n\n", 5)
	if len(lists) != 5 {
		return nil, fmt.Errorf("%d lists, want 5", len(lists))
	}
	t := &Tables{
		Words: append([]string{"", ""}, strings.Split(lists[0], "\n")...),
		Rels:  strings.Split(lists[3], "\n"),
	}
	for line := range strings.SplitSeq(lists[1], "\n") {
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			return nil, fmt.Errorf("tag %q", line)
		}
		t.Tags = append(t.Tags, Tag{f[0], f[1], f[2]})
	}
	for line := range strings.SplitSeq(lists[2], "\n") {
		r, err := ParseRule(line)
		if err != nil {
			return nil, err
		}
		t.Rules = append(t.Rules, r)
	}
	t.Lemmas = make(map[string][]Lemma, strings.Count(lists[4], "\n"))
	for line := range strings.Lines(lists[4]) {
		if err := t.addLemmas(strings.TrimSuffix(line, "\n")); err != nil {
			return nil, err
		}
	}
	t.Index()
	return t, nil
}

func (t *Tables) addLemmas(line string) error {
	form, rest, _ := strings.Cut(line, "\t")
	entries := make([]Lemma, 0, 1+strings.Count(rest, "\t"))
	for e := range strings.SplitSeq(rest, "\t") {
		tag, rule, _ := strings.Cut(e, " ")
		n, err := strconv.Atoi(tag)
		if err != nil || n < 0 || n >= len(t.Tags) {
			return fmt.Errorf("dictionary: form %q has no tag %q", form, tag)
		}
		r, err := ParseRule(rule)
		if err != nil {
			return fmt.Errorf("dictionary: form %q: %w", form, err)
		}
		lemma := form
		if b := r.append(nil, form); string(b) != form {
			lemma = string(b)
		}
		entries = append(entries, Lemma{int32(n), lemma})
	}
	t.Lemmas[form] = entries
	return nil
}
