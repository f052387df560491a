package write

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/claim"
	"github.com/volgens/volgens/analysis/coref"
	"github.com/volgens/volgens/analysis/dispute"
	"github.com/volgens/volgens/analysis/stance"
	"github.com/volgens/volgens/analysis/text"
	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/transforms"
)

// selectorLen is the length of claims.prefix and claims.suffix in code points.
const selectorLen = 32

// Rows are the rows of one article in all tables that have a doc_id, in the order of seq,
// and Sources, what the article adds to the rows of the table sources.
type Rows struct {
	Document     schemas.Document
	Segments     []schemas.Segment
	Attributions []schemas.Attribution
	Claims       []schemas.Claim
	Mentions     []schemas.Mention
	Sources      []schemas.Source  // counts of this article alone, sorted by source_id
	Disputes     []schemas.Dispute // between claims of this article

	events []spillRecord // the claims in the blocks where they meet those of other articles
}

// NewRows returns the rows of an analysed article. It fails where the analysis does not fit
// the text: a span outside of it, a segment missing, an index that points nowhere.
func NewRows(article transforms.Article) (*Rows, error) {
	b, err := newRowBuilder(article)
	if err != nil {
		return nil, err
	}
	b.attributions()
	b.mentions()
	b.claims()
	b.disputes()
	b.segments()
	b.document()
	b.sources()
	b.check()
	if len(b.errs) > 0 {
		return nil, b.errs[0]
	}
	return &b.rows, nil
}

// rowBuilder makes the rows of one article. Its methods note errors in errs and go on.
type rowBuilder struct {
	doc  *analysis.Document
	at   codePoints
	rows Rows
	errs []error

	sourceIDs      []string // by index of doc.Sources; "" for one that is not published
	attributionIDs []string // by index of doc.Attributions
}

func newRowBuilder(article transforms.Article) (*rowBuilder, error) {
	row, doc := article.Row, article.Analysis
	switch {
	case doc == nil:
		return nil, errors.New("not analysed")
	case doc.Text != row.Text:
		return nil, errors.New("analysis of another text")
	case len(row.Text) > math.MaxInt32:
		return nil, fmt.Errorf("text of %d bytes, more than offsets can hold", len(row.Text))
	case !utf8.ValidString(row.Text):
		return nil, errors.New("text is not UTF-8")
	}
	row.DocID = cmp.Or(row.DocID, schemas.DocID(row.Text))
	row.SHA256 = cmp.Or(row.SHA256, schemas.TextSHA256(row.Text))
	row.Lang, row.LangConfidence = doc.Lang, doc.LangConfidence
	cleanDocument(&row)
	b := &rowBuilder{doc: doc, at: newCodePoints(row.Text), rows: Rows{Document: row}}
	b.sourceIDs = make([]string, len(doc.Sources))
	for i, s := range doc.Sources {
		b.sourceIDs[i] = sourceID(s, row.DocID)
	}
	return b, nil
}

// cleanDocument makes the words that came with the text valid UTF-8, as Parquet's readers
// demand: the name of a file may be any bytes.
func cleanDocument(row *schemas.Document) {
	row.URI = strings.ToValidUTF8(row.URI, "\uFFFD")
	for _, s := range []**string{&row.RecordID, &row.URL, &row.Outlet, &row.Title, &row.Byline} {
		if *s != nil {
			clean := strings.ToValidUTF8(**s, "\uFFFD")
			*s = &clean
		}
	}
	if row.PublishedAt != nil {
		utc := row.PublishedAt.UTC().Truncate(time.Microsecond)
		row.PublishedAt = &utc
	}
}

// sourceID returns the id under which a source is published, "" for one that is nobody in
// particular.
func sourceID(s coref.Source, docID string) string {
	if s.Kind == coref.Implicit || s.Kind == coref.Author {
		return ""
	}
	if s.ID != "" {
		return s.ID
	}
	if s.Named {
		docID = ""
	}
	return schemas.SourceID(s.Name, string(s.Kind), docID)
}

func (b *rowBuilder) fail(format string, args ...any) {
	b.errs = append(b.errs, fmt.Errorf(format, args...))
}

// span converts a span; what names its place.
func (b *rowBuilder) span(what string, s text.Span) schemas.Span {
	out, err := b.at.span(s)
	if err != nil {
		b.fail("%s: %w", what, err)
	}
	return out
}

func (b *rowBuilder) spans(what string, spans []text.Span) []schemas.Span {
	out := make([]schemas.Span, len(spans))
	for i, s := range spans {
		out[i] = b.span(what, s)
		if i > 0 && out[i].Start < out[i-1].End {
			b.fail("%s: pieces overlap or stand in no order", what)
		}
	}
	return out
}

