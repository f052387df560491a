package transforms

import (
	"fmt"
	"io/fs"
	"os"
	"sync"

	"github.com/volgens/volgens/analysis"
	"github.com/volgens/volgens/analysis/coref"
	"github.com/volgens/volgens/analysis/dispute"
	"github.com/volgens/volgens/analysis/stance"
	"github.com/volgens/volgens/configs"
)

// Language says for which languages a stage analyses, and with what data. It travels to
// the workers.
type Language struct {
	Codes []string // ISO 639-1; empty for all that the program knows
	Dir   string   // folder with language data in place of the embedded one; "" for the embedded one

	Registry     []byte // the registry of sources as YAML, nil for none
	RegistryName string // its file, for error messages

	Topics []configs.TopicFile // targets of positions; none for the names of each article
	Checks map[string]float64  // weights of check-worthiness, base and reasons; nil for the defaults
}

// Analyzer returns the analyser for l. The stages of one process share it, since they
// follow each other and it is safe for concurrent use.
func (l Language) Analyzer() (*analysis.Analyzer, error) {
	load, _ := analyzers.LoadOrStore(fmt.Sprint(l), sync.OnceValues(l.load))
	return load.(func() (*analysis.Analyzer, error))()
}

func (l Language) load() (*analysis.Analyzer, error) {
	topic, err := l.topic()
	if err != nil {
		return nil, err
	}
	analyzer, err := l.plain()
	if err != nil {
		return nil, err
	}
	registry, err := coref.ParseRegistry(l.RegistryName, l.Registry)
	if err != nil {
		return nil, err
	}
	settings := analysis.Settings{Topic: topic}
	if l.Checks != nil {
		settings.Checks = &stance.Checks{Base: l.Checks["base"], Reasons: l.Checks}
	}
	return analyzer.WithRegistry(registry).With(settings), nil
}

func (l Language) plain() (*analysis.Analyzer, error) {
	if l.Dir != "" {
		return analysis.NewFS(os.DirFS(l.Dir), l.Codes...)
	}
	return analysis.New(l.Codes...)
}

// topic joins the topics, nil for none.
func (l Language) topic() (*stance.Topic, error) {
	var topics []*stance.Topic
	for _, f := range l.Topics {
		t, err := stance.ParseTopic(f.Name, f.Data)
		if err != nil {
			return nil, err
		}
		topics = append(topics, t)
	}
	return stance.JoinTopics(topics)
}

// Disputes returns what compares claims in the language of that code.
func (l Language) Disputes(code string) (*dispute.Finder, error) {
	if l.Dir != "" {
		return dispute.New(os.DirFS(l.Dir), code)
	}
	data, err := fs.Sub(configs.FS, "lang")
	if err != nil {
		return nil, err
	}
	return dispute.New(data, code)
}

// analyzers holds func() (*analysis.Analyzer, error) by what it was made of.
var analyzers sync.Map
