package review

import (
	"io/fs"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/volgens/volgens/review/internal/sample"
)

func TestEveryPageIsWhole(t *testing.T) {
	full := town()
	for name, rows := range map[string]sample.Rows{"full": full, "empty": {}} {
		server := serve(t, open(t, rows), nil)
		for _, lang := range languages {
			b := newBrowser(t, server)
			b.header.Set("Accept-Language", lang)
			if len(rows.Claims) > 0 {
				decideSomething(b, rows)
			}
			for _, path := range everyPage(rows) {
				t.Run(name+" "+lang+" "+path, func(t *testing.T) {
					a := b.get(path)
					if a.status != http.StatusOK {
						t.Errorf("status %d", a.status)
					}
					checkPage(t, a, lang)
				})
			}
		}
	}
}

// decideSomething has some decisions of every kind on the pages.
func decideSomething(b *browser, rows sample.Rows) {
	claim := "/claims/" + id(b.t, rows, "de dijk het houdt")
	b.post(claim, "field", "span", "choice", "ok")
	b.post(claim, "field", "stance", "target", "dijk", "choice", "against")
	b.post(claim, "field", "stance", "target", "<i>weer</i>", "choice", "favor")
	b.post(claim, "field", "verdict", "choice", "half-true", "links", "https://example.org/a?b=c\nhttp://example.org", "note", "see <b>there</b>")
	b.post(claim, "field", "note", "note", "a note")
	b.post(claim, "field", "source", "choice", "other", "source_name", "Somebody <b>Else</b>")
	b.post(claim, "field", "unsure", "choice", "yes")
	b.post("/undo")
}

func TestErrorPagesAreWhole(t *testing.T) {
	b := newBrowser(t, serve(t, open(t, town()), nil))
	for path, want := range map[string]int{
		"/nowhere": 404, "/claims/0123456789abcdef": 404, "/claims/%3Cscript%3E": 404, "/articles/x": 404, "/sources/x": 404,
		"/claims/..%2f..%2fetc%2fpasswd": 404, "/export/exe": 404,
	} {
		a := b.get(path)
		if a.status != want {
			t.Errorf("GET %s = %d, want %d", path, a.status, want)
		}
		checkPage(t, a, "en")
	}
}

var voidElements = strings.Fields("area base br col embed hr img input link meta param source track wbr")

// checkPage checks what must hold of every page.
func checkPage(t *testing.T, a answer, lang string) {
	t.Helper()
	var open []string
	ids := map[string]bool{}
	z := html.NewTokenizer(strings.NewReader(a.body))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		token := z.Token()
		switch kind {
		case html.StartTagToken:
			checkElement(t, token, ids)
			if !slices.Contains(voidElements, token.Data) {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("</%s> closes %v", token.Data, open)
			}
			open = open[:len(open)-1]
		case html.TextToken:
			checkText(t, token.Data)
		}
	}
	if len(open) > 0 {
		t.Errorf("never closed: %v", open)
	}
	for _, want := range []string{`<html lang="` + lang, "<title>", `id="main"`, "<h1", "</html>"} {
		if !strings.Contains(a.body, want) && !(want == "<h1" && strings.Contains(a.path, "suggest")) && !(want == "<h1" && strings.Contains(a.body, "on-claim\"")) {
			t.Errorf("no %s", want)
		}
	}
}

// checkElement finds what the security policy forbids, and what makes a page hard to use.
func checkElement(t *testing.T, token html.Token, ids map[string]bool) {
	t.Helper()
	attributes := map[string]string{}
	for _, a := range token.Attr {
		attributes[a.Key] = a.Val
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			t.Errorf("<%s %s=%q> has style or script inside", token.Data, a.Key, a.Val)
		}
		leads := slices.Contains([]string{"href", "src", "action", "formaction", "xlink:href"}, a.Key)
		if leads && strings.HasPrefix(strings.TrimSpace(strings.ToLower(a.Val)), "javascript:") {
			t.Errorf("<%s %s=%q>", token.Data, a.Key, a.Val)
		}
		if strings.Contains(a.Val, "ZgotmplZ") {
			t.Errorf("<%s %s=%q> was not trusted by the template", token.Data, a.Key, a.Val)
		}
		checkText(t, a.Val)
	}
	if id := attributes["id"]; id != "" {
		if ids[id] {
			t.Errorf("two elements with the id %q", id)
		}
		ids[id] = true
	}
	switch token.Data {
	case "style":
		t.Error("a <style> inside the page")
	case "script":
		if attributes["src"] == "" {
			t.Error("a <script> inside the page")
		}
	case "iframe", "object", "embed", "base":
		t.Errorf("a <%s>", token.Data)
	}
}

