// Package lexicon loads what the project knows of a language, the YAML files of
// configs/lang/<code>, and compiles it into tables: one lookup a token tells all that is
// known of a word.
package lexicon

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/text"
)

// Lexicon is the compiled data of one language. It is immutable and safe for concurrent use.
type Lexicon struct {
	Code         string
	JoinsResumed bool // a quotation that goes on behind its frame, in the same paragraph, is one attribution with it
	VerbSecond   bool // the finite verb stands second: "Gisteren zei hij", and last in a clause with a conjunction
	Layout       Layout
	words        map[string]*Word
	suffixes     map[string]*Head // heads that also end compounds: "parketwoordvoerder"
	orgSuffixes  map[string]bool
	endings      []string         // of the names of places: "straat"
	nouns        map[string]Flags // place and work nouns that also end compounds

	acronyms         map[string]*Word // acronyms that are words in small letters: "OM"
	acronymLike      map[int]string   // by the number of bytes, an acronym that is nothing else
	one              []string         // forms of the number one
	roles, nicknames map[string][]int // sets that a noun of role, a given name stands in
	personSuffixes   []string
	leaders          map[string]bool
	accused          map[string]bool
	portfolios       map[string]bool
	nameOpeners      map[string]bool
	told             map[string]bool
	labels           map[string]bool
	as               map[string]bool
	contrast         map[string]bool
	concession       map[string]bool
	aged             map[string]bool
	forgone          map[string]bool
	former           map[string]bool
	titleCase        map[string]bool
	natives          map[string]string // gender by form
}

// unknown is the word of every token the lexicon has not.
var unknown = &Word{}

// Flags are the closed classes and other plain facts of a word.
type Flags uint64

// The flags.
const (
	Article Flags = 1 << iota
	Determiner
	Numeral
	Preposition_
	Coordinator
	Subordinator
	Auxiliary
	Modal
	AdverbWord
	Negator
	Copula
	Contraction
	QuestionWord
	Degree
	Relative
	Demonstrative
	Interrogative
	Indefinite
	Anaphor
	OpensInverted    // "zo" in "zo zegt Jansen"
	OpensComparative // "zoals" in "zoals Jansen zegt"
	NameParticle
	GivenMasc
	GivenFem
	Title
	TitleMasc
	TitleFem
	Hearsay
	Month
	Unit
	OrgSuffix
	That        // "dat", "that"
	Whether     // "of", "whether"
	To          // "te", "to"
	ForTo       // "om"
	Means       // "door", "by"
	Of          // "van", "of"
	Possess     // the genitive: "'s"
	With        // "met", "with"
	Be          // a form of be or become, in passives
	Have        // a form of have
	Generic     // a noun that takes up a name: "het bedrijf"
	Conditional // "als", "if"
	Exclusive   // "alleen" in "niet alleen", "only"
	Potential   // a modal that leaves open whether anything is said: "kan", "must"
	LightVerb   // a verb whose subject is the source of the noun it governs: "voices the fear that"
	Setting     // a preposition or conjunction that mostly tells when, where or by what means: "during", "in"
	Role        // a preposition that ties a role to its organisation: "aan", "at"

	PlaceNamed       // the name of a place: "Utrecht"
	OtherNamed       // the name of something that is no person, organisation or place: "Kerstmis"
	PlaceNoun        // a noun for places: "gemeente"
	WorkNoun         // a noun for works, events and other things with a name: "film", "wet"
	PlacePreposition // stands before places: "in"
	Inhabited        // what it is "van", "of", is a place: "burgemeester"
	Who              // takes up a person: "who"
	Where            // takes up a place: "waar"
	InNames          // a preposition that stands in names: "van" in "Ministerie van Defensie"
	NoName           // has a capital and is no name: "Sept."
	OrgWord          // the last word of names of organisations: "News"

	AnArticle    // "een", "a"
	Alternative  // a conjunction that offers a choice: "or"
	NameSuffix   // "jr."
	Spokesperson // speaks for another: never anonymous
	Address      // a title by which people are spoken to, no role: "mevrouw"
)

