package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners"
	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"github.com/volgens/volgens/configs"
	"github.com/volgens/volgens/pipelines/claims"
	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
	"github.com/volgens/volgens/transforms/write"
)

// runOptions are the flags of run that are no part of the configuration.
type runOptions struct {
	quiet  bool
	dryRun bool
}

func (a *app) runCommand() *cobra.Command {
	var o runOptions
	cmd := &cobra.Command{
		Use:     "run [INPUT…] --output DIR",
		GroupID: groupMain,
		Short:   "Read an archive and write its claims as Parquet",
		Long: `Read articles, find who says what, and write the tables: documents, segments, attributions,
claims, sources, mentions, disputes and rejects, as Parquet, with a manifest.

INPUT is a file, a folder or a pattern (*, ?, **), local or on an object store (gs://, s3://):
text and Markdown, web pages (HTML), NITF and NewsML-G2, one article a file; JSON Lines, CSV,
TSV and Parquet, one article a line or row with the columns id, url, title, text, lang,
published_at, outlet and byline (see input.fields); RSS and Atom; web archives (WARC); ZIP
and tar archives of all these; all also compressed (.gz). Name and content tell the format,
or --input-format does. What cannot be used becomes a row of the table rejects with the
reason; it never stops the run.

With --text none the tables hold no text of the articles, with --text claims the words of the
claims alone; verify, review and export then take the rest from your own copy (--texts).

The same input, configuration and program give the same bytes, whatever the runner and the
number of workers. A dataset is finished when its manifest.json is there. A run that was
broken off is repeated with the same command.

With --append the run adds to the dataset at DIR the articles that it has not, in new part
files; INPUT may hold the old ones too. The tables are those of one run over everything, in
which the earlier inputs come first. Until it is done the former dataset stays whole.

It runs on this machine unless told otherwise: see "volgens help runners". All flags of Beam
are passed on: see "volgens help beam".`,
		Example: `  volgens run testdata/articles --output out
  volgens run 'archive/**/*.jsonl.gz' --output claims --overwrite --workers 4
  volgens run archive/ --output claims --set input.fields.text=body
  volgens run archive/ --output claims --append            what is new in a folder that grows
  volgens run news.warc.gz dump.zip --output claims        pages of an archive, files of another
  volgens run archive/ --output claims --dry-run           what would be read
  volgens run gs://archive/2024/ --output gs://archive/claims --config dataflow \
    --project news --staging_location gs://archive/staging`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.run(cmd, args, o) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	a.keyFlag(flags, "output", "o", "output.dir", "folder", "where the dataset goes")
	a.keyFlag(flags, "overwrite", "", "output.overwrite", "", "replace the dataset that stands there")
	a.keyFlag(flags, "append", "", "output.append", "", "add to the dataset that stands there what it has not")
	a.keyFlag(flags, "text", "", "output.text", "kind", "text of the articles in the tables: full, claims or none")
	a.keyFlag(flags, "workers", "j", "workers", "number", "goroutines that analyse, on this machine; 0 for one a core")
	a.keyFlag(flags, "input-format", "", "input.format", "format", "auto, text, jsonl, html, csv, tsv, feed, nitf or newsml")
	a.keyFlag(flags, "max-bytes", "", "input.max_bytes", "size", "largest document; a larger one is rejected")
	a.keyFlag(flags, "max-reject-share", "", "input.max_reject_share", "share", "more rejects than this (0 to 1) end with exit status 3")
	flags.BoolVarP(&o.quiet, "quiet", "q", false, "no progress and no summary")
	flags.BoolVar(&o.dryRun, "dry-run", false, "show what would be read, and stop")
	must(cmd.RegisterFlagCompletionFunc("text", cobra.FixedCompletions([]string{"full", "claims", "none"}, cobra.ShellCompDirectiveNoFileComp)))
	a.configFlags(cmd)
	addBeamFlags(flags)
	must(cmd.MarkFlagDirname("output"))
	return cmd
}

func (a *app) run(cmd *cobra.Command, args []string, o runOptions) error {
	if err := a.checkColor(); err != nil {
		return err
	}
	cfg, err := a.config()
	if err != nil {
		return err
	}
	if err := setBeamFlags(cfg, cmd.Flags()); err != nil {
		return usage(err)
	}
	inputs := args
	if len(inputs) == 0 {
		inputs = cfg.Input.Paths
	}
	switch {
	case len(inputs) == 0:
		return usagef("no input: name files, folders or patterns")
	case cfg.Output.Dir == "":
		return usagef("no output: --output names a folder")
	case cfg.Output.Overwrite && cfg.Output.Append:
		return usagef("--overwrite replaces a dataset and --append adds to it: choose one")
	}
	ctx := cmd.Context()
	plan, err := claims.NewPlan(ctx, inputs, readOptions(cfg).Format, cfg.Input.ChunkBytes)
	if err != nil {
		return usage(err)
	}
	if o.dryRun {
		return a.printPlan(cfg, plan)
	}
	job, err := a.newJob(cfg, plan, o)
	if err != nil {
		return err
	}
	return job.run(ctx)
}

func (a *app) printPlan(cfg *configs.Config, plan claims.Plan) error {
	_, err := fmt.Fprintf(a.out, "input    %s, %s\nchunks   %s of about %s\noutput   %s\nrunner   %s\nlanguages  %s\n",
		count(plan.Files, "file"), humanize.Bytes(uint64(plan.Bytes)), humanize.Comma(int64(len(plan.Chunks))),
		humanize.IBytes(uint64(plan.ChunkBytes)), cfg.Output.Dir, runnerName(), strings.Join(cfg.Languages, ", "))
	return err
}

// runnerName returns the name of Beam's runner.
func runnerName() string { return cmp.Or(*runners.Runner, "prism") }

// job is one run of the pipeline.
type job struct {
	*app
	cfg      *configs.Config
	plan     claims.Plan
	pipeline claims.Config
	quiet    bool

	base *dataset.Manifest // of the dataset that the run adds to, nil for none
}

func (a *app) newJob(cfg *configs.Config, plan claims.Plan, o runOptions) (*job, error) {
	digest, err := cfg.Digest()
	if err != nil {
		return nil, err
	}
	lang, err := languageOf(cfg)
	if err == nil {
		_, err = lang.Analyzer() // here, and not on every worker
	}
	if err != nil {
		return nil, usage(err)
	}
	j := &job{app: a, cfg: cfg, plan: plan, quiet: o.quiet}
	j.pipeline = claims.Config{
		Input: readOptions(cfg), BatchBytes: batchBytes(plan), Language: lang, Lanes: 1,
		Output: outputOptions(cfg, digest),
	}
	if isLocal() {
		j.pipeline.Lanes = cmp.Or(cfg.Workers, runtime.GOMAXPROCS(0))
		limitMemory(j.pipeline.Lanes)
	}
	return j, nil
}

// outputOptions says where the dataset goes, what it holds and what its maker says of it.
func outputOptions(cfg *configs.Config, digest string) write.Options {
	o := write.Options{Dir: cfg.Output.Dir, Version: programVersion(), Config: digest, About: dataset.About(cfg.Dataset)}
	if text := schemas.Text(cfg.Output.Text); text != "full" {
		o.Text = text
	}
	return o
}

// limitMemory has the garbage collector keep the program near what its lanes need: a batch
// under way, the memory of a parser and a set of open files each. GOMEMLIMIT overrules it.
func limitMemory(lanes int) {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(int64(384+192*lanes) << 20)
	}
}

