package attribution

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/text"
)

// Finder finds the attributions of texts in one language. It is immutable and safe for
// concurrent use.
type Finder struct {
	lex *lexicon.Lexicon
}

// New returns a finder that knows what lex knows.
func New(lex *lexicon.Lexicon) *Finder { return &Finder{lex: lex} }

// Input is a text with its units. Sentences have tokens; all slices are in order.
type Input struct {
	Text       string
	Blocks     []text.Block
	Sentences  []text.Sentence
	Quotations []text.Quotation
	Words      *lexicon.Table // of the sentences; nil to look them up
}

// Result is what a finder found.
type Result struct {
	Attributions []Attribution // in order of the text
	Unresolved   []text.Span   // cue-like words that led to no attribution, in order
}

// Find returns the attributions of a text. SourceID and Via are -1 in all of them.
func (f *Finder) Find(in Input) Result {
	if in.Words == nil {
		in.Words = f.lex.Lookup(in.Text, in.Sentences)
	}
	p := &passage{Finder: f, Input: in}
	p.build()
	slices.SortStableFunc(p.units, func(a, b *unit) int {
		return cmp.Or(cmp.Compare(a.items[0].Start, b.items[0].Start), cmp.Compare(a.level, b.level))
	})
	p.transcript()
	for i, u := range p.units {
		u.find(p.before(i), p.above(i))
	}
	p.carry()
	return Result{Attributions: p.finish(), Unresolved: p.unresolved()}
}

// found is an attribution under construction.
type found struct {
	Attribution
	unit  *unit
	quote bool // its content is a quotation, alone
}

// before returns the unit of the same level and block that stands before unit i.
func (p *passage) before(i int) *unit {
	u := p.units[i]
	for k := i - 1; k >= 0 && k > i-8; k-- {
		if p.units[k].level == u.level {
			if p.units[k].block == u.block {
				return p.units[k]
			}
			return nil
		}
	}
	return nil
}

// above returns what "dat" at the beginning of unit i may stand for: the unit before it, be it
// the last one of the paragraph above.
func (p *passage) above(i int) *unit {
	if prev := p.before(i); prev != nil {
		return prev
	}
	u := p.units[i]
	if u.level >= 0 || u.block < 1 || p.Blocks[u.block].Kind != text.Paragraph || p.Blocks[u.block-1].Kind != text.Paragraph {
		return nil
	}
	for k := i - 1; k >= 0 && k > i-8; k-- {
		if prev := p.units[k]; prev.level < 0 {
			if prev.block == u.block-1 {
				return prev
			}
			break
		}
	}
	return nil
}

// find runs the rules over one unit, the surest first. prev is the unit before it in its
// paragraph, above the one that it may take up.
func (u *unit) find(prev, above *unit) {
	u.spot()
	u.colonFrames()
	u.signed(prev)
	u.quotationFrames()
	u.openerFrames()
	u.accordingTo(prev)
	u.anaphors(above)
	u.sourceFrames()
	u.equatedFrames()
	u.clauses()
	u.nouns()
	u.impersonal()
}

// spot finds the phrases of the lexicon and the lures among them.
func (u *unit) spot() {
	for i := range u.items {
		u.set.Add(u.items[i].word)
	}
	for i := range u.items {
		it := &u.items[i]
		if it.isQuote() || len(it.word.Phrases) == 0 {
			continue
		}
		for _, ph := range it.word.Phrases {
			if ph.Kind > lexicon.LureAfter || ph.Kind == lexicon.Plain {
				continue
			}
			n := 0
			if u.set.MayMatch(ph) {
				n = ph.Match(func(k int) *lexicon.Word { return u.at(i + k).word })
			}
			if n == 0 {
				continue
			}
			if ph.Kind == lexicon.LurePhrase {
				for k := i; k < i+n; k++ {
					u.lured[k] = true
				}
				continue
			}
			if _, ok := ph.Entry.(*lexicon.Adverb); ok {
				for k := i + 1; k < i+n; k++ {
					u.lured[k] = true // "naar eigen [zeggen]" is no verb
				}
			}
			if f, ok := ph.Entry.(*lexicon.Frame); ok && f.After_ != nil && !u.set.MayMatch(f.After_) {
				continue
			}
			u.list = append(u.list, phraseAt{i, n, ph})
		}
	}
}

// pieces is a list of item ranges, half open.
type pieces [][2]int