// words returns the words of spans, pieces joined by an ellipsis between blanks.
func (b *rowBuilder) words(spans []text.Span) string {
	if len(spans) == 1 {
		return b.slice(spans[0])
	}
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = b.slice(s)
	}
	return strings.Join(parts, schemas.Ellipsis)
}

// slice returns the words of a span, none of one that span has refused.
func (b *rowBuilder) slice(s text.Span) string {
	if s.Start < 0 || s.End < s.Start || s.End > len(b.doc.Text) {
		return ""
	}
	return s.In(b.doc.Text)
}

// source returns the source of that index, nil for an implicit or unpublished one.
func (b *rowBuilder) source(i int) (*coref.Source, *string) {
	switch {
	case i < 0:
		return nil, nil
	case i >= len(b.doc.Sources):
		b.fail("source %d of %d", i, len(b.doc.Sources))
		return nil, nil
	case b.sourceIDs[i] == "":
		return nil, nil
	}
	return &b.doc.Sources[i], &b.sourceIDs[i]
}

// The checks of rows against their enumerations.
var (
	segmentChecker     = schemas.NewChecker[schemas.Segment]()
	attributionChecker = schemas.NewChecker[schemas.Attribution]()
	claimChecker       = schemas.NewChecker[schemas.Claim]()
	mentionChecker     = schemas.NewChecker[schemas.Mention]()
	sourceChecker      = schemas.NewChecker[schemas.Source]()
	disputeChecker     = schemas.NewChecker[schemas.Dispute]()
)

// check fails on values that their columns do not have.
func (b *rowBuilder) check() {
	checkAll(b, "segment", segmentChecker, b.rows.Segments)
	checkAll(b, "attribution", attributionChecker, b.rows.Attributions)
	checkAll(b, "claim", claimChecker, b.rows.Claims)
	checkAll(b, "mention", mentionChecker, b.rows.Mentions)
	checkAll(b, "source", sourceChecker, b.rows.Sources)
	checkAll(b, "dispute", disputeChecker, b.rows.Disputes)
}

func checkAll[T any](b *rowBuilder, what string, c schemas.Checker[T], rows []T) {
	for i := range rows {
		if column, problem := c.Check(&rows[i]); problem != "" {
			b.fail("%s %d: %s %s", what, i, column, problem)
		}
	}
}

func (b *rowBuilder) attributions() {
	b.attributionIDs = make([]string, len(b.doc.Attributions))
	b.rows.Attributions = make([]schemas.Attribution, 0, len(b.doc.Attributions))
	seen := ordinals{}
	for i, a := range b.doc.Attributions {
		row := b.attribution(a)
		row.Seq = int32(i)
		n := seen.next(row.SourceText, row.CueText, row.ContentText)
		row.AttributionID = schemas.AttributionID(row.DocID, row.SourceText, row.CueText, row.ContentText, n)
		b.attributionIDs[i] = row.AttributionID
		b.rows.Attributions = append(b.rows.Attributions, row)
	}
	for i, a := range b.doc.Attributions {
		if a.NestedIn >= len(b.attributionIDs) || a.NestedIn == i {
			b.fail("attribution %d: nested in %d", i, a.NestedIn)
		} else if a.NestedIn >= 0 {
			b.rows.Attributions[i].NestedIn = &b.attributionIDs[a.NestedIn]
		}
	}
}

func (b *rowBuilder) attribution(a attribution.Attribution) schemas.Attribution {
	if len(a.Content) == 0 {
		b.fail("attribution by %s: no content", a.Rule)
	}
	_, id := b.source(a.SourceID)
	return schemas.Attribution{
		DocID:        b.rows.Document.DocID,
		Type:         string(cmp.Or(a.Type, attribution.Indirect)),
		SourceSpans:  b.spans("source", a.Source),
		CueSpans:     b.spans("cue", a.Cue),
		ContentSpans: b.spans("content", a.Content),
		SourceText:   b.words(a.Source),
		CueText:      b.words(a.Cue),
		CueLemma:     optional(a.CueLemma),
		ContentText:  b.words(a.Content),
		SourceID:     id,
		Rule:         a.Rule,
		Confidence:   share(a.Confidence),
	}
}

