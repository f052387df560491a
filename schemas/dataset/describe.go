package dataset

import (
	"strings"

	"github.com/volgens/volgens/schemas"
)

// description says what a dataset is, in the files for other tools.
const description = "Claims of news articles, attributed to their sources: who says what, in which words, " +
	"and where the source stands. Offsets are Unicode code points, half open, of documents.text."

// DataPackage returns the description of a dataset as a Frictionless Data Package: a
// resource for each table, with the schema of its columns.
func DataPackage(m *Manifest) []byte {
	p := dataPackage{
		Profile: "data-package", Name: "volgens", Title: m.About.title(), Description: m.About.description(),
		Version: m.SchemaVersion, Homepage: m.About.URL,
	}
	if m.About.License != "" {
		p.Licenses = []licence{{Name: m.About.License, Path: m.About.licenseURL()}}
	}
	if m.About.Creator != "" {
		p.Contributors = []contributor{{Title: m.About.Creator, Role: "author"}}
	}
	if m.About.Source != "" {
		p.Sources = []source{{Title: m.About.Source}}
	}
	for _, t := range schemas.Tables() {
		files, _ := m.Table(t.Name)
		r := resource{
			Name: t.Name, Profile: "data-resource", Description: t.Doc, Format: "parquet", MediaType: parquetType,
			Schema: tableSchema{Fields: fields(t.Columns), PrimaryKey: t.Key, ForeignKeys: foreignKeys(t), MissingValues: []string{}},
		}
		for _, f := range files.Files {
			r.Path = append(r.Path, f.Path)
		}
		p.Resources = append(p.Resources, r)
	}
	return render(p)
}

const parquetType = "application/vnd.apache.parquet"

type dataPackage struct {
	Profile      string        `json:"profile"`
	Name         string        `json:"name"`
	Title        string        `json:"title"`
	Description  string        `json:"description"`
	Version      string        `json:"version"`
	Homepage     string        `json:"homepage,omitempty"`
	Licenses     []licence     `json:"licenses,omitempty"`
	Contributors []contributor `json:"contributors,omitempty"`
	Sources      []source      `json:"sources,omitempty"`
	Resources    []resource    `json:"resources"`
}

// licence is one of a package: a name of SPDX, or the address of the terms.
type licence struct {
	Name string `json:"name,omitempty"`
	Path string `json:"path,omitempty"`
}

type contributor struct {
	Title string `json:"title"`
	Role  string `json:"role"`
}

type source struct {
	Title string `json:"title"`
}

type resource struct {
	Name        string      `json:"name"`
	Profile     string      `json:"profile"`
	Description string      `json:"description"`
	Path        []string    `json:"path"`
	Format      string      `json:"format"`
	MediaType   string      `json:"mediatype"`
	Schema      tableSchema `json:"schema"`
}

type tableSchema struct {
	Fields        []field      `json:"fields"`
	PrimaryKey    []string     `json:"primaryKey,omitempty"`
	ForeignKeys   []foreignKey `json:"foreignKeys,omitempty"`
	MissingValues []string     `json:"missingValues"`
}

type field struct {
	Name        string      `json:"name"`
	Type        string      `json:"type"`
	Description string      `json:"description"`
	Constraints constraints `json:"constraints"`
	Column      string      `json:"volgens:type"`            // as DuckDB calls it
	Items       []field     `json:"volgens:items,omitempty"` // the fields of a list of structs
}

type constraints struct {
	Required bool     `json:"required,omitempty"`
	Unique   bool     `json:"unique,omitempty"`
	Enum     []string `json:"enum,omitempty"`
}

type foreignKey struct {
	Fields    []string `json:"fields"`
	Reference struct {
		Resource string   `json:"resource"`
		Fields   []string `json:"fields"`
	} `json:"reference"`
}

func fields(columns []schemas.Column) []field {
	out := make([]field, len(columns))
	for i, c := range columns {
		out[i] = field{
			Name: c.Name, Type: frictionlessType(c.Type), Column: c.Type, Description: c.Doc,
			Constraints: constraints{Required: !c.Nullable, Enum: c.Enum},
			Items:       fields(c.Fields),
		}
	}
	return out
}

// frictionlessType returns the type of a column in a table schema. A list is "any": the
// schema's "array" means JSON in a cell of text, and its tools refuse the lists of Parquet.
func frictionlessType(duck string) string {
	switch {
	case strings.HasSuffix(duck, "[]"):
		return "any"
	case duck == "INTEGER" || duck == "BIGINT":
		return "integer"
	case duck == "DOUBLE":
		return "number"
	case duck == "BOOLEAN":
		return "boolean"
	case strings.HasPrefix(duck, "TIMESTAMP"):
		return "datetime"
	}
	return "string"
}

// foreignKeys returns the references of plain columns; those of list items have no place in
// a table schema.
func foreignKeys(t schemas.Table) []foreignKey {
	var out []foreignKey
	for _, r := range t.Refs {
		c, ok := t.Column(r.Column)
		if !ok || strings.HasSuffix(c.Type, "[]") {
			continue
		}
		k := foreignKey{Fields: []string{r.Column}}
		k.Reference.Resource, k.Reference.Fields = r.Table, []string{r.Target}
		if r.Table == t.Name {
			k.Reference.Resource = "" // how a table schema refers to its own table
		}
		out = append(out, k)
	}
	return out
}
