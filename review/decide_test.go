package review

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/volgens/volgens/review/decisions"
	"github.com/volgens/volgens/review/workspace"
)

// held returns what a user holds of a field of a claim.
func held(t *testing.T, w *workspace.Workspace, claim, user string, f decisions.Field, target string) decisions.Value {
	t.Helper()
	r, err := w.Log.Review(t.Context(), claim, "")
	if err != nil {
		t.Fatal(err)
	}
	if user == "" {
		if r.Settled == nil {
			return decisions.Value{}
		}
		return r.Settled.Value(f, target)
	}
	return r.Mine(user).Value(f, target)
}

func TestDecide(t *testing.T) {
	rows := town()
	claim := id(t, rows, "de dijk het houdt")
	article := rows.Find("de dijk het houdt")
	moved := formatSpans(article.Spans)
	other := *rows.Find("de dijk het niet houdt").SourceID
	tests := []struct {
		name   string
		form   []string
		status int
		field  decisions.Field
		target string
		want   decisions.Value
	}{
		{"the claim is right", []string{"field", "span", "choice", "ok"}, 200, decisions.Span, "", decisions.Value{Choice: "ok"}},
		{"no claim", []string{"field", "span", "choice", "no-claim"}, 200, decisions.Span, "", decisions.Value{Choice: "no-claim"}},
		{"moved to where it was", []string{"field", "span", "choice", "moved", "spans", moved}, 200, decisions.Span, "", decisions.Value{Choice: "ok"}},
		{"moved beyond the text", []string{"field", "span", "choice", "moved", "spans", "5-999999"}, 400, decisions.Span, "", decisions.Value{}},
		{"moved backwards", []string{"field", "span", "choice", "moved", "spans", "9-5"}, 400, decisions.Span, "", decisions.Value{}},
		{"unknown choice", []string{"field", "span", "choice", "perhaps"}, 400, decisions.Span, "", decisions.Value{}},
		{"unknown field", []string{"field", "owner", "choice", "ok"}, 400, decisions.Span, "", decisions.Value{}},
		{"source typed", []string{"field", "source", "choice", "other", "source_name", "  Somebody  Else "}, 200, decisions.Source, "", decisions.Value{Choice: "other", SourceName: "Somebody Else"}},
		{"source typed that is there", []string{"field", "source", "choice", "other", "source_name", "HET waterschap"}, 200, decisions.Source, "", decisions.Value{Choice: "other", SourceName: "HET waterschap", SourceID: other}},
		{"source picked", []string{"field", "source", "choice", "other", "source_id", other}, 200, decisions.Source, "", decisions.Value{Choice: "other", SourceName: "het waterschap", SourceID: other}},
		{"source of another article", []string{"field", "source", "choice", "other", "source_id", "ffffffffffffffff"}, 400, decisions.Source, "", decisions.Value{}},
		{"stance", []string{"field", "stance", "target", "dijk", "choice", "neutral"}, 200, decisions.Stance, "dijk", decisions.Value{Choice: "neutral"}},
		{"stance towards something new", []string{"field", "stance", "target", "pomp", "choice", "favor"}, 200, decisions.Stance, "pomp", decisions.Value{Choice: "favor"}},
		{"stance without a target", []string{"field", "stance", "choice", "favor"}, 400, decisions.Stance, "", decisions.Value{}},
		{"worth a check", []string{"field", "worth", "choice", "yes"}, 200, decisions.Worth, "", decisions.Value{Choice: "yes"}},
		{"verdict", []string{"field", "verdict", "choice", "false", "links", "https://example.org/x\n\n", "note", "not so"}, 200, decisions.Verdict, "", decisions.Value{Choice: "false", Links: []string{"https://example.org/x"}, Note: "not so"}},
		{"verdict of another scale", []string{"field", "verdict", "choice", "meh"}, 400, decisions.Verdict, "", decisions.Value{}},
		{"a link that is a script", []string{"field", "verdict", "choice", "false", "links", "javascript:alert(1)"}, 400, decisions.Verdict, "", decisions.Value{}},
		{"note", []string{"field", "note", "note", "look again"}, 200, decisions.Note, "", decisions.Value{Note: "look again"}},
		{"unsure", []string{"field", "unsure", "choice", "yes"}, 200, decisions.Unsure, "", decisions.Value{Choice: "yes"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := open(t, rows)
			b := newBrowser(t, serve(t, w, nil))
			a := b.post("/claims/"+claim, tt.form...)
			if a.status != tt.status {
				t.Errorf("status %d, want %d", a.status, tt.status)
			}
			got := held(t, w, claim, "ann", tt.field, tt.target)
			if got.Choice != tt.want.Choice || got.SourceID != tt.want.SourceID || got.SourceName != tt.want.SourceName || got.Note != tt.want.Note || strings.Join(got.Links, " ") != strings.Join(tt.want.Links, " ") {
				t.Errorf("holds %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestMovedEndsShow(t *testing.T) {
	rows := town()
	w := open(t, rows)
	b := newBrowser(t, serve(t, w, nil))
	c := rows.Find("de dijk het houdt")
	path := "/claims/" + c.ClaimID
	page := b.get(path + "?span=" + formatSpans(c.Spans))
	right := regexp.MustCompile(`href="([^"]+)" data-keys="s" title`).FindStringSubmatch(page.body)
	if right == nil {
		t.Fatal("no link that moves the start")
	}
	page = b.get(strings.ReplaceAll(strings.TrimSuffix(right[1], "#span"), "&amp;", "&"))
	if !strings.Contains(page.body, `data-words="dijk het houdt"`) {
		t.Fatalf("the start did not move: %s", regexp.MustCompile(`data-words="[^"]*"`).FindString(page.body))
	}
	spans := regexp.MustCompile(`name="spans" value="([^"]+)"`).FindStringSubmatch(page.body)[1]
	b.post(path, "field", "span", "choice", "moved", "spans", spans)
	if got := held(t, w, c.ClaimID, "ann", decisions.Span, ""); got.Choice != decisions.Moved || got.Words != "dijk het houdt" {
		t.Errorf("holds %+v", got)
	}
	if page := b.get(path); !regexp.MustCompile(`class="claim"[^>]*>dijk het houdt<`).MatchString(page.body) {
		t.Error("the article does not show the words that were chosen")
	}
}

func TestAllAsShownLeadsOn(t *testing.T) {
	rows := town()
	w := open(t, rows)
	b := newBrowser(t, serve(t, w, nil))
	list := "?source=" + *rows.Find("de dijk het houdt").SourceID
	a := b.get("/claims/next" + list)
	for range 3 {
		claim := strings.TrimPrefix(strings.Split(a.path, "?")[0], "/claims/")
		if !strings.HasSuffix(a.path, list) {
			t.Fatalf("the list is lost: %s", a.path)
		}
		a = b.post(a.path, "field", "all", "then", "next")
		if got := held(t, w, claim, "ann", decisions.Span, ""); got.Choice != decisions.OK {
			t.Errorf("%s: holds %+v", claim, got)
		}
	}
	if !strings.Contains(a.body, "on-finished") {
		t.Errorf("after the last claim: %s", a.path)
	}
	if got := held(t, w, id(t, rows, "de dijk het houdt"), "ann", decisions.Stance, "dijk"); got.Choice != decisions.Favor {
		t.Errorf("the stance as shown is not kept: %+v", got)
	}
}

var baseField = regexp.MustCompile(`name="field" value="worth"><input type="hidden" name="target" value=""><input type="hidden" name="base" value="(\d+)"`)

func TestTwoBrowsersDoNotOverwriteEachOther(t *testing.T) {
	rows := town()
	w := open(t, rows)
	server := serve(t, w, nil)
	claim := id(t, rows, "de dijk het houdt")
	path := "/claims/" + claim
	one, two := newBrowser(t, server), newBrowser(t, server)
	base := func(b *browser) string {
		m := baseField.FindStringSubmatch(b.get(path).body)
		if m == nil {
			t.Fatal("the form has no base")
		}
		return m[1]
	}
	baseOne, baseTwo := base(one), base(two)
	if a := one.post(path, "field", "worth", "choice", "yes", "base", baseOne); a.status != http.StatusOK {
		t.Fatalf("the first: %d", a.status)
	}
	a := two.post(path, "field", "worth", "choice", "no", "base", baseTwo)
	if a.status != http.StatusConflict || !strings.Contains(a.body, `id="conflict"`) {
		t.Fatalf("the second: %d, without a word on the first", a.status)
	}
	checkPage(t, a, "en")
	if got := held(t, w, claim, "ann", decisions.Worth, ""); got.Choice != decisions.Yes {
		t.Errorf("the second has overwritten the first: %+v", got)
	}
	conflict := a.body[strings.Index(a.body, `id="conflict"`):]
	again := regexp.MustCompile(`name="base" value="(\d+)"`).FindStringSubmatch(conflict)[1]
	if a := two.post(path, "field", "worth", "choice", "no", "base", again); a.status != http.StatusOK {
		t.Errorf("saving after all: %d", a.status)
	}
	if got := held(t, w, claim, "ann", decisions.Worth, ""); got.Choice != decisions.No {
		t.Errorf("holds %+v", got)
	}
}

func TestHandingInTwice(t *testing.T) {
	rows := town()
	w := open(t, rows)
	b := newBrowser(t, serve(t, w, nil))
	path := "/claims/" + id(t, rows, "de dijk het houdt")
	for range 2 {
		if a := b.post(path, "field", "worth", "choice", "yes", "base", "0", "nonce", "once"); a.status != http.StatusOK {
			t.Errorf("status %d", a.status)
		}
	}
	if all, err := w.Log.Entries(t.Context(), 0, 10); err != nil || len(all) != 1 {
		t.Errorf("%d entries, %v; want one", len(all), err)
	}
}

func TestUndo(t *testing.T) {
	rows := town()
	w := open(t, rows)
	b := newBrowser(t, serve(t, w, nil))
	claim := id(t, rows, "de dijk het houdt")
	b.post("/claims/"+claim, "field", "worth", "choice", "yes", "base", "0")
	a := b.post("/undo", "list", "stance=favor")
	if a.path != "/claims/"+claim+"?stance=favor" {
		t.Errorf("undo leads to %s", a.path)
	}
	if got := held(t, w, claim, "ann", decisions.Worth, ""); got.Choice != "" {
		t.Errorf("holds %+v", got)
	}
	if a := b.post("/undo"); a.status != http.StatusConflict {
		t.Errorf("nothing to undo: %d", a.status)
	}
}

func TestTwoReadersAndAThird(t *testing.T) {
	rows := town()
	users := people(t)
	w := open(t, rows)
	server := serve(t, w, func(o *Options) { o.Users = users })
	claim := id(t, rows, "de dijk het houdt")
	path := "/claims/" + claim
	as := func(name string) *browser {
		b := newBrowser(t, server)
		b.login(name)
		return b
	}
	ann, bob, joy := as("ann"), as("bob"), as("joy")
	ann.post(path, "field", "all")
	bob.post(path, "field", "span", "choice", "no-claim")
	if a := ann.post(path, "field", "as", "entry", "1", "base", "0"); a.status != http.StatusForbidden {
		t.Errorf("a reader settles: %d", a.status)
	}
	page := joy.get(path)
	entry := regexp.MustCompile(`class="differ"><dt>Claim</dt><dd>no claim.*?name="entry" value="(\d+)"><input type="hidden" name="base" value="(\d+)"`).FindStringSubmatch(page.body)
	if entry == nil {
		t.Fatal("the third does not see where they differ")
	}
	if a := joy.post(path, "field", "as", "entry", entry[1], "base", entry[2]); a.status != http.StatusOK {
		t.Fatalf("settling: %d", a.status)
	}
	if got := held(t, w, claim, "", decisions.Span, ""); got.Choice != decisions.NotClaim {
		t.Errorf("settled as %+v", got)
	}
	if a := ann.get(path); !strings.Contains(a.body, "settled") {
		t.Error("a reader does not see that it is settled")
	}
	if a := joy.get("/claims?queue=differ"); strings.Contains(a.body, claim) {
		t.Error("what is settled stays in the queue")
	}
}

func TestBlindReaders(t *testing.T) {
	rows := town()
	users := people(t)
	w := open(t, rows)
	server := serve(t, w, func(o *Options) { o.Users = users })
	claim := id(t, rows, "de dijk het houdt")
	path := "/claims/" + claim
	as := func(name string) *browser {
		b := newBrowser(t, server)
		b.login(name)
		return b
	}
	as("root").post("/assign?q=houdt", "readers", "ann, bob", "each", "2", "most", "10", "blind", "1")
	ann, bob := as("ann"), as("bob")
	ann.post(path, "field", "note", "note", "what ann wrote")
	ann.post(path, "field", "all")
	if a := bob.get(path); strings.Contains(a.body, "what ann wrote") {
		t.Error("the second reader sees what the first decided")
	}
	bob.post(path, "field", "all")
	if a := bob.get(path); !strings.Contains(a.body, "what ann wrote") {
		t.Error("the second reader does not see the first when done")
	}
}

func TestSourceProposals(t *testing.T) {
	rows := town()
	w := open(t, rows)
	b := newBrowser(t, serve(t, w, nil))
	c := rows.Find("de dijk het houdt")
	other := *rows.Find("het water in de straat staat").SourceID
	path := "/sources/" + *c.SourceID
	if a := b.get(path); !strings.Contains(a.body, other) {
		t.Error("a source of nearly the same name is not offered")
	}
	if a := b.post(path, "field", "merge", "choice", "yes", "source_id", other, "base", "0"); a.status != http.StatusOK || !strings.Contains(a.body, `aria-pressed="true">The same`) {
		t.Errorf("merging: %d", a.status)
	}
	if a := b.post(path, "field", "split", "choice", "yes", "source_name", "Her sister", "claim", c.ClaimID, "base", "0"); a.status != http.StatusOK || !strings.Contains(a.body, "Her sister") {
		t.Errorf("splitting: %d", a.status)
	}
	for _, form := range [][]string{
		{"field", "merge", "choice", "yes", "source_id", "ffffffffffffffff"},
		{"field", "split", "choice", "yes", "source_name", "Nobody"},
		{"field", "span", "choice", "ok"},
	} {
		if a := b.post(path, form...); a.status != http.StatusBadRequest {
			t.Errorf("%v: %d, want 400", form, a.status)
		}
	}
	if all, err := w.Log.Proposals(t.Context()); err != nil || len(all) != 2 {
		t.Errorf("%d proposals, %v", len(all), err)
	}
}

func TestListsAndViews(t *testing.T) {
	rows := town()
	b := newBrowser(t, serve(t, open(t, rows), nil))
	a := b.get("/claims?stance=favor&sort=worth&desc=1")
	first, second := strings.Index(a.body, "de dijk het houdt"), strings.LastIndex(a.body, "the ferry stays")
	if first < 0 || second < first {
		t.Error("the list is not filtered and sorted")
	}
	if strings.Contains(a.body, "de dijk het niet houdt") {
		t.Error("a claim against is among those in favor")
	}
	if a := b.get("/claims?q=cafe"); !strings.Contains(a.body, "café costs") {
		t.Error("the search minds accents")
	}
	a = b.post("/claims/views", "name", "In favor <3", "back", "/claims?stance=favor")
	if !strings.Contains(a.body, "In favor &lt;3") {
		t.Error("the view was not saved")
	}
	b.post("/claims/columns", "column", "rule", "column", "date", "column", "nonsense")
	a = b.get("/claims")
	if !strings.Contains(a.body, "nl/clause") || strings.Contains(a.body, `class="c-act"`) {
		t.Error("the columns are not those that were chosen")
	}
	if a := b.post("/claims/views", "name", "In favor <3", "drop", "1", "back", "/claims"); strings.Contains(a.body, "In favor") {
		t.Error("the view was not forgotten")
	}
	if a := b.post("/claims/views", "name", "x", "back", "https://example.org/claims"); a.status != http.StatusBadRequest {
		t.Errorf("a view of another site: %d", a.status)
	}
}
