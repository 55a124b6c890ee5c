package faulttest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/store/sealed"
	"github.com/bonafide-go/bonafide/user"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// A host supplies everything that a Service asks for. All of it fails by the
// injector's plan.
type host struct {
	*injector
	keys  *bonafide.Keys
	store store
	kept  bonafide.Store // what the Services keep, as they read it, without faults
	clear bool           // bodies are not sealed
	files files

	unlike string // id of what is not the same in every run

	mu     sync.Mutex
	clock  time.Time
	ids    int
	inbox  []user.Message // messages that arrived
	handed map[string]int // how often a message was handed over, by id
	out    int            // hand-overs after which a message may arrive
}

func newHost(ctx context.Context, s bonafide.Store, p plan) (*host, error) {
	h := &host{injector: &injector{plan: flawless, cancel: func() {}}, clock: start,
		handed: make(map[string]int)}
	h.store, h.files = store{s, h.injector, &kinds{of: make(map[string]bool)}}, files{h.injector, make(map[string][]byte), new(sync.Mutex)}
	local, err := bonafide.NewLocalWrapper([]byte("0123456789abcdef0123456789abcdef"))
	if err != nil {
		return nil, err
	}
	tenant := cmp.Or(bonafide.TenantOf(s), "acme-tenant")
	root, err := bonafide.NewRoot(ctx, local, tenant)
	if err != nil {
		return nil, err
	}
	if h.keys, err = bonafide.NewKeys(ctx, tenant, wrapper{local, h.injector}, root); err != nil {
		return nil, err
	}
	h.kept = s
	if _, seals := bonafide.StoreAs[*sealed.Store](s); !seals {
		if h.kept, err = sealed.New(s, h.keys, nil); err != nil {
			return nil, err
		}
	}
	h.plan = p
	return h, nil
}

// inClear lets the Services keep bodies as they are, unless the store seals them.
func (h *host) inClear() {
	if _, seals := bonafide.StoreAs[*sealed.Store](h.store.Store); !seals {
		h.clear, h.kept = true, h.store.Store
	}
}

func (h *host) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.clock
}

func (h *host) wait(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.clock = h.clock.Add(d)
}

// swept lets what there is have its time, and sweeps until nothing of it is left.
func (h *host) swept(sweep func(ctx context.Context, limit int) (int, error)) func(context.Context, string) error {
	waited := false
	return func(ctx context.Context, _ string) error {
		if !waited {
			h.wait(25 * time.Hour)
			waited = true
		}
		for {
			met := h.faults()
			if n, err := sweep(ctx, bonafide.MaxPage); err != nil || n == 0 && h.faults() == met { // a conflict is no error
				return err
			}
		}
	}
}

// newID makes an id that tells the step, which is all of it that is the same in
// every run.
func (h *host) newID() (string, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ids++
	return fmt.Sprintf("id-%03d-%04d", h.step, h.ids), nil
}

// Send is [user.Messenger.Send].
func (h *host) Send(_ context.Context, m user.Message) error {
	h.mu.Lock()
	h.handed[m.ID]++
	h.out++
	h.mu.Unlock()
	err := h.call(panics, func() error {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.inbox = append(h.inbox, m)
		return nil
	})
	h.mu.Lock()
	defer h.mu.Unlock()
	if arrived := slices.ContainsFunc(h.inbox, func(x user.Message) bool { return x.ID == m.ID }); err != nil && !arrived && h.out%2 == 0 {
		h.out--
		return user.ErrNotSent
	}
	return err
}

// Verify is [document.Verifier.Verify].
func (h *host) Verify(_ context.Context, r document.Request) (v document.Verdict, err error) {
	err = h.call(panics, func() error {
		v.Outcome = document.OutcomeValid
		if r.Type == document.ProofOfAddress || r.Type == document.TIN {
			v.Outcome, v.RetryAt = document.OutcomePending, h.now().AddDate(0, 1, 0)
		}
		return nil
	})
	return v, err
}

// VerifyAddress is [document.AddressVerifier.VerifyAddress].
func (h *host) VerifyAddress(context.Context, document.PostalAddress) (r document.AddressResult, err error) {
	err = h.call(panics, func() error { r.Deliverability = document.Deliverable; return nil })
	return r, err
}

// listed is the name on the list.
const listed = "Jane Listed Person"

// further is on how many lists nobody is found.
const further = 5

// Screen is [screening.Screener.Screen].
func (h *host) Screen(_ context.Context, q screening.Query) (r screening.Result, err error) {
	err = h.call(panics, func() error {
		run := screening.ListRun{Key: "ofac_sdn", Edition: bonafide.Date{Year: 2026, Month: 3, Day: 1}, Result: screening.ListNoMatch}
		if q.Name == listed || slices.Contains(q.OtherNames, listed) {
			run.Result = screening.ListMatch
			r.Hits = []screening.Hit{{List: "ofac_sdn", Edition: "2026-03-01", EntryID: "7", EntryHash: "h7", Score: 1, MatchedName: listed, NameKind: screening.PrimaryName}}
		}
		r.Lists = []screening.ListRun{run}
		for i := range further { // so many that users say it by the name of a text
			r.Lists = append(r.Lists, screening.ListRun{Key: fmt.Sprint("list_", i), Edition: run.Edition, Hash: fmt.Sprintf("%064x", i), Result: screening.ListNoMatch})
		}
		return nil
	})
	return r, err
}

// store is a store that fails.
type store struct {
	bonafide.Store
	*injector
	kinds *kinds
}

