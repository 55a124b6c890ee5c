package sqlite

import (
	"context"
	"database/sql"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

// A Store is one tenant's handle on a database. It is safe for concurrent use;
// one that WithTx returned, as far as its transaction is.
type Store struct {
	database *database
	tenant   []byte
	cursors  store.Cursors
	invalid  error   // what is wrong with the tenant's name; every method returns it
	tx       *sql.Tx // the host's transaction, or nil
}

var _ bonafide.Store = (*Store)(nil)

// database is what the handles of all tenants stand on.
type database struct {
	write, read *pool // one and the same if the host opened it
	identity    []byte
}

// New returns a tenant's handle on a database that the host has opened with
// driver "sqlite" and migrated. The host keeps the duties of [Open]: write-ahead
// log, synchronous=FULL, secure_delete and a busy timeout on every connection. It also closes
// the database, after Close of the handle. Call New once, and ForTenant for each
// tenant: handles share prepared statements.
func New(ctx context.Context, db *sql.DB, tenant string) (*Store, error) {
	if err := store.CheckTenant(tenant); err != nil {
		return nil, err
	}
	identity, err := readIdentity(ctx, db)
	if err != nil {
		return nil, err
	}
	p := newPool(db)
	return (&database{write: p, read: p, identity: identity}).open(tenant), nil
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

// WithTx returns a handle that reads and writes in the host's own transaction
// on the same database: what Put wrote stands or falls with it. A Put that is
// refused leaves no trace in the transaction, which can go on. Positions of
// events that were read before the commit are void if it does not come.
//
// Begin the transaction with a write or as an immediate one (DB does): one that
// begins with a read can fail at its first write with an error that matches
// [bonafide.ErrUnavailable].
func (s *Store) WithTx(tx *sql.Tx) *Store {
	bound := *s
	bound.tx = tx
	return &bound
}

// DB returns the writing pool, for transactions of the host. [Open] gave it a
// single connection: until a transaction on it ends, every other write waits.
// Whoever holds one and calls Put without WithTx waits for themselves.
func (s *Store) DB() *sql.DB { return s.database.write.DB }

// Close gives back what the handles of all tenants use: the database if [Open]
// opened it, prepared statements alone if it is the host's.
func (s *Store) Close() error { return s.database.close() }

func (d *database) open(tenant string) *Store {
	return &Store{
		database: d,
		tenant:   []byte(tenant),
		cursors:  store.NewCursors(d.identity, tenant),
		invalid:  store.CheckTenant(tenant),
	}
}

// reader is where reading statements run.
func (s *Store) reader() session {
	if s.tx != nil {
		return s.tx
	}
	return s.database.read
}

func (s *Store) ready(ctx context.Context) error {
	if s.invalid != nil {
		return s.invalid
	}
	return ctx.Err()
}
