package review

import "net/http"

// key is something that can be done by key. Buttons and the list of keys both read it, so
// that what is shown is what works.
type key struct {
	Keys []string // each does it; "t 1" is t, then 1
	Name string   // message key: "key." + Name
}

type keyGroup struct {
	Name string
	Keys []key
}

// The keys of the decisions are under the left hand, so that the right one can stay at the
// mouse; those for moving are doubled for whoever types with the right one.
var keyGroups = []keyGroup{
	{"move", []key{
		{[]string{"f", "n"}, "undecided"},
		{[]string{"j"}, "next"},
		{[]string{"k", "b"}, "previous"},
		{[]string{"Enter"}, "open"},
		{[]string{"o"}, "article"},
		{[]string{"l"}, "back"},
		{[]string{"/"}, "search"},
		{[]string{"?"}, "keys"},
		{[]string{"Esc"}, "close"},
	}},
	{"decide", []key{
		{[]string{"g"}, "all"},
		{[]string{"a"}, "span.ok"},
		{[]string{"s"}, "span.moved"},
		{[]string{"d"}, "span.no-claim"},
		{[]string{"q"}, "source.ok"},
		{[]string{"w"}, "source.other"},
		{[]string{"1", "2", "3", "4"}, "stance"},
		{[]string{"r"}, "target"},
		{[]string{"e"}, "stance.ok"},
		{[]string{"c"}, "worth.yes"},
		{[]string{"v"}, "worth.no"},
		{[]string{"t 1", "t 2", "…"}, "verdict"},
		{[]string{"x"}, "unsure"},
		{[]string{"i"}, "note"},
		{[]string{"z"}, "undo"},
	}},
	{"span", []key{
		{[]string{"a", "←"}, "start.left"},
		{[]string{"s"}, "start.right"},
		{[]string{"d"}, "end.left"},
		{[]string{"f", "→"}, "end.right"},
		{[]string{"Shift"}, "span.letter"},
		{[]string{"Enter"}, "span.save"},
		{[]string{"Esc"}, "span.cancel"},
	}},
}

func (s *Server) keys() []keyGroup { return keyGroups }

// keysPage lists the keys, for whoever has no script.
func (s *Server) keysPage(w http.ResponseWriter, r *http.Request) error {
	return s.render(w, r, http.StatusOK, "keys", nil)
}
