package storetest_test

import (
	"context"
	"errors"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

// version of what is stored; 0 for nothing.
func stored(ctx context.Context, good bonafide.Store, r bonafide.Record) int64 {
	was, err := good.Get(ctx, r.Kind, r.ID)
	if err != nil {
		return 0
	}
	return was.Version
}

// quiet answers nil instead of a conflict where the stored version allows.
func quiet(when func(stored, given int64) bool) func(b *broken, ctx context.Context, batch []bonafide.Write) error {
	return func(b *broken, ctx context.Context, batch []bonafide.Write) error {
		err := b.good.Put(ctx, batch...)
		if errors.Is(err, bonafide.ErrConflict) && len(batch) == 1 && when(stored(ctx, b.good, batch[0].Record), batch[0].Record.Version) {
			return nil
		}
		return err
	}
}

// writeMutants break versions, batches and contexts.
func writeMutants() []mutant {
	oneByOne := func(b *broken, ctx context.Context, batch []bonafide.Write) error {
		for _, w := range batch {
			if err := b.good.Put(ctx, w); err != nil {
				return err
			}
		}
		return nil
	}
	return []mutant{
		{name: "takes a second creation for done", clause: "create_twice", wide: true, open: putting(quiet(func(stored, given int64) bool { return given == 1 }))},
		{name: "creates over what is there", clause: "create_twice", wide: true, open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			batch = slices.Clone(batch)
			for i := range batch {
				if r := &batch[i].Record; r.Version == 1 {
					r.Version = stored(ctx, b.good, *r) + 1
				}
			}
			return b.good.Put(ctx, batch...)
		})},

		{name: "takes a repeated write for done", clause: "stale_write", open: putting(quiet(func(stored, given int64) bool { return given > 1 && given == stored }))},
		{name: "drops an old version", clause: "stale_write", open: putting(quiet(func(stored, given int64) bool { return given > 1 && given < stored }))},
		{name: "last writer wins", clause: "stale_write", open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			batch = slices.Clone(batch)
			for i := range batch {
				if r := &batch[i].Record; r.Version > 1 {
					if was := stored(ctx, b.good, *r); was >= r.Version {
						r.Version = was + 1
					}
				}
			}
			return b.good.Put(ctx, batch...)
		})},

		{name: "takes any higher version", clause: "skipped_version", wide: true, open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			batch = slices.Clone(batch)
			for i := range batch {
				r := &batch[i].Record
				if was := stored(ctx, b.good, *r); was > 0 {
					r.Version = min(r.Version, was+1)
				}
			}
			return b.good.Put(ctx, batch...)
		})},
		{name: "starts at any version", clause: "skipped_version", wide: true, open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			batch = slices.Clone(batch)
			for i := range batch {
				if r := &batch[i].Record; r.Version > 1 && stored(ctx, b.good, *r) == 0 {
					r.Version = 1
				}
			}
			return b.good.Put(ctx, batch...)
		})},

		{name: "checks the version before it writes", clause: "one_writer_of_16", open: each(func(b *broken) {
			window := newMeeting(2)
			b.put = func(ctx context.Context, batch []bonafide.Write) error {
				r := batch[0].Record
				if stored(ctx, b.good, r) != r.Version-1 {
					return bonafide.ErrConflict
				}
				window.wait(ctx)
				return force(ctx, b.good, r)
			}
		})},
		{name: "fails late writers with an error of its own", clause: "one_writer_of_16", open: each(func(b *broken) {
			all := newMeeting(16)
			b.put = func(ctx context.Context, batch []bonafide.Write) error {
				all.wait(ctx)
				if err := b.good.Put(ctx, batch...); err != nil {
					return errors.New("database is locked")
				}
				return nil
			}
		})},

		{name: "writes one by one", clause: "all_or_nothing", open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			if len(batch) != bonafide.MaxBatch {
				return b.good.Put(ctx, batch...)
			}
			return oneByOne(b, ctx, batch)
		})},
		{name: "writes the records before the events", clause: "all_or_nothing", open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			if len(batch) == bonafide.MaxBatch && batch[99].Record.Version == 2 {
				records, _ := strip(batch[:1])
				_ = b.good.Put(ctx, records...)
			}
			return b.good.Put(ctx, batch...)
		})},
		{name: "cannot write a hundred", clause: "all_or_nothing", wide: true, open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			if len(batch) == bonafide.MaxBatch {
				return bonafide.ErrInvalid
			}
			return b.good.Put(ctx, batch...)
		})},

		{name: "writes a long batch in parts", clause: "batch_over_100", open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			for part := range slices.Chunk(batch, bonafide.MaxBatch) {
				if err := b.good.Put(ctx, part...); err != nil {
					return err
				}
			}
			return nil
		})},
		{name: "cuts a long batch", clause: "batch_over_100", open: writing(func(_ *broken, batch []bonafide.Write) []bonafide.Write {
			return batch[:min(len(batch), bonafide.MaxBatch)]
		})},

		{name: "writes a record twice", clause: "record_twice", open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			if len(batch) == 2 && batch[0].Record.Kind == batch[1].Record.Kind && batch[0].Record.ID == batch[1].Record.ID {
				return oneByOne(b, ctx, batch)
			}
			return b.good.Put(ctx, batch...)
		})},
		{name: "keeps the last of two", clause: "record_twice", open: writing(func(_ *broken, batch []bonafide.Write) []bonafide.Write {
			if len(batch) == 2 && batch[0].Record.ID == batch[1].Record.ID && batch[0].Record.Kind == batch[1].Record.Kind {
				batch = batch[1:]
			}
			return batch
		})},
		{name: "takes one id in two kinds for one record", clause: "record_twice", wide: true, open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			if len(batch) == 2 && batch[0].Record.ID == batch[1].Record.ID {
				return bonafide.ErrInvalid
			}
			return b.good.Put(ctx, batch...)
		})},

		{name: "has an error for nothing to do", clause: "empty_batch", open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			if len(batch) == 0 {
				return bonafide.ErrInvalid
			}
			return b.good.Put(ctx, batch...)
		})},

		{name: "cuts what is too long", clause: "bounds", open: eachWrite(func(w *bonafide.Write) {
			w.Record.ID = w.Record.ID[:min(len(w.Record.ID), bonafide.MaxTermBytes)]
		})},
		{name: "cuts what are too many", clause: "bounds", open: eachWrite(func(w *bonafide.Write) {
			w.Record.Labels = w.Record.Labels[:min(len(w.Record.Labels), bonafide.MaxTerms)]
		})},
		{name: "has short columns", clause: "bounds", open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			for _, w := range batch {
				if len(w.Record.ID) > 191 && len(w.Record.ID) <= bonafide.MaxTermBytes {
					return bonafide.ErrInvalid
				}
			}
			return b.good.Put(ctx, batch...)
		})},
		{name: "drops empty terms", clause: "bounds", open: eachWrite(func(w *bonafide.Write) {
			w.Record.Unique = slices.DeleteFunc(slices.Clone(w.Record.Unique), func(u string) bool { return u == "" })
		})},
		{name: "gives foreign events to the record", clause: "bounds", open: eachWrite(func(w *bonafide.Write) {
			w.Events = slices.Clone(w.Events)
			for i := range w.Events {
				w.Events[i].Kind, w.Events[i].ID = w.Record.Kind, w.Record.ID
			}
		})},

		{name: "reads on", clause: "cancelled_context", wide: true, open: each(func(b *broken) {
			b.get = func(ctx context.Context, kind, id string) (bonafide.Record, error) {
				return b.good.Get(context.WithoutCancel(ctx), kind, id)
			}
		})},
		{name: "writes on", clause: "cancelled_context", wide: true, open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			return b.good.Put(context.WithoutCancel(ctx), batch...)
		})},
		{name: "lists on", clause: "cancelled_context", wide: true, open: listing(func(b *broken, ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
			return b.good.List(context.WithoutCancel(ctx), q)
		})},
		{name: "reports on", clause: "cancelled_context", wide: true, open: reporting(func(b *broken, ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
			return b.good.Events(context.WithoutCancel(ctx), q)
		})},
		{name: "writes and then says no", clause: "cancelled_context", wide: true, open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			if err := b.good.Put(context.WithoutCancel(ctx), batch...); err != nil {
				return err
			}
			return ctx.Err()
		})},

		{name: "looks at the batch before the context", clause: "order_of_errors", open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			if err := store.CheckBatch(batch); err != nil {
				return err
			}
			return b.good.Put(ctx, batch...)
		})},
		{name: "looks at the versions before the bounds", clause: "order_of_errors", wide: true, open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			for _, w := range batch {
				if w.Record.Version > 0 && w.Record.Version != stored(ctx, b.good, w.Record)+1 && ctx.Err() == nil {
					return bonafide.ErrConflict
				}
			}
			return b.good.Put(ctx, batch...)
		})},
		{name: "reads before it looks at the context", clause: "order_of_errors", open: each(func(b *broken) {
			b.get = func(ctx context.Context, kind, id string) (bonafide.Record, error) {
				if id == "" {
					return bonafide.Record{}, bonafide.ErrNotFound
				}
				return b.good.Get(ctx, kind, id)
			}
		})},
		{name: "looks at the cursor before the query", clause: "order_of_errors", open: listing(func(b *broken, ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
			if q.Cursor == "strange" && ctx.Err() == nil {
				return bonafide.Page{}, bonafide.ErrCursor
			}
			return b.good.List(ctx, q)
		})},
		{name: "looks at the position before the context", clause: "order_of_errors", open: reporting(func(b *broken, ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
			if q.After == "strange" && q.Limit == 0 {
				return nil, bonafide.ErrCursor
			}
			return b.good.Events(ctx, q)
		})},
		{name: "never looks at the context", clause: "ping", open: each(func(b *broken) {
			b.ping = func(context.Context) error { return nil }
		})},
		{name: "cannot", clause: "ping", open: each(func(b *broken) {
			b.ping = func(context.Context) error { return bonafide.ErrUnavailable }
		})},
	}
}
