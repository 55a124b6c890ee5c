package storetest_test

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"sync"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/store/storetest"
)

// broken is a good store with some methods replaced.
type broken struct {
	good   bonafide.Store
	get    func(ctx context.Context, kind, id string) (bonafide.Record, error)
	put    func(ctx context.Context, batch []bonafide.Write) error
	list   func(ctx context.Context, q bonafide.Query) (bonafide.Page, error)
	events func(ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error)
	delete func(ctx context.Context, kind, id string, version int64) error
	ping   func(ctx context.Context) error
	scrub  func(ctx context.Context) error
	locked func(ctx context.Context, do func(bonafide.Store) error) error
}

func (b *broken) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	if b.get != nil {
		return b.get(ctx, kind, id)
	}
	return b.good.Get(ctx, kind, id)
}

func (b *broken) Put(ctx context.Context, batch ...bonafide.Write) error {
	if b.put != nil {
		return b.put(ctx, batch)
	}
	return b.good.Put(ctx, batch...)
}

func (b *broken) List(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
	if b.list != nil {
		return b.list(ctx, q)
	}
	return b.good.List(ctx, q)
}

func (b *broken) Events(ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
	if b.events != nil {
		return b.events(ctx, q)
	}
	return b.good.Events(ctx, q)
}

func (b *broken) Delete(ctx context.Context, kind, id string, version int64) error {
	if b.delete != nil {
		return b.delete(ctx, kind, id, version)
	}
	return b.good.(bonafide.Deleter).Delete(ctx, kind, id, version)
}

func (b *broken) Ping(ctx context.Context) error {
	if b.ping != nil {
		return b.ping(ctx)
	}
	return b.good.(bonafide.Pinger).Ping(ctx)
}

func (b *broken) Scrub(ctx context.Context) error {
	if b.scrub != nil {
		return b.scrub(ctx)
	}
	return nil
}

func (b *broken) Locked(ctx context.Context, _, _ string, do func(bonafide.Store) error) error {
	if b.locked != nil {
		return b.locked(ctx, do)
	}
	return errors.ErrUnsupported
}

// each breaks the handle of every tenant; handles of one tenant share the break.
func each(change func(b *broken)) storetest.Open {
	return func(storetest.TB) func(string) bonafide.Store {
		shared := memory.New("first")
		handles := map[string]*broken{}
		return func(tenant string) bonafide.Store {
			if handles[tenant] == nil {
				handles[tenant] = &broken{good: shared.ForTenant(tenant)}
				change(handles[tenant])
			}
			return handles[tenant]
		}
	}
}

// reading changes what Get and List answer.
func reading(change func(r *bonafide.Record)) storetest.Open {
	return each(func(b *broken) {
		b.get = func(ctx context.Context, kind, id string) (bonafide.Record, error) {
			r, err := b.good.Get(ctx, kind, id)
			change(&r)
			return r, err
		}
		b.list = func(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
			page, err := b.good.List(ctx, q)
			for i := range page.Records {
				change(&page.Records[i])
			}
			return page, err
		}
	})
}

// writing changes what Put is given.
func writing(change func(b *broken, batch []bonafide.Write) []bonafide.Write) storetest.Open {
	return each(func(b *broken) {
		b.put = func(ctx context.Context, batch []bonafide.Write) error {
			return b.good.Put(ctx, change(b, slices.Clone(batch))...)
		}
	})
}

// eachWrite changes every write that Put is given.
func eachWrite(change func(w *bonafide.Write)) storetest.Open {
	return writing(func(_ *broken, batch []bonafide.Write) []bonafide.Write {
		for i := range batch {
			change(&batch[i])
		}
		return batch
	})
}

// putting replaces Put.
func putting(put func(b *broken, ctx context.Context, batch []bonafide.Write) error) storetest.Open {
	return each(func(b *broken) {
		b.put = func(ctx context.Context, batch []bonafide.Write) error { return put(b, ctx, batch) }
	})
}

// asking changes the queries that List is asked.
func asking(change func(q *bonafide.Query)) storetest.Open {
	return each(func(b *broken) {
		b.list = func(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
			change(&q)
			return b.good.List(ctx, q)
		}
	})
}

// listing replaces List.
func listing(list func(b *broken, ctx context.Context, q bonafide.Query) (bonafide.Page, error)) storetest.Open {
	return each(func(b *broken) {
		b.list = func(ctx context.Context, q bonafide.Query) (bonafide.Page, error) { return list(b, ctx, q) }
	})
}

// reporting replaces Events.
func reporting(events func(b *broken, ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error)) storetest.Open {
	return each(func(b *broken) {
		b.events = func(ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) { return events(b, ctx, q) }
	})
}

// eachEvent changes every event that Events answers.
func eachEvent(change func(e *bonafide.Event)) storetest.Open {
	return reporting(func(b *broken, ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
		events, err := b.good.Events(ctx, q)
		for i := range events {
			change(&events[i])
		}
		return events, err
	})
}

