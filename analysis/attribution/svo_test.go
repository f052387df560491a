package attribution_test

import (
	"testing"

	"github.com/volgens/volgens/analysis"
)

func TestSubjectsLongerThanANounPhrase(t *testing.T) {
	a, err := analysis.New("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, text, source, content string }{
		{"a place behind the noun", "Democrats in the valley said that the vote was fair.", "Democrats in the valley", "that the vote was fair"},
		{"a participle behind the noun", "A report published by the council said the bridge was safe.", "A report published by the council", "the bridge was safe"},
		{"dashes", "Insiders in two towns — Harrow and Millgate — said it was over.", "Insiders in two towns — Harrow and Millgate —", "it was over"},
		{"a share", "Nearly half said they prefer the old library.", "Nearly half", "they prefer the old library"},
		{"a time behind the name", "Whitcomb on Monday said the law was fine.", "Whitcomb", "the law was fine"},
		{"age and home", "Halloran, 58, of Brackley Road, Thornwick, said that he was innocent.", "Halloran, 58, of Brackley Road, Thornwick", "that he was innocent"},
		{"a frame that interrupts", "The plan, Pellow said, would cost jobs.", "Pellow", "The plan … would cost jobs"},
		{"a clause without a plain subject", "Pellow said there were no plans to sell the tower.", "Pellow", "there were no plans to sell the tower"},
		{"a place and a date in front", "PORT ELSIE, May 17 (AP) — At least 14 people were killed, officials said.", "officials", "At least 14 people were killed"},
		{"an apostrophe without s", "The tenants’ association says rents are too high.", "The tenants’ association", "rents are too high"},
		{"a relative clause behind the speaker", "The study left out the cost of abandoned land, said Deborah Strand, who directs a museum.", "Deborah Strand, who directs a museum", "The study left out the cost of abandoned land"},
		{"the verb before its subject", "The tower is safe, argues Helen Marwick, an engineer.", "Helen Marwick, an engineer", "The tower is safe"},
		{"a clause in the object of the clause", "Lind believes the council wants to show that it cares.", "Lind", "the council wants to show that it cares"},
		{"a pronoun that stresses", "Pellow himself said that he would go.", "Pellow himself", "that he would go"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, err := a.Analyze(tt.text, analysis.InLanguage("en"))
			if err != nil {
				t.Fatal(err)
			}
			for _, got := range d.Attributions {
				if join(tt.text, got.Source) == tt.source && join(tt.text, got.Content) == tt.content {
					return
				}
			}
			t.Errorf("Analyze(%q) finds no claim %q of %q", tt.text, tt.content, tt.source)
		})
	}
}

func TestParticiplesShareTheSpeakerOfTheirSentence(t *testing.T) {
	a, err := analysis.New("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ text, source, content string }{
		{"“We won,” Pellow said, adding that turnout was low.", "Pellow", "that turnout was low"},
		{"“We won,” said Pellow, noting that turnout was low.", "Pellow", "that turnout was low"},
		{"The minister defended the plan, saying it would save lives.", "The minister", "it would save lives"},
	} {
		d, err := a.Analyze(tt.text, analysis.InLanguage("en"))
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, got := range d.Attributions {
			found = found || join(tt.text, got.Source) == tt.source && join(tt.text, got.Content) == tt.content
		}
		if !found {
			t.Errorf("Analyze(%q) finds no claim %q of %q", tt.text, tt.content, tt.source)
		}
	}
}

func TestHeadlinesInTitleCaseAreRead(t *testing.T) {
	a, err := analysis.New("en")
	if err != nil {
		t.Fatal(err)
	}
	doc := "Mayor Pellow Says He Will Not Resign\n\nThe council met on Tuesday. It was raining."
	d, err := a.Analyze(doc, analysis.InLanguage("en"))
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Attributions) == 0 || join(doc, d.Attributions[0].Content) != "He Will Not Resign" {
		t.Errorf("Analyze(%q) = %+v, want a claim of the headline", doc, d.Attributions)
	}
}
