package net

import (
	"unicode"
	"unicode/utf8"
)

// Rows of the word table that are no words.
const (
	Unknown = 0
	Root    = 1
	known   = 2 // the first real word
)

// Features are the rows of the three tables that make the vector of a token.
type Features struct {
	Word        int32
	Affix, Gram []int32
}

// normal appends the form by which a word is looked up: lower case, digits as zeros.
func normal(to []byte, form string) []byte {
	for _, r := range form {
		if unicode.IsDigit(r) {
			r = '0'
		}
		to = utf8.AppendRune(to, unicode.ToLower(r))
	}
	return to
}

// Normal returns the form by which a word is looked up.
func Normal(form string) string { return string(normal(nil, form)) }

const (
	maxPrefix, maxSuffix = 4, 6
	minGram, maxGram     = 3, 5
	// maxRunes bounds the part of a word that is looked at: a URL has no more to say.
	maxRunes = 48
)

type extractor struct {
	word  []byte
	runes []rune
}

// read fills f for a form: its affixes, its shape and its character n-grams.
func (x *extractor) read(form string, s *Sizes, f *Features) {
	x.word = normal(x.word[:0], form)
	f.Affix, f.Gram = f.Affix[:0], f.Gram[:0]
	x.runes = append(x.runes[:0], '<')
	for i := 0; i < len(x.word) && len(x.runes) <= maxRunes; {
		r, n := utf8.DecodeRune(x.word[i:])
		x.runes = append(x.runes, r)
		i += n
	}
	x.runes = append(x.runes, '>')
	x.affixes(x.runes[1:len(x.runes)-1], form, uint32(s.AffixRows), f)
	x.grams(uint32(s.GramRows), f)
}

func (x *extractor) affixes(word []rune, form string, rows uint32, f *Features) {
	h := seed(1)
	for i := range min(maxPrefix, len(word)) {
		h = mix(h, word[i])
		f.Affix = append(f.Affix, finish(h)%int32(rows))
	}
	h = seed(2)
	for i := range min(maxSuffix, len(word)) {
		h = mix(h, word[len(word)-1-i])
		f.Affix = append(f.Affix, finish(h)%int32(rows))
	}
	f.Affix = append(f.Affix, finish(shapeOf(form))%int32(rows))
}

func (x *extractor) grams(rows uint32, f *Features) {
	for i := range x.runes {
		h := seed(3)
		for n := range min(maxGram, len(x.runes)-i) {
			h = mix(h, x.runes[i+n])
			if n+1 >= minGram {
				f.Gram = append(f.Gram, finish(h)%int32(rows))
			}
		}
	}
}

// shapeOf hashes the outline of a form: its classes of characters, runs cut to two.
func shapeOf(form string) uint32 {
	h, last, run := seed(4), rune(0), 0
	for _, r := range form {
		c := r
		switch {
		case unicode.IsUpper(r):
			c = 'X'
		case unicode.IsLower(r):
			c = 'x'
		case unicode.IsDigit(r):
			c = '0'
		case unicode.IsLetter(r):
			c = 'o'
		}
		if c == last {
			if run++; run > 2 {
				continue
			}
		} else {
			last, run = c, 1
		}
		h = mix(h, c)
	}
	return h
}

func seed(kind uint32) uint32 { return 2166136261 ^ kind*0x9e3779b1 }

func mix(h uint32, r rune) uint32 { return (h ^ uint32(r)) * 16777619 }

// finish spreads the bits of a hash and makes it non-negative.
func finish(h uint32) int32 {
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	return int32(h >> 1)
}
