package train

import (
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
