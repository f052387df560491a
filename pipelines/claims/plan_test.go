package claims

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/memfs"
	"github.com/google/go-cmp/cmp"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/transforms/read"
	"github.com/volgens/volgens/transforms/read/format"
)

// tree writes files into a new folder and makes it the working directory.
func tree(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, data := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// shape writes a plan as one line a chunk: "a.txt b.jsonl[0:10]#1".
func shape(p Plan) []string {
	var out []string
	for _, c := range p.Chunks {
		var pieces []string
		for _, piece := range c.Pieces {
			s := piece.URI
			if piece.End > 0 {
				s += fmt.Sprintf("[%d:%d]#%d", piece.Start, piece.End, piece.Line)
			}
			pieces = append(pieces, s)
		}
		out = append(out, strings.Join(pieces, " "))
	}
	return out
}

func TestNewPlan(t *testing.T) {
	tree(t, map[string]string{
		"in/b.txt": "twaalf bytes", "in/a.txt": "twaalf bytes", "in/sub/c.md": "twaalf bytes", "in/.hidden": "x", "in/.git/d.txt": "x",
		"in/lines.jsonl": "{1}\n{2}\n{3}\n{4}\n{5}", "in/kop [1].txt": "x",
	})
	tests := []struct {
		name   string
		inputs []string
		want   []string
	}{
		{"a folder", []string{"in"}, []string{"in/a.txt", "in/b.txt in/kop [1].txt", "in/lines.jsonl[0:16]#1", "in/lines.jsonl[16:19]#5", "in/sub/c.md"}},
		{"a file", []string{"in/a.txt"}, []string{"in/a.txt"}},
		{"a file whose name looks like a pattern", []string{"in/kop [1].txt"}, []string{"in/kop [1].txt"}},
		{"a pattern over folders", []string{"in/**/*.md"}, []string{"in/sub/c.md"}},
		{"files in any order, named twice", []string{"in/b.txt", "in/a.txt", "in/b.txt", "./in/*.txt"}, []string{"in/a.txt", "in/b.txt in/kop [1].txt"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plan, err := NewPlan(context.Background(), tt.inputs, schemas.FormatAuto, 13)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, shape(plan)); diff != "" {
				t.Errorf("NewPlan(%q) (-want +got):\n%s", tt.inputs, diff)
			}
		})
	}
}

func TestNewPlanWithoutFiles(t *testing.T) {
	tree(t, map[string]string{"in/a.txt": "x", "empty/.keep": ""})
	for _, input := range []string{"none.txt", "in/*.md", "empty", "in/[.txt"} {
		if plan, err := NewPlan(context.Background(), []string{"in", input}, schemas.FormatAuto, 0); err == nil {
			t.Errorf("NewPlan(%q) = %v, want an error", input, plan)
		} else if !strings.Contains(err.Error(), input) {
			t.Errorf("NewPlan(%q): %v, want the input named", input, err)
		}
	}
	if _, err := NewPlan(context.Background(), []string{"in/*.md"}, schemas.FormatAuto, 0); !errors.Is(err, ErrNoInput) {
		t.Errorf("a pattern without match: %v", err)
	}
	if _, err := NewPlan(context.Background(), []string{"none.txt"}, schemas.FormatAuto, 0); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
}

// A link to nothing is no reason to stop: reading rejects it.
func TestDanglingLink(t *testing.T) {
	tree(t, map[string]string{"in/a.txt": "twaalf bytes"})
	if err := os.Symlink("nowhere", "in/b.txt"); err != nil {
		t.Skip(err)
	}
	plan, err := NewPlan(context.Background(), []string{"in"}, schemas.FormatAuto, 0)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"in/a.txt in/b.txt"}, shape(plan)); diff != "" {
		t.Errorf("NewPlan (-want +got):\n%s", diff)
	}
}

// Every record of a divided file is read once and keeps its line number.
func TestDivideLosesNothing(t *testing.T) {
	var lines strings.Builder
	var want []string
	for i := range 3000 {
		fmt.Fprintf(&lines, `{"text":"%s %d"}`+"\n", strings.Repeat("woord ", i*7%50), i)
		want = append(want, fmt.Sprintf("big.jsonl#L%d", i+1))
	}
	tree(t, map[string]string{"big.jsonl": lines.String()})
	plan, err := NewPlan(context.Background(), []string{"big.jsonl"}, schemas.FormatAuto, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Chunks) < 20 {
		t.Fatalf("%d chunks of a file of %d bytes", len(plan.Chunks), lines.Len())
	}
	var got []string
	for _, chunk := range plan.Chunks {
		err := read.Records(context.Background(), chunk, format.Options{MaxBytes: 1 << 20, Fields: format.DefaultFields}, func(r format.Record) bool {
			got = append(got, r.Document.URI)
			return true
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
}

func TestDivideLeavesUTF16Whole(t *testing.T) {
	tree(t, map[string]string{"a.jsonl": "\xFF\xFE" + strings.Repeat("{\x00\n\x00", 100)})
	plan, err := NewPlan(context.Background(), []string{"a.jsonl"}, schemas.FormatAuto, 50)
	if err != nil || len(plan.Chunks) != 1 {
		t.Errorf("NewPlan of UTF-16 = %q, %v, want one chunk", shape(plan), err)
	}
}

func TestNewPlanOfRemoteFiles(t *testing.T) {
	ctx := context.Background()
	for _, name := range []string{"memfs://in/b c+d.txt", "memfs://in/a.jsonl"} {
		fsys, err := filesystem.New(ctx, name)
		if err != nil {
			t.Fatal(err)
		}
		if err := filesystem.Write(ctx, fsys, name, []byte("{}\n{}\n{}\n")); err != nil {
			t.Fatal(err)
		}
	}
	plan, err := NewPlan(ctx, []string{"memfs://in/*"}, schemas.FormatAuto, 2)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"memfs://in/a.jsonl", "memfs://in/b c+d.txt"}, shape(plan)); diff != "" {
		t.Errorf("NewPlan (-want +got):\n%s", diff)
	}
}

func TestChunkSizeFollowsInput(t *testing.T) {
	tests := []struct {
		bytes int64
		want  int64
	}{{1000, minChunk}, {100 << 20, 100 << 20 / chunks}, {10 << 30, maxChunk}}
	for _, tt := range tests {
		if got := chunkSize(tt.bytes); got != tt.want {
			t.Errorf("chunkSize(%d) = %d, want %d", tt.bytes, got, tt.want)
		}
	}
}
