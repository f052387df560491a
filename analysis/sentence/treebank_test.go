package sentence_test

import (
	"bufio"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/volgens/volgens/analysis/text"
	"github.com/volgens/volgens/internal/sharedtest"
)

// The splitters agree with the treebanks, where those are at hand. The floors lie a little below what was reached with
// the word lists of this test; paragraphs are given where the treebank has them.
func TestSplitAgreesWithTreebanks(t *testing.T) {
	tests := []struct {
		file              string
		tokens, sentences float64 // the lowest F1 that passes
	}{
		{"nl-alpino-dev.conllu", 99.7, 98},
		{"nl-lassy-dev.conllu", 99.3, 89},
		{"en-ewt-dev.conllu", 98.2, 82},
		{"en-gum-dev.conllu", 99.2, 93},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			doc, tokens, sentences := treebank(t, sharedtest.Path(t, "data", "ud", tt.file))
			s := english
			if strings.HasPrefix(tt.file, "nl") {
				s = dutch
			}
			var gotTokens, gotSentences []text.Span
			for _, sentence := range split(s, doc) {
				gotSentences = append(gotSentences, sentence.Span)
				for _, token := range sentence.Tokens {
					gotTokens = append(gotTokens, token.Span)
				}
			}
			ft, fs := f1(tokens, gotTokens), f1(sentences, gotSentences)
			t.Logf("tokens %.2f, sentences %.2f", ft, fs)
			if ft < tt.tokens || fs < tt.sentences {
				t.Errorf("F1 of tokens %.2f, of sentences %.2f, want at least %.1f and %.1f", ft, fs, tt.tokens, tt.sentences)
			}
		})
	}
}

func f1(want, got []text.Span) float64 {
	known, both := map[text.Span]bool{}, 0
	for _, s := range want {
		known[s] = true
	}
	for _, s := range got {
		if known[s] {
			both++
		}
	}
	return 200 * float64(both) / float64(len(want)+len(got))
}

var paragraph = regexp.MustCompile(`^# sent_id = (GUM_\w+|.*\.p\.\d+)`)

// treebank returns the text of a CoNLL-U file with its tokens and sentences; an empty line parts paragraphs.
func treebank(t *testing.T, path string) (doc string, tokens, sentences []text.Span) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var b strings.Builder
	gap, last, at := "", "", 0
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		if id := paragraph.FindStringSubmatch(line); id != nil && id[1] != last || strings.HasPrefix(line, "# newpar") {
			gap = "\n\n"
			if id != nil {
				last = id[1]
			}
		}
		if s, ok := strings.CutPrefix(line, "# text = "); ok {
			b.WriteString(gap)
			gap, at = " ", b.Len()
			b.WriteString(s)
			sentences = append(sentences, text.Span{Start: at, End: b.Len()})
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) < 2 || strings.ContainsAny(fields[0], "-.") {
			continue
		}
		if i := strings.Index(b.String()[at:], fields[1]); 0 <= i && i <= 4 { // parts of a word that differ from it are left out
			tokens = append(tokens, text.Span{Start: at + i, End: at + i + len(fields[1])})
			at += i + len(fields[1])
		}
	}
	return b.String(), tokens, sentences
}
