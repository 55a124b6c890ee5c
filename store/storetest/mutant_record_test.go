package storetest_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/store/storetest"
)

// recordMutants break what one record is read as.
func recordMutants() []mutant {
	return []mutant{
		{name: "answers an empty record", clause: "missing_record", wide: true, open: each(func(b *broken) {
			b.get = func(ctx context.Context, kind, id string) (bonafide.Record, error) {
				r, err := b.good.Get(ctx, kind, id)
				if errors.Is(err, bonafide.ErrNotFound) {
					err = nil
				}
				return r, err
			}
		})},
		{name: "has an error of its own", clause: "missing_record", wide: true, open: each(func(b *broken) {
			b.get = func(ctx context.Context, kind, id string) (bonafide.Record, error) {
				r, err := b.good.Get(ctx, kind, id)
				if errors.Is(err, bonafide.ErrNotFound) {
					err = errors.New("no rows in result set")
				}
				return r, err
			}
		})},
		{name: "refuses an empty id", clause: "missing_record", open: each(func(b *broken) {
			b.get = func(ctx context.Context, kind, id string) (bonafide.Record, error) {
				if kind == "" || id == "" {
					return bonafide.Record{}, bonafide.Invalid("id", bonafide.CodeRequired)
				}
				return b.good.Get(ctx, kind, id)
			}
		})},
		{name: "looks up by id alone", clause: "missing_record", wide: true, open: each(func(b *broken) {
			kinds := map[string]string{}
			b.put = func(ctx context.Context, batch []bonafide.Write) error {
				for _, w := range batch {
					kinds[w.Record.ID] = w.Record.Kind
				}
				return b.good.Put(ctx, batch...)
			}
			b.get = func(ctx context.Context, _, id string) (bonafide.Record, error) {
				return b.good.Get(ctx, kinds[id], id)
			}
		})},

		{name: "loses unique values", clause: "every_field", wide: true, open: reading(func(r *bonafide.Record) { r.Unique = nil })},
		{name: "loses labels", clause: "every_field", wide: true, open: reading(func(r *bonafide.Record) { r.Labels = nil })},
		{name: "loses a label", clause: "every_field", wide: true, open: reading(func(r *bonafide.Record) { r.Labels = r.Labels[:min(1, len(r.Labels))] })},
		{name: "loses the due time", clause: "every_field", wide: true, open: reading(func(r *bonafide.Record) { r.Due = time.Time{} })},
		{name: "takes bodies for text", clause: "every_field", wide: true, open: reading(func(r *bonafide.Record) { r.Body = bytes.ToValidUTF8(r.Body, []byte("?")) })},
		{name: "trims bodies", clause: "every_field", wide: true, open: reading(func(r *bonafide.Record) { r.Body = bytes.TrimSpace(r.Body) })},
		{name: "lists without bodies", clause: "every_field", wide: true, open: listing(func(b *broken, ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
			page, err := b.good.List(ctx, q)
			for i := range page.Records {
				page.Records[i].Body = nil
			}
			return page, err
		})},
		{name: "keeps the first version's due time", clause: "every_field", open: eachWrite(func(w *bonafide.Write) {
			if w.Record.Version > 1 && w.Record.Due.After(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)) {
				w.Record.Due = w.Record.Due.Add(-time.Hour)
			}
		})},

		{name: "has no empty bodies", clause: "empty_fields", wide: true, open: reading(func(r *bonafide.Record) {
			if len(r.Body) == 0 {
				r.Body = []byte("null")
			}
		})},
		{name: "has an empty label for none", clause: "empty_fields", wide: true, open: reading(func(r *bonafide.Record) {
			if len(r.Labels) == 0 {
				r.Labels = []string{""}
			}
		})},
		{name: "takes no time for 1970", clause: "empty_fields", wide: true, open: reading(func(r *bonafide.Record) {
			if r.Due.IsZero() {
				r.Due = time.Unix(0, 0).UTC()
			}
		})},

		{name: "takes its own for another's", clause: "repeated_terms", open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			for _, w := range batch {
				if len(slices.Compact(slices.Sorted(slices.Values(w.Record.Unique)))) < len(w.Record.Unique) {
					return &bonafide.DuplicateError{Key: w.Record.Unique[0], ID: w.Record.ID}
				}
			}
			return b.good.Put(ctx, batch...)
		})},

		{name: "gives its own record", clause: "copies_out", open: sharingOut()},
		{name: "gives its own events", clause: "copies_out", open: each(func(b *broken) {
			var given []bonafide.Event
			b.events = func(ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
				events, err := b.good.Events(ctx, q)
				for i := range events {
					for _, before := range given {
						if before.Position == events[i].Position {
							events[i] = before
						}
					}
				}
				given = append(given, events...)
				return events, err
			}
		})},

		{name: "keeps the caller's body", clause: "copies_in", open: sharingIn()},
		{name: "keeps the caller's events", clause: "copies_in", open: each(func(b *broken) {
			kept := map[string]bonafide.Event{}
			b.put = func(ctx context.Context, batch []bonafide.Write) error {
				for _, w := range batch {
					for _, e := range w.Events {
						kept[e.Hash] = e
					}
				}
				return b.good.Put(ctx, batch...)
			}
			b.events = func(ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
				events, err := b.good.Events(ctx, q)
				for i := range events {
					if e, ok := kept[events[i].Hash]; ok {
						events[i].Data = e.Data
					}
				}
				return events, err
			}
		})},
		{name: "writes positions into the caller's events", clause: "copies_in", open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			for _, w := range batch {
				for i := range w.Events {
					w.Events[i].Position = "1"
				}
			}
			return b.good.Put(ctx, batch...)
		})},
		{name: "sorts the caller's labels", clause: "copies_in", open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			for _, w := range batch {
				slices.Reverse(w.Record.Labels)
			}
			return b.good.Put(ctx, batch...)
		})},
		{name: "appends to the caller's slices", clause: "copies_in", open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			for _, w := range batch {
				_ = append(w.Record.Unique, "version")
			}
			return b.good.Put(ctx, batch...)
		})},

		{name: "cuts bodies at 64 KiB", clause: "large_body", open: reading(func(r *bonafide.Record) {
			r.Body = r.Body[:min(len(r.Body), 1<<16)]
		})},
		{name: "refuses large bodies", clause: "large_body", open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			for _, w := range batch {
				if len(w.Record.Body) >= 1<<20 && len(w.Record.Body) <= bonafide.MaxBodyBytes {
					return bonafide.ErrInvalid
				}
			}
			return b.good.Put(ctx, batch...)
		})},

		{name: "keeps milliseconds", clause: "microseconds", wide: true, open: reading(func(r *bonafide.Record) { r.Due = r.Due.Truncate(time.Millisecond) })},
		{name: "keeps 64 bits of nanoseconds", clause: "microseconds", open: reading(func(r *bonafide.Record) {
			if !r.Due.IsZero() {
				r.Due = time.Unix(0, r.Due.UnixNano()).UTC()
			}
		})},
		{name: "answers in local time", clause: "microseconds", wide: true, open: reading(func(r *bonafide.Record) { r.Due = r.Due.In(time.FixedZone("local", 3600)) })},
		{name: "keeps the seconds of events", clause: "microseconds", wide: true, open: eachEvent(func(e *bonafide.Event) { e.At = e.At.Truncate(time.Second) })},
	}
}

