package interchange

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/claim"
	"github.com/volgens/volgens/analysis/coref"
	"github.com/volgens/volgens/analysis/text"
)

// kindCarried marks a quotation without a frame of its own in attrs.kind.
const kindCarried = "carried"

// FromDocument returns what the analysis found in a document, under the given id.
//
// Attributions are numbered from 1 in order of the text. Their attrs are source (canonical
// name), kind (kind of the source; carried for a quotation without a frame), role,
// affiliation, via (through whom the report came), act, certainty, polarity, distance,
// stance ("target:label, …"), nested_in (an id), rule and confidence. The format counts media
// among the organisations and knows no unspecified certainty: what nothing makes less sure is certain.
func FromDocument(id string, doc *analysis.Document) Document {
	points := codePoints(doc.Text)
	claims := byAttribution(doc)
	d := Document{ID: id, Lang: doc.Lang, Text: doc.Text, Attributions: make([]Attribution, len(doc.Attributions))}
	for i, a := range doc.Attributions {
		d.Attributions[i] = Attribution{
			ID:      strconv.Itoa(i + 1),
			Type:    string(a.Type),
			Source:  points.spans(a.Source),
			Cue:     points.spans(a.Cue),
			Content: points.spans(a.Content),
			Attrs:   attrs(doc, a, claims[i]),
		}
	}
	return d
}

// byAttribution groups the claims of a document by the index of their attribution.
func byAttribution(doc *analysis.Document) map[int][]claim.Claim {
	groups := make(map[int][]claim.Claim)
	for _, c := range doc.Claims {
		groups[c.Attribution] = append(groups[c.Attribution], c)
	}
	return groups
}

func attrs(doc *analysis.Document, a attribution.Attribution, claims []claim.Claim) map[string]string {
	m := make(map[string]string)
	set := func(key, value string) {
		if value != "" {
			m[key] = value
		}
	}
	set("rule", a.Rule)
	if a.Confidence > 0 {
		set("confidence", strconv.FormatFloat(a.Confidence, 'g', 3, 64))
	}
	set("kind", string(coref.Implicit))
	if a.SourceID >= 0 && a.SourceID < len(doc.Sources) {
		source := doc.Sources[a.SourceID]
		set("source", source.Name)
		set("kind", kindOf(source.Kind))
		set("role", source.Role)
		set("affiliation", source.Affiliation)
	}
	if a.Carried {
		set("kind", kindCarried)
	}
	if a.Via >= 0 && a.Via < len(doc.Sources) && a.Via != a.SourceID {
		set("via", doc.Sources[a.Via].Name)
	}
	if a.NestedIn >= 0 {
		set("nested_in", strconv.Itoa(a.NestedIn+1))
	}
	if len(claims) > 0 {
		first := claims[0]
		set("act", first.Act)
		set("certainty", certainty(first.Certainty))
		set("polarity", first.Polarity)
		set("distance", first.Distance)
		set("stance", stanceList(claims))
	}
	return m
}

func kindOf(k coref.Kind) string {
	if k == coref.Media {
		k = coref.Organisation
	}
	return string(k)
}

func certainty(value string) string {
	if value == "unspecified" {
		return "certain"
	}
	return value
}

// stanceList returns the strongest position towards each target, in order of appearance.
func stanceList(claims []claim.Claim) string {
	type position struct {
		label string
		score float64
	}
	var order []string
	strongest := make(map[string]position)
	for _, c := range claims {
		for _, p := range c.Positions {
			old, seen := strongest[p.Target]
			if !seen {
				order = append(order, p.Target)
			}
			if !seen || math.Abs(p.Score) > math.Abs(old.score) {
				strongest[p.Target] = position{p.Label, p.Score}
			}
		}
	}
	pairs := make([]string, len(order))
	for i, target := range order {
		pairs[i] = target + ":" + strongest[target].label
	}
	return strings.Join(pairs, ", ")
}

// offsets gives the number of code points before each byte of a text; nil for a text in
// which every byte is one.
type offsets []int32

func codePoints(s string) offsets {
	if utf8.RuneCountInString(s) == len(s) {
		return nil
	}
	points := make(offsets, len(s)+1)
	n := int32(0)
	for i, r := range s {
		points[i] = n
		n++
		// A byte inside a character counts as the character's end: a span never points there.
		for j := i + 1; j < i+max(1, utf8.RuneLen(r)) && j < len(s); j++ {
			points[j] = n
		}
	}
	points[len(s)] = n
	return points
}

func (o offsets) spans(list []text.Span) [][2]int {
	out := make([][2]int, len(list))
	for i, s := range list {
		out[i] = [2]int{s.Start, s.End}
		if o != nil {
			out[i] = [2]int{int(o[s.Start]), int(o[s.End])}
		}
	}
	return out
}
