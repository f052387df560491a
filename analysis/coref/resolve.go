package coref

import (
	"cmp"
	"slices"

	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/syntax"
	"github.com/volgens/volgens/analysis/text"
	"github.com/volgens/volgens/schemas"
)

// Resolver links the sources of documents in one language. It is immutable and safe for
// concurrent use.
type Resolver struct {
	lex      *lexicon.Lexicon
	registry *Registry
}

// New returns a resolver that knows what lex knows, and the sources of a registry, which
// may be nil.
func New(lex *lexicon.Lexicon, registry *Registry) *Resolver {
	return &Resolver{lex: lex, registry: registry}
}

// Input is a document with its attributions.
type Input struct {
	Text         string
	Blocks       []text.Block
	Sentences    []text.Sentence
	Quotations   []text.Quotation
	Attributions []attribution.Attribution
	Words        *lexicon.Table
}

// document is a document under resolution.
type document struct {
	*Resolver
	Input
	tokens []token
	first  []int // first token of each sentence
	trees  []*syntax.Tree

	runs     []*run // names in order
	all      []*entity
	entities map[string]*entity
	acronyms map[string]*entity
	nominals map[string]*entity
	// entities by a part of their name, and by the nouns of descriptions
	bySurname, bySpelling, byGiven, byFirst, byInitials, byNoun map[string][]*entity

	mid       map[string]bool // folded words that have a capital inside a sentence
	last      map[string]bool // folded words that stand behind a given name
	lower     map[string]int  // how often folded words stand without one
	capital   map[string]int  // how often they stand with one
	solo      map[string]bool // those with a capital and no particle before them
	surnames  map[string]bool // folded surnames with particles
	compounds map[string]bool // folded names that begin compounds
	single    map[string]bool // folded names of one body with a conjunction inside
	capitals  map[int]bool    // sentences in title case

	refs   []reference  // by token
	seen   []sighting   // in order
	speaks []bool       // by token: heads of source phrases
	says   map[int]int  // by head of a source phrase: its attribution
	labels map[int]bool // first tokens of the labels of a transcript
	inside []int        // by token: the attribution whose literal words it belongs to, -1 for none

	order  []int // attributions in order of the text
	state  []int
	owners []*entity
	viaOf  []*entity
}

func (r *Resolver) document(in Input) *document {
	d := &document{Resolver: r, Input: in}
	for _, m := range []*map[string]*entity{&d.entities, &d.acronyms, &d.nominals} {
		*m = map[string]*entity{}
	}
	for _, m := range []*map[string][]*entity{&d.bySurname, &d.bySpelling, &d.byGiven, &d.byFirst, &d.byInitials, &d.byNoun} {
		*m = map[string][]*entity{}
	}
	d.capitals = map[int]bool{}
	n := len(in.Attributions)
	d.state, d.owners, d.viaOf = make([]int, n), make([]*entity, n), make([]*entity, n)
	for i := range n {
		d.order = append(d.order, i)
	}
	slices.SortStableFunc(d.order, func(a, b int) int {
		return cmp.Compare(position(&in.Attributions[a]), position(&in.Attributions[b]))
	})
	return d
}

// Resolve returns the sources of a document and their mentions, both in order of the text,
// and sets SourceID and Via of its attributions.
func (r *Resolver) Resolve(in Input) ([]Source, []Mention) {
	d := r.document(in)
	d.index()
	d.refs = make([]reference, len(d.tokens))
	d.cover()
	d.speakers()
	d.names()
	d.describers()
	d.refer()
	for _, a := range d.order {
		e := d.owner(a)
		if x := &in.Attributions[a]; e != nil && x.Carried {
			at := x.Content[0].Start
			e.mentions = append(e.mentions, Mention{Span: text.Span{Start: at, End: at}, Kind: Carried, Link: LinkCarried})
		}
	}
	return d.publish()
}

// position is where an attribution speaks of its source.
func position(a *attribution.Attribution) int {
	if len(a.Source) > 0 {
		return a.Source[0].Start
	}
	return a.Content[0].Start
}

// publish turns the entities that speak into sources, with their mentions.
func (d *document) publish() ([]Source, []Mention) {
	p := publication{document: d, id: map[*entity]int{}, entry: map[*Entry]int{}}
	for _, a := range d.order {
		d.Attributions[a].SourceID = p.use(d.owners[a])
		d.Attributions[a].Via = p.use(d.viaOf[a])
	}
	p.collect()
	p.names = make([][]string, len(p.used))
	for _, m := range p.mentions {
		if m.Kind != Pronoun && m.Kind != Carried {
			p.names[m.Source] = append(p.names[m.Source], m.In(p.Text))
		}
	}
	sources := make([]Source, len(p.used))
	for i, e := range p.used {
		sources[i] = p.source(i, e)
	}
	return sources, p.finish()
}

