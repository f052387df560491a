package dispute

import (
	"math"
	"strconv"
	"strings"
	"unicode"

	"github.com/volgens/volgens/analysis/syntax"
)

// Quantity is a number of something.
type Quantity struct {
	Low, High float64 // what the words allow
	Unit      Term    // what is counted or measured: "betogers", "euro"
	Words     string  // "zeker 40 mensen"
	Role      Role    // of the phrase that holds it in its clause
}

// number tells whether token i is a numeral.
func (s *scope) number(i int) bool {
	t := &s.Tokens[i]
	if t.UPOS == "NUM" || t.UPOS == "SYM" {
		return true
	}
	w := s.words[fold(t.In(s.Text))]
	return w != nil && w.value >= 100 && t.UPOS != "PROPN" // "miljoen" is a noun to the tagger
}

// quantities reads the numbers among the tokens from one to another.
func (s *scope) quantities(c *Clause, from, to int) {
	for i := from; i <= to; {
		if !s.in[i] || !s.starts(i) {
			i++
			continue
		}
		end, value := s.value(i, to)
		if end == i {
			i++
			continue
		}
		s.quantity(c, i, end, value)
		i = end
	}
}

// starts tells whether a number may begin at token i.
func (s *scope) starts(i int) bool {
	t := &s.Tokens[i]
	word := t.In(s.Text)
	if unicode.IsDigit(rune(word[0])) {
		return true
	}
	w := s.words[fold(word)]
	return w != nil && w.value >= 0 && t.UPOS == "NUM" || w != nil && w.value >= 100
}

// value returns the number that begins at token i and the token behind it.
func (s *scope) value(i, to int) (int, float64) {
	total, part, read := 0.0, 0.0, false
	for ; i <= to && s.in[i]; i++ {
		word := s.Tokens[i].In(s.Text)
		if unicode.IsDigit(rune(word[0])) {
			v, ok := parseNumber(word, s.decimal)
			if !ok || read {
				break
			}
			part, read = v, true
			continue
		}
		w := s.words[fold(word)]
		if w == nil || w.value < 0 {
			break
		}
		switch v := float64(w.value); {
		case v < 100:
			part += v
		case v == 100:
			part = math.Max(part, 1) * v
		default:
			total += math.Max(part, 1) * v
			part = 0
		}
		read = true
	}
	if !read {
		return i, 0
	}
	return i, total + part
}

// parseNumber reads "4.000", "1,2" or "10 400" as the language writes it.
func parseNumber(word, decimal string) (float64, bool) {
	thousands := "."
	if decimal == "." {
		thousands = ","
	}
	whole, fraction, _ := strings.Cut(word, decimal)
	groups := strings.Split(whole, thousands)
	for i, g := range groups {
		if i > 0 && len(g) != 3 {
			return 0, false // 24.11.2026
		}
	}
	digits := strings.Join(groups, "")
	if fraction != "" {
		digits += "." + fraction
	}
	v, err := strconv.ParseFloat(digits, 64)
	return v, err == nil
}

// quantity adds the number of tokens [i, end).
func (s *scope) quantity(c *Clause, i, end int, value float64) {
	unit := s.unit(i, end)
	if unit < 0 {
		if value >= 1900 && value < 2100 && value == math.Trunc(value) && end == i+1 {
			c.Times = append(c.Times, Time{Kind: Year, Value: int(value), Word: s.Tokens[i].In(s.Text)})
		}
		return
	}
	if s.inSubset(unit) {
		return // "onder wie vijf kinderen"
	}
	means, from := s.boundBefore(i)
	low, high := limits(value, means)
	q := Quantity{Low: low, High: high, Unit: s.term(unit, Object), Role: s.roleAbove(unit)}
	first, last := min(from, unit), max(end-1, unit)
	if unit == i { // a sign of money before its number is one with it
		first = from
	}
	if last-first > 6 {
		first, last = from, end-1
	}
	q.Words = s.Text[s.Tokens[first].Start:s.Tokens[last].End]
	c.Quantities = append(c.Quantities, q)
}

