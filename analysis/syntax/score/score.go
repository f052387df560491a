// Package score compares analysed sentences with a treebank the way the CoNLL 2018 shared
// task does: words are aligned by the characters they cover, whatever the tokens.
package score

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/volgens/volgens/analysis/syntax/conllu"
)

// Count is a comparison of things found with things wanted.
type Count struct {
	Gold, System, Correct int
}

// F1 is the harmonic mean of precision and recall in percent; 0 where there is nothing.
func (c Count) F1() float64 {
	if c.Gold+c.System == 0 {
		return 0
	}
	return 200 * float64(c.Correct) / float64(c.Gold+c.System)
}

// Scores are the measures of the shared task.
type Scores struct {
	Tokens, Sentences, Words, UPOS, Feats, Lemmas, UAS, LAS, CLAS Count

	Relations map[string]Count // by universal relation
}

// functional relations do not count for CLAS, nor does punctuation.
var functional = map[string]bool{
	"aux": true, "cop": true, "mark": true, "det": true, "clf": true, "case": true, "cc": true, "punct": true,
}

// universal lists the features that are compared; treebanks have others of their own.
var universal = map[string]bool{
	"PronType": true, "NumType": true, "Poss": true, "Reflex": true, "Foreign": true, "Abbr": true,
	"Gender": true, "Animacy": true, "Number": true, "Case": true, "Definite": true, "Degree": true,
	"VerbForm": true, "Mood": true, "Tense": true, "Aspect": true, "Voice": true, "Evident": true,
	"Polarity": true, "Person": true, "Polite": true,
}

// word is a word and the characters it covers. The words of a range cover all of it.
type word struct {
	conllu.Word
	start, end int
	head       int // index among all words, -1 for a root
	inRange    bool
}

type span struct{ start, end int }

// text is a file as a run of characters without blanks.
type text struct {
	chars             []rune
	tokens, sentences []span
	words             []word
}

func flatten(sentences []conllu.Sentence) text {
	var t text
	for i := range sentences {
		t.add(&sentences[i])
	}
	return t
}

func (t *text) add(s *conllu.Sentence) {
	begin, first := len(t.chars), len(t.words)
	ranges := s.Ranges
	for i := 0; i < len(s.Words); i++ {
		start := len(t.chars)
		if len(ranges) > 0 && ranges[0].First == i {
			r := ranges[0]
			ranges = ranges[1:]
			t.append(r.Form)
			for ; i <= r.Last; i++ {
				t.word(s.Words[i], start, first, true)
			}
			i--
		} else {
			t.append(s.Words[i].Form)
			t.word(s.Words[i], start, first, false)
		}
		t.tokens = append(t.tokens, span{start, len(t.chars)})
	}
	t.sentences = append(t.sentences, span{begin, len(t.chars)})
}

func (t *text) append(form string) {
	for _, r := range form {
		if !unicode.IsSpace(r) {
			t.chars = append(t.chars, r)
		}
	}
}

func (t *text) word(w conllu.Word, start, first int, inRange bool) {
	head := -1
	if w.Head >= 0 {
		head = first + w.Head
	}
	t.words = append(t.words, word{w, start, len(t.chars), head, inRange})
}

// Compare scores system sentences against gold ones. It is an error if their texts differ
// in more than white space.
func Compare(gold, system []conllu.Sentence) (Scores, error) {
	g, s := flatten(gold), flatten(system)
	if !slices.Equal(g.chars, s.chars) {
		return Scores{}, differ(g.chars, s.chars)
	}
	out := Scores{Tokens: spans(g.tokens, s.tokens), Sentences: spans(g.sentences, s.sentences), Relations: map[string]Count{}}
	out.words(g.words, s.words, align(g.words, s.words))
	return out, nil
}

func differ(a, b []rune) error {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return fmt.Errorf("the texts differ at character %d: gold has %q, the system %q", i,
		string(a[i:min(i+20, len(a))]), string(b[i:min(i+20, len(b))]))
}

func spans(gold, system []span) Count {
	c := Count{Gold: len(gold), System: len(system)}
	for i, j := 0, 0; i < len(gold) && j < len(system); {
		switch {
		case gold[i].start < system[j].start:
			i++
		case gold[i].start > system[j].start:
			j++
		default:
			if gold[i].end == system[j].end {
				c.Correct++
			}
			i, j = i+1, j+1
		}
	}
	return c
}

