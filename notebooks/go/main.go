// Command go lists the sources with the most claims of a dataset. It shows how a program in Go
// reads the tables: a struct with the columns that it wants, and nothing of volgens.
package main

import (
	"cmp"
	"fmt"
	"io/fs"
	"log"
	"maps"
	"os"
	"slices"

	"github.com/parquet-go/parquet-go"
)

// Claim has the columns of the table claims that are wanted. A column that may be null is a
// pointer, a list a slice.
type Claim struct {
	SourceName *string `parquet:"source_name,optional"`
	SourceKind string  `parquet:"source_kind"`
	Claim      string  `parquet:"claim"`
	Spans      []struct {
		Start int32 `parquet:"start"`
		End   int32 `parquet:"end"`
	} `parquet:"spans,list"`
	Checkworthiness float64 `parquet:"checkworthiness"`
}

// Speaker is a source with the number of its claims and the one that deserves a check most.
type Speaker struct {
	Name, Kind string
	Claims     int
	Top        Claim
}

// Speakers returns the sources of a dataset, those with the most claims first.
func Speakers(dataset fs.FS) ([]Speaker, error) {
	found := map[string]Speaker{}
	files, err := fs.Glob(dataset, "claims/*.parquet")
	if err != nil {
		return nil, err
	}
	for _, name := range files {
		claims, err := read(dataset, name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, c := range claims {
			if c.SourceName != nil {
				found[*c.SourceName] = found[*c.SourceName].with(c)
			}
		}
	}
	return slices.SortedFunc(maps.Values(found), func(a, b Speaker) int {
		return cmp.Or(cmp.Compare(b.Claims, a.Claims), cmp.Compare(a.Name, b.Name))
	}), nil
}

func (s Speaker) with(c Claim) Speaker {
	s.Name, s.Kind, s.Claims = *c.SourceName, c.SourceKind, s.Claims+1
	if s.Claims == 1 || c.Checkworthiness > s.Top.Checkworthiness {
		s.Top = c
	}
	return s
}

// read returns the claims of a file.
func read(dataset fs.FS, name string) ([]Claim, error) {
	f, err := dataset.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	file := f.(*os.File) // of os.DirFS
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	return parquet.Read[Claim](file, info.Size())
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: go run ./notebooks/go DATASET")
	}
	speakers, err := Speakers(os.DirFS(os.Args[1]))
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range speakers[:min(10, len(speakers))] {
		fmt.Printf("%4d  %s (%s): %s\n", s.Claims, s.Name, s.Kind, s.Top.Claim)
	}
}
