package interchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Parse reads one document. It takes what other tools write: ids and values of attrs may
// be numbers, booleans or lists (kept as their JSON text), spans may be a bare pair, the
// type may stand in attrs, stance may be a list of {"target", "label"}. Text that is
// missing is "", since predictions may leave it out.
func Parse(line []byte) (Document, error) {
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(line, &keys); err != nil {
		return Document{}, jsonError(err)
	}
	if keys == nil {
		return Document{}, errors.New("want a JSON object, have null")
	}
	d := Document{}
	var err error
	if d.ID, err = scalar(keys["id"]); err != nil {
		return Document{}, fmt.Errorf("id: %w", err)
	}
	for key, to := range map[string]any{"lang": &d.Lang, "text": &d.Text, "attributions": &d.Attributions} {
		if raw, ok := keys[key]; ok {
			if err := json.Unmarshal(raw, to); err != nil {
				return Document{}, fmt.Errorf("%s: %w", key, jsonError(err))
			}
		}
	}
	for _, key := range []string{"id", "lang", "text", "attributions"} {
		delete(keys, key)
	}
	if len(keys) > 0 {
		d.Extra = keys
	}
	return d, nil
}

// jsonError takes the Go types out of a message of encoding/json.
func jsonError(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return fmt.Errorf("want %s, have %s", jsonType(wrong.Type.Kind().String()), wrong.Value)
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("bad JSON at byte %d: %w", syntax.Offset, err)
	}
	return err
}

func jsonType(kind string) string {
	switch kind {
	case "map", "struct":
		return "a JSON object"
	case "slice", "array":
		return "a list"
	case "string":
		return "a string"
	default:
		return "a whole number"
	}
}

// UnmarshalJSON reads an attribution as tolerantly as Parse says.
func (a *Attribution) UnmarshalJSON(data []byte) error {
	var raw struct {
		ID      json.RawMessage            `json:"id"`
		Type    string                     `json:"type"`
		Source  spans                      `json:"source"`
		Cue     spans                      `json:"cue"`
		Content spans                      `json:"content"`
		Attrs   map[string]json.RawMessage `json:"attrs"`
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		return jsonError(err)
	}
	id, err := scalar(raw.ID)
	if err != nil {
		return fmt.Errorf("attribution id: %w", err)
	}
	*a = Attribution{ID: id, Type: raw.Type, Source: raw.Source, Cue: raw.Cue, Content: raw.Content}
	if len(raw.Attrs) > 0 {
		a.Attrs = make(map[string]string, len(raw.Attrs))
	}
	for key, value := range raw.Attrs {
		s, err := attr(key, value)
		if err != nil {
			return fmt.Errorf("attribution %s: attrs.%s: %w", id, key, err)
		}
		if s != "" {
			a.Attrs[key] = s
		}
	}
	if a.Type == "" {
		a.Type = a.Attrs["type"]
	}
	return nil
}

// spans reads a list of pairs or one bare pair; pairs come out in order and empty ones
// are dropped.
type spans [][2]int

func (s *spans) UnmarshalJSON(data []byte) error {
	var pairs [][]int
	if err := json.Unmarshal(data, &pairs); err != nil {
		var pair []int
		if json.Unmarshal(data, &pair) != nil {
			return fmt.Errorf("spans: want a list of [begin, end], have %s", shorten(data))
		}
		pairs = [][]int{pair}
	}
	*s = nil
	for _, p := range pairs {
		if len(p) == 0 && len(pairs) == 1 {
			continue
		}
		if len(p) != 2 || p[0] < 0 {
			return fmt.Errorf("spans: want [begin, end], have %v", p)
		}
		if p[1] > p[0] {
			*s = append(*s, [2]int{p[0], p[1]})
		}
	}
	slices.SortFunc(*s, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
	return nil
}

func shorten(data []byte) string {
	if len(data) > 40 {
		return string(data[:40]) + "…"
	}
	return string(data)
}

// scalar returns a string as it is and any other JSON value as its text, null and nothing
// as "".
func scalar(raw json.RawMessage) (string, error) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || string(raw) == "null" {
		return "", nil
	}
	if raw[0] != '"' {
		var b bytes.Buffer
		err := json.Compact(&b, raw)
		return b.String(), err
	}
	var s string
	err := json.Unmarshal(raw, &s)
	return s, err
}

// attr reads a value of attrs.
func attr(key string, raw json.RawMessage) (string, error) {
	if key == "stance" {
		var list []struct{ Target, Label string }
		if json.Unmarshal(raw, &list) == nil {
			pairs := make([]string, len(list))
			for i, p := range list {
				pairs[i] = p.Target + ":" + p.Label
			}
			return strings.Join(pairs, ", "), nil
		}
	}
	return scalar(raw)
}
