package write

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/maphash"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/volgens/volgens/analysis/dispute"
	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
	"github.com/volgens/volgens/transforms"
)

const (
	eventTable   = "~events"   // Part.Table of a spill file of claims in their blocks
	disputeTable = "~disputes" // Part.Table of a spill file of rows of disputes

	disputesInMemory   = 50_000    // rows that are sorted at a time
	disputeRowsOfPart  = 1_000_000 // rows of a part file
	idLen, publishedAt = 16, 8     // bytes of an id and of a time in a key

	eventTail = 1 + publishedAt + 2*idLen // bytes behind the block in the key of an event
)

var errEvent = errors.New("not a record of events")

// eventRecords returns the claims of an article in the blocks where they meet those of
// others. The key is language, block, time of publication and ids, so that sorted records
// come block by block in the order of their publication.
func eventRecords(doc schemas.Document, events []dispute.Key, claims []schemas.Claim) []spillRecord {
	var out []spillRecord
	for i := range events {
		k := &events[i]
		if len(k.Blocks) == 0 || k.Claim >= len(claims) {
			continue
		}
		claim := &claims[k.Claim]
		value := appendStrings(nil, orEmpty(claim.SourceID))
		value = k.Append(value)
		tail := binary.BigEndian.AppendUint64(nil, uint64(k.Published)^1<<63)
		suffix := "\x00" + string(tail) + doc.DocID + claim.ClaimID
		for _, b := range k.Blocks {
			out = append(out, spillRecord{key: doc.Lang + "\x1d" + b + suffix, value: value})
		}
	}
	return out
}

// event is a record of eventRecords, read back.
type event struct {
	lang, block string
	dispute.Neighbour
}

// blockOf returns the language and the block of a record of eventRecords, "" where it is too short
// for one.
func blockOf(r spillRecord) string {
	return r.key[:max(0, len(r.key)-eventTail)]
}

func readEvent(r spillRecord, finders func(lang string) (*dispute.Finder, error)) (event, *dispute.Finder, error) {
	at := len(r.key) - eventTail
	lang, _, ok := strings.Cut(r.key, "\x1d")
	if at < 0 || !ok || r.key[at] != 0 {
		return event{}, nil, errEvent
	}
	e := event{lang: lang, block: r.key[:at]}
	e.DocID, e.ClaimID = r.key[at+1+publishedAt:at+1+publishedAt+idLen], r.key[len(r.key)-idLen:]
	d := spillDecoder{b: r.value}
	e.SourceID = d.string()
	finder, err := finders(lang)
	if err != nil {
		return event{}, nil, err
	}
	key, err := finder.Decode(d.b)
	if err != nil || d.bad {
		return event{}, nil, fmt.Errorf("claim %s: %w", e.ClaimID, errEvent)
	}
	e.Key = &key
	return e, finder, nil
}

// comparison compares the claims of different articles, block by block, and leaves the pairs in
// sorted files. It holds the claims of a window and limit rows.
type comparison struct {
	store   *store
	name    string // of its files
	finders func(lang string) (*dispute.Finder, error)
	counts  schemas.Counts
	limit   int

	block      string
	neighbours *dispute.Neighbours
	rows       []spillRecord
	files      []string
}

// recordsAtATime go to a comparison together.
const recordsAtATime = 256

