//go:build e2e

// The drills of this file break things while a run is under way: make drill. Each of them
// ends with the bytes of an undisturbed run, or with a message that says what to do.
package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
)

// drill is what the drills share: the program, an input, and what becomes of it.
type drill struct {
	volgens, input, want, dir string
}

func newDrill(t *testing.T) drill {
	t.Helper()
	d := drill{volgens: build(t, "."), input: manyRecords(t, 400), dir: t.TempDir()}
	d.want = filepath.Join(d.dir, "undisturbed")
	run(t, d.volgens, "run", d.input, "--output", d.want, "--quiet")
	return d
}

// TestDrill breaks a run in many ways.
func TestDrill(t *testing.T) {
	d := newDrill(t)
	for _, tt := range []struct {
		name string
		do   func(*testing.T, drill)
	}{
		{"worker killed", drillWorker},
		{"job server killed", drillServer},
		{"output volume full", drillFull},
		{"read-only output", drillReadOnly},
		{"input that disappears", drillInput},
		{"two runs at once", drillTwo},
		{"addition killed", drillAddition},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.do(t, d) })
	}
}

// portable starts a job server and a worker pool, and returns the flags of a run on them
// and both processes.
func portable(t *testing.T, d drill) (flags []string, server, pool *exec.Cmd) {
	t.Helper()
	port := strconv.Itoa(freePort(t))
	server = spawn(t, build(t, beamModule+"cmd/prism"), "--job_port="+port, "--serve_http=false")
	pool = spawn(t, build(t, beamModule+"container"), "--worker_pool")
	listening(t, "localhost:"+port)
	listening(t, "localhost:50000") // the pool knows no other port
	return []string{
		"--runner=universal", "--endpoint=localhost:" + port, "--environment_type=EXTERNAL",
		"--environment_config=localhost:50000", "--worker_binary=" + d.volgens,
	}, server, pool
}

// spawn starts a process in a group of its own, which ends with the test.
func spawn(t *testing.T, binary string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Dir = t.TempDir()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { killGroup(cmd) })
	return cmd
}

func killGroup(cmd *exec.Cmd) {
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // it may have ended
	_ = cmd.Wait()
}

// begin starts a run and returns when it has written a part file.
func begin(t *testing.T, d drill, out string, args ...string) (wait func() (string, int)) {
	t.Helper()
	type ending struct {
		text   string
		status int
	}
	done := make(chan ending, 1)
	go func() {
		text, status := output(d.volgens, append([]string{"run", d.input, "--output", out, "--quiet"}, args...)...)
		done <- ending{text, status}
	}()
	until(t, func() bool {
		found, _ := filepath.Glob(filepath.Join(out, dataset.TempDir, "claims-*"))
		return len(found) > 0
	})
	return func() (string, int) {
		t.Helper()
		select {
		case e := <-done:
			return e.text, e.status
		case <-time.After(2 * time.Minute):
			t.Fatal("the run does not end")
			return "", 0
		}
	}
}

func until(t *testing.T, there func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if there() {
			return
		}
	}
	t.Fatal("nothing happens")
}

// broken fails unless a run has ended with a status and words that say why, and without a dataset.
func broken(t *testing.T, out, text string, status, want int, words ...string) {
	t.Helper()
	t.Logf("status %d: %s", status, strings.TrimSpace(text))
	if status != want {
		t.Errorf("status %d, want %d", status, want)
	}
	if !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) }) {
		t.Errorf("says %q, want one of %q", text, words)
	}
	if strings.Contains(text, "goroutine ") {
		t.Error("shows a stack")
	}
	if _, err := os.Stat(filepath.Join(out, dataset.ManifestFile)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a manifest is there: %v", err)
	}
}

// A worker dies: the run ends with an error, and the same command makes the dataset.
func drillWorker(t *testing.T, d drill) {
	flags, _, pool := portable(t, d)
	out := filepath.Join(d.dir, "worker")
	wait := begin(t, d, out, flags...)
	workers := children(t, pool.Process.Pid)
	if len(workers) == 0 {
		t.Fatal("the pool has no worker")
	}
	for _, pid := range workers {
		_ = syscall.Kill(pid, syscall.SIGKILL) // a grandchild may have ended with its parent
	}
	text, status := wait()
	broken(t, out, text, status, exitFailed, "worker", "disconnected", "EOF", "failed")
	run(t, d.volgens, append([]string{"run", d.input, "--output", out, "--quiet"}, flags...)...)
	same(t, d.want, out)
}

