package configs

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/viper"
)

// envPrefix begins the names of the environment variables that set keys.
const envPrefix = "VOLGENS_"

// Config is the configuration of a run. Load fills it; default.yaml says what each key
// means.
type Config struct {
	Input     Input
	Output    Output
	Dataset   Dataset
	Languages []string
	LangDir   string `mapstructure:"lang_dir"`
	Known     Known  `mapstructure:"sources"`
	Topics    []string
	Workers   int

	// Checkworthiness has the weights of check-worthiness: base, and one for each reason.
	Checkworthiness map[string]float64

	Log  Log
	Beam map[string]string

	origins map[string]string
}

// Input says what is read and how.
type Input struct {
	Paths          []string
	MaxBytes       int     `mapstructure:"max_bytes"`
	MaxRejectShare float64 `mapstructure:"max_reject_share"`
	ChunkBytes     int     `mapstructure:"chunk_bytes"`
	Format         string
	Archives       Archives
	Fields         Fields
}

// Archives bounds what archives and compressed files unpack to.
type Archives struct {
	Depth int
	Files int
	Bytes int
	Ratio int
}

// Fields names the members of a JSON Lines record and the columns of a table.
type Fields struct {
	ID          string
	URL         string
	Title       string
	Text        string
	Lang        string
	PublishedAt string `mapstructure:"published_at"`
	Outlet      string
	Byline      string
}

// Known says what the user knows of sources.
type Known struct {
	Registry string // path of the file, "" for none
}

// RegistryData returns the registry of sources, nothing where none is configured.
func (c *Config) RegistryData() ([]byte, error) {
	if c.Known.Registry == "" {
		return nil, nil
	}
	data, err := os.ReadFile(c.Known.Registry)
	if err != nil {
		return nil, fmt.Errorf("%s: sources.registry: %w", c.Origin("sources.registry"), err)
	}
	return data, nil
}

// Output says where the dataset goes and what it holds.
type Output struct {
	Dir       string
	Overwrite bool
	Append    bool
	Text      string // none, claims or full
}

// Dataset is what the user says of a dataset to those who get it.
type Dataset struct {
	Title       string
	Description string
	License     string
	Creator     string
	URL         string
	Source      string
	Citation    string
}

// Log says what is logged and how.
type Log struct {
	Format string
	Level  string
}

// Override is the value of a flag.
type Override struct {
	Key   string
	Value string
	Flag  string // how the user wrote it: "--max-bytes"
}

// Sources says where Load looks.
type Sources struct {
	Files   []string // YAML files or names of profiles, the last one wins
	Environ []string // as of os.Environ; nil for no environment
	Flags   []Override
}

// Load returns the configuration that the sources give on top of the defaults. Unknown
// keys and values out of range are errors that name the place, also where another source
// has the last word; all of them are reported at once.
func Load(s Sources) (*Config, error) {
	l := loader{viper: viper.New(), origins: make(map[string]string)}
	defaults, err := readEmbedded("default")
	l.add(defaults, err, l.viper.SetDefault)
	for _, name := range s.Files {
		file, err := readFile(name)
		l.add(file, err, l.merge)
	}
	l.add(environment(s.Environ), nil, l.viper.Set)
	flags, err := flagLayer(s.Flags)
	l.add(flags, err, l.viper.Set)
	if err := errors.Join(l.errs...); err != nil {
		return nil, err
	}
	cfg := &Config{origins: l.origins}
	if err := l.viper.UnmarshalExact(cfg); err != nil {
		return nil, fmt.Errorf("bug: keys and Config differ: %w", err)
	}
	if _, err := cfg.TopicFiles(); err != nil {
		return nil, err
	}
	return cfg, cfg.checkLanguages()
}

// loader puts layers on top of each other and remembers where each value comes from.
type loader struct {
	viper   *viper.Viper
	origins map[string]string
	errs    []error
}

// add puts a layer on top, with the error of reading it.
func (l *loader) add(entries layer, err error, apply func(key string, value any)) {
	l.errs = append(l.errs, err)
	for _, e := range entries {
		k, _ := keyOf(e.key)
		value, err := k.parse(e.value)
		if err != nil {
			l.errs = append(l.errs, fmt.Errorf("%s: %s: %w", e.origin, e.key, err))
			continue
		}
		apply(e.key, value)
		l.origins[e.key] = e.origin
	}
}

func (l *loader) merge(key string, value any) {
	l.errs = append(l.errs, l.viper.MergeConfigMap(nested(key, value)))
}

// checkLanguages finds languages for which there is no data.
func (c *Config) checkLanguages() error {
	known, err := c.knownLanguages()
	if err != nil {
		return fmt.Errorf("%s: lang_dir: %w", c.Origin("lang_dir"), err)
	}
	for _, code := range c.Languages {
		if !slices.Contains(known, code) {
			return fmt.Errorf("%s: languages: no data for %q, only for %s", c.Origin("languages"), code, strings.Join(known, ", "))
		}
	}
	return nil
}

// LangFS returns the language data in force: the folders by language code.
func (c *Config) LangFS() (fs.FS, error) {
	if c.LangDir != "" {
		return os.DirFS(c.LangDir), nil
	}
	return fs.Sub(FS, "lang")
}

func (c *Config) knownLanguages() ([]string, error) {
	data, err := c.LangFS()
	if err != nil {
		return nil, err
	}
	entries, err := fs.ReadDir(data, ".")
	if err != nil {
		return nil, err
	}
	var codes []string
	for _, e := range entries {
		if files, _ := fs.Glob(data, e.Name()+"/*.yaml"); len(files) > 0 {
			codes = append(codes, e.Name())
		}
	}
	return codes, nil
}

// Origin says where the value of a key comes from: "flag --max-bytes", "environment
// VOLGENS_WORKERS", the path and line of a file, or "default". It is "" for a key that is
// not set.
func (c *Config) Origin(key string) string { return c.origins[key] }

// environment returns the values of the variables that name a key. Others with the prefix
// are left alone: platforms make up such names (VOLGENS_SERVICE_HOST).
func environment(environ []string) layer {
	names := make(map[string]string)
	for _, k := range keys {
		names[EnvName(k.name)] = k.name
	}
	var l layer
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		key, known := names[name]
		if flag, ok := strings.CutPrefix(name, EnvName(beamPrefix)); ok {
			key, known = beamPrefix+strings.ToLower(flag), flag != ""
		}
		if known && value != "" {
			l = append(l, entry{key: key, value: value, origin: "environment " + name})
		}
	}
	return l
}

// EnvName returns the name of the environment variable that sets a key.
func EnvName(key string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

func flagLayer(flags []Override) (layer, error) {
	var l layer
	var errs []error
	for _, f := range flags {
		e := entry{key: f.Key, value: f.Value, origin: "flag " + f.Flag}
		if _, known := keyOf(f.Key); !known {
			errs = append(errs, e.unknown())
			continue
		}
		l = append(l, e)
	}
	return l, errors.Join(errs...)
}
