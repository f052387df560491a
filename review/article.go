package review

import (
	"net/http"
	"strconv"

	"github.com/volgens/volgens/review/index"
)

// articleView is an article as it reads, with its claims beside it.
type articleView struct {
	Article    *index.Article
	Blocks     []block
	Claims     map[string]*index.Claim
	Sources    []sourceCount
	Unresolved int
	Layers     []layer
	Part, Last int // of an article that is shown in parts, from 1
	List       list
}

// block is a paragraph with the claims that begin in it.
type block struct {
	paragraph
	Margin []*index.Claim
}

// layer is a sort of mark that can be switched.
type layer struct {
	Name string
	On   bool
}

// sourceCount is a source of the article.
type sourceCount struct {
	ID, Name, Kind string
	N              int
	Color          int // of 0…9, as they come
}

// articlePage shows an article.
func (s *Server) articlePage(w http.ResponseWriter, r *http.Request) error {
	a, err := s.Work.Index.Article(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	v := &articleView{Article: a, Claims: map[string]*index.Claim{}, List: s.parseList(r)}
	v.Layers = []layer{{"source", true}, {"cue", true}, {"content", true}, {"author", false}, {"mention", false}, {"unresolved", false}}
	v.Last = max(1, (int(a.NChars)+window-1)/window)
	v.Part, _ = strconv.Atoi(r.URL.Query().Get("part"))
	v.Part = min(max(v.Part, 1), v.Last)
	v.populate()
	return s.render(w, r, http.StatusOK, "article", v)
}

func (v *articleView) populate() {
	a := v.Article
	var marks []mark
	seen := map[string]int{}
	for i := range a.Claims {
		c := &a.Claims[i]
		v.Claims[c.ClaimID] = c
		class := "content"
		if c.Voice == "author" {
			class = "author"
		} else if id := str(c.SourceID); id != "" {
			at, ok := seen[id]
			if !ok {
				at = len(v.Sources)
				seen[id] = at
				v.Sources = append(v.Sources, sourceCount{ID: id, Name: str(c.SourceName), Kind: c.SourceKind, Color: at % 10})
			}
			v.Sources[at].N++
		}
		marks = append(marks, spanMarks(class, c.ClaimID, i, c.Spans)...)
	}
	for _, at := range a.Attributions {
		marks = append(marks, spanMarks("source", "", 0, at.SourceSpans)...)
		marks = append(marks, spanMarks("cue", "", 0, at.CueSpans)...)
	}
	for _, m := range a.Mentions {
		marks = append(marks, mark{start: int(m.Start), end: int(m.End), class: "mention"})
	}
	for _, seg := range a.Segments {
		v.Unresolved += len(seg.UnresolvedCues)
		marks = append(marks, spanMarks("unresolved", "", 0, seg.UnresolvedCues)...)
	}
	for _, p := range paragraphs(a, (v.Part-1)*window, v.Part*window, marks) {
		b := block{paragraph: p}
		for _, id := range p.Claims {
			if c := v.Claims[id]; c.Voice == "attributed" {
				b.Margin = append(b.Margin, c)
			}
		}
		v.Blocks = append(v.Blocks, b)
	}
}

// Color returns the colour of a source in the article.
func (v *articleView) Color(id *string) string {
	for _, s := range v.Sources {
		if s.ID == str(id) {
			return "s" + itoa(s.Color)
		}
	}
	return "nobody"
}
