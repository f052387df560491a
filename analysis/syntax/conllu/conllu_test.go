package conllu

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/volgens/volgens/analysis/text"
)

const file = `# newpar
# sent_id = a
# text = Zij zegt: don't.
1	Zij	zij	PRON	VNW	Person=3	2	nsubj	_	_
2	zegt	zeggen	VERB	WW	_	0	root	_	SpaceAfter=No
3	:	:	PUNCT	LET	_	2	punct	_	_
4-5	don't	_	_	_	_	_	_	_	SpaceAfter=No
4	do	do	AUX	_	_	2	ccomp	_	_
5	n't	not	PART	_	_	4	advmod	_	_
6	.	.	PUNCT	LET	_	2	punct	_	_

# sent_id = b
1	_	_	SYM	_	_	0	root	_	_

`

func TestReadAndWrite(t *testing.T) {
	s, err := Read(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	for i := range s {
		if err := Write(&b, &s[i]); err != nil {
			t.Fatal(err)
		}
	}
	if b.String() != file {
		t.Errorf("Write of what Read gave = %s, want %s", b.String(), file)
	}
	if s[0].ID() != "a" || s[1].Words[0].Form != "_" {
		t.Errorf("names and forms: %q, %q", s[0].ID(), s[1].Words[0].Form)
	}
}

func TestReadFaults(t *testing.T) {
	for _, tt := range []struct{ name, file, want string }{
		{"too few columns", "1\ta\tb\n\n", "line 1: 3 columns"},
		{"no such head", "1\ta\ta\tX\t_\t_\t7\tx\t_\t_\n\n", "line 2: word 1 (a)"},
		{"its own head", "1\ta\ta\tX\t_\t_\t1\tx\t_\t_\n\n", "line 2: word 1 (a)"},
		{"a word left out", "2\ta\ta\tX\t_\t_\t0\tx\t_\t_\n\n", `line 1: word "2", want 1`},
		{"a range of nothing", "1-2\tab\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\ta\tX\t_\t_\t0\tx\t_\t_\n\n", "line 3: range"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Read(strings.NewReader(tt.file)); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("Read gives error %v, want %s", err, tt.want)
			}
		})
	}
}

func TestText(t *testing.T) {
	s, err := Read(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	doc, sentences := Text(s)
	if want := "Zij zegt: don't. _"; doc != want {
		t.Errorf("Text = %q, want %q", doc, want)
	}
	var words []string
	for _, x := range sentences[0].Tokens {
		words = append(words, x.In(doc))
	}
	if want := []string{"Zij", "zegt", ":", "do", "n't", "."}; !slices.Equal(words, want) {
		t.Errorf("words = %q, want %q", words, want)
	}
}

func TestOf(t *testing.T) {
	doc := "Het regent.\n\nHard"
	s := text.Sentence{Span: text.Span{Start: 0, End: 11}, Tokens: []text.Token{
		{Span: text.Span{Start: 0, End: 3}, Head: 1, Lemma: "het", UPOS: "PRON", Rel: "nsubj"},
		{Span: text.Span{Start: 4, End: 10}, Head: -1, Lemma: "regenen", UPOS: "VERB", Rel: "root"},
		{Span: text.Span{Start: 10, End: 11}, Head: 1, Lemma: ".", UPOS: "PUNCT", Rel: "punct"},
	}}
	var b bytes.Buffer
	c := Of(doc, s, nil)
	if err := Write(&b, &c); err != nil {
		t.Fatal(err)
	}
	want := "# newpar\n# text = Het regent.\n" +
		"1\tHet\thet\tPRON\t_\t_\t2\tnsubj\t_\t_\n2\tregent\tregenen\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n3\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n"
	if b.String() != want {
		t.Errorf("Of = %s, want %s", b.String(), want)
	}
	if c := Of(doc, s, &s); len(c.Comments) != 1 {
		t.Errorf("a sentence of the same block has the comments %q, want the text only", c.Comments)
	}
}
