package dispute

import (
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/claim"
	"github.com/volgens/volgens/analysis/syntax"
	"github.com/volgens/volgens/analysis/text"
)

const (
	maxClauses = 4  // of a claim
	maxTerms   = 24 // of a clause
)

// reader reads the clauses of the claims of a document.
type reader struct {
	*Finder
	Input
	trees []*syntax.Tree // by sentence, as far as they were needed
}

// tree returns the tree of sentence i.
func (r *reader) tree(i int) *syntax.Tree {
	if r.trees[i] == nil {
		r.trees[i] = syntax.TreeOf(r.Sentences[i].Tokens)
	}
	return r.trees[i]
}

// first returns the index of the sentence that holds byte at.
func (r *reader) first(at int) int {
	i, found := slices.BinarySearchFunc(r.Sentences, at, func(s text.Sentence, at int) int { return s.Start - at })
	if !found && i > 0 {
		i--
	}
	return i
}

// clauses returns the clauses of a claim.
func (r *reader) clauses(c *claim.Claim) []Clause {
	var out []Clause
	end := c.Spans[len(c.Spans)-1].End
	for i := r.first(c.Spans[0].Start); i < len(r.Sentences) && r.Sentences[i].Start < end && len(out) < maxClauses; i++ {
		if len(r.Sentences[i].Tokens) == 0 {
			continue
		}
		s := scope{reader: r, Tree: r.tree(i), in: make([]bool, len(r.Sentences[i].Tokens))}
		if s.mark(c.Spans) {
			s.counts(c)
			out = s.clauses(out)
		}
	}
	return out
}

// scope is the part of a sentence that a claim covers.
type scope struct {
	*reader
	*syntax.Tree
	in []bool // by token
}

// mark notes the tokens of the claim; it tells whether there are any.
func (s *scope) mark(spans []text.Span) bool {
	some := false
	for i, t := range s.Tokens {
		for _, span := range spans {
			if span.Contains(t.Span) && t.UPOS != "PUNCT" {
				s.in[i], some = true, true
			}
		}
	}
	return some
}

// counts adds the numbers between the pieces of a claim that count one of its words: what
// comes after a frame, "Er zijn volgens de politie 300 betogers", is not the frame's.
func (s *scope) counts(c *claim.Claim) {
	whole := text.Span{Start: c.Spans[0].Start, End: c.Spans[len(c.Spans)-1].End}
	for i, t := range s.Tokens {
		if !s.in[i] && t.UPOS == "NUM" && whole.Contains(t.Span) && t.Head >= 0 && s.in[t.Head] {
			s.in[i] = true
		}
	}
}

// clauses appends the clauses of the scope: those of its highest words, and those beside them.
func (s *scope) clauses(out []Clause) []Clause {
	var tops []int
	for i, t := range s.Tokens {
		if s.in[i] && (t.Head < 0 || !s.in[t.Head]) {
			tops = append(tops, i)
		}
	}
	heads := s.heads(tops)
	for n := 0; n < len(heads) && len(out) < maxClauses; n++ {
		h := heads[n]
		out = append(out, s.clause(h, tops))
		for _, c := range s.Children(h) {
			if s.in[c] && s.beside(int(c), h) {
				heads = append(heads, int(c))
			}
		}
	}
	return out
}

