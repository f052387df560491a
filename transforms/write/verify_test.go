package write

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/parquet-go/parquet-go"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
)

// published returns the folder of a dataset of hand-made articles.
func published(t testing.TB) fstest.MapFS {
	t.Helper()
	disk.reset(false)
	if err := writeAll(t.Context(), testOptions, handMadeBatches(3, 2), false); err != nil {
		t.Fatal(err)
	}
	out := fstest.MapFS{}
	for name, data := range disk.snapshot() {
		out[strings.TrimPrefix(name, testOptions.Dir+"/")] = &fstest.MapFile{Data: data}
	}
	return out
}

func TestVerify(t *testing.T) {
	m, err := dataset.Verify(t.Context(), published(t))
	if err != nil {
		t.Fatal(err)
	}
	if m.Counters["claims"] != 12 {
		t.Errorf("%d claims, want 12", m.Counters["claims"])
	}
}

// mutate rewrites a part of a table with other rows, and the manifest so that it says
// nothing of it: the lie is in the rows alone.
func mutate[T any](table string, part int, change func([]T) []T) func(testing.TB, fstest.MapFS) {
	return func(t testing.TB, files fstest.MapFS) {
		t.Helper()
		editManifest(t, files, func(m *dataset.Manifest) {
			i := slices.IndexFunc(m.Tables, func(t dataset.Table) bool { return t.Name == table })
			list := &m.Tables[i]
			f := &list.Files[part]
			rows, err := parquet.Read[T](bytes.NewReader(files[f.Path].Data), f.Bytes)
			if err != nil {
				t.Fatal(err)
			}
			rows = change(rows)
			described, _ := schemas.TableNamed(table)
			var out bytes.Buffer
			w := parquet.NewGenericWriter[T](&out, writerOptions(described, testOptions)...)
			if _, err := w.Write(rows); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			files[f.Path] = &fstest.MapFile{Data: out.Bytes()}
			list.Rows += int64(len(rows)) - f.Rows
			list.Bytes += int64(out.Len()) - f.Bytes
			f.Rows, f.Bytes = int64(len(rows)), int64(out.Len())
			sum := sha256.Sum256(out.Bytes())
			f.SHA256 = hex.EncodeToString(sum[:])
		})
	}
}

func editManifest(t testing.TB, files fstest.MapFS, change func(*dataset.Manifest)) {
	t.Helper()
	m, err := dataset.ParseManifest(files["manifest.json"].Data)
	if err != nil {
		t.Fatal(err)
	}
	change(m)
	files["manifest.json"] = &fstest.MapFile{Data: m.Bytes()}
}

// one changes the first row.
func one[T any](change func(*T)) func([]T) []T {
	return func(rows []T) []T {
		change(&rows[0])
		return rows
	}
}

func swap[T any](rows []T) []T {
	rows[0], rows[len(rows)-1] = rows[len(rows)-1], rows[0]
	return rows
}

func drop[T any](rows []T) []T  { return rows[1:] }
func twice[T any](rows []T) []T { return append(rows[:1:1], rows...) }