// children returns the processes that a process has started, and those have, the last first.
func children(t *testing.T, pid int) (out []int) {
	t.Helper()
	tasks, err := filepath.Glob("/proc/" + strconv.Itoa(pid) + "/task/*/children")
	if err != nil || len(tasks) == 0 {
		t.Skip("no /proc to find the workers in")
	}
	for _, task := range tasks {
		data, _ := os.ReadFile(task) // a thread that has ended has none
		for _, field := range strings.Fields(string(data)) {
			if child, err := strconv.Atoi(field); err == nil {
				out = append(append(children(t, child), child), out...)
			}
		}
	}
	return out
}

// The job server dies: the run ends with an error; the job is submitted again to another.
func drillServer(t *testing.T, d drill) {
	flags, server, pool := portable(t, d)
	out := filepath.Join(d.dir, "server")
	wait := begin(t, d, out, flags...)
	killGroup(server)
	text, status := wait()
	broken(t, out, text, status, exitFailed, "job", "connection", "EOF")
	killGroup(pool)
	flags, _, _ = portable(t, d)
	run(t, d.volgens, append([]string{"run", d.input, "--output", out, "--quiet"}, flags...)...)
	same(t, d.want, out)
}

// mount mounts a volume of its own, which needs root.
func mount(t *testing.T, options string) string {
	t.Helper()
	dir := t.TempDir()
	if msg, err := exec.Command("mount", "-t", "tmpfs", "-o", options, "volgens-drill", dir).CombinedOutput(); err != nil {
		t.Skipf("no volume can be mounted here: %v: %s", err, msg)
	}
	t.Cleanup(func() { _ = exec.Command("umount", "-l", dir).Run() }) // else it goes with the machine
	return dir
}

func remount(t *testing.T, dir, options string) {
	t.Helper()
	if msg, err := exec.Command("mount", "-o", "remount,"+options, dir).CombinedOutput(); err != nil {
		t.Fatalf("remount: %v: %s", err, msg)
	}
}

// The volume is too small; with more room the same command makes the dataset.
func drillFull(t *testing.T, d drill) {
	dir := mount(t, "size=1m")
	out := filepath.Join(dir, "out")
	text, status := output(d.volgens, "run", d.input, "--output", out, "--quiet")
	broken(t, out, text, status, exitFailed, "no space left on device")
	remount(t, dir, "size=500m")
	run(t, d.volgens, "run", d.input, "--output", out, "--quiet")
	same(t, d.want, out)
}

func drillReadOnly(t *testing.T, d drill) {
	dir := mount(t, "size=1m")
	remount(t, dir, "ro")
	for _, out := range []string{filepath.Join(dir, "out"), dir} {
		text, status := output(d.volgens, "run", d.input, "--output", out, "--quiet")
		broken(t, out, text, status, exitFailed, "cannot be written")
	}
}

