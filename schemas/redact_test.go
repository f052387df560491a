package schemas

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// kept are the columns of words that a dataset without texts has: they identify, name or
// describe somebody or something, or are a word of an enumeration or of the lexicon.
var kept = map[string][]string{
	Documents:    {"doc_id", "uri", "other_uris", "duplicate_of", "record_id", "url", "sha256", "outlet", "byline", "lang"},
	Segments:     {"doc_id", "kind", "voice"},
	Attributions: {"attribution_id", "doc_id", "type", "cue_lemma", "nested_in", "source_id", "rule"},
	Claims: {
		"claim_id", "doc_id", "uri", "lang", "claim_kind", "voice", "attribution_id", "type", "source_id", "source_name", "source_kind", "source_role",
		"source_affiliation", "chain.source_id", "chain.name", "cue_lemma", "act", "certainty", "polarity", "distance", "positions.target", "positions.label", "target",
		"stance", "checkworthy_reasons", "dispute_ids", "rule",
	},
	Sources:  {"source_id", "name", "kind", "role", "affiliation", "wikidata", "positions.target"},
	Mentions: {"doc_id", "source_id", "kind"},
	Disputes: {"claim_a", "claim_b", "relation", "signals", "doc_a", "doc_b", "source_a", "source_b"},
	Rejects:  {"uri", "stage", "code", "sha256"},
}

// A new column of words is not published without its text being thought of: it stands among
// kept, or Redact empties it.
func TestRedactLeavesNoOtherColumn(t *testing.T) {
	for _, table := range Tables() {
		for _, text := range []Text{TextNone, TextClaims} {
			t.Run(fmt.Sprint(table.Name, " ", text), func(t *testing.T) {
				row := reflect.New(table.row)
				fill(row.Elem())
				Redact(row.Interface(), text)
				want := slices.Clone(kept[table.Name])
				if table.Name == Claims && text == TextClaims {
					want = append(want, "claim", "claim_standalone")
				}
				got := worded(row.Elem(), "")
				slices.Sort(want)
				slices.Sort(got)
				if !slices.Equal(got, want) {
					t.Errorf("columns with words = %v, want %v", got, want)
				}
			})
		}
	}
}

func TestRedactOfFullChangesNothing(t *testing.T) {
	for _, table := range Tables() {
		row, want := reflect.New(table.row), reflect.New(table.row)
		fill(row.Elem())
		fill(want.Elem())
		Redact(row.Interface(), TextFull)
		if !reflect.DeepEqual(row.Interface(), want.Interface()) {
			t.Errorf("%s: Redact changes a row of a dataset with texts", table.Name)
		}
	}
}

// What several rows share stays as it is.
func TestRedactDoesNotReachOtherRows(t *testing.T) {
	positions := []Position{{Evidence: []string{"the words"}}}
	a, b := Claim{Positions: positions}, Claim{Positions: positions}
	Redact(&a, TextNone)
	if len(b.Positions[0].Evidence) != 1 {
		t.Error("Redact changed the evidence of another row")
	}
}

func TestRedactKeepsTheKindsOfSignals(t *testing.T) {
	row := Dispute{Signals: []string{"denial: rejects this", "contrast"}}
	Redact(&row, TextClaims)
	if want := []string{"denial", "contrast"}; !slices.Equal(row.Signals, want) {
		t.Errorf("signals = %q, want %q", row.Signals, want)
	}
}

// fill puts words wherever a row can have some.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("signal: some words")
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	}
}

// worded lists the columns that have words.
func worded(row reflect.Value, parent string) (out []string) {
	for i := range row.NumField() {
		name, _, _ := strings.Cut(row.Type().Field(i).Tag.Get("parquet"), ",")
		f := reflect.Indirect(row.Field(i))
		if f.Kind() == reflect.Slice && f.Len() > 0 {
			f = f.Index(0)
		}
		switch {
		case !f.IsValid():
		case f.Kind() == reflect.Struct && f.Type() != reflect.TypeFor[time.Time]():
			out = append(out, worded(f, parent+name+".")...)
		case f.Kind() == reflect.String && f.String() != "":
			out = append(out, parent+name)
		}
	}
	return out
}
