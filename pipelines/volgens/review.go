package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/volgens/volgens/review"
	"github.com/volgens/volgens/review/account"
	"github.com/volgens/volgens/review/decisions"
	"github.com/volgens/volgens/review/index"
	"github.com/volgens/volgens/review/workspace"
)

// reviewOptions are the flags of review.
type reviewOptions struct {
	addr      string
	open      bool
	users     string
	user      string
	public    bool
	hosts     []string
	proxies   []string
	header    string
	https     bool
	decisions string
	texts     string
	cache     string
	scale     string
	publisher string
	url       string
}

func (a *app) reviewCommand() *cobra.Command {
	var o reviewOptions
	cmd := &cobra.Command{
		Use:     "review DIR",
		GroupID: groupData,
		Short:   "Audit the claims of a dataset in the browser",
		Long: `Open a web app over a finished dataset, in which people audit its claims: is it what the
text says, is the source right, is the stance, is it worth a check, and what did the check
find. The dataset is only read; decisions go to a file beside its folder.

It serves this machine alone and needs no account. With --users people log in; only then,
and with --public, does it listen for other machines. Put a proxy that speaks HTTPS in
front of it there, and add --https.`,
		Example: `  volgens review out/ --open
  volgens review user add ann --users people.txt
  volgens review out/ --users people.txt --addr 0.0.0.0:8420 --public --https --host claims.example.org`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.review(cmd.Context(), args[0], o, cmd.Flags().Changed("addr"))
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&o.addr, "addr", "127.0.0.1:8420", "`address` to listen on; without the flag another port where this one is taken")
	flags.BoolVar(&o.open, "open", false, "open it in the browser")
	flags.StringVar(&o.user, "user", "", "`name` for the decisions of a single user (default: who runs the program)")
	flags.StringVar(&o.users, "users", "", "`file` with accounts, see \"volgens review user add\"")
	flags.BoolVar(&o.public, "public", false, "listen for other machines; needs --users")
	flags.StringArrayVar(&o.hosts, "host", nil, "`name` under which browsers ask for it, besides localhost; repeatable")
	flags.BoolVar(&o.https, "https", false, "browsers come over HTTPS: send cookies that way alone")
	flags.StringArrayVar(&o.proxies, "proxy", nil, "`address` of a proxy, or a range such as 10.0.0.0/8; repeatable")
	flags.StringVar(&o.header, "identity-header", "", "`header` in which the proxy names the user, in place of a login; needs --proxy and --users")
	flags.StringVar(&o.decisions, "decisions", "", "`file` for the decisions (default: beside the folder, with the ending .reviews.sqlite)")
	a.textsFlag(cmd, &o.texts)
	flags.StringVar(&o.cache, "cache", "", "`folder` for the index (default: that of the user's caches)")
	flags.StringVar(&o.scale, "scale", "", "YAML `file` with the verdicts to choose from")
	flags.StringVar(&o.publisher, "publisher", "", "`name` of who publishes verdicts, for ClaimReview; needs --url")
	flags.StringVar(&o.url, "url", "", "`address` of the page of a verdict, with {id} for the id of the claim; needs --publisher")
	must(cmd.MarkFlagFilename("users"))
	must(cmd.MarkFlagFilename("scale", "yaml", "yml"))
	must(cmd.MarkFlagDirname("cache"))
	cmd.AddCommand(a.reviewUserCommand(), a.reviewBackupCommand(), a.reviewDiffCommand())
	return cmd
}

