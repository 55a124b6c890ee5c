package user_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/user"
)

// 64 writers of two processes, half of whom take no turns, never overspend.
func TestMoveRaceOf64(t *testing.T) {
	programs, err := program.ParseBook(zoned(1, "America/New_York", "2026-01-01T00:00:00Z"))
	require.NoError(t, err)
	b := setup(t, func(o *user.Options) { o.Programs = programs })
	u := mover(t, b)
	there, err := newService(b)
	require.NoError(t, err)
	bound := b.users.WithStore(b.store)
	var wg sync.WaitGroup
	for i := range 64 {
		s := []*user.Service{b.users, there, bound, bound}[i%4]
		wg.Go(func() {
			for range 2 {
				_, err := s.Move(ctx, acme, u.ID, transaction(t, fmt.Sprint("t", i), "7", start))
				if err != nil && !errors.Is(err, bonafide.ErrConflict) {
					assert.NoError(t, err)
				}
			}
		})
	}
	wg.Wait()
	l := b.ledger(t, u.ID)
	assert.Len(t, l.Entries, 14, "14 x 7 of 100")
	events, err := partEvents(b.users, officer, user.KindLedger, u.ID)
	require.NoError(t, err)
	assert.Len(t, events, 14)
}

// Through changes of the clocks and of the program's zone, no day of either zone
// lets more move than its limit, as far as it is not folded.
func TestLimitsOverChangesOfClocks(t *testing.T) {
	zones := []string{"America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Europe/Dublin", "America/St_Johns"}
	for seed := range uint64(figuretest.Part(2)) {
		random := rand.New(rand.NewPCG(seed, 9))
		var sheets [][]byte
		for v := 1; v <= 12; v++ {
			sheets = append(sheets, zoned(v, zones[random.IntN(len(zones))], time.Date(2026, time.Month(v), 3, 7, 0, 0, 0, time.UTC).Format(time.RFC3339)))
		}
		programs, err := program.ParseBook(sheets...)
		require.NoError(t, err)
		b := setup(t, func(o *user.Options) { o.Programs = programs })
		u := mover(t, b)
		type moved struct {
			at     time.Time
			amount int
		}
		var all []moved
		for i := range 1200 {
			b.wait(time.Duration(random.IntN(12*60)) * time.Minute)
			at := b.now().Add(-time.Duration(random.IntN(40)) * time.Hour)
			amount := 1 + random.IntN(60)
			a, err := b.users.Move(ctx, acme, u.ID, transaction(t, fmt.Sprint("t", i), fmt.Sprint(amount), at))
			require.NoError(t, err)
			if !a.Allowed {
				continue
			}
			zone, err := time.LoadLocation(b.ledger(t, u.ID).Zone)
			require.NoError(t, err)
			from, to := money.Around(permission.PerDay, at, zone)
			sum := amount
			for _, m := range all {
				if !m.at.Before(from) && m.at.Before(to) {
					sum += m.amount
				}
			}
			require.LessOrEqual(t, sum, 100, "seed %d, %d", seed, i)
			all = append(all, moved{at, amount})
		}
		require.Greater(t, len(all), 300)
	}
}
