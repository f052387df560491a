package coref_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/coref"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden compares who every attribution of each text in testdata is of with the list
// behind its line of dashes: the words that name the source, its name, kind, role and
// affiliation, and by what the two were tied.
func TestGolden(t *testing.T) {
	a := analyzer(t)
	files, err := filepath.Glob("testdata/*/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden texts, error %v", err)
	}
	for _, name := range files {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			words, want, _ := strings.Cut(string(data), "\n---\n")
			doc, err := a.Analyze(words, analysis.InLanguage(filepath.Base(filepath.Dir(name))))
			if err != nil {
				t.Fatal(err)
			}
			got := list(doc)
			if *update {
				if err := os.WriteFile(name, []byte(words+"\n---\n"+got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("sources of %s: -want +got\n%s", name, diff)
			}
		})
	}
}

func analyzer(t testing.TB) *analysis.Analyzer {
	t.Helper()
	a, err := analysis.New()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func list(doc *analysis.Document) string {
	var b strings.Builder
	for _, a := range doc.Attributions {
		words := "-"
		var link coref.Link = "implicit"
		if a.Carried {
			words, link = "“”", coref.LinkCarried
		}
		if len(a.Source) > 0 {
			words = a.Source[0].In(doc.Text)
			for _, m := range doc.Mentions {
				if m.Span == a.Source[0] && m.Source == a.SourceID {
					link = m.Link
				}
			}
		}
		fmt.Fprintf(&b, "%s = ", strings.Join(strings.Fields(words), " "))
		if a.SourceID < 0 {
			fmt.Fprintln(&b, "nobody")
			continue
		}
		s := doc.Sources[a.SourceID]
		fmt.Fprintf(&b, "%s (%s", s.Name, s.Kind)
		for _, x := range []struct{ key, value string }{{"role", s.Role}, {"of", s.Affiliation}, {"by", string(link)}} {
			if x.value != "" {
				fmt.Fprintf(&b, "; %s %s", x.key, x.value)
			}
		}
		fmt.Fprint(&b, ")")
		if a.Via >= 0 {
			fmt.Fprintf(&b, " via %s", doc.Sources[a.Via].Name)
		}
		fmt.Fprintln(&b)
	}
	return b.String()
}

// TestNamesakes: people who share a surname stay two, whatever the order and the form of
// their names.
func TestNamesakes(t *testing.T) {
	a := analyzer(t)
	given := []string{"Els", "Piet", "Anna", "Jan", "Rob", "Sofie"}
	for _, lang := range []string{"nl", "en"} {
		say := map[string]string{"nl": "%s zegt dat de brug dichtgaat. ", "en": "%s said that the bridge will close. "}[lang]
		for i, x := range given {
			for _, y := range given[i+1:] {
				words := fmt.Sprintf(say, x+" Vermeulen") + fmt.Sprintf(say, y+" Vermeulen") + fmt.Sprintf(say, x[:1]+". Vermeulen")
				doc, err := a.Analyze(words, analysis.InLanguage(lang))
				if err != nil {
					t.Fatal(err)
				}
				for _, s := range doc.Sources {
					both := strings.Join(append(s.Aliases, s.Name), " ")
					if strings.Contains(both, x) && strings.Contains(both, y) {
						t.Errorf("%q: %s and %s are one source %q", words, x, y, both)
					}
				}
				if len(doc.Sources) != 2 {
					t.Errorf("%q has sources %v, want two", words, doc.Sources)
				}
			}
		}
	}
}

func TestIDs(t *testing.T) {
	a := analyzer(t)
	id := func(words string) string {
		t.Helper()
		doc, err := a.Analyze(words, analysis.InLanguage("nl"))
		if err != nil || len(doc.Sources) != 1 {
			t.Fatalf("sources of %q = %v, %v, want one", words, doc.Sources, err)
		}
		return doc.Sources[0].ID
	}
	full := id("Els Vermeulen zegt dat de brug dichtgaat.")
	if other := id("Volgens burgemeester Els Vermeulen blijft de sluis open."); full != other {
		t.Error("one full name has two ids")
	}
	if id("Burgemeester Vermeulen zegt dat de brug dichtgaat.") == id("Trainer Vermeulen zegt dat de ploeg wint.") {
		t.Error("a surname is the same source in two documents that tell no more")
	}
	if id("Het ministerie van Visserij zegt dat de haven dichtgaat.") == full {
		t.Error("two names have one id")
	}
}

func FuzzResolve(f *testing.F) {
	a := analyzer(f)
	f.Add("nl", "Volgens Els Bakker en haar broer Piet, die met de krant spraken, is 't Hof dicht. „Nee”, zegt hij. Van den Berg (HRW) knikte.")
	f.Add("en", "Brandt’s office said Mr. Brandt left. “I did,” he told the Post. They denied it.")
	f.Add("nl", "’s ( ) Van van de De zijn zijn zei hij die zei \xff")
	f.Fuzz(func(t *testing.T, lang, words string) {
		if lang != "nl" && lang != "en" {
			lang = "en"
		}
		doc, err := a.Analyze(words, analysis.InLanguage(lang))
		if err != nil {
			t.Fatal(err)
		}
		last := 0
		for _, m := range doc.Mentions {
			if m.Start < last || m.End > len(words) || m.End < m.Start || m.Source < 0 || m.Source >= len(doc.Sources) {
				t.Fatalf("mention %+v of %q", m, words)
			}
			last = m.Start
		}
		for _, s := range doc.Sources {
			if s.Name == "" || s.ID == "" || s.Kind == "" {
				t.Errorf("source %+v of %q", s, words)
			}
		}
		again, _ := a.Analyze(words, analysis.InLanguage(lang))
		if list(doc) != list(again) {
			t.Errorf("two analyses of %q differ", words)
		}
	})
}
