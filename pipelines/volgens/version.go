package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/volgens/volgens/schemas"
)

// version is set by the linker for a release: -ldflags "-X main.version=v1.2.3".
var version string

// programVersion returns the version that datasets carry: the release, else the commit,
// else "devel". One binary always says the same.
func programVersion() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	settings := buildSettings(info)
	if commit := settings["vcs.revision"]; commit != "" {
		if settings["vcs.modified"] == "true" {
			commit += "+changes"
		}
		return commit
	}
	return "devel"
}

func buildSettings(info *debug.BuildInfo) map[string]string {
	settings := make(map[string]string)
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	return settings
}

// beamVersion returns the version of Beam that is built in.
func beamVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dep := range info.Deps {
			if strings.HasPrefix(dep.Path, "github.com/apache/beam/sdks/") {
				return dep.Version
			}
		}
	}
	return "unknown"
}

func (a *app) versionCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "version",
		GroupID: groupAbout,
		Short:   "Show the version of the program",
		Long: `Show the version of the program, of the tables that it writes, of Apache Beam and of Go.

Every dataset names the first in its manifest: one program version, one
configuration and one input always give the same files.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			v := []struct{ Name, Value string }{
				{"volgens", programVersion()},
				{"schema", schemas.Version},
				{"beam", beamVersion()},
				{"go", runtime.Version()},
				{"platform", runtime.GOOS + "/" + runtime.GOARCH},
			}
			if asJSON {
				m := make(map[string]string)
				for _, item := range v {
					m[item.Name] = item.Value
				}
				return json.NewEncoder(a.out).Encode(m)
			}
			for _, item := range v {
				fmt.Fprintf(a.out, "%-9s %s\n", item.Name, item.Value)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return cmd
}