// add appends an attribution found by a rule. Empty content is none.
func (u *unit) add(rule string, conf float64, cue *lexicon.Cue, source, cues, content pieces) *found {
	a := Attribution{
		Source: u.spans(source), Cue: u.spans(cues), Content: u.content(content),
		NestedIn: -1, SourceID: -1, Via: -1, From: -1, Rule: u.lex.Code + "/" + rule, Confidence: conf,
	}
	if len(source) == 1 && source[0][1]-source[0][0] == 1 {
		if pr := u.pronoun(source[0][0], "nom"); pr != nil && pr.Person < 3 && u.level >= 0 {
			return nil // whoever is quoted speaks of his own words
		}
	}
	if rule != "anaphor" && len(content) == 1 && content[0][1]-content[0][0] == 1 && u.at(content[0][0]).is(lexicon.Anaphor|lexicon.That) {
		if !u.takesUp(rule, &a, content[0][0]) {
			return nil
		}
	}
	if len(a.Content) == 0 || u.hits >= maxFound {
		return nil
	}
	u.hits++
	if cue != nil {
		a.CueLemma, a.CueClass = cue.Lemma, cue.Class
		a.Signals = Signals{Act: cue.Act, Certainty: cue.Certainty, Polarity: cue.Polarity, Distance: cue.Distance, Position: cue.Position}
	}
	for _, c := range cues {
		for k := c[0]; k < c[1]; k++ {
			u.used[k] = true
		}
	}
	for _, c := range source {
		for k := c[0]; k < c[1]; k++ {
			u.taken[k] = true
		}
	}
	for _, c := range content {
		for k := c[0]; k < c[1]; k++ {
			if u.items[k].isQuote() {
				u.used[k] = true
			}
		}
	}
	u.own = true
	u.passage.out = append(u.passage.out, found{Attribution: a, unit: u})
	return &u.passage.out[len(u.passage.out)-1]
}

// takesUp gives a, whose object is the pro-form at item i, the content that was attributed
// before it in the same sentence.
//
// Anaphoric frames: content is what the pro-form stands for.
// De verdachte zegt onschuldig te zijn, zijn advocaat spreekt dat tegen.
func (u *unit) takesUp(rule string, a *Attribution, i int) bool {
	last := u.passage.lastOf(u)
	if rule != "noun-object" || last == nil || len(last.Content) == 0 || last.Content[len(last.Content)-1].End > u.items[i].Start ||
		!u.at(i).is(lexicon.Anaphor) || sameSpans(last.Source, a.Source) {
		return false
	}
	a.Anaphor, a.Content = a.Content, slices.Clone(last.Content)
	return true
}

func (u *unit) spans(ps pieces) []text.Span {
	var out []text.Span
	for _, p := range ps {
		if p[0] < p[1] {
			out = append(out, text.Span{Start: u.items[p[0]].Start, End: u.items[p[1]-1].End})
		}
	}
	slices.SortFunc(out, func(a, b text.Span) int { return cmp.Compare(a.Start, b.Start) })
	// neighbours with nothing but white space between become one
	k := 0
	for i := range out {
		if k > 0 && strings.TrimSpace(u.Text[out[k-1].End:max(out[k-1].End, out[i].Start)]) == "" {
			out[k-1].End = max(out[k-1].End, out[i].End)
			continue
		}
		out[k] = out[i]
		k++
	}
	return out[:k]
}

// content cuts marks off the ends of each piece: final punctuation is no content, nor is
// a comma before a frame.
func (u *unit) content(ps pieces) []text.Span {
	for i := range ps {
		for ps[i][0] < ps[i][1] && u.at(ps[i][0]).mark != 0 && u.at(ps[i][0]).mark != '(' && u.at(ps[i][0]).mark != '*' {
			ps[i][0]++
		}
		for ps[i][0] < ps[i][1] && strings.IndexByte(",.;:-?!", u.at(ps[i][1]-1).mark) >= 0 && u.at(ps[i][1]-1).mark != 0 {
			ps[i][1]--
		}
	}
	out := u.spans(ps)
	if len(ps) == 1 && ps[0][1]-ps[0][0] == 1 && u.at(ps[0][0]).is(stopsPhrase|lexicon.Article) && !u.at(ps[0][0]).is(lexicon.Anaphor) {
		return nil
	}
	for i := 0; i < len(out); i++ {
		if !hasLetter(out[i].In(u.Text)) {
			out = slices.Delete(out, i, i+1)
			i--
		}
	}
	return out
}

