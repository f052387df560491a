// Package tag tags the claims of a batch: what the source does with them, where it stands,
// what deserves a check.
package tag

import (
	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/transforms"
)

// Stance takes a PCollection<Batch> with claims and returns it with their act, certainty,
// polarity, positions and check-worthiness.
func Stance(s beam.Scope, lang transforms.Language, batches beam.PCollection) beam.PCollection {
	s = s.Scope("tag.Stance")
	return beam.ParDo(s, &stanceFn{Language: lang}, batches)
}

func init() {
	register.DoFn2x0[transforms.Batch, func(transforms.Batch)](&stanceFn{})
	register.Emitter1[transforms.Batch]()
}

type stanceFn struct {
	Language transforms.Language

	analyzer *analysis.Analyzer
}

func (fn *stanceFn) Setup() (err error) {
	fn.analyzer, err = fn.Language.Analyzer()
	return err
}

func (fn *stanceFn) ProcessElement(batch transforms.Batch, emit func(transforms.Batch)) {
	batch.Advance(fn.analyzer, transforms.Tagged, nil)
	emit(batch)
}
