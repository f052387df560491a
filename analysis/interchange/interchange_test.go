package interchange_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/claim"
	"github.com/volgens/volgens/analysis/coref"
	"github.com/volgens/volgens/analysis/interchange"
	"github.com/volgens/volgens/analysis/stance"
	"github.com/volgens/volgens/analysis/text"
)

func TestParse(t *testing.T) {
	tests := []struct {
		name, line string
		want       interchange.Document
	}{
		{
			"id as number, no text", `{"id": 7}`,
			interchange.Document{ID: "7"},
		},
		{
			"attribution with everything",
			`{"id":"a","lang":"nl","text":"é zegt ja","attributions":[{"id":1,"type":"indirect","source":[[0,1]],"cue":[[2,6]],"content":[[7,9]],"attrs":{"certainty":"certain"}}]}`,
			interchange.Document{ID: "a", Lang: "nl", Text: "é zegt ja", Attributions: []interchange.Attribution{{
				ID: "1", Type: "indirect", Source: [][2]int{{0, 1}}, Cue: [][2]int{{2, 6}}, Content: [][2]int{{7, 9}},
				Attrs: map[string]string{"certainty": "certain"},
			}}},
		},
		{
			"type in attrs, bare pair, null and empty spans",
			`{"id":"a","attributions":[{"id":"x","source":null,"cue":[],"content":[7,9],"attrs":{"type":"direct"}}]}`,
			interchange.Document{ID: "a", Attributions: []interchange.Attribution{{
				ID: "x", Type: "direct", Content: [][2]int{{7, 9}}, Attrs: map[string]string{"type": "direct"},
			}}},
		},
		{
			"pieces out of order and an empty one",
			`{"id":"a","attributions":[{"id":"x","content":[[7,9],[3,3],[1,2]]}]}`,
			interchange.Document{ID: "a", Attributions: []interchange.Attribution{{ID: "x", Content: [][2]int{{1, 2}, {7, 9}}}}},
		},
		{
			"attrs that are no strings",
			`{"id":"a","attributions":[{"id":"x","content":[],"attrs":{"nested_in":3,"is_nested":true,"role":null,"frame":[[1, 2]],"stance":[{"target":"Rome","label":"against"},{"target":"Bonn","label":"favor"}]}}]}`,
			interchange.Document{ID: "a", Attributions: []interchange.Attribution{{ID: "x", Attrs: map[string]string{
				"nested_in": "3", "is_nested": "true", "frame": "[[1,2]]", "stance": "Rome:against, Bonn:favor",
			}}}},
		},
		{
			"further keys are kept", `{"id":"a","meta":{"b": 1}}`,
			interchange.Document{ID: "a", Extra: map[string]json.RawMessage{"meta": json.RawMessage(`{"b": 1}`)}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := interchange.Parse([]byte(tt.line))
			if err != nil {
				t.Fatalf("Parse(%s): %v", tt.line, err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Parse(%s): -want +got\n%s", tt.line, diff)
			}
		})
	}
}

func TestReadErrors(t *testing.T) {
	tests := []struct{ name, input, want string }{
		{"no JSON", "{\"id\":\"a\"}\n\n{oops}\n", "line 3: bad JSON at byte 2"},
		{"a list", "[]", "line 1: want a JSON object, have array"},
		{"null", "null", "line 1: want a JSON object, have null"},
		{"text is a number", `{"id":"a","text":4}`, "line 1: text: want a string, have number"},
		{"span of three", `{"id":"a","attributions":[{"id":"x","content":[[1,2,3]]}]}`, "line 1: attributions: spans: want [begin, end], have [1 2 3]"},
		{"negative offset", `{"id":"a","attributions":[{"id":"x","content":[[-1,2]]}]}`, "have [-1 2]"},
		{"spans are words", `{"id":"a","attributions":[{"id":"x","content":"ja"}]}`, `want a list of [begin, end], have "ja"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := interchange.Read(strings.NewReader(tt.input), func(int, interchange.Document) error { return nil })
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Read(%q) = %v, want …%s…", tt.input, err, tt.want)
			}
		})
	}
}

func TestReadNumbersLines(t *testing.T) {
	input := "\ufeff{\"id\":\"a\"}\r\n\r\n{\"id\":\"b\"}" // mark, CRLF, empty line, no line end
	var got []string
	err := interchange.Read(strings.NewReader(input), func(line int, d interchange.Document) error {
		got = append(got, fmt.Sprintf("%d %s", line, d.ID))
		return nil
	})
	if want := "1 a, 3 b"; err != nil || strings.Join(got, ", ") != want {
		t.Errorf("Read(%q) = %v, %v, want %s", input, got, err, want)
	}
}

func TestFromDocument(t *testing.T) {
	article := "Één ding, aldus Eva’s chef: “Nee.” Ja, vond hij."
	span := func(words string) text.Span {
		start := strings.Index(article, words)
		return text.Span{Start: start, End: start + len(words)}
	}
	doc := &analysis.Document{
		Text: article, Lang: "nl",
		Sources: []coref.Source{{Name: "chef van Eva", Kind: coref.Person, Role: "chef"}, {Name: "krant", Kind: coref.Media}},
		Attributions: []attribution.Attribution{
			{
				Type: attribution.Mixed, Source: []text.Span{span("Eva’s chef")}, Cue: []text.Span{span("aldus")},
				Content: []text.Span{span("Één ding"), span("“Nee.”")}, NestedIn: -1, Via: 1, Rule: "nl/aldus",
			},
			{Type: attribution.Direct, Content: []text.Span{span("Nee.")}, NestedIn: 0, SourceID: -1, Via: -1, Carried: true, Rule: "nl/carried"},
		},
		Claims: []claim.Claim{
			{Attribution: -1, Commitment: stance.Commitment{Act: "states"}},
			{Attribution: 0, Commitment: stance.Commitment{Act: "denies", Certainty: "unspecified", Polarity: "negated"}, Positions: []stance.Position{{Target: "Eva", Label: "neutral", Score: 0.1}}},
			{Attribution: 0, Positions: []stance.Position{{Target: "Bob", Label: "favor", Score: 0.5}, {Target: "Eva", Label: "against", Score: -0.4}}},
		},
	}
	want := interchange.Document{ID: "a1", Lang: "nl", Text: article, Attributions: []interchange.Attribution{
		{
			ID: "1", Type: "mixed", Source: [][2]int{{16, 26}}, Cue: [][2]int{{10, 15}}, Content: [][2]int{{0, 8}, {28, 34}},
			Attrs: map[string]string{
				"source": "chef van Eva", "kind": "person", "role": "chef", "via": "krant", "rule": "nl/aldus",
				"act": "denies", "certainty": "certain", "polarity": "negated", "stance": "Eva:against, Bob:favor",
			},
		},
		{
			ID: "2", Type: "direct", Source: [][2]int{}, Cue: [][2]int{}, Content: [][2]int{{29, 33}},
			Attrs: map[string]string{"kind": "carried", "nested_in": "1", "rule": "nl/carried"},
		},
	}}
	if diff := cmp.Diff(want, interchange.FromDocument("a1", doc)); diff != "" {
		t.Errorf("FromDocument: -want +got\n%s", diff)
	}
}

// FuzzRead checks that what Write writes, Parse reads back as it was.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"id":"a","text":"x <b>\u2028","attributions":[{"id":1,"content":[[0,1],[4,9]],"attrs":{"k":"v","n":1}}],"z":[1, 2]}`))
	f.Add([]byte("{\"id\":1e9,\"ID\":2}"))
	f.Add([]byte("{\"id\":\"\xff\",\"attributions\":[null]}"))
	f.Fuzz(func(t *testing.T, line []byte) {
		first, err := interchange.Parse(line)
		if err != nil {
			t.Skip()
		}
		var written bytes.Buffer
		if err := interchange.Write(&written, first); err != nil {
			t.Fatalf("Write(%+v): %v", first, err)
		}
		second, err := interchange.Parse(written.Bytes())
		if err != nil {
			t.Fatalf("Parse(%s): %v", written.Bytes(), err)
		}
		var again bytes.Buffer
		if err := interchange.Write(&again, second); err != nil || !bytes.Equal(written.Bytes(), again.Bytes()) {
			t.Errorf("written %s, read and written again %s, %v", written.Bytes(), again.Bytes(), err)
		}
	})
}

func ExampleWrite() {
	err := interchange.Write(os.Stdout, interchange.Document{
		ID: "a1", Lang: "nl", Text: "Volgens Jansen regent het.",
		Attributions: []interchange.Attribution{{
			ID: "1", Type: "indirect", Source: [][2]int{{8, 14}}, Cue: [][2]int{{0, 7}}, Content: [][2]int{{15, 25}},
			Attrs: map[string]string{"source": "Jansen"},
		}},
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// {"id":"a1","lang":"nl","text":"Volgens Jansen regent het.","attributions":[{"id":"1","type":"indirect","source":[[8,14]],"cue":[[0,7]],"content":[[15,25]],"attrs":{"source":"Jansen"}}]}
}
