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
	Named       bool   // has a proper name that tells it from others: the same source in other documents
	Wikidata    string // id of the item, "Q187052", from the registry; "" for unknown
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

// Link says by what a mention was tied to its source.
type Link string

// The links.
const (
	LinkFirst    Link = ""         // the first that the text tells of the source
	LinkName     Link = "name"     // the same name, or a fuller form of it
	LinkSurname  Link = "surname"  // "Jansen", "mevrouw Jansen"
	LinkInitials Link = "initials" // "J. Jansen" for "Jan Jansen"
	LinkGiven    Link = "given"    // "Jan"
	LinkAcronym  Link = "acronym"  // "HRW", "Human Rights Watch (HRW)"
	LinkPart     Link = "part"     // "het Planbureau" for "Planbureau voor de Leefomgeving"
	LinkPhrase   Link = "phrase"   // the name stands in the phrase: "hoogleraar Jansen", "de voorzitter, Jan Jansen"
	LinkRole     Link = "role"     // "de hoogleraar"
	LinkNoun     Link = "noun"     // the same noun: "een agent … de agent"
	LinkNearest  Link = "nearest"  // the source that the text has in view: "het bedrijf", "de acteur"
	LinkGender   Link = "agreement"
	LinkClause   Link = "clause"   // the noun before a relative pronoun
	LinkSpeaker  Link = "speaker"  // "ik" in somebody's own words
	LinkCarried  Link = "carried"  // the speaker of the quotation before
	LinkUnknown  Link = "unknown"  // a pronoun without anybody to stand for
	LinkRegistry Link = "registry" // the registry has the name
)

// Mention is a span that names a source.
type Mention struct {
	text.Span
	Kind   MentionKind
	Link   Link
	Source int // index into the document's sources
	Chain  int // number among the mentions of its source, from 0
}
