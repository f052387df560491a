package evaluation

import "strings"

// head returns the word number of the head of a source phrase, by rule: the last word of
// its core, articles aside; -1 for a phrase without words. Good to compare two spans, not
// a parser: "de woordvoerder van het ministerie" and "de woordvoerder" agree, "het
// ministerie" does not.
func (p *page) head(phrase set) int {
	core := p.core(phrase)
	for i := len(core) - 1; i >= 0; i-- {
		if !vocab().articles[p.word(core[i])] {
			return core[i]
		}
	}
	if len(core) == 0 {
		return -1
	}
	return core[len(core)-1]
}

// core returns the words of phrase before its first break: a gap, a comma, bracket or
// dash, a preposition, a relative word.
func (p *page) core(phrase set) set {
	for i := 1; i < len(phrase); i++ {
		if p.breaksAt(phrase, i) {
			return phrase[:i]
		}
	}
	return phrase
}

// breaksAt tells whether the core of phrase, all of it before word i, ends there.
func (p *page) breaksAt(phrase set, i int) bool {
	before, at := phrase[i-1], phrase[i]
	if at != before+1 {
		return true
	}
	gap := p.text[p.words[before].end:p.words[at].start]
	if strings.ContainsAny(string(gap), ",;:()[]–—") {
		return true
	}
	word := p.word(at)
	if !vocab().breaks[word] && !vocab().particles[word] {
		return false
	}
	return !p.inSurname(phrase, i)
}

// inSurname tells whether word i of phrase is a particle of a name: it stands between two
// capitalised words, with no article in front ("Jan van den Berg", but not "De Universiteit
// van Amsterdam"). In German a bare "der" is an article still ("Sprecher der Polizei").
func (p *page) inSurname(phrase set, i int) bool {
	word := p.word(phrase[i])
	if !vocab().particles[word] || vocab().articles[p.word(phrase[0])] {
		return false
	}
	if p.lang == "de" && (word == "der" || word == "den" || word == "des") && !p.isParticle(phrase[i-1]) {
		return false
	}
	prev, next := i-1, i+1
	for prev >= 0 && p.isParticle(phrase[prev]) {
		prev--
	}
	for next < len(phrase) && p.isParticle(phrase[next]) {
		next++
	}
	return prev >= 0 && next < len(phrase) && p.capital(phrase[prev]) && p.capital(phrase[next])
}

func (p *page) isParticle(word int) bool { return vocab().particles[p.word(word)] }

func (p *page) capital(word int) bool { return isUpper(p.text[p.words[word].start]) }

// word returns the word of that number, folded.
func (p *page) word(n int) string {
	return fold(string(p.text[p.words[n].start:p.words[n].end]))
}
