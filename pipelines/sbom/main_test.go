package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"
)

func Example() {
	b := billOf(&debug.BuildInfo{
		GoVersion: "go1.26.0", Main: debug.Module{Path: "example.org/tool", Version: "v1.2.3"},
		Deps: []*debug.Module{
			{Path: "example.org/lib", Version: "v0.1.0+incompatible", Sum: "h1:abc="},
			{Path: "example.org/old", Version: "v1.0.0", Replace: &debug.Module{Path: "example.org/new", Version: "v2.0.0"}},
		},
	}, "tool", []byte{1})
	fmt.Println(b.Metadata.Component.PURL)
	for _, c := range b.Components {
		fmt.Println(c.PURL, c.Properties)
	}
	// Output:
	// pkg:golang/example.org/tool@v1.2.3
	// pkg:golang/std@1.26.0 []
	// pkg:golang/example.org/lib@v0.1.0%2Bincompatible [{go:sum h1:abc=}]
	// pkg:golang/example.org/new@v2.0.0 []
}

// The bill of a real program, this one, names what it is made of, and is the same twice.
func TestWrite(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(program, data, 0o755); err != nil {
		t.Fatal(err)
	}
	bills := [2]string{}
	for i := range bills {
		if err := write(program, "v9.8.7"); err != nil {
			t.Fatal(err)
		}
		out, err := os.ReadFile(program + ".cdx.json")
		if err != nil {
			t.Fatal(err)
		}
		bills[i] = string(out)
	}
	var b bill
	if err := json.Unmarshal([]byte(bills[0]), &b); err != nil || bills[0] != bills[1] {
		t.Fatalf("the bill is no JSON (%v), or another one the second time", err)
	}
	if got := b.Metadata.Component.Version; got != "v9.8.7" {
		t.Errorf("version %q, want that of the release", got)
	}
	for _, c := range b.Components {
		if c.Name == "github.com/google/uuid" {
			return
		}
	}
	t.Errorf("the bill has no github.com/google/uuid: %v", b.Components)
}

func TestWriteRefusesOtherFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(path, []byte("no program"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := write(path, ""); err == nil {
		t.Error("a text has a bill of materials")
	}
}
