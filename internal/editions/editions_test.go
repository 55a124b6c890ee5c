package editions_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/editions"
	. "github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/store/memory"
)

var (
	ctx  = context.Background()
	noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	anna = bonafide.Reviewer("anna")
	ben  = bonafide.Reviewer("ben")
)

func loaded(from, to string) EditionChange {
	return EditionChange{Op: EditionLoaded, List: "eucl", From: Edition{Hash: from}, To: Edition{Hash: to, Entries: 7}, By: bonafide.System()}
}

func corrected(op EditionOp, from, to string) EditionChange {
	return EditionChange{Op: op, List: "eucl", From: Edition{Hash: from}, To: Edition{Hash: to}, By: anna, Reason: "Ann Other was delisted"}
}

func told(t *testing.T, store bonafide.Store) string {
	t.Helper()
	events, err := store.Events(ctx, bonafide.EventQuery{})
	require.NoError(t, err)
	var out []string
	for _, e := range events {
		out = append(out, fmt.Sprintf("%s %s>%s", e.Type, e.Data["from"], e.Data["to"]))
		for _, v := range e.Data {
			assert.NotContains(t, v, "Ann", "a reason stays out of events")
		}
	}
	return strings.Join(out, ", ")
}

func TestRecord(t *testing.T) {
	store := memory.New("t")
	say := func(changes ...EditionChange) {
		t.Helper()
		require.NoError(t, editions.Record(ctx, store, bonafide.System(), changes, noon))
	}
	other := loaded("", "x")
	other.List = "un"
	say(loaded("", "a"), other)
	say(loaded("a", "b"))
	say(loaded("", "a"), loaded("a", "b"), other) // another replica
	assert.Equal(t, "list.loaded >a, list.loaded >x, list.loaded a>b", told(t, store))
	say(corrected(EditionRolledBack, "b", "a"))
	say(corrected(EditionRolledBack, "b", "a"))
	say(corrected(EditionAccepted, "", "b"), loaded("a", "b"))
	say(corrected(EditionAccepted, "", "b"), loaded("a", "b"))
	say(corrected(EditionRemoved, "b", ""))
	say()
	assert.Equal(t, "list.loaded >a, list.loaded >x, list.loaded a>b, list.rolled_back b>a, list.accepted >b, list.loaded a>b, list.removed b>", told(t, store))

	kept, err := editions.Read(ctx, store)
	require.NoError(t, err)
	require.Len(t, kept, 7)
	assert.Equal(t, "Ann Other was delisted", kept[5].Reason)
	assert.Equal(t, noon, kept[5].At, "the time of whoever recorded it, where the engine has no clock")
}

func TestRecordRefuses(t *testing.T) {
	store := memory.New("t")
	for name, c := range map[string]struct {
		by     bonafide.Actor
		change EditionChange
		path   string
		code   bonafide.Code
	}{
		"another's":   {ben, corrected(EditionRemoved, "a", ""), "changes[0].by", bonafide.CodeNotAllowed},
		"no reason":   {anna, EditionChange{Op: EditionRemoved, List: "l", From: Edition{Hash: "a"}, By: anna}, "changes[0].reason", bonafide.CodeRequired},
		"nobody's":    {anna, EditionChange{Op: EditionRemoved, List: "l", From: Edition{Hash: "a"}, By: bonafide.System(), Reason: "r"}, "changes[0].by.kind", bonafide.CodeNotAllowed},
		"no list":     {anna, EditionChange{Op: EditionLoaded, To: Edition{Hash: "a"}, By: bonafide.System()}, "changes[0].list", bonafide.CodeRequired},
		"no edition":  {anna, EditionChange{Op: EditionLoaded, List: "l", By: bonafide.System()}, "changes[0].to.hash", bonafide.CodeRequired},
		"from none":   {anna, EditionChange{Op: EditionRolledBack, List: "l", To: Edition{Hash: "a"}, By: anna, Reason: "r"}, "changes[0].from.hash", bonafide.CodeRequired},
		"unknown":     {anna, EditionChange{Op: "burnt", List: "l", To: Edition{Hash: "a"}, By: anna, Reason: "r"}, "changes[0].op", bonafide.CodeUnknown},
		"long reason": {anna, EditionChange{Op: EditionAccepted, List: "l", To: Edition{Hash: "a"}, By: anna, Reason: strings.Repeat("r", MaxReasonBytes+1)}, "changes[0].reason", bonafide.CodeTooLong},
	} {
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, editions.Record(ctx, store, c.by, []EditionChange{c.change}, noon), &invalid, name)
		assert.True(t, invalid.Has(c.path, c.code), "%s: %v", name, invalid)
	}
	assert.Empty(t, told(t, store))
	require.NoError(t, store.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: editions.Kind, ID: "eucl", Version: 1, Body: []byte("{")}}))
	assert.ErrorIs(t, editions.Record(ctx, store, anna, []EditionChange{loaded("", "a")}, noon), bonafide.ErrUnreadable)
	_, err := editions.Read(ctx, store)
	assert.ErrorIs(t, err, bonafide.ErrUnreadable)
}

// Replicas that tell the same at once are told once, and the record keeps the last of many.
func TestRecordTogether(t *testing.T) {
	store := memory.New("t")
	var all []EditionChange
	for i := range 250 {
		all = append(all, loaded(fmt.Sprint(i), fmt.Sprint(i+1)))
	}
	var wg sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		wg.Go(func() { errs[i] = editions.Record(ctx, store, bonafide.System(), all[:100], noon) })
	}
	wg.Wait()
	require.NoError(t, errors.Join(errs...))
	require.NoError(t, editions.Record(ctx, store, bonafide.System(), all[100:], noon))
	events, err := store.Events(ctx, bonafide.EventQuery{Limit: bonafide.MaxPage})
	require.NoError(t, err)
	assert.Len(t, events, 250)
	kept, err := editions.Read(ctx, store)
	require.NoError(t, err)
	require.Len(t, kept, 200)
	assert.Equal(t, "51", kept[0].To.Hash)
}
