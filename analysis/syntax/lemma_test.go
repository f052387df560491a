package syntax

import (
	"testing"

	"github.com/volgens/volgens/analysis/syntax/internal/net"
)

// lemmaTables hold a dictionary of a few words. Tags: 0 noun, 1 verb, 2 name, 3 adposition.
func lemmaTables() *net.Tables {
	return &net.Tables{
		Words: []string{"", "", "sport", "regering", "philips", "beschikken"},
		Tags:  []net.Tag{{UPOS: "NOUN"}, {UPOS: "VERB"}, {UPOS: "PROPN"}, {UPOS: "ADP"}},
		Rules: []net.Rule{{Case: 'l', CutTail: 2, Suffix: "en"}, {Case: 'l', CutTail: 2, Suffix: "ken"}, {Case: 'l'}},
		Rels:  []string{"root", "nsubj"},
		Lemmas: map[string][]net.Lemma{
			"hallen": {{Tag: 0, Lemma: "hal"}}, "leden": {{Tag: 0, Lemma: "lid"}, {Tag: 1, Lemma: "lijden"}},
			"gehaald": {{Tag: 1, Lemma: "halen"}}, "binnen": {{Tag: 3, Lemma: "binnen"}}, "topman": {{Tag: 0, Lemma: "topman"}},
		},
	}
}

func TestFindLemma(t *testing.T) {
	p, err := New(modelOf(t, lemmaTables()))
	if err != nil {
		t.Fatal(err)
	}
	w := p.pool.Get().(*work)
	for _, tt := range []struct {
		name, form string
		tag        int32
		initial    bool
		want       string
	}{
		{"as written", "leden", 0, false, "lid"},
		{"by the part of speech", "leden", 1, false, "lijden"},
		{"in lower case", "Hallen", 0, true, "hal"},
		{"compound", "sporthallen", 0, false, "sporthal"},
		{"compound with a link", "regeringsleden", 0, false, "regeringslid"},
		{"first part that is no word", "xyzhallen", 0, false, ""},
		{"name before a hyphen", "Philips-topman", 0, false, "Philips-topman"},
		{"abbreviation that opens a sentence", "FNV-leden", 0, true, "FNV-lid"},
		{"word before a hyphen that opens a sentence", "Sport-hallen", 0, true, "sport-hal"},
		{"verb with its particle", "binnengehaald", 1, false, "binnenhalen"},
		{"verb with what is no particle", "sportgehaald", 1, false, ""},
		{"name in capitals", "NIJMEGEN", 2, false, "Nijmegen"},
		{"abbreviation", "NAVO", 2, false, ""},
		{"double name in capitals", "MAGNY-COURS", 2, false, "Magny-Cours"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, _ := w.find(tt.form, tt.tag, tt.initial); got != tt.want {
				t.Errorf("find(%q) = %q, want %q", tt.form, got, tt.want)
			}
		})
	}
}

func TestRulePrefersKnownWords(t *testing.T) {
	p, err := New(modelOf(t, lemmaTables()))
	if err != nil {
		t.Fatal(err)
	}
	doc := "beschikte zwikte beschikte"
	s := lines(doc)
	w := p.pool.Get().(*work)
	w.doc, w.batch = doc, []piece{{tokens: s[0].Tokens}}
	for _, tt := range []struct {
		name   string
		token  int
		scores []float32
		want   int32
	}{
		{"the next makes a known word", 0, []float32{2, 1, 0}, 1},
		{"none makes a known word", 1, []float32{2, 1, 0}, 0},
		{"the next is too far behind", 2, []float32{9, 1, 0}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := w.Rule(0, tt.token, 1, tt.scores); got != tt.want {
				t.Errorf("Rule = %d, want %d", got, tt.want)
			}
		})
	}
}
