package review

import (
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/language"
	textmessage "golang.org/x/text/message"
)

// defaultLanguage is that of messages which another language lacks.
const defaultLanguage = "en"

// languages are those the pages speak. The first is the default.
var languages = []string{defaultLanguage, "nl"}

// matcher finds the best language for what a browser asks for.
var matcher = language.NewMatcher([]language.Tag{language.English, language.Dutch})

// messages are the words of the pages in one language.
type messages struct {
	lang    string
	words   map[string]string
	printer *textmessage.Printer
}

func loadMessages(fsys fs.FS, lang string) (*messages, error) {
	name := path.Join("messages", lang+".yaml")
	b, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	m := &messages{lang: lang, printer: textmessage.NewPrinter(language.MustParse(lang))}
	if err := yaml.Unmarshal(b, &m.words); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return m, nil
}

// text returns the message of a key with its arguments filled in. With an argument 1 in
// front the key may have a form of its own, key.one. A key without a message is shown as it
// is, and a test finds it.
func (m *messages) text(key string, args ...any) string {
	format, ok := m.words[key]
	if len(args) > 0 && (args[0] == 1 || args[0] == int64(1) || args[0] == int32(1)) {
		if one, there := m.words[key+".one"]; there {
			format, ok = one, true
		}
	}
	if !ok {
		return key
	}
	if len(args) == 0 {
		return format
	}
	return m.printer.Sprintf(format, args...)
}

// value returns the word for a value of an enumeration: the value itself where there is
// none.
func (m *messages) value(kind, value string) string {
	if word, ok := m.words["value."+kind+"."+value]; ok {
		return word
	}
	if value == "" {
		return m.text("value.none")
	}
	return value
}

// language returns the language for a request: the one that was chosen, else the best one
// for the browser.
func (s *Server) language(r *http.Request) string {
	if c, err := r.Cookie(langCookie); err == nil {
		for _, lang := range languages {
			if c.Value == lang {
				return lang
			}
		}
	}
	asked := r.Header.Get("Accept-Language")
	if len(asked) > 200 {
		return defaultLanguage
	}
	tags, _, err := language.ParseAcceptLanguage(asked)
	if err != nil || len(tags) == 0 {
		return defaultLanguage
	}
	_, i, confidence := matcher.Match(tags...)
	if confidence == language.No {
		return defaultLanguage
	}
	return languages[i]
}

// chooseLanguage remembers the language that somebody wants.
func (s *Server) chooseLanguage(w http.ResponseWriter, r *http.Request) error {
	lang := strings.TrimSpace(r.PostForm.Get("lang"))
	http.SetCookie(w, s.cookie(langCookie, lang, year))
	http.Redirect(w, r, back(r, "/"), http.StatusSeeOther)
	return nil
}
