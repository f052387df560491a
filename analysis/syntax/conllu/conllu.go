// Package conllu reads and writes sentences in the CoNLL-U format of Universal Dependencies.
package conllu

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Word is a syntactic word. Fields hold what the file has; "_" in a file is "" here,
// except for a form or lemma that is an underscore.
type Word struct {
	Form, Lemma, UPOS, XPOS, Feats string
	Head                           int // index of the governing word in the sentence, -1 for the root
	Rel                            string
	Misc                           string
}

// Range is a token that stands for several words, such as "don't".
type Range struct {
	First, Last int // indexes of its words, both included
	Form        string
	Misc        string
}

// Sentence is one sentence with its comments, which keep their "# ".
type Sentence struct {
	Comments []string
	Words    []Word
	Ranges   []Range
}

// Comment returns the value of the comment "# key = value", or "".
func (s *Sentence) Comment(key string) string {
	for _, c := range s.Comments {
		k, v, ok := strings.Cut(strings.TrimPrefix(c, "#"), "=")
		if ok && strings.TrimSpace(k) == key {
			return strings.TrimSpace(v)
		}
	}
	return ""
}

// ID returns the name of the sentence.
func (s *Sentence) ID() string { return s.Comment("sent_id") }

// SpaceAfter tells whether misc leaves a blank after its token.
func SpaceAfter(misc string) bool {
	for m := range strings.SplitSeq(misc, "|") {
		if m == "SpaceAfter=No" {
			return false
		}
	}
	return true
}

// Read reads all sentences. Empty nodes are left out. Errors name the line.
func Read(r io.Reader) ([]Sentence, error) {
	var out []Sentence
	var s Sentence
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<24)
	line := 0
	for in.Scan() {
		line++
		text := strings.TrimRight(in.Text(), "\r")
		switch {
		case text == "":
			if len(s.Words) > 0 {
				if err := s.check(); err != nil {
					return nil, fmt.Errorf("line %d: %w", line, err)
				}
				out = append(out, s)
			}
			s = Sentence{}
		case text[0] == '#':
			s.Comments = append(s.Comments, text)
		default:
			if err := s.add(text); err != nil {
				return nil, fmt.Errorf("line %d: %w", line, err)
			}
		}
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", line+1, err)
	}
	if len(s.Words) > 0 {
		if err := s.check(); err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		out = append(out, s)
	}
	return out, nil
}

func (s *Sentence) add(line string) error {
	f := strings.Split(line, "\t")
	if len(f) != 10 {
		return fmt.Errorf("%d columns, want 10", len(f))
	}
	if strings.Contains(f[0], ".") {
		return nil
	}
	if first, last, ok := strings.Cut(f[0], "-"); ok {
		a, err1 := strconv.Atoi(first)
		b, err2 := strconv.Atoi(last)
		if err1 != nil || err2 != nil || a < 1 || b < a {
			return fmt.Errorf("bad range %q", f[0])
		}
		s.Ranges = append(s.Ranges, Range{First: a - 1, Last: b - 1, Form: f[1], Misc: blank(f[9])})
		return nil
	}
	if id, err := strconv.Atoi(f[0]); err != nil || id != len(s.Words)+1 {
		return fmt.Errorf("word %q, want %d", f[0], len(s.Words)+1)
	}
	head := 0
	if f[6] != "_" {
		var err error
		if head, err = strconv.Atoi(f[6]); err != nil {
			return fmt.Errorf("bad head %q", f[6])
		}
	}
	s.Words = append(s.Words, Word{
		Form: f[1], Lemma: f[2], UPOS: blank(f[3]), XPOS: blank(f[4]), Feats: blank(f[5]),
		Head: head - 1, Rel: blank(f[7]), Misc: blank(f[9]),
	})
	return nil
}

func blank(field string) string {
	if field == "_" {
		return ""
	}
	return field
}

func (s *Sentence) check() error {
	for i, w := range s.Words {
		if w.Head < -1 || w.Head >= len(s.Words) || w.Head == i {
			return fmt.Errorf("word %d (%s) has no possible head", i+1, w.Form)
		}
	}
	for _, r := range s.Ranges {
		if r.Last >= len(s.Words) {
			return fmt.Errorf("range %d-%d ends behind the sentence", r.First+1, r.Last+1)
		}
	}
	return nil
}

// Write writes a sentence with the blank line that ends it.
func Write(w io.Writer, s *Sentence) error {
	b := bufio.NewWriter(w)
	for _, c := range s.Comments {
		b.WriteString(c)
		b.WriteByte('\n')
	}
	ranges := s.Ranges
	for i, x := range s.Words {
		if len(ranges) > 0 && ranges[0].First == i {
			r := ranges[0]
			fmt.Fprintf(b, "%d-%d\t%s\t_\t_\t_\t_\t_\t_\t_\t%s\n", r.First+1, r.Last+1, r.Form, or(r.Misc))
			ranges = ranges[1:]
		}
		fmt.Fprintf(b, "%d\t%s\t%s\t%s\t%s\t%s\t%d\t%s\t_\t%s\n", i+1, or(x.Form), or(x.Lemma),
			or(x.UPOS), or(x.XPOS), or(x.Feats), x.Head+1, or(x.Rel), or(x.Misc))
	}
	b.WriteByte('\n')
	return b.Flush()
}

func or(field string) string {
	if field == "" {
		return "_"
	}
	return field
}
