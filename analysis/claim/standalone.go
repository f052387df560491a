package claim

import (
	"cmp"
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/coref"
	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/syntax"
	"github.com/volgens/volgens/analysis/text"
)

// standalone returns the words of a claim with everything in [brackets] that it needs to be
// understood alone, where it is sure what that is: full names for pronouns and bare surnames,
// the subject that it shares with the claim before, places for "daar", dates behind "gisteren".
func (d *document) standalone(c *Claim, subject text.Span) string {
	var b strings.Builder
	if !subject.Empty() {
		b.WriteString("[" + d.named(subject) + "] ")
	}
	for i, s := range c.Spans {
		if i > 0 {
			b.WriteString(" … ")
		}
		d.rewrite(&b, s, c)
	}
	return b.String()
}

// named returns the full name of the source that a span names, its words where none is known.
func (d *document) named(s text.Span) string {
	if m, ok := d.mention(s.Start); ok && m.Span == s && d.Sources[m.Source].Named {
		return d.Sources[m.Source].Name
	}
	return strings.Join(strings.Fields(s.In(d.Text)), " ")
}

func (d *document) rewrite(b *strings.Builder, s text.Span, c *Claim) {
	at := s.Start
	for i := d.sentenceAt(s.Start); i < len(d.Sentences) && d.Sentences[i].Start < s.End; i++ {
		toks, ws := d.tokens(i, s)
		for k := range toks {
			t := toks[k].Span
			if !s.Contains(t) || t.Start < at {
				continue
			}
			if name, end := d.replacement(toks, ws, k, c); name != "" && end <= s.End {
				b.WriteString(d.Text[at:t.Start])
				b.WriteString("[" + name + "]")
				at = end
			} else if date, n := d.when(toks, k); n > 0 && toks[k+n-1].End <= s.End {
				at = d.insert(b, at, toks[k+n-1].End, date)
			} else if place := d.where(toks[k], i); place != "" {
				at = d.insert(b, at, t.End, place)
			}
		}
	}
	b.WriteString(d.Text[at:s.End])
}

// insert writes the text from at to end and words in brackets behind it.
func (d *document) insert(b *strings.Builder, at, end int, words string) int {
	b.WriteString(d.Text[at:end])
	b.WriteString(" [" + words + "]")
	return end
}

// replacement returns the name that takes the place of token k and where the words it
// replaces end; "" for none.
func (d *document) replacement(toks []text.Token, ws []*lexicon.Word, k int, c *Claim) (string, int) {
	t := toks[k]
	w := t.In(d.Text)
	if m, ok := d.mention(t.Start); ok && d.Sources[m.Source].Named && !d.self(c, m.Source) {
		switch {
		case m.Kind == coref.Pronoun && m.Span == t.Span:
			return d.inCase(d.Sources[m.Source].Name, &t), t.End
		case m.Kind == coref.Name && m.Link != coref.LinkPhrase && d.Sources[m.Source].Kind == coref.Person && shorter(m.In(d.Text), d.Sources[m.Source].Name):
			return d.Sources[m.Source].Name, m.End
		}
	}
	word := ws[k]
	if c.Attribution >= 0 && d.quoted(c) {
		src := d.Attributions[c.Attribution].SourceID
		if src >= 0 && d.Sources[src].Named && d.Sources[src].Kind == coref.Person {
			for _, p := range word.Pronouns {
				if p.Person == 1 && p.Number == "sing" && (p.Case == "nom" || p.Case == "poss" || p.Case == "obj" && t.UPOS == "PRON") {
					return d.inCase(d.Sources[src].Name, &t), t.End
				}
			}
		}
	}
	if !startsUpper(w) || len(d.short) == 0 {
		return "", 0
	}
	if i, ok := d.short[lexicon.Fold(w)]; ok && i >= 0 && d.bare(toks, ws, k, i) {
		return d.Sources[i].Name, t.End
	}
	return "", 0
}

// inCase gives a name the genitive where the pronoun that it replaces says whose something is.
func (d *document) inCase(name string, t *text.Token) string {
	if strings.Contains(t.Feats, "Poss=Yes") || t.Rel == "nmod:poss" {
		return d.genitive(name)
	}
	return name
}

// shorter tells whether words are a part of a name.
func shorter(words, name string) bool {
	return len(words) < len(name) && strings.Contains(lexicon.Fold(name), lexicon.Fold(words))
}

// self tells whether a source is the one whose literal words the claim is: it never calls
// itself "hij".
func (d *document) self(c *Claim, source int) bool {
	return c.Attribution >= 0 && d.quoted(c) && d.Attributions[c.Attribution].SourceID == source
}

