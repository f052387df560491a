// Package schemas defines the rows of the published tables, with their Parquet tags, and
// the small records that cross stage boundaries of the pipeline.
//
// Every column carries its meaning in a `doc` tag and, where its values are an
// enumeration, the values in an `enum` tag; docs/datasets.md and `volgens schema` are made
// from them. Offsets are Unicode code points, half open, of documents.text, unless the
// column's name ends in _byte. A nullable column is a pointer.
package schemas

import "time"

// Version is the version of the tables. It changes when a column changes its meaning.
const Version = "1"

// Ellipsis stands between the pieces of a text that is not in one piece, such as
// claims.claim.
const Ellipsis = " … "

// Span is a stretch of documents.text in code points, half open.
type Span struct {
	Start int32 `parquet:"start" json:"start" doc:"first code point"`
	End   int32 `parquet:"end" json:"end" doc:"code point after the last"`
}

// Document is one article as received: a row of the table documents.
type Document struct {
	DocID          string     `parquet:"doc_id" json:"doc_id" doc:"stable id, from the text alone: the first 16 hex digits of sha256"`
	URI            string     `parquet:"uri" json:"uri" doc:"where the article was read: path or URL of the file; behind it !/ and the path within an archive, # and the number of a record, or #L and its line"`
	OtherURIs      []string   `parquet:"other_uris,list" json:"other_uris" doc:"where else the input has the same text, white space aside; such an article is one document"`
	DuplicateOf    *string    `parquet:"duplicate_of,optional" json:"duplicate_of" doc:"doc_id of the first article of the input with nearly the same text, which is there or among the rejects; null for that one itself and where there is none"`
	RecordID       *string    `parquet:"record_id,optional" json:"record_id" doc:"the id that the input gives the article"`
	URL            *string    `parquet:"url,optional" json:"url" doc:"the address that the input gives the article"`
	SHA256         string     `parquet:"sha256" json:"sha256" doc:"SHA-256 of text in UTF-8, hexadecimal"`
	Outlet         *string    `parquet:"outlet,optional,dict" json:"outlet" doc:"who published the article"`
	Title          *string    `parquet:"title,optional" json:"title" doc:"headline: from the input, else the title segment of the text"`
	Byline         *string    `parquet:"byline,optional,dict" json:"byline" doc:"who wrote the article, as the input says"`
	PublishedAt    *time.Time `parquet:"published_at,optional,timestamp(microsecond)" json:"published_at" doc:"when the article was published, UTC"`
	Lang           string     `parquet:"lang,dict" json:"lang" doc:"ISO 639-1 code of the language"`
	LangConfidence float64    `parquet:"lang_confidence" json:"lang_confidence" doc:"0 to 1; 1 where the input names the language"`
	Text           string     `parquet:"text" json:"text" doc:"the article as read, decoded to Unicode and not altered otherwise; of a web page or news XML its words, an empty line between blocks"`
	NChars         int32      `parquet:"n_chars" json:"n_chars" doc:"length of text in code points"`
	NSentences     int32      `parquet:"n_sentences" json:"n_sentences" doc:"sentences, headings and questions included"`
	NClaims        int32      `parquet:"n_claims" json:"n_claims" doc:"rows of claims with this doc_id"`
	Attributed     float64    `parquet:"attributed_share" json:"attributed_share" doc:"share of the code points of text that are the content of an attribution, 0 to 1"`
}

