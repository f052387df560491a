package train

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/volgens/volgens/analysis/syntax/conllu"
	"github.com/volgens/volgens/analysis/syntax/internal/net"
)

// vectors are word vectors learnt elsewhere, which the network takes as they are. What it
// learns itself is added to them.
type vectors struct {
	words []string // normal forms
	of    map[string][]float32
}

// readVectors reads lines of a word and its numbers, and keeps the first most lines. No
// file gives no vectors.
func readVectors(file string, size, most int) (*vectors, error) {
	v := &vectors{of: map[string][]float32{}}
	if file == "" {
		return v, nil
	}
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() && len(v.words) < most {
		f := strings.Fields(lines.Text())
		if len(f) != size+1 {
			return nil, fmt.Errorf("%s: line %d has %d fields, want %d", file, len(v.words)+1, len(f), size+1)
		}
		row := make([]float32, size)
		for i := range row {
			x, err := strconv.ParseFloat(f[i+1], 32)
			if err != nil {
				return nil, fmt.Errorf("%s: line %d: %w", file, len(v.words)+1, err)
			}
			row[i] = float32(x)
		}
		if v.of[f[0]] == nil {
			v.words = append(v.words, f[0])
			v.of[f[0]] = row
		}
	}
	return v, lines.Err()
}

// rows lays the vectors out by the rows of the table of words.
func (v *vectors) rows(t *net.Tables, size int) *net.Tensor {
	out := &net.Tensor{Name: "vectors", Rows: len(t.Words), Cols: size, Data: make([]float32, len(t.Words)*size)}
	for i, w := range t.Words {
		if i > net.Root {
			copy(out.Row(i), v.of[w])
		}
	}
	return out
}

// merge returns the weights with the vectors added to the table of words. Words that the
// treebank does not have get what was learnt for the unknown word.
func merge(w *net.Weights, given *net.Tensor, learnt int) *net.Weights {
	out := *w
	out.Word.Data = make([]float32, len(w.Word.Data))
	for i := range w.Word.Rows {
		from := i
		if i >= learnt {
			from = net.Unknown
		}
		row := out.Word.Row(i)
		copy(row, w.Word.Row(from))
		add(row, given.Row(i))
	}
	return &out
}

// subtract undoes merge: what is left of the words is what was learnt.
func subtract(w *net.Weights, given *net.Tensor) {
	for i, x := range given.Data {
		w.Word.Data[i] -= x
	}
}

// learnt is the number of leading words that the sentences have often enough to learn a
// vector; the words behind have none but the given one.
func learnt(sentences []conllu.Sentence, t *net.Tables) int {
	counts := counter{}
	for _, s := range sentences {
		for _, w := range s.Words {
			counts[net.Normal(w.Form)]++
		}
	}
	for i, w := range t.Words {
		if i > net.Root && counts[w] < minWord {
			return i
		}
	}
	return len(t.Words)
}
