package storetest_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/store/storetest"
)

// A ledger is a memory that remembers what was done to it, so that a transaction can be
// played: on a copy first, and on the memory itself at its commit.
type ledger struct {
	root *memory.Store
	done []func(*memory.Store) error // Puts and Deletes, in order
}

// do does something, and remembers it if it was done.
func (l *ledger) do(act func(*memory.Store) error) error {
	err := act(l.root)
	if err == nil {
		l.done = append(l.done, act)
	}
	return err
}

// copied returns a ledger of its own with the same content.
func (l *ledger) copied() *ledger {
	c := &ledger{root: memory.New("tenant")}
	for _, act := range l.done {
		_ = c.do(act) // it was done before
	}
	return c
}

// handle is one of a tenant onto a ledger, or onto a transaction's.
type handle struct {
	*memory.Store
	tenant string
	of     *ledger
	over   *bool // of its transaction
}

var errOver = errors.New("transaction is over")

func (l *ledger) handle(tenant string, over *bool) *handle {
	return &handle{l.root.ForTenant(tenant), tenant, l, over}
}

func (h *handle) Put(ctx context.Context, batch ...bonafide.Write) error {
	if *h.over {
		return errOver
	}
	batch = slices.Clone(batch)
	return h.of.do(func(m *memory.Store) error { return m.ForTenant(h.tenant).Put(context.WithoutCancel(ctx), batch...) })
}

func (h *handle) Delete(ctx context.Context, kind, id string, version int64) error {
	if *h.over {
		return errOver
	}
	return h.of.do(func(m *memory.Store) error { return m.ForTenant(h.tenant).Delete(ctx, kind, id, version) })
}

func (h *handle) List(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
	if *h.over {
		return bonafide.Page{}, errOver
	}
	return h.Store.List(ctx, q)
}

// guarded is a handle whose Put looks at the context.
type guarded struct{ *handle }

func (g guarded) Put(ctx context.Context, batch ...bonafide.Write) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return g.handle.Put(ctx, batch...)
}

func openLedger(storetest.TB) func(string) bonafide.Store {
	l := &ledger{root: memory.New("tenant")}
	return func(tenant string) bonafide.Store { return guarded{l.handle(tenant, new(bool))} }
}

// playing begins transactions of ledgers, changed in some way.
func playing(change func(tx *storetest.Tx, host, own *ledger)) storetest.Begin {
	return func(_ storetest.TB, s bonafide.Store) storetest.Tx {
		host, over := s.(guarded).of, new(bool)
		own, from := host.copied(), len(host.done)
		tx := storetest.Tx{
			Handle: func(tenant string) bonafide.Store { return guarded{own.handle(tenant, over)} },
			Commit: func() error {
				*over = true
				for _, act := range own.done[from:] {
					if err := host.do(act); err != nil {
						return err
					}
				}
				return nil
			},
			Rollback: func() error { *over = true; return nil },
		}
		change(&tx, host, own)
		return tx
	}
}

// bound changes what the handles of a transaction do.
func bound(change func(h guarded, b *broken)) storetest.Begin {
	return playing(func(tx *storetest.Tx, _, _ *ledger) {
		good := tx.Handle
		tx.Handle = func(tenant string) bonafide.Store {
			h := good(tenant).(guarded)
			b := &broken{good: h}
			change(h, b)
			return b
		}
	})
}

