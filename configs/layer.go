package configs

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// profiles are the configurations that the program carries, by name.
var profiles = []string{"local", "flink", "dataflow"}

// layer is what one source sets, in its order.
type layer []entry

type entry struct {
	key    string
	value  any
	origin string
}

func (e entry) unknown() error {
	if near := nearest(e.key); near != "" {
		return fmt.Errorf("%s: unknown key %q (%s?)", e.origin, e.key, near)
	}
	return fmt.Errorf("%s: unknown key %q", e.origin, e.key)
}

// nested returns the map that sets one dotted key.
func nested(key string, value any) map[string]any {
	parts := strings.Split(key, ".")
	m := map[string]any{parts[len(parts)-1]: value}
	for _, part := range slices.Backward(parts[:len(parts)-1]) {
		m = map[string]any{part: m}
	}
	return m
}

// readEmbedded reads default.yaml, whose values have the origin "default", or a profile.
func readEmbedded(name string) (layer, error) {
	data, err := FS.ReadFile(name + ".yaml")
	if err != nil {
		return nil, err
	}
	if name == "default" {
		return parseYAML(data, func(int) string { return "default" })
	}
	return parseYAML(data, func(line int) string { return fmt.Sprintf("profile %s:%d", name, line) })
}

// readFile reads a profile or a file.
func readFile(name string) (layer, error) {
	if slices.Contains(profiles, name) {
		return readEmbedded(name)
	}
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) && !strings.ContainsAny(name, "./\\") {
		return nil, fmt.Errorf("configuration %s: no such file, and no profile of this name (%s)", name, strings.Join(profiles, ", "))
	}
	if err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	return parseYAML(data, func(line int) string { return fmt.Sprintf("%s:%d", name, line) })
}

// parseYAML returns the keys of a configuration file. Unknown keys, and keys that stand
// there twice, are errors.
func parseYAML(data []byte, origin func(line int) string) (layer, error) {
	dec := yaml.NewDecoder(strings.NewReader(string(data)))
	var doc yaml.Node
	if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
		return nil, nil // nothing but comments
	} else if err != nil {
		return nil, syntaxError(err, origin)
	}
	p := fileParser{origin: origin, seen: map[string]bool{}}
	p.mapping(doc.Content[0], "")
	return p.layer, errors.Join(p.errs...)
}

// yamlLine is how the YAML library begins its messages.
var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

func syntaxError(err error, origin func(line int) string) error {
	message := err.Error()
	line := 1
	if m := yamlLine.FindStringSubmatch(message); m != nil {
		message = message[len(m[0]):]
		if n, err := strconv.Atoi(m[1]); err == nil {
			line = n
		}
	}
	return fmt.Errorf("%s: no YAML: %s", origin(line), message)
}

type fileParser struct {
	origin func(line int) string
	seen   map[string]bool
	layer  layer
	errs   []error
}

func (p *fileParser) fail(line int, format string, args ...any) {
	p.errs = append(p.errs, fmt.Errorf("%s: %s", p.origin(line), fmt.Sprintf(format, args...)))
}

// mapping reads the keys of a mapping whose own key is prefix without its dot.
func (p *fileParser) mapping(n *yaml.Node, prefix string) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind == yaml.ScalarNode && n.Tag == "!!null" {
		return
	}
	if n.Kind != yaml.MappingNode {
		p.fail(n.Line, "%swant keys with values", strings.TrimSuffix(prefix, ".")+": ")
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		p.pair(n.Content[i], n.Content[i+1], prefix+n.Content[i].Value)
	}
}

func (p *fileParser) pair(name, value *yaml.Node, key string) {
	if p.seen[key] {
		p.fail(name.Line, "key %q stands there twice", key)
		return
	}
	p.seen[key] = true
	if slices.Contains(groups(), key) {
		p.mapping(value, key+".")
		return
	}
	e := entry{key: key, origin: p.origin(name.Line)}
	if _, known := keyOf(key); !known {
		p.errs = append(p.errs, e.unknown())
		return
	}
	if value.Kind == yaml.MappingNode {
		p.fail(value.Line, "%s: want a value, have further keys", key)
		return
	}
	if err := value.Decode(&e.value); err != nil {
		p.fail(value.Line, "%s: %v", key, err)
		return
	}
	p.layer = append(p.layer, e)
}