// kinds are the kinds of all records that were written.
type kinds struct {
	mu sync.Mutex
	of map[string]bool
}

func (k *kinds) add(batch []bonafide.Write) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, w := range batch {
		k.of[w.Record.Kind] = true
	}
}

// Unwrap returns the store without faults.
func (s store) Unwrap() bonafide.Store { return s.Store }

// Get is [bonafide.Store.Get].
func (s store) Get(ctx context.Context, kind, id string) (r bonafide.Record, err error) {
	err = s.call(unavailable, func() (e error) { r, e = s.Store.Get(ctx, kind, id); return })
	return r, err
}

// Put is [bonafide.Store.Put].
func (s store) Put(ctx context.Context, batch ...bonafide.Write) error {
	s.kinds.add(batch)
	return s.call(conflict, func() error { return s.Store.Put(ctx, batch...) })
}

// Delete is [bonafide.Deleter], where the store is one.
func (s store) Delete(ctx context.Context, kind, id string, version int64) error {
	d, ok := bonafide.StoreAs[bonafide.Deleter](s.Store)
	if !ok {
		return errors.ErrUnsupported
	}
	return s.call(conflict, func() error { return d.Delete(ctx, kind, id, version) })
}

// Count is [bonafide.Counter], where the store is one.
func (s store) Count(ctx context.Context, q bonafide.Query) (n int64, err error) {
	c, ok := bonafide.StoreAs[bonafide.Counter](s.Store)
	if !ok {
		return 0, errors.ErrUnsupported
	}
	err = s.call(unavailable, func() (e error) { n, e = c.Count(ctx, q); return })
	return n, err
}

// Shred destroys the keys of records, where the store seals them.
func (s store) Shred(ctx context.Context, records ...bonafide.Record) error {
	keys, ok := bonafide.StoreAs[shredder](s.Store)
	if !ok {
		return nil
	}
	return s.call(unavailable, func() error { return keys.Shred(ctx, records...) })
}

// shredder is what store/sealed has beside the four methods.
type shredder interface {
	Shred(ctx context.Context, records ...bonafide.Record) error
}

// Scrub is [bonafide.Scrubber], where the store is one.
func (s store) Scrub(ctx context.Context) error {
	scrubber, ok := bonafide.StoreAs[bonafide.Scrubber](s.Store)
	if !ok {
		return errors.ErrUnsupported
	}
	return s.call(unavailable, func() error { return scrubber.Scrub(ctx) })
}

// List is [bonafide.Store.List].
func (s store) List(ctx context.Context, q bonafide.Query) (p bonafide.Page, err error) {
	err = s.call(unavailable, func() (e error) { p, e = s.Store.List(ctx, q); return })
	return p, err
}

// Events is [bonafide.Store.Events].
func (s store) Events(ctx context.Context, q bonafide.EventQuery) (events []bonafide.Event, err error) {
	err = s.call(unavailable, func() (e error) { events, e = s.Store.Events(ctx, q); return })
	return events, err
}

// files is a store of files that fails.
type files struct {
	*injector
	content map[string][]byte
	mu      *sync.Mutex
}

// Put is [document.Files.Put].
func (f files) Put(_ context.Context, key string, content []byte) error {
	return f.call(panics, func() error {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.content[key] = slices.Clone(content)
		return nil
	})
}

// Get is [document.Files.Get].
func (f files) Get(_ context.Context, key string) (content []byte, err error) {
	err = f.call(panics, func() error {
		f.mu.Lock()
		defer f.mu.Unlock()
		c, ok := f.content[key]
		if !ok {
			return bonafide.ErrNotFound
		}
		content = slices.Clone(c)
		return nil
	})
	return content, err
}

// Delete is [document.Files.Delete].
func (f files) Delete(_ context.Context, key string) error {
	return f.call(panics, func() error {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.content, key)
		return nil
	})
}

// wrapper is a key service that fails.
type wrapper struct {
	bonafide.KeyWrapper
	*injector
}

// WrapKey is [bonafide.KeyWrapper.WrapKey].
func (w wrapper) WrapKey(ctx context.Context, key []byte, of bonafide.KeyContext) (wrapped []byte, err error) {
	err = w.call(unavailable, func() (e error) { wrapped, e = w.KeyWrapper.WrapKey(ctx, key, of); return })
	return wrapped, err
}

// UnwrapKey is [bonafide.KeyWrapper.UnwrapKey].
func (w wrapper) UnwrapKey(ctx context.Context, wrapped []byte, of bonafide.KeyContext) (key []byte, err error) {
	err = w.call(unavailable, func() (e error) { key, e = w.KeyWrapper.UnwrapKey(ctx, wrapped, of); return })
	return key, err
}

func (h *host) page() bonafide.PageRequest { return bonafide.PageRequest{} }

// uploads sweeps the files that no record names, and checks that the others are there.
func (h *host) uploads(ctx context.Context, files func(context.Context, bonafide.Actor, bonafide.PageRequest) (bonafide.PageOf[string], error)) error {
	named := make(map[string]bool)
	for page := h.page(); ; {
		found, err := files(ctx, officer, page)
		if err != nil {
			return err
		}
		for _, key := range found.Items {
			named[key] = true
		}
		if page.Cursor = found.Next; page.Cursor == "" {
			break
		}
	}
	for _, key := range slices.Collect(maps.Keys(h.files.content)) {
		if !named[key] {
			delete(h.files.content, key)
		}
	}
	if len(h.files.content) != len(named) {
		return fmt.Errorf("%d of %d uploads are lost", len(named)-len(h.files.content), len(named))
	}
	return nil
}
