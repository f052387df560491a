package read

import (
	"cmp"
	"context"
	"encoding/binary"
	"encoding/hex"
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
//
// The id of a document is made from its text, so this keeps ids unique.
func Distinct(s beam.Scope, o format.Options, lanes int, chunks beam.PCollection) beam.PCollection {
	s = s.Scope("read.Distinct")
	counts := beam.ParDo(s, &censusFn{Options: o}, beam.Reshuffle(s, chunks))
	return beam.ParDo(s, &distinctFn{Lanes: lanes}, beam.Impulse(s), beam.SideInput{Input: counts})
}

func init() {
	register.DoFn3x1[context.Context, schemas.Chunk, func(census), error](&censusFn{})
	register.Emitter1[census]()
	register.DoFn3x0[[]byte, func(*census) bool, func(schemas.Chunk)](&distinctFn{})
	register.Iter1[census]()
	register.Emitter1[schemas.Chunk]()
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
}

const idBytes = 8

// add keeps a document.
func (c *census) add(record int32, doc schemas.Document, before string) {
	id, _ := hex.DecodeString(doc.DocID)
	c.Records, c.IDs = append(c.Records, record), append(c.IDs, id...)
	c.Prints = binary.BigEndian.AppendUint64(c.Prints, likeness.Fingerprint(doc.Text))
	c.Sketches = likeness.NewSketch(doc.Text).Append(c.Sketches)
	same := commonPrefix(before, doc.URI)
	c.URIs = binary.AppendUvarint(c.URIs, uint64(same))
	c.URIs = binary.AppendUvarint(c.URIs, uint64(len(doc.URI)-same))
	c.URIs = append(c.URIs, doc.URI[same:]...)
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
	Lanes int
}

func (fn *distinctFn) ProcessElement(_ []byte, counts func(*census) bool, emit func(schemas.Chunk)) {
	var all []census
	var c census
	for counts(&c) {
		all = append(all, c)
		c = census{}
	}
	for _, chunk := range distinct(all) {
		chunk.Lane = chunk.Seq % max(fn.Lanes, 1)
		emit(chunk)
	}
}

// distinct marks the records whose text an earlier one has or nearly has, earlier meaning in
// the order of the plan.
func distinct(all []census) []schemas.Chunk {
	slices.SortFunc(all, func(a, b census) int { return cmp.Compare(a.Chunk.Seq, b.Chunk.Seq) })
	docs, others := firsts(all)
	sketches := make([]likeness.Sketch, len(docs))
	for i, d := range docs {
		if d.first < 0 {
			sketches[i] = likeness.Decode(all[d.chunk].Sketches[int(d.number)*likeness.SketchBytes:])
		}
	}
	originals := likeness.Originals(sketches)
	for i, d := range docs {
		mark := schemas.Mark{Record: all[d.chunk].Records[d.number], Repeats: d.first >= 0, OtherURIs: others[int32(i)]}
		if o := originals[i]; o >= 0 {
			mark.Original = all[docs[o].chunk].id(docs[o].number)
		}
		if mark.Repeats || mark.OtherURIs != nil || mark.Original != "" {
			chunk := &all[d.chunk].Chunk
			chunk.Marks = append(chunk.Marks, mark)
		}
	}
	chunks := make([]schemas.Chunk, len(all))
	for i := range all {
		chunks[i] = all[i].Chunk
	}
	return chunks
}

// counted is a document of the input: its chunk, its number among the documents of that, and
// which document has the same text first, -1 for itself.
type counted struct {
	chunk, number, first int32
}

// firsts lists the documents in the order of the plan, and for those that come again the
// URIs of the others.
func firsts(all []census) (docs []counted, others map[int32][]string) {
	seen := map[uint64]int32{}
	others = map[int32][]string{}
	for c := range all {
		next := all[c].uris()
		for i := range all[c].Records {
			uri := next()
			print := binary.BigEndian.Uint64(all[c].Prints[8*i:])
			first, again := seen[print]
			if again {
				others[first] = append(others[first], uri)
			} else {
				seen[print], first = int32(len(docs)), -1
			}
			docs = append(docs, counted{int32(c), int32(i), first})
		}
	}
	return docs, others
}

// id returns the doc_id of a document of the census.
func (c *census) id(number int32) string {
	return hex.EncodeToString(c.IDs[idBytes*int(number):][:idBytes])
}
