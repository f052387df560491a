package review

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/volgens/volgens/review/index"
)

// list is a choice of claims with an order, as an address says it: what the table shows,
// and what the keys for the next and the previous claim walk through.
type list struct {
	index.Query
	values url.Values // the parts of the address that say it, and no others
}

// Limits on what an address can ask for.
const (
	pageSize  = 50
	maxText   = 500
	maxValues = 50
)

// parseList reads a list from an address. What it does not understand it leaves out: a link
// from an earlier version still shows something.
func (s *Server) parseList(r *http.Request) list {
	in := r.URL.Query()
	l := list{values: url.Values{}}
	keep := func(name string, values ...string) { l.values[name] = values }
	if text := cut(strings.TrimSpace(in.Get("q")), maxText); text != "" {
		l.Text = text
		keep("q", text)
	}
	l.Filters, l.Without = map[index.Facet][]string{}, map[index.Facet][]string{}
	for _, f := range index.Facets() {
		for prefix, into := range map[string]map[index.Facet][]string{"": l.Filters, "-": l.Without} {
			values := in[prefix+string(f)]
			if len(values) > 0 && len(values) <= maxValues {
				into[f] = values
				keep(prefix+string(f), values...)
			}
		}
	}
	if at, err := time.Parse(time.DateOnly, in.Get("from")); err == nil {
		l.From = at
		keep("from", in.Get("from"))
	}
	if at, err := time.Parse(time.DateOnly, in.Get("until")); err == nil {
		l.Until = at.AddDate(0, 0, 1)
		keep("until", in.Get("until"))
	}
	if x, err := strconv.ParseFloat(in.Get("minworth"), 64); err == nil && x > 0 && x <= 1 {
		l.MinWorth = x
		keep("minworth", in.Get("minworth"))
	}
	if x, err := strconv.ParseFloat(in.Get("maxconfidence"), 64); err == nil && x > 0 && x <= 1 {
		l.MaxConfidence = x
		keep("maxconfidence", in.Get("maxconfidence"))
	}
	if doc := in.Get("doc"); doc != "" {
		l.DocID = doc
		keep("doc", doc)
	}
	if in.Get("mine") == "open" {
		l.Undecided = who(r).name
		keep("mine", "open")
	}
	switch in.Get("queue") {
	case "differ":
		l.IDs = s.differ(r.Context())
		keep("queue", "differ")
	case "assigned":
		l.IDs = s.assigned(r.Context(), who(r).name)
		keep("queue", "assigned")
	}
	if order := index.Order(in.Get("sort")); order != "" && slices.Contains(index.Orders(), order) {
		l.Order, l.Desc = order, in.Get("desc") == "1"
		keep("sort", string(order))
		if l.Desc {
			keep("desc", "1")
		}
	}
	return l
}

// differ returns the claims on which readers differ.
func (s *Server) differ(ctx context.Context) []string {
	ids, err := s.Work.Log.Differ(ctx)
	if err != nil {
		s.Logger.Error("differences", "error", err)
	}
	return append([]string{}, ids...)
}

// assigned returns the claims that somebody is to read.
func (s *Server) assigned(ctx context.Context, user string) []string {
	ids := []string{}
	all, err := s.Work.Log.Assignments(ctx, user)
	if err != nil {
		s.Logger.Error("assignments", "error", err)
	}
	for _, a := range all {
		ids = append(ids, a.ClaimID)
	}
	return ids
}

// Suffix returns the list as the end of an address, with the question mark; "" for all
// claims.
func (l list) Suffix() string { return suffix(l.values) }

func suffix(values url.Values) string {
	if len(values) == 0 {
		return ""
	}
	return "?" + values.Encode()
}

// Encoded returns the list as it stands in an address.
func (l list) Encoded() string { return l.values.Encode() }

// At returns the address of a claim within the list.
func (l list) At(id string) string { return "/claims/" + url.PathEscape(id) + l.Suffix() }

// Table returns the address of the list's table.
func (l list) Table() string { return "/claims" + l.Suffix() }