// Word is all that the lexicon knows of a form.
type Word struct {
	Form     string
	Flags    Flags
	Verbs    []*Cue
	Nouns    []*Cue
	Pronouns []*Pronoun
	Head     *Head
	Phrases  []*Phrase // the phrases that begin with the word, longest first
	Colours  []*Colour
	Governs  []*Colour // verbs of this lemma with a preposition: "pleiten voor"
	Place    string    // the state or capital it names
	People   string    // the state whose people it names: "Britten"
	bit      uint8     // of the word in a Set
}

// Is tells whether the word has one of the flags.
func (w *Word) Is(f Flags) bool { return w.Flags&f != 0 }

// Set is a quick, lossy set of words: what it has not is not there.
type Set [4]uint64

// Add puts a word into the set.
func (s *Set) Add(w *Word) { s[w.bit>>6] |= 1 << (w.bit & 63) }

// MayHold tells whether w may be in the set.
func (s *Set) MayHold(w *Word) bool { return s[w.bit>>6]&(1<<(w.bit&63)) != 0 }

// MayMatch tells whether all words of p may be in the set.
func (s *Set) MayMatch(p *Phrase) bool {
	for _, w := range p.Words {
		if w != nil && !s.MayHold(w) {
			return false
		}
	}
	return true
}

// Table holds the words of the tokens of a document.
type Table struct {
	first []int
	words []*Word
}

// Lookup looks up all tokens of a document.
func (l *Lexicon) Lookup(doc string, sentences []text.Sentence) *Table {
	t := &Table{first: make([]int, len(sentences))}
	n := 0
	for i := range sentences {
		t.first[i] = n
		n += len(sentences[i].Tokens)
	}
	t.words = make([]*Word, 0, n)
	for i := range sentences {
		for _, tok := range sentences[i].Tokens {
			t.words = append(t.words, l.Word(doc[tok.Start:tok.End]))
		}
	}
	for _, a := range l.Acronyms(doc, sentences) {
		t.words[t.first[a.Sentence]+a.Token] = l.acronyms[sentences[a.Sentence].Tokens[a.Token].In(doc)]
	}
	return t
}

// Sentence returns the words of the tokens of sentence i.
func (t *Table) Sentence(i int) []*Word {
	if i+1 < len(t.first) {
		return t.words[t.first[i]:t.first[i+1]]
	}
	return t.words[t.first[i]:]
}

// Known tells whether the lexicon has the word.
func (w *Word) Known() bool { return w != unknown }

// Nothing is the word of tokens that the lexicon does not know.
func Nothing() *Word { return unknown }

// RolePrep tells whether w ties a role to its organisation: "hoogleraar aan de universiteit".
func (l *Lexicon) RolePrep(w *Word) bool { return w.Is(Role) }

// Load compiles the files of dir in fsys. It fails with file, line and the nearest known
// key on anything that the README of the format does not allow. Missing files are empty,
// but a folder without cues.yaml is fs.ErrNotExist.
func Load(fsys fs.FS, dir string) (*Lexicon, error) {
	var f files
	for _, x := range []struct {
		name string
		into any
	}{
		{"cues.yaml", &f.cues},
		{"pronouns.yaml", &f.pronouns},
		{"function.yaml", &f.function},
		{"sources.yaml", &f.sources},
		{"modality.yaml", &f.modality},
		{"stance.yaml", &f.stance},
		{"checkworthiness.yaml", &f.check},
		{"layout.yaml", &f.layout},
		{"entities.yaml", &f.entities},
	} {
		file := path.Join(dir, x.name)
		data, err := fs.ReadFile(fsys, file)
		if errors.Is(err, fs.ErrNotExist) && x.name != "cues.yaml" {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("lexicon: %w", err)
		}
		if err := decode(file, data, x.into); err != nil {
			return nil, err
		}
	}
	return compile(path.Base(dir), dir, &f)
}

