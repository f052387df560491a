package analysis_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/stance"
	"github.com/volgens/volgens/configs"
	"github.com/volgens/volgens/internal/sharedtest"
)

// positionsOf lists "source target label" of all positions of a text.
func positionsOf(t *testing.T, a *analysis.Analyzer, lang, words string) []string {
	t.Helper()
	doc, err := a.Analyze(words, analysis.InLanguage(lang))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, c := range doc.Claims {
		for _, p := range c.Positions {
			if len(p.Evidence) == 0 {
				t.Errorf("%s: %s %s without evidence", words, p.Target, p.Label)
			}
			out = append(out, p.Target+" "+p.Label)
		}
	}
	slices.Sort(out)
	return out
}

func TestPositions(t *testing.T) {
	a, err := analysis.New("nl", "en")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, lang, words, want string }{
		{"an agent of a bad deed", "en", "Peter Jones said that the Harbour Board had lied to the residents.", "Harbour Board against"},
		{"accused by the cue", "en", "Mayor Jane Smith accused the Harbour Board of fraud.", "Harbour Board against"},
		{"praised by the cue", "en", "Mayor Jane Smith praised the Health Council.", "Health Council favor"},
		{"a denial of something bad", "en", "Peter Jones denied that the Harbour Board is corrupt.", "Harbour Board favor"},
		{"nothing judges", "en", "Peter Jones said that the Harbour Board meets on Monday.", ""},
		{"an agent of a bad deed, Dutch", "nl", "Volgens Jan Jansen heeft de Havenraad de bewoners voorgelogen.", "Havenraad against"},
		{"behind a preposition", "en", "Peter Jones said that the residents had voted last week against the Harbour Board.", "Harbour Board against"},
		{"a subject with an attitude", "en", "Peter Jones said that the Harbour Board was critical of the plan.", ""},
		{"the one an attack is on", "nl", "Volgens Jan Jansen was de aanval op de Havenraad een ramp voor de stad.", ""},
		{"below what is done", "nl", "Volgens Jan Jansen drijft de armoede de Havenraad in de armen van extremistische groepen.", ""},
		{"a phrase parted by its object", "nl", "Volgens Jan Jansen houdt de Havenraad de directeur in het zadel.", "Havenraad against"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(positionsOf(t, a, tt.lang, tt.words), ", "); got != tt.want {
				t.Errorf("positions of %q = %q, want %q", tt.words, got, tt.want)
			}
		})
	}
}

func TestMainClauseDecides(t *testing.T) {
	a, err := analysis.New("nl")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, words, polarity, certainty string }{
		{"negated", "Jan Jansen zegt dat de brug niet veilig is.", "negated", "certain"},
		{"negation below", "Jan Jansen zegt dat de brug dichtgaat als de raad niet betaalt.", "affirmed", "certain"},
		{"without", "Jan Jansen zegt dat de brug zonder toestemming is gesloopt.", "affirmed", "certain"},
		{"denied", "Jan Jansen ontkent dat de brug onveilig is.", "denied", "certain"},
		{"possible", "Jan Jansen zegt dat de brug misschien dichtgaat.", "affirmed", "possible"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := a.Analyze(tt.words, analysis.InLanguage("nl"))
			if err != nil || len(doc.Claims) == 0 {
				t.Fatalf("Analyze(%q): %d claims, %v", tt.words, len(doc.Claims), err)
			}
			if c := doc.Claims[0]; c.Polarity != tt.polarity || c.Certainty != tt.certainty {
				t.Errorf("%q is %s and %s, want %s and %s", tt.words, c.Polarity, c.Certainty, tt.polarity, tt.certainty)
			}
		})
	}
}

func ExampleAnalyzer_Checkworthiness() {
	a, err := analysis.New("nl")
	if err != nil {
		panic(err)
	}
	high, _, _ := a.Checkworthiness("Het aantal gewonden steeg vorig jaar met 12 procent door dronken bestuurders.", analysis.InLanguage("nl"))
	low, _, _ := a.Checkworthiness("Ik vind het mooi.", analysis.InLanguage("nl"))
	fmt.Println(high > low)
	// Output: true
}

func TestContradictedClaimsDeserveACheck(t *testing.T) {
	a, err := analysis.New("nl")
	if err != nil {
		t.Fatal(err)
	}
	const one, other = "Volgens de minister is de brug in Zandhuizen veilig.", " Volgens de gemeente is de brug in Zandhuizen gevaarlijk."
	worth := func(words string) (float64, bool) {
		doc, err := a.Analyze(words, analysis.InLanguage("nl"))
		if err != nil || len(doc.Claims) == 0 {
			t.Fatalf("Analyze(%q): %d claims, %v", words, len(doc.Claims), err)
		}
		return doc.Claims[0].Checkworthiness, slices.Contains(doc.Claims[0].Reasons, "disputed")
	}
	alone, doubted := worth(one)
	if beside, also := worth(one + other); beside <= alone || !also || doubted {
		t.Errorf("contradicted: %.2f, disputed %v; alone: %.2f, disputed %v", beside, also, alone, doubted)
	}
}

// TestReferencePositions reads the reference article: its critical sources are against
// somebody, with the words that show it.
func TestReferencePositions(t *testing.T) {
	data, err := os.ReadFile(sharedtest.Path(t, "seeds/mali-rusland.nl.txt"))
	if err != nil {
		t.Fatal(err)
	}
	topic, err := stance.LoadTopic(configs.FS, "topics/mali.yaml")
	if err != nil {
		t.Fatal(err)
	}
	plain, err := analysis.New("nl")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := plain.With(analysis.Settings{Topic: topic}).Analyze(string(data))
	if err != nil {
		t.Fatal(err)
	}
	against := map[string]bool{}
	for _, c := range doc.Claims {
		for _, p := range c.Positions {
			a := doc.Attributions[c.Attribution]
			if a.SourceID >= 0 && p.Label == stance.Against && len(p.Evidence) > 0 {
				against[doc.Sources[a.SourceID].Name+" "+p.Target] = true
			}
		}
	}
	for _, want := range []string{"Moncrieff junta", "Sidibé russian-presence", "Eizenga wagner-group"} {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(against)), func(k string) bool { return strings.HasSuffix(k, want) }) {
			t.Errorf("nobody is %q against; have %v", want, against)
		}
	}
}
