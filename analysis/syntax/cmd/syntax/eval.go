package main

import (
	"bytes"
	"cmp"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/syntax"
	"github.com/volgens/volgens/analysis/syntax/conllu"
	"github.com/volgens/volgens/analysis/syntax/score"
	"github.com/volgens/volgens/analysis/syntax/train"
)

// modelFlags choose the model of eval and bench.
type modelFlags struct {
	lang, file string
}

func (m *modelFlags) register(f *flag.FlagSet) {
	f.StringVar(&m.lang, "lang", "nl", "language code")
	f.StringVar(&m.file, "model", "", "model file, in place of the embedded one")
}

func (m *modelFlags) load() (*syntax.Parser, error) {
	if m.file == "" {
		return syntax.Load(m.lang)
	}
	data, err := os.ReadFile(m.file)
	if err != nil {
		return nil, err
	}
	return syntax.New(data)
}

// evaluate prints the measures of the CoNLL 2018 shared task for each file: with the gold
// tokens, and from raw text with and without its paragraph breaks.
func evaluate(args []string) error {
	var m modelFlags
	f := flag.NewFlagSet("eval", flag.ContinueOnError)
	m.register(f)
	relations := f.Bool("relations", false, "print the F1 of each relation")
	asIs := f.Bool("as-is", false, "do not prepare the files as training does: feature and lemma figures are then low")
	raw := f.Bool("raw", true, "score from raw text too")
	if err := f.Parse(args); err != nil {
		return err
	}
	if f.NArg() == 0 {
		return errors.New("syntax eval: no CoNLL-U files given")
	}
	p, err := m.load()
	if err != nil {
		return err
	}
	fmt.Printf("%-44s %6s %6s %6s %6s %6s %6s %6s %6s\n", "", "tokens", "sents", "UPOS", "feats", "lemma", "UAS", "LAS", "CLAS")
	for _, file := range f.Args() {
		if err := evaluateFile(p, file, *raw, *relations, *asIs); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

func evaluateFile(p *syntax.Parser, file string, raw, relations, asIs bool) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	gold, err := conllu.Read(bytes.NewReader(data))
	if err != nil {
		return err
	}
	if !asIs {
		train.Prepare(p.Language(), gold, false)
	}
	name := filepath.Base(file)
	s, err := score.Compare(gold, train.Reparse(p, gold))
	if err != nil {
		return err
	}
	printScores(name+", gold tokens", s)
	if relations {
		printRelations(s)
	}
	if !raw {
		return nil
	}
	a, err := analysis.New(p.Language())
	if err != nil {
		return err
	}
	for _, breaks := range []bool{true, false} {
		s, err := scoreRaw(p, a, gold, breaks)
		if err != nil {
			return err
		}
		printScores(name+map[bool]string{true: ", raw, paragraphs", false: ", raw"}[breaks], s)
	}
	return nil
}

func printScores(name string, s score.Scores) {
	fmt.Printf("%-44s", name)
	for _, c := range []score.Count{s.Tokens, s.Sentences, s.UPOS, s.Feats, s.Lemmas, s.UAS, s.LAS, s.CLAS} {
		fmt.Printf(" %6.2f", c.F1())
	}
	fmt.Println()
}

func printRelations(s score.Scores) {
	names := slices.SortedFunc(maps.Keys(s.Relations), func(a, b string) int {
		return cmp.Or(cmp.Compare(s.Relations[b].Gold, s.Relations[a].Gold), strings.Compare(a, b))
	})
	for _, r := range names {
		c := s.Relations[r]
		fmt.Printf("    %-12s %6.1f  (%d in the treebank, %d found, %d right)\n", r, c.F1(), c.Gold, c.System, c.Correct)
	}
}
