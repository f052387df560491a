package sentence_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"github.com/volgens/volgens/analysis/layout"
	"github.com/volgens/volgens/analysis/quotation"
	"github.com/volgens/volgens/analysis/sentence"
	"github.com/volgens/volgens/analysis/text"
)

var update = flag.Bool("update", false, "rewrite the golden texts")

var (
	dutch = sentence.New(sentence.Words{
		Abbreviations:      []string{"prof.", "dr.", "mevr.", "o.a.", "d.w.z.", "Th.", "art.", "blz.", "bijv.", "mr.", "St."},
		AbbreviationsFinal: []string{"enz.", "B.V.", "V.S.", "u.", "km.", "jan."},
		Cues:               []string{"zegt", "vraagt"},
		Openers:            []string{"de", "het", "een", "hij", "zij", "dat", "haar"},
		Particles:          []string{"de", "van"},
	})
	english = sentence.New(sentence.Words{
		Abbreviations:      []string{"Dr.", "Mr.", "Sen.", "art."},
		AbbreviationsFinal: []string{"Inc.", "U.S.", "U.K.", "a.m.", "p.m.", "Jan.", "Wash."},
		NumberWords:        []string{"No."},
		Clitics:            []string{"n't", "'s", "'re", "'ll", "'"},
		Splits:             []string{"can|not", "gon|na"},
		Prefixes:           []string{"co", "non"},
		Cues:               []string{"said", "asked"},
		Openers:            []string{"the", "a", "he", "she", "they", "it", "we", "that", "i"},
		SplitHyphens:       true,
	})
	quotations = quotation.New(quotation.Words{Apostrophes: []string{"'s", "'t", "'em"}})
	blocks     = layout.New(layout.Words{})
)

func split(s *sentence.Splitter, doc string) []text.Sentence {
	bs := blocks.Blocks(doc)
	return s.Split(doc, bs, quotations.Find(doc, bs))
}

// Golden texts mark every place where a block is divided with ¦.
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
	s := english
	if strings.Contains(file, ".nl.") {
		s = dutch
	}
	doc := strings.ReplaceAll(string(want), "¦ ", "")
	got := marked(doc, split(s, doc))
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("sentences of %s (-want +got):\n%s", file, diff)
	}
}

func marked(doc string, sentences []text.Sentence) string {
	var b strings.Builder
	at := 0
	for i, s := range sentences {
		b.WriteString(doc[at:s.Start])
		if i > 0 && s.Block == sentences[i-1].Block {
			b.WriteString("¦ ")
		}
		at = s.Start
	}
	return b.String() + doc[at:]
}

func TestTokens(t *testing.T) {
	tests := []struct {
		name     string
		splitter *sentence.Splitter
		doc      string
		want     string // tokens with | between them
	}{
		{"plain", dutch, "De man, die zweeg; ging!", "De|man|,|die|zweeg|;|ging|!"},
		{"Dutch apostrophes", dutch, "’s Avonds z’n auto’s, zo'n foto's en Jansens’ huis", "’s|Avonds|z’n|auto’s|,|zo'n|foto's|en|Jansens’|huis"},
		{"Dutch hyphens stay", dutch, "de Centraal-Afrikaanse politie-inspecteur, binnen- en buitenland", "de|Centraal-Afrikaanse|politie-inspecteur|,|binnen-|en|buitenland"},
		{"Dutch slashes and ampersands stay", dutch, "en/of AT&T t/m 1/4", "en/of|AT&T|t/m|1/4"},
		{"prefix in brackets", dutch, "zijn (ex-)vrouw en leraar(s)", "zijn|(ex-)vrouw|en|leraar(s)"},
		{"numbers", dutch, "1.250,50 euro om 14.30 uur, 3,5% van €10 en -5 graden", "1.250,50|euro|om|14.30|uur|,|3,5%|van|€10|en|-5|graden"},
		{"abbreviations", dutch, "prof. dr. J. de Vries o.a. in Sint-Jan", "prof.|dr.|J.|de|Vries|o.a.|in|Sint-Jan"},
		{"initials of a double name", dutch, "volgens J.-P. Smit", "volgens|J.-P.|Smit"},
		{"a short form that is a word", dutch, "Dank u. Hij reed 5 km. Daarna", "Dank|u|.|Hij|reed|5|km.|Daarna"},
		{"addresses", dutch, "Zie www.a.nl/b, https://c.nl/d?e=f. Of info@g.nl!", "Zie|www.a.nl/b|,|https://c.nl/d?e=f|.|Of|info@g.nl|!"},
		{"names with dots", dutch, "Booking.com en nu.nl", "Booking.com|en|nu.nl"},
		{"a blank is missing", dutch, "Hij stopte.De rest", "Hij|stopte|.|De|rest"},
		{"old marks", dutch, ",,Ja,'' zei hij", ",,|Ja|,|''|zei|hij"},
		{"quotation", dutch, "‘Ja’, zei “hij”.", "‘|Ja|’|,|zei|“|hij|”|."},
		{"quotation inside a word", dutch, "het ‘woke’-kamp", "het|‘|woke|’|-|kamp"},
		{"ellipses", dutch, "Nou... ja… (…)", "Nou|...|ja|…|(|…|)"},
		{"marks in a row", dutch, "Wat?! Nee!!", "Wat|?!|Nee|!!"},
		{"dashes", dutch, "Hij – de man — zweeg--nee", "Hij|–|de|man|—|zweeg|--|nee"},
		{"hashtag and account", dutch, "#nieuws van @jansen", "#nieuws|van|@jansen"},
		{"no-break space", dutch, "10\u00a0euro", "10|euro"},
		{"superscript", dutch, "5 km² per uur", "5|km²|per|uur"},
		{"contractions", english, "I don't think he's sure they'll go", "I|do|n't|think|he|'s|sure|they|'ll|go"},
		{"contractions with curly marks", english, "I don’t think it’s Lang’s", "I|do|n’t|think|it|’s|Lang|’s"},
		{"contractions in capitals", english, "DON'T", "DO|N'T"},
		{"cannot", english, "Cannot you? I cannot; gonna", "Can|not|you|?|I|can|not|;|gon|na"},
		{"plural possessive", english, "the workers' union and the workers’ boats", "the|workers|'|union|and|the|workers|’|boats"},
		{"hyphens", english, "a long-time co-founder, non-violent and/or R&D", "a|long|-|time|co-founder|,|non-violent|and|/|or|R|&|D"},
		{"money and shares", english, "$1.5 billion, 90% of it", "$|1.5|billion|,|90|%|of|it"},
		{"decade", english, "in the '90s", "in|the|'90s"},
		{"initialism", english, "the U.S. Senate at 5 p.m.", "the|U.S.|Senate|at|5|p.m."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, s := range split(tt.splitter, tt.doc) {
				for _, token := range s.Tokens {
					got = append(got, token.In(tt.doc))
				}
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "|")); diff != "" {
				t.Errorf("tokens of %q (-want +got):\n%s", tt.doc, diff)
			}
		})
	}
}