type files struct {
	cues     cueFile
	pronouns pronounFile
	function functionFile
	sources  sourceFile
	modality modalityFile
	stance   stanceFile
	check    checkFile
	layout   Layout
	entities entityFile
}

// Word returns what is known of a token's words; never nil.
func (l *Lexicon) Word(s string) *Word {
	var buf [40]byte
	if len(s) <= len(buf) {
		for i := 0; ; i++ {
			if i == len(s) {
				return l.get(buf[:i])
			}
			c := s[i]
			if c >= utf8.RuneSelf {
				break
			}
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			buf[i] = c
		}
	}
	return l.get([]byte(Fold(s)))
}

func (l *Lexicon) get(b []byte) *Word {
	if w, ok := l.words[string(b)]; ok {
		return w
	}
	if i := bytes.IndexByte(b, '-'); i > 0 && i+1 < len(b) {
		return l.doubleName(b[:i], b[i+1:])
	}
	return unknown
}

// doubleNames are the words of given names in two parts, by what the parts say of the gender.
var doubleNames = map[Flags]*Word{
	GivenMasc: {Flags: GivenMasc}, GivenFem: {Flags: GivenFem}, GivenMasc | GivenFem: {Flags: GivenMasc | GivenFem},
}

// doubleName returns the word of a given name in two parts, unknown for anything else. The
// first part tells the gender, if it has one: "Jean-Marie", "Anne-Marie", "Abdel-Karim".
func (l *Lexicon) doubleName(first, second []byte) *Word {
	a, b := l.words[string(first)], l.words[string(second)]
	if a == nil || b == nil || !a.Is(GivenMasc|GivenFem|NameParticle) || !b.Is(GivenMasc|GivenFem) {
		return unknown
	}
	gender := a.Flags & (GivenMasc | GivenFem)
	if gender != GivenMasc && gender != GivenFem {
		gender = b.Flags & (GivenMasc | GivenFem)
	}
	return doubleNames[gender]
}

// Portfolio tells whether an office is over a field: "minister".
func (l *Lexicon) Portfolio(lemma string) bool { return l.portfolios[Fold(lemma)] }

// OpensName tells whether a noun for a body is the first word of its name: "stichting".
func (l *Lexicon) OpensName(lemma string) bool { return l.nameOpeners[Fold(lemma)] }

// TitleCase tells whether a word without a name has a capital in titles alone: "Former".
func (l *Lexicon) TitleCase(form string) bool { return l.titleCase[Fold(form)] }

// Accused tells whether a noun says what a trial makes of a person, whatever the office: "verdachte".
func (l *Lexicon) Accused(lemma string) bool { return l.accused[Fold(lemma)] }

// Leads tells whether one with the role of the lemma leads a body or works for it: "topman".
func (l *Lexicon) Leads(lemma string) bool { return l.leaders[Fold(lemma)] }

// Told tells whether a form is a preposition before the one who is told: "aan de krant".
func (l *Lexicon) Told(form string) bool { return l.told[Fold(form)] }

// Label tells whether a phrase before the colon of a headline says what kind of piece it is: "Live blog".
func (l *Lexicon) Label(phrase string) bool { return l.labels[Fold(phrase)] }

// Aged tells whether a form says, behind a number, how old somebody is: "jarige", "old".
func (l *Lexicon) Aged(form string) bool { return l.aged[Fold(form)] }

// Forgone tells whether words before a verb say that what it tells is not done: "without", "short of".
func (l *Lexicon) Forgone(words string) bool { return l.forgone[Fold(words)] }

// Former tells whether a word before a noun says that somebody was that once: "oud-", "former".
func (l *Lexicon) Former(word string) bool { return l.former[Fold(word)] }

// Concedes tells whether a form opens a clause that grants something, with its verb right behind it: "al".
func (l *Lexicon) Concedes(form string) bool { return l.concession[Fold(form)] }

// Contrasts tells whether a form is a conjunction that sets one clause against another: "maar".
func (l *Lexicon) Contrasts(form string) bool { return l.contrast[Fold(form)] }

