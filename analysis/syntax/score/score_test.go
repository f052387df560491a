package score

import (
	"strings"
	"testing"

	"github.com/volgens/volgens/analysis/syntax/conllu"
)

const gold = `# text = Zij zegt: don't go.
1	Zij	zij	PRON	_	Person=3|X=1	2	nsubj	_	_
2	zegt	zeggen	VERB	_	_	0	root	_	SpaceAfter=No
3	:	:	PUNCT	_	_	2	punct	_	_
4-5	don't	_	_	_	_	_	_	_	_
4	do	do	AUX	_	_	6	aux	_	_
5	n't	not	PART	_	_	6	advmod	_	_
6	go	go	VERB	_	_	2	ccomp	_	SpaceAfter=No
7	.	.	PUNCT	_	_	2	punct	_	_

`

func read(t *testing.T, s string) []conllu.Sentence {
	t.Helper()
	out, err := conllu.Read(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestCompareWithItself(t *testing.T) {
	s, err := Compare(read(t, gold), read(t, gold))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]Count{"tokens": s.Tokens, "words": s.Words, "LAS": s.LAS, "CLAS": s.CLAS, "lemmas": s.Lemmas} {
		if c.F1() != 100 {
			t.Errorf("%s = %v, want all right", name, c)
		}
	}
	if s.Words.Gold != 7 || s.Tokens.Gold != 6 || s.CLAS.Gold != 4 {
		t.Errorf("words %v, tokens %v, CLAS %v, want 7, 6 and 4", s.Words, s.Tokens, s.CLAS)
	}
}

func TestCompareOtherTokens(t *testing.T) {
	// The system splits the range, joins the full stop and gets one head and relation wrong.
	system := `1	Zij	zij	PRON	_	Person=3	2	nsubj	_	_
2	zegt	zeggen	VERB	_	_	0	root	_	_
3	:	:	PUNCT	_	_	2	punct	_	_
4	do	do	AUX	_	_	6	aux	_	_
5	n't	n't	ADV	_	_	6	advmod	_	_
6	go.	go	VERB	_	_	2	parataxis	_	_

`
	s, err := Compare(read(t, gold), read(t, system))
	if err != nil {
		t.Fatal(err)
	}
	if s.Words.Correct != 5 || s.UPOS.Correct != 4 || s.Feats.Correct != 5 || s.Lemmas.Correct != 4 || s.UAS.Correct != 3 || s.LAS.Correct != 3 {
		t.Errorf("correct words %d, UPOS %d, features %d, lemmas %d, UAS %d, LAS %d, want 5, 4, 5, 4, 3, 3",
			s.Words.Correct, s.UPOS.Correct, s.Feats.Correct, s.Lemmas.Correct, s.UAS.Correct, s.LAS.Correct)
	}
	if c := s.Relations["nsubj"]; c != (Count{1, 1, 1}) {
		t.Errorf("nsubj = %v, want all right", c)
	}
}

func TestCompareDifferentTexts(t *testing.T) {
	if _, err := Compare(read(t, gold), read(t, strings.ReplaceAll(gold, "Zij", "Hij"))); err == nil {
		t.Error("Compare of different texts gives no error")
	}
}
