package coref_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/coref"
	"github.com/volgens/volgens/configs"
)

func TestParseRegistryErrors(t *testing.T) {
	tests := []struct{ name, yaml, want string }{
		{"unknown key", "sources:\n  - {name: Zon, alias: [Z]}\n", `sources.yaml:2: unknown key "alias" (aliases?)`},
		{"unknown kind", "sources:\n  - {name: Zon, kind: bond}\n", `sources.yaml:2: "bond" is none of: person, organisation`},
		{"no name", "sources:\n  - {name: Zon}\n  - {kind: person}\n", "sources.yaml:3: a source without name"},
		{"no id", "sources:\n  - {name: Zon, wikidata: P31}\n", `sources.yaml:2: wikidata: want an id such as Q1065, have "P31"`},
		{"one form of two sources", "sources:\n  - {name: Zon, aliases: [Z]}\n  - {name: Zee, aliases: [z]}\n", `sources.yaml:3: "z" is also a name of the source in line 2`},
		{"a form twice", "sources:\n  - {name: Zon, aliases: [de Zon]}\n", `sources.yaml:2: "de Zon" stands there twice`},
		{"another document", "bronnen: []\n", `sources.yaml:1: unknown key "bronnen"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := coref.ParseRegistry("sources.yaml", []byte(tt.yaml)); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("ParseRegistry(%q) = %v, want %s…", tt.yaml, err, tt.want)
			}
		})
	}
}

func TestExampleRegistry(t *testing.T) {
	data, err := configs.FS.ReadFile("sources.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := coref.ParseRegistry("sources.yaml", data); err != nil {
		t.Error(err)
	}
}

// known is a registry with two sources of one name.
const known = `sources:
  - {name: Zeebond, aliases: [ZB, Bond van Zeevissers], kind: organisation, wikidata: Q1, role: vakbond}
  - {name: Els Bakker (minister), aliases: [Els Bakker], kind: person, affiliation: ministerie van Visserij}
  - {name: Els Bakker (schipper), aliases: [Els Bakker], kind: person, affiliation: Zeebond}
  - {name: Dutch only, aliases: [Rederij Tromp], languages: [en]}
`

func TestRegistry(t *testing.T) {
	registry, err := coref.ParseRegistry("known.yaml", []byte(known))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := analysis.New("nl")
	if err != nil {
		t.Fatal(err)
	}
	a := plain.WithRegistry(registry)
	tests := []struct{ name, text, want string }{
		{"an alias", "Volgens de ZB is het plan slecht.", "Zeebond organisation Q1"},
		{"two forms are one source", "De Bond van Zeevissers is tegen. Volgens de ZB is het plan slecht.", "Zeebond organisation Q1"},
		{"affiliation tells apart", "Els Bakker van de Zeebond zegt dat het plan slecht is.", "Els Bakker (schipper) person "},
		{"nothing tells apart", "Els Bakker zegt dat het plan slecht is.", "Els Bakker person "},
		{"another language", "Rederij Tromp zegt dat het plan slecht is.", "Rederij Tromp organisation "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := a.Analyze(tt.text, analysis.InLanguage("nl"))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, s := range doc.Sources {
				got = append(got, fmt.Sprintf("%s %s %s", s.Name, s.Kind, s.Wikidata))
			}
			if len(got) != 1 || got[0] != tt.want {
				t.Errorf("sources of %q = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func ExampleParseRegistry() {
	data, err := os.ReadFile("../../configs/sources.yaml")
	if err != nil {
		panic(err)
	}
	registry, err := coref.ParseRegistry("sources.yaml", data)
	if err != nil {
		panic(err)
	}
	a, err := analysis.New("nl")
	if err != nil {
		panic(err)
	}
	doc, _ := a.WithRegistry(registry).Analyze("Volgens de VN is het bestand geschonden.")
	fmt.Println(doc.Sources[0].Name, doc.Sources[0].Wikidata)
	// Output: United Nations Q1065
}