// As tells whether a form is the word before what somebody is quoted as doing: "quoted him as saying".
func (l *Lexicon) As(form string) bool { return l.as[Fold(form)] }

// Native tells whether a form says where a person comes from, and the gender it shows: "masc", "fem",
// "" for either: "Spanjaard", "Française".
func (l *Lexicon) Native(form string) (gender string, ok bool) {
	gender, ok = l.natives[Fold(form)]
	return gender, ok
}

// One tells whether a form is the number one, of people or things.
func (l *Lexicon) One(form string) bool {
	return slices.Contains(l.one, Fold(form))
}

// SameRole tells whether two lemmas may name the office of one person: "advocaat", "raadsman".
func (l *Lexicon) SameRole(a, b string) bool { return share(l.roles, a, b) }

// Nickname tells whether two given names may be those of one person: "Bill", "William".
func (l *Lexicon) Nickname(a, b string) bool { return share(l.nicknames, a, b) }

func share(sets map[string][]int, a, b string) bool {
	for _, x := range sets[Fold(a)] {
		if slices.Contains(sets[Fold(b)], x) {
			return true
		}
	}
	return false
}

// PersonLike tells whether a noun that the lexicon does not know ends like one for a person:
// "wichelroedeloper".
func (l *Lexicon) PersonLike(noun string) bool {
	noun = Fold(noun)
	for _, s := range l.personSuffixes {
		if len(noun) > len(s)+2 && strings.HasSuffix(noun, s) {
			return true
		}
	}
	return false
}

// Forms returns the forms for which keep is true, sorted.
func (l *Lexicon) Forms(keep func(*Word) bool) []string {
	var out []string
	for form, w := range l.words {
		if keep(w) {
			out = append(out, form)
		}
	}
	slices.Sort(out)
	return out
}

// Compound returns the head noun in which an unknown lower-case word ends
// ("parketwoordvoerder"), nil for none.
func (l *Lexicon) Compound(s string) *Head {
	if !l.VerbSecond || len(s) < 8 {
		return nil
	}
	low := Fold(s)
	if i := strings.LastIndexByte(low, '-'); i > 0 && i+1 < len(low) {
		if w, ok := l.words[low[i+1:]]; ok && w.Head != nil {
			return w.Head
		}
	}
	for i := 3; i <= len(low)-4 && i < 30; i++ {
		if h, ok := l.suffixes[low[i:]]; ok {
			return h
		}
	}
	return nil
}

// Names tells whether s is a noun of flag, PlaceNoun or WorkNoun, or a compound that ends in one.
func (l *Lexicon) Names(flag Flags, s string) bool {
	if w := l.Word(s); w.Known() && !w.Is(OtherNamed|PlaceNamed) || w.Is(flag) {
		return w.Is(flag)
	}
	if !l.VerbSecond || len(s) < 8 {
		return false
	}
	low := Fold(s)
	for i := 3; i <= len(low)-4 && i < 30; i++ {
		if f, ok := l.nouns[low[i:]]; ok {
			return f&flag != 0
		}
	}
	return false
}

// PlaceEnding tells whether s ends as names of places do: "Kerkstraat".
func (l *Lexicon) PlaceEnding(s string) bool {
	low := Fold(s)
	for _, e := range l.endings {
		if len(low) > len(e)+2 && strings.HasSuffix(low, e) {
			return true
		}
	}
	return false
}

// Fold returns s as the lexicon writes it: lower case, composed, straight apostrophes.
func Fold(s string) string { return text.Fold(s) }

// split cuts a phrase into the tokens a tokeniser would make of it.
func split(phrase string) []string {
	var out []string
	for _, f := range strings.Fields(phrase) {
		for len(f) > 1 {
			r, n := utf8.DecodeLastRuneInString(f)
			if !strings.ContainsRune(",:;!?", r) {
				break
			}
			f = f[:len(f)-n]
		}
		out = append(out, f)
	}
	return out
}
