package write

import (
	"context"
	"io/fs"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
	"github.com/volgens/volgens/transforms"
)

// Restore writes to dir, an empty folder of this machine, a dataset without texts with the
// words that its offsets give: what dataset.Restored says, as files. missing is called for each
// article whose text is missing.
func Restore(ctx context.Context, fsys fs.FS, dir string, texts dataset.Texts, missing func(error)) error {
	m, err := dataset.Open(fsys)
	if err != nil {
		return err
	}
	s, err := openStore(ctx, dir)
	if err != nil {
		return err
	}
	defer s.close()
	r := &restoration{fs: fsys, store: s, from: m, options: Options{Dir: dir, Version: m.ProgramVersion, Config: m.ConfigDigest, About: m.About}}
	defer r.abort()
	for article, err := range dataset.Restored(ctx, fsys, m, texts, missing) {
		if err != nil {
			return err
		}
		if err := r.add(ctx, article); err != nil {
			return err
		}
	}
	return r.publish(ctx)
}

// restoration writes the files of a restored dataset.
type restoration struct {
	fs      fs.FS
	store   *store
	from    *dataset.Manifest
	options Options

	part  *batchWriter // of the files that are open; nil for none
	parts []schemas.Part
}

// add writes an article, to new files where it begins a part.
func (r *restoration) add(ctx context.Context, a dataset.Article) error {
	if r.part == nil || r.part.batch.Chunk != a.Part {
		if err := r.close(); err != nil {
			return err
		}
		r.part = &batchWriter{store: r.store, options: r.options, batch: transforms.Batch{Chunk: a.Part}, counts: schemas.Counts{}}
	}
	return r.part.write(ctx, &Rows{
		Document: a.Document, Segments: a.Segments, Attributions: a.Attributions, Claims: a.Claims, Mentions: a.Mentions,
	})
}

func (r *restoration) close() error {
	if r.part == nil {
		return nil
	}
	err := r.part.close()
	r.parts, r.part = append(r.parts, r.part.parts...), nil
	return err
}

func (r *restoration) abort() {
	if r.part != nil {
		r.part.abort()
	}
}

// publish gives the files their names, copies the tables without words and writes the manifest.
func (r *restoration) publish(ctx context.Context) error {
	if err := r.close(); err != nil {
		return err
	}
	p := &publication{store: r.store, options: r.options, parts: r.parts}
	m := &dataset.Manifest{
		Format: dataset.Format, SchemaVersion: r.from.SchemaVersion, ProgramVersion: r.from.ProgramVersion,
		ConfigDigest: r.from.ConfigDigest, About: r.from.About, Counters: r.from.Counters,
	}
	for _, t := range schemas.Tables() {
		parts := p.of(t.Name)
		if len(parts) == 0 { // of no article, or there is none
			from, _ := r.from.Table(t.Name)
			m.Tables = append(m.Tables, from)
			if err := r.copy(ctx, from.Files); err != nil {
				return err
			}
			continue
		}
		made := p.listed(t.Name, nil, nil, parts)
		m.Tables = append(m.Tables, made)
		for i, f := range made.Files {
			if err := r.store.move(ctx, parts[i].Temp, f.Path, f.Bytes); err != nil {
				return err
			}
		}
	}
	r.store.removeDir(dataset.TempDir)
	return r.store.put(ctx, dataset.ManifestFile, m.Bytes())
}

// copy takes over files as they are: those of the tables that have no rows of an article.
func (r *restoration) copy(ctx context.Context, files []dataset.File) error {
	for _, f := range files {
		data, err := fs.ReadFile(r.fs, f.Path)
		if err != nil {
			return err
		}
		if err := r.store.put(ctx, f.Path, data); err != nil {
			return err
		}
	}
	return nil
}
