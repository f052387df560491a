//go:build browser

package review

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/volgens/volgens/review/decisions"
	"github.com/volgens/volgens/review/internal/sample"
	"github.com/volgens/volgens/review/workspace"
)

// chromium starts the browser once for a test; each tab has cookies of its own.
func chromium(t *testing.T) context.Context {
	t.Helper()
	options := chromedp.DefaultExecAllocatorOptions[:]
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium has none for root
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, stop := chromedp.NewContext(allocator)
	t.Cleanup(stop)
	ctx, stop = context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(stop)
	return ctx
}

// tab is a window of a browser that shares nothing with others.
type tab struct {
	t      *testing.T
	ctx    context.Context
	base   string
	errors *[]string
}

func newTab(t *testing.T, server *httptest.Server) *tab {
	t.Helper()
	ctx := chromium(t)
	var wrong []string
	messages := chromedp.Console(ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			if text := fmt.Sprint(m); strings.HasPrefix(text, "error") && !strings.Contains(text, "status of 4") {
				wrong = append(wrong, text)
			}
		}
	}()
	b := &tab{t: t, ctx: ctx, base: server.URL, errors: &wrong}
	b.do(chromedp.EmulateViewport(1440, 900))
	return b
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) visit(path string) { b.t.Helper(); b.do(chromedp.Navigate(b.base + path)) }

// js evaluates an expression to a string.
func (b *tab) js(expression string) string {
	b.t.Helper()
	got, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return got
}

// wait waits until an expression is true.
func (b *tab) wait(expression string) {
	b.t.Helper()
	for end := time.Now().Add(15 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		got, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("Boolean("+expression+")"))
		if err == nil && got {
			return
		}
		if b.ctx.Err() != nil {
			break
		}
	}
	b.t.Fatalf("never: %s; at %s", expression, b.js("location.href + document.querySelector('main')?.innerText.slice(0, 600)"))
}

func (b *tab) press(keys string) { b.t.Helper(); b.do(chromedp.KeyEvent(keys)) }

func (b *tab) claim() string { return b.js("document.querySelector('main').dataset.claim") }

func (b *tab) login(name string) {
	b.t.Helper()
	b.visit("/login")
	b.do(chromedp.SendKeys(chromedp.CSS("[name=user]"), name), chromedp.SendKeys(chromedp.CSS("[name=password]"), password+kb.Enter))
	b.wait("document.body.className.includes('on-claims')")
}

// calm fails on errors in the browser's console: a broken script, or one that the security
// policy has stopped.
func (b *tab) calm() {
	b.t.Helper()
	for _, text := range *b.errors {
		b.t.Errorf("console: %s", text)
	}
}

func TestTenClaimsByKeyboardAlone(t *testing.T) {
	rows := town()
	w := open(t, rows)
	b := newTab(t, serve(t, w, nil))
	b.visit("/claims")
	b.press("j")
	b.press("j")
	b.press("k")
	b.press(kb.Enter)
	b.wait("document.body.className.includes('on-claim')")
	pressed := func(key string) string {
		return fmt.Sprintf("document.querySelector('[data-keys~=\"%s\"]').matches('[aria-pressed=true], .on')", key)
	}
	done := map[string]bool{}
	for i := range 10 {
		id := b.claim()
		if done[id] {
			t.Fatalf("claim %d comes twice", i)
		}
		done[id] = true
		switch i % 5 {
		case 0: // right in everything
			b.press("a")
			b.wait(pressed("a"))
			b.press("q")
			b.wait(pressed("q"))
			b.press("c")
			b.wait(pressed("c"))
			b.press("t")
			b.press("2")
			b.wait(pressed("t2"))
		case 1: // no claim, taken back, then right
			b.press("d")
			b.wait(pressed("d"))
			b.press("z")
			b.wait("!" + pressed("d"))
			b.press("d")
			b.wait(pressed("d"))
		case 2: // other words
			b.press("s")
			b.wait("document.querySelector('#span')")
			words := b.js("document.querySelector('#span').dataset.words")
			b.press("s")
			b.wait("document.querySelector('#span').dataset.words !== " + quote(words))
			b.press("D")
			b.press(kb.Enter)
			b.wait("!document.querySelector('#span')")
			b.wait(pressed("s"))
			b.press("q")
			b.wait(pressed("q"))
		case 3: // another source, typed, and a note that saves itself
			b.press("a")
			b.wait(pressed("a"))
			b.press("w")
			b.wait("document.querySelector('#other').open")
			b.do(chromedp.SendKeys(chromedp.CSS("#other-name"), "Somebody Else"+kb.Enter))
			b.wait("document.querySelector('#other summary b')?.textContent === 'Somebody Else'")
			b.press("i")
			b.wait("document.activeElement.name === 'note'")
			b.do(chromedp.KeyEvent("see tape 3"))
			b.wait("document.querySelector('.history').textContent.includes('see tape 3')")
			b.press(kb.Escape)
		case 4: // unsure
			b.press("x")
			b.wait(pressed("x"))
		}
		if i < 9 {
			b.press("f")
			b.wait("document.querySelector('main').dataset.claim !== " + quote(id))
		}
	}
	mark := map[string]int{}
	for id := range done {
		r, err := w.Log.Review(t.Context(), id, "")
		if err != nil {
			t.Fatal(err)
		}
		mine := r.Mine("ann")
		if !mine.Done {
			t.Errorf("%s is not done: %v", id, mine.Values)
		}
		for slot, e := range mine.Values {
			mark[string(slot.Field)+" "+e.To.Choice]++
		}
	}
	for want, n := range map[string]int{"span ok": 4, "span no-claim": 2, "span moved": 2, "source other": 2, "unsure yes": 2, "verdict mostly-true": 2, "note ": 2, "worth yes": 2} {
		if mark[want] != n {
			t.Errorf("%s: %d, want %d (%v)", want, mark[want], n, mark)
		}
	}
	b.calm()
}

