package dataset

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/volgens/volgens/schemas"
)

// Card returns the card of a dataset, README.md in the layout of Hugging Face: the head for
// programs, with a configuration for each table, and a page for people.
func Card(m *Manifest) []byte {
	head, err := yaml.Marshal(cardHead(m))
	if err != nil {
		panic(err) // a bug: it is made of texts
	}
	var b strings.Builder
	fmt.Fprintf(&b, "---\n%s---\n\n# %s\n\n%s\n", head, m.About.title(), m.About.description())
	m.About.writeTo(&b)
	b.WriteString("\n## Tables\n\n| table | rows | a row is |\n|---|---:|---|\n")
	for _, t := range schemas.Tables() {
		listed, _ := m.Table(t.Name)
		fmt.Fprintf(&b, "| `%s` | %d | %s |\n", t.Name, listed.Rows, t.Doc)
	}
	b.WriteString(cardUse)
	if m.Text != schemas.TextFull {
		fmt.Fprintf(&b, "\n%s\n", textNotes[m.Text])
	}
	fmt.Fprintf(&b, cardLimits, m.ProgramVersion, m.SchemaVersion, m.ConfigDigest)
	return []byte(b.String())
}

// cardUse shows how the tables are read.
const cardUse = `
## Use

` + "```python" + `
import polars as pl
claims = pl.read_parquet("claims/*.parquet")
claims.filter(pl.col("voice") == "attributed").group_by("source_name").len().sort("len", descending=True)
` + "```\n\n```sql" + `
select source_name, act, claim from 'claims/*.parquet' where voice = 'attributed' order by checkworthiness desc limit 20; -- DuckDB
` + "```" + `

Offsets are Unicode code points, half open, of the text of the article. ` + "`croissant.json` and `datapackage.json`" + ` describe every column.
`

// textNotes say what a dataset lacks.
var textNotes = map[schemas.Text]string{
	schemas.TextNone: "The dataset holds no text of the articles, for copyright: columns of words are empty. Whoever has the articles gets the words from the offsets;\n" +
		"`doc_id` is made from the text and tells whether it is the same one. `volgens verify --texts FOLDER` and `volgens review --texts FOLDER` do so.",
	schemas.TextClaims: "The dataset holds the words of the claims and no other text of the articles, for copyright: the other columns of words are empty.\n" +
		"`volgens verify --texts FOLDER` and `volgens review --texts FOLDER` take the rest from the articles of whoever has them.",
}

// cardLimits says how it was made and what it is not.
const cardLimits = `
## How it was made

By [volgens](https://github.com/volgens/volgens), version %s, schema %s, configuration %.12s…: rules over dependency trees, without people. The same articles give the
same bytes. Each claim says which rule made it and how sure that is (` + "`rule`, `confidence`" + `).

## Limits

Nothing here tells truth from falsehood: ` + "`checkworthiness`" + ` says what deserves a check. Attributions are wrong now and then; audit a sample before you count.
A position is what the words of an article show, never what a person thinks, and must not be used to profile anybody.
`

// head is the metadata of a card.
type head struct {
	PrettyName     string       `yaml:"pretty_name"`
	License        string       `yaml:"license"`
	LicenseName    string       `yaml:"license_name,omitempty"`
	LicenseLink    string       `yaml:"license_link,omitempty"`
	Language       []string     `yaml:"language"`
	Annotations    []string     `yaml:"annotations_creators"`
	Created        []string     `yaml:"language_creators"`
	SizeCategories []string     `yaml:"size_categories"`
	Tasks          []string     `yaml:"task_categories"`
	Tags           []string     `yaml:"tags"`
	Configs        []cardConfig `yaml:"configs"`
}

// cardConfig says which files are a table.
type cardConfig struct {
	Name    string     `yaml:"config_name"`
	Default bool       `yaml:"default,omitempty"`
	Files   []cardFile `yaml:"data_files"`
}

type cardFile struct {
	Split string `yaml:"split"`
	Path  string `yaml:"path"`
}

