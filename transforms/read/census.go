package read

import (
	"cmp"
	"context"
	"encoding/binary"
	"encoding/hex"
	"maps"
	"reflect"
	"slices"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/transforms"
	"github.com/volgens/volgens/transforms/read/format"
	"github.com/volgens/volgens/transforms/read/likeness"
)

// Distinct takes a PCollection<Chunk> and returns it with the records marked whose text an
// earlier record of the input has, or nearly has: a first reading without analysis, in which
// some dozens of bytes a document cross between workers. Lane is set to Seq modulo lanes.
// What the ledger's dataset has been made of comes before all of it: its records repeat what
// is there, and chunks that hold nothing else are left out.
//
// It also returns the new ledger, PCollection<Part> of one, and the places that the input adds
// to documents of the dataset, PCollection<Copy>.
//
// The id of a document is made from its text, so this keeps ids unique.
func Distinct(s beam.Scope, o format.Options, ledger Ledger, lanes int, chunks beam.PCollection) (distinct, ledgers, copies beam.PCollection) {
	s = s.Scope("read.Distinct")
	counts := beam.ParDo(s, &censusFn{Options: o}, beam.Reshuffle(s, chunks))
	return beam.ParDo3(s, &distinctFn{Lanes: lanes, Ledger: ledger}, beam.Impulse(s), beam.SideInput{Input: counts})
}

func init() {
	register.DoFn3x1[context.Context, schemas.Chunk, func(census), error](&censusFn{})
	register.Emitter1[census]()
	register.DoFn6x1[context.Context, []byte, func(*census) bool, func(schemas.Chunk), func(schemas.Part), func(schemas.Copy), error](&distinctFn{})
	register.Iter1[census]()
	register.Emitter1[schemas.Chunk]()
	register.Emitter1[schemas.Part]()
	register.Emitter1[schemas.Copy]()
	beam.RegisterCoder(reflect.TypeFor[census](), encodeCensus, decodeCensus)
}

func encodeCensus(c census) ([]byte, error)    { return transforms.Encode(c) }
func decodeCensus(data []byte) (census, error) { return transforms.Decode[census](data) }

// census is what the first reading keeps of a chunk.
type census struct {
	Chunk    schemas.Chunk
	Records  []int32 // numbers of the records that are documents
	IDs      []byte  // their ids, eight bytes each
	Prints   []byte  // their fingerprints, eight bytes each
	Sketches []byte  // likeness.SketchBytes each
	URIs     []byte  // each as the length of what it shares with the one before, then the rest

	Rejected []int32 // numbers of the records that are rejects
	Rejects  []byte  // their hashes, eight bytes each
}

const idBytes = 8

// add keeps a document.
func (c *census) add(record int32, doc schemas.Document, before string) {
	id, _ := hex.DecodeString(doc.DocID)
	c.Records, c.IDs = append(c.Records, record), append(c.IDs, id...)
	c.Prints = binary.BigEndian.AppendUint64(c.Prints, likeness.Fingerprint(doc.Text))
	c.Sketches = likeness.NewSketch(doc.Text).Append(c.Sketches)
	c.addURI(doc.URI, before)
}

