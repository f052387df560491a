package review

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/volgens/volgens/review/account"
	"github.com/volgens/volgens/review/decisions"
	"github.com/volgens/volgens/review/index"
	"github.com/volgens/volgens/schemas"
)

// claimView is a claim inside its article, with everything to decide about it.
type claimView struct {
	List       list
	Place      index.Place
	Claim      *index.Claim
	Article    *index.Article
	Paragraphs []paragraph
	Whole      bool // the article is shown from end to end

	Evidence  []evidence
	Review    decisions.Review
	Role      decisions.Role // in which the visitor decides
	Groups    []group
	Readings  []reading
	Settle    bool // the visitor settles what others decided differently
	MayDecide bool
	Done      bool // the visitor has finished with the claim
	Note      string
	NoteBase  int64
	Verdict   verdictView
	Sources   []sourceChoice
	Targets   []string // that can be added
	Span      *spanEditor
	Disputes  []index.Dispute
	History   []decisions.Entry
	Conflict  *conflict

	PrevURL, NextURL, UndecidedURL string
}

// evidence is what shows a tag of the claim.
type evidence struct {
	Kind, Value string // for messages
	Words       []string
	Score       float64
	Target      string
}

// group is a question about the claim with its answers.
type group struct {
	Field   decisions.Field
	Target  string
	Base    int64
	Choices []choice
	Active  bool // the digits answer this one
	Value   decisions.Value
}

// choice is an answer: a button with its key.
type choice struct {
	Value    string
	Key      string
	Keys     string // all keys that press it, with blanks between them
	Label    string // message key
	Text     string // in place of a message
	Pressed  bool
	Pipeline bool   // the dataset says so
	URL      string // a link in place of a button
	Opens    string // id of what it opens
}

// reading is what somebody else decided about the claim.
type reading struct {
	User    string
	Settled bool
	Done    bool
	Values  []slotValue
}

type slotValue struct {
	decisions.Slot
	Value  decisions.Value
	Differ bool
	Pick   choiceOf
}

// choiceOf are the hidden fields that decide as somebody else did.
type choiceOf struct {
	Base  int64
	Entry int64
}

// sourceChoice is a source of the article that a claim can be given to.
type sourceChoice struct {
	ID, Name, Kind string
	Chosen         bool
}

// verdictView is the part of the page about the check.
type verdictView struct {
	group
	Links string
	Note  string
}

// conflict tells that a value was changed elsewhere since the page was drawn.
type conflict struct {
	Current decisions.Entry
	Form    []hidden // hands in the refused decision once more, upon the current value
	Field   decisions.Field
	Target  string
	Wanted  decisions.Value
}

func (s *Server) claimPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.claimView(r, r.PathValue("id"))
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "claim", v)
}

// claimView gathers what the page of a claim shows.
func (s *Server) claimView(r *http.Request, id string) (*claimView, error) {
	ctx, user := r.Context(), who(r).name
	c, err := s.Work.Index.Claim(ctx, id)
	if err != nil {
		return nil, err
	}
	v := &claimView{List: s.parseList(r), Claim: c, MayDecide: who(r).role.May(account.Reviewer)}
	if v.Place, err = s.Work.Index.Place(ctx, v.List.Query, id, user); err != nil {
		return nil, err
	}
	if v.Article, err = s.Work.Index.Article(ctx, c.DocID); err != nil {
		return nil, err
	}
	if v.Review, err = s.Work.Log.Review(ctx, id, user); err != nil {
		return nil, err
	}
	if v.History, err = s.Work.Log.History(ctx, id, user); err != nil {
		return nil, err
	}
	slices.Reverse(v.History)
	found, err := s.Work.Index.Disputes(ctx, index.DisputeQuery{ClaimID: id})
	if err != nil {
		return nil, err
	}
	for _, e := range found.Events {
		v.Disputes = append(v.Disputes, e.Disputes...)
	}
	for i := range v.Disputes { // this claim first
		if v.Disputes[i].B.ClaimID == id {
			v.Disputes[i].A, v.Disputes[i].B = v.Disputes[i].B, v.Disputes[i].A
		}
	}
	v.links()
	for _, target := range s.Work.Index.Targets() {
		v.Targets = append(v.Targets, target.Value)
	}
	v.settle(user, who(r).role)
	v.decisions(s, r, user)
	v.Evidence = evidenceOf(c)
	v.Span = parseSpans(r, c, v.Article)
	v.text()
	return v, nil
}

// links fills in where the keys for moving lead.
func (v *claimView) links() {
	at := func(id string) string {
		if id == "" {
			return ""
		}
		return v.List.At(id)
	}
	v.PrevURL, v.NextURL, v.UndecidedURL = at(v.Place.Prev), at(v.Place.Next), at(v.Place.NextUndecided)
}

