package configs

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/dustin/go-humanize"
)

// beamPrefix begins the keys that name a flag of Beam.
const beamPrefix = "beam."

// key is one key of the configuration.
type key struct {
	name    string
	results bool // the rows depend on it
	parse   func(value any) (any, error)
}

// keys are all keys but those of Beam's flags, in the order of default.yaml.
var keys = []key{
	{"input.paths", false, list(anyText)},
	{"input.max_bytes", true, size(1<<10, 256<<20)},
	{"input.max_reject_share", false, number(0, 1)},
	{"input.chunk_bytes", true, zeroOr(size(1<<10, 1<<30))},
	{"input.format", true, text(oneOf(inputFormats...))},
	{"input.archives.depth", true, whole(1, 16)},
	{"input.archives.files", true, whole(1, 1e9)},
	{"input.archives.bytes", true, size(1<<20, 1<<50)},
	{"input.archives.ratio", true, whole(1, 1e6)},
	{"input.fields.id", true, text(anyText)},
	{"input.fields.url", true, text(anyText)},
	{"input.fields.title", true, text(anyText)},
	{"input.fields.text", true, text(notEmpty)},
	{"input.fields.lang", true, text(anyText)},
	{"input.fields.published_at", true, text(anyText)},
	{"input.fields.outlet", true, text(anyText)},
	{"input.fields.byline", true, text(anyText)},
	{"output.dir", false, text(anyText)},
	{"output.overwrite", false, truth},
	{"output.append", false, truth},
	{"output.text", true, text(oneOf("none", "claims", "full"))},
	{"dataset.title", true, text(oneLine)},
	{"dataset.description", true, text(anyText)},
	{"dataset.license", true, text(oneLine)},
	{"dataset.creator", true, text(oneLine)},
	{"dataset.url", true, text(oneLine)},
	{"dataset.source", true, text(oneLine)},
	{"dataset.citation", true, text(oneLine)},
	{"languages", true, atLeastOne(list(languageCode))},
	{"lang_dir", false, text(anyText)},         // the digest has what is in it
	{"sources.registry", false, text(anyText)}, // likewise
	{"topics", true, list(anyText)},
	{"checkworthiness.base", true, number(0, 1)},
	{"checkworthiness.number", true, number(-1, 1)},
	{"checkworthiness.named_event", true, number(-1, 1)},
	{"checkworthiness.causal", true, number(-1, 1)},
	{"checkworthiness.comparison", true, number(-1, 1)},
	{"checkworthiness.superlative", true, number(-1, 1)},
	{"checkworthiness.accusation", true, number(-1, 1)},
	{"checkworthiness.disputed", true, number(-1, 1)},
	{"checkworthiness.measurable", true, number(-1, 1)},
	{"checkworthiness.many_affected", true, number(-1, 1)},
	{"checkworthiness.harm", true, number(-1, 1)},
	{"checkworthiness.past_fact", true, number(-1, 1)},
	{"checkworthiness.opinion", true, number(-1, 1)},
	{"checkworthiness.prediction", true, number(-1, 1)},
	{"checkworthiness.personal", true, number(-1, 1)},
	{"checkworthiness.vague", true, number(-1, 1)},
	{"checkworthiness.demand", true, number(-1, 1)},
	{"workers", false, whole(0, 1024)},
	{"log.format", false, text(oneOf("auto", "text", "json"))},
	{"log.level", false, text(oneOf("debug", "info", "warn", "error"))},
}

// inputFormats are the values of input.format.
var inputFormats = []string{"auto", "text", "jsonl", "html", "csv", "tsv", "feed", "nitf", "newsml"}

// Keys returns the names of all keys but those of Beam's flags, in the order of
// default.yaml.
func Keys() []string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.name
	}
	return names
}

func keyOf(name string) (key, bool) {
	if flag, ok := strings.CutPrefix(name, beamPrefix); ok && flagName.MatchString(flag) {
		return key{name: name, parse: beamFlag}, true
	}
	i := slices.IndexFunc(keys, func(k key) bool { return k.name == name })
	if i < 0 {
		return key{}, false
	}
	return keys[i], true
}

var flagName = regexp.MustCompile(`^[a-z0-9_]+$`)

// nearest returns the known key or group that is spelled most like name, else the one whose
// last part is the same ("max_bytes" for input.max_bytes), "" where there is none.
func nearest(name string) string {
	best, distance := "", max(3, len(name)/3)
	for _, known := range slices.Concat(Keys(), groups()) {
		if d := levenshtein.ComputeDistance(name, known); d < distance {
			best, distance = known, d
		}
	}
	if best != "" {
		return best
	}
	for _, known := range Keys() {
		if lastPart(known) == lastPart(name) {
			return known
		}
	}
	return ""
}

func lastPart(name string) string { return name[strings.LastIndex(name, ".")+1:] }

