package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"runtime"
	"strings"
)

// result is what the commands took for one corpus.
type result struct {
	corpus   corpus
	measures map[string]measure
	dataset  int64 // bytes on disk that run wrote
}

const header = "documents        MB           seconds      CPU s  documents/s    words/s  words/CPU s  peak memory MB"

func (r result) line(command string) string {
	m, c := r.measures[command], r.corpus
	return fmt.Sprintf("%9d %9.1f %-9s %8.1f %10.1f %12.0f %10.0f %12.0f %15.0f", c.documents, float64(c.bytes)/1e6, command,
		m.wall.Seconds(), m.cpu.Seconds(), float64(c.documents)/m.wall.Seconds(), float64(c.words)/m.wall.Seconds(),
		float64(c.words)/m.cpu.Seconds(), float64(m.memory)/1e6)
}

// summary compares the two commands.
func (r result) summary() string {
	var b strings.Builder
	annotate, run := r.measures["annotate"], r.measures["run"]
	if annotate.wall > 0 && run.wall > 0 {
		fmt.Fprintf(&b, "run has %.2f of the throughput of annotate, and %.2f by processor time\n", annotate.wall.Seconds()/run.wall.Seconds(), annotate.cpu.Seconds()/run.cpu.Seconds())
	}
	if run.wall > 0 {
		n := float64(r.corpus.documents)
		fmt.Fprintf(&b, "%.0f bytes of a document cross from stage to stage; its rows take %.0f bytes on disk\n", float64(run.crossed)/n, float64(r.dataset)/n)
	}
	return b.String() + "\n"
}

// writeCSV writes a line for each corpus and command.
func writeCSV(name string, results []result) error {
	lines := [][]string{{
		"documents", "text_bytes", "words", "command", "cores", "seconds", "cpu_seconds",
		"words_per_second", "words_per_cpu_second", "peak_memory_bytes", "crossing_bytes", "dataset_bytes",
	}}
	for _, r := range results {
		for _, command := range commands {
			m, ok := r.measures[command]
			if !ok {
				continue
			}
			row := []any{
				r.corpus.documents, r.corpus.bytes, r.corpus.words, command, runtime.NumCPU(),
				fmt.Sprintf("%.2f", m.wall.Seconds()), fmt.Sprintf("%.2f", m.cpu.Seconds()),
				fmt.Sprintf("%.0f", float64(r.corpus.words)/m.wall.Seconds()), fmt.Sprintf("%.0f", float64(r.corpus.words)/m.cpu.Seconds()),
				m.memory, "", "",
			}
			if command == "run" {
				row[10], row[11] = m.crossed, r.dataset
			}
			line := make([]string, len(row))
			for i, v := range row {
				line[i] = fmt.Sprint(v)
			}
			lines = append(lines, line)
		}
	}
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(lines); err != nil {
		return err
	}
	return os.WriteFile(name, b.Bytes(), 0o644)
}
