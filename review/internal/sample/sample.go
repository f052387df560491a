// Package sample makes datasets without the pipeline, for tests and measurements: small
// ones from a list of who says what, and large ones from chance.
package sample

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/volgens/volgens/schemas"
)

// Text is an article.
type Text struct {
	Title, Outlet, Lang string
	Date                time.Time // zero for none
	Said                []Said
}

// Said is a sentence of an article: a source, a cue and what is said, or without a source
// the words of the author. Fields left empty have plain values.
type Said struct {
	Source, Kind, Role string
	Cue, Words         string
	Claim              string // kind of claim
	Target, Stance     string
	Act, Certainty     string
	Worth, Confidence  float64
	Rule               string
}

// Rows are the rows of all tables, sorted as in the files.
type Rows struct {
	Documents    []schemas.Document
	Segments     []schemas.Segment
	Attributions []schemas.Attribution
	Claims       []schemas.Claim
	Sources      []schemas.Source
	Mentions     []schemas.Mention
	Disputes     []schemas.Dispute
}

// Make returns the rows of articles whose texts differ.
func Make(texts ...Text) Rows {
	articles := make([]*article, len(texts))
	for i, t := range texts {
		articles[i] = newArticle(t)
	}
	slices.SortFunc(articles, func(a, b *article) int { return cmp.Compare(a.doc.DocID, b.doc.DocID) })
	var out Rows
	sources := map[string]*schemas.Source{}
	for _, a := range articles {
		out.Documents = append(out.Documents, a.doc)
		out.Segments = append(out.Segments, a.segments...)
		out.Attributions = append(out.Attributions, a.attributions...)
		out.Claims = append(out.Claims, a.claims...)
		out.Mentions = append(out.Mentions, a.mentions...)
		AddSources(sources, a.claims)
	}
	out.Sources = SortedSources(sources)
	return out
}

// Dispute adds a contradiction between two claims, found by their words.
func (r *Rows) Dispute(a, b string, score float64) {
	r.contradict(r.Find(a), r.Find(b), score)
	slices.SortFunc(r.Disputes, compareDisputes)
}

func (r *Rows) contradict(x, y *schemas.Claim, score float64) {
	if x.ClaimID > y.ClaimID {
		x, y = y, x
	}
	for _, pair := range [][2]*schemas.Claim{{x, y}, {y, x}} {
		if x.DocID != y.DocID {
			break // claims tell of contradictions within an article alone
		}
		pair[0].Disputed, pair[0].DisputeIDs = true, append(pair[0].DisputeIDs, pair[1].ClaimID)
	}
	r.Disputes = append(r.Disputes, schemas.Dispute{
		ClaimA: x.ClaimID, ClaimB: y.ClaimID, Relation: "contradicts", Score: score, Signals: []string{"negation"},
		DocA: x.DocID, DocB: y.DocID, SourceA: x.SourceID, SourceB: y.SourceID,
	})
}

func compareDisputes(a, b schemas.Dispute) int {
	return cmp.Or(cmp.Compare(a.ClaimA, b.ClaimA), cmp.Compare(a.ClaimB, b.ClaimB))
}

// Find returns the claim with these words; it panics where there is none.
func (r *Rows) Find(words string) *schemas.Claim {
	i := slices.IndexFunc(r.Claims, func(c schemas.Claim) bool { return c.Claim == words })
	return &r.Claims[i]
}

// article collects the rows of one text.
type article struct {
	doc          schemas.Document
	segments     []schemas.Segment
	attributions []schemas.Attribution
	claims       []schemas.Claim
	mentions     []schemas.Mention

	text       strings.Builder
	runes      int32
	attributed int32
	seen       map[string]int
	mentioned  map[string]int32
}

func newArticle(t Text) *article {
	a := &article{seen: map[string]int{}, mentioned: map[string]int32{}}
	a.segment("title", t.Title+"\n\n", "author")
	drafts := make([]draft, len(t.Said))
	for i, s := range t.Said {
		drafts[i] = a.sentence(s)
	}
	a.document(t)
	for i, s := range t.Said {
		a.claim(t, s, drafts[i])
	}
	return a
}

// draft is where the parts of a sentence stand, in code points.
type draft struct {
	sentence, context, source, cue, content schemas.Span
}

