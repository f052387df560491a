package coref

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/syntax"
	"github.com/volgens/volgens/analysis/text"
)

// token is a token of the text with what the lexicon and the tree know of it. Heads count
// over the whole document.
type token struct {
	*text.Token
	word     *lexicon.Word
	head     int // -1 for a root and where no tree is known
	sentence int
	upper    bool
	initial  bool // first word of its sentence or quotation
	quoted   int  // index of the innermost quotation around it, -1 for none
}

// index lays the tokens of all sentences in one row.
func (d *document) index() {
	n := 0
	for i := range d.Sentences {
		n += len(d.Sentences[i].Tokens)
	}
	d.tokens = make([]token, 0, n)
	d.first = make([]int, len(d.Sentences)+1)
	d.trees = make([]*syntax.Tree, len(d.Sentences))
	for i := range d.Sentences {
		d.first[i] = len(d.tokens)
		initial := true
		known := d.Words.Sentence(i)
		for k := range d.Sentences[i].Tokens {
			t := &d.Sentences[i].Tokens[k]
			r := firstRune(t.In(d.Text))
			x := token{Token: t, word: known[k], sentence: i, upper: isUpper(r), initial: initial, head: -1, quoted: -1}
			if t.Head >= 0 {
				x.head = d.first[i] + int(t.Head)
			}
			switch {
			case unicode.IsLetter(r) || unicode.IsDigit(r):
				initial = false
			case r == ':' || strings.ContainsRune(quoteMarks, r):
				initial = true
			}
			d.tokens = append(d.tokens, x)
		}
	}
	d.first[len(d.Sentences)] = len(d.tokens)
	d.quotes()
}

const quoteMarks = "\"'“”„‘’‚«»‹›`"

// quotes notes which quotation holds each token. Quotations are in order, inner ones behind
// those around them.
func (d *document) quotes() {
	var open []int
	q := 0
	for i := range d.tokens {
		at := d.tokens[i].Start
		for ; q < len(d.Quotations) && d.Quotations[q].Start <= at; q++ {
			open = append(open, q)
		}
		for len(open) > 0 && d.Quotations[open[len(open)-1]].End <= at {
			open = open[:len(open)-1]
		}
		if len(open) > 0 {
			d.tokens[i].quoted = open[len(open)-1]
		}
	}
}

// form returns the words of token i.
func (d *document) form(i int) string { return d.tokens[i].In(d.Text) }

// is tells whether token i exists and has one of the flags.
func (d *document) is(i int, f lexicon.Flags) bool {
	return i >= 0 && i < len(d.tokens) && d.tokens[i].word.Is(f)
}

// tag tells whether token i exists and is one of the parts of speech.
func (d *document) tag(i int, tags ...string) bool {
	return i >= 0 && i < len(d.tokens) && slices.Contains(tags, d.tokens[i].UPOS)
}

// rel tells whether token i hangs on its head by one of the relations or a subtype of it.
func (d *document) rel(i int, rels ...string) bool {
	for _, r := range rels {
		if syntax.Is(d.tokens[i].Rel, r) {
			return true
		}
	}
	return false
}

// feat returns the value of a feature of token i: "Plur" for Number.
func (d *document) feat(i int, name string) string {
	for f := range strings.SplitSeq(d.tokens[i].Feats, "|") {
		if k, v, ok := strings.Cut(f, "="); ok && k == name {
			return v
		}
	}
	return ""
}

// tree returns the tree of the sentence of token i, and the number of its first token.
func (d *document) tree(i int) (*syntax.Tree, int) {
	s := d.tokens[i].sentence
	if d.trees[s] == nil {
		d.trees[s] = syntax.TreeOf(d.Sentences[s].Tokens)
	}
	return d.trees[s], d.first[s]
}

// children yields the tokens that token i governs, in order.
func (d *document) children(i int) func(func(int) bool) {
	t, at := d.tree(i)
	return func(yield func(int) bool) {
		for _, c := range t.Children(i - at) {
			if !yield(at + int(c)) {
				return
			}
		}
	}
}

