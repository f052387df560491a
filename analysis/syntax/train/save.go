package train

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/syntax"
	"github.com/volgens/volgens/analysis/syntax/conllu"
	"github.com/volgens/volgens/analysis/syntax/internal/net"
	"github.com/volgens/volgens/analysis/syntax/score"
)

// save writes the averaged weights, scores what was written, and writes the description
// with the scores beside it.
func (t *trainer) save(epoch int) error {
	about := net.Description{Language: t.Language, Licence: t.Licence, Data: t.data, Command: t.Command, Scores: map[string]string{}}
	weights := t.adam.average
	if t.given != nil {
		weights = merge(weights, t.given, t.learnt)
	}
	var b bytes.Buffer
	if err := net.Write(&b, about, weights, t.tables); err != nil {
		return err
	}
	p, err := syntax.New(b.Bytes())
	if err != nil {
		return err
	}
	for i, gold := range t.dev {
		s, err := score.Compare(gold, Reparse(p, gold))
		if err != nil {
			return err
		}
		name := filepath.Base(t.Dev[i])
		about.Scores[name] = fmt.Sprintf("UPOS %.2f feats %.2f lemma %.2f UAS %.2f LAS %.2f CLAS %.2f; ccomp %.1f parataxis %.1f nsubj %.1f",
			s.UPOS.F1(), s.Feats.F1(), s.Lemmas.F1(), s.UAS.F1(), s.LAS.F1(), s.CLAS.F1(),
			s.Relations["ccomp"].F1(), s.Relations["parataxis"].F1(), s.Relations["nsubj"].F1())
		t.logf("  %s: %s", name, about.Scores[name])
	}
	if t.Out == "" {
		return nil
	}
	t.logf("  epoch %d: %s, %d bytes", epoch, t.Out, b.Len())
	about.Sizes, about.Epochs = weights.Sizes, epoch
	manifest, err := json.MarshalIndent(about, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(strings.TrimSuffix(t.Out, ".bin")+".json", append(manifest, '\n'), 0o644); err != nil {
		return err
	}
	return os.WriteFile(t.Out, b.Bytes(), 0o644)
}

// Reparse returns the sentences with the labels that a parser gives their words.
func Reparse(p *syntax.Parser, gold []conllu.Sentence) []conllu.Sentence {
	doc, sentences := conllu.Text(gold)
	p.Parse(doc, sentences)
	out := make([]conllu.Sentence, len(gold))
	for i, s := range gold {
		out[i] = conllu.Sentence{Comments: s.Comments, Ranges: s.Ranges, Words: slices.Clone(s.Words)}
		out[i].Relabel(sentences[i].Tokens)
	}
	return out
}
