package main

import (
	"flag"
	"os"
	"runtime/pprof"
	"strings"

	"github.com/volgens/volgens/analysis/syntax/train"
)

func trainModel(args []string) error {
	var o train.Options
	f := flag.NewFlagSet("train", flag.ContinueOnError)
	f.StringVar(&o.Language, "lang", "nl", "language code")
	f.StringVar(&o.Licence, "licence", "CC BY-SA 4.0", "licence of the treebanks")
	files := f.String("treebank", "", "CoNLL-U files to train on, separated by commas")
	extra := f.String("extra", "", "further CoNLL-U files, of the conversion that dev files have")
	dev := f.String("dev", "", "CoNLL-U files to score on")
	f.StringVar(&o.From, "from", "", "model file to go on from")
	f.StringVar(&o.Vectors, "vectors", "", "word vectors to start from: a word and 96 numbers a line, the commonest first")
	f.IntVar(&o.MaxWords, "max-words", 60000, "lines of the vectors to read")
	f.StringVar(&o.Out, "out", "", "model file to write")
	f.IntVar(&o.Epochs, "epochs", 30, "passes over the data")
	f.Float64Var(&o.Running, "running", 0.85, "share of the training after which made-up sentences are left out")
	f.IntVar(&o.Every, "every", 2, "score and save each so many epochs")
	f.IntVar(&o.Threads, "threads", 2, "goroutines that share a batch; part of what decides the result")
	f.Uint64Var(&o.Seed, "seed", 1, "seed of all random choices")
	f.Float64Var(&o.Rate, "rate", 2e-3, "highest learning rate")
	f.IntVar(&o.Layers, "layers", 3, "layers of the memory")
	f.IntVar(&o.Hidden, "hidden", 160, "units of each layer and direction, a multiple of 8")
	f.IntVar(&o.Words, "batch", 800, "tokens of a batch")
	f.DurationVar(&o.Limit, "limit", 0, "finish within this time, even if that means fewer epochs; the result then depends on the machine")
	profile := f.String("cpuprofile", "", "write a CPU profile to this file")
	if err := f.Parse(args); err != nil {
		return err
	}
	o.Train, o.Extra, o.Dev, o.Log = list(*files), list(*extra), list(*dev), os.Stderr
	o.Command = "go run ./analysis/syntax/cmd/syntax train " + strings.Join(args, " ")
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
