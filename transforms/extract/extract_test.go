package extract

import (
	"strings"
	"testing"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/transforms"
	"github.com/volgens/volgens/transforms/read"
)

func TestAttributions(t *testing.T) {
	a, err := analysis.New("nl")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, text, lang, code string }{
		{"an article", "Volgens de gemeente is de brug dicht. ‘Dat duurt nog een week’, zegt Jan Blok.", "", ""},
		{"a language without data", "Die Brücke bleibt nach Angaben der Stadt bis zum Herbst gesperrt, sagte eine Sprecherin.", "", read.CodeUnsupportedLanguage},
		{"a language that the input names", "De brug is dicht.", "fr", read.CodeUnsupportedLanguage},
		{"nothing but cues", strings.Repeat("Volgens Jan ", 20_000), "nl", read.CodeFailed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			article := transforms.Article{Row: schemas.Document{URI: "x", Text: tt.text, Lang: tt.lang}}
			reject := attributions(a, &article)
			switch {
			case tt.code == "" && (reject != nil || len(article.Analysis.Attributions) != 2 || article.Row.Lang != "nl"):
				t.Errorf("attributions(%q) = %+v, %+v", tt.text, reject, article.Analysis)
			case tt.code != "" && (reject == nil || reject.Code != tt.code || reject.URI != "x"):
				t.Errorf("attributions(%.40q) = %+v, want code %s", tt.text, reject, tt.code)
			}
		})
	}
}
