package review

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/volgens/volgens/review/decisions"
	"github.com/volgens/volgens/review/index"
)

// Limits on what a decision may hold.
const (
	maxNote   = 10_000
	maxLinks  = 20
	maxLink   = 2_000
	maxName   = 300
	maxTarget = 300
)

// decide takes what a form about a claim hands in.
func (s *Server) decide(w http.ResponseWriter, r *http.Request) error {
	id, form := r.PathValue("id"), r.PostForm
	v, err := s.claimView(r, id)
	if err != nil {
		return err
	}
	var made []decisions.Decision
	switch field := decisions.Field(form.Get("field")); field {
	case "all":
		made = v.asShown(who(r).name, "")
	case "stances":
		made = v.asShown(who(r).name, decisions.Stance)
	case "as": // an adjudicator takes over a reader's decision
		made, err = v.takeOver(form.Get("entry"), form.Get("base"))
	default:
		made, err = s.formDecision(r, v, field)
	}
	if err != nil {
		return err
	}
	for i, d := range made {
		d.User, d.Role, d.Why = who(r).name, v.Role, cut(form.Get("why"), maxNote)
		if nonce := form.Get("nonce"); nonce != "" {
			d.Nonce = cut(nonce, 100) + "." + itoa(i)
		}
		_, err := s.Work.Decide(r.Context(), id, d)
		var later *decisions.Conflict
		if errors.As(err, &later) {
			return s.conflict(w, r, id, d, later)
		}
		if err != nil {
			return err
		}
	}
	return s.afterDecision(w, r, v, id)
}

