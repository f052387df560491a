package main

import (
	"context"
	"encoding/hex"
	"fmt"
	"os"
	"path"

	"github.com/spf13/cobra"

	"github.com/volgens/volgens/configs"
	"github.com/volgens/volgens/pipelines/claims"
	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
	"github.com/volgens/volgens/transforms/read"
	"github.com/volgens/volgens/transforms/read/format"
	"github.com/volgens/volgens/transforms/write"
)

// textsFlag adds the flag --texts, and those that say how the articles are read.
func (a *app) textsFlag(cmd *cobra.Command, where *string) {
	cmd.Flags().StringVar(where, "texts", "", "`folder` or file with the articles, for a dataset that has no text of them (run --text none or claims)")
	a.settingFlags(cmd)
}

// folderTexts are the texts of a folder, in a file of their own while they are in use.
type folderTexts struct {
	where  string
	file   *os.File
	places map[[8]byte]place // by doc_id
	ids    map[string]string // by the last part of a URI; "" for one that several have
}

// place is where a text stands in the file.
type place struct{ start, length int64 }

// readTexts reads the articles of a folder as "volgens run" does.
func readTexts(ctx context.Context, cfg *configs.Config, where string) (*folderTexts, error) {
	plan, err := claims.NewPlan(ctx, []string{where}, readOptions(cfg).Format, cfg.Input.ChunkBytes)
	if err != nil {
		return nil, usage(fmt.Errorf("--texts: %w", err))
	}
	file, err := os.CreateTemp("", "volgens-texts-*")
	if err != nil {
		return nil, err
	}
	t := &folderTexts{where: where, file: file, places: map[[8]byte]place{}, ids: map[string]string{}}
	for _, chunk := range plan.Chunks {
		var failed error
		err := read.Records(ctx, chunk, readOptions(cfg), func(rec format.Record) bool {
			if rec.Reject == nil {
				failed = t.add(rec.Document)
			}
			return failed == nil
		})
		if err == nil {
			err = failed
		}
		if err != nil {
			t.close()
			return nil, fmt.Errorf("--texts: %w", err)
		}
	}
	return t, nil
}

func (t *folderTexts) close() {
	t.file.Close()
	os.Remove(t.file.Name())
}

// add keeps the text of an article.
func (t *folderTexts) add(doc schemas.Document) error {
	id := schemas.DocID(doc.Text)
	if other, there := t.ids[path.Base(doc.URI)]; there && other != id {
		id = "" // of two articles with this name none is the one that is meant
	}
	t.ids[path.Base(doc.URI)] = id
	key := keyOf(schemas.DocID(doc.Text))
	if _, there := t.places[key]; there {
		return nil
	}
	start, err := t.file.Seek(0, 1)
	if err != nil {
		return err
	}
	t.places[key] = place{start, int64(len(doc.Text))}
	_, err = t.file.WriteString(doc.Text)
	return err
}

// keyOf returns the bytes of an id.
func keyOf(docID string) (key [8]byte) {
	_, _ = hex.Decode(key[:], []byte(docID[:min(len(docID), 16)])) // one that is none has no text
	return key
}

// Text returns the text of a document.
func (t *folderTexts) Text(doc *schemas.Document) (string, error) {
	p, ok := t.places[keyOf(doc.DocID)]
	if !ok {
		if id := t.ids[path.Base(doc.URI)]; id != "" {
			return "", dataset.Altered(doc, path.Join(t.where, path.Base(doc.URI)), id)
		}
		return "", dataset.Missing(doc, t.where)
	}
	text := make([]byte, p.length)
	_, err := t.file.ReadAt(text, p.start)
	return string(text), err
}

// withTexts returns the folder to open for a dataset: itself where it holds its texts, else
// one with the words put in, which cleanUp removes. Without where, a dataset that lacks its
// texts is taken as it is, or refused where need is set.
func (a *app) withTexts(ctx context.Context, dir, where string, need bool) (open string, cleanUp func(), err error) {
	nothing := func() {}
	fsys, err := datasetFS(dir)
	if err != nil {
		return "", nothing, err
	}
	m, err := dataset.Open(fsys)
	switch {
	case err != nil:
		return "", nothing, fmt.Errorf("%s: %w", dir, err)
	case m.Text == schemas.TextFull && where != "":
		a.note("%s holds its texts; --texts is not needed", dir)
		return dir, nothing, nil
	case m.Text == schemas.TextFull || where == "" && !need:
		return dir, nothing, nil
	case where == "":
		return "", nothing, usagef("%s holds no texts of its articles (it was made with --text %s): --texts names the folder with yours", dir, m.Text)
	}
	cfg, err := a.config()
	if err != nil {
		return "", nothing, err
	}
	texts, err := readTexts(ctx, cfg, where)
	if err != nil {
		return "", nothing, err
	}
	defer texts.close()
	temp, err := os.MkdirTemp("", "volgens-dataset-*")
	if err != nil {
		return "", nothing, err
	}
	cleanUp = func() { os.RemoveAll(temp) }
	var lacking []error
	if err := write.Restore(ctx, fsys, temp, texts, func(err error) { lacking = append(lacking, err) }); err != nil {
		cleanUp()
		return "", nothing, fmt.Errorf("%s: %w", dir, err)
	}
	if len(lacking) > 0 {
		a.note("%d of %s without text, whose words are shown as blocks; the first: %v", len(lacking), count(m.Counters[schemas.Documents], "article"), lacking[0])
	}
	return temp, cleanUp, nil
}
