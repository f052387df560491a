package transforms

import (
	"os"
	"strings"
	"sync"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/coref"
)

// Language says for which languages a stage analyses, and with what data. It travels to
// the workers.
type Language struct {
	Codes []string // ISO 639-1; empty for all that the program knows
	Dir   string   // folder with language data in place of the embedded one; "" for the embedded one

	Registry     []byte // the registry of sources as YAML, nil for none
	RegistryName string // its file, for error messages
}

// Analyzer returns the analyser for l. The stages of one process share it, since they
// follow each other and it is safe for concurrent use.
func (l Language) Analyzer() (*analysis.Analyzer, error) {
	key := l.Dir + "\x00" + strings.Join(l.Codes, ",") + "\x00" + string(l.Registry)
	load, _ := analyzers.LoadOrStore(key, sync.OnceValues(func() (*analysis.Analyzer, error) {
		registry, err := coref.ParseRegistry(l.RegistryName, l.Registry)
		if err != nil {
			return nil, err
		}
		load := analysis.New
		if l.Dir != "" {
			load = func(codes ...string) (*analysis.Analyzer, error) { return analysis.NewFS(os.DirFS(l.Dir), codes...) }
		}
		a, err := load(l.Codes...)
		if err != nil {
			return nil, err
		}
		return a.WithRegistry(registry), nil
	}))
	return load.(func() (*analysis.Analyzer, error))()
}

// analyzers holds func() (*analysis.Analyzer, error) by language and folder.
var analyzers sync.Map
