package claim

import (
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/syntax"
	"github.com/volgens/volgens/analysis/text"
)

// clauses is the part of a sentence that a stretch covers, with its tree.
type clauses struct {
	*document
	tree     *syntax.Tree
	words    []*lexicon.Word
	from, to int // tokens of the stretch in the sentence
}

// part is a proposition and, where it has none of its own, the subject that it shares with
// the one before it.
type part struct {
	text.Span
	subject text.Span // empty for one with a subject
}

// coordinated cuts a sentence where main clauses meet that may be true apart: "De brug gaat
// dicht en de gemeente betaalt de veerpont". A condition before the first clause holds for
// all, a negation above them too, and alternatives are one claim, so these stay whole.
func (d *document) coordinated(s text.Span) []part {
	whole := []part{{Span: s}}
	i := d.sentenceAt(s.Start)
	if i >= len(d.Sentences) || d.sentenceAt(s.End-1) != i {
		return whole
	}
	c := d.clauses(i, s)
	if c.from >= c.to {
		return whole
	}
	top := c.top()
	if top < 0 || !c.clausal(top) || c.bound(top) {
		return whole
	}
	heads := c.chain(top)
	if len(heads) < 2 {
		return whole
	}
	return c.cut(s, heads)
}

func (d *document) clauses(i int, s text.Span) *clauses {
	toks := d.Sentences[i].Tokens
	c := &clauses{document: d, tree: d.tree(i), words: d.Words.Sentence(i)}
	for c.from < len(toks) && toks[c.from].Start < s.Start {
		c.from++
	}
	c.to = c.from
	for c.to < len(toks) && toks[c.to].End <= s.End {
		c.to++
	}
	return c
}

func (d *document) tree(i int) *syntax.Tree {
	if d.trees == nil {
		d.trees = make([]*syntax.Tree, len(d.Sentences))
	}
	if d.trees[i] == nil {
		d.trees[i] = syntax.TreeOf(d.Sentences[i].Tokens)
	}
	return d.trees[i]
}

// top returns the word of the stretch that hangs on none of its words; of several, the one
// that heads a clause, -1 where none or more than one does.
func (c *clauses) top() int {
	top, tops, clause, clauses := -1, 0, -1, 0
	for k := c.from; k < c.to; k++ {
		t := &c.tree.Tokens[k]
		if h := int(t.Head); t.UPOS == "PUNCT" || h >= c.from && h < c.to {
			continue
		}
		top = k
		tops++
		if c.clausal(k) {
			clause = k
			clauses++
		}
	}
	switch {
	case tops == 1:
		return top
	case clauses == 1:
		return clause
	}
	return -1
}

// clausal tells whether token k heads a clause with a finite verb.
func (c *clauses) clausal(k int) bool {
	if c.finite(k) {
		return true
	}
	for _, x := range c.tree.Children(k) {
		if t := &c.tree.Tokens[x]; (syntax.Is(t.Rel, "aux") || syntax.Is(t.Rel, "cop")) && c.finite(int(x)) {
			return true
		}
	}
	return false
}

func (c *clauses) finite(k int) bool {
	return strings.Contains(c.tree.Tokens[k].Feats, "VerbForm=Fin")
}

// bound tells whether what follows the clause of token top hangs on something before it: a
// condition, a negated clause around it.
func (c *clauses) bound(top int) bool {
	for _, x := range c.tree.Children(top) {
		k := int(x)
		if k >= top || !syntax.Is(c.tree.Tokens[k].Rel, "advcl") {
			continue
		}
		if m := c.tree.Child(k, "mark"); m < 0 || c.words[m].Is(lexicon.Conditional|lexicon.Subordinator) {
			return true
		}
	}
	return false
}

// chain lists the clauses coordinated with that of token top which may stand alone, itself
// first; nothing beyond a conjunction that does not add ("of", "or").
func (c *clauses) chain(top int) []int {
	heads := []int{top}
	queue := []int{top}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, x := range c.tree.Children(at) {
			k := int(x)
			if k <= at || k >= c.to || k < c.from || !c.joins(k) {
				continue
			}
			if c.alternative(k) {
				return heads[:1]
			}
			if c.clausal(k) && c.independent(k) && c.continuous(k) && len(heads) < 20 {
				heads = append(heads, k)
				queue = append(queue, k)
			}
		}
	}
	slices.Sort(heads)
	return heads
}

