package configs

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// checkPrefix begins the keys of the weights of check-worthiness.
const checkPrefix = "checkworthiness."

// Digest returns a SHA-256 over all that changes rows: the keys that do (not the number of
// workers, logging or the runner), the language data of the languages in use, the registry of sources and the topics. Two runs
// of one program version with the same digest and the same input give the same files.
func (c *Config) Digest() (string, error) {
	h := sha256.New()
	for _, v := range c.Values() {
		if k, _ := keyOf(v.Key); k.results {
			value, err := json.Marshal(v.Value)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(h, "%s=%s\n", v.Key, value)
		}
	}
	data, err := c.LangFS()
	if err != nil {
		return "", err
	}
	for _, code := range slices.Sorted(slices.Values(c.Languages)) {
		files, err := fs.Glob(data, code+"/*")
		if err != nil {
			return "", err
		}
		for _, name := range files {
			content, err := fs.ReadFile(data, name)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(h, "%s %x\n", name, sha256.Sum256(content))
		}
	}
	registry, err := c.RegistryData()
	if err != nil {
		return "", err
	}
	if len(registry) > 0 {
		fmt.Fprintf(h, "sources.registry %x\n", sha256.Sum256(registry))
	}
	topics, err := c.TopicFiles()
	if err != nil {
		return "", err
	}
	for _, t := range topics {
		fmt.Fprintf(h, "topic %x\n", sha256.Sum256(t.Data))
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Value is a key with its value and where that comes from.
type Value struct {
	Key    string `json:"key"`
	Value  any    `json:"value"`
	Origin string `json:"origin"`
}

// Values returns every key in the order of default.yaml, then the flags of Beam that are
// set, sorted.
func (c *Config) Values() []Value {
	values := []any{
		c.Input.Paths, c.Input.MaxBytes, c.Input.MaxRejectShare, c.Input.ChunkBytes,
		c.Input.Format, c.Input.Archives.Depth, c.Input.Archives.Files, c.Input.Archives.Bytes, c.Input.Archives.Ratio,
		c.Input.Fields.ID, c.Input.Fields.URL, c.Input.Fields.Title, c.Input.Fields.Text,
		c.Input.Fields.Lang, c.Input.Fields.PublishedAt, c.Input.Fields.Outlet, c.Input.Fields.Byline,
		c.Output.Dir, c.Output.Overwrite, c.Output.Append, c.Output.Text,
		c.Dataset.Title, c.Dataset.Description, c.Dataset.License, c.Dataset.Creator, c.Dataset.URL, c.Dataset.Source, c.Dataset.Citation,
		c.Languages, c.LangDir, c.Known.Registry, c.Topics,
	}
	for _, k := range keys {
		if reason, ok := strings.CutPrefix(k.name, checkPrefix); ok {
			values = append(values, c.Checkworthiness[reason])
		}
	}
	values = append(values, c.Workers, c.Log.Format, c.Log.Level)
	out := make([]Value, 0, len(values)+len(c.Beam))
	for i, k := range keys {
		out = append(out, Value{k.name, values[i], c.Origin(k.name)})
	}
	for _, flag := range slices.Sorted(maps.Keys(c.Beam)) {
		out = append(out, Value{beamPrefix + flag, c.Beam[flag], c.Origin(beamPrefix + flag)})
	}
	return out
}