// words counts the measures of words. partner gives the system word of each gold word, or -1.
func (s *Scores) words(gold, system []word, partner []int) {
	all := Count{Gold: len(gold), System: len(system)}
	s.Words, s.UPOS, s.Feats, s.Lemmas, s.UAS, s.LAS = all, all, all, all, all, all
	for _, w := range gold {
		s.relation(w, 1, 0)
	}
	for _, w := range system {
		s.relation(w, 0, 1)
	}
	for i, j := range partner {
		if j < 0 {
			continue
		}
		g, y := gold[i], system[j]
		s.Words.Correct++
		s.UPOS.Correct += count(g.UPOS == y.UPOS)
		s.Feats.Correct += count(feats(g.Feats) == feats(y.Feats))
		s.Lemmas.Correct += count(g.Lemma == "_" || g.Lemma == y.Lemma)
		if !sameHead(g, y, partner) {
			continue
		}
		s.UAS.Correct++
		rel := base(g.Rel)
		if rel != base(y.Rel) {
			continue
		}
		s.LAS.Correct++
		s.CLAS.Correct += count(!functional[rel])
		c := s.Relations[rel]
		c.Correct++
		s.Relations[rel] = c
	}
}

func sameHead(gold, system word, partner []int) bool {
	if gold.head < 0 || system.head < 0 {
		return gold.head < 0 && system.head < 0
	}
	return partner[gold.head] == system.head
}

func (s *Scores) relation(w word, gold, system int) {
	rel := base(w.Rel)
	c := s.Relations[rel]
	c.Gold, c.System = c.Gold+gold, c.System+system
	s.Relations[rel] = c
	if !functional[rel] {
		s.CLAS.Gold, s.CLAS.System = s.CLAS.Gold+gold, s.CLAS.System+system
	}
}

func count(ok bool) int {
	if ok {
		return 1
	}
	return 0
}

func base(rel string) string {
	rel, _, _ = strings.Cut(rel, ":")
	return rel
}

// feats keeps the universal features, sorted.
func feats(all string) string {
	var keep []string
	for f := range strings.SplitSeq(all, "|") {
		if name, _, _ := strings.Cut(f, "="); universal[name] {
			keep = append(keep, f)
		}
	}
	slices.Sort(keep)
	return strings.Join(keep, "|")
}

// align finds the system word of each gold word: the one with the same characters, or,
// where a range covers several words, the one in their longest common sequence of forms.
func align(gold, system []word) []int {
	partner := make([]int, len(gold))
	for i := range partner {
		partner[i] = -1
	}
	for i, j := 0, 0; i < len(gold) && j < len(system); {
		switch {
		case gold[i].inRange || system[j].inRange:
			i, j = alignRange(gold, system, i, j, partner)
		case gold[i].start == system[j].start && gold[i].end == system[j].end:
			partner[i] = j
			i, j = i+1, j+1
		case gold[i].start <= system[j].start:
			i++
		default:
			j++
		}
	}
	return partner
}

// alignRange aligns the words of the stretch that begins with a range at gold i or system j.
func alignRange(gold, system []word, i, j int, partner []int) (int, int) {
	end := 0
	if gold[i].inRange {
		end = gold[i].end
		if !system[j].inRange && system[j].start < gold[i].start {
			return i, j + 1
		}
	} else {
		end = system[j].end
		if gold[i].start < system[j].start {
			return i + 1, j
		}
	}
	gi, sj := i, j
	for grown := true; grown; {
		grown = false
		for gi < len(gold) && gold[gi].start < end {
			if gold[gi].inRange && gold[gi].end > end {
				end, grown = gold[gi].end, true
			}
			gi++
		}
		for sj < len(system) && system[sj].start < end {
			if system[sj].inRange && system[sj].end > end {
				end, grown = system[sj].end, true
			}
			sj++
		}
	}
	common(gold[i:gi], system[j:sj], func(a, b int) { partner[i+a] = j + b })
	return max(gi, i+1), max(sj, j)
}

// common reports the pairs of a longest common sequence of forms, compared in lower case.
func common(a, b []word, pair func(i, j int)) {
	length := make([][]int, len(a)+1)
	for i := range length {
		length[i] = make([]int, len(b)+1)
	}
	same := func(i, j int) bool { return strings.EqualFold(a[i].Form, b[j].Form) }
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			length[i][j] = max(length[i+1][j], length[i][j+1])
			if same(i, j) {
				length[i][j] = max(length[i][j], 1+length[i+1][j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case same(i, j):
			pair(i, j)
			i, j = i+1, j+1
		case length[i+1][j] >= length[i][j+1]:
			i++
		default:
			j++
		}
	}
}
