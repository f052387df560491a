// Package review is the local web app in which people audit the claims of a dataset. The
// dataset is only read; what they decide goes to a log. Pages are whole without script.
package review

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/volgens/volgens/review/account"
	"github.com/volgens/volgens/review/workspace"
)

// Options are what a server works with.
type Options struct {
	Work *workspace.Workspace // the dataset and the decisions about it
	Name string               // what the dataset is called on the pages

	Users *account.File // who may come in; nil for a single user without an account
	User  string        // the single user's name

	Hosts   []string       // names under which the server may be asked for, besides those of the loopback
	Proxies []netip.Prefix // whose word on who is asking is taken
	Header  string         // in which a proxy names the user; empty for none
	Secure  bool           // cookies only over HTTPS

	Publisher string // who signs the published verdicts
	URL       string // of the page of a published verdict, with {id} in the place of the claim's id

	Now    func() time.Time // nil for the clock
	Logger *slog.Logger     // nil for none
}

// Server is the review app.
type Server struct {
	Options

	pages    *pages
	sessions *account.Sessions
	brake    *account.Brake
	hosts    map[string]bool
	exports  chan struct{} // bounds how many exports are under way at a time
	handler  http.Handler
}

//go:embed tmpl static messages
var embedded embed.FS

// New returns a server.
func New(o Options) (*Server, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Users == nil && o.User == "" {
		return nil, errors.New("review: neither users nor the name of a single user")
	}
	if o.Header != "" && (len(o.Proxies) == 0 || o.Users == nil) {
		return nil, errors.New("review: a header that names the user needs the proxies' addresses and a users file")
	}
	if (o.Publisher == "") != (o.URL == "") {
		return nil, errors.New("review: a publisher and the address of the pages go together")
	}
	s := &Server{Options: o, sessions: account.NewSessions(o.Now), brake: account.NewBrake(o.Now), hosts: map[string]bool{}, exports: make(chan struct{}, 2)}
	for _, host := range append([]string{"localhost", "127.0.0.1", "::1"}, o.Hosts...) {
		s.hosts[host] = true
	}
	var err error
	if s.pages, err = loadPages(embedded); err != nil {
		return nil, err
	}
	s.handler = s.guard(s.routes())
	return s, nil
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// page is a handler that may fail.
type page func(w http.ResponseWriter, r *http.Request) error

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	open := func(pattern string, role account.Role, p page) { mux.Handle(pattern, s.allow(role, p)) }
	static, err := fs.Sub(embedded, "static")
	if err != nil {
		panic(err) // the folder is embedded
	}
	mux.Handle("GET /static/", http.StripPrefix("/static/", cached(http.FileServerFS(static))))
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/static/icon.svg", http.StatusMovedPermanently)
	})
	mux.Handle("GET /login", s.public(s.loginPage))
	mux.Handle("POST /login", s.public(s.login))
	mux.Handle("POST /logout", s.public(s.logout))
	mux.Handle("POST /language", s.public(s.chooseLanguage))

	open("GET /{$}", account.Reader, s.home)
	open("GET /claims", account.Reader, s.claimsPage)
	open("POST /claims/columns", account.Reader, s.chooseColumns)
	open("POST /claims/views", account.Reader, s.saveView)
	open("GET /claims/next", account.Reader, s.nextUndecided)
	open("GET /claims/{id}", account.Reader, s.claimPage)
	open("POST /claims/{id}", account.Reviewer, s.decide)
	open("POST /undo", account.Reviewer, s.undo)
	open("GET /articles/{id}", account.Reader, s.articlePage)
	open("GET /sources", account.Reader, s.sourcesPage)
	open("GET /sources/suggest", account.Reader, s.suggest)
	open("GET /sources/{id}", account.Reader, s.sourcePage)
	open("POST /sources/{id}", account.Reviewer, s.proposeSource)
	open("GET /disputes", account.Reader, s.disputesPage)
	open("GET /overview", account.Reader, s.overviewPage)
	open("GET /agreement", account.Reader, s.agreementPage)
	open("POST /assign", account.Admin, s.assign)
	open("GET /export", account.Reader, s.exportPage)
	open("GET /export/{format}", account.Reader, s.export)
	open("GET /keys", account.Reader, s.keysPage)
	open("GET /", account.Reader, func(http.ResponseWriter, *http.Request) error { return errNotFound })
	return mux
}

func (s *Server) home(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, "/claims", http.StatusSeeOther)
	return nil
}

// cached lets a browser keep what the program holds: its address changes with its contents.
func cached(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery != "" {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		next.ServeHTTP(w, r)
	})
}

// Limits on what one client may take up.
const (
	maxHeader = 64 << 10
	maxBody   = 256 << 10
	maxQuery  = 16 << 10
)

// Serve answers requests on a listener until the context ends, then finishes what is under
// way.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      10 * time.Minute, // an export of a million claims over a slow line
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(s.Logger.Handler(), slog.LevelWarn),
	}
	stop := context.AfterFunc(ctx, func() {
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		if server.Shutdown(grace) != nil {
			_ = server.Close() // an export is still under way: nothing is lost by cutting it off
		}
	})
	defer stop()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// Loopback reports whether only programs on this machine can reach an address to listen on.
func Loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}
