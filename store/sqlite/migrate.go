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
const schemaVersion = 4

// upgrades bring a schema to the next version, by the version that they begin at.
var upgrades = map[int]string{
	1: `alter table bonafide_label add column due integer;
		update bonafide_label as l set due = (select r.due from bonafide_record r
			where r.tenant = l.tenant and r.kind = l.kind and r.id = l.id);
		update bonafide_meta set schema = 2`,
	// Events are written shorter. Those that are there stay as they are: nobody rewrites
	// what an auditor may have seen.
	2: `update bonafide_meta set schema = 3`,
	3: `alter table bonafide_event rename to bonafide_event_before;
		drop index bonafide_event_record;
		create table bonafide_event (
			tenant   blob not null,
			position integer not null,
			kind     blob not null,
			id       blob not null,
			event    any not null,
			primary key (tenant, position)
		) strict;
		insert into bonafide_event select tenant, position, kind, id, event from bonafide_event_before order by tenant, position;
		drop table bonafide_event_before;
		update bonafide_meta set schema = 4`,
}

// ErrSchema says that a database does not have the schema of this package: run
// [Migrate], or update the program if the schema is of a newer one.
var ErrSchema = errors.New("sqlite: the database does not have this schema")

// Schema returns the statements that [Migrate] runs, for hosts that migrate
// with a tool of their own. Every name in it begins with "bonafide_".
func Schema() string { return schema }

// Migrate brings the schema up to date, in one transaction: it creates what is missing,
// and changes what an older version made. It is
// harmless to call again, and from several processes at once. A database with
// a newer schema fails with [ErrSchema].
func Migrate(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return outage(ctx, "migrate", err)
	}
	defer tx.Rollback() // after a commit it does nothing
	if err := upgrade(ctx, tx); err != nil {
		return outage(ctx, "migrate", err)
	}
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

// upgrade changes what older versions of this package made.
func upgrade(ctx context.Context, tx *sql.Tx) error {
	var there bool
	if err := scan(tx.QueryRowContext(ctx, hasMeta), &there); err != nil || !there {
		return err
	}
	for {
		var version int
		err := scan(tx.QueryRowContext(ctx, `select schema from bonafide_meta`), &version)
		if errors.Is(err, sql.ErrNoRows) {
			return nil // begun by the host, as Schema tells
		}
		if err != nil || upgrades[version] == "" {
			return err
		}
		if _, err := tx.ExecContext(ctx, upgrades[version]); err != nil {
			return err
		}
	}
}

const hasMeta = `select count(*) from sqlite_master where type = 'table' and name = 'bonafide_meta'`

// readIdentity returns what tells this database from every other.
func readIdentity(ctx context.Context, s session) ([]byte, error) {
	var tables int
	err := scan(s.QueryRowContext(ctx, hasMeta), &tables)
	if err != nil {
		return nil, outage(ctx, "read the schema", err)
	}
	if tables == 0 {
		return nil, fmt.Errorf("%w: it has none", ErrSchema)
	}
	var version int
	var identity []byte
	err = scan(s.QueryRowContext(ctx, `select schema, identity from bonafide_meta`), &version, &identity)
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
