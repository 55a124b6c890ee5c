package user_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
	"github.com/bonafide-go/bonafide/user"
)

// What a store writes of an event, on the way of one user from creation to full
// permission: no more than its row does not say.
func TestEventBytes(t *testing.T) {
	b := setup(t, func(o *user.Options) { o.NewID = nil }) // ids as they are
	b.verified(t)
	events, err := b.store.Events(ctx, bonafide.EventQuery{})
	require.NoError(t, err)
	var stored, whole int
	for _, e := range events {
		text, err := store.EncodeEvent(e)
		require.NoError(t, err)
		own, err := json.Marshal(e)
		require.NoError(t, err)
		stored, whole = stored+len(text), whole+len(own)
	}
	n := len(events)
	require.Greater(t, n, 10)
	t.Logf("%d events: %d bytes each, %d as a whole", n, stored/n, whole/n)
	assert.LessOrEqual(t, stored/n, 322)
}