// child returns the first token that i governs by one of the relations, -1 for none.
func (d *document) child(i int, rels ...string) int {
	t, at := d.tree(i)
	if c := t.Child(i-at, rels...); c >= 0 {
		return at + c
	}
	return -1
}

// bounds returns the first token of the subtree of i and the one behind its last.
func (d *document) bounds(i int) (from, to int) {
	t, at := d.tree(i)
	low, high := t.Bounds(i - at)
	return at + low, at + high + 1
}

// tokensIn returns the range of tokens inside a span.
func (d *document) tokensIn(s text.Span) (from, to int) {
	from, _ = slices.BinarySearchFunc(d.tokens, s.Start, func(t token, at int) int { return cmp.Compare(t.Start, at) })
	to, _ = slices.BinarySearchFunc(d.tokens, s.End, func(t token, at int) int { return cmp.Compare(t.End, at+1) })
	return from, max(from, to)
}

// span returns the bytes of tokens from up to to.
func (d *document) span(from, to int) text.Span {
	return text.Span{Start: d.tokens[from].Start, End: d.tokens[to-1].End}
}

// phrase returns the words of tokens from up to to with single blanks: names cross line ends.
func (d *document) phrase(from, to int) string {
	if from >= to {
		return ""
	}
	return strings.Join(strings.Fields(d.span(from, to).In(d.Text)), " ")
}

// near tells whether token j follows the one before it in the same sentence and paragraph.
func (d *document) near(j int) bool {
	return j > 0 && j < len(d.tokens) && d.tokens[j].sentence == d.tokens[j-1].sentence &&
		strings.Count(d.Text[d.tokens[j-1].End:d.tokens[j].Start], "\n") < 2
}

// comma tells whether token i is a comma or a dash.
func (d *document) comma(i int) bool {
	if i < 0 || i >= len(d.tokens) {
		return false
	}
	switch d.form(i) {
	case ",", "–", "—", "-":
		return true
	}
	return false
}

// headNoun returns what the lexicon knows of the noun at token i as a source, nil for nothing.
func (d *document) headNoun(i int) *lexicon.Head {
	t := &d.tokens[i]
	if t.word.Head != nil {
		return t.word.Head
	}
	if t.word.Known() && !t.upper && t.UPOS != "NOUN" {
		return nil
	}
	if t.UPOS != "" && t.UPOS != "NOUN" && t.UPOS != "PROPN" && t.UPOS != "X" && !(d.aged(i) && d.child(i, "det") >= 0) {
		return nil
	}
	if h := d.lex.Compound(d.form(i)); h != nil {
		return h
	}
	if d.member(i) {
		return &lexicon.Head{Kind: string(Person), Lemma: "lid"}
	}
	if w := d.lex.Word(t.Lemma); t.UPOS == "NOUN" && w.Head != nil {
		return w.Head
	}
	return nil
}

// aged tells whether token i says how old somebody is: "47-jarige", "47-year-old".
func (d *document) aged(i int) bool {
	if d.lex.Aged(d.form(i)) {
		return i > 1 && d.near(i) && d.form(i-1) == "-"
	}
	_, end, ok := strings.Cut(d.form(i), "-")
	return ok && unicode.IsDigit(firstRune(d.form(i))) && d.lex.Aged(end)
}

// agedNoun tells whether token i, or an adjective before it, does.
func (d *document) agedNoun(i int) bool {
	if d.aged(i) {
		return true
	}
	for c := range d.children(i) {
		if c < i && d.aged(c) {
			return true
		}
	}
	return false
}

// headKind returns the kind of the noun at token i, "" where the lexicon knows none.
func (d *document) headKind(i int) Kind {
	if h := d.headNoun(i); h != nil {
		return Kind(h.Kind)
	}
	return ""
}

// body tells whether the noun at token i names an organisation or the like, not people.
func (d *document) body(i int) bool {
	switch d.headKind(i) {
	case Organisation, Government, Media, DocumentKind:
		return true
	}
	return false
}

