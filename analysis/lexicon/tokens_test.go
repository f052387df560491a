package lexicon

import (
	"slices"
	"testing"
)

func TestTokenizerSplitsAsTheLanguageDoes(t *testing.T) {
	english := newTokenizer(&Layout{
		Clitics: []string{"n't", "'s", "'m"}, Splits: []string{"can|not"}, Prefixes: []string{"co"}, SplitHyphens: true,
	})
	dutch := newTokenizer(&Layout{})
	for _, tt := range []struct {
		name      string
		tokenizer tokenizer
		phrase    string
		want      []string
	}{
		{"hyphens split", english, "far-fetched story", []string{"far", "-", "fetched", "story"}},
		{"a prefix stays", english, "co-founder", []string{"co-founder"}},
		{"a contraction", english, "isn't true", []string{"is", "n't", "true"}},
		{"a clitic alone", english, "'s view", []string{"'s", "view"}},
		{"a word of two tokens", english, "cannot rule out", []string{"can", "not", "rule", "out"}},
		{"hyphens stay", dutch, "oud-minister", []string{"oud-minister"}},
		{"a gap", dutch, "in … ogen", []string{"in", "…", "ogen"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.tokenizer.split(tt.phrase); !slices.Equal(got, tt.want) {
				t.Errorf("split(%q) = %q, want %q", tt.phrase, got, tt.want)
			}
		})
	}
}
