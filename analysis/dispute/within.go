package dispute

import (
	"cmp"
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/claim"
	"github.com/volgens/volgens/analysis/syntax"
	"github.com/volgens/volgens/analysis/text"
)

// Keys returns a key for every claim of a document. sources gives the id of a source by its
// index in the document.
func (f *Finder) Keys(in Input, sources func(int) string) []Key {
	if f.foreign || len(in.Claims) == 0 {
		return nil
	}
	r := &reader{Finder: f, Input: in, trees: make([]*syntax.Tree, len(in.Sentences))}
	keys := make([]Key, len(in.Claims))
	for i := range in.Claims {
		keys[i] = r.key(i, sources)
		keys[i].Blocks = f.blocks(&keys[i])
	}
	return keys
}

func (r *reader) key(i int, sources func(int) string) Key {
	c := &r.Claims[i]
	k := Key{Claim: i, Author: c.Attribution < 0, Sentence: r.first(c.Spans[0].Start), Published: r.Published, Clauses: r.clauses(c)}
	if k.Author {
		return k
	}
	a := &r.Attributions[c.Attribution]
	if a.SourceID >= 0 {
		k.Source = sources(a.SourceID)
	}
	k.Places = r.places(a.Source)
	k.Denied = denies(a)
	k.Mood = r.mood(a, c)
	return k
}

// maxPlaces bounds the names that are kept of the words for a source.
const maxPlaces = 2

// places returns the names in the words for a source.
func (r *reader) places(source []text.Span) []Term {
	var out []Term
	for _, span := range source {
		i := r.first(span.Start)
		if i >= len(r.Sentences) || len(r.Sentences[i].Tokens) == 0 {
			continue
		}
		s := scope{reader: r, Tree: r.tree(i), in: make([]bool, len(r.Sentences[i].Tokens))}
		s.mark(source)
		for k := range s.Tokens {
			if t := &s.Tokens[k]; s.in[k] && t.UPOS == "PROPN" && !s.inName(k) && len(out) < maxPlaces {
				out = append(out, s.term(k, Below))
			}
		}
	}
	return out
}

// denies tells whether the cue rejects its content.
func denies(a *attribution.Attribution) bool {
	return a.Polarity == "denied" || a.CueClass == "deny" || a.CueClass == "disagree"
}

// wishes are the classes of cues that say nothing of what is so.
var wishes = map[string]bool{
	"hope": true, "fear": true, "demand": true, "ask": true, "propose": true, "intend": true, "promise": true, "wonder": true,
	"support": true, "oppose": true, "praise": true, "regret": true,
}

// mood tells how a claim is meant.
func (r *reader) mood(a *attribution.Attribution, c *claim.Claim) Mood {
	last := c.Spans[len(c.Spans)-1].In(r.Text)
	switch first, _, _ := strings.Cut(fold(c.Spans[0].In(r.Text)), " "); {
	case wishes[a.CueClass]:
		return Wish
	case r.words[first].is(question) && a.Type != attribution.Direct || strings.Contains(last, "?"):
		return Question
	case c.Certainty == "possible" && a.Certainty == "" && a.CueClass != "suggest":
		return Chance // by words of its own, not because the reporter doubts it
	}
	return Statement
}

// window is the number of claims after it with which a claim of the same article is
// compared, whatever they share; maxPosting bounds the claims that a word calls up.
const (
	window     = 6
	maxPosting = 24
)

// Within returns the pairs of claims of one document that contradict or support each other,
// in order of their claims. keys are those of Keys for the same document.
func (f *Finder) Within(in Input, keys []Key) []Pair {
	if len(keys) < 2 {
		return nil
	}
	w := &within{Finder: f, Input: in, keys: keys, found: map[[2]int]Verdict{}}
	w.rebuttals()
	w.pairs()
	return w.list()
}

type within struct {
	*Finder
	Input
	keys  []Key
	found map[[2]int]Verdict
}

// list returns what was found, in order.
func (w *within) list() []Pair {
	out := make([]Pair, 0, len(w.found))
	for k, v := range w.found {
		out = append(out, Pair{A: k[0], B: k[1], Verdict: v})
	}
	slices.SortFunc(out, func(a, b Pair) int { return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B)) })
	return out
}

