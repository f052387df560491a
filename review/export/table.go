package export

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/volgens/volgens/review/decisions"
)

// column is a column of the spreadsheets. Values are string, float64, int, bool, time.Time
// or nil.
type column struct {
	name  string
	doc   string
	width float64
	value func(e *exporter, it item) any
}

func text(name, doc string, width float64, value func(it item) string) column {
	return column{name, doc, width, func(_ *exporter, it item) any { return value(it) }}
}

func number(name, doc string, value func(it item) float64) column {
	return column{name, doc, 10, func(_ *exporter, it item) any { return value(it) }}
}

// columns are those of the spreadsheets: first what a reader wants to see.
var columns = []column{
	{"published_at", "when the article was published, UTC", 18, func(_ *exporter, it item) any {
		if it.PublishedAt == nil {
			return nil
		}
		return it.PublishedAt.UTC()
	}},
	text("outlet", "who published it", 18, func(it item) string { return it.Outlet }),
	text("title", "headline", 30, func(it item) string { return deref(it.Title) }),
	text("source_name", "who says it", 24, func(it item) string { return deref(it.SourceName) }),
	text("source_kind", "what sort of source", 12, func(it item) string { return it.SourceKind }),
	text("source_role", "function or description", 20, func(it item) string { return deref(it.SourceRole) }),
	text("source_affiliation", "organisation or place", 20, func(it item) string { return deref(it.SourceAffiliation) }),
	text("cue", "the words that attribute", 12, func(it item) string { return deref(it.Cue) }),
	text("claim", "the claim in the words of the article", 60, func(it item) string { return it.Claim.Claim.Claim }),
	text("claim_standalone", "the same made self-contained", 60, func(it item) string { return it.ClaimStandalone }),
	text("claim_kind", "fact, opinion, prediction, demand", 12, func(it item) string { return it.ClaimKind }),
	text("voice", "author or attributed", 12, func(it item) string { return it.Voice }),
	text("type", "direct, indirect or mixed", 10, func(it item) string { return deref(it.Type) }),
	text("act", "what the source does with the claim", 12, func(it item) string { return it.Act }),
	text("certainty", "how sure the source is", 12, func(it item) string { return it.Certainty }),
	text("polarity", "affirmed, negated, denied", 10, func(it item) string { return it.Polarity }),
	text("distance", "how the reporter presents it", 10, func(it item) string { return it.Distance }),
	text("target", "target of the strongest position", 20, func(it item) string { return deref(it.Target) }),
	text("stance", "favor, against, neutral", 10, func(it item) string { return deref(it.Stance) }),
	{"stance_score", "-1 (against) to 1 (favor)", 10, func(_ *exporter, it item) any {
		if it.StanceScore == nil {
			return nil
		}
		return *it.StanceScore
	}},
	number("checkworthiness", "how much it deserves a check, 0 to 1", func(it item) float64 { return it.Checkworthiness }),
	text("checkworthy_reasons", "why", 20, func(it item) string { return strings.Join(it.CheckworthyReason, "; ") }),
	{"disputed", "does another claim contradict it", 9, func(_ *exporter, it item) any { return it.Disputed }},
	text("context", "its sentence", 60, func(it item) string { return it.Context }),
	text("rule", "the rule that found it", 16, func(it item) string { return it.Rule }),
	number("confidence", "how sure the rule is, 0 to 1", func(it item) float64 { return it.Confidence }),

	text("review_status", "open, started, done, unsure, disagree, settled", 12, func(it item) string { return string(it.status()) }),
	text("review_readers", "who has read it", 16, func(it item) string {
		var out []string
		for _, o := range it.review.Readers {
			out = append(out, o.User)
		}
		return strings.Join(out, "; ")
	}),
	text("review_span", "ok, moved, no-claim: the final word", 10, func(it item) string { return it.final(decisions.Span, "").Choice }),
	text("review_words", "where the claim was moved: its words", 40, func(it item) string { return it.final(decisions.Span, "").Words }),
	text("review_source", "ok, other: the final word", 10, func(it item) string { return it.final(decisions.Source, "").Choice }),
	text("review_source_name", "the other source", 24, func(it item) string { return it.final(decisions.Source, "").SourceName }),
	text("review_stances", "target: stance, as reviewers see it", 24, func(it item) string {
		var out []string
		for _, target := range it.slots(decisions.Stance) {
			if v := it.final(decisions.Stance, target); v.Choice != "" {
				out = append(out, target+": "+v.Choice)
			}
		}
		return strings.Join(out, "; ")
	}),
	text("review_worth", "yes, no: worth checking", 10, func(it item) string { return it.final(decisions.Worth, "").Choice }),
	{"verdict", "what a check has found", 14, func(e *exporter, it item) any {
		label, _, ok := e.verdict(it)
		if !ok {
			return ""
		}
		return label.Name(e.Lang)
	}},
	text("verdict_evidence", "addresses of the evidence", 30, func(it item) string { return strings.Join(it.final(decisions.Verdict, "").Links, " ") }),
	text("verdict_note", "what was found", 40, func(it item) string { return it.final(decisions.Verdict, "").Note }),
	{"reviewed_at", "time of the last decision that stands, UTC", 18, func(_ *exporter, it item) any {
		if at := it.lastDecision(); !at.IsZero() {
			return at
		}
		return nil
	}},

	text("article", "where the article can be read", 30, func(it item) string { return it.URL }),
	text("uri", "where it was read from", 30, func(it item) string { return it.URI }),
	text("lang", "language", 6, func(it item) string { return it.Lang }),
	{"start", "first code point of the claim in the text", 8, func(_ *exporter, it item) any { return int(it.Start) }},
	{"end", "code point after the last", 8, func(_ *exporter, it item) any { return int(it.End) }},
	text("claim_id", "stable id of the claim", 18, func(it item) string { return it.ClaimID }),
	text("doc_id", "stable id of the article", 18, func(it item) string { return it.DocID }),
	text("source_id", "stable id of the source", 18, func(it item) string { return deref(it.SourceID) }),
	text("dispute_ids", "claims that contradict it", 18, func(it item) string { return strings.Join(it.DisputeIDs, " ") }),
}

