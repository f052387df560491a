package stance

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/volgens/volgens/analysis/lexicon"
)

// Topic is a matter with the targets on which sources may take a position.
type Topic struct {
	ID      string
	Label   string
	Targets []Target
}

// Target is something or somebody that a source may be for or against.
type Target struct {
	ID          string              // as in positions.target
	Label       string              // for readers
	Names       map[string][]string // by language: "Wagner Group"
	Paraphrases map[string][]string // by language: "the mercenaries"
}

// LoadTopic reads a topic file. It fails with file and line on anything but what the format
// knows, and on names that stand for two targets.
func LoadTopic(fsys fs.FS, file string) (*Topic, error) {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return nil, fmt.Errorf("topic: %w", err)
	}
	return ParseTopic(file, data)
}

// ParseTopic is LoadTopic for the contents of a file.
func ParseTopic(file string, data []byte) (*Topic, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(doc.Content) == 0 {
		return nil, fmt.Errorf("%s:1: empty topic file", file)
	}
	p := topicParser{file: file, names: map[string]string{}}
	t := p.topic(doc.Content[0])
	return t, errors.Join(p.errs...)
}

// JoinTopics makes one topic of several, nil of none. It is an error if two of them have a
// target of the same id, or one name for two targets.
func JoinTopics(topics []*Topic) (*Topic, error) {
	if len(topics) == 0 {
		return nil, nil
	}
	all := &Topic{}
	owner := map[string]string{}
	for _, t := range topics {
		all.ID, all.Label = join(all.ID, t.ID), join(all.Label, t.Label)
		for _, target := range t.Targets {
			if slices.ContainsFunc(all.Targets, func(o Target) bool { return o.ID == target.ID }) {
				return nil, fmt.Errorf("topic %s: another topic has a target %q too", t.ID, target.ID)
			}
			all.Targets = append(all.Targets, target)
			for _, byLang := range []map[string][]string{target.Names, target.Paraphrases} {
				for lang, list := range byLang {
					for _, name := range list {
						key := lang + "\x00" + lexicon.Fold(name)
						if o := owner[key]; o != "" && o != target.ID {
							return nil, fmt.Errorf("topic %s: %q stands for %q in another topic", t.ID, name, o)
						}
						owner[key] = target.ID
					}
				}
			}
		}
	}
	return all, nil
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + ", " + b
}

type topicParser struct {
	file  string
	errs  []error
	names map[string]string // target by language and name
}

func (p *topicParser) fail(n *yaml.Node, format string, args ...any) {
	p.errs = append(p.errs, fmt.Errorf("%s:%d: %s", p.file, n.Line, fmt.Sprintf(format, args...)))
}

// fields calls set for each key of a mapping; set tells whether it knows the key.
func (p *topicParser) fields(n *yaml.Node, known []string, set func(key string, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		p.fail(n, "want keys with values")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i].Value
		switch {
		case seen[key]:
			p.fail(n.Content[i], "key %q stands there twice", key)
		case known != nil && !slices.Contains(known, key):
			p.fail(n.Content[i], "unknown key %q (one of %s)", key, strings.Join(known, ", "))
		default:
			set(key, n.Content[i+1])
		}
		seen[key] = true
	}
	for _, key := range known {
		if (key == "id" || key == "targets") && !seen[key] {
			p.fail(n, "%s is missing", key)
		}
	}
}

func (p *topicParser) topic(n *yaml.Node) *Topic {
	t := &Topic{}
	p.fields(n, []string{"id", "label", "targets"}, func(key string, value *yaml.Node) {
		switch key {
		case "id":
			t.ID = p.id(value)
		case "label":
			t.Label = p.word(value)
		case "targets":
			t.Targets = p.targets(value)
		}
	})
	return t
}

func (p *topicParser) targets(n *yaml.Node) []Target {
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
		p.fail(n, "targets: want a list of at least one")
		return nil
	}
	var out []Target
	for _, item := range n.Content {
		t := p.target(item)
		if slices.ContainsFunc(out, func(o Target) bool { return o.ID == t.ID }) {
			p.fail(item, "target %q stands there twice", t.ID)
		}
		out = append(out, t)
	}
	return out
}

