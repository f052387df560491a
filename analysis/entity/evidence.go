package entity

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/syntax"
)

// votes are the weights of evidence for the types, in the order of types.
type votes [4]float64

var types = [...]Type{Person, Organisation, Place, Other}

func (v *votes) add(w votes) {
	for i, x := range w {
		v[i] += x
	}
}

// best is the type with most votes, and its share of their exponentials.
func (v *votes) best() (Type, float64) {
	top := 0
	for i, x := range v {
		if x > v[top] {
			top = i
		}
	}
	var sum float64
	for _, x := range v {
		sum += math.Exp(x - v[top])
	}
	return types[top], 1 / sum
}

// What the evidence says for a person, an organisation, a place, something else. The order
// of the sizes matters more than the sizes: a list of names outweighs a noun beside the
// name, that a preposition, that the form of the word.
var (
	prior = votes{0.5, 0.5, 0.2, 0}

	givenFirst   = votes{5, 0, 0, 0}  // "Tine Jansen"
	givenAlone   = votes{3, 0, 0, 0}  // "Tine"
	withInitials = votes{5, 0, 0, 0}  // "T. Jansen"
	surnameOnly  = votes{3, 0, 0, 0}  // "Van der Kroft"
	listedBody   = votes{0, 7, 0, 0}  // "Europese Commissie"
	listedPerson = votes{7, 0, 0, 0}  // a person's name that is listed as such
	listedPlace  = votes{0, 0, 5, 0}  // "Amsterdam"
	longPlace    = votes{0, 0, 7, 0}  // "Verenigde Staten"
	listedOther  = votes{0, 0, 0, 6}  // "Kerstmis"
	orgSuffix    = votes{-1, 5, 0, 0} // "… Holding"
	orgNoun      = votes{-2, 4, 0, 0} // "Universiteit Gent"
	placeNoun    = votes{-2, 0, 4, 0} // "Station Zuid"
	workNoun     = votes{-2, 0, 0, 4} // "Wet Bescherming Werkenden"
	groupNoun    = votes{-2, 0, 0, 3} // "Vlamingen"
	placeEnding  = votes{0, 0, 2, 0}  // "Kerkstraat"
	acronym      = votes{-2, 2, 0, 0} // "FNV"
	digits       = votes{-1, 0, 0, 2} // "F16"
	camel        = votes{-1, 2, 0, 0} // "YouTube"
	twoWords     = votes{0.8, 0, 0, 0}
	ordinary     = votes{-2, 0.7, 0, 0.5} // "Apple Music"
	plural       = votes{-1, 0, 0, 1.5}
	adjective    = votes{-2, 1, 0, 1}       // "Rode Draad"
	neuter       = votes{-0.3, 0.2, 0.4, 0} // a name that takes "het"

	titled      = votes{5, 0, 0, 0}           // "mevrouw Jansen"
	roleBefore  = votes{4, 0, -2, 0}          // "hoogleraar Jansen"
	roleBehind  = votes{-1, 2, 1, 0}          // "Trouw-redacteur", "Google spokesman"
	orgBefore   = votes{-2, 4, 0, 0}          // "vakbond De Unie", "the company Acme"
	placeBefore = votes{-2, 0, 4, 0}          // "de gemeente Ede", "the city of Ghent"
	workBefore  = votes{-2, 0, 0, 4}          // "de film Stormvogel"
	roleIs      = votes{4, 0, -1, 0}          // "Jansen, hoogleraar in Gent", "Jansen is bakker"
	orgIs       = votes{-1, 4, 0, 0}          // "Acme, een bedrijf in Gent"
	placeIs     = votes{-1, 0, 4, 0}          // "Ede, een dorp"
	workIs      = votes{-1, 0, 0, 3}          // "Stormvogel, een film"
	aged        = votes{4, 0, 0, -1}          // "Jansen (43)"
	who         = votes{2, 0, 0, 0}           // "Jansen, who"
	where       = votes{0, 0, 2.5, 0}         // "Ede, waar"
	inPlace     = votes{-2.5, 0, 2, 0}        // "in Ede"
	ofInhabited = votes{-1, 0, 3, 0}          // "burgemeester van Ede"
	ofRole      = votes{-1, 1.5, 0, 0}        // "directeur van Acme"
	article     = votes{-2.5, 1, 0, 1}        // "de Unie"
	speaks      = votes{2.2, 0.8, -1.5, -0.5} // subject of a verb that attributes
	subject     = votes{0.3, 0.3, 0, 0}
	possessor   = votes{0.5, 0.2, 0, 0} // "Jansens plan", "Smith's plan"
)

