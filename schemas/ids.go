package schemas

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// idLen is the number of hexadecimal digits of an id: 64 bits, so that among 100 million
// rows a collision is less likely than one in a thousand.
const idLen = 16

// TextSHA256 returns the SHA-256 of a text in hexadecimal.
func TextSHA256(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// DocID returns the id of the document with this text. The same text is the same
// document, wherever it was read.
func DocID(text string) string { return DocIDOfSHA256(TextSHA256(text)) }

// DocIDOfSHA256 returns the id of the document whose text has this SHA-256 in hexadecimal.
func DocIDOfSHA256(sum string) string { return sum[:idLen] }

// AttributionID returns the id of the nth attribution (from 0) of a document with these
// words; n tells apart attributions whose words are all the same.
func AttributionID(docID, source, cue, content string, n int) string {
	return id("attribution", docID, source, cue, content, strconv.Itoa(n))
}

// ClaimID returns the id of the nth claim (from 0) of a document with these words by this
// source; n tells apart claims whose words and source are the same. sourceName is empty
// in the author's voice.
func ClaimID(docID, sourceName, claim string, n int) string {
	return id("claim", docID, sourceName, claim, strconv.Itoa(n))
}

// SourceID returns the id of a source. A named source has the same id in every document:
// give scope empty. An unnamed one ("ooggetuigen") belongs to its document: give its
// doc_id as scope.
func SourceID(name, kind, scope string) string { return id("source", name, kind, scope) }

// id hashes parts with their lengths, so that moving a character from one part to the
// next changes the id.
func id(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(strconv.Itoa(len(p)) + ":" + p))
	}
	return hex.EncodeToString(h.Sum(nil))[:idLen]
}
