package main

import (
	"fmt"
	"io"
	"os"
	"strconv"

	"golang.org/x/term"
)

// defaultWidth is the width of what is no terminal.
const defaultWidth = 88

// isTerminal tells whether w is a terminal and returns its width.
func isTerminal(w io.Writer) (width int, ok bool) {
	f, isFile := w.(*os.File)
	if !isFile || !term.IsTerminal(int(f.Fd())) {
		return defaultWidth, false
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil || width <= 0 {
		width = defaultWidth
	}
	return width, true
}

// width returns how many columns to fill; COLUMNS overrules the terminal.
func (a *app) width() int {
	if n, err := strconv.Atoi(lookup(a.environ, "COLUMNS")); err == nil && n > 0 {
		return n
	}
	width, _ := isTerminal(a.out)
	return width
}

// checkColor refuses values that --color does not know.
func (a *app) checkColor() error {
	switch a.color {
	case "auto", "always", "never":
		return nil
	}
	return usagef("--color: want auto, always or never, have %q", a.color)
}

// useColor tells whether w gets colours: as --color says, else as NO_COLOR and
// CLICOLOR_FORCE say, else if it is a terminal that knows them.
func (a *app) useColor(w io.Writer) bool {
	switch {
	case a.color == "always":
		return true
	case a.color == "never", lookup(a.environ, "NO_COLOR") != "":
		return false
	}
	if force := lookup(a.environ, "CLICOLOR_FORCE"); force != "" && force != "0" {
		return true
	}
	_, ok := isTerminal(w)
	return ok && lookup(a.environ, "TERM") != "dumb"
}

// note tells the user something that is no error.
func (a *app) note(format string, args ...any) {
	fmt.Fprintf(a.err, "volgens: "+format+"\n", args...)
}
