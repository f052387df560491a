package schemas

import (
	"reflect"
	"strings"
	"time"
)

// Table describes a published table.
type Table struct {
	Name    string   `json:"name"`
	Doc     string   `json:"description"`    // what a row is
	Key     []string `json:"key"`            // columns that together are unique; none where rows have no key
	Order   []string `json:"order"`          // columns by which the rows of a file are sorted
	Bloom   []string `json:"bloom"`          // columns with a bloom filter
	Refs    []Ref    `json:"refs,omitempty"` // columns that point to another table
	Columns []Column `json:"columns"`        // in the order of the files
	Long    []string `json:"-"`              // columns of running text: no minimum and maximum are kept
	row     reflect.Type
}

// Ref says that every value of a column that is not null occurs in a column of a table.
type Ref struct {
	Column string `json:"column"` // "chain.source_id" for a field of a list
	Table  string `json:"table"`
	Target string `json:"target"`
}

// Column describes a column of a table, or a field of one that is a list of structs.
type Column struct {
	Name     string   `json:"name"`
	Type     string   `json:"type"`    // as DuckDB calls it: "VARCHAR", `STRUCT("start" INTEGER, "end" INTEGER)[]`
	Parquet  string   `json:"parquet"` // "BYTE_ARRAY (STRING)", "LIST"
	Nullable bool     `json:"nullable"`
	Doc      string   `json:"description"`
	Enum     []string `json:"enum,omitempty"`   // the values, where they are an enumeration
	Fields   []Column `json:"fields,omitempty"` // of a list of structs
}

// The names of the tables.
const (
	Documents    = "documents"
	Segments     = "segments"
	Attributions = "attributions"
	Claims       = "claims"
	Sources      = "sources"
	Mentions     = "mentions"
	Disputes     = "disputes"
	Rejects      = "rejects"
)

// Tables returns the published tables, in the order in which they are documented.
func Tables() []Table {
	doc := Ref{"doc_id", Documents, "doc_id"}
	source := Ref{"source_id", Sources, "source_id"}
	bySeq := []string{"doc_id", "seq"}
	return []Table{
		describe[Document](Table{
			Name: Documents, Doc: "an article as received",
			Key: []string{"doc_id"}, Order: []string{"doc_id"}, Bloom: []string{"doc_id"}, Long: []string{"text"},
		}),
		describe[Segment](Table{
			Name: Segments, Doc: "a stretch of text; the segments of a document, joined, are its text",
			Key: bySeq, Order: bySeq, Bloom: []string{"doc_id"}, Refs: []Ref{doc},
		}),
		describe[Attribution](Table{
			Name: Attributions, Doc: "source + cue + content: who says what, and in which words",
			Key: []string{"attribution_id"}, Order: bySeq, Bloom: []string{"attribution_id", "doc_id", "source_id"},
			Refs: []Ref{doc, source, {"nested_in", Attributions, "attribution_id"}}, Long: []string{"content_text"},
		}),
		describe[Claim](Table{
			Name: Claims, Doc: "a checkable proposition with its attribution: the row a reviewer reads",
			Key: []string{"claim_id"}, Order: bySeq, Bloom: []string{"claim_id", "doc_id", "attribution_id", "source_id"},
			Refs: []Ref{
				doc, source,
				{"attribution_id", Attributions, "attribution_id"},
				{"chain.source_id", Sources, "source_id"},
				{"dispute_ids", Claims, "claim_id"},
			},
			Long: []string{"claim", "claim_standalone", "context", "prefix", "suffix"},
		}),
		describe[Source](Table{
			Name: Sources, Doc: "who says it, over the whole run",
			Key: []string{"source_id"}, Order: []string{"source_id"}, Bloom: []string{"source_id"},
		}),
		describe[Mention](Table{
			Name: Mentions, Doc: "a span that names a source",
			Key: bySeq, Order: bySeq, Bloom: []string{"doc_id", "source_id"}, Refs: []Ref{doc, source},
		}),
		describe[Dispute](Table{
			Name: Disputes, Doc: "a pair of claims about the same matter",
			Key: []string{"claim_a", "claim_b"}, Order: []string{"claim_a", "claim_b"}, Bloom: []string{"claim_a", "claim_b"},
			Refs: []Ref{
				{"claim_a", Claims, "claim_id"},
				{"claim_b", Claims, "claim_id"},
				{"doc_a", Documents, "doc_id"},
				{"doc_b", Documents, "doc_id"},
				{"source_a", Sources, "source_id"},
				{"source_b", Sources, "source_id"},
			},
		}),
		describe[Reject](Table{
			Name: Rejects, Doc: "an input that could not be used",
			Order: []string{"uri"}, Bloom: []string{"uri"},
		}),
	}
}

// TableNamed returns the table of that name and whether there is one.
func TableNamed(name string) (Table, bool) {
	for _, t := range Tables() {
		if t.Name == name {
			return t, true
		}
	}
	return Table{}, false
}

// Column returns the column of that name and whether there is one.
func (t Table) Column(name string) (Column, bool) {
	for _, c := range t.Columns {
		if c.Name == name {
			return c, true
		}
	}
	return Column{}, false
}

// describe fills in the columns of a table from its row type.
func describe[T any](t Table) Table {
	t.row = reflect.TypeFor[T]()
	t.Columns = columns(t.row)
	return t
}

// columns reads the columns of a row, or the fields of a list of structs, from the tags.
func columns(row reflect.Type) []Column {
	var out []Column
	for i := range row.NumField() {
		f := row.Field(i)
		options := strings.Split(f.Tag.Get("parquet"), ",")
		c := Column{Name: options[0], Doc: f.Tag.Get("doc")}
		if values := f.Tag.Get("enum"); values != "" {
			c.Enum = strings.Split(values, ",")
		}
		t := f.Type
		if t.Kind() == reflect.Pointer {
			c.Nullable, t = true, t.Elem()
		}
		if t.Kind() == reflect.Slice {
			t = t.Elem()
			if t.Kind() == reflect.Struct {
				c.Fields = columns(t)
			}
			c.Type, c.Parquet = typeNames(t, c.Fields)
			c.Type, c.Parquet = c.Type+"[]", "LIST of "+c.Parquet
		} else {
			c.Type, c.Parquet = typeNames(t, nil)
		}
		out = append(out, c)
	}
	return out
}

// typeNames returns what DuckDB and Parquet call a type.
func typeNames(t reflect.Type, fields []Column) (duck, parquet string) {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return "TIMESTAMP WITH TIME ZONE", "INT64 (TIMESTAMP, MICROS, UTC)"
	case t.Kind() == reflect.Struct:
		parts := make([]string, len(fields))
		for i, f := range fields {
			parts[i] = `"` + f.Name + `" ` + f.Type
		}
		return "STRUCT(" + strings.Join(parts, ", ") + ")", "group"
	}
	switch t.Kind() {
	case reflect.String:
		return "VARCHAR", "BYTE_ARRAY (STRING)"
	case reflect.Int32:
		return "INTEGER", "INT32"
	case reflect.Int64:
		return "BIGINT", "INT64"
	case reflect.Float64:
		return "DOUBLE", "DOUBLE"
	case reflect.Bool:
		return "BOOLEAN", "BOOLEAN"
	}
	panic("schemas: no column type for " + t.String())
}