func (c *census) addURI(uri, before string) {
	same := commonPrefix(before, uri)
	c.URIs = binary.AppendUvarint(c.URIs, uint64(same))
	c.URIs = binary.AppendUvarint(c.URIs, uint64(len(uri)-same))
	c.URIs = append(c.URIs, uri[same:]...)
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// uris returns the URIs of the documents in turn.
func (c *census) uris() func() string {
	rest, uri := c.URIs, ""
	return func() string {
		same, n := binary.Uvarint(rest)
		length, m := binary.Uvarint(rest[n:])
		rest = rest[n+m:]
		uri = uri[:same] + string(rest[:length])
		rest = rest[length:]
		return uri
	}
}

var documentsFound = beam.NewCounter("volgens", "documents_planned")

type censusFn struct {
	Options format.Options
}

func (fn *censusFn) ProcessElement(ctx context.Context, chunk schemas.Chunk, emit func(census)) error {
	c := census{Chunk: chunk}
	n, uri := int32(0), ""
	err := Records(ctx, chunk, fn.Options, func(rec format.Record) bool {
		if rec.Reject == nil {
			c.add(n, rec.Document, uri)
			uri = rec.Document.URI
			documentsFound.Inc(ctx, 1)
		} else {
			c.Rejected = append(c.Rejected, n)
			c.Rejects = binary.BigEndian.AppendUint64(c.Rejects, rejectSum(rec.Reject))
		}
		n++
		return ctx.Err() == nil
	})
	if err != nil {
		return err
	}
	emit(c)
	return nil
}

type distinctFn struct {
	Lanes  int
	Ledger Ledger
}

func (fn *distinctFn) ProcessElement(ctx context.Context, _ []byte, counts func(*census) bool, chunk func(schemas.Chunk), part func(schemas.Part), place func(schemas.Copy)) error {
	var all []census
	var c census
	for counts(&c) {
		all = append(all, c)
		c = census{}
	}
	known, err := fn.Ledger.read(ctx)
	if err != nil {
		return err
	}
	found := distinct(known, all)
	if fn.Ledger.Dir != "" {
		ledger, err := fn.Ledger.write(ctx, append(known, found.fresh...))
		if err != nil {
			return err
		}
		part(ledger)
	}
	for _, c := range found.chunks {
		c.Lane = c.Seq % max(fn.Lanes, 1)
		chunk(c)
	}
	for _, c := range found.copies {
		place(c)
	}
	return nil
}

// findings are what the first reading tells of the input.
type findings struct {
	chunks []schemas.Chunk // those that hold something new, marked
	copies []schemas.Copy  // by document of the ledger, in its order
	fresh  []census        // the records that the ledger has not
}

// distinct marks the records whose text an earlier one has or nearly has, earlier meaning in
// the ledger, then in the order of the plan.
func distinct(known, all []census) findings {
	slices.SortFunc(all, func(a, b census) int { return cmp.Compare(a.Chunk.Seq, b.Chunk.Seq) })
	d := comparison{known: len(known), all: slices.Concat(known, all)}
	d.compare()
	sketches := make([]likeness.Sketch, len(d.docs))
	for i, doc := range d.docs {
		if doc.first < 0 {
			sketches[i] = likeness.Decode(d.all[doc.chunk].Sketches[int(doc.number)*likeness.SketchBytes:])
		}
	}
	originals := likeness.Originals(sketches)
	for i, doc := range d.docs {
		if int(doc.chunk) < d.known {
			continue
		}
		mark := schemas.Mark{Record: d.all[doc.chunk].Records[doc.number], Repeats: doc.first >= 0, OtherURIs: d.others[int32(i)]}
		if o := originals[i]; o >= 0 {
			mark.Original = d.all[d.docs[o].chunk].id(d.docs[o].number)
		}
		if mark.Repeats || mark.OtherURIs != nil || mark.Original != "" {
			chunk := &d.all[doc.chunk].Chunk
			chunk.Marks = append(chunk.Marks, mark)
		}
	}
	return d.findings()
}

// comparison compares the records of an input with each other and with those of a ledger.
type comparison struct {
	all   []census // those of the ledger first
	known int      // how many are of the ledger

	docs   []counted
	others map[int32][]string // URIs of the later documents with the text of one, by its index
	there  map[uint64]bool    // hashes of the places and rejects that the ledger has
	old    map[[2]int32]bool  // chunk and number of the documents that the ledger has, place and all
}

// counted is a document of the input: its chunk, its number among the documents of that, and
// which document has the same text first, -1 for itself.
type counted struct {
	chunk, number, first int32
}

// compare lists the documents in the order of the plan, and for those that come again the
// URIs of the others.
func (d *comparison) compare() {
	seen := map[uint64]int32{}
	d.others, d.there, d.old = map[int32][]string{}, map[uint64]bool{}, map[[2]int32]bool{}
	for c := range d.all {
		next := d.all[c].uris()
		for i := range d.all[c].Records {
			uri := next()
			print := binary.BigEndian.Uint64(d.all[c].Prints[8*i:])
			first, again := seen[print]
			if !again {
				seen[print], first = int32(len(d.docs)), -1
			}
			switch place := placeSum(print, uri); {
			case c < d.known:
				d.there[place] = true
			case again && d.there[place]:
				d.old[[2]int32{int32(c), int32(i)}] = true
			case again:
				d.others[first] = append(d.others[first], uri)
			}
			d.docs = append(d.docs, counted{int32(c), int32(i), first})
		}
		if c < d.known {
			for i := 0; i < len(d.all[c].Rejects); i += 8 {
				d.there[binary.BigEndian.Uint64(d.all[c].Rejects[i:])] = true
			}
		}
	}
}

// findings sums up the comparison.
func (d *comparison) findings() findings {
	var f findings
	for c := d.known; c < len(d.all); c++ {
		fresh := d.all[c].without(int32(c), d)
		if d.known == 0 || len(fresh.IDs)+len(fresh.Rejects) > 0 {
			f.chunks, f.fresh = append(f.chunks, d.all[c].Chunk), append(f.fresh, fresh)
		}
	}
	uris := make(map[int32]string) // of the documents of the ledger that have new places
	i := int32(0)
	for c := range d.known {
		next := d.all[c].uris()
		for range d.all[c].Records {
			if uri := next(); d.others[i] != nil {
				uris[i] = uri
			}
			i++
		}
	}
	for _, i := range slices.Sorted(maps.Keys(uris)) {
		doc := d.docs[i]
		f.copies = append(f.copies, schemas.Copy{DocID: d.all[doc.chunk].id(doc.number), First: uris[i], URIs: d.others[i]})
	}
	return f
}

// without returns the records of a chunk that the ledger has not, and marks its rejects that
// it has.
func (c *census) without(index int32, d *comparison) census {
	if d.known == 0 {
		return *c
	}
	var out census
	next, before := c.uris(), ""
	for i, record := range c.Records {
		uri := next()
		if d.old[[2]int32{index, int32(i)}] {
			continue
		}
		out.Records = append(out.Records, record)
		out.IDs = append(out.IDs, c.IDs[idBytes*i:][:idBytes]...)
		out.Prints = append(out.Prints, c.Prints[8*i:][:8]...)
		out.Sketches = append(out.Sketches, c.Sketches[likeness.SketchBytes*i:][:likeness.SketchBytes]...)
		out.addURI(uri, before)
		before = uri
	}
	for i, record := range c.Rejected {
		sum := c.Rejects[8*i:][:8]
		if d.there[binary.BigEndian.Uint64(sum)] {
			c.Chunk.Marks = append(c.Chunk.Marks, schemas.Mark{Record: record, Repeats: true})
			continue
		}
		out.Rejects = append(out.Rejects, sum...)
	}
	slices.SortFunc(c.Chunk.Marks, func(a, b schemas.Mark) int { return cmp.Compare(a.Record, b.Record) })
	return out
}

// id returns the doc_id of a document of the census.
func (c *census) id(number int32) string {
	return hex.EncodeToString(c.IDs[idBytes*int(number):][:idBytes])
}
