package postgres

import (
	"context"
	"crypto/rand"
	"embed"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

//go:embed migrations
var migrations embed.FS

// versions are the migrations, in their order.
var versions = []string{"0001_store.sql", "0002_events.sql", samples, "0004_runs.sql"}

// samples is of PostgreSQL alone: not every engine that speaks its language knows the
// statement.
const samples = "0003_samples.sql"

// walls is run once, on a new database, and never on a distributed one.
const walls = "walls.sql"

// ErrSchema says that a database does not have the schema of this package: run
// [Migrate], or update the program if the schema is of a newer one.
var ErrSchema = errors.New("postgres: the database does not have this schema")

// Order is how the events of a tenant are ordered.
type Order string

// The orders; the package documentation tells their price.
const (
	ByTransaction Order = "transaction"
	ByCounter     Order = "counter"
)

// Options of [Migrate]: they belong to the database, and are fixed when its schema
// is made. Nil means the defaults.
type Options struct {
	// Order of events. Defaults to ByTransaction; a distributed database has ByCounter.
	Order Order

	// Distributed keeps to what PostgreSQL-compatible engines have in common. Such
	// a database has no wall of row-level security.
	Distributed bool
}

func (o *Options) ordering() (string, error) {
	switch {
	case o == nil:
		return string(ByTransaction), nil
	case o.Distributed && o.Order != ByTransaction && (o.Order == "" || o.Order == ByCounter):
		return distributed, nil
	case !o.Distributed && o.Order == "":
		return string(ByTransaction), nil
	case !o.Distributed && (o.Order == ByTransaction || o.Order == ByCounter):
		return string(o.Order), nil
	}
	return "", fmt.Errorf("postgres: no such order of events")
}

// distributed is the ordering of a distributed database.
const distributed = "distributed"

// migrationLock is the key of the advisory lock of Migrate.
const migrationLock = 0x626f6e61 // "bona"

// Migrate brings the schema up to date, in one transaction: it creates what is
// missing where the search_path leads. It is harmless to call again, and from several processes at once. It also
// notices that the database was moved to another server, whose transaction ids are
// lower. A database with a newer schema, or with other options, fails with [ErrSchema].
func Migrate(ctx context.Context, pool *pgxpool.Pool, opts *Options) error {
	ordering, err := opts.ordering()
	if err != nil {
		return err
	}
	err = pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error { return migrate(ctx, tx, ordering) })
	if errors.Is(err, ErrSchema) {
		return err
	}
	return outage(ctx, "migrate", err)
}

func migrate(ctx context.Context, tx pgx.Tx, ordering string) error {
	if ordering != distributed {
		if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock($1)`, migrationLock); err != nil {
			return err
		}
	}
	m, err := readMeta(ctx, tx)
	switch {
	case errors.Is(err, errNoSchema):
		return create(ctx, tx, ordering)
	case err != nil:
		return err
	case m.version > len(versions):
		return m.current()
	case m.ordering != ordering:
		return fmt.Errorf("%w: its events are ordered otherwise", ErrSchema)
	}
	if m.version < len(versions) {
		if err := run(ctx, tx, ordering, versions[m.version:]...); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update bonafide_meta set version = $1`, len(versions)); err != nil {
			return err
		}
	}
	if ordering == string(ByTransaction) {
		return moved(ctx, tx)
	}
	return nil
}

// create makes the schema.
func create(ctx context.Context, tx pgx.Tx, ordering string) error {
	if err := run(ctx, tx, ordering, append(slices.Clone(versions), walls)...); err != nil {
		return err
	}
	identity := make([]byte, 16)
	rand.Read(identity)
	_, err := tx.Exec(ctx, `insert into bonafide_meta (version, identity, ordering) values ($1, $2, $3)`, len(versions), identity, ordering)
	return err
}

// run runs files, but for those that a distributed database goes without.
func run(ctx context.Context, tx pgx.Tx, ordering string, names ...string) error {
	for _, name := range names {
		if ordering == distributed && (name == samples || name == walls) {
			continue
		}
		text, err := migrations.ReadFile("migrations/" + name)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, string(text)); err != nil {
			return err
		}
	}
	return nil
}

// moved lifts the base above all places that were given, where this server's
// transaction ids are below them. Rows of all tenants take part.
func moved(ctx context.Context, tx pgx.Tx) error {
	for _, statement := range []string{
		`alter table bonafide_record no force row level security`,
		`update bonafide_meta set base = base + greatest(0, (select coalesce(max(mark), 0) from bonafide_record) + 1 - base - pg_current_xact_id()::text::bigint)`,
		`alter table bonafide_record force row level security`,
	} {
		if _, err := tx.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// meta is what a database says of itself.
type meta struct {
	version  int
	identity []byte
	ordering string
	plans    bool // the engine can be told how to plan: PostgreSQL, and those that are built of it
}

// current wants the version that this package reads and writes.
func (m meta) current() error {
	if m.version != len(versions) {
		return fmt.Errorf("%w: version %d, want %d", ErrSchema, m.version, len(versions))
	}
	return nil
}

// errNoSchema is ErrSchema of a database without any.
var errNoSchema = fmt.Errorf("%w: it has none", ErrSchema)

func readMeta(ctx context.Context, db interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}) (meta, error) {
	var there bool
	// Naming pg_class locks it, upon which the server hears what other connections made:
	// to_regclass alone may answer from memory.
	if err := db.QueryRow(ctx, `select exists (select 1 from pg_class where oid = to_regclass('bonafide_meta'))`).Scan(&there); err != nil {
		return meta{}, outage(ctx, "read the schema", err)
	}
	if !there {
		return meta{}, errNoSchema
	}
	var m meta
	err := db.QueryRow(ctx, `select version, identity, ordering, current_setting('plan_cache_mode', true) is not null from bonafide_meta`).Scan(&m.version, &m.identity, &m.ordering, &m.plans)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return meta{}, fmt.Errorf("%w: it is not complete", ErrSchema)
	case err != nil:
		return meta{}, outage(ctx, "read the schema", err)
	}
	return m, nil
}
