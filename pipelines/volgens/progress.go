package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/dustin/go-humanize"
	"github.com/dustin/go-humanize/english"
)

// progressLine is the last line of a terminal, rewritten as the work goes on. It is silent
// where standard error is no terminal.
type progressLine struct {
	w     io.Writer // nil for silence
	width int

	mu    sync.Mutex
	last  time.Time
	shown bool
}

// interval is the time between two states of a line.
const interval = 150 * time.Millisecond

func (a *app) progressLine(quiet bool) *progressLine {
	width, ok := isTerminal(a.err)
	if quiet || !ok || lookup(a.environ, "TERM") == "dumb" {
		return &progressLine{}
	}
	return &progressLine{w: a.err, width: width, last: time.Now()}
}

// show writes a new state, unless the last one is fresh.
func (p *progressLine) show(state func() string) {
	if p.w == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.last) < interval {
		return
	}
	p.last, p.shown = time.Now(), true
	fmt.Fprintf(p.w, "\r%s\x1b[K", ansi.Truncate(state(), p.width-1, "…"))
}

// clear takes the line away.
func (p *progressLine) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.shown = false
	}
}

// countingReader counts the bytes that were read.
type countingReader struct {
	io.Reader
	n atomic.Int64
}

func (r *countingReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.n.Add(int64(n))
	return n, err
}

func annotateProgress(documents int, read, size int64, spent time.Duration) string {
	parts := []string{count(documents, "document"), rate(float64(documents), spent)}
	if size > 0 {
		parts = append(parts, timeLeft(float64(read)/float64(size), spent))
	}
	return "annotating: " + strings.Join(parts, " · ")
}

// count returns "1 document", "1,200 documents".
func count[N int | int64](n N, noun string) string {
	return humanize.Comma(int64(n)) + " " + english.PluralWord(int(n), noun, "")
}

// rate returns a number a second.
func rate(n float64, spent time.Duration) string {
	return humanize.CommafWithDigits(n/max(spent.Seconds(), 1e-3), 0) + "/s"
}

// timeLeft estimates the rest of the work from the share that is done.
func timeLeft(done float64, spent time.Duration) string {
	if done <= 0 {
		return "estimating"
	}
	done = min(done, 1)
	left := time.Duration(float64(spent) * (1 - done) / done)
	return fmt.Sprintf("%.0f %% · %s left", 100*done, shortDuration(left))
}

// shortDuration returns a time as one reads it: "0.8 s", "42 s", "3 min 20 s", "2 h 5 min".
func shortDuration(d time.Duration) string {
	switch {
	case d < 10*time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < time.Minute:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d < time.Hour:
		d = d.Round(time.Second)
		return fmt.Sprintf("%d min %d s", d/time.Minute, d%time.Minute/time.Second)
	}
	d = d.Round(time.Minute)
	return fmt.Sprintf("%d h %d min", d/time.Hour, d%time.Hour/time.Minute)
}
