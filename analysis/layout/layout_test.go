package layout_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"github.com/volgens/volgens/analysis/layout"
	"github.com/volgens/volgens/analysis/text"
)

var update = flag.Bool("update", false, "rewrite the golden texts")

func finder() *layout.Layout {
	return layout.New(layout.Words{
		QuestionStarts: []string{"hoe", "wat", "waarom", "in hoeverre", "what", "why"},
		CaptionMarks:   []string{"Beeld", "Foto:", "Photo:", "ANP", "(AP)"},
		Boilerplate:    []string{"Lees ook", "Advertentie", "Reacties", "Read more", "Dit artikel is eerder"},
	})
}

var mark = regexp.MustCompile(`⟦[a-z_]+ `)

// Golden texts mark every block with its kind, ⟦title …⟧.
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
	doc := strings.ReplaceAll(mark.ReplaceAllString(string(want), ""), "⟧", "")
	got := marked(doc, finder().Blocks(doc))
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("blocks of %s (-want +got):\n%s", file, diff)
	}
}

func marked(doc string, blocks []text.Block) string {
	var b strings.Builder
	at := 0
	for _, block := range blocks {
		fmt.Fprintf(&b, "%s⟦%s %s⟧", doc[at:block.Start], block.Kind, block.In(doc))
		at = block.End
	}
	return b.String() + doc[at:]
}

const (
	long  = "De raad vergaderde gisteren tot diep in de nacht over de begroting van het komende jaar, die een tekort laat zien van ruim vier miljoen euro."
	after = "\n\n" + long
)

func TestBlocks(t *testing.T) {
	tests := []struct {
		name, doc string
		want      string
	}{
		{"nothing", " \n\n ", " \n\n "},
		{"one sentence is no title", "Jansen vertrekt", "⟦sentence Jansen vertrekt⟧"},
		{"title", "Jansen vertrekt" + after, "⟦title Jansen vertrekt⟧\n\n⟦sentence " + long + "⟧"},
		{"first sentence is no title", "Jansen vertrekt vandaag." + after, "⟦sentence Jansen vertrekt vandaag.⟧\n\n⟦sentence " + long + "⟧"},
		{"title in title case with a full stop", "Mayor Jansen Steps Down." + after, "⟦title Mayor Jansen Steps Down.⟧\n\n⟦sentence " + long + "⟧"},
		{"title that asks", "Waarom vertrekt Jansen?" + after, "⟦title Waarom vertrekt Jansen?⟧\n\n⟦sentence " + long + "⟧"},
		{"picture, then a question", "Jansen zwaait. Beeld ANP\n\nWaarom vertrekt Jansen?" + after, "⟦caption Jansen zwaait. Beeld ANP⟧\n\n⟦question Waarom vertrekt Jansen?⟧\n\n⟦sentence " + long + "⟧"},
		{"question in speech", long + "\n\n‘Waarom?’" + after, "⟦sentence " + long + "⟧\n\n⟦sentence ‘Waarom?’⟧\n\n⟦sentence " + long + "⟧"},
		{"two questions are running text", long + "\n\nWaarom? En wat nu?" + after, "⟦sentence " + long + "⟧\n\n⟦sentence Waarom? En wat nu?⟧\n\n⟦sentence " + long + "⟧"},
		{"line that announces speech", long + "\n\nJansen vervolgde:" + after, "⟦sentence " + long + "⟧\n\n⟦sentence Jansen vervolgde:⟧\n\n⟦sentence " + long + "⟧"},
		{"pull quote with its speaker", long + "\n\n“Nooit meer” ― Jan Jansen" + after, "⟦sentence " + long + "⟧\n\n⟦sentence “Nooit meer” ― Jan Jansen⟧\n\n⟦sentence " + long + "⟧"},
		{"a paragraph a line", long + "\n" + long, "⟦sentence " + long + "⟧\n⟦sentence " + long + "⟧"},
		{"CRLF", long + "\r\n\r\n" + long + "\r\n", "⟦sentence " + long + "⟧\r\n\r\n⟦sentence " + long + "⟧\r\n"},
		{"line separator", long + "\u2028" + long, "⟦sentence " + long + "⟧\u2028⟦sentence " + long + "⟧"},
		{"paragraph separator", "Kop\u2029" + long, "⟦title Kop⟧\u2029⟦sentence " + long + "⟧"},
		{"no-break spaces around", "\u00a0" + long + "\u00a0\n\u00a0\n" + long, "\u00a0⟦sentence " + long + "⟧\u00a0\n\u00a0\n⟦sentence " + long + "⟧"},
		{"wrapped in two", "De raad vergaderde gisteren tot diep in de\nnacht over de begroting.", "⟦sentence De raad vergaderde gisteren tot diep in de\nnacht over de begroting.⟧"},
		{"verses", "Rood is de roos\nBlauw is de zee\nGroen is het gras", "⟦title Rood is de roos⟧\n⟦heading Blauw is de zee⟧\n⟦sentence Groen is het gras⟧"},
		{"caption at the start of its line", long + "\n\nFoto: Jan de Boer", "⟦sentence " + long + "⟧\n\n⟦caption Foto: Jan de Boer⟧"},
		{"agency", long + "\n\nJansen zwaait. (AP)", "⟦sentence " + long + "⟧\n\n⟦caption Jansen zwaait. (AP)⟧"},
		{"an agency that reports", long + "\n\nDat meldt het persbureau ANP.", "⟦sentence " + long + "⟧\n\n⟦sentence Dat meldt het persbureau ANP.⟧"},
		{"picture in a sentence", long + "\n\nDat Beeld van Jansen klopt niet.", "⟦sentence " + long + "⟧\n\n⟦sentence Dat Beeld van Jansen klopt niet.⟧"},
		{"page phrase in a sentence", long + "\n\nLees ook de kleine letters, zegt Jansen.", "⟦sentence " + long + "⟧\n\n⟦sentence Lees ook de kleine letters, zegt Jansen.⟧"},
		{"page phrase alone", long + "\n\nReacties", "⟦sentence " + long + "⟧\n\n⟦boilerplate Reacties⟧"},
		{"page phrase in a sentence of its own", long + "\n\nDit artikel is eerder verschenen in de krant.", "⟦sentence " + long + "⟧\n\n⟦boilerplate Dit artikel is eerder verschenen in de krant.⟧"},
		{"address", long + "\n\nhttps://voorbeeld.nl/artikel", "⟦sentence " + long + "⟧\n\n⟦boilerplate https://voorbeeld.nl/artikel⟧"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := marked(tt.doc, finder().Blocks(tt.doc)); got != tt.want {
				t.Errorf("Blocks(%q)\n got %q\nwant %q", tt.doc, got, tt.want)
			}
		})
	}
}

