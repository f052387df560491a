package lexicon

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/agnivade/levenshtein"
	"go.yaml.in/yaml/v3"
)

// Decode reads a file of language data that another package owns, as strictly as Load
// reads its own: file, which errors name, into the struct to which into points.
func Decode(file string, data []byte, into any) error { return decode(file, data, into) }

// decode reads the one YAML document in data into the struct to which into points. Every
// key must be a field of its struct (tag `yaml`), every value one of those in the tag
// `oneof`, if there is one; a key may stand once. A scalar where a struct is expected
// fills the field whose tag ends in ",scalar".
func decode(file string, data []byte, into any) error {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if len(doc.Content) == 0 {
		return nil
	}
	d := decoder{file: file}
	return d.value(doc.Content[0], reflect.ValueOf(into).Elem(), "")
}

type decoder struct{ file string }

func (d *decoder) errorf(n *yaml.Node, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", d.file, n.Line, fmt.Sprintf(format, args...))
}

func (d *decoder) value(n *yaml.Node, v reflect.Value, oneof string) error {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return d.value(n, v.Elem(), oneof)
	case reflect.Struct:
		return d.structure(n, v)
	case reflect.Slice:
		return d.list(n, v, oneof)
	}
	return d.scalar(n, v, oneof)
}

func (d *decoder) structure(n *yaml.Node, v reflect.Value) error {
	if line := v.FieldByName("Line"); line.IsValid() {
		line.SetInt(int64(n.Line))
	}
	fields := fieldsOf(v.Type())
	if n.Kind == yaml.ScalarNode {
		for _, f := range fields {
			if f.scalar {
				return d.value(n, v.Field(f.index), f.oneof)
			}
		}
	}
	if n.Kind != yaml.MappingNode {
		return d.errorf(n, "want keys and values")
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, val := n.Content[i], n.Content[i+1]
		f, ok := fields[key.Value]
		switch {
		case !ok:
			return d.errorf(key, "unknown key %q%s", key.Value, nearest(key.Value, fields))
		case seen[key.Value]:
			return d.errorf(key, "key %q stands twice", key.Value)
		}
		seen[key.Value] = true
		if err := d.value(val, v.Field(f.index), f.oneof); err != nil {
			return err
		}
	}
	return nil
}

func (d *decoder) list(n *yaml.Node, v reflect.Value, oneof string) error {
	if n.Kind == yaml.ScalarNode && n.Tag == "!!null" {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		return d.errorf(n, "want a list")
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	for i, c := range n.Content {
		if err := d.value(c, v.Index(i), oneof); err != nil {
			return err
		}
	}
	return nil
}

func (d *decoder) scalar(n *yaml.Node, v reflect.Value, oneof string) error {
	if n.Kind != yaml.ScalarNode {
		return d.errorf(n, "want one value")
	}
	switch v.Kind() {
	case reflect.String:
		if oneof != "" && !slices.Contains(strings.Fields(oneof), n.Value) {
			return d.errorf(n, "%q is none of: %s", n.Value, strings.Join(strings.Fields(oneof), ", "))
		}
		v.SetString(n.Value)
	case reflect.Bool:
		b, err := strconv.ParseBool(n.Value)
		if err != nil {
			return d.errorf(n, "want true or false, not %q", n.Value)
		}
		v.SetBool(b)
	case reflect.Int:
		i, err := strconv.Atoi(n.Value)
		if err != nil {
			return d.errorf(n, "want a whole number, not %q", n.Value)
		}
		v.SetInt(int64(i))
	case reflect.Float64:
		f, err := strconv.ParseFloat(n.Value, 64)
		if err != nil {
			return d.errorf(n, "want a number, not %q", n.Value)
		}
		v.SetFloat(f)
	default:
		panic("lexicon: no rule to decode " + v.Type().String())
	}
	return nil
}

type field struct {
	index  int
	oneof  string
	scalar bool
}

func fieldsOf(t reflect.Type) map[string]field {
	out := map[string]field{}
	for i := range t.NumField() {
		name, rest, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		if name == "" || name == "-" {
			continue
		}
		out[name] = field{index: i, oneof: t.Field(i).Tag.Get("oneof"), scalar: rest == "scalar"}
	}
	return out
}

// nearest returns " (polarity?)" for the known key that is most like key, if one is.
func nearest(key string, known map[string]field) string {
	best, dist := "", 4
	for k := range known {
		if n := levenshtein.ComputeDistance(key, k); n < dist || n == dist && k < best {
			best, dist = k, n
		}
	}
	if best == "" {
		return ""
	}
	return " (" + best + "?)"
}
