// Package entity finds the names in a parsed document and tells what they name: a person,
// an organisation, a place or something else. A name is read off the tree and the capitals;
// its type follows from the words of the name and from what the text says around all of its
// mentions.
package entity

import (
	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/text"
)

// Type says what a name names.
type Type string

// The types.
const (
	Person       Type = "person"
	Organisation Type = "organisation" // companies, institutions, governments, parties, media, teams
	Place        Type = "place"
	Other        Type = "other" // events, works, laws, products, peoples
)

// Entity is one mention of a name.
type Entity struct {
	text.Span          // without article, title and genitive "'s"
	Type      Type     // of the entity, the same for all of its mentions
	Score     float64  // how sure the type is, from 0 to 1
	Name      string   // the fullest name that the document gives it, without genitive and line ends
	First     int      // index of the first mention of the same entity in the list that Find returned
	Sentence  int      // index of the sentence
	Tokens    [2]int32 // first token and the one behind the last, in the sentence
	Head      int32    // token whose head and relation tie the name into the sentence
}

// Input is a document whose sentences a parser has seen.
type Input struct {
	Text      string
	Sentences []text.Sentence
	Words     *lexicon.Table // of the same sentences
}

// Finder finds names in one language. It is immutable and safe for concurrent use.
type Finder struct {
	lex  *lexicon.Lexicon
	days map[string]bool // folded names of days and months
}

// New returns a finder that knows what lex knows.
func New(lex *lexicon.Lexicon) *Finder {
	f := &Finder{lex: lex, days: map[string]bool{}}
	for _, list := range [][]string{lex.Layout.Weekdays, lex.Layout.MonthNames} {
		for _, s := range list {
			f.days[lexicon.Fold(s)] = true
		}
	}
	return f
}

// Find returns the names of a document in order of the text. They do not overlap. A text
// without trees has names all the same, cut by capitals alone.
func (f *Finder) Find(in Input) []Entity {
	d := &document{Finder: f, Input: in}
	d.read()
	d.chunks()
	d.link()
	return d.entities()
}