// review serves a dataset until it is interrupted.
func (a *app) review(ctx context.Context, dir string, o reviewOptions, fixed bool) error {
	if _, err := datasetFS(dir); err != nil {
		return err
	}
	if _, err := a.config(); err != nil { // logging
		return err
	}
	server, err := o.options()
	if err != nil {
		return err
	}
	scale, err := o.loadScale()
	if err != nil {
		return err
	}
	open, cleanUp, err := a.withTexts(ctx, dir, o.texts, true)
	if err != nil {
		return err
	}
	defer cleanUp()
	line := a.progressLine(false)
	begin := time.Now()
	w, err := workspace.Open(ctx, workspace.Options{
		Dir: open, Decisions: cmp.Or(o.decisions, workspace.DecisionsFile(dir)), Cache: o.cache, Review: decisions.Options{Scale: scale},
		Progress: func(p index.Progress) {
			line.show(func() string { return indexProgress(p, time.Since(begin)) })
		},
	})
	line.clear()
	if err != nil {
		return err
	}
	defer w.Close()
	server.Work, server.Name, server.Logger = w, datasetName(dir), a.log
	app, err := review.New(server)
	if err != nil {
		return usage(err)
	}
	l, err := listen(ctx, o.addr, fixed)
	if err != nil {
		return err
	}
	address := "http://" + l.Addr().String() + "/"
	fmt.Fprintf(a.out, "%s with %s: %s (Ctrl-C ends it; decisions are in %s)\n", dir, count(w.Index.Len(), "claim"), address,
		cmp.Or(o.decisions, workspace.DecisionsFile(dir)))
	if o.open {
		if err := openBrowser(address); err != nil {
			a.note("no browser could be opened (%v); open the address yourself", err)
		}
	}
	return app.Serve(ctx, l)
}

// options checks the flags about who may come in.
func (o reviewOptions) options() (review.Options, error) {
	out := review.Options{User: o.user, Hosts: o.hosts, Header: o.header, Secure: o.https, Publisher: o.publisher, URL: o.url}
	if !review.Loopback(o.addr) && (o.users == "" || !o.public) {
		return out, usagef("--addr %s lets other machines in: that needs --users and --public", o.addr)
	}
	for _, p := range o.proxies {
		prefix, err := parsePrefix(p)
		if err != nil {
			return out, usagef("--proxy: want an address or a range, have %q", p)
		}
		out.Proxies = append(out.Proxies, prefix)
	}
	if o.header != "" && (o.users == "" || len(o.proxies) == 0) {
		return out, usagef("--identity-header needs --users and the addresses of the proxies, --proxy")
	}
	if o.users == "" {
		if out.User == "" {
			out.User = systemUser()
		}
		return out, nil
	}
	users, err := account.Open(o.users)
	out.Users = users
	return out, err
}

func (o reviewOptions) loadScale() (scale decisions.Scale, err error) {
	if o.scale == "" {
		return scale, nil
	}
	f, err := os.Open(o.scale)
	if err != nil {
		return scale, err
	}
	defer f.Close()
	if scale, err = decisions.LoadScale(f); err != nil {
		return scale, usage(fmt.Errorf("%s: %w", o.scale, err))
	}
	return scale, nil
}

func parsePrefix(s string) (netip.Prefix, error) {
	if strings.Contains(s, "/") {
		return netip.ParsePrefix(s)
	}
	addr, err := netip.ParseAddr(s)
	if err != nil {
		return netip.Prefix{}, err
	}
	return addr.Prefix(addr.BitLen())
}

// systemUser returns the name of who runs the program.
func systemUser() string {
	u, err := user.Current()
	if err != nil || account.CheckName(u.Username) != nil {
		return "reviewer"
	}
	return u.Username
}

// datasetName returns what a dataset is called: the name of its folder.
func datasetName(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	return filepath.Base(dir)
}

// listen opens the port, or another one of the same host where it is taken and need not be it.
func listen(ctx context.Context, addr string, fixed bool) (net.Listener, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) && !fixed {
		host, _, splitErr := net.SplitHostPort(addr)
		if splitErr != nil {
			return nil, splitErr
		}
		return config.Listen(ctx, "tcp", net.JoinHostPort(host, "0"))
	}
	return l, err
}

func openBrowser(address string) error {
	switch runtime.GOOS {
	case "darwin":
		return exec.Command("open", address).Start()
	case "windows":
		return exec.Command("rundll32", "url.dll,FileProtocolHandler", address).Start()
	}
	return exec.Command("xdg-open", address).Start()
}

func indexProgress(p index.Progress, spent time.Duration) string {
	state := "indexing: " + count(p.Done, "claim")
	if p.Total > 0 {
		state += " · " + timeLeft(float64(p.Done)/float64(p.Total), spent)
	}
	return state
}

