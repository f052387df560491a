package claim

import (
	"cmp"
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/coref"
	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/text"
)

// standalone returns the words of a claim with pronouns and bare names replaced by
// [bracketed] full names, where it is sure whom they mean: "ik" in somebody's own words,
// pronouns that coref resolved, surnames of named persons.
func (d *document) standalone(c *Claim) string {
	var b strings.Builder
	for i, s := range c.Spans {
		if i > 0 {
			b.WriteString(" … ")
		}
		d.rewrite(&b, s, c)
	}
	return b.String()
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
			}
		}
	}
	b.WriteString(d.Text[at:s.End])
}

// replacement returns the name that takes the place of token k and where the words it
// replaces end; "" for none.
func (d *document) replacement(toks []text.Token, ws []*lexicon.Word, k int, c *Claim) (string, int) {
	t := toks[k]
	w := t.In(d.Text)
	if m, ok := d.mention(t.Start); ok && m.Kind == coref.Pronoun && m.Span == t.Span && d.Sources[m.Source].Named && !d.self(c, m.Source) {
		return d.Sources[m.Source].Name, t.End
	}
	word := ws[k]
	if c.Attribution >= 0 && d.quoted(c) {
		src := d.Attributions[c.Attribution].SourceID
		if src >= 0 && d.Sources[src].Named && d.Sources[src].Kind == coref.Person {
			for _, p := range word.Pronouns {
				if p.Person == 1 && p.Number == "sing" && p.Case == "nom" {
					return d.Sources[src].Name, t.End
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
	class := ""
	if c.Attribution >= 0 {
		class = d.Attributions[c.Attribution].CueClass
	}
	switch class {
	case "demand", "ask", "propose":
		return Demand
	case "predict", "intend", "promise", "hope", "fear":
		return Prediction
	case "criticise", "praise", "support", "oppose", "call":
		return Opinion
	}
	return d.byWords(c)
}

func (d *document) byWords(c *Claim) Kind {
	var found [lexicon.HeadPhrase + 1]bool
	for _, s := range c.Spans {
		for i := d.sentenceAt(s.Start); i < len(d.Sentences) && d.Sentences[i].Start < s.End; i++ {
			toks, ws := d.tokens(i, s)
			for k := range toks {
				if !s.Contains(toks[k].Span) {
					continue
				}
				for _, ph := range ws[k].Phrases {
					if ph.Kind < lexicon.DemandPhrase || ph.Kind > lexicon.OpinionPhrase || found[ph.Kind] {
						continue
					}
					if ph.Match(func(j int) *lexicon.Word {
						if k+j >= len(toks) {
							return lexicon.Nothing()
						}
						return ws[k+j]
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
