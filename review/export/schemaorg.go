package export

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/volgens/volgens/review/decisions"
	"github.com/volgens/volgens/review/index"
)

var errTooLong = errors.New("more claims than a workbook has rows: choose fewer, or another format")

// object is a node of JSON-LD; its keys are written in alphabetical order.
type object map[string]any

// set adds a value that is there.
func (o object) set(key string, value any) {
	switch v := value.(type) {
	case string:
		if v == "" {
			return
		}
	case object:
		if len(v) == 0 {
			return
		}
	case nil:
		return
	}
	o[key] = value
}

// writeGraph writes nodes one after the other between a head and a tail.
func writeGraph(w io.Writer, head, tail string) (write func(object) error, end func() error, err error) {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(true) // the text may end up in a script element
	separator := ""
	_, err = io.WriteString(w, head)
	write = func(o object) error {
		if _, err := io.WriteString(w, separator); err != nil {
			return err
		}
		separator = ","
		return enc.Encode(o)
	}
	end = func() error {
		_, err := io.WriteString(w, tail)
		return err
	}
	return write, end, err
}

func writeSchemaOrg(ctx context.Context, e *exporter) error {
	write, end, err := writeGraph(e.w, `{"@context":"https://schema.org","@graph":[`+"\n", "]}\n")
	if err != nil {
		return err
	}
	for it, err := range e.items(ctx) {
		if err != nil {
			return err
		}
		if err := write(claimNode(it)); err != nil {
			return err
		}
		review, ok := e.claimReview(it)
		if !ok {
			continue
		}
		if err := checkClaimReview(review); err != nil {
			return fmt.Errorf("claim %s: %w", it.ClaimID, err)
		}
		if err := write(review); err != nil {
			return err
		}
	}
	return end()
}

func claimIRI(id string) string { return "urn:volgens:claim:" + id }

// claimNode returns the schema.org Claim of a claim.
func claimNode(it item) object {
	c := object{"@type": "Claim", "@id": claimIRI(it.ClaimID), "identifier": it.ClaimID, "text": it.Claim.Claim.Claim}
	if it.ClaimStandalone != it.Claim.Claim.Claim {
		c.set("description", it.ClaimStandalone)
	}
	c.set("inLanguage", it.Lang)
	c.set("author", author(it))
	c.set("appearance", appearance(it))
	return c
}

// author returns who makes the claim; of the article's own voice, who published it. A
// document cannot be an author: it is what the claim is based on.
func author(it item) object {
	name := deref(it.SourceName)
	if it.Voice == "author" {
		if it.Outlet == "" {
			return nil
		}
		return object{"@type": "Organization", "name": it.Outlet}
	}
	if name == "" {
		return nil
	}
	kind := "Organization"
	switch it.SourceKind {
	case "person", "anonymous":
		kind = "Person"
	case "government":
		kind = "GovernmentOrganization"
	case "media":
		kind = "NewsMediaOrganization"
	}
	o := object{"@type": kind, "name": name}
	if it.SourceID != nil {
		o["@id"] = "urn:volgens:source:" + *it.SourceID
	}
	if kind == "Person" {
		o.set("jobTitle", deref(it.SourceRole))
		if a := deref(it.SourceAffiliation); a != "" {
			o["affiliation"] = object{"@type": "Organization", "name": a}
		}
	}
	return o
}

// appearance returns the article.
func appearance(it item) object {
	a := object{"@type": "NewsArticle", "@id": "urn:volgens:document:" + it.DocID}
	a.set("headline", deref(it.Title))
	a.set("url", it.URL)
	a.set("inLanguage", it.Lang)
	if it.PublishedAt != nil {
		a["datePublished"] = it.PublishedAt.UTC().Format(time.RFC3339)
	}
	if it.Outlet != "" {
		a["publisher"] = object{"@type": "Organization", "name": it.Outlet}
	}
	return a
}

// claimReview returns the ClaimReview of a claim with a verdict, if the publisher is named.
func (e *exporter) claimReview(it item) (object, bool) {
	label, value, ok := e.verdict(it)
	if s := it.status(); !ok || e.Publisher == "" || s != index.StatusDone && s != index.StatusSettled {
		return nil, false // a reader who is unsure has not published
	}
	rating := object{"@type": "Rating", "alternateName": label.Name(e.Lang)}
	if worst, best, ok := e.scale.Range(); ok && label.Rating != nil {
		rating["ratingValue"], rating["worstRating"], rating["bestRating"] = *label.Rating, worst, best
	}
	item := claimNode(it)
	words := it.ClaimStandalone
	if moved := it.final(decisions.Span, "").Words; moved != "" {
		words = moved
	}
	address := strings.ReplaceAll(e.URL, "{id}", it.ClaimID)
	r := object{
		"@type": "ClaimReview", "@id": address, "url": address, "claimReviewed": words,
		"author": object{"@type": "Organization", "name": e.Publisher}, "reviewRating": rating, "itemReviewed": item,
		"datePublished": it.verdictTime().UTC().Format(time.RFC3339),
	}
	r.set("reviewBody", value.Note)
	var evidence []object
	for _, link := range value.Links {
		evidence = append(evidence, object{"@type": "CreativeWork", "url": link})
	}
	if len(evidence) > 0 {
		r["citation"] = evidence
	}
	return r, true
}

// verdictTime returns when the verdict that stands was given.
func (it item) verdictTime() time.Time {
	slot := decisions.Slot{Field: decisions.Verdict}
	if it.review.Settled != nil {
		if e, ok := it.review.Settled.Values[slot]; ok {
			return e.At
		}
	}
	var last time.Time
	for _, o := range it.review.Readers {
		if e, ok := o.Values[slot]; ok && e.At.After(last) {
			last = e.At
		}
	}
	return last
}

// checkClaimReview fails where a ClaimReview lacks a property without which search engines
// pass it over (developers.google.com/search/docs/appearance/structured-data/factcheck):
// claimReviewed, reviewRating with alternateName or a number within its bounds, url; and who
// wrote it, what it is about and where that stood, which are ours to know.
func checkClaimReview(r object) error {
	if r["@type"] != "ClaimReview" {
		return errors.New("no ClaimReview")
	}
	for _, path := range []string{"claimReviewed", "url", "reviewRating.alternateName", "author.name", "itemReviewed.text", "itemReviewed.appearance.@id"} {
		if at(r, path) == "" {
			return fmt.Errorf("ClaimReview without %s", path)
		}
	}
	if u, err := url.Parse(at(r, "url")); err != nil || u.Host == "" {
		return fmt.Errorf("ClaimReview with url %q", at(r, "url"))
	}
	rating, _ := r["reviewRating"].(object)
	value, rated := rating["ratingValue"].(float64)
	if !rated {
		return nil
	}
	worst, ok := rating["worstRating"].(float64)
	best, ok2 := rating["bestRating"].(float64)
	if !ok || !ok2 || value < worst || value > best {
		return fmt.Errorf("ClaimReview with a rating of %v from %v to %v", value, rating["worstRating"], rating["bestRating"])
	}
	return nil
}

// at returns the words at a path into an object, "" for none.
func at(o object, path string) string {
	for {
		key, rest, more := strings.Cut(path, ".")
		if !more {
			s, _ := o[key].(string)
			return strings.TrimSpace(s)
		}
		next, ok := o[key].(object)
		if !ok {
			return ""
		}
		o, path = next, rest
	}
}