// batchBytes is the most text that a batch holds: twice a chunk, for chunks of compressed
// files.
func batchBytes(plan claims.Plan) int { return 2 * plan.ChunkBytes }

func (j *job) run(ctx context.Context) error {
	if !isRehearsal() {
		unlock, err := write.Lock(j.cfg.Output.Dir)
		if errors.Is(err, write.ErrBusy) {
			return usage(err)
		}
		if err != nil {
			return err
		}
		defer unlock()
		if err := j.prepare(ctx); err != nil {
			return err
		}
	}
	cleanUp, err := j.tempDir()
	if err != nil {
		return err
	}
	defer cleanUp()
	j.initBeam(j.quiet)
	server, err := startServer(ctx)
	if err != nil {
		return err
	}
	begin := time.Now()
	p, s := beam.NewPipelineWithRoot()
	claims.Build(s, j.pipeline, j.plan.Chunks)
	stop := j.watch(ctx, server, begin)
	_, err = beam.Run(ctx, runnerName(), p)
	stop()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return beamError(err)
	case isRehearsal():
		j.note("the job was built and checked, and not sent")
		return nil
	case flagValue("template_location") != "":
		j.note("the job is staged as a template: %s", flagValue("template_location"))
		return nil
	case isDetached():
		j.note("the job is on its way; its runner shows how it goes")
		return nil
	}
	if err := server.check(ctx); err != nil {
		return err
	}
	cleanUp()
	j.logFlow(ctx, server, p)
	return j.finish(ctx, time.Since(begin))
}

// prepare makes the folder of the dataset ready.
func (j *job) prepare(ctx context.Context) (err error) {
	if j.cfg.Output.Append {
		j.pipeline.Output, j.base, err = write.PrepareAddition(ctx, j.pipeline.Output)
	} else {
		err = write.Prepare(ctx, j.cfg.Output.Dir, j.cfg.Output.Overwrite)
	}
	switch {
	case errors.Is(err, write.ErrExists):
		return usage(fmt.Errorf("%w; --overwrite replaces it, --append adds to it", err))
	case errors.Is(err, write.ErrOtherMaking):
		return usage(fmt.Errorf("%w; --overwrite, with all of the input, makes it anew", err))
	}
	return err
}

// tempDir has Beam put its temporary files into the folder of the dataset, where a killed
// run leaves nothing that the next one does not find. The returned function removes them.
func (j *job) tempDir() (cleanUp func(), err error) {
	if strings.Contains(j.cfg.Output.Dir, "://") || !isLocal() {
		return func() {}, nil
	}
	parent := filepath.Join(j.cfg.Output.Dir, dataset.TempDir)
	dir, err := filepath.Abs(filepath.Join(parent, "launcher"))
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	former, had := os.LookupEnv("TMPDIR")
	if err := os.Setenv("TMPDIR", dir); err != nil {
		return nil, err
	}
	return func() {
		if had {
			os.Setenv("TMPDIR", former)
		} else {
			os.Unsetenv("TMPDIR")
		}
		os.RemoveAll(dir)
		os.Remove(parent) // where nothing else is in it
	}, nil
}

// beamError takes the plan and the stack of wrappers out of an error of a pipeline: what
// went wrong stands behind the last "failed:".
func beamError(err error) error {
	text := strings.TrimSpace(err.Error())
	if i := strings.LastIndex(text, "failed:\n"); i >= 0 {
		text = strings.TrimSpace(text[i+len("failed:\n"):])
	}
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' })
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	if len(lines) == 0 {
		return errors.New("the pipeline failed without a message")
	}
	return errors.New("the pipeline failed: " + lines[len(lines)-1])
}
