package quotation_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/volgens/volgens/analysis/layout"
	"github.com/volgens/volgens/analysis/quotation"
	"github.com/volgens/volgens/analysis/text"
)

var update = flag.Bool("update", false, "rewrite the golden texts")

func finder() *quotation.Finder {
	return quotation.New(quotation.Words{
		Apostrophes: []string{"'s", "'t", "'n", "'k", "'m", "'r", "'em", "'til", "'cause", "'tis"},
		Speakers:    []string{"ik", "wij", "we", "ons", "onze", "mijn", "i", "our", "my", "us"},
	})
}

func blocks(doc string) []text.Block { return layout.New(layout.Words{}).Blocks(doc) }

// Golden texts mark quotations ⟦…⟧, those with a missing mark ⟦~…⟧, and those that carry on one of the
// paragraph before ⟦>…⟧.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden texts: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) { golden(t, file) })
	}
}

func golden(t *testing.T, file string) {
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc := strings.NewReplacer("⟦~", "", "⟦>", "", "⟦", "", "⟧", "").Replace(string(want))
	got := marked(doc, finder().Find(doc, blocks(doc)))
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("quotations of %s (-want +got):\n%s", file, diff)
	}
}

func marked(doc string, found []text.Quotation) string {
	carries := map[int]bool{}
	for _, q := range found {
		carries[q.Next] = true
	}
	before, after := map[int]string{}, map[int]string{}
	for i, q := range found {
		sign := "⟦"
		if q.Open {
			sign += "~"
		}
		if carries[i] {
			sign += ">"
		}
		before[q.Start] += sign
		after[q.End] += "⟧"
	}
	var b strings.Builder
	for i := 0; i <= len(doc); i++ {
		b.WriteString(after[i])
		b.WriteString(before[i])
		if i < len(doc) {
			b.WriteByte(doc[i])
		}
	}
	return b.String()
}

