package review

import (
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/volgens/volgens/review/internal/sample"
)

func TestHeadersOfEveryAnswer(t *testing.T) {
	b := newBrowser(t, serve(t, open(t, town()), nil))
	for _, path := range []string{"/claims", "/nowhere", "/static/style.css", "/static/app.js", "/static/nothing", "/login", "/"} {
		h := b.get(path).header
		csp := h.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: policy %q lacks %s", path, csp, want)
			}
		}
		if strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", path, csp)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s = %q, want %q", path, name, got, want)
			}
		}
	}
}

func TestOnlyKnownHosts(t *testing.T) {
	server := serve(t, open(t, town()), func(o *Options) { o.Hosts = []string{"claims.example.org"} })
	tests := []struct {
		host string
		want int
	}{
		{"127.0.0.1:1234", 200},
		{"localhost", 200},
		{"LOCALHOST:80", 200},
		{"[::1]:8420", 200},
		{"claims.example.org", 200},
		{"evil.example.org", 421},
		{"127.0.0.1.evil.example.org", 421},
		{"localhost.evil.example.org:80", 421},
		{"192.168.1.2", 421},
	}
	for _, tt := range tests {
		r, err := http.NewRequest(http.MethodGet, server.URL+"/claims", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = tt.host
		if got := newBrowser(t, server).do(r).status; got != tt.want {
			t.Errorf("host %q = %d, want %d", tt.host, got, tt.want)
		}
	}
}

func TestForgedForms(t *testing.T) {
	rows := town()
	w := open(t, rows)
	server := serve(t, w, nil)
	claim := "/claims/" + id(t, rows, "de dijk het houdt")
	decision := url.Values{"field": {"span"}, "choice": {"ok"}}
	good := newBrowser(t, server)
	token := tokenField.FindStringSubmatch(good.get(claim).body)[1]
	tests := []struct {
		name   string
		change func(b *browser, form url.Values)
		want   int
	}{
		{"no token", func(_ *browser, form url.Values) { form.Del("token") }, 403},
		{"token of nobody", func(_ *browser, form url.Values) { form.Set("token", "x") }, 403},
		{"token of another browser", func(b *browser, _ url.Values) { b.client.Jar = &cookies{}; b.get(claim) }, 403},
		{"no cookie", func(b *browser, _ url.Values) { b.client.Jar = &cookies{} }, 403},
		{"from another site", func(b *browser, _ url.Values) { b.header.Set("Sec-Fetch-Site", "cross-site") }, 403},
		{"from another port", func(b *browser, _ url.Values) { b.header.Set("Sec-Fetch-Site", "same-site") }, 403},
		{"as JSON", func(b *browser, _ url.Values) { b.header.Set("Content-Type", "application/json") }, 415},
		{"as text", func(b *browser, _ url.Values) { b.header.Set("Content-Type", "text/plain") }, 415},
		{"too large", func(_ *browser, form url.Values) { form.Set("note", strings.Repeat("x", maxBody)) }, 413},
		{"from our own page", func(b *browser, _ url.Values) { b.header.Set("Sec-Fetch-Site", "same-origin") }, 200},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := &browser{t: t, base: server.URL, header: http.Header{}, client: &http.Client{Jar: good.client.Jar}}
			form := url.Values{"token": {token}}
			for name, v := range decision {
				form[name] = v
			}
			tt.change(b, form)
			a := b.send(claim, form)
			if a.status != tt.want {
				t.Errorf("status %d, want %d", a.status, tt.want)
			}
			saved, err := w.Log.Entries(t.Context(), 0, 10)
			if err != nil {
				t.Fatal(err)
			}
			if (len(saved) > 0) != (tt.want == 200) {
				t.Errorf("%d decisions were saved", len(saved))
			}
		})
	}
}

