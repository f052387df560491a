package train

import (
	"strings"
	"testing"

	"github.com/volgens/volgens/analysis/syntax/conllu"
)

func TestSurface(t *testing.T) {
	for _, tt := range []struct{ form, lemma, upos, want string }{
		{"verzekeringsmaatschappijen", "verzekering_maatschappij", "NOUN", "verzekeringsmaatschappij"},
		{"rentestand", "rente_stand", "NOUN", "rentestand"},
		{"Franstalige", "Frans_talig", "ADJ", "Franstalig"},
		{"meedoen", "mee_doen", "VERB", "meedoen"},
		{"spoorde", "aan_sporen", "VERB", "sporen"},
		{"afgelopen", "af_lopen", "VERB", "aflopen"},
		{"huis", "huis", "NOUN", "huis"},
		{"_", "_", "PUNCT", "_"},
		{"FNV-voorzitters", "FNV_voorzitter", "NOUN", "FNV-voorzitter"},
		{"speelsteden", "speel_stad", "NOUN", "speelstad"},
	} {
		if got := Surface(tt.form, tt.lemma, tt.upos); got != tt.want {
			t.Errorf("Surface(%q, %q, %s) = %q, want %q", tt.form, tt.lemma, tt.upos, got, tt.want)
		}
	}
}

func TestPrepareDutch(t *testing.T) {
	s := []conllu.Sentence{{Words: []conllu.Word{
		{Form: "ook", UPOS: "ADV", Head: 1, Rel: "advmod"},
		{Form: "Jansen", UPOS: "PROPN", XPOS: "N|eigen|ev|basis|genus|stan", Feats: "Gender=Com,Neut|Number=Sing", Head: 2, Rel: "nsubj"},
		{Form: "kwam", UPOS: "VERB", Feats: "Mood=Ind|Tense=Past", Head: -1, Rel: "root"},
		{Form: "toch", UPOS: "ADV", Head: 2, Rel: "advmod"},
	}}}
	Prepare("nl", s, true)
	w := s[0].Words
	if w[0].Rel != "amod" || w[3].Rel != "advmod" {
		t.Errorf("adverbs are %s and %s, want amod under a noun and advmod under a verb", w[0].Rel, w[3].Rel)
	}
	if w[1].Feats != "Gender=Com|Number=Sing" || w[1].XPOS != "N|eigen|ev|basis|zijd|stan" || w[2].Feats != "Tense=Past" {
		t.Errorf("features %q, %q, tag %q", w[1].Feats, w[2].Feats, w[1].XPOS)
	}
}

func TestScores(t *testing.T) {
	s := []conllu.Sentence{{Words: []conllu.Word{
		{Form: "met", Head: 1, Rel: "case"},
		{Form: "3", UPOS: "NUM", XPOS: "TW|hoofd|vrij", Head: 2, Rel: "obl"},
		{Form: "won", Head: -1, Rel: "root"},
	}}}
	got := Scores(s, 1)
	if len(got) != 1 || len(got[0].Words) != 5 {
		t.Fatalf("Scores = %v, want one sentence of five words", got)
	}
	w := got[0].Words
	if w[1].Head != 4 || w[2].Head != 1 || w[3].Head != 1 || w[3].Rel != "fixed" || w[4].Head != -1 {
		t.Errorf("Scores = %v: wrong heads", w)
	}
	if s[0].Words[1].Head != 2 {
		t.Error("Scores changed the sentence it was given")
	}
}

func TestSpoken(t *testing.T) {
	s := conllu.Sentence{Words: []conllu.Word{
		{Form: "The", UPOS: "DET", Head: 1, Rel: "det"},
		{Form: "mayor", UPOS: "NOUN", Head: 2, Rel: "nsubj"},
		{Form: "left", UPOS: "VERB", Head: -1, Rel: "root"},
		{Form: "in", UPOS: "ADP", Head: 5, Rel: "case"},
		{Form: "the", UPOS: "DET", Head: 5, Rel: "det"},
		{Form: "morning", UPOS: "NOUN", Head: 2, Rel: "obl"},
		{Form: ".", UPOS: "PUNCT", Head: 2, Rel: "punct"},
	}}
	var many []conllu.Sentence
	for range 200 {
		many = append(many, s)
	}
	heads := map[string]string{"The": "mayor", "mayor": "left", "in": "morning", "morning": "left", ".": "left"}
	seen := map[string]bool{}
	for _, got := range Spoken(many, 1) {
		roots := 0
		for i, w := range got.Words {
			if w.Head < 0 {
				roots++
				continue
			}
			if w.Head >= len(got.Words) || w.Head == i {
				t.Fatalf("%v: head of %q out of the sentence", got.Words, w.Form)
			}
			seen[w.Rel] = true
			head := got.Words[w.Head]
			switch {
			case w.Rel == "reparandum" && w.Head < i:
				t.Errorf("%v: %q is taken back by an earlier word", got.Words, w.Form)
			case w.Rel != "reparandum" && w.Rel != "discourse" && heads[w.Form] != "" && !strings.EqualFold(head.Form, heads[w.Form]):
				t.Errorf("%v: %q hangs on %q, want %q", got.Words, w.Form, head.Form, heads[w.Form])
			}
		}
		if roots != 1 {
			t.Errorf("%v: %d roots", got.Words, roots)
		}
	}
	if !seen["reparandum"] || !seen["discourse"] {
		t.Errorf("relations %v, want reparandum and discourse among them", seen)
	}
	if s.Words[0].Form != "The" || s.Words[2].Head != -1 || s.Words[0].Head != 1 {
		t.Error("Spoken changed the sentence it was given")
	}
}