func (b *rowBuilder) mentions() {
	b.rows.Mentions = make([]schemas.Mention, 0, len(b.doc.Mentions))
	for _, m := range b.doc.Mentions {
		_, id := b.source(m.Source)
		if id == nil {
			continue
		}
		span := b.span("mention", m.Span)
		if (m.Kind == coref.Carried) != m.Empty() {
			b.fail("mention: %s with %d bytes", m.Kind, m.Len())
		}
		b.rows.Mentions = append(b.rows.Mentions, schemas.Mention{
			DocID: b.rows.Document.DocID, Seq: int32(len(b.rows.Mentions)), SourceID: *id,
			Start: span.Start, End: span.End, Text: b.slice(m.Span), Kind: string(m.Kind), Chain: int32(m.Chain),
		})
	}
}

func (b *rowBuilder) claims() {
	b.title()
	b.rows.Claims = make([]schemas.Claim, 0, len(b.doc.Claims))
	seen := ordinals{}
	for i, c := range b.doc.Claims {
		if len(c.Spans) == 0 || c.Attribution >= len(b.doc.Attributions) {
			b.fail("claim %d: %d spans, attribution %d", i, len(c.Spans), c.Attribution)
			continue
		}
		row := b.claim(c)
		row.Seq = int32(i)
		name := ""
		if row.SourceName != nil {
			name = *row.SourceName
		}
		row.ClaimID = schemas.ClaimID(row.DocID, name, row.Claim, seen.next(name, row.Claim))
		b.rows.Claims = append(b.rows.Claims, row)
	}
}

// disputes makes the rows of the pairs within the article and notes them with their claims.
func (b *rowBuilder) disputes() {
	for _, d := range b.doc.Disputes {
		if d.A < 0 || d.B <= d.A || d.B >= len(b.rows.Claims) {
			b.fail("dispute of claims %d and %d of %d", d.A, d.B, len(b.rows.Claims))
			continue
		}
		x, y := &b.rows.Claims[d.A], &b.rows.Claims[d.B]
		b.rows.Disputes = append(b.rows.Disputes, disputeRow(neighbour(x), neighbour(y), d.Verdict))
		if d.Relation != dispute.Supports {
			x.Disputed, y.Disputed = true, true
			x.DisputeIDs, y.DisputeIDs = append(x.DisputeIDs, y.ClaimID), append(y.DisputeIDs, x.ClaimID)
		}
	}
	b.rows.events = eventRecords(b.rows.Document, b.doc.Events, b.rows.Claims)
}

func neighbour(c *schemas.Claim) dispute.Neighbour {
	return dispute.Neighbour{DocID: c.DocID, ClaimID: c.ClaimID, SourceID: orEmpty(c.SourceID)}
}

func (b *rowBuilder) claim(c claim.Claim) schemas.Claim {
	doc := b.rows.Document
	whole := text.Span{Start: c.Spans[0].Start, End: c.Spans[len(c.Spans)-1].End}
	span := b.span("claim", whole)
	context := text.Span{Start: min(c.Context.Start, whole.Start), End: max(c.Context.End, whole.End)}
	row := schemas.Claim{
		DocID: doc.DocID, URI: doc.URI, Title: doc.Title, PublishedAt: doc.PublishedAt, Lang: doc.Lang,
		Section:   b.section(c.Section),
		Claim:     b.words(c.Spans),
		ClaimKind: string(cmp.Or(c.Kind, claim.Fact)),
		Context:   b.slice(context),
		Prefix:    b.before(whole.Start), Suffix: b.after(whole.End),
		Spans: b.spans("claim", c.Spans),
		Start: span.Start, End: span.End, StartByte: int32(whole.Start), EndByte: int32(whole.End),
		Voice: string(analysis.VoiceAuthor), SourceKind: string(coref.Author), Rule: string(analysis.VoiceAuthor), Confidence: 1,
		Act: cmp.Or(c.Act, "states"), Certainty: cmp.Or(c.Certainty, "unspecified"),
		Polarity: cmp.Or(c.Polarity, "affirmed"), Distance: cmp.Or(c.Distance, "neutral"),
		Positions:       b.positions(c.Positions),
		Checkworthiness: share(c.Checkworthiness), CheckworthyReason: c.Reasons,
		Chain: []schemas.ChainLink{}, DisputeIDs: []string{},
	}
	row.ClaimStandalone = cmp.Or(c.Standalone, row.Claim)
	b.span("context", context)
	row.Target, row.Stance, row.StanceScore = strongest(row.Positions)
	if c.Attribution >= 0 {
		b.attribute(&row, c.Attribution)
	}
	return row
}

