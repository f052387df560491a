package language_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/language"
)

func TestGuess(t *testing.T) {
	tests := []struct {
		name, doc string
		want      string
		atLeast   float64
	}{
		{"nothing", "", "", 0},
		{"blanks", " \n\t", "", 0},
		{"figures", "12.345 67 – 89%", "", 0},
		{"Dutch article", "De wethouder zei woensdag dat de sloop van de wijk niet doorgaat. Volgens haar is er te weinig geld, maar de bewoners geloven daar niets van.", "nl", 0.8},
		{"English article", "The mayor said on Wednesday that the demolition would not go ahead. There is not enough money, according to her, but the residents don't believe it.", "en", 0.8},
		{"Dutch headline", "Vissers eisen opheldering over windpark", "nl", 0},
		{"Dutch headline with names", "Rutte wil met Macron praten over steun voor Oekraïne", "nl", 0},
		{"English headline", "Fishermen demand an answer from the minister", "en", 0},
		{"Dutch with English quotations", "‘This is the end of the road for all of us’, zei de voorzitter van de club. ‘We did what we could and it was not enough.’ Zijn woorden werden door de leden met stilte ontvangen, maar later klonk er toch applaus.", "nl", 0.1},
		{"English with Dutch words", "The Dutch word gezellig has no equal in English, said the author of De taal van de polder, who lives in a house near the Van Gogh museum.", "en", 0.3},
		{"capitals", "DE BURGEMEESTER VAN OSS WIL NIET DAT DE KERMIS DOORGAAT", "nl", 0},
		{"German", "Die Ministerin sagte am Mittwoch, dass die Regierung nicht mehr Geld für den Bau der Straße ausgeben wird.", "de", 0.5},
		{"French", "La ministre a déclaré mercredi que le gouvernement ne dépensera pas plus pour la construction de la route.", "fr", 0.5},
		{"Spanish", "La ministra dijo el miércoles que el gobierno no gastará más dinero en la construcción de la carretera.", "es", 0.5},
		{"Afrikaans", "Die minister het Woensdag gesê dat die regering nie meer geld vir die bou van die pad sal gee nie, maar dit is nie waar nie.", "af", 0.3},
		{"Frisian", "De minister sei woansdei dat it regear net mear jild jaan wol foar de wei, mar dat is neffens de Friezen net wier.", "fy", 0.1},
		{"Russian", "Министр заявила в среду, что правительство не будет тратить больше денег на дорогу.", "ru", 0},
		{"Greek", "Η υπουργός δήλωσε την Τετάρτη ότι η κυβέρνηση δεν θα δώσει άλλα χρήματα.", "el", 0.5},
		{"decomposed", "Één van de coöperaties heeft het ge\u0308ist, zegt de minister van Onderwijs.", "nl", 0.3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			code, confidence := language.Guess(tt.doc)
			if code != tt.want || confidence < tt.atLeast || confidence > 1 {
				t.Errorf("Guess(%q) = %q, %.2f, want %q, at least %.2f", tt.doc, code, confidence, tt.want, tt.atLeast)
			}
		})
	}
}

// A long article in one language with a page of another in it keeps its language.
func TestGuessReadsAllOverALongText(t *testing.T) {
	english := strings.Repeat("The mayor said that it was not her fault, and there was nothing to add. ", 100)
	dutch := strings.Repeat("De burgemeester zei dat het niet haar schuld was en dat er niets aan toe te voegen viel. ", 1000)
	if code, _ := language.Guess(english + dutch); code != "nl" {
		t.Errorf("Guess(some English, then much Dutch) = %q, want nl", code)
	}
}

func ExampleGuess() {
	code, confidence := language.Guess("Volgens de minister is er niets aan de hand, maar dat gelooft niemand.")
	fmt.Println(code, confidence > 0.8)
	// Output: nl true
}

// The same text gives the same answer, and the confidence is a share.
func FuzzGuess(f *testing.F) {
	for _, s := range []string{"", "de", "'", "\xff", "Een dag.", "ünï", strings.Repeat("é", 5000), "日本語", "a b c d e"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		code, confidence := language.Guess(doc)
		again, same := language.Guess(doc)
		if code != again || confidence != same || !(confidence >= 0 && confidence <= 1) || !utf8.ValidString(code) {
			t.Errorf("Guess(%q) = %q, %v and %q, %v", doc, code, confidence, again, same)
		}
	})
}

func BenchmarkGuess(b *testing.B) {
	doc := strings.Repeat("De burgemeester zei dat het niet haar schuld was. ", 60)
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		language.Guess(doc)
	}
}
