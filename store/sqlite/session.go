package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// session is what a statement runs on: a pool, or a transaction.
type session interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// A pool runs statements that it has prepared before. There are as many as
// shapes of queries, a few dozen at most.
type pool struct {
	*sql.DB
	mu       sync.RWMutex
	prepared map[string]*sql.Stmt
}

func newPool(db *sql.DB) *pool { return &pool{DB: db, prepared: make(map[string]*sql.Stmt)} }

// prepare returns nil if the statement cannot be prepared: running it as it is
// will tell why.
func (p *pool) prepare(ctx context.Context, query string) *sql.Stmt {
	if stmt := p.ready(query); stmt != nil {
		return stmt
	}
	stmt, err := p.PrepareContext(ctx, query)
	if err != nil {
		return nil
	}
	p.mu.Lock()
	other := p.prepared[query]
	if other == nil {
		p.prepared[query] = stmt
	}
	p.mu.Unlock()
	if other == nil {
		return stmt
	}
	_ = stmt.Close() // another goroutine was first; closing can wait for a statement that runs, so not under the lock
	return other
}

func (p *pool) ready(query string) *sql.Stmt {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.prepared[query]
}

// release closes the prepared statements; one that is still needed is prepared again.
func (p *pool) release() error {
	p.mu.Lock()
	prepared := p.prepared
	p.prepared = make(map[string]*sql.Stmt)
	p.mu.Unlock()
	var errs []error
	for _, stmt := range prepared {
		errs = append(errs, stmt.Close())
	}
	return errors.Join(errs...)
}

func (p *pool) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if stmt := p.prepare(ctx, query); stmt != nil {
		return stmt.QueryContext(ctx, args...)
	}
	return p.DB.QueryContext(ctx, query, args...)
}

func (p *pool) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if stmt := p.prepare(ctx, query); stmt != nil {
		return stmt.QueryRowContext(ctx, args...)
	}
	return p.DB.QueryRowContext(ctx, query, args...)
}

// A transaction runs the statements that its pool has prepared. It does not
// prepare any itself: in a pool of one connection that would wait for its own end.
type transaction struct {
	*sql.Tx
	pool *pool
}

func (p *pool) begin(ctx context.Context, statements []string) (transaction, error) {
	for _, query := range statements {
		p.prepare(ctx, query)
	}
	tx, err := p.BeginTx(ctx, nil)
	return transaction{tx, p}, err
}

func (t transaction) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if stmt := t.pool.ready(query); stmt != nil {
		return t.StmtContext(ctx, stmt).ExecContext(ctx, args...)
	}
	return t.Tx.ExecContext(ctx, query, args...)
}

func (t transaction) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if stmt := t.pool.ready(query); stmt != nil {
		return t.StmtContext(ctx, stmt).QueryRowContext(ctx, args...)
	}
	return t.Tx.QueryRowContext(ctx, query, args...)
}
