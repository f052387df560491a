package main

import (
	"flag"
	"os"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/syntax/train"
)

func trainModel(args []string) error {
	var o train.Options
	f := flag.NewFlagSet("train", flag.ContinueOnError)
	f.StringVar(&o.Language, "lang", "nl", "language code")
	f.StringVar(&o.Licence, "licence", "CC BY-SA 4.0", "licence of the treebanks")
	treebanks := f.String("treebank", "", "CoNLL-U files to train on, separated by commas")
	extra := f.String("extra", "", "further CoNLL-U files, of the conversion that dev files have")
	dev := f.String("dev", "", "CoNLL-U files to score on")
	from := f.String("from", "", "model files to go on from, or from the mean of their weights")
	f.StringVar(&o.Vectors, "vectors", "", "word vectors to start from: a word and 96 numbers a line, the commonest first")
	f.IntVar(&o.MaxWords, "max-words", 60000, "lines of the vectors to read")
	f.StringVar(&o.Out, "out", "", "model file to write")
	f.IntVar(&o.Epochs, "epochs", 30, "passes over the data; 0 writes the model that -from says")
	f.Float64Var(&o.Running, "running", 0.85, "share of the training after which made-up sentences are left out")
	f.IntVar(&o.Every, "every", 2, "score and save each so many epochs")
	f.IntVar(&o.Threads, "threads", 2, "goroutines that share a batch; part of what decides the result")
	f.Uint64Var(&o.Seed, "seed", 1, "seed of all random choices")
	f.Float64Var(&o.Rate, "rate", 2e-3, "highest learning rate")
	f.IntVar(&o.Layers, "layers", 3, "layers of the memory")
	f.IntVar(&o.Hidden, "hidden", 160, "units of each layer and direction, a multiple of 8")
	f.Float64Var(&o.Dropout, "dropout", 0.33, "share of units left out at random")
	f.StringVar(&o.Again, "again", "", "learn twice as often, in half of the epochs, from sentences whose names begin so")
	f.IntVar(&o.Spoken, "spoken", 0, "learn also from every so many English sentences with fillers and repairs of speech put in, 0 for none")
	f.IntVar(&o.Words, "batch", 800, "tokens of a batch")
	profile := f.String("cpuprofile", "", "write a CPU profile to this file")
	if err := f.Parse(args); err != nil {
		return err
	}
	o.Train, o.Extra, o.Dev, o.From, o.Log = list(*treebanks), list(*extra), list(*dev), list(*from), os.Stderr
	o.Command = command(f)
	if *profile != "" {
		p, err := os.Create(*profile)
		if err != nil {
			return err
		}
		if err := pprof.StartCPUProfile(p); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	return train.Run(o)
}

// files are the flags that name files; a model says their base names only, since where
// they lay is of no use to others.
var files = []string{"treebank", "extra", "dev", "from", "vectors", "out"}

// command is what makes the same model again: the flags that were given, in the order of
// their names.
func command(f *flag.FlagSet) string {
	out := "go run ./analysis/syntax/cmd/syntax train"
	f.Visit(func(g *flag.Flag) {
		value := g.Value.String()
		switch {
		case g.Name == "cpuprofile":
			return
		case slices.Contains(files, g.Name):
			names := list(value)
			for i, name := range names {
				names[i] = filepath.Base(name)
			}
			value = strings.Join(names, ",")
		case strings.ContainsAny(value, " ;"):
			value = "'" + value + "'"
		}
		out += " -" + g.Name + " " + value
	})
	return out
}
