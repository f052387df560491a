package dataset

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/volgens/volgens/schemas"
)

// Place names a file or folder as OpenLineage does: "file" and an absolute path, or the bucket
// with its scheme ("gs://news") and the path in it.
type Place struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
}

// Lineage returns the OpenLineage event that says that a run has completed: what it read, which
// tables it wrote, with their columns, sizes and what each column was made of. The run has an
// id made from the manifest, so that the event of a dataset is the same whenever it is asked for.
func Lineage(m *Manifest, namespace string, output Place, inputs []Place, finished time.Time) []byte {
	e := event{
		Type: "COMPLETE", Time: finished.UTC().Format(time.RFC3339), Producer: producer,
		Schema: "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
		Run: eventRun{
			ID:     uuid.NewSHA1(uuid.NameSpaceURL, m.Bytes()).String(),
			Facets: map[string]any{"processing_engine": engineFacet{facet("1-1-1/ProcessingEngineRunFacet.json#/$defs/ProcessingEngineRunFacet"), m.ProgramVersion, "volgens"}},
		},
		Job: eventJob{
			Namespace: namespace, Name: "volgens run",
			Facets: map[string]any{
				"documentation": textFacet{facet("1-1-0/DocumentationJobFacet.json#/$defs/DocumentationJobFacet"), "Reads articles and writes who says what."},
				"jobType":       jobTypeFacet{facet("2-0-3/JobTypeJobFacet.json#/$defs/JobTypeJobFacet"), "BATCH", "VOLGENS", "JOB"},
			},
		},
	}
	for _, in := range inputs {
		e.Inputs = append(e.Inputs, eventDataset{Place: in})
	}
	for _, t := range schemas.Tables() {
		e.Outputs = append(e.Outputs, outputOf(m, t, output))
	}
	return render(e)
}

const (
	producer = "https://github.com/volgens/volgens"
	facets   = "https://openlineage.io/spec/facets/"
)

type event struct {
	Type     string         `json:"eventType"`
	Time     string         `json:"eventTime"`
	Producer string         `json:"producer"`
	Schema   string         `json:"schemaURL"`
	Run      eventRun       `json:"run"`
	Job      eventJob       `json:"job"`
	Inputs   []eventDataset `json:"inputs"`
	Outputs  []eventDataset `json:"outputs"`
}

type eventRun struct {
	ID     string         `json:"runId"`
	Facets map[string]any `json:"facets"`
}

type eventJob struct {
	Namespace string         `json:"namespace"`
	Name      string         `json:"name"`
	Facets    map[string]any `json:"facets"`
}

type eventDataset struct {
	Place
	Facets       map[string]any `json:"facets,omitempty"`
	OutputFacets map[string]any `json:"outputFacets,omitempty"`
}

// facetHead begins every facet.
type facetHead struct {
	Producer string `json:"_producer"`
	Schema   string `json:"_schemaURL"`
}

func facet(schema string) facetHead { return facetHead{producer, facets + schema} }

type textFacet struct {
	facetHead
	Description string `json:"description"`
}

type engineFacet struct {
	facetHead
	Version string `json:"version"`
	Name    string `json:"name"`
}

type jobTypeFacet struct {
	facetHead
	Processing  string `json:"processingType"`
	Integration string `json:"integration"`
	JobType     string `json:"jobType"`
}

type versionFacet struct {
	facetHead
	Version string `json:"datasetVersion"`
}

type statisticsFacet struct {
	facetHead
	Rows  int64 `json:"rowCount"`
	Bytes int64 `json:"size"`
	Files int   `json:"fileCount"`
}

type schemaFacet struct {
	facetHead
	Fields []lineageField `json:"fields"`
}

type lineageField struct {
	Name        string         `json:"name"`
	Type        string         `json:"type"`
	Description string         `json:"description"`
	Fields      []lineageField `json:"fields,omitempty"`
}

type columnFacet struct {
	facetHead
	Fields map[string]columnOrigins `json:"fields"`
}

type columnOrigins struct {
	Inputs []columnOrigin `json:"inputFields"`
}

type columnOrigin struct {
	Place
	Field string      `json:"field"`
	How   []transform `json:"transformations"`
}

// transform says how a column comes from another.
type transform struct {
	Type    string `json:"type"`    // always DIRECT: values come from values
	Subtype string `json:"subtype"` // IDENTITY or TRANSFORMATION
	Masking bool   `json:"masking"`
}

// outputOf describes a table.
func outputOf(m *Manifest, t schemas.Table, output Place) eventDataset {
	listed, _ := m.Table(t.Name)
	d := eventDataset{
		Place: tableIn(output, t.Name),
		Facets: map[string]any{
			"schema":        schemaFacet{facet("1-2-0/SchemaDatasetFacet.json#/$defs/SchemaDatasetFacet"), lineageFields(t.Columns)},
			"documentation": textFacet{facet("1-1-0/DocumentationDatasetFacet.json#/$defs/DocumentationDatasetFacet"), "One row per " + t.Doc + "."},
			"version":       versionFacet{facet("1-0-1/DatasetVersionDatasetFacet.json#/$defs/DatasetVersionDatasetFacet"), "schema " + m.SchemaVersion},
		},
		OutputFacets: map[string]any{
			"outputStatistics": statisticsFacet{facet("1-0-2/OutputStatisticsOutputDatasetFacet.json#/$defs/OutputStatisticsOutputDatasetFacet"), listed.Rows, listed.Bytes, len(listed.Files)},
		},
	}
	if t.Name != schemas.Documents && t.Name != schemas.Rejects {
		d.Facets["columnLineage"] = columnFacet{facet("1-2-0/ColumnLineageDatasetFacet.json#/$defs/ColumnLineageDatasetFacet"), origins(t, output)}
	}
	return d
}

func tableIn(output Place, table string) Place {
	return Place{output.Namespace, strings.TrimSuffix(output.Name, "/") + "/" + table}
}

func lineageFields(columns []schemas.Column) []lineageField {
	var out []lineageField
	for _, c := range columns {
		out = append(out, lineageField{c.Name, c.Type, c.Doc, lineageFields(c.Fields)})
	}
	return out
}

// origins says of each column of a table whether it repeats one of another table, as its
// documentation tells, or was made from the text.
func origins(t schemas.Table, output Place) map[string]columnOrigins {
	out := map[string]columnOrigins{}
	for _, c := range t.Columns {
		table, column, how := schemas.Documents, "text", "TRANSFORMATION"
		if from, name, ok := strings.Cut(firstWord(c.Doc), "."); ok {
			if other, known := schemas.TableNamed(from); known {
				if _, there := other.Column(name); there && from != t.Name {
					table, column, how = from, name, "IDENTITY"
				}
			}
		}
		out[c.Name] = columnOrigins{[]columnOrigin{{tableIn(output, table), column, []transform{{"DIRECT", how, false}}}}}
	}
	return out
}

// firstWord returns a text up to its first blank or mark: "documents.doc_id".
func firstWord(s string) string {
	if i := strings.IndexAny(s, " ,;:"); i >= 0 {
		return s[:i]
	}
	return s
}
