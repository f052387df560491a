package review

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/volgens/volgens/review/export"
)

func TestExports(t *testing.T) {
	rows := town()
	b := newBrowser(t, serve(t, open(t, rows), func(o *Options) { o.Name = "../my \"town\"\r\nX: y" }))
	b.post("/claims/"+id(t, rows, "de dijk het houdt"), "field", "span", "choice", "ok")
	for _, info := range export.Formats() {
		a := b.get("/export/" + string(info.Format) + "?q=dijk")
		if a.status != http.StatusOK || a.header.Get("Content-Type") != info.ContentType || a.body == "" {
			t.Errorf("%s: %d %s, %d bytes", info.Format, a.status, a.header.Get("Content-Type"), len(a.body))
		}
		if got, want := a.header.Get("Content-Disposition"), `attachment; filename="claims-my--town---X--y`+info.Ext+`"`; got != want {
			t.Errorf("%s: %s, want %s", info.Format, got, want)
		}
	}
	lines := strings.Split(strings.TrimSpace(b.get("/export/jsonl?stance=favor").body), "\n")
	if len(lines) != 2 {
		t.Errorf("%d claims in favor, want 2", len(lines))
	}
	for _, line := range lines {
		if !json.Valid([]byte(line)) {
			t.Errorf("no JSON: %.100s", line)
		}
	}
	if a := b.get("/export/exe"); a.status != http.StatusNotFound {
		t.Errorf("an unknown format: %d", a.status)
	}
}

func TestPublisherAndAddressGoTogether(t *testing.T) {
	w := open(t, town())
	for _, o := range []Options{{Publisher: "The Desk"}, {URL: "https://example.org/{id}"}} {
		o.Work, o.User = w, "ann"
		if _, err := New(o); err == nil {
			t.Errorf("New takes publisher %q with address %q", o.Publisher, o.URL)
		}
	}
}