func quote(s string) string { return fmt.Sprintf("%q", s) }

func TestGoodByOneKey(t *testing.T) {
	rows := town()
	w := open(t, rows)
	b := newTab(t, serve(t, w, nil))
	b.visit("/claims")
	b.press("f")
	b.wait("document.body.className.includes('on-claim')")
	for range len(rows.Claims) - 1 {
		id := b.claim()
		b.press("g")
		b.wait("document.querySelector('main').dataset.claim !== " + quote(id))
	}
	b.press("g")
	b.wait("document.body.className.includes('on-finished')")
	b.press("?")
	b.wait("document.querySelector('#keys').open")
	b.press(kb.Escape)
	b.wait("!document.querySelector('#keys').open")
	b.calm()
}

func TestReadersDifferAndAThirdSettles(t *testing.T) {
	rows := town()
	users := people(t)
	w := open(t, rows)
	server := serve(t, w, func(o *Options) { o.Users = users })
	claim := id(t, rows, "de dijk het houdt")
	ann, bob, joy := newTab(t, server), newTab(t, server), newTab(t, server)
	ann.login("ann")
	ann.visit("/claims/" + claim)
	ann.press("a")
	ann.wait("document.querySelector('[data-keys=a]').ariaPressed === 'true'")
	ann.press("q")
	ann.wait("document.querySelector('[data-keys=q]').ariaPressed === 'true'")
	bob.login("bob")
	bob.visit("/claims/" + claim)
	bob.press("d")
	bob.wait("document.querySelector('[data-keys=d]').ariaPressed === 'true'")
	joy.login("joy")
	joy.visit("/agreement")
	joy.do(chromedp.Click(chromedp.CSS("a.open")))
	joy.wait("document.querySelector('main').dataset.claim === " + quote(claim))
	joy.wait("document.querySelectorAll('.readings .differ button').length === 2")
	joy.press("d")
	joy.wait("document.querySelector('[data-keys=d]').ariaPressed === 'true'")
	if got := held(t, w, claim, "", decisions.Span, ""); got.Choice != decisions.NotClaim {
		t.Errorf("settled as %+v", got)
	}
	ann.visit("/claims/" + claim)
	if got := ann.js("document.querySelector('.readings').textContent"); !strings.Contains(got, "joy") || !strings.Contains(got, "settled") {
		t.Errorf("ann reads %q", got)
	}
	for _, b := range []*tab{ann, bob, joy} {
		b.calm()
	}
}

