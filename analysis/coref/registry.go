package coref

// Registry holds sources that the user knows: what it says wins over the guess.
type Registry struct {
	entries []Entry
	byName  map[string][]*Entry
}

// Entry is a source of a registry.
type Entry struct {
	Line        int
	Name        string   `yaml:"name"`
	Aliases     []string `yaml:"aliases"`
	Kind        string   `yaml:"kind" oneof:"person organisation government group document media anonymous"`
	Wikidata    string   `yaml:"wikidata"`
	Role        string   `yaml:"role"`
	Affiliation string   `yaml:"affiliation"`
	Lang        []string `yaml:"lang"`
}

func (r *Registry) find(lang string, e *entity) *Entry { return nil }

func (x *Entry) apply(s *Source) {}
