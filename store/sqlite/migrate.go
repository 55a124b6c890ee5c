package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
)

//go:embed schema.sql
var schema string

// schemaVersion is what this package reads and writes.
const schemaVersion = 1

// ErrSchema says that a database does not have the schema of this package: run
// [Migrate], or update the program if the schema is of a newer one.
var ErrSchema = errors.New("sqlite: the database does not have this schema")

// Schema returns the statements that [Migrate] runs, for hosts that migrate
// with a tool of their own. Every name in it begins with "bonafide_".
func Schema() string { return schema }

// Migrate creates what is missing of the schema, in one transaction. It is
// harmless to call again, and from several processes at once. A database with
// a newer schema fails with [ErrSchema].
func Migrate(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return outage(ctx, "migrate", err)
	}
	defer tx.Rollback() // after a commit it does nothing
	if _, err := tx.ExecContext(ctx, schema); err != nil {
		return outage(ctx, "migrate", err)
	}
	identity := make([]byte, 16)
	rand.Read(identity)
	_, err = tx.ExecContext(ctx,
		`insert into bonafide_meta (id, schema, identity) values (1, ?, ?) on conflict do nothing`, schemaVersion, identity)
	if err != nil {
		return outage(ctx, "migrate", err)
	}
	if _, err := readIdentity(ctx, tx); err != nil {
		return err
	}
	return outage(ctx, "migrate", tx.Commit())
}

// readIdentity returns what tells this database from every other.
func readIdentity(ctx context.Context, s session) ([]byte, error) {
	var tables int
	err := s.QueryRowContext(ctx, `select count(*) from sqlite_master where type = 'table' and name = 'bonafide_meta'`).Scan(&tables)
	if err != nil {
		return nil, outage(ctx, "read the schema", err)
	}
	if tables == 0 {
		return nil, fmt.Errorf("%w: it has none", ErrSchema)
	}
	var version int
	var identity []byte
	err = s.QueryRowContext(ctx, `select schema, identity from bonafide_meta`).Scan(&version, &identity)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, fmt.Errorf("%w: it is not complete", ErrSchema)
	case err != nil:
		return nil, outage(ctx, "read the schema", err)
	case version != schemaVersion:
		return nil, fmt.Errorf("%w: version %d, want %d", ErrSchema, version, schemaVersion)
	}
	return identity, nil
}
