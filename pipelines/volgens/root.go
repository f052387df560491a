package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/volgens/volgens/configs"
)

// Exit statuses. `volgens help exit-codes` explains them.
const (
	exitGood    = 0
	exitFailed  = 1
	exitUsage   = 2
	exitRejects = 3
)

// statusError is an error with the exit status that it calls for.
type statusError struct {
	error
	status int
}

func (e statusError) Unwrap() error { return e.error }

// usage marks an error as a wrong use of the program: nothing was done.
func usage(err error) error {
	if err == nil {
		return nil
	}
	return statusError{err, exitUsage}
}

func usagef(format string, args ...any) error { return usage(fmt.Errorf(format, args...)) }

// errSilent is an error that has been reported already.
var errSilent = errors.New("reported")

// app is what the commands share.
type app struct {
	in  io.Reader
	out io.Writer
	err io.Writer
	log *slog.Logger

	environ     []string
	configFiles []string
	overrides   []configs.Override
	color       string
}

// execute runs the program and returns its exit status.
func execute(ctx context.Context, args []string, in io.Reader, out, err io.Writer) int {
	a := &app{in: in, out: out, err: err, log: slog.New(slog.DiscardHandler), environ: os.Environ()}
	root := a.rootCommand()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(err)
	cmd, failure := root.ExecuteContextC(ctx)
	return a.report(ctx, cmd, failure)
}

// report tells the user of an error and returns the exit status.
func (a *app) report(ctx context.Context, cmd *cobra.Command, err error) int {
	if err == nil {
		return exitGood
	}
	status := exitFailed
	var with statusError
	if errors.As(err, &with) {
		status = with.status
	} else if isCobraUsage(err) {
		status = exitUsage
	}
	switch {
	case errors.Is(err, errSilent):
	case ctx.Err() != nil:
		fmt.Fprintln(a.err, "volgens: interrupted")
	default:
		for line := range strings.SplitSeq(err.Error(), "\n") {
			fmt.Fprintln(a.err, "volgens:", line)
		}
		if status == exitUsage {
			fmt.Fprintf(a.err, "Try `%s --help`.\n", cmd.CommandPath())
		}
	}
	return status
}

// isCobraUsage recognises the errors that cobra makes itself.
func isCobraUsage(err error) bool {
	return strings.HasPrefix(err.Error(), "unknown command ") || strings.HasPrefix(err.Error(), "required flag(s) ")
}

const (
	groupMain  = "main"
	groupData  = "data"
	groupAbout = "about"
)

func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "volgens",
		Short: "who says what in the news",
		Long: `volgens reads news text, splits it into attributed claims (who says what), tags the
stance of every source and writes Parquet.

It runs on this machine as it is, and on Flink or Dataflow when the archive outgrows
it (see "volgens help runners").`,
		Example: `  volgens show article.txt                     the claims of one article
  volgens run archive/ --output claims/        the claims of an archive, as Parquet
  volgens claims claims/                       look at them
  volgens review claims/ --open                audit them in the browser
  volgens verify claims/                       re-check the dataset`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.AddGroup(
		&cobra.Group{ID: groupMain, Title: "From text to claims:"},
		&cobra.Group{ID: groupData, Title: "Datasets and quality:"},
		&cobra.Group{ID: groupAbout, Title: "About the program:"},
	)
	root.SetHelpCommandGroupID(groupAbout)
	root.SetCompletionCommandGroupID(groupAbout)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage(err) })
	flags := root.PersistentFlags()
	flags.SortFlags = false
	flags.StringVar(&a.color, "color", "auto", "colours: auto, always or never (also NO_COLOR, CLICOLOR_FORCE)")
	must(root.RegisterFlagCompletionFunc("color", cobra.FixedCompletions([]string{"auto", "always", "never"}, cobra.ShellCompDirectiveNoFileComp)))
	for _, c := range a.commands() {
		c.Args = asUsage(c.Args)
		root.AddCommand(c)
	}
	return root
}

func (a *app) commands() []*cobra.Command {
	return append([]*cobra.Command{
		a.showCommand(), a.runCommand(), a.annotateCommand(),
		a.claimsCommand(), a.reviewCommand(), a.exportCommand(), a.notebookCommand(), a.lineageCommand(), a.verifyCommand(), a.evaluateCommand(), a.schemaCommand(), a.parseCommand(),
		a.configCommand(), a.versionCommand(),
	}, topicCommands()...)
}