func TestVerifyNamesTheLie(t *testing.T) {
	type (
		D = schemas.Document
		S = schemas.Segment
		A = schemas.Attribution
		C = schemas.Claim
		M = schemas.Mention
		O = schemas.Source
		X = schemas.Dispute
		R = schemas.Reject
	)
	other, elsewhere := "0123456789abcdef", time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)
	document := func(f func(*D)) func(testing.TB, fstest.MapFS) { return mutate("documents", 1, one(f)) }
	segment := func(f func(*S)) func(testing.TB, fstest.MapFS) { return mutate("segments", 1, one(f)) }
	attributed := func(f func(*A)) func(testing.TB, fstest.MapFS) { return mutate("attributions", 1, one(f)) }
	claim := func(f func(*C)) func(testing.TB, fstest.MapFS) { return mutate("claims", 1, one(f)) }
	mention := func(f func(*M)) func(testing.TB, fstest.MapFS) { return mutate("mentions", 1, one(f)) }
	source := func(f func(*O)) func(testing.TB, fstest.MapFS) { return mutate("sources", 0, one(f)) }
	dispute := func(f func(*X, []C)) func(testing.TB, fstest.MapFS) {
		return func(t testing.TB, files fstest.MapFS) {
			claims, err := parquet.Read[C](bytes.NewReader(files["claims/part-00000-of-00002.parquet"].Data), int64(len(files["claims/part-00000-of-00002.parquet"].Data)))
			if err != nil {
				t.Fatal(err)
			}
			slices.SortFunc(claims, func(a, b C) int { return strings.Compare(a.ClaimID, b.ClaimID) })
			mutate("disputes", 0, func([]X) []X {
				d := X{ClaimA: claims[0].ClaimID, ClaimB: claims[1].ClaimID, Relation: "supports", DocA: claims[0].DocID, DocB: claims[1].DocID}
				f(&d, claims)
				return []X{d}
			})(t, files)
		}
	}
	manifest := func(f func(*dataset.Manifest)) func(testing.TB, fstest.MapFS) {
		return func(t testing.TB, files fstest.MapFS) { editManifest(t, files, f) }
	}
	flip := func(name string, at float64) func(testing.TB, fstest.MapFS) {
		return func(_ testing.TB, files fstest.MapFS) {
			data := bytes.Clone(files[name].Data)
			data[int(at*float64(len(data)-1))] ^= 4
			files[name] = &fstest.MapFile{Data: data}
		}
	}
	tests := []struct {
		name string
		lie  func(testing.TB, fstest.MapFS)
		want string // in the error
	}{
		{"a bit of a part", flip("claims/part-00001-of-00002.parquet", 0.5), "claims/part-00001-of-00002.parquet: has SHA-256"},
		{"a bit of a footer", flip("sources/part-00000-of-00001.parquet", 0.95), "sources/part-00000-of-00001.parquet: has SHA-256"},
		{"a bit of a description", flip("datapackage.json", 0.5), "datapackage.json: has SHA-256"},
		{"a part cut short", func(_ testing.TB, f fstest.MapFS) {
			f["claims/part-00000-of-00002.parquet"].Data = f["claims/part-00000-of-00002.parquet"].Data[:100]
		}, "has 100 bytes"},
		{"a part missing", func(_ testing.TB, f fstest.MapFS) { delete(f, "mentions/part-00000-of-00002.parquet") }, "mentions/part-00000-of-00002.parquet: is missing"},
		{"a table missing", func(_ testing.TB, f fstest.MapFS) { delete(f, "disputes/part-00000-of-00001.parquet") }, "disputes: is missing"},
		{"a part more", func(_ testing.TB, f fstest.MapFS) { f["claims/part-00009-of-00010.parquet"] = &fstest.MapFile{} }, "claims/part-00009-of-00010.parquet: is not in the manifest"},
		{"temporary files", func(_ testing.TB, f fstest.MapFS) { f["_temporary/x"] = &fstest.MapFile{} }, "_temporary: is left"},
		{"a journal", func(_ testing.TB, f fstest.MapFS) { f["_manifest.json"] = &fstest.MapFile{} }, "_manifest.json: is left"},
		{"no manifest", func(_ testing.TB, f fstest.MapFS) { delete(f, "manifest.json") }, "no finished dataset"},
		{"no Parquet", func(t testing.TB, f fstest.MapFS) {
			editManifest(t, f, func(m *dataset.Manifest) {
				file := &m.Tables[7].Files[0]
				data := bytes.Repeat([]byte("x"), int(file.Bytes))
				sum := sha256.Sum256(data)
				f[file.Path], file.SHA256 = &fstest.MapFile{Data: data}, hex.EncodeToString(sum[:])
			})
		}, "rejects/part-00000-of-00001.parquet: no Parquet file"},
		{"another schema", mutateSchema, `mentions/part-00000-of-00002.parquet: schema has "required int64 seq`},
		{"table unlisted", manifest(func(m *dataset.Manifest) { m.Tables = m.Tables[1:] }), `table "segments" is unknown or out of order`},
		{"table sums", manifest(func(m *dataset.Manifest) { m.Tables[0].Rows++ }), "table documents has 5 rows"},
		{"rows of a file", manifest(func(m *dataset.Manifest) { m.Tables[0].Rows++; m.Tables[0].Files[0].Rows++ }), "documents/part-00000-of-00002.parquet: has 2 rows, the manifest says 3"},
		{"program version", manifest(func(m *dataset.Manifest) { m.ProgramVersion = "9" }), "metadata volgens.program_version"},
		{"a counter", manifest(func(m *dataset.Manifest) { m.Counters["claims.kind.fact"]++ }), "counter claims.kind.fact is 9, the tables give 8"},
		{"a counter more", manifest(func(m *dataset.Manifest) { m.Counters["claims.kind.joke"] = 1 }), "counter claims.kind.joke is 1"},

		{"text changed", document(func(r *D) { r.Text = strings.Replace(r.Text, "hard", "HARD", 1) }), "documents row 0 (part-00001-of-00002.parquet): column sha256"},
		{"doc_id changed", mutate("documents", 1, func(r []D) []D { r[1].DocID = r[1].DocID[:15] + "~"; return r }), "documents row 1 (part-00001-of-00002.parquet): column doc_id"},
		{"n_chars", document(func(r *D) { r.NChars++ }), "documents row 0 (part-00001-of-00002.parquet): column n_chars"},
		{"n_claims", document(func(r *D) { r.NClaims++ }), "column n_claims"},
		{"attributed_share", document(func(r *D) { r.Attributed /= 2 }), "column attributed_share"},
		{"documents out of order", mutate("documents", 1, swap[D]), "segments row 0 (part-00001-of-00002.parquet): column doc_id"},
		{"document twice", mutate("documents", 1, twice[D]), "documents row 1 (part-00001-of-00002.parquet): column doc_id"},
		{"document missing", mutate("documents", 1, drop[D]), "segments row 0 (part-00001-of-00002.parquet): column doc_id"},

		{"segment missing", mutate("segments", 1, func(r []S) []S { return slices.Delete(r, 1, 2) }), "segments row 1 (part-00001-of-00002.parquet): column seq"},
		{"segment start", segment(func(r *S) { r.Start++ }), "segments row 0 (part-00001-of-00002.parquet): column start"},
		{"segment end", segment(func(r *S) { r.End-- }), "segments row 1 (part-00001-of-00002.parquet): column start"},
		{"segment beyond the text", segment(func(r *S) { r.End = 1 << 20 }), "column end"},
		{"last segment", mutate("segments", 1, func(r []S) []S { r[3].End--; return r }), "column text: has"},
		{"segment kind", segment(func(r *S) { r.Kind = "poem" }), `column kind: "poem" is none of`},
		{"segment claims", segment(func(r *S) { r.NClaims = 7 }), "column n_claims"},
		{"unresolved cue", segment(func(r *S) { r.UnresolvedCues = []schemas.Span{{Start: -1, End: 3}} }), "column unresolved_cues"},

		{"source words", attributed(func(r *A) { r.SourceText += "x" }), "attributions row 0 (part-00001-of-00002.parquet): column source_text"},
		{"cue span", attributed(func(r *A) { r.CueSpans[0].End-- }), "column cue_text"},
		{"content outside", attributed(func(r *A) { r.ContentSpans[1].End = 1 << 20 }), "column content_spans"},
		{"content pieces swapped", attributed(func(r *A) { slices.Reverse(r.ContentSpans) }), "column content_spans"},
		{"attribution id", attributed(func(r *A) { r.AttributionID = other }), "column attribution_id"},
		{"attribution of nobody", attributed(func(r *A) { r.SourceID = &other }), "column source_id: 0123456789abcdef is no source"},
		{"nested in nothing", attributed(func(r *A) { r.NestedIn = &other }), "column nested_in"},
		{"nested in itself", attributed(func(r *A) { r.NestedIn = &r.AttributionID }), "column nested_in"},
		{"attribution out of order", mutate("attributions", 1, func(r []A) []A { r[0], r[1] = r[1], r[0]; return r }), "attributions row 0 (part-00001-of-00002.parquet): column seq"},

		{"claim words", claim(func(r *C) { r.Claim = strings.ToUpper(r.Claim) }), "claims row 0 (part-00001-of-00002.parquet): column claim:"},
		{"claim end", claim(func(r *C) { r.End++ }), "claims row 0 (part-00001-of-00002.parquet): column end"},
		{"claim start", claim(func(r *C) { r.Start-- }), "column"},
		{"claim bytes", claim(func(r *C) { r.StartByte++ }), "column start_byte"},
		{"claim end byte", claim(func(r *C) { r.EndByte++ }), "column end_byte"},
		{"claim spans", claim(func(r *C) { r.Spans = nil }), "column spans"},
		{"claim prefix", claim(func(r *C) { r.Prefix = "" }), "column prefix"},
		{"claim suffix", claim(func(r *C) { r.Suffix += "x" }), "column suffix"},
		{"claim context", claim(func(r *C) { r.Context = "elders" }), "column context"},
		{"claim uri", claim(func(r *C) { r.URI = "x" }), "column uri"},
		{"claim title", claim(func(r *C) { r.Title = nil }), "column title"},
		{"claim date", claim(func(r *C) { r.PublishedAt = &elsewhere }), "column published_at"},
		{"claim language", claim(func(r *C) { r.Lang = "en" }), "column lang"},
		{"claim section", claim(func(r *C) { r.Section = &other }), "column section"},
		{"claim id", claim(func(r *C) { r.ClaimID = other }), "column claim_id"},
		{"claim of no attribution", claim(func(r *C) { r.AttributionID = &other }), "column attribution_id"},
		{"claim voice", claim(func(r *C) { r.Voice = "author" }), "column voice"},
		{"claim unattributed", claim(func(r *C) { r.AttributionID = nil }), "column voice"},
		{"claim type", claim(func(r *C) { *r.Type = "mixed" }), "column type"},
		{"claim source", claim(func(r *C) { r.SourceID = &other }), "column source_id"},
		{"claim source name", claim(func(r *C) { *r.SourceName += "x" }), "column claim_id"},
		{"claim source kind", claim(func(r *C) { r.SourceKind = "implicit" }), "column source_kind"},
		{"claim chain", claim(func(r *C) { r.Chain[0].SourceID = other }), "column chain"},
		{"claim chain cut", claim(func(r *C) { r.Chain = nil }), "column chain"},
		{"claim cue", claim(func(r *C) { r.Cue = nil }), "column cue:"},
		{"claim cue lemma", claim(func(r *C) { r.CueLemma = nil }), "column cue_lemma"},
		{"claim rule", claim(func(r *C) { r.Rule = "x" }), "column rule"},
		{"claim confidence", claim(func(r *C) { r.Confidence = 0.1 }), "column confidence"},
		{"claim act", claim(func(r *C) { r.Act = "sings" }), `column act: "sings" is none of`},
		{"claim target", claim(func(r *C) { r.Target = nil }), "column target"},
		{"claim stance", claim(func(r *C) { *r.Stance = "favor" }), "column stance"},
		{"claim score", claim(func(r *C) { *r.StanceScore = 0.5 }), "column stance_score"},
		{"claim evidence", claim(func(r *C) { r.Positions[0].Evidence[0] = "nergens" }), "column positions"},
		{"claim worth", claim(func(r *C) { r.Checkworthiness = 2 }), "column checkworthiness"},
		{"claim disputed", claim(func(r *C) { r.Disputed = !r.Disputed }), "column disputed"},
		{"claim disputed by none", claim(func(r *C) { r.Disputed, r.DisputeIDs = true, []string{other} }), "column dispute_ids"},
		{"claim missing", mutate("claims", 1, drop[C]), "claims row 0 (part-00001-of-00002.parquet): column seq"},
		{"claims of nobody", mutate("claims", 1, func(r []C) []C {
			r[len(r)-1].DocID = "ffffffffffffffff"
			return r
		}), "column n_claims"},

		{"mention words", mention(func(r *M) { r.Text = "iemand" }), "mentions row 0 (part-00001-of-00002.parquet): column text"},
		{"mention outside", mention(func(r *M) { r.End = 1 << 20 }), "column end"},
		{"mention of nobody", mention(func(r *M) { r.SourceID = other }), "column source_id"},
		{"mention kind", mention(func(r *M) { r.Kind = "carried" }), "column kind"},

		{"source name", source(func(r *O) { r.Name = "" }), "sources row 0 (part-00000-of-00001.parquet): column name"},
		{"source id", source(func(r *O) { r.SourceID = "x" }), "column source_id"},
		{"source claims", source(func(r *O) { r.NClaims++ }), "sources row 0 (part-00000-of-00001.parquet): column n_claims: is +1 off"},
		{"source documents", mutate("sources", 0, func(r []O) []O { r[3].NDocuments--; return r }), "sources row 3 (part-00000-of-00001.parquet): column n_documents: is -1 off"},
		{"source twice", mutate("sources", 0, twice[O]), "sources row 1 (part-00000-of-00001.parquet): column source_id"},
		{"source missing", mutate("sources", 0, drop[O]), "is no source"},
		{"source dates", mutate("sources", 0, func(r []O) []O {
			for i := range r {
				r[i].FirstPublished, r[i].LastPublished = &elsewhere, &elsewhere
			}
			return r
		}), "column first_published"},
		{"source aliases", mutate("sources", 0, func(r []O) []O { r[0].Aliases = []string{"b", "a"}; return r }), "column aliases"},

		{"dispute backwards", dispute(func(d *X, c []C) { d.ClaimA, d.ClaimB = d.ClaimB, d.ClaimA }), "disputes row 0 (part-00000-of-00001.parquet): column claim_a"},
		{"dispute of no claim", dispute(func(d *X, c []C) { d.ClaimB = "ffffffffffffffff" }), "column claim_b"},
		{"dispute of no document", dispute(func(d *X, c []C) { d.DocB = other }), "column doc_b"},
		{"dispute of no source", dispute(func(d *X, c []C) { d.SourceA = &other }), "column source_a"},
		{"dispute relation", dispute(func(d *X, c []C) { d.Relation = "hates" }), "column relation"},
		{"dispute uncounted", dispute(func(d *X, c []C) {}), "counter disputes is 8, the tables give 1"},

		{"rejects out of order", mutate("rejects", 0, swap[R]), "rejects row 1 (part-00000-of-00001.parquet): column uri"},
		{"reject code", mutate("rejects", 0, one(func(r *R) { r.Code = "bad" })), "rejects row 0 (part-00000-of-00001.parquet): column code"},
		{"reject missing", mutate("rejects", 0, drop[R]), "manifest.json: counter rejects"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := published(t)
			tt.lie(t, files)
			_, err := dataset.Verify(t.Context(), files)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Verify = %v\nwant an error with %q", err, tt.want)
			}
		})
	}
}

