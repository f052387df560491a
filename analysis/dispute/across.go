package dispute

import (
	"slices"
	"strconv"
	"strings"
)

const (
	// Window is the number of claims in its block with which a claim of another article is
	// compared: those published last before it.
	Window = 32
	// maxBlocks bounds the blocks of a claim.
	maxBlocks = 12
	// sameTime is how far apart two articles may be published that speak of one event, in seconds.
	sameTime = 31 * 24 * 3600
)

// blocks returns the blocks in which a claim meets those of other articles, sorted: one for
// each pair of a name and another word in it. Claims without a block in common have too little
// in common to be a dispute. A claim of the author, and a wish, has none.
func (f *Finder) blocks(k *Key) []string {
	if k.Author || k.Mood != Statement {
		return nil
	}
	names, words := f.blockWords(k)
	var out []string
	for i, name := range names {
		for _, other := range names[i+1:] {
			out = append(out, min(name, other)+"\x1f"+max(name, other))
		}
		for _, w := range words {
			out = append(out, name+"\x1f"+w)
		}
	}
	out = out[:min(len(out), maxBlocks)]
	slices.Sort(out)
	return slices.Compact(out)
}

// blockWords returns the names of a claim, each by its last word, and its other words, a
// word and its contrary alike.
func (f *Finder) blockWords(k *Key) (names, words []string) {
	for i := range k.Clauses {
		c := &k.Clauses[i]
		for j := range c.Terms {
			t := &c.Terms[j]
			switch {
			case t.Kind == Name && !t.isTime(c):
				names = appendNew(names, lastWord(t.Lemma))
			case t.weight() >= 0.5:
				words = appendNew(words, f.blockWord(t))
			}
		}
		if c.Predicate.Kind == Noun {
			words = appendNew(words, f.blockWord(&c.Predicate))
		}
	}
	for i := range k.Places {
		names = appendNew(names, lastWord(k.Places[i].Lemma))
	}
	return names, words
}

func appendNew(to []string, s string) []string {
	if s == "" || slices.Contains(to, s) {
		return to
	}
	return append(to, s)
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// blockWord returns the word itself, or for one with synonyms what stands for all of them.
func (f *Finder) blockWord(t *Term) string {
	if t.entry != nil && len(t.entry.concepts) > 0 {
		return "\x1e" + strconv.Itoa(f.pole(t.entry.concepts[0]))
	}
	return t.Lemma
}

// pole returns what a concept and its contrary have in common: the smaller of the two.
func (f *Finder) pole(concept int) int {
	if f.opposed[[2]int{concept - 1, concept}] {
		return concept - 1
	}
	return concept
}

// Neighbours compares the claims of one block, which come in the order of their publication.
// It holds the last Window of them.
type Neighbours struct {
	finder *Finder
	last   []Neighbour
	Pairs  int64 // compared so far
	Full   int64 // claims that had more neighbours than the window holds
}

// Neighbour is a claim of a block with the ids that its dispute will have.
type Neighbour struct {
	Key      *Key
	DocID    string
	ClaimID  string
	SourceID string
}

// Neighbours returns an empty block.
func (f *Finder) Neighbours() *Neighbours { return &Neighbours{finder: f} }

// Reset makes n ready for the next block.
func (n *Neighbours) Reset() { n.last = n.last[:0] }

// Add compares a claim with those before it in its block and calls yield with each claim of
// another article that it contradicts or supports.
func (n *Neighbours) Add(x Neighbour, yield func(Neighbour, Verdict)) {
	for i := range n.last {
		y := &n.last[i]
		if y.DocID == x.DocID || !near(y.Key, x.Key) {
			continue
		}
		n.Pairs++
		if v, ok := n.finder.Compare(y.Key, x.Key); ok {
			yield(*y, v)
		}
	}
	if len(n.last) == Window {
		n.Full++
		copy(n.last, n.last[1:])
		n.last[Window-1] = x
		return
	}
	n.last = append(n.last, x)
}

// near tells whether two claims were published at about one time. One without a date may
// have been published at any.
func near(a, b *Key) bool {
	if a.Published == 0 || b.Published == 0 {
		return true
	}
	d := a.Published - b.Published
	return -sameTime <= d && d <= sameTime
}
