package main

import (
	"context"
	"log/slog"
)

// beamHandler passes on what Beam logs. A runner in this process tells much that nobody
// asked for, and every error several times that the run then reports once: of it, only
// warnings pass, unless the level is debug. So it is with any runner where the user wants quiet.
type beamHandler struct {
	slog.Handler
	quiet bool
}

// Enabled tells whether records of a level are written.
func (h beamHandler) Enabled(ctx context.Context, level slog.Level) bool {
	if h.quiet && level != slog.LevelWarn {
		return h.Handler.Enabled(ctx, slog.LevelDebug)
	}
	return h.Handler.Enabled(ctx, level)
}

// WithAttrs returns a handler that adds attrs to every record.
func (h beamHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return beamHandler{h.Handler.WithAttrs(attrs), h.quiet}
}

// WithGroup returns a handler that puts name before the names of attributes.
func (h beamHandler) WithGroup(name string) slog.Handler {
	return beamHandler{h.Handler.WithGroup(name), h.quiet}
}
