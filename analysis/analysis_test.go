package analysis_test

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/coref"
	"github.com/volgens/volgens/analysis/text"
	"github.com/volgens/volgens/internal/sharedtest"
)

func analyzer(t testing.TB, langs ...string) *analysis.Analyzer {
	t.Helper()
	a, err := analysis.New(langs...)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func ExampleAnalyzer_Analyze() {
	a, err := analysis.New("nl")
	if err != nil {
		panic(err)
	}
	doc, err := a.Analyze("“De dijk is op tijd gedicht”, zegt dijkgraaf Tineke Wiersma. " +
		"Volgens haar is er geen gevaar.")
	if err != nil {
		panic(err)
	}
	for _, c := range doc.Claims {
		source := doc.Sources[doc.Attributions[c.Attribution].SourceID]
		fmt.Printf("%s (%s): %s\n", source.Name, source.Role, c.Standalone)
	}
	// Output:
	// Tineke Wiersma (dijkgraaf): De dijk is op tijd gedicht
	// Tineke Wiersma (dijkgraaf): is er geen gevaar
}

func ExampleInLanguage() {
	a, err := analysis.New("nl", "en")
	if err != nil {
		panic(err)
	}
	doc, err := a.Analyze("“No comment”", analysis.InLanguage("en"))
	fmt.Println(doc.Lang, doc.LangConfidence, err)
	// Output: en 1 <nil>
}

func TestUnknownLanguages(t *testing.T) {
	if _, err := analysis.New("xx"); err == nil || !strings.Contains(err.Error(), `"xx"`) {
		t.Errorf(`New("xx") = %v, want an error that names the language`, err)
	}
	const french = "Le gouvernement a annoncé hier que la nouvelle loi entrera en vigueur l'année prochaine dans toutes les communes."
	doc, err := analyzer(t, "nl").Analyze(french)
	if !errors.Is(err, analysis.ErrLanguage) {
		t.Errorf("Analyze(French) = %v, want ErrLanguage", err)
	}
	if len(doc.Segments) != 1 || doc.Segments[0].In(doc.Text) != french {
		t.Errorf("segments of a text in no known language = %v, want all of it", doc.Segments)
	}
}

func TestLanguageDataFromElsewhere(t *testing.T) {
	fsys := fstest.MapFS{"nl/cues.yaml": {Data: []byte("verbs:\n  - {lemma: blaten, class: say, forms: [blaat], takes: [dat]}\n")}}
	if _, err := analysis.NewFS(fsys); err != nil {
		t.Fatal(err)
	}
	fsys["nl/cues.yaml"] = &fstest.MapFile{Data: []byte("verbs:\n  - {lemma: blaten, clas: say}\n")}
	_, err := analysis.NewFS(fsys)
	if err == nil || !strings.Contains(err.Error(), `nl/cues.yaml:2: unknown key "clas" (class?)`) {
		t.Errorf("NewFS = %v, want the place of the unknown key and the nearest known one", err)
	}
}

func TestSources(t *testing.T) {
	a := analyzer(t, "nl", "en")
	for _, tt := range []struct{ name, lang, text, want string }{
		{"surname after the full name", "nl", "“Het lukt”, zegt trainer Bas de Wit. Volgens De Wit is dat goed.", "Bas de Wit, Bas de Wit"},
		{"a surname that is a role", "nl", "Wethouder Tine de Boer zegt dat het kan. De Boer zegt dat er tijd is. De boer zegt niets.", "Tine de Boer, Tine de Boer"},
		{"title and surname", "nl", "Hoogleraar Mira Aziz van de universiteit van Gent zegt dat het kan. Volgens hoogleraar Aziz is er tijd.", "Mira Aziz, Mira Aziz"},
		{"pronoun", "nl", "Wethouder Karin Baks zegt dat het kan. Volgens haar is er tijd.", "Karin Baks, Karin Baks"},
		{"description", "nl", "Volgens hoogleraar Mira Aziz is er tijd. De hoogleraar zegt dat het kan.", "Mira Aziz, Mira Aziz"},
		{"two with one surname", "nl", "Volgens Jan Blok is er tijd. Volgens Piet Blok is er haast.", "Jan Blok, Piet Blok"},
		{"acronym", "nl", "De Bond van Zagers (BVZ) zegt dat het kan. Volgens de BVZ is er tijd.", "Bond van Zagers, Bond van Zagers"},
		{"carried", "nl", "“Het lukt”, zegt trainer Bas de Wit. “Dat weet ik zeker.”", "Bas de Wit, Bas de Wit"},
		{"first name and role", "en", "Engineer Hannah Doyle said the bridge was safe. “It is safe,” she said.", "Hannah Doyle, Hannah Doyle"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := a.Analyze(tt.text, analysis.InLanguage(tt.lang))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, x := range doc.Attributions {
				name := "none"
				if x.SourceID >= 0 {
					name = doc.Sources[x.SourceID].Name
				}
				got = append(got, name)
			}
			if s := strings.Join(got, ", "); s != tt.want {
				t.Errorf("sources of %q = %s, want %s", tt.text, s, tt.want)
			}
		})
	}
}