// lastDecision returns the time of the latest decision that stands.
func (it item) lastDecision() time.Time {
	var last time.Time
	note := func(o decisions.Opinion) {
		for _, e := range o.Values {
			if e.At.After(last) {
				last = e.At
			}
		}
	}
	for _, o := range it.review.Readers {
		note(o)
	}
	if it.review.Settled != nil {
		note(*it.review.Settled)
	}
	return last
}

// Neutral returns words such that no spreadsheet takes them for a formula: an apostrophe
// comes before a sign with which one may begin. (OWASP, CSV injection)
func Neutral(s string) string {
	trimmed := strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf) })
	if trimmed == "" {
		return s
	}
	r, _ := utf8.DecodeRuneInString(trimmed)
	if strings.ContainsRune("=+-@|%＝＋－＠", r) || strings.ContainsAny(s[:1], "\t\r\n") {
		return "'" + s
	}
	return s
}

func writeCSV(ctx context.Context, e *exporter) error {
	w := csv.NewWriter(e.w)
	row := make([]string, len(columns))
	for i, c := range columns {
		row[i] = c.name
	}
	if err := w.Write(row); err != nil {
		return err
	}
	for it, err := range e.items(ctx) {
		if err != nil {
			return err
		}
		for i, c := range columns {
			row[i] = csvCell(c.value(e, it))
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

func csvCell(v any) string {
	switch v := v.(type) {
	case string:
		return Neutral(strings.ReplaceAll(v, "\x00", ""))
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case int:
		return strconv.Itoa(v)
	case bool:
		return strconv.FormatBool(v)
	case time.Time:
		return v.UTC().Format(time.RFC3339)
	}
	return ""
}

// maxCell is how many characters a cell of a workbook may have.
const maxCell = 32_767

func writeXLSX(ctx context.Context, e *exporter) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", "claims"); err != nil {
		return err
	}
	rows, err := e.claimSheet(ctx, f)
	if err != nil {
		return err
	}
	if err := columnSheet(f); err != nil {
		return err
	}
	if err := f.SetDocProps(&excelize.DocProperties{Title: e.Title, Creator: "volgens", Description: strconv.Itoa(rows) + " claims of dataset " + e.ws.Dataset()}); err != nil {
		return err
	}
	return f.Write(e.w)
}

// claimSheet writes the claims below a header that stays in view and has filters.
func (e *exporter) claimSheet(ctx context.Context, f *excelize.File) (rows int, err error) {
	sheet, styles, err := newSheet(f, "claims")
	if err != nil {
		return 0, err
	}
	for i, c := range columns {
		if err := sheet.SetColWidth(i+1, i+1, c.width); err != nil {
			return 0, err
		}
	}
	header := make([]any, len(columns))
	for i, c := range columns {
		header[i] = excelize.Cell{StyleID: styles.header, Value: c.name}
	}
	if err := sheet.SetRow("A1", header); err != nil {
		return 0, err
	}
	values := make([]any, len(columns))
	for it, err := range e.items(ctx) {
		if err != nil {
			return rows, err
		}
		if rows++; rows >= excelize.TotalRows {
			return rows, errTooLong
		}
		for i, c := range columns {
			values[i] = styles.cell(c.value(e, it))
		}
		if err := sheet.SetRow("A"+strconv.Itoa(rows+1), values); err != nil {
			return rows, err
		}
	}
	return rows, finish(sheet, "claims", len(columns), rows)
}

// columnSheet tells what the columns mean.
func columnSheet(f *excelize.File) error {
	if _, err := f.NewSheet("columns"); err != nil {
		return err
	}
	sheet, styles, err := newSheet(f, "columns")
	if err != nil {
		return err
	}
	if err := sheet.SetColWidth(1, 2, 40); err != nil {
		return err
	}
	if err := sheet.SetRow("A1", []any{excelize.Cell{StyleID: styles.header, Value: "column"}, excelize.Cell{StyleID: styles.header, Value: "meaning"}}); err != nil {
		return err
	}
	for i, c := range columns {
		if err := sheet.SetRow("A"+strconv.Itoa(i+2), []any{c.name, c.doc}); err != nil {
			return err
		}
	}
	return finish(sheet, "columns", 2, len(columns))
}

// styles are those of a workbook.
type styles struct{ header, date int }

// newSheet opens a sheet for rows, its first one frozen.
func newSheet(f *excelize.File, name string) (*excelize.StreamWriter, styles, error) {
	var s styles
	var err error
	if s.header, err = f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}); err != nil {
		return nil, s, err
	}
	format := "yyyy-mm-dd hh:mm"
	if s.date, err = f.NewStyle(&excelize.Style{CustomNumFmt: &format}); err != nil {
		return nil, s, err
	}
	sheet, err := f.NewStreamWriter(name)
	if err != nil {
		return nil, s, err
	}
	return sheet, s, sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// finish gives the rows filters and completes the sheet.
