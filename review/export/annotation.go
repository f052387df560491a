package export

import (
	"cmp"
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/volgens/volgens/review/decisions"
	"github.com/volgens/volgens/schemas"
)

// writeAnnotations writes a page of Web Annotations (W3C Recommendation, 2017): of each claim
// one that tags its words, and of each decision one that assesses it.
func writeAnnotations(ctx context.Context, e *exporter) error {
	head := `{"@context":"http://www.w3.org/ns/anno.jsonld","id":"urn:volgens:dataset:` + e.ws.Dataset() + `","type":"AnnotationPage","items":[` + "\n"
	write, end, err := writeGraph(e.w, head, "]}\n")
	if err != nil {
		return err
	}
	for it, err := range e.items(ctx) {
		if err != nil {
			return err
		}
		if err := write(claimAnnotation(it)); err != nil {
			return err
		}
		for _, entry := range it.standing() {
			if err := write(e.decisionAnnotation(it, entry)); err != nil {
				return err
			}
		}
	}
	return end()
}

// claimAnnotation tags the words of a claim with who says it and how.
func claimAnnotation(it item) object {
	var bodies []object
	tag := func(name, value string) {
		if value != "" {
			bodies = append(bodies, object{"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": name + ": " + value})
		}
	}
	tag("source", deref(it.SourceName))
	tag("source kind", it.SourceKind)
	tag("cue", deref(it.Cue))
	tag("kind", it.ClaimKind)
	tag("act", it.Act)
	tag("certainty", it.Certainty)
	for _, p := range it.Positions {
		tag("stance towards "+p.Target, p.Label)
	}
	bodies = append(bodies, object{"type": "TextualBody", "purpose": "describing", "format": "text/plain", "language": it.Lang, "value": it.ClaimStandalone})
	return object{
		"id": claimIRI(it.ClaimID), "type": "Annotation", "motivation": "tagging", "body": bodies,
		"target": targets(it, it.Spans, pieces(it.Claim.Claim.Claim, it.Spans)),
	}
}

// decisionAnnotation says what somebody decided; of a claim that was moved it points to the
// new words, else to the annotation of the claim.
func (e *exporter) decisionAnnotation(it item, entry decisions.Entry) object {
	motivation := "assessing"
	if entry.To.Choice == decisions.Moved || entry.To.Choice == decisions.Other {
		motivation = "editing"
	}
	words := []string{string(entry.Field)}
	if entry.Target != "" {
		words = append(words, "towards "+entry.Target)
	}
	value := strings.Join(words, " ") + ": " + cmp.Or(e.choice(entry), "noted")
	bodies := []object{{"type": "TextualBody", "format": "text/plain", "value": value}}
	for _, note := range []string{entry.To.Note, entry.Why} {
		if note != "" {
			bodies = append(bodies, object{"type": "TextualBody", "purpose": "commenting", "format": "text/plain", "value": note})
		}
	}
	for _, link := range entry.To.Links {
		bodies = append(bodies, object{"id": link, "type": "Text"})
	}
	a := object{
		"id": "urn:volgens:decision:" + e.ws.Dataset()[:16] + ":" + itoa(entry.ID), "type": "Annotation", "motivation": motivation,
		"creator": object{"type": "Person", "name": entry.User}, "created": entry.At.UTC().Format(time.RFC3339), "body": bodies,
		"target": claimIRI(it.ClaimID),
	}
	if len(entry.To.Spans) > 0 {
		a["target"] = targets(it, entry.To.Spans, nil)
	}
	return a
}

// choice returns a choice in words.
func (e *exporter) choice(entry decisions.Entry) string {
	if entry.Field == decisions.Verdict {
		if label, ok := e.scale.Verdict(entry.To.Choice); ok {
			return label.Name(e.Lang)
		}
	}
	if entry.To.SourceName != "" {
		return entry.To.SourceName
	}
	return entry.To.Choice
}

// targets points to stretches of the article, by place and where the words are known by
// quotation.
func targets(it item, spans []schemas.Span, words []string) []object {
	source := object{"id": cmp.Or(it.URL, "urn:volgens:document:"+it.DocID), "type": "Text"}
	source.set("language", it.Lang)
	var out []object
	for i, s := range spans {
		selectors := []object{{"type": "TextPositionSelector", "start": s.Start, "end": s.End}}
		if i < len(words) {
			quote := object{"type": "TextQuoteSelector", "exact": words[i]}
			if i == 0 {
				quote.set("prefix", it.Prefix)
			}
			if i == len(spans)-1 {
				quote.set("suffix", it.Suffix)
			}
			selectors = append(selectors, quote)
		}
		out = append(out, object{"type": "SpecificResource", "source": source, "selector": selectors})
	}
	return out
}

// pieces returns the words of each span of a claim, which are joined by an ellipsis. It goes
// by their lengths: the text may have an ellipsis itself.
func pieces(claim string, spans []schemas.Span) []string {
	var out []string
	for i, s := range spans {
		if i > 0 {
			claim = strings.TrimPrefix(claim, schemas.Ellipsis)
		}
		end := 0
		for range s.End - s.Start {
			_, size := utf8.DecodeRuneInString(claim[end:])
			end += size
		}
		out, claim = append(out, claim[:end]), claim[end:]
	}
	return out
}
