package export

import (
	"cmp"
	"context"
	"crypto/sha256"
	_ "embed" // the page
	"encoding/base64"
	"html/template"
	"strconv"
	"strings"
	"time"

	"github.com/volgens/volgens/review/decisions"
)

//go:embed page.html
var pageTemplate string

//go:embed page.css
var pageStyle string

//go:embed page.js
var pageScript string

// labels are the words of the page by language.
var labels = map[string]map[string]string{
	"en": {
		"title": "Claims", "claims": "claims", "search": "Search these claims", "says": "says", "author": "the article", "unnamed": "unnamed source",
		"verdict": "Verdict", "evidence": "Evidence", "review": "Review", "readers": "read by", "disputed": "disputed", "worth": "worth checking",
		"stance": "stance", "towards": "towards", "dataset": "Dataset", "favor": "in favor", "against": "against", "neutral": "neutral", "none": "none",
		"open": "not reviewed", "started": "under review", "done": "reviewed", "unsure": "unsure", "disagree": "reviewers differ", "settled": "settled",
		"no-claim": "no claim", "moved": "reviewers read the claim as", "other": "reviewers name the source as", "article": "article",
	},
	"nl": {
		"title": "Claims", "claims": "claims", "search": "Zoek in deze claims", "says": "zegt", "author": "het artikel", "unnamed": "ongenoemde bron",
		"verdict": "Oordeel", "evidence": "Bewijs", "review": "Beoordeling", "readers": "gelezen door", "disputed": "omstreden", "worth": "het controleren waard",
		"stance": "houding", "towards": "tegenover", "dataset": "Dataset", "favor": "voor", "against": "tegen", "neutral": "neutraal", "none": "geen",
		"open": "niet beoordeeld", "started": "in beoordeling", "done": "beoordeeld", "unsure": "twijfel", "disagree": "beoordelaars verschillen", "settled": "beslecht",
		"no-claim": "geen claim", "moved": "beoordelaars lezen de claim als", "other": "beoordelaars noemen als bron", "article": "artikel",
	},
}

// card is a claim on the page.
type card struct {
	item
	Before, Words, After string // the sentence around the claim; all in Words where it does not hold it in one piece
	Source, Role         string
	Date                 string
	Status               string
	Verdict, Note        string
	Links                []string
	Span, Moved, Other   string
	Readers              string
	Worth                string
	Stances              []string
}

func writeHTML(ctx context.Context, e *exporter) error {
	words, ok := labels[cmp.Or(e.Lang, "en")]
	if !ok {
		words = labels["en"]
	}
	t, err := template.New("page").Funcs(template.FuncMap{"t": func(key string) string { return cmp.Or(words[key], key) }}).Parse(pageTemplate)
	if err != nil {
		return err
	}
	ids, err := e.ws.Index.IDs(ctx, e.Query)
	if err != nil {
		return err
	}
	if err := t.ExecuteTemplate(e.w, "head", map[string]any{
		"Lang": cmp.Or(e.Lang, "en"), "Title": cmp.Or(e.Title, words["title"]), "N": len(ids), "Dataset": e.ws.Dataset(),
		"Style": template.CSS(pageStyle), "StyleHash": hash(pageStyle), //nolint:gosec // our own
		"Script": template.JS(pageScript), "ScriptHash": hash(pageScript), //nolint:gosec // our own
	}); err != nil {
		return err
	}
	for it, err := range e.items(ctx) {
		if err != nil {
			return err
		}
		if err := t.ExecuteTemplate(e.w, "claim", e.card(it, words)); err != nil {
			return err
		}
	}
	return t.ExecuteTemplate(e.w, "foot", nil)
}

// hash names an inline style or script in the page's content security policy.
func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

func (e *exporter) card(it item, words map[string]string) card {
	c := card{item: it, Source: deref(it.SourceName), Status: string(it.status()), Words: it.Claim.Claim.Claim}
	if before, after, ok := strings.Cut(it.Context, it.Claim.Claim.Claim); ok {
		c.Before, c.After = before, after
	}
	switch {
	case it.Voice == "author":
		c.Source = words["author"]
	case c.Source == "":
		c.Source = words["unnamed"]
	}
	var role []string
	for _, s := range []string{deref(it.SourceRole), deref(it.SourceAffiliation)} {
		if s != "" {
			role = append(role, s)
		}
	}
	c.Role = strings.Join(role, ", ")
	if it.PublishedAt != nil {
		c.Date = it.PublishedAt.UTC().Format(time.DateOnly)
	}
	c.Worth = strconv.FormatFloat(it.Checkworthiness, 'f', 2, 64)
	for _, p := range it.Positions {
		c.Stances = append(c.Stances, words[p.Label]+": "+p.Target)
	}
	if label, value, ok := e.verdict(it); ok {
		c.Verdict, c.Note, c.Links = label.Name(e.Lang), value.Note, value.Links
	}
	span := it.final(decisions.Span, "")
	c.Span, c.Moved, c.Other = span.Choice, span.Words, it.final(decisions.Source, "").SourceName
	var readers []string
	for _, o := range it.review.Readers {
		readers = append(readers, o.User)
	}
	c.Readers = strings.Join(readers, ", ")
	return c
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
