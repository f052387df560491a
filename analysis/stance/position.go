package stance

import (
	"cmp"
	"math"
	"slices"

	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/text"
)

// trace is a judgement that reaches a target.
type trace struct {
	span    text.Span
	turners []text.Span // words that turned it
	channel int
	value   float64
	tokens  int  // from the target to the words, negative before it; 0 where none is mentioned
	cue     bool // the source's own words of judging: "prijst"
}

// direct tells whether the judgement is of the target itself, or of what it does or has:
// only that makes a position. What merely stands nearby does not.
func (t trace) direct() bool {
	r := role(t.channel / 4)
	return r != noRole && r < says
}

// firm tells whether the judgement alone can make a position that nobody asked for. What is
// said of the circumstances of a target cannot: "zij belandden in een moeilijke situatie".
func (t trace) firm() bool {
	switch role(t.channel / 4) {
	case doesHow, below, inClause, victim, oblique:
		return t.cue
	}
	return t.direct()
}

// founded tells whether a firm judgement speaks for the side of a score.
func (t *Tagger) founded(ts []trace, score float64) bool {
	return slices.ContainsFunc(ts, func(x trace) bool { return x.firm() && t.weights.leans(&x)*score > 0 })
}

// traces lists what the units of a sentence say of the mentions of one target.
func (v *view) traces(to []trace, ws []*who, units []unit) []trace {
	for i := range units {
		u := &units[i]
		if covered(ws, u) {
			continue
		}
		r, owned := v.closest(ws, u)
		x := u.toward(r)
		if x != 0 {
			to = append(to, trace{v.span(u), v.spans(u.turners), channel(r, owned, x), x, apart(ws, u), u.cue})
		}
	}
	return to
}

// toward is what a unit says of the one who plays a role towards it.
func (u *unit) toward(r role) float64 {
	switch {
	case r == agent:
		return u.agent
	case r == patient, r == victim:
		return u.patient
	case !u.verb && u.agent == 0 && u.patient != 0 && r < says:
		return 0 // "⟦X⟧ is trots op zijn dochter" does not judge X
	}
	return u.value
}

func (v *view) spans(tokens []int) []text.Span {
	var out []text.Span
	for _, i := range tokens {
		out = append(out, v.tokens[i].Span)
	}
	return out
}

func covered(ws []*who, u *unit) bool {
	for _, w := range ws {
		if u.from < w.to && w.from < u.to {
			return true
		}
	}
	return false
}

// apart is how many tokens a unit stands behind the nearest mention, negative before it.
func apart(ws []*who, u *unit) int {
	best := 0
	for _, w := range ws {
		d := u.from - w.to + 1
		if u.to <= w.from {
			d = u.to - w.from - 1
		}
		if best == 0 || max(d, -d) < max(best, -best) {
			best = d
		}
	}
	return best
}

// found is a mention of a target in a claim.
type found struct {
	target   string
	sentence int
	from, to int // tokens
}

// positions returns what the source is for or against among the targets in the claim.
func (r *Reader) positions(c *Claim, parts []stretch) []Position {
	if c.Attribution == nil {
		return nil
	}
	mentions := r.targets(c, parts)
	var out []Position
	for len(mentions) > 0 {
		target := mentions[0].target
		var own []found
		own, mentions = split(mentions, target)
		ts := slices.DeleteFunc(r.tracesOf(c, parts, own), func(t trace) bool { return !t.direct() })
		if p := r.taken(target, ts, clear); p.Label != Neutral && r.founded(ts, p.Score) {
			out = append(out, p)
		}
	}
	return out
}

// clear is the least score of a position that nobody asked for: weaker ones are too often
// nothing that a reader sees.
const clear = 0.3

// split parts the mentions of a target from the others.
func split(all []found, target string) (own, others []found) {
	for _, f := range all {
		if f.target == target {
			own = append(own, f)
		} else {
			others = append(others, f)
		}
	}
	return own, others
}

// tracesOf collects what claim and cue say of a target, sentence by sentence.
func (r *Reader) tracesOf(c *Claim, parts []stretch, mentions []found) []trace {
	var ts []trace
	for i, f := range mentions {
		if i > 0 && mentions[i-1].sentence == f.sentence {
			continue
		}
		v := r.view(f.sentence)
		var ws []*who
		for _, g := range mentions[i:] {
			if g.sentence == f.sentence && !v.overlap(ws, g.from, g.to) {
				ws = append(ws, v.mentions(g.from, g.to)...)
			}
		}
		ts = v.traces(ts, ws, r.said(c, parts, f.sentence))
	}
	return r.rejected(c, ts)
}

// rejected turns what a source denies: "ontkent dat X heeft gelogen" speaks for X.
func (r *Reader) rejected(c *Claim, ts []trace) []trace {
	if !r.rejects(c) {
		return ts
	}
	for i := range ts {
		if !slices.ContainsFunc(c.Attribution.Cue, ts[i].span.Overlaps) {
			ts[i].value *= turned
			ts[i].channel = channel(role(ts[i].channel/4), ts[i].channel&2 != 0, ts[i].value)
		}
	}
	return ts
}

// said returns the units of sentence i that are the source's: those of the claim, without
// what somebody in it says, and the cue.
func (r *Reader) said(c *Claim, parts []stretch, i int) []unit {
	v := r.view(i)
	var out []unit
	for k := range v.units {
		u := &v.units[k]
		if r.inClaim(c, parts, i, u) {
			out = append(out, *u)
		}
	}
	return r.withCue(c, v, out)
}