func TestNothingChangesByLooking(t *testing.T) {
	rows := town()
	w := open(t, rows)
	b := newBrowser(t, serve(t, w, nil))
	claim := "/claims/" + id(t, rows, "de dijk het houdt")
	for _, path := range []string{claim + "?field=span&choice=ok&token=x", "/undo", "/assign", "/logout", "/claims/columns", "/claims/views"} {
		b.get(path)
	}
	for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodPatch, "PROPFIND", http.MethodOptions} {
		r, err := http.NewRequest(method, b.base+claim, nil)
		if err != nil {
			t.Fatal(err)
		}
		if a := b.do(r); a.status != http.StatusMethodNotAllowed {
			t.Errorf("%s = %d, want %d", method, a.status, http.StatusMethodNotAllowed)
		}
	}
	if saved, err := w.Log.Entries(t.Context(), 0, 10); err != nil || len(saved) > 0 {
		t.Errorf("%d decisions, %v", len(saved), err)
	}
}

func TestNoPathLeadsToTheDisk(t *testing.T) {
	b := newBrowser(t, serve(t, open(t, town()), nil))
	for _, path := range []string{
		"/static/../server.go", "/static/%2e%2e/server.go", "/static/..%2fserver.go", "/static/..%5cserver.go", "//etc/passwd", "/static//etc/passwd",
		"/articles/..%2f..%2fetc%2fpasswd", "/sources/%00", "/claims/....//", "/export/..%2f..%2fmanifest.json",
	} {
		a := b.get(path)
		if a.status == http.StatusOK && !strings.Contains(a.body, "<main") || strings.Contains(a.body, "package review") || strings.Contains(a.body, "root:") {
			t.Errorf("GET %s = %d, %.80s", path, a.status, a.body)
		}
	}
	if a := b.get("/claims?q=" + strings.Repeat("x", maxQuery)); a.status != http.StatusRequestURITooLong {
		t.Errorf("a long address gives %d", a.status)
	}
}

