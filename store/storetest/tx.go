package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/bonafide-go/bonafide"
)

// A Tx is a transaction of the host on a backing, and what of the store is bound to it.
type Tx struct {
	Handle   func(tenant string) bonafide.Store // handles that read and write in the transaction
	Commit   func() error
	Rollback func() error
}

// Begin begins a transaction of the host on the backing that a handle stands on. It
// need not be the handle's tenant that the transaction is for.
type Begin func(tb TB, store bonafide.Store) Tx

// RunTx checks, as subtests, that a store can be bound to transactions of the host: what
// it writes there stands or falls with them, and what it refuses leaves no trace and the
// transaction usable. It is for stores that offer this, beside [Run].
func RunTx(t *testing.T, open Open, begin Begin) {
	for _, c := range TxClauses(begin) {
		t.Run(c.Name, func(t *testing.T) { c.Run(t, open) })
	}
}

// TxClauses returns every clause of [RunTx], in its order.
func TxClauses(begin Begin) []Clause {
	clause := func(name, rule string, run func(*suite, func() txSuite)) Clause {
		return Clause{name, rule, func(s *suite) {
			run(s, func() txSuite {
				tx := begin(s.TB, s.store)
				bound := *s
				bound.handle, bound.store = tx.Handle, tx.Handle("tenant")
				return txSuite{&bound, tx}
			})
		}}
	}
	return []Clause{
		clause("tx_commit", "what is put in the host's transaction is there for it at once, for others from the commit on, with its events", txCommit),
		clause("tx_rollback", "a rollback leaves no trace of any tenant, and readers of the outbox go on", txRollback),
		clause("tx_refused", "what is refused in a transaction leaves no trace in it, and what comes before and after it is kept", txRefused),
		clause("tx_delete", "Delete, where there is one, stands or falls with the transaction", txDelete),
		clause("tx_over", "a handle whose transaction is over fails and writes nothing", txOver),
	}
}

// txSuite is the suite inside a transaction.
type txSuite struct {
	*suite
	tx Tx
}

func (s txSuite) commit() {
	s.Helper()
	if err := s.tx.Commit(); err != nil {
		s.fatalf("commit: %v", err)
	}
}

func (s txSuite) rollback() {
	s.Helper()
	if err := s.tx.Rollback(); err != nil {
		s.fatalf("rollback: %v", err)
	}
}

// one is a record with everything that can leave a trace, and its event.
func one(id string, unique ...string) bonafide.Write {
	var chain bonafide.Chain
	return write(bonafide.Record{
		Kind: "user", ID: id, Version: 1, Unique: unique, Labels: []string{"all"}, Due: at, Body: []byte(id),
	}, linked(&chain, "user", id, "user.created")...)
}

// holds wants these records and their events to be all there is, by every index.
func (s *suite) holds(ids ...string) {
	s.Helper()
	for _, q := range []bonafide.Query{{Kind: "user"}, {Kind: "user", Labels: []string{"all"}}, {Kind: "user", DueBefore: at.Add(time.Hour)}} {
		s.lists(q, ids...)
	}
	if n := len(s.events(bonafide.EventQuery{})); n != len(ids) {
		s.errorf("got %d events, want one of each of %q", n, ids)
	}
}

func txCommit(s *suite, begin func() txSuite) {
	s.put(one("a", "u"))
	in := begin()
	told := one("b", "v")
	in.put(told)
	in.stored(told.Record)
	in.reports(bonafide.EventQuery{Kind: "user", ID: "b"}, told.Events...)
	in.lists(bonafide.Query{Kind: "user", Unique: "v"}, "b")
	in.refuse(bonafide.ErrDuplicate, one("c", "v"))
	s.holds("a")
	s.lists(bonafide.Query{Kind: "user", Unique: "v"})
	in.commit()
	s.holds("a", "b")
	s.stored(told.Record)
	s.reports(bonafide.EventQuery{Kind: "user", ID: "b"}, told.Events...)
	s.refuse(bonafide.ErrDuplicate, one("c", "v"))
}

func txRollback(s *suite, begin func() txSuite) {
	s.put(one("a", "u"))
	seen := s.events(bonafide.EventQuery{})
	in := begin()
	in.put(one("b", "v"))
	next := one("a", "w")
	next.Record.Version, next.Events = 2, nil
	in.put(next)
	in.as("other")
	in.put(one("b", "v"))
	in.rollback()

	s.absent("user", "b")
	s.holds("a")
	s.stored(one("a", "u").Record)
	after := one("c", "v")
	s.put(after)
	s.reports(bonafide.EventQuery{After: seen[0].Position}, after.Events...)
	s.as("other")
	s.holds()
}

func txRefused(s *suite, begin func() txSuite) {
	s.put(one("a", "u"))
	in := begin()
	in.put(one("b", "v"))
	in.refuse(bonafide.ErrConflict, one("c", "w"), one("a"))
	in.refuse(bonafide.ErrDuplicate, one("c", "w"), one("d", "v"))
	in.refuse(bonafide.ErrDuplicate, one("c", "w"), one("d", "u"))
	in.refuse(bonafide.ErrDuplicate, one("c", "w"), one("d", "w"))
	in.refuse(bonafide.ErrInvalid, one("c", "w"), one(""))
	over, cancel := context.WithCancel(s.ctx)
	cancel()
	if err := in.store.Put(over, one("c", "w")); err == nil {
		in.errorf("Put with a context that is over: no error")
	}
	in.lists(bonafide.Query{Kind: "user", Labels: []string{"all"}}, "a", "b")
	in.lists(bonafide.Query{Kind: "user", Unique: "w"})
	last := one("e", "w")
	in.put(last)
	in.commit()
	s.holds("a", "b", "e")
	s.stored(last.Record)
}

func txDelete(s *suite, begin func() txSuite) {
	s.put(one("a", "u"), one("b"))
	in := begin()
	if !in.delete(nil, "user", "a", 1) {
		in.rollback()
		return
	}
	in.delete(bonafide.ErrConflict, "user", "a", 1)
	in.absent("user", "a")
	in.put(one("c", "u"))
	in.rollback()
	s.holds("a", "b")
	s.refuse(bonafide.ErrDuplicate, one("c", "u"))

	in = begin()
	in.delete(nil, "user", "a", 1)
	s.stored(one("a", "u").Record)
	in.commit()
	s.absent("user", "a")
	s.lists(bonafide.Query{Kind: "user", Unique: "u"})
	s.put(one("c", "u"))
}

func txOver(s *suite, begin func() txSuite) {
	for i, end := range []func(txSuite){txSuite.commit, txSuite.rollback} {
		in := begin()
		end(in)
		if err := in.store.Put(s.ctx, one(fmt.Sprint("late-", i))); err == nil {
			in.errorf("Put after the end of the transaction: no error")
		}
		if _, err := in.store.List(s.ctx, bonafide.Query{Kind: "user"}); err == nil {
			in.errorf("List after the end of the transaction: no error")
		}
	}
	s.holds()
}
