package write

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
)

// Kinds of files of dataset.StateDir, besides schemas.Sources and schemas.Disputes.
const (
	stateEvents  = "events"
	stateRecords = "records"
)

// ErrOtherMaking is returned by PrepareAddition for a dataset that another version of the
// program made, or another configuration: its rows and the new ones would not be of a kind.
var ErrOtherMaking = errors.New("cannot be added to")

// ErrChanged is returned where the dataset that a run adds to is no longer the one that it
// began with.
var ErrChanged = errors.New("has changed while the run was under way; nothing was added")

// PrepareAddition makes a folder ready for a run that adds to the dataset there. It returns o
// with its base, and the manifest of the dataset; nil and o as it was where none is
// there, for then the run makes it.
func PrepareAddition(ctx context.Context, o Options) (Options, *dataset.Manifest, error) {
	err := Prepare(ctx, o.Dir, false)
	if !errors.Is(err, ErrExists) {
		return o, nil, err
	}
	s, err := openStore(ctx, o.Dir)
	if err != nil {
		return o, nil, err
	}
	defer s.close()
	data, err := s.read(ctx, dataset.ManifestFile)
	if err != nil {
		return o, nil, err
	}
	m, err := dataset.ParseManifest(data)
	if err == nil {
		err = sameMaking(o, m)
	}
	if err != nil {
		return o, nil, fmt.Errorf("%s %w: %w", o.Dir, ErrOtherMaking, err)
	}
	if err := s.removeTemps(ctx); err != nil {
		return o, nil, err
	}
	o.Base, o.Ledger = digest(data), dataset.StatePath(stateRecords, m.Additions)
	return o, m, s.probe(ctx)
}