func TestStrangersGetNowhere(t *testing.T) {
	rows := town()
	users := people(t)
	server := serve(t, open(t, rows), func(o *Options) { o.Users = users })
	secret := "de dijk"
	for _, path := range everyPage(rows) {
		b := newBrowser(t, server)
		if a := b.get(path); !strings.HasPrefix(a.path, "/login") || strings.Contains(a.body, secret) {
			t.Errorf("GET %s shows %s to a stranger", path, a.path)
		}
	}
	for _, path := range []string{"/claims/" + id(t, rows, "de dijk het houdt"), "/undo", "/assign", "/sources/x"} {
		if a := newBrowser(t, server).post(path, "field", "span", "choice", "ok"); a.status != http.StatusUnauthorized {
			t.Errorf("POST %s = %d, want %d", path, a.status, http.StatusUnauthorized)
		}
	}
	b := newBrowser(t, server)
	for _, pair := range [][2]string{{"ann", "wrong"}, {"eve", password}, {"", ""}, {"ann", ""}} {
		if a := b.post("/login", "user", pair[0], "password", pair[1]); a.status != http.StatusUnauthorized {
			t.Errorf("login as %v = %d", pair, a.status)
		}
	}
	if a := b.get("/claims"); strings.Contains(a.body, secret) {
		t.Error("a failed login lets in")
	}
	r, err := http.NewRequest(http.MethodGet, server.URL+"/claims", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Cookie", sessionCookie+"=guess")
	if a := newBrowser(t, server).do(r); strings.Contains(a.body, secret) {
		t.Error("a guessed session lets in")
	}
}

func TestRoles(t *testing.T) {
	rows := town()
	users := people(t)
	w := open(t, rows)
	server := serve(t, w, func(o *Options) { o.Users = users })
	claim := "/claims/" + id(t, rows, "de dijk het houdt")
	tests := []struct {
		user           string
		decide, assign int
	}{
		{"rita", 403, 403},
		{"ann", 200, 403},
		{"joy", 200, 403},
		{"root", 200, 200},
	}
	for _, tt := range tests {
		b := newBrowser(t, server)
		if a := b.login(tt.user); a.status != 200 || !strings.Contains(a.body, tt.user) {
			t.Fatalf("login of %s = %d", tt.user, a.status)
		}
		page := b.get(claim)
		if has := strings.Contains(page.body, `name="choice"`); has != (tt.decide == 200) {
			t.Errorf("%s sees buttons: %v", tt.user, has)
		}
		if a := b.post(claim, "field", "worth", "choice", "yes"); a.status != tt.decide {
			t.Errorf("%s decides: %d, want %d", tt.user, a.status, tt.decide)
		}
		if a := b.post("/assign", "readers", "ann bob", "each", "2", "most", "5"); a.status != tt.assign {
			t.Errorf("%s assigns: %d, want %d", tt.user, a.status, tt.assign)
		}
	}
	given, err := w.Log.Assignments(t.Context(), "bob")
	if err != nil || len(given) != 5 {
		t.Errorf("bob has %d claims to read, %v; want 5", len(given), err)
	}
	root := newBrowser(t, server)
	root.login("root")
	if a := root.post("/assign", "readers", "ann nobody"); a.status != http.StatusBadRequest {
		t.Errorf("assigning to a stranger = %d", a.status)
	}
}

func TestSessions(t *testing.T) {
	users := people(t)
	server := serve(t, open(t, town()), func(o *Options) { o.Users, o.Secure = users, true })
	b := newBrowser(t, server)
	b.get("/login")
	b.login("ann")
	jar := b.client.Jar.(*cookies).all
	session := jar[sessionCookie]
	if session == nil {
		t.Fatal("no session")
	}
	if !session.HttpOnly || session.SameSite != http.SameSiteLaxMode || !session.Secure || session.Path != "/" {
		t.Errorf("cookie %+v", session)
	}
	if a := b.post("/logout"); !strings.HasPrefix(a.path, "/login") {
		t.Errorf("logout leads to %s", a.path)
	}
	b.client.Jar = &cookies{all: map[string]*http.Cookie{sessionCookie: session}}
	if a := b.get("/claims"); !strings.HasPrefix(a.path, "/login") {
		t.Error("the session lives on after the logout")
	}
}

func TestLoginLeadsOn(t *testing.T) {
	users := people(t)
	server := serve(t, open(t, town()), func(o *Options) { o.Users = users })
	b := newBrowser(t, server)
	if a := b.get("/sources?q=zo"); a.path != "/login?next=%2Fsources%3Fq%3Dzo" {
		t.Fatalf("asked to log in at %s", a.path)
	}
	if a := b.post("/login", "user", "ann", "password", password, "next", "/sources?q=zo"); a.path != "/sources?q=zo" {
		t.Errorf("login leads to %s", a.path)
	}
	for _, next := range []string{"https://evil.example.org", "//evil.example.org", "/\\evil.example.org", "javascript:alert(1)", "/a\nb", ""} {
		if got := localPath(next); got != "/" {
			t.Errorf("localPath(%q) = %q", next, got)
		}
	}
}

func TestGuessingIsSlowedDown(t *testing.T) {
	users := people(t)
	now := clock()
	server := serve(t, open(t, town()), func(o *Options) { o.Users, o.Now = users, func() time.Time { return now } })
	b := newBrowser(t, server)
	for range 10 {
		b.post("/login", "user", "ann", "password", "guess")
	}
	a := b.post("/login", "user", "ann", "password", password)
	if a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") == "" {
		t.Errorf("the eleventh guess = %d", a.status)
	}
	now = now.Add(16 * time.Minute)
	if a := b.login("ann"); a.status != http.StatusOK {
		t.Errorf("after the wait: %d", a.status)
	}
}

func TestIdentityFromAProxy(t *testing.T) {
	users := people(t)
	w := open(t, town())
	with := func(proxy string) func(*Options) {
		return func(o *Options) {
			o.Users, o.Header, o.Proxies = users, "X-Forwarded-User", []netip.Prefix{netip.MustParsePrefix(proxy)}
		}
	}
	get := func(change func(*Options), user string) answer {
		b := newBrowser(t, serve(t, w, change))
		b.header.Set("X-Forwarded-User", user)
		return b.get("/claims")
	}
	if a := get(with("127.0.0.1/32"), "ann"); a.status != 200 || !strings.Contains(a.body, "ann") {
		t.Errorf("named by the proxy: %d", a.status)
	}
	if a := get(with("127.0.0.1/32"), "eve"); a.status != http.StatusUnauthorized {
		t.Errorf("a stranger named by the proxy: %d", a.status)
	}
	if a := get(with("10.0.0.0/8"), "ann"); a.status != http.StatusUnauthorized {
		t.Errorf("named by somebody else than the proxy: %d", a.status)
	}
	if a := get(func(o *Options) { o.Users = users }, "ann"); !strings.HasPrefix(a.path, "/login") {
		t.Errorf("the header counts without a proxy: %s", a.path)
	}
	if _, err := New(Options{Work: w, Users: users, Header: "X-Forwarded-User"}); err == nil {
		t.Error("a header without addresses of proxies is taken")
	}
}

