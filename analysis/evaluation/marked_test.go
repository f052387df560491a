package evaluation_test

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/volgens/volgens/analysis/interchange"
)

// marked returns a document from a text with its attributions marked in place:
// "⟦S1 Jansen⟧ ⟦Q1 zegt⟧ ⟦C1 dat het regent⟧". Marks may nest, and a part may come in pieces.
func marked(t testing.TB, id, text string, attrs ...map[string]string) interchange.Document {
	t.Helper()
	m := marks{found: map[int]*interchange.Attribution{}}
	for rest := text; rest != ""; {
		rest = m.step(t, rest)
	}
	if len(m.open) > 0 {
		t.Fatalf("marked(%q): a mark is left open", text)
	}
	doc := interchange.Document{ID: id, Lang: "nl", Text: m.plain.String()}
	for _, n := range slices.Sorted(maps.Keys(m.found)) {
		a := m.found[n]
		a.ID = strconv.Itoa(n)
		if n <= len(attrs) {
			a.Attrs = attrs[n-1]
		}
		doc.Attributions = append(doc.Attributions, *a)
	}
	return doc
}

// marks is a marked text on its way to a document.
type marks struct {
	plain strings.Builder
	at    int // code points written
	open  []openMark
	found map[int]*interchange.Attribution
}

type openMark struct {
	part   byte
	number int
	start  int
}

// step takes a mark or a character from the front of rest and returns what is left.
func (m *marks) step(t testing.TB, rest string) string {
	if after, ok := strings.CutPrefix(rest, "⟦"); ok {
		name, after, _ := strings.Cut(after, " ")
		n, err := strconv.Atoi(name[1:])
		if err != nil {
			t.Fatalf("mark %q: %v", name, err)
		}
		m.open = append(m.open, openMark{name[0], n, m.at})
		return after
	}
	if after, ok := strings.CutPrefix(rest, "⟧"); ok {
		m.close()
		return after
	}
	for _, r := range rest {
		m.plain.WriteRune(r)
		m.at++
		return rest[len(string(r)):]
	}
	return ""
}

func (m *marks) close() {
	last := m.open[len(m.open)-1]
	m.open = m.open[:len(m.open)-1]
	a := m.found[last.number]
	if a == nil {
		a = &interchange.Attribution{}
		m.found[last.number] = a
	}
	spans := map[byte]*[][2]int{'S': &a.Source, 'Q': &a.Cue, 'C': &a.Content}[last.part]
	*spans = append(*spans, [2]int{last.start, m.at})
}
