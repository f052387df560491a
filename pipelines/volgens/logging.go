package main

import (
	"bytes"
	"context"
	"fmt"
	"image/color"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync"

	"charm.land/lipgloss/v2"

	"github.com/volgens/volgens/configs"
)

// newLogger returns a logger as the configuration says.
func newLogger(w io.Writer, cfg configs.Log, colored bool) *slog.Logger {
	var level slog.Level
	must(level.UnmarshalText([]byte(cfg.Level))) // the configuration has checked it
	if cfg.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level}))
	}
	return slog.New(&humanHandler{mu: new(sync.Mutex), w: w, level: level, colored: colored})
}

// humanHandler writes records as a person reads them: level, message, attributes.
type humanHandler struct {
	mu      *sync.Mutex
	w       io.Writer
	level   slog.Level
	colored bool
	attrs   []slog.Attr
	prefix  string // of the names of attributes, from groups
}

// Enabled tells whether records of a level are written.
func (h *humanHandler) Enabled(_ context.Context, level slog.Level) bool { return level >= h.level }

// WithAttrs returns a handler that adds attrs to every record.
func (h *humanHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	with := *h
	with.attrs = slices.Clone(h.attrs)
	for _, attr := range attrs {
		attr.Key = h.prefix + attr.Key
		with.attrs = append(with.attrs, attr)
	}
	return &with
}

// WithGroup returns a handler that puts name before the names of attributes.
func (h *humanHandler) WithGroup(name string) slog.Handler {
	with := *h
	with.prefix = h.prefix + name + "."
	return &with
}

// Handle writes a record as one line.
func (h *humanHandler) Handle(_ context.Context, r slog.Record) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s %s", r.Time.Format("15:04:05"), h.levelName(r.Level), oneLine(r.Message))
	for _, attr := range h.attrs {
		fmt.Fprintf(&b, " %s=%s", attr.Key, oneLine(attr.Value.String()))
	}
	r.Attrs(func(attr slog.Attr) bool {
		fmt.Fprintf(&b, " %s=%s", h.prefix+attr.Key, oneLine(attr.Value.String()))
		return true
	})
	b.WriteByte('\n')
	h.mu.Lock()
	defer h.mu.Unlock()
	_, err := h.w.Write(b.Bytes())
	return err
}

// levelColors are the colours of levels in a terminal.
var levelColors = map[slog.Level]color.Color{slog.LevelWarn: lipgloss.Yellow, slog.LevelError: lipgloss.Red}

func (h *humanHandler) levelName(level slog.Level) string {
	name := fmt.Sprintf("%-5s", level)
	if c, ok := levelColors[level]; ok && h.colored {
		return lipgloss.NewStyle().Foreground(c).Render(name)
	}
	return name
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
