package evaluation

import (
	"regexp"
	"slices"
	"testing"
	"unicode/utf8"
)

var (
	wordRE = regexp.MustCompile(`[\p{L}\p{N}]+(?:['’\-‑][\p{L}\p{N}]+)*`)
	unitRE = regexp.MustCompile(`[\p{L}\p{N}]+(?:['’\-‑][\p{L}\p{N}]+)*|[^\s\p{Z}\x{85}\v\x{1c}-\x{1f}]`)
)

// FuzzWords holds the scanner against the definition of a word as a regular expression.
func FuzzWords(f *testing.F) {
	for _, s := range []string{
		"", "z'n oud-minister zei: ‘Ja.’", "--a--b-c'", "a_b 𝔸😀 1½ e\u0301 \u00a0\x1c\u2011x", "’s avonds", "'t is 24-uurs",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			t.Skip()
		}
		text := []rune(s)
		for _, tt := range []struct {
			name string
			got  []span
			re   *regexp.Regexp
		}{{"words", words(text), wordRE}, {"units", units(text), unitRE}} {
			var want []span
			for _, m := range tt.re.FindAllStringIndex(s, -1) {
				want = append(want, span{utf8.RuneCountInString(s[:m[0]]), utf8.RuneCountInString(s[:m[1]])})
			}
			if !slices.Equal(tt.got, want) {
				t.Errorf("%s(%q) = %v, want %v", tt.name, s, tt.got, want)
			}
		}
	})
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Société GÉNÉRALE": "societe generale",
		"Straße":           "strasse",
		"ﬁnancieel Ⅷ":      "financieel viii",
		"e\u0301é":         "ee",
		"plain":            "plain",
		"ΣΊΣΥΦΟΣ":          "σισυφοσ",
	} {
		if got := fold(in); got != want {
			t.Errorf("fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestHead(t *testing.T) {
	tests := []struct{ lang, phrase, want string }{
		{"nl", "Henk van den Heuvel, lector aan de hogeschool", "Heuvel"},
		{"nl", "de nieuwe voorzitter van toen", "voorzitter"},
		{"nl", "De Raad van Toezicht", "Raad"},
		{"nl", "het meetbureau (het oude)", "meetbureau"},
		{"nl", "een oud-lid dat anoniem wil blijven", "oud-lid"},
		{"nl", "hij", "hij"},
		{"nl", "de", "de"},
		{"en", "The Veldkamp campaign", "campaign"},
		{"en", "City Hall press officer Tess Bloom", "Bloom"},
		{"de", "Der Leiter der Behörde", "Leiter"},
		{"de", "Karla von der Aue", "Aue"},
		{"nl", "… !", ""},
	}
	for _, tt := range tests {
		p := &page{lang: tt.lang, text: []rune(tt.phrase)}
		p.words = words(p.text)
		got := ""
		if n := p.head(touched(p.words, []span{{0, len(p.text)}})); n >= 0 {
			got = string(p.text[p.words[n].start:p.words[n].end])
		}
		if got != tt.want {
			t.Errorf("head(%q) = %q, want %q", tt.phrase, got, tt.want)
		}
	}
}

func TestSameName(t *testing.T) {
	tests := []struct {
		a, b string
		want sameness
	}{
		{"Noor Veldkamp", "wethouder Noor Veldkamp", equalName},
		{"Veldkamp", "Noor Veldkamp", likeName},
		{"Jan de Groot", "Piet de Groot", otherName},
		{"Café Liégeois", "cafe liegeois", equalName},
		{"Veldkamp, Noor", "Noor Veldkamp", likeName},
		{"Noor Veldkamp’s", "Noor Veldkamp", equalName},
		{"het bureau", "Bureau", equalName},
		{"de premier", "premier", likeName}, // titles alone stay words
		{"Noor", "Noor Veldkamp", likeName}, // half of the words
		{"Noor", "Noor Anna Veldkamp", otherName},
		{"", "x", otherName},
		{"…", "…", otherName},
	}
	for _, tt := range tests {
		if got := sameName(tt.a, tt.b); got != tt.want {
			t.Errorf("sameName(%q, %q) = %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestPositions(t *testing.T) {
	got := positions("de brug: Favor, geen label, wet:x:AGAINST, : neutral, de brug:neutral")
	want := []position{{"de brug", "neutral"}, {"wet:x", "against"}}
	if !slices.Equal(got, want) {
		t.Errorf("positions = %v, want %v", got, want)
	}
}

func TestDerivedType(t *testing.T) {
	tests := []struct{ text, want string }{
		{"“alles staat erin”", direct},
		{`"ook een open mark`, direct},
		{"dat „een deel“ erin staat", mixed},
		{"dat »een deel« erin staat", mixed},
		{"‘zo'n huis van z’n oma’", direct},
		{"z’n huis en ’s avonds", indirect},
		{"huis ‘ zonder sluiting", indirect},
		{"« zonder sluiting", indirect},
		{"‘a’b", indirect},
		{"“tot het einde\nen niet verder, want de volgende regel is lang", mixed},
		{"…", indirect},
	}
	for _, tt := range tests {
		text := []rune(tt.text)
		if got := derivedType(text, quotedMask(text), []span{{0, len(text)}}); got != tt.want {
			t.Errorf("derivedType(%q) = %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestLineEnd(t *testing.T) {
	text := []rune("a\r\nb\rc\u2028d\x1ce")
	var got []int
	for i := 0; i < len(text); {
		i = lineEnd(text, i)
		got = append(got, i)
	}
	if want := []int{3, 5, 7, 9, 10}; !slices.Equal(got, want) {
		t.Errorf("lines end at %v, want %v", got, want)
	}
}