func finish(sheet *excelize.StreamWriter, name string, columns, rows int) error {
	corner, err := excelize.CoordinatesToCellName(columns, rows+1)
	if err != nil {
		return err
	}
	if err := sheet.AddTable(&excelize.Table{Range: "A1:" + corner, Name: name, StyleName: "TableStyleLight1"}); err != nil {
		return err
	}
	return sheet.Flush()
}

// cell returns a value for a workbook. Words are written as words, which no program takes
// for a formula; they get the apostrophe of CSV all the same, for who saves them as CSV.
func (s styles) cell(v any) any {
	switch v := v.(type) {
	case string:
		v = Neutral(strings.Map(xmlRune, v))
		if utf8.RuneCountInString(v) > maxCell {
			v = string([]rune(v)[:maxCell-1]) + "…"
		}
		return v
	case time.Time:
		return excelize.Cell{StyleID: s.date, Value: v.UTC()}
	}
	return v
}

// xmlRune drops what XML cannot hold.
func xmlRune(r rune) rune {
	if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF || r == utf8.RuneError {
		return -1
	}
	return r
}

// record is a line of JSON Lines.
type record struct {
	item
	Review *reviewRecord `json:"review"`
}

// reviewRecord is all that was decided about a claim.
type reviewRecord struct {
	Status  string            `json:"status"`
	Final   []finalRecord     `json:"final"`
	Entries []decisions.Entry `json:"decisions"` // those that stand, in the order in which they were taken
	Differ  []string          `json:"differ,omitempty"`
}

// finalRecord is a value in which the review has ended.
type finalRecord struct {
	Field  decisions.Field `json:"field"`
	Target string          `json:"target,omitempty"`
	decisions.Value
}

func writeJSONL(ctx context.Context, e *exporter) error {
	enc := json.NewEncoder(e.w)
	enc.SetEscapeHTML(false)
	for it, err := range e.items(ctx) {
		if err != nil {
			return err
		}
		if err := enc.Encode(record{it, it.record()}); err != nil {
			return err
		}
	}
	return nil
}

// record returns what was decided, nil for nothing.
func (it item) record() *reviewRecord {
	if len(it.review.Readers) == 0 && it.review.Settled == nil {
		return nil
	}
	out := &reviewRecord{Status: string(it.status()), Final: []finalRecord{}}
	for _, f := range decisions.Fields() {
		for _, target := range it.slots(f) {
			if v := it.final(f, target); v.Choice != "" || v.Note != "" {
				out.Final = append(out.Final, finalRecord{f, target, v})
			}
		}
	}
	for _, slot := range it.review.Differ {
		out.Differ = append(out.Differ, strings.TrimSuffix(string(slot.Field)+" "+slot.Target, " "))
	}
	out.Entries = it.standing()
	return out
}

// standing returns the entries that stand, in the order of the log.
func (it item) standing() []decisions.Entry {
	var out []decisions.Entry
	for _, o := range it.review.Readers {
		for _, e := range o.Values {
			out = append(out, e)
		}
	}
	if it.review.Settled != nil {
		for _, e := range it.review.Settled.Values {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b decisions.Entry) int { return int(a.ID - b.ID) })
	return out
}
