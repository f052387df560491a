package lexicon

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

type compiler struct {
	*Lexicon
	tokenizer
	dir  string
	errs []error
}

func compile(code, dir string, f *files) (*Lexicon, error) {
	c := &compiler{dir: dir, tokenizer: newTokenizer(&f.layout), Lexicon: &Lexicon{
		Code: code, VerbSecond: f.function.VerbSecond, JoinsResumed: f.cues.Resumed == "joined", Layout: f.layout,
		words: map[string]*Word{}, suffixes: map[string]*Head{}, orgSuffixes: map[string]bool{}, nouns: map[string]Flags{},
	}}
	c.function(&f.function)
	c.pronouns(&f.pronouns)
	c.cues(&f.cues)
	c.sources(&f.sources)
	c.modality(&f.modality)
	c.colours(&f.stance)
	c.checks(&f.check)
	c.entities(&f.entities)
	c.acronyms = map[string]*Word{}
	for _, form := range f.function.Acronyms.Words {
		c.acronyms[form] = acronym(c.Word(form))
	}
	c.acronymLike = map[int]string{}
	for _, form := range f.function.Acronyms.Like {
		c.acronymLike[len(form)] = form
	}
	c.flag(Month, f.layout.MonthNames)
	c.labels = setOf(f.layout.Labels)
	c.flag(Unit, f.layout.Weekdays)
	for _, w := range c.words {
		slices.SortStableFunc(w.Phrases, func(a, b *Phrase) int { return cmp.Compare(len(b.Words), len(a.Words)) })
	}
	if len(c.errs) > 0 {
		return nil, c.errs[0]
	}
	return c.Lexicon, nil
}

func (c *compiler) fail(file string, line int, format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf("%s/%s:%d: %s", c.dir, file, line, fmt.Sprintf(format, args...)))
}

func (c *compiler) word(form string) *Word {
	form = Fold(form)
	w, ok := c.words[form]
	if !ok {
		w = &Word{Form: form, bit: uint8(len(c.words)*37 + 11)}
		c.words[form] = w
	}
	return w
}

func (c *compiler) flag(f Flags, lists ...[]string) {
	for _, list := range lists {
		for _, s := range list {
			if !strings.Contains(s, " ") {
				c.word(s).Flags |= f
			}
		}
	}
}

// sequence compiles the tokens of a phrase.
func (c *compiler) sequence(phrase string) *Phrase {
	p := &Phrase{}
	for _, s := range c.split(phrase) {
		if s == "…" {
			p.Words = append(p.Words, nil)
			continue
		}
		p.Words = append(p.Words, c.word(s))
	}
	return p
}

// phrase compiles a phrase and hangs it on its first word.
func (c *compiler) phrase(phrase string, kind PhraseKind, entry any, value string) *Phrase {
	p := c.sequence(phrase)
	p.Kind, p.Entry, p.Value = kind, entry, value
	if len(p.Words) > 0 && p.Words[0] != nil {
		p.Words[0].Phrases = append(p.Words[0].Phrases, p)
	}
	return p
}

func (c *compiler) phrases(list []string, kind PhraseKind, value string) {
	for _, s := range list {
		c.phrase(s, kind, nil, value)
	}
}

func (c *compiler) function(f *functionFile) {
	c.flag(Article, f.Articles)
	c.flag(Determiner, f.Determiners)
	c.flag(Numeral, f.Numerals)
	c.flag(Preposition_, f.Prepositions)
	c.flag(Coordinator, f.Coordinators)
	c.flag(Subordinator, f.Subordinators)
	c.flag(Auxiliary, f.Auxiliaries, f.Modals, f.Copulas)
	c.flag(Modal, f.Modals)
	c.flag(AdverbWord, f.Adverbs)
	c.flag(Negator, f.Negators)
	c.flag(Copula, f.Copulas)
	c.flag(Contraction, f.Contractions)
	c.flag(QuestionWord, f.QuestionWords)
	c.flag(Degree, f.Degree)
	g := &f.Grammar
	c.flag(That, g.That)
	c.flag(Whether, g.Whether)
	c.flag(To, g.To)
	c.flag(ForTo, g.ForTo)
	c.flag(Means, g.By)
	c.flag(Of, g.Of)
	c.flag(Possess, g.Genitive)
	c.flag(With, g.With)
	c.flag(Be, g.Be)
	c.flag(Have, g.Have)
	c.flag(Setting, g.Setting)
	c.flag(Potential, g.Potential)
	c.flag(Role, g.Role)
	c.flag(Conditional, g.Conditional)
	c.flag(Exclusive, g.Exclusive)
	c.flag(AnArticle, g.Indefinite)
	c.flag(Alternative, g.Alternative)
	c.told, c.as, c.contrast, c.aged = setOf(g.Told), setOf(g.As), setOf(g.Contrast), setOf(g.Aged)
	c.concession = setOf(g.Concession)
	c.forgone, c.former = setOf(g.Forgone), setOf(g.Former)
	c.one = g.One
}