// Decomposed text, as some systems write it, has the same blocks.
func TestBlocksOfDecomposedText(t *testing.T) {
	for _, doc := range []string{"Één vraag, geen antwoord" + after, long + "\n\nHoé reageert het kabinet?" + after} {
		a, b := finder().Blocks(doc), finder().Blocks(norm.NFD.String(doc))
		for i := range a {
			if len(a) != len(b) || a[i].Kind != b[i].Kind {
				t.Errorf("Blocks(NFD of %q) = %v, want kinds of %v", doc, b, a)
				break
			}
		}
	}
}

func ExampleLayout_Blocks() {
	doc := "Vissers willen opheldering\n\n‘Niemand belt terug’, zegt Tol.\n\nHoe reageert het ministerie?\n\nDat zwijgt."
	l := layout.New(layout.Words{QuestionStarts: []string{"hoe"}})
	for _, b := range l.Blocks(doc) {
		fmt.Printf("%s: %s\n", b.Kind, b.In(doc))
	}
	// Output:
	// title: Vissers willen opheldering
	// sentence: ‘Niemand belt terug’, zegt Tol.
	// question: Hoe reageert het ministerie?
	// sentence: Dat zwijgt.
}

// Blocks are in order, hold something, and leave out nothing but white space.
func FuzzBlocks(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txt")
	for _, file := range files {
		data, _ := os.ReadFile(file)
		f.Add(string(data))
	}
	for _, s := range []string{"", "\n", "a\r\nb", "- \n-", "1.\n2. ", "#", "# \n\n#a", "\xff\n\xfe", "\u2028\u2029\u0085", "Beeld", "a. Beeld ", "\xc2\xc2©\xa9\xa9\xa9\xa9", "©", "?\n\n?"} {
		f.Add(s)
	}
	l := finder()
	f.Fuzz(func(t *testing.T, doc string) {
		at := 0
		for i, b := range l.Blocks(doc) {
			if b.Start < at || b.Empty() || strings.TrimSpace(b.In(doc)) != b.In(doc) || b.Kind == "" {
				t.Fatalf("Blocks(%q)[%d] = %+v", doc, i, b)
			}
			if strings.ContainsFunc(doc[at:b.Start], func(r rune) bool { return !unicode.IsSpace(r) }) {
				t.Fatalf("Blocks(%q)[%d] leaves out %q", doc, i, doc[at:b.Start])
			}
			if utf8.ValidString(doc) && !utf8.ValidString(b.In(doc)) {
				t.Fatalf("Blocks(%q)[%d] splits a character", doc, i)
			}
			at = b.End
		}
		if strings.ContainsFunc(doc[at:], func(r rune) bool { return !unicode.IsSpace(r) }) {
			t.Fatalf("Blocks(%q) leaves out %q", doc, doc[at:])
		}
	})
}