func TestFind(t *testing.T) {
	tests := []struct {
		name, doc string
		want      string // as in the golden texts
	}{
		{"curly double", "“Ja”, zei hij.", "⟦“Ja”⟧, zei hij."},
		{"curly single", "‘Ja’, zei hij.", "⟦‘Ja’⟧, zei hij."},
		{"straight double", `"Ja", zei hij. "Nee."`, `⟦"Ja"⟧, zei hij. ⟦"Nee."⟧`},
		{"straight single", "'Ja', zei hij. 'Nee.'", "⟦'Ja'⟧, zei hij. ⟦'Nee.'⟧"},
		{"low and high, Dutch", "„Ja”, zei hij.", "⟦„Ja”⟧, zei hij."},
		{"low and high, German", "„Ja“, sagte er. ‚Nein‘, sagte sie.", "⟦„Ja“⟧, sagte er. ⟦‚Nein‘⟧, sagte sie."},
		{"old newspaper", ",,Ja,'' zei hij. ,,Nee''.", "⟦,,Ja,''⟧ zei hij. ⟦,,Nee''⟧."},
		{"typewriter", "``Yes,'' she said.", "⟦``Yes,''⟧ she said."},
		{"French", "« Oui », dit-il. «Non»", "⟦« Oui »⟧, dit-il. ⟦«Non»⟧"},
		{"German guillemets", "»Ja«, sagte er, ›nein‹.", "⟦»Ja«⟧, sagte er, ⟦›nein‹⟧."},
		{"Swedish", "”Ja”, sa han.", "⟦”Ja”⟧, sa han."},
		{"mixed by a sloppy editor", "“Ja\", zei hij. \"Nee”, zei zij.", "⟦“Ja\"⟧, zei hij. ⟦\"Nee”⟧, zei zij."},
		{"nested", "“Hij riep ‘ja’ en ‘nee’,” zei ze.", "⟦“Hij riep ⟦‘ja’⟧ en ⟦‘nee’⟧,”⟧ zei ze."},
		{"nested at both ends", "‘“Ja”, riep hij, “nee”’, zei ze.", "⟦‘⟦“Ja”⟧, riep hij, ⟦“nee”⟧’⟧, zei ze."},
		{"nested straight", `"Hij riep 'ja'", zei ze.`, `⟦"Hij riep ⟦'ja'⟧"⟧, zei ze.`},
		{"apostrophes are no marks", "’s Avonds gaan auto’s en z’n baby’s in ’68 naar ’t dorp, rock-’n-roll.", "’s Avonds gaan auto’s en z’n baby’s in ’68 naar ’t dorp, rock-’n-roll."},
		{"straight apostrophes are no marks", "'s Avonds gaan auto's in de '90s naar 's-Hertogenbosch.", "'s Avonds gaan auto's in de '90s naar 's-Hertogenbosch."},
		{"plural possessives are no marks", "De landen’ grenzen en de Jansens’ huis.", "De landen’ grenzen en de Jansens’ huis."},
		{"possessive inside a quotation", "'Het is de Jansens' huis dat brandt', zei hij.", "⟦'Het is de Jansens' huis dat brandt'⟧, zei hij."},
		{"word with apostrophe at the end of a quotation", "‘Wij zien landen’ en ‘wij zien steden’.", "⟦‘Wij zien landen’⟧ en ⟦‘wij zien steden’⟧."},
		{"inside a word", "De anti-‘woke’-beweging en het “politiek-correcte”.", "De anti-⟦‘woke’⟧-beweging en het ⟦“politiek-correcte”⟧."},
		{"in brackets", `De man ("de baas") en ('de chef').`, `De man (⟦"de baas"⟧) en (⟦'de chef'⟧).`},
		{"measures are no marks", `Een scherm van 12" en een man van 6'2" lang.`, `Een scherm van 12" en een man van 6'2" lang.`},
		{"outer mark missing after the inner", "De junta zet kritiek weg als ‘strijdig met ‘het belang van allen’. En dan?", "De junta zet kritiek weg als ⟦~‘strijdig met ⟦‘het belang van allen’⟧⟧. En dan?"},
		{"inner mark missing", "“Hij riep ‘ja en ging weg,” zei ze.", "⟦“Hij riep ⟦~‘ja en ging weg,⟧”⟧ zei ze."},
		{"closing mark missing", "“Het is klaar. Daarna vertrok hij.", "⟦~“Het is klaar.⟧ Daarna vertrok hij."},
		{"closing mark missing, speech goes on", "“Het is klaar. Ik ga weg. Daarna vertrok hij.", "⟦~“Het is klaar. Ik ga weg.⟧ Daarna vertrok hij."},
		{"opening mark missing", "Hij kwam laat. Ik ben ziek,” zei hij.", "Hij kwam laat. ⟦~Ik ben ziek,”⟧ zei hij."},
		{"stray apostrophe", "Dat is '8 goals in twee duels.", "Dat is '8 goals in twee duels."},
		{"several paragraphs", "“Een.\n\n“Twee.\n\n“Drie,” zei hij.", "⟦“Een.⟧\n\n⟦>“Twee.⟧\n\n⟦>“Drie,”⟧ zei hij."},
		{"several paragraphs, opened once", "“Een is er.\n\nDrie zijn er,” zei hij.", "⟦“Een is er.⟧\n\n⟦>Drie zijn er,”⟧ zei hij."},
		{"a closed paragraph carries nothing", "“Een.”\n\n“Twee.”", "⟦“Een.”⟧\n\n⟦“Twee.”⟧"},
		{"blanks inside the marks", `" Ja " zei hij.`, `⟦" Ja "⟧ zei hij.`},
		{"bold in Markdown", `**"Ja"**, zei hij.`, `**⟦"Ja"⟧**, zei hij.`},
		{"question and frame", `"Waarom?" vraagt zij. 'Daarom!' zegt hij.`, `⟦"Waarom?"⟧ vraagt zij. ⟦'Daarom!'⟧ zegt hij.`},
		{"ellipsis first", `"... en toen," zei hij.`, `⟦"... en toen,"⟧ zei hij.`},
		{"two single marks close two", "‘Hij zei: ‘Dat zien we.’’ Daarna", "⟦‘Hij zei: ⟦‘Dat zien we.’⟧’⟧ Daarna"},
		{"two straight marks close two", "'Hij zei: 'Dat zien we.'' Daarna", "⟦'Hij zei: ⟦'Dat zien we.'⟧'⟧ Daarna"},
		{"three marks", ",,Hij zei: 'Dat zien we.''' Daarna", "⟦,,Hij zei: ⟦'Dat zien we.'⟧''⟧ Daarna"},
		{"doubled single marks", "‘‘Ja’’, zei hij.", "⟦‘‘Ja’’⟧, zei hij."},
		{"speech to the end of the paragraph", "‘Ik las het. Hij schrijft van ‘aanwijzingen’. Dat is niet waar. Maar ik stop.", "⟦~‘Ik las het. Hij schrijft van ⟦‘aanwijzingen’⟧. Dat is niet waar. Maar ik stop.⟧"},
		{"interrupted", `"Wij", zei hij, "gaan."`, `⟦"Wij"⟧, zei hij, ⟦"gaan."⟧`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := marked(tt.doc, finder().Find(tt.doc, blocks(tt.doc))); got != tt.want {
				t.Errorf("Find(%q)\n got %s\nwant %s", tt.doc, got, tt.want)
			}
		})
	}
}