// joins tells whether token k heads a clause beside that of its head: "en …", "; …".
func (c *clauses) joins(k int) bool {
	rel := c.tree.Tokens[k].Rel
	if syntax.Is(rel, "conj") {
		return true
	}
	first, _ := c.tree.Bounds(k)
	return rel == "parataxis" && first > 0 && strings.ContainsAny(c.tree.Tokens[first-1].In(c.Text)+c.tree.Tokens[first].In(c.Text), ";")
}

// alternative tells whether the conjunction before token k offers a choice: "of", "or".
func (c *clauses) alternative(k int) bool {
	cc := c.tree.Child(k, "cc")
	return cc >= 0 && c.words[cc].Is(lexicon.Alternative)
}

// independent tells whether the clause of token k has a subject, or a verb with something of
// its own: "verkoopt de grond", no bare "en blijft".
func (c *clauses) independent(k int) bool {
	if c.tree.Child(k, "nsubj", "csubj", "expl") >= 0 {
		return true
	}
	return c.tree.Child(k, "obj", "obl", "ccomp", "xcomp", "iobj") >= 0
}

// continuous tells whether the clause of token k is one stretch to which nothing behind it
// belongs elsewhere.
func (c *clauses) continuous(k int) bool {
	first, last := c.tree.Bounds(k)
	if first <= int(c.tree.Tokens[k].Head) || last >= c.to {
		return false
	}
	for n := first; n <= last; n++ {
		if !c.tree.Within(n, k) && c.tree.Tokens[n].UPOS != "PUNCT" {
			return false
		}
	}
	for n := last + 1; n < c.to; n++ { // what comes back to the clause before
		if t := &c.tree.Tokens[n]; t.UPOS != "PUNCT" && int(t.Head) < first && t.Head >= 0 && !c.joins(n) && !c.under(n, first) {
			return false
		}
	}
	return true
}

// under tells whether token n belongs to a clause that is coordinated later.
func (c *clauses) under(n, first int) bool {
	for h := n; h >= first; h = int(c.tree.Tokens[h].Head) {
		if c.joins(h) {
			return true
		}
	}
	return false
}

// cut divides a stretch before each of the clauses but the first. Nothing is cut inside a
// quotation or brackets.
func (c *clauses) cut(s text.Span, heads []int) []part {
	var out []part
	start := s.Start
	subject := c.subject(heads[0])
	var shared text.Span
	for _, k := range heads[1:] {
		first, _ := c.tree.Bounds(k)
		at := c.tree.Tokens[first].Start
		if at <= start || c.within(s, at) || c.bracketed(start, at) {
			continue
		}
		left := c.trim(text.Span{Start: start, End: at})
		if words(left.In(c.Text)) < 3 {
			continue
		}
		out = append(out, part{left, shared})
		start = at
		shared = text.Span{}
		if own := c.subject(k); own.Empty() {
			shared = subject
		} else {
			subject = own
		}
	}
	last := c.trim(text.Span{Start: start, End: s.End})
	if len(out) == 0 {
		return []part{{Span: s}}
	}
	if words(last.In(c.Text)) < 2 {
		out[len(out)-1].End = last.End
		return c.clean(out)
	}
	return c.clean(append(out, part{last, shared}))
}

// clean takes the conjunctions off the parts behind the first.
func (c *clauses) clean(parts []part) []part {
	for i := range parts[1:] {
		parts[i+1].Span = c.trim(c.withoutConjunction(parts[i+1].Span))
	}
	return parts
}

// subject returns the words of the subject of the clause of token k, none where it has none
// or a pronoun that says nothing.
func (c *clauses) subject(k int) text.Span {
	n := c.tree.Child(k, "nsubj", "csubj", "expl")
	if n < 0 {
		return text.Span{}
	}
	first, last := c.tree.Bounds(n)
	if last-first > 12 {
		return text.Span{}
	}
	return text.Span{Start: c.tree.Tokens[first].Start, End: c.tree.Tokens[last].End}
}

// within tells whether byte at stands inside a quotation that begins inside s.
func (d *document) within(s text.Span, at int) bool {
	i, _ := slices.BinarySearchFunc(d.Quotations, at, func(q text.Quotation, at int) int { return q.Start - at })
	for k := i - 1; k >= 0 && k >= i-20; k-- {
		if q := d.Quotations[k]; q.Start > s.Start && at < q.End {
			return true
		}
	}
	return false
}

// bracketed tells whether brackets are open between two bytes.
func (c *clauses) bracketed(from, to int) bool {
	words := c.Text[from:to]
	return strings.Count(words, "(") > strings.Count(words, ")")
}
