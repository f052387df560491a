//go:build e2e

// The tests of this file use the real binary and, but for one, several processes. They
// take minutes: make test-portable, make test-kill and make test-flink run them.
package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const articles = "../../testdata/articles"

// build compiles a main package and returns the path of the binary.
func build(t *testing.T, pkg string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "bin")
	cmd := exec.Command("go", "build", "-o", out, pkg)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if msg, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build %s: %v\n%s", pkg, err, msg)
	}
	return out
}

func run(t *testing.T, binary string, args ...string) {
	t.Helper()
	cmd := exec.Command(binary, args...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("volgens %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// start runs a server until the test ends; its output comes with a failure.
func start(t *testing.T, binary string, args ...string) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Dir = t.TempDir() // a worker pool writes the options of the job where it stands
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) } // and what it started
	cmd.WaitDelay = 5 * time.Second
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait() // it was killed
		if t.Failed() {
			t.Logf("%s: %s", filepath.Base(binary), out.Bytes())
		}
	})
}

// listening waits until something answers at address.
func listening(t *testing.T, address string) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if conn, err := net.Dial("tcp", address); err == nil {
			conn.Close()
			return
		}
	}
	t.Fatalf("nothing listens at %s", address)
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// digests returns the SHA-256 of every file below dir by name.
func digests(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		out[filepath.ToSlash(rel)] = fmt.Sprintf("%x", sha256.Sum256(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := out["manifest.json"]; !ok {
		t.Fatalf("%s: no manifest.json among %d files", dir, len(out))
	}
	return out
}

// TestPortable: the same bytes from the embedded runner, whatever the workers and the
// order of the inputs, and from a job server and a worker of their own.
func TestPortable(t *testing.T) {
	volgens := build(t, ".")
	dir := t.TempDir()
	input := manyRecords(t, 400)
	want := filepath.Join(dir, "embedded")
	run(t, volgens, "run", articles, input, "--output", want, "--quiet")

	t.Run("other order, one worker", func(t *testing.T) {
		got := filepath.Join(dir, "order")
		run(t, volgens, "run", input, articles, "--output", got, "--workers", "1", "--quiet")
		same(t, want, got)
	})
	t.Run("many workers", func(t *testing.T) {
		got := filepath.Join(dir, "workers")
		run(t, volgens, "run", articles, input, "--output", got, "--workers", "7", "--quiet")
		same(t, want, got)
	})
	t.Run("job server and worker pool", func(t *testing.T) {
		const module = "github.com/apache/beam/sdks/v2/go/"
		prism, pool := build(t, module+"cmd/prism"), build(t, module+"container")
		port := strconv.Itoa(freePort(t))
		start(t, prism, "--job_port="+port, "--serve_http=false")
		start(t, pool, "--worker_pool")
		listening(t, "localhost:"+port)
		listening(t, "localhost:50000") // the pool knows no other port
		got := filepath.Join(dir, "portable")
		run(t, volgens, "run", articles, input, "--output", got, "--quiet", "--runner=universal", "--endpoint=localhost:"+port,
			"--environment_type=EXTERNAL", "--environment_config=localhost:50000", "--worker_binary="+volgens)
		same(t, want, got)
	})
}

// TestFlink runs the program on a real Flink, with workers of this process and with a worker
// pool, and compares the dataset with that of the embedded runner. FLINK_JOB_SERVER is the
// folder of the job server's jars; make test-flink fetches them.
func TestFlink(t *testing.T) {
	onJobServer(t, "flink", startFlink(t, jobServer(t, "FLINK_JOB_SERVER")), "--parallelism=2")
}

// TestSpark does so on a real Spark.
func TestSpark(t *testing.T) {
	const driver = "org.apache.beam.runners.spark.SparkJobServerDriver"
	onJobServer(t, "spark", startJava(t, jobServer(t, "SPARK_JOB_SERVER"), driver))
}

// jobServer returns the folder of a job server's jars.
func jobServer(t *testing.T, variable string) string {
	t.Helper()
	jars := os.Getenv(variable)
	if jars == "" {
		t.Skipf("no job server: %s is not set", variable)
	}
	return jars
}

// onJobServer runs the program on a runner behind a job server.
func onJobServer(t *testing.T, runner, endpoint string, flags ...string) {
	t.Helper()
	volgens := build(t, ".")
	dir := t.TempDir()
	input := manyRecords(t, 200)
	want := filepath.Join(dir, "embedded")
	run(t, volgens, "run", articles, input, "--output", want, "--quiet")
	for _, tt := range []struct {
		name  string
		flags []string
	}{
		{"loopback", []string{"--environment_type=LOOPBACK"}},
		{"worker pool", []string{"--environment_type=EXTERNAL", "--environment_config=localhost:50000", "--worker_binary=" + volgens}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if strings.Contains(tt.name, "pool") {
				start(t, build(t, "github.com/apache/beam/sdks/v2/go/container"), "--worker_pool")
				listening(t, "localhost:50000") // the pool knows no other port
			}
			got := filepath.Join(dir, tt.name)
			args := []string{"run", articles, input, "--output", got, "--quiet", "--runner=" + runner, "--endpoint=" + endpoint}
			run(t, volgens, slices.Concat(args, flags, tt.flags)...)
			same(t, want, got)
		})
	}
}

// startFlink starts the job server with a Flink inside and returns its address.
func startFlink(t *testing.T, jars string) string {
	t.Helper()
	return startJava(t, jars, "org.apache.beam.runners.flink.FlinkJobServerDriver")
}

// startJava starts a job server and returns its address.
func startJava(t *testing.T, jars, class string) string {
	t.Helper()
	args := []string{"-Xmx1g"}
	for _, pkg := range []string{
		"java.lang", "java.lang.invoke", "java.lang.reflect", "java.util", "java.util.concurrent", "java.util.concurrent.atomic",
		"java.nio", "java.time", "java.math", "java.net", "java.io", "sun.nio.ch", "sun.nio.cs", "sun.security.action", "sun.util.calendar",
	} {
		args = append(args, "--add-opens=java.base/"+pkg+"=ALL-UNNAMED")
	}
	port := strconv.Itoa(freePort(t))
	start(t, "java", append(args, "-cp", filepath.Join(jars, "*"), class, "--job-host=localhost", "--job-port="+port,
		"--artifact-port=0", "--expansion-port=0", "--artifacts-dir="+t.TempDir())...)
	listening(t, "localhost:"+port)
	return "localhost:" + port
}

func same(t *testing.T, want, got string) {
	t.Helper()
	if diff := cmp.Diff(digests(t, want), digests(t, got)); diff != "" {
		t.Errorf("files (-embedded +got):\n%s", diff)
	}
}

// manyRecords writes a JSON Lines file of n texts made of the paragraphs of the articles,
// large enough for several chunks.
func manyRecords(t *testing.T, n int) string {
	t.Helper()
	names, err := filepath.Glob(articles + "/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatalf("no articles: %v", err)
	}
	var paragraphs []string
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		paragraphs = append(paragraphs, strings.Split(string(data), "\n\n")...)
	}
	random := rand.New(rand.NewPCG(1, 2))
	var out bytes.Buffer
	for i := range n {
		var text []string
		for range 8 {
			text = append(text, paragraphs[random.IntN(len(paragraphs))])
		}
		line, err := json.Marshal(map[string]any{"id": i, "text": strings.Join(text, "\n\n"), "lang": "nl"})
		if err != nil {
			t.Fatal(err)
		}
		out.Write(append(line, '\n'))
	}
	name := filepath.Join(t.TempDir(), "many.jsonl")
	if err := os.WriteFile(name, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestKill: a run that is killed at any moment leaves no finished dataset that is wrong,
// and the next run gives the bytes of an undisturbed one and no stray file.
func TestKill(t *testing.T) {
	volgens := build(t, ".")
	input := manyRecords(t, 400)
	dir := t.TempDir()
	want := filepath.Join(dir, "undisturbed")
	begin := time.Now()
	run(t, volgens, "run", input, "--output", want, "--quiet")
	whole := time.Since(begin)
	seed := uint64(begin.UnixNano())
	t.Logf("seed %d, an undisturbed run takes %v", seed, whole)
	random := rand.New(rand.NewPCG(seed, 0))
	for i := range 5 {
		after := time.Duration(random.Int64N(int64(whole)))
		t.Run(fmt.Sprintf("killed after %v", after.Round(time.Millisecond)), func(t *testing.T) {
			got := filepath.Join(dir, strconv.Itoa(i))
			cmd := exec.Command(volgens, "run", input, "--output", got, "--quiet")
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(after)
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
			run(t, volgens, "run", input, "--output", got, "--quiet", "--overwrite")
			same(t, want, got)
		})
	}
	run(t, volgens, "verify", want)
}