func cardHead(m *Manifest) head {
	h := head{
		PrettyName: m.About.title(), License: "unknown", Language: languages(m), Annotations: []string{"machine-generated"}, Created: []string{"found"},
		SizeCategories: []string{sizeCategory(m.Counters[schemas.Claims])}, Tasks: []string{"text-classification", "token-classification"},
		Tags: []string{"news", "fact-checking", "claim-detection", "quotation-attribution", "stance-detection", "volgens"},
	}
	if l := m.About.License; l != "" {
		h.License = strings.ToLower(l)
		if !slices.Contains(hubLicenses, h.License) {
			h.License, h.LicenseName, h.LicenseLink = "other", l, m.About.licenseURL()
		}
	}
	for _, t := range schemas.Tables() {
		h.Configs = append(h.Configs, cardConfig{Name: t.Name, Default: t.Name == schemas.Claims, Files: []cardFile{{"train", t.Name + "/*.parquet"}}})
	}
	return h
}

// hubLicenses are the licences of data that the hub knows by their names.
var hubLicenses = []string{
	"apache-2.0", "mit", "cc", "cc0-1.0", "cc-by-2.0", "cc-by-2.5", "cc-by-3.0", "cc-by-4.0", "cc-by-sa-3.0", "cc-by-sa-4.0", "cc-by-nc-2.0", "cc-by-nc-3.0", "cc-by-nc-4.0",
	"cc-by-nd-4.0", "cc-by-nc-nd-3.0", "cc-by-nc-nd-4.0", "cc-by-nc-sa-2.0", "cc-by-nc-sa-3.0", "cc-by-nc-sa-4.0", "cdla-sharing-1.0", "cdla-permissive-1.0", "cdla-permissive-2.0",
	"odc-by", "odbl", "pddl", "etalab-2.0", "unlicense",
}

// languages returns those of the documents, sorted.
func languages(m *Manifest) []string {
	const prefix = "documents.lang."
	out := []string{}
	for _, name := range slices.Sorted(maps.Keys(m.Counters)) {
		if code, ok := strings.CutPrefix(name, prefix); ok && m.Counters[name] > 0 {
			out = append(out, code)
		}
	}
	return out
}

// sizeCategory names a number of rows as the hub does.
func sizeCategory(n int64) string {
	limits := []struct {
		below int64
		name  string
	}{
		{1e3, "n<1K"},
		{1e4, "1K<n<10K"},
		{1e5, "10K<n<100K"},
		{1e6, "100K<n<1M"},
		{1e7, "1M<n<10M"},
		{1e8, "10M<n<100M"},
		{1e9, "100M<n<1B"},
		{1e10, "1B<n<10B"},
	}
	for _, l := range limits {
		if n < l.below {
			return l.name
		}
	}
	return "10B<n<100B"
}

// About is what its maker says of a dataset; all may be empty.
type About struct {
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
	License     string `json:"license,omitempty"` // an identifier of SPDX, such as CC-BY-4.0, or the address of the terms
	Creator     string `json:"creator,omitempty"`
	URL         string `json:"url,omitempty"`      // where the dataset is published
	Source      string `json:"source,omitempty"`   // where the articles come from, and by what right
	Citation    string `json:"citation,omitempty"` //
}

func (a About) title() string { return cmp.Or(a.Title, "volgens: attributed claims") }

func (a About) description() string { return cmp.Or(a.Description, description) }

// licenseURL returns the address of the terms, "" for none.
func (a About) licenseURL() string {
	if a.License == "" || strings.Contains(a.License, "://") {
		return a.License
	}
	return "https://spdx.org/licenses/" + a.License + ".html"
}

// writeTo writes what is known as a list.
func (a About) writeTo(b *strings.Builder) {
	lines := []struct{ name, value string }{
		{"Creator", a.Creator},
		{"Licence", a.License},
		{"Articles", a.Source},
		{"Published at", a.URL},
		{"Citation", a.Citation},
	}
	first := true
	for _, l := range lines {
		if l.value == "" {
			continue
		}
		if first {
			b.WriteString("\n")
		}
		first = false
		fmt.Fprintf(b, "- %s: %s\n", l.name, l.value)
	}
}
