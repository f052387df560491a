package write

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
	"github.com/volgens/volgens/transforms"
)

// requests is the number of requests to an object store that are under way at a time.
const requests = 16

func (fn *publishFn) ProcessElement(ctx context.Context, _ []byte, parts func(*schemas.Part) bool, counters func(*schemas.Counter) bool, emit func(schemas.Counter)) error {
	p := publication{options: fn.Options, language: fn.Language, counts: schemas.NewCounts()}
	var part schemas.Part
	for parts(&part) {
		p.parts = append(p.parts, part)
	}
	var counter schemas.Counter
	for counters(&counter) {
		p.counts[counter.Name] += counter.Value
	}
	var err error
	if p.store, err = openStore(ctx, fn.Options.Dir); err != nil {
		return err
	}
	defer p.store.close()
	m, err := p.publish(ctx)
	if err != nil {
		return fmt.Errorf("publish %s: %w", fn.Options.Dir, err)
	}
	for _, c := range m.Counters.List() {
		emit(c)
	}
	return nil
}

// publication makes a dataset of the files of all batches. It may be cut off at any point
// and begun again with the same parts: until the journal is complete nothing is
// published, and from then on the journal says what is left to do.
type publication struct {
	store    *store
	options  Options
	language transforms.Language
	parts    []schemas.Part
	counts   schemas.Counts
}

func (p *publication) publish(ctx context.Context) (*dataset.Manifest, error) {
	slices.SortFunc(p.parts, func(a, b schemas.Part) int {
		return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.Chunk, b.Chunk), cmp.Compare(a.Batch, b.Batch))
	})
	m, done, err := p.former(ctx)
	if err != nil || done {
		return m, err
	}
	if m == nil {
		if m, err = p.build(ctx); err != nil {
			return nil, err
		}
		if err := p.store.put(ctx, dataset.JournalFile, m.Bytes()); err != nil {
			return nil, err
		}
	}
	return m, p.carryOut(ctx, m)
}

// former returns the journal of an attempt that was cut off, or the manifest of one that
// was completed.
func (p *publication) former(ctx context.Context) (m *dataset.Manifest, done bool, err error) {
	if m, err = p.manifest(ctx, dataset.JournalFile); m != nil || err != nil {
		return m, false, err
	}
	if len(p.parts) == 0 {
		return nil, false, nil
	}
	if there, err := p.store.exists(ctx, p.parts[0].Temp); there || err != nil {
		return nil, false, err
	}
	m, err = p.manifest(ctx, dataset.ManifestFile)
	return m, m != nil, err
}

// manifest reads a manifest of the parts at hand; nil without one.
func (p *publication) manifest(ctx context.Context, name string) (*dataset.Manifest, error) {
	there, err := p.store.exists(ctx, name)
	if err != nil || !there {
		return nil, err
	}
	data, err := p.store.read(ctx, name)
	if err != nil {
		return nil, err
	}
	m, err := dataset.ParseManifest(data)
	if err != nil || !p.lists(m) {
		return nil, nil // cut off while it was written, or of another run
	}
	return m, nil
}

// lists tells whether a manifest lists the parts at hand.
func (p *publication) lists(m *dataset.Manifest) bool {
	for _, t := range m.Tables {
		parts := p.of(t.Name)
		same := func(part schemas.Part, f dataset.File) bool { return part.SHA256 == f.SHA256 }
		if len(parts) > 0 && !slices.EqualFunc(parts, t.Files, same) {
			return false
		}
	}
	return m.ConfigDigest == p.options.Config && m.ProgramVersion == p.options.Version
}

// of returns the parts of a table in order.
func (p *publication) of(table string) []schemas.Part {
	var out []schemas.Part
	for _, part := range p.parts {
		if part.Table == table {
			out = append(out, part)
		}
	}
	return out
}

// build makes the files that no batch could make, and the manifest of all.
func (p *publication) build(ctx context.Context) (*dataset.Manifest, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	joined, err := p.join(ctx)
	if err != nil {
		return nil, err
	}
	m := &dataset.Manifest{
		Format: dataset.Format, SchemaVersion: schemas.Version,
		ProgramVersion: p.options.Version, ConfigDigest: p.options.Config, Counters: p.counts,
	}
	for _, t := range schemas.Tables() {
		parts := p.of(t.Name)
		if made, ok := joined[t.Name]; ok {
			parts = made
		}
		if len(parts) == 0 {
			empty, err := writeEmpty(ctx, p.store, p.options, t)
			if err != nil {
				return nil, err
			}
			parts = []schemas.Part{empty}
		}
		m.Tables = append(m.Tables, listed(t.Name, parts))
	}
	for _, f := range descriptions(m) {
		sum := sha256.Sum256(f.data)
		m.Files = append(m.Files, dataset.File{Path: f.name, Bytes: int64(len(f.data)), SHA256: hex.EncodeToString(sum[:])})
	}
	return m, nil
}

// join makes the tables that take all batches: sources and disputes.
func (p *publication) join(ctx context.Context) (map[string][]schemas.Part, error) {
	sources, err := writeSources(ctx, p.store, p.options, p.spills(spillTable), p.counts)
	if err != nil {
		return nil, err
	}
	between, err := compareEvents(ctx, p.store, p.language, p.spills(eventTable), p.counts)
	if err != nil {
		return nil, err
	}
	disputes, err := writeDisputes(ctx, p.store, p.options, append(p.spills(disputeTable), between...), p.counts)
	return map[string][]schemas.Part{schemas.Sources: sources, schemas.Disputes: disputes}, err
}

// spills returns the files of a table of spills.
func (p *publication) spills(table string) []string {
	var out []string
	for _, part := range p.of(table) {
		out = append(out, part.Temp)
	}
	return out
}

