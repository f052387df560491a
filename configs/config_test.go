package configs_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/volgens/volgens/configs"
)

// langDir returns a folder with data for the languages that the defaults name, and xx.
func langDir(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	for _, code := range []string{"nl", "en", "xx"} {
		write(t, filepath.Join(dir, code), "cues.yaml", "verbs: []\n")
	}
	return dir
}

func write(t testing.TB, dir, name, content string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// load adds a folder with language data to s, so that no test depends on what is embedded.
func load(t testing.TB, s configs.Sources) (*configs.Config, error) {
	s.Flags = append(s.Flags, configs.Override{Key: "lang_dir", Value: langDir(t), Flag: "--lang-dir"})
	return configs.Load(s)
}

func TestDefaults(t *testing.T) {
	cfg, err := load(t, configs.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Input.MaxBytes != 5<<20 || cfg.Input.MaxRejectShare != 0.2 || cfg.Input.Fields.PublishedAt != "published_at" ||
		!cmp.Equal(cfg.Languages, []string{"nl", "en"}) || cfg.Log.Format != "auto" {
		t.Errorf("Load() = %+v", cfg)
	}
	for _, v := range cfg.Values() {
		if want := "default"; v.Key != "lang_dir" && v.Origin != want {
			t.Errorf("Origin(%q) = %q, want %q", v.Key, v.Origin, want)
		}
	}
}

func TestPrecedence(t *testing.T) {
	dir := t.TempDir()
	first := write(t, dir, "a.yaml", "# first\ninput:\n  max_bytes: 1MiB\n  chunk_bytes: 64KiB\n  max_reject_share: 0.5\nworkers: 2\n")
	second := write(t, dir, "b.yaml", "workers: 3\ninput: {chunk_bytes: 65537}\nlanguages: [xx]\nbeam:\n  runner: flink\n  experiments: [a, b]\n")
	cfg, err := load(t, configs.Sources{
		Files:   []string{"local", first, second},
		Environ: []string{"VOLGENS_WORKERS=4", "VOLGENS_INPUT_MAX_REJECT_SHARE=0.25", "VOLGENS_LOG_LEVEL=", "VOLGENS_SERVICE_HOST=10.0.0.1", "VOLGENS_BEAM_JOB_NAME=nightly", "HOME=/"},
		Flags:   []configs.Override{{Key: "workers", Value: "5", Flag: "--workers"}, {Key: "languages", Value: "xx,nl", Flag: "--lang"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][2]any{
		"workers":                {5, "flag --workers"},
		"languages":              {[]string{"xx", "nl"}, "flag --lang"},
		"input.max_reject_share": {0.25, "environment VOLGENS_INPUT_MAX_REJECT_SHARE"},
		"input.chunk_bytes":      {65537, second + ":2"},
		"input.max_bytes":        {1 << 20, first + ":3"},
		"log.level":              {"info", "default"},
		"beam.runner":            {"flink", second + ":5"},
		"beam.experiments":       {"a,b", second + ":6"},
		"beam.job_name":          {"nightly", "environment VOLGENS_BEAM_JOB_NAME"},
		"beam.environment_type":  {"LOOPBACK", "profile local:10"},
	}
	got := map[string][2]any{}
	for _, v := range cfg.Values() {
		if _, asked := want[v.Key]; asked {
			got[v.Key] = [2]any{v.Value, v.Origin}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Load: -want +got\n%s", diff)
	}
}

func TestProfilesLoad(t *testing.T) {
	for _, name := range []string{"local", "flink", "dataflow"} {
		cfg, err := load(t, configs.Sources{Files: []string{name}})
		if err != nil {
			t.Fatalf("Load(%s): %v", name, err)
		}
		if cfg.Beam["runner"] == "" {
			t.Errorf("profile %s names no runner", name)
		}
	}
}

func TestFileErrors(t *testing.T) {
	tests := []struct{ name, yaml, want string }{
		{"misspelt key", "log:\n  levle: info\n", `c.yaml:2: unknown key "log.levle" (log.level?)`},
		{"misspelt group", "inptu:\n  max_bytes: 1\n", `c.yaml:1: unknown key "inptu" (input?)`},
		{"key at the wrong level", "workers: 1\nmax_bytes: 1\n", `c.yaml:2: unknown key "max_bytes" (input.max_bytes?)`},
		{"nothing like it", "frobnicate: 1\n", `c.yaml:1: unknown key "frobnicate"`},
		{"key twice", "workers: 1\nworkers: 2\n", `c.yaml:2: key "workers" stands there twice`},
		{"key with keys", "workers: {a: 1}\n", `c.yaml:1: workers: want a value, have further keys`},
		{"group with value", "input: 7\n", `c.yaml:1: input: want keys with values`},
		{"a list", "- workers\n", "want keys with values"},
		{"no YAML", "a: [\n", "c.yaml:1: no YAML: did not find"},
		{"too large a share", "input:\n  max_reject_share: 1.5\n", "c.yaml:2: input.max_reject_share: want a number from 0 to 1, have 1.5"},
		{"not a number", "input: {max_reject_share: .nan}", "want a number from 0 to 1, have NaN"},
		{"size in words", "input: {max_bytes: much}", `c.yaml:1: input.max_bytes: want a size such as 65536 or 5MiB, have "much"`},
		{"size out of range", "input: {max_bytes: 1}", "want 1.0KiB to 256MiB, have 1"},
		{"small chunk", "input: {chunk_bytes: 1}", "want 0, or 1.0KiB to 1.0GiB, have 1"},
		{"negative workers", "workers: -1", "workers: want a whole number from 0 to 1024, have -1"},
		{"no such level", "log: {level: loud}", `log.level: want debug, info, warn or error, have "loud"`},
		{"text without name", `input: {fields: {text: ""}}`, "input.fields.text: want a name, have none"},
		{"list for a name", "lang_dir: [a]", "lang_dir: want one value, have a list"},
		{"no languages", "languages: []", "languages: want at least one"},
		{"language twice", "languages: [nl, nl]", `languages: "nl" stands there twice`},
		{"no such code", "languages: [Dutch]", `want ISO 639-1 codes such as nl, have "Dutch"`},
		{"no data", "languages: [nl, de]", `c.yaml:1: languages: no data for "de", only for en, nl, xx`},
		{"neither true nor false", "output: {overwrite: maybe}", `output.overwrite: want true or false, have "maybe"`},
		{"flag of Beam with dashes", "beam: {job-name: x}", `unknown key "beam.job-name"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := load(t, configs.Sources{Files: []string{write(t, t.TempDir(), "c.yaml", tt.yaml)}})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Load(%q) = %v, want …%s…", tt.yaml, err, tt.want)
			}
		})
	}
}

func TestOtherErrors(t *testing.T) {
	tests := []struct {
		name string
		s    configs.Sources
		want string
	}{
		{"unknown flag key", configs.Sources{Flags: []configs.Override{{Key: "worker", Value: "1", Flag: "--set"}}}, `flag --set: unknown key "worker" (workers?)`},
		{"bad flag", configs.Sources{Flags: []configs.Override{{Key: "workers", Value: "many", Flag: "--workers"}}}, `flag --workers: workers: want a whole number`},
		{"bad environment", configs.Sources{Environ: []string{"VOLGENS_WORKERS=many"}}, `environment VOLGENS_WORKERS: workers: want a whole number`},
		{"no such profile", configs.Sources{Files: []string{"spark"}}, "configuration spark: no such file, and no profile of this name (local, flink, dataflow)"},
		{"no such file", configs.Sources{Files: []string{"no/such.yaml"}}, "configuration: open no/such.yaml"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := load(t, tt.s)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Load(%+v) = %v, want …%s…", tt.s, err, tt.want)
			}
		})
	}
}

// Every error is reported, not only the first.
func TestErrorsTogether(t *testing.T) {
	path := write(t, t.TempDir(), "c.yaml", "wrokers: 1\nlog: {level: loud}\n")
	_, err := load(t, configs.Sources{Files: []string{path}, Environ: []string{"VOLGENS_INPUT_MAX_BYTES=x"}})
	for _, want := range []string{"wrokers", "loud", "VOLGENS_INPUT_MAX_BYTES"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Load = %v, want it to name %s", err, want)
		}
	}
}

func TestDigest(t *testing.T) {
	digest := func(overrides ...string) string {
		t.Helper()
		var s configs.Sources
		for _, o := range overrides {
			key, value, _ := strings.Cut(o, "=")
			s.Flags = append(s.Flags, configs.Override{Key: key, Value: value, Flag: "--set"})
		}
		cfg, err := load(t, s)
		if err != nil {
			t.Fatal(err)
		}
		sum, err := cfg.Digest()
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	base := digest()
	for _, same := range []string{"workers=7", "log.level=debug", "beam.runner=flink", "output.dir=x", "output.overwrite=true", "output.append=true", "input.max_reject_share=1", "input.paths=a,b"} {
		if digest(same) != base {
			t.Errorf("%s changes the digest, and no rows", same)
		}
	}
	for _, other := range []string{"input.max_bytes=1MiB", "input.chunk_bytes=1MiB", "languages=nl", "input.fields.text=body"} {
		if digest(other) == base {
			t.Errorf("%s changes rows, and not the digest", other)
		}
	}
	edited := langDir(t)
	write(t, filepath.Join(edited, "nl"), "cues.yaml", "verbs: [] # edited\n")
	cfg, err := configs.Load(configs.Sources{Flags: []configs.Override{{Key: "lang_dir", Value: edited, Flag: "--lang-dir"}}})
	if err != nil {
		t.Fatal(err)
	}
	if sum, err := cfg.Digest(); err != nil || sum == base {
		t.Errorf("edited language data has the same digest (%v)", err)
	}
}

// default.yaml is the documentation of the keys: every key stands there, and no other.
func TestDefaultFileHasEveryKey(t *testing.T) {
	cfg, err := load(t, configs.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range configs.Keys() {
		if cfg.Origin(key) == "" {
			t.Errorf("default.yaml has no %s", key)
		}
	}
}

// FuzzLoad checks that a configuration file is either refused with its name or gives values
// in range.
func FuzzLoad(f *testing.F) {
	for _, name := range []string{"default.yaml", "flink.yaml"} {
		data, err := configs.FS.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Add("input: &a {fields: *a}")
	f.Add("workers: !!binary x\n---\nworkers: 2")
	f.Add("beam: {x: {y: 1}, 1: 2, ? [a] : b}")
	dir, lang := f.TempDir(), langDir(f)
	f.Fuzz(func(t *testing.T, content string) {
		path := write(t, dir, "c.yaml", content)
		cfg, err := configs.Load(configs.Sources{
			Files: []string{path},
			Flags: []configs.Override{{Key: "lang_dir", Value: lang, Flag: "--lang-dir"}},
		})
		if err != nil {
			if !strings.Contains(err.Error(), "c.yaml") {
				t.Errorf("error without the name of the file: %v", err)
			}
			return
		}
		if cfg.Input.MaxBytes < 1<<10 || cfg.Input.MaxRejectShare > 1 || len(cfg.Languages) == 0 || cfg.Input.Fields.Text == "" {
			t.Errorf("Load(%q) = %+v", content, cfg)
		}
	})
}