func TestFindNesting(t *testing.T) {
	doc := "“Hij riep ‘ja’,” zei ze."
	got := finder().Find(doc, blocks(doc))
	want := []text.Quotation{
		{Span: text.Span{Start: 0, End: 24}, Inner: text.Span{Start: 3, End: 21}, Parent: -1, Next: -1},
		{Span: text.Span{Start: 12, End: 20}, Inner: text.Span{Start: 15, End: 17}, Parent: 0, Next: -1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Find(%q) (-want +got):\n%s", doc, diff)
	}
}

func ExampleFinder_Find() {
	doc := "‘Dat is klaar’, zegt Jansen. Volgens haar is ’t ‘een goed begin’."
	all := []text.Block{{Span: text.Span{End: len(doc)}, Kind: text.Paragraph}}
	f := quotation.New(quotation.Words{Apostrophes: []string{"'t"}})
	for _, q := range f.Find(doc, all) {
		fmt.Println(q.Inner.In(doc))
	}
	// Output:
	// Dat is klaar
	// een goed begin
}

// Quotations lie in order on rune boundaries inside one block, and one that starts in another ends in it.
func FuzzFind(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txt")
	for _, file := range files {
		data, _ := os.ReadFile(file)
		f.Add(string(data))
	}
	for _, s := range []string{"", "'", "“", "“‘\"'„,,''«»", "‘a ‘b’. c", "\"a\n\n\"b\n\n\"c", "a,”\n\nb,”", "\xff\"\xfe'", "''''''''", ",,,,,,"} {
		f.Add(s)
	}
	find := finder()
	f.Fuzz(func(t *testing.T, doc string) {
		bs := blocks(doc)
		found := find.Find(doc, bs)
		check(t, doc, bs, found)
		if diff := cmp.Diff(found, find.Find(doc, bs)); diff != "" {
			t.Errorf("Find(%q) twice (-first +second):\n%s", doc, diff)
		}
	})
}

func check(t *testing.T, doc string, bs []text.Block, found []text.Quotation) {
	t.Helper()
	last := 0
	for i, q := range found {
		switch {
		case q.Start < last || q.Inner.Start < q.Start || q.Inner.End < q.Inner.Start || q.End < q.Inner.End || q.Empty():
			t.Fatalf("Find(%q)[%d] = %+v: out of order", doc, i, q)
		case q.Parent >= i || q.Parent >= 0 && !found[q.Parent].Inner.Contains(q.Span):
			t.Fatalf("Find(%q)[%d] = %+v: not inside its parent", doc, i, q)
		case q.Next >= 0 && (q.Next <= i || q.Next >= len(found)):
			t.Fatalf("Find(%q)[%d] = %+v: carried on by none", doc, i, q)
		case utf8.ValidString(doc) && !utf8.ValidString(q.In(doc)+q.Inner.In(doc)):
			t.Fatalf("Find(%q)[%d] = %+v: splits a character", doc, i, q)
		}
		if i > 0 && q.Parent < 0 && found[i-1].Parent < 0 && found[i-1].Overlaps(q.Span) {
			t.Fatalf("Find(%q)[%d] = %+v: crosses the one before", doc, i, q)
		}
		inBlock := false
		for _, b := range bs {
			inBlock = inBlock || b.Contains(q.Span)
		}
		if !inBlock {
			t.Fatalf("Find(%q)[%d] = %+v: in no block", doc, i, q)
		}
		last = q.Start
	}
}