func (r *Reader) inClaim(c *Claim, parts []stretch, sentence int, u *unit) bool {
	in := false
	for _, p := range parts {
		in = in || p.sentence == sentence && p.from <= u.from && u.from < p.to
	}
	if !in {
		return false
	}
	at := r.view(sentence).tokens[u.from].Start
	for _, s := range c.Inner {
		if s.Start <= at && at < s.End {
			return false
		}
	}
	return true
}

// cueForce is how strongly a cue that shows a position judges its object.
const cueForce = 0.7

// withCue adds the cue as a unit where it stands in the sentence: by what the lexicon says
// of it as a cue, or as a word.
func (r *Reader) withCue(c *Claim, v *view, units []unit) []unit {
	for _, s := range c.Attribution.Cue {
		from, _ := slices.BinarySearchFunc(v.tokens, s.Start, func(x text.Token, at int) int { return cmp.Compare(x.Start, at) })
		if from == len(v.tokens) || v.tokens[from].Start != s.Start {
			continue
		}
		to := from
		for to < len(v.tokens) && v.tokens[to].End <= s.End {
			to++
		}
		force := map[string]float64{Favor: cueForce, Against: -cueForce}[c.Attribution.Position]
		if force != 0 {
			head := v.top(from, to)
			return append(units, unit{from: from, to: to, head: head, verb: v.verbal(head), value: force, patient: force, cue: true})
		}
		for k := range v.units {
			if u := v.units[k]; u.from < to && from < u.to {
				u.cue = true
				return append(units, u)
			}
		}
	}
	return units
}

// weighed is the position that signals show; its evidence are the traces that lean as they do.
func (t *Tagger) weighed(target string, s *Signals, ts []trace) Position {
	sums := t.weights.sums(s)
	lean := sums[favor] - sums[against]
	p := Position{Target: target, Label: label(sums), Score: math.Round(math.Tanh(lean/2)*100) / 100}
	for i := range ts {
		if x := &ts[i]; t.weights.leans(x)*lean > 0 {
			p.Evidence = append(append(p.Evidence, x.span), x.turners...)
		}
	}
	slices.SortFunc(p.Evidence, func(a, b text.Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	p.Evidence = slices.Compact(p.Evidence)
	return p
}

// taken is the position of a source of which it is known that it takes one: whatever leans
// to a side by the least is on that side.
func (t *Tagger) taken(target string, ts []trace, least float64) Position {
	p := t.weighed(target, signals(ts), ts)
	switch {
	case len(p.Evidence) == 0 || math.Abs(p.Score) < least:
		p.Label = Neutral
	case p.Score > 0:
		p.Label = Favor
	default:
		p.Label = Against
	}
	return p
}

// targets finds the targets that a claim mentions, in order of the text.
func (r *Reader) targets(c *Claim, parts []stretch) []found {
	var out []found
	for _, p := range parts {
		for i := p.from; i < p.to; {
			target, n := r.targetAt(p, i)
			if n == 0 {
				i++
				continue
			}
			if target != "" && target != c.Source && !within(c.Inner, p.tokens[i].Start) {
				out = append(out, found{target, p.sentence, i, i + n})
			}
			i += n
		}
	}
	return out
}

func within(spans []text.Span, at int) bool {
	return slices.ContainsFunc(spans, func(s text.Span) bool { return s.Start <= at && at < s.End })
}

// targetAt returns the target that tokens from i on mean, and how many tokens it takes.
func (r *Reader) targetAt(p stretch, i int) (string, int) {
	if r.topic != nil {
		if target, n := r.topic.match(p.view, i, p.to); n > 0 {
			return target, n
		}
	}
	if m := r.mentionAt(p.tokens[i].Start); m != nil {
		n := 1
		for i+n < p.to && p.tokens[i+n].End <= m.End {
			n++
		}
		if r.topic == nil {
			return m.Names[0], n
		}
		return r.topic.named(m.Names), n
	}
	if r.topic != nil {
		return "", 0
	}
	return r.nameAt(p, i)
}

// mentionAt returns the mention that begins at a place, nil for none.
func (r *Reader) mentionAt(at int) *Mention {
	i, ok := slices.BinarySearchFunc(r.doc.Mentions, at, func(m Mention, at int) int { return cmp.Compare(m.Start, at) })
	if !ok {
		return nil
	}
	return &r.doc.Mentions[i]
}

// institutions are the kinds of heads that are a target without a name: "de regering".
var institutions = map[string]bool{"government": true, "organisation": true, "media": true}

// nameAt returns the name, or the institution, that begins at token i.
func (r *Reader) nameAt(p stretch, i int) (string, int) {
	n := 0
	for i+n < p.to && p.partOfName(i+n) {
		n++
	}
	if n > 0 {
		return r.names.canonical(p.doc[p.tokens[i].Start:p.tokens[i+n-1].End]), n
	}
	if h := p.forms[i].Head; h != nil && institutions[h.Kind] && p.definite(i) && !p.forms[i].Is(lexicon.Generic) {
		return lexicon.Fold(p.tokens[i].In(p.doc)), 1
	}
	return "", 0
}

// definite tells whether noun i is one that everybody knows: "de politie", no "politie" at
// large and none of several.
func (v *view) definite(i int) bool {
	if v.tokens[i].UPOS != "NOUN" || v.has(i, "Number=Plur") {
		return false
	}
	d := v.tree.Child(i, "det")
	return d >= 0 && v.has(d, "Definite=Def") || d >= 0 && v.forms[d].Is(lexicon.Article) && !v.has(d, "Definite=Ind")
}

// partOfName tells whether token i is a word of a name.
func (v *view) partOfName(i int) bool {
	return v.upper(i) && v.tokens[i].UPOS == "PROPN" && !v.forms[i].Is(lexicon.Month|lexicon.Title)
}