func TestReportsThroughOthers(t *testing.T) {
	doc, err := analyzer(t, "nl").Analyze("Volgens omwonenden die met de stichting Veilig Wonen spraken, stond het huis leeg.")
	if err != nil || len(doc.Attributions) != 1 {
		t.Fatalf("Analyze found %d attributions, error %v", len(doc.Attributions), err)
	}
	a := doc.Attributions[0]
	if a.Via < 0 || doc.Sources[a.Via].Name != "Veilig Wonen" {
		t.Errorf("via = %d of %v, want Veilig Wonen", a.Via, doc.Sources)
	}
}

func TestSameSourceSameIDInOtherDocuments(t *testing.T) {
	a := analyzer(t, "nl")
	id := func(text string) string {
		doc, err := a.Analyze(text, analysis.InLanguage("nl"))
		if err != nil || len(doc.Sources) != 1 {
			t.Fatalf("Analyze(%q) found %d sources, error %v", text, len(doc.Sources), err)
		}
		return doc.Sources[0].ID
	}
	if x, y := id("Volgens Jan Blok is er tijd."), id("“Het kan”, zegt Jan Blok."); x != y {
		t.Errorf("a named source has the ids %s and %s, want one", x, y)
	}
	if x, y := id("Volgens ooggetuigen is er tijd."), id("Volgens ooggetuigen was er rook."); x == y {
		t.Errorf("unnamed sources of two documents share the id %s", x)
	}
}

func TestClaims(t *testing.T) {
	a := analyzer(t, "nl")
	for _, tt := range []struct{ name, text, want string }{
		{"sentences of a quotation", "“Het regent. Ik blijf thuis”, zegt Jan Blok.", "Het regent | [Jan Blok] blijf thuis"},
		{"a speaker is no third person", "Jan Blok is bang. “Hij was te laat”, zegt Jan Blok.", "Jan Blok is bang | Hij was te laat"},
		{"clauses that may differ in truth", "“De brug is veilig, maar de weg is gesloten”, zegt Jan Blok.", "De brug is veilig | de weg is gesloten"},
		{"a condition stays", "Volgens Jan Blok is de weg dicht als het vriest.", "is de weg dicht als het vriest"},
		{"the author", "De weg is al een week gesloten.", "De weg is al een week gesloten"},
		{"a question is no claim", "Is de weg dan al een week dicht?", ""},
		{"a bare surname", "Volgens Jan Blok is het glad. De gemeente zegt dat Blok een klacht indient.", "is het glad | dat [Jan Blok] een klacht indient"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := a.Analyze(tt.text, analysis.InLanguage("nl"))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range doc.Claims {
				got = append(got, c.Standalone)
			}
			if s := strings.Join(got, " | "); s != tt.want {
				t.Errorf("claims of %q = %q, want %q", tt.text, s, tt.want)
			}
		})
	}
}

