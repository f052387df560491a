// Package dispute finds claims that contradict or support each other. It reduces each claim
// to a Key, the few words that say what happens to whom, where, when and how often, and
// compares keys: within an article, where sentences stand next to each other, and between
// articles, where they must share a name. It wants to be right before it wants to be
// complete: two claims are a dispute only where words of both show it, and a Verdict names them.
package dispute

import (
	"cmp"

	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/claim"
	"github.com/volgens/volgens/analysis/text"
)

// Relation says how two claims stand to each other.
type Relation string

// The relations, as published in disputes.relation.
const (
	Contradicts       Relation = "contradicts"
	Supports          Relation = "supports"
	SelfContradiction Relation = "self_contradiction" // of one source with itself
)

// Verdict is the relation of two claims and what shows it.
type Verdict struct {
	Relation Relation
	Score    float64  // how sure, 0 to 1
	Signals  []string // "antonym: veilig – gevaarlijk", the strongest first
}

// Pair is two claims of one document, by index, A before B.
type Pair struct {
	A, B int
	Verdict
}

// Input is a document with its claims.
type Input struct {
	Text         string
	Sentences    []text.Sentence // with trees
	Attributions []attribution.Attribution
	Claims       []claim.Claim
	Published    int64 // Unix seconds, 0 for unknown
}

// Unnamed begins the Source of a Key whose source has no name and is another in every document.
const Unnamed = '#'

// Key is what is compared of a claim.
type Key struct {
	Claim     int    // index into the document's claims
	Source    string // who says it; "" where nobody is named. Claims of one source have the same
	Author    bool   // nobody but the author says it
	Sentence  int    // index of the sentence in which the claim begins
	Published int64  // of its article, Unix seconds, 0 for unknown
	Denied    bool   // the source rejects it
	Mood      Mood
	Places    []Term // names in the words for the source: "inwoners van Gent"
	Clauses   []Clause
	Blocks    []string // where it meets claims of other articles; nil for one that does not, or that was decoded
}

// Mood says how a claim is meant; only statements contradict each other.
type Mood uint8

// The moods.
const (
	Statement Mood = iota
	Wish           // hoped, feared, asked, demanded, promised
	Question       // whether, how, why
	Chance         // may be so
)

// Clause is a predicate with its arguments.
type Clause struct {
	Predicate  Term
	Terms      []Term // arguments and adjuncts, their heads before the words below them
	Quantities []Quantity
	Times      []Time
	Negation   string // the word that negates the clause, "" for none
	Only       string // the word that says that nothing else holds: "alleen"
	Pronoun    string // the pronoun that is its subject or object, folded
	Content    bool   // a clause is its object: "denkt dat …"
	Flags      Flags
}

// Flags are plain facts of a clause.
type Flags uint16

// The flags.
const (
	Conditional Flags = 1 << iota // holds under a condition
	Norm                          // says what should be
	Presents                      // tells what something before is: "het ging om …"
	Existential                   // the predicate is the noun of "er was …"
	Past                          // in a past tense
	Anaphoric                     // its subject or object is a pronoun
	Speaker                       // its subject or object is the one who speaks: "wij"
)

// Has tells whether c has the flag.
func (c *Clause) Has(f Flags) bool { return c.Flags&f != 0 }

// Role is the part that a term plays in its clause.
type Role uint8

// The roles. The subject of a passive is the object.
const (
	Predicate Role = iota
	Subject
	Object
	Complement // of a predicate: "zwaarder" in "maakt het zwaarder"
	Adjunct    // with a preposition or without: "in Gent"
	Modifier   // adverb
	Below      // word below one of the others: "Gent" in "de brug in Gent"
)

// WordKind is the sort of word that a term is.
type WordKind uint8

// The kinds of words.
const (
	Name WordKind = iota
	Noun
	Verb
	Adjective
	Other
)

// Term is a word of a clause.
type Term struct {
	Word  string // as the article has it
	Lemma string // folded
	Prep  string // preposition before it, folded; "" for none
	Role  Role
	Kind  WordKind

	entry *entry // what the lexicon knows of it
	fixed bool   // it knows the word with its preposition: "op tijd"
}

// better orders verdicts: contradictions before support, the surer first.
func better(a, b Verdict) bool {
	return cmp.Or(cmp.Compare(rank(b.Relation), rank(a.Relation)), cmp.Compare(a.Score, b.Score)) > 0
}

func rank(r Relation) int {
	switch r {
	case Contradicts, SelfContradiction:
		return 0
	case Supports:
		return 1
	}
	return 2
}
