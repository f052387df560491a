package format

import (
	"bytes"
	"path"
	"strings"

	"golang.org/x/net/html/charset"

	"github.com/volgens/volgens/schemas"
)

// sniffBytes is how much of a file the detection by content looks at.
const sniffBytes = 4096

// formatOtherXML is XML that holds no articles that we know how to read.
const formatOtherXML schemas.Format = "xml"

// endings are the file names that tell the format; others are told by content.
var endings = map[string]schemas.Format{
	".txt": schemas.FormatText, ".text": schemas.FormatText, ".md": schemas.FormatText, ".markdown": schemas.FormatText,
	".jsonl": schemas.FormatJSONL, ".ndjson": schemas.FormatJSONL,
	".csv": schemas.FormatCSV, ".tsv": schemas.FormatTSV, ".tab": schemas.FormatTSV,
	".html": schemas.FormatHTML, ".htm": schemas.FormatHTML, ".xhtml": schemas.FormatHTML,
	".rss": schemas.FormatFeed, ".atom": schemas.FormatFeed, ".nitf": schemas.FormatNITF,
}

// OfName returns the format that the ending of a file name tells, .gz set aside;
// FormatAuto where the content must.
func OfName(name string) schemas.Format {
	name = strings.TrimSuffix(strings.ToLower(strings.ReplaceAll(name, `\`, "/")), ".gz")
	return endings[path.Ext(name)]
}

// formatOf tells the format of an item. Archives and Parquet show it by their first bytes,
// whatever they are called. Then the user has the last word, then whoever named the
// item, then its content.
func (x *reader) formatOf(it item, head []byte) schemas.Format {
	if it.format == schemas.FormatHTML || it.format == schemas.FormatText && it.depth > 0 {
		return it.format // said by an archive of pages
	}
	if format := ofMagic(head); format != schemas.FormatAuto {
		return format
	}
	for _, format := range []schemas.Format{x.Format, it.format, OfName(it.name)} {
		if format != schemas.FormatAuto {
			return format
		}
	}
	return x.ofContent(head)
}

func isGzip(head []byte) bool { return bytes.HasPrefix(head, []byte{0x1F, 0x8B}) }

// ofMagic knows the formats that a file shows by its first bytes.
func ofMagic(head []byte) schemas.Format {
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return schemas.FormatZIP
	case bytes.HasPrefix(head, []byte("PAR1")):
		return schemas.FormatParquet
	case bytes.HasPrefix(head, []byte("WARC/")):
		return schemas.FormatWARC
	case len(head) > 262 && string(head[257:262]) == "ustar":
		return schemas.FormatTar
	}
	return schemas.FormatAuto
}

// ofContent tells the formats of text apart.
func (x *reader) ofContent(head []byte) schemas.Format {
	if enc, _, certain := charset.DetermineEncoding(head, ""); certain && isUTF16(head) {
		head, _ = enc.NewDecoder().Bytes(head)
	}
	head = bytes.TrimLeft(bytes.TrimPrefix(head, bomUTF8), " \t\r\n")
	switch {
	case bytes.HasPrefix(head, []byte("{")):
		return schemas.FormatJSONL
	case bytes.HasPrefix(head, []byte("<")):
		return ofMarkup(head)
	}
	line, _, _ := bytes.Cut(head, []byte("\n"))
	if delimiter := x.delimiter(string(line), 2); delimiter == '\t' {
		return schemas.FormatTSV
	} else if delimiter != 0 {
		return schemas.FormatCSV
	}
	return schemas.FormatText
}

func isUTF16(head []byte) bool {
	return bytes.HasPrefix(head, bomUTF16LE) || bytes.HasPrefix(head, bomUTF16BE)
}

// roots are the elements that XML and HTML begin with.
var roots = map[string]schemas.Format{
	"html": schemas.FormatHTML, "head": schemas.FormatHTML, "body": schemas.FormatHTML, "meta": schemas.FormatHTML, "title": schemas.FormatHTML,
	"article": schemas.FormatHTML, "main": schemas.FormatHTML, "div": schemas.FormatHTML, "p": schemas.FormatHTML, "h1": schemas.FormatHTML,
	"rss": schemas.FormatFeed, "feed": schemas.FormatFeed, "rdf": schemas.FormatFeed,
	"nitf": schemas.FormatNITF, "newsitem": schemas.FormatNewsML, "newsmessage": schemas.FormatNewsML, "packageitem": schemas.FormatNewsML,
}

// ofMarkup tells the format by the first element behind declarations and comments. Text
// that merely begins with "<" is text.
func ofMarkup(head []byte) schemas.Format {
	isXML := false
	for rest := string(head); strings.HasPrefix(rest, "<"); rest = strings.TrimLeft(rest, " \t\r\n") {
		switch {
		case strings.HasPrefix(rest, "<!--"):
			_, rest, _ = strings.Cut(rest, "-->")
		case strings.HasPrefix(rest, "<?xml"):
			isXML = true
			_, rest, _ = strings.Cut(rest, "?>")
		case strings.HasPrefix(rest, "<?"):
			_, rest, _ = strings.Cut(rest, ">")
		case len(rest) > 14 && strings.EqualFold(rest[:14], "<!doctype html"):
			return schemas.FormatHTML
		case strings.HasPrefix(rest, "<!"):
			declaration, after, _ := strings.Cut(rest, ">")
			if strings.Contains(declaration, "[") { // with declarations of its own
				_, after, _ = strings.Cut(rest, "]>")
			}
			rest = after
		default:
			if format, ok := roots[elementName(rest)]; ok {
				return format
			}
			if isXML {
				return formatOtherXML
			}
			return schemas.FormatText
		}
	}
	if isXML {
		return formatOtherXML
	}
	return schemas.FormatText
}

// elementName returns the name of the tag at the start of s, without its prefix and in
// lower case.
func elementName(s string) string {
	name := s[1:]
	if i := strings.IndexAny(name, " \t\r\n>/"); i >= 0 {
		name = name[:i]
	}
	return strings.ToLower(name[strings.LastIndexByte(name, ':')+1:])
}
