// Command bench measures `volgens run` beside `volgens annotate` on the same documents:
// time, throughput and peak memory of each as a process of its own.
//
//	go run ./pipelines/bench -docs 100000
//
// The documents are made of the paragraphs of testdata/articles, mixed with a fixed seed
// to about 3 KB each, so that lengths and constructions are those of news.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

func main() {
	docs := flag.Int("docs", 100_000, "number of documents")
	size := flag.Int("bytes", 3000, "bytes of a document, about")
	rounds := flag.Int("rounds", 1, "rounds; medians are shown")
	only := flag.String("only", "", "measure only run or annotate")
	binary := flag.String("volgens", "bin/volgens", "the program")
	articles := flag.String("articles", "testdata/articles", "folder with the articles to mix")
	flag.Parse()
	if err := bench(*docs, *size, *rounds, *only, *binary, *articles); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func bench(docs, size, rounds int, only, binary, articles string) error {
	dir, err := os.MkdirTemp("", "volgens-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	input := filepath.Join(dir, "documents.jsonl")
	bytes, err := corpus(input, articles, docs, size)
	if err != nil {
		return err
	}
	fmt.Printf("%d documents, %.1f MB of text, %d cores, %d round(s)\n\n", docs, float64(bytes)/1e6, runtime.NumCPU(), rounds)
	fmt.Printf("%-10s %10s %10s %12s %10s %14s\n", "", "seconds", "CPU s", "documents/s", "MB/s", "peak memory MB")
	speed := map[string]float64{}
	for _, name := range []string{"annotate", "run"} {
		if only != "" && only != name {
			continue
		}
		m, err := median(rounds, func() (measure, error) { return timed(command(binary, name, input, dir)) })
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		speed[name] = float64(docs) / m.wall.Seconds()
		fmt.Printf("%-10s %10.1f %10.1f %12.0f %10.2f %14.0f\n", name, m.wall.Seconds(), m.cpu.Seconds(), speed[name],
			float64(bytes)/1e6/m.wall.Seconds(), float64(m.memory)/1e6)
	}
	if speed["annotate"] > 0 && speed["run"] > 0 {
		fmt.Printf("\nrun has %.2f of the throughput of annotate\n", speed["run"]/speed["annotate"])
	}
	return nil
}

func command(binary, name, input, dir string) *exec.Cmd {
	if name == "run" {
		return exec.Command(binary, "run", input, "--output", filepath.Join(dir, "dataset"), "--overwrite", "--quiet")
	}
	return exec.Command(binary, "annotate", input)
}

// measure is what one process took.
type measure struct {
	wall, cpu time.Duration
	memory    int64 // peak, bytes
}

func timed(cmd *exec.Cmd) (measure, error) {
	cmd.Stderr = os.Stderr
	begin := time.Now()
	if err := cmd.Run(); err != nil {
		return measure{}, err
	}
	m := measure{wall: time.Since(begin), cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		m.memory = usage.Maxrss * 1024 // Linux counts in KiB
	}
	return m, nil
}

// median returns the round with the middle time.
func median(rounds int, round func() (measure, error)) (measure, error) {
	var all []measure
	for range max(rounds, 1) {
		m, err := round()
		if err != nil {
			return measure{}, err
		}
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b measure) int { return int(a.wall - b.wall) })
	return all[len(all)/2], nil
}

// corpus writes the documents and returns the bytes of their texts.
func corpus(name, articles string, docs, size int) (total int64, err error) {
	paragraphs, err := paragraphsByLanguage(articles)
	if err != nil {
		return 0, err
	}
	f, err := os.Create(name)
	if err != nil {
		return 0, err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	enc := json.NewEncoder(w)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range docs {
		lang := "nl"
		if i%4 == 3 {
			lang = "en"
		}
		text := mix(random, paragraphs[lang], size)
		total += int64(len(text))
		if err := enc.Encode(map[string]any{"id": fmt.Sprint("doc-", i), "lang": lang, "text": text, "outlet": fmt.Sprint("outlet-", i%50)}); err != nil {
			return 0, err
		}
	}
	if err := w.Flush(); err != nil {
		return 0, err
	}
	return total, f.Close()
}

func mix(random *rand.Rand, paragraphs []string, size int) string {
	var b strings.Builder
	for b.Len() < size {
		b.WriteString(paragraphs[random.IntN(len(paragraphs))])
		b.WriteString("\n\n")
	}
	return b.String()
}

// paragraphsByLanguage reads the articles, whose names begin with their language.
func paragraphsByLanguage(dir string) (map[string][]string, error) {
	out := map[string][]string{}
	for _, lang := range []string{"nl", "en"} {
		names, err := filepath.Glob(filepath.Join(dir, lang+"-*"))
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			for _, p := range strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n\n") {
				if p = strings.TrimSpace(p); p != "" {
					out[lang] = append(out[lang], p)
				}
			}
		}
		if len(out[lang]) == 0 {
			return nil, fmt.Errorf("%s: no %s articles", dir, lang)
		}
	}
	return out, nil
}
