package entity

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/text"
)

// group is all mentions of one entity.
type group struct {
	name     string
	key      string
	words    []string // folded
	person   bool     // the fullest name begins with a given name or initials
	chunks   []*chunk
	evidence votes
	kind     Type
	score    float64
}

// link groups the mentions: the same name; a surname and the full name before or behind it;
// an acronym and the name it stands for; "Acme" and "Acme Holding".
func (d *document) link() {
	byKey := map[string]*group{}
	for i, c := range d.found {
		c.order = i
		d.judge(c)
		g := byKey[c.key]
		if g == nil {
			s := &d.sentences[c.sentence]
			g = &group{name: d.name(s, c.from, c.to), key: c.key, words: strings.Fields(c.key)}
			g.person = c.to-c.from > 1 && d.personal(s, c.from)
			byKey[c.key] = g
			d.groups = append(d.groups, g)
		}
		g.chunks = append(g.chunks, c)
		c.group = g
	}
	for _, g := range d.groups {
		d.decide(g)
		g.person = g.person || len(g.words) > 1 && g.kind == Person && g.score > 0.6
	}
	d.shorter(byKey)
	for _, g := range d.groups {
		d.decide(g)
	}
	d.share()
}

// names are the groups that a short name may mean.
type names struct {
	full      map[string]*group
	surnames  map[string][]*group
	acronyms  map[string]*group
	beginning map[string]*group // of organisations, by their first word
}

// shorter gives short names to the groups of the full ones.
func (d *document) shorter(byKey map[string]*group) {
	n := names{byKey, map[string][]*group{}, map[string]*group{}, map[string]*group{}}
	for _, g := range d.groups {
		switch {
		case len(g.words) < 2:
		case g.person:
			full, last := surname(g.words), g.words[len(g.words)-1]
			n.surnames[full] = append(n.surnames[full], g)
			if last != full {
				n.surnames[last] = append(n.surnames[last], g)
			}
		default:
			if a := initials(g.name); len(a) > 2 && n.acronyms[a] == nil {
				n.acronyms[a] = g
			}
			if g.kind == Organisation && n.beginning[g.words[0]] == nil {
				n.beginning[g.words[0]] = g
			}
		}
	}
	d.bracketed(&n)
	for _, c := range d.found {
		if full := d.fuller(c, &n); full != nil {
			c.group = full
		}
	}
	for _, g := range d.groups {
		g.chunks = nil
	}
	for _, c := range d.found {
		c.group.chunks = append(c.group.chunks, c)
	}
	d.groups = slices.DeleteFunc(d.groups, func(g *group) bool { return len(g.chunks) == 0 })
}

// bracketed notes the short names that stand in brackets behind the full ones: "Bond van
// Zagers (BZ)".
func (d *document) bracketed(n *names) {
	for i := 1; i < len(d.found); i++ {
		a, b := d.found[i-1], d.found[i]
		if a.sentence != b.sentence || b.from != a.to+1 || d.form(&d.sentences[b.sentence], a.to) != "(" || a.group.person {
			continue
		}
		if short := strings.ToLower(b.group.name); shape(b.group.name) == "acronym" && abbreviates(short, a.key) {
			n.acronyms[short] = a.group
		}
	}
}

// abbreviates tells whether the letters of short stand in full in their order, the first
// one first.
func abbreviates(short, full string) bool {
	if full == "" || short == "" || short[0] != full[0] {
		return false
	}
	for _, r := range short {
		i := strings.IndexRune(full, r)
		if i < 0 {
			return false
		}
		full = full[i+1:]
	}
	return true
}

// fuller is the group of the full name that a chunk abbreviates, nil for none.
func (d *document) fuller(c *chunk, n *names) *group {
	g := c.group
	if !g.person {
		if list := n.surnames[g.key]; len(list) > 0 {
			return nearest(list, c)
		}
	}
	if short, ok := d.genitive(c); ok {
		if list := n.surnames[short]; len(list) > 0 && !g.person {
			return nearest(list, c)
		}
		if full := n.full[short]; full != nil {
			return full
		}
	}
	if len(g.words) == 1 && shape(g.name) == "acronym" {
		return n.acronyms[strings.ToLower(g.name)]
	}
	if full := n.beginning[g.key]; full != nil && (g.kind == Organisation || g.score < 0.6) {
		return full
	}
	if g.person && len(g.words) > 1 && strings.HasSuffix(g.words[0], ".") {
		for _, full := range n.surnames[surname(g.words)] { // "J. Jansen" and "Jan Jansen"
			if full != g && strings.HasPrefix(full.words[0], strings.TrimSuffix(g.words[0], ".")) && !strings.HasSuffix(full.words[0], ".") {
				return full
			}
		}
	}
	return nil
}