// plural tells whether the noun at token i is a plural.
func (d *document) plural(i int) bool {
	h := d.headNoun(i)
	w := lexicon.Fold(d.form(i))
	if h != nil && slices.Contains(h.Forms, w) && !slices.Contains(h.Plural, w) {
		return false // "schepen van Openbare Werken" is one
	}
	if n := d.feat(i, "Number"); n != "" {
		return n == "Plur"
	}
	if h == nil {
		return false
	}
	return slices.ContainsFunc(h.Plural, func(p string) bool { return strings.HasSuffix(w, p) })
}

// lemma returns the folded dictionary form of the noun at token i.
func (d *document) lemma(i int) string {
	if h := d.tokens[i].word.Head; h != nil {
		return lexicon.Fold(h.Lemma)
	}
	if l := d.tokens[i].Lemma; l != "" {
		return lexicon.Fold(l)
	}
	return lexicon.Fold(d.form(i))
}

// indefinite tells whether the noun phrase of token i has an indefinite article.
func (d *document) indefinite(i int) bool {
	for c := range d.children(i) {
		if c < i && d.tokens[c].word.Is(lexicon.AnArticle) {
			return true
		}
	}
	return i > 0 && d.is(i-1, lexicon.AnArticle)
}

// definite tells whether the noun phrase of token i has a definite article, a demonstrative.
func (d *document) definite(i int) bool {
	for c := range d.children(i) {
		if c < i && d.tokens[c].word.Is(lexicon.Article|lexicon.Demonstrative) && !d.tokens[c].word.Is(lexicon.AnArticle) && d.rel(c, "det") {
			return true
		}
	}
	return i > 0 && d.is(i-1, lexicon.Article) && !d.is(i-1, lexicon.AnArticle)
}

// headline tells whether token i stands in a title or heading.
func (d *document) headline(i int) bool {
	k := d.Blocks[d.Sentences[d.tokens[i].sentence].Block].Kind
	return k == text.Title || k == text.Heading || k == text.Question
}

func firstRune(s string) rune {
	r, n := utf8.DecodeRuneInString(s)
	if n < len(s) && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		for _, x := range s {
			if unicode.IsLetter(x) {
				return x
			}
		}
	}
	return r
}

func isUpper(r rune) bool { return unicode.IsUpper(r) || unicode.IsTitle(r) }

// lowerFirst gives a phrase from the beginning of a sentence the first letter that it has
// inside one; acronyms and names keep theirs.
func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if next, _ := utf8.DecodeRuneInString(s[n:]); !unicode.IsLower(next) && next != ' ' {
		return s
	}
	if first, _, _ := strings.Cut(s[n:], "-"); !strings.Contains(first, " ") && strings.ContainsFunc(first, unicode.IsUpper) {
		return s // "PvdA-Kamerlid"
	}
	return string(unicode.ToLower(r)) + s[n:]
}

// lowered gives a phrase that begins at token i, the first of a sentence, the first letter
// that it has inside one.
func (d *document) lowered(i int, phrase string) string {
	if f := lexicon.Fold(d.form(i)); d.is(i, lexicon.NoName) && !d.lex.TitleCase(d.form(i)) || d.mid[f] && (d.tag(i, "ADJ") || d.lower[f] == 0) {
		return phrase // "Franse"
	}
	if last := phrase[strings.LastIndexByte(phrase, ' ')+1:]; !d.lex.VerbSecond && last != phrase && isUpper(firstRune(last)) && !acronymLike(last) && !d.lex.TitleCase(d.form(i)) {
		return phrase // "Detective Superintendent"
	}
	if name, _, ok := strings.Cut(d.form(i), "-"); ok && (d.mid[lexicon.Fold(name)] || d.wordKnown(name) || d.lex.Word(name).Is(lexicon.PlaceNamed|lexicon.OtherNamed)) {
		return phrase // "Vitesse-trainer"
	}
	return lowerFirst(phrase)
}

// trimGenitive takes the genitive off a name: "Jansen's".
func trimGenitive(s string) string {
	for _, suffix := range []string{"’s", "'s", "’", "'"} {
		if t := strings.TrimSuffix(s, suffix); t != s && t != "" {
			return t
		}
	}
	return s
}