// attribute adds to a claim what its attribution says.
func (b *rowBuilder) attribute(row *schemas.Claim, i int) {
	a, published := b.doc.Attributions[i], b.rows.Attributions[i]
	row.Voice = string(analysis.VoiceAttributed)
	row.AttributionID, row.Type = &b.attributionIDs[i], &published.Type
	row.SourceMention, row.Cue, row.CueLemma = optional(published.SourceText), optional(published.CueText), published.CueLemma
	row.Rule, row.Confidence = a.Rule, published.Confidence
	row.SourceKind = string(coref.Implicit)
	row.Chain = b.chain(i)
	if s, id := b.source(a.SourceID); s != nil {
		row.SourceID, row.SourceName, row.SourceKind = id, &s.Name, string(s.Kind)
		row.SourceRole, row.SourceAffiliation = optional(s.Role), optional(s.Affiliation)
	}
}

// chain returns the sources through whom attribution i came, the outermost first: those of
// the attributions around it, the one through whom it was reported, its own. A source that
// follows itself is named once.
func (b *rowBuilder) chain(i int) []schemas.ChainLink {
	var inward []int
	for steps := 0; i >= 0 && i < len(b.doc.Attributions) && steps < len(b.doc.Attributions); steps++ {
		a := b.doc.Attributions[i]
		inward = append(inward, a.SourceID, a.Via)
		i = a.NestedIn
	}
	slices.Reverse(inward)
	links := []schemas.ChainLink{}
	for _, s := range inward {
		source, id := b.source(s)
		if source == nil || len(links) > 0 && links[len(links)-1].SourceID == *id {
			continue
		}
		links = append(links, schemas.ChainLink{SourceID: *id, Name: source.Name})
	}
	return links
}

func (b *rowBuilder) positions(positions []stance.Position) []schemas.Position {
	out := make([]schemas.Position, len(positions))
	for i, p := range positions {
		evidence := make([]string, len(p.Evidence))
		for j, s := range p.Evidence {
			b.span("evidence", s)
			evidence[j] = b.slice(s)
		}
		if !slices.Contains(positionLabels, p.Label) {
			b.fail("position: label %q is none of %s", p.Label, strings.Join(positionLabels, ", "))
		}
		out[i] = schemas.Position{Target: p.Target, Label: p.Label, Score: min(max(p.Score, -1), 1), Evidence: evidence}
	}
	return out
}

var positionLabels = []string{"favor", "against", "neutral"}

// strongest returns target, label and score of the strongest position, the first of equals;
// nil without positions.
func strongest(positions []schemas.Position) (target, label *string, score *float64) {
	if len(positions) == 0 {
		return nil, nil, nil
	}
	best := &positions[0]
	for i := range positions {
		if math.Abs(positions[i].Score) > math.Abs(best.Score) {
			best = &positions[i]
		}
	}
	return &best.Target, &best.Label, &best.Score
}

func (b *rowBuilder) section(block int) *string {
	if block < 0 {
		return nil
	}
	if block >= len(b.doc.Blocks) {
		b.fail("section %d of %d blocks", block, len(b.doc.Blocks))
		return nil
	}
	b.span("section", b.doc.Blocks[block].Span)
	return optional(strings.TrimSpace(b.slice(b.doc.Blocks[block].Span)))
}

// before returns the code points before byte i, as many as a selector has.
func (b *rowBuilder) before(i int) string {
	i = min(max(i, 0), len(b.doc.Text))
	start := i
	for n := 0; n < selectorLen && start > 0; n++ {
		_, size := utf8.DecodeLastRuneInString(b.doc.Text[:start])
		start -= size
	}
	return b.doc.Text[start:i]
}

// after returns the code points after byte i likewise.
func (b *rowBuilder) after(i int) string {
	i = min(max(i, 0), len(b.doc.Text))
	end := i
	for n := 0; n < selectorLen && end < len(b.doc.Text); n++ {
		_, size := utf8.DecodeRuneInString(b.doc.Text[end:])
		end += size
	}
	return b.doc.Text[i:end]
}

func (b *rowBuilder) segments() {
	b.rows.Segments = make([]schemas.Segment, 0, len(b.doc.Segments))
	end := 0
	for i, s := range b.doc.Segments {
		if s.Start != end {
			b.fail("segment %d begins at byte %d, the one before ends at %d", i, s.Start, end)
		}
		end = s.End
		span := b.span("segment", s.Span)
		b.rows.Segments = append(b.rows.Segments, schemas.Segment{
			DocID: b.rows.Document.DocID, Seq: int32(i), Kind: string(s.Kind),
			Start: span.Start, End: span.End, Paragraph: int32(s.Block),
			Voice:          string(cmp.Or(s.Voice, analysis.VoiceAuthor)),
			UnresolvedCues: b.spans("unresolved cue", s.Unresolved),
		})
	}
	if end != len(b.doc.Text) {
		b.fail("segments end at byte %d of %d", end, len(b.doc.Text))
	}
	b.countClaims()
}