// finish puts the attributions in order, merges double frames, and tells which one is
// inside which.
func (p *passage) finish() []Attribution {
	order := make([]int, len(p.out))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := &p.out[a].Attribution, &p.out[b].Attribution
		return cmp.Or(cmp.Compare(x.Content[0].Start, y.Content[0].Start),
			cmp.Compare(y.Content[len(y.Content)-1].End, x.Content[len(x.Content)-1].End))
	})
	where := make([]int, len(p.out))
	var out []Attribution
	for _, i := range order {
		a := p.out[i].Attribution
		if n := len(out); n > 0 && sameSpans(out[n-1].Content, a.Content) && merges(&out[n-1], &a) {
			where[i] = n - 1
			continue
		}
		where[i] = len(out)
		a.Type = p.typeOf(&p.out[i])
		out = append(out, a)
	}
	for i := range out {
		if out[i].From >= 0 {
			out[i].From = where[out[i].From]
		}
	}
	nest(out)
	return p.dropDoubtful(out)
}

// dropDoubtful takes out what is attributed inside the content of another attribution by a
// rule or a cue that is not sure enough there: whoever is reported on says what others think,
// want and like as a part of his own account.
//
// “He wants to sell the mill and they know it,” said Frost: one attribution, not three.
func (p *passage) dropDoubtful(in []Attribution) []Attribution {
	where := make([]int, len(in))
	carries := make([]bool, len(in))
	for _, a := range in {
		if a.From >= 0 {
			carries[a.From] = true
		}
	}
	var out []Attribution
	for i, a := range in {
		if a.NestedIn >= 0 && !carries[i] && (p.bySomebody(&a) && !p.byOthers(&a, &in[a.NestedIn]) || !sureWithin(&a, &in[a.NestedIn])) {
			where[i] = where[a.NestedIn]
			continue
		}
		where[i] = len(out)
		out = append(out, a)
	}
	for i := range out {
		a := &out[i]
		if a.From >= 0 {
			a.From = where[a.From]
		}
		if a.NestedIn >= 0 {
			a.NestedIn = where[a.NestedIn]
		}
	}
	return out
}

// bySomebody tells whether only a pronoun names the source: who “they” are inside the words
// of another, nobody can tell for sure.
func (p *passage) bySomebody(a *Attribution) bool {
	if len(a.Source) != 1 {
		return false
	}
	w := p.lex.Word(a.Source[0].In(p.Text))
	return len(w.Pronouns) > 0 || w.Is(lexicon.Relative|lexicon.Indefinite) && !w.Is(lexicon.Article)
}

// byOthers tells whether the attribution a is all that the report outer says, and of several
// people: they are not the one who reports it, who must have known them.
//
// “They fear that the dyke will break, says Jansen.”
func (p *passage) byOthers(a, outer *Attribution) bool {
	if outer.Type != Indirect || len(a.Source) != 1 || len(a.Cue) == 0 || len(outer.Content) != 1 {
		return false
	}
	all, last := outer.Content[0], a.Content[len(a.Content)-1]
	return a.Source[0].Start-all.Start < maxConjunction && all.End == last.End && strings.Contains(p.tokenAt(a.Cue[0].Start).Feats, "Number=Plur")
}

// maxConjunction bounds the length of a conjunction, in bytes: "dat", "whether".
const maxConjunction = 10

// tokenAt returns the token that begins at a place in the text, an empty one for none.
func (p *passage) tokenAt(at int) *text.Token {
	s, _ := slices.BinarySearchFunc(p.Sentences, at, func(s text.Sentence, at int) int { return cmp.Compare(s.Start, at+1) })
	if s > 0 {
		tokens := p.Sentences[s-1].Tokens
		if k, ok := slices.BinarySearchFunc(tokens, at, func(t text.Token, at int) int { return cmp.Compare(t.Start, at) }); ok {
			return &tokens[k]
		}
	}
	return &text.Token{}
}

// sureWithin tells whether rule and cue of an attribution hold inside reported words.
func sureWithin(a, outer *Attribution) bool {
	_, rule, _ := strings.Cut(a.Rule, "/")
	return sureRules[rule] && (a.CueClass == "" || speechClasses[a.CueClass] || outer.Type != Direct && strings.HasPrefix(rule, "that-clause"))
}

// sureRules are the rules that hold inside the content of another attribution.
var sureRules = map[string]bool{
	"that-clause": true, "that-clause-fronted": true, "that-clause-judged": true, "bare-clause-after": true, "bare-clause-before": true,
	"quotation-frame": true, "quotation-inverted": true, "quotation-introduced": true, "according-to": true, "colon": true, "anaphor": true,
	"carried": true, "inverted-frame": true,
}

