// Command bench measures the index of the review on a dataset from chance: building and
// opening it, filters and searches, and the memory that each takes.
//
//	go run ./review/bench -claims 1000000
//
// Every phase runs in a process of its own, so that one does not warm or fill another.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"syscall"
	"time"

	"github.com/volgens/volgens/review/index"
	"github.com/volgens/volgens/review/internal/sample"
)

func main() {
	claims := flag.Int("claims", 1_000_000, "claims of the dataset")
	dir := flag.String("dir", "", "folder for dataset and index; kept, and used again; empty for a temporary one")
	phase := flag.String("phase", "", "for the bench itself: what this process does")
	check := flag.Bool("check", false, "fail where a goal is missed")
	flag.Parse()
	var err error
	if *phase != "" {
		err = run(*phase, *dir, *claims)
	} else {
		err = bench(*dir, *claims, *check)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// The goals.
const (
	goalBuild  = 3 * time.Minute
	goalOpen   = time.Second
	goalAnswer = 150 * time.Millisecond
	goalMemory = 500 << 20
)

func bench(dir string, claims int, check bool) error {
	if dir == "" {
		temp, err := os.MkdirTemp("", "volgens-bench-review-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(temp)
		dir = temp
	}
	if _, err := os.Stat(filepath.Join(dir, "out", "manifest.json")); err != nil {
		if _, err := process("make", dir, claims); err != nil { // its memory is not ours: a process starts with the peak of its parent
			return err
		}
	}
	if err := os.RemoveAll(filepath.Join(dir, "cache")); err != nil {
		return err
	}
	missed := 0
	for _, phase := range []string{"build", "open", "ask"} {
		n, err := measure(phase, dir)
		if err != nil {
			return fmt.Errorf("%s: %w", phase, err)
		}
		missed += n
	}
	if check && missed > 0 {
		return fmt.Errorf("%d goals missed", missed)
	}
	return nil
}

// process runs a phase in a process of its own.
func process(phase, dir string, claims int) (*exec.Cmd, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(exe, "-phase", phase, "-dir", dir, "-claims", strconv.Itoa(claims))
	cmd.Stderr = os.Stderr
	out := &bytes.Buffer{}
	cmd.Stdout = out
	return cmd, cmd.Run()
}

// measure runs a phase, shows what it says and how much memory it took, and returns how
// many goals it missed.
func measure(phase, dir string) (missed int, err error) {
	cmd, err := process(phase, dir, 0)
	if err != nil {
		return 0, err
	}
	var figures []figure
	if err := json.Unmarshal(cmd.Stdout.(*bytes.Buffer).Bytes(), &figures); err != nil {
		return 0, err
	}
	for _, f := range figures {
		took := fmt.Sprintf("%s (CPU %s)", f.Took.Round(time.Millisecond), f.CPU.Round(time.Millisecond))
		missed += show(f.Name, took, f.Goal.String(), f.Took <= f.Goal)
	}
	peak := usage(cmd.ProcessState.SysUsage().(*syscall.Rusage)).memory
	missed += show(phase+": peak memory", mb(peak), mb(goalMemory), peak <= goalMemory)
	return missed, nil
}

// used is what a process took.
type used struct {
	cpu    time.Duration
	memory int64
}

func usage(u *syscall.Rusage) used {
	return used{time.Duration(u.Utime.Nano() + u.Stime.Nano()), u.Maxrss << 10}
}

// cpu returns the CPU time of this process.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return usage(&u).cpu
}

func show(name, value, goal string, met bool) int {
	verdict, missed := "", 0
	if !met {
		verdict, missed = "MISSED", 1
	}
	fmt.Printf("%-50s %26s  goal %s %s\n", name, value, goal, verdict)
	return missed
}

func mb(n int64) string { return fmt.Sprintf("%d MB", n>>20) }

// figure is a time that was measured. Beside the time on the clock stands what the processors
// worked for it, which other work on the machine does not lengthen.
type figure struct {
	Name            string
	Took, CPU, Goal time.Duration
}

// run is a phase.
func run(phase, dir string, claims int) error {
	if phase == "make" {
		return sample.Random(filepath.Join(dir, "out"), sample.Size{Claims: claims, Progress: func(n int) { bar(n, claims) }})
	}
	ctx := context.Background()
	begin := time.Now()
	ix, err := index.Open(ctx, os.DirFS(filepath.Join(dir, "out")), index.Options{
		Cache: filepath.Join(dir, "cache"), Progress: func(p index.Progress) { bar(int(p.Done), int(p.Total)) },
	})
	if err != nil {
		return err
	}
	defer ix.Close()
	took := time.Since(begin)
	var figures []figure
	switch phase {
	case "build":
		name := fmt.Sprintf("index of %d claims, %d cores", ix.Len(), runtime.NumCPU())
		figures = append(figures, figure{name, took, cpu(), goalBuild})
	case "open":
		figures = append(figures, figure{"open again", took, cpu(), goalOpen})
	default:
		if figures, err = ask(ctx, ix); err != nil {
			return err
		}
	}
	return json.NewEncoder(os.Stdout).Encode(figures)
}

// rounds is how often a question is asked; the slowest but one answer counts, for the first
// may find the file cold.
const rounds = 7

// ask asks questions, all with counts of all facets.
func ask(ctx context.Context, ix *index.Index) ([]figure, error) {
	r, err := ix.Search(ctx, index.Query{Facets: index.Facets()})
	if err != nil {
		return nil, err
	}
	value := func(f index.Facet, n int) []string {
		for _, c := range r.Facets {
			if c.Facet == f {
				return []string{c.Values[min(n, len(c.Values)-1)].Value}
			}
		}
		return nil
	}
	filters := func(f ...index.Facet) map[index.Facet][]string {
		out := map[index.Facet][]string{}
		for i, f := range f {
			out[f] = value(f, i+1)
		}
		return out
	}
	for i, c := range r.Claims { // some are reviewed
		ix.Mark(c.ClaimID, index.Mark{Status: index.StatusDone, Readers: []string{fmt.Sprint("reader", i%5)}})
	}
	var out []figure
	for _, q := range []struct {
		name string
		q    index.Query
	}{
		{"first page", index.Query{}},
		{"first page, most worth checking first", index.Query{Order: index.ByWorth, Desc: true}},
		{"last page by date", index.Query{Order: index.ByDate, Offset: ix.Len() - 20}},
		{"filter: lang", index.Query{Filters: filters(index.FacetLang)}},
		{"filter: source", index.Query{Filters: filters(index.FacetSource)}},
		{"filter: kind, act, certainty, by source", index.Query{Filters: filters(index.FacetSourceKind, index.FacetAct, index.FacetCertainty), Order: index.BySource}},
		{"filter: a year, by confidence", index.Query{From: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), Until: time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC), Order: index.ByConfidence}},
		{"filter: not reviewed by a reader", index.Query{Undecided: "reader1"}},
		{"search: the most frequent word", index.Query{Text: "de"}},
		{"search: two frequent words", index.Query{Text: "het van"}},
		{"search: a phrase of frequent words", index.Query{Text: `"de het"`}},
		{"search: a phrase of four words", index.Query{Text: `"de het een van"`}},
		{"search: a rare word", index.Query{Text: "vanbakela"}},
		{"search: the beginning of a word", index.Query{Text: "tro*"}},
		{"search: without a word, by claim", index.Query{Text: "de -het", Order: index.ByClaim}},
		{"search: one or the other, with filters", index.Query{Text: "water OR de", Filters: filters(index.FacetOutlet, index.FacetKind)}},
	} {
		q.q.Facets = index.Facets()
		f, err := slowest(q.name, func() error { _, err := ix.Search(ctx, q.q); return err })
		if err != nil {
			return nil, fmt.Errorf("%s: %w", q.name, err)
		}
		out = append(out, f)
	}
	f, err := slowest("the claims before and after one", func() error {
		_, err := ix.Place(ctx, index.Query{Order: index.ByDate}, r.Claims[0].ClaimID, "reader1")
		return err
	})
	return append(out, f), err
}

// slowest returns the longest of some rounds but one, and the mean of the CPU time.
func slowest(name string, f func() error) (figure, error) {
	times := make([]time.Duration, rounds)
	worked := cpu()
	for i := range times {
		begin := time.Now()
		if err := f(); err != nil {
			return figure{}, err
		}
		times[i] = time.Since(begin)
	}
	slices.Sort(times)
	return figure{name, times[len(times)-2], (cpu() - worked) / rounds, goalAnswer}, nil
}

var last time.Time

// bar shows progress where somebody watches.
func bar(done, total int) {
	info, err := os.Stderr.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 || time.Since(last) < 200*time.Millisecond && done < total {
		return
	}
	last = time.Now()
	const width = 40
	n := width * done / max(total, 1)
	fmt.Fprintf(os.Stderr, "\r[%s%s] %d of %d\x1b[K", repeat('#', n), repeat(' ', width-n), done, total)
	if done == total {
		fmt.Fprint(os.Stderr, "\r\x1b[K")
	}
}

func repeat(c byte, n int) string {
	out := make([]byte, max(n, 0))
	for i := range out {
		out[i] = c
	}
	return string(out)
}
