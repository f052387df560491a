package format

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

const dutch = "De minister zei: ‘Eén café per straat.’ Coöperatie Het Lëven, prijs € 5 – niet meer.\r\nTwee."

func encoded(t *testing.T, enc interface {
	String(string) (string, error)
}, s string,
) []byte {
	t.Helper()
	out, err := enc.String(s)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(out)
}

func TestDecode(t *testing.T) {
	latin := strings.NewReplacer("‘", "'", "’", "'", "€", "EUR", "–", "-").Replace(dutch)
	tests := []struct {
		name string
		in   []byte
		want string
	}{
		{"UTF-8", []byte(dutch), dutch},
		{"UTF-8 with a byte order mark", []byte("\uFEFF" + dutch), dutch},
		{"UTF-16 little endian", encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(), dutch), dutch},
		{"UTF-16 big endian", encoded(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder(), dutch), dutch},
		{"Windows-1252", encoded(t, charmap.Windows1252.NewEncoder(), dutch), dutch},
		{"Latin-1", encoded(t, charmap.ISO8859_1.NewEncoder(), latin), latin},
		{"Latin-1 with one accent at the end", []byte("Het caf\xe9"), "Het café"},
		{"decomposed accents stay", []byte("Zoe\u0308"), "Zoe\u0308"},
		{"UTF-8 cut in a character", []byte("Het café is dicht, één café blijft. \xC3"), "Het café is dicht, één café blijft. \uFFFD"},
		{"empty", nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Decode(tt.in)
			if err != nil || got != tt.want {
				t.Errorf("Decode(%q) = %q, %v, want %q", tt.in, got, err, tt.want)
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	tests := []struct {
		name string
		in   []byte
	}{
		{"a picture", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00")},
		{"zeros", make([]byte, 100)},
		{"control characters", []byte("\x01\x02\x03\x04\x05abc")},
		{"bytes that Windows-1252 leaves open", []byte("caf\x81\x8d\x9d")},
		{"UTF-16 with a zero character", []byte{0xFF, 0xFE, 'a', 0, 0, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := Decode(tt.in); !errors.Is(err, ErrNotText) {
				t.Errorf("Decode(%q) = %q, %v, want ErrNotText", tt.in, got, err)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(dutch))
	f.Add([]byte("\xFF\xFEa\x00"))
	f.Add([]byte("\xEF\xBB\xBF\xEF\xBB"))
	f.Add([]byte("caf\xe9 \x80"))
	f.Fuzz(func(t *testing.T, data []byte) {
		text, err := Decode(data)
		if err != nil {
			return
		}
		if !utf8.ValidString(text) || strings.Contains(text, "\x00") {
			t.Errorf("Decode(%q) = %q, want valid UTF-8 without zeros", data, text)
		}
		if again, err := Decode([]byte(text)); err == nil && again != text && !strings.HasPrefix(text, "\uFEFF") && !strings.HasPrefix(text, "\uFFFE") {
			t.Errorf("Decode of decoded %q = %q", text, again)
		}
	})
}
