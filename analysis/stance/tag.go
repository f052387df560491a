package stance

import (
	"cmp"
	"slices"

	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/text"
)

// Tagger tags the claims of documents in one language. It is immutable and safe for
// concurrent use.
type Tagger struct {
	lex     *lexicon.Lexicon
	topic   *matcher // nil for the names of each document
	checks  Checks
	weights *weights
}

// New returns a tagger that knows what lex knows, with the names of a document for targets.
func New(lex *lexicon.Lexicon) *Tagger {
	return &Tagger{lex: lex, checks: DefaultChecks(), weights: fitted()}
}

// About returns the tagger with the targets of a topic in place of the names of a document;
// nil gives those names back.
func (t *Tagger) About(topic *Topic) *Tagger {
	c := *t
	c.topic = topic.matcher(t.lex.Code)
	return &c
}

// Weighing returns the tagger with other weights of check-worthiness.
func (t *Tagger) Weighing(checks Checks) *Tagger {
	c := *t
	c.checks = checks
	return &c
}

// Document is what a tagger reads of an article.
type Document struct {
	Text      string
	Sentences []text.Sentence
	Words     *lexicon.Table // of the sentences
	Mentions  []Mention      // in order of the text
	Names     []string       // of sources, that a shorter name in a claim may stand for
}

// Mention is a span that means somebody with a name: "hij", "de minister".
type Mention struct {
	text.Span
	Names []string // the name in full first, then others
}

// Claim is what is tagged.
type Claim struct {
	Spans       []text.Span              // in order of the text
	Kind        string                   // fact, opinion, prediction, demand
	Attribution *attribution.Attribution // nil in the author's voice
	Inner       []text.Span              // what a source inside the claim says: the view of somebody else
	Source      string                   // canonical name of the source, "" for none
}

// Tags are all that a tagger finds of one claim.
type Tags struct {
	Commitment
	Positions       []Position
	Checkworthiness float64
	Reasons         []string
}

// Reader tags the claims of one document. It is not safe for concurrent use.
type Reader struct {
	*Tagger
	doc   Document
	names names
	views []*view
}

// Read prepares a document.
func (t *Tagger) Read(doc Document) *Reader {
	return &Reader{Tagger: t, doc: doc, names: newNames(doc.Names), views: make([]*view, len(doc.Sentences))}
}

// view returns sentence i.
func (r *Reader) view(i int) *view {
	if r.views[i] == nil {
		r.views[i] = r.newView(r.doc.Text, r.doc.Sentences[i].Tokens, r.doc.Words.Sentence(i))
	}
	return r.views[i]
}

// stretch is a run of tokens of a sentence that a claim covers.
type stretch struct {
	sentence int
	*view
	from, to int
}

// stretches returns the tokens that spans cover, by sentence, in order.
func (r *Reader) stretches(spans []text.Span) []stretch {
	var out []stretch
	for _, s := range spans {
		i, _ := slices.BinarySearchFunc(r.doc.Sentences, s.Start, func(x text.Sentence, at int) int {
			if x.End <= at {
				return -1
			}
			return cmp.Compare(x.Start, at)
		})
		if i > 0 && r.doc.Sentences[i-1].End > s.Start {
			i--
		}
		for ; i < len(r.doc.Sentences) && r.doc.Sentences[i].Start < s.End; i++ {
			v := r.view(i)
			from, _ := slices.BinarySearchFunc(v.tokens, s.Start, func(x text.Token, at int) int { return cmp.Compare(x.Start, at) })
			to := from
			for to < len(v.tokens) && v.tokens[to].End <= s.End {
				to++
			}
			if from < to {
				out = append(out, stretch{i, v, from, to})
			}
		}
	}
	return out
}

// Tag tags one claim.
func (r *Reader) Tag(c Claim) Tags {
	parts := r.stretches(c.Spans)
	tags := Tags{Commitment: r.commitment(&c, parts), Positions: r.positions(&c, parts)}
	tags.Checkworthiness, tags.Reasons = r.checkworthiness(&c, parts, tags.Commitment)
	return tags
}