// mutateSchema writes a part with a column of another type.
func mutateSchema(t testing.TB, files fstest.MapFS) {
	type wide struct {
		DocID    string `parquet:"doc_id,dict"`
		Seq      int64  `parquet:"seq"`
		SourceID string `parquet:"source_id,dict"`
	}
	editManifest(t, files, func(m *dataset.Manifest) {
		list := &m.Tables[5]
		f := &list.Files[0]
		var out bytes.Buffer
		if err := parquet.Write(&out, []wide{{}}); err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(out.Bytes())
		files[f.Path] = &fstest.MapFile{Data: out.Bytes()}
		list.Bytes += int64(out.Len()) - f.Bytes
		f.Bytes, f.SHA256 = int64(out.Len()), hex.EncodeToString(sum[:])
	})
}

// A flipped bit goes unseen nowhere but in the manifest, whose digest of the configuration
// can be compared with nothing.
func TestVerifySeesEveryFlippedByte(t *testing.T) {
	files := published(t)
	for name, file := range files {
		if name == dataset.ManifestFile {
			continue
		}
		for i := 0; i < len(file.Data); i += 1 + len(file.Data)/25 {
			data := file.Data
			file.Data = bytes.Clone(data)
			file.Data[i] ^= 1
			if _, err := dataset.Verify(t.Context(), files); err == nil {
				t.Errorf("%s: byte %d flipped, and Verify says nothing", name, i)
			}
			file.Data = data
		}
	}
}

func TestRowsStream(t *testing.T) {
	files := published(t)
	n := 0
	for row, err := range dataset.Rows[schemas.Claim](files, "claims/part-00000-of-00002.parquet") {
		if err != nil {
			t.Fatal(err)
		}
		if row.DocID == "" {
			t.Errorf("row %d is empty", n)
		}
		n++
	}
	if n != 6 {
		t.Errorf("%d rows, want 6", n)
	}
	for _, err := range dataset.Rows[schemas.Claim](files, "mentions/part-00000-of-00002.parquet") {
		var lie *dataset.Lie
		if !errors.As(err, &lie) {
			t.Errorf("rows of another table: error %v, want a Lie", err)
		}
	}
}