// Ways to be bound to a transaction badly, each rejected by the clause meant for it.
func TestTransactionMutants(t *testing.T) {
	good := playing(func(*storetest.Tx, *ledger, *ledger) {})
	for _, c := range storetest.TxClauses(good) {
		require.Empty(t, record(t, func(tb storetest.TB) { c.Run(tb, openLedger) }), c.Name)
	}
	mutants := []struct {
		name, clause string
		begin        storetest.Begin
	}{
		{"is not bound at all", "tx_rollback", playing(func(tx *storetest.Tx, host, _ *ledger) {
			tx.Handle = func(tenant string) bonafide.Store { return guarded{host.handle(tenant, new(bool))} }
			tx.Commit = func() error { return nil }
		})},
		{"writes at once", "tx_commit", playing(func(tx *storetest.Tx, host, _ *ledger) {
			tx.Handle = func(tenant string) bonafide.Store { return guarded{host.handle(tenant, new(bool))} }
			tx.Commit = func() error { return nil }
		})},
		{"forgets to write", "tx_commit", playing(func(tx *storetest.Tx, _, _ *ledger) { tx.Commit = tx.Rollback })},
		{"does not see what it wrote", "tx_commit", playing(func(tx *storetest.Tx, host, _ *ledger) {
			good := tx.Handle
			tx.Handle = func(tenant string) bonafide.Store {
				b := &broken{good: good(tenant)}
				b.get = host.handle(tenant, new(bool)).Get
				return b
			}
		})},
		{"binds one tenant alone", "tx_rollback", playing(func(tx *storetest.Tx, host, _ *ledger) {
			good := tx.Handle
			tx.Handle = func(tenant string) bonafide.Store {
				if tenant == "other" {
					return guarded{host.handle(tenant, new(bool))}
				}
				return good(tenant)
			}
		})},
		{"keeps the first of a refused batch", "tx_refused", bound(func(h guarded, b *broken) {
			b.put = func(ctx context.Context, batch []bonafide.Write) error {
				for _, w := range batch {
					if err := h.Put(ctx, w); err != nil {
						return err
					}
				}
				return nil
			}
		})},
		{"is of no use after a refusal", "tx_refused", bound(func(h guarded, b *broken) {
			b.put = func(ctx context.Context, batch []bonafide.Write) error {
				err := h.Put(ctx, batch...)
				*h.over = *h.over || err != nil
				return err
			}
		})},
		{"goes back too far", "tx_refused", bound(func(h guarded, b *broken) {
			b.put = func(ctx context.Context, batch []bonafide.Write) error {
				err := h.Put(ctx, batch...)
				if err != nil {
					h.of.done = h.of.done[:1]
				}
				return err
			}
		})},
		{"does not look at the context", "tx_refused", bound(func(h guarded, b *broken) {
			b.put = func(ctx context.Context, batch []bonafide.Write) error { return h.handle.Put(ctx, batch...) }
		})},
		{"deletes at once", "tx_delete", playing(func(tx *storetest.Tx, host, _ *ledger) {
			good := tx.Handle
			tx.Handle = func(tenant string) bonafide.Store {
				h := good(tenant).(guarded)
				b := &broken{good: h}
				b.delete = func(ctx context.Context, kind, id string, version int64) error {
					_ = host.handle(tenant, new(bool)).Delete(ctx, kind, id, version)
					return h.Delete(ctx, kind, id, version)
				}
				return b
			}
		})},
		{"does not know its end", "tx_over", playing(func(tx *storetest.Tx, host, own *ledger) {
			tx.Handle = func(tenant string) bonafide.Store { return guarded{own.handle(tenant, new(bool))} }
		})},
		{"writes after its end", "tx_over", playing(func(tx *storetest.Tx, host, own *ledger) {
			tx.Handle = func(tenant string) bonafide.Store { return guarded{host.handle(tenant, new(bool))} }
		})},
	}
	var meant []string
	for _, m := range mutants {
		meant = append(meant, m.clause)
		for _, c := range storetest.TxClauses(m.begin) {
			if c.Name == m.clause {
				assert.NotEmpty(t, record(t, func(tb storetest.TB) { c.Run(tb, openLedger) }), "%s takes for good: %s", m.clause, m.name)
			}
		}
	}
	for _, c := range storetest.TxClauses(good) {
		assert.Contains(t, meant, c.Name, "no broken store is meant for this clause")
	}
}
