// Package train makes the models of the syntax analyser from treebanks.
package train

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/volgens/volgens/analysis/syntax/conllu"
	"github.com/volgens/volgens/analysis/syntax/internal/net"
)

// Options say what to train on and how.
type Options struct {
	Language string
	Licence  string   // of the data
	Train    []string // CoNLL-U files of the older conversion, relabelled for Dutch
	Extra    []string // CoNLL-U files to train on as they are
	Dev      []string // CoNLL-U files to score on
	From     []string // model files to go on from, from the mean of their weights, in place of starting anew; may be empty
	Vectors  string   // word vectors to start from, a word and its numbers a line; may be empty
	MaxWords int      // of the vectors
	Out      string   // model file, written whenever scores were taken
	Command  string   // noted in the model

	Epochs  int
	Running float64 // share of the training after which only running text is learnt from
	Every   int     // score each so many epochs
	Threads int
	Seed    uint64
	Rate    float64 // of learning
	Layers  int
	Hidden  int
	Dropout float64 // of layers and scores; the input and the steps of the memory have six tenths of it
	Again   string  // half of the sentences whose names begin so are learnt from twice in an epoch; may be empty
	Spoken  int     // copies of every so many sentences as English is spoken; 0 for none
	Words   int     // tokens of a batch
	Log     io.Writer
}

// Run trains a model.
func Run(o Options) error {
	if o.Epochs == 0 && len(o.From) == 0 {
		return errors.New("no epochs and no model to go on from: there is nothing to write")
	}
	t, err := newTrainer(o)
	if err != nil {
		return err
	}
	return t.run()
}

type trainer struct {
	Options
	tables  *net.Tables
	weights *net.Weights
	given   *net.Tensor
	learnt  int
	adam    *adam
	packs   packs
	workers []*graph
	corpus  corpus
	dev     [][]conllu.Sentence
	data    []string
	rng     *rand.Rand
	start   time.Time
}

func newTrainer(o Options) (*trainer, error) {
	t := &trainer{Options: o, rng: rand.New(rand.NewPCG(o.Seed, 77)), start: time.Now()}
	var all []conllu.Sentence
	for i, files := range [][]string{o.Train, o.Extra} {
		for _, f := range files {
			s, err := t.load(f, i == 0)
			if err != nil {
				return nil, err
			}
			all = append(all, s...)
		}
	}
	for _, f := range o.Dev {
		s, err := read(f)
		if err != nil {
			return nil, err
		}
		Prepare(o.Language, s, false)
		t.dev = append(t.dev, s)
	}
	if o.Language == "nl" {
		all = append(all, Scores(all, 3)...)
	}
	if o.Spoken > 0 {
		all = append(all, Spoken(all, o.Spoken)...)
	}
	if err := t.begin(all); err != nil {
		return nil, err
	}
	t.adam = newAdam(t.weights)
	most := float32(o.Dropout)
	drop := dropout{input: 0.6 * most, layer: most, recurrent: 0.6 * most, mixed: most, word: 0.25}
	for i := range o.Threads {
		g := newGraph(t.weights, &t.packs, o.Seed+uint64(i)*1000, drop)
		g.given, g.learnt = t.given, t.learnt
		t.workers = append(t.workers, g)
	}
	t.corpus = t.examples(all)
	return t, nil
}

// begin sets the tables and first weights: those of a model, or new ones.
func (t *trainer) begin(all []conllu.Sentence) error {
	v, err := readVectors(t.Vectors, wordSize, t.MaxWords)
	if err != nil {
		return err
	}
	if len(t.From) > 0 {
		err = t.resume()
	} else {
		t.tables = tables(all, v)
		t.weights = net.NewWeights(t.sizes())
		initialise(t.weights, rand.New(rand.NewPCG(t.Seed, 78)))
	}
	if err != nil {
		return err
	}
	t.learnt = len(t.tables.Words)
	if len(v.words) == 0 {
		return nil
	}
	t.data = with(t.data, filepath.Base(t.Vectors))
	t.given = v.rows(t.tables, wordSize)
	t.learnt = learnt(all, t.tables)
	if len(t.From) > 0 {
		subtract(t.weights, t.given)
	}
	return nil
}

// resume takes the tables of the models to go on from, which must be the same, and the mean
// of their weights: models that were trained from one beginning are better together than each
// (Wortsman et al. 2022, Model soups).
func (t *trainer) resume() error {
	var commands []string
	for i, file := range t.From {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		about, w, tables, err := net.Read(data)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if i == 0 {
			t.weights, t.tables = w, tables
		} else if w.Sizes != t.weights.Sizes || !reflect.DeepEqual(tables, t.tables) {
			return fmt.Errorf("%s: another network than %s, there is no mean of the two", file, t.From[0])
		}
		for k, x := range w.Tensors() {
			mean := t.weights.Tensors()[k].Data
			for j := range mean {
				mean[j] += (x.Data[j] - mean[j]) / float32(i+1)
			}
		}
		for _, d := range about.Data {
			t.data = with(t.data, d)
		}
		for c := range strings.SplitSeq(about.Command, " && ") {
			commands = with(commands, c)
		}
	}
	t.Command = strings.Join(append(commands, t.Command), " && ")
	return nil
}