func (a *app) reviewUserCommand() *cobra.Command {
	var users, role string
	var replace bool
	cmd := &cobra.Command{
		Use:   "user",
		Short: "Accounts of the review app",
		Long:  "Add, list and remove the accounts in a users file. A server that is running sees the change at once.",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	add := &cobra.Command{
		Use:   "add NAME",
		Short: "Add an account",
		Long: `Add an account to a users file; it is made where it is not there. The password is asked for,
or read from standard input where that is no terminal. A reader looks, a reviewer decides,
an adjudicator settles what reviewers decided differently, an admin assigns claims.`,
		Example: `  volgens review user add ann --users people.txt
  volgens review user add joy --users people.txt --role adjudicator`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.addUser(users, args[0], role, replace) },
	}
	add.Flags().StringVar(&role, "role", string(account.Reviewer), "reader, reviewer, adjudicator or admin")
	add.Flags().BoolVar(&replace, "replace", false, "give an account that is there a new password and role")
	must(add.RegisterFlagCompletionFunc("role", cobra.FixedCompletions([]string{"reader", "reviewer", "adjudicator", "admin"}, cobra.ShellCompDirectiveNoFileComp)))
	remove := &cobra.Command{
		Use: "remove NAME", Short: "Remove an account", Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return removeUser(users, args[0]) },
	}
	list := &cobra.Command{
		Use: "list", Short: "List the accounts", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.listUsers(users) },
	}
	for _, c := range []*cobra.Command{add, remove, list} {
		c.Args = asUsage(c.Args)
		c.Flags().StringVar(&users, "users", "", "the users `file`")
		must(c.MarkFlagRequired("users"))
		must(c.MarkFlagFilename("users"))
		cmd.AddCommand(c)
	}
	return cmd
}

// addUser adds an account with a password that it asks for.
func (a *app) addUser(path, name, role string, replace bool) error {
	r, err := account.ParseRole(role)
	if err = errors.Join(account.CheckName(name), err); err != nil {
		return usage(err)
	}
	password, err := a.readPassword(name)
	if err != nil {
		return err
	}
	if err := account.CheckPassword(password); err != nil {
		return usage(err)
	}
	return account.Change(path, func(users map[string]account.User) error {
		if _, there := users[name]; there && !replace {
			return usagef("%s has an account; --replace gives it a new password", name)
		}
		users[name] = account.User{Name: name, Role: r, Hash: account.HashPassword(password, account.DefaultCost)}
		return nil
	})
}

// readPassword asks for a password twice, or reads a line where nobody can be asked.
func (a *app) readPassword(name string) (string, error) {
	f, ok := a.in.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		line, err := bufio.NewReader(a.in).ReadString('\n')
		if line == "" && err != nil {
			return "", usagef("want a password on standard input")
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	ask := func(what string) (string, error) {
		fmt.Fprintf(a.err, "%s for %s: ", what, name)
		b, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(a.err)
		return string(b), err
	}
	first, err := ask("Password")
	if err != nil {
		return "", err
	}
	again, err := ask("Again")
	if err == nil && first != again {
		err = usagef("the two passwords differ")
	}
	return first, err
}

func removeUser(path, name string) error {
	return account.Change(path, func(users map[string]account.User) error {
		if _, there := users[name]; !there {
			return fmt.Errorf("%s: %w", name, account.ErrNoUser)
		}
		delete(users, name)
		return nil
	})
}

func (a *app) listUsers(path string) error {
	f, err := account.Open(path)
	if err != nil {
		return err
	}
	users, err := f.Users()
	if err != nil {
		return err
	}
	for _, u := range users {
		fmt.Fprintf(a.out, "%-24s %s\n", u.Name, u.Role)
	}
	return nil
}

func (a *app) reviewBackupCommand() *cobra.Command {
	var from string
	cmd := &cobra.Command{
		Use:   "backup DIR FILE",
		Short: "Copy the decisions, also while they are in use",
		Long: `Copy the decisions about a dataset to a file that is not there yet. The copy is whole even
while a server is writing. To go back to it, stop the server and put it in place of the
decisions.`,
		Example: `  volgens review backup out/ backup/decisions-monday.sqlite`,
		Args:    asUsage(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			path := cmp.Or(from, workspace.DecisionsFile(args[0]))
			if _, err := os.Stat(path); err != nil {
				return err
			}
			log, err := decisions.Open(cmd.Context(), path, decisions.Options{})
			if err != nil {
				return err
			}
			return errors.Join(log.Backup(cmd.Context(), args[1]), log.Close())
		},
	}
	cmd.Flags().StringVar(&from, "decisions", "", "`file` with the decisions (default: beside the folder)")
	return cmd
}