func TestStance(t *testing.T) {
	a := analyzer(t, "nl")
	for _, tt := range []struct{ name, text, act, certainty, polarity, distance string }{
		{"plain", "De wethouder zegt dat de huur stijgt.", "states", "certain", "affirmed", "neutral"},
		{"denial", "Het bedrijf ontkent dat er gif is geloosd.", "denies", "certain", "denied", "neutral"},
		{"negation", "De wethouder zegt dat de huur niet stijgt.", "states", "certain", "negated", "neutral"},
		{"hope", "De wethouder hoopt dat de huur daalt.", "hopes", "possible", "affirmed", "neutral"},
		{"doubt", "De wethouder zegt dat de huur misschien stijgt.", "states", "possible", "affirmed", "neutral"},
		{"distance", "De wethouder beweert dat de huur stijgt.", "states", "possible", "affirmed", "distancing"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := a.Analyze(tt.text, analysis.InLanguage("nl"))
			if err != nil || len(doc.Claims) != 1 {
				t.Fatalf("Analyze(%q) found %d claims, error %v", tt.text, len(doc.Claims), err)
			}
			c := doc.Claims[0]
			if c.Act != tt.act || c.Polarity != tt.polarity || c.Distance != tt.distance || c.Certainty != tt.certainty {
				t.Errorf("stance of %q = %+v", tt.text, c.Commitment)
			}
		})
	}
}

func TestSegments(t *testing.T) {
	doc, err := analyzer(t, "nl").Analyze("Brug dicht\n\nDe brug is dicht. “Dat blijft zo”, zegt Jan Blok.\n\n“Voorlopig.”\n")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range doc.Segments {
		got = append(got, fmt.Sprintf("%s %s %q", s.Kind, s.Voice, s.In(doc.Text)))
	}
	want := []string{
		`title author "Brug dicht\n\n"`,
		`sentence author "De brug is dicht. "`,
		`sentence attributed "“Dat blijft zo”, zegt Jan Blok.\n\n"`,
		`quotation attributed "“Voorlopig.”\n"`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("segments = %q, want %q", got, want)
	}
}

// TestReference checks the shape of what is found in the reference article; its words are
// not the project's to hold.
func TestReference(t *testing.T) {
	data, err := os.ReadFile(sharedtest.Path(t, "seeds", "mali-rusland.nl.txt"))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := analyzer(t, "nl", "en").Analyze(string(data))
	if err != nil || doc.Lang != "nl" {
		t.Fatalf("language %q, error %v", doc.Lang, err)
	}
	cues := map[string]int{}
	people := map[string]int{}
	chained := 0
	for _, a := range doc.Attributions {
		for _, c := range a.Cue {
			cues[strings.ToLower(c.In(doc.Text))]++
		}
		if a.SourceID < 0 {
			t.Errorf("%q has no source", a.Content[0].In(doc.Text))
			continue
		}
		s := doc.Sources[a.SourceID]
		if s.Kind == coref.Person && s.Named && s.Affiliation != "" {
			people[s.Name]++
			if strings.Count(s.Name, " ") != 1 {
				t.Errorf("canonical name %q: want first name and surname", s.Name)
			}
		}
		if a.Via >= 0 && s.Kind == coref.Anonymous {
			chained++
		}
	}
	if cues["volgens"] != 7 || cues["aldus"] != 1 {
		t.Errorf("cues = %v, want volgens 7 times and aldus once", cues)
	}
	if len(people) != 3 || chained != 1 {
		t.Errorf("people = %v, informants with a chain = %d; want 3 people and 1 chain", people, chained)
	}
	for name, n := range people {
		if n < 3 {
			t.Errorf("%s: %d attributions, want at least 3", name, n)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	a := analyzer(t, "nl")
	const article = "“Het regent”, zegt Jan Blok. Volgens hem blijft dat zo. De buurvrouw denkt dat het morgen droog is."
	want, err := a.Analyze(article)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if got, _ := a.Analyze(article); !reflect.DeepEqual(got, want) {
					t.Error("the same text gave another document")
					return
				}
			}
		})
	}
	wg.Wait()
}