// Segment is a stretch of an article: a row of the table segments.
type Segment struct {
	DocID          string `parquet:"doc_id,dict" json:"doc_id" doc:"documents.doc_id"`
	Seq            int32  `parquet:"seq" json:"seq" doc:"position in the article, from 0"`
	Kind           string `parquet:"kind,dict" json:"kind" enum:"title,heading,question,caption,sentence,quotation,list_item,boilerplate" doc:"what the stretch is in the layout of the article"`
	Start          int32  `parquet:"start" json:"start" doc:"first code point; the segments of a document, joined, are its text"`
	End            int32  `parquet:"end" json:"end" doc:"code point after the last"`
	Paragraph      int32  `parquet:"paragraph" json:"paragraph" doc:"number of the paragraph, heading or caption in the article, from 0"`
	Voice          string `parquet:"voice,dict" json:"voice" enum:"author,attributed,mixed" doc:"who speaks: the author, a source, or both in turn"`
	NClaims        int32  `parquet:"n_claims" json:"n_claims" doc:"claims that begin in this segment"`
	UnresolvedCues []Span `parquet:"unresolved_cues,list" json:"unresolved_cues" doc:"words that look like a cue and led to no attribution"`
}

// Attribution is source + cue + content: a row of the table attributions.
type Attribution struct {
	AttributionID string  `parquet:"attribution_id" json:"attribution_id" doc:"stable id, from doc_id and the words of content, cue and source"`
	DocID         string  `parquet:"doc_id,dict" json:"doc_id" doc:"documents.doc_id"`
	Seq           int32   `parquet:"seq" json:"seq" doc:"order in the article, from 0"`
	Type          string  `parquet:"type,dict" json:"type" enum:"direct,indirect,mixed" doc:"is the content between quotation marks: all, none or part of it"`
	SourceSpans   []Span  `parquet:"source_spans,list" json:"source_spans" doc:"the words that name the source; empty where none do"`
	CueSpans      []Span  `parquet:"cue_spans,list" json:"cue_spans" doc:"the words that attribute; empty where only a colon or quotation marks do"`
	ContentSpans  []Span  `parquet:"content_spans,list" json:"content_spans" doc:"what is attributed"`
	SourceText    string  `parquet:"source_text" json:"source_text" doc:"source_spans, sliced from text; pieces joined by an ellipsis between blanks"`
	CueText       string  `parquet:"cue_text,dict" json:"cue_text" doc:"cue_spans, sliced from text; pieces joined likewise"`
	CueLemma      *string `parquet:"cue_lemma,optional,dict" json:"cue_lemma" doc:"dictionary form of the cue"`
	ContentText   string  `parquet:"content_text" json:"content_text" doc:"content_spans, sliced from text; pieces joined likewise"`
	NestedIn      *string `parquet:"nested_in,optional" json:"nested_in" doc:"attribution_id of the attribution whose content holds this one"`
	SourceID      *string `parquet:"source_id,optional,dict" json:"source_id" doc:"sources.source_id; null where the source is implicit"`
	Rule          string  `parquet:"rule,dict" json:"rule" doc:"the rule that found it: language/name"`
	Confidence    float64 `parquet:"confidence" json:"confidence" doc:"how sure the rule is, 0 to 1"`
}

// ChainLink is one step of a chain of sources.
type ChainLink struct {
	SourceID string `parquet:"source_id,dict" json:"source_id" doc:"sources.source_id"`
	Name     string `parquet:"name,dict" json:"name" doc:"sources.name"`
}

// Position is a source's stance towards one target.
type Position struct {
	Target   string   `parquet:"target,dict" json:"target" doc:"whom or what the position is about"`
	Label    string   `parquet:"label,dict" json:"label" enum:"favor,against,neutral" doc:"the position"`
	Score    float64  `parquet:"score" json:"score" doc:"-1 (against) to 1 (favor)"`
	Evidence []string `parquet:"evidence,list" json:"evidence" doc:"the words of the article that show it"`
}

