// Package compare finds what the claims of a batch tell of, and which claims of one article
// contradict or support each other. Those of different articles meet when the tables are
// published, because no batch holds them all.
package compare

import (
	"context"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/transforms"
)

// Claims takes a PCollection<Batch> with claims and returns it with their events and the
// disputes within each article.
func Claims(s beam.Scope, lang transforms.Language, batches beam.PCollection) beam.PCollection {
	s = s.Scope("compare.Claims")
	return beam.ParDo(s, &claimsFn{Language: lang}, batches)
}

func init() {
	register.DoFn3x0[context.Context, transforms.Batch, func(transforms.Batch)](&claimsFn{})
	register.Emitter1[transforms.Batch]()
}

var disputes = beam.NewCounter("volgens", "disputes")

type claimsFn struct {
	Language transforms.Language

	analyzer *analysis.Analyzer
}

func (fn *claimsFn) Setup() (err error) {
	fn.analyzer, err = fn.Language.Analyzer()
	return err
}

func (fn *claimsFn) ProcessElement(ctx context.Context, batch transforms.Batch, emit func(transforms.Batch)) {
	batch.Advance(fn.analyzer, transforms.Related, nil)
	for _, article := range batch.Articles {
		disputes.Inc(ctx, int64(len(article.Analysis.Disputes)))
	}
	emit(batch)
}
