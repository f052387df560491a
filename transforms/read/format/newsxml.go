package format

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"github.com/volgens/volgens/analysis/text"
	"github.com/volgens/volgens/schemas"
)

// newsXML reads NITF (one article) and NewsML-G2 (one article a news item).
func (x *reader) newsXML(r io.Reader, it item) error {
	data, err := x.all(r)
	if err != nil {
		return x.failed(it.uri, schemas.CodeUnreadable, err, data)
	}
	root, err := xmlTree(bytes.NewReader(data))
	if err != nil {
		return x.emit(rejected(it.uri, schemas.CodeBadXML, err.Error(), data))
	}
	if n := child(root, "nitf"); n != nil {
		return x.document(it.uri, nitf(n, len(data)), data)
	}
	items := all(root, "newsitem")
	for i, n := range items {
		uri := it.uri
		if len(items) > 1 {
			uri = fmt.Sprintf("%s#%d", it.uri, i+1)
		}
		rec, isText := newsItem(n, len(data)/len(items))
		if !isText {
			continue // a picture or a table
		}
		if err := x.document(uri, rec, data); err != nil {
			return err
		}
	}
	return nil
}

// maxXMLDepth bounds elements within elements.
const maxXMLDepth = 200

// xmlTree returns an XML document as a tree of the same kind as a page: names without
// prefix and in lower case.
func xmlTree(r io.Reader) (*html.Node, error) {
	d := newXMLDecoder(r)
	root := &html.Node{Type: html.DocumentNode}
	at, depth := root, 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return root, nil
		}
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth++; depth > maxXMLDepth {
				return nil, fmt.Errorf("elements more than %d deep", maxXMLDepth)
			}
			n := xmlNode(token)
			at.AppendChild(n)
			at = n
		case xml.EndElement:
			at, depth = at.Parent, depth-1
		case xml.CharData:
			at.AppendChild(&html.Node{Type: html.TextNode, Data: string(token)})
		}
	}
}

func newXMLDecoder(r io.Reader) *xml.Decoder {
	d := xml.NewDecoder(r)
	d.CharsetReader = charset.NewReaderLabel
	d.Entity = xml.HTMLEntity
	return d
}

func xmlNode(e xml.StartElement) *html.Node {
	n := &html.Node{Type: html.ElementNode, Data: strings.ToLower(e.Name.Local)}
	for _, a := range e.Attr {
		n.Attr = append(n.Attr, html.Attribute{Key: strings.ToLower(a.Name.Local), Val: a.Value})
	}
	return n
}

// child returns the first element of a name below n, at any depth; nil for none.
func child(n *html.Node, name string) *html.Node {
	if n == nil {
		return nil
	}
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && c.Data == name {
			return c
		}
	}
	return nil
}

// all returns the elements of a name below n.
func all(n *html.Node, name string) []*html.Node {
	var out []*html.Node
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && c.Data == name {
			out = append(out, c)
		}
	}
	return out
}

// inside returns the text of the first element of a name below n, "" for none.
func inside(n *html.Node, name string) string {
	if c := child(n, name); c != nil {
		return tidy(words(c))
	}
	return ""
}

// attribute returns an attribute of the first element of a name below n.
func attribute(n *html.Node, name, key string) string {
	if c := child(n, name); c != nil {
		return attr(c, key)
	}
	return ""
}

// nitf returns the article of a NITF document.
func nitf(n *html.Node, size int) Record {
	head, body := child(n, "head"), child(n, "body")
	title := first(inside(child(body, "hedline"), "hl1"), inside(body, "hl1"), inside(head, "title"))
	var b blocks
	b.add(text.Title, title)
	if content := child(body, "body.content"); content != nil {
		b.render(content, text.Paragraph)
		b.flush(text.Paragraph)
	}
	rec := b.record(title, size)
	doc := &rec.Document
	doc.RecordID = known(attribute(head, "doc-id", "id-string"))
	doc.URL = known(first(attribute(head, "pubdata", "ex-ref"), attribute(head, "doc.copyright", "href")))
	doc.Byline = byline(inside(child(body, "body.head"), "byline"))
	doc.Outlet = known(first(attribute(head, "pubdata", "name"), inside(body, "distributor")))
	at := first(attribute(head, "date.issue", "norm"), attribute(head, "pubdata", "date.publication"))
	doc.PublishedAt = parseTime(known(at))
	doc.Lang = confirmed(languageCode(first(attr(n, "lang"), attr(body, "lang"))), doc.Text)
	return rec
}

// newsItem returns the article of an item of NewsML-G2, and whether it holds text.
func newsItem(n *html.Node, size int) (rec Record, isText bool) {
	content := child(n, "contentset")
	xmlPart, data := child(content, "inlinexml"), child(content, "inlinedata")
	meta, itemMeta := child(n, "contentmeta"), child(n, "itemmeta")
	title := first(inside(meta, "headline"), inside(itemMeta, "title"))
	var b blocks
	b.add(text.Title, title)
	switch {
	case xmlPart != nil:
		if inner := child(xmlPart, "nitf"); inner != nil {
			rec = nitf(inner, size)
			break
		}
		part := xmlPart
		if body := child(xmlPart, "body"); body != nil {
			part = body
		}
		b.render(part, text.Paragraph)
		b.flush(text.Paragraph)
		rec = b.record(title, size)
	case data != nil && strings.HasPrefix(attr(data, "contenttype"), "text/"):
		for paragraph := range strings.SplitSeq(strings.ReplaceAll(words(data), "\r\n", "\n"), "\n\n") {
			b.add(text.Paragraph, paragraph)
		}
		rec = b.record(title, size)
	default:
		return Record{}, false
	}
	doc := &rec.Document
	doc.RecordID = known(attr(n, "guid"))
	doc.Title = known(first(title, value(doc.Title)))
	doc.Byline = byline(first(inside(meta, "by"), inside(child(meta, "creator"), "name"), value(doc.Byline)))
	doc.Outlet = known(first(inside(child(itemMeta, "provider"), "name"), attribute(itemMeta, "provider", "literal"), value(doc.Outlet)))
	doc.PublishedAt = parseTime(known(first(inside(meta, "contentcreated"), inside(itemMeta, "firstcreated"), inside(itemMeta, "versioncreated"))))
	doc.Lang = confirmed(languageCode(first(attribute(meta, "language", "tag"), attr(n, "lang"))), doc.Text)
	return rec, true
}

// record returns the document of the blocks. A title alone is no article: its text is empty.
func (b *blocks) record(title string, size int) Record {
	if len(b.blocks) < 2 && title != "" {
		return Record{Bytes: int64(size)}
	}
	for i := range b.blocks {
		if i > 0 && letters(b.blocks[i].In(b.text.String())) == letters(title) {
			b.blocks[i].Kind = text.Boilerplate // the title once more
		}
	}
	doc := newDocument(b.text.String())
	doc.Title = known(title)
	return Record{Document: doc, Blocks: b.blocks, Bytes: int64(size)}
}

// first returns the first of the values that is not empty.
func first(values ...string) string {
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" {
			return v
		}
	}
	return ""
}

// bylineStarts are the words that bylines begin with, in the languages of the analysis.
var bylineStarts = []string{"by ", "door "}

// byline returns the names in a byline, nil for none.
func byline(s string) *string {
	s = tidy(s)
	for _, start := range bylineStarts {
		if len(s) > len(start) && strings.EqualFold(s[:len(start)], start) {
			s = s[len(start):]
		}
	}
	return known(s)
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
