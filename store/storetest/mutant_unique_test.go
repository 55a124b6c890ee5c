package storetest_test

import (
	"context"
	"errors"
	"slices"

	"github.com/bonafide-go/bonafide"
)

// holding is the record that holds a unique value of a kind, if any does.
func holding(ctx context.Context, good bonafide.Store, kind, unique string) (id string, held bool) {
	page, err := good.List(ctx, bonafide.Query{Kind: kind, Unique: unique})
	if err != nil || len(page.Records) == 0 {
		return "", false
	}
	return page.Records[0].ID, true
}

// uniqueMutants break unique values.
func uniqueMutants() []mutant {
	return []mutant{
		{name: "does not check", clause: "unique_held", wide: true, open: eachWrite(func(w *bonafide.Write) { w.Record.Unique = nil })},
		{name: "checks at creation only", clause: "unique_held", wide: true, open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			err := b.good.Put(ctx, batch...)
			if errors.Is(err, bonafide.ErrDuplicate) && len(batch) == 1 && batch[0].Record.Version > 1 {
				batch = slices.Clone(batch)
				batch[0].Record.Unique = nil
				return b.good.Put(ctx, batch...)
			}
			return err
		})},
		{name: "checks the first value only", clause: "unique_held", wide: true, open: eachWrite(func(w *bonafide.Write) {
			w.Record.Unique = w.Record.Unique[:min(1, len(w.Record.Unique))]
		})},
		{name: "calls it a conflict", clause: "unique_held", wide: true, open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			err := b.good.Put(ctx, batch...)
			if errors.Is(err, bonafide.ErrDuplicate) {
				return bonafide.ErrConflict
			}
			return err
		})},

		{name: "does not say whose", clause: "duplicate_names_holder", open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			err := b.good.Put(ctx, batch...)
			if errors.Is(err, bonafide.ErrDuplicate) && len(batch) == 1 {
				return bonafide.ErrDuplicate
			}
			return err
		})},
		{name: "names the record that came late", clause: "duplicate_names_holder", open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			err := b.good.Put(ctx, batch...)
			var duplicate *bonafide.DuplicateError
			if errors.As(err, &duplicate) && len(batch) == 1 {
				duplicate.ID = batch[0].Record.ID
			}
			return err
		})},
		{name: "names the first value", clause: "duplicate_names_holder", open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			err := b.good.Put(ctx, batch...)
			var duplicate *bonafide.DuplicateError
			if errors.As(err, &duplicate) && len(batch) == 1 {
				duplicate.Key = batch[0].Record.Unique[0]
			}
			return err
		})},

		{name: "does not look at labels besides", clause: "unique_lookup", open: asking(func(q *bonafide.Query) {
			if q.Unique != "" {
				q.Labels = nil
			}
		})},
		{name: "does not look at due times besides", clause: "unique_lookup", wide: true, open: asking(func(q *bonafide.Query) {
			if q.Unique != "" {
				q.DueBefore = q.DueBefore.AddDate(0, 0, 1)
			}
		})},
		{name: "finds former holders", clause: "unique_lookup", wide: true, open: each(func(b *broken) {
			former := map[string]string{}
			b.put = func(ctx context.Context, batch []bonafide.Write) error {
				for _, w := range batch {
					for _, u := range w.Record.Unique {
						if former[u] == "" {
							former[u] = w.Record.ID
						}
					}
				}
				return b.good.Put(ctx, batch...)
			}
			b.list = func(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
				page, err := b.good.List(ctx, q)
				if err == nil && len(page.Records) == 0 && former[q.Unique] != "" && len(q.Labels) == 0 && q.DueBefore.IsZero() {
					r, err := b.good.Get(ctx, q.Kind, former[q.Unique])
					if err == nil {
						page.Records = append(page.Records, r)
					}
				}
				return page, err
			}
		})},

		{name: "checks before it writes", clause: "unique_16_creators", open: each(func(b *broken) {
			window := newMeeting(2)
			b.put = func(ctx context.Context, batch []bonafide.Write) error {
				w := batch[0]
				if id, held := holding(ctx, b.good, w.Record.Kind, w.Record.Unique[0]); held {
					return &bonafide.DuplicateError{Key: w.Record.Unique[0], ID: id}
				}
				window.wait(ctx)
				err := b.good.Put(ctx, w)
				if errors.Is(err, bonafide.ErrDuplicate) {
					w.Record.Unique = nil
					return b.good.Put(ctx, w)
				}
				return err
			}
		})},
		{name: "writes what came late without its value", clause: "unique_16_creators", open: each(func(b *broken) {
			all := newMeeting(16)
			b.put = func(ctx context.Context, batch []bonafide.Write) error {
				all.wait(ctx)
				err := b.good.Put(ctx, batch...)
				if errors.Is(err, bonafide.ErrDuplicate) {
					w := batch[0]
					w.Record.Unique = nil
					_ = b.good.Put(ctx, w)
				}
				return err
			}
		})},

		{name: "never frees", clause: "unique_freed", wide: true, open: each(func(b *broken) {
			first := map[[2]string]string{}
			b.put = func(ctx context.Context, batch []bonafide.Write) error {
				if len(batch) == 1 {
					r := batch[0].Record
					for _, u := range r.Unique {
						if id := first[[2]string{r.Kind, u}]; id != "" && id != r.ID {
							return &bonafide.DuplicateError{Key: u, ID: id}
						}
					}
				}
				err := b.good.Put(ctx, batch...)
				if err == nil && len(batch) == 1 {
					for _, u := range batch[0].Record.Unique {
						first[[2]string{batch[0].Record.Kind, u}] = batch[0].Record.ID
					}
				}
				return err
			}
		})},

		{name: "checks against what was before the batch", clause: "unique_moved", wide: true, open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			for _, w := range batch {
				for _, u := range w.Record.Unique {
					if id, held := holding(ctx, b.good, w.Record.Kind, u); held && id != w.Record.ID && len(batch) > 1 {
						return &bonafide.DuplicateError{Key: u, ID: id}
					}
				}
			}
			return b.good.Put(ctx, batch...)
		})},
		{name: "frees in the order of the batch", clause: "unique_moved", wide: true, open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			freed := map[string]bool{}
			for _, w := range batch {
				for _, u := range w.Record.Unique {
					if id, held := holding(ctx, b.good, w.Record.Kind, u); held && id != w.Record.ID && !freed[id] && len(batch) > 1 {
						return &bonafide.DuplicateError{Key: u, ID: id}
					}
				}
				freed[w.Record.ID] = true
			}
			return b.good.Put(ctx, batch...)
		})},
		{name: "takes what is in the batch for given up", clause: "unique_moved", open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			err := b.good.Put(ctx, batch...)
			var duplicate *bonafide.DuplicateError
			if errors.As(err, &duplicate) && len(batch) == 2 && duplicate.Key != "v" {
				batch = slices.Clone(batch)
				for i := range batch {
					batch[i].Record.Unique = slices.DeleteFunc(slices.Clone(batch[i].Record.Unique), func(u string) bool { return u == duplicate.Key })
				}
				return b.good.Put(ctx, batch...)
			}
			return err
		})},

		{name: "is blocked by itself", clause: "unique_own", wide: true, open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			for _, w := range batch {
				for _, u := range w.Record.Unique {
					if id, held := holding(ctx, b.good, w.Record.Kind, u); held && id == w.Record.ID && stored(ctx, b.good, w.Record) == w.Record.Version-1 {
						return &bonafide.DuplicateError{Key: u, ID: id}
					}
				}
			}
			return b.good.Put(ctx, batch...)
		})},

		{name: "forgets the kind", clause: "unique_per_kind", wide: true, open: each(func(b *broken) {
			kinds := map[string]string{}
			b.put = func(ctx context.Context, batch []bonafide.Write) error {
				for _, w := range batch {
					for _, u := range w.Record.Unique {
						if kind := kinds[u]; kind != "" && kind != w.Record.Kind {
							return &bonafide.DuplicateError{Key: u}
						}
						kinds[u] = w.Record.Kind
					}
				}
				return b.good.Put(ctx, batch...)
			}
		})},

		{name: "looks at what is stored only", clause: "unique_in_batch", open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			err := b.good.Put(ctx, batch...)
			if errors.Is(err, bonafide.ErrDuplicate) && len(batch) == 3 {
				for _, w := range batch {
					w.Record.Unique = nil
					if err := b.good.Put(ctx, w); err != nil {
						return err
					}
				}
				return nil
			}
			return err
		})},

		{name: "checks unique values first", clause: "conflict_first", open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			for _, w := range batch {
				for _, u := range w.Record.Unique {
					id, held := holding(ctx, b.good, w.Record.Kind, u)
					if held && id != w.Record.ID && !slices.ContainsFunc(batch, func(o bonafide.Write) bool { return o.Record.ID == id }) {
						return &bonafide.DuplicateError{Key: u, ID: id}
					}
				}
			}
			return b.good.Put(ctx, batch...)
		})},
		{name: "checks the batch first", clause: "conflict_first", wide: true, open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			claimed := map[string]string{}
			for _, w := range batch {
				for _, u := range w.Record.Unique {
					key := w.Record.Kind + "/" + u
					if id := claimed[key]; id != "" && id != w.Record.ID {
						return &bonafide.DuplicateError{Key: u, ID: id}
					}
					claimed[key] = w.Record.ID
				}
			}
			return b.good.Put(ctx, batch...)
		})},
	}
}
