package transforms

import (
	"os"
	"strings"
	"sync"

	"github.com/volgens/volgens/analysis"
)

// Language says for which languages a stage analyses, and with what data. It travels to
// the workers.
type Language struct {
	Codes []string // ISO 639-1; empty for all that the program knows
	Dir   string   // folder with language data in place of the embedded one; "" for the embedded one
}

// Analyzer returns the analyser for l. The stages of one process share it, since they
// follow each other and it is safe for concurrent use.
func (l Language) Analyzer() (*analysis.Analyzer, error) {
	key := l.Dir + "\x00" + strings.Join(l.Codes, ",")
	load, _ := analyzers.LoadOrStore(key, sync.OnceValues(func() (*analysis.Analyzer, error) {
		if l.Dir != "" {
			return analysis.NewFS(os.DirFS(l.Dir), l.Codes...)
		}
		return analysis.New(l.Codes...)
	}))
	return load.(func() (*analysis.Analyzer, error))()
}

// analyzers holds func() (*analysis.Analyzer, error) by language and folder.
var analyzers sync.Map