// write adds words and returns where they stand.
func (a *article) write(s string) schemas.Span {
	begin := a.runes
	a.text.WriteString(s)
	a.runes += int32(utf8.RuneCountInString(s))
	return schemas.Span{Start: begin, End: a.runes}
}

func (a *article) segment(kind, text, voice string) schemas.Span {
	span := a.write(text)
	a.addSegment(kind, span, voice, 0)
	return span
}

func (a *article) addSegment(kind string, span schemas.Span, voice string, claims int32) {
	a.segments = append(a.segments, schemas.Segment{
		Seq: int32(len(a.segments)), Kind: kind, Start: span.Start, End: span.End, Paragraph: min(int32(len(a.segments)), 1),
		Voice: voice, NClaims: claims, UnresolvedCues: []schemas.Span{},
	})
}

func (a *article) sentence(s Said) draft {
	var d draft
	begin := a.runes
	if s.Source == "" {
		d.content = a.write(s.Words)
	} else {
		d.source = a.write(s.Source)
		a.write(" ")
		d.cue = a.write(cmp.Or(s.Cue, "zegt"))
		a.write(" dat ")
		d.content = a.write(s.Words)
		a.attributed += d.content.End - d.content.Start
	}
	a.write(".")
	d.context = schemas.Span{Start: begin, End: a.runes}
	a.write(" ")
	d.sentence = schemas.Span{Start: begin, End: a.runes}
	voice := "mixed"
	if s.Source == "" {
		voice = "author"
	}
	a.addSegment("sentence", d.sentence, voice, 1)
	return d
}

// document completes the document and its segments, now that the text is known.
func (a *article) document(t Text) {
	text := a.text.String()
	a.doc = schemas.Document{
		DocID: schemas.DocID(text), SHA256: schemas.TextSHA256(text), Outlet: optional(t.Outlet), Title: optional(t.Title),
		Lang: cmp.Or(t.Lang, "nl"), LangConfidence: 1, Text: text, NChars: a.runes, NSentences: int32(len(a.segments)), NClaims: int32(len(t.Said)),
	}
	a.doc.URI = "in/" + a.doc.DocID + ".txt"
	if !t.Date.IsZero() {
		date := t.Date.UTC()
		a.doc.PublishedAt = &date
	}
	if a.runes > 0 {
		a.doc.Attributed = float64(a.attributed) / float64(a.runes)
	}
	for i := range a.segments {
		a.segments[i].DocID = a.doc.DocID
	}
}

// claim adds the claim of a sentence, with its attribution and mention where it has a source.
func (a *article) claim(t Text, s Said, d draft) {
	c := schemas.Claim{
		DocID: a.doc.DocID, URI: a.doc.URI, Title: a.doc.Title, PublishedAt: a.doc.PublishedAt, Lang: a.doc.Lang, Seq: int32(len(a.claims)),
		Claim: s.Words, ClaimStandalone: s.Words, ClaimKind: cmp.Or(s.Claim, "fact"), Context: a.slice(d.context.Start, d.context.End),
		Prefix: a.slice(max(0, d.content.Start-32), d.content.Start), Suffix: a.slice(d.content.End, min(a.runes, d.content.End+32)),
		Spans: []schemas.Span{d.content}, Start: d.content.Start, End: d.content.End,
		StartByte: a.byteAt(d.content.Start), EndByte: a.byteAt(d.content.End),
		Voice: "author", SourceKind: "author", Chain: []schemas.ChainLink{}, Act: cmp.Or(s.Act, "states"), Certainty: cmp.Or(s.Certainty, "unspecified"),
		Polarity: "affirmed", Distance: "neutral", Positions: []schemas.Position{}, Checkworthiness: s.Worth, CheckworthyReason: []string{},
		DisputeIDs: []string{}, Rule: "author", Confidence: 1,
	}
	if s.Source != "" {
		a.attribute(&c, s, d)
	}
	if s.Target != "" {
		score := map[string]float64{"favor": 0.8, "against": -0.8}[s.Stance]
		c.Positions = append(c.Positions, schemas.Position{Target: s.Target, Label: cmp.Or(s.Stance, "neutral"), Score: score, Evidence: []string{}})
		c.Target, c.Stance, c.StanceScore = &c.Positions[0].Target, &c.Positions[0].Label, &c.Positions[0].Score
	}
	key := deref(c.SourceName) + "\x00" + c.Claim
	c.ClaimID = schemas.ClaimID(c.DocID, deref(c.SourceName), c.Claim, a.seen[key])
	a.seen[key]++
	a.claims = append(a.claims, c)
}