// quoted tells whether a claim stands in somebody's literal words.
func (d *document) quoted(c *Claim) bool {
	a := &d.Attributions[c.Attribution]
	return a.Type == attribution.Direct && a.NestedIn < 0
}

// bare tells whether the surname at token k stands without first name or particles.
func (d *document) bare(toks []text.Token, ws []*lexicon.Word, k, source int) bool {
	if k > 0 {
		prev := toks[k-1].In(d.Text)
		if startsUpper(prev) && !ws[k-1].Known() || ws[k-1].Is(lexicon.NameParticle|lexicon.GivenMasc|lexicon.GivenFem) {
			return false
		}
	}
	return k+1 >= len(toks) || !startsUpper(toks[k+1].In(d.Text))
}

func (d *document) mention(start int) (coref.Mention, bool) {
	i, ok := slices.BinarySearchFunc(d.Mentions, start, func(m coref.Mention, at int) int { return cmp.Compare(m.Start, at) })
	if !ok {
		return coref.Mention{}, false
	}
	for i+1 < len(d.Mentions) && d.Mentions[i+1].Start == start {
		i++
	}
	return d.Mentions[i], true
}

// kind tells what sort of proposition a claim is, from its cue and its words.
func (d *document) kind(c *Claim) Kind {
	if c.Attribution >= 0 {
		a := &d.Attributions[c.Attribution]
		switch a.CueClass {
		case "demand", "ask", "propose":
			return Demand
		case "predict", "intend", "promise", "hope", "fear":
			return Prediction
		case "criticise", "praise", "support", "oppose", "call":
			return Opinion
		}
		if strings.HasSuffix(a.Rule, "/naming") || strings.HasSuffix(a.Rule, "-judged") {
			return Opinion // "vindt het plan slecht"
		}
	}
	return d.byWords(c)
}

// byWords reads the kind from the words: what must happen, what will, what is judged. A verb
// counts only in the main clause of the claim: "wie moet betalen, weet niemand" is no demand. What
// had to happen in the past is a fact, unless a frame in the past moved it there: "volgens de
// brandweer moesten zij uitrukken", but "hij vond dat zij moesten gaan".
func (d *document) byWords(c *Claim) Kind {
	shifted := d.pastCue(c)
	var found [lexicon.HeadPhrase + 1]bool
	for _, s := range c.Spans {
		for i := d.sentenceAt(s.Start); i < len(d.Sentences) && d.Sentences[i].Start < s.End; i++ {
			x := d.clauses(i, s)
			top := x.top()
			for k := x.from; k < x.to; k++ {
				for _, ph := range x.words[k].Phrases {
					if ph.Kind < lexicon.DemandPhrase || ph.Kind > lexicon.OpinionPhrase || found[ph.Kind] || !x.counts(k, top, ph) {
						continue
					}
					if ph.Kind == lexicon.DemandPhrase && len(ph.Words) == 1 && !shifted && strings.Contains(x.tree.Tokens[k].Feats, "Tense=Past") {
						continue
					}
					if ph.Match(func(j int) *lexicon.Word {
						if k+j >= x.to {
							return lexicon.Nothing()
						}
						return x.words[k+j]
					}) > 0 {
						found[ph.Kind] = true
					}
				}
			}
		}
	}
	switch {
	case found[lexicon.DemandPhrase]:
		return Demand
	case found[lexicon.PredictionPhrase]:
		return Prediction
	case found[lexicon.OpinionPhrase]:
		return Opinion
	}
	return Fact
}

// pastCue tells whether the verb that attributes a claim stands in the past.
func (d *document) pastCue(c *Claim) bool {
	if c.Attribution < 0 {
		return false
	}
	for _, cue := range d.Attributions[c.Attribution].Cue {
		i := d.sentenceAt(cue.Start)
		if i >= len(d.Sentences) {
			return false
		}
		for _, t := range d.Sentences[i].Tokens {
			if t.Overlaps(cue) && strings.Contains(t.Feats, "Tense=Past") {
				return true
			}
		}
	}
	return false
}

// counts tells whether a phrase that begins at token k speaks of the whole claim: its verb
// that of the main clause, its adjective the predicate or next to it.
func (c *clauses) counts(k, top int, ph *lexicon.Phrase) bool {
	if top < 0 || len(ph.Words) > 1 {
		return true
	}
	t := &c.tree.Tokens[k]
	switch t.UPOS {
	case "VERB", "AUX":
		return k == top || int(t.Head) == top || syntax.Is(t.Rel, "conj") || syntax.Is(t.Rel, "parataxis")
	case "ADJ":
		return k == top || int(t.Head) == top || t.Head >= 0 && int(c.tree.Tokens[t.Head].Head) == top
	}
	return true
}