func (c *compiler) pronouns(f *pronounFile) {
	for _, p := range f.Personal {
		w := c.word(p.Form)
		w.Pronouns = append(w.Pronouns, p)
	}
	c.flag(Relative, f.Relative)
	c.flag(Demonstrative, f.Demonstrative)
	c.flag(Interrogative, f.Interrogative)
	c.flag(Indefinite, f.Indefinite)
}

func (c *compiler) cues(f *cueFile) {
	c.doubles("cues.yaml", len(f.Verbs), func(i int) (int, string) {
		v := f.Verbs[i]
		weak := "" // a verb may be sure with one complement and unsure with another
		if v.Weak {
			weak = "weak"
		}
		return v.Line, strings.Join([]string{v.Lemma, v.Class, v.Particle, v.With, v.Prep, weak}, " ")
	})
	c.doubles("cues.yaml", len(f.Nouns), func(i int) (int, string) {
		n := f.Nouns[i]
		return n.Line, strings.Join([]string{n.Lemma, n.Class, n.With, n.Prep}, " ")
	})
	c.doubles("cues.yaml", len(f.Prepositions), func(i int) (int, string) { return f.Prepositions[i].Line, f.Prepositions[i].Phrase })
	c.doubles("cues.yaml", len(f.Adverbs), func(i int) (int, string) { return f.Adverbs[i].Line, f.Adverbs[i].Phrase })
	c.doubles("cues.yaml", len(f.Frames), func(i int) (int, string) { return f.Frames[i].Line, f.Frames[i].Before + " " + f.Frames[i].After })
	c.doubles("cues.yaml", len(f.Lures), func(i int) (int, string) { return f.Lures[i].Line, f.Lures[i].Phrase + f.Lures[i].After })
	for _, v := range f.Verbs {
		c.cue(v)
		for _, form := range v.Forms {
			w := c.word(form)
			if c.VerbSecond && !w.Is(Modal) && stem(v.Forms, form) {
				continue // "zeg", "noem": the first person, or an order
			}
			w.Verbs = append(w.Verbs, v)
		}
	}
	for _, n := range f.Nouns {
		c.cue(n)
		forms := n.Forms
		if len(forms) == 0 {
			forms = []string{n.Lemma}
		}
		for _, form := range forms {
			w := c.word(form)
			w.Nouns = append(w.Nouns, n)
		}
	}
	for _, p := range f.Prepositions {
		c.phrase(p.Phrase, PrepositionCue, p, "")
	}
	for _, a := range f.Adverbs {
		c.phrase(a.Phrase, AdverbCue, a, "")
	}
	for _, x := range f.Frames {
		if x.After != "" {
			x.After_ = c.sequence(x.After)
		}
		c.phrase(x.Before, FrameBefore, x, "")
	}
	for _, l := range f.Lures {
		switch {
		case l.Phrase != "":
			c.phrase(l.Phrase, LurePhrase, l, "")
		case l.After != "":
			c.phrase(l.After, LureAfter, l, "")
		}
	}
	c.flag(Anaphor, f.Anaphora.Words)
	c.flag(LightVerb, f.Light.Words)
	c.flag(OpensInverted, f.Openers.Inverted)
	c.flag(OpensComparative, f.Openers.Comparative)
}

// stem tells whether form is the bare stem of a Dutch verb: with a "t" it is another form.
func stem(forms []string, form string) bool {
	return !strings.HasSuffix(form, "t") && slices.Contains(forms, form+"t")
}

// doubles reports entries of a list that stand in it twice; entry gives line and key of one.
func (c *compiler) doubles(file string, n int, entry func(i int) (line int, key string)) {
	seen := map[string]int{}
	for i := range n {
		line, key := entry(i)
		key = strings.Join(strings.Fields(Fold(key)), " ")
		if first, ok := seen[key]; ok {
			c.fail(file, line, "%q stands in line %d too", key, first)
			continue
		}
		seen[key] = line
	}
}

