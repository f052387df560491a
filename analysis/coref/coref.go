// Package coref links the mentions of the sources of one document: names, descriptions,
// pronouns.
package coref

import "github.com/volgens/volgens/analysis/text"

// Kind says what sort of source it is.
type Kind string

// The kinds, as published in sources.kind and claims.source_kind.
const (
	Person       Kind = "person"
	Organisation Kind = "organisation"
	Government   Kind = "government"
	Group        Kind = "group"
	DocumentKind Kind = "document"
	Media        Kind = "media"
	Anonymous    Kind = "anonymous"
	Implicit     Kind = "implicit"
	Author       Kind = "author"
)

// Source is one who says something in a document.
type Source struct {
	ID          string   // set by Resolve: stable over documents for a named source
	Name        string   // canonical name, as full as the text lets a reader know
	Aliases     []string // other names and descriptions, sorted
	Kind        Kind
	Role        string // "hoogleraar politicologie"; "" where the text says nothing
	Affiliation string // "universiteit van Bamako"; "" likewise
	Named       bool   // has a proper name: the same source in other documents
}

// MentionKind says how a source is named.
type MentionKind string

// The kinds of mentions, as published in mentions.kind.
const (
	Name    MentionKind = "name"
	Nominal MentionKind = "nominal"
	Pronoun MentionKind = "pronoun"
	Carried MentionKind = "carried" // an empty span before a carried quotation
)

// Mention is a span that names a source.
type Mention struct {
	text.Span
	Kind   MentionKind
	Source int // index into the document's sources
	Chain  int // number among the mentions of its source, from 0
}
