package storetest_test

import (
	"context"
	"sync/atomic"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/storetest"
)

// locking is a store that can lock, as change does it.
func locking(change func(b *broken, ctx context.Context, do func(bonafide.Store) error) error) storetest.Open {
	return each(func(b *broken) {
		b.locked = func(ctx context.Context, do func(bonafide.Store) error) error { return change(b, ctx, do) }
	})
}

// gathering keeps what is put until it is written. Good, if nobody else writes.
type gathering struct {
	bonafide.Store
	batch []bonafide.Write
}

func (g *gathering) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	for _, w := range g.batch {
		if w.Record.Kind == kind && w.Record.ID == id {
			return w.Record, nil
		}
	}
	return g.Store.Get(ctx, kind, id)
}

func (g *gathering) Put(_ context.Context, batch ...bonafide.Write) error {
	g.batch = append(g.batch, batch...)
	return nil
}

func lockedMutants() []mutant {
	return []mutant{
		{name: "keeps what failed", clause: "locked", open: locking(func(b *broken, _ context.Context, do func(bonafide.Store) error) error { return do(b.good) })},
		{name: "tells an error of its own", clause: "locked", open: locking(func(b *broken, ctx context.Context, do func(bonafide.Store) error) error {
			g := &gathering{Store: b.good}
			if do(g) != nil {
				return bonafide.ErrUnavailable
			}
			return b.good.Put(ctx, g.batch...)
		})},
		{name: "calls twice", clause: "locked", open: locking(func(b *broken, ctx context.Context, do func(bonafide.Store) error) error {
			_ = do(&gathering{Store: b.good})
			g := &gathering{Store: b.good}
			if err := do(g); err != nil {
				return err
			}
			return b.good.Put(ctx, g.batch...)
		})},
		{name: "forgets to write", clause: "locked", open: locking(func(b *broken, _ context.Context, do func(bonafide.Store) error) error {
			return do(&gathering{Store: b.good})
		})},
		{name: "locks nothing", clause: "locked_16_writers", open: each(func(b *broken) {
			var n atomic.Int32
			met := make(chan struct{})
			b.locked = func(ctx context.Context, do func(bonafide.Store) error) error {
				g := &gathering{Store: b.good}
				if err := do(g); err != nil || len(g.batch) == 0 {
					return err
				}
				if n.Add(1) == 2 { // two have read what none has written
					close(met)
				}
				<-met
				return b.good.Put(ctx, g.batch...)
			}
		})},
	}
}