func FuzzAnalyze(f *testing.F) {
	for _, s := range []string{
		"", " ", "\n\n", "“", "Volgens", "zegt", "“Ja”, zegt hij", "\xff\xfe“a\x80”, zegt Jan.\n\nDat zegt hij.",
		"Jan: “Ik ‘kom’ niet”\r\nVolgens Piet, die dat zegt, is het zo; maar volgens Klaas niet.",
		"De bewering van Jan dat het waar is. Wat Piet betreft wel.", "e\u0301\u0301 zei dat", strings.Repeat("(“", 60),
		"According to Jan Blok (JB), who said it, “no”, he said. “Yes.”",
	} {
		f.Add(s, true)
		f.Add(s, false)
	}
	a := analyzer(f, "nl", "en")
	f.Fuzz(func(t *testing.T, s string, dutch bool) {
		lang := "en"
		if dutch {
			lang = "nl"
		}
		doc, err := a.Analyze(s, analysis.InLanguage(lang))
		if err != nil {
			t.Fatal(err)
		}
		check(t, doc)
		if again, _ := a.Analyze(s, analysis.InLanguage(lang)); !reflect.DeepEqual(doc, again) {
			t.Error("the same text gave another document")
		}
	})
}

// check tests what holds for the analysis of any text.
func check(t *testing.T, doc *analysis.Document) {
	t.Helper()
	var joined strings.Builder
	for _, s := range doc.Segments {
		joined.WriteString(s.In(doc.Text))
		spans(t, doc, "unresolved", s.Unresolved)
	}
	if joined.String() != doc.Text {
		t.Error("the segments, joined, are not the text")
	}
	for i, a := range doc.Attributions {
		if len(a.Content) == 0 {
			t.Errorf("attribution %d has no content", i)
		}
		spans(t, doc, "source", a.Source)
		spans(t, doc, "cue", a.Cue)
		spans(t, doc, "content", a.Content)
		if a.SourceID >= len(doc.Sources) || a.Via >= len(doc.Sources) || a.NestedIn >= len(doc.Attributions) || a.From >= len(doc.Attributions) || a.NestedIn == i {
			t.Errorf("attribution %d points outside: %+v", i, a)
		}
	}
	for i, m := range doc.Mentions {
		spans(t, doc, "mention", []text.Span{m.Span})
		if m.Source < 0 || m.Source >= len(doc.Sources) || i > 0 && m.Start < doc.Mentions[i-1].Start {
			t.Errorf("mention %d: %+v", i, m)
		}
	}
	for i, c := range doc.Claims {
		if len(c.Spans) == 0 || c.Act == "" || c.Certainty == "" || c.Polarity == "" || c.Distance == "" || c.Kind == "" {
			t.Errorf("claim %d is incomplete: %+v", i, c)
		}
		spans(t, doc, "claim", c.Spans)
		for _, s := range c.Spans {
			if !c.Context.Contains(s) {
				t.Errorf("claim %d: %v outside its context %v", i, s, c.Context)
			}
		}
		if c.Checkworthiness < 0 || c.Checkworthiness > 1 {
			t.Errorf("claim %d: check-worthiness %v", i, c.Checkworthiness)
		}
	}
}

// spans checks that spans lie in the text, in order, on the edges of characters.
func spans(t *testing.T, doc *analysis.Document, what string, list []text.Span) {
	t.Helper()
	last := 0
	for _, s := range list {
		if s.Start < last || s.End < s.Start || s.End > len(doc.Text) {
			t.Fatalf("%s %v outside the text or out of order", what, list)
		}
		last = s.End
		if utf8.ValidString(doc.Text) && !utf8.ValidString(s.In(doc.Text)) {
			t.Errorf("%s %v cuts a character", what, s)
		}
	}
}
