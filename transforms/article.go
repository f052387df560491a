package transforms

import (
	"errors"
	"fmt"
	"sort"
	"time"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/schemas"
)

// Step says how far the analysis of an article has come.
type Step int

// The steps, in order.
const (
	Received  Step = iota // as it was read
	Extracted             // attributions found
	Resolved              // sources and claims made
	Tagged                // stances known
	Related               // claims compared with each other
)

// Advance brings the analysis of the article to a step, from the one it has reached: from
// the beginning where the analysis is lost. It returns a reject for a text that cannot be
// analysed.
func (x *Article) Advance(a *analysis.Analyzer, to Step) (reject *schemas.Reject) {
	defer func() {
		if p := recover(); p != nil { // a bug, but one article's: report it with the rejects
			reject = x.rejected(schemas.CodeFailed, fmt.Sprintf("bug in the analysis: %v", p))
		}
	}()
	reached := x.Step
	if x.Analysis == nil {
		reached = Received
	}
	if reached < Extracted && to >= Extracted {
		if reject := x.extract(a); reject != nil {
			return reject
		}
	}
	if reached < Resolved && to >= Resolved {
		a.Resolve(x.Analysis)
	}
	if reached < Tagged && to >= Tagged {
		a.Tag(x.Analysis)
	}
	if reached < Related && to >= Related {
		a.Relate(x.Analysis)
	}
	x.Step = max(x.Step, to)
	return nil
}

func (x *Article) extract(a *analysis.Analyzer) *schemas.Reject {
	var published time.Time
	if x.Row.PublishedAt != nil {
		published = *x.Row.PublishedAt
	}
	doc, err := a.Extract(x.Row.Text, analysis.InLanguage(x.Row.Lang), analysis.PublishedAt(published), analysis.InBlocks(x.Blocks))
	switch {
	case errors.Is(err, analysis.ErrLanguage):
		return x.rejected(schemas.CodeUnsupportedLanguage, err.Error())
	case err != nil:
		return x.rejected(schemas.CodeFailed, err.Error())
	}
	if n := repeated(doc); n > maxRepeated*len(doc.Text)+1<<20 {
		return x.rejected(schemas.CodeFailed, fmt.Sprintf("no prose: its claims would repeat %d bytes of text %d times", len(doc.Text), n/len(doc.Text)))
	}
	if x.Step >= Extracted { // made anew: the language was a guess the first time
		doc.LangConfidence = x.Row.LangConfidence
	}
	x.Analysis, x.Row.Lang, x.Row.LangConfidence = doc, doc.Lang, doc.LangConfidence
	return nil
}

func (x *Article) rejected(code, message string) *schemas.Reject {
	return &schemas.Reject{
		URI: x.Row.URI, Stage: "extract", Code: code, Message: message, Bytes: int64(len(x.Row.Text)), SHA256: &x.Row.SHA256,
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
