// Command calibrate fits the table from which the analysis reads how sure an attribution is
// (configs/lang/<code>/confidence.yaml) to annotated documents, and shows how well a table
// that was fitted to one half of them tells the truth about the other.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/confidence"
	"github.com/volgens/volgens/analysis/evaluation"
	"github.com/volgens/volgens/analysis/interchange"
)

func main() {
	out := flag.String("out", "", "`file` for the table fitted to all documents; nothing is written without")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: calibrate [-out configs/lang/nl/confidence.yaml] GOLD.jsonl\n\nThe documents of one language, as volgens annotate writes them.")
		flag.PrintDefaults()
	}
	flag.Parse()
	if err := calibrate(flag.Args(), *out, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func calibrate(args []string, out string, w io.Writer) error {
	if len(args) != 1 {
		return errors.New("usage: calibrate [-out FILE] GOLD.jsonl")
	}
	gold, err := read(args[0])
	if err != nil {
		return err
	}
	list, lang, err := samples(gold)
	if err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	report(w, "fitted to documents 2, 4, 6 …, tried on 1, 3, 5 …", list, 2, 0)
	report(w, "fitted to documents 1, 3, 5 …, tried on 2, 4, 6 …", list, 2, 1)
	report(w, "each tenth of the documents, fitted to the others", list, 10, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
	if out == "" {
		return nil
	}
	comment := fmt.Sprintf("How sure an attribution is, by its features. Made by `make calibrate LANG=%s` from %d annotated attributions; numbers only.", lang, len(list))
	return os.WriteFile(out, confidence.Fit(without(list, 1, -1)).YAML(comment), 0o644)
}

// sample is an attribution of a document whose fate is known.
type sample struct {
	confidence.Sample
	document int
}

// without returns the samples but those of the documents that leave a rest when divided by n.
func without(list []sample, n, rest int) []confidence.Sample {
	var out []confidence.Sample
	for _, s := range list {
		if s.document%n != rest {
			out = append(out, s.Sample)
		}
	}
	return out
}

func read(name string) ([]interchange.Document, error) {
	in, err := os.Open(name)
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

// samples analyses the documents and tells what became of every attribution.
func samples(gold []interchange.Document) (list []sample, lang string, err error) {
	if len(gold) == 0 {
		return list, "", errors.New("no documents")
	}
	lang = gold[0].Lang
	analyzer, err := analysis.New(lang)
	if err != nil {
		return list, lang, err
	}
	analyzer = analyzer.Uncalibrated()
	pred := make([]interchange.Document, len(gold))
	features := make([][][]confidence.Feature, len(gold))
	for i, g := range gold {
		if g.Lang != lang {
			return list, lang, fmt.Errorf("document %q is in %q, the first one in %q", g.ID, g.Lang, lang)
		}
		doc, err := analyzer.Analyze(g.Text, analysis.InLanguage(lang))
		if err != nil {
			return list, lang, err
		}
		pred[i] = interchange.FromDocument(g.ID, doc)
		features[i] = confidence.Features(analysis.ConfidenceInput(doc))
	}
	outcomes, err := evaluation.Outcomes(gold, pred, evaluation.Options{DropOptional: true})
	if err != nil {
		return list, lang, err
	}
	for _, o := range outcomes {
		n, err := strconv.Atoi(o.ID)
		if err != nil {
			return list, lang, err
		}
		list = append(list, sample{confidence.Sample{Features: features[o.Document][n-1], Right: o.Right}, o.Document})
	}
	return list, lang, nil
}

// report prints how reliable tables are on documents that they were not fitted to: those with
// the given rests when divided by n.
func report(w io.Writer, title string, list []sample, n int, rests ...int) {
	var chances []float64
	var right []bool
	for _, rest := range rests {
		m := confidence.Fit(without(list, n, rest))
		for _, s := range list {
			if s.document%n == rest {
				chances, right = append(chances, m.Chance(s.Features)), append(right, s.Right)
			}
		}
	}
	ece, bins := confidence.Reliability(chances, right)
	fmt.Fprintf(w, "%s: %d attributions, expected calibration error %.3f\n", title, len(chances), ece)
	fmt.Fprintln(w, "  chance       n   mean  right")
	for _, b := range bins {
		fmt.Fprintf(w, "  %.1f–%.1f %7d  %5.2f  %5.2f\n", b.From, b.From+0.1, b.N, b.Mean, b.Share)
	}
}
