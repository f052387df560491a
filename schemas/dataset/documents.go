package dataset

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/volgens/volgens/schemas"
)

// documents checks the tables that have rows of every document. Their files of the same
// number hold the same documents in the same order, so all are read side by side.
func (v *verifier) documents(ctx context.Context) error {
	t, _ := v.m.Table(schemas.Documents)
	for _, name := range []string{schemas.Segments, schemas.Attributions, schemas.Claims, schemas.Mentions} {
		if other, _ := v.m.Table(name); len(other.Files) != len(t.Files) {
			return lieOf(ManifestFile, "table %s has %d files, documents %d", name, len(other.Files), len(t.Files))
		}
	}
	for i := range t.Files {
		if err := v.documentsOf(ctx, i); err != nil {
			return err
		}
	}
	slices.SortFunc(v.docIDs, compareIDs)
	for i := 1; i < len(v.docIDs); i++ {
		if v.docIDs[i] == v.docIDs[i-1] {
			return lieOf(schemas.Documents, "document %x is there twice", v.docIDs[i])
		}
	}
	return nil
}

// partSet is the files of one number.
type partSet struct {
	documents    *rowReader[schemas.Document]
	segments     *rowReader[schemas.Segment]
	attributions *rowReader[schemas.Attribution]
	claims       *rowReader[schemas.Claim]
	mentions     *rowReader[schemas.Mention]
}

func (v *verifier) openSet(i int) (set *partSet, err error) {
	set = &partSet{}
	defer func() {
		if err != nil {
			set.close()
		}
	}()
	if set.documents, err = openNumber[schemas.Document](v, schemas.Documents, i); err != nil {
		return set, err
	}
	if set.segments, err = openNumber[schemas.Segment](v, schemas.Segments, i); err != nil {
		return set, err
	}
	if set.attributions, err = openNumber[schemas.Attribution](v, schemas.Attributions, i); err != nil {
		return set, err
	}
	if set.claims, err = openNumber[schemas.Claim](v, schemas.Claims, i); err != nil {
		return set, err
	}
	set.mentions, err = openNumber[schemas.Mention](v, schemas.Mentions, i)
	return set, err
}

func openNumber[T any](v *verifier, table string, i int) (*rowReader[T], error) {
	t, _ := v.m.Table(table)
	return openPart[T](v, table, t.Files[i])
}

func (s *partSet) close() {
	if s.documents != nil {
		s.documents.close()
	}
	if s.segments != nil {
		s.segments.close()
	}
	if s.attributions != nil {
		s.attributions.close()
	}
	if s.claims != nil {
		s.claims.close()
	}
	if s.mentions != nil {
		s.mentions.close()
	}
}

func (v *verifier) documentsOf(ctx context.Context, i int) error {
	set, err := v.openSet(i)
	if err != nil {
		return err
	}
	defer set.close()
	last := ""
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		row, err := set.documents.next()
		if err != nil {
			return err
		}
		if row == nil {
			return set.drained()
		}
		if err := v.fetch(set.documents, row); err != nil {
			return err
		}
		switch {
		case !v.wordless() && schemas.TextSHA256(row.Text) != row.SHA256:
			return set.documents.lie("sha256", "is not that of text")
		case !v.wordless() && schemas.DocID(row.Text) != row.DocID:
			return set.documents.lie("doc_id", "%q is not made from text", row.DocID)
		case row.DocID <= last:
			return set.documents.lie("doc_id", "%s is out of order or there twice", row.DocID)
		}
		last = row.DocID
		if err := v.document(set, row); err != nil {
			return err
		}
	}
}

// drained fails where a table has rows of a document that is not there.
func (s *partSet) drained() error {
	return cmp.Or(
		orphan(s.segments, func(r *schemas.Segment) string { return r.DocID }),
		orphan(s.attributions, func(r *schemas.Attribution) string { return r.DocID }),
		orphan(s.claims, func(r *schemas.Claim) string { return r.DocID }),
		orphan(s.mentions, func(r *schemas.Mention) string { return r.DocID }),
	)
}

func orphan[T any](r *rowReader[T], docID func(*T) string) error {
	row, err := r.next()
	if row == nil || err != nil {
		return err
	}
	return r.lie("doc_id", "%s is no document of the file of the same number, or out of order", docID(row))
}

