package storetest_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/store/storetest"
)

// leaking breaks handles that can reach the other tenants.
func leaking(change func(b *broken, others func() []bonafide.Store)) storetest.Open {
	return func(storetest.TB) func(string) bonafide.Store {
		shared := memory.New("first")
		opened := map[string]bonafide.Store{}
		return func(tenant string) bonafide.Store {
			b := &broken{good: shared.ForTenant(tenant)}
			opened[tenant] = b.good
			change(b, func() (others []bonafide.Store) {
				for name, other := range opened {
					if name != tenant {
						others = append(others, other)
					}
				}
				return others
			})
			return b
		}
	}
}

// leakingLists adds what other tenants answer to a query.
func leakingLists(when func(q bonafide.Query) bool) storetest.Open {
	return leaking(func(b *broken, others func() []bonafide.Store) {
		b.list = func(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
			page, err := b.good.List(ctx, q)
			if err == nil && len(page.Records) == 0 && when(q) {
				for _, other := range others() {
					more, _ := other.List(ctx, q)
					page.Records = append(page.Records, more.Records...)
				}
			}
			return page, err
		}
	})
}

// named tells of another tenant than it has to.
type named struct {
	*memory.Store
	tells string
}

func (n named) Tenant() string { return n.tells }

// renaming folds the names of tenants.
func renaming(fold func(string) string) storetest.Open {
	return func(storetest.TB) func(string) bonafide.Store {
		shared := memory.New("first")
		return func(tenant string) bonafide.Store { return named{shared.ForTenant(fold(tenant)), tenant} }
	}
}

// sealing has cursors of its own making, bound to what is left of a query.
func sealing(cursors func(tenant string) store.Cursors, bound func(q *bonafide.Query)) storetest.Open {
	return func(storetest.TB) func(string) bonafide.Store {
		shared := memory.New("first")
		return func(tenant string) bonafide.Store {
			b, c := &broken{good: shared.ForTenant(tenant)}, cursors(tenant)
			b.list = func(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
				all, err := every(ctx, b.good, q)
				if err != nil {
					return bonafide.Page{}, err
				}
				limit := limitOf(q.Limit)
				bound(&q)
				_, id, err := c.After(q)
				if err != nil {
					return bonafide.Page{}, err
				}
				behind := slices.IndexFunc(all, func(r bonafide.Record) bool { return r.ID == id })
				page := bonafide.Page{Records: all[behind+1:]}
				if len(page.Records) > limit {
					page.Records = page.Records[:limit]
					page.Next = c.Next(q, page.Records[limit-1])
				}
				return page, nil
			}
			return b
		}
	}
}

// numbering has event positions of its own making.
func numbering(cursors func(tenant string) store.Cursors) storetest.Open {
	return func(storetest.TB) func(string) bonafide.Store {
		shared := memory.New("first")
		return func(tenant string) bonafide.Store {
			b, c := &broken{good: shared.ForTenant(tenant)}, cursors(tenant)
			b.events = func(ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
				after, err := c.Number(q.After)
				if err != nil {
					return nil, err
				}
				all := bonafide.EventQuery{Limit: bonafide.MaxPage}
				if q.After = ""; after > 0 {
					until, err := b.good.Events(ctx, all)
					if err != nil {
						return nil, err
					}
					q.After = until[after-1].Position
				}
				events, err := b.good.Events(ctx, q)
				if err != nil {
					return nil, err
				}
				everything, err := b.good.Events(ctx, all) // those of the answer among them
				for i := range events {
					n := slices.IndexFunc(everything, func(e bonafide.Event) bool { return e.Position == events[i].Position })
					events[i].Position = c.Position(int64(n + 1))
				}
				return events, err
			}
			return b
		}
	}
}

func whole(*bonafide.Query) {}

