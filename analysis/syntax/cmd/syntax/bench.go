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
	"strings"
	"time"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/syntax"
	"github.com/volgens/volgens/analysis/syntax/conllu"
	"github.com/volgens/volgens/analysis/text"
)

// bench prints how long the models of all languages take to load, the memory of a process
// that holds them, and the words that one of them analyses in a second on one core.
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
	begin := processorTime()
	for _, lang := range syntax.Languages() {
		if _, err := syntax.Load(lang); err != nil {
			return err
		}
	}
	took := processorTime() - begin
	runtime.GC()
	fmt.Printf("%s: loaded in %.0f ms of processor time, %s resident\n", strings.Join(syntax.Languages(), " and "), took.Seconds()*1e3, resident())
	p, err := m.load()
	if err != nil {
		return err
	}
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
		parse := func(text string) (*analysis.Document, error) { return a.Parse(text, analysis.InLanguage(p.Language())) }
		speed(name+", raw text to trees", *rounds, fromText(articles, parse))
		analyze := func(text string) (*analysis.Document, error) {
			return a.Analyze(text, analysis.InLanguage(p.Language()))
		}
		speed(name+", raw text to claims", *rounds, fromText(articles, analyze))
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

// fromText does the same with the raw text of each article.
func fromText(articles [][]conllu.Sentence, analyse func(text string) (*analysis.Document, error)) func() int {
	raw := make([]string, len(articles))
	for i, a := range articles {
		raw[i] = rawText(a, true)
	}
	return func() int {
		words := 0
		for _, r := range raw {
			doc, err := analyse(r)
			if err != nil {
				return words
			}
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
	fmt.Printf("%-44s %6d words, %.0f words/s of processor time (%s kernel)\n", name, words, float64(words)/best.Seconds(), syntax.Kernel())
}

// resident is the memory of this process, where the system tells.
func resident() string {
	var pages, in int
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return "unknown memory"
	}
	if _, err := fmt.Sscan(string(data), &pages, &in); err != nil {
		return "unknown memory"
	}
	return fmt.Sprintf("%d MB", in*os.Getpagesize()/1e6)
}