// rowsOf returns the rows of one document and the number of the first.
func rowsOf[T any](r *rowReader[T], docID string, position func(*T) (string, int32)) (rows []T, first int64, err error) {
	first = r.row + 1
	for {
		row, err := r.peek()
		if err != nil {
			return nil, first, err
		}
		if row == nil {
			return rows, first, nil
		}
		id, seq := position(row)
		if id > docID {
			return rows, first, nil
		}
		if row, err = r.next(); err != nil {
			return nil, first, err
		}
		switch {
		case id < docID:
			return nil, first, r.lie("doc_id", "%s is no document of the file of the same number, or out of order", id)
		case int(seq) != len(rows):
			return nil, first, r.lie("seq", "is %d, want %d", seq, len(rows))
		}
		rows = append(rows, *row)
	}
}

// document checks all rows of a document.
func (v *verifier) document(set *partSet, row *schemas.Document) error {
	c := &checker{v: v, set: set, doc: row}
	if err := c.read(); err != nil {
		return err
	}
	for _, check := range []func() error{c.refill, c.checkDocument, c.checkSegments, c.checkAttributions, c.checkShare, c.checkClaims, c.checkMentions} {
		if err := check(); err != nil {
			return err
		}
	}
	return v.countSources(set.claims, c.firstClaim, c.claims)
}

// read reads the rows of the document.
func (c *checker) read() (err error) {
	set, row := c.set, c.doc
	if c.segments, c.firstSegment, err = rowsOf(set.segments, row.DocID, func(r *schemas.Segment) (string, int32) { return r.DocID, r.Seq }); err != nil {
		return err
	}
	if c.attributions, c.firstAttribution, err = rowsOf(set.attributions, row.DocID, func(r *schemas.Attribution) (string, int32) { return r.DocID, r.Seq }); err != nil {
		return err
	}
	if c.claims, c.firstClaim, err = rowsOf(set.claims, row.DocID, func(r *schemas.Claim) (string, int32) { return r.DocID, r.Seq }); err != nil {
		return err
	}
	c.mentions, c.firstMention, err = rowsOf(set.mentions, row.DocID, func(r *schemas.Mention) (string, int32) { return r.DocID, r.Seq })
	return err
}

// checker checks the rows of one document against its text and each other.
type checker struct {
	v   *verifier
	set *partSet
	doc *schemas.Document

	segments     []schemas.Segment
	attributions []schemas.Attribution
	claims       []schemas.Claim
	mentions     []schemas.Mention

	firstSegment, firstAttribution, firstClaim, firstMention int64

	bytes []int32 // byte at which each code point of the text begins, and its end
	byID  map[string]*schemas.Attribution
}

func (c *checker) checkDocument() error {
	d, r := c.doc, c.set.documents
	c.v.counts.Document(*d)
	if !utf8.ValidString(d.Text) {
		return r.lie("text", "is not UTF-8")
	}
	c.index()
	x, _ := parseID(d.DocID)
	c.v.docIDs = append(c.v.docIDs, x)
	switch {
	case int(d.NChars) != len(c.bytes)-1:
		return r.lie("n_chars", "is %d, text has %d", d.NChars, len(c.bytes)-1)
	case int(d.NClaims) != len(c.claims):
		return r.lie("n_claims", "is %d, claims has %d", d.NClaims, len(c.claims))
	case d.DuplicateOf != nil && (*d.DuplicateOf == d.DocID || len(*d.DuplicateOf) != len(d.DocID)):
		return r.lie("duplicate_of", "%s is no other document", *d.DuplicateOf)
	case d.LangConfidence < 0 || d.LangConfidence > 1:
		return r.lie("lang_confidence", "%v is not between 0 and 1", d.LangConfidence)
	}
	return nil
}

// index notes where the code points of the text begin.
func (c *checker) index() {
	c.bytes = make([]int32, 0, len(c.doc.Text)+1)
	for i := range c.doc.Text {
		c.bytes = append(c.bytes, int32(i))
	}
	c.bytes = append(c.bytes, int32(len(c.doc.Text)))
}

func (c *checker) checkShare() error {
	if want := c.attributedShare(); math.Abs(c.doc.Attributed-want) > 1e-9 {
		return c.set.documents.lie("attributed_share", "is %v, attributions give %v", c.doc.Attributed, want)
	}
	return nil
}

// attributedShare counts the code points that are the content of an attribution.
func (c *checker) attributedShare() float64 {
	if c.doc.NChars == 0 {
		return 0
	}
	in := make([]bool, c.doc.NChars)
	n := 0
	for _, a := range c.attributions {
		for _, s := range a.ContentSpans {
			for i := s.Start; i < s.End; i++ {
				if !in[i] {
					in[i], n = true, n+1
				}
			}
		}
	}
	return float64(n) / float64(c.doc.NChars)
}

