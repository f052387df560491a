package dataset

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/volgens/volgens/schemas"
)

func TestLineage(t *testing.T) {
	m := &Manifest{Format: Format, SchemaVersion: "1", ProgramVersion: "v1", Tables: []Table{{Name: "claims", Rows: 7, Bytes: 70, Files: []File{{Path: "claims/part-00000-of-00001.parquet"}}}}}
	output := Place{"file", "/data/out"}
	data := Lineage(m, "desk", output, []Place{{"file", "/data/a.txt"}}, time.Date(2024, 5, 1, 12, 0, 0, 0, time.FixedZone("", 7200)))
	var e struct {
		EventTime string
		Run       struct{ RunID string }
		Inputs    []Place
		Outputs   []struct {
			Name   string
			Facets struct {
				Schema        struct{ Fields []struct{ Name string } }
				ColumnLineage struct {
					Fields map[string]struct {
						InputFields []struct{ Name, Field string }
					}
				}
			}
			OutputFacets struct{ OutputStatistics struct{ RowCount int } }
		}
	}
	if err := json.Unmarshal(data, &e); err != nil {
		t.Fatal(err)
	}
	if e.EventTime != "2024-05-01T10:00:00Z" || len(e.Inputs) != 1 || len(e.Outputs) != len(schemas.Tables()) || len(e.Run.RunID) != 36 {
		t.Errorf("event at %s with %d inputs and %d outputs of run %s", e.EventTime, len(e.Inputs), len(e.Outputs), e.Run.RunID)
	}
	for _, o := range e.Outputs {
		if o.Name != "/data/out/claims" {
			continue
		}
		if o.OutputFacets.OutputStatistics.RowCount != 7 {
			t.Errorf("%d rows of claims, want 7", o.OutputFacets.OutputStatistics.RowCount)
		}
		columns := o.Facets.ColumnLineage.Fields
		if len(columns) != len(o.Facets.Schema.Fields) {
			t.Errorf("origins of %d columns, there are %d", len(columns), len(o.Facets.Schema.Fields))
		}
		for column, want := range map[string]string{"claim": "/data/out/documents.text", "uri": "/data/out/documents.uri", "source_id": "/data/out/sources.source_id", "rule": "/data/out/attributions.rule"} {
			from := columns[column].InputFields
			if len(from) != 1 || from[0].Name+"."+from[0].Field != want {
				t.Errorf("%s comes from %v, want %s", column, from, want)
			}
		}
	}
}
