package index

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver

	"github.com/volgens/volgens/schemas"
)

// format changes when an index of an earlier program cannot be used any more.
const format = "4"

// errDamaged is the error for an index that cannot be what this program has written: it is
// built again.
var errDamaged = errors.New("damaged index")

const tables = `
create table meta (name text primary key, value text not null) strict, without rowid;
create table columns (name text primary key, data blob not null) strict;
create table blocks (id integer primary key, data blob not null) strict;
create table words (word text not null, segment integer not null, n integer not null, rows blob not null, places blob not null) strict;
create table documents (doc_id text primary key, part integer not null, first integer not null, n integer not null, url text not null) strict, without rowid;
create table sources (
	id integer primary key, source_id text not null, name text not null, kind text not null,
	n_claims integer not null, n_documents integer not null, last text not null, data text not null
) strict;
create virtual table source_words using fts5 (words, content = '', tokenize = 'unicode61 remove_diacritics 2');
create table disputes (
	id integer primary key, claim_a text not null, claim_b text not null, relation text not null, score real not null,
	event integer not null, data text not null
) strict;
`

// keys are made once the rows are there: that is faster.
const keys = `
create index words_by_word on words (word, segment);
create unique index sources_by_id on sources (source_id);
create index sources_by_name on sources (name, source_id);
create index sources_by_claims on sources (n_claims desc, name);
create index disputes_by_a on disputes (claim_a);
create index disputes_by_b on disputes (claim_b);
create index disputes_by_event on disputes (event, score desc);
analyze;
`

// fileName names the index of a manifest: another manifest, another table of claims or
// another format, another file.
func fileName(manifest []byte) string {
	h := sha256.New()
	h.Write([]byte(format + "\n" + schemas.Version + "\n"))
	for _, t := range schemas.Tables() {
		for _, c := range t.Columns {
			h.Write([]byte(t.Name + "." + c.Name + " " + c.Type + "\n"))
		}
	}
	h.Write(manifest)
	return "index-" + hex.EncodeToString(h.Sum(nil))[:32] + ".sqlite"
}

// cacheDir returns the folder of the indexes, the user's own where none is given.
func cacheDir(dir string) (string, error) {
	if dir == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			return "", fmt.Errorf("no folder for the index: %w", err)
		}
		dir = filepath.Join(base, "volgens")
	}
	return dir, os.MkdirAll(dir, 0o700)
}

// openFile opens a finished index, whose file nobody changes.
func openFile(path string) (*sql.DB, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", fileURI(path, url.Values{
		"mode": {"ro"}, "immutable": {"1"}, "_pragma": {"cache_size(-8000)", "query_only(1)"},
	}))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(4)
	return db, nil
}

// createFile makes an empty index. A crash leaves a file without use, so nothing need reach
// the disk in between.
func createFile(ctx context.Context, path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", fileURI(path, url.Values{"_pragma": {
		"page_size(16384)", "journal_mode(OFF)", "synchronous(OFF)", "cache_size(-32000)", "locking_mode(EXCLUSIVE)", "temp_store(FILE)",
	}}))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, tables); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// fileURI names a file for SQLite, whatever characters its path has.
func fileURI(path string, query url.Values) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/…
	}
	u := url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: query.Encode()}
	return u.String()
}

// Ages after which files of the cache are of no use.
const (
	abandoned = 6 * time.Hour       // a file that was being written: its writer is gone
	unused    = 60 * 24 * time.Hour // an index that nobody has opened
)

// prune removes from a cache what attempts left that were cut off, and indexes that nobody has
// opened for long: each run of the pipeline makes another one.
func prune(dir string) {
	for pattern, age := range map[string]time.Duration{"index-*.sqlite.*.tmp": abandoned, "index-*.sqlite": unused} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			continue
		}
		for _, path := range found {
			if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) > age {
				_ = os.Remove(path) // another process may have been faster
			}
		}
	}
}

// touch notes that an index is in use.
func touch(path string) {
	now := time.Now()
	_ = os.Chtimes(path, now, now) // a cache that cannot be written is one all the same
}

func missingFile(err error) bool { return errors.Is(err, fs.ErrNotExist) }
