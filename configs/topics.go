package configs

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// TopicFile is a file with the targets of a topic, to be parsed by those who use it.
type TopicFile struct {
	Name string // how an error names it
	Data []byte
}

// TopicFiles reads the topics of the configuration: names of embedded ones, or files. The
// error says where a topic is asked for that does not exist.
func (c *Config) TopicFiles() ([]TopicFile, error) {
	var out []TopicFile
	for _, name := range c.Topics {
		f, err := topicFile(name)
		if err != nil {
			return nil, fmt.Errorf("%s: topics: %w", c.Origin("topics"), err)
		}
		out = append(out, f)
	}
	return out, nil
}

func topicFile(name string) (TopicFile, error) {
	if !strings.ContainsAny(name, `./\`) {
		file := path.Join("topics", name+".yaml")
		data, err := FS.ReadFile(file)
		if errors.Is(err, fs.ErrNotExist) {
			return TopicFile{}, fmt.Errorf("no topic %q (there is %s; a file needs its ending)", name, strings.Join(TopicNames(), ", "))
		}
		return TopicFile{Name: "configs/" + file, Data: data}, err
	}
	data, err := os.ReadFile(name)
	return TopicFile{Name: name, Data: data}, err
}

// TopicNames lists the embedded topics, sorted.
func TopicNames() []string {
	found, _ := fs.Glob(FS, "topics/*.yaml") // the pattern is a good one
	for i := range found {
		found[i] = strings.TrimSuffix(path.Base(found[i]), ".yaml")
	}
	slices.Sort(found)
	return found
}
