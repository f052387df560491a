package coref

import (
	"cmp"
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/text"
	"github.com/volgens/volgens/schemas"
)

// Resolver links the sources of documents in one language. It is immutable and safe for
// concurrent use.
type Resolver struct {
	lex *lexicon.Lexicon
}

// New returns a resolver that knows what lex knows.
func New(lex *lexicon.Lexicon) *Resolver { return &Resolver{lex: lex} }

// Input is a document with its attributions.
type Input struct {
	Text         string
	Blocks       []text.Block
	Sentences    []text.Sentence
	Quotations   []text.Quotation
	Attributions []attribution.Attribution
	Words        *lexicon.Table
}

// Resolve returns the sources of a document and their mentions, both in order of the text,
// and sets SourceID and Via of its attributions.
func (r *Resolver) Resolve(in Input) ([]Source, []Mention) {
	d := &document{Resolver: r, Input: in, entities: map[string]*entity{}, bySurname: map[string][]*entity{}, nominals: map[string]*entity{}}
	d.index()
	d.names()
	for i := range in.Attributions {
		d.order = append(d.order, i)
	}
	slices.SortStableFunc(d.order, func(a, b int) int {
		return cmp.Compare(position(&in.Attributions[a]), position(&in.Attributions[b]))
	})
	owner := make([]*entity, len(in.Attributions))
	via := make([]*entity, len(in.Attributions))
	for _, i := range d.order {
		a := &in.Attributions[i]
		if a.Carried && len(a.Speaker) > 0 {
			owner[i], _ = d.source(a.Speaker[0], a)
			continue
		}
		if len(a.Source) == 0 {
			continue
		}
		for k, s := range a.Source {
			e, v := d.source(s, a)
			if k == 0 || owner[i] == nil {
				owner[i], via[i] = e, v
			}
		}
	}
	for _, i := range d.order {
		if a := &in.Attributions[i]; a.Carried {
			if a.From >= 0 {
				owner[i] = owner[a.From]
			}
			if owner[i] != nil {
				owner[i].mentions = append(owner[i].mentions, Mention{Span: text.Span{Start: a.Content[0].Start, End: a.Content[0].Start}, Kind: Carried})
			}
		}
	}
	return d.publish(owner, via)
}

// position is where an attribution speaks of its source.
func position(a *attribution.Attribution) int {
	if len(a.Source) > 0 {
		return a.Source[0].Start
	}
	return a.Content[0].Start
}

// document is a document under resolution.
type document struct {
	*Resolver
	Input
	tokens    []token
	runs      []*run // names in order
	entities  map[string]*entity
	bySurname map[string][]*entity
	nominals  map[string]*entity
	recent    []*entity // sources in order of mention, the last ones
	recentAt  []int
	order     []int
}

// token is a token of the text with what the lexicon knows of it.
type token struct {
	text.Span
	word     *lexicon.Word
	upper    bool
	initial  bool // first word of its sentence or quotation
	sentence int
}

// entity is somebody or something that may speak.
type entity struct {
	name        string
	key         string
	kind        Kind
	gender      string // masc, fem, "" for unknown
	plural      bool
	role        string
	affiliation string
	named       bool
	heads       []string // folded nouns of role: "hoogleraar"
	aliases     []string
	mentions    []Mention
	isSource    bool
	first       int
	lastRun     int
}

func (d *document) index() {
	n := 0
	for i := range d.Sentences {
		n += len(d.Sentences[i].Tokens)
	}
	d.tokens = make([]token, 0, n)
	for i := range d.Sentences {
		initial := true
		known := d.Words.Sentence(i)
		for k, t := range d.Sentences[i].Tokens {
			words := d.Text[t.Start:t.End]
			tk := token{Span: t.Span, word: known[k], sentence: i}
			r := firstRune(words)
			tk.upper = isUpper(r)
			tk.initial = initial
			if isLetter(r) || isDigit(r) {
				initial = false
			} else if isQuoteMark(r) || r == ':' {
				initial = true
			}
			d.tokens = append(d.tokens, tk)
		}
	}
}

func (d *document) words(t *token) string { return d.Text[t.Start:t.End] }

// tokensIn returns the range of tokens inside a span.
func (d *document) tokensIn(s text.Span) (int, int) {
	from, _ := slices.BinarySearchFunc(d.tokens, s.Start, func(t token, at int) int { return cmp.Compare(t.Start, at) })
	to := from
	for to < len(d.tokens) && d.tokens[to].End <= s.End {
		to++
	}
	return from, to
}

// publish turns the entities that speak into sources, with their mentions.
func (d *document) publish(owner, via []*entity) ([]Source, []Mention) {
	id := map[*entity]int{}
	var used []*entity
	use := func(e *entity) int {
		if e == nil {
			return -1
		}
		if i, ok := id[e]; ok {
			return i
		}
		id[e] = len(used)
		used = append(used, e)
		return id[e]
	}
	for _, i := range d.order {
		d.Attributions[i].SourceID = use(owner[i])
		d.Attributions[i].Via = use(via[i])
	}
	doc := schemas.DocID(d.Text)
	var sources []Source
	var mentions []Mention
	for i, e := range used {
		s := Source{Name: e.name, Kind: e.kind, Role: e.role, Affiliation: e.affiliation, Named: e.named}
		scope := doc
		if e.named {
			scope = ""
		}
		s.ID = schemas.SourceID(s.Name, string(s.Kind), scope)
		for _, m := range e.mentions {
			m.Source = i
			mentions = append(mentions, m)
			if w := m.In(d.Text); m.Kind != Pronoun && m.Kind != Carried && w != e.name {
				e.aliases = append(e.aliases, w)
			}
		}
		slices.Sort(e.aliases)
		s.Aliases = slices.Compact(e.aliases)
		sources = append(sources, s)
	}
	slices.SortStableFunc(mentions, func(a, b Mention) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Source, b.Source))
	})
	mentions = slices.CompactFunc(mentions, func(a, b Mention) bool { return a.Span == b.Span && a.Source == b.Source && a.Kind != Carried })
	chain := make([]int, len(sources))
	for i := range mentions {
		mentions[i].Chain = chain[mentions[i].Source]
		chain[mentions[i].Source]++
	}
	return sources, mentions
}

func (d *document) remember(e *entity, at int) {
	d.recent = append(d.recent, e)
	d.recentAt = append(d.recentAt, at)
}

// strip removes a definite article from the beginning of a description.
func (d *document) strip(from, to int) int {
	for from < to-1 && d.tokens[from].word.Is(lexicon.Article) && !indefinite[d.tokens[from].word.Form] {
		from++
	}
	return from
}

var indefinite = map[string]bool{"een": true, "'n": true, "a": true, "an": true}

// squeeze makes one blank of each run of white space: names cross line ends.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// addNoun notes a folded noun of role, once.
func (e *entity) addNoun(noun string) {
	if !slices.Contains(e.heads, noun) {
		e.heads = append(e.heads, noun)
	}
}
