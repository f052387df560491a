package index

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
)

// Progress says how far the building of an index is.
type Progress struct {
	Done, Total int64 // claims
}

// facetColumns are the facets that the dataset gives; those of the review come from marks.
var facetColumns = [nFacetColumns]Facet{
	FacetSource, FacetSourceKind, FacetKind, FacetVoice, FacetType, FacetStance, FacetTarget, FacetAct, FacetCertainty, FacetPolarity,
	FacetDistance, FacetWorth, FacetConfidence, FacetDisputed, FacetLang, FacetOutlet, FacetMonth, FacetRule, FacetCue,
}

const nFacetColumns = 19

// builder writes an index.
type builder struct {
	fs       fs.FS
	m        *dataset.Manifest
	db       *sql.DB
	progress func(Progress)

	n        int // rows so far
	total    int64
	segments int

	columns map[Facet]*vector
	dicts   map[Facet]*dict
	ids     []uint64
	dates   []uint32
	worth   []uint32
	sure    []uint32
	stance  []uint32
	begins  [][claimKey]byte // of the claims, folded

	words *postings

	disputed map[string]bool // claims that another contradicts, of the same article or not

	insertBlock, insertWord, insertDocument *sql.Stmt
}

// claimKey is how many bytes of a claim decide about its place in ByClaim.
const claimKey = 24

// build writes the index of a dataset to path, all or nothing.
func build(ctx context.Context, fsys fs.FS, m *dataset.Manifest, path string, progress func(Progress)) (err error) {
	prune(filepath.Dir(path))
	defer limitMemory()()
	temp := fmt.Sprintf("%s.%d.tmp", path, os.Getpid())
	defer os.Remove(temp)
	db, err := createFile(ctx, temp)
	if err != nil {
		return fmt.Errorf("index %s: %w", temp, err)
	}
	table, _ := m.Table(schemas.Claims)
	b := &builder{
		fs: fsys, m: m, db: db, progress: progress, total: table.Rows,
		columns: map[Facet]*vector{}, dicts: map[Facet]*dict{}, words: newPostings(), disputed: map[string]bool{},
	}
	err = b.run(ctx)
	if closed := db.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	if err := flush(temp); err != nil {
		return err
	}
	return os.Rename(temp, path)
}

// memoryWhileBuilding is where the garbage collector begins to work harder.
const memoryWhileBuilding = 400 << 20

// limitMemory bounds the memory of the building of an index, unless the user has set a limit
// (GOMEMLIMIT), and returns what lifts the bound.
func limitMemory() (lift func()) {
	before := debug.SetMemoryLimit(-1)
	if before != math.MaxInt64 {
		return func() {}
	}
	debug.SetMemoryLimit(memoryWhileBuilding)
	return func() { debug.SetMemoryLimit(before) }
}