// sameMaking fails where the rows of a dataset are of another making than those of a run.
func sameMaking(o Options, m *dataset.Manifest) error {
	_, kept := m.State(stateRecords)
	switch {
	case m.ProgramVersion != o.Version:
		return fmt.Errorf("version %s of the program made it, this is %s", m.ProgramVersion, o.Version)
	case m.ConfigDigest != o.Config:
		return errors.New("another configuration made it (languages, language data, topics, sources or input keys differ)")
	case m.Text != schemas.TextFull:
		return fmt.Errorf("it was made with --text %s, and what an addition needs holds words of the articles", m.Text)
	case !kept:
		return fmt.Errorf("it lacks %s, which says what it was made of", dataset.StatePath(stateRecords, m.Additions))
	}
	return nil
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// add publishes the parts beside those of the dataset of the base. Until the manifest is
// replaced, in one step, the former dataset is whole; what the journal lists besides it is
// removed by the next run.
func (p *publication) add(ctx context.Context) (*dataset.Manifest, error) {
	data, err := p.store.read(ctx, dataset.ManifestFile)
	if err != nil {
		return nil, err
	}
	current, err := dataset.ParseManifest(data)
	if err != nil {
		return nil, err
	}
	if digest(data) != p.options.Base {
		if !p.lists(current) {
			return nil, ErrChanged
		}
		return current, p.store.tidyUp(ctx, current) // a former attempt has come this far
	}
	p.base = current
	if len(p.of(schemas.Ledger)) == len(p.parts) && len(p.copies) == 0 {
		return current, p.store.removeTemps(ctx) // nothing is new
	}
	m, err := p.manifest(ctx, dataset.JournalFile)
	if err != nil {
		return nil, err
	}
	if m == nil {
		p.addCounts()
		if m, err = p.build(ctx); err != nil {
			return nil, err
		}
		if err := p.store.put(ctx, dataset.JournalFile, m.Bytes()); err != nil {
			return nil, err
		}
	}
	return m, p.carryOutAddition(ctx, m)
}

// addCounts adds the numbers of the base, but those of the tables that are made anew.
func (p *publication) addCounts() {
	for name, n := range p.base.Counters {
		table, _, _ := strings.Cut(name, ".")
		if table != schemas.Sources && table != schemas.Disputes && !strings.HasPrefix(name, schemas.WorkPrefix) {
			p.counts[name] += n
		}
	}
}

func (p *publication) carryOutAddition(ctx context.Context, m *dataset.Manifest) error {
	if err := p.move(ctx, m); err != nil {
		return err
	}
	if err := p.store.put(ctx, manifestTemp, m.Bytes()); err != nil {
		return err
	}
	if err := p.store.move(ctx, manifestTemp, dataset.ManifestFile, int64(len(m.Bytes()))); err != nil {
		return err
	}
	return p.store.tidyUp(ctx, m)
}

// manifestTemp is the new manifest until it takes the place of the old one.
const manifestTemp = dataset.TempDir + "/" + schemas.Documents + "-manifest.json"

// tidyUp brings what stands beside the tables up to the manifest, and removes what it does
// not list; the journal last, which says that this is to be done.
func (s *store) tidyUp(ctx context.Context, m *dataset.Manifest) error {
	for _, f := range descriptions(m) {
		if err := s.put(ctx, f.name, f.data); err != nil {
			return err
		}
	}
	if err := s.removeStale(ctx, m); err != nil {
		return err
	}
	if err := s.removeTemps(ctx); err != nil {
		return err
	}
	return s.remove(ctx, dataset.JournalFile)
}

// settle ends what a run has left half done beside a finished dataset: files that the
// manifest does not list are removed. It returns the state afterwards.
func (s *store) settle(ctx context.Context, st state) (state, error) {
	if !st.finished || !st.journal {
		return st, nil
	}
	manifest, err := s.read(ctx, dataset.ManifestFile)
	if err != nil {
		return st, err
	}
	m, err := dataset.ParseManifest(manifest)
	if err != nil {
		return st, nil // of another version: only to be replaced
	}
	journal, err := s.read(ctx, dataset.JournalFile)
	if err != nil {
		return st, err
	}
	st.journal = false
	if bytes.Equal(journal, manifest) {
		return st, s.tidyUp(ctx, m)
	}
	if err := s.removeStale(ctx, m); err != nil {
		return st, err
	}
	return st, s.remove(ctx, dataset.JournalFile)
}

// formerFiles returns the files of a table of the base; none where its only file shows but
// the columns, and others come.
func (p *publication) formerFiles(table string) []dataset.File {
	if p.base == nil {
		return nil
	}
	t, _ := p.base.Table(table)
	aligned := schemas.Documents // tables whose files go with those of documents
	if table == schemas.Rejects {
		aligned = schemas.Rejects
	}
	if of, _ := p.base.Table(aligned); of.Rows == 0 && len(p.of(aligned)) > 0 {
		return nil
	}
	return t.Files
}

// number returns the number of the next part file of a table.
func (p *publication) number(table string) int {
	next := 0
	if p.base != nil {
		t, _ := p.base.Table(table)
		for _, f := range t.Files {
			if n, ok := dataset.PartNumber(f.Path); ok {
				next = max(next, n+1)
			}
		}
	}
	return next
}

// keeper writes a file of the state.
type keeper struct {
	kind string
	*spillWriter
	closed bool
}

func stateTemp(kind string) string {
	return dataset.TempDir + "/" + schemas.Documents + "-state-" + kind
}

func (p *publication) keeper(ctx context.Context, kind string) (*keeper, error) {
	w, err := newSpillWriter(ctx, p.store, "", stateTemp(kind))
	return &keeper{kind: kind, spillWriter: w}, err
}

func (k *keeper) close() (schemas.Part, error) {
	k.closed = true
	return k.spillWriter.close()
}

// abort gives up the file unless it is complete.
func (k *keeper) abort() {
	if !k.closed {
		k.file.abort()
	}
}

// addCopies adds the copies to the rows of their documents, or to the rejects where these are.
// It returns the new files by table and by the place of the file they replace; behind the
// last for a further one.
func (p *publication) addCopies(ctx context.Context) (map[string]map[int]schemas.Part, error) {
	if p.base == nil || len(p.copies) == 0 {
		return nil, nil
	}
	left := map[string]schemas.Copy{}
	for _, c := range p.copies {
		left[c.DocID] = c
	}
	documents, err := p.copiesOfDocuments(ctx, left)
	if err != nil {
		return nil, err
	}
	rejects, err := p.copiesOfRejects(ctx, left)
	return map[string]map[int]schemas.Part{schemas.Documents: documents, schemas.Rejects: rejects}, err
}

// copiesOfDocuments makes the files of documents anew that have a row with a new place, and
// takes those copies from left.
func (p *publication) copiesOfDocuments(ctx context.Context, left map[string]schemas.Copy) (map[int]schemas.Part, error) {
	table, _ := schemas.TableNamed(schemas.Documents)
	out := map[int]schemas.Part{}
	for i, f := range p.formerFiles(schemas.Documents) {
		if len(left) == 0 {
			break
		}
		data, err := p.store.read(ctx, f.Path)
		if err != nil {
			return nil, err
		}
		type key struct {
			DocID string `parquet:"doc_id"`
		}
		ids, err := parquet.Read[key](bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.store.path(f.Path), err)
		}
		if !slices.ContainsFunc(ids, func(k key) bool { _, ok := left[k.DocID]; return ok }) {
			continue
		}
		k, err := newSink[schemas.Document](ctx, p.store, p.options, table, publishTemp(schemas.Documents, p.number(schemas.Documents)+len(out)))
		if err != nil {
			return nil, err
		}
		err = eachRow(ctx, data, func(row schemas.Document) error {
			if c, ok := left[row.DocID]; ok {
				row.OtherURIs = append(row.OtherURIs, c.URIs...)
				p.counts["documents.copies"] += int64(len(c.URIs))
				delete(left, row.DocID)
			}
			return k.add(row)
		})
		if err != nil {
			k.abort()
			return nil, fmt.Errorf("%s: %w", p.store.path(f.Path), err)
		}
		if out[i], err = k.close(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// copiesOfRejects makes a file of rejects of the copies of documents that were rejected.
func (p *publication) copiesOfRejects(ctx context.Context, left map[string]schemas.Copy) (map[int]schemas.Part, error) {
	places := map[string][]string{}
	for _, c := range left {
		places[c.First] = c.URIs
	}
	var rows []schemas.Reject
	files := p.formerFiles(schemas.Rejects)
	for _, f := range files {
		if len(places) == 0 {
			break
		}
		data, err := p.store.read(ctx, f.Path)
		if err != nil {
			return nil, err
		}
		err = eachRow(ctx, data, func(row schemas.Reject) error {
			if row.Stage != "extract" {
				return nil
			}
			for _, uri := range places[row.URI] {
				again := row
				again.URI = strings.ToValidUTF8(uri, "\uFFFD")
				rows = append(rows, again)
				p.counts.Reject(again)
			}
			delete(places, row.URI)
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.store.path(f.Path), err)
		}
	}
	if len(rows) == 0 {
		return nil, nil
	}
	slices.SortStableFunc(rows, func(a, b schemas.Reject) int { return cmp.Compare(a.URI, b.URI) })
	table, _ := schemas.TableNamed(schemas.Rejects)
	part, err := writePart(ctx, p.store, p.options, table, publishTemp(schemas.Rejects, p.number(schemas.Rejects)), rows...)
	return map[int]schemas.Part{len(files): part}, err
}

// eachRow calls yield with the rows of a Parquet file.
func eachRow[T any](ctx context.Context, data []byte, yield func(T) error) error {
	file, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	r := parquet.NewGenericReader[T](file)
	defer func() { _ = r.Close() }() // only read
	for ctx.Err() == nil {
		buf := make([]T, rowsPerWrite)
		n, err := r.Read(buf)
		for _, row := range buf[:n] {
			if err := yield(row); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) || err == nil && n == 0 {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}
