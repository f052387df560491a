package format

import (
	"bytes"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"github.com/volgens/volgens/analysis/language"
	"github.com/volgens/volgens/analysis/text"
	"github.com/volgens/volgens/schemas"
)

// page reads an item that is a web page: its text is what readers come for, without menus
// and advertisements.
func (x *reader) page(r io.Reader, it item) error {
	data, err := x.all(r)
	if err != nil {
		return x.failed(it.uri, schemas.CodeUnreadable, err, data)
	}
	if !isUTF16(data) && (bytes.IndexByte(data, 0) >= 0 || tooManyControls(data)) {
		return x.emit(rejected(it.uri, schemas.CodeNotText, ErrNotText.Error(), data))
	}
	rec, err := pageRecord(data, it)
	if err != nil {
		return x.emit(rejected(it.uri, schemas.CodeBadHTML, err.Error(), data))
	}
	return x.document(it.uri, rec, data)
}

// maxElements bounds the elements of a page; large pages of news have some thousands.
const maxElements = 200_000

// pageRecord extracts the article of a web page.
func pageRecord(data []byte, it item) (rec Record, err error) {
	defer func() {
		if p := recover(); p != nil { // of the parser or the extraction: one page is lost
			err = fmt.Errorf("the page cannot be read: %v", p)
		}
	}()
	decoded, err := charset.NewReader(bytes.NewReader(data), it.contentType)
	if err != nil {
		return Record{}, err
	}
	root, err := html.Parse(decoded)
	if err != nil {
		return Record{}, err
	}
	address, shown := canonical(root, it.url), parseTime(known(attribute(root, "time", "datetime")))
	prune(root)
	parser := readability.NewParser()
	parser.MaxElemsToParse = maxElements
	article, err := parser.ParseDocument(root, pageURL(address))
	if err != nil {
		return Record{}, err
	}
	var b blocks
	b.add(text.Title, article.Title())
	if article.Node != nil {
		b.render(article.Node, text.Paragraph)
		b.flush(text.Paragraph)
	}
	if len(b.blocks) < 2 {
		return Record{Bytes: int64(len(data))}, nil // a headline is no article: its text is empty
	}
	b.pageLines(article)
	rec = pageDocument(article, b, address, it, len(data))
	if rec.Document.PublishedAt == nil {
		rec.Document.PublishedAt = shown
	}
	return rec, nil
}

func pageDocument(a readability.Article, b blocks, address string, it item, size int) Record {
	doc := newDocument(b.text.String())
	doc.RecordID, doc.URL = known(it.id), known(address)
	doc.Title, doc.Byline, doc.Outlet = known(tidy(a.Title())), byline(a.Byline()), known(tidy(a.SiteName()))
	if at, err := a.PublishedTime(); err == nil {
		doc.PublishedAt = plausible(at)
	}
	doc.Lang = confirmed(languageCode(a.Language()), doc.Text)
	return Record{Document: doc, Blocks: b.blocks, Bytes: int64(size)}
}

// surely is from where on a guess of the language overrules the page.
const surely = 0.8

// confirmed returns the language that a page names unless its words surely are in another
// one: the frame of a site is often in English when its articles are not.
func confirmed(code, words string) string {
	if guess, confidence := language.Guess(words); guess != code && confidence >= surely {
		return ""
	}
	return code
}

// canonical returns the address that a page gives itself, else the one where it was found.
func canonical(root *html.Node, found string) string {
	var link, graph string
	for n := range root.Descendants() {
		switch {
		case n.Type != html.ElementNode:
		case n.Data == "link" && strings.EqualFold(attr(n, "rel"), "canonical") && link == "":
			link = attr(n, "href")
		case n.Data == "meta" && attr(n, "property") == "og:url" && graph == "":
			graph = attr(n, "content")
		}
	}
	for _, address := range []string{link, graph} {
		if u, err := url.Parse(strings.TrimSpace(address)); err == nil && u.IsAbs() && u.Host != "" {
			return u.String()
		}
	}
	return found
}

func pageURL(address string) *url.URL {
	if u, err := url.Parse(address); err == nil && u.IsAbs() {
		return u
	}
	return &url.URL{Scheme: "http", Host: "localhost"}
}

// attr returns an attribute of a node, "" where it or the node is not there.
func attr(n *html.Node, name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// strangers are names of page parts that are never the article and that the extraction
// may take for it, since they stand in its middle and hold sentences.
var strangers = regexp.MustCompile(`(?i)\b(news-?letter|nieuwsbrief|cookie\w*|consent|advert(isement|entie)?|ad-slot|sign-?up|aanmelden|lees-ook|read-?more|related)\b`)

// prune removes the strangers of a page that hold less than a fifth of its words.
func prune(root *html.Node) {
	all := len(words(root))
	var out []*html.Node
	for n := range root.Descendants() {
		name := attr(n, "class") + " " + attr(n, "id")
		if n.Type == html.ElementNode && name != " " && strangers.MatchString(strings.ReplaceAll(name, "_", "-")) && 5*len(words(n)) < all {
			out = append(out, n)
		}
	}
	for _, n := range out {
		if n.Parent != nil && n.Data != "body" && n.Data != "html" {
			n.Parent.RemoveChild(n)
		}
	}
}

// words returns the text below a node.
func words(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode && c.Parent != nil && c.Parent.Data != "script" && c.Parent.Data != "style" {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// bylineWords is how long a line that names the authors of an article may be.
const bylineWords = 20

// pageLines marks the lines that repeat the title, as the extraction keeps it in some
// pages, and the one with author and date.
func (b *blocks) pageLines(a readability.Article) {
	whole := b.text.String()
	title, byline := letters(a.Title()), letters(a.Byline())
	for i := range b.blocks {
		block := &b.blocks[i]
		line := letters(block.In(whole))
		short := len(strings.Fields(block.In(whole))) <= bylineWords
		switch {
		case i > 0 && title != "" && line == title:
			block.Kind = text.Boilerplate
		case block.Kind == text.Paragraph && i < 4 && short && namesAuthors(line, a.Byline(), byline):
			block.Kind = text.Boilerplate
		}
	}
}

// namesAuthors tells whether a line begins or ends with the byline, or names all its authors
// behind one of the words that bylines begin with.
func namesAuthors(line, byline, folded string) bool {
	if folded == "" {
		return false
	}
	rest, by := "", false
	for _, start := range bylineStarts {
		if !by {
			rest, by = strings.CutPrefix(line, letters(start))
		}
	}
	if !by {
		return line == folded
	}
	for name := range strings.SplitSeq(byline, ",") {
		if !strings.Contains(rest, letters(name)) {
			return false
		}
	}
	return true
}

// letters returns the letters and digits of s in lower case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
