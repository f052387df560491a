package review

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/number"

	"github.com/volgens/volgens/review/account"
	"github.com/volgens/volgens/review/decisions"
	"github.com/volgens/volgens/review/index"
)

// pages are the templates of all pages in all languages.
type pages struct {
	messages  map[string]*messages
	templates map[string]*template.Template // by language and name: "nl/claims"
}

// shared are the templates that are no pages.
var shared = []string{"tmpl/layout.html", "tmpl/parts.html"}

func loadPages(fsys fs.FS) (*pages, error) {
	p := &pages{messages: map[string]*messages{}, templates: map[string]*template.Template{}}
	names, err := fs.Glob(fsys, "tmpl/*.html")
	if err != nil {
		return nil, err
	}
	assets, err := assetSums(fsys)
	if err != nil {
		return nil, err
	}
	for _, lang := range languages {
		m, err := loadMessages(fsys, lang)
		if err != nil {
			return nil, err
		}
		p.messages[lang] = m
		base, err := template.New("").Funcs(functions(m, assets)).ParseFS(fsys, shared...)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if name == shared[0] || name == shared[1] {
				continue
			}
			t, err := template.Must(base.Clone()).ParseFS(fsys, name)
			if err != nil {
				return nil, err
			}
			p.templates[lang+"/"+strings.TrimSuffix(path.Base(name), ".html")] = t
		}
	}
	return p, nil
}

// assetSums returns a mark of the contents of each static file, which its address carries.
func assetSums(fsys fs.FS) (map[string]string, error) {
	sums := map[string]string{}
	names, err := fs.Glob(fsys, "static/*")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(b)
		sums[path.Base(name)] = hex.EncodeToString(sum[:6])
	}
	return sums, nil
}

// functions are what templates can call besides the built-in functions.
func functions(m *messages, assets map[string]string) template.FuncMap {
	return template.FuncMap{
		"t":        m.text,
		"v":        m.value,
		"asset":    func(name string) string { return "/static/" + name + "?" + assets[name] },
		"num":      func(n any) string { return m.printer.Sprint(number.Decimal(n)) },
		"percent":  func(x float64) string { return m.printer.Sprint(number.Percent(x, number.MaxFractionDigits(0))) },
		"decimal":  func(x float64) string { return m.printer.Sprint(number.Decimal(x, number.Scale(2))) },
		"date":     m.date,
		"moment":   m.moment,
		"iso":      func(at time.Time) string { return at.UTC().Format(time.RFC3339) },
		"brackets": brackets,
		"cut":      cut,
		"str":      str,
		"mul":      func(x, y float64) float64 { return x * y },
		"unit":     func(x float64) float64 { return 100 * min(max(x, 0), 1) },
		"add":      func(x, y int) int { return x + y },
		"dict":     dict,
		"initial":  initial,
		"list":     func(items ...string) []string { return items },
	}
}

// date writes a day the way the language does.
func (m *messages) date(at *time.Time) string {
	if at == nil {
		return ""
	}
	return fmt.Sprintf("%d %s %d", at.Day(), m.text("month."+strconv.Itoa(int(at.Month()))), at.Year())
}

// moment writes a day and time of the review.
func (m *messages) moment(at time.Time) string {
	local := at.Local()
	return m.date(&local) + local.Format(", 15:04")
}

// insertion is a stretch of a self-contained claim: the words of the article or what was
// put in for the reader's sake.
type insertion struct {
	Text     string
	Inserted bool
}

// brackets takes a self-contained claim apart at its [insertions].
func brackets(text string) []insertion {
	var out []insertion
	for text != "" {
		open := strings.IndexByte(text, '[')
		if open < 0 {
			break
		}
		end := strings.IndexByte(text[open:], ']')
		if end < 0 {
			break
		}
		if open > 0 {
			out = append(out, insertion{text[:open], false})
		}
		out = append(out, insertion{text[open : open+end+1], true})
		text = text[open+end+1:]
	}
	if text != "" {
		out = append(out, insertion{text, false})
	}
	return out
}

// cut returns the first n characters of a text, with an ellipsis where there are more.
func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for i := range text {
		if n == 0 {
			return strings.TrimRight(text[:i], " ") + "…"
		}
		n--
	}
	return text
}

// initial returns the first letter of a name.
func initial(name string) string {
	r, size := utf8.DecodeRuneInString(name)
	if size == 0 || harmful(r) {
		return "?"
	}
	return string(r)
}

