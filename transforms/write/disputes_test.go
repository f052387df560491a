package write

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"github.com/volgens/volgens/analysis/dispute"
	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
	"github.com/volgens/volgens/transforms"
)

func disputesOf(t *testing.T, batches []transforms.Batch) []schemas.Dispute {
	t.Helper()
	files, _ := undisturbed(t, false, batches)
	data := files[testOptions.Dir+"/"+dataset.PartPath(schemas.Disputes, 0, 1)]
	rows, err := parquet.Read[schemas.Dispute](bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestDisputesWithinAndBetweenArticles(t *testing.T) {
	count := map[string]int{}
	for _, row := range disputesOf(t, handMadeBatches(3, 2)) { // four articles, two of each opinion
		where := "between"
		if row.DocA == row.DocB {
			where = "within"
		}
		count[where+" "+row.Relation]++
		if row.ClaimA >= row.ClaimB || len(row.Signals) == 0 || row.SourceA == nil && row.SourceB == nil {
			t.Errorf("row %+v", row)
		}
	}
	if count["within contradicts"] != 4 || count["between self_contradiction"] != 4 || len(count) != 2 {
		t.Errorf("disputes = %v, want 4 within the articles and 4 between them", count)
	}
}

func TestArticlesMonthsApartDoNotDispute(t *testing.T) {
	b := handMadeBatches(1, 1)
	b[0].Articles = append(b[0].Articles, handMade(101))
	for _, row := range disputesOf(t, b) {
		if row.DocA != row.DocB {
			t.Errorf("row %+v", row)
		}
	}
}

// Blocks are compared at a time, in as many lanes as there are cores, and neither their number
// nor which block falls to which lane is to be seen in the files.
func TestDisputesDoNotDependOnCores(t *testing.T) {
	batches := handMadeBatches(5, 12)
	for i := range batches {
		for j := range batches[i].Articles {
			key := &batches[i].Articles[j].Analysis.Events[0]
			key.Blocks = []string{fmt.Sprint("gent\x1f", j%7), fmt.Sprint("gent\x1f", j%5), "gent\x1fcafé"}
		}
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	want, _ := undisturbed(t, false, batches)
	for _, cores := range []int{2, 3, 8} {
		runtime.GOMAXPROCS(cores)
		got, _ := undisturbed(t, false, batches)
		if diff := cmp.Diff(names(want), names(got)); diff != "" {
			t.Fatalf("%d cores (-want +got):\n%s", cores, diff)
		}
		for name, data := range want {
			if !bytes.Equal(data, got[name]) {
				t.Errorf("%d cores: %s differs", cores, name)
			}
		}
	}
	m, err := dataset.ParseManifest(want[testOptions.Dir+"/manifest.json"])
	if err != nil {
		t.Fatal(err)
	}
	if m.Counters["compare.blocks"] != 8 || m.Counters["compare.pairs"] < 500 || m.Counters[schemas.Disputes] < 100 {
		t.Errorf("counters %v, want 8 blocks, many pairs and disputes", m.Counters)
	}
}

func TestDisputesNotedWithTheirClaims(t *testing.T) {
	rows := rowsOf(t, handMade(1))
	a, b := rows.Claims[0], rows.Claims[2]
	if !a.Disputed || len(a.DisputeIDs) != 1 || a.DisputeIDs[0] != b.ClaimID || b.DisputeIDs[0] != a.ClaimID {
		t.Errorf("disputed %v %v, %v %v", a.Disputed, a.DisputeIDs, b.Disputed, b.DisputeIDs)
	}
}

func TestEventRecords(t *testing.T) {
	rows := rowsOf(t, handMade(1))
	if len(rows.events) != 1 {
		t.Fatalf("%d records, want 1", len(rows.events))
	}
	finders := findersOf(transforms.Language{})
	e, _, err := readEvent(rows.events[0], finders)
	if err != nil || e.lang != "nl" || e.DocID != rows.Document.DocID || e.ClaimID != rows.Claims[0].ClaimID || e.SourceID != *rows.Claims[0].SourceID {
		t.Errorf("event %+v, %v", e, err)
	}
	for _, bad := range []spillRecord{{}, {key: "nl\x1dgent"}, {key: rows.events[0].key, value: []byte{200}}} {
		if _, _, err := readEvent(bad, finders); !errors.Is(err, errEvent) {
			t.Errorf("record %q: %v, want %v", bad.key, err, errEvent)
		}
	}
}

func TestDisputeRecords(t *testing.T) {
	want := disputeRow(
		dispute.Neighbour{ClaimID: "b", DocID: "y", SourceID: "s"}, dispute.Neighbour{ClaimID: "a", DocID: "x"},
		dispute.Verdict{Relation: dispute.Supports, Score: 0.6, Signals: []string{"same: open", "shared: café"}},
	)
	got, err := readDispute(disputeRecord(want))
	if err != nil || got.ClaimA != "a" || got.DocA != "x" || got.SourceA != nil || *got.SourceB != "s" || got.Score != 0.6 || len(got.Signals) != 2 {
		t.Errorf("row %+v, %v", got, err)
	}
	if _, err := readDispute(spillRecord{key: "a b", value: []byte{1}}); !errors.Is(err, errSpill) {
		t.Errorf("error %v, want %v", err, errSpill)
	}
}
