package lexicon

// The types below mirror the files of configs/lang/<code>; the README there says what
// every key means. Line is the line of the entry in its file.

// Cue is what verbs and nouns that attribute have in common.
type Cue struct {
	Line      int
	Lemma     string   `yaml:"lemma"`
	Class     string   `yaml:"class" oneof:"say write think believe hope fear know deny accuse warn promise demand ask propose intend estimate predict confirm admit suggest conclude find criticise praise support oppose agree disagree complain regret claim reveal explain emphasise announce report answer wonder call feel"`
	Forms     []string `yaml:"forms"`
	Particle  string   `yaml:"particle"`
	With      string   `yaml:"with"`
	Prep      string   `yaml:"prep"`
	Reflexive bool     `yaml:"reflexive"`
	Takes     []string `yaml:"takes" oneof:"quote dat of wh inf np bare adj"`
	Weak      bool     `yaml:"weak"`
	Hearer    bool     `yaml:"hearer"` // its object is who is told, and a clause may follow that: "told reporters it was over"
	Certainty string   `yaml:"certainty" oneof:"possible probable certain"`
	Polarity  string   `yaml:"polarity" oneof:"denied"`
	Distance  string   `yaml:"distance" oneof:"neutral distancing endorsing"`
	Act       string   `yaml:"act" oneof:"states believes denies accuses warns predicts intends promises demands asks praises criticises fears hopes estimates confirms admits concludes suggests reports"`
	Position  string   `yaml:"position" oneof:"favor against"`

	takes    Takes
	with     *Phrase
	particle *Word
	prep     *Phrase
}

// Takes is a set of complements.
type Takes uint16

// What a cue governs, as bits.
const (
	TakesQuote Takes = 1 << iota
	TakesThat
	TakesWhether
	TakesQuestion
	TakesInfinitive
	TakesNoun
	TakesBare
	TakesAdjective
)

var takesOf = map[string]Takes{
	"quote": TakesQuote, "dat": TakesThat, "of": TakesWhether, "wh": TakesQuestion, "inf": TakesInfinitive,
	"np": TakesNoun, "bare": TakesBare, "adj": TakesAdjective,
}

// Governs tells whether the cue takes any of the complements.
func (c *Cue) Governs(t Takes) bool { return c.takes&t != 0 }

// ParticleWord returns the separable particle, nil for none.
func (c *Cue) ParticleWord() *Word { return c.particle }

// WithPhrase returns the fixed words that must stand near, nil for none.
func (c *Cue) WithPhrase() *Phrase { return c.with }

// PrepPhrase returns the preposition before the content, nil for none.
func (c *Cue) PrepPhrase() *Phrase { return c.prep }

// Preposition is a cue like "volgens".
type Preposition struct {
	Line      int
	Phrase    string `yaml:"phrase"`
	Takes     string `yaml:"takes" oneof:"source both"`
	Side      string `yaml:"side" oneof:"before after any"`
	Distance  string `yaml:"distance" oneof:"neutral distancing endorsing"`
	Certainty string `yaml:"certainty" oneof:"possible probable certain"`
	Listed    bool   `yaml:"listed"` // only a name or a noun of the lexicon is its source: "citing officials", not "citing inflation"
}

// Adverb is a cue without source words: "naar verluidt", "naar eigen zeggen".
type Adverb struct {
	Line      int
	Phrase    string `yaml:"phrase"`
	Source    string `yaml:"source" oneof:"none subject possessive"`
	Distance  string `yaml:"distance" oneof:"neutral distancing endorsing"`
	Certainty string `yaml:"certainty" oneof:"possible probable certain"`
}

// Frame gives a source around the content: "wat X betreft".
type Frame struct {
	Line      int
	Before    string   `yaml:"before"`
	After     string   `yaml:"after"`
	Kinds     []string `yaml:"kinds" oneof:"person organisation government group document media anonymous"`
	Clause    bool     `yaml:"clause"`    // only with a clause that a conjunction opens
	Behind    bool     `yaml:"behind"`    // only behind the clause that it reports
	Anaphoric bool     `yaml:"anaphoric"` // its first word, or second behind a preposition, stands for the sentence before: "dat blijkt uit"
	Relative  bool     `yaml:"relative"`  // its source is the noun before the comma: "een studie, waaruit blijkt dat"
	Distance  string   `yaml:"distance" oneof:"neutral distancing endorsing"`
	Certainty string   `yaml:"certainty" oneof:"possible probable certain"`

	After_ *Phrase `yaml:"-"`
}

// Lure is an expression that holds a cue's form and attributes nothing.
type Lure struct {
	Line   int
	Phrase string   `yaml:"phrase"`
	After  string   `yaml:"after"`
	Heads  []string `yaml:"heads"`
}

type words struct {
	Line  int
	Words []string `yaml:"words"`
}