// Claim is one checkable proposition with its attribution: a row of the table claims, the
// row a reviewer reads.
type Claim struct {
	ClaimID           string      `parquet:"claim_id" json:"claim_id" doc:"stable id, from doc_id, the words of the claim and its source"`
	DocID             string      `parquet:"doc_id,dict" json:"doc_id" doc:"documents.doc_id"`
	URI               string      `parquet:"uri,dict" json:"uri" doc:"documents.uri"`
	Title             *string     `parquet:"title,optional,dict" json:"title" doc:"documents.title"`
	PublishedAt       *time.Time  `parquet:"published_at,optional,timestamp(microsecond)" json:"published_at" doc:"documents.published_at"`
	Lang              string      `parquet:"lang,dict" json:"lang" doc:"documents.lang"`
	Seq               int32       `parquet:"seq" json:"seq" doc:"order in the article, from 0"`
	Section           *string     `parquet:"section,optional,dict" json:"section" doc:"the nearest heading or question above the claim"`
	Claim             string      `parquet:"claim" json:"claim" doc:"the claim in the words of the article: spans, joined by an ellipsis between blanks"`
	ClaimStandalone   string      `parquet:"claim_standalone" json:"claim_standalone" doc:"the same words made self-contained; every insertion stands in [brackets]"`
	ClaimKind         string      `parquet:"claim_kind,dict" json:"claim_kind" enum:"fact,opinion,prediction,demand" doc:"what sort of proposition it is"`
	Context           string      `parquet:"context" json:"context" doc:"the sentence of the claim, or the sentences where it spans several"`
	Prefix            string      `parquet:"prefix" json:"prefix" doc:"up to 32 code points before start (W3C text quote selector)"`
	Suffix            string      `parquet:"suffix" json:"suffix" doc:"up to 32 code points after end"`
	Spans             []Span      `parquet:"spans,list" json:"spans" doc:"where the claim stands in text"`
	Start             int32       `parquet:"start" json:"start" doc:"first code point of the first span"`
	End               int32       `parquet:"end" json:"end" doc:"code point after the last span"`
	StartByte         int32       `parquet:"start_byte" json:"start_byte" doc:"start as a UTF-8 byte offset"`
	EndByte           int32       `parquet:"end_byte" json:"end_byte" doc:"end as a UTF-8 byte offset"`
	Voice             string      `parquet:"voice,dict" json:"voice" enum:"author,attributed" doc:"who claims it: the article's author or a source"`
	AttributionID     *string     `parquet:"attribution_id,optional" json:"attribution_id" doc:"attributions.attribution_id; null in the author's voice"`
	Type              *string     `parquet:"type,optional,dict" json:"type" enum:"direct,indirect,mixed" doc:"attributions.type"`
	SourceID          *string     `parquet:"source_id,optional,dict" json:"source_id" doc:"sources.source_id"`
	SourceName        *string     `parquet:"source_name,optional,dict" json:"source_name" doc:"canonical name of the source, as full as the text lets a reader know"`
	SourceMention     *string     `parquet:"source_mention,optional,dict" json:"source_mention" doc:"the words that name the source at this claim; null where none do"`
	SourceKind        string      `parquet:"source_kind,dict" json:"source_kind" enum:"person,organisation,government,group,document,media,anonymous,implicit,author" doc:"what sort of source"`
	SourceRole        *string     `parquet:"source_role,optional,dict" json:"source_role" doc:"function or description of the source, from the text"`
	SourceAffiliation *string     `parquet:"source_affiliation,optional,dict" json:"source_affiliation" doc:"the organisation or place the source belongs to, from the text"`
	Chain             []ChainLink `parquet:"chain,list" json:"chain" doc:"through whom the claim came, from the outermost source to the one who says it"`
	Cue               *string     `parquet:"cue,optional,dict" json:"cue" doc:"attributions.cue_text"`
	CueLemma          *string     `parquet:"cue_lemma,optional,dict" json:"cue_lemma" doc:"attributions.cue_lemma"`
	Act               string      `parquet:"act,dict" json:"act" enum:"states,believes,denies,accuses,warns,predicts,intends,promises,demands,asks,praises,criticises,fears,hopes,estimates,confirms,admits,concludes,suggests,reports" doc:"what the source does with the claim"`
	Certainty         string      `parquet:"certainty,dict" json:"certainty" enum:"certain,probable,possible,unspecified" doc:"how sure the source is"`
	Polarity          string      `parquet:"polarity,dict" json:"polarity" enum:"affirmed,negated,denied" doc:"negated: the claim itself is negative; denied: the source rejects it"`
	Distance          string      `parquet:"distance,dict" json:"distance" enum:"neutral,distancing,endorsing" doc:"how the reporter presents the source's words"`
	Positions         []Position  `parquet:"positions,list" json:"positions" doc:"what the source is for or against, only where content or cue shows it"`
	Target            *string     `parquet:"target,optional,dict" json:"target" doc:"target of the strongest position"`
	Stance            *string     `parquet:"stance,optional,dict" json:"stance" enum:"favor,against,neutral" doc:"label of the strongest position"`
	StanceScore       *float64    `parquet:"stance_score,optional" json:"stance_score" doc:"score of the strongest position, -1 to 1"`
	Checkworthiness   float64     `parquet:"checkworthiness" json:"checkworthiness" doc:"how much the claim deserves a check, 0 to 1"`
	CheckworthyReason []string    `parquet:"checkworthy_reasons,list" json:"checkworthy_reasons" doc:"why: number, named_event, causal, comparison, superlative, accusation, disputed, measurable, many_affected, harm, past_fact; lowered by opinion, prediction, personal, vague, demand"`
	Disputed          bool        `parquet:"disputed" json:"disputed" doc:"does another claim of the same article contradict it; disputes has those of other articles too"`
	DisputeIDs        []string    `parquet:"dispute_ids,list" json:"dispute_ids" doc:"claim_id of the claims of the same article that contradict it"`
	Rule              string      `parquet:"rule,dict" json:"rule" doc:"attributions.rule; author for the author's voice"`
	Confidence        float64     `parquet:"confidence" json:"confidence" doc:"attributions.confidence; 1 for the author's voice"`
}