// messageKey is what a missing message looks like.
var messageKey = regexp.MustCompile(`^(agreement|article|assign|format|chip|choice|claim|claims|column|conflict|disputes|error|export|facet|field|finished|history|key|keys|layer|layout|login|merge|month|move|nav|note|overview|pager|position|readings|script|settle|source|sources|span|split|stance|syntax|value|verdict|view|why)\.[a-z0-9_.-]+$`)

func checkText(t *testing.T, text string) {
	t.Helper()
	text = strings.TrimSpace(text)
	if messageKey.MatchString(text) {
		t.Errorf("no message %q", text)
	}
	if strings.Contains(text, "%!") {
		t.Errorf("a message with wrong arguments: %q", text)
	}
}

// used finds the messages that templates name.
var used = regexp.MustCompile(`\bt "([a-z0-9_.-]+)"`)

func TestMessages(t *testing.T) {
	p, err := loadPages(embedded)
	if err != nil {
		t.Fatal(err)
	}
	en := p.messages["en"].words
	verb := regexp.MustCompile(`%[a-z]`)
	for lang, m := range p.messages {
		for key, word := range m.words {
			if strings.TrimSpace(word) == "" {
				t.Errorf("%s: %s is empty", lang, key)
			}
			if got, want := verb.FindAllString(word, -1), verb.FindAllString(en[key], -1); !slices.Equal(got, want) && !strings.HasSuffix(key, ".one") {
				t.Errorf("%s: %s has %v, en has %v", lang, key, got, want)
			}
		}
		if missing := difference(en, m.words); len(missing) > 0 {
			t.Errorf("%s lacks %v", lang, missing)
		}
		if extra := difference(m.words, en); len(extra) > 0 {
			t.Errorf("only %s has %v", lang, extra)
		}
	}
	names, err := fs.Glob(embedded, "tmpl/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		b, err := fs.ReadFile(embedded, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range used.FindAllStringSubmatch(string(b), -1) {
			if _, ok := en[m[1]]; !ok {
				t.Errorf("%s: no message %s", name, m[1])
			}
		}
	}
	for _, g := range keyGroups {
		for _, k := range g.Keys {
			if _, ok := en["key."+k.Name]; !ok {
				t.Errorf("no message key.%s", k.Name)
			}
		}
	}
}

func difference(a, b map[string]string) []string {
	var out []string
	for _, key := range slices.Sorted(maps.Keys(a)) {
		if _, ok := b[key]; !ok {
			out = append(out, key)
		}
	}
	return out
}

func TestLanguages(t *testing.T) {
	b := newBrowser(t, serve(t, open(t, town()), nil))
	if a := b.get("/sources"); !strings.Contains(a.body, `<html lang="en"`) {
		t.Error("without a wish the pages are not English")
	}
	b.header.Set("Accept-Language", "nl-BE, en;q=0.5")
	if a := b.get("/sources"); !strings.Contains(a.body, ">Bronnen<") {
		t.Error("a browser that wants Dutch does not get it")
	}
	b.post("/language", "lang", "en", "back", "/sources")
	if a := b.get("/sources"); !strings.Contains(a.body, ">Sources<") {
		t.Error("the language that was chosen is not remembered")
	}
	b.post("/language", "lang", "../../x")
	if a := b.get("/sources"); a.status != http.StatusOK {
		t.Errorf("an unknown language gives status %d", a.status)
	}
}

// Every key in the list presses a button of some page, and every button's key is in the list.
func TestKeysAreShownWhereTheyWork(t *testing.T) {
	rows := town()
	b := newBrowser(t, serve(t, open(t, rows), nil))
	claim := "/claims/" + id(t, rows, "de dijk het houdt")
	pages := b.get("/claims").body + b.get(claim).body + b.get(claim+"?span=3-9").body
	works := map[string]bool{"Esc": true, "Enter": true, "Shift": true, "…": true, "r": true, "1": true, "2": true, "3": true, "4": true}
	for _, m := range regexp.MustCompile(`data-keys="([^"]+)"`).FindAllStringSubmatch(pages, -1) {
		for _, k := range strings.Fields(m[1]) {
			works[k] = true
		}
	}
	listed := map[string]bool{}
	for _, g := range keyGroups {
		for _, k := range g.Keys {
			for _, name := range k.Keys {
				listed[name] = true
				pressed := map[string]string{"t 1": "t1", "t 2": "t2", "←": "ArrowLeft", "→": "ArrowRight"}[name]
				if pressed == "" {
					pressed = name
				}
				if !works[pressed] {
					t.Errorf("the key %s (%s) is listed and does nothing", name, k.Name)
				}
			}
		}
	}
	for _, m := range regexp.MustCompile(`<kbd>([^<]+)</kbd>`).FindAllStringSubmatch(pages, -1) {
		name := m[1]
		if !listed[name] && !strings.HasPrefix(name, "t ") && !strings.Contains("ASDF", name) {
			t.Errorf("the key %s is on a button and not in the list", name)
		}
	}
}
