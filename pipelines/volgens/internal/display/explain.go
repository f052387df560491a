package display

import (
	"fmt"
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/coref"
)

// reason is one line of the explanation of a claim.
type reason struct{ Label, Words string }

// reasons says how a claim was found.
func (e entry) reasons(doc *analysis.Document) []reason {
	a := e.attribution
	out := []reason{{"type", string(a.Type) + " speech"}}
	add := func(label, format string, args ...any) {
		out = append(out, reason{label, clean(fmt.Sprintf(format, args...))})
	}
	switch {
	case len(a.Cue) > 0:
		add("cue", "“%s”%s%s", words(doc, a.Cue), after(" of ", a.CueLemma), after(", class ", a.CueClass))
	case a.Carried:
		add("cue", "none: the speaker of the text around goes on")
	}
	if len(a.Anaphor) > 0 {
		add("refers", "“%s” stands for the content", words(doc, a.Anaphor))
	}
	if e.source != nil {
		add("source", "%s", e.naming(doc))
		add("named", "“%s”, %s", e.source.Name, e.linked(doc))
		if e.via != nil {
			add("chain", "%s → %s", e.via.Name, e.source.Name)
		}
	}
	if a.NestedIn >= 0 {
		add("within", "attribution %d", a.NestedIn+1)
	}
	for _, p := range e.Positions {
		evidence := make([]string, len(p.Evidence))
		for i, s := range p.Evidence {
			evidence[i] = s.In(doc.Text)
		}
		add("stance", "%s, score %+.2f, from %s", position(p), p.Score, quoted(evidence))
	}
	if alone := clean(e.Standalone); alone != "" && alone != words(doc, e.Spans) {
		add("alone", "%s", alone)
	}
	if e.Checkworthiness > 0 {
		add("check", "worth %.2f%s", e.Checkworthiness, after(": ", strings.ReplaceAll(strings.Join(e.Reasons, ", "), "_", " ")))
	}
	return out
}

// naming says how the source is called here and elsewhere in the article.
func (e entry) naming(doc *analysis.Document) string {
	all := mentionsOf(doc.Text, doc.Mentions, e.attribution.SourceID)
	if len(e.attribution.Source) == 0 {
		return "not named here" + after("; in the article ", quotedOr(all, ""))
	}
	here := words(doc, e.attribution.Source)
	others := slices.DeleteFunc(all, func(s string) bool { return s == here })
	return "here “" + here + "”" + after("; elsewhere ", quotedOr(others, ""))
}

// links says in words by what a mention was tied to its source.
var links = map[coref.Link]string{
	coref.LinkFirst:    "as the text first calls it",
	coref.LinkName:     "by the same name",
	coref.LinkSurname:  "by the surname",
	coref.LinkInitials: "by initials or another form of the given name",
	coref.LinkGiven:    "by the given name",
	coref.LinkAcronym:  "by the acronym",
	coref.LinkPart:     "by a part of the name",
	coref.LinkPhrase:   "by the name in the phrase",
	coref.LinkRole:     "by the role that the text gives it",
	coref.LinkNoun:     "by the same noun",
	coref.LinkNearest:  "as the one in view",
	coref.LinkGender:   "by the pronoun: the one in view that agrees in gender and number",
	coref.LinkClause:   "by the noun before the relative clause",
	coref.LinkSpeaker:  "as the one who speaks",
	coref.LinkCarried:  "as the speaker of the text before",
	coref.LinkUnknown:  "by a pronoun that stands for nobody in the text",
	coref.LinkRegistry: "by the registry",
}

// linked says how the canonical name of the source was found from the words that name it
// here, and whether the registry had the last word.
func (e entry) linked(doc *analysis.Document) string {
	how := links[coref.LinkCarried]
	if spans := e.attribution.Source; len(spans) > 0 {
		how = links[coref.LinkFirst]
		for _, m := range doc.Mentions {
			if m.Source == e.attribution.SourceID && m.Span == spans[0] {
				how = links[m.Link]
			}
		}
	}
	if e.source.Wikidata != "" {
		how += "; " + links[coref.LinkRegistry] + ", " + e.source.Wikidata
	}
	return "found " + how
}

// after returns s behind a prefix, "" for nothing.
func after(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

func quotedOr(list []string, nothing string) string {
	if len(list) == 0 {
		return nothing
	}
	return quoted(list)
}

func quoted(list []string) string {
	if len(list) == 0 {
		return "nothing"
	}
	return "“" + strings.Join(list, "”, “") + "”"
}

// cueLike is a word that looks like a cue, with the words around it.
type cueLike struct{ Before, Word, After string }

// around is how many bytes of text are shown at either side of a word.
const around = 60

// unresolved returns the words of the article that look like a cue and led to nothing.
func unresolved(doc *analysis.Document) []cueLike {
	var out []cueLike
	for _, s := range doc.Segments {
		for _, u := range s.Unresolved {
			out = append(out, cueLike{
				Before: lastWords(doc.Text[s.Start:max(u.Start, s.Start)]),
				Word:   clean(u.In(doc.Text)),
				After:  firstWords(doc.Text[u.End:max(s.End, u.End)]),
			})
		}
	}
	return out
}

// lastWords returns the end of s, cut at a blank, with a blank after it.
func lastWords(s string) string {
	if len(s) > around {
		_, s, _ = strings.Cut(s[len(s)-around:], " ")
		s = "… " + s
	}
	return clean(s) + " "
}

// firstWords returns the beginning of s, cut at a blank.
func firstWords(s string) string {
	blank := " "
	if !strings.HasPrefix(s, " ") {
		blank = ""
	}
	if len(s) > around {
		s = s[:max(strings.LastIndexByte(s[:around], ' '), 0)] + " …"
	}
	return blank + clean(s)
}