// Decomposed text, as some systems write it, has the same tokens.
func TestSplitDecomposedText(t *testing.T) {
	doc := "Prof. Renée Étienne zei: ‘Één coöperatie’. Daarna ging zij naar São Tomé."
	nfd := norm.NFD.String(doc)
	a, b := split(dutch, doc), split(dutch, nfd)
	if len(a) != len(b) {
		t.Fatalf("%d sentences, decomposed %d", len(a), len(b))
	}
	for i := range a {
		if got := norm.NFC.String(b[i].In(nfd)); got != a[i].In(doc) || len(a[i].Tokens) != len(b[i].Tokens) {
			t.Errorf("Split(decomposed)[%d] = %q, want %q", i, got, a[i].In(doc))
		}
	}
}

func ExampleSplitter_Split() {
	doc := `"Waarom?" vraagt prof. Smit. ’s Avonds blijft het stil.`
	all := []text.Block{{Span: text.Span{End: len(doc)}, Kind: text.Paragraph}}
	s := sentence.New(sentence.Words{Abbreviations: []string{"prof."}})
	marks := quotation.New(quotation.Words{Apostrophes: []string{"'s"}})
	for _, sentence := range s.Split(doc, all, marks.Find(doc, all)) {
		fmt.Println(sentence.In(doc), len(sentence.Tokens))
	}
	// Output:
	// "Waarom?" vraagt prof. Smit. 8
	// ’s Avonds blijft het stil. 6
}

func ExampleSplitter_Tokens() {
	doc := "the workers' co-founder"
	s := sentence.New(sentence.Words{Clitics: []string{"'"}, Prefixes: []string{"co"}, SplitHyphens: true})
	for _, token := range s.Tokens(doc) {
		fmt.Println(token.In(doc))
	}
	// Output:
	// the
	// workers
	// '
	// co-founder
}

// Sentences and tokens are in order, hold something, lie inside their block and leave out nothing but white space.
func FuzzSplit(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txt")
	for _, file := range files {
		data, _ := os.ReadFile(file)
		f.Add(string(data))
	}
	for _, s := range []string{"", ".", "a.B.c", "'", "''n", "(a-)b", "x@", "http://", "\xff.\xfe", "1.", "A. De b", "-", "a-", "can't", "’s", "[1]", "…\u2028…", "\u0301a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		for _, s := range []*sentence.Splitter{dutch, english} {
			got := split(s, doc)
			check(t, doc, got)
			if diff := cmp.Diff(got, split(s, doc)); diff != "" {
				t.Fatalf("Split(%q) twice (-first +second):\n%s", doc, diff)
			}
		}
	})
}

func check(t *testing.T, doc string, sentences []text.Sentence) {
	t.Helper()
	bs := blocks.Blocks(doc)
	at, valid := 0, utf8.ValidString(doc)
	for i, s := range sentences {
		if len(s.Tokens) == 0 || s.Start != s.Tokens[0].Start || s.End != s.Tokens[len(s.Tokens)-1].End || !bs[s.Block].Contains(s.Span) {
			t.Fatalf("Split(%q)[%d] = %+v", doc, i, s)
		}
		for _, token := range s.Tokens {
			if token.Start < at || token.Empty() || token.Head != -1 || valid && !utf8.ValidString(token.In(doc)) {
				t.Fatalf("Split(%q)[%d]: token %+v", doc, i, token)
			}
			if strings.ContainsFunc(doc[at:token.Start], func(r rune) bool { return !unicode.IsSpace(r) }) {
				t.Fatalf("Split(%q)[%d] leaves out %q", doc, i, doc[at:token.Start])
			}
			if strings.ContainsFunc(token.In(doc), unicode.IsSpace) {
				t.Fatalf("Split(%q)[%d]: token %q holds white space", doc, i, token.In(doc))
			}
			at = token.End
		}
	}
	if strings.ContainsFunc(doc[at:], func(r rune) bool { return !unicode.IsSpace(r) }) {
		t.Fatalf("Split(%q) leaves out %q", doc, doc[at:])
	}
}

func BenchmarkSplit(b *testing.B) {
	data, err := os.ReadFile("testdata/article.nl.txt")
	if err != nil {
		b.Fatal(err)
	}
	doc := strings.ReplaceAll(string(data), "¦ ", "")
	bs := blocks.Blocks(doc)
	qs := quotations.Find(doc, bs)
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		dutch.Split(doc, bs, qs)
	}
}
