package review

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/volgens/volgens/review/index"
	"github.com/volgens/volgens/schemas"
)

// spanEditor moves the ends of a claim. Its state is in the address, so that it works by
// link and by key.
type spanEditor struct {
	Spans []schemas.Span
	Value string // as the form hands it in
	Words string
	Moves []spanMove
	Far   bool // some text between the ends is left out: the claim has pieces
	One   string
}

// spanMove is a step of one end.
type spanMove struct {
	Name string // start.left, …: message key
	Key  string // that does it
	Keys string // all keys that do
	URL  string
}

// maxPieces bounds the pieces of a claim.
const maxPieces = 20

// parseSpans reads the editor's state from an address; nil where it is not open or makes no
// sense for the article.
func parseSpans(r *http.Request, c *index.Claim, a *index.Article) *spanEditor {
	value := r.URL.Query().Get("span")
	if value == "" {
		return nil
	}
	text := []rune(a.Text)
	spans, ok := spansOf(value, len(text))
	if !ok {
		spans = c.Spans
	}
	values := r.URL.Query()
	values.Del("span")
	at := func(spans []schemas.Span) string { return claimURL(c.ClaimID, withSpan(values, spans)) + "#span" }
	e := &spanEditor{Spans: spans, Value: formatSpans(spans), Words: wordsOf(text, spans), Far: len(spans) > 1}
	first, last := spans[0], spans[len(spans)-1]
	e.One = at([]schemas.Span{{Start: first.Start, End: last.End}})
	move := func(name, key, keys string, start, end int) {
		e.Moves = append(e.Moves, spanMove{name, key, keys, at(clip(spans, start, end))})
	}
	s, t := int(first.Start), int(last.End)
	move("start.left", "a", "a ArrowLeft", wordStart(text, s-1, -1), t)
	move("start.right", "s", "s", min(wordStart(text, s+1, 1), t-1), t)
	move("end.left", "d", "d", s, max(wordEnd(text, t-1, -1), s+1))
	move("end.right", "f", "f ArrowRight", s, wordEnd(text, t+1, 1))
	move("start.left.letter", "A", "A", max(0, s-1), t)
	move("start.right.letter", "S", "S", min(s+1, t-1), t)
	move("end.left.letter", "D", "D", s, max(t-1, s+1))
	move("end.right.letter", "F", "F", s, min(t+1, len(text)))
	return e
}

// spansOf reads spans as formatSpans writes them. They must be in order and in the text.
func spansOf(value string, length int) ([]schemas.Span, bool) {
	var out []schemas.Span
	at := 0
	for pair := range strings.SplitSeq(value, ",") {
		from, to, ok := strings.Cut(pair, "-")
		start, err1 := strconv.Atoi(from)
		end, err2 := strconv.Atoi(to)
		if !ok || err1 != nil || err2 != nil || start < at || end <= start || end > length || len(out) == maxPieces {
			return nil, false
		}
		out = append(out, schemas.Span{Start: int32(start), End: int32(end)})
		at = end
	}
	return out, true
}

func formatSpans(spans []schemas.Span) string {
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = strconv.Itoa(int(s.Start)) + "-" + strconv.Itoa(int(s.End))
	}
	return strings.Join(parts, ",")
}

// clip gives spans other ends. Pieces outside of them go.
func clip(spans []schemas.Span, start, end int) []schemas.Span {
	out := slices.Clone(spans)
	out[0].Start, out[len(out)-1].End = int32(start), int32(end)
	for len(out) > 1 && out[0].Start >= out[0].End {
		out = out[1:]
		out[0].Start = max(out[0].Start, int32(start))
	}
	for len(out) > 1 && out[len(out)-1].End <= out[len(out)-1].Start {
		out = out[:len(out)-1]
		out[len(out)-1].End = min(out[len(out)-1].End, int32(end))
	}
	return out
}

// wordsOf returns the words of a claim, its pieces joined as in the tables.
func wordsOf(text []rune, spans []schemas.Span) string {
	var parts []string
	for _, s := range spans {
		parts = append(parts, string(text[s.Start:s.End]))
	}
	return strings.Join(parts, " … ")
}

// wordStart returns the nearest beginning of a word at a position or beyond it.
func wordStart(text []rune, at, step int) int {
	for ; at > 0 && at < len(text); at += step {
		if inWord(text[at]) && !inWord(text[at-1]) {
			return at
		}
	}
	return min(max(at, 0), len(text))
}

// wordEnd returns the nearest end of a word at a position or beyond it.
func wordEnd(text []rune, at, step int) int {
	for ; at > 0 && at < len(text); at += step {
		if inWord(text[at-1]) && !inWord(text[at]) {
			return at
		}
	}
	return min(max(at, 0), len(text))
}

// inWord reports whether a character is part of a word. Apostrophes and hyphens are.
func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune("'’-‑", r)
}
