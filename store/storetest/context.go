package storetest

import (
	"context"
	"errors"
	"time"

	"github.com/bonafide-go/bonafide"
)

func contextClauses() []Clause {
	return []Clause{
		{"cancelled_context", "with a context that is over, every method fails with an error that matches the context's, and Put writes nothing", cancelledContext},
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