// settle decides in which role the visitor is here: somebody who may settle differences,
// does so where there are any that are not also their own.
func (v *claimView) settle(user string, role account.Role) {
	v.Role = decisions.Reader
	_, own := ownReading(v.Review, user)
	differ := len(v.Review.Differ) > 0 || v.Review.Settled != nil
	if differ && !own && role.May(account.Adjudicator) {
		v.Settle, v.Role = true, decisions.Adjudicator
	}
}

func ownReading(r decisions.Review, user string) (decisions.Opinion, bool) {
	for _, o := range r.Readers {
		if o.User == user && len(o.Values) > 0 {
			return o, true
		}
	}
	return decisions.Opinion{User: user}, false
}

// opinion returns what the visitor holds of the claim, in the role they have here.
func (v *claimView) opinion(user string) decisions.Opinion {
	if v.Settle {
		if v.Review.Settled != nil {
			return *v.Review.Settled
		}
		return decisions.Opinion{User: user}
	}
	return v.Review.Mine(user)
}

// decisions fills in the questions with the visitor's answers.
func (v *claimView) decisions(s *Server, r *http.Request, user string) {
	mine := v.opinion(user)
	v.Done = mine.Done
	ask := func(f decisions.Field, target string, choices ...choice) group {
		g := group{Field: f, Target: target, Base: v.Review.Base(user, v.Role, f, target), Value: mine.Value(f, target), Choices: choices}
		for i := range g.Choices {
			g.Choices[i].Pressed = g.Choices[i].Value == g.Value.Choice && g.Value.Choice != ""
		}
		return g
	}
	spanURL := claimURL(v.Claim.ClaimID, withSpan(v.List.values, v.Claim.Spans)) + "#span"
	if moved := mine.Value(decisions.Span, ""); moved.Choice == decisions.Moved {
		spanURL = claimURL(v.Claim.ClaimID, withSpan(v.List.values, moved.Spans)) + "#span"
	}
	v.Groups = append(v.Groups,
		ask(decisions.Span, "",
			choice{Value: decisions.OK, Key: "a", Label: "choice.span.ok", Pipeline: true},
			choice{Value: decisions.Moved, Key: "s", Label: "choice.span.moved", URL: spanURL},
			choice{Value: decisions.NotClaim, Key: "d", Label: "choice.span.no-claim"}))
	v.Groups = append(v.Groups, ask(decisions.Source, "",
		choice{Value: decisions.OK, Key: "q", Label: "choice.source.ok", Pipeline: true},
		choice{Value: decisions.Other, Key: "w", Label: "choice.source.other", Opens: "other"}))
	v.Groups = append(v.Groups, v.stances(ask, mine)...)
	v.Groups = append(v.Groups, ask(decisions.Worth, "",
		choice{Value: decisions.Yes, Key: "c", Label: "choice.worth.yes", Pipeline: v.Claim.Checkworthiness >= 0.5},
		choice{Value: decisions.No, Key: "v", Label: "choice.worth.no", Pipeline: v.Claim.Checkworthiness < 0.5}))
	for i := range v.Groups {
		for j := range v.Groups[i].Choices {
			c := &v.Groups[i].Choices[j]
			c.Keys = cmp.Or(c.Keys, c.Key)
		}
	}
	v.Verdict = s.verdict(ask, who(r).lang)
	note := ask(decisions.Note, "")
	v.Note, v.NoteBase = note.Value.Note, note.Base
	v.Groups = append(v.Groups, ask(decisions.Unsure, "", choice{Value: decisions.Yes, Key: "x", Keys: "x", Label: "choice.unsure.yes"}))
	v.sources(mine.Value(decisions.Source, ""))
	for _, o := range v.Review.Readers {
		if o.User != user || v.Settle {
			v.Readings = append(v.Readings, v.reading(o, user, false))
		}
	}
	if v.Review.Settled != nil && !v.Settle {
		v.Readings = append(v.Readings, v.reading(*v.Review.Settled, user, true))
	}
}

// stances returns a question for each target: those of the claim and those that a reader
// has added.
func (v *claimView) stances(ask func(decisions.Field, string, ...choice) group, mine decisions.Opinion) []group {
	labels := map[string]string{}
	var targets []string
	for _, p := range v.Claim.Positions {
		labels[p.Target] = p.Label
		targets = append(targets, p.Target)
	}
	for slot := range mine.Values {
		if slot.Field == decisions.Stance && !slices.Contains(targets, slot.Target) {
			targets = append(targets, slot.Target)
		}
	}
	slices.Sort(targets[len(v.Claim.Positions):])
	var out []group
	active := -1
	for i, target := range slices.Compact(targets) {
		var choices []choice
		for n, label := range []string{decisions.Favor, decisions.Against, decisions.Neutral, decisions.NoStance} {
			choices = append(choices, choice{
				Value: label, Key: itoa(n + 1), Keys: "digit", Label: "choice.stance." + label, Pipeline: label == labels[target],
			})
		}
		g := ask(decisions.Stance, target, choices...)
		if active < 0 && g.Value.Choice == "" {
			active = i
		}
		out = append(out, g)
	}
	if len(out) > 0 {
		out[max(active, 0)].Active = true
	}
	return out
}