// NextUndecided returns the address of the next claim of the list that is to be decided.
func (l list) NextUndecided() string { return "/claims/next" + l.Suffix() }

// NextAfter returns the address of the next claim after another one that is to be decided.
func (l list) NextAfter(id string) string {
	values := url.Values{"after": {id}}
	for name, v := range l.values {
		values[name] = v
	}
	return "/claims/next" + suffix(values)
}

// with returns the address of the table of a changed list.
func (l list) with(change func(url.Values)) string {
	values := url.Values{}
	for name, v := range l.values {
		values[name] = slices.Clone(v)
	}
	change(values)
	return "/claims" + suffix(values)
}

// Page returns the address of a page of the table, from 1.
func (l list) Page(n int) string {
	return l.with(func(v url.Values) {
		if n > 1 {
			v.Set("p", itoa(n))
		}
	})
}

// Toggle returns the address with a value of a facet added to the filters, or removed from
// them.
func (l list) Toggle(facet index.Facet, value string) string {
	return l.with(func(v url.Values) {
		toggle(v, string(facet), value)
		drop(v, "-"+string(facet), value)
	})
}

// Exclude returns the address with a value of a facet excluded, or no longer so.
func (l list) Exclude(facet index.Facet, value string) string {
	return l.with(func(v url.Values) {
		toggle(v, "-"+string(facet), value)
		drop(v, string(facet), value)
	})
}

func toggle(v url.Values, name, value string) {
	if slices.Contains(v[name], value) {
		drop(v, name, value)
		return
	}
	v.Add(name, value)
}

func drop(v url.Values, name, value string) {
	v[name] = slices.DeleteFunc(v[name], func(s string) bool { return s == value })
	if len(v[name]) == 0 {
		delete(v, name)
	}
}

// Drop returns the address without some of the list's conditions.
func (l list) Drop(names ...string) string {
	return l.with(func(v url.Values) {
		for _, name := range names {
			delete(v, name)
		}
	})
}

// Sort returns the address sorted by an order; by the order it has, the other way round.
func (l list) Sort(order index.Order) string {
	return l.with(func(v url.Values) {
		again := l.Order == order
		v.Del("sort")
		v.Del("desc")
		if order == "" {
			return
		}
		v.Set("sort", string(order))
		if again && !l.Desc || !again && highFirst[order] {
			v.Set("desc", "1")
		}
	})
}

// highFirst are the orders in which the largest is what one looks for.
var highFirst = map[index.Order]bool{index.ByDate: true, index.ByWorth: true, index.ByStance: true}

// Hidden returns the list's conditions as fields of a form, without some.
func (l list) Hidden(without ...string) []hidden {
	var out []hidden
	for _, name := range slices.Sorted(maps.Keys(l.values)) {
		if slices.Contains(without, name) {
			continue
		}
		for _, value := range l.values[name] {
			out = append(out, hidden{name, value})
		}
	}
	return out
}

// hidden is a field of a form that nobody sees.
type hidden struct{ Name, Value string }

// chip is a condition of the list with the address that drops it.
type chip struct {
	Key   string // of the message
	Facet index.Facet
	Value string
	Not   bool
	URL   string
}

// Chips returns the conditions of the list for people.
func (l list) Chips(label func(index.Facet, string) string) []chip {
	var out []chip
	add := func(name string) {
		if value := l.values.Get(name); value != "" {
			out = append(out, chip{Key: "chip." + name, Value: value, URL: l.Drop(name)})
		}
	}
	for _, name := range []string{"queue", "mine", "q"} {
		add(name)
	}
	for _, f := range index.Facets() {
		for _, value := range l.Filters[f] {
			out = append(out, chip{Facet: f, Value: label(f, value), URL: l.Toggle(f, value)})
		}
		for _, value := range l.Without[f] {
			out = append(out, chip{Facet: f, Value: label(f, value), Not: true, URL: l.Exclude(f, value)})
		}
	}
	for _, name := range []string{"from", "until", "minworth", "maxconfidence", "doc"} {
		add(name)
	}
	return out
}
