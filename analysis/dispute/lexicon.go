package dispute

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/lexicon"
)

// File is the name of the language data of the package in the folder of a language.
const File = "disputes.yaml"

// data mirrors the file; configs/lang/README.md says what every key means.
type data struct {
	Antonyms     []opposites `yaml:"antonyms"`
	Synonyms     []group     `yaml:"synonyms"`
	Events       []class     `yaml:"events"`
	Descriptions []versus    `yaml:"descriptions"`
	Light        []string    `yaml:"light"`
	Counting     []string    `yaml:"counting"`
	Presenting   []presenter `yaml:"presenting"`
	Measures     []string    `yaml:"measures"`
	Reversers    []string    `yaml:"reversers"`
	Denials      []string    `yaml:"denials"`
	Allegations  []string    `yaml:"allegations"`
	Rebuttals    []string    `yaml:"rebuttals"`
	Contrast     []string    `yaml:"contrast"`
	Negators     []string    `yaml:"negators"`
	NotOnly      []string    `yaml:"not_only"`
	Only         []string    `yaml:"only"`
	Norms        []string    `yaml:"norms"`
	Conditions   []string    `yaml:"conditions"`
	Subsets      []string    `yaml:"subsets"`
	Bounds       []bound     `yaml:"bounds"`
	Numbers      []number    `yaml:"numbers"`
	Decimal      string      `yaml:"decimal" oneof:", ."`
	Prefixes     []string    `yaml:"negative_prefixes"`
	Compounds    bool        `yaml:"compounds"`
	Pronouns     []string    `yaml:"pronouns"`
	Anaphora     []string    `yaml:"anaphora"`
	Speakers     []string    `yaml:"speakers"`
	Addressees   []string    `yaml:"addressees"`
	Questions    []string    `yaml:"questions"`
	Perfect      []string    `yaml:"perfect"`
	Of           []string    `yaml:"of"`
	Locatives    []string    `yaml:"locatives"`
	Times        []moment    `yaml:"times"`
}

type opposites struct {
	Line int
	A    []string `yaml:"a"`
	B    []string `yaml:"b"`
}

type group struct {
	Line  int
	Words []string `yaml:"words"`
}

type class struct {
	Line     int
	Class    string   `yaml:"class"`
	Words    []string `yaml:"words"`
	OneSided bool     `yaml:"one_sided"`
}

type versus struct {
	Line    int
	Class   string   `yaml:"class"`
	Against []string `yaml:"against"`
}

type presenter struct {
	Line int
	Verb string `yaml:"verb,scalar"`
	Prep string `yaml:"prep"`
}

type bound struct {
	Line   int
	Phrase string `yaml:"phrase"`
	Means  string `yaml:"means" oneof:"least most about below above"`
}

type number struct {
	Line  int
	Word  string `yaml:"word"`
	Value int    `yaml:"value"`
}

type moment struct {
	Line   int
	Phrase string `yaml:"phrase"`
	Kind   string `yaml:"kind" oneof:"month weekday part era"`
	Value  int    `yaml:"value"`
}

// wordFlags are the lists that hold a word.
type wordFlags uint32

const (
	light wordFlags = 1 << iota
	counting
	presenting
	measure
	reverser
	denier
	allegation
	contrast
	negator
	notOnly
	only
	norm
	condition
	subset
	pronoun
	perfect
	anaphor
	speaker
	addressee
	question
	of
	locative
	oneSided
)

// entry is what the lexicon knows of a word. Words of one concept mean about the same.
type entry struct {
	flags    wordFlags
	concepts []int
	classes  []int
	value    int // of a word for a number, else -1
}

func (e *entry) is(f wordFlags) bool { return e != nil && e.flags&f != 0 }

// Finder compares claims in one language. It is immutable and safe for concurrent use.
type Finder struct {
	code      string
	words     map[string]*entry
	opposed   map[[2]int]bool // concepts
	described map[[2]int]bool // classes
	classes   []string
	phrases   map[string][]phrase // by first word
	present   map[string]string   // presenting verb → preposition, "" for none
	decimal   string
	prefixes  []string
	compounds bool
	foreign   bool // no data: compares nothing
}

// phrase is some words in a row.
type phrase struct {
	words []string
	kind  phraseKind
	means string
	value int
}

type phraseKind uint8

const (
	boundPhrase phraseKind = iota
	timePhrase
	rebuttalPhrase
)

// New returns a finder with the data of folder code of fsys. A language without data gets
// one that finds nothing.
func New(fsys fs.FS, code string) (*Finder, error) {
	file := path.Join(code, File)
	raw, err := fs.ReadFile(fsys, file)
	if errors.Is(err, fs.ErrNotExist) {
		return &Finder{code: code, foreign: true}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("disputes: %w", err)
	}
	var d data
	if err := lexicon.Decode(file, raw, &d); err != nil {
		return nil, err
	}
	f := &Finder{
		code: code, words: map[string]*entry{}, opposed: map[[2]int]bool{}, described: map[[2]int]bool{},
		phrases: map[string][]phrase{}, present: map[string]string{},
		decimal: d.Decimal, prefixes: d.Prefixes, compounds: d.Compounds,
	}
	if err := f.compile(file, &d); err != nil {
		return nil, err
	}
	return f, nil
}

