// Command bench measures `volgens run` beside `volgens annotate` on the same documents:
// time, throughput and peak memory of each as a process of its own.
//
//	go run ./pipelines/bench -docs 100000
//	go run ./pipelines/bench -docs 1000,10000,100000 -spread 0.8 -csv scale.csv
//
// The documents are made of the paragraphs of testdata/articles, mixed with a fixed seed,
// so that lengths and constructions are those of news.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// commands are what is measured, in this order.
var commands = []string{"annotate", "run"}

type options struct {
	docs             []int
	shape            shape
	rounds           int
	only             string
	binary, articles string
	csv              string
}

func main() {
	var o options
	docs := flag.String("docs", "100000", "numbers of documents, separated by commas")
	flag.IntVar(&o.shape.mean, "bytes", 3000, "bytes of a document, about")
	flag.Float64Var(&o.shape.spread, "spread", 0, "spread of the lengths, 0 for none: standard deviation of their logarithm")
	flag.IntVar(&o.rounds, "rounds", 1, "rounds; medians are shown")
	flag.StringVar(&o.only, "only", "", "measure only run or annotate")
	flag.StringVar(&o.binary, "volgens", "bin/volgens", "the program")
	flag.StringVar(&o.articles, "articles", "testdata/articles", "folder with the articles to mix")
	flag.StringVar(&o.csv, "csv", "", "write the figures to this file")
	flag.Parse()
	for _, s := range strings.Split(*docs, ",") {
		n, err := strconv.Atoi(s)
		if err != nil || n <= 0 {
			fmt.Fprintf(os.Stderr, "bench: -docs %s: no number of documents\n", s)
			os.Exit(2)
		}
		o.docs = append(o.docs, n)
	}
	if err := bench(o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func bench(o options) error {
	dir, err := os.MkdirTemp("", "volgens-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	fmt.Printf("%d cores, %d round(s), documents of %d bytes (spread %g)\n\n", runtime.NumCPU(), o.rounds, o.shape.mean, o.shape.spread)
	fmt.Println(header)
	p := program{binary: o.binary, dir: dir}
	var results []result
	for _, docs := range o.docs {
		input := filepath.Join(dir, "documents.jsonl")
		c, err := writeCorpus(input, o.articles, docs, o.shape)
		if err != nil {
			return err
		}
		r := result{corpus: c, measures: map[string]measure{}}
		for _, command := range commands {
			if o.only != "" && command != o.only {
				continue
			}
			m, err := p.median(command, input, o.rounds)
			if err != nil {
				return err
			}
			r.measures[command] = m
			fmt.Println(r.line(command))
		}
		if r.measures["run"].wall > 0 {
			if r.dataset, err = p.datasetBytes(); err != nil {
				return err
			}
		}
		fmt.Print(r.summary())
		results = append(results, r)
		if o.csv == "" {
			continue
		}
		if err := writeCSV(o.csv, results); err != nil { // after each size: the next may take hours
			return err
		}
	}
	return nil
}