// pairs compares every claim with those near it and those that share a word with it.
func (w *within) pairs() {
	posting := map[string][]int{}
	for i := range w.keys {
		seen := map[int]bool{}
		for j := max(0, i-window); j < i; j++ {
			seen[j] = true
			w.compare(j, i)
		}
		for _, word := range w.blocks(&w.keys[i]) {
			for _, j := range posting[word] {
				if !seen[j] {
					seen[j] = true
					w.compare(j, i)
				}
			}
			p := append(posting[word], i)
			posting[word] = p[max(0, len(p)-maxPosting):]
		}
	}
}

// blocks returns the words by which a claim finds others of its article.
func (w *within) blocks(k *Key) []string {
	var out []string
	add := func(t *Term) {
		if t.Kind <= Verb && t.weight() > 0 && !slices.Contains(out, t.Lemma) {
			out = append(out, t.Lemma)
		}
	}
	for i := range k.Clauses {
		add(&k.Clauses[i].Predicate)
		for j := range k.Clauses[i].Terms {
			add(&k.Clauses[i].Terms[j])
		}
	}
	return out
}

// compare compares claims i and j, i before j.
func (w *within) compare(i, j int) {
	a, b := &w.keys[i], &w.keys[j]
	if !w.comparable(a, b) {
		return
	}
	v, ok := w.Finder.compare(a, b, w.setting(a, b))
	if !ok {
		return
	}
	if old, there := w.found[[2]int{i, j}]; !there || better(v, old) {
		w.found[[2]int{i, j}] = v
	}
}

// comparable tells whether two claims may be a dispute: not both the author's, not two
// claims by nobody, not one inside the other.
func (w *within) comparable(a, b *Key) bool {
	if a.Author && b.Author || a.Source == "" && b.Source == "" && !a.Author && !b.Author {
		return false
	}
	if w.overlap(a.Claim, b.Claim) {
		return false
	}
	return w.attribution(a) < 0 || w.attribution(a) != w.attribution(b)
}

// overlap tells whether two claims share words.
func (w *within) overlap(i, j int) bool {
	for _, s := range w.Claims[i].Spans {
		for _, t := range w.Claims[j].Spans {
			if s.Overlaps(t) {
				return true
			}
		}
	}
	return false
}

func (w *within) attribution(k *Key) int { return w.Claims[k.Claim].Attribution }

func (w *within) setting(a, b *Key) setting {
	return setting{
		within: true, apart: b.Sentence - a.Sentence, same: a.Source != "" && a.Source == b.Source,
		contrast: w.contrastBetween(a, b), blame: w.blames(a, b) && w.blames(b, a),
	}
}

// contrastBetween returns the word between the claims, or at the start of the later one's
// sentence, that sets them against each other.
func (w *within) contrastBetween(a, b *Key) string {
	if b.Sentence-a.Sentence > 1 {
		return ""
	}
	from, to := w.end(a), w.Claims[b.Claim].Spans[0].Start
	sentence := &w.Sentences[b.Sentence]
	if b.Sentence > a.Sentence {
		from, to = sentence.Start, sentence.End
	}
	for i := range sentence.Tokens {
		t := &sentence.Tokens[i]
		if t.Start >= from && t.End <= to && w.words[fold(t.In(w.Text))].is(contrast) {
			return t.In(w.Text)
		}
	}
	return ""
}

func (w *within) end(k *Key) int {
	spans := w.Claims[k.Claim].Spans
	return spans[len(spans)-1].End
}

// blames tells whether a subject of claim a is named in the source of claim b.
func (w *within) blames(a, b *Key) bool {
	i := w.attribution(b)
	if i < 0 {
		return false
	}
	for c := range a.Clauses {
		s := head(&a.Clauses[c], Subject)
		if s == nil {
			continue
		}
		for k := range a.Clauses[c].Terms {
			t := &a.Clauses[c].Terms[k]
			if t.Kind == Name && (t.Role == Subject || t.Role == Below) && w.names(w.Attributions[i].Source, t.Lemma) {
				return true
			}
		}
	}
	return false
}

// names tells whether the words of spans have the folded name.
func (w *within) names(spans []text.Span, name string) bool {
	for _, s := range spans {
		if containsWord(fold(s.In(w.Text)), name) {
			return true
		}
	}
	return false
}