type cueFile struct {
	Verbs        []*Cue         `yaml:"verbs"`
	Nouns        []*Cue         `yaml:"nouns"`
	Prepositions []*Preposition `yaml:"prepositions"`
	Adverbs      []*Adverb      `yaml:"adverbs"`
	Frames       []*Frame       `yaml:"frames"`
	Lures        []*Lure        `yaml:"lures"`
	Anaphora     words          `yaml:"anaphora"`
	Resumed      string         `yaml:"resumed" oneof:"joined"`
	Light        words          `yaml:"light_verbs"`
	Openers      struct {
		Inverted    []string `yaml:"inverted"`
		Comparative []string `yaml:"comparative"`
	} `yaml:"openers"`
}

// Pronoun is a reading of a personal or possessive pronoun.
type Pronoun struct {
	Line   int
	Form   string `yaml:"form"`
	Person int    `yaml:"person"`
	Number string `yaml:"number" oneof:"sing plur"`
	Gender string `yaml:"gender" oneof:"masc fem neut common"`
	Case   string `yaml:"case" oneof:"nom obj poss refl"`
}

type pronounFile struct {
	Personal      []*Pronoun `yaml:"personal"`
	Relative      []string   `yaml:"relative"`
	Demonstrative []string   `yaml:"demonstrative"`
	Interrogative []string   `yaml:"interrogative"`
	Indefinite    []string   `yaml:"indefinite"`
}

type functionFile struct {
	Articles      []string `yaml:"articles"`
	Determiners   []string `yaml:"determiners"`
	Numerals      []string `yaml:"numerals"`
	Prepositions  []string `yaml:"prepositions"`
	Coordinators  []string `yaml:"coordinators"`
	Subordinators []string `yaml:"subordinators"`
	Auxiliaries   []string `yaml:"auxiliaries"`
	Modals        []string `yaml:"modals"`
	Adverbs       []string `yaml:"adverbs"`
	Negators      []string `yaml:"negators"`
	Copulas       []string `yaml:"copulas"`
	Contractions  []string `yaml:"contractions"`
	QuestionWords []string `yaml:"question_words"`
	Degree        []string `yaml:"degree"`
	VerbSecond    bool     `yaml:"verb_second"`
	Acronyms      struct {
		Words []string `yaml:"words"`
		Like  []string `yaml:"like"`
	} `yaml:"acronyms"`
	Grammar struct {
		That        []string `yaml:"that"`
		Whether     []string `yaml:"whether"`
		To          []string `yaml:"to"`
		ForTo       []string `yaml:"for_to"`
		By          []string `yaml:"by"`
		Of          []string `yaml:"of"`
		Genitive    []string `yaml:"genitive"`
		With        []string `yaml:"with"`
		Be          []string `yaml:"be"`
		Have        []string `yaml:"have"`
		Setting     []string `yaml:"setting"`
		Potential   []string `yaml:"potential"`
		Role        []string `yaml:"role"`
		Conditional []string `yaml:"conditional"`
		Exclusive   []string `yaml:"exclusive"`
		Indefinite  []string `yaml:"indefinite"`
		One         []string `yaml:"one"`
		Alternative []string `yaml:"alternative"`
		Told        []string `yaml:"told"`
		As          []string `yaml:"as"`
		Contrast    []string `yaml:"contrast"`
		Concession  []string `yaml:"concession"`
		Aged        []string `yaml:"aged"`
		Forgone     []string `yaml:"forgone"`
		Former      []string `yaml:"former"`
	} `yaml:"grammar"`
}

// Head is a noun that says what sort of source a phrase names.
type Head struct {
	Line   int
	Lemma  string   `yaml:"lemma,scalar"`
	Forms  []string `yaml:"forms"`
	Gender string   `yaml:"gender" oneof:"masc fem neut common"`
	Plural []string `yaml:"plural"`

	Compounds bool `yaml:"compounds"` // forms of less than five letters end compounds, too: "Vissersbond"

	Kind string `yaml:"-"` // one of the kinds of coref
}

// NaturalGender returns "masc" or "fem" where the noun says which the person is, "" where it does not or is nil.
func (h *Head) NaturalGender() string {
	if h != nil && (h.Gender == "masc" || h.Gender == "fem") {
		return h.Gender
	}
	return ""
}

type title struct {
	Line    int
	Form    string `yaml:"form,scalar"`
	Gender  string `yaml:"gender" oneof:"masc fem common"`
	Address bool   `yaml:"address"`
}

type place struct {
	Line int
	Name string `yaml:"name,scalar"`
	Of   string `yaml:"of"`
}

type body struct {
	Line int
	Name string `yaml:"name,scalar"`
	Kind string `yaml:"kind" oneof:"person organisation government group document media anonymous"`
}

