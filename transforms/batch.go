// Package transforms holds the element that flows through the pipeline. Its
// sub-packages, one per stage, are all of the project that knows Apache Beam besides
// pipelines.
package transforms

import (
	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/text"
	"github.com/volgens/volgens/schemas"
)

// Batch is a deterministic piece of the input with all that the stages have found in it so
// far. It lives here and not in schemas because it carries the analysis itself: stages
// that a runner fuses hand it on by pointer, and nothing is encoded.
type Batch struct {
	Chunk    int // position of the chunk in the plan
	Seq      int // position of the batch within its chunk
	Articles []Article
	Rejects  []schemas.Reject
}

// Article is a document of a batch: what the reader knows of it and what the analysis
// found. Counts in Row are filled when the tables are written.
type Article struct {
	Row      schemas.Document
	Blocks   []text.Block // of Row.Text, where the markup of the input tells them
	Step     Step
	Analysis *analysis.Document // nil before extract, and in a batch that was encoded: Advance makes it anew
}

// Advance brings the analysis of every article to a step. An article that cannot be analysed
// becomes a reject. done, unless nil, is called after each article.
//
// It works in place: the stages of a batch share its articles, so that the last one can let
// them go. Beam keeps the last element of each stage of each bundle it has ever worked on at once.
func (b *Batch) Advance(a *analysis.Analyzer, to Step, done func()) {
	kept := b.Articles[:0]
	for _, article := range b.Articles {
		reject := article.Advance(a, to)
		if done != nil {
			done()
		}
		if reject != nil {
			b.reject(*reject, article.Row.OtherURIs)
			continue
		}
		kept = append(kept, article)
	}
	clear(b.Articles[len(kept):])
	b.Articles = kept
}

// reject adds a reject, and one for every other place where the input has the same text.
func (b *Batch) reject(r schemas.Reject, otherURIs []string) {
	b.Rejects = append(b.Rejects, r)
	for _, uri := range otherURIs {
		r.URI = uri
		b.Rejects = append(b.Rejects, r)
	}
}