// afterDecision leads on: to the next claim where the form says so, else back to the claim.
func (s *Server) afterDecision(w http.ResponseWriter, r *http.Request, v *claimView, id string) error {
	if path := r.PostForm.Get("back"); path != "" {
		http.Redirect(w, r, localPath(path), http.StatusSeeOther)
		return nil
	}
	to := claimURL(id, v.List.values)
	if r.PostForm.Get("then") == "next" {
		to = v.List.NextAfter(id)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// asShown returns the decisions that the dataset is right in everything, or in one field,
// about which the visitor has not decided.
func (v *claimView) asShown(user string, only decisions.Field) []decisions.Decision {
	var out []decisions.Decision
	for _, g := range v.Groups {
		if g.Value.Choice != "" || only != "" && g.Field != only {
			continue
		}
		if g.Field != decisions.Span && g.Field != decisions.Source && g.Field != decisions.Stance {
			continue // whether it is worth a check is for the reader to say
		}
		for _, c := range g.Choices {
			if c.Pipeline {
				out = append(out, decisions.Decision{Field: g.Field, Target: g.Target, Base: g.Base, Value: decisions.Value{Choice: c.Value}})
			}
		}
	}
	return out
}

// takeOver returns the decision of a reader as one that settles the matter.
func (v *claimView) takeOver(entry, base string) ([]decisions.Decision, error) {
	id, _ := strconv.ParseInt(entry, 10, 64)
	after, _ := strconv.ParseInt(base, 10, 64)
	if !v.Settle {
		return nil, problem{http.StatusForbidden, "error.role"}
	}
	for _, o := range v.Review.Readers {
		for slot, e := range o.Values {
			if e.ID == id {
				return []decisions.Decision{{Field: slot.Field, Target: slot.Target, Value: e.To, Base: after}}, nil
			}
		}
	}
	return nil, problem{http.StatusConflict, "error.gone"}
}

// formDecision reads one decision from a form.
func (s *Server) formDecision(r *http.Request, v *claimView, field decisions.Field) ([]decisions.Decision, error) {
	form := r.PostForm
	if !slices.Contains(decisions.Fields(), field) {
		return nil, problem{http.StatusBadRequest, "error.form"}
	}
	d := decisions.Decision{Field: field, Target: cut(strings.TrimSpace(form.Get("target")), maxTarget)}
	d.Base, _ = strconv.ParseInt(form.Get("base"), 10, 64)
	d.Value.Choice = form.Get("choice")
	var err error
	switch field {
	case decisions.Span:
		err = spanValue(&d.Value, form.Get("spans"), v)
	case decisions.Source:
		err = s.sourceValue(r, &d.Value, v)
	case decisions.Verdict:
		d.Value.Note = cut(strings.TrimSpace(form.Get("note")), maxNote)
		d.Value.Links, err = links(form.Get("links"))
		if d.Value.Choice == "" { // the links or the note were saved: the verdict stays
			d.Value.Choice = v.Verdict.Value.Choice
		}
	case decisions.Note:
		d.Value.Note = cut(strings.TrimSpace(form.Get("note")), maxNote)
	case decisions.Unsure:
		if v.groupValue(decisions.Unsure).Choice == d.Value.Choice {
			d.Value.Choice = "" // pressed again: sure after all
		}
	}
	return []decisions.Decision{d}, err
}

func spanValue(value *decisions.Value, spans string, v *claimView) error {
	if value.Choice != decisions.Moved {
		return nil
	}
	text := []rune(v.Article.Text)
	parsed, ok := spansOf(spans, len(text))
	if !ok {
		return problem{http.StatusBadRequest, "error.span"}
	}
	if slices.Equal(parsed, v.Claim.Spans) { // moved back to where it was
		*value = decisions.Value{Choice: decisions.OK}
		return nil
	}
	value.Spans, value.Words = parsed, wordsOf(text, parsed)
	return nil
}

// sourceValue reads which other source it is: one of the article by its id, or one whose
// name was typed, which is one of the dataset if just one there has the name.
func (s *Server) sourceValue(r *http.Request, value *decisions.Value, v *claimView) error {
	if value.Choice != decisions.Other {
		return nil
	}
	form := r.PostForm
	value.SourceName = cut(strings.TrimSpace(form.Get("source_name")), maxName)
	if value.SourceName == "" {
		for _, c := range v.Sources {
			if c.ID == form.Get("source_id") {
				value.SourceID, value.SourceName = c.ID, c.Name
				return nil
			}
		}
		return problem{http.StatusBadRequest, "error.source"}
	}
	found, err := s.Work.Index.Sources(r.Context(), index.SourceQuery{Text: value.SourceName})
	if err != nil {
		return err
	}
	same := 0
	for _, source := range found.Sources {
		if strings.EqualFold(source.Name, value.SourceName) {
			same++
			value.SourceID = source.SourceID
		}
	}
	if same != 1 {
		value.SourceID = ""
	}
	return nil
}

// links reads addresses of evidence, one a line.
func links(text string) ([]string, error) {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		u, err := url.Parse(line)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || len(line) > maxLink || len(out) == maxLinks {
			return nil, problem{http.StatusBadRequest, "error.link"}
		}
		out = append(out, line)
	}
	return out, nil
}

// conflict shows the claim again, with what was decided elsewhere meanwhile and the choice
// to keep it or not. Nothing of what was handed in is saved or lost.
func (s *Server) conflict(w http.ResponseWriter, r *http.Request, id string, d decisions.Decision, later *decisions.Conflict) error {
	v, err := s.claimView(r, id)
	if err != nil {
		return err
	}
	v.Conflict = &conflict{Current: later.Current, Field: d.Field, Target: d.Target, Wanted: d.Value}
	for _, name := range []string{"field", "target", "choice", "spans", "source_id", "source_name", "note", "links", "then", "entry"} {
		if value := r.PostForm.Get(name); value != "" {
			v.Conflict.Form = append(v.Conflict.Form, hidden{name, value})
		}
	}
	v.Conflict.Form = append(v.Conflict.Form, hidden{"base", strconv.FormatInt(later.Current.ID, 10)})
	return s.render(w, r, http.StatusConflict, "claim", v)
}

// undo takes back the visitor's latest decision and shows the claim that it was about.
func (s *Server) undo(w http.ResponseWriter, r *http.Request) error {
	e, err := s.Work.Log.UndoLast(r.Context(), who(r).name, "", cut(r.PostForm.Get("nonce"), 100))
	if err != nil {
		return err
	}
	to := "/sources/" + url.PathEscape(e.SourceID)
	if e.ClaimID != "" {
		values, err := url.ParseQuery(r.PostForm.Get("list"))
		if err != nil {
			values = nil
		}
		to = claimURL(e.ClaimID, values)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}
