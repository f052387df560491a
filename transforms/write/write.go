// Package write turns batches of analysed articles into the published tables: Parquet
// files, their manifest and descriptions. The files depend on the batches alone.
package write

import (
	"context"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
	"github.com/volgens/volgens/transforms"
)

// Options says where a dataset goes and what its manifest says of its making.
type Options struct {
	Dir     string // folder of the dataset: a path, or a URL that Beam's file systems understand
	Version string // version of the program
	Config  string // digest of the configuration

	// Base is the SHA-256 of the manifest of the dataset that the run adds to, "" for a run that
	// makes a new one; Ledger is the path of its list of records, from Dir.
	Base, Ledger string

	Text  schemas.Text  // what text the tables hold; "" for all
	About dataset.About // what the maker says of it
}

// The metrics of the stage.
var (
	documentsWritten = beam.NewCounter("volgens", "documents_written")
	rejectsWritten   = beam.NewCounter("volgens", "rejects")
)

func init() {
	register.DoFn4x1[context.Context, transforms.Batch, func(schemas.Part), func(schemas.Counter), error](&tablesFn{})
	register.DoFn6x1[context.Context, int, func(*schemas.Part) bool, func(*schemas.Counter) bool, func(*schemas.Copy) bool, func(schemas.Counter), error](&publishFn{})
	register.Function2x0(report)
	register.Emitter1[schemas.Part]()
	register.Emitter1[schemas.Counter]()
	register.Iter1[schemas.Part]()
	register.Iter1[schemas.Counter]()
	register.Iter1[schemas.Copy]()
}

// Tables writes the rows of a PCollection<Batch> of articles, analysed in the languages of lang, to temporary files
// of the dataset's folder. It returns the files, PCollection<Part>, and the numbers of the
// batches, PCollection<Counter>; nothing is published before Publish has seen them.
func Tables(s beam.Scope, o Options, lang transforms.Language, batches beam.PCollection) (parts, counters beam.PCollection) {
	s = s.Scope("write.Tables")
	return beam.ParDo2(s, &tablesFn{Options: o, Language: lang}, batches)
}

// Publish makes the dataset of all parts: it merges the sources of the run, compares the claims
// of different articles, moves the files to their final names and writes the manifest last.
// Where o has a base it adds all that to the dataset there, and the copies,
// PCollection<Copy>, to the rows of their documents. It returns the numbers of the dataset,
// PCollection<Counter>, which are also metrics of the job, in the namespace "volgens.dataset".
func Publish(s beam.Scope, o Options, lang transforms.Language, parts, counters, copies beam.PCollection) beam.PCollection {
	s = s.Scope("write.Publish")
	all := beam.CoGroupByKey(s, beam.AddFixedKey(s, parts), beam.AddFixedKey(s, counters), beam.AddFixedKey(s, copies))
	numbers := beam.ParDo(s, &publishFn{Options: o, Language: lang}, all)
	beam.ParDo0(s, report, beam.Reshuffle(s, numbers))
	return numbers
}

// tablesFn writes the tables of one batch.
type tablesFn struct {
	Options  Options
	Language transforms.Language

	analyzer *analysis.Analyzer
}

func (fn *tablesFn) Setup() (err error) {
	fn.analyzer, err = fn.Language.Analyzer()
	return err
}

func (fn *tablesFn) ProcessElement(ctx context.Context, batch transforms.Batch, part func(schemas.Part), counter func(schemas.Counter)) error {
	s, err := openStore(ctx, fn.Options.Dir)
	if err != nil {
		return err
	}
	defer s.close()
	batch.Advance(fn.analyzer, transforms.Related, nil)
	parts, counts, err := writeBatch(ctx, s, fn.Options, batch)
	if err != nil {
		return err
	}
	for _, p := range parts {
		part(p)
	}
	for _, c := range counts.List() {
		counter(c)
	}
	documentsWritten.Inc(ctx, counts[schemas.Documents])
	rejectsWritten.Inc(ctx, counts[schemas.Rejects])
	return nil
}

// report makes a number of the dataset a metric of the job.
func report(ctx context.Context, c schemas.Counter) {
	beam.NewCounter("volgens.dataset", c.Name).Inc(ctx, c.Value)
}

// publishFn runs once, after all batches.
type publishFn struct {
	Options  Options
	Language transforms.Language
}