// judge sums what speaks for the types of a chunk.
func (d *document) judge(c *chunk) {
	s := &d.sentences[c.sentence]
	c.evidence = votes{}
	d.judgeForm(s, c)
	d.judgeBefore(s, c)
	d.judgeTree(s, c)
	d.judgeBehind(s, c)
}

// judgeForm looks at the words of the name.
func (d *document) judgeForm(s *sentence, c *chunk) {
	e, n := &c.evidence, c.to-c.from
	first := s.words[c.from]
	switch {
	case n > 1 && d.initial(s, c.from):
		e.add(withInitials)
	case n > 1 && first.Is(given) && s.tokens[c.from+1].UPOS != "ADP":
		e.add(givenFirst)
	case n == 1 && first.Is(given):
		e.add(givenAlone)
	case n > 1 && first.Is(lexicon.NameParticle) && first.Place == "":
		e.add(surnameOnly)
	}
	if strings.Contains(s.tokens[c.head].Feats, "Gender=Neut") {
		e.add(neuter)
	}
	if d.judgeLists(s, c) {
		return
	}
	if !d.personal(s, c.from) {
		d.judgeNouns(s, c)
	}
	if n == 1 {
		d.judgeWord(s, c)
	} else {
		d.judgeWords(s, c)
	}
	last := d.form(s, c.to-1)
	if n > 1 && strings.ContainsAny(last, "0123456789") {
		e.add(digits)
	}
	if d.lex.PlaceEnding(last) && !first.Is(given) {
		e.add(placeEnding)
	}
}

// judgeLists looks the whole name up, and tells whether it is listed.
func (d *document) judgeLists(s *sentence, c *chunk) bool {
	e, w := &c.evidence, s.words[c.from]
	place := c.to-c.from == 1 && (w.Is(lexicon.PlaceNamed) || w.Place != "")
	other := c.to-c.from == 1 && w.Is(lexicon.OtherNamed)
	body := ""
	for _, p := range w.Phrases {
		if n := d.matches(s, c.from, p); n == 0 || c.from+n != c.to {
			continue
		}
		switch p.Kind {
		case lexicon.PlaceName:
			place = true
		case lexicon.OtherName:
			other = true
		case lexicon.BodyName:
			body = p.Value
		}
	}
	switch {
	case place && c.to-c.from > 1:
		e.add(longPlace) // a state may stand in the list of institutions too
	case place:
		e.add(listedPlace)
	case other:
		e.add(listedOther)
	case body == "person":
		e.add(listedPerson)
	case body != "":
		e.add(listedBody)
	default:
		return false
	}
	return true
}

// judgeWord looks at a name of one word.
func (d *document) judgeWord(s *sentence, c *chunk) {
	e, t, form := &c.evidence, &s.tokens[c.from], d.form(s, c.from)
	switch {
	case shape(form) == "acronym":
		e.add(acronym)
	case strings.ContainsAny(form, "0123456789"):
		e.add(digits)
	case shape(form) == "camel":
		e.add(camel)
	}
	if t.UPOS == "NOUN" && strings.Contains(t.Feats, "Number=Plur") {
		e.add(plural)
	}
}

