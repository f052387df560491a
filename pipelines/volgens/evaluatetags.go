package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/evaluation"
)

// tagOptions are the flags of the commands that measure tags of single texts.
type tagOptions struct {
	lang string
	json bool
}

func (a *app) tagFlags(cmd *cobra.Command, o *tagOptions, lang string) {
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVarP(&o.lang, "lang", "l", lang, "language of the texts, where the file does not say: an ISO 639-1 `code`")
	cmd.Flags().BoolVar(&o.json, "json", false, "every figure as JSON")
	a.configFlags(cmd)
}

func (a *app) evaluateStanceCommand() *cobra.Command {
	var o tagOptions
	cmd := &cobra.Command{
		Use:   "stance FILE|-",
		Short: "Measure positions towards given targets",
		Long: `Measure the position of texts towards targets that are given: accuracy, macro-F1, figures
of each label and the confusion matrix.

FILE is JSON Lines, an object a line:

  {"text": "…", "lang": "en", "targets": [{"from": 0, "to": 5, "polarity": "against"}, …]}

"from" and "to" are Unicode code points, end exclusive. "polarity" is favor, against or
neutral; positive and negative, and 6, 2 and 4, mean the same. "lang" may be missing, and
"text" may be called "sentence_normalized". Other keys are passed over.`,
		Example: `  volgens evaluate stance sentences.jsonl
  volgens evaluate stance zinnen.jsonl --lang nl --json`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.evaluateStance(args[0], o) },
	}
	a.tagFlags(cmd, &o, "en")
	return cmd
}

func (a *app) evaluateCheckworthinessCommand() *cobra.Command {
	var o tagOptions
	cmd := &cobra.Command{
		Use:   "checkworthiness FILE|-",
		Short: "Measure how well check-worthiness ranks texts",
		Long: `Measure how well the score of check-worthiness tells texts that deserve a check from others:
the area under the receiver operating characteristic (0.5 is chance) and the average
precision. Each text counts as one claim.

FILE has lines with tabs between their fields, the headings first. A column "text" (or
"tweet_text", "claim", "sentence") holds the text, a column "label" (or "class_label") 1
for texts that deserve a check and 0 for others. Other columns are passed over.`,
		Example: `  volgens evaluate checkworthiness claims.tsv
  volgens evaluate checkworthiness claims.tsv --set checkworthiness.number=0.2`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.evaluateCheckworthiness(args[0], o) },
	}
	a.tagFlags(cmd, &o, "nl")
	return cmd
}

// analyzer returns the analyser of the configuration.
func (a *app) analyzer() (*analysis.Analyzer, error) {
	cfg, err := a.config()
	if err != nil {
		return nil, err
	}
	return analyzerOf(cfg)
}

func (a *app) evaluateStance(name string, o tagOptions) error {
	analyzer, err := a.analyzer()
	if err != nil {
		return err
	}
	cases, err := readCases(a, name, evaluation.ReadPositions)
	if err != nil {
		return err
	}
	var gold, pred []string
	for _, c := range cases {
		lang := c.Lang
		if lang == "" {
			lang = o.lang
		}
		p, err := analyzer.Position(c.Text, c.Target, analysis.InLanguage(lang))
		if err != nil {
			return fmt.Errorf("%s:%d: %w", name, c.Line, err)
		}
		gold, pred = append(gold, c.Label), append(pred, p.Label)
	}
	figures, err := evaluation.CompareLabels(gold, pred)
	if err != nil {
		return err
	}
	return a.printFigures(figures, o.json)
}

func (a *app) evaluateCheckworthiness(name string, o tagOptions) error {
	analyzer, err := a.analyzer()
	if err != nil {
		return err
	}
	cases, err := readCases(a, name, evaluation.ReadChecks)
	if err != nil {
		return err
	}
	var scores []float64
	var positive []bool
	for _, c := range cases {
		score, _, err := analyzer.Checkworthiness(c.Text, analysis.InLanguage(o.lang))
		if err != nil {
			return fmt.Errorf("%s:%d: %w", name, c.Line, err)
		}
		scores, positive = append(scores, score), append(positive, c.Positive)
	}
	return a.printFigures(evaluation.Rank(scores, positive), o.json)
}

// readCases reads a file, or standard input as "-".
func readCases[T any](a *app, name string, read func(io.Reader) ([]T, error)) ([]T, error) {
	in, _, err := a.open(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	cases, err := read(in)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return cases, nil
}

// figures are what an evaluation prints.
type figures interface{ WriteTable(io.Writer) error }

func (a *app) printFigures(f figures, asJSON bool) error {
	if !asJSON {
		return f.WriteTable(a.out)
	}
	enc := json.NewEncoder(a.out)
	enc.SetIndent("", "  ")
	return enc.Encode(f)
}