// Files go once the run has listed them: each is an article or a reject, and none is both.
func drillInput(t *testing.T, d drill) {
	input, out := t.TempDir(), filepath.Join(d.dir, "input")
	const n = 300
	for i := range n {
		text := "Tekst " + strconv.Itoa(i/2) + ". ‘Het water stijgt’, zegt dijkgraaf Jan Kuik van het waterschap.\n" // each twice
		if err := os.WriteFile(filepath.Join(input, strconv.Itoa(i)+".txt"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	done := make(chan int, 1)
	var text string
	go func() {
		var status int
		text, status = output(d.volgens, "run", input, "--output", out, "--quiet")
		done <- status
	}()
	until(t, func() bool { _, err := os.Stat(filepath.Join(out, "_lock")); return err == nil })
	for i := range n {
		if i%3 > 0 {
			_ = os.Remove(filepath.Join(input, strconv.Itoa(i)+".txt"))
		}
	}
	status := <-done
	t.Logf("status %d: %s", status, strings.TrimSpace(text))
	if status != exitGood && status != exitRejects {
		t.Fatalf("status %d, want %d or %d", status, exitGood, exitRejects)
	}
	run(t, d.volgens, "verify", out)
	seen := map[string]int{}
	for _, row := range rowsOf[schemas.Document](t, out, schemas.Documents) {
		for _, uri := range append(row.OtherURIs, row.URI) {
			seen[uri]++
		}
	}
	rejects := rowsOf[schemas.Reject](t, out, schemas.Rejects)
	for _, row := range rejects {
		seen[row.URI]++
		if row.Code != schemas.CodeUnreadable || !strings.Contains(row.Message, "no such file") {
			t.Errorf("%s: %s: %s", row.URI, row.Code, row.Message)
		}
	}
	if len(rejects) == 0 {
		t.Error("no reject: the files went too late")
	}
	if len(seen) != n {
		t.Errorf("%d places of %d are in the dataset", len(seen), n)
	}
	for uri, times := range seen {
		if times != 1 {
			t.Errorf("%s is there %d times", uri, times)
		}
	}
}

func rowsOf[T any](t *testing.T, dir, table string) (out []T) {
	t.Helper()
	m, err := dataset.Open(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	files, _ := m.Table(table)
	for _, f := range files.Files {
		for row, err := range dataset.Rows[T](os.DirFS(dir), f.Path) {
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, row)
		}
	}
	return out
}

// A second run into the same folder refuses, and does the first no harm; nor does a third, once
// the first is killed.
func drillTwo(t *testing.T, d drill) {
	out := filepath.Join(d.dir, "two")
	wait := begin(t, d, out)
	for _, flag := range []string{"--quiet", "--overwrite", "--append"} {
		text, status := output(d.volgens, "run", articles, "--output", out, flag)
		broken(t, filepath.Join(out, "none"), text, status, exitUsage, "is being written by another run")
	}
	if text, status := wait(); status != exitGood {
		t.Fatalf("the first run: status %d: %s", status, text)
	}
	same(t, d.want, out)
}

// An addition that is killed leaves the former dataset whole.
func drillAddition(t *testing.T, d drill) {
	want, got := filepath.Join(d.dir, "added"), filepath.Join(d.dir, "addition")
	run(t, d.volgens, "run", articles, "--output", want, "--quiet")
	start := time.Now()
	run(t, d.volgens, "run", d.input, "--output", want, "--quiet", "--append")
	whole := time.Since(start)
	run(t, d.volgens, "run", articles, "--output", got, "--quiet")
	former := listedDigests(t, got)
	seed := uint64(start.UnixNano())
	t.Logf("seed %d, an undisturbed addition takes %v", seed, whole)
	random := rand.New(rand.NewPCG(seed, 0))
	for range 5 {
		cmd := exec.Command(d.volgens, "run", d.input, "--output", got, "--quiet", "--append")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.Int64N(int64(whole))))
		_ = cmd.Process.Kill() // it may have ended
		_ = cmd.Wait()
		now := listedDigests(t, got)
		if now["additions"] == former["additions"] {
			for name, sum := range former {
				if now[name] != sum {
					t.Fatalf("%s of the former dataset has changed", name)
				}
			}
		}
	}
	run(t, d.volgens, "run", d.input, "--output", got, "--quiet", "--append")
	same(t, want, got)
	run(t, d.volgens, "verify", got)
}

// listedDigests returns the digests of the files that the manifest of a dataset lists, and how
// often it was added to.
func listedDigests(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := digests(t, dir)
	data, err := os.ReadFile(filepath.Join(dir, dataset.ManifestFile))
	if err != nil {
		t.Fatal(err)
	}
	var m dataset.Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{"additions": strconv.Itoa(m.Additions)}
	for _, f := range m.AllFiles() {
		out[f.Path] = all[f.Path]
		if all[f.Path] != f.SHA256 && m.Additions == 0 {
			t.Fatalf("%s is not what the manifest says", f.Path)
		}
	}
	return out
}
