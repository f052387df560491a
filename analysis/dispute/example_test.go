package dispute_test

import (
	"fmt"

	"github.com/volgens/volgens/analysis"
)

func Example() {
	a, err := analysis.New("nl")
	if err != nil {
		panic(err)
	}
	doc, err := a.Analyze("Volgens de keuringsdienst is het speelgoed veilig. De Consumentenbond zegt dat het speelgoed gevaarlijk is.")
	if err != nil {
		panic(err)
	}
	for _, d := range doc.Disputes {
		fmt.Println(d.Relation, d.Score, d.Signals)
	}
	// Output: contradicts 0.77 [antonym: veilig – gevaarlijk shared: speelgoed]
}
