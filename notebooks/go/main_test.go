package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/volgens/volgens/schemas"
)

func ExampleSpeakers() {
	dir, err := os.MkdirTemp("", "speakers")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	ann, joy := "Ann Vos", "Joy Bakker"
	write(dir, []schemas.Claim{
		{SourceName: &ann, SourceKind: "person", Claim: "it rains", Checkworthiness: 0.1},
		{SourceName: &joy, SourceKind: "person", Claim: "it snows", Checkworthiness: 0.2},
		{SourceName: &joy, SourceKind: "person", Claim: "two metres fell", Checkworthiness: 0.7},
		{SourceKind: "author", Claim: "nobody was out"},
	})
	speakers, err := Speakers(os.DirFS(dir))
	for _, s := range speakers {
		fmt.Println(s.Name, s.Claims, s.Top.Claim)
	}
	fmt.Println(err)
	// Output:
	// Joy Bakker 2 two metres fell
	// Ann Vos 1 it rains
	// <nil>
}

func write(dir string, claims []schemas.Claim) {
	if err := os.Mkdir(filepath.Join(dir, "claims"), 0o755); err != nil {
		panic(err)
	}
	if err := parquet.WriteFile(filepath.Join(dir, "claims", "part-00000-of-00001.parquet"), claims); err != nil {
		panic(err)
	}
}

func TestSpeakersOfNoFolder(t *testing.T) {
	speakers, err := Speakers(os.DirFS(filepath.Join(t.TempDir(), "nothing")))
	if len(speakers) > 0 || err != nil {
		t.Errorf("Speakers of an empty folder = %v, %v", speakers, err)
	}
}
