package evaluation

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// span is a half-open range of code points.
type span struct{ start, end int }

// words returns the words of text in order: runs of letters and digits, where a single
// apostrophe or hyphen between two of them belongs to the word ("z'n", "oud-minister").
// Marks and quotation marks are no words.
func words(text []rune) []span {
	var out []span
	for i := 0; i < len(text); {
		if end := wordEnd(text, i); end > i {
			out = append(out, span{i, end})
			i = end
		} else {
			i++
		}
	}
	return out
}

// units returns the words of text and, each on its own, every other character that is
// not white space.
func units(text []rune) []span {
	var out []span
	for i := 0; i < len(text); {
		end := wordEnd(text, i)
		if end == i {
			end++
			if isSpace(text[i]) {
				i = end
				continue
			}
		}
		out = append(out, span{i, end})
		i = end
	}
	return out
}

// wordEnd returns where the word that starts at i ends; i itself where none starts.
func wordEnd(text []rune, i int) int {
	for i < len(text) && isAlnum(text[i]) {
		i++
		if i+1 < len(text) && isJoiner(text[i]) && isAlnum(text[i+1]) {
			i++
		}
	}
	return i
}

func isAlnum(r rune) bool {
	if r < unicode.MaxASCII {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r)
}

// isJoiner tells whether r holds two halves of a word together: apostrophes, hyphens.
func isJoiner(r rune) bool {
	return r == '\'' || r == '’' || r == '-' || r == '\u2011'
}

// isSpace is unicode.IsSpace with the separators of files, groups, records and units.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) || '\x1c' <= r && r <= '\x1f'
}

// fold returns s without case and accents, in compatibility form: "Société" is "societe",
// "ﬁnancieel" is "financieel".
func fold(s string) string {
	if isLowerASCII(s) {
		return s
	}
	s = norm.NFKD.String(cases.Fold().String(s))
	return strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII && norm.NFKD.PropertiesString(string(r)).CCC() != 0 {
			return -1
		}
		return r
	}, s)
}

func isLowerASCII(s string) bool {
	for i := range len(s) {
		if s[i] > unicode.MaxASCII || 'A' <= s[i] && s[i] <= 'Z' {
			return false
		}
	}
	return true
}

//go:embed words.yaml
var wordsYAML []byte

// vocabulary is words.yaml as sets.
type vocabulary struct {
	articles, breaks, particles, titles map[string]bool
}

var vocab = sync.OnceValue(func() vocabulary {
	var lists struct{ Articles, Breaks, Particles, Titles string }
	if err := yaml.Unmarshal(wordsYAML, &lists); err != nil {
		panic("evaluation: words.yaml: " + err.Error()) // embedded: wrong only if the program is
	}
	return vocabulary{
		articles: setOf(lists.Articles), breaks: setOf(lists.Breaks),
		particles: setOf(lists.Particles), titles: setOf(lists.Titles),
	}
})

func setOf(list string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		out[w] = true
	}
	return out
}

// set is a set of word numbers, sorted.
type set []int

// union returns the numbers that are in any of the sets.
func union(sets ...set) set {
	out := slices.Concat(sets...)
	slices.Sort(out)
	return slices.Compact(out)
}

// shared returns how many numbers are in both s and t.
func (s set) shared(t set) int {
	if len(s) == 0 || len(t) == 0 || s[len(s)-1] < t[0] || t[len(t)-1] < s[0] {
		return 0 // far apart, as most are
	}
	n := 0
	for i, j := 0, 0; i < len(s) && j < len(t); {
		switch {
		case s[i] < t[j]:
			i++
		case s[i] > t[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// jaccard returns the share of s and t together that is in both; 0 for two empty sets.
func (s set) jaccard(t set) float64 {
	both := s.shared(t)
	if both == 0 {
		return 0
	}
	return float64(both) / float64(len(s)+len(t)-both)
}

func (s set) has(n int) bool {
	_, ok := slices.BinarySearch(s, n)
	return ok
}

// touched returns the numbers of the units that any of spans touches. Units are disjoint
// and in order.
func touched(units, spans []span) set {
	var out set
	for _, s := range spans {
		i, _ := slices.BinarySearchFunc(units, s.start, func(u span, start int) int {
			return u.end - start - 1 // the first unit that ends after start
		})
		for ; i < len(units) && units[i].start < s.end; i++ {
			out = append(out, i)
		}
	}
	return union(out)
}
