package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

	"github.com/volgens/volgens/configs"
	"github.com/volgens/volgens/schemas"
)

// TestMain makes the test binary serve as the program itself in the scripts.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"volgens": main})
}

// updating tells whether golden files are to be rewritten. The flag -update itself is
// Dataflow's, which this package links.
func updating() bool { return flag.Lookup("update").Value.String() == "true" }

// TestScripts runs the program as its users do: arguments, exit status, output.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: updating(),
		Setup: func(env *testscript.Env) error {
			env.Setenv("NO_COLOR", "1")
			env.Setenv("COLUMNS", "80")
			env.Setenv("HOME", env.WorkDir)
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){"status": status},
	})
}

// status runs a command and fails unless it exits with a status: status 2 volgens show.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command [args…]")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if exit, ok := err.(interface{ ExitCode() int }); ok {
		got = string(rune('0' + exit.ExitCode()))
	}
	if got != args[0] {
		ts.Fatalf("%s exits with %s (%v), want %s", strings.Join(args[1:], " "), got, err, args[0])
	}
}

// runHere runs the program in this process.
func runHere(t *testing.T, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, err bytes.Buffer
	status = execute(t.Context(), args, strings.NewReader(""), &out, &err)
	return out.String(), err.String(), status
}

func TestHelp(t *testing.T) {
	root := (&app{}).rootCommand()
	commands := []*cobra.Command{root}
	for _, c := range root.Commands() {
		if c.Name() != "completion" && c.Name() != "beam" { // theirs, and Beam's own words
			commands = append(commands, c)
		}
	}
	for _, c := range commands {
		t.Run(c.Name(), func(t *testing.T) {
			args := append(strings.Fields(c.CommandPath())[1:], "--help")
			got, stderr, status := runHere(t, args...)
			if status != exitGood || stderr != "" {
				t.Fatalf("%v: status %d, %s", args, status, stderr)
			}
			golden(t, filepath.Join("testdata", "help", c.Name()+".txt"), got)
			for i, line := range strings.Split(got, "\n") {
				if len([]rune(line)) > 100 && !strings.Contains(line, "--") {
					t.Errorf("line %d has %d characters", i+1, len([]rune(line)))
				}
			}
		})
	}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if updating() {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s: -want +got\n%s", path, diff)
	}
}

// Every command has a long help, and every one that does something an example.
func TestHelpIsComplete(t *testing.T) {
	for _, c := range (&app{}).rootCommand().Commands() {
		if c.Short == "" || c.Long == "" && c.Name() != "help" {
			t.Errorf("%s has no help", c.Name())
		}
		if c.Runnable() && c.Example == "" && c.Name() != "help" && c.Name() != "completion" && c.Name() != "version" {
			t.Errorf("%s has no example", c.Name())
		}
	}
}

func TestIsWorker(t *testing.T) {
	tests := []struct {
		args string
		want bool
	}{
		{"--worker=true --id=1 --control_endpoint=localhost:1", true},
		{"-worker=true", true},
		{"run in --output out", false},
		{"", false},
	}
	for _, tt := range tests {
		if got := isWorker(strings.Fields(tt.args)); got != tt.want {
			t.Errorf("isWorker(%q) = %v, want %v", tt.args, got, tt.want)
		}
	}
}

func TestUseColor(t *testing.T) {
	tests := []struct {
		name, flag, environ string
		want                bool
	}{
		{"no terminal", "auto", "", false},
		{"forced", "auto", "CLICOLOR_FORCE=1", true},
		{"not forced", "auto", "CLICOLOR_FORCE=0", false},
		{"no colour before forced", "auto", "CLICOLOR_FORCE=1 NO_COLOR=1", false},
		{"flag before NO_COLOR", "always", "NO_COLOR=1", true},
		{"flag before CLICOLOR_FORCE", "never", "CLICOLOR_FORCE=1", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := &app{color: tt.flag, environ: strings.Fields(tt.environ)}
			if got := a.useColor(&bytes.Buffer{}); got != tt.want {
				t.Errorf("useColor = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestBeamError(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{
			"plan and stack before the message",
			"job job-001 failed:\nbundle inst1 stage-004 failed:\nexecute failed:\n\tcaused by:\n   write.Tables: out/claims: no space left on device\n",
			"the pipeline failed: write.Tables: out/claims: no space left on device",
		},
		{"one line", "boom", "the pipeline failed: boom"},
		{"nothing", "\n", "the pipeline failed without a message"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := beamError(textError(tt.text)).Error(); got != tt.want {
				t.Errorf("beamError(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

type textError string

func (e textError) Error() string { return string(e) }

func TestShortDuration(t *testing.T) {
	tests := map[time.Duration]string{
		0: "0.0 s", 840 * time.Millisecond: "0.8 s", 42 * time.Second: "42 s",
		200 * time.Second: "3 min 20 s", 125 * time.Minute: "2 h 5 min", 59*time.Minute + 59900*time.Millisecond: "60 min 0 s",
	}
	for d, want := range tests {
		if got := shortDuration(d); got != want {
			t.Errorf("shortDuration(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestRunProgress(t *testing.T) {
	begin := time.Unix(0, 0)
	p := runProgress{begin: begin}
	steps := []struct {
		seconds  int
		counters map[string]int64
		want     string
	}{
		{1, map[string]int64{"documents_planned": 1200}, "counting the input: 1,200 documents · 1.0 s"},
		{2, map[string]int64{"documents_planned": 2000, "documents": 10}, "10 of 2,000 documents · 0 claims"},
		{7, map[string]int64{"documents_planned": 2000, "documents": 500, "claims": 1, "rejects": 2}, "500 of 2,000 documents · 1 claim · 100/s · 2 rejects · 25 % · 15 s left"},
	}
	for _, s := range steps {
		p.update(s.counters, begin.Add(time.Duration(s.seconds)*time.Second))
		if got := p.String(); got != s.want {
			t.Errorf("after %d s: %q, want %q", s.seconds, got, s.want)
		}
	}
}

func TestCheckRejects(t *testing.T) {
	tests := []struct {
		name   string
		counts schemas.Counts
		status int
	}{
		{"none", schemas.Counts{"documents": 8}, exitGood},
		{"as many as allowed", schemas.Counts{"documents": 8, "rejects": 2}, exitGood},
		{"one too many", schemas.Counts{"documents": 7, "rejects": 2}, exitRejects},
		{"nothing but rejects", schemas.Counts{"rejects": 1}, exitRejects},
		{"nothing at all", schemas.Counts{}, exitGood},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			j := &job{app: &app{err: &bytes.Buffer{}}, cfg: &configs.Config{Input: configs.Input{MaxRejectShare: 0.2}}}
			if got := j.report(context.Background(), nil, j.checkRejects(tt.counts)); got != tt.status {
				t.Errorf("checkRejects(%v): status %d, want %d", tt.counts, got, tt.status)
			}
		})
	}
}

func TestShares(t *testing.T) {
	c := schemas.Counts{"claims.source_kind.person": 3, "claims.source_kind.author": 9, "claims.source_kind.group": 12, "claims.kind.fact": 1, "claims.source_kind.media": 0}
	if got, want := shares(c, "claims.source_kind."), "group 12, person 3"; got != want {
		t.Errorf("shares = %q, want %q", got, want)
	}
}

// A flag of Beam reaches Beam's own flag set as given, wherever it was given.
func TestNearestBeamFlag(t *testing.T) {
	if got, want := nearestBeamFlag("staging_locatoin"), " (staging_location?)"; got != want {
		t.Errorf("nearestBeamFlag = %q, want %q", got, want)
	}
}