// unit returns the word that the number [i, end) counts, -1 for none.
func (s *scope) unit(i, end int) int {
	if i > 0 && s.Tokens[i-1].UPOS == "SYM" {
		return i - 1
	}
	for k := i; k < end; k++ {
		h := int(s.Tokens[k].Head)
		if h >= end && h < end+4 && (s.Tokens[h].UPOS == "NOUN" || s.Tokens[h].UPOS == "SYM" || s.Tokens[h].UPOS == "ADJ") && s.in[h] {
			return h
		}
	}
	for k := end; k < min(end+3, len(s.Tokens)) && s.in[k]; k++ { // "30 miljoen euro", "3 procent"
		switch s.Tokens[k].UPOS {
		case "NOUN", "SYM":
			return k
		case "ADJ":
			continue
		}
		break
	}
	return -1
}

// roleAbove returns the role of the phrase that holds token i.
func (s *scope) roleAbove(i int) Role {
	for steps := 0; steps < len(s.Tokens); steps++ {
		h := int(s.Tokens[i].Head)
		if h < 0 || !s.in[h] || s.Tokens[h].UPOS == "VERB" || s.clausal(i) || s.Child(h, "cop") >= 0 {
			break
		}
		i = h
	}
	return roleOf(s.Tokens, i)
}

// inSubset tells whether token i names a part of what was counted before.
func (s *scope) inSubset(i int) bool {
	for k := i - 1; k >= max(0, i-5); k-- {
		if s.words[fold(s.Tokens[k].In(s.Text))].is(subset) {
			return true
		}
		if s.Tokens[k].UPOS == "VERB" {
			return false
		}
	}
	return false
}

// boundBefore returns what the words before token i say of its number, and where they begin.
func (s *scope) boundBefore(i int) (means string, from int) {
	for back := min(4, i); back > 0; back-- {
		if p, n := s.phraseAt(i-back, boundPhrase); p != nil && (i-back+n == i || i-back+n == i-1 && (s.Tokens[i-1].UPOS == "SYM" || s.Tokens[i-1].UPOS == "DET")) {
			return p.means, i - back
		}
	}
	return "", i
}

// phraseAt returns the phrase of a kind that begins at token i, and its length.
func (s *scope) phraseAt(i int, kind phraseKind) (*phrase, int) {
	list := s.Finder.phrases[fold(s.Tokens[i].In(s.Text))]
	for k := range list {
		p := &list[k]
		if p.kind == kind && s.matches(p, i) {
			return p, len(p.words)
		}
	}
	return nil, 0
}

func (s *scope) matches(p *phrase, i int) bool {
	if i+len(p.words) > len(s.Tokens) {
		return false
	}
	for k, w := range p.words {
		if fold(s.Tokens[i+k].In(s.Text)) != w {
			return false
		}
	}
	return true
}

// limits returns what a number with such words before it allows.
func limits(v float64, means string) (low, high float64) {
	switch means {
	case "least":
		return v, math.Inf(1)
	case "above":
		return v, v * 1.3
	case "most":
		return 0, v
	case "below":
		return v * 0.8, v
	case "about":
		return v * 0.8, v * 1.2
	}
	slack := 0.0
	if v >= 100 { // a round number stands for its neighbours
		unit := 1.0
		for v/unit == math.Trunc(v/unit) && unit < v {
			unit *= 10
		}
		slack = math.Min(unit/10/2, v*0.1)
	}
	return v - slack, v + slack
}

// apart tells how far two quantities are from each other: the ratio of their nearest
// limits, 1 where they may be the same.
func (q *Quantity) apart(p *Quantity) float64 {
	low, high := q, p
	if low.Low > high.Low {
		low, high = p, q
	}
	if low.High >= high.Low {
		return 1
	}
	if low.High <= 0 {
		return math.Inf(1)
	}
	return high.Low / low.High
}

// bounds of the tokens of the clause of h, without the clauses beside it.
func (s *scope) phrases(c *Clause, h int) {
	first, last := s.Bounds(h)
	for _, k := range s.Children(h) {
		if i := int(k); s.clausal(i) && !syntax.Is(s.Tokens[i].Rel, "csubj") {
			lo, hi := s.Bounds(i)
			switch {
			case lo > h && lo <= last:
				last = lo - 1
			case hi < h && hi >= first:
				first = hi + 1
			}
		}
	}
	for i, in := range s.in { // pieces that a frame cut off
		if in && s.Tokens[i].Head >= 0 && !s.in[s.Tokens[i].Head] {
			lo, hi := s.Bounds(i)
			if !s.predicate(i) {
				first, last = min(first, lo), max(last, hi)
			}
		}
	}
	s.quantities(c, first, last)
	s.times(c, first, last)
}