func (f *Finder) compile(file string, d *data) error {
	next := 0
	concept := func(words []string) int {
		next++
		for _, w := range words {
			e := f.entryOf(w)
			e.concepts = append(e.concepts, next)
		}
		return next
	}
	for _, a := range d.Antonyms {
		for _, w := range a.A {
			if slices.Contains(a.B, w) {
				return fmt.Errorf("%s:%d: %q is its own opposite", file, a.Line, w)
			}
		}
		x, y := concept(a.A), concept(a.B)
		f.opposed[[2]int{x, y}], f.opposed[[2]int{y, x}] = true, true
	}
	for _, g := range d.Synonyms {
		concept(g.Words)
	}
	if err := f.compileClasses(file, d); err != nil {
		return err
	}
	for flag, list := range map[wordFlags][]string{
		light: d.Light, counting: d.Counting, measure: d.Measures, reverser: d.Reversers, denier: d.Denials,
		allegation: d.Allegations, contrast: d.Contrast, negator: d.Negators, notOnly: d.NotOnly, only: d.Only,
		norm: d.Norms, condition: d.Conditions, subset: d.Subsets, pronoun: d.Pronouns, perfect: d.Perfect,
		anaphor: d.Anaphora, speaker: d.Speakers, addressee: d.Addressees, question: d.Questions, of: d.Of, locative: d.Locatives,
	} {
		for _, w := range list {
			f.entryOf(w).flags |= flag
		}
	}
	for _, p := range d.Presenting {
		f.entryOf(p.Verb).flags |= presenting
		f.present[fold(p.Verb)] = p.Prep
	}
	for _, n := range d.Numbers {
		f.entryOf(n.Word).value = n.Value
	}
	f.compilePhrases(d)
	return nil
}

func (f *Finder) compileClasses(file string, d *data) error {
	index := map[string]int{}
	for i, c := range d.Events {
		index[c.Class] = i
		f.classes = append(f.classes, c.Class)
		for _, w := range c.Words {
			e := f.entryOf(w)
			e.classes = append(e.classes, i)
			if c.OneSided {
				e.flags |= oneSided
			}
		}
	}
	for _, v := range d.Descriptions {
		x, ok := index[v.Class]
		for _, other := range v.Against {
			y, known := index[other]
			if !ok || !known || x == y {
				return fmt.Errorf("%s:%d: no classes %q and %q", file, v.Line, v.Class, other)
			}
			f.described[[2]int{x, y}], f.described[[2]int{y, x}] = true, true
		}
	}
	return nil
}

func (f *Finder) compilePhrases(d *data) {
	for _, b := range d.Bounds {
		f.addPhrase(b.Phrase, phrase{kind: boundPhrase, means: b.Means})
	}
	for _, m := range d.Times {
		f.addPhrase(m.Phrase, phrase{kind: timePhrase, means: m.Kind, value: m.Value})
	}
	for _, r := range d.Rebuttals {
		f.addPhrase(r, phrase{kind: rebuttalPhrase})
	}
	for _, list := range f.phrases {
		slices.SortStableFunc(list, func(a, b phrase) int { return len(b.words) - len(a.words) })
	}
}

func (f *Finder) addPhrase(words string, p phrase) {
	p.words = strings.Fields(fold(words))
	f.phrases[p.words[0]] = append(f.phrases[p.words[0]], p)
}

func (f *Finder) entryOf(word string) *entry {
	w := fold(word)
	e := f.words[w]
	if e == nil {
		e = &entry{value: -1}
		f.words[w] = e
	}
	return e
}

// minSuffix is the least length of a word that may end a compound.
const minSuffix = 5

// look returns what is known of a lemma or form, or of the last part of a compound:
// "massa-executie", "treinongeluk". It returns nil for what is not known.
func (f *Finder) look(lemma, form string, noun bool) *entry {
	if e := f.words[lemma]; e != nil {
		return e
	}
	if e := f.words[form]; e != nil {
		return e
	}
	if i := strings.LastIndexByte(lemma, '-'); i > 0 {
		return f.words[lemma[i+1:]]
	}
	if !f.compounds || !noun {
		return nil
	}
	for i := 3; i+minSuffix <= len(lemma); i++ {
		if e := f.words[lemma[i:]]; e != nil && len(e.classes)+len(e.concepts) > 0 {
			return e
		}
	}
	return nil
}

// bind adds what the lexicon knows of a term: of the words with their preposition first,
// "op tijd".
func (f *Finder) bind(t Term) Term {
	if t.Prep != "" {
		if e := f.words[t.Prep+" "+t.Lemma]; e != nil {
			t.entry, t.fixed = e, true
			return t
		}
	}
	t.entry = f.look(t.Lemma, fold(t.Word), t.Kind == Noun)
	return t
}

func fold(s string) string { return lexicon.Fold(s) }
