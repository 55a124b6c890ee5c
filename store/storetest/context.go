package storetest

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
)

func contextClauses() []Clause {
	return []Clause{
		{"cancelled_context", "with a context that is over, every method fails with an error that matches the context's, and Put writes nothing", cancelledContext},
		{"order_of_errors", "of the errors that apply, the first is told of the context's, ErrInvalid, ErrCursor, ErrConflict and ErrDuplicate", orderOfErrors},
		{"ping", "Ping, where there is one, succeeds on a store that works and fails with the error of a context that is over", ping},
	}
}

func orderOfErrors(s *suite) {
	over, cancel := context.WithCancel(s.ctx)
	cancel()
	held := full(1)
	s.put(write(held))
	// Of calls with more than one fault, the later one must not be told. That each is
	// told where it is alone is a matter of other clauses.
	not := func(what string, err error, later ...error) {
		s.Helper()
		for _, target := range later {
			if errors.Is(err, target) {
				s.errorf("%s: got error %v, which is to be told later", what, err)
			}
		}
	}
	get := func(ctx context.Context, id string) error { _, err := s.store.Get(ctx, "user", id); return err }
	list := func(ctx context.Context, q bonafide.Query) error { _, err := s.store.List(ctx, q); return err }
	events := func(ctx context.Context, q bonafide.EventQuery) error { _, err := s.store.Events(ctx, q); return err }
	strange := []string{"strange"}
	many := slices.Repeat(strange, bonafide.MaxTerms+1)

	not("Get of no record, context over", get(over, ""), bonafide.ErrNotFound)
	not("Put out of bounds, context over", s.store.Put(over, write(bonafide.Record{Kind: "user"})), bonafide.ErrInvalid)
	not("Put of a stale record, context over", s.store.Put(over, write(held)), bonafide.ErrConflict)
	not("List out of bounds, context over", list(over, bonafide.Query{Kind: "user", Labels: many}), bonafide.ErrInvalid)
	not("List with a strange cursor, context over", list(over, bonafide.Query{Kind: "user", Cursor: strange[0]}), bonafide.ErrCursor)
	not("Events of a kind without id, context over", events(over, bonafide.EventQuery{Kind: "user"}), bonafide.ErrInvalid)
	not("Events after a strange position, context over", events(over, bonafide.EventQuery{After: strange[0]}), bonafide.ErrCursor)

	not("List out of bounds with a strange cursor", list(s.ctx, bonafide.Query{Kind: "user", Labels: many, Cursor: strange[0]}), bonafide.ErrCursor)
	not("Events of a kind without id after a strange position", events(s.ctx, bonafide.EventQuery{Kind: "user", After: strange[0]}), bonafide.ErrCursor)
	twin := full(1)
	twin.ID = "u-2"
	not("Put out of bounds of a stale record and a duplicate", s.store.Put(s.ctx, write(held), write(twin), write(bonafide.Record{Kind: "user"})),
		bonafide.ErrConflict, bonafide.ErrDuplicate)
}

func ping(s *suite) {
	p, ok := s.store.(bonafide.Pinger)
	if !ok {
		return
	}
	err := p.Ping(s.ctx)
	if errors.Is(err, errors.ErrUnsupported) {
		return
	}
	if err != nil {
		s.errorf("Ping: %v", err)
	}
	over, cancel := context.WithCancel(s.ctx)
	cancel()
	if err := p.Ping(over); !errors.Is(err, context.Canceled) {
		s.errorf("Ping, context over: got error %v, want one that matches %q", err, context.Canceled)
	}
}

func cancelledContext(s *suite) {
	r := version(1, "first")
	s.put(write(r))
	cancelled, cancel := context.WithCancel(s.ctx)
	cancel()
	expired, cancel := context.WithDeadline(s.ctx, time.Unix(0, 0))
	defer cancel()
	for _, ctx := range []context.Context{cancelled, expired} {
		over := func(method string, err error) {
			s.Helper()
			if !errors.Is(err, ctx.Err()) {
				s.errorf("%s: got error %v, want one that matches %q", method, err, ctx.Err())
			}
		}
		_, err := s.store.Get(ctx, "user", "u-1")
		over("Get", err)
		over("Put", s.store.Put(ctx, write(version(2, "second"))))
		over("Put", s.store.Put(ctx, write(holder("u-2", 1))))
		_, err = s.store.List(ctx, bonafide.Query{Kind: "user"})
		over("List", err)
		_, err = s.store.Events(ctx, bonafide.EventQuery{})
		over("Events", err)
	}
	s.stored(r)
	s.lists(bonafide.Query{Kind: "user"}, "u-1")
}
