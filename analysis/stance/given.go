package stance

import (
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/text"
)

// Signals returns how the words of a text judge the one whom the words at target mean, by
// channel, and where these stand; cmd/weigh fits the weights to them.
func (r *Reader) Signals(target text.Span) *Signals {
	s, _ := r.given(target)
	return s
}

// Toward returns the position of a text as a whole towards the one whom the words at target
// mean. With the target given, words that merely stand near it count too.
func (r *Reader) Toward(target text.Span) Position {
	s, ts := r.given(target)
	return r.weighed(target.In(r.doc.Text), s, ts)
}

// given returns the signals and the traces of the sentence that holds the target.
func (r *Reader) given(target text.Span) (*Signals, []trace) {
	var ts []trace
	part := -1
	for _, p := range r.stretches([]text.Span{target}) {
		ws := p.mentions(p.from, p.to)
		ts = p.traces(ts, ws, p.units)
		part = p.partOf(ws[0])
	}
	s := signals(ts)
	if part >= 0 {
		s[firstPart+part] = 1
	}
	return s, ts
}

// TowardNamed returns the position of a claim's source towards a target that the caller
// names. A claim that does not mention it is taken to be about it as a whole.
func (r *Reader) TowardNamed(c Claim, target string) Position {
	parts := r.stretches(c.Spans)
	mentions := r.named(parts, target)
	if len(mentions) == 0 {
		return r.taken(target, r.whole(&c, parts), 0)
	}
	return r.taken(target, r.tracesOf(&c, parts, mentions), 0)
}

// named finds a name in a claim: its words, its last word, or who stands for it.
func (r *Reader) named(parts []stretch, name string) []found {
	var words []string
	for _, w := range strings.Fields(lexicon.Fold(name)) {
		if !r.lex.Word(w).Is(lexicon.Article) {
			words = append(words, w)
		}
	}
	if len(words) == 0 {
		return nil
	}
	var out []found
	for _, p := range parts {
		for i := p.from; i < p.to; i++ {
			n := r.namedAt(p, i, words)
			if n > 0 {
				out = append(out, found{name, p.sentence, i, i + n})
			}
		}
	}
	return out
}

func (r *Reader) namedAt(p stretch, i int, words []string) int {
	if i+len(words) <= p.to && p.spells(i, words) {
		return len(words)
	}
	if p.spells(i, words[len(words)-1:]) {
		return 1
	}
	m := r.mentionAt(p.tokens[i].Start)
	if m == nil || !slices.ContainsFunc(m.Names, func(n string) bool { return endsAlike(n, words) }) {
		return 0
	}
	n := 1
	for i+n < p.to && p.tokens[i+n].End <= m.End {
		n++
	}
	return n
}

// endsAlike tells whether a name ends in the last of words.
func endsAlike(name string, words []string) bool {
	have := strings.Fields(lexicon.Fold(name))
	return len(have) > 0 && have[len(have)-1] == words[len(words)-1]
}

// whole returns what a claim and its cue say of whatever they are about.
func (r *Reader) whole(c *Claim, parts []stretch) []trace {
	var ts []trace
	seen := map[int]bool{}
	for _, p := range parts {
		if seen[p.sentence] {
			continue
		}
		seen[p.sentence] = true
		units := r.said(c, parts, p.sentence)
		for i := range units {
			if u := &units[i]; u.value != 0 {
				ts = append(ts, trace{p.span(u), p.spans(u.turners), channel(near, false, u.value), u.value, 0, u.cue})
			}
		}
	}
	return r.rejected(c, ts)
}
