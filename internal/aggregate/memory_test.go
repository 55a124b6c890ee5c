package aggregate_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// keeping is a store that cannot delete.
type keeping struct{ bonafide.Store }

func memories(t *testing.T, s bonafide.Store) []bonafide.Record {
	t.Helper()
	page, err := s.List(ctx, bonafide.Query{Kind: kind + ".command"})
	require.NoError(t, err)
	return page.Records
}

// A key is free once it has had its time (Synapse API initialization: keys expire
// after 24 hours), whether or not the store can delete.
func TestKeysExpire(t *testing.T) {
	for name, open := range map[string]func() bonafide.Store{
		"deleting": func() bonafide.Store { return memory.New("t") },
		"keeping":  func() bonafide.Store { return keeping{memory.New("t")} },
		"before":   func() bonafide.Store { return before{memory.New("t")} },
	} {
		t.Run(name, func(t *testing.T) {
			r := runner(t)
			now := at
			r.Store, r.Now = open(), func() time.Time { return now }
			create(t, r, counter{Name: "a"})
			do := func(n int) (int, error) {
				c, err := r.Do(ctx, "c", by, keyed(add(n), "k"))
				return c.N, err
			}
			n, err := do(1)
			require.NoError(t, err)
			assert.Equal(t, 1, n)
			now = at.Add(24*time.Hour - time.Microsecond)
			n, err = do(1)
			require.NoError(t, err)
			assert.Equal(t, 1, n, "a repetition")
			_, err = do(2)
			require.ErrorIs(t, err, bonafide.ErrKeyReused)

			now = at.Add(24 * time.Hour)
			n, err = do(2)
			require.NoError(t, err, "the key is free")
			assert.Equal(t, 3, n)
			n, err = do(2)
			require.NoError(t, err)
			assert.Equal(t, 3, n, "and remembered anew")

			require.Len(t, memories(t, r.Store), 1)
			assert.Equal(t, now.Add(24*time.Hour), memories(t, r.Store)[0].Due)
			for range 5 {
				_, err = r.Do(ctx, "c", by, keyed(add(1), fmt.Sprint("k", now.UnixMicro())))
				require.NoError(t, err)
				now = now.Add(time.Second)
			}
			swept, err := r.SweepKeys(ctx, now, 10)
			require.NoError(t, err)
			assert.Zero(t, swept, "none has had its time")
			now = now.Add(25 * time.Hour)
			var batches []int
			for range 3 {
				swept, err = r.SweepKeys(ctx, now, 4)
				require.NoError(t, err)
				batches = append(batches, swept)
			}
			if name == "keeping" {
				assert.Equal(t, []int{0, 0, 0}, batches)
				assert.Len(t, memories(t, r.Store), 6)
			} else {
				assert.Equal(t, []int{4, 2, 0}, batches)
				assert.Empty(t, memories(t, r.Store))
			}
		})
	}
}

// While a root key is being replaced, a memory under the old one counts.
func TestKeysUnderOldRoots(t *testing.T) {
	wrapper, err := bonafide.NewLocalWrapper(make([]byte, 32))
	require.NoError(t, err)
	old, err := bonafide.NewRoot(ctx, wrapper, "t")
	require.NoError(t, err)
	next, err := bonafide.NewRoot(ctx, wrapper, "t")
	require.NoError(t, err)
	r := runner(t)
	now := at
	r.Now = func() time.Time { return now }
	r.Keys, err = bonafide.NewKeys(ctx, "t", wrapper, old)
	require.NoError(t, err)
	create(t, r, counter{Name: "a"})
	for i := range 3 {
		if i == 1 {
			r.Keys, err = bonafide.NewKeys(ctx, "t", wrapper, next, old)
			require.NoError(t, err)
		}
		c, err := r.Do(ctx, "c", by, keyed(add(1), "k"))
		require.NoError(t, err)
		assert.Equal(t, 1, c.N)
	}
	now = at.Add(25 * time.Hour)
	for range 2 {
		c, err := r.Do(ctx, "c", by, keyed(add(2), "k"))
		require.NoError(t, err)
		assert.Equal(t, 3, c.N)
	}
	assert.Len(t, memories(t, r.Store), 2, "the new one is under the new root")
}

// Another guess under a key is another guess; its memory ends with the code.
func TestGuessesUnderKeys(t *testing.T) {
	r := runner(t)
	now := at
	r.Now = func() time.Time { return now }
	create(t, r, counter{Name: "a"})
	guess := func(n int, code string) (int, error) {
		c := keyed(add(n), "k")
		rule := c.Rule
		c.Guess = []bonafide.Secret{bonafide.NewSecret(code)}
		c.Rule = func(ctx context.Context, x counter, in aggregate.Input) (aggregate.Change[counter], error) {
			change, err := rule(ctx, x, in)
			change.Keep = at.Add(10 * time.Minute)
			if code != "right" {
				change.Outcome = &bonafide.RefusedError{Code: "wrong"}
			}
			return change, err
		}
		x, err := r.Do(ctx, "c", by, c)
		return x.N, err
	}
	for want, code := range []string{"a", "b", "right"} {
		for range 3 {
			n, err := guess(1, code)
			assert.Equal(t, code == "right", err == nil)
			assert.Equal(t, want+1, n, "counted once each")
		}
	}
	_, err := guess(2, "right")
	require.ErrorIs(t, err, bonafide.ErrKeyReused, "another request")
	n, err := guess(1, "a")
	require.ErrorIs(t, err, bonafide.ErrRefused)
	assert.Equal(t, 4, n)
	now = at.Add(10 * time.Minute)
	n, err = guess(1, "a")
	require.ErrorIs(t, err, bonafide.ErrRefused)
	assert.Equal(t, 5, n, "the code is over, and its memory too")
}

// What is remembered of an erased aggregate holds nothing of what was asked for.
// The key that made it stays spent.
func TestForget(t *testing.T) {
	for name, store := range map[string]bonafide.Store{"deleting": memory.New("t"), "keeping": keeping{memory.New("t")}} {
		t.Run(name, func(t *testing.T) {
			r := runner(t)
			r.Store = store
			call := aggregate.Call{Op: "counter.create", By: by, Key: "made", Parts: []string{"x"}}
			_, err := r.Create(ctx, "c", call, created(counter{Name: "a"}), at)
			require.NoError(t, err)
			for i := range 150 {
				_, err = r.Do(ctx, "c", by, keyed(add(1), fmt.Sprint(i)))
				require.NoError(t, err)
			}
			require.NoError(t, r.Forget(ctx, "c"))
			require.NoError(t, r.Forget(ctx, "c"))
			page, err := store.List(ctx, bonafide.Query{Kind: kind + ".command", Limit: 1000})
			require.NoError(t, err)
			assert.Len(t, page.Records, map[string]int{"deleting": 1, "keeping": 151}[name])
			for _, m := range page.Records {
				assert.NotContains(t, string(m.Body), `"request"`)
				assert.Empty(t, m.Labels)
				assert.False(t, m.Due.IsZero(), "it goes in its time")
			}
			kept, err := r.Create(ctx, "d", call, created(counter{Name: "b"}), at)
			require.NoError(t, err)
			assert.Equal(t, "a", kept.State.Name, "the late retry makes no other one")
		})
	}
}