// check fails where a batch came twice, which would publish its documents twice.
func (p *publication) check() error {
	for i := 1; i < len(p.parts); i++ {
		a, b := p.parts[i-1], p.parts[i]
		if a.Table == b.Table && a.Chunk == b.Chunk && a.Batch == b.Batch {
			return fmt.Errorf("batch %d of chunk %d came twice: %s and %s", a.Batch, a.Chunk, a.Temp, b.Temp)
		}
	}
	return nil
}

func listed(table string, parts []schemas.Part) dataset.Table {
	t := dataset.Table{Name: table}
	for i, part := range parts {
		t.Rows += part.Rows
		t.Bytes += part.Bytes
		t.Files = append(t.Files, dataset.File{
			Path: dataset.PartPath(table, i, len(parts)), Rows: part.Rows, Bytes: part.Bytes, SHA256: part.SHA256,
		})
	}
	return t
}

// writeEmpty writes a part without rows, which shows the columns of a table.
func writeEmpty(ctx context.Context, s *store, o Options, t schemas.Table) (schemas.Part, error) {
	name := publishTemp(t.Name, 0)
	switch t.Name {
	case schemas.Documents:
		return writePart[schemas.Document](ctx, s, o, t, name)
	case schemas.Segments:
		return writePart[schemas.Segment](ctx, s, o, t, name)
	case schemas.Attributions:
		return writePart[schemas.Attribution](ctx, s, o, t, name)
	case schemas.Claims:
		return writePart[schemas.Claim](ctx, s, o, t, name)
	case schemas.Sources:
		return writePart[schemas.Source](ctx, s, o, t, name)
	case schemas.Mentions:
		return writePart[schemas.Mention](ctx, s, o, t, name)
	case schemas.Disputes:
		return writePart[schemas.Dispute](ctx, s, o, t, name)
	case schemas.Rejects:
		return writePart[schemas.Reject](ctx, s, o, t, name)
	}
	return schemas.Part{}, fmt.Errorf("no row type for table %s", t.Name)
}

// writePart writes a file of a table in one go.
func writePart[T any](ctx context.Context, s *store, o Options, t schemas.Table, name string, rows ...T) (schemas.Part, error) {
	k, err := newSink[T](ctx, s, o, t, name)
	if err != nil {
		return schemas.Part{}, err
	}
	if err := k.add(rows...); err != nil {
		k.abort()
		return schemas.Part{}, err
	}
	return k.close()
}

type description struct {
	name string
	data []byte
}

// descriptions are the files for other tools. They follow from the tables of the manifest.
func descriptions(m *dataset.Manifest) []description {
	return []description{
		{dataset.DataPackageFile, dataset.DataPackage(m)},
		{dataset.CroissantFile, dataset.Croissant(m)},
	}
}

// carryOut does what the journal says, as far as it is not yet done.
func (p *publication) carryOut(ctx context.Context, m *dataset.Manifest) error {
	if err := p.store.remove(ctx, dataset.ManifestFile); err != nil {
		return err
	}
	if err := p.removeStale(ctx, m); err != nil {
		return err
	}
	if err := p.move(ctx, m); err != nil {
		return err
	}
	for _, f := range descriptions(m) {
		if err := p.store.put(ctx, f.name, f.data); err != nil {
			return err
		}
	}
	if err := p.store.removeTemps(ctx); err != nil {
		return err
	}
	return p.store.move(ctx, dataset.JournalFile, dataset.ManifestFile, int64(len(m.Bytes())))
}

// removeStale removes the part files of the dataset that this one replaces.
func (p *publication) removeStale(ctx context.Context, m *dataset.Manifest) error {
	keep := map[string]bool{}
	for _, f := range m.AllFiles() {
		keep[f.Path] = true
	}
	stale, err := p.store.partFiles(ctx)
	if err != nil {
		return err
	}
	stale = slices.DeleteFunc(stale, func(name string) bool { return keep[name] })
	return p.store.removeAll(ctx, stale)
}

// move gives the part files their final names.
func (p *publication) move(ctx context.Context, m *dataset.Manifest) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(requests)
	for _, t := range m.Tables {
		parts := p.of(t.Name)
		for i, f := range t.Files {
			from := publishTemp(t.Name, i)
			if len(parts) > 0 {
				from = parts[i].Temp
			}
			group.Go(func() error { return p.store.move(ctx, from, f.Path, f.Bytes) })
		}
	}
	return group.Wait()
}

// partFiles lists the part files of all tables.
func (s *store) partFiles(ctx context.Context) ([]string, error) {
	var out []string
	for _, t := range schemas.Tables() {
		names, err := s.list(ctx, t.Name+"/part-*-of-*.parquet")
		if err != nil {
			return nil, err
		}
		out = append(out, names...)
	}
	return out, nil
}

// removeTemps removes the temporary files of the tables and of the launcher, and their
// folder when nothing else is in it.
func (s *store) removeTemps(ctx context.Context) error {
	var names []string
	for _, t := range schemas.Tables() {
		found, err := s.list(ctx, dataset.TempDir+"/"+t.Name+"-*")
		if err != nil {
			return err
		}
		names = append(names, found...)
	}
	if err := s.removeAll(ctx, names); err != nil {
		return err
	}
	if s.local {
		if err := os.RemoveAll(s.path(dataset.TempDir + "/" + dataset.LauncherDir)); err != nil {
			return err
		}
	}
	s.removeDir(dataset.TempDir)
	return nil
}

func (s *store) removeAll(ctx context.Context, names []string) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(requests)
	for _, name := range names {
		group.Go(func() error { return s.remove(ctx, name) })
	}
	return group.Wait()
}