func tenantMutants() []mutant {
	own := store.NewCursors([]byte("own"), "tenant")
	ofOwn := func(string) store.Cursors { return own }
	ofTenant := func(tenant string) store.Cursors { return store.NewCursors([]byte("one for all stores"), tenant) }
	return []mutant{
		{name: "shares records", clause: "tenants_get", open: leaking(func(b *broken, others func() []bonafide.Store) {
			b.get = func(ctx context.Context, kind, id string) (bonafide.Record, error) {
				r, err := b.good.Get(ctx, kind, id)
				for _, other := range others() {
					if errors.Is(err, bonafide.ErrNotFound) {
						r, err = other.Get(ctx, kind, id)
					}
				}
				return r, err
			}
		})},

		{name: "fails while another tenant writes", clause: "tenants_at_once", open: func(tb storetest.TB) func(string) bonafide.Store {
			var writing sync.Mutex
			first := newMeeting(2) // two are sure to meet
			return leaking(func(b *broken, _ func() []bonafide.Store) {
				b.put = func(ctx context.Context, batch []bonafide.Write) error {
					if !writing.TryLock() {
						first.wait(ctx)
						return bonafide.ErrUnavailable
					}
					defer writing.Unlock()
					first.wait(ctx)
					return b.good.Put(ctx, batch...)
				}
			})(tb)
		}},
		{name: "shares unique values", clause: "tenants_put", wide: true, open: leaking(func(b *broken, others func() []bonafide.Store) {
			b.put = func(ctx context.Context, batch []bonafide.Write) error {
				for _, w := range batch {
					for _, u := range w.Record.Unique {
						for _, other := range others() {
							if id, held := holding(ctx, other, w.Record.Kind, u); held {
								return &bonafide.DuplicateError{Key: u, ID: id}
							}
						}
					}
				}
				return b.good.Put(ctx, batch...)
			}
		})},
		{name: "shares the primary key", clause: "tenants_put", wide: true, open: leaking(func(b *broken, others func() []bonafide.Store) {
			b.put = func(ctx context.Context, batch []bonafide.Write) error {
				for _, w := range batch {
					for _, other := range others() {
						if stored(ctx, other, w.Record) > 0 {
							return bonafide.ErrConflict
						}
					}
				}
				return b.good.Put(ctx, batch...)
			}
		})},

		{name: "shares ids", clause: "tenants_list", open: leakingLists(func(q bonafide.Query) bool {
			return q.Unique == "" && len(q.Labels) == 0 && q.DueBefore.IsZero()
		})},
		{name: "shares unique values", clause: "tenants_list", open: leakingLists(func(q bonafide.Query) bool { return q.Unique != "" })},
		{name: "shares labels", clause: "tenants_list", open: leakingLists(func(q bonafide.Query) bool {
			return len(q.Labels) > 0 && q.DueBefore.IsZero()
		})},
		{name: "shares due times", clause: "tenants_list", open: leakingLists(func(q bonafide.Query) bool { return !q.DueBefore.IsZero() })},

		{name: "shares events", clause: "tenants_events", open: leaking(func(b *broken, others func() []bonafide.Store) {
			b.events = func(ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
				events, err := b.good.Events(ctx, q)
				if err == nil && len(events) == 0 && q.After == "" && q.ID == "" {
					for _, other := range others() {
						return other.Events(ctx, q)
					}
				}
				return events, err
			}
		})},
		{name: "shares the events of a record", clause: "tenants_events", open: leaking(func(b *broken, others func() []bonafide.Store) {
			b.events = func(ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
				events, err := b.good.Events(ctx, q)
				if err == nil && len(events) == 0 && q.After == "" && q.ID != "" {
					for _, other := range others() {
						return other.Events(ctx, q)
					}
				}
				return events, err
			}
		})},

		{name: "tells another tenant", clause: "tenant_told", open: func(storetest.TB) func(string) bonafide.Store {
			shared := memory.New("first")
			return func(tenant string) bonafide.Store { return named{shared.ForTenant(tenant), "first"} }
		}},
		{name: "folds case", clause: "tenant_names_are_bytes", open: renaming(strings.ToLower)},
		{name: "trims", clause: "tenant_names_are_bytes", open: renaming(func(s string) string { return keep(strings.TrimSpace(s), s) })},
		{name: "composes", clause: "tenant_names_are_bytes", open: renaming(norm.NFC.String)},
		{name: "ends at a NUL byte", clause: "tenant_names_are_bytes", open: renaming(upToNUL)},

		{name: "takes those of other tenants", clause: "foreign_cursor", open: sealing(ofOwn, whole)},
		{name: "takes those of other stores", clause: "foreign_cursor", open: sealing(ofTenant, whole)},
		{name: "takes those of other kinds", clause: "foreign_cursor", open: sealing(ofOwn, func(q *bonafide.Query) { q.Kind = "any" })},
		{name: "takes those of other values", clause: "foreign_cursor", open: sealing(ofOwn, func(q *bonafide.Query) { q.Unique = "" })},
		{name: "takes those of other labels", clause: "foreign_cursor", open: sealing(ofOwn, func(q *bonafide.Query) { q.Labels = nil })},
		{name: "takes those of fewer labels", clause: "foreign_cursor", open: sealing(ofOwn, func(q *bonafide.Query) {
			q.Labels = q.Labels[:min(1, len(q.Labels))]
		})},
		{name: "takes those of other due times", clause: "foreign_cursor", open: sealing(ofOwn, func(q *bonafide.Query) { q.DueBefore = time.Time{} })},
		{name: "takes those of other tenants", clause: "foreign_position", wide: true, open: numbering(ofOwn)},
		{name: "takes those of other stores", clause: "foreign_position", wide: true, open: numbering(ofTenant)},
	}
}
