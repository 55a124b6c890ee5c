package outbox

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
)

// A list is a receiver that notes what reaches it, as "id/seq".
type list struct {
	mu  sync.Mutex
	got []string
}

func (l *list) take(_ context.Context, e bonafide.Event) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.got = append(l.got, fmt.Sprintf("%s/%d", e.ID, e.Seq))
	return nil
}

func (l *list) len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.got)
}

// sought reports whether the name has begun.
func sought(t *testing.T, s bonafide.Store) bool {
	t.Helper()
	_, version, err := read(t.Context(), s, "hooks")
	require.NoError(t, err)
	lag, err := Measure(t.Context(), s, "hooks")
	require.NoError(t, err)
	return version > 0 && !lag.Seeking
}

// A name that begins now delivers nothing of before and all of afterwards, wherever the
// process that looks for the end is killed, and whoever else stands by.
func TestFromNow(t *testing.T) {
	const before, after = 2500, 12
	for _, effect := range []bool{false, true} {
		for n, killed := 0, true; killed; n++ {
			require.Less(t, n, 100)
			synctest.Test(t, func(t *testing.T) {
				s, w := newStore(t)
				for i := range before / 100 {
					w.write(t, fmt.Sprintf("u-%d", i%3), 100)
				}
				var got list
				first := &process{Store: s, deliver: got.take, fault: func(call int) (error, error) {
					switch {
					case call != n:
						return nil, nil
					case effect:
						return nil, errKilled
					}
					return errKilled, nil
				}}
				o := Options{From: Now, Concurrency: 1}
				var others []func(context.Context) error
				for range 2 {
					p := &process{Store: s, deliver: got.take}
					others = append(others, func(ctx context.Context) error { return p.run(ctx, "hooks", o) })
				}
				until(t, func() bool { return first.killed() || sought(t, s) }, func(ctx context.Context) error { return first.run(ctx, "hooks", o) })
				killed = first.killed()
				until(t, func() bool { return sought(t, s) }, others...)
				assert.Zero(t, got.len())

				var want []string
				for range after {
					w.write(t, "u-0", 1)
					want = append(want, fmt.Sprintf("u-0/%d", w.chains["u-0"].Seq))
				}
				o.From = Beginning // what is stored counts
				until(t, func() bool { return got.len() >= after }, others...)
				assert.Equal(t, want, got.got)
			})
		}
	}
}

// The look for the end reads every event once, comes to an end while events are written,
// and outlives a store that fails. What it costs is what the options say.
func TestFromNowCost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := newStore(t)
		const events = 2*bonafide.MaxPage + 1
		for range events {
			w.write(t, "u-1", 1)
		}
		meter := &metered{Store: s, put: func() { w.write(t, "u-2", 1) }}
		var got list
		end := begin(t, meter, got.take, &Options{From: Now})
		pass(time.Minute)
		require.NoError(t, end())
		assert.Equal(t, 3, meter.pages)
		assert.Equal(t, events+meter.failed, meter.read)
		assert.Equal(t, []string{"u-2/4"}, got.got, "put after the last of the three pages was read")
	})
}

// metered counts the pages that are read until one is not full. Each second read fails, and
// with each an event is written: before it or, behind the last of them, afterwards.
type metered struct {
	bonafide.Store
	put                        func()
	calls, pages, read, failed int
	over                       bool
}

func (m *metered) Events(ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
	if m.over {
		return m.Store.Events(ctx, q)
	}
	if m.calls++; m.calls%2 == 1 {
		m.put()
		m.failed++
		return nil, bonafide.ErrUnavailable
	}
	page, err := m.Store.Events(ctx, q)
	m.pages, m.read = m.pages+1, m.read+len(page)
	if len(page) < q.Limit {
		m.over = true
		m.put()
	}
	return page, err
}

// A tenant without events begins at once.
func TestFromNowOnAnEmptyStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := newStore(t)
		var got list
		end := begin(t, s, got.take, &Options{From: Now})
		pass(time.Second)
		require.True(t, sought(t, s))
		w.write(t, "u-1", 2)
		pass(time.Minute)
		require.NoError(t, end())
		assert.Equal(t, []string{"u-1/1", "u-1/2"}, got.got)
	})
	var invalid *bonafide.InvalidError
	s, _ := newStore(t)
	require.ErrorAs(t, Run(t.Context(), s, "hooks", nil, &Options{From: "yesterday"}), &invalid)
	assert.Equal(t, []bonafide.Fault{{Path: "options.from", Code: bonafide.CodeUnknown}}, invalid.Fields)
}

// A name that is forgotten begins anew; to forget what never was, or what is damaged, is no
// error.
func TestForget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := newStore(t)
		w.write(t, "u-1", 2)
		var got list
		for range 2 {
			end := begin(t, s, got.take, &Options{Concurrency: 1})
			pass(time.Minute)
			require.NoError(t, Forget(t.Context(), s, "other"))
			require.NoError(t, end())
			require.NoError(t, Forget(t.Context(), s, "hooks"))
			require.NoError(t, Forget(t.Context(), s, "hooks"))
		}
		assert.Equal(t, []string{"u-1/1", "u-1/2", "u-1/1", "u-1/2"}, got.got)
		_, err := s.Get(t.Context(), Kind, "hooks")
		require.ErrorIs(t, err, bonafide.ErrNotFound)

		require.NoError(t, s.Put(t.Context(), bonafide.Write{Record: bonafide.Record{Kind: Kind, ID: "hooks", Version: 1, Body: []byte("{")}}))
		require.NoError(t, Forget(t.Context(), s, "hooks"))
		require.ErrorIs(t, Forget(t.Context(), only{s}, "hooks"), errors.ErrUnsupported)
	})
}

// only is a store without abilities.
type only struct{ bonafide.Store }
