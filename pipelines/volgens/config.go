package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"

	"github.com/volgens/volgens/configs"
)

func (a *app) configCommand() *cobra.Command {
	var asJSON, defaults bool
	cmd := &cobra.Command{
		Use:     "config",
		GroupID: groupAbout,
		Short:   "Show the configuration in force and where each value comes from",
		Long: `Show the configuration in force: every key with its value and where that comes from.

A value is taken from a flag, else from a VOLGENS_* variable of the environment, else from
the files given with --config (the last one wins), else from the defaults. An unknown key
and a value out of range are errors that name the file and line; "volgens help
configuration" tells more.`,
		Example: `  volgens config                                   what applies without any flags
  volgens config --config flink                    what the profile flink changes
  volgens config --defaults > volgens.yaml         a commented file to start from
  VOLGENS_WORKERS=2 volgens config --json | jq .   for programs`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if defaults {
				data, err := configs.FS.ReadFile("default.yaml")
				if err == nil {
					_, err = a.out.Write(data)
				}
				return err
			}
			cfg, err := a.config()
			if err != nil {
				return err
			}
			if asJSON {
				enc := json.NewEncoder(a.out)
				enc.SetIndent("", "  ")
				return enc.Encode(cfg.Values())
			}
			return a.printConfig(cfg)
		},
	}
	a.configFlags(cmd)
	a.keyFlag(cmd.Flags(), "workers", "", "workers", "number", "goroutines that analyse, 0 for one a core")
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON: a list of {key, value, origin}")
	cmd.Flags().BoolVar(&defaults, "defaults", false, "print the commented default configuration")
	return cmd
}

func (a *app) printConfig(cfg *configs.Config) error {
	origin, changed := lipgloss.NewStyle().Faint(true), lipgloss.NewStyle().Bold(true)
	color := a.useColor(a.out)
	keyWidth, valueWidth := 0, 0
	for _, v := range cfg.Values() {
		keyWidth, valueWidth = max(keyWidth, len(v.Key)), max(valueWidth, min(40, len(plainValue(v.Value))))
	}
	for _, v := range cfg.Values() {
		key, value, from := fmt.Sprintf("%-*s", keyWidth, v.Key), fmt.Sprintf("%-*s", valueWidth, plainValue(v.Value)), v.Origin
		if color {
			from = origin.Render(from)
			if v.Origin != "default" {
				value = changed.Render(value)
			}
		}
		if _, err := fmt.Fprintf(a.out, "%s  %s  %s\n", key, value, from); err != nil {
			return err
		}
	}
	return nil
}

// plainValue returns a value as a YAML file would hold it.
func plainValue(value any) string {
	switch value := value.(type) {
	case []string:
		return "[" + strings.Join(value, ", ") + "]"
	case string:
		if value == "" {
			return `""`
		}
	}
	return fmt.Sprint(value)
}