// groups returns the names of the mappings that hold keys.
func groups() []string {
	names := []string{strings.TrimSuffix(beamPrefix, ".")}
	for _, k := range keys {
		for i, r := range k.name {
			if r == '.' && !slices.Contains(names, k.name[:i]) {
				names = append(names, k.name[:i])
			}
		}
	}
	return names
}

// size reads a number of bytes, plain or with a unit.
func size(least, most int64) func(any) (any, error) {
	return func(value any) (any, error) {
		n, err := humanize.ParseBytes(fmt.Sprint(value))
		if err != nil {
			return nil, fmt.Errorf("want a size such as 65536 or 5MiB, have %s", show(value))
		}
		if n > math.MaxInt64 || int64(n) < least || int64(n) > most {
			return nil, fmt.Errorf("want %s to %s, have %s", bytes(least), bytes(most), show(value))
		}
		return int(n), nil
	}
}

func bytes(n int64) string { return strings.ReplaceAll(humanize.IBytes(uint64(n)), " ", "") }

func zeroOr(parse func(any) (any, error)) func(any) (any, error) {
	return func(value any) (any, error) {
		if fmt.Sprint(value) == "0" {
			return 0, nil
		}
		out, err := parse(value)
		if err != nil {
			return nil, errors.New(strings.Replace(err.Error(), "want ", "want 0, or ", 1))
		}
		return out, nil
	}
}

func whole(least, most int) func(any) (any, error) {
	return func(value any) (any, error) {
		n, err := strconv.Atoi(fmt.Sprint(value))
		if err != nil || n < least || n > most {
			return nil, fmt.Errorf("want a whole number from %d to %d, have %s", least, most, show(value))
		}
		return n, nil
	}
}

func number(least, most float64) func(any) (any, error) {
	return func(value any) (any, error) {
		f, err := strconv.ParseFloat(fmt.Sprint(value), 64)
		if err != nil || !(least <= f && f <= most) {
			return nil, fmt.Errorf("want a number from %v to %v, have %s", least, most, show(value))
		}
		return f, nil
	}
}

func truth(value any) (any, error) {
	b, err := strconv.ParseBool(fmt.Sprint(value))
	if err != nil {
		return nil, fmt.Errorf("want true or false, have %s", show(value))
	}
	return b, nil
}

func text(check func(string) error) func(any) (any, error) {
	return func(value any) (any, error) {
		if value == nil {
			value = ""
		}
		if _, isList := value.([]any); isList {
			return nil, fmt.Errorf("want one value, have a list")
		}
		s := fmt.Sprint(value)
		return s, check(s)
	}
}

// list reads a list, or a string with commas.
func list(check func(string) error) func(any) (any, error) {
	return func(value any) (any, error) {
		out := []string{}
		switch value := value.(type) {
		case nil:
		case []any:
			for _, item := range value {
				out = append(out, fmt.Sprint(item))
			}
		default:
			for item := range strings.SplitSeq(fmt.Sprint(value), ",") {
				if item = strings.TrimSpace(item); item != "" {
					out = append(out, item)
				}
			}
		}
		for i, item := range out {
			if err := check(item); err != nil {
				return nil, err
			}
			if slices.Contains(out[:i], item) {
				return nil, fmt.Errorf("%q stands there twice", item)
			}
		}
		return out, nil
	}
}

func atLeastOne(parse func(any) (any, error)) func(any) (any, error) {
	return func(value any) (any, error) {
		out, err := parse(value)
		if items, ok := out.([]string); ok && err == nil && len(items) == 0 {
			return nil, errors.New("want at least one")
		}
		return out, err
	}
}

// beamFlag reads the value of a flag; Beam checks it.
func beamFlag(value any) (any, error) {
	switch value := value.(type) {
	case nil:
		return "", nil
	case []any:
		items, err := list(anyText)(value)
		if err != nil {
			return nil, err
		}
		return strings.Join(items.([]string), ","), nil
	}
	return fmt.Sprint(value), nil
}

func anyText(string) error { return nil }

func oneLine(s string) error {
	if strings.ContainsAny(s, "\r\n") {
		return fmt.Errorf("want one line, have %q", s)
	}
	return nil
}

func notEmpty(s string) error {
	if s == "" {
		return errors.New("want a name, have none")
	}
	return nil
}

var codePattern = regexp.MustCompile(`^[a-z]{2,3}$`)

func languageCode(s string) error {
	if !codePattern.MatchString(s) {
		return fmt.Errorf("want ISO 639-1 codes such as nl, have %q", s)
	}
	return nil
}

func oneOf(values ...string) func(string) error {
	return func(s string) error {
		if !slices.Contains(values, s) {
			return fmt.Errorf("want %s or %s, have %q", strings.Join(values[:len(values)-1], ", "), values[len(values)-1], s)
		}
		return nil
	}
}

// show returns a value as the user wrote it.
func show(value any) string {
	if s, ok := value.(string); ok {
		return strconv.Quote(s)
	}
	return fmt.Sprint(value)
}
