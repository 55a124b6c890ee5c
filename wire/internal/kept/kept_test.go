package kept_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/wire/internal/kept"
)

type note struct {
	Text string `json:"text"`
}

// What was put is got, with its version; what does not decode is unreadable.
func TestGet(t *testing.T) {
	ctx, store := t.Context(), memory.New("acme")
	require.NoError(t, kept.Put(ctx, store, bonafide.Record{Kind: "note", ID: "1", Version: 1}, note{"a"}))
	assert.ErrorIs(t, kept.Put(ctx, store, bonafide.Record{Kind: "note", ID: "1", Version: 1}, note{"b"}), bonafide.ErrConflict)
	require.NoError(t, kept.Put(ctx, store, bonafide.Record{Kind: "note", ID: "1", Version: 2}, note{"b"}))
	var got note
	version, err := kept.Get(ctx, store, "note", "1", &got)
	require.NoError(t, err)
	assert.Equal(t, int64(2), version)
	assert.Equal(t, note{"b"}, got)

	_, err = kept.Get(ctx, store, "note", "2", &got)
	assert.ErrorIs(t, err, bonafide.ErrNotFound)
	require.NoError(t, store.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: "note", ID: "3", Version: 1, Body: []byte("{")}}))
	_, err = kept.Get(ctx, store, "note", "3", &got)
	assert.ErrorIs(t, err, bonafide.ErrUnreadable)
	assert.Error(t, kept.Put(ctx, store, bonafide.Record{Kind: "note", ID: "4", Version: 1}, func() {}))
}

// plain is a store that takes nothing away.
type plain struct{ bonafide.Store }

// Only what has had its time goes, a few at once, and only where the store can.
func TestSweep(t *testing.T) {
	ctx, now := t.Context(), bonafide.Instant(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	store := memory.New("acme")
	for id, due := range map[string]time.Time{"1": now.Add(-3), "2": now.Add(-time.Hour), "3": now.Add(-time.Minute), "4": now.Add(time.Hour), "5": {}} {
		require.NoError(t, kept.Put(ctx, store, bonafide.Record{Kind: "note", ID: id, Version: 1, Due: bonafide.Instant(due)}, note{id}))
	}
	left := func() (ids []string) {
		page, err := store.List(context.WithoutCancel(ctx), bonafide.Query{Kind: "note", Limit: 100})
		require.NoError(t, err)
		for _, r := range page.Records {
			ids = append(ids, r.ID)
		}
		return ids
	}
	kept.Sweep(ctx, plain{store}, "note", now, 2)
	assert.Len(t, left(), 5)
	kept.Sweep(ctx, store, "note", now, 2)
	assert.Equal(t, []string{"1", "4", "5"}, left())
	kept.Sweep(ctx, store, "note", now, 2)
	assert.Equal(t, []string{"4", "5"}, left())
}
