package train

import (
	"cmp"
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/syntax/conllu"
	"github.com/volgens/volgens/analysis/syntax/internal/net"
)

// corpus is what training draws sentences from.
type corpus struct {
	running, short []*example // newspaper-like text; made-up sentences and questions
	quoting        []*example // of the running ones, those with a reported clause
	again          []*example // of the running ones, those named by Options.Again
}

// short lists the parts of the Dutch treebank that are no running text.
var short = []string{"eans", "qa", "g_suite", "h_suite", "i_suite", "j_suite", "ntv-suite", "wpspel"}

// maxTrained is the longest sentence learnt from.
const maxTrained = 120

// rare is how often a word may occur for its lemma rule to be learnt: commoner ones are
// in the dictionary.
const rare = 8

func (t *trainer) examples(all []conllu.Sentence) corpus {
	counts := map[string]int{}
	for _, s := range all {
		for _, w := range s.Words {
			counts[net.Normal(w.Form)]++
		}
	}
	l := newLabels(t.tables)
	cache := map[string]net.Features{}
	var c corpus
	for _, s := range all {
		if len(s.Words) > maxTrained {
			continue
		}
		e := &example{
			features: []net.Features{{Word: net.Root}}, count: []int{0},
			heads: []int32{-1}, rels: []int32{-1}, tags: []int32{-1}, rule: []int32{-1},
		}
		reported := false
		for _, w := range s.Words {
			f, ok := cache[w.Form]
			if !ok {
				f = net.Extract(w.Form, &t.weights.Sizes, t.tables)
				cache[w.Form] = f
			}
			n := counts[net.Normal(w.Form)]
			rule := int32(-1)
			if n <= rare {
				rule = l.rule(w)
			}
			e.features, e.count = append(e.features, f), append(e.count, n)
			e.heads, e.rels = append(e.heads, int32(w.Head+1)), append(e.rels, l.rel(w.Rel))
			e.tags, e.rule = append(e.tags, l.tag(w)), append(e.rule, rule)
			reported = reported || w.Rel == "ccomp" || w.Rel == "parataxis"
		}
		if t.Again != "" && strings.HasPrefix(s.ID(), t.Again) {
			c.again = append(c.again, e)
		}
		part, _, _ := strings.Cut(s.ID(), "/")
		switch {
		case slices.Contains(short, part):
			c.short = append(c.short, e)
		case reported:
			c.quoting = append(c.quoting, e)
			fallthrough
		default:
			c.running = append(c.running, e)
		}
	}
	return c
}

// epoch draws the batches of one pass: all running text, a quarter of the sentences with
// a reported clause once more, and half of the short ones unless the end is near.
func (t *trainer) epoch(late bool) [][]*example {
	list := slices.Clone(t.corpus.running)
	for _, e := range t.corpus.quoting {
		if t.rng.IntN(4) == 0 {
			list = append(list, e)
		}
	}
	for _, e := range t.corpus.short {
		if !late && t.rng.IntN(2) == 0 {
			list = append(list, e)
		}
	}
	for _, e := range t.corpus.again {
		if t.rng.IntN(2) == 0 {
			list = append(list, e)
		}
	}
	t.rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	key := make(map[*example]float64, len(list))
	for _, e := range list {
		key[e] = float64(len(e.heads)) * (1 + 0.1*t.rng.Float64())
	}
	slices.SortStableFunc(list, func(a, b *example) int { return cmp.Compare(key[a], key[b]) })
	var out [][]*example
	for len(list) > 0 {
		n, words := 0, 0
		for n < len(list) && (n == 0 || words+len(list[n].heads) <= t.Words) {
			words += len(list[n].heads)
			n++
		}
		out = append(out, list[:n:n])
		list = list[n:]
	}
	t.rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}
