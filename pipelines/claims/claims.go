// Package claims is the main job: text in, claim tables out. NewPlan cuts the input into
// chunks before the pipeline is built; Build wires the stages.
package claims

import (
	"fmt"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/gcs"   // gs:// for inputs and outputs
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local" // paths without a scheme
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/s3"    // s3:// for inputs and outputs
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/transforms"
	"github.com/volgens/volgens/transforms/compare"
	"github.com/volgens/volgens/transforms/extract"
	"github.com/volgens/volgens/transforms/read"
	"github.com/volgens/volgens/transforms/read/format"
	"github.com/volgens/volgens/transforms/resolve"
	"github.com/volgens/volgens/transforms/tag"
	"github.com/volgens/volgens/transforms/write"
)

// Config is what the stages need to know.
type Config struct {
	Input      format.Options
	BatchBytes int // most text that a batch holds; 0 for all of a chunk
	Language   transforms.Language
	Output     write.Options
	Lanes      int // parallel chains of stages, for a runner that runs a stage as one bundle; 1 leaves it to the runner
}

// Build adds the job to a pipeline: it reads the chunks of the plan, analyses their
// documents and writes the tables to the folder of cfg.Output, which write.Prepare has made
// ready. It returns the numbers of the run, PCollection<Counter>.
//
// All of a batch's way from read to write is one fused stage. Chunks, parts and numbers are
// all that crosses from one worker to another; the sources of the run, and its disputes between
// articles, are merged from sorted files.
func Build(s beam.Scope, cfg Config, chunks []schemas.Chunk) beam.PCollection {
	s = s.Scope("claims")
	former := read.Ledger{Dir: cfg.Output.Dir, Former: cfg.Output.Ledger}
	all, ledger, copies := read.Distinct(s, cfg.Input, former, cfg.Lanes, beam.CreateList(s, chunks))
	parts, counters := []beam.PCollection{ledger}, []beam.PCollection{}
	for i, lane := range lanes(s, cfg.Lanes, all) {
		p, c := analyse(s.Scope(fmt.Sprintf("lane %d", i)), cfg, lane)
		parts, counters = append(parts, p), append(counters, c)
	}
	return write.Publish(s, cfg.Output, cfg.Language, beam.Flatten(s, parts...), beam.Flatten(s, counters...), copies)
}

// analyse is the way of a batch.
func analyse(s beam.Scope, cfg Config, chunks beam.PCollection) (parts, counters beam.PCollection) {
	batches := read.Documents(s, cfg.Input, cfg.BatchBytes, beam.Reshuffle(s, chunks))
	batches = extract.Attributions(s, cfg.Language, batches)
	batches = resolve.Sources(s, cfg.Language, batches)
	batches = tag.Stance(s, cfg.Language, batches)
	batches = compare.Claims(s, cfg.Language, batches)
	return write.Tables(s, cfg.Output, cfg.Language, batches)
}

func init() {
	register.Function1x1(laneOf)
}

func laneOf(c schemas.Chunk) int { return c.Lane }

// lanes divides the chunks. Prism takes all that waits before a stage as one bundle and
// works on a bundle in one goroutine; several chains use several cores.
func lanes(s beam.Scope, n int, chunks beam.PCollection) []beam.PCollection {
	if n <= 1 {
		return []beam.PCollection{chunks}
	}
	return beam.Partition(s, n, laneOf, chunks)
}
