// Package analysis reads a news text and finds who says what in it: sentences, quotations,
// attributions, the sources behind them and the claims they make, each as a span of the
// unaltered text. It knows nothing of pipelines and files.
package analysis

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/claim"
	"github.com/volgens/volgens/analysis/confidence"
	"github.com/volgens/volgens/analysis/coref"
	"github.com/volgens/volgens/analysis/dispute"
	"github.com/volgens/volgens/analysis/entity"
	"github.com/volgens/volgens/analysis/language"
	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/stance"
	"github.com/volgens/volgens/analysis/syntax"
	"github.com/volgens/volgens/analysis/text"
	"github.com/volgens/volgens/configs"
)

// ErrLanguage is returned for a text in a language that the analyser was not built for.
var ErrLanguage = errors.New("unsupported language")

// Analyzer analyses documents. It is immutable and safe for concurrent use.
type Analyzer struct {
	engines map[string]func() *engine
}

// engine returns what analyses a language, nil for one that the analyser was not built for.
func (a *Analyzer) engine(code string) *engine {
	if load := a.engines[code]; load != nil {
		return load()
	}
	return nil
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

// PublishedAt gives the time to which words like "gisteren" refer.
func PublishedAt(t time.Time) Option {
	return func(d *Document) { d.Published = t.Unix() }
}

// InBlocks gives the blocks of a text that came with markup: those that are no running text
// keep their kinds, and the words decide on the others. Nothing but white space may
// fall between them.
func InBlocks(blocks []text.Block) Option {
	return func(d *Document) { d.Blocks = blocks }
}

// New returns an analyser for the languages given by ISO 639-1 code, all that it knows
// with none given. It fails on a language without data in configs/lang and on a damaged
// model; the data of a language are read when the first text in it comes.
func New(langs ...string) (*Analyzer, error) {
	sub, err := fs.Sub(configs.FS, "lang")
	if err != nil {
		return nil, err
	}
	return build(sub, langs, func(code string) (func() *engine, error) {
		if err := syntax.Check(code); err != nil {
			return nil, err
		}
		return sync.OnceValue(func() *engine {
			e, err := newEngine(sub, code)
			if err != nil {
				panic(fmt.Sprintf("the program's own data of language %q: %v", code, err))
			}
			return e
		}), nil
	})
}

// NewFS is New with the language data of fsys, which holds a folder per language in place
// of the embedded ones. It reads all of them, and fails on the first mistake.
func NewFS(fsys fs.FS, langs ...string) (*Analyzer, error) {
	return build(fsys, langs, func(code string) (func() *engine, error) {
		e, err := newEngine(fsys, code)
		return func() *engine { return e }, err
	})
}

// build makes the engines of the languages.
func build(fsys fs.FS, langs []string, load func(code string) (func() *engine, error)) (*Analyzer, error) {
	if len(langs) == 0 {
		langs = known(fsys)
		slices.Sort(langs)
	}
	a := &Analyzer{engines: map[string]func() *engine{}}
	for _, code := range langs {
		if !slices.Contains(known(fsys), code) {
			return nil, fmt.Errorf("language %q: no data (known: %s)", code, strings.Join(known(fsys), ", "))
		}
		e, err := load(code)
		if err != nil {
			return nil, fmt.Errorf("language %q: %w", code, err)
		}
		a.engines[code] = e
	}
	if len(a.engines) == 0 {
		return nil, errors.New("no language data")
	}
	return a, nil
}

// WithRegistry returns an analyser that knows the sources of a registry besides what a
// knows.
func (a *Analyzer) WithRegistry(r *coref.Registry) *Analyzer {
	return a.with(func(e *engine) { e.sources = coref.New(e.lexicon, r) })
}

// Uncalibrated returns an analyser whose attributions keep the confidence that their rules
// give, for those who fit the table that sets it.
func (a *Analyzer) Uncalibrated() *Analyzer {
	return a.with(func(e *engine) { e.confidence = nil })
}

// with returns an analyser with engines that change has seen.
func (a *Analyzer) with(change func(*engine)) *Analyzer {
	out := &Analyzer{engines: make(map[string]func() *engine, len(a.engines))}
	for code, load := range a.engines {
		out.engines[code] = sync.OnceValue(func() *engine {
			e := *load()
			change(&e)
			return &e
		})
	}
	return out
}

// ConfidenceInput returns what package confidence reads of a document.
func ConfidenceInput(doc *Document) confidence.Input {
	return confidence.Input{Text: doc.Text, Blocks: doc.Blocks, Sentences: doc.Sentences, Attributions: doc.Attributions}
}

// Settings are what a user may choose about the tags.
type Settings struct {
	Topic  *stance.Topic  // targets of positions; nil for the names of each document
	Checks *stance.Checks // weights of check-worthiness; nil for the defaults
}

// With returns an analyser that tags with settings.
func (a *Analyzer) With(s Settings) *Analyzer {
	return a.with(func(e *engine) {
		e.stances = e.stances.About(s.Topic)
		if s.Checks != nil {
			e.stances = e.stances.Weighing(*s.Checks)
		}
	})
}

func known(fsys fs.FS) []string {
	found, _ := fs.Glob(fsys, "*/cues.yaml") // the pattern is a good one
	for i := range found {
		found[i] = path.Dir(found[i])
	}
	return found
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
	a.Relate(doc)
	return doc, nil
}

// Extract is the first step of Analyze: language, blocks, sentences, quotations, names,
// attributions and segments.
func (a *Analyzer) Extract(text string, opts ...Option) (*Document, error) {
	doc, err := a.Parse(text, opts...)
	if err != nil {
		doc.segment(nil)
		return doc, err
	}
	e := a.engine(doc.Lang)
	doc.Entities = e.entities.Find(entity.Input{Text: text, Sentences: doc.Sentences, Words: doc.words})
	found := e.attributions.Find(attribution.Input{
		Text: text, Blocks: doc.Blocks, Sentences: doc.Sentences, Quotations: doc.Quotations, Words: doc.words,
	})
	doc.Attributions = found.Attributions
	e.confidence.Rate(ConfidenceInput(doc))
	doc.segment(found.Unresolved)
	return doc, nil
}

// Parse returns text with its language, blocks, quotations and parsed sentences: what Extract
// begins with. The error is ErrLanguage or nil.
func (a *Analyzer) Parse(text string, opts ...Option) (*Document, error) {
	doc := &Document{Text: text}
	for _, opt := range opts {
		opt(doc)
	}
	if doc.Lang == "" {
		doc.Lang, doc.LangConfidence = language.Guess(text)
	}
	e := a.engine(doc.Lang)
	if e == nil {
		err := fmt.Errorf("%w: %q", ErrLanguage, doc.Lang)
		if doc.LangConfidence < 1 {
			doc.Lang = ""
		}
		return doc, err
	}
	if len(doc.Blocks) > 0 {
		doc.Blocks = e.layout.Refine(text, doc.Blocks)
	} else {
		doc.Blocks = e.layout.Blocks(text)
	}
	doc.Quotations = e.quotations.Find(text, doc.Blocks)
	doc.Sentences = e.sentences.Split(text, doc.Blocks, doc.Quotations)
	e.parse(text, doc.Sentences)
	doc.words = e.lexicon.Lookup(text, doc.Sentences)
	return doc, nil
}

// Resolve is the second step: sources, mentions and claims. It does nothing to a document
// in a language that the analyser was not built for.
func (a *Analyzer) Resolve(doc *Document) {
	e := a.engine(doc.Lang)
	if e == nil {
		return
	}
	words := doc.table(e)
	doc.Sources, doc.Mentions = e.sources.Resolve(coref.Input{
		Text: doc.Text, Blocks: doc.Blocks, Sentences: doc.Sentences, Quotations: doc.Quotations, Attributions: doc.Attributions, Words: words,
	})
	doc.Claims = e.claims.Split(claim.Input{
		Text: doc.Text, Blocks: doc.Blocks, Sentences: doc.Sentences, Quotations: doc.Quotations,
		Attributions: doc.Attributions, Sources: doc.Sources, Mentions: doc.Mentions, Words: words,
		Entities: doc.Entities, Published: doc.Published,
	})
}

// Tag is the third step: what the sources do with their claims and where they stand. It
// does nothing to a document in a language that the analyser was not built for.
func (a *Analyzer) Tag(doc *Document) {
	e := a.engine(doc.Lang)
	if e == nil {
		return
	}
	r := e.reader(doc)
	for i := range doc.Claims {
		tag(r, doc, &doc.Claims[i])
	}
	doc.words = nil
}

// Relate is the fourth step: what the claims tell of, and which of them contradict or
// support each other; a contradicted claim deserves a check all the more. It does nothing to a
// document in a language that the analyser was not built for.
func (a *Analyzer) Relate(doc *Document) {
	e := a.engine(doc.Lang)
	if e == nil {
		return
	}
	in := dispute.Input{Text: doc.Text, Sentences: doc.Sentences, Attributions: doc.Attributions, Claims: doc.Claims, Published: doc.Published}
	doc.Events = e.disputes.Keys(in, doc.sourceKey)
	doc.Disputes = e.disputes.Within(in, doc.Events)
	for _, d := range doc.Disputes {
		if d.Relation != dispute.Supports {
			e.doubt(&doc.Claims[d.A])
			e.doubt(&doc.Claims[d.B])
		}
	}
}

// sourceKey names source i so that a named one has the same key in every document.
func (doc *Document) sourceKey(i int) string {
	if s := &doc.Sources[i]; s.Named {
		return string(s.Kind) + " " + s.Name
	}
	return "#" + strconv.Itoa(i)
}

// Compare compares claims of two documents in one language. ok is false where it finds
// nothing that relates them.
func (a *Analyzer) Compare(lang string, x, y *dispute.Key) (v dispute.Verdict, ok bool) {
	e := a.engine(lang)
	if e == nil {
		return v, false
	}
	return e.disputes.Compare(x, y)
}

// table returns what the lexicon knows of the tokens; a document that was encoded between
// two steps has lost it.
func (doc *Document) table(e *engine) *lexicon.Table {
	if doc.words == nil {
		doc.words = e.lexicon.Lookup(doc.Text, doc.Sentences)
	}
	return doc.words
}

// Position returns where a text stands towards the one whom the words at target mean. The
// error is ErrLanguage or nil.
func (a *Analyzer) Position(words string, target text.Span, opts ...Option) (stance.Position, error) {
	doc, err := a.Parse(words, opts...)
	if err != nil {
		return stance.Position{}, err
	}
	return a.engine(doc.Lang).reader(doc).Toward(target), nil
}

// Signals returns what Position weighs; it serves those who fit its weights.
func (a *Analyzer) Signals(words string, target text.Span, opts ...Option) (*stance.Signals, error) {
	doc, err := a.Parse(words, opts...)
	if err != nil {
		return nil, err
	}
	return a.engine(doc.Lang).reader(doc).Signals(target), nil
}

// Checkworthiness returns how much a text deserves a check, taken as one claim, and why. The
// error is ErrLanguage or nil.
func (a *Analyzer) Checkworthiness(words string, opts ...Option) (float64, []string, error) {
	doc, err := a.Parse(words, opts...)
	if err != nil {
		return 0, nil, err
	}
	c := stance.Claim{}
	for _, s := range doc.Sentences {
		c.Spans = append(c.Spans, s.Span)
	}
	tags := a.engine(doc.Lang).reader(doc).Tag(c)
	return tags.Checkworthiness, tags.Reasons, nil
}
