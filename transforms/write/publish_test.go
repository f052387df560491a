package write

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
	"github.com/volgens/volgens/transforms"
)

var testOptions = Options{Dir: "fault://data/out", Version: "1.2.3", Config: "c0ffee"}

// writeAll does without Beam what a run does: prepare, every batch, publish.
func writeAll(ctx context.Context, o Options, batches []transforms.Batch, overwrite bool) error {
	if err := Prepare(ctx, o.Dir, overwrite); err != nil {
		return err
	}
	p, err := writeParts(ctx, o, batches)
	if err != nil {
		return err
	}
	_, err = p.publish(ctx)
	return err
}

// writeParts writes the files of the batches, ready to be published.
func writeParts(ctx context.Context, o Options, batches []transforms.Batch) (*publication, error) {
	s, err := openStore(ctx, o.Dir)
	if err != nil {
		return nil, err
	}
	p := &publication{store: s, options: o, counts: schemas.NewCounts()}
	for _, b := range batches {
		parts, counts, err := writeBatch(ctx, s, o, again(b))
		if err != nil {
			return nil, err
		}
		p.parts = append(p.parts, parts...)
		for name, n := range counts {
			p.counts[name] += n
		}
	}
	return p, nil
}

// again returns a batch with articles of its own, for one that is written more than once.
func again(b transforms.Batch) transforms.Batch {
	b.Articles = slices.Clone(b.Articles)
	return b
}

// again returns the publication as a runner hands it to a second attempt.
func (p *publication) again() *publication {
	return &publication{store: p.store, options: p.options, parts: slices.Clone(p.parts), counts: maps.Clone(p.counts), copies: p.copies}
}

func names(files map[string][]byte) []string {
	out := slices.Sorted(maps.Keys(files))
	for i := range out {
		out[i] = strings.TrimPrefix(out[i], testOptions.Dir+"/")
	}
	return out
}

// sameFiles fails unless both folders hold the same bytes under the same names.
func sameFiles(t *testing.T, want, got map[string][]byte) {
	t.Helper()
	if diff := cmp.Diff(names(want), names(got)); diff != "" {
		t.Fatalf("files (-want +got):\n%s", diff)
	}
	for name := range want {
		if string(want[name]) != string(got[name]) {
			t.Fatalf("%s: %d bytes differ from the %d of an undisturbed run", name, len(got[name]), len(want[name]))
		}
	}
}

// undisturbed returns the files of a run that nothing disturbs, and its operations.
func undisturbed(t *testing.T, object bool, batches []transforms.Batch) (map[string][]byte, int) {
	t.Helper()
	disk.reset(object)
	if err := writeAll(t.Context(), testOptions, batches, false); err != nil {
		t.Fatal(err)
	}
	return disk.snapshot(), disk.ops
}

