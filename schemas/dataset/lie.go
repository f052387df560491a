package dataset

import (
	"fmt"
	"path"
)

// Lie is the error of Verify: something in the dataset that is not as the dataset says.
type Lie struct {
	File   string // path from the folder of the dataset
	Row    int64  // of the file, from 0; -1 where the lie is of no row
	Column string // "" where it is of no column
	What   string
}

// Error names table, row and column.
func (l *Lie) Error() string {
	column := ""
	if l.Column != "" {
		column = "column " + l.Column + ": "
	}
	if l.Row < 0 {
		return fmt.Sprintf("%s: %s%s", l.File, column, l.What)
	}
	return fmt.Sprintf("%s row %d (%s): %s%s", path.Dir(l.File), l.Row, path.Base(l.File), column, l.What)
}

func lieOf(file, format string, args ...any) error {
	return &Lie{File: file, Row: -1, What: fmt.Sprintf(format, args...)}
}

// short cuts a long text for a message.
func short(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return fmt.Sprintf("%q… (%d characters)", string(r[:most]), len(r))
	}
	return fmt.Sprintf("%q", s)
}