func TestWhoMayListenWhere(t *testing.T) {
	for address, want := range map[string]bool{
		"127.0.0.1:8420": true, "localhost:0": true, "[::1]:8420": true, "127.9.9.9:1": true,
		":8420": false, "0.0.0.0:8420": false, "[::]:8420": false, "192.168.1.2:80": false, "example.org:80": false, "x": false,
	} {
		if got := Loopback(address); got != want {
			t.Errorf("Loopback(%q) = %v, want %v", address, got, want)
		}
	}
}

// hostile is an article that means harm. Its words are on many pages.
func hostile() sample.Rows {
	attack := `</textarea></title><script>document.body.dataset.owned=1</script><img src=x onerror="document.body.dataset.owned=1">`
	return sample.Make(
		sample.Text{Title: attack + " headline", Outlet: "\"><svg onload=document.body.dataset.owned=1>", Said: []sample.Said{
			{Source: `<b onmouseover="document.body.dataset.owned=1">Mallory</b>`, Role: "'\"><script>", Words: attack + " claim", Target: "javascript:document.body.dataset.owned=1", Stance: "favor"},
			{Source: "\u202eyrollaM\u202c", Words: "abc \u202ereversed\u2066 text\u0007 with \u001b[31m controls\u0000", Target: "\u202ex", Stance: "against"},
			{Source: "{{.Token}}", Words: "{{.Token}} ${alert(1)} `alert(1)`"},
			{Words: "\u200f\u05d0\u05d1\u05d2 right to left \u05d3"},
		}},
		sample.Text{Title: "One long line", Said: []sample.Said{{Source: "Long", Words: strings.Repeat("lang woord ", 100_000) + "einde"}}},
		sample.Text{Title: "One long word", Said: []sample.Said{{Source: "Longer", Words: strings.Repeat("x", 1<<20)}}},
	)
}

func TestHostileArticles(t *testing.T) {
	rows := hostile()
	b := newBrowser(t, serve(t, open(t, rows), nil))
	for _, c := range rows.Claims {
		b.post("/claims/"+c.ClaimID, "field", "note", "note", "</textarea><script>alert(1)</script>\u202e")
		b.post("/claims/"+c.ClaimID, "field", "span", "choice", "moved", "spans", fmt.Sprintf("%d-%d", c.Start, c.End-1))
		b.post("/claims/"+c.ClaimID, "field", "source", "choice", "other", "source_name", "<script>")
	}
	for _, path := range append(everyPage(rows), "/claims?q=%3Cscript%3E&source=%22%3E%3Cscript%3E") {
		begin := time.Now()
		a := b.get(path)
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("%s took %v", path, took)
		}
		if len(a.body) > 8<<20 {
			t.Errorf("%s has %d bytes", path, len(a.body))
		}
		for _, bad := range []string{"<script>", "<img", "<svg onload", "<b onmouse", "\u202e", "\u2066", "\x00", "\x1b", `href="javascript:`} {
			if strings.Contains(a.body, bad) {
				t.Errorf("%s holds %q", path, bad)
			}
		}
		checkPage(t, a, "en")
	}
}

func TestHarmlessKeepsPositions(t *testing.T) {
	in := "a\u202eb\x00c\rd\te\nf\u2069é\u0085"
	out := string(harmless([]byte(in)))
	if got, want := len([]rune(out)), len([]rune(in)); got != want {
		t.Errorf("%d characters, want %d", got, want)
	}
	if want := "a␦b␦c d\te\nf␦é␦"; out != want {
		t.Errorf("harmless(%q) = %q, want %q", in, out, want)
	}
}
