package display

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// fragment is text in one look.
type fragment struct {
	text string
	look func(string) string // nil for plain
}

// wrap breaks fragments into lines of at most width columns. A word longer than a line is
// left whole. Blanks between words lose their look.
func wrap(fragments []fragment, width int) []string {
	w := wrapper{width: max(width, 8)}
	for _, f := range fragments {
		rest := f.text
		for rest != "" {
			i := strings.IndexFunc(rest, isBreak)
			if i < 0 {
				w.add(rest, f.look)
				break
			}
			if i > 0 {
				w.add(rest[:i], f.look)
			}
			w.endWord()
			rest = strings.TrimLeftFunc(rest[i:], isBreak)
		}
	}
	w.endWord()
	return w.flush()
}

// wrapper fills lines word by word.
type wrapper struct {
	width     int
	lines     []string
	line      strings.Builder
	used      int // columns of line
	word      strings.Builder
	wordWidth int
}

func (w *wrapper) add(s string, look func(string) string) {
	w.wordWidth += ansi.StringWidth(s)
	if look != nil {
		s = look(s)
	}
	w.word.WriteString(s)
}

func (w *wrapper) endWord() {
	if w.wordWidth == 0 {
		return
	}
	if w.used > 0 && w.used+1+w.wordWidth > w.width {
		w.endLine()
	}
	if w.used > 0 {
		w.line.WriteByte(' ')
		w.used++
	}
	w.line.WriteString(w.word.String())
	w.used += w.wordWidth
	w.word.Reset()
	w.wordWidth = 0
}

func (w *wrapper) endLine() {
	w.lines = append(w.lines, w.line.String())
	w.line.Reset()
	w.used = 0
}

func (w *wrapper) flush() []string {
	if w.used > 0 {
		w.endLine()
	}
	return w.lines
}
