package memory

import (
	"context"
	"crypto/rand"
	"slices"
	"sync"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

// A Store is one tenant's handle on a memory. It is safe for concurrent use.
type Store struct {
	shared  *shared
	name    string // of the tenant
	tenant  *tenant
	cursors store.Cursors
	invalid error // what is wrong with the tenant's name; every method returns it
}

var _ bonafide.Store = (*Store)(nil)

// shared is what the handles of all tenants stand on.
type shared struct {
	identity []byte
	mu       sync.Mutex
	tenants  map[string]*tenant
}

// tenant has a lock of its own, so that no tenant waits for another.
type tenant struct {
	mu       sync.RWMutex
	kinds    map[string]*kind
	events   []bonafide.Event      // in commit order; their numbers start at 1
	ofRecord map[[2]string][]int64 // the numbers of a record's events
}

// New returns a store on a new, empty memory. The tenant's name must have 1 to
// [bonafide.MaxTermBytes] bytes; otherwise every method fails with a
// [*bonafide.InvalidError].
func New(tenant string) *Store {
	s := &shared{identity: make([]byte, 16)}
	rand.Read(s.identity)
	return s.open(tenant)
}

// ForTenant returns the handle of another tenant, or of the same, on the same
// memory.
func (s *Store) ForTenant(tenant string) *Store { return s.shared.open(tenant) }

// Tenant returns the name of the tenant.
func (s *Store) Tenant() string { return s.name }

func (s *shared) open(name string) *Store {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tenants == nil {
		s.tenants = make(map[string]*tenant)
	}
	if s.tenants[name] == nil {
		s.tenants[name] = &tenant{kinds: make(map[string]*kind), ofRecord: make(map[[2]string][]int64)}
	}
	return &Store{
		shared:  s,
		name:    name,
		tenant:  s.tenants[name],
		cursors: store.NewCursors(s.identity, name),
		invalid: store.CheckTenant(name),
	}
}

// Get returns a copy of the record, or [bonafide.ErrNotFound].
func (s *Store) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	if err := s.ready(ctx); err != nil {
		return bonafide.Record{}, err
	}
	s.tenant.mu.RLock()
	r := s.tenant.kinds[kind].get(id)
	s.tenant.mu.RUnlock()
	if r == nil {
		return bonafide.Record{}, bonafide.ErrNotFound
	}
	return clone(r), nil
}

func (s *Store) ready(ctx context.Context) error {
	if s.invalid != nil {
		return s.invalid
	}
	return ctx.Err()
}

// clone copies what a caller could change. A stored record is never changed,
// only replaced, so that it can be copied without the lock.
func clone(r *bonafide.Record) bonafide.Record {
	c := *r
	c.Unique, c.Labels, c.Body = slices.Clone(r.Unique), slices.Clone(r.Labels), slices.Clone(r.Body)
	return c
}
