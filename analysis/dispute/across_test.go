package dispute_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/dispute"
)

func newFinder(t testing.TB, code string) *dispute.Finder {
	t.Helper()
	f, err := dispute.New(langs(t), code)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestKeysSurviveTheirEncoding(t *testing.T) {
	a := newAnalyzer(t)
	for _, lang := range []string{"nl", "en"} {
		f := newFinder(t, lang)
		for _, p := range readPairs(t, lang+"-dev") {
			for _, k := range analyze(t, a, lang, p.A+" "+p.B).Events {
				got, err := f.Decode(k.Append(nil))
				k.Claim, k.Sentence, k.Blocks = 0, 0, nil
				if diff := cmp.Diff(k, got, cmpopts.IgnoreUnexported(dispute.Term{}), cmpopts.EquateEmpty()); err != nil || diff != "" {
					t.Errorf("%q: %v\n%s", p.A, err, diff)
				}
			}
		}
	}
}

func TestClaimsOfADisputeMeet(t *testing.T) {
	a := newAnalyzer(t)
	for _, lang := range []string{"nl", "en"} {
		f := newFinder(t, lang)
		for _, p := range readPairs(t, lang+"-dev") {
			if p.B == "" {
				continue
			}
			for _, x := range analyze(t, a, lang, p.A).Events {
				for _, y := range analyze(t, a, lang, p.B).Events {
					_, ok := f.Compare(&x, &y)
					if ok && !slices.ContainsFunc(x.Blocks, func(b string) bool { return slices.Contains(y.Blocks, b) }) {
						t.Errorf("%q and %q: %q and %q have nothing in common", p.A, p.B, x.Blocks, y.Blocks)
					}
				}
			}
		}
	}
}

func TestNeighbours(t *testing.T) {
	a, f := newAnalyzer(t), newFinder(t, "nl")
	key := func(text string, published int64) *dispute.Key {
		k := analyze(t, a, "nl", text).Events[0]
		k.Published = published
		return &k
	}
	const day = 24 * 3600
	safe, unsafe := "De brug bij Wouw is veilig, zegt de gemeente.", "Volgens de bond is de brug bij Wouw gevaarlijk."
	tests := []struct {
		name string
		in   []dispute.Neighbour
		want int
	}{
		{"two articles", []dispute.Neighbour{{Key: key(safe, day), DocID: "a"}, {Key: key(unsafe, 2*day), DocID: "b"}}, 1},
		{"one article", []dispute.Neighbour{{Key: key(safe, day), DocID: "a"}, {Key: key(unsafe, day), DocID: "a"}}, 0},
		{"years apart", []dispute.Neighbour{{Key: key(safe, day), DocID: "a"}, {Key: key(unsafe, 900*day), DocID: "b"}}, 0},
		{"without a date", []dispute.Neighbour{{Key: key(safe, 0), DocID: "a"}, {Key: key(unsafe, 900*day), DocID: "b"}}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n, got := f.Neighbours(), 0
			for _, x := range tt.in {
				n.Add(x, func(dispute.Neighbour, dispute.Verdict) { got++ })
			}
			if got != tt.want {
				t.Errorf("%d pairs, want %d", got, tt.want)
			}
		})
	}
}

func TestNeighboursHoldAWindow(t *testing.T) {
	k := analyze(t, newAnalyzer(t), "nl", "De brug bij Wouw is veilig, zegt de gemeente.").Events[0]
	n := newFinder(t, "nl").Neighbours()
	const claims = 10 * dispute.Window
	for i := range claims {
		n.Add(dispute.Neighbour{Key: &k, DocID: fmt.Sprint(i)}, func(dispute.Neighbour, dispute.Verdict) {})
	}
	if most := int64(claims * dispute.Window); n.Pairs > most || n.Full != claims-dispute.Window {
		t.Errorf("%d pairs of at most %d, %d claims with a full window", n.Pairs, most, n.Full)
	}
}

