package display

import (
	"fmt"
	"strings"

	"github.com/volgens/volgens/analysis"
)

// reason is one line of the explanation of a claim.
type reason struct{ label, words string }

// reasons says how a claim was found.
func (e entry) reasons(doc *analysis.Document) []reason {
	a := e.attribution
	out := []reason{{"rule", fmt.Sprintf("%s, confidence %.2f: %s speech", a.Rule, a.Confidence, a.Type)}}
	add := func(label, format string, args ...any) {
		out = append(out, reason{label, clean(fmt.Sprintf(format, args...))})
	}
	switch {
	case len(a.Cue) > 0:
		add("cue", "“%s” (%s: %s)", words(doc, a.Cue), a.CueLemma, a.CueClass)
	case a.Carried:
		add("cue", "none: the speaker of the text around goes on")
	}
	if len(a.Anaphor) > 0 {
		add("refers", "“%s” stands for the content", words(doc, a.Anaphor))
	}
	if e.source != nil {
		said := "not named here"
		if len(a.Source) > 0 {
			said = "“" + words(doc, a.Source) + "”"
		}
		add("source", "%s is %s, in this article: %s", said, e.source.Name, quoted(mentionsOf(doc.Text, doc.Mentions, a.SourceID)))
	}
	if a.NestedIn >= 0 {
		add("within", "attribution %d", a.NestedIn+1)
	}
	for _, p := range e.Positions {
		evidence := make([]string, len(p.Evidence))
		for i, s := range p.Evidence {
			evidence[i] = s.In(doc.Text)
		}
		add("stance", "%s (%+.2f): %s", position(p), p.Score, quoted(evidence))
	}
	if e.Standalone != "" {
		add("alone", "%s", e.Standalone)
	}
	if e.Checkworthiness > 0 || len(e.Reasons) > 0 {
		add("check", "%.2f: %s", e.Checkworthiness, strings.Join(e.Reasons, ", "))
	}
	return out
}

func quoted(list []string) string {
	if len(list) == 0 {
		return "nothing"
	}
	return "“" + strings.Join(list, "”, “") + "”"
}

// cueLike is a word that looks like a cue, with the words around it.
type cueLike struct{ before, word, after string }

// around is how many bytes of text are shown at either side of a word.
const around = 60

// unresolved returns the words of the article that look like a cue and led to nothing.
func unresolved(doc *analysis.Document) []cueLike {
	var out []cueLike
	for _, s := range doc.Segments {
		for _, u := range s.Unresolved {
			out = append(out, cueLike{
				before: lastWords(doc.Text[s.Start:max(u.Start, s.Start)]),
				word:   clean(u.In(doc.Text)),
				after:  firstWords(doc.Text[u.End:max(s.End, u.End)]),
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