// verdict returns the question what a check has found.
func (s *Server) verdict(ask func(decisions.Field, string, ...choice) group, lang string) verdictView {
	var choices []choice
	for i, verdict := range s.Work.Log.Verdicts().Verdicts {
		c := choice{Value: verdict.ID, Text: cmp.Or(verdict.Label[lang], verdict.Label[defaultLanguage], verdict.ID)}
		if i < 9 {
			c.Key, c.Keys = "t "+itoa(i+1), "t"+itoa(i+1)
		}
		choices = append(choices, c)
	}
	g := ask(decisions.Verdict, "", choices...)
	return verdictView{group: g, Links: strings.Join(g.Value.Links, "\n"), Note: g.Value.Note}
}

// sources fills in the sources of the article, those a claim is likely to belong to.
func (v *claimView) sources(chosen decisions.Value) {
	seen := map[string]bool{str(v.Claim.SourceID): true, "": true}
	add := func(id, name, kind string) {
		if !seen[id] && name != "" {
			seen[id] = true
			v.Sources = append(v.Sources, sourceChoice{id, name, kind, id == chosen.SourceID})
		}
	}
	for _, c := range v.Article.Claims {
		add(str(c.SourceID), str(c.SourceName), c.SourceKind)
		for _, link := range c.Chain {
			add(link.SourceID, link.Name, "")
		}
	}
	slices.SortFunc(v.Sources, func(a, b sourceChoice) int { return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
}

// reading returns what somebody decided, sorted as the page asks.
func (v *claimView) reading(o decisions.Opinion, user string, settled bool) reading {
	out := reading{User: o.User, Done: o.Done, Settled: settled}
	for slot, e := range o.Values {
		out.Values = append(out.Values, slotValue{
			Slot: slot, Value: e.To, Differ: slices.Contains(v.Review.Differ, slot),
			Pick: choiceOf{v.Review.Base(user, v.Role, slot.Field, slot.Target), e.ID},
		})
	}
	order := decisions.Fields()
	slices.SortFunc(out.Values, func(a, b slotValue) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Field), slices.Index(order, b.Field)), cmp.Compare(a.Target, b.Target))
	})
	return out
}

// evidenceOf returns what shows each tag of a claim.
func evidenceOf(c *index.Claim) []evidence {
	var out []evidence
	for _, p := range c.Positions {
		out = append(out, evidence{Kind: "stance", Value: p.Label, Words: p.Evidence, Score: p.Score, Target: p.Target})
	}
	return out
}

// text lays out the article around the claim.
func (v *claimView) text() {
	spans := v.Claim.Spans
	if mine := v.groupValue(decisions.Span); mine.Choice == decisions.Moved {
		spans = mine.Spans
	}
	if v.Span != nil {
		spans = v.Span.Spans
	}
	marks := spanMarks("claim", "", 0, spans)
	if a := attribution(v.Article, v.Claim.AttributionID); a != nil {
		marks = append(marks, spanMarks("source", "", 0, a.SourceSpans)...)
		marks = append(marks, spanMarks("cue", "", 0, a.CueSpans)...)
	}
	for i, c := range v.Article.Claims {
		if c.ClaimID != v.Claim.ClaimID && c.Voice == "attributed" {
			marks = append(marks, spanMarks("other", c.ClaimID, i, c.Spans)...)
		}
	}
	from, to := 0, int(v.Article.NChars)
	if to > window {
		from, to = int(v.Claim.Start)-window/2, int(v.Claim.Start)+window/2
	}
	v.Whole = from <= 0 && to >= int(v.Article.NChars)
	v.Paragraphs = paragraphs(v.Article, from, to, marks)
}

func (v *claimView) groupValue(f decisions.Field) decisions.Value {
	for _, g := range v.Groups {
		if g.Field == f {
			return g.Value
		}
	}
	return decisions.Value{}
}

// withSpan adds the ends of a claim to the values of an address.
func withSpan(values url.Values, spans []schemas.Span) url.Values {
	out := url.Values{}
	for name, v := range values {
		out[name] = v
	}
	out.Set("span", formatSpans(spans))
	return out
}
