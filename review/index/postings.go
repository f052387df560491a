package index

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
)

// A posting list says in which rows a word occurs and where in them. It comes in segments,
// one for each stretch of rows whose words fit into memory while the index is built, and in
// two parts, so that a search for a word alone need not read the places:
//
//	rows:   for each row, the difference to the row before
//	places: for each row, the bytes of its places, then the difference of each to the one before
//
// all as variable-length integers. SQLite's own full-text index walks every match through
// its virtual machine, which for a word of a million claims takes too long.

// fieldGap lies between the last word of a column and the first of the next, so that no
// phrase runs across.
const fieldGap = 64

// segmentBytes is how much of posting lists is kept in memory.
const segmentBytes = 24 << 20

// list is the posting list of a word while it grows.
type list struct {
	rows    []byte
	places  []byte
	lastRow uint32
	n       int
	pending []uint32 // places in lastRow
}

// postings collects the posting lists of a segment.
type postings struct {
	lists   map[string]*list
	touched []*list // those with a place in the current row
	bytes   int
}

func newPostings() *postings { return &postings{lists: map[string]*list{}} }

// add notes the words of the columns of a row. Rows come in order.
func (p *postings) add(row uint32, columns ...string) {
	place := uint32(0)
	for _, text := range columns {
		words(text, func(word string) {
			p.at(row, word, place)
			place++
		})
		place += fieldGap
	}
	for _, l := range p.touched {
		p.bytes += l.flush()
	}
	p.touched = p.touched[:0]
}

func (p *postings) at(row uint32, word string, place uint32) {
	l := p.lists[word]
	if l == nil {
		l = &list{}
		p.lists[string([]byte(word))] = l // a copy: the word is a piece of its text
		p.bytes += len(word) + 150        // about what an entry of the map takes
	}
	if len(l.pending) == 0 {
		l.rows = binary.AppendUvarint(l.rows, uint64(row-l.lastRow))
		l.lastRow = row
		l.n++
		p.touched = append(p.touched, l)
	}
	l.pending = append(l.pending, place)
}

// flush moves the places of a row to the list and returns by how many bytes it grew.
func (l *list) flush() int {
	before := len(l.places)
	var buf [64]byte
	packed := buf[:0]
	last := uint32(0)
	for _, place := range l.pending {
		packed = binary.AppendUvarint(packed, uint64(place-last))
		last = place
	}
	l.places = append(binary.AppendUvarint(l.places, uint64(len(packed))), packed...)
	l.pending = l.pending[:0]
	return len(l.places) - before + 2
}

// save writes the segment and begins the next.
func (p *postings) save(ctx context.Context, insert *sql.Stmt, segment int) error {
	for _, word := range slices.Sorted(maps.Keys(p.lists)) {
		l := p.lists[word]
		if _, err := insert.ExecContext(ctx, word, segment, l.n, l.rows, l.places); err != nil {
			return err
		}
	}
	*p = *newPostings()
	return nil
}

// rowsOf adds the rows of a list to a set.
func rowsOf(data []byte, into set) error {
	row := uint32(0)
	limit := uint32(len(into) * 64)
	for i := 0; i < len(data); {
		if b := data[i]; b < 0x80 {
			row += uint32(b)
			i++
		} else {
			delta, n := binary.Uvarint(data[i:])
			if n <= 0 {
				return errList
			}
			row += uint32(delta)
			i += n
		}
		if row >= limit {
			return errList
		}
		into.add(row)
	}
	return nil
}

var errList = fmt.Errorf("%w: a list of words cannot be read", errDamaged)

// cursor reads a list with its places.
type cursor struct {
	rows, places []byte
	row          uint32
	packed       []byte   // places in row
	at           []uint32 // the same, once unpack was called
	end          bool
	err          error
}

func (c *cursor) next() {
	if len(c.rows) == 0 {
		c.end = true
		return
	}
	c.row += uint32(c.uvarint(&c.rows))
	n := c.uvarint(&c.places)
	if n > uint64(len(c.places)) {
		c.err, c.end = errList, true
		return
	}
	c.packed, c.places = c.places[:n], c.places[n:]
}

func (c *cursor) unpack() {
	c.at = c.at[:0]
	place := uint32(0)
	for len(c.packed) > 0 && c.err == nil {
		place += uint32(c.uvarint(&c.packed))
		c.at = append(c.at, place)
	}
}

func (c *cursor) uvarint(from *[]byte) uint64 {
	if len(*from) > 0 && (*from)[0] < 0x80 {
		v := (*from)[0]
		*from = (*from)[1:]
		return uint64(v)
	}
	v, n := binary.Uvarint(*from)
	if n <= 0 {
		c.err, c.end = errList, true
		return 0
	}
	*from = (*from)[n:]
	return v
}

// phrase adds to a set the rows in which the words of the cursors follow each other.
func phrase(cursors []*cursor, into set) error {
	limit := uint32(len(into) * 64)
	for _, c := range cursors {
		c.next()
	}
	for {
		top := uint32(0)
		for _, c := range cursors {
			if c.end {
				return c.err
			}
			top = max(top, c.row)
		}
		if same := advance(cursors, top); !same {
			continue
		}
		if top >= limit {
			return errList
		}
		if inARow(cursors) {
			into.add(top)
		}
		cursors[0].next()
	}
}

// advance moves the cursors to a row or beyond, and reports whether all stand there.
func advance(cursors []*cursor, row uint32) bool {
	same := true
	for _, c := range cursors {
		for !c.end && c.row < row {
			c.next()
		}
		same = same && !c.end && c.row == row
	}
	return same
}

// inARow reports whether in the row at which the cursors stand their words follow each other.
func inARow(cursors []*cursor) bool {
	for _, c := range cursors {
		c.unpack()
	}
	for _, place := range cursors[0].at {
		ok := true
		for i, c := range cursors[1:] {
			if _, found := slices.BinarySearch(c.at, place+uint32(i)+1); !found {
				ok = false
				break
			}
		}
		if ok {
			return true
		}
	}
	return false
}
