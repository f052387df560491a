package net

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Rule turns a form into its lemma: change the case, cut characters at both ends, add others.
type Rule struct {
	Case           byte // 'l' lower, 'k' keep, 't' lower with a capital in front
	CutHead        int  // characters to cut in front
	CutTail        int  // characters to cut at the end
	Prefix, Suffix string
}

// String writes the rule as Parse reads it.
func (r Rule) String() string {
	return fmt.Sprintf("%c|%d|%s|%d|%s", r.Case, r.CutHead, r.Prefix, r.CutTail, r.Suffix)
}

// ParseRule reads what String wrote.
func ParseRule(s string) (Rule, error) {
	p := strings.Split(s, "|")
	if len(p) != 5 || len(p[0]) != 1 {
		return Rule{}, fmt.Errorf("lemma rule %q: want five fields", s)
	}
	head, err1 := strconv.Atoi(p[1])
	tail, err2 := strconv.Atoi(p[3])
	if err1 != nil || err2 != nil || head < 0 || tail < 0 {
		return Rule{}, fmt.Errorf("lemma rule %q: bad count", s)
	}
	return Rule{Case: p[0][0], CutHead: head, CutTail: tail, Prefix: p[2], Suffix: p[4]}, nil
}

// Learn returns the rule that makes lemma of form by way of their longest common part.
// It reports false where a rule cannot be written down.
func Learn(form, lemma string) (Rule, bool) {
	if strings.ContainsAny(lemma, "|\n\t") {
		return Rule{}, false
	}
	best, size := Rule{}, -1
	for _, c := range []byte{'l', 'k', 't'} {
		f, l := []rune(recase(form, c)), []rune(lemma)
		i, j, n := common(f, l)
		if n <= size {
			continue
		}
		best, size = Rule{Case: c, CutHead: i, CutTail: len(f) - i - n, Prefix: string(l[:j]), Suffix: string(l[j+n:])}, n
	}
	if strings.ContainsAny(best.Prefix+best.Suffix, "|") {
		return Rule{}, false
	}
	return best, true
}

func recase(form string, c byte) string {
	switch c {
	case 'l':
		return strings.ToLower(form)
	case 't':
		low := strings.ToLower(form)
		r, n := utf8.DecodeRuneInString(low)
		if n == 0 {
			return low
		}
		return string(unicode.ToUpper(r)) + low[n:]
	}
	return form
}

// common finds the longest run that a and b share: its places in both and its length.
func common(a, b []rune) (int, int, int) {
	bi, bj, bn := 0, 0, 0
	for i := range a {
		for j := range b {
			n := 0
			for i+n < len(a) && j+n < len(b) && a[i+n] == b[j+n] {
				n++
			}
			if n > bn {
				bi, bj, bn = i, j, n
			}
		}
	}
	return bi, bj, bn
}

// Apply returns the lemma of form. A rule that would cut more than there is changes the case only.
func (r Rule) Apply(form string) string { return string(r.append(nil, form)) }

// append appends the lemma of form to the buffer.
func (r Rule) append(to []byte, form string) []byte {
	n := utf8.RuneCountInString(form)
	cut := r.CutHead+r.CutTail <= n && n+len(r.Prefix)+len(r.Suffix) > r.CutHead+r.CutTail
	if cut {
		to = append(to, r.Prefix...)
	}
	i := 0
	for _, c := range form {
		inside := !cut || i >= r.CutHead && i < n-r.CutTail
		switch {
		case r.Case == 't' && i == 0:
			c = unicode.ToUpper(c)
		case r.Case != 'k':
			c = unicode.ToLower(c)
		}
		if inside {
			to = utf8.AppendRune(to, c)
		}
		i++
	}
	if cut {
		to = append(to, r.Suffix...)
	}
	return to
}
