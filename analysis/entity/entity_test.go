package entity_test

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/entity"
	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/sentence"
	"github.com/volgens/volgens/analysis/text"
	"github.com/volgens/volgens/configs"
)

var marks = regexp.MustCompile(`⟦(?:person|organisation|place|other) ([^⟧]*)⟧`)

// find returns the names of a text.
func find(t testing.TB, lang, text string) (string, []entity.Entity) {
	t.Helper()
	doc, err := analyser(t, lang).Extract(text, analysis.InLanguage(lang))
	if err != nil {
		t.Fatal(err)
	}
	return doc.Text, doc.Entities
}

var analysers = map[string]*analysis.Analyzer{}

func analyser(t testing.TB, lang string) *analysis.Analyzer {
	t.Helper()
	if analysers[lang] == nil {
		a, err := analysis.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		analysers[lang] = a
	}
	return analysers[lang]
}

// mark writes the names into the text.
func mark(text string, found []entity.Entity) string {
	var b strings.Builder
	at := 0
	for _, e := range found {
		fmt.Fprintf(&b, "%s⟦%s %s⟧", text[at:e.Start], e.Type, e.In(text))
		at = e.End
	}
	return b.String() + text[at:]
}

// TestGolden compares the names found in the texts of testdata with those marked there.
func TestGolden(t *testing.T) {
	for _, lang := range []string{"nl", "en"} {
		t.Run(lang, func(t *testing.T) {
			want, err := os.ReadFile("testdata/" + lang + ".txt")
			if err != nil {
				t.Fatal(err)
			}
			text, found := find(t, lang, marks.ReplaceAllString(string(want), "$1"))
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(mark(text, found), "\n")); diff != "" {
				t.Errorf("names differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOneEntity(t *testing.T) {
	for _, tt := range []struct{ name, lang, text, want string }{
		{
			"a surname takes the name and the type of the full name", "nl",
			"Sanne Vermolen kwam niet. Vermolens plan is klaar, zei Vermolen.",
			"Sanne Vermolen person, Sanne Vermolen person, Sanne Vermolen person",
		},
		{
			"of two people with one surname the last named is meant", "en",
			"Ann Pell met Tom Pell. Pell laughed. Then Ann Pell left. Pell was tired.",
			"Ann Pell person, Tom Pell person, Tom Pell person, Ann Pell person, Ann Pell person",
		},
		{
			"an acronym is the name it stands for", "nl",
			"De Bond van Zagers en Timmerlieden (BZT) staakt. De BZT wil meer loon.",
			"Bond van Zagers en Timmerlieden organisation, Bond van Zagers en Timmerlieden organisation, Bond van Zagers en Timmerlieden organisation",
		},
		{
			"what stands around one mention tells the type of all", "en",
			"Dorvale is small. Few people live in Dorvale, a village in Wales.",
			"Dorvale place, Dorvale place, Wales place",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, found := find(t, tt.lang, tt.text)
			var got []string
			for _, e := range found {
				got = append(got, e.Name+" "+string(e.Type))
				if f := found[e.First]; f.Name != e.Name || f.First != e.First {
					t.Errorf("First of %q is %d, which names %q", e.Name, e.First, f.Name)
				}
			}
			if s := strings.Join(got, ", "); s != tt.want {
				t.Errorf("Find(%q) = %s, want %s", tt.text, s, tt.want)
			}
		})
	}
}

func TestNoNames(t *testing.T) {
	for _, tt := range []struct{ lang, text string }{
		{"nl", "Dinsdag gaat het regenen. Morgen ook. De Franse boeren klagen niet."},
		{"nl", "Huizen worden duurder. Nieuwe huizen zijn er niet, zegt de Nederlandse minister."},
		{"en", "The Dutch farmers complained on Monday in June. Houses are new. New houses are small."},
		{"en", "I think so. Mr. President, the CEO said OK."},
	} {
		if _, found := find(t, tt.lang, tt.text); len(found) > 0 {
			t.Errorf("%s: found names in %q: %v", tt.lang, tt.text, found)
		}
	}
}

// TestUnbroken reads a sentence without end.
func TestUnbroken(t *testing.T) {
	text := strings.Repeat("Jan Peeters en An Claes zagen Gent ", 400)
	_, found := find(t, "nl", text)
	if len(found) < 800 {
		t.Errorf("found %d names, want at least 800", len(found))
	}
}

// FuzzFind gives the words of a text any tags and heads: the names lie in order inside the
// text all the same.
func FuzzFind(f *testing.F) {
	finders, lexicons := map[string]*entity.Finder{}, map[string]*lexicon.Lexicon{}
	sub, err := fs.Sub(configs.FS, "lang")
	if err != nil {
		f.Fatal(err)
	}
	for _, lang := range []string{"nl", "en"} {
		if lexicons[lang], err = lexicon.Load(sub, lang); err != nil {
			f.Fatal(err)
		}
		finders[lang] = entity.New(lexicons[lang])
		data, err := os.ReadFile("testdata/" + lang + ".txt")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(marks.ReplaceAllString(string(data), "$1"), uint64(7))
	}
	f.Add("J. - A.B. ’s-Gravenhage’s & Co's \xff De", uint64(1))
	tags := []string{"PROPN", "NOUN", "ADJ", "VERB", "ADP", "PUNCT", "X", ""}
	rels := []string{"flat", "nmod", "appos", "conj", "nsubj", "compound", ""}
	f.Fuzz(func(t *testing.T, doc string, seed uint64) {
		rng := rand.New(rand.NewPCG(seed, 1))
		block := text.Block{Span: text.Span{End: len(doc)}, Kind: text.Paragraph}
		sentences := sentence.New(sentence.Words{}).Split(doc, []text.Block{block}, nil)
		for _, s := range sentences {
			for i := range s.Tokens {
				x := &s.Tokens[i]
				x.UPOS, x.Rel, x.Head = tags[rng.IntN(len(tags))], rels[rng.IntN(len(rels))], int32(rng.IntN(len(s.Tokens)+1)-1)
			}
		}
		for lang, finder := range finders {
			found := finder.Find(entity.Input{Text: doc, Sentences: sentences, Words: lexicons[lang].Lookup(doc, sentences)})
			end := 0
			for i, e := range found {
				if e.Start < end || e.End <= e.Start || e.End > len(doc) {
					t.Fatalf("name %d at %d to %d behind %d", i, e.Start, e.End, end)
				}
				end = e.End
				if !(e.Score > 0 && e.Score <= 1) || e.Name == "" || e.First > i || found[e.First].Name != e.Name {
					t.Fatalf("name %d: %+v", i, e)
				}
				if utf8.ValidString(doc) && !utf8.ValidString(e.In(doc)) {
					t.Fatalf("name %d cuts a character: %q", i, e.In(doc))
				}
			}
		}
	})
}