func TestPublishedFiles(t *testing.T) {
	files, _ := undisturbed(t, false, handMadeBatches(4, 2))
	want := []string{"README.md", "_state/disputes-00000.s2", "_state/events-00000.s2", "_state/sources-00000.s2", "croissant.json", "datapackage.json", "manifest.json", "disputes/part-00000-of-00001.parquet", "sources/part-00000-of-00001.parquet"}
	for _, table := range []string{"attributions", "claims", "documents", "mentions", "segments"} {
		for i := range 3 { // the fourth batch has rejects alone
			want = append(want, dataset.PartPath(table, i, 3))
		}
	}
	for i := range 2 { // the third and the fourth batch
		want = append(want, dataset.PartPath("rejects", i, 2))
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, names(files)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	m, err := dataset.ParseManifest(files[testOptions.Dir+"/manifest.json"])
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int64{
		"documents": 6, "documents.lang.nl": 6, "claims": 18, "claims.voice.author": 6, "claims.kind.opinion": 6, "claims.type.direct": 6,
		"claims.stance.against": 6, "rejects": 4, "rejects.code.empty": 2, "sources": 13, "sources.kind.person": 1, "disputes": 15, "disputes.relation.contradicts": 6, "compare.pairs": 15,
	} {
		if m.Counters[name] != want {
			t.Errorf("counter %s = %d, want %d", name, m.Counters[name], want)
		}
	}
}

func TestTheOrderOfPartsDoesNotMatter(t *testing.T) {
	batches := handMadeBatches(5, 3)
	want, _ := undisturbed(t, false, batches)
	slices.Reverse(batches)
	got, _ := undisturbed(t, false, batches)
	sameFiles(t, want, got)
	for _, b := range batches {
		slices.Reverse(b.Articles)
	}
	got, _ = undisturbed(t, true, batches)
	sameFiles(t, want, got)
}

func TestNoInputGivesEmptyTables(t *testing.T) {
	files, _ := undisturbed(t, false, nil)
	if len(files) != len(schemas.Tables())+3+4 {
		t.Errorf("files %v, want one for each table, three of the state and four descriptions", names(files))
	}
}

// A run that is killed at any operation and started again leaves the bytes of one that was
// not, and nothing else.
func TestKilledRunsLeaveNoTrace(t *testing.T) {
	batches := handMadeBatches(3, 1)
	for _, object := range []bool{false, true} {
		t.Run(map[bool]string{false: "disk", true: "object store"}[object], func(t *testing.T) {
			want, ops := undisturbed(t, object, batches)
			for k := 1; k <= ops; k++ {
				disk.reset(object)
				disk.failAt = k
				if err := writeAll(t.Context(), testOptions, batches, false); err == nil {
					t.Fatalf("killed at %d of %d: no error", k, ops)
				} else if !strings.Contains(err.Error(), "no space left") || !strings.Contains(err.Error(), testOptions.Dir) {
					t.Fatalf("killed at %d: error %q does not say what and where", k, err)
				}
				disk.failAt = 0
				if err := writeAll(t.Context(), testOptions, batches, false); err != nil && !errors.Is(err, ErrExists) {
					t.Fatalf("after a kill at %d: %v", k, err)
				}
				sameFiles(t, want, disk.snapshot())
			}
		})
	}
}

// The same for a run that replaces a dataset: until the new one is being published the old
// one is whole.
func TestKilledOverwritesLeaveNoMixture(t *testing.T) {
	old, batches := handMadeBatches(4, 2), handMadeBatches(2, 1)
	for _, object := range []bool{false, true} {
		t.Run(map[bool]string{false: "disk", true: "object store"}[object], func(t *testing.T) {
			before, _ := undisturbed(t, object, old)
			want, _ := undisturbed(t, object, batches)
			disk.reset(object)
			disk.files = maps.Clone(before)
			if err := writeAll(t.Context(), testOptions, batches, true); err != nil {
				t.Fatal(err)
			}
			sameFiles(t, want, disk.snapshot())
			for k := 1; k <= disk.ops; k++ {
				total := disk.ops
				disk.reset(object)
				disk.files = maps.Clone(before)
				disk.failAt = k
				if err := writeAll(t.Context(), testOptions, batches, true); err == nil {
					t.Fatalf("killed at %d of %d: no error", k, total)
				}
				manifest := string(disk.files[testOptions.Dir+"/manifest.json"])
				if manifest == string(before[testOptions.Dir+"/manifest.json"]) {
					for name := range before {
						if string(disk.files[name]) != string(before[name]) {
							t.Fatalf("killed at %d: %s of the old dataset changed under its manifest", k, name)
						}
					}
				}
				disk.failAt = 0
				if err := writeAll(t.Context(), testOptions, batches, true); err != nil {
					t.Fatalf("after a kill at %d: %v", k, err)
				}
				sameFiles(t, want, disk.snapshot())
				disk.ops = total
			}
		})
	}
}

// A runner may try Publish again with the same parts, wherever the first attempt ended and
// also when it did not.
func TestPublishMayBeTriedAgain(t *testing.T) {
	batches := handMadeBatches(3, 1)
	for _, object := range []bool{false, true} {
		t.Run(map[bool]string{false: "disk", true: "object store"}[object], func(t *testing.T) {
			want, _ := undisturbed(t, object, batches)
			for k := 1; ; k++ {
				disk.reset(object)
				p, err := writeParts(t.Context(), testOptions, batches)
				if err != nil {
					t.Fatal(err)
				}
				second := p.again()
				disk.ops, disk.failAt = 0, k
				_, err = p.publish(t.Context())
				disk.failAt = 0
				m, errAgain := second.publish(t.Context())
				if errAgain != nil {
					t.Fatalf("second attempt after an end at %d: %v", k, errAgain)
				}
				sameFiles(t, want, disk.snapshot())
				if m.Counters["claims"] != 6 {
					t.Fatalf("second attempt counts %d claims, want 6", m.Counters["claims"])
				}
				if err == nil {
					break
				}
			}
		})
	}
}

func TestABatchThatCameTwice(t *testing.T) {
	disk.reset(false)
	p, err := writeParts(t.Context(), testOptions, append(handMadeBatches(1, 1), handMadeBatches(1, 1)...))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.publish(t.Context()); err == nil || !strings.Contains(err.Error(), "came twice") {
		t.Errorf("publish = %v, want an error", err)
	}
}

func TestDuplicatesOfABatch(t *testing.T) {
	disk.reset(false)
	a := handMade(1)
	b := handMade(1)
	b.Row.URI = "copy.txt"
	_, err := writeParts(t.Context(), testOptions, []transforms.Batch{{Articles: []transforms.Article{a, b}}})
	if err == nil || !strings.Contains(err.Error(), "copy.txt") {
		t.Errorf("writeParts = %v, want an error that names both files", err)
	}
}

func TestALyingAnalysisBecomesAReject(t *testing.T) {
	disk.reset(false)
	bad := handMade(1)
	bad.Analysis.Segments = nil
	p, err := writeParts(t.Context(), testOptions, []transforms.Batch{{Articles: []transforms.Article{bad, handMade(2)}}})
	if err != nil {
		t.Fatal(err)
	}
	if p.counts["documents"] != 1 || p.counts["rejects.code.failed"] != 1 {
		t.Errorf("counts %v, want one document and one reject", p.counts)
	}
}

func TestACancelledContextEndsTheBatch(t *testing.T) {
	disk.reset(false)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := writeParts(ctx, testOptions, handMadeBatches(1, 1)); !errors.Is(err, context.Canceled) {
		t.Errorf("writeParts = %v, want %v", err, context.Canceled)
	}
}

// Hundreds of spill files are merged in several passes, with the same result.
func TestSourcesOfManyBatches(t *testing.T) {
	few, _ := undisturbed(t, false, handMadeBatches(2, 2*maxOpen))
	var single []transforms.Batch
	for i := range 2 * maxOpen {
		single = append(single, transforms.Batch{Chunk: i, Articles: []transforms.Article{handMade(i)}})
	}
	many, _ := undisturbed(t, false, append(single, transforms.Batch{Chunk: 2 * maxOpen}))
	name := fmt.Sprintf("%s/%s", testOptions.Dir, dataset.PartPath("sources", 0, 1))
	if string(few[name]) != string(many[name]) {
		t.Error("the table sources depends on how the documents are cut into batches")
	}
}