func (c *compiler) cue(v *Cue) {
	if v.Lemma == "" || v.Class == "" {
		c.fail("cues.yaml", v.Line, "a cue needs lemma and class")
	}
	for _, t := range v.Takes {
		v.takes |= takesOf[t]
	}
	if v.With != "" {
		v.with = c.sequence(v.With)
	}
	if v.Particle != "" {
		v.particle = c.word(v.Particle)
	}
	if v.Prep != "" {
		v.prep = c.sequence(v.Prep)
	}
}

func (c *compiler) sources(f *sourceFile) {
	for _, x := range []struct {
		kind string
		list []*Head
	}{
		{"group", f.Group},
		{"organisation", f.Organisation},
		{"media", f.Media},
		{"document", f.Document},
		{"government", f.Government},
		{"anonymous", f.Anonymous},
		{"person", f.Person},
	} {
		for _, h := range x.list {
			h.Kind = x.kind
			c.head(h)
		}
	}
	for _, s := range f.Suffixes {
		c.word(s).Flags |= OrgSuffix
	}
	c.phrases(f.MediaNames, BodyName, "media")
	for _, b := range f.Bodies {
		kind := b.Kind
		if kind == "" {
			kind = "organisation"
		}
		c.phrase(b.Name, BodyName, nil, kind)
	}
	for _, p := range f.Places {
		c.phrase(p.Name, PlaceName, nil, p.Of)
		if w := c.word(p.Name); !c.several(p.Name) {
			w.Place = cmp.Or(p.Of, p.Name)
		}
	}
	for _, p := range f.Peoples {
		c.word(p.Name).People = p.Of
	}
	c.natives = map[string]string{}
	for gender, list := range map[string][]string{"": f.Natives.Common, "masc": f.Natives.Masc, "fem": f.Natives.Fem} {
		for _, form := range list {
			c.natives[Fold(form)] = gender
		}
	}
	for _, t := range f.Titles {
		w := c.word(t.Form)
		w.Flags |= Title
		if t.Address {
			w.Flags |= Address
		}
		switch t.Gender {
		case "masc":
			w.Flags |= TitleMasc
		case "fem":
			w.Flags |= TitleFem
		}
	}
	c.flag(Generic, f.Generic)
	c.flag(NameParticle, f.Particles)
	c.flag(GivenMasc, f.GivenNames.Masc)
	c.flag(GivenFem, f.GivenNames.Fem)
	c.flag(NameSuffix, f.NameSuffixes)
	c.flag(Spokesperson, f.Spokespersons)
	c.roles, c.nicknames = sets(f.RoleSets), sets(f.Nicknames)
	c.leaders, c.accused, c.portfolios, c.nameOpeners = setOf(f.Leaders), setOf(f.Accused), setOf(f.Portfolios), setOf(f.NameOpeners)
	for _, s := range f.PersonSuffixes {
		c.personSuffixes = append(c.personSuffixes, Fold(s))
	}
}

// setOf returns the folded words of a list.
func setOf(words []string) map[string]bool {
	out := make(map[string]bool, len(words))
	for _, w := range words {
		out[Fold(w)] = true
	}
	return out
}

// sets numbers the lists that a word stands in.
func sets(lists [][]string) map[string][]int {
	out := map[string][]int{}
	for i, list := range lists {
		for _, s := range list {
			out[Fold(s)] = append(out[Fold(s)], i)
		}
	}
	return out
}

// head files a head noun under all its forms. A head of several words becomes a phrase.
func (c *compiler) head(h *Head) {
	forms := append(slices.Clone(h.Forms), h.Plural...)
	if !slices.Contains(forms, h.Lemma) {
		forms = append(forms, h.Lemma)
	}
	for _, form := range forms {
		if c.several(form) {
			c.phrase(form, HeadPhrase, h, h.Kind)
		}
		if strings.Contains(form, " ") {
			continue
		}
		w := c.word(form)
		if w.Head == nil || h.Kind == "anonymous" || h.Kind == "person" {
			w.Head = h
		}
		if len(form) >= 5 || h.Compounds {
			c.suffixes[Fold(form)] = h
		}
	}
}

func (c *compiler) modality(f *modalityFile) {
	for _, m := range f.Certainty {
		c.phrase(m.Phrase, CertaintyPhrase, nil, m.Value).Negated = m.Negated
	}
	c.phrases(f.Hearsay, HearsayPhrase, "")
	c.flag(Hearsay, f.Hearsay)
	c.flag(Negator, f.Negation.Negators)
	c.phrases(f.Negation.Denials, DenialPhrase, "")
	c.phrases(f.Demand, DemandPhrase, "")
	c.phrases(f.Prediction, PredictionPhrase, "")
	c.phrases(f.Opinion, OpinionPhrase, "")
}