// TargetCount counts the positions of a source towards one target.
type TargetCount struct {
	Target  string `parquet:"target" json:"target" doc:"whom or what the positions are about"`
	Favor   int64  `parquet:"favor" json:"favor" doc:"claims in favor"`
	Against int64  `parquet:"against" json:"against" doc:"claims against"`
	Neutral int64  `parquet:"neutral" json:"neutral" doc:"neutral claims"`
}

// Source is who says it, over the whole run: a row of the table sources.
type Source struct {
	SourceID       string        `parquet:"source_id" json:"source_id" doc:"stable id, from name and kind; of an unnamed source also from the document"`
	Name           string        `parquet:"name" json:"name" doc:"canonical name, as full as the articles let a reader know"`
	Aliases        []string      `parquet:"aliases,list" json:"aliases" doc:"other names and descriptions used for the source, sorted"`
	Kind           string        `parquet:"kind,dict" json:"kind" enum:"person,organisation,government,group,document,media,anonymous" doc:"what sort of source"`
	Role           *string       `parquet:"role,optional,dict" json:"role" doc:"function or description; the most frequent one of the run"`
	Affiliation    *string       `parquet:"affiliation,optional,dict" json:"affiliation" doc:"organisation or place; the most frequent one of the run"`
	Wikidata       *string       `parquet:"wikidata,optional,dict" json:"wikidata" doc:"Wikidata id of the source, such as Q1065; from the registry of sources"`
	NDocuments     int64         `parquet:"n_documents" json:"n_documents" doc:"documents with a claim of the source"`
	NClaims        int64         `parquet:"n_claims" json:"n_claims" doc:"claims of the source"`
	FirstPublished *time.Time    `parquet:"first_published,optional,timestamp(microsecond)" json:"first_published" doc:"earliest published_at of these documents"`
	LastPublished  *time.Time    `parquet:"last_published,optional,timestamp(microsecond)" json:"last_published" doc:"latest published_at of these documents"`
	Positions      []TargetCount `parquet:"positions,list" json:"positions" doc:"positions by target, sorted by target"`
}

