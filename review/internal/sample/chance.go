package sample

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/volgens/volgens/schemas"
)

// Size says how large a dataset from chance is.
type Size struct {
	Claims   int
	PerText  int // claims of an article; 0 for 25
	PerPart  int // claims of a part file, about; 0 for 60,000
	Sources  int // different sources; 0 for one in forty claims
	Disputes int // 0 for one in fifty claims
	Seed     uint64
	Words    int // different words beside the frequent ones; 0 for 200,000
	Progress func(claims int)
}

// Random writes a dataset from chance: words, sources and targets are made up of syllables
// and as unevenly frequent as those of real texts. The same size gives the same bytes.
func Random(dir string, s Size) error {
	s.defaults()
	texts := (s.Claims + s.PerText - 1) / s.PerText
	perPart := max(s.PerPart/s.PerText, 1)
	parts := (texts + perPart - 1) / perPart
	w := NewWriter(dir, parts)
	sources := map[string]*schemas.Source{}
	var disputes []schemas.Dispute
	g := newGenerator(s)
	for part := range parts {
		var some []Text
		for n := part * perPart; n < min((part+1)*perPart, texts); n++ {
			some = append(some, g.text(min(s.PerText, s.Claims-n*s.PerText)))
		}
		rows := Make(some...)
		g.disputes(&rows, s.Disputes/parts)
		disputes = append(disputes, rows.Disputes...)
		if err := w.Part(rows); err != nil {
			return err
		}
		g.addSources(sources, rows)
		if s.Progress != nil {
			s.Progress(min((part+1)*perPart*s.PerText, s.Claims))
		}
	}
	slices.SortFunc(disputes, compareDisputes)
	return w.Close(SortedSources(sources), disputes)
}

func (s *Size) defaults() {
	set := func(n *int, otherwise int) {
		if *n == 0 {
			*n = otherwise
		}
	}
	set(&s.PerText, 25)
	set(&s.PerPart, 60_000)
	set(&s.Sources, s.Claims/40+10)
	set(&s.Disputes, s.Claims/50)
	set(&s.Words, 200_000)
}

// frequent are the words that real texts are full of.
var frequent = strings.Fields("de het een van en in is dat op te zijn voor met die niet aan er om ook als dan maar bij uit nog wel naar over tot door")

type generator struct {
	r       *rand.Rand
	words   *rand.Zipf
	sources *rand.Zipf
	targets *rand.Zipf
	n       int
	size    Size
}

func newGenerator(s Size) *generator {
	r := rand.New(rand.NewPCG(s.Seed, 1))
	return &generator{
		r: r, size: s,
		words:   rand.NewZipf(r, 1.15, 4, uint64(s.Words+len(frequent))),
		sources: rand.NewZipf(r, 1.1, 20, uint64(s.Sources)),
		targets: rand.NewZipf(r, 1.2, 3, 300),
	}
}

var syllables = strings.Fields("ba do ke li mu na pé ro su ta vi wé zo ga hu ja bro kla sté trö van ster gen del lin")

// word makes up the nth word.
func word(n uint64) string {
	var b strings.Builder
	for n += 30; n > 0; n /= uint64(len(syllables)) {
		b.WriteString(syllables[n%uint64(len(syllables))])
	}
	return b.String()
}

func (g *generator) word() string {
	n := g.words.Uint64()
	if n < uint64(len(frequent)) {
		return frequent[n]
	}
	return word(n)
}

func (g *generator) sentence(least, most int) string {
	words := make([]string, least+g.r.IntN(most-least+1))
	for i := range words {
		words[i] = g.word()
	}
	if g.r.IntN(4) == 0 {
		words = append(words, fmt.Sprint(1+g.r.IntN(5000)))
	}
	return strings.Join(words, " ")
}

func name(n uint64) string {
	title := func(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
	return title(word(n%97)) + " " + title(word(n*31+7))
}

func pick(r *rand.Rand, values ...string) string { return values[r.IntN(len(values))] }

func (g *generator) text(claims int) Text {
	g.n++
	t := Text{
		Title: fmt.Sprintf("%s %d", g.sentence(3, 8), g.n), Outlet: "De " + word(uint64(g.r.IntN(40))), Lang: pick(g.r, "nl", "nl", "nl", "en"),
		Date: time.Date(2015, 1, 1, 8, 0, 0, 0, time.UTC).Add(time.Duration(g.r.IntN(10*365*24*60)) * time.Minute),
	}
	for range claims {
		t.Said = append(t.Said, g.said())
	}
	return t
}

func (g *generator) said() Said {
	s := Said{Words: g.sentence(6, 22), Worth: float64(g.r.IntN(101)) / 100, Claim: pick(g.r, "fact", "fact", "fact", "opinion", "prediction", "demand")}
	if g.r.IntN(3) == 0 {
		return s
	}
	n := g.sources.Uint64()
	kinds := []string{"person", "person", "organisation", "government", "group", "document", "media"}
	s.Source, s.Kind = name(n), kinds[n%uint64(len(kinds))]
	s.Cue = pick(g.r, "zegt", "meldt", "stelt", "vindt", "meent", "beweert", "schrijft")
	s.Act = pick(g.r, "states", "states", "states", "believes", "warns", "predicts", "denies")
	s.Certainty = pick(g.r, "certain", "certain", "probable", "possible", "unspecified")
	s.Rule, s.Confidence = pick(g.r, "nl/clause", "nl/clause", "nl/according-to", "nl/inverted"), float64(40+g.r.IntN(61))/100
	if g.r.IntN(5) == 0 {
		s.Target, s.Stance = name(100_000+g.targets.Uint64()), pick(g.r, "favor", "against", "neutral")
	}
	return s
}

// addSources counts the sources document by document.
func (g *generator) addSources(sources map[string]*schemas.Source, rows Rows) {
	for begin := 0; begin < len(rows.Claims); {
		end := begin + 1
		for end < len(rows.Claims) && rows.Claims[end].DocID == rows.Claims[begin].DocID {
			end++
		}
		AddSources(sources, rows.Claims[begin:end])
		begin = end
	}
}

// disputes has pairs of claims contradict each other.
func (g *generator) disputes(rows *Rows, n int) {
	taken := map[*schemas.Claim]bool{}
	for range n {
		a, b := &rows.Claims[g.r.IntN(len(rows.Claims))], &rows.Claims[g.r.IntN(len(rows.Claims))]
		if a != b && !taken[a] && !taken[b] {
			taken[a], taken[b] = true, true
			rows.contradict(a, b, float64(g.r.IntN(100))/100)
		}
	}
	slices.SortFunc(rows.Disputes, compareDisputes)
}