func (c *compiler) colours(f *stanceFile) {
	for _, e := range f.Entries {
		forms := e.Forms
		if !slices.Contains(forms, e.Lemma) {
			forms = append(slices.Clone(forms), e.Lemma)
		}
		for _, form := range forms {
			if c.several(form) {
				c.colourPhrase(e, form)
			}
			if strings.Contains(form, " ") {
				continue
			}
			w := c.word(form)
			w.Colours = append(w.Colours, e)
		}
	}
	c.phrases(f.Distance.Distancing, DistancePhrase, "distancing")
	c.phrases(f.Distance.Endorsing, DistancePhrase, "endorsing")
	for _, x := range []struct {
		list []factor
		kind PhraseKind
	}{{f.Shifters, Shifter}, {f.Intensifiers, Intensifier}, {f.Diminishers, Diminisher}} {
		for _, s := range x.list {
			c.phrase(s.Phrase, x.kind, nil, "").Factor = s.Factor
		}
	}
}

// colourPhrase files an entry of several words. The verb of a Dutch one stands anywhere in
// the clause: the rest is the phrase, the verb its Value. So does the preposition that may end it.
func (c *compiler) colourPhrase(e *Colour, form string) {
	words := strings.Fields(form)
	if last := words[len(words)-1]; c.word(last).Is(Preposition_) && e.Effect.Patient != 0 {
		e.Prep = last
	}
	if e.POS != "verb" || form != e.Lemma {
		c.phrase(form, ColourPhrase, e, "")
		return
	}
	if words[0] == "zich" && len(words) > 2 {
		words = words[1:]
	}
	rest := words
	if e.Prep != "" {
		rest = words[:len(words)-1]
	}
	verb := rest[len(rest)-1]
	switch {
	case len(rest) == 1:
		c.governs(e, verb)
	case c.VerbSecond && strings.HasSuffix(verb, "n") && len(verb) > 3:
		c.phrase(strings.Join(rest[:len(rest)-1], " "), ColourPhrase, e, verb)
		return
	case !c.VerbSecond && len(words) == 2 && c.word(words[1]).Is(Preposition_):
		c.word(form).Colours = append(c.word(form).Colours, e) // "let ⟦them⟧ down"
	}
	c.phrase(strings.Join(words, " "), ColourPhrase, e, "")
}

// governs files a verb with a preposition that need not stand beside it. Only what shows where
// the subject stands is taken: verb and preposition meet by chance too.
func (c *compiler) governs(e *Colour, verb string) {
	if math.Abs(e.Effect.Patient) > 2*math.Abs(e.Effect.Agent) {
		c.word(verb).Governs = append(c.word(verb).Governs, e)
	}
}

func (c *compiler) checks(f *checkFile) {
	for _, x := range []struct {
		reason string
		list   []string
	}{
		{"causal", f.Causal},
		{"comparison", f.Comparison},
		{"superlative", f.Superlative},
		{"accusation", f.Accusation},
		{"measurable", f.Measurable},
		{"many_affected", f.ManyAffected},
		{"vague", f.Vague},
		{"personal", f.Personal},
	} {
		c.phrases(x.list, CheckPhrase, x.reason)
	}
	c.flag(Unit, f.Units)
	c.flag(Month, f.Months)
}

func (c *compiler) entities(f *entityFile) {
	c.phrases(f.Places, PlaceName, "")
	c.flag(PlaceNamed, f.Places)
	c.phrases(f.Others, OtherName, "")
	c.flag(OtherNamed, f.Others)
	c.flag(PlaceNoun, f.PlaceNouns)
	c.flag(WorkNoun, f.WorkNouns)
	for flag, list := range map[Flags][]string{PlaceNoun: f.PlaceNouns, WorkNoun: f.WorkNouns} {
		for _, s := range list {
			if len(s) >= 4 {
				c.nouns[Fold(s)] |= flag
			}
		}
	}
	c.flag(PlacePreposition, f.Prepositions)
	c.flag(Inhabited, f.Inhabited)
	c.flag(Who, f.Who)
	c.flag(Where, f.Where)
	c.flag(InNames, f.InNames)
	c.flag(NoName, f.NoNames)
	c.flag(NoName, f.TitleCase)
	c.titleCase = setOf(f.TitleCase)
	c.flag(OrgWord, f.OrgWords)
	c.endings = f.Endings
}
