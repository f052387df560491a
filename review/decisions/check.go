package decisions

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/volgens/volgens/schemas"
)

// Bounds of what one decision may hold.
const (
	maxText  = 10_000 // bytes of a note or a reason
	maxLinks = 50
	maxName  = 500
)

// choices are those of each field; a verdict's are those of the scale.
var choices = map[Field][]string{
	Span:    {OK, Moved, NotClaim},
	Source:  {OK, Other},
	Stance:  {Favor, Against, Neutral, NoStance},
	Worth:   {Yes, No},
	Unsure:  {Yes, No},
	Dispute: {Yes, No},
	Merge:   {Yes, No},
	Split:   {Yes, No},
	Note:    {""},
}

// Choices returns the choices of a field, those of the scale for Verdict.
func (l *Log) Choices(f Field) []string {
	if f == Verdict {
		return l.scale.ids()
	}
	return slices.Clone(choices[f])
}

// check refuses a decision that says nothing or too much, and tidies its words.
func (l *Log) check(d *Decision) error {
	v := &d.Value
	d.Why, v.Note, v.SourceName = clean(d.Why), clean(v.Note), strings.Join(strings.Fields(v.SourceName), " ")
	switch {
	case strings.TrimSpace(d.User) == "":
		return invalid("nobody takes it")
	case d.Role != Reader && d.Role != Adjudicator:
		return invalid("unknown role %q", d.Role)
	case !slices.Contains(Fields(), d.Field) && d.Field != Merge && d.Field != Split:
		return invalid("unknown field %q", d.Field)
	case len(d.Why) > maxText || len(v.Note) > maxText || len(v.SourceName) > maxName || len(d.Target) > maxName:
		return invalid("the text is too long")
	case (d.Field == Merge || d.Field == Split) != (d.SourceID != "") || (d.SourceID == "") != (d.Claim != nil):
		return invalid("%s is not about that", d.Field)
	case (d.Field == Stance || d.Field == Dispute) != (d.Target != "") && d.Field != Merge && d.Field != Split:
		return invalid("%s and a target %q do not go together", d.Field, d.Target)
	case v.zero():
		return nil // clears the field
	case !slices.Contains(l.Choices(d.Field), v.Choice):
		return invalid("%q is no choice of %s", v.Choice, d.Field)
	}
	return l.checkValue(d)
}

// checkValue checks what a choice needs beside itself.
func (l *Log) checkValue(d *Decision) error {
	v := d.Value
	switch {
	case (v.Choice == Moved) != (len(v.Spans) > 0) || !inOrder(v.Spans):
		return invalid("a span that was moved needs its new place, in order")
	case d.Field == Source && v.Choice == Other && v.SourceID == "" && v.SourceName == "":
		return invalid("another source needs a name")
	case d.Field == Merge && v.Choice == Yes && (v.SourceID == "" || v.SourceID == d.SourceID):
		return invalid("a merge needs another source")
	case d.Field == Split && v.Choice == Yes && (len(v.Claims) == 0 || v.SourceName == ""):
		return invalid("a split needs claims and the name of their source")
	case len(v.Links) > maxLinks:
		return invalid("more than %d links", maxLinks)
	}
	for _, link := range v.Links {
		u, err := url.Parse(link)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || len(link) > 2000 {
			return invalid("%q is no address of a page", link)
		}
	}
	return nil
}

func inOrder(spans []schemas.Span) bool {
	last := int32(0)
	for _, s := range spans {
		if s.Start < last || s.End <= s.Start {
			return false
		}
		last = s.End
	}
	return true
}

// clean makes words from a form valid, with the line ends of Unix.
func clean(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\x00", "")
	return strings.TrimSpace(s)
}

// StanceOf returns the label of a claim's position towards a target, NoStance where it has
// none: what the pipeline says of what readers decide as Stance.
func StanceOf(c *schemas.Claim, target string) string {
	for _, p := range c.Positions {
		if p.Target == target {
			return p.Label
		}
	}
	return NoStance
}
