package transforms

import (
	"bytes"
	"encoding/gob"
	"reflect"
	"sync"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"github.com/volgens/volgens/analysis/text"
	"github.com/volgens/volgens/schemas"
)

func init() {
	beam.RegisterCoder(reflect.TypeFor[Batch](), encodeBatch, decodeBatch)
	beam.RegisterCoder(reflect.TypeFor[schemas.Chunk](), encodeChunk, decodeChunk)
	beam.RegisterCoder(reflect.TypeFor[schemas.Part](), encodePart, decodePart)
	beam.RegisterCoder(reflect.TypeFor[schemas.Counter](), encodeCounter, decodeCounter)
	beam.RegisterCoder(reflect.TypeFor[schemas.Copy](), encodeCopy, decodeCopy)
}

// What crosses between workers is bytes that only this program reads. Beam would describe the
// fields of a struct to the runner, and Flink's runner reads them otherwise than Go writes
// them. A coder's functions are found by name, so each type has its own.

func encodeChunk(c schemas.Chunk) ([]byte, error)        { return Encode(c) }
func decodeChunk(data []byte) (schemas.Chunk, error)     { return Decode[schemas.Chunk](data) }
func encodePart(p schemas.Part) ([]byte, error)          { return Encode(p) }
func decodePart(data []byte) (schemas.Part, error)       { return Decode[schemas.Part](data) }
func encodeCounter(c schemas.Counter) ([]byte, error)    { return Encode(c) }
func decodeCounter(data []byte) (schemas.Counter, error) { return Decode[schemas.Counter](data) }
func encodeCopy(c schemas.Copy) ([]byte, error)          { return Encode(c) }
func decodeCopy(data []byte) (schemas.Copy, error)       { return Decode[schemas.Copy](data) }

// Encode returns x as bytes that Decode reads: the body of a coder. Fields are exported;
// a pointer to a zero value comes back as nil.
func Encode[T any](x T) ([]byte, error) {
	var buf bytes.Buffer
	err := gob.NewEncoder(&buf).Encode(x)
	return buf.Bytes(), err
}

// Decode returns what Encode was given.
func Decode[T any](data []byte) (x T, err error) {
	err = gob.NewDecoder(bytes.NewReader(data)).Decode(&x)
	return x, err
}

// encoded is a batch as it crosses from one worker to another: without the analyses, which
// are many times the size of the texts and are made anew where they are missing. Stages that a
// runner fuses encode nothing but samples, from which Beam estimates the size of what flows.
type encoded struct {
	Chunk, Seq int
	Articles   []encodedArticle
	Rejects    []schemas.Reject
}

type encodedArticle struct {
	Row    schemas.Document
	Blocks []text.Block
	Step   Step
}

var (
	encoder = sync.OnceValue(func() beam.ElementEncoder { return beam.NewElementEncoder(reflect.TypeFor[encoded]()) })
	decoder = sync.OnceValue(func() beam.ElementDecoder { return beam.NewElementDecoder(reflect.TypeFor[encoded]()) })
)

func encodeBatch(b Batch) ([]byte, error) {
	e := encoded{Chunk: b.Chunk, Seq: b.Seq, Rejects: b.Rejects}
	for _, a := range b.Articles {
		e.Articles = append(e.Articles, encodedArticle{Row: a.Row, Blocks: a.Blocks, Step: a.Step})
	}
	var buf bytes.Buffer
	err := encoder().Encode(e, &buf)
	return buf.Bytes(), err
}

func decodeBatch(data []byte) (Batch, error) {
	x, err := decoder().Decode(bytes.NewReader(data))
	if err != nil {
		return Batch{}, err
	}
	e := x.(encoded)
	b := Batch{Chunk: e.Chunk, Seq: e.Seq, Rejects: e.Rejects}
	for _, a := range e.Articles {
		b.Articles = append(b.Articles, Article{Row: a.Row, Blocks: a.Blocks, Step: a.Step})
	}
	return b, nil
}
