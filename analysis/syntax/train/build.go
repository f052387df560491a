package train

import (
	"cmp"
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/syntax/conllu"
	"github.com/volgens/volgens/analysis/syntax/internal/net"
)

// Thresholds under which a word, tag, rule or relation of the treebank is not learnt.
const (
	minWord = 2
	minTag  = 3
	minRule = 3
	minRel  = 10
)

// counter counts strings and lists them most frequent first.
type counter map[string]int

func (c counter) list(least int) []string {
	var out []string
	for k, n := range c {
		if n >= least {
			out = append(out, k)
		}
	}
	slices.SortFunc(out, func(a, b string) int {
		return cmp.Or(cmp.Compare(c[b], c[a]), cmp.Compare(a, b))
	})
	return out
}

// tables collects the words and labels of prepared sentences. Words that only the vectors
// have stand behind those of the sentences.
func tables(sentences []conllu.Sentence, v *vectors) *net.Tables {
	words, tags, rules, rels := counter{}, counter{}, counter{}, counter{}
	for _, s := range sentences {
		for _, w := range s.Words {
			words[net.Normal(w.Form)]++
			tags[tagKey(w)]++
			rels[w.Rel]++
			if r, ok := net.Learn(w.Form, w.Lemma); ok {
				rules[r.String()]++
			}
		}
	}
	t := &net.Tables{Words: append([]string{"", ""}, words.list(minWord)...), Rels: rels.list(minRel)}
	for _, w := range v.words {
		if words[w] < minWord {
			t.Words = append(t.Words, w)
		}
	}
	for _, k := range tags.list(minTag) {
		f := strings.Split(k, "\t")
		t.Tags = append(t.Tags, net.Tag{UPOS: f[0], XPOS: f[1], Feats: f[2]})
	}
	for _, k := range rules.list(minRule) {
		if r, err := net.ParseRule(k); err == nil {
			t.Rules = append(t.Rules, r)
		}
	}
	t.Index()
	t.Lemmas = dictionary(sentences, t)
	return t
}

func tagKey(w conllu.Word) string { return w.UPOS + "\t" + w.XPOS + "\t" + w.Feats }

// labels finds the numbers of tags, relations and rules.
type labels struct {
	tags, byUPOS, rules, rels map[string]int32
}

func newLabels(t *net.Tables) *labels {
	l := &labels{map[string]int32{}, map[string]int32{}, map[string]int32{}, map[string]int32{}}
	for i := len(t.Tags) - 1; i >= 0; i-- { // the most frequent tag of a part of speech wins
		g := t.Tags[i]
		l.tags[g.UPOS+"\t"+g.XPOS+"\t"+g.Feats] = int32(i)
		l.byUPOS[g.UPOS] = int32(i)
	}
	for i, r := range t.Rules {
		l.rules[r.String()] = int32(i)
	}
	for i, r := range t.Rels {
		l.rels[r] = int32(i)
	}
	return l
}

// tag is the number of the tag of w, or of the commonest with its part of speech, or -1.
func (l *labels) tag(w conllu.Word) int32 {
	if i, ok := l.tags[tagKey(w)]; ok {
		return i
	}
	if i, ok := l.byUPOS[w.UPOS]; ok {
		return i
	}
	return -1
}

// rel is the number of a relation, or of it without subtype, or -1.
func (l *labels) rel(rel string) int32 {
	if i, ok := l.rels[rel]; ok {
		return i
	}
	if i, ok := l.rels[net.Universal(rel)]; ok {
		return i
	}
	return -1
}

func (l *labels) rule(w conllu.Word) int32 {
	if r, ok := net.Learn(w.Form, w.Lemma); ok {
		if i, ok := l.rules[r.String()]; ok {
			return i
		}
	}
	return -1
}

// dictionary lists the commonest lemma of each form and tag.
func dictionary(sentences []conllu.Sentence, t *net.Tables) map[string][]net.Lemma {
	l := newLabels(t)
	type key struct {
		form string
		tag  int32
	}
	counts := map[key]counter{}
	for _, s := range sentences {
		for _, w := range s.Words {
			k := key{w.Form, l.tag(w)}
			if counts[k] == nil {
				counts[k] = counter{}
			}
			counts[k][w.Lemma]++
		}
	}
	out := map[string][]net.Lemma{}
	for k, c := range counts {
		if k.tag >= 0 {
			out[k.form] = append(out[k.form], net.Lemma{Tag: k.tag, Lemma: c.list(1)[0]})
		}
	}
	for _, e := range out {
		slices.SortFunc(e, func(a, b net.Lemma) int { return cmp.Compare(a.Tag, b.Tag) })
	}
	return out
}
