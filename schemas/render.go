package schemas

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// textWidth is the width of WriteText in columns of a terminal.
const textWidth = 100

// WriteText writes tables and their columns for a terminal.
func WriteText(w io.Writer, tables ...Table) error {
	var b strings.Builder
	for i, t := range tables {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "%s: %s\n", t.Name, t.Doc)
		if len(t.Key) > 0 {
			fmt.Fprintf(&b, "key %s; ", strings.Join(t.Key, ", "))
		}
		fmt.Fprintf(&b, "sorted by %s\n\n", strings.Join(t.Order, ", "))
		name, kind := widths(t)
		for _, c := range t.Columns {
			textColumn(&b, c, "  ", name, kind)
			for _, f := range c.Fields {
				textColumn(&b, f, "    ", name-2, kind)
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// widths returns the widths of the columns name and type.
func widths(t Table) (name, kind int) {
	for _, c := range t.Columns {
		name, kind = max(name, len(c.Name)), max(kind, len(shortType(c)))
		for _, f := range c.Fields {
			name, kind = max(name, len(f.Name)+2), max(kind, len(shortType(f)))
		}
	}
	return name, kind
}

// shortType names the type of a column on one line: the fields of a struct follow on lines
// of their own.
func shortType(c Column) string {
	short := strings.ReplaceAll(c.Type, " WITH TIME ZONE", "TZ")
	if len(c.Fields) > 0 {
		short = "STRUCT[]"
	}
	if c.Nullable {
		short += "?"
	}
	return short
}

func textColumn(b *strings.Builder, c Column, indent string, name, kind int) {
	head := fmt.Sprintf("%s%-*s  %-*s  ", indent, name, c.Name, kind, shortType(c))
	doc := c.Doc
	if len(c.Enum) > 0 {
		doc += ": " + strings.Join(c.Enum, ", ")
	}
	for i, line := range wrap(doc, textWidth-len(head)) {
		if i > 0 {
			head = strings.Repeat(" ", len(head))
		}
		b.WriteString(strings.TrimRight(head+line, " ") + "\n")
	}
}

// wrap breaks words into lines of at most width characters, of at least 30.
func wrap(s string, width int) []string {
	width = max(width, 30)
	lines := []string{""}
	for _, word := range strings.Fields(s) {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case utf8.RuneCountInString(*last)+1+utf8.RuneCountInString(word) <= width:
			*last += " " + word
		default:
			lines = append(lines, word)
		}
	}
	return lines
}

// WriteMarkdown writes tables and their columns as Markdown, a section a table.
func WriteMarkdown(w io.Writer, tables ...Table) error {
	var b strings.Builder
	for i, t := range tables {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "## %s\n\nOne row per %s.", t.Name, strings.TrimPrefix(strings.TrimPrefix(t.Doc, "an "), "a "))
		if len(t.Key) > 0 {
			fmt.Fprintf(&b, " Key: %s.", code(t.Key))
		}
		fmt.Fprintf(&b, " Rows of a file are sorted by %s.", code(t.Order))
		if len(t.Refs) > 0 {
			fmt.Fprintf(&b, " References: %s.", refs(t.Refs))
		}
		b.WriteString("\n\n| column | type | null | meaning |\n|---|---|---|---|\n")
		for _, c := range t.Columns {
			markdownColumn(&b, c, "")
			for _, f := range c.Fields {
				markdownColumn(&b, f, c.Name+".")
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func refs(refs []Ref) string {
	parts := make([]string, len(refs))
	for i, r := range refs {
		parts[i] = fmt.Sprintf("`%s` → `%s.%s`", r.Column, r.Table, r.Target)
	}
	return strings.Join(parts, ", ")
}

func code(names []string) string { return "`" + strings.Join(names, "`, `") + "`" }

func markdownColumn(b *strings.Builder, c Column, parent string) {
	null := ""
	if c.Nullable {
		null = "yes"
	}
	doc := c.Doc
	if len(c.Enum) > 0 {
		doc += ": " + code(c.Enum)
	}
	fmt.Fprintf(b, "| `%s%s` | `%s` | %s | %s |\n", parent, c.Name, c.Type, null, strings.ReplaceAll(doc, "|", `\|`))
}

// WriteJSON writes tables and their columns as JSON.
func WriteJSON(w io.Writer, tables ...Table) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(struct {
		Version string  `json:"schema_version"`
		Tables  []Table `json:"tables"`
	}{Version, tables})
}
