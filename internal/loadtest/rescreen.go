package loadtest

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/rescreen"
	"github.com/bonafide-go/bonafide/user"
)

// kindOfFloor is the kind of the records of a service that has no rules.
const kindOfFloor = "floor"

// Rescreen measures a walk by two workers over BONAFIDE_SCALE onboarded users of whom nothing
// new is found, and in turns of the same run what an engine without any rules would do for
// each: read a record of a user's size, decode, change and encode it, and write it with an
// event.
func Rescreen(b *testing.B, store bonafide.Store) {
	n := figuretest.Size(b, "SCALE", 200)
	users := NewService(b, store, bonafide.EphemeralKeys())
	var ids []string
	for i := range n {
		u, err := onboard(b.Context(), users, i, emailOf(i))
		require.NoError(b, err)
		body, err := json.Marshal(u)
		require.NoError(b, err)
		require.NoError(b, store.Put(b.Context(), bonafide.Write{Record: bonafide.Record{Kind: kindOfFloor, ID: u.ID, Version: 1, Body: body}}))
		ids = append(ids, u.ID)
	}
	runs, err := rescreen.New(store, func(unit bonafide.Store) rescreen.Work { return users.WithStore(unit).Look }, nil,
		&rescreen.Options{Interval: time.Millisecond})
	require.NoError(b, err)
	var floor, walk time.Duration
	for i := 0; b.Loop(); i++ {
		begin := time.Now()
		_, failed := inParallel(b.Context(), 2, 0, n, func(ctx context.Context, i int) error { return rewrite(ctx, store, ids[i]) })
		require.Empty(b, failed)
		floor += time.Since(begin)

		run := fmt.Sprint("run-", i)
		begin = time.Now()
		_, err := runs.Start(b.Context(), rescreen.Plan{ID: run, Kind: user.KindCoverage, PartitionSize: max(1, n/8)})
		require.NoError(b, err)
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				if err := runs.Work(b.Context(), run); err != nil {
					b.Error(err)
				}
			})
		}
		wg.Wait()
		walk += time.Since(begin)
		p, err := runs.Progress(b.Context(), run)
		require.NoError(b, err)
		require.EqualValues(b, n, p.Worked)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(n*b.N)/walk.Seconds(), "users/s")
	b.ReportMetric(float64(n*b.N)/floor.Seconds(), "floor/s")
	b.ReportMetric(floor.Seconds()/walk.Seconds(), "ratio")
}

// rewrite is what an engine without any rules does.
func rewrite(ctx context.Context, store bonafide.Store, id string) error {
	r, err := store.Get(ctx, kindOfFloor, id)
	if err != nil {
		return err
	}
	var u user.User
	if err := json.Unmarshal(r.Body, &u); err != nil {
		return err
	}
	u.UpdatedAt = u.UpdatedAt.Add(time.Microsecond)
	if r.Body, err = json.Marshal(u); err != nil {
		return err
	}
	r.Version++
	event := bonafide.NewEvent("floor.written", u.UpdatedAt, bonafide.System())
	_, events := bonafide.Chain{Seq: r.Version - 2}.Link(r.Kind, r.ID, []bonafide.Event{event})
	return store.Put(ctx, bonafide.Write{Record: r, Events: events})
}