// slice returns the words of a span and whether it lies in the text.
func (c *checker) slice(start, end int32) (string, bool) {
	if start < 0 || end < start || int(end) >= len(c.bytes) {
		return "", false
	}
	return c.doc.Text[c.bytes[start]:c.bytes[end]], true
}

// words returns the words of spans, and whether these lie in the text and in order.
func (c *checker) words(spans []schemas.Span) (string, bool) {
	parts := make([]string, len(spans))
	last := int32(0)
	for i, s := range spans {
		words, ok := c.slice(s.Start, s.End)
		if !ok || s.Start < last {
			return "", false
		}
		parts[i], last = words, s.End
	}
	return strings.Join(parts, schemas.Ellipsis), true
}

func (c *checker) checkSegments() error {
	r, end := c.set.segments, int32(0)
	c.v.counts[schemas.Segments] += int64(len(c.segments))
	for i, s := range c.segments {
		row := c.firstSegment + int64(i)
		_, ok := c.slice(s.Start, s.End)
		switch {
		case s.Start != end:
			return r.lieAt(row, "start", "is %d, the segment before ends at %d", s.Start, end)
		case !ok:
			return r.lieAt(row, "end", "%d is not in the text", s.End)
		}
		if _, ok := c.words(s.UnresolvedCues); !ok {
			return r.lieAt(row, "unresolved_cues", "are not in the text or out of order")
		}
		end = s.End
		n := 0
		for _, claim := range c.claims {
			if s.Start <= claim.Start && claim.Start < s.End {
				n++
			}
		}
		if int(s.NClaims) != n {
			return r.lieAt(row, "n_claims", "is %d, %d begin in the segment", s.NClaims, n)
		}
	}
	if end != c.doc.NChars {
		return c.set.documents.lie("text", "has %d characters, its segments end at %d", c.doc.NChars, end)
	}
	return nil
}

func (c *checker) checkAttributions() error {
	c.byID = map[string]*schemas.Attribution{}
	seen := map[[3]string]int{}
	for i := range c.attributions {
		a := &c.attributions[i]
		c.v.counts.Attribution(*a)
		if column, what := c.attribution(a, seen); what != "" {
			return c.set.attributions.lieAt(c.firstAttribution+int64(i), column, "%s", what)
		}
		c.byID[a.AttributionID] = a
	}
	for i, a := range c.attributions {
		if a.NestedIn != nil && (c.byID[*a.NestedIn] == nil || *a.NestedIn == a.AttributionID) {
			return c.set.attributions.lieAt(c.firstAttribution+int64(i), "nested_in", "%s is no other attribution of the document", *a.NestedIn)
		}
	}
	return nil
}

// attribution returns the column of an attribution that lies, and what is wrong with it.
func (c *checker) attribution(a *schemas.Attribution, seen map[[3]string]int) (column, what string) {
	for _, s := range []struct {
		name  string
		spans []schemas.Span
		text  string
	}{{"source", a.SourceSpans, a.SourceText}, {"cue", a.CueSpans, a.CueText}, {"content", a.ContentSpans, a.ContentText}} {
		words, ok := c.words(s.spans)
		switch {
		case !ok:
			return s.name + "_spans", "are not in the text or out of order"
		case words != s.text:
			return s.name + "_text", "is " + short(s.text) + ", the spans give " + short(words)
		}
	}
	key := [3]string{a.SourceText, a.CueText, a.ContentText}
	want := schemas.AttributionID(a.DocID, a.SourceText, a.CueText, a.ContentText, seen[key])
	seen[key]++
	switch {
	case len(a.ContentSpans) == 0:
		return "content_spans", "is empty"
	case a.AttributionID != want && !c.v.wordless():
		return "attribution_id", "is " + a.AttributionID + ", the words give " + want
	case a.SourceID != nil && !contains(c.v.sourceIDs, *a.SourceID):
		return "source_id", *a.SourceID + " is no source"
	case a.Confidence < 0 || a.Confidence > 1:
		return "confidence", "is not between 0 and 1"
	}
	return "", ""
}

