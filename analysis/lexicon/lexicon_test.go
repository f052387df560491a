package lexicon_test

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/configs"
)

func load(t testing.TB, files map[string]string) (*lexicon.Lexicon, error) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys["nl/"+name] = &fstest.MapFile{Data: []byte(data)}
	}
	return lexicon.Load(fsys, "nl")
}

func TestErrorsNamePlaceAndNearestKey(t *testing.T) {
	for _, tt := range []struct{ name, file, data, want string }{
		{"unknown key", "cues.yaml", "verbs:\n  - {lemma: zeggen, class: say, polarty: denied}\n", `nl/cues.yaml:2: unknown key "polarty" (polarity?)`},
		{"unknown list", "cues.yaml", "verb:\n  - {lemma: zeggen, class: say}\n", `nl/cues.yaml:1: unknown key "verb" (verbs?)`},
		{"a key like no other", "cues.yaml", "verbs:\n  - {lemma: zeggen, whatever: say}\n", `nl/cues.yaml:2: unknown key "whatever"`},
		{"unknown value", "cues.yaml", "verbs:\n  - {lemma: zeggen, class: saying}\n", `nl/cues.yaml:2: "saying" is none of: say, write,`},
		{"unknown value in a list", "cues.yaml", "verbs:\n  - {lemma: zeggen, class: say,\n     takes: [dat, dit]}\n", `nl/cues.yaml:3: "dit" is none of: quote, dat,`},
		{"key twice", "cues.yaml", "verbs:\n  - {lemma: zeggen, class: say, lemma: zeggen}\n", `nl/cues.yaml:2: key "lemma" stands twice`},
		{"no class", "cues.yaml", "verbs:\n  - {lemma: zeggen}\n", `nl/cues.yaml:2: a cue needs lemma and class`},
		{"entry twice", "cues.yaml", "lures:\n  - {phrase: vindt plaats}\n  - {phrase: vindt plaats}\n", `nl/cues.yaml:3: "vindt plaats" stands in line 2 too`},
		{"no number", "stance.yaml", "entries:\n  - {lemma: goed, polarity: veel}\n", `nl/stance.yaml:2: want a number, not "veel"`},
		{"no list", "pronouns.yaml", "relative: die\n", `nl/pronouns.yaml:1: want a list`},
		{"no YAML", "cues.yaml", "verbs: [\n", `nl/cues.yaml: `},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := map[string]string{"cues.yaml": "verbs: []\n"}
			files[tt.file] = tt.data
			_, err := load(t, files)
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("Load = %v, want %s", err, tt.want)
			}
		})
	}
}

func TestNoFolderIsNotExist(t *testing.T) {
	if _, err := lexicon.Load(fstest.MapFS{}, "nl"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Load = %v, want fs.ErrNotExist", err)
	}
}

func TestEmbeddedDataLoads(t *testing.T) {
	for _, code := range []string{"nl", "en"} {
		lex, err := lexicon.Load(configs.FS, "lang/"+code)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(lex.Forms(func(w *lexicon.Word) bool { return len(w.Verbs) > 0 })); n < 1000 {
			t.Errorf("%s: %d forms of cue verbs, want over 1000", code, n)
		}
	}
}

func TestWord(t *testing.T) {
	lex, err := load(t, map[string]string{
		"cues.yaml":     "verbs:\n  - {lemma: opmerken, class: say, forms: [merkt, opgemerkt], particle: op, takes: [quote, dat]}\n",
		"function.yaml": "articles: [de]\nprepositions: [op]\nverb_second: true\n",
		"sources.yaml":  "person:\n  - {lemma: woordvoerder, forms: [woordvoerder], plural: [woordvoerders]}\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	if w := lex.Word("Merkt"); len(w.Verbs) != 1 || !w.Verbs[0].Governs(lexicon.TakesThat) || w.Verbs[0].Governs(lexicon.TakesInfinitive) {
		t.Errorf("Word(Merkt) = %+v", w)
	}
	if !lex.Word("DE").Is(lexicon.Article) || lex.Word("op").Is(lexicon.Article) {
		t.Error("articles are mixed up")
	}
	if lex.Word("onbekend").Known() {
		t.Error("a word that stands nowhere is known")
	}
	if h := lex.Compound("parketwoordvoerder"); h == nil || h.Lemma != "woordvoerder" {
		t.Errorf("Compound = %+v, want woordvoerder", h)
	}
	if h := lex.Compound("woordkunst"); h != nil {
		t.Errorf("Compound(woordkunst) = %+v, want none", h)
	}
}

func TestDoubleName(t *testing.T) {
	lex, err := load(t, map[string]string{
		"cues.yaml":    "lures: []\n",
		"sources.yaml": "name_particles: [abdel]\ngiven_names: {masc: [Jan, Karim], fem: [Anne, Marie]}\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		word string
		want lexicon.Flags
	}{
		{"Jan-Marie", lexicon.GivenMasc},
		{"Anne-Marie", lexicon.GivenFem},
		{"Abdel-Karim", lexicon.GivenMasc},
		{"Jan-party", 0},
		{"-Jan", 0},
		{"Jan-", 0},
	} {
		if got := lex.Word(tt.word).Flags & (lexicon.GivenMasc | lexicon.GivenFem); got != tt.want {
			t.Errorf("Word(%q) has flags %b, want %b", tt.word, got, tt.want)
		}
	}
}

func TestPhraseMatch(t *testing.T) {
	lex, err := load(t, map[string]string{"cues.yaml": "lures:\n  - {phrase: \"zegt … op\"}\n"})
	if err != nil {
		t.Fatal(err)
	}
	p := lex.Word("zegt").Phrases[0]
	for _, tt := range []struct {
		text string
		want int
	}{
		{"zegt op", 2},
		{"zegt de huur op", 4},
		{"zegt de huur", 0},
		{"zegt a b c d e f g h op", 10},
		{"zegt a b c d e f g h i op", 0},
	} {
		words := strings.Fields(tt.text)
		got := p.Match(func(i int) *lexicon.Word {
			if i >= len(words) {
				return lexicon.Nothing()
			}
			return lex.Word(words[i])
		})
		if got != tt.want {
			t.Errorf("Match(%q) = %d, want %d", tt.text, got, tt.want)
		}
	}
}

func ExampleLexicon_Word() {
	lex, err := lexicon.Load(configs.FS, "lang/nl")
	if err != nil {
		panic(err)
	}
	w := lex.Word("Ontkende")
	fmt.Println(w.Verbs[0].Lemma, w.Verbs[0].Class)
	// Output: ontkennen deny
}

func FuzzLoad(f *testing.F) {
	f.Add("verbs:\n  - {lemma: zeggen, class: say, forms: [zegt], takes: [dat]}\n")
	f.Add("verbs: {a: b}\nlures: [x, {phrase: …}]\n")
	f.Add("anaphora: {words: [dat, dat]}\nprepositions: [{phrase: \"…\", takes: both}]")
	f.Fuzz(func(t *testing.T, data string) {
		lex, err := load(t, map[string]string{"cues.yaml": data})
		if (lex == nil) == (err == nil) {
			t.Errorf("Load = %v, %v: want one of the two", lex, err)
		}
	})
}