// folding takes texts for equal that fold to the same.
func folding(ids, terms func(string) string) storetest.Open {
	return each(func(b *broken) {
		foldAll := func(texts []string) (folded []string) {
			for _, text := range texts {
				folded = append(folded, terms(text))
			}
			return folded
		}
		b.get = func(ctx context.Context, kind, id string) (bonafide.Record, error) {
			return b.good.Get(ctx, ids(kind), ids(id))
		}
		b.put = func(ctx context.Context, batch []bonafide.Write) error {
			batch = slices.Clone(batch)
			for i := range batch {
				r := &batch[i].Record
				r.Kind, r.ID, r.Unique, r.Labels = ids(r.Kind), ids(r.ID), foldAll(r.Unique), foldAll(r.Labels)
				batch[i].Events = slices.Clone(batch[i].Events)
				for j := range batch[i].Events {
					e := &batch[i].Events[j]
					e.Kind, e.ID = ids(e.Kind), ids(e.ID)
				}
			}
			return b.good.Put(ctx, batch...)
		}
		b.list = func(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
			q.Kind, q.Unique, q.Labels = ids(q.Kind), terms(q.Unique), foldAll(q.Labels)
			return b.good.List(ctx, q)
		}
		b.events = func(ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
			q.Kind, q.ID = ids(q.Kind), ids(q.ID)
			return b.good.Events(ctx, q)
		}
	})
}

// every returns all records that answer the query, and what is wrong with it.
func every(ctx context.Context, good bonafide.Store, q bonafide.Query) (all []bonafide.Record, err error) {
	if q.Limit < 0 || q.Limit > bonafide.MaxPage {
		return nil, bonafide.ErrInvalid
	}
	q.Limit, q.Cursor = 0, ""
	for {
		page, err := good.List(ctx, q)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Records...)
		if q.Cursor = page.Next; q.Cursor == "" {
			return all, nil
		}
	}
}

// paging cuts pages in a way of its own: start tells where a cursor's page
// begins among all records, next the cursor after one.
func paging(start func(all []bonafide.Record, cursor string) int, next func(end int, last bonafide.Record) string) storetest.Open {
	return listing(func(b *broken, ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
		all, err := every(ctx, b.good, q)
		if err != nil {
			return bonafide.Page{}, err
		}
		from := 0
		if q.Cursor != "" {
			if from = start(all, q.Cursor); from < 0 || from > len(all) {
				return bonafide.Page{}, bonafide.ErrCursor
			}
		}
		end := min(from+limitOf(q.Limit), len(all))
		page := bonafide.Page{Records: all[from:end]}
		if end < len(all) {
			page.Next = next(end, all[end-1])
		}
		return page, nil
	})
}

func limitOf(limit int) int {
	if limit == 0 {
		return bonafide.DefaultPage
	}
	return limit
}

// outbox keeps events beside the good store, in slots that can be taken before
// they are filled.
type outbox struct {
	mu    sync.Mutex
	slots []slot
}

type slot struct {
	filled bool
	event  bonafide.Event
}

// take reserves slots and returns the first.
func (o *outbox) take(n int) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	first := len(o.slots)
	o.slots = append(o.slots, make([]slot, n)...)
	return first
}

func (o *outbox) fill(first int, events []bonafide.Event) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i, e := range events {
		e.Data, e.Position = maps.Clone(e.Data), strconv.Itoa(first+i+1)
		o.slots[first+i] = slot{true, e}
	}
}

func (o *outbox) read(ctx context.Context, q bonafide.EventQuery) (found []bonafide.Event, err error) {
	limit, err := store.CheckEventQuery(q)
	if err = cmp.Or(ctx.Err(), err); err != nil {
		return nil, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	after := 0
	if q.After != "" {
		if after, err = strconv.Atoi(q.After); err != nil || after < 1 || after > len(o.slots) {
			return nil, bonafide.ErrCursor
		}
	}
	for _, s := range o.slots[after:] {
		if s.filled && (q.Kind == "" || s.event.Kind == q.Kind && s.event.ID == q.ID) && len(found) < limit {
			e := s.event
			e.Data = maps.Clone(e.Data)
			found = append(found, e)
		}
	}
	return found, nil
}

// strip takes the events out of a batch.
func strip(batch []bonafide.Write) (records []bonafide.Write, events []bonafide.Event) {
	for _, w := range batch {
		events = append(events, w.Events...)
		records = append(records, bonafide.Write{Record: w.Record})
	}
	return records, events
}

// logging keeps events beside the good store where the outcome of Put allows.
func logging(when func(err error) bool) storetest.Open {
	return each(func(b *broken) {
		log := &outbox{}
		b.put = func(ctx context.Context, batch []bonafide.Write) error {
			if err := store.CheckBatch(batch); err != nil {
				return err
			}
			records, events := strip(batch)
			err := b.good.Put(ctx, records...)
			if when(err) {
				log.fill(log.take(len(events)), events)
			}
			return err
		}
		b.events = log.read
	})
}

// A meeting lets nobody go on before n have come; who comes later goes through.
type meeting struct {
	mu   sync.Mutex
	n    int
	open chan struct{}
}

func newMeeting(n int) *meeting { return &meeting{n: n, open: make(chan struct{})} }

func (m *meeting) wait(ctx context.Context) {
	m.mu.Lock()
	if m.n--; m.n == 0 {
		close(m.open)
	}
	m.mu.Unlock()
	wait(ctx, m.open)
}

// force writes the record as the version after whatever is there.
func force(ctx context.Context, good bonafide.Store, r bonafide.Record) error {
	for {
		stored, err := good.Get(ctx, r.Kind, r.ID)
		if err != nil && !errors.Is(err, bonafide.ErrNotFound) {
			return err
		}
		r.Version = stored.Version + 1
		if err = good.Put(ctx, bonafide.Write{Record: r}); !errors.Is(err, bonafide.ErrConflict) {
			return err
		}
	}
}
