// Package syntax gives tokens their part of speech, features, lemma and place in the
// dependency tree of their sentence, as Universal Dependencies defines them.
package syntax

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/volgens/volgens/analysis/syntax/internal/mat"
	"github.com/volgens/volgens/analysis/syntax/internal/net"
	"github.com/volgens/volgens/analysis/text"
)

//go:embed models/*.bin
var models embed.FS

// Parser analyses the sentences of one language. It is safe for concurrent use.
type Parser struct {
	about net.Description
	net   *net.Network
	pool  sync.Pool
}

// loaded keeps one parser for each language: a model is read once.
var loaded struct {
	sync.Mutex
	parsers map[string]*Parser
}

// Languages lists the languages that have a model, sorted.
func Languages() []string {
	entries, _ := models.ReadDir("models")
	var out []string
	for _, e := range entries {
		if lang, ok := strings.CutSuffix(e.Name(), ".bin"); ok {
			out = append(out, lang)
		}
	}
	return out
}

// Load returns the parser of a language, given by its ISO 639-1 code. Every call for the
// same language returns the same parser. It is an error if the language has no model.
func Load(lang string) (*Parser, error) {
	loaded.Lock()
	defer loaded.Unlock()
	if p := loaded.parsers[lang]; p != nil {
		return p, nil
	}
	if !slices.Contains(Languages(), lang) {
		return nil, fmt.Errorf("syntax: no model for language %q (there is %s)", lang, strings.Join(Languages(), ", "))
	}
	data, err := models.ReadFile("models/" + lang + ".bin")
	if err != nil {
		return nil, fmt.Errorf("syntax: %w", err)
	}
	p, err := New(data)
	if err != nil {
		return nil, fmt.Errorf("model %s: %w", lang, err)
	}
	if loaded.parsers == nil {
		loaded.parsers = map[string]*Parser{}
	}
	loaded.parsers[lang] = p
	return p, nil
}

// Check tells whether the model of a language is whole, without reading it. A language
// without a model has none that could be damaged.
func Check(lang string) error {
	data, err := models.ReadFile("models/" + lang + ".bin")
	if err != nil {
		return nil //nolint:nilerr // there is no model
	}
	if err := net.Check(data); err != nil {
		return fmt.Errorf("model %s: %w", lang, err)
	}
	return nil
}

// Replace makes p what Load returns for its language: to measure a model that the program
// does not hold.
func Replace(p *Parser) {
	loaded.Lock()
	defer loaded.Unlock()
	if loaded.parsers == nil {
		loaded.parsers = map[string]*Parser{}
	}
	loaded.parsers[p.Language()] = p
}

// New returns the parser of a model file, which it keeps. Foreign, outdated and damaged files give an error.
func New(model []byte) (*Parser, error) {
	about, network, err := net.Load(model)
	if err != nil {
		return nil, fmt.Errorf("syntax: %w", err)
	}
	p := &Parser{about: about, net: network}
	p.pool.New = func() any { return &work{parser: p, lemmas: map[string]string{}} }
	return p, nil
}

// Kernel names the kernels in use: "avx2", "neon" or "go".
func Kernel() string { return mat.Kernel }

// Language is the code of the language the parser was trained for.
func (p *Parser) Language() string { return p.about.Language }

// Origin names the data the model learnt from and its licence.
func (p *Parser) Origin() string {
	return fmt.Sprintf("%s (%s)", strings.Join(p.about.Data, ", "), p.about.Licence)
}

// Parse fills the tokens of the sentences of doc in place: part of speech, features,
// lemma, head and relation. Spans are only read.
func (p *Parser) Parse(doc string, sentences []text.Sentence) {
	w := p.pool.Get().(*work)
	w.scratch = scratches.Get().(*net.Scratch)
	defer func() {
		scratches.Put(w.scratch)
		w.scratch = nil
		p.pool.Put(w)
	}()
	w.parse(doc, sentences)
}

// scratches are shared by the parsers of all languages: whoever parses speaks one at a time, and
// each is some thirty megabytes.
var scratches = sync.Pool{New: func() any { return net.NewScratch() }}

// A batch holds sentences of like length up to these bounds: enough for the kernels to
// work well, few enough to stay in the cache.
const (
	batchSentences = 64
	batchTokens    = 1200
)

// piece is a run of tokens analysed at once: a sentence, or a part of one that is too long.
type piece struct {
	tokens   []text.Token
	offset   int          // of the piece in its sentence
	sentence []text.Token // all of it
}

