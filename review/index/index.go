package index

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"

	"github.com/klauspost/compress/zstd"

	"github.com/volgens/volgens/schemas/dataset"
)

// Options say where an index is kept.
type Options struct {
	// Cache is the folder of the index files; "" for the user's own (os.UserCacheDir).
	Cache string
	// Progress is called while an index is built; nil for silence.
	Progress func(Progress)
}

// Index answers questions about a dataset. It may be used by several goroutines.
type Index struct {
	fs       fs.FS
	m        *dataset.Manifest
	sha256   string
	db       *sql.DB
	dec      *zstd.Decoder
	n        int // claims
	segments int // of the lists of words

	ids     []uint64
	idOrder []uint32 // rows in the order of ids

	facets map[Facet]*facetColumn
	keys   map[Order]func() []uint32

	cache sync.Mutex
	order map[orderOf][]uint32 // rows in an order, the latest few
	whole map[Facet][]int      // counts over all rows

	marks marks
}

type orderOf struct {
	by   Order
	desc bool
}

// facetColumn is a facet of the dataset: for each row the code of its value.
type facetColumn struct {
	vector
	values []string
	labels []string // the same as values but for sources
	codes  map[string]uint32
	sort   []uint32 // code to rank of the label; made when first asked for
}

// Open opens the index of a dataset, building it where there is none for this manifest.
func Open(ctx context.Context, fsys fs.FS, o Options) (*Index, error) {
	m, err := dataset.Open(fsys)
	if err != nil {
		return nil, err
	}
	manifest, err := fs.ReadFile(fsys, dataset.ManifestFile)
	if err != nil {
		return nil, err
	}
	dir, err := cacheDir(o.Cache)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, fileName(manifest))
	ix := &Index{fs: fsys, m: m}
	sum := sha256.Sum256(manifest)
	ix.sha256 = hex.EncodeToString(sum[:])
	if err = ix.load(ctx, path); err == nil {
		touch(path)
	}
	if err == nil || !missingFile(err) && !errors.Is(err, errDamaged) {
		return ix, err
	}
	if err := build(ctx, fsys, m, path, o.Progress); err != nil {
		return nil, err
	}
	if err := ix.load(ctx, path); err != nil {
		return nil, fmt.Errorf("index %s: %w", path, err)
	}
	return ix, nil
}

// Close lets go of the index file.
func (ix *Index) Close() error {
	ix.dec.Close()
	return ix.db.Close()
}

// Len returns the number of claims.
func (ix *Index) Len() int { return ix.n }

// Manifest returns the manifest of the dataset.
func (ix *Index) Manifest() *dataset.Manifest { return ix.m }

// ManifestSHA256 returns the checksum by which decisions name the dataset.
func (ix *Index) ManifestSHA256() string { return ix.sha256 }

// load reads the columns of a finished index.
func (ix *Index) load(ctx context.Context, path string) (err error) {
	if ix.db, err = openFile(path); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			ix.db.Close()
			if !missingFile(err) && ctx.Err() == nil {
				err = fmt.Errorf("%w: %w", errDamaged, err)
			}
		}
	}()
	if ix.dec, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(2), zstd.WithDecoderMaxMemory(256<<20)); err != nil {
		return err
	}
	if ix.n, err = ix.metaNumber(ctx, "claims"); err != nil {
		return err
	}
	if ix.segments, err = ix.metaNumber(ctx, "segments"); err != nil {
		return err
	}
	if err := ix.loadIDs(ctx); err != nil {
		return err
	}
	if err := ix.loadFacets(ctx); err != nil {
		return err
	}
	return ix.loadKeys(ctx)
}

func (ix *Index) metaNumber(ctx context.Context, name string) (int, error) {
	var text string
	if err := ix.db.QueryRowContext(ctx, "select value from meta where name = ?", name).Scan(&text); err != nil {
		return 0, err
	}
	return strconv.Atoi(text)
}

func (ix *Index) column(ctx context.Context, name string) (data []byte, err error) {
	err = ix.db.QueryRowContext(ctx, "select data from columns where name = ?", name).Scan(&data)
	return data, err
}

func (ix *Index) vector(ctx context.Context, name string) (vector, error) {
	data, err := ix.column(ctx, name)
	if err != nil {
		return vector{}, err
	}
	return parseVector(data, ix.n)
}

func (ix *Index) loadIDs(ctx context.Context) error {
	data, err := ix.column(ctx, "id")
	if err != nil {
		return err
	}
	if len(data) != 8*ix.n {
		return fmt.Errorf("%d bytes of ids", len(data))
	}
	ix.ids = make([]uint64, ix.n)
	for i := range ix.ids {
		ix.ids[i] = binary.LittleEndian.Uint64(data[8*i:])
	}
	order, err := ix.vector(ctx, "id.order")
	ix.idOrder = order.u32
	return err
}

