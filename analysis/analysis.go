// Package analysis reads a news text and finds who says what in it: sentences, quotations,
// attributions, the sources behind them and the claims they make, each as a span of the
// unaltered text. It knows nothing of pipelines and files.
package analysis

import (
	"errors"
	"io/fs"
	"time"
)

// ErrLanguage is returned for a text in a language that the analyser was not built for.
var ErrLanguage = errors.New("unsupported language")

// Analyzer analyses documents. It is immutable and safe for concurrent use.
type Analyzer struct {
}

// Option says what the caller knows about a text.
type Option func(*Document)

// InLanguage names the language (ISO 639-1) instead of having it guessed.
func InLanguage(code string) Option {
	return func(d *Document) {
		if code != "" {
			d.Lang, d.LangConfidence = code, 1
		}
	}
}

// PublishedAt gives the time to which words like "gisteren" refer; the zero time says nothing.
func PublishedAt(t time.Time) Option {
	return func(d *Document) {
		if !t.IsZero() {
			d.Published = t.Unix()
		}
	}
}

// New returns an analyser for the languages given by ISO 639-1 code, all that it knows
// with none given. It fails on a language without data in configs/lang.
func New(langs ...string) (*Analyzer, error) {
	return &Analyzer{}, nil
}

// NewFS is New with the language data of fsys, which holds a folder per language, in place
// of the embedded one.
func NewFS(fsys fs.FS, langs ...string) (*Analyzer, error) {
	return &Analyzer{}, nil
}

// Analyze returns text with all that is found in it. The error is ErrLanguage or nil; a
// document comes back in either case, its segments covering the text.
func (a *Analyzer) Analyze(text string, opts ...Option) (*Document, error) {
	doc, err := a.Extract(text, opts...)
	if err != nil {
		return doc, err
	}
	a.Resolve(doc)
	a.Tag(doc)
	return doc, nil
}

// Extract is the first step of Analyze: language, blocks, sentences, quotations,
// attributions and segments.
func (a *Analyzer) Extract(text string, opts ...Option) (*Document, error) {
	doc := &Document{Text: text}
	for _, opt := range opts {
		opt(doc)
	}
	return doc, nil
}

// Resolve is the second step: sources, mentions and claims.
func (a *Analyzer) Resolve(doc *Document) {}

// Tag is the third step: what the sources do with their claims and where they stand.
func (a *Analyzer) Tag(doc *Document) {}
