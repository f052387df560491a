package dataset

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"strings"

	"github.com/volgens/volgens/schemas"
)

// Texts gives the text of an article, as the program has read it, to a dataset without texts.
type Texts interface {
	// Text returns the text of a document. The error says in words why there is none; it wraps
	// ErrNoText where the article is missing or has another text by now.
	Text(doc *schemas.Document) (string, error)
}

// ErrNoText is returned for an article whose text is missing.
var ErrNoText = errors.New("no text")

// Article holds the rows of an article in the tables that have a doc_id.
type Article struct {
	Part         int // number of the files in which it stands
	Document     schemas.Document
	Segments     []schemas.Segment
	Attributions []schemas.Attribution
	Claims       []schemas.Claim
	Mentions     []schemas.Mention
}

// Restored returns the articles of a dataset without texts, with the words that their offsets
// give. What has no offsets stays empty: sections, evidence, aliases. Of an article whose text
// is missing, missing is told and its words are blocks, as many as it has code points.
func Restored(ctx context.Context, fsys fs.FS, m *Manifest, texts Texts, missing func(error)) iter.Seq2[Article, error] {
	return func(yield func(Article, error) bool) {
		v := &verifier{fs: fsys, m: m, counts: schemas.NewCounts()}
		documents, _ := m.Table(schemas.Documents)
		for i := range documents.Files {
			more, err := v.restored(ctx, i, texts, missing, yield)
			if err != nil {
				yield(Article{}, err)
				return
			}
			if !more {
				return
			}
		}
	}
}

// restored hands on the articles of one part.
func (v *verifier) restored(ctx context.Context, part int, texts Texts, missing func(error), yield func(Article, error) bool) (more bool, err error) {
	set, err := v.openSet(part)
	if err != nil {
		return false, err
	}
	defer set.close()
	for ctx.Err() == nil {
		row, err := set.documents.next()
		if row == nil || err != nil {
			return err == nil, err
		}
		row.Text, err = texts.Text(row)
		if errors.Is(err, ErrNoText) {
			missing(err)
			row.Text, err = strings.Repeat("░", max(0, int(row.NChars))), nil
		}
		if err != nil {
			return false, err
		}
		c := &checker{v: v, set: set, doc: row}
		if err := c.read(); err != nil {
			return false, err
		}
		if what := c.restore(); what != "" {
			return false, set.documents.lie("", "%s", what)
		}
		if !yield(Article{part, *c.doc, c.segments, c.attributions, c.claims, c.mentions}, nil) {
			return false, nil
		}
	}
	return false, ctx.Err()
}

// fetch gets the text of a document of a dataset without texts: from the texts at hand, else
// one of its length, by which all but the words can be checked.
func (v *verifier) fetch(r *rowReader[schemas.Document], row *schemas.Document) error {
	if v.m.Text == schemas.TextFull {
		return nil
	}
	if column := leak(row, v.m.Text); column != "" {
		return r.lie(column, "is there, in a dataset with text %s", v.m.Text)
	}
	if v.texts == nil {
		if schemas.DocIDOfSHA256(row.SHA256+strings.Repeat("0", 64)) != row.DocID {
			return r.lie("doc_id", "%q is not made from sha256", row.DocID)
		}
		row.Text = strings.Repeat("x", max(0, int(row.NChars)))
		return nil
	}
	text, err := v.texts.Text(row)
	if err != nil {
		return r.lie("text", "%v", err)
	}
	row.Text = text
	return nil
}

// wordless reports whether the words of the dataset cannot be checked.
func (v *verifier) wordless() bool { return v.m.Text != schemas.TextFull && v.texts == nil }

// refill checks that no row of the document holds text that the dataset denies, and puts in
// the words.
func (c *checker) refill() error {
	text := c.v.m.Text
	if text == schemas.TextFull {
		return nil
	}
	if err := firstLeak(c.set.attributions, c.firstAttribution, c.attributions, text); err != nil {
		return err
	}
	if err := firstLeak(c.set.claims, c.firstClaim, c.claims, text); err != nil {
		return err
	}
	if err := firstLeak(c.set.mentions, c.firstMention, c.mentions, text); err != nil {
		return err
	}
	if what := c.restore(); what != "" {
		return c.set.documents.lie("text", "%s", what)
	}
	return nil
}

func firstLeak[T any](r *rowReader[T], first int64, rows []T, text schemas.Text) error {
	for i := range rows {
		if column := leak(&rows[i], text); column != "" {
			return r.lieAt(first+int64(i), column, "is there, in a dataset with text %s", text)
		}
	}
	return nil
}

// leak returns the column of a row that holds text of the article which a dataset with text
// has not, "" for none.
func leak(row any, text schemas.Text) string {
	if text == schemas.TextFull {
		return ""
	}
	switch row := row.(type) {
	case *schemas.Document:
		return firstOf(named{"text", row.Text}, named{"title", deref(row.Title)})
	case *schemas.Attribution:
		return firstOf(named{"source_text", row.SourceText}, named{"cue_text", row.CueText}, named{"content_text", row.ContentText})
	case *schemas.Claim:
		return claimLeak(row, text)
	case *schemas.Source:
		return firstOf(named{"aliases", strings.Join(row.Aliases, " ")})
	case *schemas.Mention:
		return firstOf(named{"text", row.Text})
	case *schemas.Dispute:
		for _, s := range row.Signals {
			if strings.ContainsAny(s, ": ") {
				return "signals"
			}
		}
	case *schemas.Reject:
		return firstOf(named{"message", row.Message})
	}
	return ""
}

