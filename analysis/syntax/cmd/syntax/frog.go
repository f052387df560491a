package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// compare prints how fast Frog, another analyser of Dutch, reads the same texts, and how many
// times faster we are. Its time to load, which is what a text of one word takes, is taken
// off; a word is what we take for one.
func compare(program, name string, texts []string, rounds int, ours rate) error {
	dir, err := os.MkdirTemp("", "frog")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	for _, leave := range []struct{ modules, letters string }{{"all modules", ""}, {"no names and chunks", "nc"}} {
		var took []time.Duration
		for range rounds {
			load, err := frog(program, dir, "Ja.\n", leave.letters)
			if err != nil {
				return err
			}
			whole, err := frog(program, dir, strings.Join(texts, "\n\n"), leave.letters)
			if err != nil {
				return err
			}
			took = append(took, whole-load)
		}
		theirs := rate{ours.words, middle(took)}
		fmt.Printf("%-44s %v (Frog, %s): ours %.1f times as fast\n", name, theirs, leave.modules, ours.perSecond()/theirs.perSecond())
	}
	return nil
}

// frog returns the processor time that Frog takes for a text on one core, without the modules
// of the letters.
func frog(program, dir, text, leave string) (time.Duration, error) {
	in := filepath.Join(dir, "text")
	if err := os.WriteFile(in, []byte(text), 0o600); err != nil {
		return 0, err
	}
	args := []string{"-t", in, "-o", filepath.Join(dir, "out"), "--nostdout"}
	if leave != "" {
		args = append(args, "--skip="+leave)
	}
	cmd := exec.Command(program, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "OMP_NUM_THREADS=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("%s: %w\n%s", program, err, out)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), nil
}
