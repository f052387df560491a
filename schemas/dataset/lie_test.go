package dataset_test

import (
	"fmt"

	"github.com/volgens/volgens/schemas/dataset"
)

func ExampleLie() {
	err := &dataset.Lie{File: "claims/part-00000-of-00004.parquet", Row: 17, Column: "end", What: "is not that of the last span"}
	fmt.Println(err)
	// Output: claims row 17 (part-00000-of-00004.parquet): column end: is not that of the last span
}