// must is for set-up that only fails on a bug.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// asUsage marks errors about the arguments as wrong usage.
func asUsage(check cobra.PositionalArgs) cobra.PositionalArgs {
	if check == nil {
		return nil
	}
	return func(cmd *cobra.Command, args []string) error { return usage(check(cmd, args)) }
}

// configFlags adds the flags that every command with a configuration has.
func (a *app) configFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	a.settingFlags(cmd)
	a.keyFlag(flags, "languages", "", "languages", "codes", "languages to analyse, such as nl,en")
	a.keyFlag(flags, "lang-dir", "", "lang_dir", "folder", "language data in place of the built-in one")
	a.keyFlag(flags, "registry", "", "sources.registry", "file", "sources that you know, which win over the guess")
	a.keyFlag(flags, "topic", "", "topics", "name", "topic whose targets positions are looked for: a name or a YAML file; repeatable")
	a.keyFlag(flags, "log-format", "", "log.format", "format", "log as auto, text or json")
	a.keyFlag(flags, "log-level", "", "log.level", "level", "log from debug, info, warn or error")
	must(cmd.RegisterFlagCompletionFunc("log-format", cobra.FixedCompletions([]string{"auto", "text", "json"}, cobra.ShellCompDirectiveNoFileComp)))
	must(cmd.RegisterFlagCompletionFunc("log-level", cobra.FixedCompletions([]string{"debug", "info", "warn", "error"}, cobra.ShellCompDirectiveNoFileComp)))
	must(cmd.RegisterFlagCompletionFunc("topic", cobra.FixedCompletions(configs.TopicNames(), cobra.ShellCompDirectiveDefault)))
	must(cmd.MarkFlagDirname("lang-dir"))
	must(cmd.MarkFlagFilename("registry", "yaml", "yml"))
}

// settingFlags adds the flags that set any key of the configuration.
func (a *app) settingFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVar(&a.configFiles, "config", nil, "YAML `file` with the configuration, or a profile: local, flink, dataflow; repeatable, the last one wins")
	flags.Var(&setValue{a}, "set", "any `key=value` of the configuration, see \"volgens config --defaults\"; repeatable")
	must(cmd.RegisterFlagCompletionFunc("set", completeKeys))
}

func completeKeys(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	names := configs.Keys()
	for i := range names {
		names[i] += "="
	}
	return names, cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveNoFileComp
}

// keyFlag adds a flag that sets a key of the configuration.
func (a *app) keyFlag(flags *pflag.FlagSet, name, short, key, kind, help string) {
	f := flags.VarPF(&keyValue{app: a, key: key, flag: "--" + name, kind: kind}, name, short, help)
	if kind == "" {
		f.NoOptDefVal = "true"
	}
}

// keyValue is the value of a flag that sets a key. Load checks it.
type keyValue struct {
	app             *app
	key, flag, kind string
	value           string
}

func (v *keyValue) String() string { return v.value }

// Set notes the value; a flag given twice makes a list.
func (v *keyValue) Set(value string) error {
	if v.value != "" && v.kind != "" {
		value = v.value + "," + value
	}
	v.value = value
	v.app.overrides = append(v.app.overrides, configs.Override{Key: v.key, Value: value, Flag: v.flag})
	return nil
}

func (v *keyValue) Type() string {
	if v.kind == "" {
		return "bool"
	}
	return v.kind
}

// setValue is the value of --set.
type setValue struct{ app *app }

func (v *setValue) String() string { return "" }

func (v *setValue) Type() string { return "key=value" }

func (v *setValue) Set(pair string) error {
	key, value, ok := strings.Cut(pair, "=")
	if !ok {
		return errors.New("want key=value")
	}
	v.app.overrides = append(v.app.overrides, configs.Override{Key: key, Value: value, Flag: "--set " + key})
	return nil
}

// config loads the configuration and starts logging as it says.
func (a *app) config() (*configs.Config, error) {
	files := a.configFiles
	if len(files) == 0 {
		files = splitList(lookup(a.environ, "VOLGENS_CONFIG"))
	}
	cfg, err := configs.Load(configs.Sources{Files: files, Environ: a.environ, Flags: a.overrides})
	if err != nil {
		return nil, usage(err)
	}
	a.log = newLogger(a.err, cfg.Log, a.useColor(a.err))
	return cfg, nil
}

func splitList(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' })
}

// lookup returns the value of a variable of an environment.
func lookup(environ []string, name string) string {
	value := ""
	for _, pair := range environ {
		if v, ok := strings.CutPrefix(pair, name+"="); ok {
			value = v
		}
	}
	return value
}
