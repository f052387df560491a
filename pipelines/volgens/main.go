// Command volgens reads news text, splits it into attributed claims (who says what), tags
// the stance of every source and writes Parquet. `volgens help` lists the commands.
package main

import (
	"context"
	"flag"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx" // runners, and the flags that belong to them

	_ "github.com/volgens/volgens/pipelines/claims" // registers what a worker runs
)

func main() {
	if isWorker(os.Args[1:]) {
		serveAsWorker()
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	os.Exit(execute(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// isWorker tells whether a runner's boot program has started this binary as a worker of a
// job. Its arguments are flags of Beam alone and no subcommand.
func isWorker(args []string) bool {
	return slices.Contains(args, "--worker=true") || slices.Contains(args, "-worker=true")
}

// serveAsWorker works for a runner until it says to stop.
func serveAsWorker() {
	flag.Parse()
	beam.Init() // does not return in a worker
	os.Exit(exitFailed)
}
