package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"

	"github.com/volgens/volgens/notebooks"
	"github.com/volgens/volgens/schemas"
)

func (a *app) schemaCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:     "schema [TABLE]",
		GroupID: groupData,
		Short:   "Show the columns of the tables, their types and meaning",
		Long: `Show the columns of a table, or of all, with their types (as DuckDB names them) and
meaning. Offsets are Unicode code points, end exclusive, of documents.text.

The format sql gives views for DuckDB instead, on each table and over them, to be read in the
folder of a dataset; docs/notebooks.md shows them.`,
		Example: `  volgens schema claims
  volgens schema --format markdown > datasets.md
  volgens schema claims --format json | jq -r '.[].columns[].name'
  cd out && volgens schema --format sql > views.sql && duckdb -init views.sql`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: cobra.FixedCompletions(tableNames(), cobra.ShellCompDirectiveNoFileComp),
		RunE: func(_ *cobra.Command, args []string) error {
			tables := schemas.Tables()
			if len(args) > 0 {
				t, ok := schemas.TableNamed(args[0])
				if !ok {
					return usagef("no table %q: want %s", args[0], strings.Join(tableNames(), ", "))
				}
				tables = []schemas.Table{t}
			}
			return a.printSchema(tables, format)
		},
	}
	cmd.Flags().StringVarP(&format, "format", "f", "text", "text, markdown, json or sql")
	must(cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"text", "markdown", "json", "sql"}, cobra.ShellCompDirectiveNoFileComp)))
	return cmd
}

func tableNames() []string {
	var names []string
	for _, t := range schemas.Tables() {
		names = append(names, t.Name)
	}
	return names
}

func (a *app) printSchema(tables []schemas.Table, format string) error {
	switch format {
	case "text":
		return a.schemaText(tables)
	case "markdown":
		return a.schemaMarkdown(tables)
	case "json":
		enc := json.NewEncoder(a.out)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(tables)
	case "sql":
		_, err := io.WriteString(a.out, notebooks.Views())
		return err
	}
	return usagef("--format: want text, markdown, json or sql, have %q", format)
}

func (a *app) schemaText(tables []schemas.Table) error {
	color, width := a.useColor(a.out), a.width()
	bold, faint := lipgloss.NewStyle().Bold(true), lipgloss.NewStyle().Faint(true)
	look := func(style lipgloss.Style, s string) string {
		if color {
			return style.Render(s)
		}
		return s
	}
	for i, t := range tables {
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		if _, err := fmt.Fprintf(a.out, "%s: one row per %s\n\n", look(bold, t.Name), t.Doc); err != nil {
			return err
		}
		for _, c := range flatColumns(t.Columns) {
			kind := strings.ToLower(c.Type)
			if len(c.Fields) > 0 {
				kind = "list of structs"
			}
			if c.Nullable {
				kind += ", null"
			}
			fmt.Fprintf(a.out, "  %s  %s\n", look(bold, c.Name), look(faint, kind))
			doc := c.Doc
			if len(c.Enum) > 0 {
				doc += ": " + strings.Join(c.Enum, ", ")
			}
			fmt.Fprintln(a.out, lipgloss.NewStyle().Width(max(width, 40)).PaddingLeft(6).Render(doc))
		}
	}
	return nil
}

// flatColumns returns columns with the fields of structs after them: "spans.start".
func flatColumns(columns []schemas.Column) []schemas.Column {
	var out []schemas.Column
	for _, c := range columns {
		out = append(out, c)
		for _, f := range flatColumns(c.Fields) {
			f.Name = c.Name + "." + f.Name
			out = append(out, f)
		}
	}
	return out
}

func (a *app) schemaMarkdown(tables []schemas.Table) error {
	cell := strings.NewReplacer("|", `\|`, "\n", " ")
	for i, t := range tables {
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		if _, err := fmt.Fprintf(a.out, "## %s\n\nOne row per %s.\n\n| column | type | null | meaning |\n|---|---|---|---|\n", t.Name, t.Doc); err != nil {
			return err
		}
		for _, c := range flatColumns(t.Columns) {
			null, doc := "", c.Doc
			if c.Nullable {
				null = "yes"
			}
			if len(c.Enum) > 0 {
				doc += ": `" + strings.Join(c.Enum, "`, `") + "`"
			}
			fmt.Fprintf(a.out, "| %s | `%s` | %s | %s |\n", c.Name, cell.Replace(c.Type), null, cell.Replace(doc))
		}
	}
	return nil
}