// compareEvents merges the event files of all batches and compares the claims of each block,
// as many blocks at a time as there are cores. It returns the files of the disputes between
// articles; keep sees every record of an event.
func compareEvents(ctx context.Context, s *store, lang transforms.Language, spills []string, counts schemas.Counts, keep func(spillRecord) error) ([]string, error) {
	group, ctx := errgroup.WithContext(ctx)
	finders, n := findersOf(lang), runtime.GOMAXPROCS(0)
	comparisons, inputs, waiting := make([]*comparison, n), make([]chan []spillRecord, n), make([][]spillRecord, n)
	for i := range n {
		c := &comparison{store: s, name: fmt.Sprintf("disputes-found-%d", i), finders: finders, counts: schemas.Counts{}, limit: disputesInMemory / n}
		in := make(chan []spillRecord, 4)
		comparisons[i], inputs[i] = c, in
		group.Go(func() error { return c.run(ctx, in) })
	}
	send := func(i int) error {
		select {
		case inputs[i] <- waiting[i]:
			waiting[i] = nil
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	group.Go(func() error {
		seed := maphash.MakeSeed()
		err := mergeSpills(ctx, s, "disputes-events", spills, func(r spillRecord) error {
			i := int(maphash.String(seed, blockOf(r)) % uint64(n))
			waiting[i] = append(waiting[i], r)
			if err := keep(r); err != nil || len(waiting[i]) < recordsAtATime {
				return err
			}
			return send(i)
		})
		for i := range n {
			err = firstError(err, send(i))
			close(inputs[i])
		}
		return err
	})
	err := group.Wait()
	var files []string
	for _, c := range comparisons {
		counts.Add(c.counts)
		files = append(files, c.files...)
	}
	return files, err
}

// findersOf loads the data of each language once.
func findersOf(lang transforms.Language) func(string) (*dispute.Finder, error) {
	var mu sync.Mutex
	loaded := map[string]*dispute.Finder{}
	return func(code string) (*dispute.Finder, error) {
		mu.Lock()
		defer mu.Unlock()
		if f := loaded[code]; f != nil {
			return f, nil
		}
		f, err := lang.Disputes(code)
		loaded[code] = f
		return f, err
	}
}

// run compares what comes in, whole blocks.
func (c *comparison) run(ctx context.Context, in <-chan []spillRecord) error {
	for records := range in {
		for _, r := range records {
			if err := c.add(ctx, r); err != nil {
				return err
			}
		}
	}
	c.tally()
	return c.flush(ctx)
}

func (c *comparison) add(ctx context.Context, r spillRecord) error {
	e, finder, err := readEvent(r, c.finders)
	if err != nil {
		return err
	}
	if e.block != c.block {
		c.tally()
		c.block, c.neighbours = e.block, finder.Neighbours()
		c.counts["compare.blocks"]++
	}
	c.neighbours.Add(e.Neighbour, func(other dispute.Neighbour, v dispute.Verdict) {
		c.rows = append(c.rows, disputeRecord(disputeRow(other, e.Neighbour, v)))
	})
	if len(c.rows) < c.limit {
		return nil
	}
	return c.flush(ctx)
}

// tally adds the numbers of the block at hand to those of the run.
func (c *comparison) tally() {
	if c.neighbours == nil {
		return
	}
	c.counts["compare.pairs"] += c.neighbours.Pairs
	if c.neighbours.Full > 0 {
		c.counts["compare.blocks_cut"]++
	}
	c.neighbours = nil
}

// flush writes the rows at hand. Two claims may have met in several blocks.
func (c *comparison) flush(ctx context.Context) error {
	if len(c.rows) == 0 {
		return nil
	}
	slices.SortStableFunc(c.rows, bySpillKey)
	c.rows = slices.CompactFunc(c.rows, func(a, b spillRecord) bool { return a.key == b.key })
	part, err := writeSpill(ctx, c.store, disputeTable, fmt.Sprintf("%s/%s-%05d.spill", dataset.TempDir, c.name, len(c.files)), c.rows)
	c.files, c.rows = append(c.files, part.Temp), c.rows[:0]
	return err
}

func bySpillKey(a, b spillRecord) int { return strings.Compare(a.key, b.key) }

// disputeRow makes the row of two claims, the smaller id first.
func disputeRow(a, b dispute.Neighbour, v dispute.Verdict) schemas.Dispute {
	if a.ClaimID > b.ClaimID {
		a, b = b, a
	}
	return schemas.Dispute{
		ClaimA: a.ClaimID, ClaimB: b.ClaimID, DocA: a.DocID, DocB: b.DocID,
		SourceA: optional(a.SourceID), SourceB: optional(b.SourceID),
		Relation: string(v.Relation), Score: v.Score, Signals: v.Signals,
	}
}

func disputeRecord(d schemas.Dispute) spillRecord {
	b := appendStrings(nil, d.Relation, d.DocA, d.DocB, orEmpty(d.SourceA), orEmpty(d.SourceB))
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(d.Score))
	b = binary.AppendUvarint(b, uint64(len(d.Signals)))
	return spillRecord{key: d.ClaimA + " " + d.ClaimB, value: appendStrings(b, d.Signals...)}
}

func readDispute(r spillRecord) (schemas.Dispute, error) {
	a, b, ok := strings.Cut(r.key, " ")
	d := spillDecoder{b: r.value}
	row := schemas.Dispute{
		ClaimA: a, ClaimB: b, Relation: d.string(), DocA: d.string(), DocB: d.string(),
		SourceA: optional(d.string()), SourceB: optional(d.string()), Score: d.float(),
	}
	row.Signals = []string{}
	for range d.count() {
		row.Signals = append(row.Signals, d.string())
	}
	if !ok || d.bad || len(d.b) > 0 {
		return row, fmt.Errorf("dispute %q: %w", r.key, errSpill)
	}
	return row, nil
}

// writeDisputes merges the disputes within the articles, and those between them, into the
// part files of the table, numbered from first; keep sees those within an article.
func writeDisputes(ctx context.Context, s *store, o Options, spills []string, counts schemas.Counts, first int, keep func(spillRecord) error) ([]schemas.Part, error) {
	w := &partWriter[schemas.Dispute]{store: s, options: o, table: schemas.Disputes, first: first, most: disputeRowsOfPart}
	last := ""
	return w.close(mergeSpills(ctx, s, "disputes", spills, func(r spillRecord) error {
		if r.key == last {
			return nil // found in several blocks
		}
		last = r.key
		row, err := readDispute(r)
		if err != nil {
			return err
		}
		if row.DocA == row.DocB {
			if err := keep(r); err != nil {
				return err
			}
		}
		counts.Dispute(row)
		return w.add(ctx, row)
	}))
}
