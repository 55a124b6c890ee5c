package main

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
)

// floor measures what the store alone takes: for everybody the same records are read and
// the same one is written, by as many workers, 98 in one Put, and nothing is decoded.
func (h *host) floor(ctx context.Context, s settings) error {
	begun := time.Now()
	pages := make(chan []bonafide.Record)
	work, ctx := errgroup.WithContext(ctx)
	work.Go(func() error {
		defer close(pages)
		q := bonafide.Query{Kind: user.KindCoverage, Limit: 98}
		for {
			page, err := h.store.List(ctx, q)
			if err != nil {
				return err
			}
			select {
			case pages <- page.Records:
			case <-ctx.Done():
				return ctx.Err()
			}
			if q.Cursor = page.Next; page.Next == "" {
				return nil
			}
		}
	})
	for range s.workers {
		work.Go(func() error {
			for records := range pages {
				var batch []bonafide.Write
				for _, r := range records {
					if _, err := h.store.Get(ctx, user.Kind, r.ID); err != nil {
						return err
					}
					r.Version++
					event := bonafide.NewEvent("floor", r.Due, bonafide.System())
					_, events := bonafide.Chain{Seq: r.Version}.Link(r.Kind, r.ID, []bonafide.Event{event})
					batch = append(batch, bonafide.Write{Record: r, Events: events})
				}
				if err := h.store.Put(ctx, batch...); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := work.Wait(); err != nil {
		return err
	}
	tell("the store alone: %.0f users a second", rate(s.users, begun))
	return nil
}
