package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/volgens/volgens/analysis/syntax"
	"github.com/volgens/volgens/analysis/syntax/conllu"
)

// bench prints how long a model takes to load, the memory it holds and the words it
// analyses in a second on one core.
func bench(args []string) error {
	var m modelFlags
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	m.register(f)
	rounds := f.Int("rounds", 5, "times to analyse the files; the best round counts")
	chunk := f.Int("sentences", 40, "sentences of a call, as many as an article has")
	if err := f.Parse(args); err != nil {
		return err
	}
	if f.NArg() == 0 {
		return errors.New("syntax bench: no CoNLL-U files given")
	}
	runtime.GOMAXPROCS(1)
	before := heap()
	begin := time.Now()
	p, err := m.load()
	if err != nil {
		return err
	}
	fmt.Printf("load: %.0f ms, %.1f MB\n", time.Since(begin).Seconds()*1e3, float64(heap()-before)/1e6)
	for _, file := range f.Args() {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		gold, err := conllu.Read(bytes.NewReader(data))
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		doc, sentences := conllu.Text(gold)
		words := 0
		for _, s := range sentences {
			words += len(s.Tokens)
		}
		best := time.Duration(1<<63 - 1)
		for range *rounds {
			begin := processorTime()
			for i := 0; i < len(sentences); i += *chunk {
				p.Parse(doc, sentences[i:min(i+*chunk, len(sentences))])
			}
			best = min(best, processorTime()-begin)
		}
		fmt.Printf("%s: %d words, %.0f words/s of processor time (%s kernel)\n", filepath.Base(file), words, float64(words)/best.Seconds(), syntax.Kernel())
	}
	return nil
}

// heap is the memory in use.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
