package decisions

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/volgens/volgens/schemas"
)

// burstFile names the log for a process of this test that does nothing but decide.
const burstFile = "VOLGENS_TEST_BURST"

func TestMain(m *testing.M) {
	if path := os.Getenv(burstFile); path != "" {
		burst(path)
		return
	}
	os.Exit(m.Run())
}

// burst decides without end, and says each time when it was told that all is well.
func burst(path string) {
	l, err := Open(context.Background(), path, Options{})
	if err != nil {
		panic(err)
	}
	for i := 0; ; i++ {
		id := "c" + strconv.Itoa(i)
		e, err := l.Decide(context.Background(), Decision{
			User: "an", Claim: &schemas.Claim{ClaimID: id}, Field: Span, Value: Value{Choice: OK},
		})
		if err != nil {
			panic(err)
		}
		fmt.Println(e.ClaimID)
	}
}

// A killed process loses nothing that it has acknowledged, and leaves a log that opens.
func TestKillInABurst(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.sqlite")
	acknowledged := map[string]bool{}
	for round := range 3 {
		before := len(acknowledged)
		path := filepath.Join(filepath.Dir(path), strconv.Itoa(round)+".sqlite")
		killBurst(t, path, 40+17*round, acknowledged)
		if len(acknowledged) == before {
			t.Fatal("nothing was decided before the kill")
		}
		l := openAt(t, path)
		for id := range acknowledged {
			if h, err := l.History(t.Context(), id, ""); err != nil || len(h) != 1 {
				t.Errorf("%s was acknowledged and is not in the log (%v)", id, err)
			}
		}
		var verdict string
		if err := l.db.QueryRow("pragma integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
			t.Errorf("integrity_check: %s, %v", verdict, err)
		}
		choose(t, l, "an", "after", Span, OK)
		clear(acknowledged)
	}
}

// killBurst runs burst, kills it with signal 9 after n decisions and notes all that were
// acknowledged, those between the n-th and the kill too.
func killBurst(t *testing.T, path string, n int, acknowledged map[string]bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), burstFile+"="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		acknowledged[lines.Text()] = true
		if n--; n == 0 {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = cmd.Wait() // it was killed
}