// genitive is the key of a chunk without the "s" of a genitive in one word: "Jansens plan".
func (d *document) genitive(c *chunk) (string, bool) {
	short, ok := strings.CutSuffix(c.key, "s")
	s := &d.sentences[c.sentence]
	if !ok || !d.lex.VerbSecond || c.to >= len(s.tokens) || !d.near(s, c.to) {
		return "", false
	}
	return short, s.tokens[c.to].UPOS == "NOUN" || s.tokens[c.to].UPOS == "ADJ"
}

// nearest is the group with the last mention before a chunk, else the first behind it.
func nearest(list []*group, c *chunk) *group {
	best, at := list[0], -1
	for _, g := range list {
		for _, m := range g.chunks {
			if before(m, c) && m.order > at {
				best, at = g, m.order
			}
		}
	}
	return best
}

func before(a, b *chunk) bool { return a.order < b.order }

// surname is the last name with its particles: "van der kroft".
func surname(words []string) string {
	for i := 1; i < len(words)-1; i++ {
		if slices.Contains(particles, words[i]) {
			return strings.Join(words[i:], " ")
		}
	}
	return words[len(words)-1]
}

var particles = []string{"van", "von", "de", "der", "den", "ter", "ten", "te", "'t", "op", "el", "al", "bin", "di", "da", "dos", "du", "le", "la"}

// initials are the first letters of the words with a capital, in lower case.
func initials(name string) string {
	var b strings.Builder
	for w := range strings.FieldsSeq(name) {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// decide sums the evidence of all mentions: what the words of the fullest name say once,
// what stands around the mentions with less and less weight.
func (d *document) decide(g *group) {
	g.evidence = prior
	var sum votes
	for _, c := range g.chunks {
		sum.add(c.evidence)
	}
	n := float64(len(g.chunks))
	for i, x := range sum {
		g.evidence[i] += x / (0.5 + 0.5*n)
	}
	g.kind, g.score = g.evidence.best()
}

// share lets names that stand side by side ("Ede, Gent en Zele") speak for each other.
func (d *document) share() {
	rest := d.found
	for len(rest) > 0 {
		n := 1
		for n < len(rest) && rest[n].sentence == rest[0].sentence {
			n++
		}
		in, s := rest[:n], &d.sentences[rest[0].sentence]
		rest = rest[n:]
		for _, a := range in {
			for _, b := range in {
				if s.tokens[b.head].Rel == "conj" && int(s.tokens[b.head].Head) == a.head && a.group != b.group {
					lend(a.group, b.group)
					lend(b.group, a.group)
				}
			}
		}
	}
}

// lend gives a group that is unsure a vote for the type of its neighbour.
func lend(from, to *group) {
	if from.score < 0.8 || to.score > from.score {
		return
	}
	for i, t := range types {
		if t == from.kind {
			to.evidence[i] += 1.5
		}
	}
	to.kind, to.score = to.evidence.best()
}

// entities are the mentions in order.
func (d *document) entities() []Entity {
	out := make([]Entity, 0, len(d.found))
	first := map[*group]int{}
	for i, c := range d.found {
		if _, ok := first[c.group]; !ok {
			first[c.group] = i
		}
		s := &d.sentences[c.sentence]
		span := text.Span{Start: s.tokens[c.from].Start, End: s.tokens[c.to-1].End}
		span.End = span.Start + len(trimGenitive(span.In(d.Text)))
		out = append(out, Entity{
			Span: span, Type: c.group.kind, Score: c.group.score, Name: c.group.name, First: first[c.group],
			Sentence: c.sentence, Tokens: [2]int32{int32(c.from), int32(c.to)}, Head: int32(c.head),
		})
	}
	return out
}

// trimGenitive cuts a genitive with an apostrophe from a name.
func trimGenitive(name string) string {
	for _, suffix := range []string{"’s", "'s", "’", "'"} {
		if t := strings.TrimSuffix(name, suffix); t != name && t != "" {
			return t
		}
	}
	return name
}
