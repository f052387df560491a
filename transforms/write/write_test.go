package write

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/testing/passert"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/testing/ptest"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/transforms"
)

func TestMain(m *testing.M) {
	if os.Getenv(childEnv) != "" {
		child()
		return
	}
	ptest.Main(m)
}

func init() {
	register.DoFn2x0[int, func(transforms.Batch)](&handMadeFn{})
	register.Emitter1[transforms.Batch]()
}

// handMadeFn emits one of so many batches.
type handMadeFn struct{ Batches, Size int }

func (fn *handMadeFn) ProcessElement(i int, emit func(transforms.Batch)) {
	emit(handMadeBatches(fn.Batches, fn.Size)[i])
}

func TestTablesOnPrism(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out [1]*")
	o := testOptions
	o.Dir = dir
	if err := Prepare(t.Context(), dir, false); err != nil {
		t.Fatal(err)
	}
	p, s := beam.NewPipelineWithRoot()
	batches := beam.ParDo(s, &handMadeFn{Batches: 4, Size: 3}, beam.CreateList(s, []int{3, 1, 0, 2}))
	parts, counters := Tables(s, o, transforms.Language{Codes: []string{"nl"}}, batches)
	totals := Publish(s, o, transforms.Language{}, parts, counters, beam.CreateList(s, []schemas.Copy{}))
	passert.Count(s, parts, "parts", 3*8+2) // five tables and three spills of each batch with documents, and rejects
	passert.Count(s, totals, "totals", len(wantCounters(t)))
	if err := ptest.Run(p); err != nil {
		t.Fatal(err)
	}
	want, _ := undisturbed(t, false, handMadeBatches(4, 3))
	sameFiles(t, want, folder(t, dir))
}

func wantCounters(t *testing.T) schemas.Counts {
	t.Helper()
	disk.reset(false)
	p, err := writeParts(context.Background(), testOptions, handMadeBatches(4, 3))
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.publish(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return m.Counters
}

// folder reads a folder on disk as if it were the one of the tests' file system.
func folder(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		rel, _ := filepath.Rel(dir, path)
		if d.IsDir() {
			if entries, err := os.ReadDir(path); err != nil || len(entries) == 0 {
				out[testOptions.Dir+"/"+filepath.ToSlash(rel)+"/"] = nil // an empty folder is a stray one
			}
			return nil
		}
		out[testOptions.Dir+"/"+filepath.ToSlash(rel)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
