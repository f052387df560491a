package dataset

import (
	"encoding/json"
	"strings"

	"github.com/volgens/volgens/schemas"
)

// Croissant returns the description of a dataset in MLCommons' Croissant 1.0: a set of
// files and a set of records for each table.
func Croissant(m *Manifest) []byte {
	c := croissant{
		Context:    json.RawMessage(croissantContext),
		Type:       "sc:Dataset",
		ConformsTo: "http://mlcommons.org/croissant/1.0",
		Name:       "volgens", Description: m.About.description(), Version: m.SchemaVersion + ".0.0",
		License: m.About.licenseURL(), URL: m.About.URL, CiteAs: m.About.Citation, IsBasedOn: m.About.Source, InLanguage: languages(m),
	}
	if m.About.Title != "" {
		c.AlternateName = m.About.Title
	}
	if m.About.Creator != "" {
		c.Creator = &organisation{"Organization", m.About.Creator}
	}
	for _, t := range schemas.Tables() {
		set := t.Name + "-files"
		c.Distribution = append(c.Distribution, fileSet{
			Type: "cr:FileSet", ID: set, Name: set, Description: "The files of the table " + t.Name + ".",
			EncodingFormat: "application/x-parquet", Includes: t.Name + "/*.parquet",
		})
		c.RecordSet = append(c.RecordSet, records(t, set))
	}
	return render(c)
}

// croissantContext is the context that the standard demands.
const croissantContext = `{
	"@language": "en",
	"@vocab": "https://schema.org/",
	"citeAs": "cr:citeAs",
	"column": "cr:column",
	"conformsTo": "dct:conformsTo",
	"cr": "http://mlcommons.org/croissant/",
	"rai": "http://mlcommons.org/croissant/RAI/",
	"data": {"@id": "cr:data", "@type": "@json"},
	"dataType": {"@id": "cr:dataType", "@type": "@vocab"},
	"dct": "http://purl.org/dc/terms/",
	"equivalentProperty": "cr:equivalentProperty",
	"examples": {"@id": "cr:examples", "@type": "@json"},
	"extract": "cr:extract",
	"field": "cr:field",
	"fileProperty": "cr:fileProperty",
	"fileObject": "cr:fileObject",
	"fileSet": "cr:fileSet",
	"format": "cr:format",
	"includes": "cr:includes",
	"isLiveDataset": "cr:isLiveDataset",
	"jsonPath": "cr:jsonPath",
	"key": "cr:key",
	"md5": "cr:md5",
	"parentField": "cr:parentField",
	"path": "cr:path",
	"recordSet": "cr:recordSet",
	"references": "cr:references",
	"regex": "cr:regex",
	"repeated": "cr:repeated",
	"replace": "cr:replace",
	"samplingRate": "cr:samplingRate",
	"sc": "https://schema.org/",
	"separator": "cr:separator",
	"source": "cr:source",
	"subField": "cr:subField",
	"transform": "cr:transform"
}`

type croissant struct {
	Context       json.RawMessage `json:"@context"`
	Type          string          `json:"@type"`
	ConformsTo    string          `json:"conformsTo"`
	Name          string          `json:"name"`
	Description   string          `json:"description"`
	Version       string          `json:"version"`
	AlternateName string          `json:"alternateName,omitempty"`
	License       string          `json:"license,omitempty"`
	URL           string          `json:"url,omitempty"`
	CiteAs        string          `json:"citeAs,omitempty"`
	IsBasedOn     string          `json:"isBasedOn,omitempty"`
	InLanguage    []string        `json:"inLanguage,omitempty"`
	Creator       *organisation   `json:"creator,omitempty"`
	Distribution  []fileSet       `json:"distribution"`
	RecordSet     []recordSet     `json:"recordSet"`
}

type organisation struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

type fileSet struct {
	Type           string `json:"@type"`
	ID             string `json:"@id"`
	Name           string `json:"name"`
	Description    string `json:"description"`
	EncodingFormat string `json:"encodingFormat"`
	Includes       string `json:"includes"`
}

type recordSet struct {
	Type        string           `json:"@type"`
	ID          string           `json:"@id"`
	Name        string           `json:"name"`
	Description string           `json:"description"`
	Key         []reference      `json:"key,omitempty"`
	Fields      []croissantField `json:"field"`
}

type reference struct {
	ID string `json:"@id"`
}

type croissantField struct {
	Type        string           `json:"@type"`
	ID          string           `json:"@id"`
	Name        string           `json:"name"`
	Description string           `json:"description"`
	DataType    string           `json:"dataType,omitempty"`
	Repeated    bool             `json:"repeated,omitempty"`
	Source      *fieldSource     `json:"source,omitempty"`
	SubFields   []croissantField `json:"subField,omitempty"`
}

type fieldSource struct {
	FileSet   reference      `json:"fileSet"`
	Extract   columnOf       `json:"extract"`
	Transform *jsonTransform `json:"transform,omitempty"`
}

type columnOf struct {
	Column string `json:"column"`
}

type jsonTransform struct {
	JSONPath string `json:"jsonPath"`
}

func records(t schemas.Table, set string) recordSet {
	r := recordSet{Type: "cr:RecordSet", ID: t.Name, Name: t.Name, Description: "One record per row: " + t.Doc + "."}
	for _, k := range t.Key {
		r.Key = append(r.Key, reference{t.Name + "/" + k})
	}
	for _, c := range t.Columns {
		f := croissantField{
			Type: "cr:Field", ID: t.Name + "/" + c.Name, Name: c.Name, Description: c.Doc, Repeated: strings.HasSuffix(c.Type, "[]"),
		}
		source := fieldSource{FileSet: reference{set}, Extract: columnOf{c.Name}}
		if len(c.Fields) == 0 {
			f.DataType, f.Source = croissantType(c.Type), &source
		}
		for _, sub := range c.Fields {
			from := source
			from.Transform = &jsonTransform{sub.Name}
			f.SubFields = append(f.SubFields, croissantField{
				Type: "cr:Field", ID: f.ID + "/" + sub.Name, Name: sub.Name, Description: sub.Doc,
				DataType: croissantType(sub.Type), Repeated: true, Source: &from,
			})
		}
		r.Fields = append(r.Fields, f)
	}
	return r
}

func croissantType(duck string) string {
	switch strings.TrimSuffix(duck, "[]") {
	case "INTEGER":
		return "cr:Int32"
	case "BIGINT":
		return "cr:Int64"
	case "DOUBLE":
		return "cr:Float64"
	case "BOOLEAN":
		return "sc:Boolean"
	case "TIMESTAMP WITH TIME ZONE":
		return "sc:DateTime"
	}
	return "sc:Text"
}