// judgeWords looks at a name of several words.
func (d *document) judgeWords(s *sentence, c *chunk) {
	e, last := &c.evidence, s.words[c.to-1]
	switch {
	case last.Is(lexicon.OrgSuffix | lexicon.OrgWord):
		e.add(orgSuffix)
	case last.Is(given|lexicon.PlaceNamed) || last.Place != "" || len(last.Phrases) > 0:
	case last.Known() || d.small[lexicon.Fold(d.form(s, c.to-1))]:
		e.add(ordinary)
	}
	if c.to-c.from <= 3 {
		e.add(twoWords)
	}
	if s.tokens[c.from].UPOS == "ADJ" {
		e.add(adjective)
	}
}

// judgeNouns looks for the noun that heads a name with capitals: in front in Dutch and
// French, behind in English.
func (d *document) judgeNouns(s *sentence, c *chunk) {
	for i := c.from; i < c.to; i++ {
		if d.personal(s, i) {
			continue
		}
		switch kind := d.kindOf(s, i); kind {
		case "group":
			if c.to-c.from == 1 {
				c.evidence.add(groupNoun)
			}
		default:
			if v, ok := nouns[kind]; ok {
				c.evidence.add(v.inside)
				return
			}
		}
	}
}

// nouns are the votes of a head noun by its kind: inside the name, before it, and where the
// text says that the name is one.
var nouns = map[string]struct{ inside, before, is votes }{
	"organisation": {orgNoun, orgBefore, orgIs},
	"government":   {orgNoun, orgBefore, orgIs},
	"media":        {orgNoun, orgBefore, orgIs},
	"document":     {workNoun, workBefore, workIs},
	"other":        {workNoun, workBefore, workIs},
	"place":        {placeNoun, placeBefore, placeIs},
	"person":       {roleBefore, roleBefore, roleIs},
	"anonymous":    {roleBefore, roleBefore, roleIs},
}

// shape tells an acronym ("FNV") and inner capitals ("YouTube") from other words.
func shape(form string) string {
	upper, lower, inner := 0, 0, 0
	for i, r := range form {
		switch {
		case unicode.IsUpper(r):
			upper++
			if i > 0 && lower > 0 {
				inner++
			}
		case unicode.IsLower(r):
			lower++
		}
	}
	switch {
	case upper >= 2 && lower == 0 && upper <= 6:
		return "acronym"
	case inner > 0 && !strings.ContainsAny(form, "-'’/") && !surnamePrefix(form):
		return "camel"
	}
	return ""
}

// surnamePrefix tells whether the inner capital stands behind a prefix of surnames:
// "McAllister", "DuBois".
func surnamePrefix(form string) bool {
	for _, p := range [...]string{"Mc", "Mac", "Du", "De", "Di", "La", "Le", "Van", "Von", "Fitz"} {
		if rest, ok := strings.CutPrefix(form, p); ok && rest != "" && rest[0] >= 'A' && rest[0] <= 'Z' {
			return true
		}
	}
	return false
}

// judgeBefore looks at the words in front of the name.
func (d *document) judgeBefore(s *sentence, c *chunk) {
	e, i := &c.evidence, c.from-1
	if i < 0 {
		return
	}
	w := s.words[i]
	if w.Is(lexicon.Title) && s.tokens[i].UPOS != "ADP" {
		e.add(titled)
		return
	}
	if w.Is(lexicon.Article) {
		if h := int(s.tokens[i].Head); h >= c.from && h < c.to || h < 0 {
			e.add(article) // and not that of "the Clinton campaign"
		}
		i--
	}
	if i < 0 {
		return
	}
	if s.words[i].Is(lexicon.PlacePreposition) {
		e.add(inPlace)
	}
	if i == c.from-1 {
		d.judgeNounBefore(s, c, i)
	}
}

// judgeNounBefore takes a noun right in front: "hoogleraar Jansen", "vakbond De Unie".
func (d *document) judgeNounBefore(s *sentence, c *chunk, i int) {
	if !d.near(s, c.from) {
		return
	}
	h, t := int(s.tokens[c.head].Head), &s.tokens[i]
	if h != i && int(t.Head) != c.head {
		return // "Gisteren kocht de gemeente Ede": tied to something else
	}
	if v, ok := nouns[d.kindOf(s, i)]; ok {
		c.evidence.add(v.before)
	}
}

