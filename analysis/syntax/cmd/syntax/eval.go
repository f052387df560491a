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
	p, err := syntax.New(data)
	if err == nil {
		syntax.Replace(p)
	}
	return p, err
}

// evaluate prints the measures of the CoNLL 2018 shared task for each file: with the gold
// tokens, and from raw text with and without its paragraph breaks.
func evaluate(args []string) error {
	var m modelFlags
	f := flag.NewFlagSet("eval", flag.ContinueOnError)
	m.register(f)
	relations := f.Bool("relations", false, "print the F1 of each relation")
	mistakes := f.Int("mistakes", 0, "print the commonest `N` mistakes in lemma, part of speech and relation")
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
		if err := evaluateFile(p, file, *raw, *relations, *asIs, *mistakes); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

func evaluateFile(p *syntax.Parser, file string, raw, relations, asIs bool, mistakes int) error {
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
	system := train.Reparse(p, gold)
	s, err := score.Compare(gold, system)
	if err != nil {
		return err
	}
	printScores(name+", gold tokens", s)
	if relations {
		printRelations(s)
	}
	printMistakes(gold, system, mistakes)
	if !raw {
		return nil
	}
	a, err := analysis.New(p.Language())
	if err != nil {
		return err
	}
	for _, breaks := range []bool{true, false} {
		s, err := scoreRaw(a, p.Language(), gold, breaks)
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

// printMistakes prints the commonest n confusions of each kind.
func printMistakes(gold, system []conllu.Sentence, n int) {
	lemmas, tags, rels := map[string]int{}, map[string]int{}, map[string]int{}
	for i, s := range gold {
		for j, g := range s.Words {
			y := system[i].Words[j]
			if g.Lemma != y.Lemma {
				lemmas[g.UPOS+" "+g.Form+": "+g.Lemma+", found "+y.UPOS+" "+y.Lemma]++
			}
			if g.UPOS != y.UPOS {
				tags[g.UPOS+", found "+y.UPOS]++
			}
			if a, b := universal(g.Rel), universal(y.Rel); a != b {
				rels[a+", found "+b]++
			}
		}
	}
	for _, m := range []map[string]int{lemmas, tags, rels} {
		keys := slices.SortedFunc(maps.Keys(m), func(a, b string) int { return cmp.Or(m[b]-m[a], strings.Compare(a, b)) })
		for _, k := range keys[:min(n, len(keys))] {
			fmt.Printf("    %4d  %s\n", m[k], k)
		}
	}
}

// universal is a relation without its subtype.
func universal(rel string) string {
	rel, _, _ = strings.Cut(rel, ":")
	return rel
}
