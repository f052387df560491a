package format

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// ErrNotText is returned for bytes that are no text in an encoding that Decode knows.
var ErrNotText = errors.New("not a text")

var (
	bomUTF8    = []byte{0xEF, 0xBB, 0xBF}
	bomUTF16LE = []byte{0xFF, 0xFE}
	bomUTF16BE = []byte{0xFE, 0xFF}
)

// Decode returns the text that data holds: UTF-8 with or without a byte order mark, UTF-16
// with one, or Windows-1252 (of which ISO 8859-1 text is a part), told from UTF-8 by its
// bytes. The mark itself is dropped; nothing else is altered. UTF-8 with a few damaged
// characters keeps them as U+FFFD. Anything else is ErrNotText.
func Decode(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, bomUTF8):
		data = data[len(bomUTF8):]
	case bytes.HasPrefix(data, bomUTF16LE), bytes.HasPrefix(data, bomUTF16BE):
		return decodeUTF16(data)
	}
	if bytes.IndexByte(data, 0) >= 0 || tooManyControls(data) {
		return "", ErrNotText
	}
	if utf8.Valid(data) {
		return string(data), nil
	}
	if isDamagedUTF8(data) {
		return string(bytes.ToValidUTF8(data, []byte("\uFFFD"))), nil
	}
	return decodeWindows1252(data)
}

func decodeUTF16(data []byte) (string, error) {
	out, err := unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
	if err != nil || bytes.IndexByte(out, 0) >= 0 {
		return "", ErrNotText
	}
	return string(out), nil
}

// decodeWindows1252 refuses bytes that the code page leaves open: five of 256, which
// binary data hits at once and text never.
func decodeWindows1252(data []byte) (string, error) {
	out, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
		return "", ErrNotText
	}
	return string(out), nil
}

// isDamagedUTF8 tells UTF-8 with some broken characters from a text in an 8-bit encoding:
// in the latter, letters above 127 form a valid sequence only by accident.
func isDamagedUTF8(data []byte) bool {
	valid, broken := 0, 0
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			broken++
		} else {
			valid++
		}
		i += n
	}
	return valid > 2*broken
}

// tooManyControls tells whether more than one byte in fifty of the first 4 KB is a control
// character that no text holds.
func tooManyControls(data []byte) bool {
	head := data[:min(len(data), 4096)]
	n := 0
	for _, b := range head {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != 0x1B {
			n++
		}
	}
	return n*50 > len(head)
}

// isWindows1252 tells whether data is text in an 8-bit encoding, by the rules of Decode.
func isWindows1252(data []byte) bool {
	return !utf8.Valid(data) && !isDamagedUTF8(data)
}

func windows1252Reader(r io.Reader) io.Reader { return charmap.Windows1252.NewDecoder().Reader(r) }
