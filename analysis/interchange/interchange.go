// Package interchange reads and writes annotated documents as JSON Lines, one document a
// line: the format that annotation and evaluation tools share.
//
//	{"id": "a1", "lang": "nl", "text": "…", "attributions": [
//	  {"id": "1", "type": "indirect", "source": [[9, 15]], "cue": [[0, 8]], "content": [[16, 40]],
//	   "attrs": {"source": "Ans Jansen", "kind": "person", "certainty": "certain"}}]}
//
// Offsets count Unicode code points, end exclusive. A list of several pairs is one
// discontinuous span. The values of attrs are strings; a key that does not apply is absent.
package interchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
)

// Document is a text with its attributions.
type Document struct {
	ID           string
	Lang         string // ISO 639-1 code, "" for unknown
	Text         string
	Attributions []Attribution              // nil where the line has no such key
	Extra        map[string]json.RawMessage // the other keys of the line, as they were
}

// Attribution is source + cue + content in code points. Source and Cue may be empty.
type Attribution struct {
	ID      string
	Type    string // direct, indirect, mixed; "" where the file says nothing
	Source  [][2]int
	Cue     [][2]int
	Content [][2]int
	Attrs   map[string]string
}

// Read calls fn for each document of r with the number of its line, from 1. Empty lines
// are skipped. It stops at the first line that is no document and at the first error of
// fn; the error names the line.
func Read(r io.Reader, fn func(line int, d Document) error) error {
	return Lines(r, func(line int, data []byte) error {
		d, err := Parse(data)
		if err == nil {
			err = fn(line, d)
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", line, err)
		}
		return nil
	})
}

// Lines calls fn for each line of r that is not empty, without its line end, however long
// it is, with its number from 1. The bytes are fn's to keep. It stops at the first error
// and returns it.
func Lines(r io.Reader, fn func(line int, data []byte) error) error {
	buffered := bufio.NewReaderSize(r, 1<<16)
	for line := 1; ; line++ {
		data, err := buffered.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("line %d: %w", line, err)
		}
		if line == 1 {
			data = bytes.TrimPrefix(data, []byte("\ufeff"))
		}
		if trimmed := bytes.TrimSpace(data); len(trimmed) > 0 {
			if err := fn(line, trimmed); err != nil {
				return err
			}
		}
		if err != nil {
			return nil
		}
	}
}

// Write writes d as one line.
func Write(w io.Writer, d Document) error {
	line, err := Line(d)
	if err != nil {
		return err
	}
	_, err = w.Write(line)
	return err
}

// Line returns d as one line, with its line end.
func Line(d Document) ([]byte, error) {
	line, err := d.encode()
	return append(line, '\n'), err
}

// MarshalJSON returns d as one JSON object: id, lang, text, the other keys sorted by name,
// attributions.
func (d Document) MarshalJSON() ([]byte, error) { return d.encode() }

func (d Document) encode() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	sep := byte('{')
	add := func(key string, value any) error {
		b.WriteByte(sep)
		sep = ','
		for _, v := range []any{key, value} {
			if err := enc.Encode(v); err != nil {
				return fmt.Errorf("document %q: %w", d.ID, err)
			}
			b.Truncate(b.Len() - 1) // the encoder ends each value with a line end
			b.WriteByte(':')
		}
		b.Truncate(b.Len() - 1)
		return nil
	}
	attributions := make([]wireAttribution, len(d.Attributions))
	for i, a := range d.Attributions {
		attributions[i] = a.wire()
	}
	err := errors.Join(add("id", d.ID), add("lang", d.Lang), add("text", d.Text))
	for _, key := range slices.Sorted(maps.Keys(d.Extra)) {
		err = errors.Join(err, add(key, d.Extra[key]))
	}
	err = errors.Join(err, add("attributions", attributions))
	b.WriteByte('}')
	return b.Bytes(), err
}

// wireAttribution is an attribution with the order of keys that Write gives.
type wireAttribution struct {
	ID      string            `json:"id"`
	Type    string            `json:"type,omitempty"`
	Source  [][2]int          `json:"source"`
	Cue     [][2]int          `json:"cue"`
	Content [][2]int          `json:"content"`
	Attrs   map[string]string `json:"attrs"`
}

func (a Attribution) wire() wireAttribution {
	w := wireAttribution(a)
	for _, spans := range []*[][2]int{&w.Source, &w.Cue, &w.Content} {
		if *spans == nil {
			*spans = [][2]int{}
		}
	}
	if w.Attrs == nil {
		w.Attrs = map[string]string{}
	}
	return w
}
