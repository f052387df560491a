package evaluation

import "slices"

// measure numbers the figures of a report, in the order of the table.
type measure int

const (
	detection measure = iota
	typeDirect
	typeIndirect
	typeMixed
	nested
	goldWithoutSource
	contentExact
	contentStrict
	contentTokens
	sourceExact
	sourceOverlap
	sourceHead
	sourceNoneAgreed
	cueExact
	cueOverlap
	tuple
	tupleHead
	tagSource
	tagCue
	tagContent
	canonicalExactGold
	canonicalLikeGold
	canonicalExactPairs
	canonicalLikePairs
	stanceTarget
	stanceLabel
	measures
)

// Form says which numbers of a figure mean something.
type Form int

// The forms of a figure.
const (
	PrecisionRecall Form = iota // precision, recall and F1
	RecallOnly                  // recall: a prediction cannot be of that kind by itself
	Share                       // a share of Gold, in Recall
	MeanF1                      // F1 alone: a mean of other figures
)

// names are the measures' names in tables and JSON, the forms of their figures and the
// sections of the table in which they stand.
var names = [measures]struct {
	name    string
	form    Form
	section string
}{
	detection:           {"detection", PrecisionRecall, "found"},
	typeDirect:          {"type direct", PrecisionRecall, "found"},
	typeIndirect:        {"type indirect", PrecisionRecall, "found"},
	typeMixed:           {"type mixed", PrecisionRecall, "found"},
	nested:              {"nested", RecallOnly, "found"},
	goldWithoutSource:   {"gold without source", RecallOnly, "found"},
	contentExact:        {"content exact", PrecisionRecall, "content"},
	contentStrict:       {"content strict", PrecisionRecall, "content"},
	contentTokens:       {"content tokens", PrecisionRecall, "content"},
	sourceExact:         {"source exact", PrecisionRecall, "source"},
	sourceOverlap:       {"source overlap", PrecisionRecall, "source"},
	sourceHead:          {"source head", PrecisionRecall, "source"},
	sourceNoneAgreed:    {"source none agreed", Share, "source"},
	cueExact:            {"cue exact", PrecisionRecall, "cue"},
	cueOverlap:          {"cue overlap", PrecisionRecall, "cue"},
	tuple:               {"tuple", PrecisionRecall, "source and content"},
	tupleHead:           {"tuple-head", PrecisionRecall, "source and content"},
	tagSource:           {"tag SOURCE", PrecisionRecall, "words by part"},
	tagCue:              {"tag CUE", PrecisionRecall, "words by part"},
	tagContent:          {"tag CONTENT", PrecisionRecall, "words by part"},
	canonicalExactGold:  {"canonical exact of gold", Share, "name of the source"},
	canonicalLikeGold:   {"canonical name of gold", Share, "name of the source"},
	canonicalExactPairs: {"canonical exact of pairs", Share, "name of the source"},
	canonicalLikePairs:  {"canonical name of pairs", Share, "name of the source"},
	stanceTarget:        {"stance target", PrecisionRecall, "stance"},
	stanceLabel:         {"stance target+label", PrecisionRecall, "stance"},
}

// count is what a measure counted. Hits stand on both sides, because one prediction may
// be right in a way of which several gold attributions speak.
type count struct {
	predHits, pred int
	goldHits, gold int
}

func (c *count) add(d count) {
	c.predHits += d.predHits
	c.pred += d.pred
	c.goldHits += d.goldHits
	c.gold += d.gold
}

// of counts hits that are the same on both sides.
func of(hits, pred, gold int) count { return count{hits, pred, hits, gold} }

func (c count) precision() float64 { return ratio(c.predHits, c.pred) }
func (c count) recall() float64    { return ratio(c.goldHits, c.gold) }
func (c count) f1() float64        { return harmonic(c.precision(), c.recall()) }

