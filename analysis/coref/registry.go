package coref

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/volgens/volgens/analysis/lexicon"
)

// Registry holds sources that the user knows: what it says wins over the guess. A nil
// registry knows none. It is immutable and safe for concurrent use.
type Registry struct {
	byName map[string][]*Entry // by folded name and alias
}

// Entry is a source of a registry. configs/sources.yaml says what each key means.
type Entry struct {
	Line        int
	Name        string   `yaml:"name,scalar"`
	Aliases     []string `yaml:"aliases"`
	Kind        string   `yaml:"kind" oneof:"person organisation government group document media anonymous"`
	Wikidata    string   `yaml:"wikidata"`
	Role        string   `yaml:"role"`
	Affiliation string   `yaml:"affiliation"`
	Languages   []string `yaml:"languages"`
}

// ParseRegistry reads a registry, YAML as in configs/sources.yaml. Errors name file and
// line. Nothing gives a registry without sources.
func ParseRegistry(file string, data []byte) (*Registry, error) {
	var all struct {
		Sources []*Entry `yaml:"sources"`
	}
	if err := lexicon.Decode(file, data, &all); err != nil {
		return nil, err
	}
	r := &Registry{byName: map[string][]*Entry{}}
	for _, e := range all.Sources {
		if err := r.add(e); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, e.Line, err)
		}
	}
	return r, nil
}

var wikidataID = regexp.MustCompile(`^Q[1-9][0-9]*$`)

func (r *Registry) add(e *Entry) error {
	switch {
	case strings.TrimSpace(e.Name) == "":
		return fmt.Errorf("a source without name")
	case e.Wikidata != "" && !wikidataID.MatchString(e.Wikidata):
		return fmt.Errorf("wikidata: want an id such as Q1065, have %q", e.Wikidata)
	}
	for _, name := range append([]string{e.Name}, e.Aliases...) {
		key := registryKey(name)
		if key == "" {
			return fmt.Errorf("%s: an empty alias", e.Name)
		}
		for _, other := range r.byName[key] {
			if other == e {
				return fmt.Errorf("%q stands there twice", name)
			}
			if other.Affiliation == e.Affiliation && other.Kind == e.Kind && meet(other.Languages, e.Languages) {
				return fmt.Errorf("%q is also a name of the source in line %d: kind, affiliation or languages must tell them apart", name, other.Line)
			}
		}
		r.byName[key] = append(r.byName[key], e)
	}
	return nil
}

// meet tells whether two lists of languages share one; an empty list is all languages.
func meet(a, b []string) bool {
	return len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// registryKey folds a name for comparison: case, blanks, an article before it.
func registryKey(name string) string {
	words := strings.Fields(lexicon.Fold(name))
	if len(words) > 1 && slices.Contains([]string{"de", "het", "the"}, words[0]) {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

// find returns the entry for an entity by its canonical name or another form of it, nil for
// none. Of several, the one whose kind and affiliation agree with the text is meant; where
// none or more than one does, nothing is known.
func (r *Registry) find(lang string, e *entity) *Entry {
	if r == nil {
		return nil
	}
	for _, name := range append([]string{e.name}, e.aliases...) {
		var fit []*Entry
		list := r.byName[registryKey(name)]
		for _, x := range list {
			if (len(x.Languages) == 0 || slices.Contains(x.Languages, lang)) && (len(list) == 1 || x.agrees(e)) {
				fit = append(fit, x)
			}
		}
		if len(fit) == 1 {
			return fit[0]
		}
	}
	return nil
}

// agrees tells whether the text says of e what the entry says.
func (x *Entry) agrees(e *entity) bool {
	if x.Kind != "" && (x.Kind == string(Person)) != (e.kind == Person) {
		return false
	}
	if x.Affiliation == "" {
		return e.affiliation == ""
	}
	a, b := registryKey(x.Affiliation), registryKey(e.affiliation)
	return b != "" && (strings.Contains(a, b) || strings.Contains(b, a))
}

// apply writes what the entry knows over what the text let guess. Role and affiliation of
// the entry only fill gaps: people change posts.
func (x *Entry) apply(s *Source) {
	s.Name, s.Named, s.Wikidata = x.Name, true, x.Wikidata
	if x.Kind != "" {
		s.Kind = Kind(x.Kind)
	}
	if s.Role == "" {
		s.Role = x.Role
	}
	if s.Affiliation == "" {
		s.Affiliation = x.Affiliation
	}
}
