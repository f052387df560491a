package syntax

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/syntax/internal/mat"
	"github.com/volgens/volgens/analysis/syntax/internal/net"
	"github.com/volgens/volgens/analysis/text"
)

// tinyModel is a model file of a few random weights: nonsense trees, but trees.
func tinyModel(t testing.TB) []byte {
	t.Helper()
	return modelOf(t, tinyTables())
}

func tinyTables() *net.Tables {
	return &net.Tables{
		Words: []string{"", "", "de", "zegt", "."},
		Tags:  []net.Tag{{UPOS: "NOUN", Feats: "Number=Sing"}, {UPOS: "VERB"}, {UPOS: "PUNCT"}},
		Rules: []net.Rule{{Case: 'l'}, {Case: 'k', CutTail: 1, Suffix: "en"}},
		Rels:  []string{"root", "nsubj", "punct", "obj"},
		Lemmas: map[string][]net.Lemma{
			"zegt": {{Tag: 1, Lemma: "zeggen"}}, "de": {{Tag: 0, Lemma: "de"}},
		},
	}
}

// modelOf is a model file of a few random weights with the given words and labels.
func modelOf(t testing.TB, tables *net.Tables) []byte {
	t.Helper()
	tables.Index()
	w := net.NewWeights(net.Sizes{
		Word: 8, Affix: 8, Gram: 8, AffixRows: 64, GramRows: 64, Layers: 2, Hidden: 8, TagLayer: 1, Arc: 8, Label: 8,
		WordRows: len(tables.Words), TagCount: len(tables.Tags), RuleCount: len(tables.Rules), RelCount: len(tables.Rels), Limit: 40,
	})
	rng := rand.New(rand.NewPCG(1, 1))
	for _, x := range w.Tensors() {
		for i := range x.Data {
			x.Data[i] = float32(rng.NormFloat64())
		}
	}
	var b bytes.Buffer
	if err := net.Write(&b, net.Description{Language: "nl", Licence: "none", Data: []string{"chance"}}, w, tables); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func tinyParser(t testing.TB) *Parser {
	t.Helper()
	p, err := New(tinyModel(t))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// lines makes a sentence of each line, with a token for each run without blanks.
func lines(doc string) []text.Sentence {
	var out []text.Sentence
	at := 0
	for line := range strings.Lines(doc) {
		s := text.Sentence{Span: text.Span{Start: at, End: at + len(line)}}
		for i := 0; i < len(line); {
			r, n := utf8.DecodeRuneInString(line[i:])
			if strings.ContainsRune(" \t\n\r", r) {
				i += n
				continue
			}
			end := i
			for end < len(line) && !strings.ContainsRune(" \t\n\r", rune(line[end])) {
				end++
			}
			s.Tokens = append(s.Tokens, text.Token{Span: text.Span{Start: at + i, End: at + end}})
			i = end
		}
		out = append(out, s)
		at += len(line)
	}
	return out
}

func checkTree(t *testing.T, doc string, tokens []text.Token) {
	t.Helper()
	roots := 0
	for i, x := range tokens {
		if x.Head < 0 {
			roots++
		}
		if int(x.Head) == i || int(x.Head) >= len(tokens) || x.Head < -1 {
			t.Fatalf("token %d (%q) has head %d of %d tokens", i, x.In(doc), x.Head, len(tokens))
		}
		if x.UPOS == "" || x.Rel == "" || (x.Rel == "root") != (x.Head < 0) {
			t.Fatalf("token %d (%q) with head %d is %q, %q", i, x.In(doc), x.Head, x.UPOS, x.Rel)
		}
		steps := 0
		for h := x.Head; h >= 0; h = tokens[h].Head {
			if steps++; steps > len(tokens) {
				t.Fatalf("token %d (%q) hangs on a cycle", i, x.In(doc))
			}
		}
	}
	if len(tokens) > 0 && roots != 1 {
		t.Fatalf("%d roots in %q", roots, doc)
	}
}

func TestLoadUnknownLanguage(t *testing.T) {
	if _, err := Load("tlh"); err == nil || !strings.Contains(err.Error(), "tlh") {
		t.Errorf("Load(tlh) gives error %v, want one that names the language", err)
	}
}

func TestNewRefusesOtherFiles(t *testing.T) {
	good := tinyModel(t)
	change := func(f func(b []byte) []byte) []byte { return f(slices.Clone(good)) }
	withRelations := func(names ...string) []byte {
		tables := tinyTables()
		tables.Rels = names
		return modelOf(t, tables)
	}
	for _, tt := range []struct {
		name string
		file []byte
		want string
	}{
		{"empty", nil, "first bytes"},
		{"foreign", []byte("GIF89a"), "first bytes"},
		{"cut short", good[:20], "cut short"},
		{"half of it", good[:len(good)/2], "damaged"},
		{"another version", change(func(b []byte) []byte { b[8] = 99; return b }), "version 99"},
		{"a bit turned", change(func(b []byte) []byte { b[len(b)/2] ^= 1; return b }), "damaged"},
		{"sizes that lie", change(func(b []byte) []byte { return resign(bytes.Replace(b, []byte(`"Hidden":8`), []byte(`"Hidden":9`), 1)) }), "sizes"},
		{"no root", withRelations("nsubj", "punct", "obj"), "relations"},
		{"root alone", withRelations("root"), "relations"},
		{"bytes too many", change(func(b []byte) []byte { return resign(append(b[:len(b)-sha256.Size], make([]byte, 40)...)) }), "behind"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := New(tt.file)
			if !errors.Is(err, net.ErrFormat) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("New gives error %v, want one about %q", err, tt.want)
			}
		})
	}
}