type sourceFile struct {
	Person       []*Head  `yaml:"person"`
	Government   []*Head  `yaml:"government"`
	Organisation []*Head  `yaml:"organisation"`
	Suffixes     []string `yaml:"organisation_suffixes"`
	Media        []*Head  `yaml:"media"`
	MediaNames   []string `yaml:"media_names"`
	Group        []*Head  `yaml:"group"`
	Document     []*Head  `yaml:"document"`
	Anonymous    []*Head  `yaml:"anonymous"`
	Generic      []string `yaml:"generic"`
	Titles       []title  `yaml:"titles"`
	Particles    []string `yaml:"name_particles"`
	GivenNames   struct {
		Masc []string `yaml:"masc"`
		Fem  []string `yaml:"fem"`
	} `yaml:"given_names"`
	Places  []place `yaml:"places"`
	Peoples []place `yaml:"peoples"`
	Natives struct {
		Common []string `yaml:"common"`
		Masc   []string `yaml:"masc"`
		Fem    []string `yaml:"fem"`
	} `yaml:"natives"`
	Bodies         []body     `yaml:"bodies"`
	NameSuffixes   []string   `yaml:"name_suffixes"`
	Spokespersons  []string   `yaml:"spokespersons"`
	Leaders        []string   `yaml:"leaders"`
	Accused        []string   `yaml:"accused"`
	Portfolios     []string   `yaml:"portfolios"`
	NameOpeners    []string   `yaml:"name_openers"`
	RoleSets       [][]string `yaml:"role_sets"`
	Nicknames      [][]string `yaml:"nicknames"`
	PersonSuffixes []string   `yaml:"person_suffixes"`
}

type marker struct {
	Line   int
	Phrase string `yaml:"phrase,scalar"`
	Value  string `yaml:"value" oneof:"possible probable certain"`

	Negated string `yaml:"negated" oneof:"possible probable certain"` // the value in a negative clause
}

type modalityFile struct {
	Certainty []marker `yaml:"certainty"`
	Hearsay   []string `yaml:"hearsay"`
	Negation  struct {
		Negators []string `yaml:"negators"`
		Denials  []string `yaml:"denials"`
	} `yaml:"negation"`
	Demand     []string `yaml:"demand"`
	Prediction []string `yaml:"prediction"`
	Opinion    []string `yaml:"opinion"`
}

// Colour is what a word says of its subject and its object.
type Colour struct {
	Line     int
	Lemma    string   `yaml:"lemma"`
	Forms    []string `yaml:"forms"`
	POS      string   `yaml:"pos" oneof:"verb noun adj adv phrase"`
	Polarity float64  `yaml:"polarity"`
	Effect   struct {
		Agent   float64 `yaml:"agent"`
		Patient float64 `yaml:"patient"`
	} `yaml:"effect"`
	Prep string `yaml:"-"` // preposition that ends the entry and goes before its object: "voor" in "pleiten voor"
}

type factor struct {
	Line   int
	Phrase string  `yaml:"phrase,scalar"`
	Factor float64 `yaml:"factor"`
}

type stanceFile struct {
	Distance struct {
		Distancing []string `yaml:"distancing"`
		Endorsing  []string `yaml:"endorsing"`
	} `yaml:"distance"`
	Entries      []*Colour `yaml:"entries"`
	Shifters     []factor  `yaml:"shifters"`
	Intensifiers []factor  `yaml:"intensifiers"`
	Diminishers  []factor  `yaml:"diminishers"`
}

type checkFile struct {
	Causal       []string `yaml:"causal"`
	Comparison   []string `yaml:"comparison"`
	Superlative  []string `yaml:"superlative"`
	Accusation   []string `yaml:"accusation"`
	Measurable   []string `yaml:"measurable"`
	ManyAffected []string `yaml:"many_affected"`
	Vague        []string `yaml:"vague"`
	Personal     []string `yaml:"personal"`
	Units        []string `yaml:"units"`
	Months       []string `yaml:"months"`
}

// entityFile tells names of places and other things from those of people and institutions.
type entityFile struct {
	PlaceNouns   []string `yaml:"place_nouns"`
	WorkNouns    []string `yaml:"work_nouns"`
	Places       []string `yaml:"places"`
	Others       []string `yaml:"others"`
	Endings      []string `yaml:"place_endings"`
	Prepositions []string `yaml:"place_prepositions"`
	Inhabited    []string `yaml:"inhabited"`
	Who          []string `yaml:"who"`
	Where        []string `yaml:"where"`
	InNames      []string `yaml:"prepositions_in_names"`
	NoNames      []string `yaml:"no_names"`
	TitleCase    []string `yaml:"title_case"`
	OrgWords     []string `yaml:"organisation_words"`
}

// Layout is what the layout and sentence packages need of a language.
type Layout struct {
	Abbreviations      []string `yaml:"abbreviations"`
	AbbreviationsFinal []string `yaml:"abbreviations_final"`
	QuestionStarts     []string `yaml:"question_starts"`
	CaptionMarks       []string `yaml:"caption_marks"`
	Boilerplate        []string `yaml:"boilerplate"`
	Labels             []string `yaml:"labels"`
	ApostropheWords    []string `yaml:"apostrophe_words"`
	MonthNames         []string `yaml:"month_names"`
	Weekdays           []string `yaml:"weekdays"`
	NumberWords        []string `yaml:"number_words"`
	Clitics            []string `yaml:"clitics"`
	Splits             []string `yaml:"splits"`
	Prefixes           []string `yaml:"prefixes"`
	SplitHyphens       bool     `yaml:"split_hyphens"`
}