// with returns the list with s in it, once.
func with(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

func (t *trainer) load(file string, relabel bool) ([]conllu.Sentence, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	t.data = with(t.data, fmt.Sprintf("%s sha256:%x", filepath.Base(file), sha256.Sum256(data)))
	s, err := conllu.Read(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	Prepare(t.Language, s, relabel)
	return s, nil
}

func read(file string) ([]conllu.Sentence, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	s, err := conllu.Read(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return s, nil
}

// wordSize is the length of the vector of a word.
const wordSize = 96

func (t *trainer) sizes() net.Sizes {
	return net.Sizes{
		Word: wordSize, Affix: 64, Gram: 64, AffixRows: 1 << 14, GramRows: 1 << 14,
		Layers: t.Layers, Hidden: t.Hidden, TagLayer: max(1, t.Layers-1), Arc: 128, Label: 48, Distance: net.DistanceClasses, Limit: 160,
		WordRows: len(t.tables.Words), TagCount: len(t.tables.Tags), RuleCount: len(t.tables.Rules), RelCount: len(t.tables.Rels),
	}
}

// initialise draws the first weights.
func initialise(w *net.Weights, rng *rand.Rand) {
	uniform := func(t *net.Tensor, limit float64) {
		for i := range t.Data {
			t.Data[i] = float32((2*rng.Float64() - 1) * limit)
		}
	}
	glorot := func(t *net.Tensor) { uniform(t, math.Sqrt(6/float64(t.Rows+t.Cols))) }
	uniform(&w.Word, 0.3)
	uniform(&w.Affix, 0.1)
	uniform(&w.Gram, 0.2)
	for i := range w.Layers {
		l := &w.Layers[i]
		uniform(&l.In, math.Sqrt(6/float64(l.In.Rows+w.Hidden)))
		for d := range 2 {
			uniform(&l.Step[d], 1/math.Sqrt(float64(w.Hidden)))
			forget := l.Bias.Data[d*4*w.Hidden+w.Hidden : d*4*w.Hidden+2*w.Hidden]
			for k := range forget {
				forget[k] = 1
			}
		}
	}
	glorot(&w.Tag)
	glorot(&w.Rule)
	glorot(&w.Mix)
	glorot(&w.Arc)
	uniform(&w.Label, 1/math.Sqrt(float64(w.Label.Rows))/4)
	glorot(&w.LabelDep)
}

func (t *trainer) run() error {
	t.logf("%s: %d running and %d short sentences, %d words, %d tags, %d rules, %d relations", t.Language,
		len(t.corpus.running), len(t.corpus.short), len(t.tables.Words), len(t.tables.Tags), len(t.tables.Rules), len(t.tables.Rels))
	if t.Epochs == 0 {
		return t.save(0)
	}
	for epoch := 1; epoch <= t.Epochs; epoch++ {
		begin := time.Now()
		batches := t.epoch(t.done(epoch, 0) >= t.Running)
		tokens := 0
		for i, b := range batches {
			t.learn(b, t.rate(t.done(epoch, float64(i)/float64(len(batches)))))
			for _, e := range b {
				tokens += len(e.heads) - 1
			}
		}
		t.report(epoch, tokens, time.Since(begin))
		if epoch%t.Every == 0 || epoch == t.Epochs {
			if err := t.save(epoch); err != nil {
				return err
			}
		}
	}
	return nil
}

// done is the share of the training that lies behind.
func (t *trainer) done(epoch int, part float64) float64 {
	return (float64(epoch-1) + part) / float64(t.Epochs)
}

// rate is the learning rate: warm-up, a plateau for 30 % of the time, then down to nothing.
func (t *trainer) rate(done float64) float64 {
	r := t.Rate * math.Min(1, float64(t.adam.steps+1)/100)
	if done > 0.3 {
		r *= (1 - done) / 0.7
	}
	return math.Max(r, t.Rate/200)
}

// learn makes one update with a batch, shared among the workers.
func (t *trainer) learn(batch []*example, rate float64) {
	t.packs.set(t.weights)
	slices.SortStableFunc(batch, func(a, b *example) int { return cmp.Compare(len(b.heads), len(a.heads)) })
	words := 0
	for _, e := range batch {
		words += len(e.heads) - 1
	}
	parallel(len(t.workers), len(t.workers), func(k int) {
		var part []*example
		for i := k; i < len(batch); i += len(t.workers) {
			part = append(part, batch[i])
		}
		if len(part) > 0 {
			t.workers[k].run(part, 1/float32(words))
		}
	})
	t.adam.update(t.workers, rate)
}

func (t *trainer) report(epoch, tokens int, took time.Duration) {
	var l losses
	for _, g := range t.workers {
		l.arc += g.loss.arc
		l.rel += g.loss.rel
		l.tag += g.loss.tag
		l.rule += g.loss.rule
		l.tokens += g.loss.tokens
		g.loss = losses{}
	}
	n := float64(max(1, l.tokens))
	t.logf("epoch %d: loss arc %.4f rel %.4f tag %.4f rule %.4f, %d words, %.0f words/s, %.1f min in all", epoch,
		l.arc/n, l.rel/n, l.tag/n, l.rule/n, tokens, float64(tokens)/took.Seconds(), time.Since(t.start).Minutes())
}

func (t *trainer) logf(format string, args ...any) { fmt.Fprintf(t.Log, format+"\n", args...) }