// resign gives a changed file the right checksum again.
func resign(b []byte) []byte {
	body := b[:len(b)-sha256.Size]
	sum := sha256.Sum256(body)
	return append(body, sum[:]...)
}

func FuzzNew(f *testing.F) {
	f.Add(tinyModel(f))
	f.Add(binary.LittleEndian.AppendUint32([]byte("volgsyn\n"), 1))
	f.Fuzz(func(t *testing.T, model []byte) {
		if len(model) > sha256.Size {
			model = resign(slices.Clone(model)) // let it past the checksum
		}
		if p, err := New(model); err == nil {
			p.Parse("a b", lines("a b"))
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "de man zegt .", ". , ; !", "\x00\x01 \xff\xfe a", "مرحبا بالعالم 👩‍👩‍👧 שלום", strings.Repeat("woord ", 300), "a\nb c\n\nd e f\n"} {
		f.Add(s)
	}
	p := tinyParser(f)
	f.Fuzz(func(t *testing.T, doc string) {
		got, again := lines(doc), lines(doc)
		p.Parse(doc, got)
		for i, s := range got {
			checkTree(t, doc, s.Tokens)
			for j, x := range s.Tokens {
				if x.Span != again[i].Tokens[j].Span {
					t.Fatalf("token %d of sentence %d moved", j, i)
				}
			}
		}
		p.Parse(doc, again)
		for i := range got {
			if !slices.Equal(got[i].Tokens, again[i].Tokens) {
				t.Fatalf("sentence %d differs the second time", i)
			}
		}
	})
}

func TestParseLongSentence(t *testing.T) {
	p := tinyParser(t)
	for _, n := range []int{1, 2, 39, 40, 41, 200, 2000} {
		doc := strings.Repeat("de man zegt , ", n)
		s := lines(doc)
		s[0].Tokens = s[0].Tokens[:n]
		p.Parse(doc, s)
		checkTree(t, doc, s[0].Tokens)
	}
}

// A sentence gets the same labels whatever stands beside it in the batch.
func TestParseSentencesApart(t *testing.T) {
	p := tinyParser(t)
	doc := "de man zegt .\nde\nde zegt de man de zegt . de\nman man man\n"
	all := lines(doc)
	p.Parse(doc, all)
	for i, s := range lines(doc) {
		one := []text.Sentence{s}
		p.Parse(doc, one)
		if !slices.Equal(one[0].Tokens, all[i].Tokens) {
			t.Errorf("sentence %d alone = %v, in company %v", i, one[0].Tokens, all[i].Tokens)
		}
	}
}

func TestParseConcurrently(t *testing.T) {
	p := tinyParser(t)
	doc := strings.Repeat("de man zegt .\nde zegt\n", 30)
	want := lines(doc)
	p.Parse(doc, want)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			got := lines(doc)
			p.Parse(doc, got)
			for i := range got {
				if !slices.Equal(got[i].Tokens, want[i].Tokens) {
					t.Errorf("sentence %d differs", i)
				}
			}
		})
	}
	group.Wait()
}

func TestParseAllocatesNothingPerToken(t *testing.T) {
	p := tinyParser(t)
	doc := strings.Repeat("de Man zegt dat hij loopt .\n", 200)
	s := lines(doc)
	p.Parse(doc, s)
	if n := testing.AllocsPerRun(10, func() { p.Parse(doc, s) }); n > 50 {
		t.Errorf("Parse of %d tokens allocates %v times, want at most 50", 200*7, n)
	}
}

func TestKernelsAgree(t *testing.T) {
	defer mat.SetPortable(false)
	for _, lang := range Languages() {
		p, err := Load(lang)
		if err != nil {
			t.Fatal(err)
		}
		doc := golden(t, lang)
		fast, portable := lines(doc), lines(doc)
		p.Parse(doc, fast)
		mat.SetPortable(true)
		p.Parse(doc, portable)
		mat.SetPortable(false)
		for i := range fast {
			if !slices.Equal(fast[i].Tokens, portable[i].Tokens) {
				t.Errorf("%s: the kernels disagree on %q", lang, fast[i].In(doc))
			}
		}
	}
}