func FuzzDecode(f *testing.F) {
	k := analyze(f, newAnalyzer(f), "nl", "Volgens de bond waren er in Wouw zaterdag geen 300 betogers.").Events[0]
	f.Add(k.Append(nil))
	f.Add([]byte{})
	finder := newFinder(f, "nl")
	f.Fuzz(func(t *testing.T, b []byte) {
		k, err := finder.Decode(b)
		if err != nil {
			return
		}
		finder.Compare(&k, &k)
		if _, err := finder.Decode(k.Append(nil)); err != nil {
			t.Errorf("%x decodes, and what it encodes to does not", b)
		}
	})
}

// record is a claim in one of its blocks.
type record struct {
	block string
	dispute.Neighbour
}

// archive returns the blocks of n articles in their order. The articles are those of the
// project's testdata with other names in them, of which an archive twice as large has twice
// as many, some far more frequent than others.
func archive(b *testing.B, articles [][]dispute.Key, n int) []record {
	b.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	names := rand.NewZipf(random, 1.1, 8, uint64(n))
	var out []record
	for i := range n {
		there := map[string]string{}
		rename := func(name string) string {
			if there[name] == "" {
				there[name] = fmt.Sprintf("name%d", names.Uint64())
			}
			return there[name]
		}
		renamed := func(terms []dispute.Term) []dispute.Term {
			terms = slices.Clone(terms)
			for j := range terms {
				if t := &terms[j]; t.Kind == dispute.Name {
					t.Lemma = rename(t.Lemma[strings.LastIndexByte(t.Lemma, ' ')+1:])
				}
			}
			return terms
		}
		published := int64(1+i/100) * 24 * 3600
		for j, k := range articles[random.IntN(len(articles))] {
			k.Published, k.Clauses, k.Places = published, slices.Clone(k.Clauses), renamed(k.Places)
			for c := range k.Clauses {
				k.Clauses[c].Terms = renamed(k.Clauses[c].Terms)
			}
			x := dispute.Neighbour{Key: &k, DocID: fmt.Sprintf("%08d", i), ClaimID: fmt.Sprintf("%08d-%d", i, j)}
			for _, block := range k.Blocks {
				words := strings.Split(block, "\x1f")
				for w, word := range words {
					if there[word] != "" {
						words[w] = there[word]
					}
				}
				slices.Sort(words)
				out = append(out, record{strings.Join(words, "\x1f"), x})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b record) int { return strings.Compare(a.block, b.block) })
	return out
}

func testArticles(b *testing.B, a *analysis.Analyzer) [][]dispute.Key {
	b.Helper()
	files, err := filepath.Glob("../../testdata/articles/nl-*")
	if err != nil || len(files) == 0 {
		b.Fatal("no articles: ", err)
	}
	var out [][]dispute.Key
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		out = append(out, analyze(b, a, "nl", string(data)).Events)
	}
	return out
}

// BenchmarkAcross compares the claims of archives of three sizes: pairs/doc and ns/doc stay
// where they are.
func BenchmarkAcross(b *testing.B) {
	f := newFinder(b, "nl")
	articles := testArticles(b, newAnalyzer(b))
	for _, docs := range []int{1_000, 10_000, 100_000} {
		records := archive(b, articles, docs)
		b.Run(fmt.Sprintf("docs=%d", docs), func(b *testing.B) {
			var pairs, full, found int64
			for b.Loop() {
				n := f.Neighbours()
				for i, r := range records {
					if i > 0 && r.block != records[i-1].block {
						n.Reset()
					}
					n.Add(r.Neighbour, func(dispute.Neighbour, dispute.Verdict) { found++ })
				}
				pairs, full = n.Pairs, n.Full
			}
			size := 0
			for _, r := range records {
				size += len(r.Key.Append(nil)) + len(r.block)
			}
			b.ReportMetric(float64(pairs)/float64(docs), "pairs/doc")
			b.ReportMetric(float64(len(records))/float64(docs), "records/doc")
			b.ReportMetric(float64(size)/float64(docs), "spilled-B/doc")
			b.ReportMetric(float64(full)/float64(len(records)), "full/record")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(docs), "ns/doc")
		})
	}
}