// speechClasses are the classes of cues that tell of speech or writing.
var speechClasses = map[string]bool{
	"say": true, "write": true, "deny": true, "accuse": true, "warn": true, "promise": true, "demand": true, "propose": true, "confirm": true,
	"admit": true, "conclude": true, "claim": true, "explain": true, "emphasise": true, "announce": true, "report": true, "answer": true,
	"reveal": true, "find": true, "estimate": true, "complain": true,
}

// merges joins b to a where both frame the same content: one claim framed twice is one
// attribution with two cues.
func merges(a, b *Attribution) bool {
	if sameSpans(a.Source, b.Source) && len(a.Source) > 0 || len(b.Source) == 0 {
		return true
	}
	if a.Carried || len(a.Source) == 0 {
		*a = *b
		return true
	}
	return false
}

func sameSpans(a, b []text.Span) bool { return slices.Equal(a, b) }

// nest sets NestedIn: the smallest attribution whose content holds cue or content.
func nest(out []Attribution) {
	var open []int
	for i := range out {
		a := &out[i]
		at := a.Content[0]
		if len(a.Cue) > 0 {
			at = a.Cue[0]
		}
		for len(open) > 0 {
			last := &out[open[len(open)-1]]
			if last.Content[len(last.Content)-1].End > a.Content[0].Start {
				break
			}
			open = open[:len(open)-1]
		}
		for k := len(open) - 1; k >= 0 && k >= len(open)-8; k-- {
			if within(out[open[k]].Content, at) && within(out[open[k]].Content, a.Content[0]) {
				a.NestedIn = open[k]
				break
			}
		}
		open = append(open, i)
	}
}

func within(spans []text.Span, s text.Span) bool {
	for _, x := range spans {
		if x.Contains(s) {
			return true
		}
	}
	return false
}

// typeOf tells how much of the content stands between quotation marks of its own level.
func (p *passage) typeOf(f *found) Type {
	inside, total := 0, 0
	for _, s := range f.Content {
		q, _ := slices.BinarySearchFunc(p.Quotations, s.Start, func(q text.Quotation, at int) int { return cmp.Compare(q.Start, at) })
		for back := 0; q > 0 && back < 2*maxDepth && p.Quotations[q-1].End > s.Start; back++ {
			q--
		}
		covered := s.Start
		for ; q < len(p.Quotations) && p.Quotations[q].Start < s.End; q++ {
			x := p.Quotations[q]
			if q == f.unit.level || x.Contains(s) && x.Span != s && f.unit.level >= 0 && x.Start < p.Quotations[f.unit.level].End && p.Quotations[f.unit.level].Start >= x.Start {
				continue
			}
			from, to := max(x.Start, covered), min(x.End, s.End)
			if from < to {
				inside += letters(p.Text[from:to])
				covered = to
			}
		}
		total += letters(s.In(p.Text))
	}
	switch {
	case inside*10 >= total*9 && total > 0:
		return Direct
	case inside*50 <= total:
		return Indirect
	}
	return Mixed
}

func letters(s string) int {
	n := 0
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRuneInString(s[i:])
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
		i += w
	}
	return n
}

// unresolved lists verbs and prepositions that attribute elsewhere but led to nothing here.
func (p *passage) unresolved() []text.Span {
	var out []text.Span
	for _, u := range p.units {
		for _, ph := range u.list {
			if ph.Kind == lexicon.PrepositionCue && !u.used[ph.i] {
				out = append(out, text.Span{Start: u.items[ph.i].Start, End: u.items[ph.i+ph.n-1].End})
			}
		}
		for i := range u.items {
			if u.strongCue(i) && !u.used[i] && !u.lured[i] {
				out = append(out, u.items[i].Span)
			}
		}
	}
	slices.SortFunc(out, func(a, b text.Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	return slices.CompactFunc(out, func(a, b text.Span) bool { return a.Overlaps(b) })
}

// strongCue tells whether item i is a form of a verb that mostly reports.
func (u *unit) strongCue(i int) bool {
	if u.items[i].isQuote() {
		return false
	}
	for _, v := range u.items[i].word.Verbs {
		if !v.Weak && v.ParticleWord() == nil && v.WithPhrase() == nil && v.PrepPhrase() == nil && v.Governs(lexicon.TakesQuote|lexicon.TakesThat) {
			return true
		}
	}
	return false
}