// work is the memory of one call of Parse.
type work struct {
	parser  *Parser
	scratch *net.Scratch
	doc     string
	pieces  []piece
	batch   []piece // a part of pieces
	lens    []int
	labels  []net.Label
	out     [][]net.Label
	lower   []byte
	lemma   []byte
	lemmas  map[string]string // lemmas made by rule, so that each is made once
}

// maxLemmas bounds the memory of lemmas between calls.
const maxLemmas = 1 << 15

func (w *work) parse(doc string, sentences []text.Sentence) {
	w.doc = doc
	w.pieces = w.pieces[:0]
	for i := range sentences {
		w.cut(sentences[i].Tokens)
	}
	// Like lengths together; the order of equals does not matter to the result.
	slices.SortStableFunc(w.pieces, func(a, b piece) int { return len(b.tokens) - len(a.tokens) })
	for rest := w.pieces; len(rest) > 0; {
		n, tokens := 0, 0
		for n < len(rest) && n < batchSentences && (n == 0 || tokens+len(rest[n].tokens) <= batchTokens) {
			tokens += len(rest[n].tokens)
			n++
		}
		w.label(rest[:n], tokens)
		rest = rest[n:]
	}
	w.join()
	w.doc = ""
	clear(w.pieces)
	w.scratch.Forget()
	if len(w.lemmas) > maxLemmas {
		clear(w.lemmas)
	}
}

// cut adds the pieces of a sentence.
func (w *work) cut(tokens []text.Token) {
	for at := 0; at < len(tokens); {
		n := w.safe(tokens[at:])
		w.pieces = append(w.pieces, piece{tokens[at : at+n], at, tokens})
		at += n
	}
}

// safe is where an over-long sentence can be cut with the least harm: behind a mark that
// ends a clause, else behind a comma, else at the limit.
func (w *work) safe(tokens []text.Token) int {
	limit := w.parser.net.Limit
	if len(tokens) <= limit {
		return len(tokens)
	}
	for _, marks := range []string{".!?;", ":,)"} {
		for n := limit; n > limit/2; n-- {
			t := tokens[n-1]
			if t.Len() == 1 && strings.Contains(marks, t.In(w.doc)) {
				return n
			}
		}
	}
	return limit
}

// label analyses a batch and fills its tokens.
func (w *work) label(batch []piece, tokens int) {
	w.batch, w.lens, w.out = batch, w.lens[:0], w.out[:0]
	if cap(w.labels) < tokens {
		w.labels = make([]net.Label, tokens+tokens/4)
	}
	labels := w.labels[:tokens]
	for _, p := range batch {
		w.lens = append(w.lens, len(p.tokens))
		w.out = append(w.out, labels[:len(p.tokens)])
		labels = labels[len(p.tokens):]
	}
	w.parser.net.Label(w.scratch, w.lens, w, w.out)
	tables := w.parser.net.Tables
	for s, p := range batch {
		for i, l := range w.out[s] {
			t := &p.tokens[i]
			tag := &tables.Tags[l.Tag]
			t.Head, t.Rel, t.UPOS, t.Feats = l.Head, tables.Rels[l.Rel], tag.UPOS, tag.Feats
			t.Lemma = w.lemmaOf(t.In(w.doc), l, i == 0)
		}
		w.initials(p.tokens)
	}
}

// initials ties a surname to the initials before it where the tree has both as subjects of
// one verb, as a network may that has seen few initials: "A. Smith said".
func (w *work) initials(tokens []text.Token) {
	for i := 0; i+1 < len(tokens); i++ {
		t, next := &tokens[i], &tokens[i+1]
		form := t.In(w.doc)
		if len(form) == 2 && form[1] == '.' && next.UPOS == "PROPN" && next.Head == t.Head && next.Rel == "nsubj" && t.Rel == "nsubj" {
			t.UPOS, next.Head, next.Rel = "PROPN", int32(i), "flat"
		}
	}
}

// join makes one tree of the pieces of each over-long sentence: the roots of the later
// ones hang on that of the first. Heads count from the start of the sentence.
func (w *work) join() {
	for i := range w.pieces {
		p := &w.pieces[i]
		if p.offset == 0 {
			continue
		}
		root := int32(slices.IndexFunc(p.sentence, func(t text.Token) bool { return t.Head < 0 }))
		for j := range p.tokens {
			if t := &p.tokens[j]; t.Head >= 0 {
				t.Head += int32(p.offset)
			} else {
				t.Head, t.Rel = root, "parataxis"
			}
		}
	}
}
