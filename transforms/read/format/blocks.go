package format

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"github.com/volgens/volgens/analysis/text"
)

// blocks collects the blocks of a text from markup, an empty line between two.
type blocks struct {
	text   strings.Builder
	blocks []text.Block

	inline strings.Builder // the block at hand
}

// add appends a block.
func (b *blocks) add(kind text.BlockKind, words string) {
	words = tidy(words)
	if words == "" {
		return
	}
	if kind == text.Heading && strings.HasSuffix(words, "?") {
		kind = text.Question
	}
	if b.text.Len() > 0 {
		b.text.WriteString("\n\n")
	}
	start := b.text.Len()
	b.text.WriteString(words)
	b.blocks = append(b.blocks, text.Block{Span: text.Span{Start: start, End: b.text.Len()}, Kind: kind})
}

// flush ends the block at hand.
func (b *blocks) flush(kind text.BlockKind) {
	b.add(kind, b.inline.String())
	b.inline.Reset()
}

// tidy drops what only serves the setting of s, hyphenation and runs of blanks, and keeps
// its line breaks.
func tidy(s string) string {
	var out strings.Builder
	blank := false
	for _, r := range s {
		switch r {
		case '\u00AD', '\u200B', '\u2060', '\uFEFF', 0:
		case '\v':
			out.WriteByte('\n')
			blank = true
		case ' ', '\t', '\n', '\r', '\f':
			if !blank {
				out.WriteByte(' ')
			}
			blank = true
		default:
			out.WriteRune(r)
			blank = false
		}
	}
	lines := strings.Split(out.String(), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimFunc(line, unicode.IsSpace)
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// lineBreak stands for <br>, which white space in markup is not.
const lineBreak = '\v'

// Elements of HTML and NITF by what they do to the text.
var (
	// skipped elements hold no words of the article.
	skipped = set("script", "style", "noscript", "template", "svg", "math", "form", "button", "select", "option", "input", "textarea",
		"nav", "iframe", "object", "embed", "audio", "video", "canvas", "head", "media-metadata", "media-producer", "body.head", "fn")
	// inline elements stand within a line.
	inline = set("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
		"mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "picture", "source",
		"ruby", "rt", "rp", "amp-img", "chron", "city", "classifier", "copyrite", "country", "event", "function", "lang", "location", "money", "num",
		"object.title", "org", "person", "postaddr", "pronounce", "region", "state", "virtloc")
	// kinds of blocks that elements show.
	kinds = map[string]text.BlockKind{
		"h1": text.Heading, "h2": text.Heading, "h3": text.Heading, "h4": text.Heading, "h5": text.Heading, "h6": text.Heading,
		"hl1": text.Heading, "hl2": text.Heading, "figcaption": text.Caption, "caption": text.Caption, "media-caption": text.Caption,
		"li": text.ListItem, "tr": text.ListItem,
	}
)

func set(names ...string) map[string]bool {
	out := make(map[string]bool, len(names))
	for _, name := range names {
		out[name] = true
	}
	return out
}

// render adds the blocks below a node. kind is that of the nearest element which shows one.
func (b *blocks) render(n *html.Node, kind text.BlockKind) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			b.inline.WriteString(strings.ReplaceAll(c.Data, string(lineBreak), " "))
		case c.Type != html.ElementNode || skipped[c.Data]:
		case c.Data == "br":
			b.inline.WriteRune(lineBreak)
		case c.Data == "q": // a browser sets the marks
			b.inline.WriteRune('“')
			b.render(c, kind)
			b.inline.WriteRune('”')
		case inline[c.Data]:
			b.render(c, kind)
		default:
			b.flush(kind)
			b.element(c, kind)
		}
	}
}

// element adds the blocks of an element that stands for itself.
func (b *blocks) element(n *html.Node, kind text.BlockKind) {
	if own, ok := kinds[n.Data]; ok {
		kind = own
	}
	switch {
	case n.Data == "pre":
		b.pre(n)
	case n.Data == "tr" && !holdsBlocks(n):
		b.row(n)
	case n.Data == "p" && isBold(n):
		kind = text.Heading
		b.render(n, kind)
	default:
		if n.Data == "tr" { // a table for the layout of a page
			kind = text.Paragraph
		}
		b.render(n, kind)
	}
	b.flush(kind)
}

// headingWords is how long a line in bold may be to be a heading.
const headingWords = 12

// isBold tells whether a paragraph is one short line in bold that does not end like a
// sentence: a heading to its readers.
func isBold(n *html.Node) bool {
	line := strings.TrimSpace(words(n))
	if len(strings.Fields(line)) > headingWords || strings.HasSuffix(line, ".") || strings.HasSuffix(line, ":") {
		return false
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) == "" {
			continue
		}
		if c.Type != html.ElementNode || c.Data != "b" && c.Data != "strong" {
			return false
		}
	}
	return line != ""
}

// row adds a row of a table in one line.
func (b *blocks) row(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		if b.inline.Len() > 0 {
			b.inline.WriteString(" | ")
		}
		b.render(c, text.ListItem)
	}
}

// holdsBlocks tells whether the cells of a row hold more than words in a line.
func holdsBlocks(n *html.Node) bool {
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && !inline[c.Data] && c.Data != "td" && c.Data != "th" && c.Data != "br" {
			return true
		}
	}
	return false
}

// pre keeps the line breaks of set text.
func (b *blocks) pre(n *html.Node) {
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.inline.WriteString(strings.ReplaceAll(c.Data, "\n", string(lineBreak)))
		}
	}
	b.flush(text.Paragraph)
}
