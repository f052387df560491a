// Command weigh fits the weights of positions to labelled sentences: how far a judgement
// reaches a target that plays this or that part. It writes weights.yaml to standard output.
//
//	go run ./analysis/stance/cmd/weigh sentences.jsonl > weights.yaml
//
// The file is one that "volgens evaluate stance" reads. The weights are general ones, of
// parts of a sentence; words come from the lexicons alone.
package main

import (
	"fmt"
	"os"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/evaluation"
	"github.com/volgens/volgens/analysis/stance"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: weigh FILE")
		os.Exit(2)
	}
	if err := weigh(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "weigh:", err)
		os.Exit(1)
	}
}

func weigh(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	cases, err := evaluation.ReadPositions(f)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	analyzer, err := analysis.New()
	if err != nil {
		return err
	}
	var fit []stance.Case
	for _, c := range cases {
		lang := c.Lang
		if lang == "" {
			lang = "en"
		}
		s, err := analyzer.Signals(c.Text, c.Target, analysis.InLanguage(lang))
		if err != nil {
			return fmt.Errorf("%s:%d: %w", name, c.Line, err)
		}
		fit = append(fit, stance.Case{Signals: s, Label: c.Label})
	}
	_, err = os.Stdout.Write(stance.Fit(fit))
	return err
}