func (c *checker) checkMentions() error {
	c.v.counts[schemas.Mentions] += int64(len(c.mentions))
	for i, m := range c.mentions {
		row, r := c.firstMention+int64(i), c.set.mentions
		words, ok := c.slice(m.Start, m.End)
		switch {
		case !ok:
			return r.lieAt(row, "end", "[%d, %d) is not in the text", m.Start, m.End)
		case words != m.Text:
			return r.lieAt(row, "text", "is %s, the span gives %s", short(m.Text), short(words))
		case !contains(c.v.sourceIDs, m.SourceID):
			return r.lieAt(row, "source_id", "%s is no source", m.SourceID)
		case (m.Kind == "carried") != (m.Start == m.End):
			return r.lieAt(row, "kind", "is %s, the text is %s", m.Kind, short(m.Text))
		}
	}
	return nil
}

func (c *checker) checkClaims() error {
	seen := map[[2]string]int{}
	keepIDs := false
	if t, _ := c.v.m.Table(schemas.Disputes); t.Rows > 0 {
		keepIDs = true
	}
	for i := range c.claims {
		claim := &c.claims[i]
		c.v.counts.Claim(*claim)
		for _, check := range []func(*schemas.Claim) (string, string){c.claimSpans, c.claimDocument, c.claimSource, c.claimPosition} {
			if column, what := check(claim); what != "" {
				return c.set.claims.lieAt(c.firstClaim+int64(i), column, "%s", what)
			}
		}
		key := [2]string{deref(claim.SourceName), claim.Claim}
		if want := schemas.ClaimID(claim.DocID, key[0], key[1], seen[key]); claim.ClaimID != want && !c.v.wordless() {
			return c.set.claims.lieAt(c.firstClaim+int64(i), "claim_id", "is %s, the words give %s", claim.ClaimID, want)
		}
		seen[key]++
		if keepIDs {
			x, _ := parseID(claim.ClaimID)
			c.v.claimIDs = append(c.v.claimIDs, x)
		}
	}
	return c.checkDisputes()
}

// checkDisputes checks that the claims which contradict one are of its article, and that
// it contradicts them as well.
func (c *checker) checkDisputes() error {
	by := map[string][]string{}
	for i := range c.claims {
		if c.claims[i].Disputed {
			by[c.claims[i].ClaimID] = c.claims[i].DisputeIDs
		}
	}
	for i := range c.claims {
		for _, other := range c.claims[i].DisputeIDs {
			if !slices.Contains(by[other], c.claims[i].ClaimID) {
				return c.set.claims.lieAt(c.firstClaim+int64(i), "dispute_ids", "%s is no claim of the article that it contradicts", other)
			}
		}
	}
	return nil
}

// claimSpans checks where the claim stands.
func (c *checker) claimSpans(row *schemas.Claim) (column, what string) {
	words, ok := c.words(row.Spans)
	if !ok || len(row.Spans) == 0 {
		return "spans", "are not in the text or out of order"
	}
	start, end := row.Spans[0].Start, row.Spans[len(row.Spans)-1].End
	startByte, endByte := c.bytes[start], c.bytes[end]
	before, _ := c.slice(max(0, start-32), start)
	after, _ := c.slice(end, min(c.doc.NChars, end+32))
	switch {
	case words != row.Claim:
		return "claim", "is " + short(row.Claim) + ", the spans give " + short(words)
	case row.Start != start:
		return "start", "is not that of the first span"
	case row.End != end:
		return "end", "is not that of the last span"
	case row.StartByte != startByte && !c.v.wordless():
		return "start_byte", "is not the byte of start"
	case row.EndByte != endByte && !c.v.wordless():
		return "end_byte", "is not the byte of end"
	case row.Prefix != before:
		return "prefix", "is " + short(row.Prefix) + ", the text has " + short(before)
	case row.Suffix != after:
		return "suffix", "is " + short(row.Suffix) + ", the text has " + short(after)
	case !covers(c.doc.Text, row.Context, int(startByte), int(endByte)):
		return "context", short(row.Context) + " does not stand around the claim"
	}
	return "", ""
}

// covers tells whether words stand in a text such that they cover its bytes [start, end).
func covers(text, words string, start, end int) bool {
	for from := max(0, end-len(words)); from <= start; from++ {
		if strings.HasPrefix(text[from:], words) {
			return true
		}
	}
	return false
}

