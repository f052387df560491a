//go:build e2e

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestRunners: the same bytes of very many short documents from the embedded runner, from
// Beam's job server, and from Flink where FLINK_JOB_SERVER is set, each with workers of their
// own processes. DOCS is the number of documents; make test-runners sets both.
func TestRunners(t *testing.T) {
	docs, err := strconv.Atoi(os.Getenv("DOCS"))
	if err != nil || docs < 1 {
		t.Skip("DOCS is no number of documents")
	}
	volgens := build(t, ".")
	dir := t.TempDir()
	input := shortRecords(t, docs)
	want := filepath.Join(dir, "embedded")
	timed(t, "embedded runner", func() { run(t, volgens, "run", input, "--output", want, "--quiet") })

	pool := build(t, beamModule+"container")
	start(t, pool, "--worker_pool")
	listening(t, "localhost:50000") // the pool knows no other port
	external := []string{"--environment_type=EXTERNAL", "--environment_config=localhost:50000", "--worker_binary=" + volgens}
	compare := func(name string, flags ...string) {
		got := filepath.Join(dir, name)
		timed(t, name, func() { run(t, volgens, append([]string{"run", input, "--output", got, "--quiet"}, flags...)...) })
		same(t, want, got)
	}
	compare("job server and worker pool", append(external, "--runner=universal", "--endpoint="+startPrism(t))...)
	jars := os.Getenv("FLINK_JOB_SERVER")
	if jars == "" {
		t.Log("no Flink: FLINK_JOB_SERVER is not set")
		return
	}
	flink := []string{"--runner=flink", "--endpoint=" + startFlink(t, jars), "--parallelism=2"}
	compare("Flink, workers in the process", append(flink, "--environment_type=LOOPBACK")...)
	compare("Flink, worker pool", append(flink, external...)...)
}

func timed(t *testing.T, name string, do func()) {
	t.Helper()
	begin := time.Now()
	do()
	t.Logf("%s: %.1f s", name, time.Since(begin).Seconds())
}

const beamModule = "github.com/apache/beam/sdks/v2/go/"

// startPrism starts Beam's job server in a process of its own and returns its address.
func startPrism(t *testing.T) string {
	t.Helper()
	port := strconv.Itoa(freePort(t))
	start(t, build(t, beamModule+"cmd/prism"), "--job_port="+port, "--serve_http=false")
	listening(t, "localhost:"+port)
	return "localhost:" + port
}

// shortRecords writes a JSON Lines file of n texts of a short paragraph.
func shortRecords(t *testing.T, n int) string {
	t.Helper()
	paragraphs := paragraphs(t)
	random := rand.New(rand.NewPCG(3, 4))
	var out bytes.Buffer
	for i := range n {
		text := fmt.Sprintf("%d huizen. %s", i, paragraphs[random.IntN(len(paragraphs))])
		line, err := json.Marshal(map[string]any{"id": i, "text": text, "lang": "nl"})
		if err != nil {
			t.Fatal(err)
		}
		out.Write(append(line, '\n'))
	}
	name := filepath.Join(t.TempDir(), "short.jsonl")
	if err := os.WriteFile(name, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// paragraphs returns the short ones of the articles, headlines aside.
func paragraphs(t *testing.T) (out []string) {
	t.Helper()
	names, err := filepath.Glob(articles + "/nl-*.txt")
	if err != nil || len(names) == 0 {
		t.Fatalf("no articles: %v", err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range strings.Split(string(data), "\n\n") {
			if len(p) > 100 && len(p) < 250 {
				out = append(out, p)
			}
		}
	}
	return out
}

// output runs the program and returns what it says and its exit status.
func output(binary string, args ...string) (string, int) {
	cmd := exec.Command(binary, args...)
	out, _ := cmd.CombinedOutput() // the status says it
	return string(out), cmd.ProcessState.ExitCode()
}