// judgeTree looks at what governs the name and what it governs.
func (d *document) judgeTree(s *sentence, c *chunk) {
	e, t := &c.evidence, &s.tokens[c.head]
	if t.UPOS == "" || t.Rel == "" {
		return
	}
	h := int(t.Head)
	switch {
	case syntax.Is(t.Rel, "nsubj"):
		e.add(subject)
		if h >= 0 && len(s.words[h].Verbs) > 0 {
			e.add(speaks)
		}
		if h >= 0 && (s.tokens[h].UPOS == "NOUN" || s.tokens[h].UPOS == "PROPN") && t.Rel == "nsubj" {
			d.isOne(s, c, h) // "Acme is een bedrijf"
		}
	case t.Rel == "nmod:poss":
		e.add(possessor)
	case syntax.Is(t.Rel, "appos") && h >= 0 && h < c.from-1 || syntax.Is(t.Rel, "nmod") && h >= 0:
		d.judgeGovernor(s, c, h)
	case syntax.Is(t.Rel, "flat") && h >= 0 && h < c.from: // "burgemeester Tine de Boer van Ede", in one name for the parser
		for steps := 0; h >= 0 && steps < 4 && s.tokens[h].UPOS == "PROPN"; steps++ {
			h = int(s.tokens[h].Head)
		}
		if h >= 0 && h < c.from {
			d.judgeGovernor(s, c, h)
		}
	}
	for i := range s.tokens {
		if x := &s.tokens[i]; int(x.Head) == c.head && (i < c.from || i >= c.to) && syntax.Is(x.Rel, "appos") {
			d.isOne(s, c, i)
		}
	}
}

// judgeGovernor takes the noun that governs the name: "directeur van Acme", "de stad Ede",
// "een bedrijf, Acme".
func (d *document) judgeGovernor(s *sentence, c *chunk, h int) {
	kind := d.kindOf(s, h)
	of := c.from > 0 && s.words[c.from-1].Is(lexicon.Of)
	role := c.from > 0 && s.words[c.from-1].Is(lexicon.Role) // "spokesman for Acme"
	switch {
	case syntax.Is(s.tokens[c.head].Rel, "appos"):
		d.isOne(s, c, h)
	case role && kind == "person":
		c.evidence.add(ofRole)
	case !of:
	case s.words[h].Is(lexicon.Inhabited):
		c.evidence.add(ofInhabited)
	case kind == "person" || kind == "organisation":
		c.evidence.add(ofRole)
	case kind == "place" || kind == "government":
		c.evidence.add(placeBefore) // "the city of Ghent"
	}
}

// isOne takes a noun that the text says the name is.
func (d *document) isOne(s *sentence, c *chunk, i int) {
	if i >= c.from && i < c.to || s.upper[i] && s.tokens[i].UPOS == "PROPN" {
		return
	}
	if v, ok := nouns[d.kindOf(s, i)]; ok {
		c.evidence.add(v.is)
	}
}

// judgeBehind looks at the words behind the name.
func (d *document) judgeBehind(s *sentence, c *chunk) {
	e, i := &c.evidence, c.to
	if i >= len(s.tokens) {
		return
	}
	form := d.form(s, i)
	if h := d.headNoun(s, i); h != nil && h.Kind == "person" && d.near(s, i) && int(s.tokens[c.head].Head) == i {
		e.add(roleBehind)
	}
	if i+1 >= len(s.tokens) || form != "," && form != "(" {
		return
	}
	next, w := d.form(s, i+1), s.words[i+1]
	switch {
	case age(next) && i+2 < len(s.tokens) && strings.Contains(",).;", d.form(s, i+2)):
		e.add(aged)
	case w.Is(lexicon.Who):
		e.add(who)
	case w.Is(lexicon.Where):
		e.add(where)
	}
}

// age tells whether form may be the years of a person.
func age(form string) bool {
	return utf8.RuneCountInString(form) == 2 && form[0] >= '1' && form[0] <= '9' && form[1] >= '0' && form[1] <= '9'
}
