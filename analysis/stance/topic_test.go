package stance_test

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/volgens/volgens/analysis/stance"
	"github.com/volgens/volgens/configs"
)

func TestParseTopicErrors(t *testing.T) {
	for _, tt := range []struct{ name, file, want string }{
		{"empty", "", "t.yaml:1: empty topic file"},
		{"unknown key", "id: a\ntargets:\n  - {id: b, nmes: {nl: [x]}}\n", `t.yaml:3: unknown key "nmes"`},
		{"no targets", "id: a\n", "t.yaml:1: targets is missing"},
		{"bad id", "id: A b\ntargets: [{id: b, names: {nl: [x]}}]\n", "t.yaml:1: want an id"},
		{"a name for two targets", "id: a\ntargets:\n  - {id: b, names: {nl: [x]}}\n  - {id: c, names: {nl: [X]}}\n", `t.yaml:4: "X" stands for "b" already`},
		{"target without names", "id: a\ntargets: [{id: b}]\n", `t.yaml:2: target "b" has no names`},
		{"target twice", "id: a\ntargets:\n  - {id: b, names: {nl: [x]}}\n  - {id: b, names: {nl: [y]}}\n", `t.yaml:4: target "b" stands there twice`},
		{"key twice", "id: a\nid: b\ntargets: [{id: b, names: {nl: [x]}}]\n", `t.yaml:2: key "id" stands there twice`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := stance.ParseTopic("t.yaml", []byte(tt.file)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("ParseTopic(%q) = %v, want %q", tt.file, err, tt.want)
			}
		})
	}
}

func TestBuiltInTopics(t *testing.T) {
	files, err := fs.Glob(configs.FS, "topics/*.yaml")
	if err != nil || len(files) < 2 {
		t.Fatalf("topics: %v, %v", files, err)
	}
	for _, f := range files {
		topic, err := stance.LoadTopic(configs.FS, f)
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		for _, target := range topic.Targets {
			for _, lang := range []string{"nl", "en"} {
				if len(target.Names[lang]) == 0 {
					t.Errorf("%s: target %s has no names in %s", f, target.ID, lang)
				}
			}
		}
	}
}

func FuzzParseTopic(f *testing.F) {
	f.Add([]byte("id: a\ntargets: [{id: b, names: {nl: [x]}}]\n"))
	f.Add([]byte("{"))
	f.Fuzz(func(t *testing.T, data []byte) {
		topic, err := stance.ParseTopic("t.yaml", data)
		if err == nil && (topic.ID == "" || len(topic.Targets) == 0) {
			t.Errorf("ParseTopic(%q) gives a topic without id or targets", data)
		}
	})
}
