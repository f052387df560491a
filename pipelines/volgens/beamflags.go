package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	beamlog "github.com/apache/beam/sdks/v2/go/pkg/beam/log"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"
	"github.com/spf13/pflag"

	"github.com/volgens/volgens/configs"
)

// beamAnnotation marks the flags of a command that belong to Beam.
const beamAnnotation = "beam"

// workerFlags are set by a runner's boot program alone.
var workerFlags = []string{"worker", "id", "options", "logging_endpoint", "control_endpoint", "semi_persist_dir"}

// beamFlags returns the flags that Beam has registered for a user, sorted by name.
func beamFlags() []*flag.Flag {
	var out []*flag.Flag
	flag.VisitAll(func(f *flag.Flag) {
		if !slices.Contains(workerFlags, f.Name) && !strings.HasPrefix(f.Name, "test.") {
			out = append(out, f)
		}
	})
	return out
}

// beamFlagHelp lists the flags of Beam.
func beamFlagHelp() string {
	var b strings.Builder
	for _, f := range beamFlags() {
		kind, usage := flag.UnquoteUsage(f)
		fmt.Fprintf(&b, "  --%s %s\n      %s\n", f.Name, kind, strings.Join(strings.Fields(usage), " "))
	}
	return strings.TrimRight(strings.ReplaceAll(b.String(), " \n", "\n"), "\n")
}

// addBeamFlags adds Beam's flags to a command; only --runner shows in its help.
func addBeamFlags(flags *pflag.FlagSet) {
	for _, g := range beamFlags() {
		f := pflag.PFlagFromGoFlag(g)
		f.Annotations = map[string][]string{beamAnnotation: {"true"}}
		f.Hidden = g.Name != "runner"
		if g.Name == "runner" {
			f.Usage = "`name` of Beam's runner, prism (this machine) without it; \"volgens help beam\" lists all flags of Beam"
		}
		flags.AddFlag(f)
	}
}

// setBeamFlags hands Beam what the configuration and the command line set. The flags of the
// command line have set the variables already; they are set again so that Beam's own flag
// set knows which ones were given.
func setBeamFlags(cfg *configs.Config, flags *pflag.FlagSet) error {
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(cfg.Beam)) {
		if f := flags.Lookup(name); f == nil || f.Annotations[beamAnnotation] == nil {
			errs = append(errs, fmt.Errorf("%s: Beam has no flag %q%s", cfg.Origin("beam."+name), name, nearestBeamFlag(name)))
		} else if !f.Changed && cfg.Beam[name] != "" {
			if err := flag.Set(name, cfg.Beam[name]); err != nil {
				errs = append(errs, fmt.Errorf("%s: beam.%s: %w", cfg.Origin("beam."+name), name, err))
			}
		}
	}
	flags.Visit(func(f *pflag.Flag) {
		if f.Annotations[beamAnnotation] != nil && !appends(f.Name) {
			errs = append(errs, flag.Set(f.Name, f.Value.String()))
		}
	})
	return errors.Join(append(errs, flag.CommandLine.Parse(nil))...)
}

// appends tells the flags of Beam that grow a list each time they are set.
func appends(name string) bool {
	return name == "resource_hints" || name == "sdk_harness_container_image_override"
}

func nearestBeamFlag(name string) string {
	best, distance := "", max(3, len(name)/3)
	for _, f := range beamFlags() {
		if d := levenshtein.ComputeDistance(name, f.Name); d < distance {
			best, distance = f.Name, d
		}
	}
	if best == "" {
		return ""
	}
	return " (" + best + "?)"
}

// isLocal tells whether this process is the runner.
func isLocal() bool {
	name := strings.ToLower(runnerName())
	return (name == "prism" || name == "prismrunner") && *jobopts.Endpoint == ""
}

// isDetached tells whether Beam returns before the job is done, or does not start it.
func isDetached() bool {
	return *jobopts.Async || flagValue("template_location") != "" || isRehearsal()
}

// isRehearsal tells whether Dataflow only builds and checks the job.
func isRehearsal() bool {
	return strings.Contains(strings.ToLower(runnerName()), "dataflow") && flagValue("dry_run") == "true"
}

func flagValue(name string) string {
	if f := flag.Lookup(name); f != nil {
		return f.Value.String()
	}
	return ""
}

// initBeam makes Beam ready for a pipeline and keeps its log in bounds. All flags must have
// been set.
func (a *app) initBeam(quiet bool) {
	if exe, err := os.Executable(); err == nil && !isLocal() && runtime.GOOS == "linux" && runtime.GOARCH == "amd64" {
		*jobopts.WorkerBinary = cmp.Or(*jobopts.WorkerBinary, exe) // else Beam calls the Go compiler
	}
	beamlog.LogLevel = "debug" // our handler decides
	beam.Init()
	slog.SetDefault(slog.New(beamHandler{Handler: a.log.Handler(), quiet: quiet || isLocal()}))
}
