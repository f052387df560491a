package review

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/volgens/volgens/review/account"
)

const (
	sessionCookie = "volgens_session"
	anonCookie    = "volgens_form" // binds forms of those who have no session
	langCookie    = "volgens_lang"
)

// identify finds out who asks, and notes it in the request's context.
func (s *Server) identify(r *http.Request) (*http.Request, error) {
	v := &visitor{lang: s.language(r)}
	r = r.WithContext(context.WithValue(r.Context(), visitorKey{}, v))
	if c, err := r.Cookie(anonCookie); err == nil {
		v.cookie = c.Value
	}
	if s.Users == nil {
		v.name, v.role = s.User, account.Admin
		return r, nil
	}
	var token string
	if c, err := r.Cookie(sessionCookie); err == nil {
		token = c.Value
	}
	switch {
	case s.Header != "" && s.fromProxy(r):
		v.name, v.header = r.Header.Get(s.Header), true
	case token != "":
		name, ok := s.sessions.User(token)
		if !ok {
			return r, nil
		}
		v.name, v.cookie = name, token
	}
	if v.name == "" {
		return r, nil
	}
	u, err := s.Users.User(v.name)
	if errors.Is(err, account.ErrNoUser) {
		v.name = "" // removed since, or known to the proxy alone
		return r, nil
	}
	v.role = u.Role
	return r, err
}

// cookie returns a cookie of this server.
func (s *Server) cookie(name, value string, age time.Duration) *http.Cookie {
	return &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: int(age / time.Second),
		HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteLaxMode,
	}
}

const (
	day  = 24 * time.Hour
	year = 365 * day
)

// formToken returns the token for the forms of a page, and gives a browser without a cookie
// one to bind it to.
func (s *Server) formToken(w http.ResponseWriter, r *http.Request) string {
	v := who(r)
	if v.cookie == "" {
		v.cookie = s.newToken()
		http.SetCookie(w, s.cookie(anonCookie, v.cookie, 30*day))
	}
	return s.sessions.FormToken(v.cookie)
}

// loginPage shows the form to log in.
func (s *Server) loginPage(w http.ResponseWriter, r *http.Request) error {
	if who(r).name != "" {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return nil
	}
	return s.render(w, r, http.StatusOK, "login", loginForm{Next: localPath(r.FormValue("next"))})
}

// loginForm is the page on which somebody logs in.
type loginForm struct {
	User, Next string
	Wrong      bool
	Minutes    int // to wait after too many guesses
}

// login opens a session for somebody with the right password.
func (s *Server) login(w http.ResponseWriter, r *http.Request) error {
	if s.Users == nil {
		return errNotFound
	}
	form := loginForm{User: r.PostForm.Get("user"), Next: localPath(r.PostForm.Get("next"))}
	from := s.address(r)
	if wait := s.brake.Wait(form.User, from); wait > 0 {
		form.Minutes = int(wait/time.Minute) + 1
		w.Header().Set("Retry-After", itoa(int(wait/time.Second)+1))
		return s.render(w, r, http.StatusTooManyRequests, "login", form)
	}
	u, err := s.Users.Login(form.User, r.PostForm.Get("password"))
	if errors.Is(err, account.ErrNoUser) {
		s.brake.Failed(form.User, from)
		s.Logger.Warn("login failed", "user", form.User, "from", from)
		form.Wrong = true
		return s.render(w, r, http.StatusUnauthorized, "login", form)
	}
	if err != nil {
		return err
	}
	s.brake.Passed(from)
	http.SetCookie(w, s.cookie(sessionCookie, s.sessions.Open(u.Name), 0))
	http.Redirect(w, r, form.Next, http.StatusSeeOther)
	return nil
}

// logout ends the session.
func (s *Server) logout(w http.ResponseWriter, r *http.Request) error {
	if c, err := r.Cookie(sessionCookie); err == nil {
		s.sessions.Close(c.Value)
	}
	http.SetCookie(w, s.cookie(sessionCookie, "", -time.Second))
	http.Redirect(w, r, "/login", http.StatusSeeOther)
	return nil
}

// loginQuery has the page after the login be the one that was asked for.
func loginQuery(r *http.Request) string {
	return url.Values{"next": {localPath(r.URL.RequestURI())}}.Encode()
}

// localPath returns a path of this server that a request names, the start for any other.
func localPath(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(path, "/") ||
		strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return path
}

// back returns where a form was sent from, or another path.
func back(r *http.Request, other string) string {
	if path := r.PostForm.Get("back"); path != "" {
		return localPath(path)
	}
	return other
}
