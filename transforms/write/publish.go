package write

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
	"github.com/volgens/volgens/transforms"
)

// requests is the number of requests to an object store that are under way at a time.
const requests = 16

func (fn *publishFn) ProcessElement(ctx context.Context, _ int, parts func(*schemas.Part) bool, counters func(*schemas.Counter) bool, copies func(*schemas.Copy) bool, emit func(schemas.Counter)) error {
	p := publication{options: fn.Options, language: fn.Language, counts: schemas.NewCounts()}
	var part schemas.Part
	for parts(&part) {
		p.parts = append(p.parts, part)
	}
	var counter schemas.Counter
	for counters(&counter) {
		p.counts[counter.Name] += counter.Value
	}
	var again schemas.Copy
	for copies(&again) {
		p.copies = append(p.copies, again)
		again = schemas.Copy{}
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
	copies   []schemas.Copy

	base *dataset.Manifest // of the dataset that this adds to, nil for none
}

func (p *publication) publish(ctx context.Context) (*dataset.Manifest, error) {
	slices.SortFunc(p.parts, func(a, b schemas.Part) int {
		return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.Chunk, b.Chunk), cmp.Compare(a.Batch, b.Batch))
	})
	if p.options.Base != "" {
		return p.add(ctx)
	}
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

// lists tells whether a manifest lists the parts at hand, in their order; where the run adds
// to a dataset others may stand before and behind them.
func (p *publication) lists(m *dataset.Manifest) bool {
	for _, t := range m.Tables {
		parts, n := p.of(t.Name), 0
		for _, f := range t.Files {
			if n < len(parts) && parts[n].SHA256 == f.SHA256 {
				n++
			}
		}
		if n < len(parts) || p.options.Base == "" && n > 0 && n < len(t.Files) {
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
	m := &dataset.Manifest{
		Format: dataset.Format, SchemaVersion: schemas.Version,
		ProgramVersion: p.options.Version, ConfigDigest: p.options.Config, Counters: p.counts,
		Text: p.options.Text, About: p.options.About,
	}
	if p.base != nil {
		m.Additions = p.base.Additions + 1
	}
	joined, err := p.join(ctx)
	if err != nil {
		return nil, err
	}
	further, err := p.addCopies(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range schemas.Tables() {
		former, parts := p.formerFiles(t.Name), p.of(t.Name)
		made, remade := joined.tables[t.Name]
		if remade {
			former, parts = nil, made
		}
		replaced := further[t.Name]
		if len(former)+len(parts)+len(replaced) == 0 {
			empty, err := writeEmpty(ctx, p.store, p.options, t, p.number(t.Name))
			if err != nil {
				return nil, err
			}
			parts = []schemas.Part{empty}
		}
		m.Tables = append(m.Tables, p.listed(t.Name, former, replaced, parts))
	}
	p.keepState(m, joined.state)
	for _, f := range descriptions(m) {
		sum := sha256.Sum256(f.data)
		m.Files = append(m.Files, dataset.File{Path: f.name, Bytes: int64(len(f.data)), SHA256: hex.EncodeToString(sum[:])})
	}
	return m, nil
}

// keepState lists what a run needs that adds to the dataset. It holds words of the articles, so
// that a dataset without texts has none.
func (p *publication) keepState(m *dataset.Manifest, state map[string]schemas.Part) {
	if m.Text != schemas.TextFull {
		return
	}
	for kind, part := range state {
		m.Files = append(m.Files, dataset.File{Path: dataset.StatePath(kind, m.Additions), Bytes: part.Bytes, SHA256: part.SHA256})
	}
	for _, part := range p.of(schemas.Ledger) {
		m.Files = append(m.Files, dataset.File{Path: dataset.StatePath(stateRecords, m.Additions), Bytes: part.Bytes, SHA256: part.SHA256})
	}
	slices.SortFunc(m.Files, func(a, b dataset.File) int { return cmp.Compare(a.Path, b.Path) })
}

// joins are the files that take all batches.
type joins struct {
	tables map[string][]schemas.Part // sources and disputes
	state  map[string]schemas.Part   // by kind
}

// join makes the tables that take all batches, and keeps what they are made of for a run that
// adds to the dataset.
func (p *publication) join(ctx context.Context) (j joins, err error) {
	j = joins{tables: map[string][]schemas.Part{}, state: map[string]schemas.Part{}}
	sources, err := p.keeper(ctx, schemas.Sources)
	if err != nil {
		return j, err
	}
	defer sources.abort()
	if j.tables[schemas.Sources], err = writeSources(ctx, p.store, p.options, p.spills(spillTable, schemas.Sources), p.counts, p.number(schemas.Sources), sources.add); err != nil {
		return j, err
	}
	events, err := p.keeper(ctx, stateEvents)
	if err != nil {
		return j, err
	}
	defer events.abort()
	between, err := compareEvents(ctx, p.store, p.language, p.spills(eventTable, stateEvents), p.counts, events.add)
	if err != nil {
		return j, err
	}
	disputes, err := p.keeper(ctx, schemas.Disputes)
	if err != nil {
		return j, err
	}
	defer disputes.abort()
	all := append(p.spills(disputeTable, schemas.Disputes), between...)
	if j.tables[schemas.Disputes], err = writeDisputes(ctx, p.store, p.options, all, p.counts, p.number(schemas.Disputes), disputes.add); err != nil {
		return j, err
	}
	for _, k := range []*keeper{sources, events, disputes} {
		if j.state[k.kind], err = k.close(); err != nil {
			return j, err
		}
	}
	return j, nil
}

// spills returns the files of a table of spills, with those that the dataset has kept.
func (p *publication) spills(table, kind string) []string {
	var out []string
	if p.base != nil {
		if name, ok := p.base.State(kind); ok {
			out = append(out, name)
		}
	}
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

// listed lists the files of a table: those of the dataset that the run adds to, of which some
// are replaced, and new ones, whose numbers go on from there.
func (p *publication) listed(table string, former []dataset.File, replaced map[int]schemas.Part, parts []schemas.Part) dataset.Table {
	t := dataset.Table{Name: table, Files: slices.Clone(former)}
	number := p.number(table)
	total := number + len(replaced) + len(parts)
	file := func(part schemas.Part) dataset.File {
		number++
		return dataset.File{
			Path: dataset.PartPath(table, number-1, total), Rows: part.Rows, Bytes: part.Bytes, SHA256: part.SHA256,
		}
	}
	for _, i := range slices.Sorted(maps.Keys(replaced)) {
		if i < len(former) {
			t.Files[i] = file(replaced[i])
		} else {
			t.Files = append(t.Files, file(replaced[i]))
		}
	}
	for _, part := range parts {
		t.Files = append(t.Files, file(part))
	}
	for _, f := range t.Files {
		t.Rows += f.Rows
		t.Bytes += f.Bytes
	}
	return t
}

// writeEmpty writes a part without rows, which shows the columns of a table.
func writeEmpty(ctx context.Context, s *store, o Options, t schemas.Table, number int) (schemas.Part, error) {
	name := publishTemp(t.Name, number)
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
		{dataset.CardFile, dataset.Card(m)},
	}
}

// carryOut does what the journal says, as far as it is not yet done.
func (p *publication) carryOut(ctx context.Context, m *dataset.Manifest) error {
	if err := p.store.remove(ctx, dataset.ManifestFile); err != nil {
		return err
	}
	if err := p.store.removeStale(ctx, m); err != nil {
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
func (s *store) removeStale(ctx context.Context, m *dataset.Manifest) error {
	keep := map[string]bool{}
	for _, f := range m.AllFiles() {
		keep[f.Path] = true
	}
	stale, err := s.partFiles(ctx)
	if err != nil {
		return err
	}
	stale = slices.DeleteFunc(stale, func(name string) bool { return keep[name] })
	return s.removeAll(ctx, stale)
}

// move gives the files their final names. Which temporary file is which follows from the
// manifest and the parts, so that a further attempt needs nothing else.
func (p *publication) move(ctx context.Context, m *dataset.Manifest) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(requests)
	there := map[string]bool{}
	if p.base != nil {
		for _, f := range p.base.AllFiles() {
			there[f.Path] = true
		}
	}
	move := func(from string, f dataset.File) {
		group.Go(func() error { return p.store.move(ctx, from, f.Path, f.Bytes) })
	}
	for _, t := range m.Tables {
		parts := p.of(t.Name)
		for _, f := range t.Files {
			number, _ := dataset.PartNumber(f.Path)
			switch {
			case there[f.Path]:
			case len(parts) > 0 && parts[0].SHA256 == f.SHA256:
				move(parts[0].Temp, f)
				parts = parts[1:]
			default:
				move(publishTemp(t.Name, number), f)
			}
		}
	}
	for _, kind := range []string{schemas.Sources, stateEvents, schemas.Disputes, stateRecords} {
		from := stateTemp(kind)
		if kind == stateRecords && len(p.of(schemas.Ledger)) > 0 {
			from = p.of(schemas.Ledger)[0].Temp
		}
		name, _ := m.State(kind)
		for _, f := range m.Files {
			if f.Path == name {
				move(from, f)
			}
		}
	}
	return group.Wait()
}

// partFiles lists the part files of all tables, and those of the state.
func (s *store) partFiles(ctx context.Context) ([]string, error) {
	out, err := s.list(ctx, dataset.StateDir+"/*-*.s2")
	if err != nil {
		return nil, err
	}
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