func (a *article) attribute(c *schemas.Claim, s Said, d draft) {
	cue := cmp.Or(s.Cue, "zegt")
	kind := cmp.Or(s.Kind, "person")
	sourceID := schemas.SourceID(s.Source, kind, "")
	key := s.Source + "\x00" + cue + "\x00\x00" + s.Words
	row := schemas.Attribution{
		AttributionID: schemas.AttributionID(a.doc.DocID, s.Source, cue, s.Words, a.seen[key]), DocID: a.doc.DocID, Seq: int32(len(a.attributions)), Type: "indirect",
		SourceSpans: []schemas.Span{d.source}, CueSpans: []schemas.Span{d.cue}, ContentSpans: []schemas.Span{d.content},
		SourceText: s.Source, CueText: cue, CueLemma: &cue, ContentText: s.Words, SourceID: &sourceID,
		Rule: cmp.Or(s.Rule, c.Lang+"/clause"), Confidence: cmp.Or(s.Confidence, 0.9),
	}
	a.seen[key]++
	a.attributions = append(a.attributions, row)
	a.mentions = append(a.mentions, schemas.Mention{
		DocID: a.doc.DocID, Seq: int32(len(a.mentions)), SourceID: sourceID, Start: d.source.Start, End: d.source.End, Text: s.Source,
		Kind: "name", Chain: a.mentioned[sourceID],
	})
	a.mentioned[sourceID]++
	c.Voice, c.SourceKind, c.AttributionID, c.Type = "attributed", kind, &row.AttributionID, &row.Type
	c.SourceID, c.SourceName, c.SourceMention, c.SourceRole = &sourceID, &row.SourceText, &row.SourceText, optional(s.Role)
	c.Chain = []schemas.ChainLink{{SourceID: sourceID, Name: s.Source}}
	c.Cue, c.CueLemma, c.Rule, c.Confidence = &row.CueText, row.CueLemma, row.Rule, row.Confidence
}

// slice returns the words between two code points.
func (a *article) slice(start, end int32) string { return a.doc.Text[a.byteAt(start):a.byteAt(end)] }

func (a *article) byteAt(n int32) int32 {
	if len(a.doc.Text) == int(a.runes) {
		return n
	}
	at := 0
	for range n {
		_, size := utf8.DecodeRuneInString(a.doc.Text[at:])
		at += size
	}
	return int32(at)
}

// AddSources counts the sources of the claims of one document.
func AddSources(sources map[string]*schemas.Source, claims []schemas.Claim) {
	seen := map[string]bool{}
	for i := range claims {
		c := &claims[i]
		if c.SourceID == nil {
			continue
		}
		s := sources[*c.SourceID]
		if s == nil {
			s = &schemas.Source{SourceID: *c.SourceID, Name: *c.SourceName, Kind: c.SourceKind, Role: c.SourceRole, Aliases: []string{}, Positions: []schemas.TargetCount{}}
			sources[*c.SourceID] = s
		}
		if s.Role == nil {
			s.Role = c.SourceRole
		}
		s.NClaims++
		if !seen[*c.SourceID] {
			seen[*c.SourceID] = true
			s.NDocuments++
		}
		addDate(s, c.PublishedAt)
		addPositions(s, c.Positions)
	}
}

func addDate(s *schemas.Source, at *time.Time) {
	if at == nil {
		return
	}
	if s.FirstPublished == nil || at.Before(*s.FirstPublished) {
		s.FirstPublished = at
	}
	if s.LastPublished == nil || at.After(*s.LastPublished) {
		s.LastPublished = at
	}
}

func addPositions(s *schemas.Source, positions []schemas.Position) {
	for _, p := range positions {
		i, found := slices.BinarySearchFunc(s.Positions, p.Target, func(c schemas.TargetCount, t string) int { return cmp.Compare(c.Target, t) })
		if !found {
			s.Positions = slices.Insert(s.Positions, i, schemas.TargetCount{Target: p.Target})
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

// SortedSources returns sources in the order of the table.
func SortedSources(sources map[string]*schemas.Source) []schemas.Source {
	out := make([]schemas.Source, 0, len(sources))
	for _, id := range slices.Sorted(maps.Keys(sources)) {
		out = append(out, *sources[id])
	}
	return out
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
