package claims

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
)

// archive makes a folder with the test inputs (copies and near copies among them), some more
// copies, and a text that is rejected, at two places.
func archive(t *testing.T) (dir string, names []string) {
	t.Helper()
	dir = t.TempDir()
	put := func(name string, data []byte) {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for from, to := range map[string]string{"testdata/articles": "b", "../../testdata/inputs": "c"} {
		entries, err := os.ReadDir(from)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if data, err := os.ReadFile(filepath.Join(from, e.Name())); err == nil {
				put(filepath.Join(to, e.Name()), data)
			}
		}
	}
	haven, err := os.ReadFile("testdata/articles/haven.txt")
	if err != nil {
		t.Fatal(err)
	}
	german := "Der Minister sagte gestern, dass die Straße bis zum Herbst gesperrt bleibt und niemand davon gewusst habe."
	long := strings.Repeat("De wethouder zei dat de brug openging. ", 3) + "Volgens de havenmeester van Zierikzee is dat onzin, want de brug ging gisteren om tien uur dicht en is daarna " +
		"niet meer opengegaan, hoewel er volgens omwonenden de hele nacht schepen lagen te wachten op een doorgang naar de Oosterschelde en de brugwachter niet kwam opdagen."
	put("a/de.txt", []byte(german))
	put("a/brug.txt", []byte(long))
	put("a/leeg.txt", nil)
	put("d/brug-kop.txt", []byte("Brug dicht\n\n"+long))
	put("d/de-nog-eens.txt", []byte(german+"  "))
	put("d/haven-nog-eens.txt", append([]byte("\n"), haven...))
	put("d/leeg.txt", nil)
	err = filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	return dir, names
}

// tables returns the rows of all tables of a dataset, sorted, and its counters.
func tables(t *testing.T, dir string) map[string][]string {
	t.Helper()
	m, err := dataset.Verify(context.Background(), os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{
		schemas.Documents: lines[schemas.Document](t, dir, m, schemas.Documents), schemas.Segments: lines[schemas.Segment](t, dir, m, schemas.Segments),
		schemas.Attributions: lines[schemas.Attribution](t, dir, m, schemas.Attributions), schemas.Claims: lines[schemas.Claim](t, dir, m, schemas.Claims),
		schemas.Sources: lines[schemas.Source](t, dir, m, schemas.Sources), schemas.Mentions: lines[schemas.Mention](t, dir, m, schemas.Mentions),
		schemas.Disputes: lines[schemas.Dispute](t, dir, m, schemas.Disputes), schemas.Rejects: lines[schemas.Reject](t, dir, m, schemas.Rejects),
	}
	for _, c := range m.Counters.List() {
		out["counters"] = append(out["counters"], fmt.Sprint(c))
	}
	return out
}

func lines[T any](t *testing.T, dir string, m *dataset.Manifest, table string) (out []string) {
	t.Helper()
	files, _ := m.Table(table)
	for _, f := range files.Files {
		for row, err := range dataset.Rows[T](os.DirFS(dir), f.Path) {
			if err != nil {
				t.Fatal(err)
			}
			line, err := json.Marshal(row)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, string(line))
		}
	}
	slices.Sort(out)
	return out
}

// A dataset to which runs have added has the rows of one run over everything, sources,
// disputes, duplicates, rejects and counters included; files that were read before add nothing.
func TestAppend(t *testing.T) {
	dir, names := archive(t)
	want := tables(t, run(t, testConfig(t, 2), 1000, dir))
	if len(want[schemas.Disputes]) == 0 || len(want[schemas.Rejects]) == 0 {
		t.Fatalf("%d disputes and %d rejects: the archive shows nothing", len(want[schemas.Disputes]), len(want[schemas.Rejects]))
	}
	for _, none := range []string{"{documents.copies 0}", "{documents.near_duplicates 0}", "{compare.pairs 0}"} {
		if slices.Contains(want["counters"], none) {
			t.Fatalf("%s: the archive shows nothing", none)
		}
	}
	first, second := len(names)/3, 2*len(names)/3
	for _, tt := range []struct {
		name string
		runs [][]string
	}{
		{"new files each time", [][]string{names[:first], names[first:second], names[second:]}},
		{"a folder that grows", [][]string{names[:first], names[:second], names, names}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cfg := testConfig(t, 2)
			for _, inputs := range tt.runs {
				run(t, cfg, 1000, inputs...)
			}
			if diff := cmp.Diff(want, tables(t, cfg.Output.Dir)); diff != "" {
				t.Errorf("rows (-one run +several):\n%s", diff)
			}
			before := files(t, cfg.Output.Dir)
			run(t, cfg, 1000, names...)
			if diff := cmp.Diff(before, files(t, cfg.Output.Dir)); diff != "" {
				t.Errorf("files (-before +after a run without news):\n%s", diff)
			}
		})
	}
}

// Later files that come first in the order of paths: as many rows, at the same places. Of copies
// the one that came first stays the document.
func TestAppendEarlierPaths(t *testing.T) {
	dir, names := archive(t)
	want := tables(t, run(t, testConfig(t, 2), 1000, dir))
	cfg := testConfig(t, 2)
	half := len(names) / 2
	run(t, cfg, 1000, names[half:]...)
	run(t, cfg, 1000, names[:half]...)
	got := tables(t, cfg.Output.Dir)
	for _, table := range []string{schemas.Documents, schemas.Attributions, schemas.Claims, schemas.Sources, schemas.Rejects} {
		if len(got[table]) != len(want[table]) {
			t.Errorf("%d rows of %s, want %d", len(got[table]), table, len(want[table]))
		}
	}
	if diff := cmp.Diff(places(t, want), places(t, got)); diff != "" {
		t.Errorf("places (-one run +two):\n%s", diff)
	}
}

// places returns the places of each document, sorted.
func places(t *testing.T, tables map[string][]string) (out []string) {
	t.Helper()
	for _, line := range tables[schemas.Documents] {
		var row schemas.Document
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		all := append(row.OtherURIs, row.URI)
		slices.Sort(all)
		out = append(out, strings.Join(all, " "))
	}
	slices.Sort(out)
	return out
}

// The lanes change no byte of an addition.
func TestAppendSameBytes(t *testing.T) {
	_, names := archive(t)
	var want map[string]string
	for lanes := 1; lanes <= 3; lanes += 2 {
		cfg := testConfig(t, lanes)
		run(t, cfg, 1000, names[:6]...)
		run(t, cfg, 1000, names...)
		got := files(t, cfg.Output.Dir)
		if want == nil {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("files (-one lane +three):\n%s", diff)
		}
	}
}
