package user_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

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

// asked is a store that keeps what was asked of its events.
type asked struct {
	bonafide.Store
	queries []bonafide.EventQuery
}

func (s *asked) Events(ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
	s.queries = append(s.queries, q)
	return s.Store.Events(ctx, q)
}

// Pages of any size hold the same events, and a page reads no more than itself and one.
func TestEventPages(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	want, err := eventsOf(b.users, officer, u.ID)
	require.NoError(t, err)
	require.Greater(t, len(want), 10)
	below := &asked{Store: b.store}
	users := b.users.WithStore(below)
	for _, size := range []int{1, 2, 3, len(want) - 1, len(want), len(want) + 1, bonafide.MaxItems} {
		var got []bonafide.Event
		for req := (bonafide.PageRequest{Limit: size}); ; {
			below.queries = nil
			page, err := users.Events(ctx, officer, u.ID, req)
			require.NoError(t, err)
			require.Len(t, below.queries, 1)
			assert.Equal(t, size+1, below.queries[0].Limit)
			got = append(got, page.Items...)
			if page.Next == "" {
				break
			}
			require.Len(t, page.Items, size)
			req.Cursor = page.Next
		}
		assert.Equal(t, want, got, "pages of %d", size)
	}
	require.NoError(t, users.VerifyEvents(ctx, officer, u.ID))
	page, err := users.Events(ctx, officer, u.ID, bonafide.PageRequest{})
	require.NoError(t, err)
	assert.Len(t, page.Items, bonafide.DefaultItems)
}

// What is changed, dropped or added is found by whoever reads the pages, of any size.
func TestTamperedPages(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	whole, err := b.store.Events(ctx, bonafide.EventQuery{Kind: user.Kind, ID: u.ID})
	require.NoError(t, err)
	type events = []bonafide.Event
	for name, change := range map[string]func(events) events{
		"changed":  func(e events) events { e[5].At = e[5].At.Add(time.Hour); return e },
		"rehashed": func(e events) events { e[5].Type = "x"; e[5].Hash = e[5].Digest(); return e },
		"dropped":  func(e events) events { return slices.Delete(e, 5, 6) },
		"repeated": func(e events) events { return slices.Insert(e, 5, e[4]) },
		"swapped":  func(e events) events { e[5], e[6] = e[6], e[5]; return e },
		"cut off":  func(e events) events { return e[:len(e)-1] },
		"none":     func(events) events { return nil },
	} {
		history := change(slices.Clone(whole))
		users := b.users.WithStore(&forged{Store: b.store, id: u.ID, history: history})
		for _, size := range []int{1, 2, 5, 6, 100} {
			var err error
			for req := (bonafide.PageRequest{Limit: size}); err == nil; {
				var page bonafide.PageOf[bonafide.Event]
				page, err = users.Events(ctx, officer, u.ID, req)
				if page.Next == "" {
					break
				}
				req.Cursor = page.Next
			}
			require.ErrorIs(t, err, bonafide.ErrChain, "%s, pages of %d", name, size)
		}
		require.ErrorIs(t, users.VerifyEvents(ctx, officer, u.ID), bonafide.ErrChain, name)
	}
}

// forged is a store in which one user has another history.
type forged struct {
	bonafide.Store
	id      string
	history []bonafide.Event
}

func (s *forged) Events(ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
	if q.Kind != user.Kind || q.ID != s.id {
		return s.Store.Events(ctx, q)
	}
	from := 0
	if q.After != "" {
		from = 1 + slices.IndexFunc(s.history, func(e bonafide.Event) bool { return e.Position == q.After })
	}
	return s.history[from:min(from+q.Limit, len(s.history))], nil
}

func TestEventCursors(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	other, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+14155552672", LegalNames: []string{"Bo Other"}})
	require.NoError(t, err)
	page, err := b.users.Events(ctx, officer, u.ID, bonafide.PageRequest{Limit: 1})
	require.NoError(t, err)
	for name, cursor := range map[string]string{"mangled": page.Next + "A", "cut": page.Next[:len(page.Next)-1], "text": "next", "a position": page.Items[0].Position} {
		_, err := b.users.Events(ctx, officer, u.ID, bonafide.PageRequest{Cursor: cursor})
		require.ErrorIs(t, err, bonafide.ErrCursor, name)
	}
	_, err = b.users.Events(ctx, officer, other.ID, bonafide.PageRequest{Cursor: page.Next})
	require.ErrorIs(t, err, bonafide.ErrCursor, "of another user")
	_, err = b.users.EventsOf(ctx, officer, user.KindAccess, u.ID, bonafide.PageRequest{Cursor: page.Next})
	require.ErrorIs(t, err, bonafide.ErrCursor, "of another chain")
	for _, limit := range []int{-1, bonafide.MaxItems + 1} {
		_, err := b.users.Events(ctx, officer, u.ID, bonafide.PageRequest{Limit: limit})
		require.ErrorIs(t, err, bonafide.ErrInvalid)
	}
	require.ErrorIs(t, b.users.VerifyEvents(ctx, officer, "nobody"), bonafide.ErrNotFound)
	require.ErrorIs(t, b.users.VerifyEvents(ctx, acme, u.ID), bonafide.ErrForbidden)
}