// flush has the system put a file on disk, so that a finished index is a whole one.
func flush(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	err = f.Sync()
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

func (b *builder) run(ctx context.Context) error {
	if _, err := b.db.ExecContext(ctx, "begin"); err != nil {
		return err
	}
	if err := b.prepare(ctx); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{
		b.disputes, b.claims, b.flushWords, b.saveColumns, b.sources, b.meta,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	if _, err := b.db.ExecContext(ctx, keys); err != nil {
		return err
	}
	_, err := b.db.ExecContext(ctx, "commit")
	return err
}

func (b *builder) prepare(ctx context.Context) (err error) {
	for _, f := range facetColumns {
		b.dicts[f] = newDict()
		b.columns[f] = &vector{}
	}
	if b.insertBlock, err = b.db.PrepareContext(ctx, "insert into blocks values (?, ?)"); err != nil {
		return err
	}
	if b.insertWord, err = b.db.PrepareContext(ctx, "insert into words values (?, ?, ?, ?, ?)"); err != nil {
		return err
	}
	b.insertDocument, err = b.db.PrepareContext(ctx, "insert into documents values (?, ?, ?, ?, ?)")
	return err
}

// claims takes the claims in blocks from a goroutine that reads and packs them.
func (b *builder) claims(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for block := range readBlocks(ctx, b.fs, b.m) {
		if block.err != nil {
			return block.err
		}
		if err := b.block(ctx, block); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (b *builder) block(ctx context.Context, block block) error {
	for i := range block.rows {
		if err := b.claim(&block.rows[i], block.outlets[i]); err != nil {
			return err
		}
	}
	if len(block.data) > 0 {
		if _, err := b.insertBlock.ExecContext(ctx, (b.n-1)/blockRows, block.data); err != nil {
			return err
		}
	}
	for _, d := range block.docs {
		if _, err := b.insertDocument.ExecContext(ctx, d.id, d.part, d.first, d.n, d.url); err != nil {
			return err
		}
	}
	if b.progress != nil {
		b.progress(Progress{Done: int64(b.n), Total: b.total})
	}
	if b.words.bytes < segmentBytes {
		return nil
	}
	return b.flushWords(ctx)
}

// claim puts a claim into the columns and the lists of words.
func (b *builder) claim(c *schemas.Claim, outlet string) error {
	id, err := strconv.ParseUint(c.ClaimID, 16, 64)
	if err != nil || len(c.ClaimID) != 16 {
		return fmt.Errorf("claim_id %q is no id", c.ClaimID)
	}
	b.ids = append(b.ids, id)
	for i, v := range facetValues(c, outlet, c.Disputed || b.disputed[c.ClaimID]) {
		label := v
		if facetColumns[i] == FacetSource {
			label = deref(c.SourceName)
		}
		f := facetColumns[i]
		b.columns[f].add(b.dicts[f].code(v, label))
	}
	b.dates = append(b.dates, dateKey(c.PublishedAt))
	b.worth = append(b.worth, floatKey(c.Checkworthiness))
	b.sure = append(b.sure, floatKey(c.Confidence))
	b.stance = append(b.stance, stanceKey(c.StanceScore))
	var begin [claimKey]byte
	copy(begin[:], Fold(c.Claim[:cut(c.Claim, 2*claimKey)]))
	b.begins = append(b.begins, begin)
	b.words.add(uint32(b.n), c.ClaimStandalone, c.Context, deref(c.SourceName), deref(c.SourceRole), deref(c.SourceAffiliation), deref(c.Title))
	b.n++
	return nil
}

// cut returns n, or the end of the last code point before it.
func cut(s string, n int) int {
	if n >= len(s) {
		return len(s)
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return n
}

// facetValues returns the values of facetColumns.
func facetValues(c *schemas.Claim, outlet string, disputed bool) [nFacetColumns]string {
	return [nFacetColumns]string{
		deref(c.SourceID), c.SourceKind, c.ClaimKind, c.Voice, deref(c.Type), deref(c.Stance), deref(c.Target), c.Act, c.Certainty, c.Polarity,
		c.Distance, band(c.Checkworthiness), band(c.Confidence), yesNo(disputed), c.Lang, outlet, month(c.PublishedAt), c.Rule, deref(c.CueLemma),
	}
}

// bands are the tenths by which numbers from 0 to 1 are counted.
var bands = [...]string{"0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9"}

// band returns the lower end of the tenth in which a number lies; 1 belongs to the last.
func band(x float64) string {
	return bands[min(max(int(x*10+1e-9), 0), len(bands)-1)]
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func month(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format("2006-01")
}

// year1 is when dateKey begins to count.
var year1 = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)

// dateKey counts minutes.
func dateKey(t *time.Time) uint32 {
	if t == nil {
		return missing
	}
	return uint32(min(max((t.Unix()-year1.Unix())/60, 0), missing-1))
}

func stanceKey(score *float64) uint32 {
	if score == nil {
		return missing
	}
	return floatKey(*score)
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// flushWords writes the segment of words that is in memory.
func (b *builder) flushWords(ctx context.Context) error {
	if len(b.words.lists) == 0 {
		return nil
	}
	if err := b.words.save(ctx, b.insertWord, b.segments); err != nil {
		return err
	}
	b.segments++
	return nil
}

// saveColumns writes the columns with the dictionaries of those that have one.
func (b *builder) saveColumns(ctx context.Context) error {
	for _, f := range facetColumns {
		if err := b.saveColumn(ctx, string(f), b.columns[f].bytes()); err != nil {
			return err
		}
		data, err := json.Marshal(savedDict{Values: b.dicts[f].values, Labels: labelsOf(f, b.dicts[f])})
		if err != nil {
			return err
		}
		if err := b.saveColumn(ctx, "dict."+string(f), data); err != nil {
			return err
		}
		delete(b.columns, f)
		delete(b.dicts, f)
	}
	for name, keys := range map[string][]uint32{
		"key.date": b.dates, "key.worth": b.worth, "key.confidence": b.sure, "key.stance": b.stance,
		"key.claim": rankBegins(b.begins), "id.order": rankIDs(b.ids),
	} {
		if err := b.saveColumn(ctx, name, vector{u32: keys}.bytes()); err != nil {
			return err
		}
	}
	ids := make([]byte, 0, 8*len(b.ids))
	for _, id := range b.ids {
		ids = binary.LittleEndian.AppendUint64(ids, id)
	}
	return b.saveColumn(ctx, "id", ids)
}

// savedDict is a dictionary on disk. Labels are left out where they are the values.
type savedDict struct {
	Values []string `json:"values"`
	Labels []string `json:"labels,omitempty"`
}

func labelsOf(f Facet, d *dict) []string {
	if f == FacetSource {
		return d.labels
	}
	return nil
}

func (b *builder) saveColumn(ctx context.Context, name string, data []byte) error {
	_, err := b.db.ExecContext(ctx, "insert into columns values (?, ?)", name, data)
	return err
}

// rankBegins returns for each row the rank of its key, the same for the same key.
func rankBegins(begins [][claimKey]byte) []uint32 {
	rows := identity(len(begins))
	slices.SortFunc(rows, func(a, b uint32) int { return bytes.Compare(begins[a][:], begins[b][:]) })
	ranks := make([]uint32, len(rows))
	rank := uint32(0)
	for i, row := range rows {
		if i > 0 && begins[row] != begins[rows[i-1]] {
			rank++
		}
		ranks[row] = rank
	}
	return ranks
}

// rankIDs returns the rows in the order of their ids.
func rankIDs(ids []uint64) []uint32 {
	rows := identity(len(ids))
	slices.SortFunc(rows, func(a, b uint32) int { return cmp.Compare(ids[a], ids[b]) })
	return rows
}

func identity(n int) []uint32 {
	out := make([]uint32, n)
	for i := range out {
		out[i] = uint32(i)
	}
	return out
}

func (b *builder) meta(ctx context.Context) error {
	for name, n := range map[string]int{"claims": b.n, "segments": b.segments} {
		if _, err := b.db.ExecContext(ctx, "insert into meta values (?, ?)", name, strconv.Itoa(n)); err != nil {
			return err
		}
	}
	return nil
}
