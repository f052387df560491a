package dispute

import (
	"encoding/binary"
	"errors"
	"math"
)

// ErrKey is returned for bytes that Append did not write.
var ErrKey = errors.New("dispute: not a key")

// Append appends k to b in some hundred bytes: what a Finder of the same data needs to
// compare it elsewhere. The index of the claim and of its sentence stay behind.
func (k *Key) Append(b []byte) []byte {
	b = appendString(b, k.Source)
	b = append(b, flag(k.Author)|flag(k.Denied)<<1, byte(k.Mood))
	b = binary.AppendVarint(b, k.Published)
	b = appendTerms(b, k.Places)
	b = binary.AppendUvarint(b, uint64(len(k.Clauses)))
	for i := range k.Clauses {
		b = appendClause(b, &k.Clauses[i])
	}
	return b
}

func flag(is bool) byte {
	if is {
		return 1
	}
	return 0
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func appendClause(b []byte, c *Clause) []byte {
	b = appendTerm(b, &c.Predicate)
	b = appendTerms(b, c.Terms)
	b = binary.AppendUvarint(b, uint64(len(c.Quantities)))
	for i := range c.Quantities {
		q := &c.Quantities[i]
		b = binary.BigEndian.AppendUint64(b, math.Float64bits(q.Low))
		b = binary.BigEndian.AppendUint64(b, math.Float64bits(q.High))
		b = appendTerm(b, &q.Unit)
		b = append(appendString(b, q.Words), byte(q.Role))
	}
	b = binary.AppendUvarint(b, uint64(len(c.Times)))
	for _, t := range c.Times {
		b = binary.AppendVarint(append(b, byte(t.Kind)), int64(t.Value))
		b = appendString(b, t.Word)
	}
	for _, s := range []string{c.Negation, c.Only, c.Pronoun} {
		b = appendString(b, s)
	}
	return append(binary.AppendUvarint(b, uint64(c.Flags)), flag(c.Content))
}

func appendTerms(b []byte, terms []Term) []byte {
	b = binary.AppendUvarint(b, uint64(len(terms)))
	for i := range terms {
		b = appendTerm(b, &terms[i])
	}
	return b
}

func appendTerm(b []byte, t *Term) []byte {
	b = appendString(b, t.Word)
	if t.Lemma == fold(t.Word) {
		b = append(b, 0)
	} else {
		b = appendString(append(b, 1), t.Lemma)
	}
	b = appendString(b, t.Prep)
	return append(b, byte(t.Role)<<4|byte(t.Kind))
}

// Decode returns the key that Append wrote, ready to be compared.
func (f *Finder) Decode(b []byte) (Key, error) {
	d := decoder{f: f, b: b}
	k := Key{Source: d.string()}
	flags := d.byte()
	k.Author, k.Denied, k.Mood = flags&1 != 0, flags&2 != 0, Mood(d.byte())
	k.Published = d.int()
	k.Places = d.terms()
	for range d.count(maxClauses) {
		k.Clauses = append(k.Clauses, d.clause())
	}
	if d.bad || len(d.b) > 0 {
		return Key{}, ErrKey
	}
	return k, nil
}

// decoder reads a key; bad says that it was cut short.
type decoder struct {
	f   *Finder
	b   []byte
	bad bool
}

func (d *decoder) fail() {
	d.bad, d.b = true, nil
}

func (d *decoder) byte() byte {
	if len(d.b) == 0 {
		d.fail()
		return 0
	}
	x := d.b[0]
	d.b = d.b[1:]
	return x
}

func (d *decoder) uint() uint64 {
	x, n := binary.Uvarint(d.b)
	if n <= 0 {
		d.fail()
		return 0
	}
	d.b = d.b[n:]
	return x
}

func (d *decoder) int() int64 {
	x, n := binary.Varint(d.b)
	if n <= 0 {
		d.fail()
		return 0
	}
	d.b = d.b[n:]
	return x
}

func (d *decoder) float() float64 {
	if len(d.b) < 8 {
		d.fail()
		return 0
	}
	x := math.Float64frombits(binary.BigEndian.Uint64(d.b))
	d.b = d.b[8:]
	return x
}

// count reads how many of something follow, at most limit.
func (d *decoder) count(limit int) int {
	n := d.uint()
	if n > uint64(limit) {
		d.fail()
		return 0
	}
	return int(n)
}

func (d *decoder) string() string {
	n := d.count(len(d.b))
	if n > len(d.b) {
		d.fail()
		return ""
	}
	s := string(d.b[:n])
	d.b = d.b[n:]
	return s
}

func (d *decoder) terms() []Term {
	var out []Term
	for range d.count(len(d.b)) {
		out = append(out, d.term())
	}
	return out
}

func (d *decoder) term() Term {
	t := Term{Word: d.string()}
	if d.byte() == 0 {
		t.Lemma = fold(t.Word)
	} else {
		t.Lemma = d.string()
	}
	t.Prep = d.string()
	x := d.byte()
	t.Role, t.Kind = Role(x>>4), WordKind(x&15)
	return d.f.bind(t)
}

func (d *decoder) clause() Clause {
	c := Clause{Predicate: d.term(), Terms: d.terms()}
	for range d.count(len(d.b)) {
		c.Quantities = append(c.Quantities, Quantity{Low: d.float(), High: d.float(), Unit: d.term(), Words: d.string(), Role: Role(d.byte())})
	}
	for range d.count(len(d.b)) {
		c.Times = append(c.Times, Time{Kind: TimeKind(d.byte()), Value: int(d.int()), Word: d.string()})
	}
	c.Negation, c.Only, c.Pronoun = d.string(), d.string(), d.string()
	c.Flags, c.Content = Flags(d.uint()), d.byte() != 0
	return c
}
