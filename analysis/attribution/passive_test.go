package attribution_test

import (
	"strings"
	"testing"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/text"
)

func TestTheSubjectOfAPassiveDoesNotSpeak(t *testing.T) {
	a, err := analysis.New("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, text, source, cue, content string }{
		{"no agent", "It was announced that the school would close.", "", "announced", "that the school would close"},
		{"infinitive", "The singer is believed to have left the country.", "", "believed", "The singer … to have left the country"},
		{"agent and clause", "Passengers were told by the pilot that the engine had failed.", "the pilot", "told", "that the engine had failed"},
		{"agent behind a preposition", "The firm was accused of fraud by two regulators.", "two regulators", "accused", "The firm … of fraud"},
		{"agent and object", "The plan was criticised by the mayor.", "the mayor", "criticised", "The plan"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, err := a.Analyze(tt.text, analysis.InLanguage("en"))
			if err != nil {
				t.Fatal(err)
			}
			if len(d.Attributions) != 1 {
				t.Fatalf("Analyze(%q) found %d attributions, want 1", tt.text, len(d.Attributions))
			}
			got := d.Attributions[0]
			for _, part := range []struct {
				name  string
				spans []text.Span
				want  string
			}{{"source", got.Source, tt.source}, {"cue", got.Cue, tt.cue}, {"content", got.Content, tt.content}} {
				if words := join(tt.text, part.spans); words != part.want {
					t.Errorf("Analyze(%q): %s = %q, want %q", tt.text, part.name, words, part.want)
				}
			}
		})
	}
}

func join(doc string, spans []text.Span) string {
	var out []string
	for _, s := range spans {
		out = append(out, s.In(doc))
	}
	return strings.Join(out, " … ")
}
