package text_test

import (
	"fmt"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/volgens/volgens/analysis/text"
)

func TestFold(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"lower case", "de", "de"},
		{"capitals", "De", "de"},
		{"accents", "ÉÉN", "één"},
		{"decomposed", norm.NFD.String("Één"), "één"},
		{"curly apostrophe", "Zo’n", "zo'n"},
		{"opening mark for an apostrophe", "‘s", "'s"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := text.Fold(tt.in); got != tt.want {
				t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
			}
			if got := string(text.AppendFold([]byte("x"), tt.in)); got != "x"+tt.want {
				t.Errorf("AppendFold(x, %q) = %q, want %q", tt.in, got, "x"+tt.want)
			}
		})
	}
}

func ExampleFold() {
	fmt.Println(text.Fold("Zo’n"))
	// Output: zo'n
}