type publication struct {
	*document
	id       map[*entity]int
	entry    map[*Entry]int
	names    [][]string // by source: the words of its mentions
	used     []*entity
	entries  []*Entry // of the registry, by source; nil for none
	mentions []Mention
}

// use returns the index of the source that e is. Two that the registry has under one entry
// are one.
func (p *publication) use(e *entity) int {
	if e == nil {
		return -1
	}
	if i, ok := p.id[e]; ok {
		return i
	}
	entry := p.registry.find(p.lex.Code, e)
	if entry != nil {
		if i, ok := p.entry[entry]; ok {
			p.id[e] = i
			return i
		}
		p.entry[entry] = len(p.used)
	}
	p.id[e] = len(p.used)
	p.used, p.entries = append(p.used, e), append(p.entries, entry)
	return p.id[e]
}

// collect gathers the mentions of the sources: source phrases, and the names and clear
// pronouns elsewhere that are part of none.
func (p *publication) collect() {
	for e, i := range p.id {
		for _, m := range e.mentions {
			m.Source = i
			p.mentions = append(p.mentions, m)
		}
	}
	p.sorted()
	covered := slices.Clone(p.mentions)
	at := 0
	for k := 0; k < len(p.tokens); k++ {
		ref := p.refs[k]
		i, ok := p.id[ref.entity]
		if !ok || !ref.sure || ref.kind != Name && ref.kind != Pronoun || ref.link == LinkClause {
			continue
		}
		m := Mention{Span: p.tokens[k].Span, Kind: ref.kind, Link: ref.link, Source: i}
		if r := p.runAt(k); r != nil {
			m.Span = p.span(r.from, r.to)
			k = r.to - 1
		} else if ref.kind == Name {
			continue // a noun beside a name
		}
		for at < len(covered) && covered[at].End <= m.Start {
			at++
		}
		if !overlapped(covered[at:], m) {
			p.mentions = append(p.mentions, m)
		}
	}
	p.sorted()
}

// overlapped tells whether one of the mentions, in order, shares a byte with m.
func overlapped(list []Mention, m Mention) bool {
	for _, o := range list {
		if o.Start >= m.End {
			return false
		}
		if o.Overlaps(m.Span) {
			return true
		}
	}
	return false
}

// sorted sorts the mentions by place.
func (p *publication) sorted() {
	slices.SortStableFunc(p.mentions, func(a, b Mention) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Kind, b.Kind))
	})
}

// source returns the published form of an entity.
func (p *publication) source(i int, e *entity) Source {
	s := Source{Name: e.name, Kind: e.kind, Role: e.role, Affiliation: e.affiliation, Named: e.named}
	aliases := append(slices.Clone(e.aliases), p.names[i]...)
	if entry := p.entries[i]; entry != nil {
		entry.apply(&s)
		aliases = append(aliases, e.name)
	}
	aliases = slices.DeleteFunc(aliases, func(a string) bool { return a == s.Name })
	slices.Sort(aliases)
	s.Aliases = slices.Compact(aliases)
	s.ID = schemas.SourceID(s.Name, p.class(s.Kind), p.scope(e, p.entries[i]))
	return s
}

// scope is the document for a source that only it knows: an unnamed one, a person of whom it
// tells no more than the surname.
func (p *publication) scope(e *entity, entry *Entry) string {
	if entry != nil || e.named && (e.kind != Person || len(e.given) > 0) {
		return ""
	}
	return schemas.DocID(p.Text)
}

// class joins the kinds that one name may have in two articles: a ministry is called an
// organisation here and a government there.
func (p *publication) class(k Kind) string {
	switch k {
	case Organisation, Government, Media, Group, DocumentKind:
		return string(Organisation)
	}
	return string(k)
}

// finish numbers the mentions of each source.
func (p *publication) finish() []Mention {
	out := slices.CompactFunc(p.mentions, func(a, b Mention) bool { return a.Span == b.Span && a.Source == b.Source && a.Kind != Carried })
	chain := make([]int, len(p.used))
	for i := range out {
		out[i].Chain = chain[out[i].Source]
		chain[out[i].Source]++
	}
	return out
}
