package review

import (
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Text has a contrast of 4.5 or more with what it stands on (WCAG 2.2, AA), in light and in
// dark.
func TestContrast(t *testing.T) {
	css, err := fs.ReadFile(embedded, "static/style.css")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile(`(?s):root \{(.*?)\n *\}`).FindAllStringSubmatch(string(css), 2)
	if len(blocks) != 2 {
		t.Fatalf("%d sets of colours, want light and dark", len(blocks))
	}
	on := map[string][]string{ // surface: texts
		"paper":        strings.Fields("ink soft quiet accent favor against neutral warn source cue c0 c1 c2 c3 c4 c5 c6 c7 c8 c9"),
		"card":         strings.Fields("ink soft quiet accent favor against neutral warn source cue"),
		"sunk":         strings.Fields("ink soft quiet"),
		"claim":        strings.Fields("ink source cue"),
		"accent-soft":  strings.Fields("ink accent"),
		"accent":       strings.Fields("accent-ink"),
		"favor-soft":   strings.Fields("favor ink"),
		"against-soft": strings.Fields("against ink"),
		"warn-soft":    strings.Fields("warn ink"),
	}
	for i, scheme := range []string{"light", "dark"} {
		colors := map[string]string{}
		for _, m := range regexp.MustCompile(`--([a-z0-9-]+): #([0-9a-f]{6})`).FindAllStringSubmatch(blocks[i][1], -1) {
			colors[m[1]] = m[2]
		}
		for surface, texts := range on {
			for _, text := range texts {
				if colors[text] == "" || colors[surface] == "" {
					t.Fatalf("%s: no colour %s or %s", scheme, text, surface)
				}
				if got := contrast(t, colors[text], colors[surface]); got < 4.5 {
					t.Errorf("%s: %s on %s has a contrast of %.2f", scheme, text, surface, got)
				}
			}
		}
	}
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is the relative luminance of a colour as WCAG defines it.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
