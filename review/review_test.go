package review

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/volgens/volgens/review/account"
	"github.com/volgens/volgens/review/internal/sample"
	"github.com/volgens/volgens/review/workspace"
)

// clock is the time of the tests.
func clock() time.Time { return time.Date(2026, 5, 6, 7, 8, 9, 0, time.UTC) }

// town is a small dataset with something for every page.
func town() sample.Rows {
	rows := sample.Make(townTexts()...)
	rows.Dispute("de dijk het houdt", "de dijk het niet houdt", 0.9)
	return rows
}

func townTexts() []sample.Text {
	day := func(month, day int) time.Time { return time.Date(2026, time.Month(month), day, 9, 0, 0, 0, time.UTC) }
	return []sample.Text{
		{Title: "De dijk bij Hárlo", Outlet: "De Testbode", Date: day(3, 1), Said: []sample.Said{
			{Source: "Zoë de Brújn", Role: "dijkgraaf", Words: "de dijk het houdt", Target: "dijk", Stance: "favor", Worth: 0.9, Confidence: 0.8},
			{Source: "het waterschap", Kind: "government", Words: "de dijk het niet houdt", Target: "dijk", Stance: "against", Worth: 0.8},
			{Words: "Het regende drie dagen", Worth: 0.35},
			{Source: "Zoë de Brújn", Words: "de pomp drie keer per dag draait", Worth: 0.7, Certainty: "probable", Act: "believes"},
		}},
		{Title: "The ferry stays", Outlet: "The Testcourier", Lang: "en", Date: day(4, 2), Said: []sample.Said{
			{Source: "Ann Ferry", Words: "the café costs 1.200 euros", Worth: 1, Claim: "opinion", Act: "warns"},
			{Source: "Zoë de Brújn", Words: "the ferry stays", Worth: 0.1, Target: "ferry", Stance: "favor"},
			{Source: "Ann Ferry", Words: "the ferry will be late", Claim: "prediction", Act: "predicts", Target: "ferry", Stance: "against"},
		}},
		{Title: "Zonder datum", Said: []sample.Said{
			{Source: "Zoe de Brujn", Words: "het water in de straat staat"},
			{Words: "De straat ligt in het water"},
			{Source: "een woordvoerder", Kind: "anonymous", Words: "de straat droog is"},
		}},
	}
}

// open returns the workspace of a dataset, with its decisions in a folder of the test.
func open(t testing.TB, rows sample.Rows) *workspace.Workspace {
	t.Helper()
	dir := t.TempDir()
	if err := sample.Write(dir+"/data", rows); err != nil {
		t.Fatal(err)
	}
	return openDir(t, dir+"/data", dir+"/data.reviews.sqlite")
}

func openDir(t testing.TB, data, decided string) *workspace.Workspace {
	t.Helper()
	w, err := workspace.Open(context.Background(), workspace.Options{Dir: data, Decisions: decided, Cache: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() }) // some tests have closed it
	return w
}

// serve starts a server; change may alter its options.
func serve(t testing.TB, w *workspace.Workspace, change func(*Options)) *httptest.Server {
	t.Helper()
	o := Options{Work: w, Name: "town", User: "ann", Now: clock}
	if change != nil {
		change(&o)
	}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return server
}

// cheap keeps tests with passwords fast.
var cheap = account.Cost{Memory: 64, Time: 1, Threads: 1}

// password of everybody in the tests.
const password = "open, sesame"

// people is a users file with a user of each role.
func people(t testing.TB) *account.File {
	t.Helper()
	path := t.TempDir() + "/users"
	err := account.Change(path, func(users map[string]account.User) error {
		for name, role := range map[string]account.Role{
			"rita": account.Reader, "ann": account.Reviewer, "bob": account.Reviewer, "joy": account.Adjudicator, "root": account.Admin,
		} {
			users[name] = account.User{Name: name, Role: role, Hash: account.HashPassword(password, cheap)}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	f, err := account.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// visit is what a browser without script remembers.
type browser struct {
	t      testing.TB
	client *http.Client
	base   string
	header http.Header
}

func newBrowser(t testing.TB, server *httptest.Server) *browser {
	jar := &cookies{}
	return &browser{t: t, base: server.URL, header: http.Header{}, client: &http.Client{Jar: jar, Transport: server.Client().Transport}}
}

// cookies is a jar for one server.
type cookies struct{ all map[string]*http.Cookie }

func (c *cookies) SetCookies(_ *url.URL, set []*http.Cookie) {
	if c.all == nil {
		c.all = map[string]*http.Cookie{}
	}
	for _, one := range set {
		if one.MaxAge < 0 {
			delete(c.all, one.Name)
		} else {
			c.all[one.Name] = one
		}
	}
}

func (c *cookies) Cookies(*url.URL) []*http.Cookie {
	var out []*http.Cookie
	for _, one := range c.all {
		out = append(out, one)
	}
	return out
}

// answer is a page that came back.
type answer struct {
	status int
	body   string
	path   string
	header http.Header
}

func (b *browser) do(r *http.Request) answer {
	b.t.Helper()
	for name, values := range b.header {
		r.Header[name] = values
	}
	resp, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{resp.StatusCode, string(body), resp.Request.URL.RequestURI(), resp.Header}
}

func (b *browser) get(path string) answer {
	b.t.Helper()
	r, err := http.NewRequest(http.MethodGet, b.base+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.do(r)
}

var tokenField = regexp.MustCompile(`name="token" value="([^"]+)"`)

// post sends a form with the token of any page.
func (b *browser) post(path string, pairs ...string) answer {
	b.t.Helper()
	form := url.Values{}
	if m := tokenField.FindStringSubmatch(b.get("/login").body); m != nil {
		form.Set("token", m[1])
	}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return b.send(path, form)
}

func (b *browser) send(path string, form url.Values) answer {
	b.t.Helper()
	r, err := http.NewRequest(http.MethodPost, b.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(r)
}

func (b *browser) login(name string) answer {
	b.t.Helper()
	return b.post("/login", "user", name, "password", password)
}

// id returns the id of the claim with these words.
func id(t testing.TB, rows sample.Rows, words string) string {
	t.Helper()
	return rows.Find(words).ClaimID
}

// everyPage are the addresses of all pages about a dataset.
func everyPage(rows sample.Rows) []string {
	paths := []string{
		"/claims", "/claims?q=nowhere", "/claims?sort=worth&desc=1", "/claims?q=%22", "/claims?status=open&-kind=fact&from=2026-01-01&until=2026-12-31&minworth=0.2",
		"/claims?queue=differ", "/claims?mine=open&queue=assigned", "/claims?p=9999", "/claims/next", "/sources", "/sources?q=nobody", "/sources/suggest?q=zo", "/disputes", "/disputes?relation=supports",
		"/overview", "/agreement", "/export", "/export?q=dijk&source=x", "/keys",
	}
	for _, c := range rows.Claims {
		paths = append(paths, "/claims/"+c.ClaimID, "/claims/"+c.ClaimID+"?stance=favor&span=1-5,7-9")
	}
	for _, d := range rows.Documents {
		paths = append(paths, "/articles/"+d.DocID)
	}
	for _, s := range rows.Sources {
		paths = append(paths, "/sources/"+s.SourceID)
	}
	return paths
}