// sharingOut gives every caller the record that it keeps.
func sharingOut() storetest.Open {
	return func(storetest.TB) func(string) bonafide.Store {
		shared := memory.New("first")
		return func(tenant string) bonafide.Store {
			b := &broken{good: shared.ForTenant(tenant)}
			kept := map[[2]string]bonafide.Record{}
			b.get = func(ctx context.Context, kind, id string) (bonafide.Record, error) {
				r, err := b.good.Get(ctx, kind, id)
				if err != nil {
					return r, err
				}
				if own, ok := kept[[2]string{kind, id}]; ok && own.Version == r.Version {
					return own, nil
				}
				kept[[2]string{kind, id}] = r
				return r, nil
			}
			return b
		}
	}
}

// sharingIn keeps the record that its caller gave.
func sharingIn() storetest.Open {
	return each(func(b *broken) {
		kept := map[[2]string]bonafide.Record{}
		b.put = func(ctx context.Context, batch []bonafide.Write) error {
			err := b.good.Put(ctx, batch...)
			for _, w := range batch {
				if err == nil {
					kept[[2]string{w.Record.Kind, w.Record.ID}] = w.Record
				}
			}
			return err
		}
		b.get = func(ctx context.Context, kind, id string) (bonafide.Record, error) {
			r, err := b.good.Get(ctx, kind, id)
			if err == nil {
				r.Body = bytes.Clone(kept[[2]string{kind, id}].Body)
			}
			return r, err
		}
	})
}
