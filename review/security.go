package review

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/volgens/volgens/review/account"
)

// policy is the content security policy of every page: nothing but this server's own files,
// and no script or style inside a page.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard is what every request passes before any page sees it.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer s.rescue(w, r)
		secure(w.Header())
		switch {
		case !s.knownHost(r.Host):
			// A name that an attacker points at this machine must not reach it (DNS rebinding).
			http.Error(w, "This address is not one of this server's names. Start it with --host NAME to allow the name.", http.StatusMisdirectedRequest)
			return
		case len(r.URL.RawQuery) > maxQuery:
			http.Error(w, "This address is too long.", http.StatusRequestURITooLong)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		r, err := s.identify(r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		if err := s.checkForm(r); err != nil {
			s.fail(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func secure(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("Cache-Control", "no-store")
}

// rescue answers for a page that panicked.
func (s *Server) rescue(w http.ResponseWriter, r *http.Request) {
	problem := recover()
	if problem == nil {
		return
	}
	if err, ok := problem.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(problem)
	}
	s.Logger.Error("panic", "method", r.Method, "path", r.URL.Path, "problem", problem, "stack", string(debug.Stack()))
	http.Error(w, "The program has failed here. What was decided before is safe; the log of the server says more.", http.StatusInternalServerError)
}

// knownHost reports whether the server answers to the name, with any port.
func (s *Server) knownHost(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return s.hosts[strings.ToLower(host)]
}

// checkForm refuses what changes something without being sent from one of our own pages.
func (s *Server) checkForm(r *http.Request) error {
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		return nil
	case http.MethodPost:
	default:
		return problem{http.StatusMethodNotAllowed, "error.method"}
	}
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" {
		return problem{http.StatusForbidden, "error.origin"}
	}
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); strings.TrimSpace(kind) != "application/x-www-form-urlencoded" {
		return problem{http.StatusUnsupportedMediaType, "error.form"}
	}
	if err := r.ParseForm(); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return problem{http.StatusRequestEntityTooLarge, "error.large"}
		}
		return problem{http.StatusBadRequest, "error.form"}
	}
	if !s.sessions.IsFormToken(who(r).cookie, r.PostForm.Get("token")) {
		return problem{http.StatusForbidden, "error.token"}
	}
	return nil
}

// visitor is who asks.
type visitor struct {
	name   string       // empty for nobody
	role   account.Role // of somebody
	cookie string       // binds forms to a browser
	lang   string
	header bool // a proxy has named them
}

type visitorKey struct{}

// who returns the visitor of a request that has passed identify.
func who(r *http.Request) *visitor {
	if v, ok := r.Context().Value(visitorKey{}).(*visitor); ok {
		return v
	}
	return &visitor{lang: defaultLanguage}
}

// allow lets those through whose role is enough, and sends others to where they can log in.
func (s *Server) allow(role account.Role, p page) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := who(r)
		switch {
		case v.name == "" && r.Method == http.MethodGet && s.Header == "":
			http.Redirect(w, r, "/login?"+loginQuery(r), http.StatusSeeOther)
			return
		case v.name == "":
			s.fail(w, r, problem{http.StatusUnauthorized, "error.nobody"})
			return
		case !v.role.May(role):
			s.fail(w, r, problem{http.StatusForbidden, "error.role"})
			return
		}
		if err := p(w, r); err != nil {
			s.fail(w, r, err)
		}
	})
}

// public lets everybody through.
func (s *Server) public(p page) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := p(w, r); err != nil {
			s.fail(w, r, err)
		}
	})
}

// fromProxy reports whether a request comes straight from one of the proxies.
func (s *Server) fromProxy(r *http.Request) bool {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && slices.ContainsFunc(s.Proxies, func(p netip.Prefix) bool { return p.Contains(from.Addr().Unmap()) })
}

// address returns where a request comes from, for the brake on logins. Behind a proxy it
// is what the proxy has added last to X-Forwarded-For: what stands before was sent along.
func (s *Server) address(r *http.Request) string {
	if s.fromProxy(r) {
		all := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if last := strings.TrimSpace(all[len(all)-1]); last != "" {
			return last
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// problem is an error that a visitor is told in words: the key of a message, and what to do
// under the same key with .do.
type problem struct {
	status int
	key    string
}

func (p problem) Error() string { return fmt.Sprintf("%d %s", p.status, p.key) }

var errNotFound = problem{http.StatusNotFound, "error.notfound"}