// heads picks the predicates among the highest words. Where a frame or the end of a
// quotation left the words of one clause without their governor, the complement is the
// predicate: "vindt [de regeling] [eerlijk]".
func (s *scope) heads(tops []int) []int {
	var out []int
	for _, i := range tops {
		if s.predicate(i) {
			out = append(out, i)
		}
	}
	if len(out) > 0 {
		return out
	}
	best := -1
	for n, i := range tops {
		switch t := &s.Tokens[i]; {
		case syntax.Is(t.Rel, "xcomp") || syntax.Is(t.Rel, "ccomp"):
			return []int{i}
		case n > 0 && best >= 0 && content(t) && s.prep(i) == "" && syntax.Is(s.Tokens[best].Rel, "obj"):
			best = i // "noemt [het jaar] [een succes]"
		case content(t) && (best < 0 || rankOf(t.Rel) < rankOf(s.Tokens[best].Rel)):
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	return []int{best}
}

// rankOf orders relations by how likely their word is the predicate of a claim without one.
func rankOf(rel string) int {
	for i, r := range []string{"root", "parataxis", "conj", "obj", "obl", "nsubj"} {
		if syntax.Is(rel, r) {
			return i
		}
	}
	return 9
}

func content(t *text.Token) bool {
	switch t.UPOS {
	case "NOUN", "PROPN", "VERB", "ADJ", "NUM":
		return true
	}
	return false
}

// predicate tells whether token i heads a clause.
func (s *scope) predicate(i int) bool {
	t := &s.Tokens[i]
	if t.UPOS == "VERB" && !syntax.Is(t.Rel, "amod") && !syntax.Is(t.Rel, "case") {
		return true
	}
	return s.Child(i, "cop", "nsubj", "csubj") >= 0
}

// beside tells whether the clause of c, which h governs, is said as much as that of h.
func (s *scope) beside(c, h int) bool {
	switch rel := s.Tokens[c].Rel; {
	case syntax.Is(rel, "conj"), syntax.Is(rel, "parataxis"):
		return s.predicate(c) && (syntax.Is(rel, "parataxis") || s.predicate(h))
	case syntax.Is(rel, "ccomp"), syntax.Is(rel, "csubj"):
		return s.word(h).is(light)
	}
	return false
}

func (s *scope) word(i int) *entry {
	t := &s.Tokens[i]
	return s.look(s.lemma(i), fold(t.In(s.Text)), t.UPOS == "NOUN")
}

// clause reads the clause of predicate h.
func (s *scope) clause(h int, tops []int) Clause {
	var c Clause
	for { // "weigerde te betalen": did not pay
		x := s.Child(h, "xcomp")
		if x < 0 || !s.in[x] || s.Tokens[x].UPOS != "VERB" || !s.word(h).is(reverser|light) {
			break
		}
		s.negation(&c, h)
		if s.word(h).is(reverser) {
			c.negate(s.Tokens[h].In(s.Text))
		}
		s.args(&c, h, x)
		h = x
	}
	c.Predicate = s.term(s.counted(h), Predicate)
	s.negation(&c, h)
	s.flags(&c, h)
	s.args(&c, h, -1)
	for _, i := range tops { // what a frame cut off
		if i != h && !s.predicate(i) {
			s.arg(&c, i)
		}
	}
	s.phrases(&c, h)
	c.Terms = slices.DeleteFunc(c.Terms, func(t Term) bool { return t.isTime(&c) })
	s.present(&c, h)
	return c
}

// counted returns the noun that a noun of measure is about: "tientallen gewonden".
func (s *scope) counted(i int) int {
	if t := &s.Tokens[i]; t.UPOS != "NOUN" || !s.look(fold(t.Lemma), fold(t.In(s.Text)), true).is(measure) {
		return i
	}
	if n := s.Child(i, "nmod", "flat"); n >= 0 && s.in[n] && content(&s.Tokens[n]) {
		return n
	}
	return i
}

// negate counts a negation: two are none.
func (c *Clause) negate(word string) {
	if c.Negation != "" {
		c.Negation = ""
		return
	}
	c.Negation = word
}

// negation looks for a negator at the predicate and its arguments.
func (s *scope) negation(c *Clause, h int) {
	for _, k := range s.Children(h) {
		i := int(k)
		if !s.in[i] || s.clausal(i) {
			continue
		}
		if s.negator(i) {
			c.negate(s.Tokens[i].In(s.Text))
			continue
		}
		if rel := s.Tokens[i].Rel; syntax.Is(rel, "conj") || syntax.Is(rel, "parataxis") {
			continue
		}
		for _, below := range s.Children(i) {
			if s.in[below] && s.negator(int(below)) {
				c.negate(s.Tokens[below].In(s.Text))
			}
		}
	}
}

// negator tells whether token i negates, which "niet alleen" does not.
func (s *scope) negator(i int) bool {
	t := &s.Tokens[i]
	if !s.words[fold(t.In(s.Text))].is(negator) {
		return false
	}
	if i+1 < len(s.Tokens) && s.words[fold(s.Tokens[i+1].In(s.Text))].is(notOnly) {
		return false
	}
	return !s.inBound(i)
}

// inBound tells whether token i belongs to the words before a number: "nog geen honderd".
func (s *scope) inBound(i int) bool {
	for k := max(0, i-2); k <= i; k++ {
		if p, n := s.phraseAt(k, boundPhrase); p != nil && k+n > i && k+n < len(s.Tokens) && s.starts(k+n) {
			return true
		}
	}
	return false
}

// clausal tells whether token i heads a clause of its own below another.
func (s *scope) clausal(i int) bool {
	switch rel := s.Tokens[i].Rel; {
	case syntax.Is(rel, "advcl"), syntax.Is(rel, "acl"), syntax.Is(rel, "ccomp"), syntax.Is(rel, "csubj"):
		return true
	case syntax.Is(rel, "conj"), syntax.Is(rel, "parataxis"):
		return s.predicate(i)
	}
	return false
}

// flags notes the plain facts of the clause of h.
func (s *scope) flags(c *Clause, h int) {
	t := &s.Tokens[h]
	if strings.Contains(t.Feats, "Tense=Past") && !strings.Contains(t.Feats, "VerbForm=Part") {
		c.Flags |= Past
	}
	for _, k := range s.Children(h) {
		i := int(k)
		child := &s.Tokens[i]
		switch w := s.words[fold(child.In(s.Text))]; {
		case w.is(condition) && syntax.Is(child.Rel, "mark") && syntax.Is(t.Rel, "advcl"):
			c.Flags |= Conditional
		case syntax.Is(child.Rel, "aux") || syntax.Is(child.Rel, "cop"):
			if w.is(norm) {
				c.Flags |= Norm
			}
			if strings.Contains(child.Feats, "Tense=Past") || s.words[child.Lemma].is(perfect) && strings.Contains(t.Feats, "VerbForm=Part") {
				c.Flags |= Past // "heeft gezegd" tells of the past as "zei" does
			}
		case syntax.Is(child.Rel, "advcl"):
			if m := s.Child(i, "mark"); m >= 0 && s.predicate(i) && s.words[fold(s.Tokens[m].In(s.Text))].is(condition) {
				c.Flags |= Conditional
			}
		}
	}
	if s.words[fold(t.In(s.Text))].is(norm) {
		c.Flags |= Norm
	}
}

// args adds what predicate h governs, without the complement that took its place.
func (s *scope) args(c *Clause, h, without int) {
	for _, k := range s.Children(h) {
		if i := int(k); i != without && s.in[i] {
			s.arg(c, i)
		}
	}
}

// arg adds token i, which a predicate governs, and the words below it.
func (s *scope) arg(c *Clause, i int) {
	t := &s.Tokens[i]
	if s.clausal(i) {
		c.Content = c.Content || syntax.Is(t.Rel, "ccomp")
		return
	}
	if t.UPOS == "PUNCT" || len(c.Terms) >= maxTerms {
		return
	}
	role := roleOf(s.Tokens, i)
	if role == Subject || role == Object {
		if w := s.words[fold(t.In(s.Text))]; t.UPOS == "PRON" || t.UPOS == "DET" || w.is(pronoun) {
			c.Flags |= Anaphoric
			if w.is(speaker) {
				c.Flags |= Speaker
			}
			if w.is(addressee) {
				c.Flags |= Conditional // "you pay your taxes": anybody
			}
			if c.Pronoun == "" && !s.words[fold(t.In(s.Text))].is(light) {
				c.Pronoun = fold(t.In(s.Text))
			}
			return
		}
	}
	s.phrase(c, i, role)
}

// phrase adds the words of the phrase of token i, the head first.
func (s *scope) phrase(c *Clause, i int, role Role) {
	t := &s.Tokens[i]
	w := s.words[fold(t.In(s.Text))]
	switch {
	case w.is(only):
		c.Only = t.In(s.Text)
		return
	case w.is(negator|subset) || len(c.Terms) >= maxTerms:
		return
	case s.number(i):
		return // a quantity, not a word
	case s.inName(i):
		return
	case syntax.Is(t.Rel, "compound:prt"):
		return // of the verb
	}
	head := i
	if role != Below {
		head = s.counted(i)
	}
	if content(t) || t.UPOS == "ADV" || t.UPOS == "X" || t.UPOS == "ADP" && role == Modifier {
		term := s.term(head, role)
		if head != i {
			term.Prep = s.prep(i)
			c.Terms = append(c.Terms, s.term(i, Below))
		}
		c.Terms = append(c.Terms, term)
	}
	for _, k := range s.Children(i) {
		child := int(k)
		switch rel := s.Tokens[child].Rel; {
		case !s.in[child] || s.clausal(child):
		case syntax.Is(rel, "case"), syntax.Is(rel, "det"), syntax.Is(rel, "punct"), syntax.Is(rel, "cc"), syntax.Is(rel, "mark"):
		case child == head:
			s.below(c, child)
		case syntax.Is(rel, "conj"):
			s.phrase(c, child, role)
		default:
			s.phrase(c, child, Below)
		}
	}
}

// below adds the words below token i, not the token.
func (s *scope) below(c *Clause, i int) {
	for _, k := range s.Children(i) {
		child := int(k)
		rel := s.Tokens[child].Rel
		if !s.in[child] || s.clausal(child) || syntax.Is(rel, "case") || syntax.Is(rel, "det") || syntax.Is(rel, "punct") {
			continue
		}
		s.phrase(c, child, Below)
	}
}

// roleOf tells what token i is to its governor.
func roleOf(tokens []text.Token, i int) Role {
	switch rel := tokens[i].Rel; {
	case rel == "nsubj:pass":
		return Object
	case syntax.Is(rel, "nsubj"), syntax.Is(rel, "csubj"), rel == "obl:agent":
		return Subject
	case syntax.Is(rel, "obj"), syntax.Is(rel, "iobj"):
		return Object
	case syntax.Is(rel, "xcomp"):
		return Complement
	case syntax.Is(rel, "advmod"), syntax.Is(rel, "compound"):
		return Modifier
	}
	return Adjunct
}

// term makes a term of token i.
func (s *scope) term(i int, role Role) Term {
	t := &s.Tokens[i]
	word, lemma := t.In(s.Text), s.lemma(i)
	kind := kindOf(t.UPOS)
	if n := s.named(i); n >= 0 {
		kind, word = Name, s.name(n)
		lemma = fold(word)
	}
	if p := s.Particle(i); p >= 0 && role == Predicate {
		word = word + " … " + s.Tokens[p].In(s.Text)
		if p < i {
			word = s.Tokens[p].In(s.Text) + " … " + t.In(s.Text)
		}
	}
	return s.bind(Term{Word: word, Lemma: lemma, Prep: s.prep(i), Role: role, Kind: kind})
}

// lemma returns the folded lemma of token i, with the particle where the language has it in
// its dictionary: "opmerken", "go up".
func (s *scope) lemma(i int) string {
	if s.compounds {
		return fold(s.VerbLemma(s.Text, i))
	}
	lemma := fold(s.Tokens[i].Lemma)
	if p := s.Particle(i); p >= 0 {
		lemma += " " + fold(s.Tokens[p].In(s.Text))
	}
	return lemma
}

// prep returns the preposition of token i.
func (s *scope) prep(i int) string {
	if p := s.Child(i, "case"); p >= 0 {
		return fold(s.Tokens[p].In(s.Text))
	}
	return ""
}

// name returns the words of the name of which token i is the head: the proper nouns
// around it that hang on it, "Amber Hotel", "Sanne Bakker".
func (s *scope) name(i int) string {
	first, last := i, i
	for first > 0 && s.partOfName(first-1, i) {
		first--
	}
	for last+1 < len(s.Tokens) && s.partOfName(last+1, i) {
		last++
	}
	return s.Text[s.Tokens[first].Start:s.Tokens[last].End]
}

// named is the token whose name token i is: itself, or the name that a noun of role carries
// in one phrase, "captain Lars Bowl"; -1 for a token that is no name.
func (s *scope) named(i int) int {
	if s.Tokens[i].UPOS == "PROPN" {
		return i
	}
	if n := s.Child(i, "flat"); n >= 0 && s.in[n] && s.Tokens[i].UPOS == "NOUN" && s.Tokens[n].UPOS == "PROPN" {
		return n
	}
	return -1
}

// partOfName tells whether token k belongs to the name whose head is token i.
func (s *scope) partOfName(k, i int) bool {
	t := &s.Tokens[k]
	if t.UPOS != "PROPN" || !s.in[k] {
		return false
	}
	return (syntax.Is(t.Rel, "flat") || syntax.Is(t.Rel, "compound")) && s.Within(k, i)
}

// inName tells whether token i belongs to a name with another head.
func (s *scope) inName(i int) bool {
	t := &s.Tokens[i]
	return t.UPOS == "PROPN" && t.Head >= 0 && s.in[t.Head] && s.Tokens[t.Head].UPOS == "PROPN" &&
		(syntax.Is(t.Rel, "flat") || syntax.Is(t.Rel, "compound"))
}

func kindOf(upos string) WordKind {
	switch upos {
	case "PROPN":
		return Name
	case "NOUN":
		return Noun
	case "VERB":
		return Verb
	case "ADJ":
		return Adjective
	}
	return Other
}

// present settles what a light predicate says: "het ging om een operatie", "er was
// overleg", "blijft open".
func (s *scope) present(c *Clause, h int) {
	if s.presented(c) {
		return
	}
	if c.Predicate.Kind == Noun && (s.Child(h, "cop") >= 0 && c.Has(Anaphoric) || s.bare(h)) {
		c.Flags |= Presents
		return
	}
	if !c.Predicate.entry.is(light) {
		return
	}
	if i := slices.IndexFunc(c.Terms, quality); i >= 0 {
		s.promote(c, i, 0)
		return
	}
	for i := range c.Terms {
		if t := &c.Terms[i]; (t.Role == Subject || t.Role == Object) && t.Kind == Noun && len(c.Quantities) == 0 {
			s.promote(c, i, Existential)
			return
		}
	}
}

// bare tells whether a claim is no more than a noun that the cue governs: "spreekt van [een
// mislukking]".
func (s *scope) bare(h int) bool {
	rel := s.Tokens[h].Rel
	return (syntax.Is(rel, "obl") || syntax.Is(rel, "obj") || syntax.Is(rel, "xcomp")) && s.Child(h, "nsubj", "cop") < 0
}

// presented makes the noun of a presenting verb the predicate.
func (s *scope) presented(c *Clause) bool {
	prep, ok := s.Finder.present[c.Predicate.Lemma]
	if !ok || c.Predicate.Kind != Verb {
		return false
	}
	for i := range c.Terms {
		t := &c.Terms[i]
		if t.Kind == Noun && t.Role != Below && t.Role != Subject && t.Prep == prep && (prep != "" || t.Role == Object) {
			s.promote(c, i, Presents)
			return true
		}
	}
	return false
}

// quality tells whether a term says how the subject is or becomes: "blijft open", "maakt
// het zwaarder", "ligt op schema".
func quality(t Term) bool {
	if t.fixed {
		return true
	}
	return t.Role == Complement && t.Kind != Noun || t.Role == Modifier && t.Kind >= Adjective && t.entry != nil && len(t.entry.concepts) > 0
}

// promote makes term i the predicate.
func (s *scope) promote(c *Clause, i int, flag Flags) {
	c.Predicate = c.Terms[i]
	c.Predicate.Role = Predicate
	c.Terms = slices.Delete(c.Terms, i, i+1)
	c.Flags |= flag
}
