package write

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
)

// textless returns the folder of a dataset of hand-made articles that holds only some text, and
// the texts by doc_id.
func textless(t *testing.T, text schemas.Text) (fstest.MapFS, memoryTexts) {
	t.Helper()
	texts := memoryTexts{}
	batches := handMadeBatches(3, 2)
	for _, b := range batches {
		for _, a := range b.Articles {
			texts[schemas.DocID(a.Row.Text)] = a.Row.Text
		}
	}
	o := testOptions
	o.Text = text
	disk.reset(false)
	if err := writeAll(t.Context(), o, batches, false); err != nil {
		t.Fatal(err)
	}
	return mapped(disk.snapshot()), texts
}

// memoryTexts are texts by doc_id.
type memoryTexts map[string]string

func (m memoryTexts) Text(doc *schemas.Document) (string, error) {
	if text, ok := m[doc.DocID]; ok {
		return text, nil
	}
	return "", dataset.Missing(doc, "memory")
}

// No four words in a row of an article stand in any file of a dataset without texts, nor in its
// rows.
func TestNoTextLeaks(t *testing.T) {
	for _, text := range []schemas.Text{schemas.TextNone, schemas.TextClaims} {
		files, texts := textless(t, text)
		var all strings.Builder
		for name, f := range files {
			if strings.HasPrefix(name, dataset.StateDir) {
				t.Errorf("text %s: %s holds words of articles", text, name)
			}
			all.Write(f.Data) // names, statistics, dictionaries
		}
		for table, rows := range tableRows(t, files) {
			if table == schemas.Claims && text == schemas.TextClaims {
				rows = withoutClaims(t, rows)
			}
			all.WriteString(strings.Join(rows, "\n"))
		}
		for id, article := range texts {
			words := strings.Fields(article)
			for i := range len(words) - 3 {
				if four := strings.Join(words[i:i+4], " "); strings.Contains(all.String(), four) {
					t.Errorf("text %s: %q of %s is in the dataset", text, four, id)
				}
			}
		}
	}
}

// withoutClaims takes the words of claims from rows in JSON.
func withoutClaims(t *testing.T, rows []string) []string {
	t.Helper()
	out := make([]string, len(rows))
	for i, row := range rows {
		var c schemas.Claim
		if err := json.Unmarshal([]byte(row), &c); err != nil {
			t.Fatal(err)
		}
		if c.Claim == "" || c.ClaimStandalone == "" {
			t.Errorf("claim %s has no words", c.ClaimID)
		}
		c.Claim, c.ClaimStandalone = "", ""
		out[i] = string(must(json.Marshal(c)))
	}
	return out
}

// A dataset without texts is true by itself, and with the texts; with other texts it is not.
func TestVerifyTexts(t *testing.T) {
	for _, text := range []schemas.Text{schemas.TextNone, schemas.TextClaims} {
		files, texts := textless(t, text)
		if _, err := dataset.Verify(t.Context(), files); err != nil {
			t.Errorf("text %s: %v", text, err)
		}
		if _, err := dataset.VerifyTexts(t.Context(), files, texts); err != nil {
			t.Errorf("text %s, with the texts: %v", text, err)
		}
		for id := range texts {
			altered := memoryTexts{}
			for other, article := range texts {
				altered[other] = article
			}
			altered[id] = "X" + texts[id][1:]
			var lie *dataset.Lie
			if _, err := dataset.VerifyTexts(t.Context(), files, altered); !errors.As(err, &lie) {
				t.Errorf("text %s, an altered text: %v, want a lie", text, err)
			}
			delete(altered, id)
			if _, err := dataset.VerifyTexts(t.Context(), files, altered); !errors.As(err, &lie) || !strings.Contains(err.Error(), id) {
				t.Errorf("text %s, without a text: %v, want a lie about %s", text, err, id)
			}
		}
	}
}

