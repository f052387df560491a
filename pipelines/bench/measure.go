package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// measure is what one process took.
type measure struct {
	wall, cpu time.Duration
	memory    int64 // peak, bytes
	crossed   int64 // bytes that went from one stage of the pipeline to the next; of run alone
}

// program runs volgens as a process of its own.
type program struct{ binary, dir string }

// median measures a command of volgens several times and returns the round with the middle time.
func (p program) median(command, input string, rounds int) (measure, error) {
	var all []measure
	for range max(rounds, 1) {
		m, err := p.measure(command, input)
		if err != nil {
			return measure{}, fmt.Errorf("%s: %w", command, err)
		}
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b measure) int { return int(a.wall - b.wall) })
	return all[len(all)/2], nil
}

func (p program) measure(command, input string) (measure, error) {
	cmd := exec.Command(p.binary, command, input)
	if command == "run" {
		cmd.Args = append(cmd.Args, "--output", filepath.Join(p.dir, "dataset"), "--overwrite", "--quiet",
			"--log-level", "debug", "--log-format", "json")
	}
	var log bytes.Buffer
	cmd.Stderr = &log
	begin := time.Now()
	if err := cmd.Run(); err != nil {
		return measure{}, fmt.Errorf("%w\n%s", err, log.Bytes())
	}
	m := measure{wall: time.Since(begin), cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), crossed: crossed(&log)}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		m.memory = usage.Maxrss * 1024 // Linux counts in KiB
	}
	return m, nil
}

// crossed adds up the bytes that the log of a run reports, but for those of batches, which
// stay within a fused stage, and of pairs with a key, whose values the log has already.
func crossed(log io.Reader) (n int64) {
	lines := bufio.NewScanner(log)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var line struct {
			Msg, Type string
			Bytes     int64
		}
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Msg == "flow" && line.Type != "transforms.Batch" && line.Type != "typex.KV" {
			n += line.Bytes
		}
	}
	return n
}

// datasetBytes returns the size of the dataset of the last run.
func (p program) datasetBytes() (n int64, err error) {
	err = filepath.Walk(filepath.Join(p.dir, "dataset"), func(_ string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().IsRegular() {
			n += info.Size()
		}
		return err
	})
	return n, err
}