func claimLeak(row *schemas.Claim, text schemas.Text) string {
	if text == schemas.TextNone {
		if column := firstOf(named{"claim", row.Claim}, named{"claim_standalone", row.ClaimStandalone}); column != "" {
			return column
		}
	}
	for _, p := range row.Positions {
		if len(p.Evidence) > 0 {
			return "positions"
		}
	}
	return firstOf(
		named{"title", deref(row.Title)}, named{"section", deref(row.Section)}, named{"context", row.Context}, named{"prefix", row.Prefix}, named{"suffix", row.Suffix},
		named{"source_mention", deref(row.SourceMention)}, named{"cue", deref(row.Cue)},
	)
}

// named is a column with its words.
type named struct{ column, words string }

// firstOf returns the name of the first column with words.
func firstOf(columns ...named) string {
	for _, c := range columns {
		if c.words != "" {
			return c.column
		}
	}
	return ""
}

// restore puts into the rows of a document the words that their offsets give. It returns what
// is wrong with the offsets, "" for nothing; the checks that follow name the row.
func (c *checker) restore() (wrong string) {
	c.index()
	words := func(spans ...schemas.Span) string {
		text, ok := c.words(spans)
		if !ok {
			wrong = "offsets of the tables are not in the text"
		}
		return text
	}
	c.doc.Title = c.title()
	mentions, cues := map[string]string{}, map[string]string{}
	for i := range c.attributions {
		a := &c.attributions[i]
		a.SourceText, a.CueText, a.ContentText = words(a.SourceSpans...), words(a.CueSpans...), words(a.ContentSpans...)
		mentions[a.AttributionID], cues[a.AttributionID] = a.SourceText, a.CueText
	}
	for i := range c.claims {
		row := &c.claims[i]
		if text := words(row.Spans...); row.Claim == "" || c.v.wordless() {
			row.Claim = text
		}
		if row.ClaimStandalone == "" {
			row.ClaimStandalone = row.Claim
		}
		row.Title = c.doc.Title
		row.Context = c.around(row.Start, row.End)
		row.Prefix, _ = c.slice(max(0, row.Start-selector), row.Start)
		row.Suffix, _ = c.slice(row.End, min(c.doc.NChars, row.End+selector))
		if row.AttributionID != nil {
			row.SourceMention, row.Cue = orNull(mentions[*row.AttributionID]), orNull(cues[*row.AttributionID])
		}
	}
	for i := range c.mentions {
		m := &c.mentions[i]
		m.Text = words(schemas.Span{Start: m.Start, End: m.End})
	}
	return wrong
}

// selector is the length of prefix and suffix in code points.
const selector = 32

// title returns the words of the title segment, nil where there is none.
func (c *checker) title() *string {
	for _, s := range c.segments {
		if s.Kind == "title" {
			words, _ := c.slice(s.Start, s.End)
			return orNull(strings.TrimSpace(words))
		}
	}
	return nil
}

// around returns the segments in which [start, end) lies, the words alone where there are none.
func (c *checker) around(start, end int32) string {
	from, to := start, end
	for _, s := range c.segments {
		if s.Start < end && start < s.End {
			from, to = min(from, s.Start), max(to, s.End)
		}
	}
	words, _ := c.slice(from, to)
	inner, _ := c.slice(start, end)
	if trimmed := strings.TrimSpace(words); strings.Contains(trimmed, inner) {
		return trimmed
	}
	return words
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// VerifyTexts does what Verify does, and checks the words of a dataset without texts against
// those of texts. Without texts, nil, it checks of such a dataset all but the words.
func VerifyTexts(ctx context.Context, fsys fs.FS, texts Texts) (*Manifest, error) {
	m, err := Open(fsys)
	if err != nil {
		return nil, err
	}
	if _, known := textKinds[m.Text]; !known {
		return m, lieOf(ManifestFile, "text is %q, which this program does not know", m.Text)
	}
	return m, verify(ctx, &verifier{fs: fsys, m: m, texts: texts, counts: schemas.NewCounts()})
}

// textKinds are the values of Manifest.Text.
var textKinds = map[schemas.Text]bool{schemas.TextFull: true, schemas.TextClaims: true, schemas.TextNone: true}

// Missing returns the error for a document whose text is not where it was looked for.
func Missing(doc *schemas.Document, where string) error {
	return fmt.Errorf("%w of document %s (%s) in %s", ErrNoText, doc.DocID, doc.URI, where)
}

// Altered returns the error for a document whose article is there with another text.
func Altered(doc *schemas.Document, where, docID string) error {
	return fmt.Errorf("%w of document %s: %s has another one by now (it would be document %s)", ErrNoText, doc.DocID, where, docID)
}
