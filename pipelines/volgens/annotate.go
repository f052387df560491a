package main

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/interchange"
)

func (a *app) annotateCommand() *cobra.Command {
	var strict, quiet bool
	cmd := &cobra.Command{
		Use:     "annotate [FILE|-]",
		GroupID: groupMain,
		Short:   "Annotate JSON Lines for other tools",
		Long: `Read documents as JSON Lines ({"id", "lang", "text"}, one a line) and write them with their
attributions, in the same order:

  {"id", "lang", "text", "attributions": [{"id", "type", "source": [[b, e], …], "cue": […],
   "content": […], "attrs": {"source": "canonical name", "kind", "role", "certainty", …}}]}

Offsets count Unicode code points, end exclusive. Other keys of the input are passed on as they
are; attributions that it holds are replaced. "lang" may be missing: it is guessed.

A line that is no such document, and a text in a language that volgens does not know,
give a message with file and line on standard error and no line of output; the exit
status is then 1, at the end or, with --strict, at once.`,
		Example: `  volgens annotate documents.jsonl > annotated.jsonl
  jq -c '{id: .url, text: .body}' dump.jsonl | volgens annotate --languages nl > annotated.jsonl
  volgens annotate gold.jsonl | volgens evaluate gold.jsonl -`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			name := "-"
			if len(args) > 0 {
				name = args[0]
			}
			return a.annotate(cmd.Context(), name, strict, quiet)
		},
	}
	a.keyFlag(cmd.Flags(), "workers", "j", "workers", "number", "documents analysed at a time, 0 for one a core")
	cmd.Flags().BoolVar(&strict, "strict", false, "stop at the first line that cannot be used")
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "show no progress")
	a.configFlags(cmd)
	return cmd
}

func (a *app) annotate(ctx context.Context, name string, strict, quiet bool) error {
	cfg, err := a.config()
	if err != nil {
		return err
	}
	analyzer, err := analyzerOf(cfg)
	if err != nil {
		return err
	}
	in, size, err := a.open(name)
	if err != nil {
		return err
	}
	defer in.Close()
	counted := &countingReader{Reader: in}
	job := annotateJob{analyzer: analyzer, workers: cmp.Or(cfg.Workers, runtime.GOMAXPROCS(0)), in: counted}
	line := a.progressLine(quiet)
	defer line.clear()
	out := bufio.NewWriterSize(a.out, 1<<16)
	begin, documents, bad := time.Now(), 0, 0
	err = job.run(ctx, func(r annotated) error {
		documents++
		line.show(func() string { return annotateProgress(documents, counted.n.Load(), size, time.Since(begin)) })
		if r.err == nil {
			_, err := out.Write(r.json)
			return err
		}
		bad++
		line.clear()
		fmt.Fprintf(a.err, "volgens: %s:%d: %v\n", name, r.line, r.err)
		if strict {
			return errSilent
		}
		return nil
	})
	if flushErr := out.Flush(); err == nil {
		err = flushErr
	}
	if err == nil && bad > 0 {
		line.clear()
		return fmt.Errorf("%s of %s could not be annotated", count(bad, "line"), name)
	}
	return err
}

// open opens a file, or standard input as "-", with its size, 0 for unknown.
func (a *app) open(name string) (io.ReadCloser, int64, error) {
	if name == "-" {
		return io.NopCloser(a.in), 0, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	return f, info.Size(), nil
}

// annotateJob annotates documents in parallel.
type annotateJob struct {
	analyzer *analysis.Analyzer
	workers  int
	in       io.Reader
}

// annotated is what became of a line.
type annotated struct {
	line int
	json []byte // with its line end
	err  error  // why there is none
}

// task is a line on its way through the workers.
type task struct {
	line int
	data []byte
	done chan annotated // holds one
}

// run calls emit with every line in order. At most four lines a worker are in memory.
func (j annotateJob) run(ctx context.Context, emit func(annotated) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	todo, order := make(chan task), make(chan task, 4*j.workers)
	for range j.workers {
		go func() {
			for t := range todo {
				t.done <- j.annotate(t)
			}
		}()
	}
	readErr := make(chan error, 1)
	go func() {
		defer close(todo)
		defer close(order)
		readErr <- interchange.Lines(j.in, func(line int, data []byte) error {
			t := task{line, data, make(chan annotated, 1)}
			for _, to := range []chan task{order, todo} {
				select {
				case to <- t:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			return nil
		})
	}()
	for t := range order {
		select {
		case r := <-t.done:
			if err := emit(r); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return <-readErr
}

// annotate annotates one line. A bug that one text brings to light must not end the work
// on the others.
func (j annotateJob) annotate(t task) (out annotated) {
	out.line = t.line
	defer func() {
		if p := recover(); p != nil {
			out.err = fmt.Errorf("bug in the analysis: %v", p)
		}
	}()
	d, err := interchange.Parse(t.data)
	if err != nil {
		return annotated{line: t.line, err: err}
	}
	doc, err := j.analyzer.Analyze(d.Text, analysis.InLanguage(d.Lang))
	if err != nil {
		return annotated{line: t.line, err: err}
	}
	found := interchange.FromDocument(d.ID, doc)
	found.Extra = d.Extra
	out.json, out.err = interchange.Line(found)
	return out
}
