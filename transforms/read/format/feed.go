package format

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/volgens/volgens/analysis/text"
	"github.com/volgens/volgens/schemas"
)

// feed reads RSS and Atom, one article an item, as a stream.
func (x *reader) feed(r io.Reader, it item) error {
	g := newGuard(r, x.MaxBytes)
	d := newXMLDecoder(g)
	var channel feedChannel
	for n := 0; ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return x.failed(it.uri, schemas.CodeBadXML, err, nil)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		begin := d.InputOffset()
		switch strings.ToLower(start.Name.Local) {
		case "item", "entry":
			n++
			g.next()
			var item feedItem
			uri := fmt.Sprintf("%s#%d", it.uri, n)
			if err := d.DecodeElement(&item, &start); err != nil {
				return x.failed(uri, schemas.CodeBadXML, err, nil)
			}
			rec := item.record(channel, int(d.InputOffset()-begin))
			if err := x.document(uri, rec, []byte(rec.Document.Text)); err != nil {
				return err
			}
		default:
			if err := channel.read(d, start); err != nil {
				return x.failed(it.uri, schemas.CodeBadXML, err, nil)
			}
		}
	}
}

// feedChannel is what a feed says of all its items.
type feedChannel struct {
	title, lang string
}

// read takes what an element before the items says; it leaves elements that hold others
// to the caller.
func (c *feedChannel) read(d *xml.Decoder, e xml.StartElement) error {
	for _, a := range e.Attr {
		if a.Name.Local == "lang" && c.lang == "" {
			c.lang = a.Value
		}
	}
	var words string
	switch strings.ToLower(e.Name.Local) {
	case "title":
		if err := d.DecodeElement(&words, &e); err != nil {
			return err
		}
		c.title = first(c.title, tidy(words))
	case "language":
		if err := d.DecodeElement(&words, &e); err != nil {
			return err
		}
		c.lang = first(c.lang, words)
	case "image", "textinput", "cloud": // have titles of their own
		return d.Skip()
	}
	return nil
}

// feedItem is an item of RSS 0.9 to 2.0 or an entry of Atom.
type feedItem struct {
	Title       feedText   `xml:"title"`
	Links       []feedLink `xml:"link"`
	GUID        string     `xml:"guid"`
	ID          string     `xml:"id"`
	PubDate     string     `xml:"pubDate"`
	Date        string     `xml:"date"`
	Published   string     `xml:"published"`
	Updated     string     `xml:"updated"`
	Creators    []string   `xml:"creator"`
	Authors     []feedName `xml:"author"`
	Encoded     string     `xml:"encoded"`
	Contents    []feedText `xml:"content"` // of Media RSS, too
	Description string     `xml:"description"`
	Summary     feedText   `xml:"summary"`
	Lang        string     `xml:"lang,attr"`
}

// feedText is text of Atom: words, HTML or XHTML.
type feedText struct {
	Type  string `xml:"type,attr"`
	Words string `xml:",chardata"`
	Inner string `xml:",innerxml"`
}

// markup returns the text as HTML.
func (t feedText) markup() string {
	switch {
	case t.Type == "xhtml":
		return t.Inner
	case t.Type == "text":
		return html.EscapeString(t.Words)
	}
	return t.Words
}

type feedLink struct {
	Rel   string `xml:"rel,attr"`
	Href  string `xml:"href,attr"`
	Words string `xml:",chardata"`
}

type feedName struct {
	Name  string `xml:"name"`
	Words string `xml:",chardata"`
}

// body returns the words of the item as HTML: the whole article where the feed has it, else
// the summary.
func (f feedItem) body() string {
	candidates := []string{f.Encoded}
	for _, c := range f.Contents {
		candidates = append(candidates, c.markup())
	}
	return first(append(candidates, f.Description, f.Summary.markup())...)
}

func (f feedItem) link() string {
	for _, l := range f.Links {
		if l.Rel == "" || l.Rel == "alternate" {
			if address := first(l.Href, l.Words); address != "" {
				return address
			}
		}
	}
	return ""
}

func (f feedItem) byline() string {
	names := f.Creators
	for _, a := range f.Authors {
		names = append(names, first(a.Name, a.Words))
	}
	for i := range names {
		names[i] = tidy(names[i])
	}
	return strings.Trim(strings.Join(names, ", "), ", ")
}

// record returns the article of the item.
func (f feedItem) record(c feedChannel, size int) Record {
	title := tidy(plain(f.Title.markup()))
	var b blocks
	b.add(text.Title, title)
	b.fragment(f.body())
	rec := b.record(title, size)
	doc := &rec.Document
	doc.RecordID, doc.URL = known(first(f.GUID, f.ID)), known(f.link())
	doc.Byline, doc.Outlet = known(f.byline()), known(c.title)
	doc.PublishedAt = parseTime(known(first(f.PubDate, f.Published, f.Date, f.Updated)))
	doc.Lang = confirmed(languageCode(first(f.Lang, c.lang)), doc.Text)
	return rec
}

// fragment adds the blocks of a piece of HTML.
func (b *blocks) fragment(markup string) {
	for _, n := range parseFragment(markup) {
		body := &html.Node{Type: html.ElementNode, Data: "body"}
		body.AppendChild(n)
		b.render(body, text.Paragraph)
	}
	b.flush(text.Paragraph)
}

// plain returns the words of a piece of HTML.
func plain(markup string) string {
	var b strings.Builder
	for _, n := range parseFragment(markup) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		b.WriteString(words(n))
	}
	return b.String()
}

func parseFragment(markup string) []*html.Node {
	nodes, err := html.ParseFragment(strings.NewReader(markup), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return nil // elements too deep: the item comes out empty
	}
	return nodes
}
