// Package extract finds who says what in the documents of a batch.
package extract

import (
	"context"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/transforms"
)

// Attributions takes a PCollection<Batch> of documents and returns it with their
// sentences, quotations, attributions and segments. A document that cannot be analysed
// becomes a reject of its batch and never stops the run.
func Attributions(s beam.Scope, lang transforms.Language, batches beam.PCollection) beam.PCollection {
	s = s.Scope("extract.Attributions")
	return beam.ParDo(s, &attributionsFn{Language: lang}, batches)
}

func init() {
	register.DoFn3x0[context.Context, transforms.Batch, func(transforms.Batch)](&attributionsFn{})
	register.Emitter1[transforms.Batch]()
}

var documents = beam.NewCounter("volgens", "documents")

type attributionsFn struct {
	Language transforms.Language

	analyzer *analysis.Analyzer
}

func (fn *attributionsFn) Setup() (err error) {
	fn.analyzer, err = fn.Language.Analyzer()
	return err
}

func (fn *attributionsFn) ProcessElement(ctx context.Context, batch transforms.Batch, emit func(transforms.Batch)) {
	batch.Advance(fn.analyzer, transforms.Extracted, func() { documents.Inc(ctx, 1) })
	emit(batch)
}
