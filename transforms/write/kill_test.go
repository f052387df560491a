package write

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"
)

// childEnv names the folder to which a child process of these tests writes a dataset.
const childEnv = "VOLGENS_TEST_WRITE"

func childBatches() (batches, size int) { return 6, 20 }

// child writes the dataset of the kill test, saying when it begins.
func child() {
	o := testOptions
	o.Dir = os.Getenv(childEnv)
	fmt.Println("begin")
	if err := writeAll(context.Background(), o, handMadeBatches(childBatches()), true); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// startChild starts a child process that writes to dir and waits until it begins.
func startChild(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), childEnv+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	return cmd
}

// A process that is killed at any moment, over and over, leaves nothing that a further run
// does not clear away.
func TestSIGKILL(t *testing.T) {
	want, _ := undisturbed(t, false, handMadeBatches(childBatches()))
	dir := t.TempDir()
	start := time.Now()
	if err := startChild(t, dir).Wait(); err != nil {
		t.Fatal(err)
	}
	whole := time.Since(start)
	sameFiles(t, want, folder(t, dir))
	for i := range 12 {
		after := time.Duration(rand.Int64N(int64(whole)))
		cmd := startChild(t, dir)
		time.Sleep(after)
		_ = cmd.Process.Kill() // it may have ended
		_ = cmd.Wait()
		if i%3 < 2 {
			continue // so that a run is also killed on the leftovers of another
		}
		if err := startChild(t, dir).Wait(); err != nil {
			t.Fatalf("after a kill at %v: %v", after, err)
		}
		sameFiles(t, want, folder(t, dir))
	}
}