func (ix *Index) loadFacets(ctx context.Context) error {
	ix.facets = map[Facet]*facetColumn{}
	for _, f := range facetColumns {
		c := &facetColumn{}
		var err error
		if c.vector, err = ix.vector(ctx, string(f)); err != nil {
			return err
		}
		data, err := ix.column(ctx, "dict."+string(f))
		if err != nil {
			return err
		}
		var d savedDict
		if err := json.Unmarshal(data, &d); err != nil {
			return err
		}
		c.values, c.labels = d.Values, d.Labels
		if len(c.labels) == 0 {
			c.labels = c.values
		}
		c.codes = make(map[string]uint32, len(c.values))
		for code, v := range c.values {
			c.codes[v] = uint32(code)
		}
		ix.facets[f] = c
	}
	return nil
}

// loadKeys sets up by what rows are sorted.
func (ix *Index) loadKeys(ctx context.Context) error {
	ix.order = map[orderOf][]uint32{}
	ix.whole = map[Facet][]int{}
	ix.marks.codes = make([]uint32, ix.n)
	ix.marks.reset()
	ix.keys = map[Order]func() []uint32{}
	for order, name := range map[Order]string{
		ByDate: "key.date", ByWorth: "key.worth", ByConfidence: "key.confidence", ByStance: "key.stance", ByClaim: "key.claim",
	} {
		v, err := ix.vector(ctx, name)
		if err != nil {
			return err
		}
		ix.keys[order] = func() []uint32 { return v.u32 }
	}
	for order, facet := range map[Order]Facet{BySource: FacetSource, ByOutlet: FacetOutlet, ByTarget: FacetTarget, ByKind: FacetKind} {
		ix.keys[order] = func() []uint32 { return ix.facetKeys(facet) }
	}
	return nil
}

// facetKeys returns keys that sort rows by the labels of a facet; ix.cache is held.
func (ix *Index) facetKeys(f Facet) []uint32 {
	c := ix.facets[f]
	if c.sort == nil {
		c.sort = rankLabels(c.labels)
	}
	out := make([]uint32, ix.n)
	for row := range out {
		out[row] = c.sort[c.at(uint32(row))]
	}
	return out
}

// rankLabels returns the rank of each label, accents folded; one without letters is missing.
func rankLabels(labels []string) []uint32 {
	folded := make([]string, len(labels))
	for i, l := range labels {
		folded[i] = Fold(l)
	}
	order := identity(len(labels))
	slices.SortFunc(order, func(a, b uint32) int { return compareFolded(folded[a], folded[b]) })
	ranks := make([]uint32, len(labels))
	for i, code := range order {
		ranks[code] = uint32(i)
		if i > 0 && folded[code] == folded[order[i-1]] {
			ranks[code] = ranks[order[i-1]]
		}
	}
	for i, l := range labels {
		if l == "" {
			ranks[i] = missing
		}
	}
	return ranks
}

func compareFolded(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// maxOrders is how many orders are kept: one takes four bytes a claim.
const maxOrders = 6

// rows returns all rows in an order, nil for that of the dataset.
func (ix *Index) rows(o Order, desc bool) ([]uint32, error) {
	if o == ByArticle {
		return nil, nil
	}
	keys, ok := ix.keys[o]
	if !ok {
		return nil, fmt.Errorf("%w in the order %q", ErrQuery, o)
	}
	ix.cache.Lock()
	defer ix.cache.Unlock()
	at := orderOf{o, desc}
	if rows, ok := ix.order[at]; ok {
		return rows, nil
	}
	if len(ix.order) >= maxOrders {
		clear(ix.order)
	}
	rows := sorted(keys(), desc)
	ix.order[at] = rows
	return rows, nil
}

// row returns the row of a claim.
func (ix *Index) row(claimID string) (uint32, bool) {
	id, err := strconv.ParseUint(claimID, 16, 64)
	if err != nil || len(claimID) != 16 {
		return 0, false
	}
	i, ok := slices.BinarySearchFunc(ix.idOrder, id, func(row uint32, id uint64) int {
		switch x := ix.ids[row]; {
		case x < id:
			return -1
		case x > id:
			return 1
		}
		return 0
	})
	if !ok {
		return 0, false
	}
	return ix.idOrder[i], true
}

// id returns the id of the claim of a row.
func (ix *Index) id(row uint32) string { return fmt.Sprintf("%016x", ix.ids[row]) }

// Size returns the bytes of the index file of a dataset in a cache folder, 0 where it has
// none.
func Size(fsys fs.FS, o Options) (int64, error) {
	manifest, err := fs.ReadFile(fsys, dataset.ManifestFile)
	if err != nil {
		return 0, err
	}
	dir, err := cacheDir(o.Cache)
	if err != nil {
		return 0, err
	}
	info, err := os.Stat(filepath.Join(dir, fileName(manifest)))
	if missingFile(err) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