func (p *topicParser) target(n *yaml.Node) Target {
	var t Target
	p.fields(n, []string{"id", "label", "names", "paraphrases"}, func(key string, value *yaml.Node) {
		switch key {
		case "id":
			t.ID = p.id(value)
		case "label":
			t.Label = p.word(value)
		case "names":
			t.Names = p.byLanguage(value, t.ID)
		case "paraphrases":
			t.Paraphrases = p.byLanguage(value, t.ID)
		}
	})
	if len(t.Names)+len(t.Paraphrases) == 0 {
		p.fail(n, "target %q has no names", t.ID)
	}
	t.Label = cmp.Or(t.Label, t.ID)
	return t
}

var (
	idPattern       = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	languagePattern = regexp.MustCompile(`^[a-z]{2,3}$`)
)

func (p *topicParser) id(n *yaml.Node) string {
	s := p.word(n)
	if !idPattern.MatchString(s) {
		p.fail(n, "want an id such as peace-talks, have %q", s)
	}
	return s
}

func (p *topicParser) word(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode || strings.TrimSpace(n.Value) == "" {
		p.fail(n, "want a text")
	}
	return strings.TrimSpace(n.Value)
}

func (p *topicParser) byLanguage(n *yaml.Node, target string) map[string][]string {
	out := map[string][]string{}
	p.fields(n, nil, func(lang string, list *yaml.Node) {
		if !languagePattern.MatchString(lang) {
			p.fail(list, "want an ISO 639-1 code such as nl, have %q", lang)
		}
		if list.Kind != yaml.SequenceNode {
			p.fail(list, "%s: want a list of names", lang)
			return
		}
		for _, item := range list.Content {
			name := p.word(item)
			key := lang + "\x00" + lexicon.Fold(name)
			if other, ok := p.names[key]; ok {
				p.fail(item, "%q stands for %q already", name, other)
			}
			p.names[key] = target
			out[lang] = append(out[lang], name)
		}
	})
	return out
}

// matcher finds the targets of a topic in one language.
type matcher struct {
	byFirst map[string][]wording // the longest first
	byName  map[string]string    // target by folded name
}

type wording struct {
	target string
	words  []string
}

func (t *Topic) matcher(lang string) *matcher {
	if t == nil {
		return nil
	}
	m := &matcher{byFirst: map[string][]wording{}, byName: map[string]string{}}
	for _, target := range t.Targets {
		for _, list := range [][]string{target.Names[lang], target.Paraphrases[lang]} {
			for _, name := range list {
				m.add(target.ID, name)
			}
		}
	}
	for _, list := range m.byFirst {
		slices.SortStableFunc(list, func(a, b wording) int { return len(b.words) - len(a.words) })
	}
	return m
}

func (m *matcher) add(target, name string) {
	words := strings.Fields(lexicon.Fold(name))
	m.byFirst[words[0]] = append(m.byFirst[words[0]], wording{target, words})
	m.byName[strings.Join(words, " ")] = target
}

// match returns the target whose name begins at token i and how many tokens it takes, 0 for
// none. A word may stand in another form: its lemma counts too.
func (m *matcher) match(v *view, i, end int) (string, int) {
	for _, first := range []string{lexicon.Fold(v.tokens[i].In(v.doc)), lexicon.Fold(v.tokens[i].Lemma)} {
		for _, w := range m.byFirst[first] {
			if i+len(w.words) <= end && v.spells(i, w.words) {
				return w.target, len(w.words)
			}
		}
	}
	return "", 0
}

func (v *view) spells(i int, words []string) bool {
	for k, w := range words {
		if t := &v.tokens[i+k]; lexicon.Fold(t.In(v.doc)) != w && lexicon.Fold(t.Lemma) != w {
			return false
		}
	}
	return true
}

// named returns the target that one of the names means, "" for none.
func (m *matcher) named(names []string) string {
	for _, n := range names {
		if target := m.byName[strings.Join(strings.Fields(lexicon.Fold(n)), " ")]; target != "" {
			return target
		}
	}
	return ""
}
