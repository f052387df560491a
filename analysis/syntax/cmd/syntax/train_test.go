package main

import (
	"flag"
	"testing"
)

func TestCommand(t *testing.T) {
	f := flag.NewFlagSet("train", flag.ContinueOnError)
	f.String("treebank", "", "")
	f.String("licence", "", "")
	f.String("out", "", "")
	f.String("cpuprofile", "", "")
	f.Int("epochs", 1, "")
	args := []string{"-out", "/a/b/xx.bin", "-treebank", "/x/one.conllu,two.conllu", "-licence", "CC BY; GPL", "-epochs", "3", "-cpuprofile", "/y"}
	if err := f.Parse(args); err != nil {
		t.Fatal(err)
	}
	want := "go run ./analysis/syntax/cmd/syntax train -epochs 3 -licence 'CC BY; GPL' -out xx.bin -treebank one.conllu,two.conllu"
	if got := command(f); got != want {
		t.Errorf("command(%q) = %q, want %q", args, got, want)
	}
}
