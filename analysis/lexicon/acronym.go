package lexicon

import (
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/text"
)

// Acronym is a token in capitals that would be a word of the closed classes in small letters:
// "het OM", "de ME".
type Acronym struct {
	Sentence, Token int
	Like            string // an acronym of as many bytes that is nothing else, "" for none
}

// Acronyms lists such tokens. Where all of a sentence stands in capitals there are none.
func (l *Lexicon) Acronyms(doc string, sentences []text.Sentence) []Acronym {
	var out []Acronym
	for s := range sentences {
		tokens := sentences[s].Tokens
		for i, tok := range tokens {
			form := tok.In(doc)
			if l.acronyms[form] != nil && mixed(doc, tokens) {
				out = append(out, Acronym{Sentence: s, Token: i, Like: l.acronymLike[len(form)]})
			}
		}
	}
	return out
}

// mixed tells whether some of the tokens have small letters.
func mixed(doc string, tokens []text.Token) bool {
	for _, tok := range tokens {
		if strings.ContainsFunc(tok.In(doc), func(r rune) bool { return 'a' <= r && r <= 'z' }) {
			return true
		}
	}
	return false
}

// grammar are the flags of a word that say how sentences are made, and not what it names.
const grammar = NameParticle - 1

// acronym makes the word of an acronym of what the lexicon has for it in small letters: what it
// names and nothing else.
func acronym(w *Word) *Word {
	named := *w
	named.Verbs, named.Nouns, named.Pronouns, named.Phrases = nil, nil, nil, nil
	for _, p := range w.Phrases { // "US Army"
		q := *p
		q.Words = slices.Clone(p.Words)
		q.Words[0] = &named
		named.Phrases = append(named.Phrases, &q)
	}
	named.Flags &^= grammar | That | Whether | To | ForTo | Means | Of | Possess | With | Be | Have | Conditional | Exclusive |
		Potential | LightVerb | Setting | Role | PlacePreposition | Who | Where | InNames | AnArticle | Alternative
	return &named
}
