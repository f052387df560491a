package entity_test

import (
	"fmt"

	"github.com/volgens/volgens/analysis"
)

func Example() {
	a, err := analysis.New("en")
	if err != nil {
		panic(err)
	}
	doc, err := a.Analyze("Mayor Ellen Marsh of Ashby Falls accused Corvane Energy of hiding a leak. Marsh wants to sue.", analysis.InLanguage("en"))
	if err != nil {
		panic(err)
	}
	for _, e := range doc.Entities {
		fmt.Printf("%s: %s, %s\n", e.In(doc.Text), e.Type, e.Name)
	}
	// Output:
	// Ellen Marsh: person, Ellen Marsh
	// Ashby Falls: place, Ashby Falls
	// Corvane Energy: organisation, Corvane Energy
	// Marsh: person, Ellen Marsh
}
