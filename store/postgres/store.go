package postgres

import (
	"context"
	"encoding/hex"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

// A Store is one tenant's handle on a database. It is safe for concurrent use;
// one that WithTx returned, as far as its transaction is.
type Store struct {
	database *database
	tenant   []byte
	setting  string // the tenant as the wall between tenants reads it
	cursors  store.Cursors
	invalid  error  // what is wrong with the tenant's name; every method returns it
	tx       pgx.Tx // the host's transaction, or nil
}

var (
	_ bonafide.Store  = (*Store)(nil)
	_ bonafide.Pinger = (*Store)(nil)
)

// database is what the handles of all tenants stand on.
type database struct {
	pool    *pgxpool.Pool
	meta    meta
	records map[recordShape]string
	locks   chan struct{} // full while half of the pool's connections hold records, or wait for them
}

// New returns a tenant's handle on a database that was migrated. The pool stays
// the host's, who closes it. It fails with a [*bonafide.InvalidError] for a tenant
// without name, with [ErrSchema], and with an error matching
// [bonafide.ErrUnavailable].
func New(ctx context.Context, pool *pgxpool.Pool, tenant string) (*Store, error) {
	if err := store.CheckTenant(tenant); err != nil {
		return nil, err
	}
	m, err := readMeta(ctx, pool)
	if err == nil {
		err = m.current()
	}
	if err != nil {
		return nil, err
	}
	return newDatabase(pool, m).open(tenant), nil
}

func newDatabase(pool *pgxpool.Pool, m meta) *database {
	return &database{pool: pool, meta: m, records: newRecordStatements(m.ordering), locks: make(chan struct{}, pool.Config().MaxConns/2)}
}

// ForTenant returns the handle of another tenant, or of the same, on the same
// database (and in the same transaction, after WithTx). A name that is empty or
// longer than [bonafide.MaxTermBytes] makes every method fail with a
// [*bonafide.InvalidError].
func (s *Store) ForTenant(tenant string) *Store {
	other := s.database.open(tenant)
	other.tx = s.tx
	return other
}

// Tenant returns the name of the tenant.
func (s *Store) Tenant() string { return string(s.tenant) }

// WithTx returns a handle that reads and writes in the host's own transaction on
// the same database: what Put wrote stands or falls with it. A Put that is refused
// leaves no trace in the transaction, which can go on: it is made behind a savepoint.
// A transaction that the engine aborts (40001, 40P01) is the host's to repeat as a whole. Events that it wrote show
// in the tenant's outbox after its commit.
func (s *Store) WithTx(tx pgx.Tx) *Store {
	bound := *s
	bound.tx = tx
	return &bound
}

// Ping is [bonafide.Pinger]: it reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.ready(ctx); err != nil {
		return err
	}
	return outage(ctx, "ping", s.database.pool.Ping(ctx))
}

func (d *database) open(tenant string) *Store {
	return &Store{
		database: d,
		tenant:   []byte(tenant),
		setting:  hex.EncodeToString([]byte(tenant)),
		cursors:  store.NewCursors(d.meta.identity, tenant),
		invalid:  store.CheckTenant(tenant),
	}
}

func (s *Store) ready(ctx context.Context) error {
	if s.invalid != nil {
		return s.invalid
	}
	return ctx.Err()
}

// setTenant is what every transaction begins with.
const setTenant = `select set_config('bonafide.tenant', $1, true)`

// setPlans is setTenant for a Put in a transaction of its own: planning its statements
// anew takes several times as long as running them.
const setPlans = `select set_config('bonafide.tenant', $1, true), set_config('plan_cache_mode', 'force_generic_plan', true)`

// setPages is setTenant for a page: a plan that was made while the tables were small
// would outlive that, and read all of them.
const setPages = `select set_config('bonafide.tenant', $1, true), set_config('plan_cache_mode', 'force_custom_plan', true)`

// A sender is what statements run on: the pool, a connection of it, a transaction.
type sender interface {
	SendBatch(context.Context, *pgx.Batch) pgx.BatchResults
}

// reader is where reading statements run.
func (s *Store) reader() sender {
	if s.tx != nil {
		return s.tx
	}
	return s.database.pool
}

// query runs one reading statement behind the wall, in one round trip.
func (s *Store) query(ctx context.Context, on sender, read func(pgx.Rows) error, text string, args ...any) error {
	return s.queryAfter(ctx, on, setTenant, read, text, args...)
}

// queryAfter is query in a transaction that begins with a statement.
func (s *Store) queryAfter(ctx context.Context, on sender, begin string, read func(pgx.Rows) error, text string, args ...any) error {
	batch := &pgx.Batch{}
	batch.Queue(begin, s.setting)
	batch.Queue(text, args...)
	answers := on.SendBatch(ctx, batch)
	_, err := answers.Exec()
	if err == nil {
		var rows pgx.Rows
		if rows, err = answers.Query(); err == nil {
			if err = read(rows); err == nil {
				err = rows.Err()
			}
			rows.Close()
		}
	}
	if end := answers.Close(); err == nil {
		err = end
	}
	return err
}

// into reads the one value of a statement, if there is one.
func into(value any) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		for rows.Next() {
			if err := rows.Scan(value); err != nil {
				return err
			}
		}
		return nil
	}
}

// blob makes bytes of a text: compared as such, and never null.
func blob(s string) []byte {
	if s == "" {
		return []byte{}
	}
	return []byte(s)
}

// blobs makes bytes of texts.
func blobs(texts []string) [][]byte {
	out := make([][]byte, len(texts))
	for i, text := range texts {
		out[i] = blob(text)
	}
	return out
}

func texts(blobs [][]byte) []string {
	var out []string
	for _, b := range blobs {
		out = append(out, string(b))
	}
	return out
}
