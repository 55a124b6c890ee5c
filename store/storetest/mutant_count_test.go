package storetest_test

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/store/storetest"
)

// A miscounter is a good store that counts wrong.
type miscounter struct {
	*memory.Store
	count func(s *memory.Store, ctx context.Context, q bonafide.Query) (int64, error)
}

func (m miscounter) Count(ctx context.Context, q bonafide.Query) (int64, error) {
	return m.count(m.Store, ctx, q)
}

func miscounting(count func(s *memory.Store, ctx context.Context, q bonafide.Query) (int64, error)) storetest.Open {
	return func(storetest.TB) func(string) bonafide.Store {
		shared := memory.New("first")
		return func(tenant string) bonafide.Store { return miscounter{shared.ForTenant(tenant), count} }
	}
}

func countMutants() []mutant {
	changed := func(change func(q *bonafide.Query)) storetest.Open {
		return miscounting(func(s *memory.Store, ctx context.Context, q bonafide.Query) (int64, error) {
			change(&q)
			return s.Count(ctx, q)
		})
	}
	return []mutant{
		{name: "counts everything", clause: "count", open: changed(func(q *bonafide.Query) { *q = bonafide.Query{Kind: q.Kind} })},
		{name: "looks at one label", clause: "count", open: changed(func(q *bonafide.Query) { q.Labels = q.Labels[:min(1, len(q.Labels))] })},
		{name: "forgets what is due", clause: "count", open: changed(func(q *bonafide.Query) {
			if len(q.Labels) == 2 {
				q.DueBefore = time.Time{}
			}
		})},
		{name: "stops at the limit", clause: "count", open: miscounting(func(s *memory.Store, ctx context.Context, q bonafide.Query) (int64, error) {
			page, err := s.List(ctx, q)
			return int64(len(page.Records)), err
		})},
		{name: "counts other tenants", clause: "count", open: miscounting(func(s *memory.Store, ctx context.Context, q bonafide.Query) (int64, error) {
			n, err := s.Count(ctx, q)
			more, _ := s.ForTenant("other").Count(ctx, q)
			return n + more, err
		})},
	}
}
