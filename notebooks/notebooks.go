// Package notebooks holds the notebooks and the SQL views that go with a dataset, as they were
// when the program was built. They read the published tables and nothing else.
package notebooks

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

//go:embed *.ipynb sql/*.sql
var files embed.FS

// FirstLook is the name of the notebook that shows what is in a dataset.
const FirstLook = "first-look"

// Names returns the names of the notebooks, FirstLook first.
func Names() []string {
	names := []string{FirstLook}
	for _, name := range stems("*.ipynb") {
		if name != FirstLook {
			names = append(names, name)
		}
	}
	return names
}

// Title returns the heading of a notebook.
func Title(name string) string {
	nb, err := parse(name)
	if err != nil || len(nb.Cells) == 0 {
		return ""
	}
	first, _, _ := strings.Cut(strings.Join(nb.Cells[0].Source, ""), "\n")
	return strings.TrimPrefix(first, "# ")
}

// Write returns a notebook for Jupyter with the values of its parameters: "dataset" is the
// folder of the tables, "reviews" the file of the decisions; a parameter that the notebook
// does not have is left out.
func Write(name string, parameters map[string]string) ([]byte, error) {
	nb, err := parse(name)
	if err != nil {
		return nil, err
	}
	for i := range nb.Cells {
		if slices.Contains(nb.Cells[i].Metadata.Tags, "parameters") {
			fillIn(nb.Cells[i].Source, parameters)
		}
	}
	return encode(nb, " "), nil // as Jupyter saves it
}

// assignment is a line that gives a parameter its value.
var assignment = regexp.MustCompile(`^(\w+) = "[^"]*"`)

// fillIn replaces the values of parameters in the lines of a cell. A JSON string is one of
// Python, too.
func fillIn(lines []string, parameters map[string]string) {
	for i, line := range lines {
		m := assignment.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		if value, ok := parameters[m[1]]; ok {
			lines[i] = m[1] + " = " + quoted(value) + line[len(m[0]):]
		}
	}
}

// quoted returns a text as a string of Python.
func quoted(s string) string {
	return strings.TrimSpace(string(encode(strings.ToValidUTF8(s, "\uFFFD"), "")))
}

// notebook is a file of Jupyter, format 4.
type notebook struct {
	Cells         []cell          `json:"cells"`
	Metadata      json.RawMessage `json:"metadata"`
	Format        int             `json:"nbformat"`
	FormatVersion int             `json:"nbformat_minor"`
}

type cell struct {
	Type     string `json:"cell_type"`
	Count    *int   `json:"execution_count"`
	ID       string `json:"id"`
	Metadata struct {
		Tags []string `json:"tags,omitempty"`
	} `json:"metadata"`
	Outputs []json.RawMessage `json:"outputs"`
	Source  []string          `json:"source"` // lines with their ends
}

// MarshalJSON leaves out of a cell of words what only a cell of code may have.
func (c cell) MarshalJSON() ([]byte, error) {
	type plain cell // without this method
	if c.Type == "code" {
		return bytes.TrimSpace(encode(plain(c), "")), nil
	}
	return bytes.TrimSpace(encode(struct {
		Type     string   `json:"cell_type"`
		ID       string   `json:"id"`
		Metadata any      `json:"metadata"`
		Source   []string `json:"source"`
	}{c.Type, c.ID, c.Metadata, c.Source}, "")), nil
}

func parse(name string) (*notebook, error) {
	data, err := files.ReadFile(name + ".ipynb")
	if err != nil {
		return nil, fmt.Errorf("no notebook %q, only %s", name, strings.Join(Names(), ", "))
	}
	nb := new(notebook)
	if err := json.Unmarshal(data, nb); err != nil {
		return nil, fmt.Errorf("notebook %s: %w", name, err)
	}
	return nb, nil
}

// encode returns the JSON of a value of this package.
func encode(v any, indent string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	if err := e.Encode(v); err != nil {
		panic(err) // a bug: the types of this package can all be encoded
	}
	return b.Bytes()
}

// Views returns the SQL, for DuckDB, that makes a view on each table and then those that are
// made of these.
func Views() string {
	var b strings.Builder
	for _, name := range ViewFiles() {
		b.WriteString(View(name) + "\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// ViewFiles returns the names of the files of SQL in an order in which they can be run.
func ViewFiles() []string {
	names := []string{"tables"}
	for _, name := range stems("sql/*.sql") {
		if name != "tables" {
			names = append(names, name)
		}
	}
	return names
}

// View returns a file of SQL, "" where there is none of the name.
func View(name string) string {
	data, err := files.ReadFile("sql/" + name + ".sql")
	if err != nil {
		return ""
	}
	return string(data)
}

// stems returns the names of embedded files without folder and ending, sorted as file names.
func stems(pattern string) []string {
	names, err := fs.Glob(files, pattern)
	if err != nil {
		panic(err) // a bug: the patterns stand in this file
	}
	for i, name := range names {
		names[i] = strings.TrimSuffix(path.Base(name), path.Ext(name))
	}
	return names
}
