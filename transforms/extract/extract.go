// Package extract finds who says what in the documents of a batch.
package extract

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/transforms"
	"github.com/volgens/volgens/transforms/read"
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
	kept := make([]transforms.Article, 0, len(batch.Articles))
	for _, article := range batch.Articles {
		documents.Inc(ctx, 1)
		if reject := attributions(fn.analyzer, &article); reject != nil {
			batch.Rejects = append(batch.Rejects, *reject)
			continue
		}
		kept = append(kept, article)
	}
	batch.Articles = kept
	emit(batch)
}

// attributions analyses one article, or says why it cannot be.
func attributions(a *analysis.Analyzer, article *transforms.Article) (reject *schemas.Reject) {
	defer func() {
		if p := recover(); p != nil { // a bug, but one article's: report it with the rejects
			reject = rejected(article.Row, read.CodeFailed, fmt.Sprintf("bug in the analysis: %v", p))
		}
	}()
	var published time.Time
	if article.Row.PublishedAt != nil {
		published = *article.Row.PublishedAt
	}
	doc, err := a.Extract(article.Row.Text, analysis.InLanguage(article.Row.Lang), analysis.PublishedAt(published))
	switch {
	case errors.Is(err, analysis.ErrLanguage):
		return rejected(article.Row, read.CodeUnsupportedLanguage, err.Error())
	case err != nil:
		return rejected(article.Row, read.CodeFailed, err.Error())
	}
	if n := repeated(doc); n > maxRepeated*len(doc.Text)+1<<20 {
		return rejected(article.Row, read.CodeFailed, fmt.Sprintf("no prose: its claims would repeat %d bytes of text %d times", len(doc.Text), n/len(doc.Text)))
	}
	article.Analysis = doc
	article.Row.Lang, article.Row.LangConfidence = doc.Lang, doc.LangConfidence
	return nil
}

func rejected(doc schemas.Document, code, message string) *schemas.Reject {
	return &schemas.Reject{
		URI: doc.URI, Stage: "extract", Code: code, Message: message, Bytes: int64(len(doc.Text)), SHA256: &doc.SHA256,
	}
}

// maxRepeated bounds how often the rows of a document may hold its text. News stays below
// three; a text of nothing but cues would fill the memory.
const maxRepeated = 40

// repeated returns the bytes that the attributions of a document hold together: content
// and the sentence around it.
func repeated(doc *analysis.Document) (bytes int) {
	for _, a := range doc.Attributions {
		for _, span := range a.Content {
			bytes += span.Len()
		}
		i := sort.Search(len(doc.Sentences), func(i int) bool { return doc.Sentences[i].End > a.Content[0].Start })
		if i < len(doc.Sentences) {
			bytes += doc.Sentences[i].Len()
		}
	}
	return bytes
}
