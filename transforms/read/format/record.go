package format

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/volgens/volgens/schemas"
)

// Fields names the members of a JSON record, or the columns of a table, that hold an
// article's text and what is known of it. An empty name reads nothing.
type Fields struct {
	ID, URL, Title, Text, Lang, PublishedAt, Outlet, Byline string
}

// DefaultFields are the members that the documentation shows.
var DefaultFields = Fields{
	ID: "id", URL: "url", Title: "title", Text: "text", Lang: "lang",
	PublishedAt: "published_at", Outlet: "outlet", Byline: "byline",
}

// parseRecord returns the document of one line of a JSON Lines file. Members that f does
// not name are ignored, and so are optional members of another type than expected; only
// the text must be there and be a string.
func parseRecord(line []byte, f Fields) (schemas.Document, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(line, &members); err != nil {
		return schemas.Document{}, jsonError(err)
	}
	raw, ok := members[f.Text]
	if !ok || string(raw) == "null" {
		return schemas.Document{}, fmt.Errorf("no member %q", f.Text)
	}
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return schemas.Document{}, fmt.Errorf("member %q is no string", f.Text)
	}
	return described(newDocument(text), f, func(name string) *string { return scalar(members[name]) }), nil
}

// described returns doc with what the members of its record say of it, by the names in f.
func described(doc schemas.Document, f Fields, member func(name string) *string) schemas.Document {
	doc.RecordID = member(f.ID)
	doc.URL = member(f.URL)
	doc.Title = member(f.Title)
	doc.Outlet = member(f.Outlet)
	doc.Byline = member(f.Byline)
	doc.PublishedAt = parseTime(member(f.PublishedAt))
	if lang := member(f.Lang); lang != nil {
		doc.Lang = languageCode(*lang)
	}
	return doc
}

// languageCode returns the language of a tag such as nl-BE or nl_BE.
func languageCode(tag string) string {
	code, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(tag, "_", "-")), "-")
	return strings.TrimSpace(code)
}

// known returns s without blanks around it, nil for nothing.
func known(s string) *string {
	if s = strings.TrimSpace(s); s == "" {
		return nil
	}
	return &s
}

// newDocument returns the row of a text with its ids.
func newDocument(text string) schemas.Document {
	sum := schemas.TextSHA256(text)
	return schemas.Document{DocID: schemas.DocIDOfSHA256(sum), SHA256: sum, Text: text}
}

// jsonError says where in the line the error is, if encoding/json knows.
func jsonError(err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("column %d: %w", syntax.Offset, err)
	}
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return fmt.Errorf("want an object, got %s", kind.Value)
	}
	return err
}

// scalar returns a string, number or truth value as text; nil for anything else and for
// text of blanks.
func scalar(raw json.RawMessage) *string {
	if len(raw) == 0 || raw[0] == '{' || raw[0] == '[' || string(raw) == "null" {
		return nil
	}
	s := string(raw)
	if raw[0] == '"' && json.Unmarshal(raw, &s) != nil {
		return nil
	}
	return known(s)
}

// timeLayouts are tried in order. A time without zone is taken as UTC.
var timeLayouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04", "2006-01-02 15:04:05.999999999",
	"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02T15:04:05-0700", "2006-01-02 15:04", "2006-01-02", "2006-01",
	time.RFC1123Z, time.RFC1123, "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", "2 Jan 2006 15:04:05 -0700",
	"20060102T150405-0700", "20060102T150405Z", "20060102T150405", "20060102",
}

// minUnix is the smallest number taken as Unix seconds (March 1973): a smaller one is
// something else, such as a year.
const minUnix = 1e8

// parseTime reads a date in one of the usual notations or as Unix seconds, to the
// microsecond that the tables hold; nil where s is none.
func parseTime(s *string) *time.Time {
	if s == nil {
		return nil
	}
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, *s); err == nil {
			return plausible(t)
		}
	}
	if sec, err := strconv.ParseFloat(*s, 64); err == nil && sec >= minUnix && sec < 1e11 {
		return plausible(time.UnixMicro(int64(sec * 1e6)))
	}
	return nil
}

// plausible refuses times outside of the years 1600 to 2200: a number in another unit.
func plausible(t time.Time) *time.Time {
	t = t.UTC().Truncate(time.Microsecond)
	if t.Year() < 1600 || t.Year() > 2200 {
		return nil
	}
	return &t
}