func ratio(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

func harmonic(p, r float64) float64 {
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

// counts is what every measure counted in one document or in several together.
type counts [measures]count

func (c *counts) add(d *counts) {
	for m := range c {
		c[m].add(d[m])
	}
}

// comparison is a document's gold attributions beside the predictions.
type comparison struct {
	page       *page
	gold, pred []*entry
	pairs      []pair
	counts     counts
	labels     map[string][]label
}

// compare measures predictions on one page.
func compare(p *page, gold, pred []*entry) *comparison {
	c := &comparison{page: p, gold: gold, pred: pred, pairs: match(gold, pred, 0.5), labels: map[string][]label{}}
	c.countContent()
	c.countSources()
	c.countCues()
	c.countTags()
	c.countTypes()
	c.countNames()
	c.countLabels()
	return c
}

// ofPairs counts the pairs that hit among all attributions.
func (c *comparison) ofPairs(hit func(pair) bool) count {
	return of(len(c.hits(hit)), len(c.pred), len(c.gold))
}

// ofPairsWith counts the pairs that hit among the attributions that have the part.
func (c *comparison) ofPairsWith(part int, hit func(pair) bool) count {
	has := func(e *entry) bool { return len(e.words[part]) > 0 }
	return of(len(c.hits(hit)), number(c.pred, has), number(c.gold, has))
}

func (c *comparison) hits(hit func(pair) bool) []pair {
	var out []pair
	for _, p := range c.pairs {
		if hit(p) {
			out = append(out, p)
		}
	}
	return out
}

func number(list []*entry, has func(*entry) bool) int {
	n := 0
	for _, e := range list {
		if has(e) {
			n++
		}
	}
	return n
}

func (c *comparison) countContent() {
	c.counts[detection] = c.ofPairs(func(pair) bool { return true })
	c.counts[contentExact] = c.ofPairs(func(p pair) bool { return p.same(content) })
	c.counts[contentStrict] = c.ofPairs(func(p pair) bool {
		return slices.Equal(c.page.trimmed(p.gold.spans[content]), c.page.trimmed(p.pred.spans[content]))
	})
	t := &c.counts[contentTokens]
	for _, e := range c.gold {
		t.gold += len(e.words[content])
	}
	for _, e := range c.pred {
		t.pred += len(e.words[content])
	}
	for _, p := range match(c.gold, c.pred, 0) {
		shared := p.gold.words[content].shared(p.pred.words[content])
		t.goldHits += shared
		t.predHits += shared
	}
}

func (c *comparison) countSources() {
	c.counts[sourceExact] = c.ofPairsWith(source, func(p pair) bool {
		return len(p.gold.words[source]) > 0 && p.same(source)
	})
	c.counts[sourceOverlap] = c.ofPairsWith(source, func(p pair) bool {
		a, b := p.gold.words[source], p.pred.words[source]
		return len(a) > 0 && len(b) > 0 && c.page.meaningful(a).shared(c.page.meaningful(b)) > 0
	})
	c.counts[sourceHead] = c.ofPairsWith(source, c.sameHead)
	c.counts[sourceNoneAgreed] = of(len(c.hits(func(p pair) bool {
		return (len(p.gold.words[source]) > 0) == (len(p.pred.words[source]) > 0)
	})), len(c.pairs), len(c.pairs))
	c.counts[tuple] = c.ofPairs(pair.sameSource)
	c.counts[tupleHead] = c.ofPairs(func(p pair) bool { return p.neitherHasSource() || c.sameHead(p) })
	without := func(e *entry) bool { return len(e.words[source]) == 0 }
	c.counts[goldWithoutSource] = c.goldOnly(without)
}

// goldOnly counts how many of the gold attributions that are so were found.
func (c *comparison) goldOnly(is func(*entry) bool) count {
	return count{goldHits: len(c.hits(func(p pair) bool { return is(p.gold) })), gold: number(c.gold, is)}
}

// sameHead tells whether each source phrase holds the head of the other.
func (c *comparison) sameHead(p pair) bool {
	a, b := p.gold.words[source], p.pred.words[source]
	return len(a) > 0 && len(b) > 0 && b.has(c.page.head(a)) && a.has(c.page.head(b))
}

// same tells whether a part has the same words on both sides.
func (p pair) same(part int) bool { return slices.Equal(p.gold.words[part], p.pred.words[part]) }

func (p pair) neitherHasSource() bool {
	return len(p.gold.words[source]) == 0 && len(p.pred.words[source]) == 0
}

// sameSource tells whether the sources share at least half of their words, or neither is there.
func (p pair) sameSource() bool {
	return p.neitherHasSource() || p.gold.words[source].jaccard(p.pred.words[source]) >= 0.5
}

func (c *comparison) countCues() {
	c.counts[cueExact] = c.ofPairsWith(cue, func(p pair) bool { return len(p.gold.words[cue]) > 0 && p.same(cue) })
	c.counts[cueOverlap] = c.ofPairsWith(cue, func(p pair) bool { return p.gold.words[cue].shared(p.pred.words[cue]) > 0 })
}

// countTags counts words and marks by the part in which they stand, whoever says it.
func (c *comparison) countTags() {
	for part, m := range [parts]measure{source: tagSource, cue: tagCue, content: tagContent} {
		gold, pred := unitsIn(c.gold, part), unitsIn(c.pred, part)
		c.counts[m] = of(gold.shared(pred), len(pred), len(gold))
	}
}

func unitsIn(list []*entry, part int) set {
	sets := make([]set, len(list))
	for i, e := range list {
		sets[i] = e.units[part]
	}
	return union(sets...)
}

func (c *comparison) countTypes() {
	for i, m := range [...]measure{typeDirect, typeIndirect, typeMixed} {
		is := func(e *entry) bool { return e.kind == types[i] }
		n := c.goldOnly(is)
		n.pred = number(c.pred, is)
		n.predHits = len(c.hits(func(p pair) bool { return is(p.pred) }))
		c.counts[m] = n
	}
	c.counts[nested] = c.goldOnly((*entry).isNested)
}

func (e *entry) isNested() bool {
	set := func(key string) bool {
		v := e.from.Attrs[key]
		return v != "" && v != "false" && v != "0" && v != "[]"
	}
	return set("nested_in") || set("is_nested")
}