// countClaims counts for every segment the claims that begin in it.
func (b *rowBuilder) countClaims() {
	segments := b.rows.Segments
	for _, c := range b.rows.Claims {
		i, found := slices.BinarySearchFunc(segments, c.Start, func(s schemas.Segment, start int32) int {
			return cmp.Compare(s.Start, start)
		})
		if !found {
			i--
		}
		if i >= 0 && i < len(segments) {
			segments[i].NClaims++
		}
	}
}

// title takes the title from the text where the input gives none.
func (b *rowBuilder) title() {
	if b.rows.Document.Title != nil {
		return
	}
	for _, block := range b.doc.Blocks {
		if block.Kind == text.Title {
			b.span("title", block.Span)
			b.rows.Document.Title = optional(strings.TrimSpace(b.slice(block.Span)))
			return
		}
	}
}

func (b *rowBuilder) document() {
	row := &b.rows.Document
	row.NChars = b.at.at(len(b.doc.Text))
	row.NSentences = int32(len(b.doc.Sentences))
	row.NClaims = int32(len(b.rows.Claims))
	if row.NChars > 0 {
		row.Attributed = float64(covered(b.rows.Attributions)) / float64(row.NChars)
	}
}

// covered counts the code points that are the content of an attribution.
func covered(attributions []schemas.Attribution) int32 {
	var spans []schemas.Span
	for _, a := range attributions {
		spans = append(spans, a.ContentSpans...)
	}
	slices.SortFunc(spans, func(a, b schemas.Span) int { return cmp.Compare(a.Start, b.Start) })
	n, end := int32(0), int32(0)
	for _, s := range spans {
		n += max(0, s.End-max(s.Start, end))
		end = max(end, s.End)
	}
	return n
}

// sources makes a row of every source of the article, with the counts of its claims.
func (b *rowBuilder) sources() {
	rows := map[string]*schemas.Source{}
	for i, s := range b.doc.Sources {
		id := b.sourceIDs[i]
		if id == "" {
			continue
		}
		if row := rows[id]; row != nil {
			row.Aliases = append(row.Aliases, s.Aliases...)
			continue
		}
		rows[id] = &schemas.Source{
			SourceID: id, Name: s.Name, Aliases: slices.Clone(s.Aliases), Kind: string(s.Kind),
			Role: optional(s.Role), Affiliation: optional(s.Affiliation), Wikidata: optional(s.Wikidata), Positions: []schemas.TargetCount{},
		}
	}
	for _, c := range b.rows.Claims {
		if c.SourceID != nil && rows[*c.SourceID] != nil {
			addClaim(rows[*c.SourceID], c)
		}
	}
	for _, row := range rows {
		slices.Sort(row.Aliases)
		row.Aliases = slices.Compact(row.Aliases)
		slices.SortFunc(row.Positions, func(a, b schemas.TargetCount) int { return cmp.Compare(a.Target, b.Target) })
		b.rows.Sources = append(b.rows.Sources, *row)
	}
	slices.SortFunc(b.rows.Sources, func(a, b schemas.Source) int { return cmp.Compare(a.SourceID, b.SourceID) })
}

func addClaim(s *schemas.Source, c schemas.Claim) {
	s.NDocuments = 1
	s.NClaims++
	s.FirstPublished, s.LastPublished = c.PublishedAt, c.PublishedAt
	for _, p := range c.Positions {
		i := slices.IndexFunc(s.Positions, func(t schemas.TargetCount) bool { return t.Target == p.Target })
		if i < 0 {
			s.Positions = append(s.Positions, schemas.TargetCount{Target: p.Target})
			i = len(s.Positions) - 1
		}
		switch p.Label {
		case "favor":
			s.Positions[i].Favor++
		case "against":
			s.Positions[i].Against++
		default:
			s.Positions[i].Neutral++
		}
	}
}

// share brings a number between 0 and 1.
func share(x float64) float64 { return min(max(x, 0), 1) }

// ordinals numbers rows that have the same words.
type ordinals map[string]int

func (o ordinals) next(words ...string) int {
	key := strings.Join(words, "\x00")
	n := o[key]
	o[key]++
	return n
}

// optional returns nil for "".
func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
