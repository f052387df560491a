// Package index answers questions about the claims of a dataset quickly: filters with
// counts, search, pages, articles, sources, disputes. It reads the dataset once, into a
// file of its own, and again only when the manifest has changed.
package index
