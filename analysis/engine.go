package analysis

import (
	"cmp"
	"io/fs"
	"slices"

	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/claim"
	"github.com/volgens/volgens/analysis/confidence"
	"github.com/volgens/volgens/analysis/coref"
	"github.com/volgens/volgens/analysis/dispute"
	"github.com/volgens/volgens/analysis/entity"
	"github.com/volgens/volgens/analysis/layout"
	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/quotation"
	"github.com/volgens/volgens/analysis/sentence"
	"github.com/volgens/volgens/analysis/stance"
	"github.com/volgens/volgens/analysis/syntax"
	"github.com/volgens/volgens/analysis/text"
)

// engine holds the steps of the analysis of one language.
type engine struct {
	lexicon      *lexicon.Lexicon
	layout       *layout.Layout
	quotations   *quotation.Finder
	sentences    *sentence.Splitter
	parser       *syntax.Parser // nil for a language without a model
	entities     *entity.Finder
	attributions *attribution.Finder
	confidence   *confidence.Model // nil where the language has no table
	sources      *coref.Resolver
	claims       *claim.Splitter
	stances      *stance.Tagger
	disputes     *dispute.Finder
}

func newEngine(fsys fs.FS, code string) (*engine, error) {
	lex, err := lexicon.Load(fsys, code)
	if err != nil {
		return nil, err
	}
	var parser *syntax.Parser
	if slices.Contains(syntax.Languages(), code) {
		if parser, err = syntax.Load(code); err != nil {
			return nil, err
		}
	}
	disputes, err := dispute.New(fsys, code)
	if err != nil {
		return nil, err
	}
	rated, err := confidence.Load(fsys, code)
	if err != nil {
		return nil, err
	}
	claims, err := claim.New(lex, fsys, code)
	if err != nil {
		return nil, err
	}
	l := lex.Layout
	return &engine{
		lexicon: lex,
		parser:  parser,
		layout: layout.New(layout.Words{
			QuestionStarts: l.QuestionStarts, CaptionMarks: l.CaptionMarks, Boilerplate: l.Boilerplate,
		}),
		quotations: quotation.New(quotation.Words{Apostrophes: l.ApostropheWords, Speakers: lex.Forms(firstPerson)}),
		sentences: sentence.New(sentence.Words{
			Abbreviations: l.Abbreviations, AbbreviationsFinal: l.AbbreviationsFinal, NumberWords: l.NumberWords,
			Clitics: l.Clitics, Splits: l.Splits, Prefixes: l.Prefixes, SplitHyphens: l.SplitHyphens,
			Cues: nameFirst(lex), Openers: lex.Forms(opens),
			Particles: lex.Forms(func(w *lexicon.Word) bool { return w.Is(lexicon.NameParticle) }),
		}),
		entities:     entity.New(lex),
		attributions: attribution.New(lex),
		confidence:   rated,
		sources:      coref.New(lex, nil),
		claims:       claims,
		stances:      stance.New(lex),
		disputes:     disputes,
	}, nil
}

// parse gives the tokens their tags, lemmas and trees. A language without a model goes
// without: its tokens have no head.
func (e *engine) parse(doc string, sentences []text.Sentence) {
	if e.parser == nil {
		return
	}
	// The parser takes capitals for small letters: it reads "het OM" with another acronym.
	acronyms, read := e.lexicon.Acronyms(doc, sentences), doc
	if len(acronyms) > 0 {
		like := []byte(doc)
		for _, a := range acronyms {
			copy(like[sentences[a.Sentence].Tokens[a.Token].Start:], a.Like)
		}
		read = string(like)
	}
	e.parser.Parse(read, sentences)
	for _, a := range acronyms {
		t := &sentences[a.Sentence].Tokens[a.Token]
		t.Lemma = t.In(doc)
	}
}

func firstPerson(w *lexicon.Word) bool {
	for _, p := range w.Pronouns {
		if p.Person == 1 {
			return true
		}
	}
	return false
}

// nameFirst returns the verbs of a frame that may have its name in front, “Why?” Smith asked, which a language with
// the verb in second place has not.
func nameFirst(lex *lexicon.Lexicon) []string {
	if lex.VerbSecond {
		return nil
	}
	return lex.Forms(quotes)
}

func quotes(w *lexicon.Word) bool {
	for _, v := range w.Verbs {
		if v.Governs(lexicon.TakesQuote) {
			return true
		}
	}
	return false
}

func opens(w *lexicon.Word) bool {
	return w.Is(lexicon.Article|lexicon.Determiner|lexicon.Demonstrative) || len(w.Pronouns) > 0
}

// reader prepares a document for the tags of its claims.
func (e *engine) reader(doc *Document) *stance.Reader {
	in := stance.Document{Text: doc.Text, Sentences: doc.Sentences, Words: doc.table(e)}
	for _, s := range doc.Sources {
		if s.Named {
			in.Names = append(in.Names, s.Name)
		}
	}
	for _, m := range doc.Mentions {
		if s := doc.Sources[m.Source]; s.Named && m.Len() > 0 {
			in.Mentions = append(in.Mentions, stance.Mention{Span: m.Span, Names: append([]string{s.Name}, s.Aliases...)})
		}
	}
	sources, k := in.Mentions, 0
	for _, x := range doc.Entities {
		for k < len(sources) && sources[k].End <= x.Start {
			k++
		}
		if k == len(sources) || sources[k].Start >= x.End {
			in.Mentions = append(in.Mentions, stance.Mention{Span: x.Span, Names: []string{x.Name}})
		}
	}
	slices.SortStableFunc(in.Mentions, func(a, b stance.Mention) int { return cmp.Compare(a.Start, b.Start) })
	return e.stances.Read(in)
}

// tag fills what the claim's source does with it and how much it deserves a check.
func tag(r *stance.Reader, doc *Document, c *claim.Claim) {
	in := stance.Claim{Spans: c.Spans, Kind: string(c.Kind)}
	if c.Attribution >= 0 {
		a := &doc.Attributions[c.Attribution]
		in.Attribution = a
		if a.SourceID >= 0 {
			in.Source = doc.Sources[a.SourceID].Name
		}
		in.Inner = inner(doc, c.Attribution)
	}
	tags := r.Tag(in)
	c.Commitment, c.Positions = tags.Commitment, tags.Positions
	c.Checkworthiness, c.Reasons = tags.Checkworthiness, tags.Reasons
}

// doubt notes that another claim of the article contradicts a claim.
func (e *engine) doubt(c *claim.Claim) {
	c.Checkworthiness, c.Reasons = e.stances.Doubt(c.Checkworthiness, c.Reasons)
}
