// Package resolve finds who the sources of the documents of a batch are, and what they
// claim.
package resolve

import (
	"context"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/transforms"
)

// Sources takes a PCollection<Batch> with attributions and returns it with their sources,
// the mentions of these, and the claims.
func Sources(s beam.Scope, lang transforms.Language, batches beam.PCollection) beam.PCollection {
	s = s.Scope("resolve.Sources")
	return beam.ParDo(s, &sourcesFn{Language: lang}, batches)
}

func init() {
	register.DoFn3x0[context.Context, transforms.Batch, func(transforms.Batch)](&sourcesFn{})
	register.Emitter1[transforms.Batch]()
}

var claims = beam.NewCounter("volgens", "claims")

type sourcesFn struct {
	Language transforms.Language

	analyzer *analysis.Analyzer
}

func (fn *sourcesFn) Setup() (err error) {
	fn.analyzer, err = fn.Language.Analyzer()
	return err
}

func (fn *sourcesFn) ProcessElement(ctx context.Context, batch transforms.Batch, emit func(transforms.Batch)) {
	batch.Advance(fn.analyzer, transforms.Resolved, nil)
	for _, article := range batch.Articles {
		claims.Inc(ctx, int64(len(article.Analysis.Claims)))
	}
	emit(batch)
}
