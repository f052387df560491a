package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// corpus is documents made of the paragraphs of real articles, or of their sentences, mixed
// with a fixed seed.
type corpus struct {
	documents    int
	bytes, words int64 // of the texts
}

// shape is how long the documents of a corpus are. Lengths of news articles are about
// lognormal: many short ones, a few very long ones.
type shape struct {
	mean   int     // bytes
	spread float64 // standard deviation of the logarithm of the length; 0 for the mean, all of them
}

// longest bounds a document, in means.
const longest = 20

func (s shape) draw(random *rand.Rand) int {
	if s.spread == 0 {
		return s.mean
	}
	median := float64(s.mean) * math.Exp(-s.spread*s.spread/2)
	return int(min(median*math.Exp(s.spread*random.NormFloat64()), float64(longest*s.mean)))
}

// writeCorpus writes documents as JSON Lines.
func writeCorpus(name, articles string, documents int, s shape) (corpus, error) {
	c := corpus{documents: documents}
	pieces, err := paragraphsByLanguage(articles)
	if err != nil {
		return c, err
	}
	joint := "\n\n"
	if s.mean < short {
		pieces["nl"], pieces["en"], joint = sentences(pieces["nl"]), sentences(pieces["en"]), " "
	}
	f, err := os.Create(name)
	if err != nil {
		return c, err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	enc := json.NewEncoder(w)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range documents {
		lang := "nl"
		if i%4 == 3 {
			lang = "en"
		}
		text := mix(random, pieces[lang], joint, s.draw(random))
		c.bytes += int64(len(text))
		c.words += int64(len(strings.Fields(text)))
		if err := enc.Encode(map[string]any{"id": fmt.Sprint("doc-", i), "lang": lang, "text": text, "outlet": fmt.Sprint("outlet-", i%50)}); err != nil {
			return c, err
		}
	}
	if err := w.Flush(); err != nil {
		return c, err
	}
	return c, f.Close()
}

// mix joins pieces, one at least, until they are as long as wanted.
func mix(random *rand.Rand, pieces []string, joint string, size int) string {
	var b strings.Builder
	for b.Len() == 0 || b.Len() < size {
		b.WriteString(pieces[random.IntN(len(pieces))])
		b.WriteString(joint)
	}
	return b.String()
}

// short is the mean length below which documents are made of sentences: of two paragraphs
// there are too few to make a great many documents that differ.
const short = 1000

var sentenceEnd = regexp.MustCompile(`[.!?]['"’”]?\s+`)

// sentences cuts paragraphs, roughly.
func sentences(paragraphs []string) (out []string) {
	for _, p := range paragraphs {
		begin := 0
		for _, end := range sentenceEnd.FindAllStringIndex(p, -1) {
			out = append(out, strings.TrimSpace(p[begin:end[1]]))
			begin = end[1]
		}
		if begin < len(p) {
			out = append(out, p[begin:])
		}
	}
	return out
}

// paragraphsByLanguage reads the plain texts of a folder; their names begin with the language.
func paragraphsByLanguage(dir string) (map[string][]string, error) {
	out := map[string][]string{}
	for _, lang := range []string{"nl", "en"} {
		names, err := filepath.Glob(filepath.Join(dir, lang+"-*"))
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			for _, p := range strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n\n") {
				if p = strings.TrimSpace(p); p != "" {
					out[lang] = append(out[lang], p)
				}
			}
		}
		if len(out[lang]) == 0 {
			return nil, fmt.Errorf("%s: no %s articles", dir, lang)
		}
	}
	return out, nil
}
