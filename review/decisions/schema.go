package decisions

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	_ "modernc.org/sqlite" // the driver
)

// applicationID marks the files of this package: "vgrv".
const applicationID = 0x76677276

// migrations bring a file from one version to the next; the version of a file is how many
// of them it has seen. Never change one that was released: add another.
var migrations = []string{
	`
create table entries (
	id        integer primary key autoincrement,
	at        text not null,
	user      text not null,
	role      text not null,
	claim_id  text not null,
	source_id text not null,
	field     text not null,
	target    text not null,
	old       text not null,
	new       text not null,
	why       text not null,
	undoes    integer references entries (id),
	carried   text not null,
	dataset   text not null,
	pipeline  text not null,
	nonce     text unique
) strict;
create index entries_by_claim on entries (claim_id, id);
create index entries_by_source on entries (source_id, id) where source_id <> '';
create index entries_by_user on entries (user, id);

create table assignments (
	id       integer primary key autoincrement,
	at       text not null,
	by       text not null,
	claim_id text not null,
	user     text not null,
	blind    integer not null,
	active   integer not null
) strict;
create index assignments_by_claim on assignments (claim_id, id);
create index assignments_by_user on assignments (user, id);

create trigger entries_stay before update on entries begin select raise(abort, 'the log is append-only'); end;
create trigger entries_last before delete on entries begin select raise(abort, 'the log is append-only'); end;
create trigger assignments_stay before update on assignments begin select raise(abort, 'the log is append-only'); end;
create trigger assignments_last before delete on assignments begin select raise(abort, 'the log is append-only'); end;

-- What lists show, worked out from the rows above and never more than that.
create table marks (
	claim_id text primary key,
	mark     text not null,
	differ   integer not null
) strict, without rowid;
create table settings (name text primary key, value text not null) strict, without rowid;
`,
}

// openFile opens a file of decisions with its settings: an acknowledged row is on disk.
func openFile(ctx context.Context, path string) (*sql.DB, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	pragmas := url.Values{"_txlock": {"immediate"}, "_pragma": {
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)",
	}}
	db, err := sql.Open("sqlite", fileURI(path, pragmas))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(4)
	if err := migrate(ctx, db); err != nil {
		db.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return db, nil
}

// fileURI names a file for SQLite, whatever characters its path has.
func fileURI(path string, query url.Values) string {
	u := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path), RawQuery: query.Encode()}
	if !filepath.IsAbs(path) {
		u.Opaque, u.Path = (&url.URL{Path: u.Path}).EscapedPath(), ""
	}
	return u.String()
}

// migrate brings a file up to date, a new one from nothing, all or nothing.
func migrate(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	var version, id, tables int
	if err := firstError(
		tx.QueryRowContext(ctx, "pragma user_version").Scan(&version),
		tx.QueryRowContext(ctx, "pragma application_id").Scan(&id),
		tx.QueryRowContext(ctx, "select count(*) from sqlite_schema").Scan(&tables),
	); err != nil {
		return err
	}
	switch {
	case id != applicationID && (id != 0 || tables > 0):
		return fmt.Errorf("a SQLite file, but none of decisions")
	case version > len(migrations):
		return fmt.Errorf("written by a later version of the program (%d, this one knows %d)", version, len(migrations))
	case version == len(migrations):
		return nil
	}
	for _, step := range migrations[version:] {
		if _, err := tx.ExecContext(ctx, step); err != nil {
			return fmt.Errorf("migration %d: %w", version+1, err)
		}
		version++
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("pragma application_id = %d; pragma user_version = %d", applicationID, version)); err != nil {
		return err
	}
	return tx.Commit()
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
