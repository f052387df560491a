package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/evaluation"
	"github.com/volgens/volgens/analysis/interchange"
)

// evaluateOptions are the flags of evaluate.
type evaluateOptions struct {
	run    bool
	given  bool
	json   bool
	errors int
	score  evaluation.Options
}

func (a *app) evaluateCommand() *cobra.Command {
	var o evaluateOptions
	cmd := &cobra.Command{
		Use:     "evaluate GOLD PRED|- | evaluate GOLD --run | evaluate stance FILE | evaluate checkworthiness FILE",
		GroupID: groupData,
		Short:   "Measure annotations against gold ones",
		Long: `Measure predicted attributions against gold ones: precision, recall and F1 of detection,
source, cue and tuple, by type and language, and how often canonical source, kind,
certainty, polarity and stance agree.

GOLD and PRED are JSON Lines as "volgens annotate" writes them, joined by "id". --run predicts
with this program in place of a file. Predictions and gold are paired one to one by the
words of their contents; a pair needs a Jaccard index of at least 0.5.

--gold-attributions gives this program the spans of GOLD (source, cue, content, nested_in)
and has it find the rest: who the source is, certainty, polarity and positions. It adds the
position towards the targets that GOLD names in attrs.stance, for every other document too,
so that a reader sees how far one half of them speaks for the other.`,
		Example: `  volgens evaluate gold.jsonl --run --drop-optional
  volgens evaluate gold.jsonl predicted.jsonl --json
  volgens evaluate gold.jsonl --run --errors 10    ten examples of each kind of mistake
  volgens evaluate gold.jsonl --gold-attributions --drop-optional
  volgens evaluate stance sentences.jsonl          positions towards given targets
  volgens evaluate checkworthiness claims.tsv      how well the score ranks claims`,
		Args: func(cmd *cobra.Command, args []string) error {
			if o.run || o.given {
				return cobra.ExactArgs(1)(cmd, args)
			}
			return cobra.ExactArgs(2)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.evaluate(cmd.Context(), args, o) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.BoolVar(&o.run, "run", false, "predict with this program")
	flags.BoolVar(&o.given, "gold-attributions", false, "predict with this program, given the attributions of GOLD")
	flags.BoolVar(&o.json, "json", false, "every figure as JSON")
	flags.IntVar(&o.errors, "errors", 0, "show `N` examples of each kind of mistake")
	flags.BoolVar(&o.score.DropOptional, "drop-optional", false, "leave out gold attributions that are defensible either way (attrs.optional = yes)")
	flags.BoolVar(&o.score.IgnoreExtra, "ignore-extra", false, "pass over predicted documents that gold lacks")
	flags.IntVar(&o.score.Bootstrap, "bootstrap", 0, "95 % intervals from `N` resamples of the documents")
	a.keyFlag(flags, "workers", "j", "workers", "number", "documents analysed at a time, 0 for one a core")
	a.configFlags(cmd)
	cmd.AddCommand(a.evaluateStanceCommand(), a.evaluateCheckworthinessCommand())
	return cmd
}

func (a *app) evaluate(ctx context.Context, files []string, o evaluateOptions) error {
	if o.errors < 0 || o.score.Bootstrap < 0 {
		return usagef("--errors and --bootstrap: want a number from 0")
	}
	gold, err := a.readDocuments(files[0])
	if err != nil {
		return err
	}
	var pred []interchange.Document
	switch {
	case o.given:
		pred, err = a.predictGiven(gold)
	case o.run:
		pred, err = a.predict(ctx, gold)
	default:
		pred, err = a.readDocuments(files[1])
	}
	if err != nil {
		return err
	}
	o.score.Mistakes = o.errors > 0
	report, err := evaluation.Score(gold, pred, o.score)
	if err != nil {
		return err
	}
	return a.printReport(report, o)
}

func (a *app) printReport(report *evaluation.Report, o evaluateOptions) error {
	if o.json {
		data, err := report.JSON()
		if err == nil {
			_, err = fmt.Fprintf(a.out, "%s\n", data)
		}
		return err
	}
	if err := report.WriteTable(a.out); err != nil || o.errors == 0 {
		return err
	}
	return report.WriteMistakes(a.out, o.errors)
}

func (a *app) readDocuments(name string) ([]interchange.Document, error) {
	in, _, err := a.open(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	var docs []interchange.Document
	err = interchange.Read(in, func(_ int, d interchange.Document) error {
		docs = append(docs, d)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return docs, nil
}

// predict annotates the texts of gold documents. One in an unknown language counts as
// predicted empty.
func (a *app) predict(ctx context.Context, gold []interchange.Document) ([]interchange.Document, error) {
	cfg, err := a.config()
	if err != nil {
		return nil, err
	}
	analyzer, err := analyzerOf(cfg)
	if err != nil {
		return nil, err
	}
	var texts bytes.Buffer
	for _, d := range gold {
		if err := interchange.Write(&texts, interchange.Document{ID: d.ID, Lang: d.Lang, Text: d.Text}); err != nil {
			return nil, err
		}
	}
	job := annotateJob{analyzer: analyzer, workers: cmp.Or(cfg.Workers, runtime.GOMAXPROCS(0)), in: &texts}
	var pred []interchange.Document
	err = job.run(ctx, func(r annotated) error {
		if r.err != nil {
			a.note("document %q counts as empty: %v", gold[len(pred)].ID, r.err)
			pred = append(pred, interchange.Document{ID: gold[len(pred)].ID})
			return nil
		}
		d, err := interchange.Parse(r.json)
		pred = append(pred, d)
		return err
	})
	return pred, err
}

// predictGiven tags the attributions of gold documents.
func (a *app) predictGiven(gold []interchange.Document) ([]interchange.Document, error) {
	cfg, err := a.config()
	if err != nil {
		return nil, err
	}
	analyzer, err := analyzerOf(cfg)
	if err != nil {
		return nil, err
	}
	pred := make([]interchange.Document, len(gold))
	for i, d := range gold {
		pred[i], err = interchange.WithGiven(analyzer, d)
		if errors.Is(err, analysis.ErrLanguage) {
			a.note("document %q counts as empty: %v", d.ID, err)
			pred[i] = interchange.Document{ID: d.ID}
		} else if err != nil {
			return nil, err
		}
	}
	return pred, nil
}
