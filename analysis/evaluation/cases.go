package evaluation

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/volgens/volgens/analysis/text"
)

// PositionCase is a text with a target in it and the position that it takes.
type PositionCase struct {
	Line   int
	Text   string
	Lang   string // "" where the file does not say
	Target text.Span
	Label  string // favor, against, neutral
}

// positionLabels are the values of polarity: words, or the numbers of the NewsMTSC data set.
var positionLabels = map[string]string{
	"favor": "favor", "against": "against", "neutral": "neutral", "positive": "favor", "negative": "against",
	"2": "against", "2.0": "against", "4": "neutral", "4.0": "neutral", "6": "favor", "6.0": "favor",
}

// ReadPositions reads JSON Lines: an object a line with "text" (or "sentence_normalized"),
// "lang" if known, and "targets", a list of objects with "from" and "to" (code points, end
// exclusive) and "polarity" (favor, against, neutral; also positive and negative, or 6, 2
// and 4). An error names the line.
func ReadPositions(in io.Reader) ([]PositionCase, error) {
	var out []PositionCase
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<26)
	for n := 1; lines.Scan(); n++ {
		if len(strings.TrimSpace(lines.Text())) == 0 {
			continue
		}
		found, err := parsePositions(lines.Bytes())
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		for _, c := range found {
			c.Line = n
			out = append(out, c)
		}
	}
	return out, lines.Err()
}

func parsePositions(line []byte) ([]PositionCase, error) {
	var d struct {
		Text, Lang string
		Normalized string `json:"sentence_normalized"`
		Targets    []struct {
			From, To int
			Polarity any
		}
	}
	if err := json.Unmarshal(line, &d); err != nil {
		return nil, err
	}
	if d.Text == "" {
		d.Text = d.Normalized
	}
	var out []PositionCase
	for _, t := range d.Targets {
		label := positionLabels[strings.ToLower(fmt.Sprint(t.Polarity))]
		if label == "" {
			return nil, fmt.Errorf("polarity %v: want favor, against or neutral", t.Polarity)
		}
		span := text.Span{Start: byteAt(d.Text, t.From), End: byteAt(d.Text, t.To)}
		if t.From < 0 || span.Empty() {
			return nil, fmt.Errorf("target %d to %d: not in the text", t.From, t.To)
		}
		out = append(out, PositionCase{Text: d.Text, Lang: d.Lang, Target: span, Label: label})
	}
	return out, nil
}

// byteAt is the byte at which code point n of s begins, len(s) behind the end.
func byteAt(s string, n int) int {
	at := 0
	for ; n > 0 && at < len(s); n-- {
		_, size := utf8.DecodeRuneInString(s[at:])
		at += size
	}
	return at
}

// CheckCase is a text and whether it is one that deserves a check.
type CheckCase struct {
	Line     int
	Text     string
	Positive bool
}

// textColumns and labelColumns are the headings under which a file may have its texts and
// labels.
var (
	textColumns  = []string{"text", "tweet_text", "claim", "sentence"}
	labelColumns = []string{"label", "class_label"}
)

// ReadChecks reads lines with tabs between their fields, the headings first: a column text
// (or tweet_text, claim, sentence) and a column label (or class_label) with 1 or 0. Other
// columns are passed over. An error names the line.
func ReadChecks(in io.Reader) ([]CheckCase, error) {
	r := csv.NewReader(in)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	head, err := r.Read()
	if err != nil {
		return nil, errors.New("line 1: want headings")
	}
	textAt, labelAt := column(head, textColumns), column(head, labelColumns)
	if textAt < 0 || labelAt < 0 {
		return nil, fmt.Errorf("line 1: want a column %s and a column %s, have %s", textColumns[0], labelColumns[0], strings.Join(head, ", "))
	}
	var out []CheckCase
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		if len(fields) <= max(textAt, labelAt) {
			return nil, fmt.Errorf("line %d: %d fields, want %d", line, len(fields), len(head))
		}
		label := strings.TrimSpace(fields[labelAt])
		if label != "0" && label != "1" {
			return nil, fmt.Errorf("line %d: label %q: want 0 or 1", line, label)
		}
		out = append(out, CheckCase{line, fields[textAt], label == "1"})
	}
}

func column(head, names []string) int {
	return slices.IndexFunc(head, func(h string) bool { return slices.Contains(names, strings.TrimSpace(strings.TrimPrefix(h, "\ufeff"))) })
}
