// Package outboxtest proves package outbox on a store.
package outboxtest

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
	"github.com/bonafide-go/bonafide/outbox"
)

const (
	records = 8
	events  = 24 // of each record
	name    = "receiver"
)

var poison = event{"u-3", 10}

type event struct {
	id  string
	seq int64
}

// A receiver refuses every fifth event once, and the poison until it is mended.
type receiver struct {
	mu      sync.Mutex
	refused map[event]bool
	got     map[string][]int64
	all     int
	mended  bool
	enough  map[int]chan struct{} // closed when so many events have come
}

func (r *receiver) deliver(_ context.Context, e bonafide.Event) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	k := event{e.ID, e.Seq}
	if k == poison && !r.mended || e.Seq%5 == 0 && !r.refused[k] {
		r.refused[k] = true
		return errors.New("refused")
	}
	r.got[e.ID] = append(r.got[e.ID], e.Seq)
	r.all++
	if c := r.enough[r.all]; c != nil {
		close(c)
	}
	return nil
}

func (r *receiver) mend() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.mended = true
}

// Run delivers while eight writers write, by three processes of which one ends in the midst.
// One event is poison, and goes on when an operator says so. Nothing is lost, repeated, or
// out of order.
func Run(t *testing.T, s bonafide.Store) {
	const first, before, whole = 50, (records-1)*events + 9, records * events
	r := &receiver{refused: make(map[event]bool), got: make(map[string][]int64),
		enough: map[int]chan struct{}{first: make(chan struct{}), before: make(chan struct{}), whole: make(chan struct{})}}
	o := &outbox.Options{Interval: 2 * time.Millisecond, Backoff: func(int) time.Duration { return time.Millisecond }, Attempts: 3, Window: 16,
		Lease: time.Hour} // no machine is so slow
	var running sync.WaitGroup
	begin := func() (stop context.CancelFunc) {
		ctx, cancel := context.WithCancel(t.Context())
		running.Go(func() { assert.NoError(t, outbox.Run(ctx, s, name, r.deliver, o)) })
		return cancel
	}
	stops := []context.CancelFunc{begin(), begin(), begin()}
	for i := range records {
		running.Go(func() { write(t, s, fmt.Sprintf("u-%d", i)) })
	}
	<-r.enough[first]
	stops[0]()
	<-r.enough[before]
	var parked []outbox.Parked
	for len(parked) == 0 || parked[0].Behind < events-9 { // the last save is still to come
		require.NoError(t, t.Context().Err())
		var err error
		parked, err = outbox.ListParked(t.Context(), s, name)
		require.NoError(t, err)
	}
	require.Len(t, parked, 1)
	require.Equal(t, poison, event{parked[0].ID, parked[0].Seq})
	r.mend()
	require.NoError(t, outbox.Retry(t.Context(), s, name, parked[0]))
	// Whoever has the turn notices when it next writes: by its end, here.
	for _, stop := range stops {
		stop()
	}
	running.Wait()
	stop := begin()
	<-r.enough[whole]
	stop()
	running.Wait()
	for i := range records {
		var want []int64
		for seq := range events {
			want = append(want, int64(seq+1))
		}
		assert.Equal(t, want, r.got[fmt.Sprintf("u-%d", i)])
	}
	lag, err := outbox.Measure(t.Context(), s, name)
	require.NoError(t, err)
	assert.Zero(t, lag)
}

// write writes a record's events, one or two at a time.
func write(t *testing.T, s bonafide.Store, id string) {
	var chain bonafide.Chain
	for version := int64(1); chain.Seq < events; version++ {
		batch := make([]bonafide.Event, min(1+version%2, events-chain.Seq))
		for i := range batch {
			batch[i] = bonafide.NewEvent("user.changed", time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), bonafide.Actor{Kind: bonafide.ActorSystem})
		}
		chain, batch = chain.Link("user", id, batch)
		err := s.Put(t.Context(), bonafide.Write{Record: bonafide.Record{Kind: "user", ID: id, Version: version}, Events: batch})
		if !assert.NoError(t, err) {
			return
		}
	}
}
