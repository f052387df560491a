package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/syntax"
	"github.com/volgens/volgens/analysis/syntax/conllu"
	"github.com/volgens/volgens/analysis/text"
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
	a, err := analysis.New(p.Language())
	if err != nil {
		return err
	}
	for _, file := range f.Args() {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		gold, err := conllu.Read(bytes.NewReader(data))
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		name, articles := filepath.Base(file), slices.Collect(slices.Chunk(gold, *chunk))
		speed(name+", gold tokens", *rounds, fromTokens(p, articles))
		speed(name+", raw text", *rounds, fromText(p, a, articles))
	}
	return nil
}

// fromTokens returns a function that analyses all articles and returns the words of each.
func fromTokens(p *syntax.Parser, articles [][]conllu.Sentence) func() int {
	docs, sentences := make([]string, len(articles)), make([][]text.Sentence, len(articles))
	for i, a := range articles {
		docs[i], sentences[i] = conllu.Text(a)
	}
	return func() int {
		words := 0
		for i, s := range sentences {
			p.Parse(docs[i], s)
			words += tokens(s)
		}
		return words
	}
}

// fromText does the same from the raw text, which is divided into blocks, quotations,
// sentences and tokens first; finding attributions is in the time too.
func fromText(p *syntax.Parser, a *analysis.Analyzer, articles [][]conllu.Sentence) func() int {
	raw := make([]string, len(articles))
	for i, a := range articles {
		raw[i] = rawText(a, true)
	}
	return func() int {
		words := 0
		for _, r := range raw {
			doc, err := a.Extract(r, analysis.InLanguage(p.Language()))
			if err != nil {
				return words
			}
			p.Parse(doc.Text, doc.Sentences)
			words += tokens(doc.Sentences)
		}
		return words
	}
}

func tokens(sentences []text.Sentence) int {
	n := 0
	for _, s := range sentences {
		n += len(s.Tokens)
	}
	return n
}

// speed prints the words of the best round per second.
func speed(name string, rounds int, run func() int) {
	best, words := time.Duration(1<<63-1), 0
	for range rounds {
		begin := processorTime()
		words = run()
		best = min(best, processorTime()-begin)
	}
	fmt.Printf("%-36s %6d words, %.0f words/s of processor time (%s kernel)\n", name, words, float64(words)/best.Seconds(), syntax.Kernel())
}

// heap is the memory in use.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
