// Package export writes claims and what reviewers decided about them for other programs and
// for people: spreadsheets, JSON Lines, Parquet, schema.org, Web Annotation, a page.
package export

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/url"
	"slices"
	"strings"

	"github.com/volgens/volgens/review/decisions"
	"github.com/volgens/volgens/review/index"
	"github.com/volgens/volgens/review/workspace"
)

// Format names a way to write an export.
type Format string

// The formats.
const (
	CSV        Format = "csv"
	XLSX       Format = "xlsx"
	JSONL      Format = "jsonl"
	Parquet    Format = "parquet"
	SchemaOrg  Format = "schema.org"
	Annotation Format = "annotation"
	HTML       Format = "html"
)

// Info says what a format is.
type Info struct {
	Format      Format
	Ext         string // of the file, with the dot
	ContentType string
	Doc         string // what it holds, in a few words
}

// Formats returns all formats.
func Formats() []Info {
	return []Info{
		{CSV, ".csv", "text/csv; charset=utf-8", "claims and reviews, a line each"},
		{XLSX, ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "the same as a workbook, with filters"},
		{JSONL, ".jsonl", "application/jsonl; charset=utf-8", "claims with all that was decided, an object a line"},
		{Parquet, ".parquet", "application/vnd.apache.parquet", "the table reviews: every decision"},
		{SchemaOrg, ".jsonld", "application/ld+json; charset=utf-8", "schema.org: Claim, and ClaimReview for verdicts"},
		{Annotation, ".anno.jsonld", `application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"`, "W3C Web Annotation: claims and decisions on the text"},
		{HTML, ".html", "text/html; charset=utf-8", "one page for a browser, nothing else needed"},
	}
}

// InfoOf returns what a format is, and whether there is such a format.
func InfoOf(f Format) (Info, bool) {
	i := slices.IndexFunc(Formats(), func(info Info) bool { return info.Format == f })
	if i < 0 {
		return Info{}, false
	}
	return Formats()[i], true
}

// Options say what is written.
type Options struct {
	Format Format
	// Query chooses the claims and their order. Of Parquet it chooses the claims whose
	// decisions are written, in the order of the log.
	Query index.Query
	// Viewer is who asks: decisions that a blind reader may not see yet are left out. "" sees
	// all.
	Viewer string
	// Publisher is the name under which verdicts are published. Without it, and without URL,
	// there are no ClaimReviews.
	Publisher string
	// URL is the address of the page of a verdict, with {id} in the place of the claim's id.
	URL string
	// Lang is the language of labels and verdicts: en or nl; "" for en.
	Lang string
	// Title heads the page of HTML; "" for a plain one.
	Title string
}

// ErrOptions is returned for options that do not go together.
var ErrOptions = errors.New("cannot export")

func (o Options) check() error {
	switch _, ok := InfoOf(o.Format); {
	case !ok:
		return fmt.Errorf("%w as %q", ErrOptions, o.Format)
	case (o.Publisher == "") != (o.URL == ""):
		return fmt.Errorf("%w reviews of claims: a publisher and the address of the pages go together", ErrOptions)
	case o.URL != "":
		u, err := url.Parse(strings.ReplaceAll(o.URL, "{id}", "0"))
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || !strings.Contains(o.URL, "{id}") {
			return fmt.Errorf("%w reviews of claims: %q is no address with {id} in it", ErrOptions, o.URL)
		}
	}
	return nil
}

// writers are the formats.
var writers = map[Format]func(context.Context, *exporter) error{
	CSV: writeCSV, XLSX: writeXLSX, JSONL: writeJSONL, Parquet: writeParquet,
	SchemaOrg: writeSchemaOrg, Annotation: writeAnnotations, HTML: writeHTML,
}

// Write writes an export.
func Write(ctx context.Context, w io.Writer, ws *workspace.Workspace, o Options) error {
	if err := o.check(); err != nil {
		return err
	}
	buf := bufio.NewWriterSize(w, 1<<16)
	e := &exporter{Options: o, ws: ws, w: buf, scale: ws.Log.Verdicts()}
	if err := writers[o.Format](ctx, e); err != nil {
		return err
	}
	return buf.Flush()
}

// exporter is an export under way.
type exporter struct {
	Options
	ws    *workspace.Workspace
	w     *bufio.Writer
	scale decisions.Scale
}

// item is a claim with its review.
type item struct {
	index.Claim
	review decisions.Review
}

// items returns the claims that were asked for. Claims about which nothing was decided cost
// no look into the log.
func (e *exporter) items(ctx context.Context) iter.Seq2[item, error] {
	return func(yield func(item, error) bool) {
		for c, err := range e.ws.Index.All(ctx, e.Query) {
			it := item{Claim: c}
			if err == nil && c.Mark.Status != index.StatusOpen {
				it.review, err = e.ws.Log.Review(ctx, c.ClaimID, e.Viewer)
			}
			if err != nil {
				yield(item{}, err)
				return
			}
			if !yield(it, nil) {
				return
			}
		}
	}
}

// status returns how far the review is as the viewer knows it.
func (it item) status() index.Status { return it.review.Status() }

// final returns the value in which the review has ended.
func (it item) final(f decisions.Field, target string) decisions.Value {
	return it.review.Final(f, target)
}

// slots returns the slots of a field in which anybody has decided something, sorted by
// target.
func (it item) slots(f decisions.Field) []string {
	var out []string
	add := func(o decisions.Opinion) {
		for s := range o.Values {
			if s.Field == f && !slices.Contains(out, s.Target) {
				out = append(out, s.Target)
			}
		}
	}
	for _, o := range it.review.Readers {
		add(o)
	}
	if it.review.Settled != nil {
		add(*it.review.Settled)
	}
	slices.Sort(out)
	return out
}

// verdict returns the verdict in words and its value, and whether there is one.
func (e *exporter) verdict(it item) (decisions.VerdictLabel, decisions.Value, bool) {
	v := it.final(decisions.Verdict, "")
	label, ok := e.scale.Verdict(v.Choice)
	if !ok && v.Choice != "" {
		label, ok = decisions.VerdictLabel{ID: v.Choice}, true // of a scale that is no longer in use
	}
	return label, v, ok
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