// claimDocument checks what the claim repeats of its document.
func (c *checker) claimDocument(row *schemas.Claim) (column, what string) {
	switch {
	case row.URI != c.doc.URI:
		return "uri", "is not that of the document"
	case !equal(row.Title, c.doc.Title):
		return "title", "is not that of the document"
	case micros(row.PublishedAt) != micros(c.doc.PublishedAt):
		return "published_at", "is not that of the document"
	case row.Lang != c.doc.Lang:
		return "lang", "is not that of the document"
	case row.Section != nil && !strings.Contains(c.doc.Text, *row.Section):
		return "section", short(*row.Section) + " is not in the text"
	case row.Checkworthiness < 0 || row.Checkworthiness > 1:
		return "checkworthiness", "is not between 0 and 1"
	case row.Confidence < 0 || row.Confidence > 1:
		return "confidence", "is not between 0 and 1"
	case row.Disputed != (len(row.DisputeIDs) > 0):
		return "disputed", "does not fit dispute_ids"
	}
	return "", ""
}

// claimSource checks what the claim repeats of its attribution and says of its source.
func (c *checker) claimSource(row *schemas.Claim) (column, what string) {
	for _, link := range row.Chain {
		if !contains(c.v.sourceIDs, link.SourceID) {
			return "chain", link.SourceID + " is no source"
		}
	}
	if row.AttributionID == nil {
		return c.authorsClaim(row)
	}
	a := c.byID[*row.AttributionID]
	switch {
	case a == nil:
		return "attribution_id", *row.AttributionID + " is no attribution of the document"
	case row.Voice != "attributed":
		return "voice", "is " + row.Voice + " in spite of an attribution"
	case row.SourceKind == "author":
		return "source_kind", "is author in spite of an attribution"
	case !equal(row.Type, &a.Type):
		return "type", "is not that of the attribution"
	case !equal(row.SourceID, a.SourceID):
		return "source_id", "is not that of the attribution"
	case (row.SourceID == nil) != (row.SourceName == nil):
		return "source_name", "does not fit source_id"
	case (row.SourceID == nil) != (row.SourceKind == "implicit"):
		return "source_kind", "does not fit source_id"
	case row.SourceID != nil && (len(row.Chain) == 0 || row.Chain[len(row.Chain)-1].SourceID != *row.SourceID):
		return "chain", "does not end with the source"
	case deref(row.SourceMention) != a.SourceText:
		return "source_mention", "is not source_text of the attribution"
	case deref(row.Cue) != a.CueText:
		return "cue", "is not cue_text of the attribution"
	case !equal(row.CueLemma, a.CueLemma):
		return "cue_lemma", "is not that of the attribution"
	case row.Rule != a.Rule:
		return "rule", "is not that of the attribution"
	case row.Confidence != a.Confidence:
		return "confidence", "is not that of the attribution"
	}
	return "", ""
}

// authorsClaim checks a claim in the author's voice.
func (c *checker) authorsClaim(row *schemas.Claim) (column, what string) {
	switch {
	case row.Voice != "author":
		return "voice", "is " + row.Voice + " without an attribution"
	case row.SourceKind != "author":
		return "source_kind", "is " + row.SourceKind + " in the author's voice"
	case row.SourceID != nil || row.SourceName != nil:
		return "source_id", "is set in the author's voice"
	case len(row.Chain) > 0:
		return "chain", "is not empty in the author's voice"
	}
	return "", ""
}

// claimPosition checks the strongest position against all.
func (c *checker) claimPosition(row *schemas.Claim) (column, what string) {
	var best *schemas.Position
	for i, p := range row.Positions {
		if !slices.Contains([]string{"favor", "against", "neutral"}, p.Label) || !(p.Score >= -1 && p.Score <= 1) {
			return "positions", "label " + short(p.Label) + " or its score is none"
		}
		for _, words := range p.Evidence {
			if !strings.Contains(c.doc.Text, words) {
				return "positions", "evidence " + short(words) + " is not in the text"
			}
		}
		if best == nil || math.Abs(p.Score) > math.Abs(best.Score) {
			best = &row.Positions[i]
		}
	}
	switch {
	case best == nil && (row.Target != nil || row.Stance != nil || row.StanceScore != nil):
		return "stance", "is set without positions"
	case best == nil:
		return "", ""
	case deref(row.Target) != best.Target:
		return "target", "is not that of the strongest position"
	case deref(row.Stance) != best.Label:
		return "stance", "is not that of the strongest position"
	case row.StanceScore == nil || *row.StanceScore != best.Score:
		return "stance_score", "is not that of the strongest position"
	}
	return "", ""
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func equal(a, b *string) bool {
	return (a == nil) == (b == nil) && deref(a) == deref(b)
}