// Mention is a span that names a source: a row of the table mentions.
type Mention struct {
	DocID    string `parquet:"doc_id,dict" json:"doc_id" doc:"documents.doc_id"`
	Seq      int32  `parquet:"seq" json:"seq" doc:"order in the article, from 0"`
	SourceID string `parquet:"source_id,dict" json:"source_id" doc:"sources.source_id"`
	Start    int32  `parquet:"start" json:"start" doc:"first code point; of a carried quotation: where the quotation begins"`
	End      int32  `parquet:"end" json:"end" doc:"code point after the last; equal to start for a carried quotation"`
	Text     string `parquet:"text,dict" json:"text" doc:"the words, sliced from text; empty for a carried quotation"`
	Kind     string `parquet:"kind,dict" json:"kind" enum:"name,nominal,pronoun,carried" doc:"how the source is named"`
	Chain    int32  `parquet:"chain" json:"chain" doc:"number of the mention among those of its source in the article, from 0"`
}

// Dispute is a pair of claims about the same matter: a row of the table disputes.
type Dispute struct {
	ClaimA   string   `parquet:"claim_a" json:"claim_a" doc:"claims.claim_id, the smaller of the two"`
	ClaimB   string   `parquet:"claim_b" json:"claim_b" doc:"claims.claim_id"`
	Relation string   `parquet:"relation,dict" json:"relation" enum:"contradicts,supports,self_contradiction" doc:"how they stand to each other"`
	Score    float64  `parquet:"score" json:"score" doc:"how sure, 0 to 1"`
	Signals  []string `parquet:"signals,list" json:"signals" doc:"what shows it, with the words of both: antonym, polarity, denial, number, description, contrast, …; docs/disputes.md explains them"`
	DocA     string   `parquet:"doc_a,dict" json:"doc_a" doc:"documents.doc_id of claim_a"`
	DocB     string   `parquet:"doc_b,dict" json:"doc_b" doc:"documents.doc_id of claim_b"`
	SourceA  *string  `parquet:"source_a,optional,dict" json:"source_a" doc:"sources.source_id of claim_a"`
	SourceB  *string  `parquet:"source_b,optional,dict" json:"source_b" doc:"sources.source_id of claim_b"`
}

// Reject is an input that could not be used: a row of the table rejects.
type Reject struct {
	URI     string  `parquet:"uri" json:"uri" doc:"where the input was read, as documents.uri"`
	Stage   string  `parquet:"stage,dict" json:"stage" enum:"read,extract" doc:"the stage that gave up"`
	Code    string  `parquet:"code,dict" json:"code" enum:"not_text,too_large,empty,bad_json,bad_table,bad_xml,bad_html,bad_warc,unreadable,bomb,too_deep,too_many,bad_path,unsupported_language,failed" doc:"why"`
	Message string  `parquet:"message" json:"message" doc:"the reason in words"`
	Bytes   int64   `parquet:"bytes" json:"bytes" doc:"size of the input as far as it was read"`
	SHA256  *string `parquet:"sha256,optional" json:"sha256" doc:"SHA-256 of the input's bytes, where they could be read"`
}

// Codes of rejects, as published in rejects.code.
const (
	CodeNotText             = "not_text"
	CodeTooLarge            = "too_large"
	CodeEmpty               = "empty"
	CodeBadJSON             = "bad_json"
	CodeBadTable            = "bad_table" // CSV, TSV, Parquet
	CodeBadXML              = "bad_xml"
	CodeBadHTML             = "bad_html"
	CodeBadWARC             = "bad_warc"
	CodeUnreadable          = "unreadable"
	CodeBomb                = "bomb" // unpacks to too much
	CodeTooDeep             = "too_deep"
	CodeTooMany             = "too_many"
	CodeBadPath             = "bad_path"
	CodeUnsupportedLanguage = "unsupported_language"
	CodeFailed              = "failed"
)