// str returns the value of an optional column, "" for none.
func str(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func itoa(n int) string { return strconv.Itoa(n) }

// dict makes the arguments of a shared template.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, errors.New("dict: a key without a value")
	}
	out := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		key, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: key %v is no string", pairs[i])
		}
		out[key] = pairs[i+1]
	}
	return out, nil
}

// newToken returns something that nobody can guess.
func (s *Server) newToken() string { return rand.Text() }

// frame is what every page has around it.
type frame struct {
	Page      string // name of the template
	Path      string // where the page is, for forms that return to it
	Name      string // of the dataset
	Lang      string
	Languages []string
	Token     string // for forms
	Nonce     string // makes handing a form in twice harmless
	User      string
	Role      account.Role
	Alone     bool // there are no accounts
	Leave     bool // can log out
	Decides   bool
	Assigns   bool
	Keys      []keyGroup
	Data      any // of the page
}

// render shows a page. It is written only once it is whole.
func (s *Server) render(w http.ResponseWriter, r *http.Request, status int, name string, data any) error {
	v := who(r)
	t, ok := s.pages.templates[v.lang+"/"+name]
	if !ok {
		return fmt.Errorf("no template %s in %s", name, v.lang)
	}
	f := frame{
		Page: name, Path: r.URL.RequestURI(), Name: s.Name, Lang: v.lang, Languages: languages,
		Token: s.formToken(w, r), Nonce: s.newToken(), User: v.name, Role: v.role,
		Alone: s.Users == nil, Leave: s.Users != nil && !v.header && v.name != "",
		Decides: v.role.May(account.Reviewer), Assigns: v.role.May(account.Admin),
		Keys: s.keys(), Data: data,
	}
	if r.Method != http.MethodGet {
		f.Path = back(r, "/")
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "layout", f); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Vary", "Cookie, Accept-Language")
	w.WriteHeader(status)
	_, err := w.Write(harmless(b.Bytes()))
	if err != nil {
		s.Logger.Debug("page not sent", "page", name, "error", err)
	}
	return nil
}

// harmless replaces characters that change how the text around them reads: control
// characters, and those that turn the direction of writing. Each is replaced by one
// character, so that positions in a text stay what they are.
func harmless(page []byte) []byte {
	if !bytes.ContainsFunc(page, harmful) {
		return page
	}
	return bytes.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return ' '
		case harmful(r):
			return '\u2426' // ␦: something that cannot be shown stood here
		}
		return r
	}, page)
}

func harmful(r rune) bool {
	switch {
	case r == '\n', r == '\t':
		return false
	case r < ' ', r >= 0x7f && r < 0xa0, r == utf8.RuneError:
		return true
	}
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// errorPage tells what went wrong and what to do.
type errorPage struct {
	Status    int
	Title, Do string
	Detail    string
}

// fail answers with an error.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	m := s.pages.messages[who(r).lang]
	p := errorPage{Status: http.StatusInternalServerError, Title: m.text("error.failed"), Do: m.text("error.failed.do")}
	var known problem
	switch {
	case r.Context().Err() != nil:
		return // nobody waits for the answer
	case errors.As(err, &known):
		p.Status, p.Title, p.Do = known.status, m.text(known.key), m.text(known.key+".do")
	case errors.Is(err, index.ErrNotFound):
		p.Status, p.Title, p.Do = http.StatusNotFound, m.text("error.gone"), m.text("error.gone.do")
	case errors.Is(err, index.ErrQuery):
		p.Status, p.Title, p.Do, p.Detail = http.StatusBadRequest, m.text("error.query"), m.text("error.query.do"), err.Error()
	case errors.Is(err, decisions.ErrOwnReading):
		p.Status, p.Title, p.Do = http.StatusForbidden, m.text("error.own"), m.text("error.own.do")
	case errors.Is(err, decisions.ErrNothingToUndo):
		p.Status, p.Title, p.Do = http.StatusConflict, m.text("error.undo"), m.text("error.undo.do")
	case errors.Is(err, decisions.ErrInvalid):
		p.Status, p.Title, p.Do, p.Detail = http.StatusBadRequest, m.text("error.invalid"), m.text("error.invalid.do"), err.Error()
	default:
		s.Logger.Error("page failed", "method", r.Method, "path", r.URL.Path, "error", err)
	}
	if err := s.render(w, r, p.Status, "error", p); err != nil {
		s.Logger.Error("error page failed", "error", err)
		http.Error(w, p.Title, p.Status)
	}
}
