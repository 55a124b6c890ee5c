package outbox

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/memory"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// A writer writes records with linked events.
type writer struct {
	store    bonafide.Store
	versions map[string]int64
	chains   map[string]bonafide.Chain
	written  int
}

func newWriter(s bonafide.Store) *writer {
	return &writer{s, make(map[string]int64), make(map[string]bonafide.Chain), 0}
}

// write writes n events of a record.
func (w *writer) write(t testing.TB, id string, n int) {
	t.Helper()
	events := make([]bonafide.Event, n)
	for i := range events {
		events[i] = bonafide.NewEvent("user.changed", start.Add(time.Duration(w.written+i)*time.Second), bonafide.Actor{Kind: bonafide.ActorSystem})
	}
	var linked []bonafide.Event
	w.chains[id], linked = w.chains[id].Link("user", id, events)
	w.versions[id]++
	r := bonafide.Record{Kind: "user", ID: id, Version: w.versions[id]}
	require.NoError(t, w.store.Put(t.Context(), bonafide.Write{Record: r, Events: linked}))
	w.written += n
}

// A receiver notes what reaches it, and holds it against what is promised.
type receiver struct {
	mu       sync.Mutex
	next     map[string]int64 // the number that may come next, by record
	got      []string         // in order, as "id/seq"
	repeats  int
	disorder []string
}

func newReceiver() *receiver { return &receiver{next: make(map[string]int64)} }

func (r *receiver) take(e bonafide.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	name := fmt.Sprintf("%s/%d", e.ID, e.Seq)
	r.got = append(r.got, name)
	switch last := r.next[e.ID]; {
	case e.Seq <= last:
		r.repeats++
	case e.Seq == last+1:
		r.next[e.ID] = e.Seq
	default:
		r.disorder = append(r.disorder, name)
	}
}

// first is how many different events have come.
func (r *receiver) first() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.got) - r.repeats
}

// A process is a Run that can be killed: then it neither writes nor delivers any more.
type process struct {
	bonafide.Store
	mu      sync.Mutex
	calls   int
	fault   func(call int) (before, after error) // of the store
	dead    bool
	deliver Deliver
}

var (
	errKilled = errors.New("killed")
	errFault  = errors.New("connection reset")
)

func (p *process) kill() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.dead = true
}

func (p *process) killed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.dead
}

// ask makes a call to the store, unless the process is dead or it is to fail.
func (p *process) ask(call func() error) error {
	p.mu.Lock()
	n := p.calls
	p.calls++
	p.mu.Unlock()
	var before, after error
	if p.fault != nil {
		before, after = p.fault(n)
	}
	if errors.Is(before, errKilled) {
		p.kill()
	}
	switch {
	case p.killed():
		return errKilled
	case before != nil:
		return before
	}
	if err := call(); err != nil {
		return err
	}
	if errors.Is(after, errKilled) {
		p.kill()
	}
	return after
}

func (p *process) Get(ctx context.Context, kind, id string) (r bonafide.Record, err error) {
	err = p.ask(func() (err error) { r, err = p.Store.Get(ctx, kind, id); return err })
	return r, err
}

func (p *process) Put(ctx context.Context, batch ...bonafide.Write) error {
	return p.ask(func() error { return p.Store.Put(ctx, batch...) })
}

func (p *process) Events(ctx context.Context, q bonafide.EventQuery) (events []bonafide.Event, err error) {
	err = p.ask(func() (err error) { events, err = p.Store.Events(ctx, q); return err })
	return events, err
}

// run delivers until its context ends; a killed process is gone at once.
func (p *process) run(ctx context.Context, name string, o Options) error {
	return Run(ctx, p, name, func(ctx context.Context, e bonafide.Event) error {
		if p.killed() {
			return errKilled
		}
		return p.deliver(ctx, e)
	}, &o)
}

// turns counts, at the store itself, how often a turn was taken from somebody.
type turns struct {
	bonafide.Store
	mu     sync.Mutex
	holder string
	taken  int
}

func (s *turns) Put(ctx context.Context, batch ...bonafide.Write) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.Store.Put(ctx, batch...); err != nil || batch[0].Record.Kind != Kind {
		return err
	}
	now, _, err := read(ctx, s.Store, batch[0].Record.ID)
	if s.holder != "" && now.Holder != "" && now.Holder != s.holder {
		s.taken++
	}
	s.holder = now.Holder
	return err
}

// until runs processes until the receiver has had all events, and longer where something
// is wrong; then it stops them.
func until(t *testing.T, all func() bool, processes ...func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	for _, p := range processes {
		running.Go(func() { assert.NoError(t, p(ctx)) })
	}
	for range 100_000 {
		if all() {
			break
		}
		time.Sleep(100 * time.Millisecond) // of the bubble's clock
	}
	cancel()
	running.Wait()
	require.True(t, all(), "not everything was delivered")
}

func newStore(t testing.TB) (bonafide.Store, *writer) {
	s := memory.New("acme")
	return s, newWriter(s)
}
