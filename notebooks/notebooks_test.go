package notebooks

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the documentation")

func ExampleWrite() {
	nb, err := Write(FirstLook, map[string]string{"dataset": "claims of 2024"})
	if err != nil {
		panic(err)
	}
	fmt.Println(string(regexp.MustCompile(`dataset = .* #`).Find(nb)))
	// Output: dataset = \"claims of 2024\"  #
}

// A notebook that is written without parameters is the file, byte for byte: the way through
// JSON loses nothing.
func TestWriteLosesNothing(t *testing.T) {
	for _, name := range Names() {
		got, err := Write(name, nil)
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(name + ".ipynb")
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("Write(%q, nil) is not the file", name)
		}
	}
}

func TestFillIn(t *testing.T) {
	tests := []struct{ name, line, value, want string }{
		{"a folder", `dataset = "../out"  # where`, "a/b", `dataset = "a/b"  # where`},
		{"a folder of Windows", `dataset = "../out"`, `C:\news "x"`, `dataset = "C:\\news \"x\""`},
		{"letters and a break", `dataset = "../out"`, "café <1>\nx", `dataset = "café <1>\nx"`},
		{"broken UTF-8", `dataset = "../out"`, "a\xff", "dataset = \"a\uFFFD\""},
		{"another parameter", `reviews = "../out"`, "a/b", `reviews = "../out"`},
		{"no assignment", `print("dataset = ")`, "a/b", `print("dataset = ")`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lines := []string{tt.line}
			fillIn(lines, map[string]string{"dataset": tt.value})
			if lines[0] != tt.want {
				t.Errorf("fillIn(%q) = %q, want %q", tt.line, lines[0], tt.want)
			}
		})
	}
}

func TestWriteRefusesUnknownNotebooks(t *testing.T) {
	if _, err := Write("../sql/tables", nil); err == nil || !strings.Contains(err.Error(), FirstLook) {
		t.Errorf("Write of an unknown notebook: %v, want an error that lists the known ones", err)
	}
}

// Every notebook has a title and a cell of parameters with the folder, and no outputs.
func TestNotebooks(t *testing.T) {
	for _, name := range Names() {
		nb, err := parse(name)
		if err != nil {
			t.Fatal(err)
		}
		if Title(name) == "" {
			t.Errorf("%s has no title", name)
		}
		parameters := ""
		for _, c := range nb.Cells {
			if len(c.Outputs) > 0 || c.Count != nil {
				t.Errorf("%s has outputs: clear them", name)
			}
			if slices.Contains(c.Metadata.Tags, "parameters") {
				parameters += strings.Join(c.Source, "")
			}
		}
		if !strings.HasPrefix(parameters, `dataset = "`) {
			t.Errorf("%s: parameters %q do not begin with dataset", name, parameters)
		}
	}
}

// The documentation shows the views as they are.
func TestViewsAreDocumented(t *testing.T) {
	const doc, begin, end = "../docs/notebooks.md", "<!-- views -->\n", "<!-- end of views -->"
	data, err := os.ReadFile(doc)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(data), begin)
	shown, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s: no place for the views", doc)
	}
	want := ""
	for _, name := range ViewFiles() {
		want += fmt.Sprintf("**`%s.sql`**\n\n```sql\n%s```\n\n", name, View(name))
	}
	if *update {
		if err := os.WriteFile(doc, []byte(head+begin+want+end+tail), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if shown != want {
		t.Errorf("%s does not show the views as they are; -update rewrites it", doc)
	}
}