func TestTwoWindowsOfOneReader(t *testing.T) {
	rows := town()
	w := open(t, rows)
	server := serve(t, w, nil)
	claim := id(t, rows, "de dijk het houdt")
	one, two := newTab(t, server), newTab(t, server)
	one.visit("/claims/" + claim)
	two.visit("/claims/" + claim)
	one.press("c")
	one.wait("document.querySelector('[data-keys=c]').ariaPressed === 'true'")
	two.press("v")
	two.wait("document.querySelector('#conflict')")
	if got := held(t, w, claim, "ann", decisions.Worth, ""); got.Choice != decisions.Yes {
		t.Errorf("the second window has overwritten the first: %+v", got)
	}
	two.do(chromedp.Click(chromedp.CSS("#conflict button")))
	two.wait("!document.querySelector('#conflict')")
	if got := held(t, w, claim, "ann", decisions.Worth, ""); got.Choice != decisions.No {
		t.Errorf("holds %+v", got)
	}
}

func TestANewRunKeepsDecisions(t *testing.T) {
	dir := t.TempDir()
	first := town()
	if err := sample.Write(dir+"/one", first); err != nil {
		t.Fatal(err)
	}
	claim := id(t, first, "de dijk het houdt")
	w := openDir(t, dir+"/one", dir+"/decided.sqlite")
	b := newTab(t, serve(t, w, nil))
	b.visit("/claims/" + claim)
	b.press("a")
	b.wait("document.querySelector('[data-keys=a]').ariaPressed === 'true'")
	b.do(chromedp.Click(chromedp.CSS("[data-keys=q]")))
	b.wait("document.querySelector('[data-keys=q]').ariaPressed === 'true'")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	again := sample.Make(append(townTexts(), sample.Text{Title: "Another article", Said: []sample.Said{{Source: "Ned", Words: "there is more"}}})...)
	if err := sample.Write(dir+"/two", again); err != nil {
		t.Fatal(err)
	}
	b = newTab(t, serve(t, openDir(t, dir+"/two", dir+"/decided.sqlite"), nil))
	b.visit("/claims?status=done")
	if n := b.js("document.querySelectorAll('tr[data-row]').length"); n != "1" {
		t.Errorf("%s claims are done, want 1", n)
	}
	b.visit("/claims/" + claim)
	b.wait("document.querySelector('[data-keys=a]').ariaPressed === 'true'")
}

func TestWithoutScript(t *testing.T) {
	rows := town()
	w := open(t, rows)
	b := newTab(t, serve(t, w, nil))
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	here := func() string {
		at, err := chromedp.Run(b.ctx, chromedp.Location())
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	click := func(selector string) {
		t.Helper()
		if _, err := chromedp.RunResponse(b.ctx, chromedp.Click(chromedp.CSS(selector))); err != nil {
			t.Fatalf("%s at %s: %v", selector, here(), err)
		}
	}
	b.visit("/claims?q=houdt")
	click("a.open")
	claim := id(t, rows, "de dijk het houdt")
	if !strings.Contains(here(), claim) {
		click("a[rel=next]")
	}
	if !strings.Contains(here(), claim) {
		t.Fatalf("at %s", here())
	}
	click("[data-keys=a]")
	click("[data-keys=s]")
	click("a.end\\.left")
	click(".spanner button")
	b.do(chromedp.SendKeys(chromedp.CSS(".note textarea"), "without script"))
	click(".note button")
	click("[data-keys=g]")
	if strings.Contains(here(), claim) {
		t.Errorf("g does not lead on: %s", here())
	}
	for field, want := range map[decisions.Field]string{decisions.Span: decisions.Moved, decisions.Source: decisions.OK, decisions.Stance: decisions.Favor} {
		target := map[decisions.Field]string{decisions.Stance: "dijk"}[field]
		if got := held(t, w, claim, "ann", field, target); got.Choice != want {
			t.Errorf("%s: holds %+v, want %s", field, got, want)
		}
	}
	if got := held(t, w, claim, "ann", decisions.Note, ""); got.Note != "without script" {
		t.Errorf("note %+v", got)
	}
}

func TestHostileArticlesInABrowser(t *testing.T) {
	rows := hostile()
	b := newTab(t, serve(t, open(t, rows), nil))
	for _, path := range everyPage(rows) {
		b.visit(path)
		if got := b.js("document.body.dataset.owned"); got != "undefined" {
			t.Fatalf("%s: the article has run a script", path)
		}
		if got := b.js("document.querySelectorAll('main script, main img, main style, main [onload], main [onerror], main [onmouseover]').length"); got != "0" {
			t.Errorf("%s: %s elements of the article's making", path, got)
		}
		if got := b.js("document.documentElement.scrollWidth - innerWidth"); strings.HasPrefix(got, "-") == false && got != "0" {
			t.Errorf("%s: the page is %s pixels wider than the window", path, got)
		}
	}
	b.visit("/claims/" + rows.Claims[0].ClaimID)
	b.press("a")
	b.wait("document.querySelector('[data-keys=a]').ariaPressed === 'true'")
	b.calm()
}

func TestUnknownUserGetsNowhere(t *testing.T) {
	rows := town()
	users := people(t)
	b := newTab(t, serve(t, open(t, rows), func(o *Options) { o.Users = users }))
	for _, path := range everyPage(rows) {
		b.visit(path)
		if got := b.js("location.pathname"); got != "/login" {
			t.Fatalf("%s leads to %s", path, got)
		}
	}
	b.do(chromedp.SendKeys(chromedp.CSS("[name=user]"), "eve"), chromedp.SendKeys(chromedp.CSS("[name=password]"), password+kb.Enter))
	b.wait("document.querySelector('[role=alert]').textContent.includes('wrong')")
	b.login("ann")
}

func TestEndsMoveByMouse(t *testing.T) {
	rows := town()
	w := open(t, rows)
	b := newTab(t, serve(t, w, nil))
	c := rows.Find("de pomp drie keer per dag draait")
	b.visit("/claims/" + c.ClaimID)
	b.js(`(() => { const n = document.querySelector('#here').firstChild, r = document.createRange(); r.setStart(n, 3); r.setEnd(n, 12); getSelection().removeAllRanges(); getSelection().addRange(r); })()`)
	b.press("s")
	b.wait("document.querySelector('#span')?.dataset.words === 'pomp drie'")
	spot := b.js(`(() => { const n = document.querySelector('#here').firstChild, r = document.createRange(); r.setStart(n, 4); r.setEnd(n, 5); const box = r.getBoundingClientRect(), g = document.querySelector('.grip.end').getBoundingClientRect(); return [g.x + g.width / 2, g.y + g.height / 2, box.x, box.y + box.height / 2].join(' '); })()`)
	var fromX, fromY, toX, toY float64
	if _, err := fmt.Sscan(spot, &fromX, &fromY, &toX, &toY); err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.DragAndDropXY(fromX, fromY, toX, toY, 8))
	b.wait("document.querySelector('#span')?.dataset.words === 'pomp'")
	b.press(kb.Enter)
	b.wait("!document.querySelector('#span')")
	if got := held(t, w, c.ClaimID, "ann", decisions.Span, ""); got.Words != "pomp" {
		t.Errorf("holds %+v", got)
	}
	b.calm()
}