// Offsets that were moved do not fit the ids, which are made from the words.
func TestVerifyTextsSeesMovedOffsets(t *testing.T) {
	files, texts := textless(t, schemas.TextNone)
	mutate(schemas.Claims, 0, one(func(c *schemas.Claim) {
		c.Spans[0].Start, c.Start, c.StartByte = c.Spans[0].Start+1, c.Start+1, c.StartByte+1
	}))(t, files)
	if _, err := dataset.VerifyTexts(t.Context(), files, texts); err == nil {
		t.Error("a claim that begins elsewhere is not seen")
	}
}

// A dataset that says that it has no text, and has some, lies.
func TestVerifySeesLeaks(t *testing.T) {
	leaks := map[string]func(testing.TB, fstest.MapFS){
		"title":         mutate(schemas.Documents, 0, one(func(d *schemas.Document) { d.Title = optional("Title") })),
		"content_text":  mutate(schemas.Attributions, 0, one(func(a *schemas.Attribution) { a.ContentText = "words" })),
		"context":       mutate(schemas.Claims, 0, one(func(c *schemas.Claim) { c.Context = "words" })),
		"column claim:": mutate(schemas.Claims, 0, one(func(c *schemas.Claim) { c.Claim = "words" })),
		"text":          mutate(schemas.Mentions, 0, one(func(m *schemas.Mention) { m.Text = "words" })),
		"aliases":       mutate(schemas.Sources, 0, one(func(s *schemas.Source) { s.Aliases = []string{"the man who"} })),
	}
	for column, leak := range leaks {
		files, _ := textless(t, schemas.TextNone)
		leak(t, files)
		if _, err := dataset.Verify(t.Context(), files); err == nil || !strings.Contains(err.Error(), column) {
			t.Errorf("words in %s: %v, want a lie about it", column, err)
		}
	}
}

// A restored dataset is a true one with texts, with the claims of one that was written so.
func TestRestore(t *testing.T) {
	full := published(t)
	files, texts := textless(t, schemas.TextNone)
	disk.reset(false)
	const dir = "fault://data/restored"
	if err := Restore(t.Context(), files, dir, texts, func(err error) { t.Error(err) }); err != nil {
		t.Fatal(err)
	}
	restored := fstest.MapFS{}
	for name, data := range disk.snapshot() {
		restored[strings.TrimPrefix(name, dir+"/")] = &fstest.MapFile{Data: data}
	}
	if _, err := dataset.Verify(t.Context(), restored); err != nil {
		t.Fatal(err)
	}
	want, got := claimWords(t, full), claimWords(t, restored)
	if len(got) != len(want) || len(got) == 0 {
		t.Fatalf("%d claims restored, want %d", len(got), len(want))
	}
	for id, words := range want {
		if got[id] != words {
			t.Errorf("claim %s is %q, want %q", id, got[id], words)
		}
	}
}

// claimWords returns what the claims of a dataset say, by id.
func claimWords(t *testing.T, files fstest.MapFS) map[string]string {
	out := map[string]string{}
	for name := range files {
		if !strings.HasPrefix(name, schemas.Claims+"/") {
			continue
		}
		for row, err := range dataset.Rows[schemas.Claim](files, name) {
			if err != nil {
				t.Fatal(err)
			}
			out[row.ClaimID] = row.Claim + "|" + row.Prefix + "|" + row.Suffix + "|" + orEmpty(row.SourceMention) + "|" + orEmpty(row.Cue)
		}
	}
	return out
}

// Where a text is missing the rest is there, and its words are blocks.
func TestRestoreWithoutAText(t *testing.T) {
	files, texts := textless(t, schemas.TextNone)
	for id := range texts {
		delete(texts, id)
		break
	}
	disk.reset(false)
	missing := 0
	if err := Restore(t.Context(), files, "fault://data/restored", texts, func(error) { missing++ }); err != nil {
		t.Fatal(err)
	}
	if missing != 1 {
		t.Errorf("%d texts reported missing, want 1", missing)
	}
}
