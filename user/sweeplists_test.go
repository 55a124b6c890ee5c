package user_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/user"
)

// sweepLists goes through the whole walk, so many records at once.
func sweepLists(t testing.TB, users *user.Service, limit int, between func()) {
	t.Helper()
	for cursor := ""; ; {
		_, next, err := users.SweepLists(ctx, cursor, limit)
		require.NoError(t, err)
		if between != nil {
			between()
		}
		if cursor = next; next == "" {
			return
		}
	}
}

// lists counts the texts that searches have in common.
func (b *bundle) lists(t testing.TB) int {
	t.Helper()
	page, err := b.records.List(ctx, bonafide.Query{Kind: "user.lists"})
	require.NoError(t, err)
	return len(page.Records)
}

const month = 31 * 24 * time.Hour

// What no user says any more goes a month after anybody said it, and what somebody says stays.
func TestSweepLists(t *testing.T) {
	s := &wide{day: 1}
	b := setup(t, quiet, func(o *user.Options) { o.Screener = s })
	id := b.named(t, b.users, 1, people[0])
	look(t, b.users, id)
	before := b.lists(t)
	require.NotZero(t, before)
	s.day = 2
	_, err := b.users.Look(ctx, id)
	require.NoError(t, err)
	both := b.lists(t)
	assert.Greater(t, both, before)
	_, err = b.users.Rescreen(ctx, officer, id, user.RescreenRequest{})
	require.NoError(t, err)

	sweepLists(t, b.users, 100, nil)
	assert.Equal(t, both, b.lists(t), "not yet")
	b.wait(month)
	sweepLists(t, b.users, 1, nil)
	assert.Equal(t, both, b.lists(t), "the user's record says one, and its coverage the other")
	s.day = 3
	other := b.named(t, b.users, 2, people[2])
	look(t, b.users, other)
	b.wait(100 * 24 * time.Hour)
	for day := range 3 { // each look leaves one behind
		s.day = 4 + day
		_, err = b.users.Look(ctx, id)
		require.NoError(t, err)
	}
	grown := b.lists(t)
	b.wait(month)
	sweepLists(t, b.users, 2, nil)
	assert.Less(t, b.lists(t), grown)
	for _, id := range []string{id, other} {
		_, err = b.users.Get(ctx, officer, id)
		require.NoError(t, err)
		coverage, err := b.users.Coverage(ctx, officer, id)
		require.NoError(t, err)
		assert.Len(t, coverage.Documents[user.NamesLegal].Lists, 20)
	}
	_, _, err = b.users.SweepLists(ctx, "x", 1)
	require.ErrorIs(t, err, bonafide.ErrCursor)
	_, _, err = b.users.SweepLists(ctx, "", 0)
	require.ErrorIs(t, err, bonafide.ErrInvalid)
}

// Where somebody cannot be read, nobody knows what that record names: nothing goes.
func TestSweepListsSparesWhatNobodyCanTell(t *testing.T) {
	s := &wide{day: 1}
	b := setup(t, quiet, func(o *user.Options) { o.Screener = s })
	id := b.named(t, b.users, 1, people[0])
	look(t, b.users, id)
	b.wait(month)
	r, err := b.store.Get(ctx, user.KindCoverage, id)
	require.NoError(t, err)
	whole := r.Body
	r.Version, r.Body = r.Version+1, append([]byte(nil), whole[:len(whole)-1]...)
	require.NoError(t, b.store.Put(ctx, bonafide.Write{Record: r}))
	r, err = b.store.Get(ctx, user.Kind, id)
	require.NoError(t, err)
	r.Version, r.Body = r.Version+1, r.Body[:len(r.Body)-1]
	require.NoError(t, b.store.Put(ctx, bonafide.Write{Record: r}))
	texts, unread := b.lists(t), 0
	for cursor := ""; ; {
		_, next, err := b.users.SweepLists(ctx, cursor, 100)
		if err != nil {
			require.ErrorIs(t, err, bonafide.ErrSealed)
			unread++
		}
		if cursor = next; next == "" {
			break
		}
	}
	assert.Equal(t, 2, unread)
	assert.Equal(t, texts, b.lists(t))
}

// Whoever names a text while others sweep, in processes that know of it from long ago,
// finds it there.
func TestSweepListsAmongWriters(t *testing.T) {
	for seed := range uint64(figuretest.Part(12)) {
		random := rand.New(rand.NewPCG(seed, 5))
		s := &wide{day: 1}
		b := setup(t, quiet, func(o *user.Options) { o.Screener = s })
		processes := []*user.Service{b.users}
		for range 2 {
			other, err := user.New(b.store, b.keys, &b.opts)
			require.NoError(t, err)
			processes = append(processes, other)
		}
		var ids []string
		for i, name := range people[:3] {
			ids = append(ids, b.named(t, b.users, i, name))
		}
		step := func() {
			b.wait(time.Duration(random.IntN(12*24)) * time.Hour)
			s.day = 1 + random.IntN(3) // they come back
			_, err := processes[random.IntN(3)].Look(ctx, ids[random.IntN(3)])
			require.NoError(t, err)
		}
		for range 12 {
			sweepLists(t, processes[random.IntN(3)], 1+random.IntN(3), step)
			for _, id := range ids {
				fresh, err := user.New(b.store, b.keys, &b.opts)
				require.NoError(t, err)
				_, err = fresh.Get(ctx, officer, id)
				require.NoError(t, err, "seed %d", seed)
				_, err = fresh.Coverage(ctx, officer, id)
				require.NoError(t, err, "seed %d", seed)
			}
		}
	}
}

// Sweeps and looks at the same time leave everybody readable.
func TestSweepListsAtOnce(t *testing.T) {
	s := wide{day: 1}
	b := setup(t, quiet, func(o *user.Options) { o.Screener = s })
	var ids []string
	for i, name := range people[:3] {
		ids = append(ids, b.named(t, b.users, i, name))
		look(t, b.users, ids[i])
	}
	b.wait(month)
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() {
			opts := b.opts
			opts.Screener = wide{day: 2 + i}
			users, err := user.New(b.store, b.keys, &opts)
			if !assert.NoError(t, err) {
				return
			}
			for n := range 10 {
				_, err := users.Look(context.Background(), ids[(i+n)%3])
				assert.NoError(t, err, fmt.Sprint(n))
			}
		})
		wg.Go(func() {
			for range 5 {
				for cursor := ""; ; {
					_, next, err := b.users.SweepLists(context.Background(), cursor, 2)
					if !assert.NoError(t, err) {
						return
					}
					if cursor = next; next == "" {
						break
					}
				}
			}
		})
	}
	wg.Wait()
	for _, id := range ids {
		_, err := b.users.Coverage(ctx, officer, id)
		require.NoError(t, err)
		_, err = b.users.Get(ctx, officer, id)
		require.NoError(t, err)
	}
}
