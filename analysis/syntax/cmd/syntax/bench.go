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
	rounds := f.Int("rounds", 5, "times to analyse the files; the middle one counts")
	rival := f.String("frog", "", "also time this program, Frog, on the same raw text in the same run")
	chunk := f.Int("sentences", 40, "sentences of a call, as many as an article has")
	if err := f.Parse(args); err != nil {
		return err
	}
	if f.NArg() == 0 {
		return errors.New("syntax bench: no files given, neither CoNLL-U (.conllu) nor texts")
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
	var texts []string
	for _, file := range f.Args() {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if filepath.Ext(file) != ".conllu" {
			texts = append(texts, string(data))
			continue
		}
		gold, err := conllu.Read(bytes.NewReader(data))
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		var raw []string
		articles := slices.Collect(slices.Chunk(gold, *chunk))
		for _, a := range articles {
			raw = append(raw, rawText(a, true))
		}
		speed(filepath.Base(file)+", gold tokens", *rounds, fromTokens(p, articles))
		if err := fromRaw(a, p.Language(), filepath.Base(file), raw, *rounds, *rival); err != nil {
			return err
		}
	}
	if len(texts) == 0 {
		return nil
	}
	return fromRaw(a, p.Language(), fmt.Sprintf("%d texts", len(texts)), texts, *rounds, *rival)
}

// fromRaw prints how fast raw texts become trees and claims, and how fast the rival is at trees.
func fromRaw(a *analysis.Analyzer, lang, name string, texts []string, rounds int, rival string) error {
	trees := speed(name+", raw text to trees", rounds, fromText(texts, func(text string) (*analysis.Document, error) {
		return a.Parse(text, analysis.InLanguage(lang))
	}))
	speed(name+", raw text to claims", rounds, fromText(texts, func(text string) (*analysis.Document, error) {
		return a.Analyze(text, analysis.InLanguage(lang))
	}))
	if rival == "" {
		return nil
	}
	return compare(rival, name+", raw text to trees", texts, rounds, trees)
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

// fromText does the same with raw texts.
func fromText(texts []string, analyse func(text string) (*analysis.Document, error)) func() int {
	return func() int {
		words := 0
		for _, t := range texts {
			doc, err := analyse(t)
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

// A rate is how many words were read in how much processor time.
type rate struct {
	words int
	took  time.Duration
}

func (r rate) String() string {
	return fmt.Sprintf("%6d words, %.0f words/s of processor time", r.words, r.perSecond())
}

func (r rate) perSecond() float64 { return float64(r.words) / r.took.Seconds() }

// speed prints and returns the rate of the middle round.
func speed(name string, rounds int, run func() int) rate {
	var r rate
	var took []time.Duration
	for range rounds {
		begin := processorTime()
		r.words = run()
		took = append(took, processorTime()-begin)
	}
	r.took = middle(took)
	fmt.Printf("%-44s %v (%s kernel)\n", name, r, syntax.Kernel())
	return r
}

func middle(took []time.Duration) time.Duration {
	slices.Sort(took)
	return took[len(took)/2]
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
