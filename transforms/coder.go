package transforms

import (
	"bytes"
	"reflect"
	"sync"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"github.com/volgens/volgens/schemas"
)

func init() {
	beam.RegisterCoder(reflect.TypeFor[Batch](), encodeBatch, decodeBatch)
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
	Row  schemas.Document
	Step Step
}

var (
	encoder = sync.OnceValue(func() beam.ElementEncoder { return beam.NewElementEncoder(reflect.TypeFor[encoded]()) })
	decoder = sync.OnceValue(func() beam.ElementDecoder { return beam.NewElementDecoder(reflect.TypeFor[encoded]()) })
)

func encodeBatch(b Batch) ([]byte, error) {
	e := encoded{Chunk: b.Chunk, Seq: b.Seq, Rejects: b.Rejects}
	for _, a := range b.Articles {
		e.Articles = append(e.Articles, encodedArticle{Row: a.Row, Step: a.Step})
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
		b.Articles = append(b.Articles, Article{Row: a.Row, Step: a.Step})
	}
	return b, nil
}
