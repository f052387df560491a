package claim_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/text"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// published is the day of every golden text, a Tuesday.
var published = time.Date(2026, time.November, 10, 7, 30, 0, 0, time.UTC)

// TestGolden compares the claims of each text in testdata with the list behind its line of
// dashes: kind, source, words, and the words that stand alone where they differ.
func TestGolden(t *testing.T) {
	a, err := analysis.New()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/*/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden texts, error %v", err)
	}
	for _, name := range files {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			words, want, _ := strings.Cut(string(data), "\n---\n")
			doc, err := a.Analyze(words, analysis.InLanguage(filepath.Base(filepath.Dir(name))), analysis.PublishedAt(published))
			if err != nil {
				t.Fatal(err)
			}
			got := list(doc)
			if *update {
				if err := os.WriteFile(name, []byte(words+"\n---\n"+got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("claims of %s: -want +got\n%s", name, diff)
			}
		})
	}
}

func list(doc *analysis.Document) string {
	var b strings.Builder
	for _, c := range doc.Claims {
		who := "author"
		if c.Attribution >= 0 {
			who = "nobody named"
			if s := doc.Attributions[c.Attribution].SourceID; s >= 0 {
				who = doc.Sources[s].Name
			}
		}
		parts := make([]string, len(c.Spans))
		for i, s := range c.Spans {
			parts[i] = s.In(doc.Text)
		}
		words := strings.Join(parts, " … ")
		fmt.Fprintf(&b, "%s | %s | %s\n", c.Kind, who, words)
		if c.Standalone != words {
			fmt.Fprintf(&b, "    %s\n", c.Standalone)
		}
	}
	return b.String()
}

// TestInsertions takes the brackets out of the words that stand alone: what is left are words
// of the claim, in order.
func TestInsertions(t *testing.T) {
	a, err := analysis.New()
	if err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob("../../testdata/articles/*")
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := a.Analyze(string(data), analysis.PublishedAt(published))
		if err != nil {
			continue
		}
		for _, c := range doc.Claims {
			if rest, ok := leftOver(c.Standalone, words(doc.Text, c.Spans)); !ok {
				t.Errorf("%s: %q is not made of the words of the claim and brackets; left over %q", name, c.Standalone, rest)
			}
		}
	}
}

func words(doc string, spans []text.Span) string {
	var parts []string
	for _, s := range spans {
		parts = append(parts, s.In(doc))
	}
	return strings.Join(parts, " … ")
}

// leftOver takes the brackets out of s, unless the claim has them, and returns what of s the
// claim does not have in this order.
func leftOver(s, claim string) (string, bool) {
	if strings.ContainsAny(claim, "[]") {
		return "", true
	}
	for {
		open := strings.IndexByte(s, '[')
		if open < 0 {
			break
		}
		end := strings.IndexByte(s[open:], ']')
		if end < 0 {
			return s[open:], false
		}
		s = s[:open] + " " + s[open+end+1:]
	}
	have := strings.Fields(claim)
	for _, w := range strings.Fields(s) {
		found := false
		for len(have) > 0 && !found {
			found = strings.Contains(have[0], w)
			if found && have[0] != w {
				have[0] = have[0][strings.Index(have[0], w)+len(w):]
				break
			}
			have = have[1:]
		}
		if !found {
			return w, false
		}
	}
	return "", true
}

func FuzzClaims(f *testing.F) {
	a, err := analysis.New()
	if err != nil {
		f.Fatal(err)
	}
	f.Add("nl", "De gemeente sluit het bad en verkoopt de grond, zei wethouder Els Bakker gisteren. ‘Ik betaal niet’, zegt zij.")
	f.Add("en", "The mayor said the bridge closes and the ferry sails; he lives there. \"I won’t pay,\" she said.")
	f.Add("nl", "of en , ; ( \xff „ zei hij en")
	f.Fuzz(func(t *testing.T, lang, words string) {
		if lang != "nl" && lang != "en" {
			lang = "nl"
		}
		doc, err := a.Analyze(words, analysis.InLanguage(lang), analysis.PublishedAt(published))
		if err != nil {
			t.Fatal(err)
		}
		joined := ""
		for _, s := range doc.Segments {
			joined += s.In(words)
		}
		if joined != words {
			t.Errorf("the segments of %q, joined, are %q", words, joined)
		}
		for _, c := range doc.Claims {
			at := 0
			for _, s := range c.Spans {
				if s.Start < at || s.Empty() || s.End > len(words) {
					t.Fatalf("span %v of a claim of %q", s, words)
				}
				at = s.End
			}
		}
		again, _ := a.Analyze(words, analysis.InLanguage(lang), analysis.PublishedAt(published))
		if list(doc) != list(again) {
			t.Errorf("two analyses of %q differ", words)
		}
	})
}
