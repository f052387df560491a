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
)

// Distinct takes a PCollection<Chunk> and returns it with the records marked whose text an
// earlier record of the input has: a first, cheap reading, in which eight bytes a
// document cross between workers. Lane is set to Seq modulo lanes.
//
// The id of a document is made from its text, so this keeps ids unique; it costs one
// reading without analysis.
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
	Chunk   schemas.Chunk
	Records []int32 // numbers of the records that are documents
	IDs     []byte  // their ids, eight bytes each
}

var documentsFound = beam.NewCounter("volgens", "documents_planned")

type censusFn struct {
	Options format.Options
}

func (fn *censusFn) ProcessElement(ctx context.Context, chunk schemas.Chunk, emit func(census)) error {
	c := census{Chunk: chunk}
	n := int32(0)
	err := Records(ctx, chunk, fn.Options, func(rec format.Record) bool {
		if rec.Reject == nil {
			id, _ := hex.DecodeString(rec.Document.DocID)
			c.Records, c.IDs = append(c.Records, n), append(c.IDs, id...)
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

// distinct marks the records whose id an earlier one has, earlier meaning in the order of
// the plan.
func distinct(all []census) []schemas.Chunk {
	slices.SortFunc(all, func(a, b census) int { return cmp.Compare(a.Chunk.Seq, b.Chunk.Seq) })
	seen := map[uint64]struct{}{}
	chunks := make([]schemas.Chunk, 0, len(all))
	for _, c := range all {
		for i, record := range c.Records {
			id := binary.BigEndian.Uint64(c.IDs[8*i:])
			if _, ok := seen[id]; ok {
				c.Chunk.Duplicates = append(c.Chunk.Duplicates, record)
			}
			seen[id] = struct{}{}
		}
		chunks = append(chunks, c.Chunk)
	}
	return chunks
}