func TestTheServerIsGone(t *testing.T) {
	rows := town()
	server := serve(t, open(t, rows), nil)
	b := newTab(t, server)
	b.visit("/claims/" + rows.Claims[0].ClaimID)
	server.CloseClientConnections()
	server.Listener.Close()
	b.press("a")
	b.wait("document.querySelector('#alarm.shown')?.textContent.includes('not saved')")
	if got := b.js("document.querySelector('[data-keys=a]').ariaPressed"); got != "false" {
		t.Error("the button is pressed though nothing was saved")
	}
}

// TestScreens writes pictures of every screen, light and dark, to the folder SCREENS.
func TestScreens(t *testing.T) {
	dir := os.Getenv("SCREENS")
	if dir == "" {
		t.Skip("SCREENS names no folder")
	}
	var w *workspace.Workspace
	data := os.Getenv("DATASET")
	if data == "" {
		w = open(t, town())
	} else {
		w = openDir(t, data, filepath.Join(t.TempDir(), "decided.sqlite"))
	}
	b := newTab(t, serve(t, w, nil))
	b.visit("/claims?stance=against")
	href := func(selector string) string {
		b.t.Helper()
		return regexp.MustCompile(`^https?://[^/]+`).ReplaceAllString(b.js("document.querySelector('"+selector+"')?.href ?? ''"), "")
	}
	pages := map[string]string{
		"claims": "/claims", "claim": href("a.open"), "article": href("tr.article a"), "source": href("td.c-source a"), "sources": "/sources",
		"disputes": "/disputes", "overview": "/overview", "agreement": "/agreement", "export": "/export", "keys": "/keys", "login": "/login",
	}
	for name, path := range pages {
		for _, scheme := range []string{"light", "dark"} {
			media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
			if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, media); err != nil {
				t.Fatal(err)
			}
			b.visit(path)
			png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
			if err = errors.Join(err, os.WriteFile(filepath.Join(dir, name+"-"+scheme+".png"), png, 0o644)); err != nil {
				t.Fatal(err)
			}
		}
	}
}
